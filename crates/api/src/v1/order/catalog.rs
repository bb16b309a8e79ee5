//! `/order/catalog/public/{family}`: what a subsidiary publishes of a family, for anyone. A version of a catalogue never
//! changes, so what was made of it once is kept, and who has it already is told so.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use catalog::{
    AddonFamily, Capacity, Configuration, Engagement, Excerpt, Interval, Plan, Price, Product, Promotion,
    Quantities, store,
};
use kernel::{Rate, SubsidiaryCode, TimeZone, UnitPrice};
use serde_json::{Value, json};
use sha1::{Digest, Sha1};

use super::zone;
use crate::call::{Answer, Call, header_text};
use crate::problem::Problem;
use crate::v1::fields::missing;
use crate::v1::shape::{datetime, decimal};

const FAMILY: &str = "family";
const SUBSIDIARY: &str = "ovhSubsidiary";
/// How long an answer may be used without asking again: a new catalogue is seen a minute later.
const KEPT: HeaderValue = HeaderValue::from_static("public, max-age=60");
/// The most bytes that are kept in memory; beyond, all are forgotten and made anew.
const BYTES_MAX: usize = 32 * 1024 * 1024;

/// What was made lately, by subsidiary and family.
#[derive(Clone, Default)]
pub(crate) struct Published {
    kept: Arc<Mutex<HashMap<(SubsidiaryCode, String), Page>>>,
    /// One is made at a time: several who ask for the same at once wait for one.
    turn: Arc<tokio::sync::Mutex<()>>,
}

/// What a family comes to in one version.
#[derive(Clone)]
struct Page {
    catalog_id: i64,
    tag: HeaderValue,
    body: Bytes,
}

pub(crate) async fn get(call: Call) -> Answer {
    let code = call.query(SUBSIDIARY).ok_or_else(|| missing(SUBSIDIARY))?;
    let unknown = |_| Problem::not_a(SUBSIDIARY, code, "nichandle.OvhSubsidiaryEnum");
    let code = SubsidiaryCode::parse(code).map_err(unknown)?;
    let page = page(&call, code).await?;
    let known = header_text(&call.headers, header::IF_NONE_MATCH.as_str());
    Ok(page.answer(known))
}

async fn page(call: &Call, code: SubsidiaryCode) -> Result<Page, Problem> {
    let family: String = call.param(FAMILY)?;
    let cx = call.cx();
    let nothing = || {
        let reason = format!("nothing is sold by {code}");
        Problem::Bad { field: SUBSIDIARY.to_owned(), reason }
    };
    let version = cx.offers.version(&cx.db, code).await?.ok_or_else(nothing)?;
    let (published, key) = (&call.api.published, (code, family.clone()));
    if let Some(page) = published.find(&key, version.catalog_id) {
        return Ok(page);
    }
    let _turn = published.turn.lock().await;
    if let Some(page) = published.find(&key, version.catalog_id) {
        return Ok(page);
    }
    let (catalog_id, wanted) = (version.catalog_id, family.clone());
    let found = cx.db.across().read(move |tx| store::excerpt(tx, &version, &wanted)).await?;
    let found = found.ok_or(Problem::NotFound { key: FAMILY, value: family })?;
    let body = Bytes::from(shape(&found, &zone(call, code)).to_string());
    let digest = kernel::hex(Sha1::digest(&body));
    // Weak: compressed, the same page is other bytes.
    let tag = HeaderValue::from_str(&format!("W/\"{digest}\"")).map_err(|error| Problem::internal(&error))?;
    let page = Page { catalog_id, tag, body };
    published.keep(key, page.clone());
    Ok(page)
}

impl Published {
    fn find(&self, key: &(SubsidiaryCode, String), catalog_id: i64) -> Option<Page> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(key).filter(|page| page.catalog_id == catalog_id).cloned()
    }

    /// In the place of what another version made.
    fn keep(&self, key: (SubsidiaryCode, String), page: Page) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(key.clone(), page.clone());
        if kept.values().map(|page| page.body.len()).sum::<usize>() > BYTES_MAX {
            kept.clear();
            kept.insert(key, page);
        }
    }
}

impl Page {
    /// The whole, or that nothing is new to who has one of the tags in `known`.
    fn answer(self, known: Option<&str>) -> Response {
        let ours = self.tag.as_bytes().strip_prefix(b"W/").unwrap_or_default();
        let is_this = |tag: &str| tag == "*" || tag.trim_start_matches("W/").as_bytes() == ours;
        let is_known = known.is_some_and(|known| known.split(',').map(str::trim).any(is_this));
        let kind = HeaderValue::from_static("application/json");
        let headers = [(header::ETAG, self.tag), (header::CACHE_CONTROL, KEPT)];
        if is_known {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        (headers, [(header::CONTENT_TYPE, kind)], Body::from(self.body)).into_response()
    }
}

/// `order.catalog.public.Catalog`.
fn shape(found: &Excerpt, zone: &TimeZone) -> Value {
    let (version, rate) = (&found.version, found.version.tax_rate);
    let plans = |plans: &[Plan]| plans.iter().map(|one| plan(one, rate, zone)).collect::<Vec<_>>();
    let all = || found.plans.iter().chain(&found.addons);
    let is_named = |name: &&String| all().any(|plan| plan.family.as_ref() == Some(*name));
    let families = version.families.iter().filter(is_named).map(|name| json!({"name": name}));
    json!({
        "addons": plans(&found.addons),
        "catalogId": version.catalog_id,
        "locale": {
            "currencyCode": version.currency.code(),
            "subsidiary": version.subsidiary.to_string(),
            "taxRate": decimal(&rate.to_percentage()),
        },
        "planFamilies": families.collect::<Vec<_>>(),
        "plans": plans(&found.plans),
        "products": found.products.iter().map(product).collect::<Vec<_>>(),
    })
}

fn plan(plan: &Plan, rate: Rate, zone: &TimeZone) -> Value {
    json!({
        "addonFamilies": plan.addon_families.iter().map(addon_family).collect::<Vec<_>>(),
        "blobs": plan.blobs,
        "configurations": plan.configurations.iter().map(configuration).collect::<Vec<_>>(),
        // What is asked by usage is not sold here; it is published as it came.
        "consumptionConfiguration": plan.extra.get("consumptionConfiguration"),
        "family": plan.family,
        "invoiceName": plan.invoice_name,
        "planCode": plan.code,
        "pricingType": plan.pricing_type.code(),
        "pricings": plan.prices.iter().map(|price| pricing(price, rate, zone)).collect::<Vec<_>>(),
        "product": plan.product,
    })
}

fn product(product: &Product) -> Value {
    json!({
        "blobs": product.blobs,
        "configurations": product.configurations.iter().map(configuration).collect::<Vec<_>>(),
        "description": product.description,
        "name": product.name,
    })
}

fn addon_family(family: &AddonFamily) -> Value {
    json!({
        "addons": family.addons,
        "default": family.default,
        "exclusive": family.is_exclusive,
        "mandatory": family.is_mandatory,
        "name": family.name,
    })
}

fn configuration(configuration: &Configuration) -> Value {
    json!({
        "isCustom": configuration.is_custom,
        "isMandatory": configuration.is_mandatory,
        "name": configuration.name,
        "values": Some(&configuration.values).filter(|values| !values.is_empty()),
    })
}

fn pricing(price: &Price, rate: Rate, zone: &TimeZone) -> Value {
    let (interval, unit) = match price.interval {
        Interval::Once => (0, "none"),
        Interval::Hours(hours) => (hours, "hour"),
        Interval::Days(days) => (days, "day"),
        Interval::Months(months) => (months.count(), "month"),
    };
    let engagement = |engagement: Engagement| {
        json!({
            "defaultEndAction": engagement.end.code(),
            "duration": engagement.months.to_iso(),
            "type": engagement.kind.code(),
        })
    };
    json!({
        "capacities": price.capacities.iter().map(Capacity::code).collect::<Vec<_>>(),
        "commitment": price.commitment_months,
        "description": price.description,
        "engagementConfiguration": price.engagement.map(engagement),
        "interval": interval,
        "intervalUnit": unit,
        "mode": price.mode,
        "mustBeCompleted": price.must_be_completed,
        "phase": price.phase,
        "price": price.price.e8(),
        "promotions": price.promotions.iter().map(|one| promotion(one, rate, zone)).collect::<Vec<_>>(),
        "quantity": range(price.quantity),
        "repeat": range(price.repeat),
        "strategy": price.strategy.code(),
        "tax": tax(price.price, price.tax, rate),
        "type": price.pricing_type.code(),
    })
}

fn promotion(promotion: &Promotion, rate: Rate, zone: &TimeZone) -> Value {
    let amount =
        |value: UnitPrice, of: Option<UnitPrice>| json!({"tax": tax(value, of, rate), "value": value.e8()});
    json!({
        "context": promotion.context,
        "description": promotion.description,
        "discount": amount(promotion.discount, promotion.discount_tax),
        "duration": promotion.duration,
        "endDate": promotion.ends_at.map(|at| datetime(at, zone.clone())),
        "globalQuantity": promotion.global_quantity,
        "isGlobalQuantityLimited": promotion.is_global_quantity_limited,
        "minimumDuration": promotion.minimum_duration,
        "name": promotion.name,
        "quantity": promotion.quantity,
        "startDate": datetime(promotion.starts_at, zone.clone()),
        "tags": promotion.extra.get("tags"),
        "total": amount(promotion.total, promotion.total_tax),
        "type": promotion.reduction.code(),
        "value": promotion.value,
    })
}

fn range(range: Quantities) -> Value {
    json!({"max": range.max, "min": range.min})
}

/// The tax as it was published, or as the published rate makes it.
fn tax(price: UnitPrice, published: Option<UnitPrice>, rate: Rate) -> i64 {
    published.or_else(|| price.exact_tax(rate)).map_or(0, |tax| tax.e8())
}
