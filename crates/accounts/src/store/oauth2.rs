//! The SQL of clients of OAuth 2.0, and of the tokens they were given.

use db::{AccountTx, Error, Filter, Read, RegistryTx, Row, ToValue, Write, sql};
use kernel::{AccountId, Timestamp};

use super::api::{from_json, json};
use crate::api::Client;

// The registry of whose a client is.

/// Inserts it unless it is there.
pub(crate) fn insert_client_owner(tx: &mut RegistryTx, client: &str, owner: AccountId) -> Result<(), Error> {
    let statement = sql!(
        "insert into oauth2_owners (client_id, account_id) values ($1, $2) on conflict (client_id) do nothing"
    );
    tx.execute(statement, &[&client, &owner])?;
    Ok(())
}

pub(crate) fn client_owner(tx: &mut RegistryTx, client: &str) -> Result<Option<AccountId>, Error> {
    let statement = sql!("select account_id from oauth2_owners where client_id = $1");
    tx.query_opt(statement, &[&client], |row| row.get(0))
}

pub(crate) fn delete_client_owner(tx: &mut RegistryTx, client: &str, owner: AccountId) -> Result<(), Error> {
    let statement = sql!("delete from oauth2_owners where client_id = $1 and account_id = $2");
    tx.execute(statement, &[&client, &owner])?;
    Ok(())
}

// The clients of an account.

fn select_client<'p>() -> Filter<'p> {
    Filter::new(
        sql!(
            "select client_id, name, description, rules, allowed_ips, created_at, expires_at, used_at
       from oauth2_clients where account_id = $1"
        ),
        &[],
    )
}

fn read_client(row: &Row<'_>) -> Result<Client, Error> {
    let rules: String = row.get(3)?;
    let allowed: Option<String> = row.get(4)?;
    Ok(Client {
        id: row.get(0)?,
        name: row.get(1)?,
        description: row.get(2)?,
        rules: from_json(3, "rules", &rules)?,
        allowed_ips: allowed.map(|text| from_json(4, "allowed_ips", &text)).transpose()?,
        created_at: row.get(5)?,
        expires_at: row.get(6)?,
        used_at: row.get(7)?,
    })
}

pub(crate) fn client(tx: &mut AccountTx, id: &str) -> Result<Option<Client>, Error> {
    let mut select = select_client();
    select.and(sql!("client_id = $1"), &[&id]);
    Ok(select.query(tx, read_client)?.pop())
}

pub(crate) fn client_secret_hash(tx: &mut AccountTx, id: &str) -> Result<Option<String>, Error> {
    let statement = sql!("select secret_hash from oauth2_clients where account_id = $1 and client_id = $2");
    tx.query_opt(statement, &[&id], |row| row.get(0))
}

/// The client that a token which has not expired was given to.
pub(crate) fn client_of_token(
    tx: &mut AccountTx,
    now: Timestamp,
    token_hash: &str,
) -> Result<Option<Client>, Error> {
    let statement = sql!(
        "select c.client_id, c.name, c.description, c.rules, c.allowed_ips, c.created_at, c.expires_at, c.used_at
           from oauth2_tokens t
           join oauth2_clients c on c.account_id = t.account_id and c.client_id = t.client_id
          where t.account_id = $1 and t.token_hash = $2 and t.expires_at > $3"
    );
    tx.query_opt(statement, &[&token_hash, &now], read_client)
}

/// Oldest first.
pub(crate) fn clients(tx: &mut AccountTx, limit: u16) -> Result<Vec<Client>, Error> {
    let mut select = select_client();
    select.end(sql!("order by created_at, client_id limit $1"), &[&limit]);
    select.query(tx, read_client)
}

pub(crate) fn insert_client(tx: &mut AccountTx, client: &Client, secret_hash: &str) -> Result<(), Error> {
    let statement = sql!(
        "insert into oauth2_clients (account_id, client_id, secret_hash, name, description, rules, allowed_ips,
                created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    );
    let (rules, allowed) = (json(&client.rules), client.allowed_ips.as_ref().map(json));
    let params: &[&dyn ToValue] = &[
        &client.id,
        &secret_hash,
        &client.name,
        &client.description,
        &rules,
        &allowed,
        &client.created_at,
        &client.expires_at,
    ];
    tx.execute(statement, params)?;
    Ok(())
}

pub(crate) fn describe_client(
    tx: &mut AccountTx,
    id: &str,
    name: &str,
    description: &str,
) -> Result<(), Error> {
    let statement = sql!(
        "update oauth2_clients set name = $3, description = $4 where account_id = $1 and client_id = $2"
    );
    tx.execute(statement, &[&id, &name, &description])?;
    Ok(())
}

pub(crate) fn touch_client(tx: &mut AccountTx, now: Timestamp, id: &str) -> Result<(), Error> {
    let statement = sql!("update oauth2_clients set used_at = $3 where account_id = $1 and client_id = $2");
    tx.execute(statement, &[&id, &now])?;
    Ok(())
}

pub(crate) fn delete_client(tx: &mut AccountTx, id: &str) -> Result<bool, Error> {
    tx.execute(sql!("delete from oauth2_tokens where account_id = $1 and client_id = $2"), &[&id])?;
    let statement = sql!("delete from oauth2_clients where account_id = $1 and client_id = $2");
    Ok(tx.execute(statement, &[&id])? == 1)
}

// Their tokens.

pub(crate) fn insert_token(
    tx: &mut AccountTx,
    now: Timestamp,
    client: &str,
    token_hash: &str,
    expires_at: Timestamp,
) -> Result<(), Error> {
    let statement = sql!(
        "insert into oauth2_tokens (account_id, token_hash, client_id, created_at, expires_at)
         values ($1, $2, $3, $4, $5)"
    );
    tx.execute(statement, &[&token_hash, &client, &now, &expires_at])?;
    Ok(())
}

pub(crate) fn delete_token(tx: &mut AccountTx, token_hash: &str) -> Result<(), Error> {
    let statement = sql!("delete from oauth2_tokens where account_id = $1 and token_hash = $2");
    tx.execute(statement, &[&token_hash])?;
    Ok(())
}

/// Forgets the tokens of a client that expired, and of the others all but the newest `kept`.
pub(crate) fn forget_tokens(
    tx: &mut AccountTx,
    now: Timestamp,
    client: &str,
    kept: u16,
) -> Result<(), Error> {
    let statement = sql!(
        "delete from oauth2_tokens where account_id = $1 and client_id = $2 and (expires_at <= $3
            or token_hash not in (select token_hash from oauth2_tokens where account_id = $1 and client_id = $2
                and expires_at > $3 order by created_at desc, token_hash limit $4))"
    );
    tx.execute(statement, &[&client, &now, &kept])?;
    Ok(())
}
