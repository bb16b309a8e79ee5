//! The SQL of what provisioners are to do with the services they made.

use db::{AccountTx, AcrossTx, Error, Filter, Read, Row, Write, sql};
use kernel::{AccountId, Page, PageRequest, ServiceId, Timestamp};

use crate::{Operation, OperationState, Wanted};

/// What is wished for a service, if anything ever was.
///
/// # Errors
/// What the database refuses.
pub fn find_operation(tx: &mut AccountTx, service: ServiceId) -> Result<Option<Operation>, Error> {
    tx.query_opt(
        sql!(
            "select service_id, wanted, cause, revision, state, attempts, requested_at, next_at, last_error, \
             done_by, created_at, changed_at from operations where account_id = $1 and service_id = $2"
        ),
        &[&service],
        read,
    )
}

fn read(row: &Row<'_>) -> Result<Operation, Error> {
    Ok(Operation {
        service: row.get(0)?,
        wanted: row.get(1)?,
        cause: row.get(2)?,
        revision: row.get(3)?,
        state: row.get(4)?,
        attempts: row.get(5)?,
        requested_at: row.get(6)?,
        next_at: row.get(7)?,
        last_error: row.get(8)?,
        done_by: row.get(9)?,
        created_at: row.get(10)?,
        changed_at: row.get(11)?,
    })
}

pub(crate) fn put_operation(tx: &mut AccountTx, operation: &Operation) -> Result<(), Error> {
    tx.send(
        sql!(
            "insert into operations (account_id, service_id, wanted, cause, revision, state, attempts, \
             requested_at, next_at, last_error, done_by, created_at, changed_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
             on conflict (account_id, service_id) do update set wanted = excluded.wanted, \
             cause = excluded.cause, revision = excluded.revision, state = excluded.state, \
             attempts = excluded.attempts, requested_at = excluded.requested_at, next_at = excluded.next_at, \
             last_error = excluded.last_error, done_by = excluded.done_by, created_at = excluded.created_at, \
             changed_at = excluded.changed_at"
        ),
        &[
            &operation.service,
            &operation.wanted,
            &operation.cause,
            &operation.revision,
            &operation.state,
            &operation.attempts,
            &operation.requested_at,
            &operation.next_at,
            &operation.last_error,
            &operation.done_by,
            &operation.created_at,
            &operation.changed_at,
        ],
    )
}

/// The wishes a machine has to look at, the longest waiting first: for the worker.
///
/// # Errors
/// What the database refuses.
pub fn due_operations(
    tx: &mut AcrossTx,
    now: Timestamp,
    limit: u16,
) -> Result<Vec<(AccountId, ServiceId)>, Error> {
    tx.query(
        sql!(
            "select account_id, service_id from operations \
             where (state = 'waiting' or state = 'requested' or state = 'in_progress') and next_at <= $1 \
             order by next_at, service_id limit $2"
        ),
        &[&now, &limit],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// A wish that waits for the staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffOperation {
    /// The customer's account.
    pub account: AccountId,
    /// The service.
    pub service: ServiceId,
    /// Its technical name.
    pub name: String,
    /// What documents call it.
    pub description: String,
    /// The number of the order that bought it.
    pub order_number: i64,
    /// What is wished.
    pub wanted: Wanted,
    /// Why.
    pub cause: String,
    /// By hand, or failed.
    pub state: OperationState,
    /// Why it failed.
    pub last_error: Option<String>,
    /// Since when it waits for the staff.
    pub changed_at: Timestamp,
}

/// What the staff have to close, open or remove by hand, or to decide about, the longest waiting first.
///
/// # Errors
/// What the database refuses.
pub fn operations_for_staff(tx: &mut AcrossTx, request: &PageRequest) -> Result<Page<StaffOperation>, Error> {
    let after = request.after.as_deref().and_then(super::read_key);
    let probe = request.probe();
    let mut list = Filter::new(
        sql!(
            "select o.account_id, o.service_id, s.name, s.description, s.order_number, o.wanted, o.cause, \
             o.state, o.last_error, o.changed_at from operations o \
             join services s on s.account_id = o.account_id and s.service_id = o.service_id \
             where (o.state = 'by_hand' or o.state = 'failed')"
        ),
        &[],
    );
    if let Some((at, id)) = &after {
        list.and(sql!("(o.changed_at, o.service_id) > ($1, $2)"), &[at, id]);
    }
    list.end(sql!("order by o.changed_at, o.service_id limit $1"), &[&probe]);
    let items = list.query(tx, |row| {
        Ok(StaffOperation {
            account: row.get(0)?,
            service: row.get(1)?,
            name: row.get(2)?,
            description: row.get(3)?,
            order_number: row.get(4)?,
            wanted: row.get(5)?,
            cause: row.get(6)?,
            state: row.get(7)?,
            last_error: row.get(8)?,
            changed_at: row.get(9)?,
        })
    })?;
    Ok(Page::of(items, request, |item| format!("{}_{}", item.changed_at.as_microsecond(), item.service)))
}
