//! The desk: where staff look at orders and balances, deliver by hand, and replay what failed.

pub(crate) mod balances;
pub(crate) mod deliveries;
pub(crate) mod invoice;
pub(crate) mod jobs;
pub(crate) mod months;
pub(crate) mod operations;
pub(crate) mod order;
pub(crate) mod queue;
pub(crate) mod services;
pub(crate) mod sign_in;
pub(crate) mod statement;
