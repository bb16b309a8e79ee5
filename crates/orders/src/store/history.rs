//! What happened to orders, and what the staff decided about them.

use db::{AccountTx, Error, Read, Write, sql};
use kernel::{OrderId, Timestamp};

use crate::follow_up::{HistoryCode, HistoryEntry};
use crate::review::ReviewNote;
use crate::store::position;

/// The history of an order, oldest first.
///
/// # Errors
/// What the database refuses.
pub fn history(tx: &mut AccountTx, order: OrderId) -> Result<Vec<HistoryEntry>, Error> {
    tx.query(
        sql!(
            "select code, recorded_at from order_history where account_id = $1 and order_id = $2 order by entry"
        ),
        &[&order],
        |row| Ok(HistoryEntry { code: row.get(0)?, at: row.get(1)? }),
    )
}

/// How many entries [`append_history`] writes at once.
pub(crate) const HISTORY_CHUNK: usize = 4;

/// Adds at most [`HISTORY_CHUNK`] entries to the history of an order, the first one unless the last entry says the
/// same; never earlier than that one.
pub(crate) fn append_history(
    tx: &mut AccountTx,
    order: OrderId,
    at: Timestamp,
    codes: &[HistoryCode],
) -> Result<(), Error> {
    let [a, b, c, d]: [Option<HistoryCode>; HISTORY_CHUNK] =
        std::array::from_fn(|index| codes.get(index).copied());
    tx.send(
        sql!(
            "insert into order_history (account_id, order_id, entry, code, recorded_at) \
             select $1, cast($2 as uuid), coalesce(last.entry + 1, 0) + new.column1, new.column2, \
             case when last.recorded_at > $3 then last.recorded_at else $3 end \
             from (values (0, cast($4 as text)), (1, $5), (2, $6), (3, $7)) as new \
             left join order_history as last on last.account_id = $1 and last.order_id = $2 and last.entry = \
             (select max(entry) from order_history where account_id = $1 and order_id = $2) \
             where new.column2 is not null \
             and (new.column1 > 0 or last.code is null or last.code <> new.column2)"
        ),
        &[&order, &at, &a, &b, &c, &d],
    )
}

/// What the staff decided about an order, oldest first. Customers do not see it.
///
/// # Errors
/// What the database refuses.
pub fn reviews(tx: &mut AccountTx, order: OrderId) -> Result<Vec<ReviewNote>, Error> {
    tx.query(
        sql!(
            "select decision, staff_id, note, decided_at from order_reviews \
             where account_id = $1 and order_id = $2 order by entry"
        ),
        &[&order],
        |row| {
            Ok(ReviewNote { decision: row.get(0)?, staff: row.get(1)?, note: row.get(2)?, at: row.get(3)? })
        },
    )
}

pub(crate) fn insert_review(
    tx: &mut AccountTx,
    order: OrderId,
    index: usize,
    note: &ReviewNote,
) -> Result<(), Error> {
    tx.send(
        sql!(
            "insert into order_reviews (account_id, order_id, entry, decision, staff_id, note, decided_at) \
             values ($1, $2, $3, $4, $5, $6, $7)"
        ),
        &[&order, &position(index), &note.decision, &note.staff, &note.note, &note.at],
    )
}
