//! `/order/cart/{cartId}/{family}`: what a family of the catalogue sells, and how it gets into a cart. Families are
//! those of the catalogue, whatever they are called, and the catalogue as a whole by its own name.

use catalog::{Capacity, Interval, Plan, Price, PricingType};
use flows::carts::{self, Wanted};
use kernel::{Locale, Months, SubsidiaryCode};
use serde_json::{Map, Value, json};

use super::faults::faulty;
use super::item::shape;
use super::{ITEM, locale, named};
use crate::call::{self, Answer, Call};
use crate::problem::Problem;
use crate::v1::fields::{long, missing, needed, text};
use crate::v1::shape::exact_price;

const FAMILY: &str = "family";
/// The field that says for how long something is rented.
pub(super) const DURATION: &str = "duration";

pub(crate) async fn products(call: Call) -> Answer {
    let (_, cart) = named(&call).await?;
    let family: String = call.param(FAMILY)?;
    let plans = carts::plans(call.cx(), cart.subsidiary, &family).await;
    let (plans, locale) = (plans.map_err(|error| faulty(&call, error))?, locale(&call, cart.subsidiary));
    call::json(plans.iter().map(|plan| product(plan, locale)).collect::<Vec<_>>())
}

pub(crate) async fn add(call: Call) -> Answer {
    let (name, cart) = named(&call).await?;
    let family = sold(&call, cart.subsidiary).await?;
    let wanted = wanted(&call.fields()?)?;
    let added = carts::add(call.cx(), &name, &family, wanted).await;
    let (cart, number) = added.map_err(|error| faulty(&call, error))?;
    call::json(shape(&call, &name, &cart, number).await?)
}

pub(crate) async fn options(call: Call) -> Answer {
    let (_, cart) = named(&call).await?;
    let family = sold(&call, cart.subsidiary).await?;
    let plan = call.query("planCode").ok_or_else(|| missing("planCode"))?;
    let offer = carts::offer(call.cx(), cart.subsidiary, &family, plan).await;
    let (offer, locale) = (offer.map_err(|error| faulty(&call, error))?, locale(&call, cart.subsidiary));
    let owners = std::iter::once(&offer.plan).chain(&offer.addons);
    let options = owners.flat_map(|owner| &owner.addon_families).flat_map(|family| {
        let addons = family.addons.iter().filter_map(|code| offer.addon(code));
        addons.map(|addon| {
            let mut option = product(addon, locale);
            option["exclusive"] = family.is_exclusive.into();
            option["family"] = family.name.clone().into();
            option["mandatory"] = family.is_mandatory.into();
            option
        })
    });
    call::json(options.collect::<Vec<_>>())
}

pub(crate) async fn add_option(call: Call) -> Answer {
    let (name, cart) = named(&call).await?;
    let family = sold(&call, cart.subsidiary).await?;
    let fields = call.fields()?;
    let item = long(ITEM, needed(&fields, ITEM)?)?;
    let added = carts::add_option(call.cx(), &name, &family, item, wanted(&fields)?).await;
    let (cart, number) = added.map_err(|error| faulty(&call, error))?;
    call::json(shape(&call, &name, &cart, number).await?)
}

/// The family that the path names. What is not sold at all is not there; what is wrong about a plan of it is a mistake of
/// the call.
async fn sold(call: &Call, subsidiary: SubsidiaryCode) -> Result<String, Problem> {
    let family: String = call.param(FAMILY)?;
    carts::is_family(call.cx(), subsidiary, &family).await.map_err(|error| faulty(call, error))?;
    Ok(family)
}

fn wanted(fields: &Map<String, Value>) -> Result<Wanted, Problem> {
    Ok(Wanted {
        plan_code: text("planCode", needed(fields, "planCode")?)?.to_owned(),
        months: months(DURATION, needed(fields, DURATION)?)?,
        pricing_mode: text("pricingMode", needed(fields, "pricingMode")?)?.to_owned(),
        quantity: quantity(needed(fields, "quantity")?)?,
    })
}

/// A duration of whole months or years: `P1M`, `P1Y`.
pub(crate) fn months(name: &str, value: &Value) -> Result<Months, Problem> {
    let said = text(name, value)?;
    Months::parse_iso(said).map_err(|_| Problem::not_a(name, said, "duration"))
}

/// How many; what is no number of things is none, which a cart refuses.
pub(super) fn quantity(value: &Value) -> Result<u16, Problem> {
    let said = long("quantity", value)?;
    u16::try_from(said).map_err(|_| Problem::not_a("quantity", &said.to_string(), "quantity"))
}

/// `order.cart.GenericProductDefinition`.
fn product(plan: &Plan, locale: Locale) -> Value {
    json!({
        "planCode": plan.code,
        "prices": plan.prices.iter().map(|price| pricing(plan, price, locale)).collect::<Vec<_>>(),
        "productName": plan.invoice_name,
        "productType": "delivery",
    })
}

/// `order.cart.GenericProductPricing`.
fn pricing(plan: &Plan, price: &Price, locale: Locale) -> Value {
    let interval = match price.interval {
        Interval::Once => 0,
        Interval::Hours(count) | Interval::Days(count) => count,
        Interval::Months(months) => months.count(),
    };
    json!({
        "capacities": price.capacities.iter().map(Capacity::code).collect::<Vec<_>>(),
        "description": price.description,
        "duration": carts::duration_of(plan, price).to_iso(),
        "interval": interval,
        "maximumQuantity": price.quantity.max,
        "maximumRepeat": price.repeat.max,
        "minimumQuantity": price.quantity.min,
        "minimumRepeat": price.repeat.min,
        "price": exact_price(price.price, locale),
        "priceInUcents": price.price.e8(),
        "pricingMode": price.mode,
        "pricingType": PricingType::code(&price.pricing_type),
    })
}
