//! One service: what it is, what becomes of it, what can be done with it, and what it has lived through.

use axum::extract::Path;
use kernel::{Date, Money, OrderId, PageRequest, Period, ServiceId, Timestamp};
use orders::{OrderQuery, OrderSummary};
use serde::{Deserialize, Serialize};
use services::{ContactRole, LABEL_CHARS_MAX, Records, RenameError, Service, ServiceStatus};

use super::{
    AccessRow, access_rows, action_link, actions, effect, refusal, seller, state_badge, status_badge,
};
use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::form::{Fault, Form, FormView};
use crate::invoices;
use crate::list::ListView;
use crate::orders::{OrderRow, list as orders_list};
use crate::page::{MemberPage, Page};
use crate::shop::family_name;
use crate::view::{Badge, Crumb, TotalsView, View, configuration_value, named};

/// How many renewals, and the orders and invoices that go with them, are looked at.
const RENEWALS_MAX: u16 = 50;

#[derive(Debug, Serialize)]
pub(crate) struct ServicePage {
    id: String,
    title: String,
    name: String,
    product: String,
    family: String,
    order: String,
    state: Badge,
    status: Option<Badge>,
    effect: String,
    period: Option<Period>,
    /// Every how many months it renews; none when it does not.
    every: Option<u16>,
    committed_until: Option<Date>,
    bill: Option<Bill>,
    next: Option<Next>,
    parts: Vec<String>,
    configurations: Vec<Configured>,
    access: Vec<AccessRow>,
    contacts: Vec<ContactView>,
    actions: Vec<ActionView>,
    form: FormView,
    history: Vec<HappenedView>,
    list: ListView,
    orders: Vec<OrderRow>,
    invoices: Vec<invoices::list::Mention>,
}

/// What is to be paid.
#[derive(Debug, Serialize)]
struct Bill {
    order: String,
    amount: Money,
}

/// The next period and its price.
#[derive(Debug, Serialize)]
struct Next {
    /// Whether it is charged by itself.
    is_automatic: bool,
    on: Date,
    until: Date,
    totals: TotalsView,
}

#[derive(Debug, Serialize)]
struct Configured {
    name: String,
    value: String,
}

/// Who answers for the service, and how they are called here.
#[derive(Debug, Serialize)]
struct ContactView {
    role: &'static str,
    name: String,
    nic: String,
}

#[derive(Debug, Serialize)]
struct ActionView {
    href: String,
    icon: &'static str,
    text: String,
    /// Why it is not open; empty when it is.
    reason: String,
}

#[derive(Debug, Serialize)]
struct HappenedView {
    at: Timestamp,
    code: &'static str,
    on: Option<Date>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Named {
    label: String,
}

/// What the page is made of, read at once.
struct Read {
    service: Service,
    records: Records,
    orders: Vec<OrderSummary>,
    invoices: Vec<invoicing::Invoice>,
    bill: Option<i64>,
}

pub(crate) async fn get(page: MemberPage, Path(id): Path<ServiceId>) -> Answer {
    page.show(&view(&page, id, None, &[]).await?)
}

/// Gives it a name of its owner's own.
pub(crate) async fn name(page: MemberPage, Path(id): Path<ServiceId>, Form(named): Form<Named>) -> Answer {
    let account = page.cx().db.account(page.account.id);
    let label = named.label.clone();
    match account.write(move |tx| services::rename(tx, id, &label)).await {
        Ok(_) => Ok(page.redirect_with(&format!("/services/{id}"), Flash::good("flash-service-named"))),
        Err(RenameError::NoService) => Err(PageError::NotFound),
        Err(RenameError::TooLong) => {
            let fault = Fault::at("label", "error-service-name").with("most", LABEL_CHARS_MAX);
            page.show_faulty(&view(&page, id, Some(named.label), &[fault]).await?)
        }
        Err(RenameError::Db(error)) => Err(error.into()),
    }
}

async fn read(page: &MemberPage, id: ServiceId) -> Result<Read, PageError> {
    let now = page.visit().now;
    let account = page.cx().db.account(page.account.id);
    let found = account.read(move |tx| {
        let Some(service) = services::store::find(tx, id)? else { return Ok(None) };
        let records = Records {
            steps: services::store::steps_of(tx, id)?,
            renewings: services::store::renewings_of(tx, id, RENEWALS_MAX)?,
            terminations: services::store::terminations_of(tx, id)?,
            operation: services::store::find_operation(tx, id)?,
        };
        let renewals = records.renewings.iter().map(|(renewing, _, _)| renewing.order);
        let ids: Vec<OrderId> = [service.order].into_iter().chain(renewals).collect();
        let only = orders::store::numbers(tx, &ids)?.into_iter().map(|(_, number)| number).collect();
        let query = OrderQuery { only, ..OrderQuery::default() };
        let orders = orders::store::list(tx, now, &query, &PageRequest::first(RENEWALS_MAX + 1))?.items;
        let invoices = invoicing::store::of_orders(tx, &ids)?;
        let bill = super::bills(tx, std::slice::from_ref(&service))?.remove(&id);
        Ok::<_, db::Error>(Some(Read { service, records, orders, invoices, bill }))
    });
    found.await?.ok_or(PageError::NotFound)
}

async fn view(
    page: &MemberPage,
    id: ServiceId,
    typed: Option<String>,
    faults: &[Fault],
) -> Result<ServicePage, PageError> {
    let Read { service, records, orders, invoices, bill } = read(page, id).await?;
    let status = service.status();
    let label = typed.unwrap_or_else(|| service.label.clone().unwrap_or_default());
    let due = orders.iter().find(|order| Some(order.number) == bill);
    let happened = service.history(&records).into_iter();
    Ok(ServicePage {
        id: service.id.to_string(),
        title: service.known_as().to_owned(),
        name: service.name.clone(),
        product: service.description.clone(),
        family: service.family.as_deref().map(|family| family_name(page, family)).unwrap_or_default(),
        order: service.order_number.to_string(),
        state: state_badge(page, &service),
        status: status.map(|status| status_badge(page, status)),
        effect: effect(page, &service),
        period: service.period,
        every: service.renewal.every.map(|every| every.count()),
        committed_until: service.commitment_until_on.filter(|_| is_committed(page, &service)),
        bill: due.map(|order| Bill { order: order.number.to_string(), amount: order.gross }),
        next: next(page, &service, status),
        parts: service.prices.iter().skip(1).map(part).collect(),
        configurations: configurations(page, &service),
        access: access_rows(page, &service),
        contacts: contacts(&page.account),
        actions: action_views(page, &service, bill),
        form: page.faulty(FormView::new().with("label", label), faults),
        history: happened
            .map(|one| HappenedView { at: one.at, code: one.event.code(), on: one.on })
            .collect(),
        list: ListView::plain(&orders_list::COLUMNS),
        orders: orders.iter().map(|order| OrderRow::new(page, order)).collect(),
        invoices: invoices.iter().map(|invoice| invoices::list::Mention::new(page, invoice)).collect(),
    })
}

/// The account that ordered holds every role.
fn contacts(owner: &accounts::Account) -> Vec<ContactView> {
    let view = |role: &ContactRole| ContactView {
        role: role.code(),
        name: owner.display_name(),
        nic: owner.nic.clone(),
    };
    ContactRole::ALL.iter().map(view).collect()
}

fn is_committed(page: &Page, service: &Service) -> bool {
    service.is_committed(seller(page, service).civil(page.visit().now))
}

/// The next period of a service that is to have one.
fn next(page: &Page, service: &Service, status: Option<ServiceStatus>) -> Option<Next> {
    let is_automatic = match status {
        Some(ServiceStatus::Automatic) => true,
        Some(ServiceStatus::Manual) => false,
        Some(ServiceStatus::Once | ServiceStatus::Due | ServiceStatus::Ending | ServiceStatus::Ended)
        | None => return None,
    };
    let debit = match flows::next_debit(page.cx(), page.visit().now, service) {
        Ok(debit) => debit?,
        // The staff see to it; its owner still reads everything else.
        Err(error) => {
            tracing::warn!(service = %service.id, %error, "the next period of a service cannot be computed");
            return None;
        }
    };
    let lines = super::sum_lines(service, &debit.lines);
    let totals = TotalsView::new(page, &debit.totals, seller(page, service), &lines);
    Some(Next { is_automatic, on: debit.on, until: debit.until, totals })
}

fn part(price: &services::ServicePrice) -> String {
    match price.quantity {
        1 => price.description.clone(),
        quantity => format!("{quantity} × {}", price.description),
    }
}

fn configurations(page: &Page, service: &Service) -> Vec<Configured> {
    let (texts, locale) = (&page.web().texts, page.visit().locale);
    let shown = |(name, value): &(String, String)| Configured {
        name: named(texts, locale, "configuration-", name),
        value: configuration_value(texts, locale, value),
    };
    service.configurations.iter().map(shown).collect()
}

fn action_views(page: &Page, service: &Service, bill: Option<i64>) -> Vec<ActionView> {
    let view = |(action, open): (_, Result<(), _>)| {
        let link = action_link(page, service, action, bill)?;
        let reason = open.err().map(|reason| refusal(page, reason)).unwrap_or_default();
        Some(ActionView { href: link.href, icon: link.icon, text: link.text, reason })
    };
    actions(page, service).into_iter().filter_map(view).collect()
}

impl View for ServicePage {
    const TEMPLATE: &'static str = "pages/services/page.html";
    const AREA: &'static str = "services";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new("/services", "services-title")]
    }

    #[cfg(test)]
    fn samples() -> Vec<ServicePage> {
        use crate::view::sample;
        let texts = texts::Texts::embedded();
        let until: Date = "2026-02-15".parse().expect("a date");
        let happened = services::ServiceEvent::ALL.iter().map(|event| HappenedView {
            at: sample::at(),
            code: event.code(),
            on: Some(until),
        });
        let action = |reason: &str| ActionView {
            href: "/services/1/renew".into(),
            icon: "fast-forward",
            text: "Renew".into(),
            reason: reason.into(),
        };
        let fault = Fault::at("label", "error-service-name").with("most", LABEL_CHARS_MAX);
        let full = |is_automatic| ServicePage {
            id: "01890a5d-ac96-774b-bcce-b302099a8057".into(),
            title: "W".repeat(60),
            name: "srv-8k2mq0tz4n7x".into(),
            product: "Riva 2".into(),
            family: "Virtual servers".into(),
            order: "100042".into(),
            state: Badge::sample(),
            status: Some(Badge::sample()),
            effect: "On 15 Feb 2026".into(),
            period: Period::new(sample::on(), until).ok(),
            every: Some(if is_automatic { 1 } else { 12 }),
            committed_until: Some(until),
            bill: Some(Bill { order: "100043".into(), amount: sample::eur(6_719) }),
            next: Some(Next { is_automatic, on: until, until, totals: TotalsView::sample() }),
            parts: vec!["64 GB".into(), "2 × 1 TB".into()],
            configurations: vec![Configured { name: "Region".into(), value: "Western Europe".into() }],
            access: AccessRow::samples(),
            contacts: ContactRole::ALL
                .iter()
                .map(|role| ContactView { role: role.code(), name: "W".repeat(60), nic: "ab12345-ct".into() })
                .collect(),
            actions: vec![action(""), action("It is committed until 15 January 2027.")],
            form: FormView::new().with("label", "W".repeat(70)).faulty(
                &texts,
                kernel::Locale::En,
                std::slice::from_ref(&fault),
            ),
            history: happened.clone().collect(),
            list: ListView::plain(&orders_list::COLUMNS),
            orders: OrderRow::samples(),
            invoices: invoices::list::Mention::samples(),
        };
        let bare = ServicePage {
            title: "srv-8k2mq0tz4n7x".into(),
            family: String::new(),
            status: None,
            effect: String::new(),
            period: None,
            every: None,
            committed_until: None,
            bill: None,
            next: None,
            parts: vec![],
            configurations: vec![],
            access: vec![],
            actions: vec![],
            form: FormView::new(),
            history: vec![],
            orders: vec![],
            invoices: vec![],
            ..full(true)
        };
        vec![full(true), full(false), bare]
    }
}
