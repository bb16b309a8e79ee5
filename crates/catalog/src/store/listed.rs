//! The plans of a version as the shop lists them.

use std::collections::HashMap;

use db::{Error, Global, sql};
use kernel::{Timestamp, UnitPrice};

use super::family::configurations_of;
use super::{PriceRow, Promotions, json, read_price, read_promotion};
use crate::{Billing, CatalogVersion, Configuration, PlanSummary, Price, Start, namesakes};

/// The plans of a version with the price each starts at, in the order of the catalogue. Four queries, and one more
/// where plans have one name.
///
/// The price is that of a period in the default mode, or in the one with the least commitment, with the
/// add-ons that come by default, in the promotions that run at `now`.
///
/// # Errors
/// What the database answers.
pub fn plans(
    tx: &mut impl Global,
    version: &CatalogVersion,
    now: Timestamp,
) -> Result<Vec<PlanSummary>, Error> {
    let mut summaries = summaries(tx, version)?;
    let namesakes = namesakes::codes(&summaries);
    if !namesakes.is_empty() {
        let mut by_plan: HashMap<String, Vec<Configuration>> = HashMap::new();
        for (plan_code, configuration) in configurations_of(tx, version, &namesakes)? {
            by_plan.entry(plan_code).or_default().push(configuration);
        }
        namesakes::tell_apart(&mut summaries, &by_plan);
    }
    let promotions = running(tx, version, now)?;
    let mut by_plan: HashMap<String, Vec<Price>> = HashMap::new();
    for mut row in listed_prices(tx, version)? {
        row.price.promotions = promotions.of_price(&row);
        by_plan.entry(row.plan_code).or_default().push(row.price);
    }
    let mut extras: HashMap<String, Vec<Price>> = HashMap::new();
    for (plan_code, mut row) in default_prices(tx, version)? {
        row.price.promotions = promotions.of_price(&row);
        extras.entry(plan_code).or_default().push(row.price);
    }
    for summary in &mut summaries {
        let prices = by_plan.remove(&summary.plan_code).unwrap_or_default();
        let extras = extras.remove(&summary.plan_code).unwrap_or_default();
        summary.start = start(&prices, &extras, now);
    }
    Ok(summaries)
}

fn summaries(tx: &mut impl Global, version: &CatalogVersion) -> Result<Vec<PlanSummary>, Error> {
    tx.query(
        sql!(
            "select plan_code, invoice_name, family, product, facts from catalog_plans \
             where subsidiary = $1 and catalog_id = $2 and not is_addon order by position"
        ),
        &[&version.subsidiary, &version.catalog_id],
        |row| {
            Ok(PlanSummary {
                plan_code: row.get(0)?,
                invoice_name: row.get(1)?,
                family: row.get(2)?,
                product: row.get(3)?,
                facts: json(row, 4)?,
                told_apart: None,
                start: None,
            })
        },
    )
}

fn listed_prices(tx: &mut impl Global, version: &CatalogVersion) -> Result<Vec<PriceRow>, Error> {
    tx.query(
        sql!(
            "select p.plan_code, p.position, p.mode, p.capacities, p.price_e8, p.tax_e8, p.description, \
             p.interval_count, p.interval_unit, p.commitment_months, p.engagement, p.engagement_months, \
             p.engagement_end, p.quantity_min, p.quantity_max, p.repeat_min, p.repeat_max, p.phase, p.strategy, \
             p.pricing_type, p.must_be_completed, p.extra from catalog_prices p \
             where p.subsidiary = $1 and p.catalog_id = $2 and p.is_listed \
             order by p.plan_code, p.phase, p.quantity_min, p.position"
        ),
        &[&version.subsidiary, &version.catalog_id],
        |row| read_price(row, version.currency),
    )
}

/// The prices of the add-ons that come by default, with the plan they come with. Most cost nothing more: only
/// the others are read.
fn default_prices(tx: &mut impl Global, version: &CatalogVersion) -> Result<Vec<(String, PriceRow)>, Error> {
    tx.query(
        sql!(
            "select p.plan_code, p.position, p.mode, p.capacities, p.price_e8, p.tax_e8, p.description, \
             p.interval_count, p.interval_unit, p.commitment_months, p.engagement, p.engagement_months, \
             p.engagement_end, p.quantity_min, p.quantity_max, p.repeat_min, p.repeat_max, p.phase, p.strategy, \
             p.pricing_type, p.must_be_completed, p.extra, f.plan_code from catalog_addon_families f \
             join catalog_prices p on p.plan_code = f.default_addon and p.subsidiary = f.subsidiary \
             and p.catalog_id = f.catalog_id and p.is_renewal and p.price_e8 <> 0 \
             where f.subsidiary = $1 and f.catalog_id = $2 and f.is_mandatory order by f.plan_code, p.phase"
        ),
        &[&version.subsidiary, &version.catalog_id],
        |row| Ok((row.get::<String>(22)?, read_price(row, version.currency)?)),
    )
}

/// The promotions that run at an instant.
fn running(tx: &mut impl Global, version: &CatalogVersion, now: Timestamp) -> Result<Promotions, Error> {
    let rows = tx.query(
        sql!(
            "select r.plan_code, r.price_position, r.name, r.description, r.reduction, r.value, r.total_e8, \
             r.total_tax_e8, r.discount_e8, r.discount_tax_e8, r.starts_at, r.ends_at, r.quantity, \
             r.global_quantity, r.is_global_quantity_limited, r.duration, r.minimum_duration, r.context, r.extra \
             from catalog_promotions r where r.subsidiary = $1 and r.catalog_id = $2 and r.starts_at <= $3 \
             and (r.ends_at is null or r.ends_at > $3) order by r.plan_code, r.price_position, r.position"
        ),
        &[&version.subsidiary, &version.catalog_id, &now],
        |row| read_promotion(row, version.currency),
    )?;
    Ok(Promotions::of(rows))
}

/// The price a plan starts at, from its renewal prices and those of the add-ons that come with it.
fn start(prices: &[Price], extras: &[Price], now: Timestamp) -> Option<Start> {
    let sellable = |price: &&Price| price.interval.months().is_some() && price.quantity.contains(1);
    let first = |price: &&Price| (price.mode != "default", price.commitment_months, price.interval.months());
    let main = prices.iter().filter(sellable).min_by_key(first)?;
    let mut with: Vec<&Price> = vec![main];
    with.extend(extras.iter().filter(|price| price.mode == main.mode && price.interval == main.interval));
    let sum =
        |of: fn(&Price, Timestamp) -> i64| with.iter().try_fold(0_i64, |sum, p| sum.checked_add(of(p, now)));
    let currency = main.price.currency();
    Some(Start {
        mode: main.mode.clone(),
        billing: Billing::of(main),
        months: main.interval.months()?.count(),
        commitment_months: main.commitment_months,
        list_price: UnitPrice::new(sum(|price, _| price.price.e8())?, currency),
        price: UnitPrice::new(
            sum(|price, now| price.promotion_at(now).map_or(price.price, |p| p.total).e8())?,
            currency,
        ),
        promotion: main.promotion_at(now).map(|promotion| promotion.used(main)),
    })
}
