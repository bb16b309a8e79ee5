//! Record what a provider said of an attempt. Told twice, late or in any order, it ends the same.

use db::AccountTx;
use kernel::{AttemptId, Id, Money, RefundId, Timestamp};
use ledger::{LedgerAccount, NewPosting, PostingCode};

use crate::attempt::{Attempt, AttemptState, Change};
use crate::gateway::ChargeOutcome;
use crate::give_back::{RefundError, request};
use crate::method::MethodState;
use crate::methods::{MethodError, describe, register, revive};
use crate::store;

/// What a word of the provider means for the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settlement {
    /// Nothing that was not known.
    Already,
    /// The customer is to be sent to the provider's page.
    Redirect,
    /// The provider accepted; the money moves later.
    Pending,
    /// The order is paid, now, by this attempt. Its other open pages are to be closed (C25).
    FirstSuccess,
    /// The order had been paid by another attempt: this money goes back by this refund (C25, C26).
    Excess(RefundId),
    /// A method was registered without paying.
    Registered,
    /// The provider refused; the customer may try again.
    Refused,
    /// It ended without money: turned back, closed, or not accepted by the provider.
    Closed,
}

/// An attempt after a word of the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The attempt as it is now.
    pub attempt: Attempt,
    /// What that means.
    pub settlement: Settlement,
    /// After [`Settlement::FirstSuccess`], the other attempts of the order whose page is still open.
    pub open: Vec<Attempt>,
}

/// Why a word of the provider was not recorded.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The ledger refused.
    #[error(transparent)]
    Post(#[from] ledger::PostError),
    /// The money that came too much could not be sent back.
    #[error(transparent)]
    Refund(#[from] RefundError),
    /// The method could not be kept.
    #[error(transparent)]
    Method(#[from] MethodError),
    /// The database; [`db::Error::Missing`] when the account has no such attempt.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Records what became of an attempt: moves it, posts the money, keeps the method, sends back what came too much.
/// It and the others of its order were read in this transaction ([`store::with_others`]).
///
/// It stands on its own: what follows a payment (delivery, invoice, mail) may fail without undoing it (C30).
///
/// # Errors
/// See [`RecordError`].
pub fn record(
    tx: &mut AccountTx,
    now: Timestamp,
    before: &Attempt,
    others: Vec<Attempt>,
    outcome: &ChargeOutcome,
) -> Result<Recorded, RecordError> {
    let id = before.id;
    let (mut attempt, change) = before.clone().apply(outcome, now);
    if let ChargeOutcome::Succeeded { registered: Some(registered), .. } = outcome {
        // The same attempt registers the same method: its id follows from the attempt's.
        let mut method =
            register(tx, now, Id::from_uuid(id.uuid()), &attempt.gateway, registered, attempt.make_default)?;
        // Registered anew by who had taken it away; an old success that is told again is no wish.
        if method.state == MethodState::CanceledByCustomer && change == Change::Succeeded {
            method = revive(tx, method, registered, attempt.make_default)?;
        }
        attempt.method = attempt.method.or(Some(method.id));
        if change == Change::Succeeded
            && attempt.order.is_none()
            && let Some(asked) = store::by_program(tx, id)?.filter(|asked| !asked.description.is_empty())
        {
            describe(tx, method.id, &asked.description)?;
        }
    }
    let mut open = Vec::new();
    let settlement = match change {
        Change::None => Settlement::Already,
        Change::Moved => moved(&attempt),
        Change::Ended if attempt.state == AttemptState::Failed => Settlement::Refused,
        Change::Ended => Settlement::Closed,
        Change::Succeeded => succeeded(tx, now, &attempt, others, &mut open)?,
    };
    if attempt != *before {
        store::update(tx, &attempt)?;
    }
    Ok(Recorded { attempt, settlement, open })
}

/// Records that a call was made and its answer lost: the attempt is unknown, never failed.
///
/// # Errors
/// [`db::Error::Missing`] when the account has no such attempt.
pub fn lost(tx: &mut AccountTx, now: Timestamp, id: AttemptId) -> Result<Attempt, db::Error> {
    let attempt = store::get(tx, id)?.lost(now);
    store::update(tx, &attempt)?;
    Ok(attempt)
}

fn moved(attempt: &Attempt) -> Settlement {
    if attempt.state == AttemptState::Ready { Settlement::Redirect } else { Settlement::Pending }
}

fn succeeded(
    tx: &mut AccountTx,
    now: Timestamp,
    attempt: &Attempt,
    mut others: Vec<Attempt>,
    open: &mut Vec<Attempt>,
) -> Result<Settlement, RecordError> {
    if attempt.order.is_none() {
        return Ok(Settlement::Registered);
    }
    post_received(tx, now, attempt)?;
    if others.iter().all(|other| other.state != AttemptState::Success) {
        others.retain(|other| other.state == AttemptState::Ready);
        *open = others;
        return Ok(Settlement::FirstSuccess);
    }
    // A charge is given back as too much at most once: the refund's id follows from the attempt's.
    let refund: RefundId = Id::from_uuid(attempt.id.uuid());
    store::update(tx, attempt)?;
    request(tx, now, refund, attempt.id, attempt.amount, "excess")?;
    Ok(Settlement::Excess(refund))
}

fn post_received(tx: &mut AccountTx, now: Timestamp, attempt: &Attempt) -> Result<(), RecordError> {
    let credit = negated(attempt.amount)?;
    let posting = NewPosting {
        cause: format!("payment/{}", attempt.id),
        code: PostingCode::PaymentReceived,
        subsidiary: attempt.books.subsidiary,
        at: now,
        on: attempt.books.civil(now),
        lines: vec![
            (LedgerAccount::Clearing(attempt.gateway.clone()), attempt.amount),
            (LedgerAccount::CustomerCredit, credit),
        ],
    };
    ledger::post(tx, &posting)?;
    Ok(())
}

fn negated(amount: Money) -> Result<Money, ledger::PostError> {
    amount.negated().map_err(ledger::PostError::from)
}
