//! Carts with a name.

use db::{AccountTx, AcrossTx, Error, Read, Write, sql};
use kernel::{AccountId, Timestamp};

use super::Json;
use crate::named::NamedCart;

pub(crate) fn named_cart(tx: &mut AccountTx) -> Result<Option<NamedCart>, Error> {
    tx.query_opt(
        sql!(
            "select subsidiary, description, contents, created_at, expires_at, owner_id, order_number \
             from named_carts where account_id = $1"
        ),
        &[],
        |row| {
            Ok(NamedCart {
                subsidiary: row.get(0)?,
                description: row.get(1)?,
                contents: row.get::<Json<_>>(2)?.0,
                created_at: row.get(3)?,
                expires_at: row.get(4)?,
                owner: row.get(5)?,
                order: row.get(6)?,
            })
        },
    )
}

pub(crate) fn upsert_named_cart(
    tx: &mut AccountTx,
    cart: &NamedCart,
    name: Option<&str>,
) -> Result<(), Error> {
    tx.send(
        sql!(
            "insert into named_carts (account_id, subsidiary, description, contents, created_at, expires_at, \
             owner_id, name, order_number) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
             on conflict (account_id) do update set description = excluded.description, \
             contents = excluded.contents, expires_at = excluded.expires_at, owner_id = excluded.owner_id, \
             name = excluded.name, order_number = excluded.order_number"
        ),
        &[
            &cart.subsidiary,
            &cart.description,
            &Json(&cart.contents),
            &cart.created_at,
            &cart.expires_at,
            &cart.owner,
            &name,
            &cart.order,
        ],
    )
}

pub(crate) fn delete_named_cart(tx: &mut AccountTx) -> Result<(), Error> {
    tx.send(sql!("delete from named_carts where account_id = $1"), &[])
}

pub(crate) fn named_carts_of(
    tx: &mut AcrossTx,
    owner: AccountId,
    now: Timestamp,
    most: i64,
) -> Result<Vec<(String, String)>, Error> {
    tx.query(
        sql!(
            "select name, description from named_carts where owner_id = $1 and expires_at > $2 \
             order by created_at, name limit $3"
        ),
        &[&owner, &now, &most],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The partitions of carts with a name that expired: for a sweep.
///
/// # Errors
/// What the database refuses.
pub fn expired_named_carts(tx: &mut AcrossTx, now: Timestamp, limit: u16) -> Result<Vec<AccountId>, Error> {
    tx.query(
        sql!("select account_id from named_carts where expires_at <= $1 order by account_id limit $2"),
        &[&now, &limit],
        |row| row.get(0),
    )
}
