//! What was delivered: `/services`, and the same by the product's own path.

pub(crate) mod alter;
pub(crate) mod infos;
pub(crate) mod leave;
pub(crate) mod list;
pub(crate) mod renewal;
