//! Payments: the list, those that are being made, and each with the invoices it paid, as a receipt.

pub(crate) mod list;
pub(crate) mod receipt;

use db::AccountTx;
use flows::operations::OperationState;
use kernel::{Date, Money, PaymentKind};
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

/// What a payment was made with: the method as its owner knows it, or its kind.
pub(crate) fn method(page: &Page, kind: PaymentKind, label: Option<&str>) -> String {
    let kind = page.say(&format!("payment-kind-{}", kind.code()));
    label.filter(|label| !label.is_empty()).map_or(kind.clone(), |label| format!("{kind} {label}"))
}

/// What an attempt was made with, with the label of its method among these.
pub(crate) fn method_of(page: &Page, attempt: &Attempt, labels: &[(kernel::MethodId, String)]) -> String {
    let label = attempt.method.and_then(|id| labels.iter().find(|(known, _)| *known == id));
    method(page, attempt.kind, label.map(|(_, label)| label.as_str()))
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
