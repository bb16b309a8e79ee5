//! The SQL of refunds.

use db::{AccountTx, AcrossTx, Error, Filter, Read, Row, Write, sql};
use kernel::{AccountId, AttemptId, Money, RefundId, Timestamp};

use crate::refund::{Refund, RefundState};
use crate::store::word;

fn select<'p>() -> Filter<'p> {
    Filter::new(
        sql!(
            "select refund_id, attempt_id, amount_minor, currency, cause, state, external_id, detail, \
             created_at, settled_at, check_at from refunds where account_id = $1"
        ),
        &[],
    )
}

fn read(row: &Row<'_>) -> Result<Refund, Error> {
    Ok(Refund {
        id: row.get(0)?,
        attempt: row.get(1)?,
        amount: db::money(row, 2, 3)?,
        cause: row.get(4)?,
        state: word(row, 5, RefundState::parse)?,
        external_id: row.get(6)?,
        detail: row.get(7)?,
        created_at: row.get(8)?,
        settled_at: row.get(9)?,
        check_at: row.get(10)?,
    })
}

/// The refund, which must exist.
///
/// # Errors
/// [`Error::Missing`] when the account has no such refund.
pub fn get_refund(tx: &mut AccountTx, refund: RefundId) -> Result<Refund, Error> {
    find_refund(tx, refund)?.ok_or(Error::Missing)
}

/// The refund, if the account has it.
///
/// # Errors
/// What the database refuses.
pub fn find_refund(tx: &mut AccountTx, refund: RefundId) -> Result<Option<Refund>, Error> {
    let mut list = select();
    list.and(sql!("refund_id = $1"), &[&refund]);
    Ok(list.query(tx, read)?.pop())
}

/// The refunds of an attempt, oldest first.
///
/// # Errors
/// What the database refuses.
pub fn refunds_of(tx: &mut AccountTx, attempt: AttemptId) -> Result<Vec<Refund>, Error> {
    let mut list = select();
    list.and(sql!("attempt_id = $1"), &[&attempt]).end(sql!("order by created_at, refund_id"), &[]);
    list.query(tx, read)
}

/// The refunds to registered methods of the account, whatever became of them, at most `limit`.
///
/// # Errors
/// What the database refuses.
pub fn repayments(tx: &mut AccountTx, limit: i64) -> Result<Vec<RefundId>, Error> {
    let statement = sql!(
        "select r.refund_id from refunds r join attempts a on a.account_id = r.account_id \
         and a.attempt_id = r.attempt_id where r.account_id = $1 and a.method_id is not null \
         order by r.refund_id limit $2"
    );
    tx.query(statement, &[&limit], |row| row.get(0))
}

/// Those of these refunds that the account has.
///
/// # Errors
/// What the database refuses.
pub fn refunds_of_ids(tx: &mut AccountTx, refunds: &[RefundId]) -> Result<Vec<Refund>, Error> {
    let mut list = select();
    list.and_in(sql!("refund_id"), refunds);
    list.query(tx, read)
}

/// How much of each of these attempts was given back or is on its way back; those without are left out.
///
/// # Errors
/// What the database refuses.
pub fn given_back(tx: &mut AccountTx, attempts: &[AttemptId]) -> Result<Vec<(AttemptId, Money)>, Error> {
    let mut list = select();
    list.and(sql!("state <> 'failed'"), &[]).and_in(sql!("attempt_id"), attempts);
    let mut back: Vec<(AttemptId, Money)> = Vec::new();
    for refund in list.query(tx, read)? {
        match back.iter_mut().find(|(id, _)| *id == refund.attempt) {
            Some((_, sum)) => *sum = sum.plus(refund.amount).unwrap_or(*sum),
            None => back.push((refund.attempt, refund.amount)),
        }
    }
    Ok(back)
}

/// Whose refund this is, for a webhook that names no account.
///
/// # Errors
/// What the database refuses.
pub fn account_of_refund(tx: &mut AcrossTx, refund: RefundId) -> Result<Option<AccountId>, Error> {
    tx.query_opt(sql!("select account_id from refunds where refund_id = $1"), &[&refund], |row| row.get(0))
}

/// The refunds whose end we do not know and which are to be asked for by `now`, the longest due first.
///
/// # Errors
/// What the database refuses.
pub fn unsettled_refunds(
    tx: &mut AcrossTx,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<(AccountId, RefundId)>, Error> {
    tx.query(
        sql!(
            "select account_id, refund_id from refunds where check_at <= $1 order by check_at, refund_id limit $2"
        ),
        &[&now, &limit],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The refunds that will not leave by themselves: staff must send the money otherwise. Newest first.
///
/// # Errors
/// What the database refuses.
pub fn failed_refunds(tx: &mut AcrossTx, limit: u32) -> Result<Vec<(AccountId, RefundId)>, Error> {
    tx.query(
        sql!(
            "select account_id, refund_id from refunds where state = 'failed' order by refund_id desc limit $1"
        ),
        &[&limit],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

pub(crate) fn find_cause(
    tx: &mut AccountTx,
    attempt: AttemptId,
    cause: &str,
) -> Result<Option<Refund>, Error> {
    let mut list = select();
    list.and(sql!("attempt_id = $1 and cause = $2"), &[&attempt, &cause]);
    Ok(list.query(tx, read)?.pop())
}

pub(crate) fn insert_refund(tx: &mut AccountTx, refund: &Refund) -> Result<(), Error> {
    tx.execute(
        sql!(
            "insert into refunds (account_id, refund_id, attempt_id, amount_minor, currency, cause, state, \
             created_at, check_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        &[
            &refund.id,
            &refund.attempt,
            &refund.amount.minor(),
            &refund.amount.currency(),
            &refund.cause,
            &refund.state.code(),
            &refund.created_at,
            &refund.check_at,
        ],
    )
    .map(drop)
}

pub(crate) fn update_refund(tx: &mut AccountTx, refund: &Refund) -> Result<(), Error> {
    tx.send(
        sql!(
            "update refunds set state = $3, external_id = $4, detail = $5, settled_at = $6, check_at = $7 \
             where account_id = $1 and refund_id = $2"
        ),
        &[
            &refund.id,
            &refund.state.code(),
            &refund.external_id,
            &refund.detail,
            &refund.settled_at,
            &refund.check_at,
        ],
    )
}
