//! The SQL of what regularisation orders pay.

use db::{AccountTx, Error, Filter, Read, Write, sql};
use kernel::OrderId;

use crate::regularise::Debt;

pub(crate) fn insert_debts<'d>(
    tx: &mut AccountTx,
    order: OrderId,
    debts: impl Iterator<Item = &'d Debt>,
) -> Result<(), Error> {
    for debt in debts {
        tx.send(
            sql!(
                "insert into order_debts (account_id, order_id, invoice_id, of_order, reference, amount_minor, \
                 currency) values ($1, $2, $3, $4, $5, $6, $7)"
            ),
            &[
                &order,
                &debt.invoice,
                &debt.of_order,
                &debt.reference,
                &debt.amount.minor(),
                &debt.amount.currency(),
            ],
        )?;
    }
    Ok(())
}

/// The debts a regularisation order was made to pay, by reference; none for any other order.
///
/// # Errors
/// What the database refuses.
pub fn debts_of(tx: &mut AccountTx, order: OrderId) -> Result<Vec<Debt>, Error> {
    Ok(debts_of_all(tx, &[order])?.into_iter().map(|(_, debt)| debt).collect())
}

/// The debts these orders were made to pay, each with its order, by reference.
///
/// # Errors
/// What the database refuses.
pub fn debts_of_all(tx: &mut AccountTx, orders: &[OrderId]) -> Result<Vec<(OrderId, Debt)>, Error> {
    if orders.is_empty() {
        return Ok(Vec::new());
    }
    let mut list = Filter::new(
        sql!(
            "select order_id, invoice_id, of_order, reference, amount_minor, currency from order_debts \
             where account_id = $1"
        ),
        &[],
    );
    list.and_in(sql!("order_id"), orders).end(sql!("order by reference"), &[]);
    list.query(tx, |row| {
        let debt = Debt {
            invoice: row.get(1)?,
            of_order: row.get(2)?,
            reference: row.get(3)?,
            amount: db::money(row, 4, 5)?,
        };
        Ok((row.get(0)?, debt))
    })
}

/// The regularisation orders that were made to pay what these orders billed and that nobody has paid, each with the
/// order whose invoice it names; the newest first. Those that expired are among them: their payment may still come in.
///
/// # Errors
/// What the database refuses.
pub fn regularising(tx: &mut AccountTx, of_orders: &[OrderId]) -> Result<Vec<(OrderId, OrderId)>, Error> {
    let mut list = Filter::new(
        sql!(
            "select order_id, of_order from order_debts where account_id = $1 and exists (select 1 from orders \
             where orders.account_id = order_debts.account_id and orders.order_id = order_debts.order_id \
             and orders.paid_at is null)"
        ),
        &[],
    );
    list.and_in(sql!("of_order"), of_orders).end(sql!("order by order_id desc, of_order"), &[]);
    list.query(tx, |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The regularisation orders, paid or not, that were made to pay what this order billed, the oldest first.
///
/// # Errors
/// What the database refuses.
pub fn paid_for(tx: &mut AccountTx, of_order: OrderId) -> Result<Vec<OrderId>, Error> {
    tx.query(
        sql!("select order_id from order_debts where account_id = $1 and of_order = $2 order by order_id"),
        &[&of_order],
        |row| row.get(0),
    )
}
