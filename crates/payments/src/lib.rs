//! Methods, attempts, refunds; the `Gateway` trait and its contract suite.
//!
//! An *attempt* is a row that stands before the provider is called; its id is the key the provider gets, so
//! that nothing is ever charged twice. What the provider says moves it forward only:
//!
//! ```text
//! created ─▶ unknown ─▶ ready ─▶ confirming ─▶ error | expired | canceled | failed ─▶ success
//!   a row     no answer   page     accepted       ended without money              the money is there
//! ```
//!
//! Any step may be left out. A lost answer is *unknown*, never failed: the reconciler asks until it knows
//! ([`store::unsettled`], [`reconcile::decide`]).
//!
//! Invariants:
//! - an order has at most one attempt that may still take money, and pays with at most one: a second
//!   success is refunded in the transaction that records it;
//! - a success is posted to the ledger once; refunds never exceed it, and each is posted when it is decided
//!   and when it ends;
//! - an account with methods has exactly one default among them.
//!
//! Start at [`begin()`], then [`record()`]; money goes back by [`request`]; webhooks come in by [`inbox`].

pub mod attempt;
mod begin;
mod collect;
pub mod contract;
pub mod gateway;
mod give_back;
pub mod inbox;
pub mod jobs;
mod list;
pub mod method;
mod methods;
pub mod reconcile;
mod record;
pub mod refund;
pub mod store;

pub use attempt::{Attempt, AttemptState, Books, Change, ChargeWith, Next, ToldCustomer, first_success};
pub use begin::{BeginError, Begun, ByProgram, Callbacks, NewAttempt, NewSetup, PayWith, begin, begin_setup};
pub use collect::collect;
pub use gateway::{
    Capabilities, ChargeMethod, ChargeOutcome, ChargeRequest, Gateway, Mandate, RefundOutcome, RefundRequest,
    RefusalReason, RegisteredMethod, SetupRequest, Subject, Unknown, WebhookError, WebhookEvent,
};
pub use give_back::{RefundError, record_refund, refund_lost, request};
pub use list::{Comparison, PaymentColumn, PaymentQuery};
pub use method::{Method, MethodRefusal, MethodState};
pub use methods::{DESCRIPTION_CHARS_MAX, MethodError, describe, may_remove, register, remove, set_default};
pub use record::{RecordError, Recorded, Settlement, lost, record};
pub use refund::{Refund, RefundState, left};
