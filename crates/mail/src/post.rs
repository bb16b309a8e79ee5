//! Write an e-mail down, in the transaction of its cause.

use db::AccountTx;
use kernel::{AccountId, EmailId, Id, Timestamp};
use sha2::{Digest, Sha256};

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
    let id = email_id(tx.account(), &envelope.cause);
    store::insert(tx, now, id, envelope, email)?;
    outbox::enqueue(tx, now, &SendEmail { email: id })?;
    Ok(id)
}

/// The id of the e-mail of a cause: the same cause has the same e-mail and the same job, so neither has to be
/// looked for before it is written.
fn email_id(account: AccountId, cause: &str) -> EmailId {
    let digest = Sha256::new().chain_update(account.uuid().as_bytes()).chain_update(cause).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Id::from_uuid(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}
