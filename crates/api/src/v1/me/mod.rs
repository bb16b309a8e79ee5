//! `/me`: the account, its orders, and what it was invoiced.

pub(crate) mod account;
pub(crate) mod api;
pub(crate) mod autorenew;
pub(crate) mod bill;
pub(crate) mod debt;
pub(crate) mod deposit;
pub(crate) mod email;
pub(crate) mod export;
pub(crate) mod operation;
pub(crate) mod order;
mod papers;
pub(crate) mod pay;
pub(crate) mod payment_mean;
pub(crate) mod payment_method;
pub(crate) mod postal_mail;
pub(crate) mod purchase_order;
pub(crate) mod refund;
pub(crate) mod registration;
pub(crate) mod transaction;
