//! End a service: with its period, or at once after a link in an e-mail; and think better of it.

use accounts::Account;
use accounts::token::CustomerToken;
use db::AccountTx;
use kernel::{AccountId, Date, ServiceId, SignedDuration, Timestamp};
use mail::{Email, TerminationLink, TerminationNoted};
use services::{
    FutureUse, LeaveReason, Refusal, Service, Termination, TerminationId, TerminationKind, TerminationState,
};

use crate::{Cx, Unconfigured, announce, renew};

/// What the owner says of a termination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaving {
    /// Drawn with the form: sent twice, it is one termination.
    pub id: TerminationId,
    /// Why.
    pub reason: LeaveReason,
    /// What comes next.
    pub future_use: FutureUse,
    /// The owner's own words; cut to [`services::COMMENT_CHARS_MAX`].
    pub comment: String,
}

/// What whoever confirms a termination adds to what was said when it was asked for; what is `None` stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Added {
    /// Why.
    pub reason: Option<LeaveReason>,
    /// What comes next.
    pub future_use: Option<FutureUse>,
    /// The owner's own words; cut to [`services::COMMENT_CHARS_MAX`].
    pub comment: Option<String>,
}

/// How many links for one service are sent within a day at the most: nobody's mailbox is flooded.
const LINKS_PER_DAY_MAX: usize = 5;

/// Why the link of an e-mail deletes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkFault {
    /// Nobody was sent it.
    Unknown,
    /// It was too long ago.
    Expired,
    /// It was followed before.
    Used,
}

/// What a link in an e-mail is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// The service.
    pub service: Service,
    /// The termination the link confirms.
    pub termination: Termination,
    /// The day the data is gone if it is confirmed today, or why it confirms nothing.
    pub may: Result<Date, LinkRefusal>,
}

/// Why a link that was sent confirms nothing now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkRefusal {
    /// The link itself.
    Link(LinkFault),
    /// The service does not allow it.
    Service(Refusal),
}

/// The ways out of a service, each open or with the reason why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ways {
    /// The service.
    pub service: Service,
    /// The day its owner is free: the end of its period or of its commitment.
    pub end_on: Option<Date>,
    /// Until when a termination at expiry can be asked for and undone.
    pub until: Option<Timestamp>,
    /// To renew it by hand from now on.
    pub manual: Result<(), Refusal>,
    /// To end it with its period.
    pub at_expiry: Result<(), Refusal>,
    /// To think better of that.
    pub undo: Result<(), Refusal>,
    /// To have it deleted at once: the day its data would be gone.
    pub now: Result<Date, Refusal>,
    /// How many hours the link that confirms this works.
    pub link_hours: u16,
    /// The link that was sent last and still works.
    pub sent: Option<Termination>,
    /// The number of the order that waits for its money, where a bill is in the way.
    pub bill: Option<i64>,
}

/// Why nothing was terminated, or undone.
#[derive(Debug, thiserror::Error)]
pub enum TerminateError {
    /// The account has no such service.
    #[error("no such service")]
    NoService,
    /// The service does not allow it now.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The link does not work, or not any more.
    #[error("the link is {0:?}")]
    Link(LinkFault),
    /// As many links were sent today as one is sent in a day.
    #[error("{LINKS_PER_DAY_MAX} links were sent within a day")]
    TooOften,
    /// The running configuration lacks something.
    #[error(transparent)]
    Unconfigured(#[from] Unconfigured),
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// The ways out of a service, now.
///
/// # Errors
/// [`TerminateError::NoService`].
pub async fn ways(cx: &Cx, account: AccountId, service: ServiceId) -> Result<Ways, TerminateError> {
    let (inside, now) = (cx.clone(), cx.clock.now());
    cx.db
        .account(account)
        .read::<_, TerminateError, _>(move |tx| {
            let service = services::store::find(tx, service)?.ok_or(TerminateError::NoService)?;
            let today = inside.subsidiary(service.subsidiary)?.civil(now);
            let end = end(&inside, &service).ok();
            let at_end = |may: &dyn Fn(Timestamp) -> Result<(), Refusal>| {
                end.map_or(Err(Refusal::OneShot), |(end_at, _)| may(end_at))
            };
            let sent = services::store::terminations_of(tx, service.id)?;
            let bill = match services::store::open_renewing(tx, service.id)? {
                Some(open) => Some(orders::store::get(tx, open.order)?.number),
                None => None,
            };
            let deletes_on = gone_on(&inside, &service, now)?;
            Ok(Ways {
                end_on: end.map(|(_, end_on)| end_on),
                until: end.map(|(end_at, _)| service.last_change_at(end_at)),
                manual: service.may_switch(today, services::Mode::Manual),
                at_expiry: at_end(&|end_at| service.may_terminate(now, end_at)),
                undo: at_end(&|end_at| service.may_undo(now, end_at)),
                now: service.may_delete_now(today).map(|()| deletes_on),
                link_hours: service.renewal.rules.link_hours,
                sent: sent.into_iter().find(|termination| termination.is_open(now)),
                bill,
                service,
            })
        })
        .await
}

/// The service will end with its running period, or with its commitment where that is longer.
///
/// # Errors
/// See [`TerminateError`].
pub async fn terminate(
    cx: &Cx,
    account: AccountId,
    service: ServiceId,
    leaving: Leaving,
) -> Result<Service, TerminateError> {
    let (inside, now) = (cx.clone(), cx.clock.now());
    let service = cx
        .db
        .account(account)
        .write::<_, TerminateError, _>(move |tx| {
            let service = services::store::find(tx, service)?.ok_or(TerminateError::NoService)?;
            if services::store::find_termination(tx, leaving.id)?.is_some() {
                return Ok(service);
            }
            end_at_expiry(&inside, tx, now, service, &leaving)
        })
        .await?;
    cx.wake.ring();
    Ok(service)
}

/// As [`terminate`], in the account's transaction.
pub(crate) fn end_at_expiry(
    cx: &Cx,
    tx: &mut AccountTx,
    now: Timestamp,
    mut service: Service,
    leaving: &Leaving,
) -> Result<Service, TerminateError> {
    let (end_at, end_on) = end(cx, &service)?;
    service.may_terminate(now, end_at)?;
    service.renewal.is_ending = true;
    services::store::update(tx, &service)?;
    let state = TerminationState::Requested;
    let termination = Termination {
        effective_on: Some(end_on),
        state,
        ..noted(now, service.id, TerminationKind::AtExpiry, leaving)
    };
    services::store::insert_termination(tx, &termination)?;
    tell(tx, now, &service, &leaving.id.to_string(), (false, false), end_on)?;
    Ok(service)
}

/// The service goes on after all.
///
/// # Errors
/// See [`TerminateError`].
pub async fn undo(cx: &Cx, account: AccountId, service: ServiceId) -> Result<Service, TerminateError> {
    let (inside, now) = (cx.clone(), cx.clock.now());
    let service = cx
        .db
        .account(account)
        .write::<_, TerminateError, _>(move |tx| {
            let service = services::store::find(tx, service)?.ok_or(TerminateError::NoService)?;
            go_on(&inside, tx, now, service)
        })
        .await?;
    cx.wake.ring();
    Ok(service)
}

/// As [`undo`], in the account's transaction.
pub(crate) fn go_on(
    cx: &Cx,
    tx: &mut AccountTx,
    now: Timestamp,
    mut service: Service,
) -> Result<Service, TerminateError> {
    let (end_at, end_on) = end(cx, &service)?;
    service.may_undo(now, end_at)?;
    service.renewal.is_ending = false;
    service.renewal.noticed_on = Some(cx.subsidiary(service.subsidiary)?.civil(now));
    services::store::update(tx, &service)?;
    for mut termination in services::store::terminations_of(tx, service.id)? {
        if termination.state == TerminationState::Requested {
            termination.state = TerminationState::Undone;
            termination.ended_at = Some(now);
            services::store::update_termination(tx, &termination)?;
            tell(tx, now, &service, &format!("{}/undone", termination.id), (true, false), end_on)?;
        }
    }
    Ok(service)
}

/// Asks for a service to be deleted at once: nothing happens until the link in the e-mail is followed.
///
/// # Errors
/// See [`TerminateError`].
pub async fn delete_now(
    cx: &Cx,
    account: AccountId,
    service: ServiceId,
    leaving: Leaving,
) -> Result<(), TerminateError> {
    let (inside, now, token) = (cx.clone(), cx.clock.now(), CustomerToken::draw(&cx.random, account));
    cx.db
        .account(account)
        .write::<_, TerminateError, _>(move |tx| {
            let service = services::store::find(tx, service)?.ok_or(TerminateError::NoService)?;
            if services::store::find_termination(tx, leaving.id)?.is_some() {
                return Ok(());
            }
            service.may_delete_now(inside.subsidiary(service.subsidiary)?.civil(now))?;
            let day_ago = now.checked_sub(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MIN);
            let is_link =
                |sent: &&Termination| sent.kind == TerminationKind::Immediate && sent.asked_at > day_ago;
            let sent = services::store::terminations_of(tx, service.id)?;
            if sent.iter().filter(is_link).count() >= LINKS_PER_DAY_MAX {
                return Err(TerminateError::TooOften);
            }
            let hours = service.renewal.rules.link_hours;
            let expires_at = now.checked_add(SignedDuration::from_hours(i64::from(hours)));
            let termination = Termination {
                token_hash: Some(token.hash()),
                expires_at: Some(expires_at.unwrap_or(Timestamp::MAX)),
                ..noted(now, service.id, TerminationKind::Immediate, &leaving)
            };
            services::store::insert_termination(tx, &termination)?;
            let owner = accounts::account::get(tx)?;
            let email = Email::TerminationLink(TerminationLink {
                service: service.name.clone(),
                product: service.description.clone(),
                hours,
                path: link_path(leaving.id, &token),
            });
            announce::tell(tx, now, &owner, &format!("termination/{}/link", leaving.id), &email)?;
            Ok(())
        })
        .await?;
    cx.wake.ring();
    Ok(())
}

/// The path of the link, in the form that programs look for in the e-mails of their customer.
fn link_path(id: TerminationId, token: &CustomerToken) -> String {
    let id = id.to_string().replace('-', "");
    format!("/billing/confirmTerminate?id={id}&token={}", token.reveal())
}

/// What a link is about, without using it up.
///
/// # Errors
/// [`TerminateError::Link`] when nobody was sent it.
pub async fn asked(cx: &Cx, token: &CustomerToken) -> Result<Linked, TerminateError> {
    let (inside, now, token) = (cx.clone(), cx.clock.now(), token.clone());
    cx.db
        .account(token.owner())
        .read::<_, TerminateError, _>(move |tx| {
            let (termination, service) = linked(tx, &token)?;
            let today = inside.subsidiary(service.subsidiary)?.civil(now);
            let deletes_on = gone_on(&inside, &service, now)?;
            let open = may_follow(&termination, now).map_err(LinkRefusal::Link);
            let may = open.and_then(|()| service.may_delete_now(today).map_err(LinkRefusal::Service));
            Ok(Linked { service, termination, may: may.map(|()| deletes_on) })
        })
        .await
}

/// The link was followed and confirmed: the service is closed at once, and deleted after the days of its family.
///
/// # Errors
/// See [`TerminateError`].
pub async fn confirm(cx: &Cx, token: &CustomerToken, added: Added) -> Result<Service, TerminateError> {
    let (inside, now, token) = (cx.clone(), cx.clock.now(), token.clone());
    let service = cx
        .db
        .account(token.owner())
        .write::<_, TerminateError, _>(move |tx| {
            let (mut termination, mut service) = linked(tx, &token)?;
            may_follow(&termination, now).map_err(TerminateError::Link)?;
            let today = inside.subsidiary(service.subsidiary)?.civil(now);
            service.may_delete_now(today)?;
            let deletes_on = gone_on(&inside, &service, now)?;
            service.renewal.deletes_on = Some(deletes_on);
            service.renewal.suspended_on = Some(today);
            let service = services::want(tx, now, service, services::Wanted::Suspend, "terminated")?;
            services::store::update(tx, &service)?;
            termination.state = TerminationState::Requested;
            termination.effective_on = Some(deletes_on);
            termination.reason = added.reason.unwrap_or(termination.reason);
            termination.future_use = added.future_use.unwrap_or(termination.future_use);
            if let Some(comment) = &added.comment {
                termination.comment = cut(comment);
            }
            services::store::update_termination(tx, &termination)?;
            tell(tx, now, &service, &termination.id.to_string(), (false, true), deletes_on)?;
            Ok(service)
        })
        .await?;
    cx.wake.ring();
    Ok(service)
}

/// The termination a link confirms, and its service. The hash stays when the link was used, so that it is known then.
fn linked(tx: &mut AccountTx, token: &CustomerToken) -> Result<(Termination, Service), TerminateError> {
    let found = services::store::termination_by_token(tx, &token.hash())?;
    let termination = found.ok_or(TerminateError::Link(LinkFault::Unknown))?;
    let service = services::store::get(tx, termination.service)?;
    Ok((termination, service))
}

fn may_follow(termination: &Termination, now: Timestamp) -> Result<(), LinkFault> {
    match termination.state {
        TerminationState::Asked if termination.is_open(now) => Ok(()),
        TerminationState::Asked => Err(LinkFault::Expired),
        TerminationState::Requested | TerminationState::Undone | TerminationState::Done => {
            Err(LinkFault::Used)
        }
    }
}

fn gone_on(cx: &Cx, service: &Service, now: Timestamp) -> Result<Date, TerminateError> {
    let today = cx.subsidiary(service.subsidiary)?.civil(now);
    let days = service.renewal.rules.immediate_delete_days;
    Ok(services::days_after(today, days))
}

/// The instant and the day on which the owner of a service is free: the end of its running period, or of its
/// commitment where that is longer.
fn end(cx: &Cx, service: &Service) -> Result<(Timestamp, Date), TerminateError> {
    let Some(end_on) = service.earliest_end_on() else { return Err(Refusal::OneShot.into()) };
    Ok((cx.subsidiary(service.subsidiary)?.start_of(end_on), end_on))
}

fn cut(comment: &str) -> String {
    comment.chars().take(services::COMMENT_CHARS_MAX).collect()
}

fn noted(now: Timestamp, service: ServiceId, kind: TerminationKind, leaving: &Leaving) -> Termination {
    Termination {
        id: leaving.id,
        service,
        kind,
        state: TerminationState::Asked,
        reason: leaving.reason,
        future_use: leaving.future_use,
        comment: cut(&leaving.comment),
        token_hash: None,
        asked_at: now,
        expires_at: None,
        effective_on: None,
        ended_at: None,
    }
}

fn tell(
    tx: &mut AccountTx,
    now: Timestamp,
    service: &Service,
    cause: &str,
    (is_undone, is_immediate): (bool, bool),
    on: Date,
) -> Result<(), db::Error> {
    let owner = accounts::account::get(tx)?;
    let email = Email::TerminationNoted(TerminationNoted {
        is_undone,
        is_immediate,
        service: service.name.clone(),
        product: service.description.clone(),
        on,
        path: announce::service_path(service),
    });
    announce::tell(tx, now, &owner, &format!("termination/{cause}/noted"), &email)
}

/// Ends what an order delivered, because its customer withdrew from it.
pub(crate) fn end_of_order(
    tx: &mut AccountTx,
    now: Timestamp,
    owner: &Account,
    found: Vec<Service>,
) -> Result<(), db::Error> {
    for service in found {
        match service.state {
            services::ServiceState::InCreation | services::ServiceState::Expired => {}
            services::ServiceState::Ok
            | services::ServiceState::PendingDebt
            | services::ServiceState::UnPaid => {
                renew::gone(tx, now, owner, service, "withdrawn")?;
            }
        }
    }
    Ok(())
}
