//! Methods, attempts, refunds; the `Gateway` trait and its contract suite.

pub mod attempt;
pub mod gateway;
pub mod method;
pub mod reconcile;
pub mod refund;

pub use attempt::{Attempt, AttemptState, Change, ChargeWith, Next, ToldCustomer};
pub use gateway::{
    Capabilities, ChargeMethod, ChargeOutcome, ChargeRequest, Gateway, Headers, Mandate, RefundOutcome,
    RefundRequest, RefusalReason, RegisteredMethod, SetupRequest, Subject, Unknown, WebhookError,
    WebhookEvent,
};
pub use method::{Method, MethodState};
pub use refund::{Refund, RefundState};
