//! What was delivered: a service, the prices it was born with, and the work of delivering it.
//!
//! ```text
//!             deliver                         the debt flows
//! in_creation ───────> ok  ──────────> pending_debt, un_paid ──> expired
//!      │                                                           ^
//!      └────────────────── the order is cancelled ─────────────────┘
//! ```
//!
//! Invariants:
//! - A service has the id that was drawn with its order, so that creating it twice is creating it once.
//! - It keeps the prices and options of its order for ever; a later catalogue does not touch it.
//! - Its periods are computed from the civil date of its delivery in the subsidiary's time zone, or from the day
//!   they were brought to, never from the last period ([`calendar`]).
//! - What happens by itself is a [`Step`] on a civil day, taken once for the end of a period ([`Service::plan`]).
//! - A wish about what was made ([`Operation`]) is a row before a provisioner is called; the last wish counts.
//! - A [`Delivery`] is a row before anything is asked of a [`Provisioner`]; every call carries the service's id
//!   as its key, so a crashed or slow provider is asked again without delivering twice.
//!
//! Start with [`Service`], then [`Delivery`], then [`Provisioner`]; for the month that passes with [`Rules`],
//! [`Renewal`] and [`Service::plan`].

mod access;
mod actions;
pub mod calendar;
mod commitment;
mod contact;
pub mod contract;
mod create;
mod deliver;
mod delivery;
mod desk;
mod history;
mod life;
mod list;
mod operate;
mod operation;
mod provisioner;
mod provisioners;
mod rename;
mod renewal;
pub mod rent;
pub mod rules;
#[cfg(test)]
mod samples;
mod service;
mod steps;
pub mod store;
mod termination;
mod withdrawal;

pub use access::{Access, AccessField};
pub use actions::{ALIGN_MONTHS_MAX, Action, Refusal};
pub use contact::ContactRole;
pub use create::{CreateError, NewService, cancel, create};
pub use deliver::{
    ByHandError, DeliverError, Recorded, begin, call, delivered, delivered_by_hand, delivery_called_back,
    hold, record, retry,
};
pub use delivery::{Delivery, DeliveryState};
pub use desk::{DeskQuery, DeskService, Hold};
pub use history::{Happened, Records, ServiceEvent};
pub use life::{RenewalCause, RenewalState, Renewing};
pub use list::{Effect, ServiceColumn, ServiceQuery, ServiceStatus, Soon};
pub use operate::{OperateError, Taken, by_staff, operation_called_back, perform, performed, take, want};
pub use operation::{Operation, OperationState, Wanted};
pub use provisioner::{
    Callback, CallbackError, Called, Capabilities, DeliveryChoice, DeliveryOutcome, DeliveryRequest,
    OperationOutcome, OperationRequest, Provisioner, Unknown,
};
pub use provisioners::{Provisioners, ProvisionersError, Route};
pub use rename::{LABEL_CHARS_MAX, RenameError, rename};
pub use renewal::{EndAction, Mode, Renewal};
pub use rules::{Anchor, RuleBook, Rules, WithdrawalMode};
pub use service::{InvalidTransition, ResourceState, Service, ServicePrice, ServiceState, technical_name};
pub use steps::{Due, Planned, Step, days_after};
pub use termination::{
    COMMENT_CHARS_MAX, FutureUse, LeaveReason, Termination, TerminationId, TerminationKind, TerminationState,
};
pub use withdrawal::{WithdrawalFacts, WithdrawalRefusal, days_used, may_withdraw, refund_due_on, unused};
