//! `/me/bill`: invoices.

use std::collections::HashMap;

use accounts::links::{self, Paper};
use db::AccountTx;
use kernel::OrderId;
use orders::OrderKind;
use serde_json::{Value, json};

use super::papers::{self, Kind};
use crate::call::{Answer, MemberCall};
use crate::list::Collection;
use crate::problem::Problem;

/// The invoices of the account.
pub(crate) struct Bills;

impl Collection for Bills {
    type Key = String;
    const KEY: &'static str = Kind::Bill.key();
    const RISING: &'static [&'static str] = &["billId", "date"];
    const EQUAL: &'static [(&'static str, &'static str)] = &[("category", "billing.CategoryEnum")];
    const ASKED: &'static [(&'static str, &'static str)] = papers::ASKED;

    async fn keys(call: &MemberCall) -> Result<Vec<String>, Problem> {
        papers::keys(call, Kind::Bill).await
    }

    async fn objects(call: &MemberCall, keys: &[String]) -> Result<Vec<Option<Value>>, Problem> {
        let wanted = keys.to_vec();
        let look = move |tx: &mut AccountTx| {
            links::fetch_ahead(tx)?;
            let found = papers::found(tx, Kind::Bill, &wanted)?;
            let orders: Vec<OrderId> = found.values().map(|invoice| invoice.order_id).collect();
            let kinds: HashMap<_, _> = orders::store::kinds(tx, &orders)?.into_iter().collect();
            Ok((links::find(tx)?, found, kinds))
        };
        let (key, found, kinds) = call.read(look).await?;
        let key = call.link_key(key).await?;
        let bill = |reference: &String| {
            let invoice = found.get(reference)?;
            let bill = json!({
                "billId": reference,
                "category": category(kinds.get(&invoice.order_id).copied()),
                "date": call.start_of(invoice.issued_on),
                "eInvoicingId": null,
                "eInvoicingStatus": null,
                "orderId": invoice.order_number,
                "priceWithTax": call.price(invoice.gross),
                "priceWithoutTax": call.price(invoice.net),
                "tax": call.price(invoice.tax),
            });
            Some(call.with_links(bill, &key, Paper::Invoice(reference.clone())))
        };
        Ok(keys.iter().map(bill).collect())
    }
}

/// `billing.CategoryEnum`.
const fn category(kind: Option<OrderKind>) -> &'static str {
    match kind {
        Some(OrderKind::Renewal) => "autorenew",
        Some(OrderKind::Purchase | OrderKind::Regularisation) | None => "purchase",
    }
}

/// The lines of an invoice.
pub(crate) struct BillDetails;

impl Collection for BillDetails {
    type Key = String;
    const KEY: &'static str = "billDetailId";
    const RISING: &'static [&'static str] = &["billDetailId"];

    async fn keys(call: &MemberCall) -> Result<Vec<String>, Problem> {
        Ok(papers::lines(call, Kind::Bill).await?.into_iter().map(|(key, _)| key).collect())
    }

    async fn objects(call: &MemberCall, keys: &[String]) -> Result<Vec<Option<Value>>, Problem> {
        let lines: HashMap<_, _> = papers::lines(call, Kind::Bill).await?.into_iter().collect();
        let detail = |key: &String| {
            let line = lines.get(key)?;
            let mut detail = papers::line(call, line);
            detail["billDetailId"] = key.as_str().into();
            detail["periodStart"] = json!(line.period.map(|period| period.start()));
            // A period of ours ends where the next begins; theirs has its last day.
            detail["periodEnd"] = json!(line.period.and_then(|period| period.end().yesterday().ok()));
            detail["unitPrice"] = call.long_price(line.unit_price);
            Some(detail)
        };
        Ok(keys.iter().map(detail).collect())
    }
}

pub(crate) async fn payment(call: MemberCall) -> Answer {
    let (invoice, content) = papers::named(&call, Kind::Bill).await?;
    papers::payment(&call, &invoice, &content).await
}
