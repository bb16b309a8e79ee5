//! The SQL of registered methods.

use db::{AccountTx, AcrossTx, Error, Filter, Read, Row, Write, sql};
use kernel::{AccountId, MethodId, Secret, Timestamp};

use crate::gateway::Mandate;
use crate::method::{Method, MethodState, month_of, month_text};
use crate::store::word;

fn select<'p>() -> Filter<'p> {
    Filter::new(
        sql!(
            "select method_id, gateway, kind, label, description, expires_in, mandate, signed_at, is_default, \
             state, token, created_at from methods where account_id = $1"
        ),
        &[],
    )
}

fn read(row: &Row<'_>) -> Result<Method, Error> {
    let expires: Option<String> = row.get(5)?;
    let mandate: Option<String> = row.get(6)?;
    let signed_at = row.get(7)?;
    Ok(Method {
        id: row.get(0)?,
        gateway: row.get(1)?,
        kind: row.get(2)?,
        label: row.get(3)?,
        description: row.get(4)?,
        expires: expires.as_deref().and_then(month_of),
        mandate: Option::zip(mandate, signed_at)
            .map(|(reference, signed_at)| Mandate { reference, signed_at }),
        is_default: row.get(8)?,
        state: word(row, 9, MethodState::parse)?,
        token: Secret::new(row.get(10)?),
        created_at: row.get(11)?,
    })
}

/// The method, which must exist.
///
/// # Errors
/// [`Error::Missing`] when the account has no such method.
pub fn get_method(tx: &mut AccountTx, method: MethodId) -> Result<Method, Error> {
    find_method(tx, method)?.ok_or(Error::Missing)
}

/// The method, if the account has it.
///
/// # Errors
/// What the database refuses.
pub fn find_method(tx: &mut AccountTx, method: MethodId) -> Result<Option<Method>, Error> {
    let mut list = select();
    list.and(sql!("method_id = $1"), &[&method]);
    Ok(list.query(tx, read)?.pop())
}

/// The account's methods: the default one first, then the newest.
///
/// # Errors
/// What the database refuses.
pub fn list_methods(tx: &mut AccountTx) -> Result<Vec<Method>, Error> {
    let mut list = select();
    list.and(sql!("state <> 'canceled_by_customer'"), &[])
        .end(sql!("order by is_default desc, created_at desc, method_id desc limit 200"), &[]);
    list.query(tx, read)
}

/// The default method, if there is one.
///
/// # Errors
/// What the database refuses.
pub fn default_method(tx: &mut AccountTx) -> Result<Option<Method>, Error> {
    let mut list = select();
    list.and(sql!("is_default"), &[]);
    Ok(list.query(tx, read)?.pop())
}

pub(crate) fn find_token(tx: &mut AccountTx, gateway: &str, token: &str) -> Result<Option<Method>, Error> {
    let mut list = select();
    list.and(sql!("gateway = $1 and token = $2"), &[&gateway, &token]);
    Ok(list.query(tx, read)?.pop())
}

pub(crate) fn insert_method(tx: &mut AccountTx, method: &Method) -> Result<(), Error> {
    let mandate = method.mandate.as_ref();
    tx.send(
        sql!(
            "insert into methods (account_id, method_id, gateway, kind, label, description, expires_in, mandate, \
             signed_at, is_default, state, token, created_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
        ),
        &[
            &method.id,
            &method.gateway,
            &method.kind,
            &method.label,
            &method.description,
            &method.expires.map(month_text),
            &mandate.map(|mandate| mandate.reference.as_str()),
            &mandate.map(|mandate| mandate.signed_at),
            &method.is_default,
            &method.state.code(),
            method.token.expose(),
            &method.created_at,
        ],
    )
}

pub(crate) fn set_default_method(tx: &mut AccountTx, method: MethodId) -> Result<(), Error> {
    // The old one first: at no moment are there two.
    tx.send(
        sql!(
            "update methods set is_default = false where account_id = $1 and is_default and method_id <> $2"
        ),
        &[&method],
    )?;
    tx.send(sql!("update methods set is_default = true where account_id = $1 and method_id = $2"), &[&method])
}

pub(crate) fn describe_method(
    tx: &mut AccountTx,
    method: MethodId,
    description: &str,
) -> Result<bool, Error> {
    let changed = tx.execute(
        sql!("update methods set description = $3 where account_id = $1 and method_id = $2"),
        &[&method, &description],
    )?;
    Ok(changed == 1)
}

pub(crate) fn remove_method(tx: &mut AccountTx, method: MethodId) -> Result<(), Error> {
    tx.send(
        sql!(
            "update methods set state = 'canceled_by_customer', is_default = false \
             where account_id = $1 and method_id = $2"
        ),
        &[&method],
    )
}

pub(crate) fn revive_method(tx: &mut AccountTx, method: &Method) -> Result<(), Error> {
    let mandate = method.mandate.as_ref();
    tx.send(
        sql!(
            "update methods set label = $3, expires_in = $4, mandate = $5, signed_at = $6, state = $7, \
             warned_at = null where account_id = $1 and method_id = $2"
        ),
        &[
            &method.id,
            &method.label,
            &method.expires.map(month_text),
            &mandate.map(|mandate| mandate.reference.as_str()),
            &mandate.map(|mandate| mandate.signed_at),
            &method.state.code(),
        ],
    )
}

/// Whether a payment with the method is not over.
pub(crate) fn is_method_in_use(tx: &mut AccountTx, method: MethodId) -> Result<bool, Error> {
    let found = tx.query_opt(
        sql!(
            "select 1 from attempts where account_id = $1 and method_id = $2 \
             and state in ('created', 'unknown', 'ready', 'confirming') limit 1"
        ),
        &[&method],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// The default methods that expire in this month (`2028-04`) or before it, and whose owner was not told.
///
/// # Errors
/// What the database refuses.
pub fn expiring_methods(
    tx: &mut AcrossTx,
    month: (i16, i8),
    limit: u16,
) -> Result<Vec<(AccountId, MethodId)>, Error> {
    tx.query(
        sql!(
            "select account_id, method_id from methods where is_default and warned_at is null \
             and state = 'valid' and expires_in <= $1 order by expires_in, account_id limit $2"
        ),
        &[&month_text(month), &limit],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Notes that the owner of a method was told that it is about to expire.
///
/// # Errors
/// What the database refuses.
pub fn set_warned(tx: &mut AccountTx, now: Timestamp, method: MethodId) -> Result<(), Error> {
    tx.send(
        sql!("update methods set warned_at = $3 where account_id = $1 and method_id = $2"),
        &[&method, &now],
    )
}
