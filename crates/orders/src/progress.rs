//! What delivery, invoicing and withdrawal tell an order.

use db::AccountTx;
use kernel::{OrderId, Timestamp};

use crate::follow_up::HistoryCode;
use crate::order::Order;
use crate::record::record;
use crate::state::{InvalidTransition, OrderState};
use crate::store;

/// Why an order did not move.
#[derive(Debug, thiserror::Error)]
pub enum ProgressError {
    /// Its state does not allow it.
    #[error(transparent)]
    Invalid(#[from] InvalidTransition),
    /// The database did not do it.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// A payment of the order was begun: with a registered method, or a new one.
///
/// # Errors
/// [`db::Error`] when the database did not do it.
pub fn payment_begun(
    tx: &mut AccountTx,
    now: Timestamp,
    order: OrderId,
    is_registered: bool,
) -> Result<(), db::Error> {
    let code =
        if is_registered { HistoryCode::RegisteredPaymentInitiated } else { HistoryCode::PaymentInitiated };
    record(tx, now, order, code)
}

/// The last service of the order, which was read in this transaction, was delivered; told twice, it is the order
/// as it is.
///
/// # Errors
/// [`ProgressError`].
pub fn delivered(tx: &mut AccountTx, now: Timestamp, order: Order) -> Result<Order, ProgressError> {
    if order.state == OrderState::Delivered {
        return Ok(order);
    }
    let order = order.deliver(now)?;
    store::update(tx, &order)?;
    record(tx, now, order.id, HistoryCode::InvoiceInProgress)?;
    Ok(order)
}

/// The invoice of the order is there.
///
/// # Errors
/// [`db::Error`] when the database did not do it.
pub fn invoiced(tx: &mut AccountTx, now: Timestamp, order: OrderId) -> Result<(), db::Error> {
    record(tx, now, order, HistoryCode::InvoiceSent)
}

/// The customer withdraws from the order, or the staff cancel it; told twice, it is the order as it is.
///
/// # Errors
/// [`ProgressError`].
pub fn withdrawn(tx: &mut AccountTx, _now: Timestamp, order: OrderId) -> Result<Order, ProgressError> {
    let order = store::get(tx, order)?;
    if order.state == OrderState::Cancelling {
        return Ok(order);
    }
    let order = order.withdraw()?;
    store::update(tx, &order)?;
    Ok(order)
}

/// The withdrawal or cancellation is carried out; told twice, it is the order as it is.
///
/// # Errors
/// [`ProgressError`].
pub fn cancelled(tx: &mut AccountTx, now: Timestamp, order: OrderId) -> Result<Order, ProgressError> {
    let order = store::get(tx, order)?;
    if order.state == OrderState::Cancelled {
        return Ok(order);
    }
    let order = order.cancel(now)?;
    store::update(tx, &order)?;
    Ok(order)
}
