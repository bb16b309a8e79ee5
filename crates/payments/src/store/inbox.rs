//! The SQL of the webhook inbox.

use db::{AccountTx, AcrossTx, Error, Read, RegistryTx, Row, Write, sql};
use kernel::{AttemptId, RefundId, Timestamp};

use crate::gateway::{Subject, WebhookEvent};
use crate::inbox::{Closed, Waiting};

pub(crate) fn insert_event(
    tx: &mut RegistryTx,
    now: Timestamp,
    gateway: &str,
    event: &WebhookEvent,
    body: &str,
) -> Result<bool, Error> {
    let (attempt, refund): (Option<AttemptId>, Option<RefundId>) = match event.subject {
        Subject::Attempt(attempt) => (Some(attempt), None),
        Subject::Refund(refund) => (None, Some(refund)),
        Subject::Other => (None, None),
    };
    let has_work = attempt.is_some() || refund.is_some();
    let state = if has_work { "waiting" } else { "ignored" };
    let inserted = tx.execute(
        sql!(
            "insert into webhook_events (gateway, event_id, kind, of_account, attempt_id, refund_id, body, state, \
             tries, received_at, work_at, closed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10, $11) \
             on conflict (gateway, event_id) do nothing"
        ),
        &[
            &gateway,
            &event.event_id,
            &event.kind,
            &event.account,
            &attempt,
            &refund,
            &body,
            &state,
            &now,
            &has_work.then_some(now),
            &(!has_work).then_some(now),
        ],
    )?;
    Ok(inserted == 1)
}

/// The events to work on by `now`, the longest waiting first.
///
/// # Errors
/// What the database refuses.
pub fn waiting_events(tx: &mut AcrossTx, now: Timestamp, limit: u32) -> Result<Vec<Waiting>, Error> {
    tx.query(
        sql!(
            "select gateway, event_id, kind, of_account, attempt_id, refund_id, tries from webhook_events \
             where work_at <= $1 order by work_at, event_id limit $2"
        ),
        &[&now, &limit],
        read,
    )
}

fn read(row: &Row<'_>) -> Result<Waiting, Error> {
    let (attempt, refund) = (row.get(4)?, row.get(5)?);
    let subject = match (attempt, refund) {
        (Some(attempt), _) => Subject::Attempt(attempt),
        (None, Some(refund)) => Subject::Refund(refund),
        (None, None) => Subject::Other,
    };
    Ok(Waiting {
        gateway: row.get(0)?,
        event_id: row.get(1)?,
        kind: row.get(2)?,
        account: row.get(3)?,
        subject,
        tries: row.get(6)?,
    })
}

pub(crate) fn close_event(
    tx: &mut RegistryTx,
    now: Timestamp,
    event: &Waiting,
    closed: Closed,
) -> Result<(), Error> {
    tx.send(
        sql!(
            "update webhook_events set state = $3, tries = tries + 1, work_at = null, closed_at = $4 \
             where gateway = $1 and event_id = $2 and state = 'waiting'"
        ),
        &[&event.gateway, &event.event_id, &closed.code(), &now],
    )
}

pub(crate) fn postpone_event(tx: &mut RegistryTx, event: &Waiting, until: Timestamp) -> Result<(), Error> {
    tx.send(
        sql!(
            "update webhook_events set tries = tries + 1, work_at = $3 \
             where gateway = $1 and event_id = $2 and state = 'waiting'"
        ),
        &[&event.gateway, &event.event_id, &until],
    )
}

/// Deletes the bodies and rows of events that were closed before `before`; providers repeat for days, not
/// for months. Answers how many.
///
/// # Errors
/// What the database refuses.
pub fn forget_events(tx: &mut RegistryTx, before: Timestamp) -> Result<u64, Error> {
    tx.execute(sql!("delete from webhook_events where closed_at < $1"), &[&before])
}

pub(crate) fn insert_applied(
    tx: &mut AccountTx,
    now: Timestamp,
    gateway: &str,
    event_id: &str,
) -> Result<bool, Error> {
    let inserted = tx.execute(
        sql!(
            "insert into applied_events (account_id, gateway, event_id, applied_at) values ($1, $2, $3, $4) \
             on conflict (account_id, gateway, event_id) do nothing"
        ),
        &[&gateway, &event_id, &now],
    )?;
    Ok(inserted == 1)
}

/// Whether this event was applied to the account already: then the provider need not be asked again.
///
/// # Errors
/// What the database refuses.
pub fn is_applied(tx: &mut AccountTx, gateway: &str, event_id: &str) -> Result<bool, Error> {
    let found: Option<Timestamp> = tx.query_opt(
        sql!(
            "select applied_at from applied_events where account_id = $1 and gateway = $2 and event_id = $3"
        ),
        &[&gateway, &event_id],
        |row| row.get(0),
    )?;
    Ok(found.is_some())
}
