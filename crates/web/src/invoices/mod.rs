//! Invoices: the list, the documents themselves, how many are taken home at once, how what is due is paid, and what is
//! said about them.

pub(crate) mod contest;
pub(crate) mod credits;
pub(crate) mod document;
pub(crate) mod exports;
pub(crate) mod list;
pub(crate) mod operations;
pub(crate) mod settle;
pub(crate) mod spending;
