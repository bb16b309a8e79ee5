//! Invoices: the list, the documents themselves, and how what is due is paid.

pub(crate) mod document;
pub(crate) mod list;
pub(crate) mod operations;
pub(crate) mod settle;
pub(crate) mod spending;
