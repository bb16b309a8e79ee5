//! The registry of logins: which e-mail address and which NIC belong to which account.
//!
//! A login is *claimed* before its account exists and *confirmed* once it does; see the crate's page for what
//! happens when a process dies between the two.

use db::{AccountTx, AcrossTx, Db, RegistryTx};
use kernel::{AccountId, SignedDuration, Timestamp};

use crate::email::EmailAddress;
use crate::store;

/// What one can sign in with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoginKind {
    /// The primary e-mail address.
    Email,
    /// The identifier, such as `ab12345-ct`.
    Nic,
}

impl LoginKind {
    /// The word in the table.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            LoginKind::Email => "email",
            LoginKind::Nic => "nic",
        }
    }
}

/// A row of the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// The login in lower case.
    pub login: String,
    /// Whose it is.
    pub account: AccountId,
    /// When it was claimed.
    pub claimed_at: Timestamp,
    /// Whether the account is known to exist.
    pub is_confirmed: bool,
}

/// Why an account did not get its logins.
#[derive(Debug, thiserror::Error)]
pub enum ClaimError {
    /// The address belongs to another account.
    #[error("this e-mail address already has an account")]
    EmailTaken,
    /// Every NIC drawn was taken.
    #[error("no free identifier was found in {DRAWS_MAX} draws")]
    NoNicLeft,
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// How many identifiers are drawn before giving up.
pub const DRAWS_MAX: u16 = 50;

/// How long a claim waits for its account before [`repair`] looks at it.
pub const CLAIM_AGE_MIN: SignedDuration = SignedDuration::from_mins(15);

/// Whose login this is, be it an e-mail address or a NIC, in any case.
///
/// # Errors
/// The database's own.
pub fn find(tx: &mut RegistryTx, login: &str) -> Result<Option<Login>, db::Error> {
    store::login(tx, &norm(login))
}

/// Claims the e-mail address and a NIC for an account; claiming again answers the same NIC.
///
/// `draw` is asked for candidates (see [`crate::nic::draw`]).
///
/// # Errors
/// [`ClaimError::EmailTaken`] when the address is another account's.
pub async fn claim(
    db: &Db,
    now: Timestamp,
    account: AccountId,
    email: &EmailAddress,
    draw: impl Fn() -> String,
) -> Result<String, ClaimError> {
    let address = email.norm().to_owned();
    db.registry().write(move |tx| claim_email(tx, now, account, &address)).await?;
    for _ in 0..DRAWS_MAX {
        let candidate = draw();
        let claimed = db.registry().write(move |tx| claim_nic(tx, now, account, &candidate)).await?;
        if let Some(nic) = claimed {
            return Ok(nic);
        }
    }
    Err(ClaimError::NoNicLeft)
}

fn claim_email(
    tx: &mut RegistryTx,
    now: Timestamp,
    account: AccountId,
    address: &str,
) -> Result<(), ClaimError> {
    // An account keeps the address it claimed first; `complete` reads it from the sign-up, which is the same.
    store::claim_login(tx, now, address, LoginKind::Email, account)?;
    match store::login(tx, address)? {
        Some(login) if login.account == account => Ok(()),
        Some(_) | None => Err(ClaimError::EmailTaken),
    }
}

/// The NIC of the account: the one it has, or the candidate; `None` when the candidate is another's.
fn claim_nic(
    tx: &mut RegistryTx,
    now: Timestamp,
    account: AccountId,
    candidate: &str,
) -> Result<Option<String>, db::Error> {
    if let Some(nic) = store::login_of(tx, account, LoginKind::Nic)? {
        return Ok(Some(nic));
    }
    let is_claimed = store::claim_login(tx, now, &norm(candidate), LoginKind::Nic, account)?;
    Ok(if is_claimed { Some(norm(candidate)) } else { None })
}

/// Notes that the account of these logins exists; doing it again changes nothing.
///
/// # Errors
/// The database's own.
pub fn confirm(tx: &mut RegistryTx, now: Timestamp, account: AccountId) -> Result<(), db::Error> {
    store::confirm_logins(tx, now, account)
}

/// Finishes what crashes left: confirms logins whose account exists, releases those whose never will.
///
/// Idempotent; looks at no more than `limit` logins and returns how many it settled.
///
/// # Errors
/// The database's own.
pub async fn repair(db: &Db, now: Timestamp, limit: u16) -> Result<usize, db::Error> {
    let due = db.across().read(move |tx| unconfirmed(tx, now - CLAIM_AGE_MIN, limit)).await?;
    for login in &due {
        settle(db, now, login).await?;
    }
    Ok(due.len())
}

/// Settles the logins of one account whose sign-up may have died: the address of an abandoned claim is free
/// again afterwards. Does nothing to a claim that is confirmed, or younger than [`CLAIM_AGE_MIN`].
///
/// # Errors
/// The database's own.
pub async fn settle(db: &Db, now: Timestamp, login: &Login) -> Result<(), db::Error> {
    let (account, claimed_before) = (login.account, now - CLAIM_AGE_MIN);
    if login.is_confirmed || login.claimed_at > claimed_before {
        return Ok(());
    }
    // First the fence, where `complete` will look; only then the registry.
    let exists = db.account(account).write(move |tx| fence(tx, now)).await?;
    let finish = move |tx: &mut RegistryTx| {
        if exists {
            store::confirm_logins(tx, now, account)
        } else {
            store::release_logins(tx, account, claimed_before)
        }
    };
    db.registry().write(finish).await
}

/// Whether the account exists; if not, its sign-up is closed so that it never will.
fn fence(tx: &mut AccountTx, now: Timestamp) -> Result<bool, db::Error> {
    let exists = store::account(tx)?.is_some();
    if !exists {
        store::close_sign_up(tx, now)?;
    }
    Ok(exists)
}

fn unconfirmed(tx: &mut AcrossTx, claimed_before: Timestamp, limit: u16) -> Result<Vec<Login>, db::Error> {
    store::unconfirmed_logins(tx, claimed_before, i64::from(limit))
}

fn norm(login: &str) -> String {
    login.trim().to_ascii_lowercase()
}
