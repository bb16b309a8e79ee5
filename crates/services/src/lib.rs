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
//! - Its periods are computed from the civil date of its delivery in the subsidiary's time zone, never from
//!   the last period.
//! - A [`Delivery`] is a row before anything is asked of a [`Provisioner`]; every call carries the service's id
//!   as its key, so a crashed or slow provider is asked again without delivering twice.
//!
//! Start with [`Service`], then [`Delivery`], then [`Provisioner`].

mod access;
pub mod contract;
mod create;
mod deliver;
mod delivery;
mod provisioner;
mod provisioners;
mod service;
pub mod store;

pub use access::{Access, AccessField};
pub use create::{CreateError, NewService, cancel, create};
pub use deliver::{
    ByHandError, DeliverError, Recorded, begin, call, delivered, delivered_by_hand, hold, record, retry,
};
pub use delivery::{Delivery, DeliveryState};
pub use provisioner::{Capabilities, DeliveryChoice, DeliveryOutcome, DeliveryRequest, Provisioner, Unknown};
pub use provisioners::{Provisioners, ProvisionersError, Route};
pub use service::{InvalidTransition, ResourceState, Service, ServicePrice, ServiceState, technical_name};
