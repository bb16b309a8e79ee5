//! `/me`: the account.

pub(crate) mod api;
