//! One payment as its receipt: who paid whom, how much, with what, and for which invoices.

use axum::extract::Path;
use flows::operations::{OperationState, PaidInvoice, paid_by};
use kernel::{AccountId, AttemptId, Money, Timestamp};
use orders::Order;
use payments::{Attempt, AttemptState, Refund, RefundState};
use serde::Serialize;
use texts::Args;

use super::{Paid, badge, labels, method};
use crate::error::{Answer, PageError};
use crate::page::{MemberPage, Page, document_html, pdf};
use crate::view::{Badge, Crumb, View};

#[derive(Debug, Serialize)]
pub(crate) struct Receipt {
    /// The page itself.
    href: String,
    reference: String,
    at: Timestamp,
    amount: Money,
    method: String,
    state: Badge,
    /// Whether the money is there: otherwise it is no receipt.
    is_paid: bool,
    order: String,
    seller: String,
    customer: String,
    nic: String,
    invoices: Vec<Paid>,
    refunds: Vec<Back>,
}

/// Money of it that went back.
#[derive(Debug, Serialize)]
struct Back {
    at: Timestamp,
    amount: Money,
    /// The end of the key that says where it is.
    state: &'static str,
}

/// A payment, and what is known of it.
struct Found {
    attempt: Attempt,
    order: Order,
    refunds: Vec<Refund>,
    paid: Vec<PaidInvoice>,
    label: Option<String>,
}

pub(crate) async fn get(page: MemberPage, Path(id): Path<AttemptId>) -> Answer {
    let Found { attempt, order, refunds, paid, label } = found(&page, page.account.id, id).await?;
    let subsidiary = page.cx().jurisdictions.get(order.subsidiary).unwrap_or(&page.visit().subsidiary);
    let billing = &order.billing;
    let is_paid = attempt.state == AttemptState::Success;
    let paid = paid.into_iter().map(|paid| Paid {
        reference: paid.invoice.reference,
        issued_on: paid.invoice.issued_on,
        amount: paid.amount,
        credit: paid.credit,
    });
    page.show(&Receipt {
        href: format!("/payments/{id}"),
        reference: attempt.reference(),
        at: attempt.settled_at.unwrap_or(attempt.created_at),
        amount: attempt.amount,
        method: method(&page, attempt.kind, label.as_deref()),
        state: badge(&page, OperationState::of(attempt.state)),
        is_paid,
        order: order.number.to_string(),
        seller: subsidiary.legal_name.clone(),
        customer: billing.organisation.clone().unwrap_or_else(|| billing.name.clone()),
        nic: billing.nic.clone(),
        invoices: paid.collect(),
        refunds: refunds
            .iter()
            .map(|refund| Back {
                at: refund.settled_at.unwrap_or(refund.created_at),
                amount: refund.amount,
                state: match refund.state {
                    RefundState::Requested | RefundState::Unknown | RefundState::Pending => "running",
                    RefundState::Failed => "failed",
                    RefundState::Success => "done",
                },
            })
            .collect(),
    })
}

/// The receipt as a document of its own.
pub(crate) async fn html(page: MemberPage, Path(id): Path<AttemptId>) -> Answer {
    let receipt = document(&page, page.account.id, id).await?;
    let text = page.t("receipt-title", &Args::new().with("reference", receipt.reference.as_str()));
    let back = documents::Way { href: format!("/payments/{id}"), text };
    let ways = page.ways(back, format!("/payments/{id}/pdf"));
    let html = page.web().documents.receipt_html(&receipt, &ways).map_err(PageError::internal)?;
    Ok(document_html(html))
}

pub(crate) async fn pdf_file(page: MemberPage, Path(id): Path<AttemptId>) -> Answer {
    let receipt = document(&page, page.account.id, id).await?;
    made_pdf(&page, receipt).await
}

pub(crate) async fn made_pdf(page: &Page, receipt: documents::Receipt) -> Answer {
    let documents = page.web().documents.clone();
    let name = format!("{}.pdf", receipt.reference);
    // Laying out a PDF is computing: not on the threads that answer everybody.
    let made = tokio::task::spawn_blocking(move || documents.receipt_pdf(&receipt)).await;
    let bytes = made.map_err(PageError::internal)?.map_err(PageError::internal)?;
    Ok(pdf(&name, bytes))
}

/// What the document says; there is none where no money came.
pub(crate) async fn document(
    page: &Page,
    account: AccountId,
    id: AttemptId,
) -> Result<documents::Receipt, PageError> {
    let Found { attempt, order, refunds, paid, label } = found(page, account, id).await?;
    if attempt.state != AttemptState::Success {
        return Err(PageError::NotFound);
    }
    let subsidiary = page.cx().subsidiary(order.subsidiary).map_err(PageError::internal)?;
    let sent = refunds.iter().filter(|refund| refund.state == RefundState::Success);
    Ok(documents::Receipt {
        seller: invoicing::Seller::of(subsidiary),
        zone: subsidiary.time_zone.clone(),
        locale: order.locale,
        reference: attempt.reference(),
        paid_at: attempt.settled_at.unwrap_or(attempt.created_at),
        amount: attempt.amount,
        kind: attempt.kind,
        label: label.unwrap_or_default(),
        order: order.number,
        customer: order.billing,
        invoices: paid
            .into_iter()
            .map(|paid| documents::ReceiptLine {
                reference: paid.invoice.reference,
                issued_on: paid.invoice.issued_on,
                gross: paid.invoice.gross,
                credit: paid.credit,
                amount: paid.amount,
            })
            .collect(),
        given_back: sent
            .map(|refund| (refund.settled_at.unwrap_or(refund.created_at), refund.amount))
            .collect(),
    })
}

async fn found(page: &Page, account: AccountId, id: AttemptId) -> Result<Found, PageError> {
    let account = page.cx().db.account(account);
    let found = account.read(move |tx| {
        let Some(attempt) = payments::store::find(tx, id)? else { return Ok(None) };
        let Some(order) = attempt.order else { return Ok(None) };
        let order = orders::store::get(tx, order)?;
        let paid = match attempt.state {
            AttemptState::Success => paid_by(tx, &[order.id])?,
            AttemptState::Created
            | AttemptState::Unknown
            | AttemptState::Ready
            | AttemptState::Confirming
            | AttemptState::Error
            | AttemptState::Expired
            | AttemptState::Canceled
            | AttemptState::Failed => Vec::new(),
        };
        let refunds = payments::store::refunds_of(tx, id)?;
        let label = labels(tx, std::slice::from_ref(&attempt))?.pop().map(|(_, label)| label);
        Ok::<_, db::Error>(Some(Found { attempt, order, refunds, paid, label }))
    });
    found.await?.ok_or(PageError::NotFound)
}

impl View for Receipt {
    const TEMPLATE: &'static str = "pages/payments/receipt.html";
    const AREA: &'static str = "invoices";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new("/invoices", "invoices-title"), Crumb::new("/payments", "payments-title")]
    }

    #[cfg(test)]
    fn samples() -> Vec<Receipt> {
        use crate::view::sample;
        let paid = |number| Paid {
            reference: format!("FR0000000{number}"),
            issued_on: sample::on(),
            amount: sample::eur(6_719),
            credit: (number == 1).then(|| sample::eur(120)),
        };
        let back = |state| Back { at: sample::at(), amount: sample::eur(359), state };
        let page = |is_paid, invoices, refunds| Receipt {
            href: "/payments/1".into(),
            reference: "P-B302099A8057".into(),
            at: sample::at(),
            amount: sample::eur(6_719),
            method: "Carte bancaire •••• 4242".into(),
            state: Badge::sample(),
            is_paid,
            order: "100042".into(),
            seller: "Comptoir SAS".into(),
            customer: "W".repeat(60),
            nic: "al12345-ct".into(),
            invoices,
            refunds,
        };
        vec![
            page(true, vec![paid(1), paid(2)], vec![back("running"), back("failed"), back("done")]),
            page(false, vec![], vec![]),
        ]
    }
}
