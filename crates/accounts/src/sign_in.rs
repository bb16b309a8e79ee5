//! Signing in by NIC or e-mail: prove the password outside any transaction, then enter in one.

use std::net::IpAddr;

use db::{AccountTx, Db};
use kernel::{AccountId, Secret, Timestamp};

use crate::device::{self, Device};
use crate::hasher::{HashError, Passwords, Verified};
use crate::limits::{self, Limited, Limits, TakeError};
use crate::session::{self, NewSession, Session};
use crate::{Account, account, logins, store};

/// A password that was right a moment ago, for the account it was right for.
#[derive(Debug, Clone)]
pub struct Proof {
    account: AccountId,
    verified: Secret<String>,
    rehashed: Option<Secret<String>>,
}

impl Proof {
    /// The account to [`enter`].
    #[must_use]
    pub const fn account(&self) -> AccountId {
        self.account
    }
}

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The login or the password is wrong; it is not said which.
    #[error("the login or the password is wrong")]
    Wrong,
    /// Too many tries.
    #[error(transparent)]
    Limited(#[from] Limited),
    /// The password could not be compared.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// A signed-in customer.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The account.
    pub account: Account,
    /// The new session.
    pub session: Session,
    /// Whether the account had never seen this browser: its owner should be told.
    pub is_unfamiliar: bool,
}

/// Proves a password for a NIC or an e-mail address.
///
/// An unknown login costs the same comparison, against nobody's hash. Both the login and the network address
/// count against their limits.
///
/// # Errors
/// [`SignInError::Wrong`] without saying which part, [`SignInError::Limited`] with the time to wait.
pub async fn identify(
    db: &Db,
    passwords: &Passwords,
    limits: &Limits,
    now: Timestamp,
    login: &str,
    password: Secret<String>,
    peer: IpAddr,
) -> Result<Proof, SignInError> {
    take(db, limits.sign_in_peer, limits::network(peer), now).await?;
    let wanted = login.to_owned();
    let known = db.registry().read(move |tx| logins::find(tx, &wanted)).await?;
    // An account has two logins and one counter; unknown logins have theirs.
    let subject = known.as_ref().map_or_else(|| login.trim().to_owned(), |known| known.account.to_string());
    take(db, limits.sign_in_login, subject.clone(), now).await?;
    let account = known.map(|known| known.account);
    let stored = match account {
        Some(account) => db.account(account).read(store::password).await?,
        None => None,
    };
    let verified = passwords.verify(stored.as_deref(), password).await?;
    let (Some(account), Some(stored), Verified::Right { rehashed }) = (account, stored, verified) else {
        return Err(SignInError::Wrong);
    };
    let limit = limits.sign_in_login;
    db.registry().write(move |tx| limits::clear(tx, limit, &subject)).await?;
    Ok(Proof { account, verified: Secret::new(stored), rehashed: rehashed.map(Secret::new) })
}

/// Opens a session for a proven password, renews the password's hash when due, and remembers the browser.
///
/// `former` is the session the browser had before, if any: a sign-in always gets a new one.
///
/// # Errors
/// [`SignInError::Wrong`] when the password was changed since it was proven.
pub fn enter(
    tx: &mut AccountTx,
    now: Timestamp,
    proof: &Proof,
    new: &NewSession,
    device: &Device,
    former: Option<&crate::CustomerToken>,
) -> Result<SignedIn, SignInError> {
    if store::password(tx)?.as_deref() != Some(proof.verified.expose().as_str()) {
        return Err(SignInError::Wrong);
    }
    if let Some(hash) = &proof.rehashed {
        store::set_password(tx, now, hash.expose())?;
    }
    if let Some(former) = former.filter(|former| former.owner() == tx.account()) {
        session::close(tx, former)?;
    }
    let account = account::get(tx)?;
    let is_unfamiliar = device::remember(tx, now, device)?;
    let session = session::open(tx, now, new)?;
    Ok(SignedIn { account, session, is_unfamiliar })
}

/// Opens the first session of an account, right after [`crate::sign_up::complete`]: its browser is known.
///
/// # Errors
/// The database's own.
pub fn welcome(
    tx: &mut AccountTx,
    now: Timestamp,
    new: &NewSession,
    device: &Device,
) -> Result<Session, db::Error> {
    device::remember(tx, now, device)?;
    session::open(tx, now, new)
}

/// Takes one limit in its own transaction.
pub(crate) async fn take(
    db: &Db,
    limit: crate::Limit,
    subject: String,
    now: Timestamp,
) -> Result<(), SignInError> {
    let taken = db.registry().write(move |tx| limits::take(tx, now, limit, &subject)).await;
    match taken {
        Ok(()) => Ok(()),
        Err(TakeError::Limited(limited)) => Err(limited.into()),
        Err(TakeError::Db(error)) => Err(error.into()),
    }
}
