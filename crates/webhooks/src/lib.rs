//! What programs are told: endpoints, messages, tries; signed as the Standard Webhooks specification says
//! (<https://www.standardwebhooks.com>).
//!
//! ```text
//! raise(tx, …)  in the transaction of the cause: a message for each active endpoint that wants it
//!    │
//!    ▼                 ┌──────── answered otherwise, or not at all: later and later, ten times ───────┐
//!   due ──take──► a try is written, signed, sent ──record──► delivered (2xx)                         │
//!    ▲ ▲                                              └────► failed (the last try, or 410) ──replay──┤
//!    │ └─────────────────────────────────────────────────────────────────────────────────────────────┘
//! endpoint: active ◄──enable── disabled (its owner) · failed (five days without success) · gone (410)
//! ```
//!
//! Invariants:
//! - A message is written with its cause, once for each endpoint: no cause, no message; no message lost.
//! - An endpoint has one sender at a time ([`take`] leases it), so that a slow one delays itself alone.
//! - A message keeps its identifier however often it is sent, and each try is written before it is sent: what became of
//!   one whose sender was killed is unknown, and it is tried again.
//! - What is sent to is checked by [`address`] and by whoever opens the connection ([`Courier`]).
//!
//! Start at [`Event`] for what is told, [`raise`] for when, [`take`] and [`record`] for how it leaves.

pub mod address;
mod change;
mod courier;
mod endpoint;
mod event;
mod message;
mod schedule;
mod send;
mod signature;
pub mod store;

pub use change::{
    AddError, ChangeError, EndpointChange, NewEndpoint, ReplayError, TestError, TypedFault, add, change,
    delete, disable, enable, forget, replay, replay_failed, rotate, test,
};
pub use courier::{Answer, Courier, Failure, Nowhere, Outgoing, Sent};
pub use endpoint::{
    DESCRIPTION_CHARS_MAX, ENDPOINTS_MAX, Endpoint, EndpointState, Reach, URL_CHARS_MAX, UrlFault, check_url,
};
pub use event::{Event, EventKind};
pub use message::{Attempt, KEPT, Message, MessageState};
pub use schedule::{GIVE_UP, TRIES_MAX};
pub use send::{Batch, LEASE, Outcome, Recorded, Tried, raise, record, take};
pub use signature::{
    ID_CHARS_MAX, ID_HEADER, SIGNATURE_HEADER, Secret, SecretError, TIMESTAMP_HEADER, VerifyError, sign,
    verify,
};
