//! One order: its four steps, what is asked of the customer, its services, its history.

use axum::extract::Path;
use db::AccountTx;
use flows::WithdrawError;
use invoicing::Invoice;
use kernel::{Date, Locale, Period, SignedDuration, Timestamp};
use orders::follow_up::{self, HistoryEntry, Step, StepStatus};
use orders::{Order, OrderKind, OrderState, Upload};
use serde::Serialize;
use services::{Service, ServiceState};
use texts::Texts;

use super::{line_view, state_badge, sum_lines};
use crate::error::{Answer, PageError};
use crate::form::{Fault, FormView};
use crate::leaving::withdraw::{self, DoneView};
use crate::page::{MemberPage, Page};
use crate::services::{AccessRow, access_rows};
use crate::view::{Badge, Crumb, InvoiceMention, LineView, TotalsView, View};

/// How often a living order is looked at again just after something happened to it, and later.
const REFRESH_SECS_SOON: u16 = 5;
const REFRESH_SECS: u16 = 60;
/// How long «just after» lasts: machines pay and deliver within it, people take their time.
const SOON: SignedDuration = SignedDuration::from_mins(10);

#[derive(Debug, Serialize)]
pub(crate) struct Track {
    number: String,
    created_at: Timestamp,
    state: Badge,
    can_pay: bool,
    /// Until when, while it can be paid.
    pay_by: Option<Timestamp>,
    totals: TotalsView,
    /// In how many seconds to look again, while something may still change by itself.
    refresh_secs: Option<u16>,
    /// Another one when anything shown has changed: the same page is not put in place of itself.
    mark: String,
    steps: Vec<StepRow>,
    asked: Option<Asked>,
    form: FormView,
    services: Vec<ServiceView>,
    history: Vec<EventRow>,
    lines: Vec<LineView>,
    invoice: Option<InvoiceMention>,
    credits: Vec<InvoiceMention>,
    /// The invoices a regularisation pays; none for any other order.
    covers: Vec<InvoiceMention>,
    /// Where one withdraws from it, and the last day, while it is possible.
    withdraw: Option<WithdrawLink>,
    /// The withdrawal from it, and where its money is.
    withdrawal: Option<DoneView>,
}

#[derive(Debug, Serialize)]
struct WithdrawLink {
    href: String,
    until: Date,
}

#[derive(Debug, Serialize)]
struct StepRow {
    name: &'static str,
    status: &'static str,
    at: Option<Timestamp>,
}

/// The documents the staff asked for.
#[derive(Debug, Serialize)]
struct Asked {
    /// The file this page sends: sent twice, it is one.
    upload: String,
    kinds: Vec<&'static str>,
    message: String,
    due_at: Option<Timestamp>,
    sent: Vec<Sent>,
}

#[derive(Debug, Serialize)]
struct Sent {
    name: String,
    at: Timestamp,
}

#[derive(Debug, Serialize)]
struct ServiceView {
    title: String,
    name: String,
    state: Badge,
    period: Option<Period>,
    href: String,
    access: Vec<AccessRow>,
}

#[derive(Debug, Serialize)]
struct EventRow {
    at: Timestamp,
    code: &'static str,
    has_detail: bool,
}

/// What is known of an order and of what it made.
struct Found {
    order: Order,
    history: Vec<HistoryEntry>,
    uploads: Vec<Upload>,
    services: Vec<Service>,
    invoice: Option<Invoice>,
    credits: Vec<Invoice>,
    /// The invoices it was made to pay.
    covers: Vec<Invoice>,
}

impl Found {
    fn read(tx: &mut AccountTx, number: i64) -> Result<Option<Found>, db::Error> {
        let Some(order) = orders::store::find_by_number(tx, number)? else { return Ok(None) };
        let services = match order.kind {
            OrderKind::Renewal => {
                let renewed = services::store::renewing_of_order(tx, order.id)?;
                let ids: Vec<_> = renewed.iter().map(|one| one.service).collect();
                services::store::of_ids(tx, &ids)?
            }
            OrderKind::Regularisation => Vec::new(),
            OrderKind::Purchase => services::store::of_order(tx, order.id)?,
        };
        let debts = orders::store::debts_of(tx, order.id)?;
        let covered: Vec<_> = debts.iter().map(|debt| debt.invoice).collect();
        Ok(Some(Found {
            history: orders::store::history(tx, order.id)?,
            uploads: orders::store::uploads(tx, order.id)?,
            services,
            invoice: invoicing::store::of_order(tx, order.id)?.pop(),
            credits: invoicing::store::credit_notes_of_order(tx, order.id)?,
            covers: invoicing::store::of_ids(tx, &covered)?,
            order,
        }))
    }
}

pub(crate) async fn get(page: MemberPage, Path(number): Path<i64>) -> Answer {
    page.show(&track(&page, number, &[]).await?)
}

/// The tracking of an order, with what was wrong with a file sent for it.
pub(crate) async fn track(page: &MemberPage, number: i64, faults: &[Fault]) -> Result<Track, PageError> {
    let found = page.cx().db.account(page.account.id).read(move |tx| Found::read(tx, number)).await?;
    let Found { order, history, uploads, services, invoice, credits, covers } =
        found.ok_or(PageError::NotFound)?;
    let withdrawal = withdraw::done(page, order.id).await?;
    let withdraw = withdraw_link(page, &order, services.first()).await?;
    let (texts, locale, now) = (&page.web().texts, page.visit().locale, page.visit().now);
    let state = order.state_at(now);
    let subsidiary = page.cx().jurisdictions.get(order.subsidiary).unwrap_or(&page.visit().subsidiary);
    let steps = follow_up::steps(&order, &history, now);
    let events = follow_up::events(&order, &history);
    let refresh_secs = refresh_secs(&order, &history, invoice.is_some(), now);
    let done = services.iter().filter(|service| service.delivered_at.is_some()).count();
    let mark = format!(
        "{}-{}-{}-{done}-{}-{}-{}",
        state.code(),
        history.len(),
        uploads.len(),
        invoice.is_some(),
        credits.len(),
        refresh_secs.unwrap_or(0)
    );
    let sent = uploads.into_iter().map(|upload| Sent { name: upload.file_name, at: upload.received_at });
    Ok(Track {
        number: order.number.to_string(),
        created_at: order.created_at,
        state: badge(texts, locale, order.kind, state),
        can_pay: order.is_payable(now),
        pay_by: order.is_payable(now).then_some(order.expires_at),
        totals: TotalsView::new(page, &order.totals, subsidiary, &sum_lines(page, &order.lines)),
        refresh_secs,
        mark,
        // Nothing is delivered for a debt.
        steps: match order.kind {
            OrderKind::Purchase | OrderKind::Renewal => steps.iter().map(step_row).collect(),
            OrderKind::Regularisation => Vec::new(),
        },
        asked: asked(page, &order, sent.collect()),
        form: page.faulty(FormView::new(), faults),
        services: services.iter().map(|service| service_view(page, service)).collect(),
        history: events.iter().map(|event| event_row(page, event)).collect(),
        lines: order.lines.iter().map(line_view).collect(),
        invoice: invoice.as_ref().map(mention),
        credits: credits.iter().map(mention).collect(),
        covers: covers.iter().map(mention).collect(),
        withdraw,
        withdrawal,
    })
}

fn badge(texts: &Texts, locale: Locale, kind: OrderKind, state: OrderState) -> Badge {
    match (kind, state) {
        // The order lapses; what it was to pay is still owed.
        (OrderKind::Regularisation, OrderState::NotPaid) => {
            Badge::new(texts, locale, "wait", "clock", "order-state-owed")
        }
        (OrderKind::Purchase | OrderKind::Renewal | OrderKind::Regularisation, _) => {
            state_badge(texts, locale, state)
        }
    }
}

fn mention(invoice: &Invoice) -> InvoiceMention {
    InvoiceMention {
        href: format!("/invoices/{}/html", invoice.reference),
        issued_on: invoice.issued_on,
        total: invoice.signed(invoice.gross),
        reference: invoice.reference.clone(),
    }
}

/// Where one withdraws from the order, while it is possible.
async fn withdraw_link(
    page: &MemberPage,
    order: &Order,
    service: Option<&Service>,
) -> Result<Option<WithdrawLink>, PageError> {
    let Some(service) = service.filter(|_| order.kind == OrderKind::Purchase && order.paid_at.is_some())
    else {
        return Ok(None);
    };
    match flows::quote_withdrawal(page.cx(), page.account.id, order.id).await {
        Ok(quote) => {
            let href = format!("/services/{}/withdraw", service.id);
            Ok(Some(WithdrawLink { href, until: quote.until }))
        }
        Err(WithdrawError::Db(error)) => Err(error.into()),
        // Its own page says why.
        Err(_) => Ok(None),
    }
}

/// In how many seconds to look again. A delivered order lives on until its invoice is there.
fn refresh_secs(order: &Order, history: &[HistoryEntry], has_invoice: bool, now: Timestamp) -> Option<u16> {
    let state = order.state_at(now);
    let last = history.iter().map(|entry| entry.at).max().unwrap_or(order.created_at);
    let is_soon = now.duration_since(last) < SOON;
    let is_billed = order.needs_payment() && order.kind != OrderKind::Regularisation;
    let is_invoice_awaited = state == OrderState::Delivered && is_billed && !has_invoice && is_soon;
    if state.is_final() && !is_invoice_awaited {
        return None;
    }
    Some(if is_soon { REFRESH_SECS_SOON } else { REFRESH_SECS })
}

fn step_row(step: &follow_up::StepView) -> StepRow {
    StepRow {
        name: match step.step {
            Step::Validating => "validating",
            Step::Validated => "validated",
            Step::Delivering => "delivering",
            Step::Available => "available",
        },
        status: match step.status {
            StepStatus::Todo => "todo",
            StepStatus::Doing => "doing",
            StepStatus::Done => "done",
            StepStatus::Error => "error",
        },
        at: step.history.last().map(|entry| entry.at),
    }
}

fn asked(page: &Page, order: &Order, sent: Vec<Sent>) -> Option<Asked> {
    let review = order.review.as_ref().filter(|_| order.state == OrderState::DocumentsRequested)?;
    Some(Asked {
        upload: page.cx().random.id::<()>(page.visit().now).to_string(),
        kinds: review.documents.iter().map(|kind| kind.code()).collect(),
        message: review.message.clone().unwrap_or_default(),
        due_at: review.documents_due_at,
        sent,
    })
}

fn event_row(page: &Page, event: &follow_up::Event) -> EventRow {
    let code = event.kind.code();
    let detail = format!("event-detail-{code}");
    EventRow { at: event.at, code, has_detail: page.web().texts.has(page.visit().locale, &detail) }
}

/// The state of a service, in the same hue wherever it is shown.
pub(crate) fn service_badge(page: &Page, state: ServiceState) -> Badge {
    let (hue, icon) = match state {
        ServiceState::InCreation => ("busy", "truck"),
        ServiceState::Ok => ("good", "circle-check"),
        ServiceState::PendingDebt => ("wait", "clock"),
        ServiceState::UnPaid => ("bad", "circle-alert"),
        ServiceState::Expired => ("still", "circle-x"),
    };
    let key = format!("service-state-{}", state.code());
    Badge::new(&page.web().texts, page.visit().locale, hue, icon, &key)
}

fn service_view(page: &Page, service: &Service) -> ServiceView {
    ServiceView {
        title: service.label.clone().unwrap_or_else(|| service.description.clone()),
        name: service.name.clone(),
        href: format!("/services/{}", service.id),
        state: service_badge(page, service.state),
        period: service.period,
        access: access_rows(page, service),
    }
}

impl View for Track {
    const TEMPLATE: &'static str = "pages/orders/track.html";
    const AREA: &'static str = "orders";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new("/orders", "orders-title")]
    }

    #[cfg(test)]
    fn samples() -> Vec<Track> {
        use crate::view::sample;
        use orders::follow_up::EventKind;
        let codes = [EventKind::Created, EventKind::NotPaid].into_iter();
        let codes = codes.chain(orders::follow_up::HistoryCode::ALL.map(EventKind::Recorded));
        let texts = texts::Texts::embedded();
        let detail = |code: &str| texts.has(kernel::Locale::En, &format!("event-detail-{code}"));
        let row = |kind: EventKind| EventRow {
            at: sample::at(),
            code: kind.code(),
            has_detail: detail(kind.code()),
        };
        let history = codes.map(row).collect();
        let step = |(name, status)| StepRow { name, status, at: Some(sample::at()) };
        let steps =
            [("validating", "done"), ("validated", "error"), ("delivering", "doing"), ("available", "todo")];
        let service = ServiceView {
            title: "Riva 2".into(),
            name: "srv-1a2b3c".into(),
            href: "/services/1".into(),
            state: Badge::sample(),
            period: Period::new(sample::on(), "2026-02-15".parse().expect("a date")).ok(),
            access: AccessRow::samples(),
        };
        let invoice = InvoiceMention {
            reference: "FR00000001".into(),
            issued_on: sample::on(),
            total: sample::eur(6_719),
            href: "/invoices/FR00000001/html".into(),
        };
        let asked = Asked {
            upload: "1".into(),
            kinds: orders::DocumentKind::ALL.map(|kind| kind.code()).into(),
            message: "A colour photo, please".into(),
            due_at: Some(sample::at()),
            sent: vec![Sent { name: "id.png".into(), at: sample::at() }],
        };
        let line = LineView {
            description: "Riva 2".into(),
            quantity: 1,
            was: Some(sample::eur(6_999)),
            net: sample::eur(5_599),
            is_installation: false,
        };
        let full = Track {
            number: "100042".into(),
            created_at: sample::at(),
            state: Badge::sample(),
            can_pay: true,
            pay_by: Some(sample::at()),
            totals: TotalsView::sample(),
            refresh_secs: Some(REFRESH_SECS),
            mark: "checking-3".into(),
            steps: steps.map(step).into(),
            asked: Some(asked),
            form: FormView::new().faulty(&texts, kernel::Locale::En, &[Fault::at("file", "error-file-kind")]),
            services: vec![service],
            history,
            lines: vec![line],
            credits: vec![invoice.clone()],
            covers: vec![],
            invoice: Some(invoice.clone()),
            withdraw: Some(WithdrawLink { href: "/services/1/withdraw".into(), until: sample::on() }),
            withdrawal: Some(DoneView::sample()),
        };
        let bare = Track {
            number: "100043".into(),
            created_at: sample::at(),
            state: Badge::sample(),
            can_pay: false,
            pay_by: None,
            totals: TotalsView::sample(),
            refresh_secs: None,
            mark: "delivered-7".into(),
            steps: vec![],
            asked: None,
            form: FormView::new(),
            services: vec![],
            history: vec![],
            lines: vec![],
            invoice: None,
            credits: vec![],
            covers: vec![invoice.clone()],
            withdraw: None,
            withdrawal: None,
        };
        vec![full, bare]
    }
}
