//! What somebody typed into a form that was sent after their session was over, until they have signed in again.
//!
//! It lies in the provisional partition of the browser, where a visitor's cart lies too: nobody finds it but that
//! browser. It names whose session it was, so that nobody else who signs in there is shown it.

use db::{AccountTx, AcrossTx};
use kernel::{AccountId, SignedDuration, Timestamp};

use crate::store;

/// The most that is kept of a form, in bytes as it was sent.
pub const BYTES_MAX: usize = 16 * 1024;
/// How long it waits for its author.
pub const KEPT: SignedDuration = SignedDuration::from_hours(1);

/// A form that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptForm {
    /// Whose session was over, in the caller's words.
    pub owner: String,
    /// The page it was on.
    pub place: String,
    /// What was typed, as the browser sent it.
    pub fields: String,
}

/// Keeps a form in the place of the one this browser had; one that is too large is not kept. Whether it was.
///
/// # Errors
/// The database's own.
pub fn keep(tx: &mut AccountTx, now: Timestamp, form: &KeptForm) -> Result<bool, db::Error> {
    if form.fields.len() + form.place.len() > BYTES_MAX {
        return Ok(false);
    }
    store::keep_form(tx, now, form)?;
    Ok(true)
}

/// What `owner` had typed on the page at `place`; it is then kept no more. On other pages, and for others, nothing.
///
/// # Errors
/// The database's own.
pub fn take(
    tx: &mut AccountTx,
    now: Timestamp,
    owner: &str,
    place: &str,
) -> Result<Option<String>, db::Error> {
    let Some((form, at)) = store::kept_form(tx)? else { return Ok(None) };
    let is_young = now.duration_since(at) < KEPT;
    if form.owner != owner || form.place != place || !is_young {
        return Ok(None);
    }
    store::delete_kept_form(tx)?;
    Ok(Some(form.fields))
}

/// Browsers whose form was kept for long enough.
///
/// # Errors
/// The database's own.
pub fn old(tx: &mut AcrossTx, now: Timestamp, limit: u16) -> Result<Vec<AccountId>, db::Error> {
    store::old_kept_forms(tx, now - KEPT, i64::from(limit))
}

/// Forgets the form of a browser, unless it is younger than [`KEPT`].
///
/// # Errors
/// The database's own.
pub fn forget(tx: &mut AccountTx, now: Timestamp) -> Result<(), db::Error> {
    match store::kept_form(tx)? {
        Some((_, at)) if now.duration_since(at) >= KEPT => store::delete_kept_form(tx),
        Some(_) | None => Ok(()),
    }
}
