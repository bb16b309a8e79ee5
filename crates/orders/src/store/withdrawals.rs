//! The SQL of withdrawals.

use db::{AccountTx, AcrossTx, Error, Read, Row, Write, sql};
use kernel::{AccountId, Date, OrderId};

use crate::withdraw::{Withdrawal, WithdrawalReason, WithdrawalState};

/// The withdrawal from an order, if there is one.
///
/// # Errors
/// What the database refuses.
pub fn find_withdrawal(tx: &mut AccountTx, order: OrderId) -> Result<Option<Withdrawal>, Error> {
    tx.query_opt(
        sql!(
            "select order_id, reason, comment, refund_minor, currency, credit_id, refund_id, refund_due_on, \
             state, asked_at, ended_at from withdrawals where account_id = $1 and order_id = $2"
        ),
        &[&order],
        read,
    )
}

fn read(row: &Row<'_>) -> Result<Withdrawal, Error> {
    let (reason, state): (String, String) = (row.get(1)?, row.get(8)?);
    Ok(Withdrawal {
        order: row.get(0)?,
        reason: WithdrawalReason::parse(&reason).unwrap_or(WithdrawalReason::Other),
        comment: row.get(2)?,
        refund: db::money(row, 3, 4)?,
        credit: row.get(5)?,
        refunded_by: row.get(6)?,
        refund_due_on: row.get(7)?,
        state: WithdrawalState::parse(&state).ok_or_else(|| Error::Column {
            column: 8,
            name: "state".to_owned(),
            problem: format!("{state:?} is not a word we know"),
        })?,
        asked_at: row.get(9)?,
        ended_at: row.get(10)?,
    })
}

/// Writes a withdrawal; `false` when the order has one already.
///
/// # Errors
/// What the database refuses.
pub fn insert_withdrawal(tx: &mut AccountTx, withdrawal: &Withdrawal) -> Result<bool, Error> {
    let written = tx.execute(
        sql!(
            "insert into withdrawals (account_id, order_id, reason, comment, refund_minor, currency, credit_id, \
             refund_id, refund_due_on, state, asked_at, ended_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
             on conflict (account_id, order_id) do nothing"
        ),
        &[
            &withdrawal.order,
            &withdrawal.reason.code(),
            &withdrawal.comment,
            &withdrawal.refund.minor(),
            &withdrawal.refund.currency(),
            &withdrawal.credit,
            &withdrawal.refunded_by,
            &withdrawal.refund_due_on,
            &withdrawal.state.code(),
            &withdrawal.asked_at,
            &withdrawal.ended_at,
        ],
    )?;
    Ok(written == 1)
}

/// Writes where the money of a withdrawal is.
///
/// # Errors
/// What the database refuses.
pub fn update_withdrawal(tx: &mut AccountTx, withdrawal: &Withdrawal) -> Result<(), Error> {
    tx.send(
        sql!("update withdrawals set state = $3, ended_at = $4 where account_id = $1 and order_id = $2"),
        &[&withdrawal.order, &withdrawal.state.code(), &withdrawal.ended_at],
    )
}

/// The withdrawals whose money has not left, the most urgent first: for the worker and the staff.
///
/// # Errors
/// What the database refuses.
pub fn open_withdrawals(
    tx: &mut AcrossTx,
    after: Option<(Date, AccountId, OrderId)>,
    limit: u16,
) -> Result<Vec<(Date, AccountId, OrderId)>, Error> {
    let mut list = db::Filter::new(
        sql!("select refund_due_on, account_id, order_id from withdrawals where state = 'refunding'"),
        &[],
    );
    if let Some((on, account, order)) = &after {
        list.and(sql!("(refund_due_on, account_id, order_id) > ($1, $2, $3)"), &[on, account, order]);
    }
    list.end(sql!("order by refund_due_on, account_id, order_id limit $1"), &[&limit]);
    list.query(tx, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}
