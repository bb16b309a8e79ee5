//! What happens to a service that is not paid, or whose owner wanted no other period.

use accounts::Account;
use db::AccountTx;
use invoicing::{CreditUse, NewCredit};
use kernel::{Date, InvoiceId, OrderId, SignedDuration, Timestamp};
use mail::ServiceChange;
use payments::{BeginError, Books, NewAttempt, PayWith};
use services::{RenewalCause, RenewalState, Renewing, Service, Step, TerminationState, Wanted, days_after};
use webhooks::EventKind;

use super::account::{Charge, RenewError, Run};
use super::tell;
use crate::{credit, debts, events};

/// How long a step waits for the end of a payment that may still come in.
const WAIT: SignedDuration = SignedDuration::from_hours(1);

/// The day a service billed today is suspended unless it is paid.
pub(super) fn suspend_on(service: &Service, billed_on: Date) -> Date {
    days_after(billed_on, service.renewal.rules.grace_days)
}

/// The day a service suspended then is deleted.
pub(super) fn delete_on(service: &Service, suspended_on: Date) -> Date {
    days_after(suspended_on, service.renewal.rules.delete_days)
}

/// What of a service waits for its money, where a step has to do with it.
pub(super) fn unpaid(
    tx: &mut AccountTx,
    service: &Service,
    step: Step,
) -> Result<Option<Renewing>, RenewError> {
    match step {
        Step::Renew | Step::Suspend | Step::Delete | Step::Retry(_) => {
            Ok(services::store::open_renewing(tx, service.id)?)
        }
        Step::Notice(_) | Step::Reminder(_) | Step::Warn | Step::End => Ok(None),
    }
}

/// Whether money may still come in that would make a step wrong: then it waits.
pub(super) fn must_wait(
    run: &Run<'_>,
    tx: &mut AccountTx,
    service: &Service,
    unpaid: &Renewing,
) -> Result<bool, RenewError> {
    if !debts::is_being_paid(tx, unpaid.order)? {
        return Ok(false);
    }
    let until = run.now.checked_add(WAIT).unwrap_or(Timestamp::MAX);
    services::store::wait(tx, service.id, until)?;
    Ok(true)
}

/// A refused bill is collected again, once for all the services on it.
pub(super) fn retry(
    run: &mut Run<'_>,
    tx: &mut AccountTx,
    service: Service,
    unpaid: Option<Renewing>,
    (time, today): (u16, Date),
) -> Result<(), RenewError> {
    let drawn = run.drawn(service.id);
    let (subsidiary, currency) = (run.cx.subsidiary(service.subsidiary)?, service.currency);
    services::store::update(tx, &service.tried(time))?;
    let Some(open) = unpaid.filter(|open| run.seen.insert(open.order)) else { return Ok(()) };
    // What credit notes left with us meanwhile is used before anything is collected.
    credit::pay_due(run.cx, tx, run.now, currency)?;
    let Some(method) = run.usable_method(today) else { return Ok(()) };
    let order = orders::store::get(tx, open.order)?;
    let amount = debts::to_pay(tx, &order)?;
    let new = NewAttempt {
        id: drawn.attempt,
        order: order.id,
        books: Books::from(subsidiary),
        amount,
        with: PayWith::Registered(method.id),
    };
    let mut attempts = payments::store::of_order(tx, order.id)?;
    attempts.extend(debts::rivals(tx, &order)?);
    match payments::begin(tx, run.now, &new, &attempts) {
        Ok(begun) => run.charges.push(Charge { order, begun }),
        // Its owner is paying it, or has: nothing to collect.
        Err(
            BeginError::AlreadyPaid { .. }
            | BeginError::InProgress { .. }
            | BeginError::PageOpen { .. }
            | BeginError::NothingToPay
            | BeginError::Method,
        ) => {}
        Err(error @ (BeginError::OtherData | BeginError::Db(_))) => {
            return Err(error.into());
        }
    }
    Ok(())
}

pub(super) fn suspend(
    run: &mut Run<'_>,
    tx: &mut AccountTx,
    service: Service,
    today: Date,
) -> Result<(), RenewError> {
    let delete_on = delete_on(&service, today);
    let service = services::want(tx, run.now, service.suspended(today), Wanted::Suspend, "unpaid")?;
    services::store::update(tx, &service)?;
    tell::changed(tx, run.now, &run.owner, &service, ServiceChange::Suspended, Some(delete_on))?;
    events::service(tx, run.now, &run.owner, EventKind::ServiceSuspended, &service)?;
    Ok(())
}

pub(super) fn warn(run: &mut Run<'_>, tx: &mut AccountTx, service: Service) -> Result<(), RenewError> {
    let service = service.warned();
    services::store::update(tx, &service)?;
    let on = service.next_step().map(|planned| planned.on);
    tell::changed(tx, run.now, &run.owner, &service, ServiceChange::DeletionSoon, on)?;
    Ok(())
}

/// The service and its data go, and its bill with them: what was never served is not owed.
pub(super) fn delete(
    run: &mut Run<'_>,
    tx: &mut AccountTx,
    service: Service,
    cause: &str,
) -> Result<(), RenewError> {
    let is_wish = service.renewal.deletes_on.is_some();
    let cause = if is_wish { "terminated" } else { cause };
    if let Some(open) = services::store::open_renewing(tx, service.id)? {
        give_up(tx, run.now, open.order)?;
    }
    over(run, tx, service, cause)
}

/// The period is over and no other was wanted.
pub(super) fn end(run: &mut Run<'_>, tx: &mut AccountTx, service: Service) -> Result<(), RenewError> {
    if let Some(open) = services::store::open_renewing(tx, service.id)? {
        give_up(tx, run.now, open.order)?;
    }
    let service = gone(tx, run.now, &run.owner, service, "terminated")?;
    tell::changed(tx, run.now, &run.owner, &service, ServiceChange::Ended, None)?;
    Ok(())
}

fn over(run: &Run<'_>, tx: &mut AccountTx, service: Service, cause: &str) -> Result<(), RenewError> {
    let service = gone(tx, run.now, &run.owner, service, cause)?;
    tell::changed(tx, run.now, &run.owner, &service, ServiceChange::Deleted, None)?;
    Ok(())
}

/// Writes the end of a service, what is wished for the thing behind it, and the end of the termination asked for.
pub(crate) fn gone(
    tx: &mut AccountTx,
    now: Timestamp,
    owner: &Account,
    service: Service,
    cause: &str,
) -> Result<Service, db::Error> {
    let service = services::want(tx, now, service.ended(now), Wanted::Delete, cause)?;
    services::store::update(tx, &service)?;
    for mut termination in services::store::terminations_of(tx, service.id)? {
        if termination.state == TerminationState::Requested {
            termination.state = TerminationState::Done;
            termination.ended_at = Some(now);
            services::store::update_termination(tx, &termination)?;
        }
    }
    events::service(tx, now, owner, EventKind::ServiceTerminated, &service)?;
    Ok(service)
}

/// A renewal will not be paid: its order lapses, its services no longer wait for it, and its invoice, if there is
/// one, is taken back by a credit note and settled with it. What was paid of it before is the customer's credit.
pub(crate) fn give_up(tx: &mut AccountTx, now: Timestamp, order: OrderId) -> Result<(), RenewError> {
    let renewing = services::store::renewing_of_order(tx, order)?;
    for mut one in renewing.iter().copied().filter(|one| one.state == RenewalState::Open) {
        one.state = RenewalState::Dropped;
        services::store::update_renewing(tx, now, &one)?;
    }
    orders::lapse(tx, order)?;
    if renewing.iter().any(|one| one.cause == RenewalCause::Automatic) {
        take_back(tx, now, order)?;
        debts::paid_otherwise(tx, order)?;
    }
    Ok(())
}

fn take_back(tx: &mut AccountTx, now: Timestamp, order: OrderId) -> Result<(), RenewError> {
    for invoice in invoicing::store::of_order(tx, order)? {
        if invoice.is_paid() {
            continue;
        }
        let (of, lines) = (invoice.id, invoicing::left_of(tx, invoice.id)?);
        let cause = format!("order/{order}/given-up");
        let id = InvoiceId::digest(&[of.uuid().as_bytes(), cause.as_bytes()]);
        let (money, grant) = (CreditUse::Kept, None);
        invoicing::credit(tx, now, &NewCredit { id, of, cause, lines, money, grant })?;
        invoicing::apply(tx, now, &invoice)?;
    }
    Ok(())
}
