//! `/me/order`: orders, where they stand, and what they say.

use std::collections::HashMap;
use std::sync::Arc;

use accounts::links::{self, Paper};
use catalog::LineKind;
use db::AccountTx;
use flows::WithdrawError;
use kernel::ServiceId;
use orders::follow_up::{self, HistoryCode};
use orders::{Order, OrderKind, OrderState, store};
use serde_json::{Value, json};

use super::papers;
use super::pay::unwithdrawn;
use super::refund::rounded;
use crate::call::{self, Answer, MemberCall};
use crate::list::{Collection, KEYS_MAX};
use crate::problem::Problem;
use crate::v1::shape::duration;

const KEY: &str = "orderId";
/// A line's number is that of its order and its place, in as many digits: an order has fewer lines.
const LINES: i64 = 10_000;

/// The orders of the account.
pub(crate) struct Orders;

impl Collection for Orders {
    type Key = i64;
    const KEY: &'static str = KEY;
    const RISING: &'static [&'static str] = &["orderId"];
    const ASKED: &'static [(&'static str, &'static str)] =
        &[("date.from", "datetime"), ("date.to", "datetime")];

    async fn keys(call: &MemberCall) -> Result<Vec<i64>, Problem> {
        let (from, before) = call.query_days()?;
        call.read(move |tx| store::numbers_made(tx, from, before, KEYS_MAX)).await
    }

    async fn objects(call: &MemberCall, keys: &[i64]) -> Result<Vec<Option<Value>>, Problem> {
        let wanted = keys.to_vec();
        let (cx, now) = (Arc::clone(&call.api.cx), call.now);
        let look = move |tx: &mut AccountTx| {
            links::fetch_ahead(tx)?;
            let found = store::of_numbers(tx, &wanted)?;
            let until = flows::withdrawable(&cx, tx, now, &found)?;
            Ok::<_, WithdrawError>((links::find(tx)?, found, until))
        };
        let account = call.cx().db.account(call.account.id);
        let (key, found, until) = account.read(look).await.map_err(unwithdrawn)?;
        let key = call.link_key(key).await?;
        let found: HashMap<i64, Order> = found.into_iter().map(|order| (order.number, order)).collect();
        let shape = |number: &i64| {
            let order = found.get(number)?;
            let shape = json!({
                "date": call.datetime(order.created_at),
                "expirationDate": call.datetime(order.expires_at),
                "metadatas": null,
                "orderId": number,
                "priceWithTax": call.price(order.totals.gross),
                "priceWithoutTax": call.price(order.totals.net),
                "retractionDate": until.get(&order.id).map(|on| call.start_of(*on)),
                "tax": call.price(order.totals.tax),
            });
            Some(call.with_links(shape, &key, Paper::Order(*number)))
        };
        Ok(keys.iter().map(shape).collect())
    }
}

/// The lines of an order.
pub(crate) struct OrderDetails;

impl Collection for OrderDetails {
    type Key = i64;
    const KEY: &'static str = "orderDetailId";
    const RISING: &'static [&'static str] = &["orderDetailId"];

    async fn keys(call: &MemberCall) -> Result<Vec<i64>, Problem> {
        let order = named(call).await?;
        Ok((0..).zip(&order.lines).map(|(place, _)| line_number(&order, place)).collect())
    }

    async fn objects(call: &MemberCall, keys: &[i64]) -> Result<Vec<Option<Value>>, Problem> {
        let order = named(call).await?;
        let ids: Vec<ServiceId> = order.items.iter().flat_map(|item| item.services.clone()).collect();
        let services = call.read(move |tx| services::store::of_ids(tx, &ids)).await?;
        let detail = |key: &i64| {
            let line = line_at(&order, *key)?;
            let item = order.items.get(usize::from(line.item));
            let of_item = item.and_then(|item| services.iter().find(|one| item.services.contains(&one.id)));
            let kind = match (order.kind, line.kind) {
                (_, LineKind::Installation) => "INSTALLATION",
                (OrderKind::Purchase, LineKind::Rental) => "DURATION",
                (OrderKind::Renewal, LineKind::Rental) => "RENEW",
                (OrderKind::Regularisation, LineKind::Rental) => "OTHER",
            };
            Some(json!({
                "cancelled": order.state == OrderState::Cancelled,
                "description": line.description,
                "detailType": kind,
                "domain": of_item.map(|service| service.name.clone()).unwrap_or_default(),
                "orderDetailId": key,
                "quantity": line.quantity.to_string(),
                "totalPrice": call.price(line.net),
                "unitPrice": rounded(call, line.unit_price),
            }))
        };
        Ok(keys.iter().map(detail).collect())
    }
}

const fn line_number(order: &Order, place: i64) -> i64 {
    order.number * LINES + place + 1
}

fn line_at(order: &Order, number: i64) -> Option<&orders::OrderLine> {
    let place = number.checked_sub(line_number(order, 0))?;
    order.lines.get(usize::try_from(place).ok()?)
}

/// The order that the path names.
pub(super) async fn named(call: &MemberCall) -> Result<Order, Problem> {
    let number: i64 = call.param(KEY)?;
    let found = call.read(move |tx| store::find_by_number(tx, number)).await?;
    found.ok_or_else(|| Problem::NotFound { key: KEY, value: number.to_string() })
}

/// `billing.order.OrderStatusEnum`.
pub(crate) async fn status(call: MemberCall) -> Answer {
    call::json(flows::events::order_status(named(&call).await?.state_at(call.now)))
}

/// `billing.order.FollowUp[]`.
pub(crate) async fn follow_up(call: MemberCall) -> Answer {
    let order = named(&call).await?;
    let id = order.id;
    let history = call.read(move |tx| store::history(tx, id)).await?;
    let steps = follow_up::steps(&order, &history, call.now);
    let steps = steps.iter().map(|step| {
        let history = step.history.iter().filter_map(|entry| {
            let label = label(entry.code)?;
            let at = call.datetime(entry.at);
            Some(json!({"date": at, "description": label, "label": label}))
        });
        let history: Vec<Value> = history.collect();
        json!({"history": history, "status": step.status.code(), "step": step.step.code()})
    });
    call::json(steps.collect::<Vec<_>>())
}

/// `billing.order.followUp.HistoryStatusEnum`, which has no word for documents that did not come.
const fn label(code: HistoryCode) -> Option<&'static str> {
    match code {
        HistoryCode::FraudDocsExpired => None,
        HistoryCode::OrderStarted
        | HistoryCode::PaymentInitiated
        | HistoryCode::RegisteredPaymentInitiated
        | HistoryCode::PaymentReceived
        | HistoryCode::PaymentConfirmed
        | HistoryCode::FraudCheck
        | HistoryCode::FraudManualReview
        | HistoryCode::FraudDocsRequested
        | HistoryCode::FraudRefused
        | HistoryCode::OrderAccepted
        | HistoryCode::Delivery
        | HistoryCode::InvoiceInProgress
        | HistoryCode::InvoiceSent => Some(code.code()),
    }
}

pub(crate) async fn payment(call: MemberCall) -> Answer {
    let order = named(&call).await?.id;
    let attempt = call.read(move |tx| payments::store::success_of_order(tx, order)).await?;
    let attempt = attempt.ok_or(Problem::None)?;
    let at = attempt.settled_at.unwrap_or(attempt.created_at);
    call::json(papers::paid(&call, attempt.kind, Some(attempt.id.to_string()), at))
}

/// `billing.order.AssociatedObject`: the invoice of the order.
pub(crate) async fn associated(call: MemberCall) -> Answer {
    let order = named(&call).await?.id;
    let look = move |tx: &mut AccountTx| Ok(invoicing::store::of_order(tx, order)?.pop());
    let invoice = call.read(look).await?.ok_or(Problem::None)?;
    call::json(json!({"id": invoice.reference, "type": "Bill"}))
}

/// `billing.ItemDetail`: what was ordered, for programs that look for their plan.
pub(crate) async fn extension(call: MemberCall) -> Answer {
    let order = named(&call).await?;
    let number: i64 = call.param(OrderDetails::KEY)?;
    let missing = || Problem::NotFound { key: OrderDetails::KEY, value: number.to_string() };
    let line = line_at(&order, number).ok_or_else(missing)?;
    let item = order.items.get(usize::from(line.item)).ok_or_else(missing)?;
    let configurations = item.selection.configurations.iter();
    let configurations: Vec<Value> =
        configurations.map(|(label, value)| json!({"label": label, "value": value})).collect();
    let action = match (order.kind, line.kind) {
        (OrderKind::Purchase, LineKind::Installation | LineKind::Rental) => Some("installation"),
        (OrderKind::Renewal, LineKind::Installation | LineKind::Rental) => Some("renew"),
        (OrderKind::Regularisation, LineKind::Installation | LineKind::Rental) => None,
    };
    call::json(json!({"order": {
        "action": action,
        "configurations": configurations,
        "plan": {
            "code": line.plan_code,
            "duration": line.months.map(duration),
            "pricingMode": item.selection.pricing_mode,
            "product": {"name": item.product},
            "quantity": line.quantity,
        },
        "type": "plan",
    }}))
}
