//! Order form and invoice as HTML and PDF.
