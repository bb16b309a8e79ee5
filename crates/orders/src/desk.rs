//! What the staff see of orders: the queue of what waits for them, and the search.

use db::AcrossTx;
use kernel::{
    AccountId, Country, Money, OrderId, Page, PageRequest, Sort, SortColumn, SubsidiaryCode, Timestamp,
};

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

/// What the queue can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QueueColumn {
    /// Since when an order waits.
    Since,
    /// When the staff should have decided.
    Due,
}

impl SortColumn for QueueColumn {
    const ALL: &'static [QueueColumn] = &[QueueColumn::Since, QueueColumn::Due];

    fn code(&self) -> &'static str {
        match self {
            QueueColumn::Since => "since",
            QueueColumn::Due => "due",
        }
    }
}

/// The orders that wait for the staff or for documents, the longest waiting first.
///
/// # Errors
/// [`db::Error`] when the database did not do it.
pub fn queue(tx: &mut AcrossTx, request: &PageRequest) -> Result<Page<QueueItem>, db::Error> {
    store::queue(tx, Sort::ascending(QueueColumn::Since), request)
}

/// The orders that wait for the staff or for documents, sorted. A page key that is not ours is the first page's.
///
/// # Errors
/// [`db::Error`] when the database did not do it.
pub fn queue_by(
    tx: &mut AcrossTx,
    sort: Sort<QueueColumn>,
    request: &PageRequest,
) -> Result<Page<QueueItem>, db::Error> {
    store::queue(tx, sort, request)
}

/// How many orders wait.
///
/// # Errors
/// [`db::Error`] when the database did not do it.
pub fn waiting(tx: &mut AcrossTx) -> Result<i64, db::Error> {
    store::queue_count(tx)
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
