//! What programs asked of the methods that their customers register.

use db::{AccountTx, Error, Read, Write, sql};
use kernel::AttemptId;

use crate::begin::{ByProgram, Callbacks};

/// What a program asked of a registration; none for one that was begun in the portal.
///
/// # Errors
/// What the database refuses.
pub fn by_program(tx: &mut AccountTx, attempt: AttemptId) -> Result<Option<ByProgram>, Error> {
    tx.query_opt(
        sql!(
            "select description, cancel_url, error_url, failure_url, pending_url, success_url \
             from registrations_by_program where account_id = $1 and attempt_id = $2"
        ),
        &[&attempt],
        |row| {
            let callbacks = Callbacks {
                cancel: row.get(1)?,
                error: row.get(2)?,
                failure: row.get(3)?,
                pending: row.get(4)?,
                success: row.get(5)?,
            };
            Ok(ByProgram { description: row.get(0)?, callbacks })
        },
    )
}

pub(crate) fn insert_by_program(
    tx: &mut AccountTx,
    attempt: AttemptId,
    asked: &ByProgram,
) -> Result<(), Error> {
    let to = &asked.callbacks;
    tx.send(
        sql!(
            "insert into registrations_by_program (account_id, attempt_id, description, cancel_url, error_url, \
             failure_url, pending_url, success_url) values ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        &[&attempt, &asked.description, &to.cancel, &to.error, &to.failure, &to.pending, &to.success],
    )
}
