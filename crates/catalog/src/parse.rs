//! A public catalogue from its JSON: whole, typed, and refused with the path of the first mistake.

use std::collections::HashSet;

use kernel::{Currency, Months, Rate, SubsidiaryCode, Timestamp, UnitPrice};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::json::{Object, Path, duplicate, text};
use crate::strict::key_there_twice;
use crate::{
    AddonFamily, Capacity, Configuration, EndAction, Engagement, EngagementKind, ImportError, Interval, Plan,
    Price, PricingType, Product, Promotion, PublicCatalog, Quantities, Reduction, Strategy,
};

/// The largest catalogue, in bytes: about ten times the largest public one.
pub const BYTES_MAX: usize = 32 * 1024 * 1024;

const PRICES_MAX: usize = 200_000;
const PLAN_PRICES_MAX: usize = 2_000;

/// Reads a public catalogue.
///
/// Fields we do not know are kept. Lists, names, numbers and references are all checked: what is read can be
/// stored and sold.
///
/// # Errors
/// The first mistake, with its path: not JSON, too large, nested too deeply, a field that is missing or of
/// the wrong kind, something there twice, a reference to nothing.
pub fn parse(bytes: &[u8]) -> Result<PublicCatalog, ImportError> {
    if bytes.len() > BYTES_MAX {
        let message = format!("the catalogue has {} bytes; the most is {BYTES_MAX}", bytes.len());
        return Err(Path::Root.error(message));
    }
    let value: Value = serde_json::from_slice(bytes).map_err(|error| not_json(&error))?;
    if let Some((key, line)) = key_there_twice(bytes) {
        return Err(Path::Root.error(format!("the key {key:?} is there twice in one object, at line {line}")));
    }
    let digest = digest(&value);
    let mut root = Object::new(value, &Path::Root)?;
    let catalog_id = root.number("catalogId", (1, i64::MAX))?;
    let (subsidiary, currency, tax_rate) = root.object("locale", locale)?;
    let plans = root.list("plans", |value, path| plan(value, path, currency))?;
    let addons = root.list("addons", |value, path| plan(value, path, currency))?;
    let products = root.list("products", product)?;
    let families = root.maybe_list("planFamilies", |value, path| Object::new(value, path)?.name("name"))?;
    let catalog = PublicCatalog {
        name: None,
        catalog_id,
        subsidiary,
        currency,
        tax_rate,
        plans,
        addons,
        products,
        families: families.unwrap_or_default(),
        digest,
        extra: root.rest(),
    };
    verify(&catalog)?;
    Ok(catalog)
}

fn not_json(error: &serde_json::Error) -> ImportError {
    let said = error.to_string();
    let message = if said.starts_with("recursion limit exceeded") {
        format!("nested more than 127 levels deep, at line {} column {}", error.line(), error.column())
    } else {
        format!("not JSON: {said}")
    };
    Path::Root.error(message)
}

fn locale(mut locale: Object<'_>) -> Result<(SubsidiaryCode, Currency, Rate), ImportError> {
    let code = locale.text("currencyCode")?;
    let currency = Currency::parse(&code).map_err(|error| locale.wrong("currencyCode", error.to_string()))?;
    let code = locale.text("subsidiary")?;
    let subsidiary =
        SubsidiaryCode::parse(&code).map_err(|error| locale.wrong("subsidiary", error.to_string()))?;
    let percentage = locale.decimal("taxRate")?;
    // A whole rate may be written 20.0, which is the same rate.
    let percentage = percentage.strip_suffix(".0").unwrap_or(&percentage);
    let tax_rate = Rate::parse(percentage).map_err(|error| locale.wrong("taxRate", error.to_string()))?;
    Ok((subsidiary, currency, tax_rate))
}

fn plan(value: Value, path: &Path<'_>, currency: Currency) -> Result<Plan, ImportError> {
    let mut plan = Object::new(value, path)?;
    let code = plan.name("planCode")?;
    let product = plan.name("product")?;
    let invoice_name = plan.name("invoiceName")?;
    let addon_families = plan.list("addonFamilies", addon_family)?;
    let configurations = plan.list("configurations", configuration)?;
    let prices = plan.list("pricings", |value, path| price(value, path, currency))?;
    unique(&plan, "addonFamilies", "name", addon_families.iter().map(|family| family.name.as_str()))?;
    unique(&plan, "configurations", "name", configurations.iter().map(|c| c.name.as_str()))?;
    overlapping(&plan, &prices)?;
    let family = plan.maybe_text("family")?;
    let pricing_type = plan.word("pricingType", "rental, purchase or consumption", PricingType::parse)?;
    let blobs = plan.any("blobs");
    let extra = plan.rest();
    // A mark we do not know may take a right away or keep it: neither is guessed.
    if let Some(mark) = extra.get(Plan::WITHDRAWAL).filter(|mark| !mark.is_null() && *mark != Plan::EXCLUDED)
    {
        let message = format!("must be {:?} or absent, not {mark}", Plan::EXCLUDED);
        return Err(Path::Key(path, Plan::WITHDRAWAL).error(message));
    }
    Ok(Plan {
        code,
        product,
        invoice_name,
        family,
        pricing_type,
        addon_families,
        configurations,
        prices,
        blobs,
        extra,
    })
}

fn addon_family(value: Value, path: &Path<'_>) -> Result<AddonFamily, ImportError> {
    let mut family = Object::new(value, path)?;
    let name = family.name("name")?;
    let addons = family.maybe_list("addons", text)?.unwrap_or_default();
    if let Some((index, code)) = duplicate(addons.iter().map(String::as_str)) {
        let list = Path::Key(path, "addons");
        return Err(Path::Index(&list, index).error(format!("{code:?} is there twice")));
    }
    let default = family.maybe_text("default")?;
    if let Some(default) = default.as_ref().filter(|default| !addons.contains(default)) {
        return Err(family.wrong("default", format!("{default:?} is not one of the family's add-ons")));
    }
    Ok(AddonFamily {
        name,
        addons,
        default,
        is_exclusive: family.maybe_flag("exclusive")?.unwrap_or(false),
        is_mandatory: family.maybe_flag("mandatory")?.unwrap_or(false),
        extra: family.rest(),
    })
}

fn configuration(value: Value, path: &Path<'_>) -> Result<Configuration, ImportError> {
    let mut configuration = Object::new(value, path)?;
    let name = configuration.name("name")?;
    let is_custom = configuration.flag("isCustom")?;
    let is_mandatory = configuration.flag("isMandatory")?;
    let values = configuration.maybe_list("values", text)?.unwrap_or_default();
    if let Some((_, value)) = duplicate(values.iter().map(String::as_str)) {
        return Err(configuration.wrong("values", format!("{value:?} is there twice")));
    }
    if is_mandatory && !is_custom && values.is_empty() {
        return Err(configuration.wrong("values", "is empty, and a value is mandatory: nobody could order"));
    }
    Ok(Configuration { name, is_custom, is_mandatory, values, extra: configuration.rest() })
}

fn product(value: Value, path: &Path<'_>) -> Result<Product, ImportError> {
    let mut product = Object::new(value, path)?;
    Ok(Product {
        name: product.name("name")?,
        description: product.text("description")?,
        configurations: product.maybe_list("configurations", configuration)?.unwrap_or_default(),
        blobs: product.any("blobs"),
        extra: product.rest(),
    })
}

fn price(value: Value, path: &Path<'_>, currency: Currency) -> Result<Price, ImportError> {
    let mut object = Object::new(value, path)?;
    let amount = UnitPrice::new(object.number("price", (0, i64::MAX))?, currency);
    let tax: Option<i64> = object.maybe_number("tax", (0, i64::MAX))?;
    let capacities = object.list("capacities", capacity)?;
    if capacities.is_empty() {
        return Err(object.wrong("capacities", "must name at least one use"));
    }
    let promotions = object.maybe_list("promotions", |value, path| promotion(value, path, amount))?;
    Ok(Price {
        mode: object.name("mode")?,
        capacities,
        price: amount,
        tax: tax.map(|e8| UnitPrice::new(e8, currency)),
        description: object.text("description")?,
        interval: interval(&mut object)?,
        commitment_months: object.number("commitment", (0, 1_200))?,
        engagement: object.maybe_object("engagementConfiguration", engagement)?,
        quantity: object.object("quantity", |range| quantities(range, 1))?,
        repeat: object.object("repeat", |range| quantities(range, 0))?,
        phase: object.number("phase", (0, 1_000))?,
        strategy: object.word("strategy", "tiered, volume or stairstep", Strategy::parse)?,
        pricing_type: object.word("type", "rental, purchase or consumption", PricingType::parse)?,
        must_be_completed: object.maybe_flag("mustBeCompleted")?.unwrap_or(false),
        promotions: promotions.unwrap_or_default(),
        extra: object.rest(),
    })
}

fn capacity(value: Value, path: &Path<'_>) -> Result<Capacity, ImportError> {
    let word = text(value, path)?;
    Capacity::parse(&word).ok_or_else(|| {
        let known: Vec<&str> = Capacity::ALL.iter().map(Capacity::code).collect();
        path.error(format!("unknown word {word:?}: use {}", known.join(", ")))
    })
}

fn interval(price: &mut Object<'_>) -> Result<Interval, ImportError> {
    let length: u16 = price.number("interval", (0, 1_200))?;
    let unit = price.text("intervalUnit")?;
    match (unit.as_str(), length) {
        ("none", _) => Ok(Interval::Once),
        ("hour" | "day" | "month", 0) => Err(price.wrong("interval", format!("must be at least 1 {unit}"))),
        ("hour", hours) => Ok(Interval::Hours(hours)),
        ("day", days) => Ok(Interval::Days(days)),
        ("month", months) => Ok(Interval::Months(Months::new(months))),
        _ => Err(price.wrong("intervalUnit", format!("unknown word {unit:?}: use none, hour, day or month"))),
    }
}

fn engagement(mut engagement: Object<'_>) -> Result<Engagement, ImportError> {
    let duration = engagement.text("duration")?;
    let known: Vec<&str> = EndAction::ALL.iter().map(EndAction::code).collect();
    Ok(Engagement {
        kind: engagement.word("type", "periodic or upfront", EngagementKind::parse)?,
        months: Months::parse_iso(&duration)
            .map_err(|error| engagement.wrong("duration", error.to_string()))?,
        end: engagement.word("defaultEndAction", &known.join(", "), EndAction::parse)?,
    })
}

fn quantities(mut range: Object<'_>, least: i64) -> Result<Quantities, ImportError> {
    let min: u32 = range.number("min", (least, i64::from(u32::MAX)))?;
    let max: Option<u32> = range.maybe_number("max", (least, i64::from(u32::MAX)))?;
    if max.is_some_and(|max| max < min) {
        return Err(range.wrong("max", format!("must be at least the minimum of {min}")));
    }
    Ok(Quantities { min, max })
}

fn promotion(value: Value, path: &Path<'_>, price: UnitPrice) -> Result<Promotion, ImportError> {
    let mut object = Object::new(value, path)?;
    let (total, total_tax) = object.object("total", |amount| value_and_tax(amount, price.currency()))?;
    let (discount, discount_tax) =
        object.object("discount", |amount| value_and_tax(amount, price.currency()))?;
    let promotion = Promotion {
        name: object.name("name")?,
        description: object.text("description")?,
        reduction: object.word("type", "percentage, fixed_amount or forced_amount", Reduction::parse)?,
        value: object.number("value", (0, i64::MAX))?,
        total,
        total_tax,
        discount,
        discount_tax,
        starts_at: instant(&mut object, "startDate")?
            .ok_or_else(|| object.wrong("startDate", "is missing"))?,
        ends_at: instant(&mut object, "endDate")?,
        quantity: object.maybe_number("quantity", (0, i64::from(u32::MAX)))?,
        global_quantity: object.maybe_number("globalQuantity", (0, i64::from(u32::MAX)))?,
        is_global_quantity_limited: object.maybe_flag("isGlobalQuantityLimited")?.unwrap_or(false),
        duration: object.maybe_number("duration", (0, 1_200))?,
        minimum_duration: object.maybe_number("minimumDuration", (0, 1_200))?,
        context: object.text("context")?,
        extra: object.rest(),
    };
    coherent(&promotion, price, path)?;
    Ok(promotion)
}

fn value_and_tax(
    mut amount: Object<'_>,
    currency: Currency,
) -> Result<(UnitPrice, Option<UnitPrice>), ImportError> {
    let value = UnitPrice::new(amount.number("value", (0, i64::MAX))?, currency);
    let tax: Option<i64> = amount.maybe_number("tax", (0, i64::MAX))?;
    Ok((value, tax.map(|e8| UnitPrice::new(e8, currency))))
}

fn instant(object: &mut Object<'_>, key: &str) -> Result<Option<Timestamp>, ImportError> {
    let Some(text) = object.maybe_text(key)? else { return Ok(None) };
    let instant = text.parse().map_err(|_| {
        object.wrong(key, format!("{text:?} is not an instant such as 2026-05-06T07:00:00+02:00"))
    })?;
    Ok(Some(instant))
}

/// The published reduced price is what people are shown, so it is what they pay: it must follow from the rest.
fn coherent(promotion: &Promotion, price: UnitPrice, path: &Path<'_>) -> Result<(), ImportError> {
    let wrong = |key: &str, message: String| Err(Path::Key(path, key).error(message));
    let (total, discount) = (promotion.total, promotion.discount);
    if total.e8().checked_add(discount.e8()) != Some(price.e8()) {
        return wrong("total", format!("{total:?} and the discount of {discount:?} do not make {price:?}"));
    }
    if promotion.ends_at.is_some_and(|end| end <= promotion.starts_at) {
        return wrong("endDate", "must be after `startDate`".to_owned());
    }
    match promotion.reduction {
        Reduction::Percentage => {
            let rate = u16::try_from(promotion.value).ok().filter(|percent| *percent <= 100);
            let Some(rate) = rate.map(Rate::percent) else {
                return wrong("value", "must be a percentage from 0 to 100".to_owned());
            };
            // Publishers may round to their currency: anything within one minor unit is the same percentage.
            let unit = 10_i64.pow(8 - price.currency().exponent());
            let is_close = price.less(rate).is_ok_and(|exact| (exact.e8() - total.e8()).abs() <= unit);
            if is_close {
                Ok(())
            } else {
                wrong("total", format!("{total:?} is not {price:?} less {rate:?}"))
            }
        }
        Reduction::FixedAmount | Reduction::ForcedAmount => Ok(()),
    }
}

fn unique<'a>(
    object: &Object<'_>,
    list: &str,
    key: &str,
    names: impl Iterator<Item = &'a str>,
) -> Result<(), ImportError> {
    match duplicate(names) {
        None => Ok(()),
        Some((index, name)) => {
            let list = Path::Key(object.path, list);
            Err(Path::Key(&Path::Index(&list, index), key).error(format!("{name:?} is there twice")))
        }
    }
}

/// Refuses two prices for the same use, mode, phase and quantity: nobody could say which is right.
fn overlapping(plan: &Object<'_>, prices: &[Price]) -> Result<(), ImportError> {
    if prices.len() > PLAN_PRICES_MAX {
        return Err(
            plan.wrong("pricings", format!("has {} prices; the most is {PLAN_PRICES_MAX}", prices.len()))
        );
    }
    let mut seen: Vec<(&Price, usize)> = Vec::with_capacity(prices.len());
    for (index, price) in prices.iter().enumerate() {
        let same = seen.iter().find(|(other, _)| {
            other.mode == price.mode
                && other.phase == price.phase
                && other.interval == price.interval
                && other.commitment_months == price.commitment_months
                && other.capacities.iter().any(|capacity| price.is_for(*capacity))
                && other.quantity.max.is_none_or(|max| price.quantity.min <= max)
                && price.quantity.max.is_none_or(|max| other.quantity.min <= max)
        });
        if let Some((_, other)) = same {
            let list = Path::Key(plan.path, "pricings");
            let message =
                format!("is a second price for the same use, mode and quantity as pricings[{other}]");
            return Err(Path::Index(&list, index).error(message));
        }
        seen.push((price, index));
    }
    Ok(())
}

/// What only the whole catalogue can tell: identifiers that are there twice, references to nothing.
fn verify(catalog: &PublicCatalog) -> Result<(), ImportError> {
    if catalog.plans.is_empty() {
        return Err(Path::Key(&Path::Root, "plans").error("is empty: there is nothing to sell"));
    }
    if catalog.price_count() > PRICES_MAX {
        let message = format!("has {} prices; the most is {PRICES_MAX}", catalog.price_count());
        return Err(Path::Root.error(message));
    }
    let lists = [("plans", &catalog.plans), ("addons", &catalog.addons)];
    let mut codes = HashSet::new();
    for (list, plans) in lists {
        for (index, plan) in plans.iter().enumerate() {
            if !codes.insert(plan.code.as_str()) {
                let message = format!("{:?} is already the code of another plan or add-on", plan.code);
                return Err(
                    Path::Key(&Path::Index(&Path::Key(&Path::Root, list), index), "planCode").error(message)
                );
            }
        }
    }
    if let Some((index, name)) = duplicate(catalog.products.iter().map(|product| product.name.as_str())) {
        let list = Path::Key(&Path::Root, "products");
        return Err(Path::Key(&Path::Index(&list, index), "name").error(format!("{name:?} is there twice")));
    }
    let products: HashSet<&str> = catalog.products.iter().map(|product| product.name.as_str()).collect();
    let addons: HashSet<&str> = catalog.addons.iter().map(|addon| addon.code.as_str()).collect();
    for (list, plans) in lists {
        for (index, plan) in plans.iter().enumerate() {
            references(plan, &Path::Index(&Path::Key(&Path::Root, list), index), &products, &addons)?;
        }
    }
    Ok(())
}

fn references(
    plan: &Plan,
    path: &Path<'_>,
    products: &HashSet<&str>,
    addons: &HashSet<&str>,
) -> Result<(), ImportError> {
    if !products.contains(plan.product.as_str()) {
        return Err(Path::Key(path, "product").error(format!("unknown product {:?}", plan.product)));
    }
    let families = Path::Key(path, "addonFamilies");
    for (index, family) in plan.addon_families.iter().enumerate() {
        let unknown = family.addons.iter().position(|code| !addons.contains(code.as_str()));
        if let Some(position) = unknown {
            let (family_path, code) = (Path::Index(&families, index), &family.addons[position]);
            let list = Path::Key(&family_path, "addons");
            return Err(Path::Index(&list, position).error(format!("unknown add-on {code:?}")));
        }
    }
    Ok(())
}

/// SHA-256 of a value with its keys sorted and without spaces.
fn digest(value: &Value) -> String {
    let mut canonical = Vec::new();
    write_sorted(value, &mut canonical);
    kernel::hex(Sha256::digest(&canonical))
}

fn write_sorted(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by_key(|(key, _)| *key);
            for (index, (key, value)) in entries.into_iter().enumerate() {
                out.push(if index == 0 { b'{' } else { b',' });
                out.extend_from_slice(Value::from(key.as_str()).to_string().as_bytes());
                out.push(b':');
                write_sorted(value, out);
            }
            out.extend_from_slice(if map.is_empty() { b"{}" } else { b"}" });
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                out.push(if index == 0 { b'[' } else { b',' });
                write_sorted(item, out);
            }
            out.extend_from_slice(if items.is_empty() { b"[]" } else { b"]" });
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            out.extend_from_slice(value.to_string().as_bytes());
        }
    }
}
