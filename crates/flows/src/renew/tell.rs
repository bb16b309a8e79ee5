//! The e-mails of a service's month, each written in the transaction of its cause and once per cause.

use accounts::Account;
use db::AccountTx;
use kernel::{Date, Money, MoneyError, Timestamp};
use mail::{DueReason, Email, RenewalDue, RenewalNotice, RenewingService, ServiceChange, ServiceChanged};
use orders::Order;
use services::{Planned, Service};

use super::bill::Wanted;
use crate::announce;

/// Notices and reminders of one account, gathered into one e-mail each.
#[derive(Debug, Default)]
pub(super) struct Notices {
    automatic: Option<Gathered>,
    manual: Option<Gathered>,
}

/// What one e-mail tells.
#[derive(Debug)]
struct Gathered {
    cause: String,
    services: Vec<RenewingService>,
    /// Where its reader goes on: the page of the only service, or the list.
    path: String,
}

impl Notices {
    pub(super) fn automatic(&mut self, wanted: &Wanted, planned: Planned) -> Result<(), MoneyError> {
        add(&mut self.automatic, wanted, planned)
    }

    pub(super) fn manual(&mut self, wanted: &Wanted, planned: Planned) -> Result<(), MoneyError> {
        add(&mut self.manual, wanted, planned)
    }

    pub(super) fn post(self, tx: &mut AccountTx, now: Timestamp, owner: &Account) -> Result<(), db::Error> {
        for (is_manual, notices) in [(false, self.automatic), (true, self.manual)] {
            let Some(Gathered { cause, services, path }) = notices else { continue };
            let email = Email::RenewalNotice(RenewalNotice { is_manual, services, path });
            announce::tell(tx, now, owner, &cause, &email)?;
        }
        Ok(())
    }
}

fn add(notices: &mut Option<Gathered>, wanted: &Wanted, planned: Planned) -> Result<(), MoneyError> {
    let line = line(wanted)?;
    match notices {
        Some(others) => {
            others.services.push(line);
            others.path = "/services".to_owned();
        }
        // Unique by its first service: a step is taken once.
        None => {
            let cause = format!("service/{}/{}/{}", wanted.service.id, line.on, planned.step.code());
            let path = announce::service_path(&wanted.service);
            *notices = Some(Gathered { cause, services: vec![line], path });
        }
    }
    Ok(())
}

fn line(wanted: &Wanted) -> Result<RenewingService, MoneyError> {
    Ok(RenewingService {
        service: wanted.service.name.clone(),
        product: wanted.service.description.clone(),
        on: wanted.next.period.start(),
        net: wanted.net()?,
    })
}

/// A bill has to be paid by its reader.
pub(super) fn due(
    tx: &mut AccountTx,
    now: Timestamp,
    owner: &Account,
    (order, amount): (&Order, Money),
    wanted: &[Wanted],
    reason: DueReason,
    method: Option<String>,
    suspend_on: Date,
) -> Result<(), db::Error> {
    let email = Email::RenewalDue(RenewalDue {
        reason,
        order: order.number,
        amount,
        method,
        services: wanted.iter().filter_map(|one| line(one).ok()).collect(),
        suspend_on,
        path: format!("/orders/{}/pay", order.number),
    });
    announce::tell(tx, now, owner, &format!("order/{}/due", order.id), &email)
}

/// Something became of a service: once for the period it was about.
pub(super) fn changed(
    tx: &mut AccountTx,
    now: Timestamp,
    owner: &Account,
    service: &Service,
    change: ServiceChange,
    on: Option<Date>,
) -> Result<(), db::Error> {
    let word = match change {
        ServiceChange::Suspended => "suspended",
        ServiceChange::DeletionSoon => "deletion-soon",
        ServiceChange::Deleted => "deleted",
        ServiceChange::Reopened => "reopened",
        ServiceChange::Renewed => "renewed",
        ServiceChange::Ended => "ended",
    };
    let end = service.period.map(|period| period.end().to_string()).unwrap_or_default();
    let path = announce::service_path(service);
    let email = Email::ServiceChanged(ServiceChanged {
        change,
        service: service.name.clone(),
        product: service.description.clone(),
        on,
        path,
    });
    announce::tell(tx, now, owner, &format!("service/{}/{end}/{word}", service.id), &email)
}
