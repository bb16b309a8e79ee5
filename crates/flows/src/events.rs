//! What programs are told of order to cash, each in the transaction of its cause, in the words of the API.
//!
//! An object carries what a program needs to know whether it cares, and the path of the API that shows the whole of it.

use accounts::Account;
use db::AccountTx;
use invoicing::Invoice;
use kernel::{Locale, Money, Timestamp, UnitPrice};
use orders::{Order, OrderKind, OrderState};
use payments::{Attempt, Refund};
use serde_json::{Value, json};
use services::{Service, ServiceState};
use webhooks::{Event, EventKind, raise};

/// Something became of an order that somebody made; what the house bills by itself is told as invoices and payments.
pub(crate) fn order(
    tx: &mut AccountTx,
    now: Timestamp,
    owner: &Account,
    kind: EventKind,
    order: &Order,
) -> Result<(), db::Error> {
    match order.kind {
        OrderKind::Purchase => {}
        OrderKind::Renewal | OrderKind::Regularisation => return Ok(()),
    }
    raise(tx, now, owner, || Event {
        kind,
        cause: order.id.to_string(),
        data: json!({
            "orderId": order.number,
            "date": order.created_at.to_string(),
            "expirationDate": order.expires_at.to_string(),
            "status": order_status(order.state),
            "priceWithTax": price(order.totals.gross, owner.locale),
            "priceWithoutTax": price(order.totals.net, owner.locale),
            "tax": price(order.totals.tax, owner.locale),
            "path": format!("/me/order/{}", order.number),
        }),
    })
}

/// An invoice or a credit note has its number.
pub(crate) fn document(
    tx: &mut AccountTx,
    now: Timestamp,
    owner: &Account,
    invoice: &Invoice,
) -> Result<(), db::Error> {
    raise(tx, now, owner, || {
        let mut data = json!({
            "orderId": invoice.order_number,
            "date": invoice.issued_on.to_string(),
            "priceWithTax": price(invoice.gross, owner.locale),
            "priceWithoutTax": price(invoice.net, owner.locale),
            "tax": price(invoice.tax, owner.locale),
        });
        let (kind, key, path) = if invoice.is_credit_note() {
            let corrected = invoice.record().ok().and_then(|record| record.content.corrects);
            data["originalBillId"] = json!(corrected.map(|corrected| corrected.reference));
            (EventKind::CreditNoteIssued, "refundId", "/me/refund")
        } else {
            (EventKind::InvoiceIssued, "billId", "/me/bill")
        };
        data[key] = invoice.reference.as_str().into();
        data["path"] = format!("{path}/{}", invoice.reference).into();
        Event { kind, cause: invoice.id.to_string(), data }
    })
}

/// Money arrived by an attempt to pay this order.
pub(crate) fn payment_succeeded(
    tx: &mut AccountTx,
    now: Timestamp,
    owner: &Account,
    attempt: &Attempt,
    order: &Order,
) -> Result<(), db::Error> {
    raise(tx, now, owner, || Event {
        kind: EventKind::PaymentSucceeded,
        cause: attempt.id.to_string(),
        data: json!({
            "depositId": attempt.id.to_string(),
            "orderId": order.number,
            "date": attempt.settled_at.unwrap_or(now).to_string(),
            "amount": price(attempt.amount, owner.locale),
            "path": format!("/me/deposit/{}", attempt.id),
        }),
    })
}

/// The provider refused an attempt to pay this order.
pub(crate) fn payment_refused(
    tx: &mut AccountTx,
    now: Timestamp,
    owner: &Account,
    attempt: &Attempt,
    order: &Order,
) -> Result<(), db::Error> {
    raise(tx, now, owner, || Event {
        kind: EventKind::PaymentRefused,
        cause: attempt.id.to_string(),
        data: json!({
            "orderId": order.number,
            "date": attempt.settled_at.unwrap_or(now).to_string(),
            "amount": price(attempt.amount, owner.locale),
            "reason": attempt.reason.map(|reason| reason.code()),
            "path": format!("/me/order/{}", order.number),
        }),
    })
}

/// Money of an attempt to pay this order went back.
pub(crate) fn refund_succeeded(
    tx: &mut AccountTx,
    now: Timestamp,
    owner: &Account,
    refund: &Refund,
    order: Option<&Order>,
) -> Result<(), db::Error> {
    raise(tx, now, owner, || Event {
        kind: EventKind::RefundSucceeded,
        cause: refund.id.to_string(),
        data: json!({
            "depositId": refund.attempt.to_string(),
            "orderId": order.map(|order| order.number),
            "date": refund.settled_at.unwrap_or(now).to_string(),
            "amount": price(refund.amount, owner.locale),
            "path": format!("/me/deposit/{}", refund.attempt),
        }),
    })
}

/// Something became of a service: once for each period it is about.
pub(crate) fn service(
    tx: &mut AccountTx,
    now: Timestamp,
    owner: &Account,
    kind: EventKind,
    service: &Service,
) -> Result<(), db::Error> {
    raise(tx, now, owner, || {
        let end = service.period.map(|period| period.end().to_string());
        Event {
            kind,
            cause: format!("{}/{}", service.id, end.as_deref().unwrap_or_default()),
            data: json!({
                "serviceName": service.name,
                "displayName": service.label.as_ref().unwrap_or(&service.name),
                "orderId": service.order_number,
                "planCode": service.plan_code,
                "status": service_status(service.state),
                "expiration": end,
                "path": format!("/service/{}/serviceInfos", service.name),
            }),
        }
    })
}

/// `order.Price`, in the habits of a language.
#[must_use]
pub fn price(money: Money, locale: Locale) -> Value {
    let mut price = json!({
        "currencyCode": money.currency().code(),
        "text": texts::format::money(money, locale),
        "value": decimal(&money.to_decimal()),
    });
    if let Ok(exact) = UnitPrice::from_money(money) {
        price["priceInUcents"] = exact.e8().into();
    }
    price
}

/// A decimal as a JSON number. What has no more than fifteen digits is read back as it was written: that is more than
/// any amount of ours.
#[must_use]
pub fn decimal(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

/// `billing.order.OrderStatusEnum`: an order that lapsed was not paid.
#[must_use]
pub const fn order_status(state: OrderState) -> &'static str {
    match state {
        OrderState::NotPaid | OrderState::Expired => "notPaid",
        OrderState::Checking => "checking",
        OrderState::DocumentsRequested => "documentsRequested",
        OrderState::Delivering => "delivering",
        OrderState::Delivered => "delivered",
        OrderState::Cancelling => "cancelling",
        OrderState::Cancelled => "cancelled",
    }
}

/// `service.StateEnum`, as `serviceInfos` shows it.
#[must_use]
pub const fn service_status(state: ServiceState) -> &'static str {
    match state {
        ServiceState::InCreation => "inCreation",
        ServiceState::Ok => "ok",
        ServiceState::PendingDebt => "pendingDebt",
        ServiceState::UnPaid => "unPaid",
        ServiceState::Expired => "expired",
    }
}
