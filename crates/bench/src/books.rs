//! A database with very many invoices: one that the product made, and copies of it by the bare driver.

use std::time::Instant;

use anyhow::Context;
use db::Target;
use flows::Cx;
use kernel::AccountId;

use crate::customers::{cx, signed_in};
use crate::orders;
use crate::places::Place;
use crate::raw;

/// How many invoices the account of few has.
const FEW: usize = 10;
/// How many copies one transaction writes.
const CHUNK: usize = 50_000;

/// A customer with many invoices, and how to be them.
pub(crate) struct Customer {
    pub(crate) account: AccountId,
    /// The cookie of their session.
    pub(crate) cookie: String,
    pub(crate) invoices: usize,
}

/// Customers with few, many and very many invoices, in one database.
pub(crate) struct Books {
    pub(crate) few: Customer,
    pub(crate) many: Customer,
    pub(crate) most: Customer,
    /// Whose order made the invoice that the others are copies of.
    pub(crate) author: AccountId,
}

impl Books {
    /// Fills the database of a place: `most` invoices of one customer, a tenth of them of another, few of a third.
    pub(crate) async fn keep(place: &Place, most: usize) -> anyhow::Result<Books> {
        let cx = cx(place.open().await?)?;
        let (author, _) = orders::one_invoice(&cx).await?;
        let mut customers = Vec::new();
        for (index, invoices) in [FEW, most / 10, most].into_iter().enumerate() {
            let (account, token) = signed_in(&cx, 1_000 + index).await?;
            copies(place, author, account, invoices).await?;
            customers.push(Customer { account, cookie: format!("session={token}"), invoices });
        }
        settle(place, &cx).await?;
        let [few, many, most] = <[Customer; 3]>::try_from(customers).ok().context("three customers")?;
        Ok(Books { few, many, most, author })
    }
}

/// Writes copies of an account's only invoice into another account, a hundred for each day.
async fn copies(place: &Place, from: AccountId, to: AccountId, count: usize) -> anyhow::Result<()> {
    let begun = Instant::now();
    let (same, fresh) = (
        "order_id, series, prefix, time_zone, currency, net_minor, tax_minor, gross_minor, paid_minor, content, \
         frozen_at, seal, kind, corrects",
        "account_id, id, cause, order_number, number, reference, issued_on",
    );
    for first in (0..count).step_by(CHUNK) {
        let last = count.min(first + CHUNK) - 1;
        match &place.target {
            Target::Sqlite(path) => {
                let connection = rusqlite::Connection::open(path)?;
                connection.execute_batch("pragma synchronous = off; pragma cache_size = -400000")?;
                connection.execute(
                    &format!(
                        "with recursive n (i) as (select ?3 union all select i + 1 from n where i < ?4) \
                         insert into invoices ({fresh}, {same}) \
                         select ?2, randomblob(16), 'copy/' || i, order_number + i, number + i, \
                         printf('FR%08d', i + 1), date(issued_on, '-' || ((?5 - i) / 100) || ' days'), {same} \
                         from n, (select * from invoices where account_id = ?1)"
                    ),
                    rusqlite::params![
                        from.uuid().as_bytes(),
                        to.uuid().as_bytes(),
                        first as i64,
                        last as i64,
                        count as i64
                    ],
                )?;
            }
            Target::Postgres(_) => {
                let client = raw::connect(&place.target).await?;
                let text = format!(
                    "insert into invoices ({fresh}, {same}) \
                     select '{to}'::uuid, gen_random_uuid(), 'copy/' || i, order_number + i, number + i, \
                     'FR' || lpad((i + 1)::text, 8, '0'), issued_on - (({count} - i) / 100)::int, {same} \
                     from generate_series({first}, {last}) as i, \
                     (select * from invoices where account_id = '{from}') as one",
                    to = to.uuid(),
                    from = from.uuid(),
                );
                client.batch_execute(&text).await?;
            }
        }
        eprintln!("books, {}: {} of {count} invoices in {:?}", place.name, last + 1, begun.elapsed());
    }
    Ok(())
}

/// Lets the database come to rest, as it does when it fills up over years.
async fn settle(place: &Place, cx: &Cx) -> anyhow::Result<()> {
    cx.db.close().await;
    match &place.target {
        Target::Sqlite(path) => {
            rusqlite::Connection::open(path)?.execute_batch("pragma wal_checkpoint(truncate)")?;
        }
        Target::Postgres(_) => {
            let client = raw::connect(&place.target).await?;
            // One by one: together they would be a transaction, in which there is no vacuum.
            for text in ["vacuum analyze invoices", "checkpoint"] {
                client.batch_execute(text).await?;
            }
        }
    }
    Ok(())
}
