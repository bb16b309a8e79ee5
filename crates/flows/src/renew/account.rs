//! One account's due steps, in one transaction; the charges after it.

use std::collections::BTreeSet;

use accounts::Account;
use db::AccountTx;
use kernel::{AccountId, AttemptId, Date, MoneyError, OrderId, PeriodError, ServiceId, Timestamp};
use orders::Order;
use payments::{Begun, Method};
use services::{Due, Planned, Service, Step};

use super::{bill, dun, retry_at, tell};
use crate::{Cx, Unconfigured, pay};

/// Why an account's steps were not taken.
#[derive(Debug, thiserror::Error)]
pub enum RenewError {
    /// Its invoice could not be issued.
    #[error(transparent)]
    Issue(#[from] invoicing::IssueError),
    /// Its invoice could not be taken back.
    #[error(transparent)]
    Credit(#[from] invoicing::CreditError),
    /// Its invoice could not be settled.
    #[error(transparent)]
    Settle(#[from] invoicing::SettleError),
    /// Its order does not follow.
    #[error(transparent)]
    Paid(#[from] orders::PaidError),
    /// Its money could not be sent back.
    #[error(transparent)]
    Refund(#[from] payments::RefundError),
    /// The collection could not be begun.
    #[error(transparent)]
    Begin(#[from] payments::BeginError),
    /// The amounts do not add up.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The dates do not follow.
    #[error(transparent)]
    Period(#[from] PeriodError),
    /// The running configuration lacks something.
    #[error(transparent)]
    Unconfigured(#[from] Unconfigured),
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

impl RenewError {
    /// Whether it may pass by itself: then nobody is told, and it is simply tried again.
    fn is_passing(&self) -> bool {
        matches!(self, RenewError::Db(db::Error::Unavailable { .. } | db::Error::Unknown(_)))
    }
}

/// What a run did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ran {
    /// Services looked at.
    pub services: u64,
    /// Of them, those billed for another period.
    pub billed: u64,
    /// Bills that were collected at once.
    pub collected: u64,
    /// Services that could not be worked on.
    pub held: u64,
}

impl Ran {
    /// Adds what another run did.
    pub fn add(&mut self, other: &Ran) {
        self.services += other.services;
        self.billed += other.billed;
        self.collected += other.collected;
        self.held += other.held;
    }
}

/// A charge to make after the commit.
pub(super) struct Charge {
    pub(super) order: Order,
    pub(super) begun: Begun,
}

/// What is drawn before the transaction, for each service that may need it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Drawn {
    pub(super) service: ServiceId,
    pub(super) order: OrderId,
    /// Only where the next period may be billed.
    pub(super) number: Option<i64>,
    pub(super) attempt: AttemptId,
}

/// The account's side of a run, as its transaction goes.
pub(super) struct Run<'r> {
    pub(super) cx: &'r Cx,
    pub(super) now: Timestamp,
    pub(super) owner: Account,
    /// The default method, whether or not it can be charged.
    pub(super) method: Option<Method>,
    pub(super) drawn: &'r [Drawn],
    pub(super) charges: Vec<Charge>,
    pub(super) ran: Ran,
    /// Orders whose collection was tried again already, and those that were given up.
    pub(super) seen: BTreeSet<OrderId>,
}

/// Takes the due steps of an account's services and makes the charges that follow.
pub(super) async fn work(cx: &Cx, account: AccountId, due: Vec<Due>) -> Result<Ran, db::Error> {
    match steps(cx, account, &due).await {
        Ok((ran, charges)) => Ok(charged(cx, account, ran, charges).await),
        Err(error) if error.is_passing() => {
            tracing::warn!(%account, %error, "the services of an account are looked at again");
            Ok(Ran::default())
        }
        // One of them is broken: each for itself, so that the others go on.
        Err(_) if due.len() > 1 => {
            let mut ran = Ran::default();
            for one in due {
                ran.add(&Box::pin(work(cx, account, vec![one])).await?);
            }
            Ok(ran)
        }
        Err(error) => {
            let mut ran = Ran { services: due.len() as u64, ..Ran::default() };
            for one in due {
                hold(cx, account, one.service, &error.to_string()).await?;
                ran.held += 1;
            }
            Ok(ran)
        }
    }
}

async fn hold(cx: &Cx, account: AccountId, service: ServiceId, reason: &str) -> Result<(), db::Error> {
    tracing::error!(%account, %service, reason, "a service was put aside; the desk sees it");
    let (now, reason) = (cx.clock.now(), reason.to_owned());
    let put = move |tx: &mut AccountTx| {
        services::store::hold(tx, now, service, &reason, |tries| retry_at(now, tries)).map(|_| ())
    };
    cx.db.account(account).write(put).await
}

async fn steps(cx: &Cx, account: AccountId, due: &[Due]) -> Result<(Ran, Vec<Charge>), RenewError> {
    let now = cx.clock.now();
    let mut drawn = Vec::with_capacity(due.len());
    for one in due {
        let may_bill = one.end_on == Some(one.on);
        drawn.push(Drawn {
            service: one.service,
            order: cx.random.id(now),
            number: if may_bill { Some(cx.numbers.next(&cx.db).await?) } else { None },
            attempt: cx.random.id(now),
        });
    }
    let inside = cx.clone();
    cx.db
        .account(account)
        .write::<_, RenewError, _>(move |tx| {
            let mut run = Run {
                cx: &inside,
                now,
                owner: accounts::account::get(tx)?,
                method: payments::store::default_method(tx)?,
                drawn: &drawn,
                charges: Vec::new(),
                ran: Ran::default(),
                seen: BTreeSet::new(),
            };
            run.all(tx)?;
            Ok((run.ran, run.charges))
        })
        .await
}

async fn charged(cx: &Cx, account: AccountId, mut ran: Ran, charges: Vec<Charge>) -> Ran {
    for Charge { order, begun } in charges {
        match pay::charge(cx, account, &order, begun, None).await {
            Ok(pay::PayOutcome::Paid) => ran.collected += 1,
            Ok(
                pay::PayOutcome::Pending
                | pay::PayOutcome::Redirect(_)
                | pay::PayOutcome::Refused(_)
                | pay::PayOutcome::Closed,
            ) => {}
            // The attempt stands: the reconciler of payments asks what became of it.
            Err(error) => tracing::warn!(order = order.number, %error, "the end of a collection is unknown"),
        }
    }
    ran
}

impl Run<'_> {
    fn all(&mut self, tx: &mut AccountTx) -> Result<(), RenewError> {
        let ids: Vec<ServiceId> = self.drawn.iter().map(|drawn| drawn.service).collect();
        let mut told = tell::Notices::default();
        let mut bills: Vec<bill::Wanted> = Vec::new();
        for service in services::store::of_ids(tx, &ids)? {
            self.ran.services += 1;
            let today = self.cx.subsidiary(service.subsidiary)?.civil(self.now);
            let Some(planned) = service.due_step(today) else {
                // Nothing is due any more, or yet: only its day was old.
                services::store::update(tx, &service)?;
                continue;
            };
            if planned.step == Step::Renew && self.drawn(service.id).number.is_none() {
                // Its notices were missed: they are past, and its bill is next.
                services::store::update(tx, &service.told_of(planned_before(planned)))?;
                continue;
            }
            self.step(tx, service, planned, today, &mut told, &mut bills)?;
        }
        bill::all(self, tx, bills)?;
        told.post(tx, self.now, &self.owner)?;
        Ok(())
    }

    pub(super) fn drawn(&self, service: ServiceId) -> Drawn {
        *self.drawn.iter().find(|drawn| drawn.service == service).unwrap_or(&self.drawn[0])
    }

    fn step(
        &mut self,
        tx: &mut AccountTx,
        service: Service,
        planned: Planned,
        today: Date,
        told: &mut tell::Notices,
        bills: &mut Vec<bill::Wanted>,
    ) -> Result<(), RenewError> {
        let unpaid = dun::unpaid(tx, &service, planned.step)?;
        if let Some(unpaid) = &unpaid
            && dun::must_wait(self, tx, &service, unpaid)?
        {
            return Ok(());
        }
        // The end of the period it is about; one wanted gone at once is about its own day.
        let end = service.period.map_or(planned.on, |period| period.end());
        // What is computed comes before what is written: a service whose numbers are wrong is put aside whole.
        let wanted = match planned.step {
            Step::Renew | Step::Notice(_) | Step::Reminder(_) => Some(bill::Wanted::of(&service)?),
            Step::Retry(_) | Step::Suspend | Step::Warn | Step::Delete | Step::End => None,
        };
        if !services::store::take_step(tx, self.now, service.id, end, planned.step)? {
            let reason = format!("{} was taken before", planned.step.code());
            let now = self.now;
            services::store::hold(tx, now, service.id, &reason, |tries| retry_at(now, tries))?;
            self.ran.held += 1;
            return Ok(());
        }
        match (planned.step, wanted) {
            (Step::Notice(_), Some(wanted)) => {
                told.automatic(&wanted, planned)?;
                services::store::update(tx, &service.told_of(planned))?;
            }
            (Step::Reminder(_), Some(wanted)) => {
                told.manual(&wanted, planned)?;
                services::store::update(tx, &service.told_of(planned))?;
            }
            (Step::Renew, Some(wanted)) => {
                // A wish for other days that nobody has paid makes room for the bill.
                if let Some(open) = unpaid {
                    dun::give_up(tx, self.now, open.order)?;
                }
                bills.push(wanted);
            }
            (Step::Retry(time), _) => dun::retry(self, tx, service, unpaid, (time, today))?,
            (Step::Suspend, _) => dun::suspend(self, tx, service, today)?,
            (Step::Warn, _) => dun::warn(self, tx, service)?,
            (Step::Delete, _) => dun::delete(self, tx, service, "unpaid")?,
            (Step::End, _) => dun::end(self, tx, service)?,
            (Step::Notice(_) | Step::Reminder(_) | Step::Renew, None) => {}
        }
        Ok(())
    }

    /// The default method, if it can be charged on this day and its provider is in use.
    pub(super) fn usable_method(&self, today: Date) -> Option<&Method> {
        let is_in_use = |method: &&Method| self.cx.gateways.get(&method.gateway).is_ok();
        self.method.as_ref().filter(|method| method.is_usable(today)).filter(is_in_use)
    }
}

/// The day before a step, up to which notices are past.
fn planned_before(planned: Planned) -> Planned {
    Planned { on: planned.on.yesterday().unwrap_or(planned.on), ..planned }
}
