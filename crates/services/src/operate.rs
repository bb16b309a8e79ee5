//! Carry out what is wished for a service: write the wish, take it, call the provisioner, record its answer.
//!
//! As in [`crate::begin`] and [`crate::record`], no transaction is open during the call, and a worker that dies in
//! between leaves a wish whose lease runs out.

use db::AccountTx;
use kernel::{ServiceId, StaffId, Timestamp};

use crate::{Operation, OperationOutcome, OperationRequest, Provisioner, Service, Unknown, Wanted, store};

/// A wish that was taken for one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The wish.
    pub operation: Operation,
    /// What the provisioner is told.
    pub request: OperationRequest,
    /// The name of the provisioner that made the service.
    pub provisioner: String,
}

/// Why the staff could do nothing about a wish.
#[derive(Debug, thiserror::Error)]
pub enum OperateError {
    /// A machine is at it, or it is done.
    #[error("the operation is not for the staff")]
    NotForStaff,
    /// The database did not do it.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Writes what is wished for a service, in the transaction of its cause; answers the service with the state of the
/// thing behind it, which the caller writes.
///
/// # Errors
/// [`db::Error`].
pub fn want(
    tx: &mut AccountTx,
    now: Timestamp,
    service: Service,
    wanted: Wanted,
    cause: &str,
) -> Result<Service, db::Error> {
    let operation = match store::find_operation(tx, service.id)? {
        Some(known) => known.wished(now, wanted, cause),
        None => Operation::new(now, service.id, wanted, cause),
    };
    store::put_operation(tx, &operation)?;
    Ok(service.operated(&operation))
}

/// Takes the wish for a service for one call; `None` when it is not its time.
///
/// # Errors
/// [`db::Error`], [`db::Error::Missing`] for an unknown service.
pub fn take(tx: &mut AccountTx, now: Timestamp, id: ServiceId) -> Result<Option<Taken>, db::Error> {
    let Some(operation) = store::find_operation(tx, id)?.and_then(|known| known.begin(now)) else {
        return Ok(None);
    };
    store::put_operation(tx, &operation)?;
    let service = store::get(tx, id)?.operated(&operation);
    store::update(tx, &service)?;
    let delivery = store::delivery(tx, id)?;
    let request = OperationRequest {
        service: id,
        revision: operation.revision,
        name: service.name,
        customer: delivery.customer,
        subsidiary: service.subsidiary,
        plan_code: service.plan_code,
        product: service.product,
        reason: operation.cause.clone(),
    };
    Ok(Some(Taken { operation, request, provisioner: delivery.provisioner }))
}

/// Calls the provisioner. No transaction is open.
///
/// # Errors
/// [`Unknown`], to be recorded like any other answer.
pub async fn perform(provisioner: &dyn Provisioner, taken: &Taken) -> Result<OperationOutcome, Unknown> {
    match taken.operation.wanted {
        Wanted::Suspend => provisioner.suspend(&taken.request).await,
        Wanted::Resume => provisioner.resume(&taken.request).await,
        Wanted::Delete => provisioner.delete(&taken.request).await,
    }
}

/// Records the answer to the call of `revision`.
///
/// # Errors
/// [`db::Error`], [`db::Error::Missing`] for an unknown service.
pub fn performed(
    tx: &mut AccountTx,
    now: Timestamp,
    id: ServiceId,
    revision: u32,
    answer: &Result<OperationOutcome, Unknown>,
) -> Result<Operation, db::Error> {
    let before = store::find_operation(tx, id)?.ok_or(db::Error::Missing)?;
    let after = before.clone().answered(now, revision, answer);
    if after != before {
        written(tx, id, &after)?;
    }
    Ok(after)
}

/// Records what a provisioner said later by itself of the wish of `revision`. It is news even where the staff had taken
/// over; of a wish that another has followed it is none.
///
/// # Errors
/// [`db::Error`], [`db::Error::Missing`] for a service of which nothing is wished.
pub fn operation_called_back(
    tx: &mut AccountTx,
    now: Timestamp,
    id: ServiceId,
    (wanted, revision): (Wanted, u32),
    outcome: OperationOutcome,
) -> Result<Operation, db::Error> {
    let before = store::find_operation(tx, id)?.ok_or(db::Error::Missing)?;
    if (before.wanted, before.revision) != (wanted, revision) {
        return Ok(before);
    }
    let running = before.clone().by_staff(now, None).unwrap_or_else(|| before.clone());
    let after = running.answered(now, revision, &Ok(outcome));
    if after != before {
        written(tx, id, &after)?;
    }
    Ok(after)
}

/// The staff did what was wished (`done_by`), or ask a machine again.
///
/// # Errors
/// [`OperateError`].
pub fn by_staff(
    tx: &mut AccountTx,
    now: Timestamp,
    id: ServiceId,
    done_by: Option<StaffId>,
) -> Result<Operation, OperateError> {
    let known = store::find_operation(tx, id)?.ok_or(db::Error::Missing)?;
    let after = known.by_staff(now, done_by).ok_or(OperateError::NotForStaff)?;
    written(tx, id, &after)?;
    Ok(after)
}

fn written(tx: &mut AccountTx, id: ServiceId, operation: &Operation) -> Result<(), db::Error> {
    store::put_operation(tx, operation)?;
    let service = store::get(tx, id)?.operated(operation);
    store::update(tx, &service)
}
