//! Let orders lapse that nobody paid; a payment begun in time wins.

use db::AccountTx;
use orders::{OrderKind, OrderState};
use webhooks::EventKind;

use crate::renew::{self, RenewError};
use crate::{Cx, events, pay};

/// Lapses orders whose date has come, at most `limit`; how many.
///
/// An order with a payment that was begun in time, and whose end is not known, is left alone: the money may be
/// on its way.
///
/// # Errors
/// The database's own.
pub async fn expire(cx: &Cx, limit: u16) -> Result<usize, db::Error> {
    let now = cx.clock.now();
    let due = cx.db.across().read(move |tx| orders::store::expiring(tx, now, limit)).await?;
    let mut lapsed = 0;
    for (account, id) in due {
        let lapse = move |tx: &mut AccountTx| {
            let order = orders::store::get(tx, id)?;
            let attempts = payments::store::of_order(tx, id)?;
            if order.state != OrderState::NotPaid || pay::is_open(&attempts, order.expires_at) {
                return Ok(false);
            }
            match orders::expire(tx, now, id) {
                Ok(order) if order.kind == OrderKind::Renewal => renew::give_up(tx, now, id).map(|()| true),
                Ok(order) => {
                    let owner = accounts::account::get(tx)?;
                    events::order(tx, now, &owner, EventKind::OrderExpired, &order)?;
                    Ok(true)
                }
                Err(orders::ExpireError::Db(error)) => Err(error.into()),
                // Moved on meanwhile, or not its time by this clock: nothing to do.
                Err(orders::ExpireError::NotYet(_) | orders::ExpireError::Invalid(_)) => Ok(false),
            }
        };
        match cx.db.account(account).write::<_, RenewError, _>(lapse).await {
            Ok(is_lapsed) => lapsed += usize::from(is_lapsed),
            Err(RenewError::Db(error)) => return Err(error),
            // The run of its services meets the same and puts them aside, for the staff; it stops no other order.
            Err(error) => tracing::error!(%account, order = %id, %error, "a renewal could not be given up"),
        }
    }
    Ok(lapsed)
}
