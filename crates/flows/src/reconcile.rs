//! Find out what became of payments whose end we do not know, and work on the webhooks that wait.

use std::sync::Arc;

use db::AccountTx;
use kernel::{AccountId, AttemptId};
use payments::inbox::{self, Closed, Waiting};
use payments::reconcile::{Step, decide};
use payments::{Gateway, Subject};

use crate::settle::{self, SettleError};
use crate::{Cx, pay, refund, renew};

/// Looks at every payment whose time to be asked for has come, at most `limit`; how many moved.
///
/// One that cannot be settled does not keep the others waiting: it is looked at again later.
///
/// # Errors
/// The database's own.
pub async fn settle_unknown(cx: &Cx, limit: u32) -> Result<usize, db::Error> {
    let now = cx.clock.now();
    let due = cx.db.across().read(move |tx| payments::store::unsettled(tx, now, limit)).await?;
    let mut moved = 0;
    for (account, attempt) in due {
        match look(cx, account, attempt).await {
            Ok(has_moved) => moved += usize::from(has_moved),
            Err(error) => {
                tracing::warn!(%attempt, %error, "the end of a payment is still unknown");
                later(cx, account, attempt).await?;
            }
        }
    }
    Ok(moved)
}

async fn look(cx: &Cx, account: AccountId, id: AttemptId) -> Result<bool, SettleError> {
    let attempt = cx.db.account(account).read(move |tx| payments::store::get(tx, id)).await?;
    let gateway: Arc<dyn Gateway> = cx.gateways.get(&attempt.gateway)?.clone();
    let found = gateway.find(id).await?;
    let outcome = match decide(&attempt, found, gateway.capabilities(), cx.clock.now()) {
        Step::Record(outcome) => Some(outcome),
        Step::Close => match renew::collection(cx, account, &attempt).await? {
            // Whoever was to send it was killed, or the request was lost: nobody is there to try again but we.
            Some((order, begun)) => Some(pay::ask(cx, account, &order, &begun, None).await??),
            None => gateway.expire(id).await?,
        },
        Step::Wait => None,
    };
    let Some(outcome) = outcome else {
        later(cx, account, id).await?;
        return Ok(false);
    };
    let (after, _) = settle::settle(cx, account, id, outcome).await?;
    if after.state == attempt.state {
        later(cx, account, id).await?;
    }
    Ok(after.state != attempt.state)
}

/// Puts the next look at an attempt off.
async fn later(cx: &Cx, account: AccountId, attempt: AttemptId) -> Result<(), db::Error> {
    let now = cx.clock.now();
    cx.db.account(account).write(move |tx| payments::lost(tx, now, attempt).map(|_| ())).await
}

/// Works on the webhooks that wait, at most `limit`; how many were put away.
///
/// # Errors
/// The database's own.
pub async fn work_on_webhooks(cx: &Cx, limit: u32) -> Result<usize, db::Error> {
    let now = cx.clock.now();
    let waiting = cx.db.across().read(move |tx| payments::store::waiting_events(tx, now, limit)).await?;
    let mut closed = 0;
    for event in waiting {
        let now = cx.clock.now();
        match apply(cx, &event).await {
            Ok(how) => {
                cx.db.registry().write(move |tx| inbox::close(tx, now, &event, how)).await?;
                closed += 1;
            }
            Err(error) => {
                tracing::warn!(event = event.event_id, %error, "a webhook is tried again later");
                cx.db.registry().write(move |tx| inbox::postpone(tx, now, &event)).await?;
            }
        }
    }
    Ok(closed)
}

/// Why a webhook had no effect yet.
#[derive(Debug, thiserror::Error)]
enum ApplyError {
    #[error(transparent)]
    Settle(#[from] SettleError),
    #[error(transparent)]
    Refund(#[from] refund::SendError),
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Asks the provider for what the event is about, and settles that; the event itself decides nothing.
async fn apply(cx: &Cx, event: &Waiting) -> Result<Closed, ApplyError> {
    let Some(account) = owner(cx, event).await? else { return Ok(Closed::Ignored) };
    let seen = event.clone();
    let is_applied = move |tx: &mut AccountTx| payments::store::is_applied(tx, &seen.gateway, &seen.event_id);
    if cx.db.account(account).read(is_applied).await? {
        return Ok(Closed::Applied);
    }
    match event.subject {
        Subject::Attempt(attempt) => {
            settle::ask(cx, account, attempt).await?;
        }
        Subject::Refund(id) => refund::ask(cx, account, id).await?,
        Subject::Other => return Ok(Closed::Ignored),
    }
    let (now, seen) = (cx.clock.now(), event.clone());
    cx.db.account(account).write(move |tx| inbox::apply(tx, now, &seen)).await?;
    Ok(Closed::Applied)
}

/// The account the event is about, by our own books: what the event says of it is only a hint.
async fn owner(cx: &Cx, event: &Waiting) -> Result<Option<AccountId>, db::Error> {
    match event.subject {
        Subject::Attempt(attempt) => {
            cx.db.across().read(move |tx| payments::store::account_of(tx, attempt)).await
        }
        Subject::Refund(id) => {
            cx.db.across().read(move |tx| payments::store::account_of_refund(tx, id)).await
        }
        Subject::Other => Ok(None),
    }
}
