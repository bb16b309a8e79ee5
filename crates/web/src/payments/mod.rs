//! Payments: the list, those that are being made, and each with the invoices it paid, as a receipt.

pub(crate) mod list;
pub(crate) mod receipt;

use db::AccountTx;
use flows::operations::OperationState;
use invoicing::Invoice;
use kernel::{Date, InvoiceId, Money, OrderId, PaymentKind};
use payments::Attempt;
use serde::Serialize;

use crate::page::Page;
use crate::view::Badge;

/// An invoice a payment paid, and how much of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Paid {
    reference: String,
    issued_on: Date,
    amount: Money,
    /// What credit notes took off the invoice.
    credit: Option<Money>,
}

/// An invoice and what a payment of an order is for.
pub(crate) struct PaidInvoice {
    pub(crate) order: OrderId,
    pub(crate) invoice: Invoice,
    pub(crate) amount: Money,
    pub(crate) credit: Option<Money>,
}

/// The invoices these orders bill, or pay by a regularisation, each with how much of it: less than the whole where
/// credit had lowered it.
pub(crate) fn paid_by(tx: &mut AccountTx, orders: &[OrderId]) -> Result<Vec<PaidInvoice>, db::Error> {
    let own = invoicing::store::of_orders(tx, orders)?;
    let debts = orders::store::debts_of_all(tx, orders)?;
    let billed: Vec<InvoiceId> = debts.iter().map(|(_, debt)| debt.invoice).collect();
    let billed = invoicing::store::of_ids(tx, &billed)?;
    let mut paid = Vec::with_capacity(orders.len());
    for order in orders {
        let mut found = own.iter().filter(|invoice| invoice.order_id == *order).peekable();
        if found.peek().is_some() {
            paid.extend(found.map(|invoice| (*order, invoice.clone(), None)));
            continue;
        }
        let debts = debts.iter().filter(|(of, _)| of == order);
        let named = debts.filter_map(|(_, debt)| {
            let invoice = billed.iter().find(|invoice| invoice.id == debt.invoice)?;
            Some((*order, invoice.clone(), Some(debt.amount)))
        });
        paid.extend(named);
    }
    let ids: Vec<InvoiceId> = paid.iter().map(|(_, invoice, _)| invoice.id).collect();
    let uses = invoicing::store::credit_uses(tx, &ids)?;
    let of = |(order, invoice, debt): (OrderId, Invoice, Option<Money>)| {
        let used = uses.iter().filter(|used| used.invoice == invoice.id).map(|used| used.amount.minor());
        let credit = Money::new(used.sum(), invoice.gross.currency());
        let rest = Money::new(invoice.gross.minor() - credit.minor(), credit.currency());
        let (amount, credit) = (debt.unwrap_or(rest), Some(credit).filter(Money::is_positive));
        PaidInvoice { order, invoice, amount, credit }
    };
    Ok(paid.into_iter().map(of).collect())
}

/// What a payment was made with: the method as its owner knows it, or its kind.
pub(crate) fn method(page: &Page, kind: PaymentKind, label: Option<&str>) -> String {
    let kind = page.say(&format!("payment-kind-{}", kind.code()));
    label.filter(|label| !label.is_empty()).map_or(kind.clone(), |label| format!("{kind} {label}"))
}

/// The labels of the methods of these attempts.
pub(crate) fn labels(
    tx: &mut AccountTx,
    attempts: &[Attempt],
) -> Result<Vec<(kernel::MethodId, String)>, db::Error> {
    let mut labels: Vec<(kernel::MethodId, String)> = Vec::new();
    for id in attempts.iter().filter_map(|attempt| attempt.method) {
        if labels.iter().all(|(known, _)| *known != id)
            && let Some(method) = payments::store::find_method(tx, id)?
        {
            labels.push((id, method.label));
        }
    }
    Ok(labels)
}

/// The state of what was done, in the same hue wherever it is shown.
pub(crate) fn badge(page: &Page, state: OperationState) -> Badge {
    let (hue, icon) = match state {
        OperationState::Done | OperationState::Paid => ("good", "circle-check"),
        OperationState::ToPay => ("wait", "clock"),
        OperationState::Running => ("busy", "hourglass"),
        OperationState::Failed => ("bad", "circle-alert"),
        OperationState::Cancelled => ("still", "circle-x"),
    };
    let key = format!("deed-state-{}", state.code());
    Badge::new(&page.web().texts, page.visit().locale, hue, icon, &key)
}
