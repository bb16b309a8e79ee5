//! Change several things of a service at once, as programs do: all of them, or none.

use db::AccountTx;
use kernel::{AccountId, Months, ServiceId, Timestamp};
use services::{FutureUse, LeaveReason, Mode, Refusal, RenameError, Service, TerminationId};

use crate::month::{Renewal, WishError, configured};
use crate::terminate::{Leaving, TerminateError, end_at_expiry, go_on};
use crate::{Cx, Unconfigured};

/// How a service is to look afterwards; what is `None`, or is so already, stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Its owner's own name for it; empty for none.
    pub label: Option<String>,
    /// Whether it renews by itself. What is to end does not, whatever is said here.
    pub is_automatic: Option<bool>,
    /// For how long at a time it renews.
    pub every: Option<Months>,
    /// Whether it is to end, and with what.
    pub ending: Option<Ending>,
}

/// Whether a service is to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It goes on.
    Never,
    /// As soon as its owner is free: with its running period, or with its commitment where that is longer.
    WhenFree,
    /// With its running period, which no commitment may outlast.
    WithPeriod,
    /// With its commitment, which it must have.
    WithCommitment,
}

/// Why a service stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum AlterError {
    /// The account has no such service.
    #[error("no such service")]
    NoService,
    /// The name is too long.
    #[error("the name is longer than {} characters", services::LABEL_CHARS_MAX)]
    Label,
    /// Its renewal cannot be so.
    #[error(transparent)]
    Renewal(WishError),
    /// It cannot end, or go on.
    #[error(transparent)]
    Ending(TerminateError),
    /// It is to end with a commitment that it does not have.
    #[error("the service has no commitment")]
    NotCommitted,
    /// The running configuration lacks something.
    #[error(transparent)]
    Unconfigured(#[from] Unconfigured),
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Makes a service look as it is wished; asked again, it does already. `id` is of the termination this may be.
///
/// # Errors
/// See [`AlterError`]; nothing changed then.
pub async fn alter(
    cx: &Cx,
    account: AccountId,
    service: ServiceId,
    changes: Changes,
    id: TerminationId,
) -> Result<Service, AlterError> {
    let (inside, now) = (cx.clone(), cx.clock.now());
    let change = move |tx: &mut AccountTx| altered(&inside, tx, now, service, &changes, id);
    let service = cx.db.account(account).write::<_, AlterError, _>(change).await?;
    cx.wake.ring();
    Ok(service)
}

fn altered(
    cx: &Cx,
    tx: &mut AccountTx,
    now: Timestamp,
    id: ServiceId,
    changes: &Changes,
    termination: TerminationId,
) -> Result<Service, AlterError> {
    let mut service = services::store::find(tx, id)?.ok_or(AlterError::NoService)?;
    if let Some(label) = &changes.label {
        service = services::rename(tx, id, label).map_err(renamed)?;
    }
    let is_to_end = changes.ending.map(|ending| ending != Ending::Never);
    if is_to_end == Some(false) && service.renewal.is_ending {
        service = go_on(cx, tx, now, service).map_err(AlterError::Ending)?;
    }
    if let Some(wish) = wish(&service, changes) {
        service = configured(cx, tx, now, id, wish).map_err(AlterError::Renewal)?;
        services::store::update(tx, &service)?;
    }
    if let Some(ending) = changes.ending.filter(|ending| *ending != Ending::Never) {
        may_end(cx, now, &service, ending)?;
        if !service.renewal.is_ending {
            let (reason, future_use) = (LeaveReason::NoAnswer, FutureUse::NoAnswer);
            let leaving = Leaving { id: termination, reason, future_use, comment: String::new() };
            service = end_at_expiry(cx, tx, now, service, &leaving).map_err(AlterError::Ending)?;
        }
    }
    Ok(service)
}

/// How it is to renew, where that is not how it does.
fn wish(service: &Service, changes: &Changes) -> Option<Renewal> {
    let current = &service.renewal;
    let ends = changes.ending.is_some_and(|ending| ending != Ending::Never);
    let is_automatic = changes.is_automatic.filter(|_| !ends).unwrap_or(current.mode.is_automatic());
    let every = changes.every.or(current.every);
    if is_automatic == current.mode.is_automatic() && every == current.every {
        return None;
    }
    let other = if is_automatic { Mode::Automatic } else { Mode::Manual };
    let mode = if is_automatic == current.mode.is_automatic() { current.mode } else { other };
    // What has no next period is refused whatever its length.
    Some(Renewal { mode, every: every.unwrap_or(Months::new(1)), day: current.day })
}

/// Whether the end that is wished is the one it would have.
fn may_end(cx: &Cx, now: Timestamp, service: &Service, ending: Ending) -> Result<(), AlterError> {
    let today = cx.subsidiary(service.subsidiary)?.civil(now);
    let until = service.commitment_until_on.filter(|_| service.is_committed(today));
    match (ending, until) {
        (Ending::Never | Ending::WhenFree, _)
        | (Ending::WithPeriod, None)
        | (Ending::WithCommitment, Some(_)) => Ok(()),
        (Ending::WithCommitment, None) => Err(AlterError::NotCommitted),
        (Ending::WithPeriod, Some(until)) => {
            if service.period.is_some_and(|period| until <= period.end()) {
                return Ok(());
            }
            Err(AlterError::Ending(Refusal::Committed { until }.into()))
        }
    }
}

fn renamed(error: RenameError) -> AlterError {
    match error {
        RenameError::NoService => AlterError::NoService,
        RenameError::TooLong => AlterError::Label,
        RenameError::Db(error) => error.into(),
    }
}
