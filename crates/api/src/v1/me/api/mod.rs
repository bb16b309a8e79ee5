//! `/me/api`: the programs of the account, and what it granted to programs.

pub(crate) mod application;
pub(crate) mod credential;
pub(crate) mod oauth2;
