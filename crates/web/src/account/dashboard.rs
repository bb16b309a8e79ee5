//! The first page of a customer: what waits, the latest orders, the latest invoice.

use flows::debts::Position;
use kernel::{Money, PageRequest, Timestamp};
use orders::{OrderKind, OrderQuery, OrderState, OrderSummary};
use serde::Serialize;
use services::{Service, ServiceQuery, ServiceStatus};

use crate::error::Answer;
use crate::invoices::settle::Balance;
use crate::list::ListView;
use crate::orders::{OrderRow, list};
use crate::page::MemberPage;
use crate::services::effect;
use crate::view::{InvoiceMention, View};

/// How many orders are shown.
const ORDERS_SHOWN: u16 = 5;
/// How many of the next renewals are shown.
const RENEWALS_SHOWN: u16 = 4;

#[derive(Debug, Serialize)]
pub(crate) struct Dashboard {
    first_name: String,
    display_name: String,
    nic: String,
    email: String,
    to_pay: Vec<ToPay>,
    /// What is owed of invoices, if anything is.
    balance: Option<Balance>,
    to_document: Vec<String>,
    list: ListView,
    orders: Vec<OrderRow>,
    renewals: Vec<RenewalRow>,
    invoice: Option<InvoiceMention>,
    method: String,
}

/// What becomes of a service next.
#[derive(Debug, Serialize)]
struct RenewalRow {
    id: String,
    title: String,
    status: String,
    effect: String,
    /// Whether its owner has to do something.
    is_waiting: bool,
}

#[derive(Debug, Serialize)]
struct ToPay {
    number: String,
    total: Money,
    expires_at: Timestamp,
}

pub(crate) async fn get(page: MemberPage) -> Answer {
    let now = page.visit().now;
    let account = page.cx().db.account(page.account.id);
    let today = page.visit().subsidiary.civil(now);
    let (latest, invoice, method, renewals, position) = account
        .read(move |tx| {
            let latest =
                orders::store::list(tx, now, &OrderQuery::default(), &PageRequest::first(ORDERS_SHOWN))?;
            let invoice = invoicing::store::list(tx, &PageRequest::first(1))?.items.pop();
            let method = payments::store::default_method(tx)?;
            let first = PageRequest::first(RENEWALS_SHOWN);
            let renewals = services::store::list(tx, today, &ServiceQuery::default(), &first)?;
            let position = flows::debts::position(tx, now)?;
            Ok::<_, db::Error>((latest.items, invoice, method, renewals.items, position))
        })
        .await?;
    // What is owed is said once, with its own way to pay it.
    let awaits = |order: &&OrderSummary| {
        let is_owed = match order.kind {
            OrderKind::Purchase => false,
            OrderKind::Renewal => is_billed(&position, order.number),
            OrderKind::Regularisation => true,
        };
        order.state == OrderState::NotPaid && order.gross.is_positive() && !is_owed
    };
    let to_pay = latest.iter().filter(awaits).map(|order| ToPay {
        number: order.number.to_string(),
        total: order.gross,
        expires_at: order.expires_at,
    });
    let asked = latest.iter().filter(|order| order.state == OrderState::DocumentsRequested);
    page.show(&Dashboard {
        first_name: page.account.first_name.clone(),
        display_name: page.account.display_name(),
        nic: page.account.nic.clone(),
        email: page.account.email.clone(),
        to_pay: to_pay.collect(),
        balance: position.as_ref().map(Balance::new),
        to_document: asked.map(|order| order.number.to_string()).collect(),
        list: orders_list(),
        orders: latest.iter().map(|order| OrderRow::new(&page, order)).collect(),
        renewals: renewals.iter().filter_map(|service| renewal_row(&page, service)).collect(),
        invoice: invoice.map(|invoice| InvoiceMention {
            href: format!("/invoices/{}/html", invoice.reference),
            issued_on: invoice.issued_on,
            total: invoice.gross,
            reference: invoice.reference,
        }),
        method: method.map(|method| method.label).unwrap_or_default(),
    })
}

/// Whether the order was billed: then it is owed, and not only to be paid.
fn is_billed(position: &Option<Position>, number: i64) -> bool {
    let debts = position.as_ref().map_or(&[][..], |position| &position.debts);
    debts.iter().any(|debt| debt.invoice.order_number == number)
}

/// A service that has a next day; one that was bought once has none.
fn renewal_row(page: &MemberPage, service: &Service) -> Option<RenewalRow> {
    let status = service.status()?;
    let is_waiting = match status {
        ServiceStatus::Due | ServiceStatus::Manual => true,
        ServiceStatus::Automatic | ServiceStatus::Ending => false,
        ServiceStatus::Once | ServiceStatus::Ended => return None,
    };
    Some(RenewalRow {
        id: service.id.to_string(),
        title: service.known_as().to_owned(),
        status: page.say(&format!("service-status-{}", status.code())),
        effect: effect(page, service),
        is_waiting,
    })
}

fn orders_list() -> ListView {
    ListView::plain(&list::COLUMNS)
}

impl View for Dashboard {
    const TEMPLATE: &'static str = "pages/account/dashboard.html";
    const AREA: &'static str = "dashboard";

    #[cfg(test)]
    fn samples() -> Vec<Dashboard> {
        use crate::view::sample;
        let bare = Dashboard {
            first_name: "Ada".into(),
            display_name: "Ada Lovelace".into(),
            nic: "al12345-ct".into(),
            email: "ada@example.org".into(),
            to_pay: vec![],
            balance: None,
            to_document: vec![],
            list: orders_list(),
            orders: vec![],
            renewals: vec![],
            invoice: None,
            method: String::new(),
        };
        let to_pay = ToPay { number: "100042".into(), total: sample::eur(6_719), expires_at: sample::at() };
        let invoice = InvoiceMention {
            reference: "FR00000001".into(),
            issued_on: sample::on(),
            total: sample::eur(6_719),
            href: "/invoices/FR00000001/html".into(),
        };
        let renewal = |is_waiting| RenewalRow {
            id: "01890a5d-ac96-774b-bcce-b302099a8057".into(),
            title: "W".repeat(60),
            status: "Manual renewal".into(),
            effect: "Before 15 Feb 2026".into(),
            is_waiting,
        };
        let full = Dashboard {
            first_name: "Ada".into(),
            display_name: "Analytical Engines".into(),
            nic: "al12345-ct".into(),
            email: "ada@example.org".into(),
            to_pay: vec![to_pay],
            balance: Balance::samples().into_iter().next(),
            to_document: vec!["100041".into()],
            list: orders_list(),
            orders: OrderRow::samples(),
            renewals: vec![renewal(true), renewal(false)],
            invoice: Some(invoice),
            method: "•••• 4242".into(),
        };
        vec![bare, full]
    }
}
