//! The invoices of the account, newest first, found by reference.

use axum::extract::Query;
use invoicing::Invoice;
use kernel::{Date, Money, PageRequest};
use serde::{Deserialize, Serialize};

use crate::error::Answer;
use crate::page::{MemberPage, Page};
use crate::view::{Badge, RowLink, View};

/// How many invoices one page shows.
const PAGE_SIZE: u16 = 20;

#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    reference: Option<String>,
    after: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Invoices {
    reference: String,
    invoices: Vec<InvoiceLine>,
    first: &'static str,
    next: String,
}

#[derive(Debug, Serialize)]
struct InvoiceLine {
    reference: String,
    order: Option<String>,
    issued_on: Date,
    net: Money,
    gross: Money,
    due: Money,
    state: Badge,
    links: Vec<RowLink>,
}

pub(crate) async fn get(page: MemberPage, Query(wanted): Query<Wanted>) -> Answer {
    let prefix = &page.visit().subsidiary.invoice_prefix;
    let reference =
        wanted.reference.as_deref().map(|typed| full_reference(typed, prefix)).unwrap_or_default();
    let request = PageRequest { after: wanted.after, ..PageRequest::first(PAGE_SIZE) };
    let is_first = request.after.is_none();
    let asked = reference.clone();
    let found = page.cx().db.account(page.account.id).read(move |tx| {
        if asked.is_empty() {
            return invoicing::store::list(tx, &request);
        }
        let items = invoicing::store::find_by_reference(tx, &asked)?.into_iter().collect();
        Ok::<_, db::Error>(kernel::Page { items, next: None })
    });
    let found = found.await?;
    page.show(&Invoices {
        reference,
        invoices: found.items.iter().map(|invoice| line(&page, invoice)).collect(),
        first: if is_first { "" } else { "/invoices" },
        next: found.next.map_or_else(String::new, |key| format!("/invoices?after={key}")),
    })
}

/// What was typed as a whole reference: `42` is `FR00000042`.
fn full_reference(typed: &str, prefix: &str) -> String {
    let typed: String = typed.chars().filter(|c| c.is_ascii_alphanumeric()).take(20).collect();
    let typed = typed.to_ascii_uppercase();
    if !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_digit()) {
        return format!("{prefix}{typed:0>8}");
    }
    typed
}

fn line(page: &Page, invoice: &Invoice) -> InvoiceLine {
    let reference = &invoice.reference;
    InvoiceLine {
        reference: reference.clone(),
        order: Some(invoice.order_number.to_string()),
        issued_on: invoice.issued_on,
        net: invoice.net,
        gross: invoice.gross,
        due: invoice.open(),
        state: badge(page, invoice),
        links: vec![
            RowLink {
                href: format!("/invoices/{reference}/html"),
                icon: "eye",
                text: page.say("invoice-html"),
            },
            RowLink {
                href: format!("/invoices/{reference}/pdf"),
                icon: "download",
                text: page.say("invoice-pdf"),
            },
        ],
    }
}

fn badge(page: &Page, invoice: &Invoice) -> Badge {
    let (hue, icon, key) = if invoice.is_paid() {
        ("good", "circle-check", "invoice-state-paid")
    } else {
        ("bad", "circle-alert", "invoice-state-unpaid")
    };
    Badge::new(&page.web().texts, page.visit().locale, hue, icon, key)
}

impl View for Invoices {
    const TEMPLATE: &'static str = "pages/invoices/list.html";
    const AREA: &'static str = "invoices";

    #[cfg(test)]
    fn samples() -> Vec<Invoices> {
        use crate::view::sample;
        let line = |due: i64| InvoiceLine {
            reference: format!("FR0000000{}", due % 10),
            order: (due == 0).then(|| "100042".to_owned()),
            issued_on: sample::on(),
            net: sample::eur(5_599),
            gross: sample::eur(6_719),
            due: sample::eur(due),
            state: Badge::sample(),
            links: vec![RowLink { href: "/x".into(), icon: "eye", text: "See".into() }],
        };
        let list = |reference: &str, invoices| Invoices {
            reference: reference.into(),
            invoices,
            first: "/invoices",
            next: String::new(),
        };
        vec![list("", vec![line(0), line(6_719)]), list("", vec![]), list("FR1", vec![])]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_alone_is_a_reference() {
        assert_eq!(full_reference(" 42 ", "FR"), "FR00000042");
        assert_eq!(full_reference("fr00000042", "FR"), "FR00000042");
        assert_eq!(full_reference("", "FR"), "");
    }
}
