//! Write an e-mail down, in the transaction of its cause.

use db::AccountTx;
use kernel::{EmailId, Timestamp};

use crate::deliver::SendEmail;
use crate::{Email, Envelope, store};

/// Whether an e-mail was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Posted {
    /// It was, and a job will send it.
    New,
    /// Its cause has its e-mail already: nothing was done.
    Already,
}

/// Writes an e-mail of this account into the archive and has it sent, once per cause.
///
/// `id` is drawn before the transaction, or made from the cause.
///
/// # Errors
/// The database's own.
pub fn post(
    tx: &mut AccountTx,
    now: Timestamp,
    id: EmailId,
    envelope: &Envelope,
    email: &Email,
) -> Result<Posted, db::Error> {
    if !store::insert(tx, now, id, envelope, email)? {
        return Ok(Posted::Already);
    }
    outbox::enqueue(tx, now, &SendEmail { email: id })?;
    Ok(Posted::New)
}
