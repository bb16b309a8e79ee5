//! What the owner of services does with their renewal: choose how, pay early or late, bring them to one date.

use db::AccountTx;
use jurisdictions::Totals;
use kernel::{AccountId, Date, Money, Months, OrderId, ServiceId, Timestamp};
use orders::Order;
use services::rent::RentLine;
use services::{Mode, Refusal, RenewalCause, Renewing, Service};

use crate::renew::{self, Bill, RenewError, Wanted};
use crate::{Cx, Unconfigured};

/// How a service is to renew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Renewal {
    /// Automatic or by hand.
    pub mode: Mode,
    /// For how long at a time.
    pub every: Months,
    /// On which day of the month, where its family lets its owner choose.
    pub day: Option<u8>,
}

/// Why an owner's wish was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum WishError {
    /// The account has no such service.
    #[error("no such service")]
    NoService,
    /// Nothing was chosen.
    #[error("no service was chosen")]
    Nothing,
    /// A service does not allow it now.
    #[error("{service}: {refusal}")]
    Refused {
        /// The service's technical name.
        service: String,
        /// Why.
        refusal: Refusal,
    },
    /// Automatic renewal needs a default payment method.
    #[error("automatic renewal needs a default payment method")]
    NoMethod,
    /// The default payment method has expired, or cannot be charged any more.
    #[error("the default payment method cannot be charged")]
    Method,
    /// Services of two legal entities or two currencies do not fit on one order.
    #[error("these services cannot be on one order")]
    Mixed,
    /// Another payment for one of the services may still take money.
    #[error("another payment for a service is still being made")]
    InProgress,
    /// The renewal cannot be computed or written.
    #[error(transparent)]
    Renew(#[from] RenewError),
    /// The running configuration lacks something.
    #[error(transparent)]
    Unconfigured(#[from] Unconfigured),
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// A day on which something will be taken, and how much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Debit {
    /// The day.
    pub on: Date,
    /// Until when it pays, without that day.
    pub until: Date,
    /// What for, before tax.
    pub lines: Vec<RentLine>,
    /// How much, with taxes as they are today.
    pub totals: Totals,
}

/// What a renewal by hand or an alignment will cost, before anything is ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenewalQuote {
    /// Each service, with the end of what is paid before and after, and the price before tax.
    pub services: Vec<RenewalOf>,
    /// What is due.
    pub totals: Totals,
}

/// One service of a renewal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenewalOf {
    /// The service.
    pub service: Service,
    /// From when on it is paid again: the end of what is paid now, even when that has passed.
    pub from: Date,
    /// Until when, without that day.
    pub until: Date,
    /// What for, before tax.
    pub lines: Vec<RentLine>,
    /// What it costs, before tax.
    pub net: Money,
}

/// What is wished for several services at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extension {
    /// So many months more.
    For(Months),
    /// Up to one date.
    UpTo(Date),
}

/// Chooses how a service renews. Automatic renewal needs a default method that can be charged.
///
/// # Errors
/// See [`WishError`].
pub async fn configure(
    cx: &Cx,
    account: AccountId,
    service: ServiceId,
    renewal: Renewal,
) -> Result<Service, WishError> {
    let (inside, now) = (cx.clone(), cx.clock.now());
    cx.db
        .account(account)
        .write::<_, WishError, _>(move |tx| {
            let after = configured(&inside, tx, now, service, renewal)?;
            services::store::update(tx, &after)?;
            Ok(after)
        })
        .await
}

/// The next days on which a service will be charged if it renews like this, before that is confirmed.
///
/// # Errors
/// See [`WishError`].
pub async fn forecast(
    cx: &Cx,
    account: AccountId,
    service: ServiceId,
    renewal: Renewal,
    count: u8,
) -> Result<Vec<Debit>, WishError> {
    let (inside, now) = (cx.clone(), cx.clock.now());
    cx.db
        .account(account)
        .read::<_, WishError, _>(move |tx| {
            let mut service = configured(&inside, tx, now, service, renewal)?;
            let mut debits = Vec::new();
            for _ in 0..count {
                let Some(debit) = next_debit(&inside, now, &service)? else { break };
                let Some(next) = service.next_period().map_err(RenewError::from)? else { break };
                let renewing = Renewing::new(service.order, service.id, RenewalCause::Automatic, &next);
                service = service.renewed(&renewing, debit.on).map_err(RenewError::from)?;
                debits.push(debit);
            }
            Ok(debits)
        })
        .await
}

/// What the next period of a service costs, and from when on: the next debit of one that renews by itself. `None`
/// when it has no next period.
///
/// # Errors
/// See [`WishError`].
pub fn next_debit(cx: &Cx, now: Timestamp, service: &Service) -> Result<Option<Debit>, WishError> {
    if service.next_period().map_err(RenewError::from)?.is_none() {
        return Ok(None);
    }
    let wanted = [Wanted::of(service)?];
    let totals = Bill::new(cx, now, &wanted)?.totals;
    let [Wanted { next, lines, .. }] = wanted;
    Ok(Some(Debit { on: next.period.start(), until: next.period.end(), lines, totals }))
}

/// The service as it renews then; nothing is written.
pub(crate) fn configured(
    cx: &Cx,
    tx: &mut AccountTx,
    now: Timestamp,
    service: ServiceId,
    renewal: Renewal,
) -> Result<Service, WishError> {
    let service = services::store::find(tx, service)?.ok_or(WishError::NoService)?;
    let today = cx.subsidiary(service.subsidiary)?.civil(now);
    let name = service.name.clone();
    let after = service
        .configured(today, renewal.mode, renewal.every, renewal.day)
        .map_err(|refusal| WishError::Refused { service: name, refusal })?;
    if after.renewal.mode.is_automatic() {
        let method = payments::store::default_method(tx)?.ok_or(WishError::NoMethod)?;
        if !method.is_usable(today) {
            return Err(WishError::Method);
        }
    }
    Ok(after)
}

/// Sets several services to renew automatically, for the shortest time each, or by hand; those that do not allow it
/// are passed over and told with the reason.
///
/// # Errors
/// See [`WishError`].
pub async fn switch(
    cx: &Cx,
    account: AccountId,
    ids: Vec<ServiceId>,
    mode: Mode,
) -> Result<Vec<(Service, Result<(), Refusal>)>, WishError> {
    let (inside, now) = (cx.clone(), cx.clock.now());
    cx.db
        .account(account)
        .write::<_, WishError, _>(move |tx| {
            let mut told = Vec::with_capacity(ids.len());
            for service in services::store::of_ids(tx, &ids)? {
                let today = inside.subsidiary(service.subsidiary)?.civil(now);
                if let Err(refusal) = service.may_switch(today, mode) {
                    told.push((service, Err(refusal)));
                    continue;
                }
                let shortest = service.periods().first().copied();
                let every = match mode {
                    Mode::Automatic => shortest.or(service.renewal.every),
                    Mode::Manual | Mode::Forced | Mode::OneShot => service.renewal.every,
                };
                let renewal =
                    Renewal { mode, every: every.unwrap_or(Months::new(1)), day: service.renewal.day };
                let after = configured(&inside, tx, now, service.id, renewal)?;
                services::store::update(tx, &after)?;
                told.push((after, Ok(())));
            }
            Ok(told)
        })
        .await
}

/// What extending services costs, before it is ordered.
///
/// # Errors
/// See [`WishError`].
pub async fn quote_extension(
    cx: &Cx,
    account: AccountId,
    ids: Vec<ServiceId>,
    extension: Extension,
) -> Result<RenewalQuote, WishError> {
    let (inside, now) = (cx.clone(), cx.clock.now());
    cx.db
        .account(account)
        .read::<_, WishError, _>(move |tx| quoted(&inside, now, wanted(&inside, tx, now, &ids, extension)?))
        .await
}

/// What renewing a service by hand costs, for each length it can be renewed for, the shortest first.
///
/// # Errors
/// See [`WishError`].
pub async fn renewal_choices(
    cx: &Cx,
    account: AccountId,
    service: ServiceId,
) -> Result<Vec<(Months, RenewalQuote)>, WishError> {
    let (inside, now) = (cx.clone(), cx.clock.now());
    cx.db
        .account(account)
        .read::<_, WishError, _>(move |tx| {
            let service = services::store::find(tx, service)?.ok_or(WishError::NoService)?;
            let today = inside.subsidiary(service.subsidiary)?.civil(now);
            let choice = |months: Months| {
                let one = one(&service, today, Extension::For(months))?;
                Ok((months, quoted(&inside, now, vec![one])?))
            };
            service.may_renew().map_err(|refusal| refused(&service, refusal))?;
            service.periods().into_iter().map(choice).collect()
        })
        .await
}

/// Services that are to be extended together: what it costs, and those that are passed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gathered {
    /// What extending the others costs; `None` when there is no other.
    pub quote: Option<RenewalQuote>,
    /// Those that do not allow it now, each with the reason.
    pub passed_over: Vec<(Service, Refusal)>,
}

/// What extending those of these services costs that allow it; the others are passed over and told with the reason.
///
/// # Errors
/// See [`WishError`]; none about a service that does not allow it.
pub async fn gather(
    cx: &Cx,
    account: AccountId,
    ids: Vec<ServiceId>,
    extension: Extension,
) -> Result<Gathered, WishError> {
    let (inside, now) = (cx.clone(), cx.clock.now());
    cx.db
        .account(account)
        .read::<_, WishError, _>(move |tx| {
            let (mut ready, mut passed_over) = (Vec::new(), Vec::new());
            for service in services::store::of_ids(tx, &ids)? {
                let today = inside.subsidiary(service.subsidiary)?.civil(now);
                match one(&service, today, extension) {
                    Ok(wanted) => ready.push(wanted),
                    Err(WishError::Refused { refusal, .. }) => passed_over.push((service, refusal)),
                    Err(error) => return Err(error),
                }
            }
            let fit = ready.iter().all(|one| kind(&one.service) == kind(&ready[0].service));
            if !fit {
                return Err(WishError::Mixed);
            }
            let quote = if ready.is_empty() { None } else { Some(quoted(&inside, now, ready)?) };
            Ok(Gathered { quote, passed_over })
        })
        .await
}

/// Orders an extension of services, to be paid like any order: the days are added when it is paid. The same form
/// sent twice is one order; another wish for a service takes the place of one that was not paid.
///
/// # Errors
/// See [`WishError`].
pub async fn extend(
    cx: &Cx,
    account: AccountId,
    id: OrderId,
    ids: Vec<ServiceId>,
    extension: Extension,
) -> Result<Order, WishError> {
    let number = cx.numbers.next(&cx.db).await?;
    let (inside, now) = (cx.clone(), cx.clock.now());
    let order = cx
        .db
        .account(account)
        .write::<_, WishError, _>(move |tx| {
            if let Some(known) = orders::store::find(tx, id)? {
                return Ok(known);
            }
            let cause = match extension {
                Extension::For(_) => RenewalCause::ByHand,
                Extension::UpTo(_) => RenewalCause::Alignment,
            };
            let wanted = wanted(&inside, tx, now, &ids, extension)?;
            for one in &wanted {
                replace(tx, now, one.service.id)?;
            }
            let owner = accounts::account::get(tx)?;
            let bill = Bill::new(&inside, now, &wanted)?;
            let expires_at = now.checked_add(inside.settings.order_expiry).unwrap_or(Timestamp::MAX);
            let order = orders::renewal(tx, now, renew::order_form(&bill, &owner, id, number, expires_at))?;
            for one in &wanted {
                let renewing = Renewing::new(order.id, one.service.id, cause, &one.next);
                services::store::insert_renewing(tx, now, &renewing)?;
            }
            if !order.needs_payment() {
                renew::paid::renew(&inside, tx, now, &owner, order.clone(), None)?;
            }
            Ok(order)
        })
        .await?;
    cx.wake.ring();
    Ok(order)
}

/// An earlier wish for the service that was not paid makes room, unless its money may be on its way.
fn replace(tx: &mut AccountTx, now: Timestamp, service: ServiceId) -> Result<(), WishError> {
    let Some(open) = services::store::open_renewing(tx, service)? else { return Ok(()) };
    let attempts = payments::store::of_order(tx, open.order)?;
    if attempts.iter().any(|attempt| attempt.state.is_unresolved()) {
        return Err(WishError::InProgress);
    }
    renew::give_up(tx, now, open.order)?;
    Ok(())
}

fn quoted(cx: &Cx, now: Timestamp, wanted: Vec<Wanted>) -> Result<RenewalQuote, WishError> {
    let totals = Bill::new(cx, now, &wanted)?.totals;
    let services = wanted.into_iter().map(|one| {
        let net = one.net().map_err(RenewError::from)?;
        let (from, until) = (one.next.period.start(), one.next.period.end());
        Ok(RenewalOf { service: one.service, from, until, lines: one.lines, net })
    });
    Ok(RenewalQuote { services: services.collect::<Result<_, WishError>>()?, totals })
}

/// What must be the same on one order.
fn kind(service: &Service) -> (kernel::SubsidiaryCode, kernel::Currency) {
    (service.subsidiary, service.currency)
}

fn refused(service: &Service, refusal: Refusal) -> WishError {
    WishError::Refused { service: service.name.clone(), refusal }
}

fn wanted(
    cx: &Cx,
    tx: &mut AccountTx,
    now: Timestamp,
    ids: &[ServiceId],
    extension: Extension,
) -> Result<Vec<Wanted>, WishError> {
    let found = services::store::of_ids(tx, ids)?;
    if ids.is_empty() {
        return Err(WishError::Nothing);
    }
    if found.len() != ids.len() {
        return Err(WishError::NoService);
    }
    if found.iter().any(|service| kind(service) != kind(&found[0])) {
        return Err(WishError::Mixed);
    }
    let today = cx.subsidiary(found[0].subsidiary)?.civil(now);
    found.iter().map(|service| one(service, today, extension)).collect()
}

fn one(service: &Service, today: Date, extension: Extension) -> Result<Wanted, WishError> {
    let refused = |refusal| refused(service, refusal);
    let Some(place) = service.place() else {
        return Err(refused(service.may_renew().err().unwrap_or(Refusal::OneShot)));
    };
    let next = match extension {
        Extension::For(months) => {
            service.may_renew().map_err(refused)?;
            if !service.periods().contains(&months) {
                return Err(refused(Refusal::Period));
            }
            place.next(months, None).map_err(RenewError::from)?
        }
        Extension::UpTo(on) => {
            service.may_align(today, on).map_err(refused)?;
            place.up_to(on, 0).map_err(RenewError::from)?
        }
    };
    Ok(Wanted::with(service, next)?)
}
