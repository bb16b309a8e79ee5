//! Plans, add-ons, prices and promotions; the import of public catalogues.
