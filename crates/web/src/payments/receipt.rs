//! One payment as its receipt: who paid whom, how much, with what, and for which invoices.

use axum::extract::Path;
use flows::operations::OperationState;
use kernel::{AttemptId, Money, Timestamp};
use payments::{AttemptState, RefundState};
use serde::Serialize;

use super::{Paid, badge, labels, method, paid_by};
use crate::error::{Answer, PageError};
use crate::page::MemberPage;
use crate::view::{Badge, Crumb, View};

#[derive(Debug, Serialize)]
pub(crate) struct Receipt {
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

pub(crate) async fn get(page: MemberPage, Path(id): Path<AttemptId>) -> Answer {
    let account = page.cx().db.account(page.account.id);
    let found = account.read(move |tx| {
        let Some(attempt) = payments::store::find(tx, id)? else { return Ok(None) };
        let Some(order) = attempt.order else { return Ok(None) };
        let order = orders::store::get(tx, order)?;
        let (refunds, paid) = (payments::store::refunds_of(tx, id)?, paid_by(tx, &[order.id])?);
        let label = labels(tx, std::slice::from_ref(&attempt))?.pop().map(|(_, label)| label);
        Ok::<_, db::Error>(Some((attempt, order, refunds, paid, label)))
    });
    let (attempt, order, refunds, paid, label) = found.await?.ok_or(PageError::NotFound)?;
    let subsidiary = page.cx().jurisdictions.get(order.subsidiary).unwrap_or(&page.visit().subsidiary);
    let billing = &order.billing;
    let is_paid = attempt.state == AttemptState::Success;
    let paid = paid.into_iter().filter(|_| is_paid).map(|(_, invoice, amount)| Paid {
        reference: invoice.reference,
        issued_on: invoice.issued_on,
        amount,
    });
    page.show(&Receipt {
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
        };
        let back = |state| Back { at: sample::at(), amount: sample::eur(359), state };
        let page = |is_paid, invoices, refunds| Receipt {
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
