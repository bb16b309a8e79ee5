//! Add to the history of an order.

use db::AccountTx;
use kernel::{OrderId, Timestamp};

use crate::follow_up::{HistoryCode, HistoryEntry};
use crate::store;

/// Adds to the history of an order, unless its last entry says the same; an entry is never earlier than the
/// one before.
///
/// # Errors
/// [`db::Error`] when the database did not do it.
pub fn record(
    tx: &mut AccountTx,
    now: Timestamp,
    order: OrderId,
    code: HistoryCode,
) -> Result<(), db::Error> {
    let history = store::history(tx, order)?;
    let Some(at) = next_at(&history, code, now) else {
        return Ok(());
    };
    store::insert_history(tx, order, history.len(), HistoryEntry { code, at })
}

/// When the next entry is dated; `None` when there is nothing new to say.
fn next_at(history: &[HistoryEntry], code: HistoryCode, now: Timestamp) -> Option<Timestamp> {
    match history.last() {
        Some(last) if last.code == code => None,
        Some(last) => Some(now.max(last.at)),
        None => Some(now),
    }
}
