//! `/me/refund`: credit notes.

use std::collections::HashMap;

use accounts::links::{self, Paper};
use db::AccountTx;
use kernel::UnitPrice;
use serde_json::{Value, json};

use super::papers::{self, Kind};
use crate::call::{self, Answer, MemberCall};
use crate::list::Collection;
use crate::problem::Problem;
use crate::v1::shape::exact_price;

/// The credit notes of the account.
pub(crate) struct Refunds;

impl Collection for Refunds {
    type Key = String;
    const KEY: &'static str = Kind::Refund.key();
    const RISING: &'static [&'static str] = &["refundId", "date"];
    const ASKED: &'static [(&'static str, &'static str)] = papers::ASKED;

    async fn keys(call: &MemberCall) -> Result<Vec<String>, Problem> {
        papers::keys(call, Kind::Refund).await
    }

    async fn objects(call: &MemberCall, keys: &[String]) -> Result<Vec<Option<Value>>, Problem> {
        let wanted = keys.to_vec();
        let look = move |tx: &mut AccountTx| {
            links::fetch_ahead(tx)?;
            let found = papers::found(tx, Kind::Refund, &wanted)?;
            Ok((links::find(tx)?, found))
        };
        let (key, found) = call.read(look).await?;
        let key = call.link_key(key).await?;
        let refund = |reference: &String| -> Result<Option<Value>, Problem> {
            let Some(note) = found.get(reference) else { return Ok(None) };
            let record = note.record().map_err(|error| Problem::internal(&error))?;
            let refund = json!({
                "date": call.start_of(note.issued_on),
                "orderId": note.order_number,
                "originalBillId": record.content.corrects.map(|corrected| corrected.reference),
                "priceWithTax": call.price(note.gross),
                "priceWithoutTax": call.price(note.net),
                "refundId": reference,
                "tax": call.price(note.tax),
            });
            Ok(Some(call.with_links(refund, &key, Paper::Invoice(reference.clone()))))
        };
        keys.iter().map(refund).collect()
    }
}

/// The lines of a credit note.
pub(crate) struct RefundDetails;

impl Collection for RefundDetails {
    type Key = String;
    const KEY: &'static str = "refundDetailId";
    const RISING: &'static [&'static str] = &["refundDetailId"];

    async fn keys(call: &MemberCall) -> Result<Vec<String>, Problem> {
        Ok(papers::lines(call, Kind::Refund).await?.into_iter().map(|(key, _)| key).collect())
    }

    async fn objects(call: &MemberCall, keys: &[String]) -> Result<Vec<Option<Value>>, Problem> {
        let lines: HashMap<_, _> = papers::lines(call, Kind::Refund).await?.into_iter().collect();
        let refund: String = call.param(Kind::Refund.key())?;
        let detail = |key: &String| {
            let line = lines.get(key)?;
            let mut detail = papers::line(call, line);
            detail["reference"] = line.service.clone().unwrap_or_default().into();
            detail["refundDetailId"] = key.as_str().into();
            detail["refundId"] = refund.as_str().into();
            detail["unitPrice"] = rounded(call, line.unit_price);
            Some(detail)
        };
        Ok(keys.iter().map(detail).collect())
    }
}

/// A unit price where the contract wants an amount of the currency; what rounding would change is told exactly.
pub(super) fn rounded(call: &MemberCall, price: UnitPrice) -> Value {
    exact_price(price, call.account.locale)
}

/// A credit note gives money back, by the way it came.
pub(crate) async fn payment(call: MemberCall) -> Answer {
    let (note, _) = papers::named(&call, Kind::Refund).await?;
    call::json(json!({
        "paymentDate": call.datetime(note.frozen_at),
        "paymentIdentifier": null,
        "paymentType": "refund",
    }))
}
