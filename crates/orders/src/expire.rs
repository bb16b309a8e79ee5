//! Let an order lapse that nobody paid.

use db::AccountTx;
use kernel::{OrderId, Timestamp};

use crate::order::Order;
use crate::state::InvalidTransition;
use crate::store;

/// Why an order did not expire.
#[derive(Debug, thiserror::Error)]
pub enum ExpireError {
    /// Its date is not reached.
    #[error("the order is valid until {0}")]
    NotYet(Timestamp),
    /// It was paid.
    #[error(transparent)]
    Invalid(#[from] InvalidTransition),
    /// The database did not do it.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Lets an unpaid order lapse at its date; once more changes nothing. Whether a payment is running, the caller
/// has looked at before.
///
/// # Errors
/// [`ExpireError`].
pub fn expire(tx: &mut AccountTx, now: Timestamp, order: OrderId) -> Result<Order, ExpireError> {
    let order = store::get(tx, order)?;
    if order.state == crate::OrderState::Expired {
        return Ok(order);
    }
    if !order.is_past(now) {
        return Err(ExpireError::NotYet(order.expires_at));
    }
    let order = order.expire()?;
    store::update(tx, &order)?;
    Ok(order)
}
