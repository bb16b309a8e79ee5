//! The staff look at an order: approve it, ask for documents, or refuse it.

use db::AccountTx;
use kernel::{OrderId, StaffId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::follow_up::HistoryCode;
use crate::order::{DocumentKind, Order};
use crate::record::{record, record_all};
use crate::state::{InvalidTransition, OrderState};
use crate::store;

/// What a member of the staff decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Deliver it.
    Approve,
    /// Ask the customer for documents.
    RequestDocuments,
    /// Refuse it and give the money back.
    Refuse,
}

impl Decision {
    /// Every decision.
    pub const ALL: [Decision; 3] = [Decision::Approve, Decision::RequestDocuments, Decision::Refuse];

    /// The word used in tables and message keys.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Decision::Approve => "approve",
            Decision::RequestDocuments => "request_documents",
            Decision::Refuse => "refuse",
        }
    }

    /// The decision this word names.
    #[must_use]
    pub fn parse(code: &str) -> Option<Decision> {
        Decision::ALL.into_iter().find(|decision| decision.code() == code)
    }
}

/// A decision as it is kept, for the staff only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewNote {
    /// What was decided.
    pub decision: Decision,
    /// By whom.
    pub staff: StaffId,
    /// Why, in their words; may be empty.
    pub note: String,
    /// When.
    pub at: Timestamp,
}

/// Why a decision was not taken.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// No document was named.
    #[error("say which documents are needed")]
    NoDocument,
    /// The note or the message is longer than [`NOTE_CHARS_MAX`].
    #[error("a note has at most {NOTE_CHARS_MAX} characters")]
    TooLong,
    /// The order is not being checked: somebody else decided first.
    #[error(transparent)]
    Invalid(#[from] InvalidTransition),
    /// The database did not do it.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// The longest note or message, in characters.
pub const NOTE_CHARS_MAX: usize = 2_000;

/// The staff accept an order: it is delivered. The documents sent for it are forgotten. Approved twice, it is
/// the order as it is.
///
/// # Errors
/// [`ReviewError`].
pub fn approve(
    tx: &mut AccountTx,
    now: Timestamp,
    order: OrderId,
    staff: StaffId,
    note: &str,
) -> Result<Order, ReviewError> {
    check(note)?;
    let order = store::get(tx, order)?;
    if order.state == OrderState::Delivering && order.review.is_some() {
        return Ok(order);
    }
    let order = order.approve(now)?;
    store::update(tx, &order)?;
    decided(tx, now, &order, Decision::Approve, staff, note)?;
    store::forget_uploads(tx, now, order.id)?;
    record_all(tx, now, order.id, &[HistoryCode::OrderAccepted, HistoryCode::Delivery])?;
    Ok(order)
}

/// The staff refuse an order: it is cancelled, and its money goes back. The documents sent for it are
/// forgotten. Refused twice, it is the order as it is.
///
/// # Errors
/// [`ReviewError`].
pub fn refuse(
    tx: &mut AccountTx,
    now: Timestamp,
    order: OrderId,
    staff: StaffId,
    note: &str,
) -> Result<Order, ReviewError> {
    check(note)?;
    let order = store::get(tx, order)?;
    if order.refused_at.is_some() {
        return Ok(order);
    }
    let order = order.refuse(now)?;
    store::update(tx, &order)?;
    decided(tx, now, &order, Decision::Refuse, staff, note)?;
    store::forget_uploads(tx, now, order.id)?;
    record(tx, now, order.id, HistoryCode::FraudRefused)?;
    Ok(order)
}

/// What the staff ask of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentsRequest {
    /// The documents, at least one.
    pub documents: Vec<DocumentKind>,
    /// What the customer reads with it; may be empty.
    pub message: String,
    /// Why, for the staff; may be empty.
    pub note: String,
    /// Until when they are waited for; see [`crate::validation::Rules::documents_due_at`].
    pub due_at: Timestamp,
}

/// The staff ask the customer for documents.
///
/// # Errors
/// [`ReviewError`].
pub fn request_documents(
    tx: &mut AccountTx,
    now: Timestamp,
    order: OrderId,
    staff: StaffId,
    request: &DocumentsRequest,
) -> Result<Order, ReviewError> {
    check(&request.note)?;
    check(&request.message)?;
    if request.documents.is_empty() {
        return Err(ReviewError::NoDocument);
    }
    let mut documents = request.documents.clone();
    documents.sort_unstable();
    documents.dedup();
    let message = Some(request.message.trim().to_owned()).filter(|message| !message.is_empty());
    let order = store::get(tx, order)?.request_documents(now, documents, message, request.due_at)?;
    store::update(tx, &order)?;
    decided(tx, now, &order, Decision::RequestDocuments, staff, &request.note)?;
    record(tx, now, order.id, HistoryCode::FraudDocsRequested)?;
    Ok(order)
}

fn check(text: &str) -> Result<(), ReviewError> {
    if text.chars().count() <= NOTE_CHARS_MAX { Ok(()) } else { Err(ReviewError::TooLong) }
}

fn decided(
    tx: &mut AccountTx,
    now: Timestamp,
    order: &Order,
    decision: Decision,
    staff: StaffId,
    note: &str,
) -> Result<(), db::Error> {
    let entry = store::reviews(tx, order.id)?.len();
    store::insert_review(
        tx,
        order.id,
        entry,
        &ReviewNote { decision, staff, note: note.trim().to_owned(), at: now },
    )
}
