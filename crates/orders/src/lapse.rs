//! The time for documents is over: what came is looked at, and an order without any is cancelled.

use db::AccountTx;
use kernel::{OrderId, Timestamp};

use crate::documents::{ReceiveError, answers, send_documents};
use crate::follow_up::HistoryCode;
use crate::order::Order;
use crate::record::record;
use crate::state::{InvalidTransition, OrderState};
use crate::store;

/// What became of an order whose documents were awaited.
#[derive(Debug, Clone, PartialEq)]
pub enum Lapsed {
    /// It is not its time, or somebody has acted meanwhile.
    No,
    /// Files had come, and the customer had not said that these were all: the staff look at them.
    Returned(Order),
    /// Nothing came: it is cancelled, and its money goes back.
    Cancelled(Order),
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum LapseError {
    /// The files could not go to the staff.
    #[error(transparent)]
    Receive(#[from] ReceiveError),
    /// The order does not allow it.
    #[error(transparent)]
    Invalid(#[from] InvalidTransition),
    /// The database did not do it.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Ends the wait for documents once its time is over; once more changes nothing. The staff decide about what
/// came until `due_at`.
///
/// # Errors
/// [`LapseError`].
pub fn lapse_documents(
    tx: &mut AccountTx,
    now: Timestamp,
    order: OrderId,
    due_at: Timestamp,
) -> Result<Lapsed, LapseError> {
    let order = store::get(tx, order)?;
    let awaited_until = order.review.as_ref().and_then(|review| review.documents_due_at);
    let is_over = awaited_until.is_some_and(|until| until <= now);
    if order.state != OrderState::DocumentsRequested || !is_over {
        return Ok(Lapsed::No);
    }
    if answers(tx, &order)? {
        return Ok(Lapsed::Returned(send_documents(tx, now, order.id, due_at)?));
    }
    let order = order.refuse(now)?;
    store::update(tx, &order)?;
    store::forget_uploads(tx, now, order.id)?;
    record(tx, now, order.id, HistoryCode::FraudDocsExpired)?;
    Ok(Lapsed::Cancelled(order))
}
