//! Credentials: what a customer granted to an application.

use std::net::IpAddr;

use db::{AccountTx, Db, RegistryTx};
use ipnet::IpNet;
use kernel::{AccountId, SignedDuration, Timestamp};

use super::AccessRule;
use super::request::AnswerError;
use crate::{Account, store};

/// The most credentials of one account.
pub const CREDENTIALS_MAX: u16 = 500;
/// How long one that expired is still listed.
pub const EXPIRED_KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);
/// The last use is written again only when it was longer ago than this.
pub const TOUCH_EVERY: SignedDuration = SignedDuration::from_mins(5);

/// What an application may do in one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// Its number, in the whole installation.
    pub id: i64,
    /// The number of the application.
    pub application: i64,
    /// What it may call.
    pub rules: Vec<AccessRule>,
    /// From where alone; from anywhere when there is none.
    pub allowed_ips: Option<Vec<IpNet>>,
    /// When it was granted.
    pub created_at: Timestamp,
    /// When it ends; `None` for never.
    pub expires_at: Option<Timestamp>,
    /// When it was last used, to within [`TOUCH_EVERY`].
    pub used_at: Option<Timestamp>,
}

/// Where a consumer key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CredentialState {
    /// The customer has not answered; it belongs to no account.
    PendingValidation,
    /// It opens what it was granted.
    Validated,
    /// The customer refused.
    Refused,
    /// Its time is over.
    Expired,
}

impl CredentialState {
    /// Every state.
    pub const ALL: [CredentialState; 4] = [
        CredentialState::PendingValidation,
        CredentialState::Validated,
        CredentialState::Refused,
        CredentialState::Expired,
    ];

    /// The word in message keys.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            CredentialState::PendingValidation => "pending_validation",
            CredentialState::Validated => "validated",
            CredentialState::Refused => "refused",
            CredentialState::Expired => "expired",
        }
    }
}

impl Credential {
    /// Where it stands: what an account granted is valid until it expires.
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

/// Whether an address is in one of these blocks; without any, it is.
pub(super) fn is_from(blocks: Option<&[IpNet]>, peer: IpAddr) -> bool {
    let peer = peer.to_canonical();
    blocks.is_none_or(|blocks| blocks.iter().any(|block| block.contains(&peer)))
}

/// Whether a use is to be noted after the last one that was.
pub(super) fn is_stale(used_at: Option<Timestamp>, now: Timestamp) -> bool {
    used_at.is_none_or(|used| now >= used + TOUCH_EVERY)
}

/// Forgets what expired long ago, to make room for one more.
///
/// # Errors
/// [`AnswerError::TooMany`] when there is none.
pub(super) fn make_room(tx: &mut AccountTx, now: Timestamp) -> Result<(), AnswerError> {
    store::forget_credentials(tx, now - EXPIRED_KEPT)?;
    if store::credentials(tx, CREDENTIALS_MAX)?.len() >= usize::from(CREDENTIALS_MAX) {
        return Err(AnswerError::TooMany);
    }
    Ok(())
}

/// One credential of the account, for each call: a read.
///
/// # Errors
/// The database's own.
pub fn find(tx: &mut AccountTx, id: i64) -> Result<Option<Credential>, db::Error> {
    store::credential(tx, id)
}

/// The account, and the credential of this number that it granted.
///
/// # Errors
/// The database's own.
pub fn with_account(tx: &mut AccountTx, id: i64) -> Result<Option<(Account, Credential)>, db::Error> {
    store::account_with_credential(tx, id)
}

/// The credentials of the account by their numbers, of which there are [`CREDENTIALS_MAX`] at the most.
///
/// # Errors
/// The database's own.
pub fn list(tx: &mut AccountTx) -> Result<Vec<Credential>, db::Error> {
    store::credentials(tx, CREDENTIALS_MAX)
}

/// Notes a use; call it when [`Credential::is_stale`].
///
/// # Errors
/// The database's own.
pub fn touch(tx: &mut AccountTx, now: Timestamp, id: i64) -> Result<(), db::Error> {
    store::touch_credential(tx, now, id)
}

/// Changes from where it may be used; whether there is such a credential.
///
/// # Errors
/// The database's own.
pub fn restrict(tx: &mut AccountTx, id: i64, blocks: Option<&[IpNet]>) -> Result<bool, db::Error> {
    store::restrict_credential(tx, id, blocks)
}

/// Takes a credential of the account away; whether there was one.
///
/// # Errors
/// The database's own.
pub async fn revoke(db: &Db, account: AccountId, id: i64) -> Result<bool, db::Error> {
    db.registry().write(move |tx: &mut RegistryTx| store::delete_request(tx, id, account)).await?;
    db.account(account).write(move |tx| store::delete_credential(tx, id)).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::request::block;

    #[test]
    fn a_credential_is_used_from_where_it_may() {
        let mut credential = Credential {
            id: 1,
            application: 1,
            rules: Vec::new(),
            allowed_ips: None,
            created_at: Timestamp::UNIX_EPOCH,
            expires_at: None,
            used_at: None,
        };
        let from = |text: &str| text.parse().unwrap();
        assert!(credential.allows(from("203.0.113.9")));
        credential.allowed_ips = Some(vec![block("192.0.2.0/24").unwrap(), block("2001:db8::1").unwrap()]);
        assert!(credential.allows(from("192.0.2.200")) && credential.allows(from("::ffff:192.0.2.200")));
        assert!(credential.allows(from("2001:db8::1")) && !credential.allows(from("2001:db8::2")));
        assert!(!credential.allows(from("203.0.113.9")));
    }

    #[test]
    fn the_very_instant_of_its_end_is_too_late() {
        let end = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(1);
        let credential = Credential {
            id: 1,
            application: 1,
            rules: Vec::new(),
            allowed_ips: None,
            created_at: Timestamp::UNIX_EPOCH,
            expires_at: Some(end),
            used_at: None,
        };
        assert_eq!(credential.state(end - SignedDuration::from_secs(1)), CredentialState::Validated);
        assert_eq!(credential.state(end), CredentialState::Expired);
    }
}
