//! Add to the history of an order.

use db::AccountTx;
use kernel::{OrderId, Timestamp};

use crate::follow_up::HistoryCode;
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
    record_all(tx, now, order, &[code])
}

/// [`record`] for several things that happen at once, in their order.
pub(crate) fn record_all(
    tx: &mut AccountTx,
    now: Timestamp,
    order: OrderId,
    codes: &[HistoryCode],
) -> Result<(), db::Error> {
    codes.chunks(store::HISTORY_CHUNK).try_for_each(|chunk| store::append_history(tx, order, now, chunk))
}
