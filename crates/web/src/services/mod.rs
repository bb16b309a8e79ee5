//! What was delivered: the list of services, the page of one.

pub(crate) mod bulk;
pub(crate) mod callback;
pub(crate) mod list;
pub(crate) mod page;
pub(crate) mod renew;
pub(crate) mod renewal;

use std::collections::BTreeMap;

use db::AccountTx;
use flows::WishError;
use jurisdictions::Subsidiary;
use kernel::{Date, ServiceId};
use serde::Serialize;
use services::rent::RentLine;
use services::{Action, Effect, Refusal, Service, ServiceState, ServiceStatus};
use texts::Args;
use texts::format::{Style, date};
use texts::sums::SumLine;

use crate::error::PageError;
use crate::form::Fault;
use crate::page::Page;
use crate::shop::family_name;
use crate::view::{Badge, RowLink};

/// A service in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ServiceRow {
    id: String,
    /// Its owner's own name for it, or its technical one.
    title: String,
    /// Its technical name, where the title is another.
    name: String,
    product: String,
    family: String,
    state: Badge,
    status: Option<Badge>,
    effect: String,
    /// Whether its owner has to do something.
    is_waiting: bool,
    links: Vec<RowLink>,
}

impl ServiceRow {
    /// The row of a service; `bill` is the number of the order that waits to be paid for it.
    pub(crate) fn new(page: &Page, service: &Service, bill: Option<i64>) -> ServiceRow {
        let status = service.status();
        ServiceRow {
            id: service.id.to_string(),
            title: service.known_as().to_owned(),
            name: service.label.as_ref().map(|_| service.name.clone()).unwrap_or_default(),
            product: service.description.clone(),
            family: service.family.as_deref().map(|family| family_name(page, family)).unwrap_or_default(),
            state: state_badge(page, service),
            status: status.map(|status| status_badge(page, status)),
            effect: effect(page, service),
            is_waiting: status == Some(ServiceStatus::Due),
            links: links(page, service, bill),
        }
    }

    /// One with everything, and one with a name that has no space.
    #[cfg(test)]
    pub(crate) fn samples() -> Vec<ServiceRow> {
        let row = |title: &str, name: &str, is_waiting| ServiceRow {
            id: "01890a5d-ac96-774b-bcce-b302099a8057".into(),
            title: title.into(),
            name: name.into(),
            product: "Riva 2".into(),
            family: "Virtual servers".into(),
            state: Badge::sample(),
            status: Some(Badge::sample()),
            effect: "Before 15 Feb 2026".into(),
            is_waiting,
            links: vec![RowLink { href: "/services".into(), icon: "eye", text: "Details".into() }],
        };
        vec![row("My blog", "srv-8k2mq0tz4n7x", true), row(&"W".repeat(60), "", false)]
    }
}

/// How to use a service: one line of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct AccessRow {
    label: String,
    value: String,
    is_secret: bool,
}

#[cfg(test)]
impl AccessRow {
    pub(crate) fn samples() -> Vec<AccessRow> {
        let row = |is_secret| AccessRow { label: "IPv4".into(), value: "192.0.2.1".into(), is_secret };
        vec![row(true), row(false)]
    }
}

/// How to use a service; nothing before its delivery.
pub(crate) fn access_rows(page: &Page, service: &Service) -> Vec<AccessRow> {
    let row = |field: &services::AccessField| AccessRow {
        label: access_label(page, &field.label),
        value: field.value.clone(),
        is_secret: field.secret,
    };
    service.access.as_ref().map_or_else(Vec::new, |access| access.fields.iter().map(row).collect())
}

/// A usual word in the reader's language; any other as the machine that made the service wrote it.
fn access_label(page: &Page, label: &str) -> String {
    let (texts, locale) = (&page.web().texts, page.visit().locale);
    let key = format!("access-label-{}", label.to_lowercase());
    texts.try_t(locale, &key, &Args::new()).unwrap_or_else(|_| label.to_owned())
}

/// The numbers of the orders that wait to be paid for these services.
pub(crate) fn bills(tx: &mut AccountTx, services: &[Service]) -> Result<BTreeMap<ServiceId, i64>, db::Error> {
    let due = services.iter().filter(|service| service.status() == Some(ServiceStatus::Due));
    let due: Vec<ServiceId> = due.map(|service| service.id).collect();
    if due.is_empty() {
        return Ok(BTreeMap::new());
    }
    let open = services::store::open_renewings(tx, &due)?;
    let orders: Vec<_> = open.iter().map(|one| one.order).collect();
    let numbers: BTreeMap<_, _> = orders::store::numbers(tx, &orders)?.into_iter().collect();
    Ok(open.iter().filter_map(|one| Some((one.service, *numbers.get(&one.order)?))).collect())
}

/// The subsidiary that sold a service, or that of the reader where it is no longer there.
pub(crate) fn seller<'p>(page: &'p Page, service: &Service) -> &'p Subsidiary {
    page.cx().jurisdictions.get(service.subsidiary).unwrap_or(&page.visit().subsidiary)
}

/// Whether the thing behind a service can be used.
pub(crate) fn state_badge(page: &Page, service: &Service) -> Badge {
    let (hue, icon, key) = match service.state {
        ServiceState::InCreation => ("busy", "truck", "service-in-creation"),
        ServiceState::Expired => ("still", "circle-x", "service-over"),
        ServiceState::Ok | ServiceState::PendingDebt | ServiceState::UnPaid if service.is_suspended() => {
            ("bad", "lock", "service-suspended")
        }
        ServiceState::Ok | ServiceState::PendingDebt | ServiceState::UnPaid => {
            ("good", "circle-check", "service-active")
        }
    };
    Badge::new(&page.web().texts, page.visit().locale, hue, icon, key)
}

/// What becomes of a service.
pub(crate) fn status_badge(page: &Page, status: ServiceStatus) -> Badge {
    let (hue, icon) = match status {
        ServiceStatus::Automatic => ("good", "refresh-cw"),
        ServiceStatus::Manual => ("wait", "clock"),
        ServiceStatus::Once => ("still", "check"),
        ServiceStatus::Due => ("bad", "circle-alert"),
        ServiceStatus::Ending => ("wait", "hourglass"),
        ServiceStatus::Ended => ("still", "circle-x"),
    };
    let key = format!("service-status-{}", status.code());
    Badge::new(&page.web().texts, page.visit().locale, hue, icon, &key)
}

/// When that takes effect, in words.
pub(crate) fn effect(page: &Page, service: &Service) -> String {
    let of = seller(page, service);
    let on = |key: &str, on: Date, style| {
        page.t(key, &Args::new().with("date", date(on, page.visit().locale, style)))
    };
    match service.effect(|at| of.civil(at)) {
        Effect::AtOnce => page.say("service-effect-at-once"),
        Effect::Before(day) => on("service-effect-before", day, Style::Short),
        Effect::On(day) => on("service-effect-on", day, Style::Short),
        Effect::InMonth(day) => on("service-effect-in", day, Style::Month),
        Effect::Never => String::new(),
    }
}

/// What its owner can do with it now, and its page.
fn links(page: &Page, service: &Service, bill: Option<i64>) -> Vec<RowLink> {
    let open = actions(page, service).into_iter().filter(|(_, open)| open.is_ok());
    let mut links: Vec<RowLink> =
        open.filter_map(|(action, _)| action_link(page, service, action, bill)).collect();
    let href = format!("/services/{}", service.id);
    links.push(RowLink { href, icon: "eye", text: page.say("service-details") });
    links
}

/// The actions that concern it, and why not.
pub(crate) fn actions(page: &Page, service: &Service) -> Vec<(Action, Result<(), Refusal>)> {
    let (of, now) = (seller(page, service), page.visit().now);
    let free_at = service.earliest_end_on().map(|on| of.start_of(on));
    service.actions(now, of.civil(now), free_at)
}

/// Where an action leads; nowhere when the order it is about is not known.
pub(crate) fn action_link(
    page: &Page,
    service: &Service,
    action: Action,
    bill: Option<i64>,
) -> Option<RowLink> {
    let at = |path: &str| format!("/services/{}/{path}", service.id);
    let (href, icon, key) = match action {
        Action::PayBill => (format!("/orders/{}/pay", bill?), "credit-card", "service-pay-bill"),
        Action::Renew if service.renewal.mode.is_automatic() => {
            (at("renew"), "fast-forward", "service-pay-ahead")
        }
        Action::Renew => (at("renew"), "fast-forward", "service-renew"),
        Action::Configure => (at("renewal"), "refresh-cw", "service-configure"),
        Action::Terminate => (at("terminate"), "circle-x", "service-terminate"),
        Action::Undo => (at("undo"), "rotate-ccw", "service-undo"),
    };
    Some(RowLink { href, icon, text: page.say(key) })
}

/// Why an action is not open, in the words of the reader.
pub(crate) fn refusal(page: &Page, refusal: Refusal) -> String {
    let args = match refusal {
        Refusal::Committed { until } => {
            Args::new().with("date", date(until, page.visit().locale, Style::Long))
        }
        Refusal::NotDelivered
        | Refusal::Over
        | Refusal::OneShot
        | Refusal::Forced
        | Refusal::NoManual
        | Refusal::Terminating
        | Refusal::NotTerminating
        | Refusal::Unpaid
        | Refusal::NothingDue
        | Refusal::AlreadyAutomatic
        | Refusal::AlreadyManual
        | Refusal::Suspended
        | Refusal::TooLate
        | Refusal::Period
        | Refusal::Day
        | Refusal::Date
        | Refusal::TooFar => Args::new().with("months", i64::from(services::ALIGN_MONTHS_MAX)),
    };
    page.t(&format!("refusal-{}", refusal.code()), &args)
}

/// The lines of a renewal as its totals are made of them.
pub(crate) fn sum_lines(service: &Service, lines: &[RentLine]) -> Vec<SumLine> {
    let line = |line: &RentLine| SumLine {
        description: service.prices[line.price].description.clone(),
        quantity: u32::from(line.quantity),
        unit_price: line.unit_price,
        instead_of: line.list_price.map(|price| (price, None)),
        net: line.net,
    };
    lines.iter().map(line).collect()
}

/// What is wrong with a wish, said at a field of its form; what its reader can do nothing about is a failure.
pub(crate) fn fault(page: &Page, field: &str, error: WishError) -> Result<Fault, PageError> {
    match error {
        WishError::Refused { service, refusal: why } => {
            let reason = refusal(page, why);
            Ok(Fault::at(field, "error-service-refused").with("name", service).with("reason", reason))
        }
        WishError::NoMethod => Ok(Fault::at(field, "error-no-method")),
        WishError::Method => Ok(Fault::at(field, "error-method-unusable")),
        WishError::Mixed => Ok(Fault::at(field, "error-services-mixed")),
        WishError::InProgress => Ok(Fault::at(field, "error-renew-in-progress")),
        error @ (WishError::NoService
        | WishError::Nothing
        | WishError::Renew(_)
        | WishError::Unconfigured(_)
        | WishError::Db(_)) => Err(failed(error)),
    }
}

/// A wish that failed for no reason its reader could mend.
pub(crate) fn failed(error: WishError) -> PageError {
    match error {
        WishError::NoService | WishError::Nothing => PageError::NotFound,
        WishError::Db(error) => error.into(),
        error @ (WishError::Refused { .. }
        | WishError::NoMethod
        | WishError::Method
        | WishError::Mixed
        | WishError::InProgress
        | WishError::Renew(_)
        | WishError::Unconfigured(_)) => PageError::internal(error),
    }
}
