//! The numbers and kinds of orders, without what they say.

use db::{AccountTx, Error, Filter, sql};
use kernel::{OrderId, Timestamp};

use crate::order::OrderKind;

/// The numbers of these orders of the account.
///
/// # Errors
/// What the database refuses.
pub fn numbers(tx: &mut AccountTx, orders: &[OrderId]) -> Result<Vec<(OrderId, i64)>, Error> {
    let mut list = Filter::new(sql!("select order_id, number from orders where account_id = $1"), &[]);
    list.and_in(sql!("order_id"), orders);
    list.query(tx, |row| Ok((row.get(0)?, row.get(1)?)))
}

/// What these orders of the account are for.
///
/// # Errors
/// What the database refuses.
pub fn kinds(tx: &mut AccountTx, orders: &[OrderId]) -> Result<Vec<(OrderId, OrderKind)>, Error> {
    let mut list = Filter::new(sql!("select order_id, kind from orders where account_id = $1"), &[]);
    list.and_in(sql!("order_id"), orders);
    list.query(tx, |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The numbers of the account's orders, the expired ones too, made from `from` on and before `before`, rising; at most
/// `most`.
///
/// # Errors
/// What the database refuses.
pub fn numbers_made(
    tx: &mut AccountTx,
    from: Option<Timestamp>,
    before: Option<Timestamp>,
    most: i64,
) -> Result<Vec<i64>, Error> {
    let mut list = Filter::new(sql!("select number from orders where account_id = $1"), &[]);
    if let Some(from) = &from {
        list.and(sql!("created_at >= $1"), &[from]);
    }
    if let Some(before) = &before {
        list.and(sql!("created_at < $1"), &[before]);
    }
    list.end(sql!("order by number limit $1"), &[&most]);
    list.query(tx, |row| row.get(0))
}
