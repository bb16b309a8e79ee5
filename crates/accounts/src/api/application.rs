//! Applications: programs that were registered, with the secret they sign with.

use db::{Db, RegistryTx};
use kernel::{AccountId, Secret, Timestamp};

use super::Keys;
use crate::store;

/// The series applications take their numbers from; it may have gaps.
const SERIES: &str = "api_applications";

/// The most applications of one account.
pub const APPLICATIONS_MAX: u16 = 100;
/// The longest name, in characters.
pub const NAME_CHARS_MAX: usize = 100;
/// The longest description, in characters.
pub const DESCRIPTION_CHARS_MAX: usize = 500;

/// A registered program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// Its number, in the whole installation.
    pub id: i64,
    /// What it is known by; no secret.
    pub key: String,
    /// What it signs with. It is kept as it is: a signature is checked with the secret itself.
    pub secret: Secret<String>,
    /// Whose it is; others may grant it access to their accounts.
    pub owner: AccountId,
    /// What its owner calls it.
    pub name: String,
    /// What it is for, in its owner's words; may be empty.
    pub description: String,
    /// When it was registered.
    pub created_at: Timestamp,
}

/// Why a program was not registered, as an application or as a client.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// It needs a name.
    #[error("a program has a name")]
    NoName,
    /// The name or the description is too long.
    #[error(
        "the name has more than {NAME_CHARS_MAX} characters, or the description more than {DESCRIPTION_CHARS_MAX}"
    )]
    TooLong,
    /// The account has [`APPLICATIONS_MAX`] already, or as many clients as it may.
    #[error("the account has too many programs")]
    TooMany,
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Registers an application; with the same keys again it answers the one they made.
///
/// # Errors
/// [`CreateError`].
pub async fn create(
    db: &Db,
    now: Timestamp,
    owner: AccountId,
    keys: &Keys,
    name: &str,
    description: &str,
) -> Result<Application, CreateError> {
    let (name, description) = described(name, description)?;
    let id = db.series(SERIES).write(|tx| tx.next(1)).await?;
    let (key, secret) = (keys.application_key(), keys.application_secret());
    let new = Application { id, key, secret, owner, name, description, created_at: now };
    db.registry().write(move |tx| insert(tx, &new)).await
}

/// A name and a description as they are kept.
pub(super) fn described(name: &str, description: &str) -> Result<(String, String), CreateError> {
    let (name, description) = (name.trim().to_owned(), description.trim().to_owned());
    if name.is_empty() {
        return Err(CreateError::NoName);
    }
    if name.chars().count() > NAME_CHARS_MAX || description.chars().count() > DESCRIPTION_CHARS_MAX {
        return Err(CreateError::TooLong);
    }
    Ok((name, description))
}

fn insert(tx: &mut RegistryTx, new: &Application) -> Result<Application, CreateError> {
    if let Some(made) = store::application_by_key(tx, &new.key)? {
        return Ok(made);
    }
    if store::applications_of(tx, new.owner, APPLICATIONS_MAX)?.len() >= usize::from(APPLICATIONS_MAX) {
        return Err(CreateError::TooMany);
    }
    store::insert_application(tx, new)?;
    Ok(new.clone())
}

/// The application with this key.
///
/// # Errors
/// The database's own.
pub fn find_by_key(tx: &mut RegistryTx, key: &str) -> Result<Option<Application>, db::Error> {
    store::application_by_key(tx, key)
}

/// The application with this number, whoever's it is.
///
/// # Errors
/// The database's own.
pub fn find(tx: &mut RegistryTx, id: i64) -> Result<Option<Application>, db::Error> {
    Ok(store::applications(tx, &[id])?.pop())
}

/// The applications with these numbers, whoever's they are; those that are gone are left out.
///
/// # Errors
/// The database's own.
pub fn of_ids(tx: &mut RegistryTx, ids: &[i64]) -> Result<Vec<Application>, db::Error> {
    store::applications(tx, ids)
}

/// The applications of an account by their numbers, of which there are [`APPLICATIONS_MAX`] at the most.
///
/// # Errors
/// The database's own.
pub fn list(tx: &mut RegistryTx, owner: AccountId) -> Result<Vec<Application>, db::Error> {
    store::applications_of(tx, owner, APPLICATIONS_MAX)
}

/// Takes an application of `owner` away, and every access it was granted; whether there was one.
///
/// It can do nothing more as soon as the registry forgot it; a process that dies before every account has noted so leaves
/// lines in their lists that open nothing, and that can be taken away there.
///
/// # Errors
/// The database's own.
pub async fn delete(db: &Db, owner: AccountId, id: i64) -> Result<bool, db::Error> {
    let forget = move |tx: &mut RegistryTx| {
        if !store::applications(tx, &[id])?.iter().any(|found| found.owner == owner) {
            return Ok(None);
        }
        let accounts = store::accounts_of_application(tx, id)?;
        store::delete_requests_of(tx, id)?;
        store::delete_application(tx, id)?;
        Ok::<_, db::Error>(Some(accounts))
    };
    let Some(accounts) = db.registry().write(forget).await? else { return Ok(false) };
    for account in accounts {
        db.account(account).write(move |tx| store::delete_credentials_of(tx, id)).await?;
    }
    Ok(true)
}
