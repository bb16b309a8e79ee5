//! Small catalogues to change in tests, and the public ones when they are there.

use catalog::{Offer, PublicCatalog, Selection, parse};
use kernel::{Currency, Money, Timestamp};
use serde_json::{Value, json};

/// An instant in the promotions of [`catalogue`].
pub(crate) fn now() -> Timestamp {
    at("2026-01-15T10:00:00Z")
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

pub(crate) fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

/// A price in cents.
pub(crate) fn price(capacity: &str, mode: &str, interval: u16, commitment: u16, cents: i64) -> Value {
    let engagement = json!({
        "defaultEndAction": "REACTIVATE_ENGAGEMENT",
        "duration": format!("P{commitment}M"),
        "type": if interval == commitment { "upfront" } else { "periodic" },
    });
    json!({
        "capacities": [capacity], "mode": mode, "price": cents * 1_000_000, "tax": cents * 200_000,
        "description": "rental", "commitment": commitment, "interval": interval,
        "engagementConfiguration": if commitment > 0 { engagement } else { Value::Null },
        "intervalUnit": if interval > 0 { "month" } else { "none" }, "mustBeCompleted": false,
        "phase": if interval > 0 { 1 } else { 0 }, "promotions": [], "quantity": { "min": 1, "max": 10 },
        "repeat": { "min": 1, "max": if interval > 0 { Value::Null } else { json!(1) } },
        "strategy": "tiered", "type": "rental",
    })
}

/// A promotion that runs through 2026 and brings `from` cents to `to`.
pub(crate) fn promotion(kind: &str, value: i64, from: i64, to: i64) -> Value {
    let amount = |cents: i64| json!({ "value": cents * 1_000_000, "tax": cents * 200_000 });
    json!({
        "name": "WINTER", "description": "winter", "startDate": "2026-01-01T00:00:00+01:00",
        "endDate": "2027-01-01T00:00:00+01:00", "context": "standard", "type": kind, "value": value,
        "total": amount(to), "discount": amount(from - to), "duration": null, "quantity": null,
        "globalQuantity": null, "isGlobalQuantityLimited": false, "minimumDuration": null,
    })
}

pub(crate) fn plan(code: &str, fee: i64, monthly: i64) -> Value {
    json!({
        "planCode": code, "product": "box", "invoiceName": format!("The {code}"), "addonFamilies": [],
        "blobs": null, "configurations": [], "consumptionConfiguration": null, "family": null,
        "pricingType": "rental",
        "pricings": [
            price("installation", "default", 0, 0, fee), price("renew", "default", 1, 0, monthly),
            price("installation", "degressivity12", 0, 0, 0), price("renew", "degressivity12", 1, 12, monthly * 95 / 100),
            price("installation", "upfront12", 0, 0, 0), price("renew", "upfront12", 12, 12, monthly * 12 * 9 / 10),
        ],
    })
}

pub(crate) fn family(
    name: &str,
    addons: &[&str],
    default: Option<&str>,
    exclusive: bool,
    mandatory: bool,
) -> Value {
    json!({ "name": name, "addons": addons, "default": default, "exclusive": exclusive, "mandatory": mandatory })
}

/// A server (fee 30.00, 50.00 a month) with mandatory memory (16 GB included, 32 GB 8.00) and optional extras
/// (an address 2.00 with a fee of 20.00, a panel 9.00 that can carry languages 3.00).
pub(crate) fn catalogue() -> Value {
    let mut server = plan("server", 3_000, 5_000);
    server["addonFamilies"] = json!([
        family("memory", &["ram-16", "ram-32"], Some("ram-16"), true, true),
        family("extras", &["address", "panel"], None, false, false),
    ]);
    server["configurations"] = json!([
        { "name": "region", "isCustom": false, "isMandatory": true, "values": ["east", "west"] },
        { "name": "os", "isCustom": false, "isMandatory": true, "values": ["none"] },
        { "name": "host", "isCustom": true, "isMandatory": false, "values": null },
    ]);
    let mut panel = plan("panel", 0, 900);
    panel["addonFamilies"] = json!([family("languages", &["languages"], None, true, false)]);
    json!({
        "catalogId": 7,
        "locale": { "currencyCode": "EUR", "subsidiary": "FR", "taxRate": 20 },
        "planFamilies": [{ "name": "servers" }],
        "plans": [server, plan("bare", 0, 1_000)],
        "addons": [
            plan("ram-16", 0, 0), plan("ram-32", 0, 800), plan("address", 2_000, 200), panel, plan("languages", 0, 300),
        ],
        "products": [{ "name": "box", "description": "A box", "blobs": null, "configurations": [
            { "name": "ip", "isCustom": true, "isMandatory": false, "values": null },
        ] }],
    })
}

pub(crate) fn read(value: &Value) -> PublicCatalog {
    parse(value.to_string().as_bytes()).expect("the catalogue is right")
}

pub(crate) fn offer(value: &Value, code: &str) -> Offer {
    read(value).offer(code, now()).expect("the plan is there")
}

/// The server in the east, nothing else chosen.
pub(crate) fn server() -> Selection {
    Selection { configurations: vec![("region".to_owned(), "east".to_owned())], ..Selection::of("server") }
}

pub(crate) fn with(mut selection: Selection, options: &[(&str, &str)]) -> Selection {
    selection.options =
        options.iter().map(|(family, code)| ((*family).to_owned(), (*code).to_owned())).collect();
    selection
}

/// The public catalogue of a subsidiary, or nothing, said on a printed line, when it is not there.
pub(crate) fn published(subsidiary: &str) -> Option<Vec<u8>> {
    let path = format!("{}/../../../shared/data/catalogs/eco-{subsidiary}.json", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        println!("skipped: there is no {path}");
    }
    bytes
}
