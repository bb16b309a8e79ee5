//! Money on its way back: ask the provider after the commit, and write down what it says.

use std::sync::Arc;

use db::AccountTx;
use kernel::{AccountId, RefundId, Timestamp};
use payments::{Gateway, RefundOutcome, RefundState, Unknown};

use crate::{Cx, Unconfigured, events};

/// Why a refund is not over. It is tried again.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// The provider did not answer.
    #[error(transparent)]
    Unknown(#[from] Unknown),
    /// What it said could not be recorded.
    #[error(transparent)]
    Record(#[from] payments::RefundError),
    /// The running configuration lacks something.
    #[error(transparent)]
    Unconfigured(#[from] Unconfigured),
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Asks the provider to give the money of a refund back. Asked twice, the provider gives it back once: the refund's
/// id is the key.
///
/// # Errors
/// See [`SendError`].
pub async fn send(cx: &Cx, account: AccountId, id: RefundId) -> Result<RefundState, SendError> {
    let look = move |tx: &mut AccountTx| {
        let refund = payments::store::get_refund(tx, id)?;
        let attempt = payments::store::get(tx, refund.attempt)?;
        Ok::<_, db::Error>((refund, attempt))
    };
    let (refund, attempt) = cx.db.account(account).read(look).await?;
    if refund.state.is_settled() {
        return Ok(refund.state);
    }
    let gateway: Arc<dyn Gateway> = cx.gateways.get(&attempt.gateway)?.clone();
    let request = refund.request(account, &attempt);
    match gateway.refund(&request).await {
        Ok(outcome) => record(cx, account, id, outcome).await,
        Err(unknown) => {
            let now = cx.clock.now();
            cx.db.account(account).write(move |tx| payments::refund_lost(tx, now, id)).await?;
            Err(unknown.into())
        }
    }
}

/// Asks the provider what became of a refund.
///
/// # Errors
/// See [`SendError`].
pub async fn ask(cx: &Cx, account: AccountId, id: RefundId) -> Result<(), SendError> {
    let look = move |tx: &mut AccountTx| {
        let refund = payments::store::get_refund(tx, id)?;
        let attempt = payments::store::get(tx, refund.attempt)?;
        Ok::<_, db::Error>(attempt.gateway)
    };
    let gateway = cx.db.account(account).read(look).await?;
    let gateway: Arc<dyn Gateway> = cx.gateways.get(&gateway)?.clone();
    match gateway.find_refund(id).await? {
        Some(outcome) => record(cx, account, id, outcome).await.map(|_| ()),
        // The provider never saw it: asking again has no effect twice.
        None => send(cx, account, id).await.map(|_| ()),
    }
}

/// Looks at every refund whose time has come, at most `limit`; how many were looked at.
///
/// # Errors
/// The database's own.
pub async fn settle_unknown(cx: &Cx, limit: u32) -> Result<usize, db::Error> {
    let now = cx.clock.now();
    let due = cx.db.across().read(move |tx| payments::store::unsettled_refunds(tx, now, limit)).await?;
    let count = due.len();
    for (account, id) in due {
        if let Err(error) = ask(cx, account, id).await {
            tracing::warn!(refund = %id, %error, "the end of a refund is still unknown");
            // Also puts the next look off, so that one provider's silence is not asked about all the time.
            let now = cx.clock.now();
            cx.db.account(account).write(move |tx| payments::refund_lost(tx, now, id)).await?;
        }
    }
    Ok(count)
}

async fn record(
    cx: &Cx,
    account: AccountId,
    id: RefundId,
    outcome: RefundOutcome,
) -> Result<RefundState, SendError> {
    let now = cx.clock.now();
    let refund = cx
        .db
        .account(account)
        .write::<_, payments::RefundError, _>(move |tx| {
            let refund = payments::record_refund(tx, now, id, &outcome)?;
            if refund.state == RefundState::Success {
                sent_back(tx, now, &refund)?;
            }
            Ok(refund)
        })
        .await?;
    Ok(refund.state)
}

/// Programs are told, once however often the provider says it.
fn sent_back(tx: &mut AccountTx, now: Timestamp, refund: &payments::Refund) -> Result<(), db::Error> {
    let owner = accounts::account::get(tx)?;
    let order = payments::store::get(tx, refund.attempt)?.order;
    let order = order.map(|order| orders::store::get(tx, order)).transpose()?;
    events::refund_succeeded(tx, now, &owner, refund, order.as_ref())
}
