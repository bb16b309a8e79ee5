//! What happened around one invoice: its orders, payments, refunds and credit notes, and what is left to pay.

use axum::extract::Path;
use flows::operations::{About, Operation, OperationKind};
use kernel::{Date, Money, Timestamp};
use serde::Serialize;
use texts::Args;

use crate::error::{Answer, PageError};
use crate::page::{MemberPage, Page};
use crate::payments;
use crate::view::{Badge, Crumb, View};

#[derive(Debug, Serialize)]
pub(crate) struct Operations {
    reference: String,
    issued_on: Date,
    is_credit: bool,
    gross: Money,
    due: Money,
    /// Where what is left is paid; empty when nothing is.
    pay: String,
    operations: Vec<OperationRow>,
}

#[derive(Debug, Serialize)]
struct OperationRow {
    at: Timestamp,
    what: String,
    state: Badge,
    amount: Money,
    href: String,
    link: String,
}

pub(crate) async fn get(page: MemberPage, Path(reference): Path<String>) -> Answer {
    let now = page.visit().now;
    let account = page.cx().db.account(page.account.id);
    let found = account.read(move |tx| {
        let Some(invoice) = invoicing::store::find_by_reference(tx, &reference)? else { return Ok(None) };
        let operations = flows::operations::operations(tx, now, &invoice)?;
        Ok::<_, db::Error>(Some((invoice, operations)))
    });
    let (invoice, operations) = found.await?.ok_or(PageError::NotFound)?;
    let is_due = invoice.open().is_positive();
    page.show(&Operations {
        pay: if is_due { super::settle::href(&invoice.reference) } else { String::new() },
        issued_on: invoice.issued_on,
        is_credit: invoice.is_credit_note(),
        gross: invoice.gross,
        due: invoice.open(),
        operations: operations.iter().map(|operation| row(&page, operation)).collect(),
        reference: invoice.reference,
    })
}

fn row(page: &Page, operation: &Operation) -> OperationRow {
    let (key, kind) = match operation.kind {
        OperationKind::Ordered => ("deed-ordered", None),
        OperationKind::Invoiced => ("deed-invoiced", None),
        OperationKind::Regularised => ("deed-regularised", None),
        OperationKind::Paid(kind) => ("deed-paid", Some(kind)),
        OperationKind::GivenBack(kind) => ("deed-given-back", Some(kind)),
        OperationKind::Credited => ("deed-credited", None),
        OperationKind::Lowered => ("deed-lowered", None),
    };
    let method = kind.map_or_else(String::new, |kind| payments::method(page, kind, None));
    let (href, link) = match &operation.about {
        About::Order(number) => {
            let args = Args::new().with("number", number.to_string());
            (format!("/orders/{number}"), page.t("order-title", &args))
        }
        About::Document(reference) => (format!("/invoices/{reference}/html"), reference.clone()),
        About::Payment(id) => (format!("/payments/{id}"), page.say("deed-payment")),
    };
    OperationRow {
        at: operation.at,
        what: page.t(key, &Args::new().with("method", method)),
        state: payments::badge(page, operation.state),
        amount: operation.amount,
        href,
        link,
    }
}

impl View for Operations {
    const TEMPLATE: &'static str = "pages/invoices/operations.html";
    const AREA: &'static str = "invoices";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new("/invoices", "invoices-title")]
    }

    #[cfg(test)]
    fn samples() -> Vec<Operations> {
        use crate::view::sample;
        use flows::operations::OperationState;
        let row = |_: &OperationState| OperationRow {
            at: sample::at(),
            what: "Paiement".into(),
            state: Badge::sample(),
            amount: sample::eur(6_719),
            href: "/orders/100042".into(),
            link: "Commande 100042".into(),
        };
        let page = |is_due: bool, is_credit| Operations {
            reference: "FR00000001".into(),
            issued_on: sample::on(),
            is_credit,
            gross: sample::eur(6_719),
            due: sample::eur(if is_due { 6_719 } else { 0 }),
            pay: if is_due { "/invoices/pay?reference=FR00000001".into() } else { String::new() },
            operations: OperationState::ALL.iter().map(row).collect(),
        };
        vec![page(true, false), page(false, true)]
    }
}
