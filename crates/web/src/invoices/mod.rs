//! Invoices: the list, and the documents themselves.

pub(crate) mod document;
pub(crate) mod list;
