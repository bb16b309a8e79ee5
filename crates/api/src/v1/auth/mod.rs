//! `/auth`: who one is, and asking for access.

pub(crate) mod credential;
pub(crate) mod current;
pub(crate) mod details;
pub(crate) mod logout;
pub(crate) mod oauth2;
pub(crate) mod time;
