//! A new password by a link sent to the primary address: one hour, one use.
//!
//! Asking answers the same for every login; only an account's owner gets an e-mail. The link is looked at
//! without being spent, so that mail scanners do not use it up.

use db::{AccountTx, Db};
use kernel::{Secret, SignedDuration, Timestamp};

use crate::hasher::{HashError, Passwords, Verified};
use crate::password::{self, PasswordFault};
use crate::token::CustomerToken;
use crate::{Account, account, session, store};

/// How long a link works.
pub const LINK_LIFE: SignedDuration = SignedDuration::from_hours(1);
/// How many former passwords a new one must differ from, besides the present one.
pub const FORMER_MAX: u16 = 4;

/// Why no new password was set.
#[derive(Debug, thiserror::Error)]
pub enum ResetError {
    /// The link is unknown, used or too old.
    #[error("this link does not work any more")]
    Link,
    /// The new password has faults.
    #[error("the new password has faults")]
    Password(Vec<PasswordFault>),
    /// The password could not be hashed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// A new password that passed every rule, ready to be set.
#[derive(Debug, Clone)]
pub struct Prepared {
    hash: Secret<String>,
}

/// Makes a link's token work, and any earlier one stop; returns whom to write to.
///
/// # Errors
/// [`db::Error::Missing`] when the partition has no account.
pub fn request(tx: &mut AccountTx, now: Timestamp, token: &CustomerToken) -> Result<Account, db::Error> {
    let account = account::get(tx)?;
    store::delete_resets(tx)?;
    store::insert_reset(tx, &token.hash(), now, now + LINK_LIFE)?;
    Ok(account)
}

/// The account a link is for, without using the link up.
///
/// # Errors
/// [`ResetError::Link`] when it does not work any more.
pub fn find(tx: &mut AccountTx, now: Timestamp, token: &CustomerToken) -> Result<Account, ResetError> {
    match store::reset_expiry(tx, &token.hash())? {
        Some(expires_at) if now < expires_at => Ok(account::get(tx)?),
        Some(_) | None => Err(ResetError::Link),
    }
}

/// Checks a new password against the rules and the account's earlier ones, and hashes it.
///
/// # Errors
/// [`ResetError::Password`] with every fault, [`ResetError::Link`].
pub async fn prepare(
    db: &Db,
    passwords: &Passwords,
    now: Timestamp,
    token: &CustomerToken,
    new: Secret<String>,
) -> Result<Prepared, ResetError> {
    let wanted = token.clone();
    let look = move |tx: &mut AccountTx| Ok((find(tx, now, &wanted)?, store::passwords(tx)?));
    let (account, earlier) = db.account(token.owner()).read::<_, ResetError, _>(look).await?;
    password::check(new.expose(), &account.personal_data()).map_err(ResetError::Password)?;
    for hash in earlier {
        if passwords.verify(Some(&hash), new.clone()).await? != Verified::Wrong {
            return Err(ResetError::Password(vec![PasswordFault::UsedBefore]));
        }
    }
    Ok(Prepared { hash: Secret::new(passwords.hash(new).await?) })
}

/// Sets the new password, spends the link and closes every session.
///
/// # Errors
/// [`ResetError::Link`] when the link was spent meanwhile.
pub fn finish(
    tx: &mut AccountTx,
    now: Timestamp,
    token: &CustomerToken,
    prepared: &Prepared,
) -> Result<Account, ResetError> {
    let account = find(tx, now, token)?;
    store::retire_password(tx, now, i64::from(FORMER_MAX))?;
    store::set_password(tx, now, prepared.hash.expose())?;
    store::delete_resets(tx)?;
    session::close_all(tx)?;
    Ok(account)
}
