//! Begin to collect a bill of ours with the default method, where the order is as new as the attempt.

use db::AccountTx;
use kernel::{AttemptId, Money, OrderId, Timestamp};

use crate::attempt::{Books, ChargeWith};
use crate::begin::{Begun, blank, charged_with};
use crate::method::Method;
use crate::{reconcile, store};

/// Writes the first attempt to pay an order that was written in this transaction. Nothing else can stand in its way,
/// so nothing is read: [`crate::begin()`] is for every other.
///
/// # Errors
/// The database's own.
pub fn collect(
    tx: &mut AccountTx,
    now: Timestamp,
    id: AttemptId,
    order: OrderId,
    books: Books,
    amount: Money,
    method: &Method,
) -> Result<Begun, db::Error> {
    let mut attempt = blank(id, now, books, amount);
    attempt.order = Some(order);
    charged_with(&mut attempt, method);
    attempt.check_at = Some(reconcile::next_look(&attempt, now));
    store::insert(tx, &attempt)?;
    Ok(Begun { attempt, with: ChargeWith::Token(method.token.clone()) })
}
