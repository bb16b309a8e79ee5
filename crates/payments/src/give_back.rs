//! Give money back: decide, ask the provider after the commit, record what it says.

use db::AccountTx;
use kernel::{AttemptId, Money, MoneyError, RefundId, Timestamp};
use ledger::{LedgerAccount, NewPosting, PostingCode};

use crate::attempt::{Attempt, AttemptState};
use crate::gateway::RefundOutcome;
use crate::jobs::SendRefund;
use crate::refund::{Refund, RefundState, left};
use crate::{reconcile, store};

/// Why no refund was decided or recorded.
#[derive(Debug, thiserror::Error)]
pub enum RefundError {
    /// The attempt took no money.
    #[error("this payment took no money")]
    NotCaptured,
    /// Nothing, or another currency than was taken.
    #[error("a refund is more than nothing, in the currency of its payment")]
    Amount,
    /// More than is left of what was taken (C29).
    #[error("only {left} of this payment is left to give back")]
    MoreThanLeft {
        /// What is left.
        left: Money,
    },
    /// The same id or cause was used for another amount.
    #[error("this refund was already decided with another amount")]
    OtherData,
    /// The amounts do not add up.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The ledger refused.
    #[error(transparent)]
    Post(#[from] ledger::PostError),
    /// The database; [`db::Error::Missing`] when the account has no such attempt or refund.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Decides to give `amount` of an attempt back, and leaves the call to [`SendRefund`]. Decided again for the
/// same cause, it is the refund that stands already (two requests at once give back once).
///
/// # Errors
/// See [`RefundError`]; all refunds of an attempt together never exceed what it took.
pub fn request(
    tx: &mut AccountTx,
    now: Timestamp,
    id: RefundId,
    attempt: AttemptId,
    amount: Money,
    cause: &str,
) -> Result<Refund, RefundError> {
    let attempt = store::get(tx, attempt)?;
    let known = match store::find_cause(tx, attempt.id, cause)? {
        Some(known) => Some(known),
        None => store::find_refund(tx, id)?,
    };
    if let Some(known) = known {
        let is_same = known.amount == amount && known.attempt == attempt.id;
        return if is_same { Ok(known) } else { Err(RefundError::OtherData) };
    }
    if attempt.state != AttemptState::Success || attempt.order.is_none() {
        return Err(RefundError::NotCaptured);
    }
    if !amount.is_positive() || amount.currency() != attempt.amount.currency() {
        return Err(RefundError::Amount);
    }
    let left = left(attempt.amount, &store::refunds_of(tx, attempt.id)?)?;
    if amount.minor() > left.minor() {
        return Err(RefundError::MoreThanLeft { left });
    }
    let refund = Refund {
        id,
        attempt: attempt.id,
        amount,
        cause: cause.to_owned(),
        state: RefundState::Requested,
        external_id: None,
        detail: None,
        created_at: now,
        settled_at: None,
        check_at: Some(reconcile::next_look_at_refund(now, now)),
    };
    store::insert_refund(tx, &refund)?;
    let lines = [(LedgerAccount::CustomerCredit, amount), (LedgerAccount::RefundsPayable, amount.negated()?)];
    post(tx, now, &refund, &attempt, PostingCode::RefundDue, lines)?;
    outbox::enqueue(tx, now, &SendRefund { refund: id })?;
    Ok(refund)
}

/// Records what the provider said of a refund; told twice or late, it ends the same.
///
/// # Errors
/// See [`RefundError`].
pub fn record_refund(
    tx: &mut AccountTx,
    now: Timestamp,
    id: RefundId,
    outcome: &RefundOutcome,
) -> Result<Refund, RefundError> {
    let before = store::get_refund(tx, id)?;
    let (refund, has_ended) = before.clone().apply(outcome, now);
    if refund != before {
        store::update_refund(tx, &refund)?;
    }
    if has_ended {
        let attempt = store::get(tx, refund.attempt)?;
        let (code, to) = if refund.state == RefundState::Success {
            (PostingCode::RefundSent, LedgerAccount::Clearing(attempt.gateway.clone()))
        } else {
            (PostingCode::RefundFailed, LedgerAccount::CustomerCredit)
        };
        let lines = [(LedgerAccount::RefundsPayable, refund.amount), (to, refund.amount.negated()?)];
        post(tx, now, &refund, &attempt, code, lines)?;
    }
    Ok(refund)
}

/// Records that the provider was asked and its answer lost.
///
/// # Errors
/// [`db::Error::Missing`] when the account has no such refund.
pub fn refund_lost(tx: &mut AccountTx, now: Timestamp, id: RefundId) -> Result<Refund, db::Error> {
    let refund = store::get_refund(tx, id)?.lost(now);
    store::update_refund(tx, &refund)?;
    Ok(refund)
}

fn post(
    tx: &mut AccountTx,
    now: Timestamp,
    refund: &Refund,
    attempt: &Attempt,
    code: PostingCode,
    lines: [(LedgerAccount, Money); 2],
) -> Result<(), RefundError> {
    let posting = NewPosting {
        cause: format!("refund/{}", refund.id),
        code,
        subsidiary: attempt.books.subsidiary,
        at: now,
        on: attempt.books.civil(now),
        lines: lines.into(),
    };
    ledger::post(tx, &posting)?;
    Ok(())
}
