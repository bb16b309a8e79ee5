//! Write an e-mail down, in the transaction of its cause.

use db::AccountTx;
use kernel::{EmailId, Timestamp};

use crate::deliver::SendEmail;
use crate::{Email, Envelope, store};

/// Writes an e-mail of this account into the archive and has it sent, once per cause; its id.
///
/// # Errors
/// The database's own.
pub fn post(
    tx: &mut AccountTx,
    now: Timestamp,
    envelope: &Envelope,
    email: &Email,
) -> Result<EmailId, db::Error> {
    // The same cause has the same e-mail and the same job, so neither has to be looked for before it is written.
    let id = EmailId::digest(&[tx.account().uuid().as_bytes(), envelope.cause.as_bytes()]);
    store::insert(tx, now, id, envelope, email)?;
    outbox::enqueue(tx, now, &SendEmail { email: id })?;
    Ok(id)
}
