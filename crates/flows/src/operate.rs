//! Tell provisioners what is wished for the services they made: close, open, remove.

use std::sync::Arc;

use kernel::{AccountId, ServiceId, StaffId};
use services::{OperateError, Operation, OperationState, Provisioner};

use crate::{Cx, Unconfigured};

/// Why a wish did not move. The next look tries again.
#[derive(Debug, thiserror::Error)]
pub enum OperationError {
    /// The running configuration lacks something.
    #[error(transparent)]
    Unconfigured(#[from] Unconfigured),
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Looks at the wish for one service: takes it, asks the provisioner, writes down what it said. Whether it is
/// fulfilled now.
///
/// # Errors
/// See [`OperationError`]; whatever was asked is asked again.
pub async fn operate(cx: &Cx, account: AccountId, service: ServiceId) -> Result<bool, OperationError> {
    let now = cx.clock.now();
    let taken = cx.db.account(account).write(move |tx| services::take(tx, now, service)).await?;
    let Some(taken) = taken else { return Ok(false) };
    let provisioner: Arc<dyn Provisioner> = cx
        .provisioners
        .get(&taken.provisioner)
        .ok_or_else(|| Unconfigured::Provisioner(taken.provisioner.clone()))?
        .clone();
    let answer = services::perform(provisioner.as_ref(), &taken).await;
    if let Err(unknown) = &answer {
        tracing::warn!(%service, %unknown, "a provisioner did not answer; it is asked again");
    }
    let (now, revision) = (cx.clock.now(), taken.operation.revision);
    let record = move |tx: &mut db::AccountTx| services::performed(tx, now, service, revision, &answer);
    let operation = cx.db.account(account).write(record).await?;
    cx.wake.ring();
    Ok(operation.state == OperationState::Done)
}

/// The wishes to look at now, the longest waiting first.
///
/// # Errors
/// The database's own.
pub async fn wished(cx: &Cx, limit: u16) -> Result<Vec<(AccountId, ServiceId)>, db::Error> {
    let now = cx.clock.now();
    cx.db.across().read(move |tx| services::store::due_operations(tx, now, limit)).await
}

/// A member of the staff did what was wished (`done_by`), or asks a machine again.
///
/// # Errors
/// [`OperateError`].
pub async fn operate_by_hand(
    cx: &Cx,
    account: AccountId,
    service: ServiceId,
    done_by: Option<StaffId>,
) -> Result<Operation, OperateError> {
    let now = cx.clock.now();
    let done = cx.db.account(account).write(move |tx| services::by_staff(tx, now, service, done_by)).await?;
    cx.wake.ring();
    Ok(done)
}
