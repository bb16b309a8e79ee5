//! The money of a renewal is there: the days are added, what was closed opens, the invoice is settled.

use accounts::Account;
use db::AccountTx;
use invoicing::FrozenUnpaid;
use kernel::{Id, Money, OrderId, ServiceId, Timestamp};
use mail::{DueReason, ServiceChange};
use orders::Order;
use payments::Attempt;
use services::{RenewalCause, RenewalState, Renewing, Service, Wanted};
use webhooks::EventKind;

use super::account::RenewError;
use super::bill::{self, Bill};
use super::{dun, tell};
use crate::{Cx, debts, events, settle};

/// What became of the money of a renewal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Renewed {
    /// The days are paid, with so much of the money that came.
    With(Money),
    /// Nothing is left to renew: the money goes back.
    TooLate,
}

/// Adds the days an order paid for; called in the transaction that records its payment, with what of it is for this
/// order. Without money there was nothing left to pay.
pub(crate) fn renew(
    cx: &Cx,
    tx: &mut AccountTx,
    now: Timestamp,
    owner: &Account,
    order: Order,
    money: Option<(&Attempt, Money)>,
) -> Result<Renewed, RenewError> {
    let renewing = services::store::renewing_of_order(tx, order.id)?;
    let ids: Vec<ServiceId> = renewing.iter().map(|one| one.service).collect();
    let known = services::store::of_ids(tx, &ids)?;
    let today = cx.subsidiary(order.subsidiary)?.civil(now);
    let mut renewed: Vec<(Renewing, Service, Service)> = Vec::with_capacity(renewing.len());
    for one in &renewing {
        let service = known.iter().find(|service| service.id == one.service);
        let Some(service) = service.filter(|_| one.state == RenewalState::Open) else {
            return Ok(Renewed::TooLate);
        };
        let Ok(after) = service.clone().renewed(one, today) else { return Ok(Renewed::TooLate) };
        renewed.push((*one, service.clone(), after));
    }
    if renewed.is_empty() {
        return Ok(Renewed::TooLate);
    }
    let nothing = Money::zero(order.totals.gross.currency());
    let used = match money {
        Some(money) => settle_or_issue(cx, tx, now, &order, &renewed, money)?,
        None => nothing,
    };
    if money.is_some() && used == nothing {
        // Its invoice took none of it: days are not given for money that goes back.
        return Ok(Renewed::TooLate);
    }
    for (one, before, after) in renewed {
        services::store::update_renewing(tx, now, &Renewing { state: RenewalState::Paid, ..one })?;
        let was_closed = before.renewal.suspended_on.is_some() || before.is_suspended();
        let after = if was_closed { services::want(tx, now, after, Wanted::Resume, "paid")? } else { after };
        services::store::update(tx, &after)?;
        let end = after.period.map(|period| period.end());
        let change = match (was_closed, one.cause) {
            (true, _) => Some(ServiceChange::Reopened),
            (false, RenewalCause::ByHand | RenewalCause::Alignment) => Some(ServiceChange::Renewed),
            // The invoice says it.
            (false, RenewalCause::Automatic) => None,
        };
        if let Some(change) = change {
            tell::changed(tx, now, owner, &after, change, end)?;
        }
        events::service(tx, now, owner, EventKind::ServiceRenewed, &after)?;
        if was_closed {
            events::service(tx, now, owner, EventKind::ServiceResumed, &after)?;
        }
    }
    orders::renewed(tx, now, order)?;
    Ok(Renewed::With(used))
}

/// The invoice of an automatic renewal was issued with its bill; that of any other is issued paid. How much of the money
/// that took.
fn settle_or_issue(
    cx: &Cx,
    tx: &mut AccountTx,
    now: Timestamp,
    order: &Order,
    renewed: &[(Renewing, Service, Service)],
    (attempt, money): (&Attempt, Money),
) -> Result<Money, RenewError> {
    if renewed.iter().any(|(one, _, _)| one.cause == RenewalCause::Automatic) {
        let unpaid = FrozenUnpaid {
            id: Id::from_uuid(order.id.uuid()),
            cause: format!("order/{}", order.id),
            money,
            subsidiary: order.subsidiary,
            on: cx.subsidiary(order.subsidiary)?.civil(now),
        };
        return Ok(invoicing::settle_frozen(tx, now, &unpaid)?);
    }
    // The same days and prices as when it was ordered, from what was written then.
    let wanted = renewed.iter().map(|(one, before, _)| {
        let next = next_of(before, one)?;
        bill::Wanted::with(before, next)
    });
    let wanted = wanted.collect::<Result<Vec<_>, RenewError>>()?;
    let subsidiary = cx.subsidiary(order.subsidiary)?;
    let bill = Bill { subsidiary, wanted: &wanted, totals: order.totals.clone() };
    let draft = bill::draft(cx, &bill, order).paid(settle::payment_used(tx, now, attempt)?);
    invoicing::issue(tx, now, &draft)?;
    Ok(money)
}

/// The parts of the days an order renews, computed again from the service as it still is.
fn next_of(service: &Service, one: &Renewing) -> Result<services::calendar::Next, RenewError> {
    let place = service.place().ok_or(kernel::PeriodError::Empty)?;
    Ok(place.up_to(one.anchor_on, one.anchor_months)?)
}

/// A renewal's collection was refused: its owner is asked to pay, once for each bill.
pub(crate) fn refused(
    cx: &Cx,
    tx: &mut AccountTx,
    now: Timestamp,
    order: OrderId,
    attempt: &Attempt,
) -> Result<(), db::Error> {
    let Some(order) = orders::store::find(tx, order)? else { return Ok(()) };
    let is_bill = order.kind == orders::OrderKind::Renewal && order.paid_at.is_none();
    let open: Vec<Renewing> = services::store::renewing_of_order(tx, order.id)?
        .into_iter()
        .filter(|one| one.state == RenewalState::Open && one.cause == RenewalCause::Automatic)
        .collect();
    if !is_bill || open.is_empty() || attempt.method.is_none() {
        return Ok(());
    }
    let ids: Vec<ServiceId> = open.iter().map(|one| one.service).collect();
    let services = services::store::of_ids(tx, &ids)?;
    let Some(first) = services.first() else { return Ok(()) };
    let Ok(subsidiary) = cx.subsidiary(order.subsidiary) else { return Ok(()) };
    let billed_on = first.renewal.billed_on.unwrap_or_else(|| subsidiary.civil(now));
    let owner = accounts::account::get(tx)?;
    let label = settle::label(tx, attempt)?;
    let wanted: Vec<bill::Wanted> = services.iter().filter_map(|one| bill::Wanted::of(one).ok()).collect();
    let suspend_on = dun::suspend_on(first, billed_on);
    let due = (&order, debts::to_pay(tx, &order)?);
    tell::due(tx, now, &owner, due, &wanted, DueReason::Refused, label, suspend_on)
}
