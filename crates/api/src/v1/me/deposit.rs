//! `/me/deposit`: money that was received, each time by one payment, and the invoices it paid.

use std::collections::HashMap;

use accounts::links::{self, Paper};
use db::AccountTx;
use flows::operations::paid_by;
use kernel::{AttemptId, MethodId, OrderId};
use payments::{Attempt, store};
use serde_json::{Value, json};
use texts::Args;

use super::bill::Bills;
use super::papers::{self, DEPOSIT as KEY};
use crate::call::{self, Answer, MemberCall};
use crate::list::{Collection, KEYS_MAX};
use crate::problem::Problem;

/// The payments that brought money.
pub(crate) struct Deposits;

impl Collection for Deposits {
    type Key = String;
    const KEY: &'static str = KEY;
    const RISING: &'static [&'static str] = &["depositId"];
    const ASKED: &'static [(&'static str, &'static str)] = papers::ASKED;

    async fn keys(call: &MemberCall) -> Result<Vec<String>, Problem> {
        let (from, before) = call.query_days()?;
        let number = call.query_long("orderId")?;
        let look = move |tx: &mut AccountTx| {
            let order = number.map(|number| orders::store::find_by_number(tx, number)).transpose()?;
            match order {
                // An order that is not there was not paid.
                Some(None) => Ok(Vec::new()),
                Some(Some(order)) => store::received(tx, Some(order.id), from, before, KEYS_MAX),
                None => store::received(tx, None, from, before, KEYS_MAX),
            }
        };
        Ok(call.read(look).await?.iter().map(ToString::to_string).collect())
    }

    async fn objects(call: &MemberCall, keys: &[String]) -> Result<Vec<Option<Value>>, Problem> {
        let wanted: Vec<AttemptId> = keys.iter().filter_map(|key| key.parse().ok()).collect();
        let look = move |tx: &mut AccountTx| {
            links::fetch_ahead(tx)?;
            let found = store::received_of(tx, &wanted)?;
            let of: Vec<OrderId> = found.iter().filter_map(|attempt| attempt.order).collect();
            Ok((links::find(tx)?, found, orders::store::numbers(tx, &of)?, store::list_methods(tx)?))
        };
        let (link_key, found, numbers, methods) = call.read(look).await?;
        let link_key = call.link_key(link_key).await?;
        let found: HashMap<String, Attempt> =
            found.into_iter().map(|attempt| (attempt.id.to_string(), attempt)).collect();
        let numbers: HashMap<OrderId, i64> = numbers.into_iter().collect();
        let labels: HashMap<MethodId, String> =
            methods.into_iter().map(|method| (method.id, method.label)).collect();
        let deposit = |key: &String| {
            let attempt = found.get(key)?;
            let label = attempt.method.and_then(|method| labels.get(&method));
            let deposit = json!({
                "amount": call.price(attempt.amount),
                "date": call.datetime(attempt.settled_at.unwrap_or(attempt.created_at)),
                "depositId": key,
                "orderId": numbers.get(&attempt.order?)?,
                "paymentInfo": papers::payment_info(attempt.kind, label.map(String::as_str)),
            });
            Some(call.with_links(deposit, &link_key, Paper::Receipt(attempt.id)))
        };
        Ok(keys.iter().map(deposit).collect())
    }
}

/// What a payment was for: the order that it paid, as a whole.
pub(crate) struct DepositDetails;

impl Collection for DepositDetails {
    type Key = String;
    const KEY: &'static str = "depositDetailId";
    const RISING: &'static [&'static str] = &["depositDetailId"];

    async fn keys(call: &MemberCall) -> Result<Vec<String>, Problem> {
        Ok(vec![detail_key(named(call).await?.id)])
    }

    async fn objects(call: &MemberCall, keys: &[String]) -> Result<Vec<Option<Value>>, Problem> {
        let paid = named(call).await?;
        let of: Vec<OrderId> = paid.order.into_iter().collect();
        let number = call.read(move |tx| orders::store::numbers(tx, &of)).await?;
        let number = number.first().map_or(0, |(_, number)| *number);
        let words = Args::new().with("number", number.to_string());
        let amount = call.price(paid.amount);
        let detail = json!({
            "depositDetailId": detail_key(paid.id),
            "description": call.cx().texts.t(call.account.locale, "order-title", &words),
            "domain": "",
            "quantity": "1",
            "totalPrice": amount,
            "unitPrice": amount,
        });
        Ok(keys.iter().map(|key| (*key == detail_key(paid.id)).then(|| detail.clone())).collect())
    }
}

fn detail_key(deposit: AttemptId) -> String {
    format!("{deposit}-0001")
}

/// The invoices that a payment paid.
pub(crate) struct PaidBills;

impl Collection for PaidBills {
    type Key = String;
    const KEY: &'static str = Bills::KEY;
    const RISING: &'static [&'static str] = Bills::RISING;

    async fn keys(call: &MemberCall) -> Result<Vec<String>, Problem> {
        paid(call).await
    }

    async fn objects(call: &MemberCall, keys: &[String]) -> Result<Vec<Option<Value>>, Problem> {
        let paid = Self::keys(call).await?;
        let bills = Bills::objects(call, keys).await?;
        Ok(keys.iter().zip(bills).map(|(key, bill)| bill.filter(|_| paid.contains(key))).collect())
    }
}

/// The references of the invoices that the payment of the path paid, rising.
pub(super) async fn paid(call: &MemberCall) -> Result<Vec<String>, Problem> {
    let Some(order) = named(call).await?.order else { return Ok(Vec::new()) };
    let paid = call.read(move |tx| paid_by(tx, &[order])).await?;
    // Invoices of one order are listed the newest first.
    let mut references: Vec<String> = paid.into_iter().map(|paid| paid.invoice.reference).collect();
    references.sort_unstable();
    Ok(references)
}

pub(crate) async fn payment(call: MemberCall) -> Answer {
    let paid = named(&call).await?;
    let at = paid.settled_at.unwrap_or(paid.created_at);
    call::json(papers::paid(&call, paid.kind, Some(paid.id.to_string()), at))
}

/// The payment that the path names.
async fn named(call: &MemberCall) -> Result<Attempt, Problem> {
    let id: AttemptId = call.param(KEY)?;
    let found = call.read(move |tx| store::received_of(tx, &[id])).await?.pop();
    found.ok_or_else(|| Problem::NotFound { key: KEY, value: id.to_string() })
}
