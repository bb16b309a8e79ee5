//! Programs are told what happened: the messages of one endpoint taken, sent, and what became of them written down.
//!
//! Nothing waits for anybody else: an endpoint is one piece of work, and who works on it is bounded by
//! [`webhooks::take`], whichever worker it is.

use db::AccountTx;
use futures_util::future::join_all;
use kernel::{AccountId, EndpointId, MessageId, Timestamp};
use mail::{Email, EndpointSwitchedOff};
use webhooks::{Batch, Endpoint, EndpointState, Outcome, Tried};

use crate::{Cx, announce};

/// How many batches one look sends to an endpoint that answers.
const BATCHES_MAX: usize = 25;

/// What one look at an endpoint did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Told {
    /// Messages that their reader has now.
    pub delivered: u64,
    /// Messages that are tried again.
    pub retried: u64,
    /// Messages that are not.
    pub failed: u64,
}

/// The endpoints to send to now, the longest waiting first: those that answer, or those whose last try failed.
///
/// # Errors
/// The database's own.
pub async fn due(cx: &Cx, are_failing: bool, limit: u16) -> Result<Vec<(AccountId, EndpointId)>, db::Error> {
    let now = cx.clock.now();
    let look =
        move |tx: &mut db::AcrossTx| webhooks::store::due_endpoints(tx, now, are_failing, i64::from(limit));
    cx.db.across().read(look).await
}

/// Sends what is due for an endpoint, until nothing is or a try fails.
///
/// # Errors
/// The database's own; what was sent and could not be written down is sent again, with the same identifier.
pub async fn notify(cx: &Cx, account: AccountId, endpoint: EndpointId) -> Result<Told, db::Error> {
    let mut told = Told::default();
    for _ in 0..BATCHES_MAX {
        let now = cx.clock.now();
        let take = move |tx: &mut AccountTx| webhooks::take(tx, now, endpoint);
        let Some(batch) = cx.db.account(account).write(take).await? else { break };
        let tried = send(cx, &batch).await;
        let (now, jitter) = (cx.clock.now(), cx.random.below(u64::MAX));
        let record = move |tx: &mut AccountTx| {
            let recorded = webhooks::record(tx, now, &batch, &tried, jitter)?;
            if let Some(off) = recorded.off {
                switched_off(tx, now, &batch.endpoint, off)?;
            }
            Ok::<_, db::Error>(recorded)
        };
        let recorded = cx.db.account(account).write(record).await?;
        for outcome in &recorded.outcomes {
            match outcome {
                Outcome::Delivered => told.delivered += 1,
                Outcome::Retried => told.retried += 1,
                Outcome::Failed => told.failed += 1,
            }
        }
        let is_answering = recorded.outcomes.iter().all(|outcome| *outcome == Outcome::Delivered);
        if let Some(off) = recorded.off {
            tracing::warn!(%account, %endpoint, state = off.code(), "nothing is sent to an endpoint any more");
        }
        if !is_answering {
            break;
        }
    }
    Ok(told)
}

/// The owner of an endpoint reads that nothing is sent to it any more: programs that hear nothing do not say so.
fn switched_off(
    tx: &mut AccountTx,
    now: Timestamp,
    endpoint: &Endpoint,
    off: EndpointState,
) -> Result<(), db::Error> {
    let owner = accounts::account::get(tx)?;
    let email = Email::EndpointSwitchedOff(EndpointSwitchedOff {
        endpoint: endpoint.name(),
        is_gone: off == EndpointState::Gone,
        failing_since: endpoint.failing_since,
        path: format!("/webhooks/endpoints/{}", endpoint.id),
    });
    // Switched on again it may be switched off again.
    let cause = format!("endpoint/{}/off/{now}", endpoint.id);
    announce::tell(tx, now, &owner, &cause, &email)
}

/// Sends a batch, its messages at the same time.
async fn send(cx: &Cx, batch: &Batch) -> Vec<Tried> {
    // Whoever reads a signature compares it with a clock of their own, which no time machine moves.
    let (now, signed_at) = (cx.clock.now(), cx.clock.outside().now());
    let one = |message: &webhooks::Message| {
        let (id, outgoing): (MessageId, _) = (message.id, batch.outgoing(message, now, signed_at));
        async move { Tried { message: id, sent: cx.courier.post(&outgoing).await } }
    };
    join_all(batch.messages.iter().map(one)).await
}

/// Removes messages that are kept no longer, of some accounts; how many.
///
/// # Errors
/// The database's own.
pub async fn forget(cx: &Cx, limit: u16) -> Result<u64, db::Error> {
    let before = cx.clock.now().checked_sub(webhooks::KEPT).unwrap_or(kernel::Timestamp::MIN);
    let old = move |tx: &mut db::AcrossTx| webhooks::store::with_old(tx, before, i64::from(limit));
    let mut forgotten = 0;
    for account in cx.db.across().read(old).await? {
        forgotten += cx.db.account(account).write(move |tx| webhooks::forget(tx, before)).await?;
    }
    Ok(forgotten)
}
