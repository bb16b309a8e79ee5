//! What follows a word of a payment provider. The customer's return, the webhook and the reconciler all
//! end here; told twice, late or in any order, it ends the same.

use std::sync::Arc;

use accounts::Account;
use db::AccountTx;
use invoicing::PaymentUsed;
use kernel::{AccountId, AttemptId, Money, Timestamp};
use mail::ProgressStep;
use orders::validation::Verdict;
use orders::{Order, OrderKind};
use payments::{Attempt, ChargeOutcome, Gateway, Recorded, Settlement, Unknown};
use webhooks::EventKind;

use crate::checkout::{VerdictError, draw, verdict};
use crate::deliver::start_deliveries;
use crate::renew::paid::Renewed;
use crate::renew::{self, RenewError};
use crate::{Cx, Unconfigured, announce, credit, debts, events};

/// Why a word of the provider was not worked on. It will be: by the webhook's next try, or the reconciler.
#[derive(Debug, thiserror::Error)]
pub enum SettleError {
    /// The payment could not be recorded.
    #[error(transparent)]
    Record(#[from] payments::RecordError),
    /// The order did not go on.
    #[error(transparent)]
    Paid(#[from] orders::PaidError),
    /// The money could not be sent back.
    #[error(transparent)]
    Refund(#[from] payments::RefundError),
    /// The services could not be made.
    #[error(transparent)]
    Service(#[from] services::CreateError),
    /// The running configuration lacks something.
    #[error(transparent)]
    Unconfigured(#[from] Unconfigured),
    /// The services it renewed could not be renewed.
    #[error(transparent)]
    Renew(#[from] Box<RenewError>),
    /// The provider did not answer.
    #[error(transparent)]
    Unknown(#[from] Unknown),
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

impl From<VerdictError> for SettleError {
    fn from(error: VerdictError) -> SettleError {
        match error {
            VerdictError::Unconfigured(error) => error.into(),
            VerdictError::Db(error) => error.into(),
        }
    }
}

/// Records what the provider said of an attempt, and lets the order go on when it is paid by it.
///
/// # Errors
/// See [`SettleError`].
pub async fn settle(
    cx: &Cx,
    account: AccountId,
    attempt: AttemptId,
    outcome: ChargeOutcome,
) -> Result<(Attempt, Settlement), SettleError> {
    let (inside, now, draw) = (cx.clone(), cx.clock.now(), draw(cx));
    let recorded = cx
        .db
        .account(account)
        .write::<_, SettleError, _>(move |tx| told(&inside, tx, now, attempt, &outcome, draw))
        .await?;
    cx.wake.ring();
    let Recorded { attempt, settlement, open } = recorded;
    if let Err(error) = close_other_pages(cx, account, open, draw).await {
        // The payment stands, whatever becomes of the other pages.
        tracing::warn!(attempt = %attempt.id, %error, "a page of a paid order may still be open; it is looked at later");
    }
    if let Settlement::Excess(refund) = settlement {
        tracing::error!(attempt = %attempt.id, %refund, "an order was paid twice; the second payment goes back");
    }
    Ok((attempt, settlement))
}

/// Closes what pages of a paid order are still open, so that nobody pays there again (C25). A page that cannot be
/// closed now is looked at by the reconciler, and money that came in by it goes back by itself.
async fn close_other_pages(
    cx: &Cx,
    account: AccountId,
    open: Vec<Attempt>,
    draw: u32,
) -> Result<(), SettleError> {
    for attempt in open {
        let Ok(Some(outcome)) = cx.gateways.get(&attempt.gateway)?.expire(attempt.id).await else { continue };
        let (inside, now, id) = (cx.clone(), cx.clock.now(), attempt.id);
        cx.db
            .account(account)
            .write::<_, SettleError, _>(move |tx| told(&inside, tx, now, id, &outcome, draw).map(|_| ()))
            .await?;
    }
    Ok(())
}

/// Asks the provider what became of an attempt and settles it; the attempt as it is then.
///
/// # Errors
/// See [`SettleError`]; [`SettleError::Unknown`] when the provider gave no answer.
pub async fn ask(cx: &Cx, account: AccountId, attempt: AttemptId) -> Result<Attempt, SettleError> {
    let known = cx.db.account(account).read(move |tx| payments::store::get(tx, attempt)).await?;
    let gateway: Arc<dyn Gateway> = cx.gateways.get(&known.gateway)?.clone();
    match gateway.find(attempt).await? {
        Some(outcome) => Ok(settle(cx, account, attempt, outcome).await?.0),
        None => Ok(known),
    }
}

/// The part of [`settle`] that is one transaction.
pub(crate) fn told(
    cx: &Cx,
    tx: &mut AccountTx,
    now: Timestamp,
    attempt: AttemptId,
    outcome: &ChargeOutcome,
    draw: u32,
) -> Result<Recorded, SettleError> {
    let succeeds = matches!(outcome, ChargeOutcome::Succeeded { .. });
    payments::store::fetch_with_others_ahead(tx, attempt)?;
    if succeeds {
        accounts::account::fetch_ahead(tx)?;
    }
    let (attempt, others) = payments::store::with_others(tx, attempt)?;
    if let Some(order) = attempt.order.filter(|_| succeeds) {
        orders::store::fetch_ahead(tx, order)?;
        orders::fetch_facts_ahead(tx, now, order)?;
    }
    let recorded = payments::record(tx, now, &attempt, others, outcome)?;
    if recorded.settlement == Settlement::FirstSuccess
        && let Some(order) = recorded.attempt.order
    {
        let order = orders::store::get(tx, order)?;
        order_paid(cx, tx, now, order, &recorded.attempt, draw)?;
    }
    if matches!(recorded.settlement, Settlement::Refused | Settlement::Closed) {
        // What came as credit while this payment was being made waited for its end.
        credit::pay_due(cx, tx, now, recorded.attempt.amount.currency()).map_err(Box::new)?;
    }
    if let Some(order) = recorded.attempt.order {
        match recorded.settlement {
            Settlement::Refused => {
                renew::paid::refused(cx, tx, now, order, &recorded.attempt)?;
                let (owner, order) = (accounts::account::get(tx)?, orders::store::get(tx, order)?);
                events::payment_refused(tx, now, &owner, &recorded.attempt, &order)?;
            }
            Settlement::Excess(_) => {
                let (owner, order) = (accounts::account::get(tx)?, orders::store::get(tx, order)?);
                events::payment_succeeded(tx, now, &owner, &recorded.attempt, &order)?;
            }
            Settlement::Already
            | Settlement::Redirect
            | Settlement::Pending
            | Settlement::FirstSuccess
            | Settlement::Registered
            | Settlement::Closed => {}
        }
    }
    Ok(recorded)
}

fn order_paid(
    cx: &Cx,
    tx: &mut AccountTx,
    now: Timestamp,
    order: Order,
    attempt: &Attempt,
    draw: u32,
) -> Result<(), SettleError> {
    let owner = accounts::account::get(tx)?;
    events::payment_succeeded(tx, now, &owner, attempt, &order)?;
    match order.kind {
        OrderKind::Renewal => return renewal_paid(cx, tx, now, &owner, order, attempt),
        OrderKind::Regularisation => return debts_paid(cx, tx, now, &owner, order, attempt),
        OrderKind::Purchase => {}
    }
    let verdict = verdict(cx, tx, now, &order, draw)?;
    let order = match orders::paid(tx, now, order, &verdict) {
        Ok(order) => order,
        // The order is over, so nothing will be delivered for this money: it goes back by itself.
        Err(orders::PaidError::Invalid(_)) => return Ok(too_late(tx, now, attempt)?),
        Err(error) => return Err(error.into()),
    };
    events::order(tx, now, &owner, EventKind::OrderPaid, &order)?;
    let method = label(tx, attempt)?;
    announce::payment_received(tx, now, &owner, &order, attempt, method)?;
    decided(cx, tx, now, &owner, &order, &verdict)?;
    Ok(())
}

/// A renewal needs no look by a person: the days it bought are there at once.
fn renewal_paid(
    cx: &Cx,
    tx: &mut AccountTx,
    now: Timestamp,
    owner: &Account,
    order: Order,
    attempt: &Attempt,
) -> Result<(), SettleError> {
    let (billed, made_at) = (order.id, order.created_at);
    let money = Some((attempt, attempt.amount));
    match renew::paid::renew(cx, tx, now, owner, order, money).map_err(Box::new)? {
        Renewed::With(used) => {
            // A first collection is begun with its order: nobody has asked to pay it otherwise before.
            if attempt.created_at != made_at {
                debts::paid_otherwise(tx, billed)?;
            }
            give_rest_back(tx, now, attempt, used)?;
        }
        Renewed::TooLate => too_late(tx, now, attempt)?,
    }
    Ok(())
}

/// What was billed before is paid; what came for debts that were settled meanwhile goes back.
fn debts_paid(
    cx: &Cx,
    tx: &mut AccountTx,
    now: Timestamp,
    owner: &Account,
    order: Order,
    attempt: &Attempt,
) -> Result<(), SettleError> {
    let used = debts::settle(cx, tx, now, owner, &order, attempt).map_err(Box::new)?;
    if !used.is_positive() {
        return Ok(too_late(tx, now, attempt)?);
    }
    let order = orders::regularised(tx, now, order)?;
    give_rest_back(tx, now, attempt, used)?;
    let method = label(tx, attempt)?;
    announce::payment_received(tx, now, owner, &order, attempt, method)?;
    Ok(())
}

/// What a payment brought beyond what was left to pay goes back.
fn give_rest_back(
    tx: &mut AccountTx,
    now: Timestamp,
    attempt: &Attempt,
    used: Money,
) -> Result<(), payments::RefundError> {
    let rest = attempt.amount.minus(used)?;
    if rest.is_positive() {
        let refund = kernel::Id::from_uuid(attempt.id.uuid());
        payments::request(tx, now, refund, attempt.id, rest, "excess")?;
    }
    Ok(())
}

/// Money that came for an order that is over goes back.
fn too_late(tx: &mut AccountTx, now: Timestamp, attempt: &Attempt) -> Result<(), payments::RefundError> {
    let refund = kernel::Id::from_uuid(attempt.id.uuid());
    payments::request(tx, now, refund, attempt.id, attempt.amount, "order-over")?;
    Ok(())
}

/// The rules have decided about an order: its services are made, or its customer is told that a person looks at it.
pub(crate) fn decided(
    cx: &Cx,
    tx: &mut AccountTx,
    now: Timestamp,
    owner: &Account,
    order: &Order,
    verdict: &Verdict,
) -> Result<(), services::CreateError> {
    match verdict {
        Verdict::Pass => accepted(cx, tx, now, owner, order),
        Verdict::Hold { .. } => Ok(announce::progress(tx, now, owner, order, ProgressStep::Validating)?),
    }
}

/// The order is accepted, by rule or by a person: its services are made.
pub(crate) fn accepted(
    cx: &Cx,
    tx: &mut AccountTx,
    now: Timestamp,
    owner: &Account,
    order: &Order,
) -> Result<(), services::CreateError> {
    start_deliveries(cx, tx, now, owner, order)?;
    announce::progress(tx, now, owner, order, ProgressStep::Delivering)?;
    Ok(())
}

/// What an invoice says of the payment that settled it.
pub(crate) fn payment_used(
    tx: &mut AccountTx,
    now: Timestamp,
    attempt: &Attempt,
) -> Result<PaymentUsed, db::Error> {
    Ok(PaymentUsed {
        kind: attempt.kind,
        label: label(tx, attempt)?.unwrap_or_default(),
        attempt: Some(attempt.id),
        paid_at: attempt.settled_at.unwrap_or(now),
    })
}

/// What the customer recognises the method by.
pub(crate) fn label(tx: &mut AccountTx, attempt: &Attempt) -> Result<Option<String>, db::Error> {
    let Some(method) = attempt.method else { return Ok(None) };
    Ok(payments::store::find_method(tx, method)?.map(|method| method.label))
}
