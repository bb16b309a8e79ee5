//! What the staff see of services, across customers. Pure.

use kernel::{AccountId, Date, OrderId, ServiceId, Timestamp};

use crate::{ResourceState, ServiceState};

/// Which services the desk lists, the newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeskQuery {
    /// Only those in this state.
    pub state: Option<ServiceState>,
    /// Only those that are put aside.
    pub is_held: bool,
    /// The whole technical name.
    pub name: Option<String>,
    /// The whole identifier of the customer.
    pub customer: Option<String>,
}

/// A service in the desk's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskService {
    /// The customer's account.
    pub account: AccountId,
    /// The service.
    pub service: ServiceId,
    /// The order that bought it.
    pub order: OrderId,
    /// The number of that order.
    pub order_number: i64,
    /// Its technical name.
    pub name: String,
    /// What documents call it.
    pub description: String,
    /// The customer's identifier.
    pub customer: String,
    /// Where it stands towards its bills.
    pub state: ServiceState,
    /// Where the thing behind it stands.
    pub resource: ResourceState,
    /// The day its paid period ends.
    pub ends_on: Option<Date>,
    /// Whether it is to end with that period.
    pub is_ending: bool,
    /// The day it is deleted, for one that was closed by its owner.
    pub deletes_on: Option<Date>,
    /// Why it is put aside.
    pub held: Option<Hold>,
}

/// Why a service is put aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// What could not be done.
    pub reason: String,
    /// How often it was tried.
    pub tries: u32,
    /// Since when.
    pub since_at: Timestamp,
    /// When it is tried next.
    pub retry_at: Timestamp,
}
