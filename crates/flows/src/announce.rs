//! The e-mails of order to cash, each written in the transaction of its cause and once per cause.

use accounts::{Account, EmailAddress};
use db::AccountTx;
use kernel::Timestamp;
use mail::{Email, Envelope, ProgressStep, RequestedDocument, post};
use orders::{DocumentKind, Order, OrderKind};
use payments::Attempt;
use services::Service;

/// Writes an e-mail to the account's owner.
pub(crate) fn tell(
    tx: &mut AccountTx,
    now: Timestamp,
    account: &Account,
    cause: &str,
    email: &Email,
) -> Result<(), db::Error> {
    post(tx, now, &Envelope::to_account(account, cause), email).map(drop)
}

pub(crate) fn order_created(
    tx: &mut AccountTx,
    now: Timestamp,
    account: &Account,
    order: &Order,
) -> Result<(), db::Error> {
    let line = |line: &orders::OrderLine| mail::OrderLine {
        description: line.description.clone(),
        quantity: line.quantity,
        net: line.net,
    };
    let email = Email::OrderCreated(mail::OrderCreated {
        order: order.number,
        created_at: order.created_at,
        expires_at: order.expires_at,
        lines: order.lines.iter().map(line).collect(),
        totals: order.totals.clone(),
        is_waived: order.withdrawal_waived_at.is_some(),
        path: path(order),
    });
    tell(tx, now, account, &format!("order/{}/created", order.id), &email)
}

pub(crate) fn payment_received(
    tx: &mut AccountTx,
    now: Timestamp,
    account: &Account,
    order: &Order,
    attempt: &Attempt,
    method: Option<String>,
) -> Result<(), db::Error> {
    let email = Email::PaymentReceived(mail::PaymentReceived {
        order: order.number,
        amount: attempt.amount,
        paid_at: now,
        method,
        is_debt: order.kind == OrderKind::Regularisation,
        path: path(order),
    });
    tell(tx, now, account, &format!("payment/{}/received", attempt.id), &email)
}

pub(crate) fn progress(
    tx: &mut AccountTx,
    now: Timestamp,
    account: &Account,
    order: &Order,
    step: ProgressStep,
) -> Result<(), db::Error> {
    let word = match step {
        ProgressStep::Validating => "validating",
        ProgressStep::Validated => "validated",
        ProgressStep::Delivering => "delivering",
        ProgressStep::Held => "held",
        ProgressStep::Available => "available",
    };
    // What holds delivery is an unpaid invoice: that is where to go.
    let path = if step == ProgressStep::Held { "/invoices".to_owned() } else { path(order) };
    let email = Email::OrderProgress(mail::OrderProgress { order: order.number, step, path });
    tell(tx, now, account, &format!("order/{}/{word}", order.id), &email)
}

pub(crate) fn documents_requested(
    tx: &mut AccountTx,
    now: Timestamp,
    order: &Order,
    round: usize,
) -> Result<(), db::Error> {
    let account = accounts::account::get(tx)?;
    let Some(review) = &order.review else { return Ok(()) };
    let documents = review.documents.iter().map(document).collect();
    let email = Email::DocumentsRequested(mail::DocumentsRequested {
        order: order.number,
        documents,
        note: review.message.clone(),
        expires_at: review.documents_due_at,
        path: path(order),
    });
    tell(tx, now, &account, &format!("order/{}/documents/{round}", order.id), &email)
}

fn document(kind: &DocumentKind) -> RequestedDocument {
    match kind {
        DocumentKind::Identity => RequestedDocument::Identity,
        DocumentKind::Portrait => RequestedDocument::Portrait,
        DocumentKind::Card => RequestedDocument::Card,
        DocumentKind::Address => RequestedDocument::Address,
        DocumentKind::Company => RequestedDocument::Company,
    }
}

pub(crate) fn refused(
    tx: &mut AccountTx,
    now: Timestamp,
    account: &Account,
    order: &Order,
    refund: Option<kernel::Money>,
    documents_due_at: Option<Timestamp>,
) -> Result<(), db::Error> {
    let email = Email::OrderRefused(mail::OrderRefused {
        order: order.number,
        refund,
        documents_due_at,
        path: "/plans".to_owned(),
    });
    tell(tx, now, account, &format!("order/{}/refused", order.id), &email)
}

/// Secrets stay in the portal: an e-mail says that there are some, and where.
pub(crate) fn delivered(
    tx: &mut AccountTx,
    now: Timestamp,
    account: &Account,
    service: &Service,
) -> Result<(), db::Error> {
    let fields = service.access.as_ref().map_or(&[][..], |access| &access.fields);
    let open = fields.iter().filter(|field| !field.secret);
    let email = Email::ServiceDelivered(mail::ServiceDelivered {
        order: service.order_number,
        service: service.name.clone(),
        product: service.description.clone(),
        access: open
            .map(|field| mail::AccessField { label: field.label.clone(), value: field.value.clone() })
            .collect(),
        has_secret: fields.iter().any(|field| field.secret),
        path: service_path(service),
    });
    tell(tx, now, account, &format!("service/{}/delivered", service.id), &email)
}

pub(crate) fn invoice_available(
    tx: &mut AccountTx,
    now: Timestamp,
    account: &Account,
    invoice: &invoicing::Invoice,
) -> Result<(), db::Error> {
    let email = Email::InvoiceAvailable(mail::InvoiceAvailable {
        reference: invoice.reference.clone(),
        order: invoice.order_number,
        issued_on: invoice.issued_on,
        gross: invoice.gross,
        is_paid: invoice.is_paid(),
        is_credit: invoice.is_credit_note(),
        path: format!("/invoices/{}", invoice.reference),
    });
    let envelope = Envelope::to_account(account, format!("invoice/{}/available", invoice.id));
    let copy = account.invoice_copies.as_deref().and_then(|to| EmailAddress::parse(to).ok());
    if let Some(to) = copy {
        post(tx, now, &envelope.clone().copy_to(to), &email)?;
    }
    post(tx, now, &envelope, &email).map(drop)
}

/// Where a customer reads about a service.
pub(crate) fn service_path(service: &Service) -> String {
    format!("/services/{}", service.id)
}

fn path(order: &Order) -> String {
    format!("/orders/{}", order.number)
}
