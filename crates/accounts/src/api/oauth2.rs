//! Clients of OAuth 2.0: programs that act for the one account that made them, and know themselves by a secret of their
//! own instead of a signature (RFC 6749 § 4.4).
//!
//! ```text
//! Client ──its secret──▶ a token for an hour ──▶ calls, within the rules of the client
//! ```
//!
//! Only hashes of secrets and tokens are kept. A token carries the account it leads to; whose a client is, the registry
//! knows. Making one is two transactions, of the registry and of the account: a process that dies in between leaves a
//! name that leads to nothing. Deleting one begins in the account: from then on neither it nor a token of it opens
//! anything.

use std::net::IpAddr;

use db::{AccountTx, Db};
use ipnet::IpNet;
use kernel::{AccountId, Random, SignedDuration, Timestamp};

use super::application::{CreateError, described};
use super::credential::{is_from, is_stale};
use super::{AccessRule, CredentialState, Keys};
use crate::store;
use crate::token::{CustomerToken, is_same, sha256};

/// The most clients of one account.
pub const CLIENTS_MAX: u16 = 100;
/// How long a token opens what its client may call.
pub const TOKEN_TIME: SignedDuration = SignedDuration::from_hours(1);
/// The most tokens of one client: with another, the oldest ends.
pub const TOKENS_MAX: u16 = 100;

/// A client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// What it is known by; no secret.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// What it is for, in its owner's words; may be empty.
    pub description: String,
    /// What it may call.
    pub rules: Vec<AccessRule>,
    /// From where alone; from anywhere when there is none.
    pub allowed_ips: Option<Vec<IpNet>>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends; `None` for never.
    pub expires_at: Option<Timestamp>,
    /// When it was last used, to within [`super::credential::TOUCH_EVERY`].
    pub used_at: Option<Timestamp>,
}

/// What a client is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewClient {
    /// What its owner calls it.
    pub name: String,
    /// What it is for; may be empty.
    pub description: String,
    /// What it may call; they were checked.
    pub rules: Vec<AccessRule>,
    /// From where alone.
    pub allowed_ips: Option<Vec<IpNet>>,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
}

/// A token that was given, once and to its client alone.
#[derive(Debug)]
pub struct Given {
    /// The token.
    pub token: CustomerToken,
    /// How long it opens anything.
    pub lasts: SignedDuration,
}

impl Client {
    /// Where it stands: it is valid until it expires.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> CredentialState {
        if self.expires_at.is_some_and(|end| end <= now) {
            CredentialState::Expired
        } else {
            CredentialState::Validated
        }
    }

    /// Whether it may be used from there.
    #[must_use]
    pub fn allows(&self, peer: IpAddr) -> bool {
        is_from(self.allowed_ips.as_deref(), peer)
    }

    /// Whether [`touch`] is due.
    #[must_use]
    pub fn is_stale(&self, now: Timestamp) -> bool {
        is_stale(self.used_at, now)
    }
}

/// Makes a client of `owner`; with the same keys again it answers the one they made.
///
/// # Errors
/// [`CreateError`].
pub async fn create(
    db: &Db,
    now: Timestamp,
    owner: AccountId,
    keys: &Keys,
    new: NewClient,
) -> Result<Client, CreateError> {
    let (name, description) = described(&new.name, &new.description)?;
    let NewClient { rules, allowed_ips, expires_at, .. } = new;
    let id = keys.client_id();
    let client = Client {
        id: id.clone(),
        name,
        description,
        rules,
        allowed_ips,
        created_at: now,
        expires_at,
        used_at: None,
    };
    // Before the registry is written: who has too many leaves nothing there.
    let known = id.clone();
    let made = db.account(owner).read(move |tx| room_or_made(tx, &known)).await?;
    if let Some(made) = made {
        return Ok(made);
    }
    db.registry().write(move |tx| store::insert_client_owner(tx, &id, owner)).await?;
    let secret_hash = sha256(keys.client_secret().expose());
    let insert = move |tx: &mut AccountTx| {
        if let Some(made) = room_or_made(tx, &client.id)? {
            return Ok(made);
        }
        store::insert_client(tx, &client, &secret_hash)?;
        Ok(client.clone())
    };
    db.account(owner).write::<_, CreateError, _>(insert).await
}

/// The client that was made already, or that there is room for one more.
fn room_or_made(tx: &mut AccountTx, id: &str) -> Result<Option<Client>, CreateError> {
    if let Some(made) = store::client(tx, id)? {
        return Ok(Some(made));
    }
    if store::clients(tx, CLIENTS_MAX)?.len() >= usize::from(CLIENTS_MAX) {
        return Err(CreateError::TooMany);
    }
    Ok(None)
}

/// One client of the account.
///
/// # Errors
/// The database's own.
pub fn find(tx: &mut AccountTx, id: &str) -> Result<Option<Client>, db::Error> {
    store::client(tx, id)
}

/// The clients of the account, the oldest first, of which there are [`CLIENTS_MAX`] at the most.
///
/// # Errors
/// The database's own.
pub fn list(tx: &mut AccountTx) -> Result<Vec<Client>, db::Error> {
    store::clients(tx, CLIENTS_MAX)
}

/// Changes what a client is called and what it is for, where that is given; whether there is such a client.
///
/// # Errors
/// [`CreateError::NoName`], [`CreateError::TooLong`].
pub fn describe(
    tx: &mut AccountTx,
    id: &str,
    name: Option<&str>,
    description: Option<&str>,
) -> Result<bool, CreateError> {
    let Some(client) = store::client(tx, id)? else { return Ok(false) };
    let name = name.unwrap_or(&client.name);
    let (name, description) = described(name, description.unwrap_or(&client.description))?;
    store::describe_client(tx, id, &name, &description)?;
    Ok(true)
}

/// Takes a client of the account away, with every token it was given; whether there was one.
///
/// # Errors
/// The database's own.
pub async fn delete(db: &Db, account: AccountId, id: &str) -> Result<bool, db::Error> {
    let (here, there) = (id.to_owned(), id.to_owned());
    let was_there = db.account(account).write(move |tx| store::delete_client(tx, &here)).await?;
    db.registry().write(move |tx| store::delete_client_owner(tx, &there, account)).await?;
    Ok(was_there)
}

/// Gives a token to whoever knows the secret of a client that has not expired; `None` to anybody else.
///
/// # Errors
/// The database's own.
pub async fn give(
    db: &Db,
    now: Timestamp,
    random: &Random,
    id: &str,
    secret: &str,
) -> Result<Option<Given>, db::Error> {
    let wanted = id.to_owned();
    let owner = db.registry().read(move |tx| store::client_owner(tx, &wanted)).await?;
    let Some(owner) = owner else { return Ok(None) };
    let token = CustomerToken::draw(random, owner);
    let (id, secret_hash, token_hash) = (id.to_owned(), sha256(secret), token.hash());
    let give = move |tx: &mut AccountTx| {
        let stored = store::client_secret_hash(tx, &id)?;
        let client = store::client(tx, &id)?.filter(|client| client.state(now) == CredentialState::Validated);
        let Some(client) = client.filter(|_| stored.is_some_and(|stored| is_same(&secret_hash, &stored)))
        else {
            return Ok(None);
        };
        let end = client.expires_at.map_or(now + TOKEN_TIME, |end| end.min(now + TOKEN_TIME));
        store::forget_tokens(tx, now, &client.id, TOKENS_MAX - 1)?;
        store::insert_token(tx, now, &client.id, &token_hash, end)?;
        Ok::<_, db::Error>(Some(end.duration_since(now)))
    };
    let lasts = db.account(owner).write(give).await?;
    Ok(lasts.map(|lasts| Given { token, lasts }))
}

/// The client that a token was given to, while both are valid; for each call: a read.
///
/// # Errors
/// The database's own.
pub fn bearer(
    tx: &mut AccountTx,
    now: Timestamp,
    token: &CustomerToken,
) -> Result<Option<Client>, db::Error> {
    let found = store::client_of_token(tx, now, &token.hash())?;
    Ok(found.filter(|client| client.state(now) == CredentialState::Validated))
}

/// Takes one token back.
///
/// # Errors
/// The database's own.
pub fn revoke(tx: &mut AccountTx, token: &CustomerToken) -> Result<(), db::Error> {
    store::delete_token(tx, &token.hash())
}

/// Notes a use; call it when [`Client::is_stale`].
///
/// # Errors
/// The database's own.
pub fn touch(tx: &mut AccountTx, now: Timestamp, id: &str) -> Result<(), db::Error> {
    store::touch_client(tx, now, id)
}
