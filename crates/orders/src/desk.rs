//! What the staff see of orders: the queue of what waits for them, and the search.

use db::AcrossTx;
use kernel::{AccountId, Country, Money, OrderId, Page, PageRequest, SubsidiaryCode, Timestamp};

use crate::list::{OrderQuery, OrderSummary};
use crate::state::OrderState;
use crate::store;
use crate::validation::Reason;

/// An order that waits for a decision, or for documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueItem {
    /// The customer's account.
    pub account: AccountId,
    /// The order.
    pub order: OrderId,
    /// Its number.
    pub number: i64,
    /// Being checked, or waiting for documents.
    pub state: OrderState,
    /// The subsidiary that sells.
    pub subsidiary: SubsidiaryCode,
    /// The total including taxes.
    pub total: Money,
    /// The customer's identifier.
    pub customer: String,
    /// The organisation, or the person.
    pub name: String,
    /// The country of tax residence.
    pub country: Country,
    /// When it was ordered.
    pub created_at: Timestamp,
    /// Since when it waits.
    pub checking_since: Timestamp,
    /// When the staff should have decided, on business days.
    pub due_at: Timestamp,
    /// Why it was held.
    pub reasons: Vec<Reason>,
    /// Until when documents are waited for.
    pub documents_due_at: Option<Timestamp>,
}

impl QueueItem {
    /// Whether it is late: the staff's time, or the customer's for documents, is over.
    #[must_use]
    pub fn is_late(&self, now: Timestamp) -> bool {
        match self.state {
            OrderState::DocumentsRequested => self.documents_due_at.is_some_and(|due_at| due_at <= now),
            OrderState::NotPaid
            | OrderState::Checking
            | OrderState::Delivering
            | OrderState::Delivered
            | OrderState::Cancelling
            | OrderState::Cancelled
            | OrderState::Expired => self.due_at <= now,
        }
    }
}

/// The orders that wait for the staff or for documents, the longest waiting first.
///
/// # Errors
/// [`db::Error`] when the database did not do it.
pub fn queue(tx: &mut AcrossTx, request: &PageRequest) -> Result<Page<QueueItem>, db::Error> {
    store::queue(tx, request)
}

/// A page of everybody's orders, the highest number first.
///
/// # Errors
/// [`db::Error`] when the database did not do it.
pub fn list(
    tx: &mut AcrossTx,
    now: Timestamp,
    query: &OrderQuery,
    request: &PageRequest,
) -> Result<Page<OrderSummary>, db::Error> {
    store::list_across(tx, now, query, request)
}

/// The account and the id of the order with this number.
///
/// # Errors
/// [`db::Error`] when the database did not do it.
pub fn locate(tx: &mut AcrossTx, number: i64) -> Result<Option<(AccountId, OrderId)>, db::Error> {
    store::locate(tx, number)
}
