//! All SQL of the catalogue: versions as rows, written once and read by the shop.

mod family;
mod listed;

use std::collections::HashMap;

use db::{Error, Global, RegistryTx, Row, Write, sql};
use kernel::{Currency, SubsidiaryCode, Timestamp, UnitPrice};
use serde_json::Value;

use crate::{
    AddonFamily, Capacity, CatalogVersion, Configuration, EndAction, Engagement, EngagementKind, Extra, Fact,
    Interval, Offer, Plan, Price, PricingType, Product, Promotion, PublicCatalog, Quantities, Reduction,
    Strategy,
};

pub use family::{excerpt, sells, sold_in};
pub use listed::plans;

/// The version a subsidiary sells: the last one imported.
///
/// # Errors
/// What the database answers.
pub fn current(tx: &mut impl Global, subsidiary: SubsidiaryCode) -> Result<Option<CatalogVersion>, Error> {
    tx.query_opt(
        sql!(
            "select subsidiary, catalog_id, currency, tax_rate, families, digest, plan_count, addon_count, \
             price_count, imported_at, name from catalog_versions where subsidiary = $1 \
             order by sequence desc limit 1"
        ),
        &[&subsidiary],
        read_version,
    )
}

/// One version by its number.
///
/// # Errors
/// What the database answers.
pub fn find(
    tx: &mut impl Global,
    subsidiary: SubsidiaryCode,
    catalog_id: i64,
) -> Result<Option<CatalogVersion>, Error> {
    tx.query_opt(
        sql!(
            "select subsidiary, catalog_id, currency, tax_rate, families, digest, plan_count, addon_count, \
             price_count, imported_at, name from catalog_versions where subsidiary = $1 and catalog_id = $2"
        ),
        &[&subsidiary, &catalog_id],
        read_version,
    )
}

/// Every version of every subsidiary, the one sold first, at the most 200.
///
/// # Errors
/// What the database answers.
pub fn versions(tx: &mut impl Global) -> Result<Vec<CatalogVersion>, Error> {
    tx.query(
        sql!(
            "select subsidiary, catalog_id, currency, tax_rate, families, digest, plan_count, addon_count, \
             price_count, imported_at, name from catalog_versions order by subsidiary, sequence desc limit 200"
        ),
        &[],
        read_version,
    )
}

fn read_version(row: &Row<'_>) -> Result<CatalogVersion, Error> {
    Ok(CatalogVersion {
        subsidiary: row.get(0)?,
        catalog_id: row.get(1)?,
        currency: row.get(2)?,
        tax_rate: row.get(3)?,
        families: json(row, 4)?,
        digest: row.get(5)?,
        plans: row.get(6)?,
        addons: row.get(7)?,
        prices: row.get(8)?,
        imported_at: row.get(9)?,
        name: row.get(10)?,
    })
}

/// One plan with all that can be ordered with it. Seven queries, whatever the number of add-ons.
///
/// Add-ons of add-ons are included; prices are those an order can use, in the modes the plan is sold in.
///
/// # Errors
/// What the database answers.
pub fn offer(
    tx: &mut impl Global,
    version: &CatalogVersion,
    plan_code: &str,
) -> Result<Option<Offer>, Error> {
    let key = (&version.subsidiary, &version.catalog_id, &plan_code);
    let mut plans = tx.query(
        sql!(
            "with recursive reach (plan_code) as ( \
             select plan_code from catalog_plans \
             where plan_code = $3 and subsidiary = $1 and catalog_id = $2 and not is_addon \
             union select a.addon_code from reach r join catalog_family_addons a \
             on a.plan_code = r.plan_code and a.subsidiary = $1 and a.catalog_id = $2) \
             select p.plan_code, p.product, p.invoice_name, p.own_family, p.pricing_type, p.blobs, p.extra, \
             p.family, p.facts, p.is_addon \
             from reach r join catalog_plans p \
             on p.plan_code = r.plan_code and p.subsidiary = $1 and p.catalog_id = $2 \
             order by p.is_addon, p.position"
        ),
        &[key.0, key.1, key.2],
        |row| Ok((read_plan(row)?, row.get::<String>(7)?, json::<Vec<Fact>>(row, 8)?)),
    )?;
    if plans.is_empty() {
        return Ok(None);
    }
    let (main, family, facts) = plans.remove(0);
    let mut offer = Offer {
        version: version.clone(),
        family,
        facts,
        plan: main,
        addons: plans.into_iter().map(|(plan, _, _)| plan).collect(),
        products: products_of(tx, version, plan_code)?,
    };
    fill_families(tx, version, plan_code, &mut offer)?;
    fill_configurations(tx, version, plan_code, &mut offer)?;
    fill_prices(tx, version, plan_code, &mut offer)?;
    Ok(Some(offer))
}

impl Offer {
    /// Gives rows, in the order of their plan's code, to the plan or add-on each is of.
    fn give<T>(&mut self, rows: Vec<(String, T)>, give: impl Fn(&mut Plan, T)) {
        let mut plans: HashMap<String, &mut Plan> = std::iter::once(&mut self.plan)
            .chain(&mut self.addons)
            .map(|plan| (plan.code.clone(), plan))
            .collect();
        for (code, item) in rows {
            if let Some(plan) = plans.get_mut(&code) {
                give(plan, item);
            }
        }
    }
}

fn products_of(
    tx: &mut impl Global,
    version: &CatalogVersion,
    plan_code: &str,
) -> Result<Vec<Product>, Error> {
    tx.query(
        sql!(
            "with recursive reach (plan_code) as ( \
             select plan_code from catalog_plans \
             where plan_code = $3 and subsidiary = $1 and catalog_id = $2 and not is_addon \
             union select a.addon_code from reach r join catalog_family_addons a \
             on a.plan_code = r.plan_code and a.subsidiary = $1 and a.catalog_id = $2) \
             select o.name, o.description, o.configurations, o.blobs, o.extra from \
             (select distinct p.product from reach r join catalog_plans p \
             on p.plan_code = r.plan_code and p.subsidiary = $1 and p.catalog_id = $2) d \
             join catalog_products o on o.name = d.product and o.subsidiary = $1 and o.catalog_id = $2 \
             order by o.name"
        ),
        &[&version.subsidiary, &version.catalog_id, &plan_code],
        read_product,
    )
}

fn fill_families(
    tx: &mut impl Global,
    version: &CatalogVersion,
    plan_code: &str,
    offer: &mut Offer,
) -> Result<(), Error> {
    let families = tx.query(
        sql!(
            "with recursive reach (plan_code) as ( \
             select plan_code from catalog_plans \
             where plan_code = $3 and subsidiary = $1 and catalog_id = $2 and not is_addon \
             union select a.addon_code from reach r join catalog_family_addons a \
             on a.plan_code = r.plan_code and a.subsidiary = $1 and a.catalog_id = $2) \
             select f.plan_code, f.name, f.default_addon, f.is_exclusive, f.is_mandatory, f.extra \
             from reach r join catalog_addon_families f \
             on f.plan_code = r.plan_code and f.subsidiary = $1 and f.catalog_id = $2 \
             order by f.plan_code, f.position"
        ),
        &[&version.subsidiary, &version.catalog_id, &plan_code],
        read_family,
    )?;
    let addons = tx.query(
        sql!(
            "with recursive reach (plan_code) as ( \
             select plan_code from catalog_plans \
             where plan_code = $3 and subsidiary = $1 and catalog_id = $2 and not is_addon \
             union select a.addon_code from reach r join catalog_family_addons a \
             on a.plan_code = r.plan_code and a.subsidiary = $1 and a.catalog_id = $2) \
             select a.plan_code, a.family, a.addon_code from reach r join catalog_family_addons a \
             on a.plan_code = r.plan_code and a.subsidiary = $1 and a.catalog_id = $2 \
             order by a.plan_code, a.family, a.position"
        ),
        &[&version.subsidiary, &version.catalog_id, &plan_code],
        read_carried,
    )?;
    offer.give(families, |plan, family| plan.addon_families.push(family));
    offer.give(addons, |plan, (family, addon)| plan.carry(&family, addon));
    Ok(())
}

fn fill_configurations(
    tx: &mut impl Global,
    version: &CatalogVersion,
    plan_code: &str,
    offer: &mut Offer,
) -> Result<(), Error> {
    let configurations = tx.query(
        sql!(
            "with recursive reach (plan_code) as ( \
             select plan_code from catalog_plans \
             where plan_code = $3 and subsidiary = $1 and catalog_id = $2 and not is_addon \
             union select a.addon_code from reach r join catalog_family_addons a \
             on a.plan_code = r.plan_code and a.subsidiary = $1 and a.catalog_id = $2) \
             select c.plan_code, c.name, c.is_custom, c.is_mandatory, c.allowed_values, c.extra \
             from reach r join catalog_configurations c \
             on c.plan_code = r.plan_code and c.subsidiary = $1 and c.catalog_id = $2 \
             order by c.plan_code, c.position"
        ),
        &[&version.subsidiary, &version.catalog_id, &plan_code],
        read_configuration,
    )?;
    offer.give(configurations, |plan, configuration| plan.configurations.push(configuration));
    Ok(())
}

fn fill_prices(
    tx: &mut impl Global,
    version: &CatalogVersion,
    plan_code: &str,
    offer: &mut Offer,
) -> Result<(), Error> {
    let prices = tx.query(
        sql!(
            "with recursive reach (plan_code) as ( \
             select plan_code from catalog_plans \
             where plan_code = $3 and subsidiary = $1 and catalog_id = $2 and not is_addon \
             union select a.addon_code from reach r join catalog_family_addons a \
             on a.plan_code = r.plan_code and a.subsidiary = $1 and a.catalog_id = $2) \
             select p.plan_code, p.position, p.mode, p.capacities, p.price_e8, p.tax_e8, p.description, \
             p.interval_count, p.interval_unit, p.commitment_months, p.engagement, p.engagement_months, \
             p.engagement_end, p.quantity_min, p.quantity_max, p.repeat_min, p.repeat_max, p.phase, p.strategy, \
             p.pricing_type, p.must_be_completed, p.extra \
             from reach r join catalog_prices p \
             on p.plan_code = r.plan_code and p.subsidiary = $1 and p.catalog_id = $2 and p.is_sold \
             join (select distinct o.mode from catalog_prices o \
             where o.plan_code = $3 and o.subsidiary = $1 and o.catalog_id = $2) m on m.mode = p.mode \
             order by p.plan_code, p.position"
        ),
        &[&version.subsidiary, &version.catalog_id, &plan_code],
        |row| read_price(row, version.currency),
    )?;
    let promotions = Promotions::of(tx.query(
        sql!(
            "with recursive reach (plan_code) as ( \
             select plan_code from catalog_plans \
             where plan_code = $3 and subsidiary = $1 and catalog_id = $2 and not is_addon \
             union select a.addon_code from reach r join catalog_family_addons a \
             on a.plan_code = r.plan_code and a.subsidiary = $1 and a.catalog_id = $2) \
             select p.plan_code, p.price_position, p.name, p.description, p.reduction, p.value, p.total_e8, \
             p.total_tax_e8, p.discount_e8, p.discount_tax_e8, p.starts_at, p.ends_at, p.quantity, \
             p.global_quantity, p.is_global_quantity_limited, p.duration, p.minimum_duration, p.context, p.extra \
             from reach r join catalog_promotions p \
             on p.plan_code = r.plan_code and p.subsidiary = $1 and p.catalog_id = $2 \
             order by p.plan_code, p.price_position, p.position"
        ),
        &[&version.subsidiary, &version.catalog_id, &plan_code],
        |row| read_promotion(row, version.currency),
    )?);
    let rows = prices.into_iter().map(|mut row| {
        row.price.promotions = promotions.of_price(&row);
        (row.plan_code, row.price)
    });
    offer.give(rows.collect(), |plan, price| plan.prices.push(price));
    Ok(())
}

/// Stores the version itself and answers it.
pub(crate) fn insert_version(
    tx: &mut RegistryTx,
    now: Timestamp,
    catalog: &PublicCatalog,
) -> Result<CatalogVersion, Error> {
    let version = catalog.version(now);
    tx.execute(
        sql!(
            "insert into catalog_versions (subsidiary, catalog_id, sequence, currency, tax_rate, families, digest, \
             plan_count, addon_count, price_count, extra, imported_at, name) \
             select cast($1 as text), $2, coalesce(max(sequence), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 \
             from catalog_versions where subsidiary = $1"
        ),
        &[
            &version.subsidiary,
            &version.catalog_id,
            &version.currency,
            &version.tax_rate,
            &Value::from(version.families.clone()).to_string(),
            &version.digest,
            &version.plans,
            &version.addons,
            &version.prices,
            &kept(&catalog.extra),
            &now,
            &version.name,
        ],
    )?;
    Ok(version)
}

/// Calls a version by another name.
pub(crate) fn rename(tx: &mut RegistryTx, version: &CatalogVersion) -> Result<(), Error> {
    tx.execute(
        sql!("update catalog_versions set name = $3 where subsidiary = $1 and catalog_id = $2"),
        &[&version.subsidiary, &version.catalog_id, &version.name],
    )?;
    Ok(())
}

pub(crate) fn insert_product(
    tx: &mut RegistryTx,
    version: &CatalogVersion,
    product: &Product,
) -> Result<(), Error> {
    let configurations: Vec<Value> = product.configurations.iter().map(configuration_to).collect();
    tx.send(
        sql!(
            "insert into catalog_products (subsidiary, catalog_id, name, description, configurations, blobs, extra) \
             values ($1, $2, $3, $4, $5, $6, $7)"
        ),
        &[
            &version.subsidiary,
            &version.catalog_id,
            &product.name,
            &product.description,
            &Value::from(configurations).to_string(),
            &product.blobs.as_ref().map(Value::to_string),
            &kept(&product.extra),
        ],
    )
}

pub(crate) fn insert_plan(
    tx: &mut RegistryTx,
    version: &CatalogVersion,
    plan: &Plan,
    position: i64,
    is_addon: bool,
    family: &str,
    facts: &[Fact],
) -> Result<(), Error> {
    let facts: Vec<Value> =
        facts.iter().map(|fact| serde_json::json!({ "name": fact.name, "value": fact.value })).collect();
    tx.send(
        sql!(
            "insert into catalog_plans (subsidiary, catalog_id, plan_code, position, is_addon, product, \
             invoice_name, family, own_family, pricing_type, facts, blobs, extra) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
        ),
        &[
            &version.subsidiary,
            &version.catalog_id,
            &plan.code,
            &position,
            &is_addon,
            &plan.product,
            &plan.invoice_name,
            &family,
            &plan.family,
            &plan.pricing_type.code(),
            &Value::from(facts).to_string(),
            &plan.blobs.as_ref().map(Value::to_string),
            &kept(&plan.extra),
        ],
    )?;
    for (position, family) in (0_i64..).zip(&plan.addon_families) {
        insert_family(tx, version, plan, position, family)?;
    }
    for (position, configuration) in (0_i64..).zip(&plan.configurations) {
        tx.send(
            sql!(
                "insert into catalog_configurations (subsidiary, catalog_id, plan_code, position, name, is_custom, \
                 is_mandatory, allowed_values, extra) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
            ),
            &[
                &version.subsidiary,
                &version.catalog_id,
                &plan.code,
                &position,
                &configuration.name,
                &configuration.is_custom,
                &configuration.is_mandatory,
                &Value::from(configuration.values.clone()).to_string(),
                &kept(&configuration.extra),
            ],
        )?;
    }
    for (position, price) in (0_i64..).zip(&plan.prices) {
        insert_price(tx, version, plan, (position, is_addon), price)?;
    }
    Ok(())
}

fn insert_family(
    tx: &mut RegistryTx,
    version: &CatalogVersion,
    plan: &Plan,
    position: i64,
    family: &AddonFamily,
) -> Result<(), Error> {
    tx.send(
        sql!(
            "insert into catalog_addon_families (subsidiary, catalog_id, plan_code, position, name, default_addon, \
             is_exclusive, is_mandatory, extra) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        &[
            &version.subsidiary,
            &version.catalog_id,
            &plan.code,
            &position,
            &family.name,
            &family.default,
            &family.is_exclusive,
            &family.is_mandatory,
            &kept(&family.extra),
        ],
    )?;
    for (position, addon) in (0_i64..).zip(&family.addons) {
        tx.send(
            sql!(
                "insert into catalog_family_addons (subsidiary, catalog_id, plan_code, family, position, addon_code) \
                 values ($1, $2, $3, $4, $5, $6)"
            ),
            &[&version.subsidiary, &version.catalog_id, &plan.code, &family.name, &position, addon],
        )?;
    }
    Ok(())
}

fn insert_price(
    tx: &mut RegistryTx,
    version: &CatalogVersion,
    plan: &Plan,
    (position, is_addon): (i64, bool),
    price: &Price,
) -> Result<(), Error> {
    let capacities: Vec<&str> = price.capacities.iter().map(Capacity::code).collect();
    let is_renewal = price.is_for(Capacity::Renew);
    let (interval_count, interval_unit) = match price.interval {
        Interval::Once => (0, "none"),
        Interval::Hours(hours) => (hours, "hour"),
        Interval::Days(days) => (days, "day"),
        Interval::Months(months) => (months.count(), "month"),
    };
    tx.send(
        sql!(
            "insert into catalog_prices (subsidiary, catalog_id, plan_code, position, mode, capacities, is_sold, \
             is_renewal, is_listed, price_e8, tax_e8, description, interval_count, interval_unit, commitment_months, \
             engagement, engagement_months, engagement_end, quantity_min, quantity_max, repeat_min, repeat_max, phase, \
             strategy, pricing_type, must_be_completed, extra) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, \
             $22, $23, $24, $25, $26, $27)"
        ),
        &[
            &version.subsidiary,
            &version.catalog_id,
            &plan.code,
            &position,
            &price.mode,
            &capacities.join(","),
            &(is_renewal || price.is_for(Capacity::Installation)),
            &is_renewal,
            &(is_renewal && !is_addon),
            &price.price.e8(),
            &price.tax.map(|tax| tax.e8()),
            &price.description,
            &interval_count,
            &interval_unit,
            &price.commitment_months,
            &price.engagement.map(|engagement| engagement.kind.code()),
            &price.engagement.map(|engagement| engagement.months),
            &price.engagement.map(|engagement| engagement.end.code()),
            &price.quantity.min,
            &price.quantity.max,
            &price.repeat.min,
            &price.repeat.max,
            &price.phase,
            &price.strategy.code(),
            &price.pricing_type.code(),
            &price.must_be_completed,
            &kept(&price.extra),
        ],
    )?;
    for (index, promotion) in (0_i64..).zip(&price.promotions) {
        insert_promotion(tx, version, plan, (position, index), promotion)?;
    }
    Ok(())
}

fn insert_promotion(
    tx: &mut RegistryTx,
    version: &CatalogVersion,
    plan: &Plan,
    (price_position, position): (i64, i64),
    promotion: &Promotion,
) -> Result<(), Error> {
    tx.send(
        sql!(
            "insert into catalog_promotions (subsidiary, catalog_id, plan_code, price_position, position, name, \
             description, reduction, value, total_e8, total_tax_e8, discount_e8, discount_tax_e8, starts_at, ends_at, \
             quantity, global_quantity, is_global_quantity_limited, duration, minimum_duration, context, extra) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, \
             $22)"
        ),
        &[
            &version.subsidiary,
            &version.catalog_id,
            &plan.code,
            &price_position,
            &position,
            &promotion.name,
            &promotion.description,
            &promotion.reduction.code(),
            &promotion.value,
            &promotion.total.e8(),
            &promotion.total_tax.map(|tax| tax.e8()),
            &promotion.discount.e8(),
            &promotion.discount_tax.map(|tax| tax.e8()),
            &promotion.starts_at,
            &promotion.ends_at,
            &promotion.quantity,
            &promotion.global_quantity,
            &promotion.is_global_quantity_limited,
            &promotion.duration,
            &promotion.minimum_duration,
            &promotion.context,
            &kept(&promotion.extra),
        ],
    )
}

/// A price and where it belongs.
struct PriceRow {
    plan_code: String,
    position: i64,
    price: Price,
}

/// Promotions by plan and position of the price.
struct Promotions(HashMap<(String, i64), Vec<Promotion>>);

impl Promotions {
    fn of(rows: Vec<(String, i64, Promotion)>) -> Promotions {
        let mut promotions: HashMap<(String, i64), Vec<Promotion>> = HashMap::new();
        for (plan_code, position, promotion) in rows {
            promotions.entry((plan_code, position)).or_default().push(promotion);
        }
        Promotions(promotions)
    }

    fn of_price(&self, row: &PriceRow) -> Vec<Promotion> {
        self.0.get(&(row.plan_code.clone(), row.position)).cloned().unwrap_or_default()
    }
}

fn read_plan(row: &Row<'_>) -> Result<Plan, Error> {
    Ok(Plan {
        code: row.get(0)?,
        product: row.get(1)?,
        invoice_name: row.get(2)?,
        family: row.get(3)?,
        pricing_type: word(row, 4, PricingType::parse)?,
        addon_families: Vec::new(),
        configurations: Vec::new(),
        prices: Vec::new(),
        blobs: maybe_json(row, 5)?,
        extra: extra(row, 6)?,
    })
}

fn read_product(row: &Row<'_>) -> Result<Product, Error> {
    let configurations: Vec<Value> = json(row, 2)?;
    Ok(Product {
        name: row.get(0)?,
        description: row.get(1)?,
        configurations: configurations.into_iter().map(configuration_of).collect(),
        blobs: maybe_json(row, 3)?,
        extra: extra(row, 4)?,
    })
}

/// A family of add-ons with the plan it is of.
fn read_family(row: &Row<'_>) -> Result<(String, AddonFamily), Error> {
    let family = AddonFamily {
        name: row.get(1)?,
        addons: Vec::new(),
        default: row.get(2)?,
        is_exclusive: row.get(3)?,
        is_mandatory: row.get(4)?,
        extra: extra(row, 5)?,
    };
    Ok((row.get(0)?, family))
}

/// A plan, one of its families of add-ons, and an add-on of that.
fn read_carried(row: &Row<'_>) -> Result<(String, (String, String)), Error> {
    Ok((row.get(0)?, (row.get(1)?, row.get(2)?)))
}

/// A configuration with the plan it is of.
fn read_configuration(row: &Row<'_>) -> Result<(String, Configuration), Error> {
    let configuration = Configuration {
        name: row.get(1)?,
        is_custom: row.get(2)?,
        is_mandatory: row.get(3)?,
        values: json(row, 4)?,
        extra: extra(row, 5)?,
    };
    Ok((row.get(0)?, configuration))
}

impl Plan {
    /// Puts an add-on into the family of this name, where the plan has it.
    fn carry(&mut self, family: &str, addon: String) {
        if let Some(family) = self.addon_families.iter_mut().find(|known| known.name == family) {
            family.addons.push(addon);
        }
    }
}

fn read_price(row: &Row<'_>, currency: Currency) -> Result<PriceRow, Error> {
    let capacities: String = row.get(3)?;
    let count: u16 = row.get(7)?;
    let interval = match row.get::<String>(8)?.as_str() {
        "none" => Interval::Once,
        "hour" => Interval::Hours(count),
        "day" => Interval::Days(count),
        "month" => Interval::Months(kernel::Months::new(count)),
        unit => return Err(unknown(8, unit)),
    };
    let engagement = match row.get::<Option<String>>(10)? {
        None => None,
        Some(_) => Some(Engagement {
            kind: word(row, 10, EngagementKind::parse)?,
            months: row.get(11)?,
            end: word(row, 12, EndAction::parse)?,
        }),
    };
    let tax: Option<i64> = row.get(5)?;
    let price = Price {
        mode: row.get(2)?,
        capacities: capacities
            .split(',')
            .map(|code| Capacity::parse(code).ok_or_else(|| unknown(3, code)))
            .collect::<Result<_, _>>()?,
        price: UnitPrice::new(row.get(4)?, currency),
        tax: tax.map(|e8| UnitPrice::new(e8, currency)),
        description: row.get(6)?,
        interval,
        commitment_months: row.get(9)?,
        engagement,
        quantity: Quantities { min: row.get(13)?, max: row.get(14)? },
        repeat: Quantities { min: row.get(15)?, max: row.get(16)? },
        phase: row.get(17)?,
        strategy: word(row, 18, Strategy::parse)?,
        pricing_type: word(row, 19, PricingType::parse)?,
        must_be_completed: row.get(20)?,
        promotions: Vec::new(),
        extra: extra(row, 21)?,
    };
    Ok(PriceRow { plan_code: row.get(0)?, position: row.get(1)?, price })
}

fn read_promotion(row: &Row<'_>, currency: Currency) -> Result<(String, i64, Promotion), Error> {
    let amount = |column| Ok::<_, Error>(UnitPrice::new(row.get(column)?, currency));
    let tax = |column| Ok::<_, Error>(row.get::<Option<i64>>(column)?.map(|e8| UnitPrice::new(e8, currency)));
    let promotion = Promotion {
        name: row.get(2)?,
        description: row.get(3)?,
        reduction: word(row, 4, Reduction::parse)?,
        value: row.get(5)?,
        total: amount(6)?,
        total_tax: tax(7)?,
        discount: amount(8)?,
        discount_tax: tax(9)?,
        starts_at: row.get(10)?,
        ends_at: row.get(11)?,
        quantity: row.get(12)?,
        global_quantity: row.get(13)?,
        is_global_quantity_limited: row.get(14)?,
        duration: row.get(15)?,
        minimum_duration: row.get(16)?,
        context: row.get(17)?,
        extra: extra(row, 18)?,
    };
    Ok((row.get(0)?, row.get(1)?, promotion))
}

/// The stored form of unknown fields: nothing when there are none.
fn kept(extra: &Extra) -> Option<String> {
    (!extra.is_empty()).then(|| Value::Object(extra.clone()).to_string())
}

fn configuration_to(configuration: &Configuration) -> Value {
    serde_json::json!({
        "name": configuration.name,
        "isCustom": configuration.is_custom,
        "isMandatory": configuration.is_mandatory,
        "values": configuration.values,
        "extra": configuration.extra,
    })
}

/// Reads back what [`configuration_to`] wrote.
fn configuration_of(value: Value) -> Configuration {
    let flag = |key: &str| value.get(key).and_then(Value::as_bool).unwrap_or(false);
    let values = value.get("values").and_then(Value::as_array).into_iter().flatten();
    Configuration {
        name: value.get("name").and_then(Value::as_str).unwrap_or_default().to_owned(),
        is_custom: flag("isCustom"),
        is_mandatory: flag("isMandatory"),
        values: values.filter_map(Value::as_str).map(str::to_owned).collect(),
        extra: value.get("extra").and_then(Value::as_object).cloned().unwrap_or_default(),
    }
}

fn unknown(column: usize, word: &str) -> Error {
    Error::Column { column, name: String::new(), problem: format!("unknown word {word:?}") }
}

fn word<T>(row: &Row<'_>, column: usize, parse: fn(&str) -> Option<T>) -> Result<T, Error> {
    let word: String = row.get(column)?;
    parse(&word).ok_or_else(|| unknown(column, &word))
}

fn json<T: serde::de::DeserializeOwned>(row: &Row<'_>, column: usize) -> Result<T, Error> {
    let text: String = row.get(column)?;
    read_json(column, &text)
}

fn maybe_json<T: serde::de::DeserializeOwned>(row: &Row<'_>, column: usize) -> Result<Option<T>, Error> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| read_json(column, &text)).transpose()
}

fn read_json<T: serde::de::DeserializeOwned>(column: usize, text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|error| Error::Column {
        column,
        name: String::new(),
        problem: error.to_string(),
    })
}

fn extra(row: &Row<'_>, column: usize) -> Result<Extra, Error> {
    Ok(maybe_json(row, column)?.unwrap_or_default())
}
