//! `/order/cart/{cartId}/item`: what is in a cart, and what is said about it.

use catalog::{LineKind, Quote, QuoteLine, requirements};
use flows::carts;
use kernel::{Locale, Money};
use orders::named::{CartName, NamedCart, NamedConfiguration, NamedItem};
use serde_json::{Value, json};

use super::family::{DURATION, months, quantity};
use super::faults::{faulty, unpriced};
use super::{item_of, locale, named};
use crate::call::{self, Answer, Call};
use crate::problem::Problem;
use crate::v1::fields::{given, needed, text};
use crate::v1::shape::price;

const CONFIGURATION: &str = "configurationId";

pub(crate) async fn list(call: Call) -> Answer {
    call::json(named(&call).await?.1.contents.numbers())
}

pub(crate) async fn get(call: Call) -> Answer {
    let (name, cart) = named(&call).await?;
    let number = item_of(&call, &cart)?;
    call::json(shape(&call, &name, &cart, number).await?)
}

pub(crate) async fn put(call: Call) -> Answer {
    let (name, cart) = named(&call).await?;
    let number = item_of(&call, &cart)?;
    let fields = call.fields()?;
    let months = given(&fields, DURATION).map(|value| months(DURATION, value)).transpose()?;
    let quantity = given(&fields, "quantity").map(quantity).transpose()?;
    let changed = carts::change(call.cx(), &name, number, months, quantity).await;
    let cart = changed.map_err(|error| faulty(&call, error))?;
    call::json(shape(&call, &name, &cart, number).await?)
}

pub(crate) async fn delete(call: Call) -> Answer {
    let (name, cart) = named(&call).await?;
    let removed = carts::remove(call.cx(), &name, item_of(&call, &cart)?).await;
    removed.map_err(|error| faulty(&call, error))?;
    call::void()
}

/// `order.cart.ConfigurationRequirements[]`.
pub(crate) async fn required(call: Call) -> Answer {
    let (name, cart) = named(&call).await?;
    let number = item_of(&call, &cart)?;
    let offer = carts::offer_of(call.cx(), &name, number).await.map_err(|error| faulty(&call, error))?;
    let selection = said_of(&cart, number).map(NamedItem::selection).ok_or(Problem::None)?;
    let label = |configuration: &catalog::Configuration| {
        json!({
            "fields": null,
            "label": configuration.name,
            "required": configuration.is_mandatory,
            "type": "String",
        })
    };
    call::json(requirements(&offer, &selection).into_iter().map(label).collect::<Vec<_>>())
}

pub(crate) async fn configurations(call: Call) -> Answer {
    let (_, cart) = named(&call).await?;
    let number = item_of(&call, &cart)?;
    let label = call.query("label");
    let said = said_of(&cart, number).map_or(&[][..], |item| &item.configurations);
    let said = said.iter().filter(|one| label.is_none_or(|label| one.label == label));
    call::json(said.map(|one| one.number).collect::<Vec<_>>())
}

pub(crate) async fn configuration(call: Call) -> Answer {
    let (_, cart) = named(&call).await?;
    let item = item_of(&call, &cart)?;
    let number: i64 = call.param(CONFIGURATION)?;
    let missing = || Problem::NotFound { key: CONFIGURATION, value: number.to_string() };
    call::json(said(&cart, item, number).ok_or_else(missing)?)
}

pub(crate) async fn configure(call: Call) -> Answer {
    let (name, cart) = named(&call).await?;
    let item = item_of(&call, &cart)?;
    let fields = call.fields()?;
    let label = text("label", needed(&fields, "label")?)?.to_owned();
    let value = text("value", needed(&fields, "value")?)?.to_owned();
    let said_now = carts::configure(call.cx(), &name, item, label, value).await;
    let (cart, number) = said_now.map_err(|error| faulty(&call, error))?;
    call::json(said(&cart, item, number).unwrap_or_default())
}

pub(crate) async fn unconfigure(call: Call) -> Answer {
    let (name, cart) = named(&call).await?;
    let (item, number) = (item_of(&call, &cart)?, call.param(CONFIGURATION)?);
    let taken = carts::unconfigure(call.cx(), &name, item, number).await;
    taken.map_err(|error| faulty(&call, error))?;
    call::void()
}

fn said_of(cart: &NamedCart, number: i64) -> Option<&NamedItem> {
    cart.contents.plan(number)
}

/// `order.cart.ConfigurationItem`.
fn said(cart: &NamedCart, item: i64, number: i64) -> Option<Value> {
    let shape = |one: &NamedConfiguration| json!({"id": one.number, "label": one.label, "value": one.value});
    said_of(cart, item)?.configurations.iter().find(|one| one.number == number).map(shape)
}

/// `order.cart.Item`: a plan, or an add-on of one.
pub(super) async fn shape(
    call: &Call,
    name: &CartName,
    cart: &NamedCart,
    number: i64,
) -> Result<Value, Problem> {
    let item = said_of(cart, number).ok_or(Problem::None)?;
    let priced = carts::summary(call.cx(), cart).await.map_err(unpriced)?;
    let quote = priced.items.iter().find(|one| one.id == item.id).and_then(|one| one.quote.as_ref().ok());
    let option = item.options.iter().find(|option| option.number == number);
    let is_own = |line: &&QuoteLine| match option {
        Some(option) => line.family.as_ref() == Some(&option.family) && line.plan_code == option.plan_code,
        None => line.family.is_none(),
    };
    let lines: Vec<&QuoteLine> = quote.iter().flat_map(|quote| &quote.lines).filter(is_own).collect();
    let (plan, options) = match option {
        Some(option) => (&option.plan_code, Vec::new()),
        None => (&item.plan_code, item.options.iter().map(|option| option.number).collect()),
    };
    let configurations: Vec<i64> = item.configurations.iter().map(|one| one.number).collect();
    Ok(json!({
        "cartId": name.reveal(),
        "configurations": option.is_none().then_some(configurations),
        "duration": quote.and_then(|quote| quote.then).map(|(months, _)| months.to_iso()),
        "itemId": number,
        "offerId": null,
        "options": options,
        "parentItemId": option.map(|_| item.number),
        "prices": quote.map_or_else(Vec::new, |quote| prices(quote, &lines, locale(call, cart.subsidiary))),
        "productId": quote.and_then(|quote| quote.family.as_ref()).unwrap_or(&item.plan_code),
        "settings": {"planCode": plan, "pricingMode": item.pricing_mode, "quantity": item.quantity},
    }))
}

/// `order.cart.Price[]`: fees, the first period before and after what is taken off, what follows, and the sum.
fn prices(quote: &Quote, lines: &[&QuoteLine], locale: Locale) -> Vec<Value> {
    let sum = |kind: Option<LineKind>, amount: &dyn Fn(&QuoteLine) -> Option<Money>| {
        let of_kind = lines.iter().filter(|line| kind.is_none_or(|kind| line.kind == kind));
        Money::sum(quote.currency, of_kind.filter_map(|line| amount(line))).ok()
    };
    let many = |line: &QuoteLine| i64::from(line.quantity);
    let list = |line: &QuoteLine| line.list_price.times(many(line)).ok();
    let off = |line: &QuoteLine| list(line)?.minus(line.net).ok();
    let then = |line: &QuoteLine| line.then_unit_price?.times(many(line)).ok();
    let net = |line: &QuoteLine| Some(line.net);
    let labelled =
        |label: &str, amount: Option<Money>| Some(json!({"label": label, "price": price(amount?, locale)}));
    let is_some = |amount: &Money| amount.minor() != 0;
    [
        labelled("PRICE", sum(Some(LineKind::Rental), &list)),
        labelled("FEE", sum(Some(LineKind::Installation), &list).filter(is_some)),
        labelled("DISCOUNT", sum(None, &off).filter(is_some)),
        labelled("RENEW", sum(Some(LineKind::Rental), &then)),
        labelled("TOTAL", sum(None, &net)),
    ]
    .into_iter()
    .flatten()
    .collect()
}
