//! What an application asks for, and the customer's answer.

use std::net::IpAddr;

use db::{Db, RegistryTx};
use ipnet::IpNet;
use kernel::{AccountId, SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use url::Url;

use super::credential::{self, Credential};
use super::{AccessRule, Application, Keys};
use crate::store;
use crate::token::sha256;

/// The series credentials take their numbers from; it may have gaps.
const SERIES: &str = "api_credentials";

/// How long a customer may take to answer.
pub const ANSWER_TIME: SignedDuration = SignedDuration::from_hours(24);
/// The longest address to be sent back to, in bytes.
pub const REDIRECTION_MAX: usize = 2_000;
/// The most blocks of network addresses.
pub const BLOCKS_MAX: usize = 50;

/// What an application asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// What it wants to call.
    pub rules: Vec<AccessRule>,
    /// From where alone it will call; from anywhere when there is none.
    pub allowed_ips: Option<Vec<IpNet>>,
    /// Where the customer goes after the answer.
    pub redirection: Option<String>,
}

/// What is wrong with what was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WantedFault {
    /// No rule, or more than [`AccessRule::RULES_MAX`].
    #[error("between 1 and {} access rules", AccessRule::RULES_MAX)]
    Rules,
    /// A path does not begin with a slash, or is too long.
    #[error("a path begins with a slash and is printable")]
    Path,
    /// No block, or more than [`BLOCKS_MAX`].
    #[error("between 1 and {BLOCKS_MAX} blocks of addresses, or none")]
    Blocks,
    /// No web address.
    #[error("an http or https address")]
    Redirection,
}

/// A consumer key and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The number of the credential that comes of it, in the whole installation.
    pub credential: i64,
    /// The number of the application that asked.
    pub application: i64,
    /// What for.
    pub wanted: Wanted,
    /// When.
    pub requested_at: Timestamp,
    /// When the customer refused.
    pub refused_at: Option<Timestamp>,
    /// Who accepted.
    pub account: Option<AccountId>,
}

/// Why an answer was not taken.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// The link is unknown, too old, or was answered otherwise or by somebody else.
    #[error("this link does not work any more")]
    Link,
    /// The account has [`credential::CREDENTIALS_MAX`] already.
    #[error("the account has too many credentials")]
    TooMany,
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

impl Wanted {
    /// Checks what does not depend on who asks.
    ///
    /// # Errors
    /// The first [`WantedFault`].
    pub fn check(&self) -> Result<(), WantedFault> {
        if self.rules.is_empty() || self.rules.len() > AccessRule::RULES_MAX {
            return Err(WantedFault::Rules);
        }
        if !self.rules.iter().all(AccessRule::is_sound) {
            return Err(WantedFault::Path);
        }
        if self.allowed_ips.as_ref().is_some_and(|blocks| !(1..=BLOCKS_MAX).contains(&blocks.len())) {
            return Err(WantedFault::Blocks);
        }
        if self.redirection.as_ref().is_some_and(|text| !is_address(text)) {
            return Err(WantedFault::Redirection);
        }
        Ok(())
    }

    /// The site the customer is sent back to, as `https://app.example:8443`.
    #[must_use]
    pub fn site(&self) -> Option<String> {
        site(self.redirection.as_deref()?)
    }
}

/// Whether a browser can be sent there by a program: an address of the web, of at most 2,000 bytes.
#[must_use]
pub fn is_address(text: &str) -> bool {
    let url = Url::parse(text).ok().filter(|_| text.len() <= REDIRECTION_MAX);
    url.is_some_and(|url| matches!(url.scheme(), "http" | "https"))
}

/// The site of an address, as `https://app.example:8443`.
#[must_use]
pub fn site(address: &str) -> Option<String> {
    Some(Url::parse(address).ok()?.origin().ascii_serialization())
}

impl Request {
    /// Whether its customer may still answer.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.refused_at.is_none() && self.account.is_none() && now < self.requested_at + ANSWER_TIME
    }
}

/// Reads a block of addresses: `192.0.2.0/24`, `2001:db8::/32`, or one address alone.
#[must_use]
pub fn block(text: &str) -> Option<IpNet> {
    let one = || text.parse::<IpAddr>().ok().map(IpNet::from);
    text.parse::<IpNet>().ok().map(|block| block.trunc()).or_else(one)
}

/// Notes what an application asks for; with the same keys again, nothing more. `wanted` was checked.
///
/// # Errors
/// The database's own; a constraint when the application is gone.
pub async fn ask(
    db: &Db,
    now: Timestamp,
    application: i64,
    keys: &Keys,
    wanted: Wanted,
) -> Result<(), db::Error> {
    let credential = db.series(SERIES).write(|tx| tx.next(1)).await?;
    let request =
        Request { credential, application, wanted, requested_at: now, refused_at: None, account: None };
    let hashes = (sha256(keys.consumer_key().expose()), sha256(keys.link().expose()));
    db.registry().write(move |tx| store::insert_request(tx, &request, &hashes.0, &hashes.1)).await
}

/// The application of a key, and what a consumer key is that it asked for; of another's it learns nothing.
///
/// # Errors
/// The database's own.
pub fn find(
    tx: &mut RegistryTx,
    application_key: &str,
    consumer_key: &str,
) -> Result<Option<(Application, Option<Request>)>, db::Error> {
    store::application_and_request(tx, application_key, &sha256(consumer_key))
}

/// What the link of a customer is about, while it can be answered.
///
/// # Errors
/// The database's own.
pub fn open(tx: &mut RegistryTx, now: Timestamp, link: &str) -> Result<Option<Request>, db::Error> {
    Ok(store::request_by_link(tx, &sha256(link))?.filter(|request| request.is_open(now)))
}

/// Grants what was asked for, for `validity` from now or for good. Accepting again changes nothing.
///
/// # Errors
/// [`AnswerError`].
pub async fn accept(
    db: &Db,
    now: Timestamp,
    account: AccountId,
    link: &str,
    validity: Option<SignedDuration>,
) -> Result<Request, AnswerError> {
    let hash = sha256(link);
    db.account(account).write(move |tx| credential::make_room(tx, now)).await?;
    let request = db.registry().write(move |tx| claim(tx, now, account, &hash)).await?;
    let granted = Credential {
        id: request.credential,
        application: request.application,
        rules: request.wanted.rules.clone(),
        allowed_ips: request.wanted.allowed_ips.clone(),
        created_at: now,
        expires_at: validity.map(|validity| now + validity),
        used_at: None,
    };
    db.account(account).write(move |tx| store::insert_credential(tx, &granted)).await?;
    Ok(request)
}

fn claim(
    tx: &mut RegistryTx,
    now: Timestamp,
    account: AccountId,
    link_hash: &str,
) -> Result<Request, AnswerError> {
    let request = store::request_by_link(tx, link_hash)?.ok_or(AnswerError::Link)?;
    if request.account == Some(account) {
        return Ok(request);
    }
    if !request.is_open(now) {
        return Err(AnswerError::Link);
    }
    store::claim_request(tx, request.credential, account)?;
    Ok(request)
}

/// Refuses what was asked for. Refusing again changes nothing.
///
/// # Errors
/// [`AnswerError::Link`] when it was accepted, or can no longer be answered.
pub fn refuse(tx: &mut RegistryTx, now: Timestamp, link: &str) -> Result<Request, AnswerError> {
    let request = store::request_by_link(tx, &sha256(link))?.ok_or(AnswerError::Link)?;
    if request.refused_at.is_none() {
        if !request.is_open(now) {
            return Err(AnswerError::Link);
        }
        store::refuse_request(tx, now, request.credential)?;
    }
    Ok(request)
}

/// Forgets what nobody accepted in time; how many.
///
/// # Errors
/// The database's own.
pub fn sweep(tx: &mut RegistryTx, now: Timestamp) -> Result<u64, db::Error> {
    store::sweep_requests(tx, now - ANSWER_TIME)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ApiMethod;

    fn wanted(path: &str, redirection: Option<&str>) -> Wanted {
        Wanted {
            rules: vec![AccessRule { method: ApiMethod::Get, path: path.to_owned() }],
            allowed_ips: None,
            redirection: redirection.map(str::to_owned),
        }
    }

    #[test]
    fn what_is_asked_for_is_sound() {
        assert_eq!(wanted("/me", Some("https://app.example/back?x=1")).check(), Ok(()));
        assert_eq!(wanted("me", None).check(), Err(WantedFault::Path));
        assert_eq!(wanted("/m e", None).check(), Err(WantedFault::Path));
        for bad in ["javascript:alert(1)", "app.example", "", "ftp://app.example"] {
            assert_eq!(wanted("/me", Some(bad)).check(), Err(WantedFault::Redirection), "{bad}");
        }
        let nothing = Wanted { rules: Vec::new(), ..wanted("/me", None) };
        assert_eq!(nothing.check(), Err(WantedFault::Rules));
        let nowhere = Wanted { allowed_ips: Some(Vec::new()), ..wanted("/me", None) };
        assert_eq!(nowhere.check(), Err(WantedFault::Blocks));
    }

    #[test]
    fn the_site_is_what_a_reader_recognises() {
        let site = |to| wanted("/me", Some(to)).site();
        assert_eq!(site("https://app.example/back?x=1").as_deref(), Some("https://app.example"));
        assert_eq!(site("http://localhost:8080/x").as_deref(), Some("http://localhost:8080"));
        assert_eq!(site("https://shop.example@evil.example/").as_deref(), Some("https://evil.example"));
    }

    #[test]
    fn one_address_is_a_block() {
        assert_eq!(block("192.0.2.7").map(|block| block.to_string()).as_deref(), Some("192.0.2.7/32"));
        assert_eq!(block("192.0.2.7/24").map(|block| block.to_string()).as_deref(), Some("192.0.2.0/24"));
        assert_eq!(block("2001:db8::1").map(|block| block.to_string()).as_deref(), Some("2001:db8::1/128"));
        assert_eq!(block("everywhere"), None);
    }
}
