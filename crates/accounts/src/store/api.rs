//! The SQL of applications, of what they ask for, of what was granted, and of the keys of links.

use db::{AccountTx, Error, Filter, Read, RegistryTx, Row, Sql, ToValue, Write, sql};
use ipnet::IpNet;
use kernel::{AccountId, Secret, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{read_account, unreadable};
use crate::Account;
use crate::api::{Application, Credential, Request};

pub(super) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("plain data has a JSON form")
}

pub(super) fn from_json<T: DeserializeOwned>(column: usize, name: &str, text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|error| unreadable(column, name, &error))
}

// The registry of applications.

/// Numbers begin at one.
fn select_application<'p>() -> Filter<'p> {
    Filter::new(
        sql!(
            "select application_id, application_key, secret, account_id, name, description, created_at
       from api_applications where application_id > 0"
        ),
        &[],
    )
}

fn read_application(row: &Row<'_>) -> Result<Application, Error> {
    Ok(Application {
        id: row.get(0)?,
        key: row.get(1)?,
        secret: Secret::new(row.get(2)?),
        owner: row.get(3)?,
        name: row.get(4)?,
        description: row.get(5)?,
        created_at: row.get(6)?,
    })
}

pub(crate) fn application_by_key(tx: &mut RegistryTx, key: &str) -> Result<Option<Application>, Error> {
    let mut select = select_application();
    select.and(sql!("application_key = $1"), &[&key]);
    Ok(select.query(tx, read_application)?.pop())
}

pub(crate) fn applications(tx: &mut RegistryTx, ids: &[i64]) -> Result<Vec<Application>, Error> {
    let mut select = select_application();
    select.and_in(sql!("application_id"), ids);
    select.query(tx, read_application)
}

pub(crate) fn applications_of(
    tx: &mut RegistryTx,
    owner: AccountId,
    limit: u16,
) -> Result<Vec<Application>, Error> {
    let mut select = select_application();
    select.and(sql!("account_id = $1"), &[&owner]).end(sql!("order by application_id limit $1"), &[&limit]);
    select.query(tx, read_application)
}

pub(crate) fn insert_application(tx: &mut RegistryTx, new: &Application) -> Result<(), Error> {
    let statement = sql!(
        "insert into api_applications (application_id, application_key, secret, account_id, name, description,
                created_at)
         values ($1, $2, $3, $4, $5, $6, $7)"
    );
    let params: &[&dyn ToValue] =
        &[&new.id, &new.key, new.secret.expose(), &new.owner, &new.name, &new.description, &new.created_at];
    tx.execute(statement, params)?;
    Ok(())
}

pub(crate) fn delete_application(tx: &mut RegistryTx, id: i64) -> Result<(), Error> {
    tx.execute(sql!("delete from api_applications where application_id = $1"), &[&id])?;
    Ok(())
}

// The registry of requests.

/// Of a row in which it begins at this column.
fn read_request(first: usize, row: &Row<'_>) -> Result<Request, Error> {
    let wanted: String = row.get(first + 2)?;
    Ok(Request {
        credential: row.get(first)?,
        application: row.get(first + 1)?,
        wanted: from_json(first + 2, "wanted", &wanted)?,
        requested_at: row.get(first + 3)?,
        refused_at: row.get(first + 4)?,
        account: row.get(first + 5)?,
    })
}

/// The application of a key, and what it asked for with a consumer key: both in one journey, as every call needs them.
pub(crate) fn application_and_request(
    tx: &mut RegistryTx,
    key: &str,
    consumer_hash: &str,
) -> Result<Option<(Application, Option<Request>)>, Error> {
    let statement = sql!(
        "select a.application_id, a.application_key, a.secret, a.account_id, a.name, a.description, a.created_at,
                r.credential_id, r.application_id, r.wanted, r.requested_at, r.refused_at, r.account_id
         from api_applications a left join api_requests r
         on r.application_id = a.application_id and r.consumer_hash = $2 where a.application_key = $1"
    );
    tx.query_opt(statement, &[&key, &consumer_hash], |row| {
        let is_asked = row.get::<Option<i64>>(7)?.is_some();
        let asked = is_asked.then(|| read_request(7, row)).transpose()?;
        Ok((read_application(row)?, asked))
    })
}

pub(crate) fn request_by_link(tx: &mut RegistryTx, link_hash: &str) -> Result<Option<Request>, Error> {
    let statement = sql!(
        "select credential_id, application_id, wanted, requested_at, refused_at, account_id
         from api_requests where link_hash = $1"
    );
    tx.query_opt(statement, &[&link_hash], |row| read_request(0, row))
}

/// Inserts it unless its keys have one already.
pub(crate) fn insert_request(
    tx: &mut RegistryTx,
    request: &Request,
    consumer_hash: &str,
    link_hash: &str,
) -> Result<(), Error> {
    let statement = sql!(
        "insert into api_requests (credential_id, application_id, consumer_hash, link_hash, wanted, requested_at)
         values ($1, $2, $3, $4, $5, $6) on conflict (consumer_hash) do nothing"
    );
    let wanted = json(&request.wanted);
    let params: &[&dyn ToValue] = &[
        &request.credential,
        &request.application,
        &consumer_hash,
        &link_hash,
        &wanted,
        &request.requested_at,
    ];
    tx.execute(statement, params)?;
    Ok(())
}

pub(crate) fn claim_request(tx: &mut RegistryTx, credential: i64, account: AccountId) -> Result<(), Error> {
    let statement =
        sql!("update api_requests set account_id = $2 where credential_id = $1 and account_id is null");
    tx.execute(statement, &[&credential, &account])?;
    Ok(())
}

pub(crate) fn refuse_request(tx: &mut RegistryTx, now: Timestamp, credential: i64) -> Result<(), Error> {
    let statement =
        sql!("update api_requests set refused_at = $2 where credential_id = $1 and account_id is null");
    tx.execute(statement, &[&credential, &now])?;
    Ok(())
}

pub(crate) fn delete_request(tx: &mut RegistryTx, credential: i64, account: AccountId) -> Result<(), Error> {
    let statement = sql!("delete from api_requests where credential_id = $1 and account_id = $2");
    tx.execute(statement, &[&credential, &account])?;
    Ok(())
}

pub(crate) fn delete_requests_of(tx: &mut RegistryTx, application: i64) -> Result<(), Error> {
    tx.execute(sql!("delete from api_requests where application_id = $1"), &[&application])?;
    Ok(())
}

pub(crate) fn sweep_requests(tx: &mut RegistryTx, before: Timestamp) -> Result<u64, Error> {
    let statement = sql!("delete from api_requests where account_id is null and requested_at <= $1");
    tx.execute(statement, &[&before])
}

/// The accounts that granted something to the application.
pub(crate) fn accounts_of_application(
    tx: &mut RegistryTx,
    application: i64,
) -> Result<Vec<AccountId>, Error> {
    let statement = sql!(
        "select distinct account_id from api_requests
          where application_id = $1 and account_id is not null order by account_id"
    );
    tx.query(statement, &[&application], |row| row.get(0))
}

// The credentials of an account.

fn select_credential<'p>() -> Filter<'p> {
    Filter::new(
        sql!(
            "select credential_id, application_id, rules, allowed_ips, created_at, expires_at, used_at
       from api_credentials where account_id = $1"
        ),
        &[],
    )
}

/// Reads what [`select_credential`] selects.
fn read_credential(row: &Row<'_>) -> Result<Credential, Error> {
    read_credential_from(row, 0)
}

fn read_credential_from(row: &Row<'_>, first: usize) -> Result<Credential, Error> {
    let rules: String = row.get(first + 2)?;
    let allowed: Option<String> = row.get(first + 3)?;
    Ok(Credential {
        id: row.get(first)?,
        application: row.get(first + 1)?,
        rules: from_json(first + 2, "rules", &rules)?,
        allowed_ips: allowed.map(|text| from_json(first + 3, "allowed_ips", &text)).transpose()?,
        created_at: row.get(first + 4)?,
        expires_at: row.get(first + 5)?,
        used_at: row.get(first + 6)?,
    })
}

pub(crate) fn credential(tx: &mut AccountTx, id: i64) -> Result<Option<Credential>, Error> {
    let mut select = select_credential();
    select.and(sql!("credential_id = $1"), &[&id]);
    Ok(select.query(tx, read_credential)?.pop())
}

/// The account and its credential, in one question: every signed call asks it.
pub(crate) fn account_with_credential(
    tx: &mut AccountTx,
    id: i64,
) -> Result<Option<(Account, Credential)>, Error> {
    tx.query_opt(
        sql!(
            "select a.account_id, a.nic, a.email, a.account_type, a.subsidiary, a.country, a.locale, a.first_name,
                    a.last_name, a.organisation, a.vat, a.national_id, a.address, a.zip, a.city, a.phone,
                    a.created_at, a.invoice_copies, a.paper_invoices, a.has_webhooks, c.credential_id,
                    c.application_id, c.rules, c.allowed_ips, c.created_at, c.expires_at, c.used_at
               from accounts a join api_credentials c on c.account_id = a.account_id
              where a.account_id = $1 and c.credential_id = $2"
        ),
        &[&id],
        |row| Ok((read_account(row)?, read_credential_from(row, 20)?)),
    )
}

pub(crate) fn credentials(tx: &mut AccountTx, limit: u16) -> Result<Vec<Credential>, Error> {
    let mut select = select_credential();
    select.end(sql!("order by credential_id limit $1"), &[&limit]);
    select.query(tx, read_credential)
}

/// Inserts it unless it is there.
pub(crate) fn insert_credential(tx: &mut AccountTx, credential: &Credential) -> Result<(), Error> {
    let statement = sql!(
        "insert into api_credentials (account_id, credential_id, application_id, rules, allowed_ips, created_at,
                expires_at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (account_id, credential_id) do nothing"
    );
    let (rules, allowed) = (json(&credential.rules), credential.allowed_ips.as_ref().map(json));
    let params: &[&dyn ToValue] = &[
        &credential.id,
        &credential.application,
        &rules,
        &allowed,
        &credential.created_at,
        &credential.expires_at,
    ];
    tx.execute(statement, params)?;
    Ok(())
}

pub(crate) fn touch_credential(tx: &mut AccountTx, now: Timestamp, id: i64) -> Result<(), Error> {
    let statement =
        sql!("update api_credentials set used_at = $3 where account_id = $1 and credential_id = $2");
    tx.execute(statement, &[&id, &now])?;
    Ok(())
}

pub(crate) fn restrict_credential(
    tx: &mut AccountTx,
    id: i64,
    blocks: Option<&[IpNet]>,
) -> Result<bool, Error> {
    let statement =
        sql!("update api_credentials set allowed_ips = $3 where account_id = $1 and credential_id = $2");
    let blocks = blocks.map(|blocks| json(&blocks));
    Ok(tx.execute(statement, &[&id, &blocks])? == 1)
}

pub(crate) fn delete_credential(tx: &mut AccountTx, id: i64) -> Result<bool, Error> {
    let statement = sql!("delete from api_credentials where account_id = $1 and credential_id = $2");
    Ok(tx.execute(statement, &[&id])? == 1)
}

pub(crate) fn delete_credentials_of(tx: &mut AccountTx, application: i64) -> Result<(), Error> {
    let statement = sql!("delete from api_credentials where account_id = $1 and application_id = $2");
    tx.execute(statement, &[&application])?;
    Ok(())
}

pub(crate) fn forget_credentials(tx: &mut AccountTx, expired_before: Timestamp) -> Result<(), Error> {
    let statement = sql!("delete from api_credentials where account_id = $1 and expires_at <= $2");
    tx.execute(statement, &[&expired_before])?;
    Ok(())
}

// The key of an account's links.

const LINK_KEY: Sql = sql!("select key from link_keys where account_id = $1");

pub(crate) fn fetch_link_key_ahead(tx: &mut AccountTx) -> Result<(), Error> {
    tx.fetch_ahead(LINK_KEY, &[])
}

pub(crate) fn link_key(tx: &mut AccountTx) -> Result<Option<String>, Error> {
    tx.query_opt(LINK_KEY, &[], |row| row.get(0))
}

/// Inserts it unless there is one.
pub(crate) fn insert_link_key(tx: &mut AccountTx, now: Timestamp, key: &str) -> Result<(), Error> {
    let statement = sql!(
        "insert into link_keys (account_id, key, drawn_at) values ($1, $2, $3)
         on conflict (account_id) do nothing"
    );
    tx.execute(statement, &[&key, &now])?;
    Ok(())
}

pub(crate) fn delete_link_key(tx: &mut AccountTx) -> Result<(), Error> {
    tx.execute(sql!("delete from link_keys where account_id = $1"), &[])?;
    Ok(())
}
