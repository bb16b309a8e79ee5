//! What bills and refunds share: both are documents of the register.

use std::collections::HashMap;

use db::AccountTx;
use invoicing::{Content, Invoice, InvoiceFilter, InvoiceLine, InvoiceQuery, store};
use kernel::{PaymentKind, Timestamp};
use serde_json::{Value, json};

use crate::call::{self, Answer, MemberCall};
use crate::list::KEYS_MAX;
use crate::problem::Problem;

/// What a document is to its reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Bill,
    Refund,
}

impl Kind {
    /// The name of the parameter that holds its reference.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Kind::Bill => "billId",
            Kind::Refund => "refundId",
        }
    }

    /// The documents of this kind, and no others.
    pub(super) const fn filter(self) -> InvoiceFilter {
        match self {
            Kind::Bill => InvoiceFilter::Invoices,
            Kind::Refund => InvoiceFilter::CreditNotes,
        }
    }

    fn is(self, invoice: &Invoice) -> bool {
        match self {
            Kind::Bill => !invoice.is_credit_note(),
            Kind::Refund => invoice.is_credit_note(),
        }
    }
}

/// The name of the parameter that holds a deposit.
pub(super) const DEPOSIT: &str = "depositId";

/// The parameters that [`keys`] reads.
pub(super) const ASKED: &[(&str, &str)] =
    &[("date.from", "datetime"), ("date.to", "datetime"), ("orderId", "long")];

/// The references that the parameters of the query leave.
pub(super) async fn keys(call: &MemberCall, kind: Kind) -> Result<Vec<String>, Problem> {
    let query = InvoiceQuery {
        filter: kind.filter(),
        order: call.query_long("orderId")?,
        from: call.query_day("date.from")?,
        until: call.query_day("date.to")?,
        ..InvoiceQuery::default()
    };
    call.read(move |tx| store::references_of(tx, &query, KEYS_MAX)).await
}

/// The documents of one kind with these references.
pub(super) fn found(
    tx: &mut AccountTx,
    kind: Kind,
    keys: &[String],
) -> Result<HashMap<String, Invoice>, db::Error> {
    let found = store::of_references(tx, keys)?;
    let found = found.into_iter().filter(|invoice| kind.is(invoice));
    Ok(found.map(|invoice| (invoice.reference.clone(), invoice)).collect())
}

/// The document that the path names, and what it says; where the path names a deposit too, one that it paid.
pub(super) async fn named(call: &MemberCall, kind: Kind) -> Result<(Invoice, Content), Problem> {
    let reference: String = call.param(kind.key())?;
    let wanted = reference.clone();
    let found = call.read(move |tx| store::find_by_reference(tx, &wanted)).await?;
    let mut found = found.filter(|invoice| kind.is(invoice));
    if found.is_some() && call.names(DEPOSIT) {
        let paid = super::deposit::paid(call).await?;
        found = found.filter(|invoice| paid.contains(&invoice.reference));
    }
    let invoice = found.ok_or(Problem::NotFound { key: kind.key(), value: reference })?;
    let record = invoice.record().map_err(|error| Problem::internal(&error))?;
    Ok((invoice, record.content))
}

/// The key of a line, rising with the lines: `FR00000001-0003`.
fn line_key(reference: &str, index: usize) -> String {
    format!("{reference}-{:04}", index + 1)
}

/// The lines of the document that the path names, each with its key.
pub(super) async fn lines(call: &MemberCall, kind: Kind) -> Result<Vec<(String, InvoiceLine)>, Problem> {
    let (invoice, content) = named(call, kind).await?;
    let lines = content.lines.into_iter().enumerate();
    Ok(lines.map(|(index, line)| (line_key(&invoice.reference, index), line)).collect())
}

/// What the lines of both say alike.
pub(super) fn line(call: &MemberCall, line: &InvoiceLine) -> Value {
    json!({
        "description": line.description,
        "domain": line.service.clone().unwrap_or_default(),
        "quantity": line.quantity.to_string(),
        "totalPrice": call.price(line.net),
    })
}

/// `billing.Payment` of the money that paid a document; there is none while it is unpaid.
pub(super) async fn payment(call: &MemberCall, invoice: &Invoice, content: &Content) -> Answer {
    if let Some(used) = &content.payment {
        let identifier = used.attempt.map(|attempt| attempt.to_string());
        return call::json(paid(call, used.kind, identifier, used.paid_at));
    }
    let order = invoice.order_id;
    let attempt = call.read(move |tx| payments::store::success_of_order(tx, order)).await?;
    let attempt = attempt.ok_or(Problem::None)?;
    let at = attempt.settled_at.unwrap_or(attempt.created_at);
    call::json(paid(call, attempt.kind, Some(attempt.id.to_string()), at))
}

/// `billing.Payment`.
pub(super) fn paid(call: &MemberCall, kind: PaymentKind, identifier: Option<String>, at: Timestamp) -> Value {
    let kind = paid_with(kind);
    json!({"paymentDate": call.datetime(at), "paymentIdentifier": identifier, "paymentType": kind})
}

/// `debt.associatedObject.PaymentInfo`; the label is that of the registered method.
pub(super) fn payment_info(kind: PaymentKind, label: Option<&str>) -> Value {
    json!({"description": null, "paymentType": paid_with(kind), "publicLabel": label})
}

/// `billing.PaymentMeanEnum`.
const fn paid_with(kind: PaymentKind) -> &'static str {
    match kind {
        PaymentKind::Card => "creditCard",
        PaymentKind::SepaDebit => "paymentMandate",
    }
}
