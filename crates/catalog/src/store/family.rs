//! The SQL of one family: what it sells, and all that was published of it.

use std::collections::{BTreeSet, HashMap};

use db::{Error, Filter, Global, sql};

use super::{
    Promotions, read_carried, read_configuration, read_family, read_plan, read_price, read_product,
    read_promotion,
};
use crate::{CatalogVersion, Configuration, Excerpt, Plan, Price};

/// The plans of a family, or of the catalogue that is called so, with the prices an order can use, without their add-ons
/// and promotions, in the order of the catalogue. Two queries, whatever their number.
///
/// # Errors
/// What the database answers.
pub fn sold_in(tx: &mut impl Global, version: &CatalogVersion, family: &str) -> Result<Vec<Plan>, Error> {
    let mut plans = plans_in(tx, version, family)?;
    let prices = tx.query(
        sql!(
            "select p.plan_code, p.position, p.mode, p.capacities, p.price_e8, p.tax_e8, p.description, \
             p.interval_count, p.interval_unit, p.commitment_months, p.engagement, p.engagement_months, \
             p.engagement_end, p.quantity_min, p.quantity_max, p.repeat_min, p.repeat_max, p.phase, p.strategy, \
             p.pricing_type, p.must_be_completed, p.extra \
             from catalog_plans o join catalog_prices p \
             on p.plan_code = o.plan_code and p.subsidiary = $1 and p.catalog_id = $2 and p.is_sold \
             where o.subsidiary = $1 and o.catalog_id = $2 and (o.family = $3 or $4) and not o.is_addon \
             order by p.plan_code, p.position"
        ),
        &[&version.subsidiary, &version.catalog_id, &family, &version.is_called(family)],
        |row| read_price(row, version.currency),
    )?;
    let mut by_code: HashMap<String, Vec<Price>> = HashMap::new();
    for row in prices {
        by_code.entry(row.plan_code).or_default().push(row.price);
    }
    for plan in &mut plans {
        plan.prices = by_code.remove(&plan.code).unwrap_or_default();
    }
    Ok(plans)
}

/// Whether a version sells anything under this name, of a family or its own.
///
/// # Errors
/// What the database answers.
pub fn sells(tx: &mut impl Global, version: &CatalogVersion, family: &str) -> Result<bool, Error> {
    let found = tx.query_opt(
        sql!(
            "select 1 from catalog_plans where subsidiary = $1 and catalog_id = $2 and (family = $3 or $4) \
             and not is_addon limit 1"
        ),
        &[&version.subsidiary, &version.catalog_id, &family, &version.is_called(family)],
        |row| row.get::<i32>(0),
    )?;
    Ok(found.is_some())
}

/// The plans of a family, or of the catalogue that is called so, in the order of the catalogue, with what lies in their own rows alone.
fn plans_in(tx: &mut impl Global, version: &CatalogVersion, family: &str) -> Result<Vec<Plan>, Error> {
    tx.query(
        sql!(
            "select plan_code, product, invoice_name, own_family, pricing_type, blobs, extra from catalog_plans \
             where subsidiary = $1 and catalog_id = $2 and (family = $3 or $4) and not is_addon order by position"
        ),
        &[&version.subsidiary, &version.catalog_id, &family, &version.is_called(family)],
        read_plan,
    )
}

/// A family of a version as it was published; `None` when the version has none of this name. As many queries as there are
/// steps from a plan to the add-ons of its add-ons, and seven more, whatever the number of plans.
///
/// # Errors
/// What the database answers.
pub fn excerpt(
    tx: &mut impl Global,
    version: &CatalogVersion,
    family: &str,
) -> Result<Option<Excerpt>, Error> {
    let mut plans = plans_in(tx, version, family)?;
    if plans.is_empty() {
        return Ok(None);
    }
    let (mut reached, mut carried) = (BTreeSet::new(), Vec::new());
    let mut step: Vec<String> = plans.iter().map(|plan| plan.code.clone()).collect();
    let own = step.clone();
    while !step.is_empty() {
        let found = carried_by(tx, version, &step)?;
        let addons = found.iter().map(|(_, (_, addon))| addon.clone());
        step = addons.filter(|addon| reached.insert(addon.clone())).collect();
        carried.extend(found);
    }
    let reached: Vec<String> = reached.into_iter().collect();
    let mut addons = addons_of(tx, version, &reached)?;
    let codes: Vec<String> = own.into_iter().chain(reached).collect();
    let products: BTreeSet<String> = plans.iter().chain(&addons).map(|plan| plan.product.clone()).collect();
    fill(tx, version, &codes, carried, plans.iter_mut().chain(&mut addons))?;
    let products: Vec<String> = products.into_iter().collect();
    let mut list = Filter::new(
        sql!(
            "select name, description, configurations, blobs, extra from catalog_products \
             where subsidiary = $1 and catalog_id = $2"
        ),
        &[&version.subsidiary, &version.catalog_id],
    );
    list.and_in(sql!("name"), &products).end(sql!("order by name"), &[]);
    let products = list.query(tx, read_product)?;
    Ok(Some(Excerpt { version: version.clone(), plans, addons, products }))
}

/// A plan, with one of its families of add-ons and one add-on of it.
type Carried = (String, (String, String));

/// What these plans carry: the plan, the family of add-ons and the add-on of each.
fn carried_by(
    tx: &mut impl Global,
    version: &CatalogVersion,
    plans: &[String],
) -> Result<Vec<Carried>, Error> {
    let mut list = Filter::new(
        sql!(
            "select plan_code, family, addon_code from catalog_family_addons \
             where subsidiary = $1 and catalog_id = $2"
        ),
        &[&version.subsidiary, &version.catalog_id],
    );
    list.and_in(sql!("plan_code"), plans).end(sql!("order by plan_code, family, position"), &[]);
    list.query(tx, read_carried)
}

/// The configuration questions of these plans and add-ons, each with its code, in the order of the catalogue.
pub(super) fn configurations_of(
    tx: &mut impl Global,
    version: &CatalogVersion,
    codes: &[String],
) -> Result<Vec<(String, Configuration)>, Error> {
    let mut list = Filter::new(
        sql!(
            "select plan_code, name, is_custom, is_mandatory, allowed_values, extra from catalog_configurations \
             where subsidiary = $1 and catalog_id = $2"
        ),
        &[&version.subsidiary, &version.catalog_id],
    );
    list.and_in(sql!("plan_code"), codes).end(sql!("order by plan_code, position"), &[]);
    list.query(tx, read_configuration)
}

fn addons_of(tx: &mut impl Global, version: &CatalogVersion, codes: &[String]) -> Result<Vec<Plan>, Error> {
    let mut list = Filter::new(
        sql!(
            "select plan_code, product, invoice_name, own_family, pricing_type, blobs, extra from catalog_plans \
             where subsidiary = $1 and catalog_id = $2 and is_addon"
        ),
        &[&version.subsidiary, &version.catalog_id],
    );
    list.and_in(sql!("plan_code"), codes).end(sql!("order by position"), &[]);
    list.query(tx, read_plan)
}

/// Gives the plans and add-ons of these codes all that lies in tables of its own.
fn fill<'p>(
    tx: &mut impl Global,
    version: &CatalogVersion,
    codes: &[String],
    carried: Vec<Carried>,
    plans: impl Iterator<Item = &'p mut Plan>,
) -> Result<(), Error> {
    let version_key: [&dyn db::ToValue; 2] = [&version.subsidiary, &version.catalog_id];
    let mut families = Filter::new(
        sql!(
            "select plan_code, name, default_addon, is_exclusive, is_mandatory, extra from catalog_addon_families \
             where subsidiary = $1 and catalog_id = $2"
        ),
        &version_key,
    );
    families.and_in(sql!("plan_code"), codes).end(sql!("order by plan_code, position"), &[]);
    let mut prices = Filter::new(
        sql!(
            "select plan_code, position, mode, capacities, price_e8, tax_e8, description, interval_count, \
             interval_unit, commitment_months, engagement, engagement_months, engagement_end, quantity_min, \
             quantity_max, repeat_min, repeat_max, phase, strategy, pricing_type, must_be_completed, extra \
             from catalog_prices where subsidiary = $1 and catalog_id = $2"
        ),
        &version_key,
    );
    prices.and_in(sql!("plan_code"), codes).end(sql!("order by plan_code, position"), &[]);
    let mut promotions = Filter::new(
        sql!(
            "select plan_code, price_position, name, description, reduction, value, total_e8, total_tax_e8, \
             discount_e8, discount_tax_e8, starts_at, ends_at, quantity, global_quantity, \
             is_global_quantity_limited, duration, minimum_duration, context, extra from catalog_promotions \
             where subsidiary = $1 and catalog_id = $2"
        ),
        &version_key,
    );
    promotions.and_in(sql!("plan_code"), codes);
    promotions.end(sql!("order by plan_code, price_position, position"), &[]);

    let mut plans: HashMap<String, &mut Plan> = plans.map(|plan| (plan.code.clone(), plan)).collect();
    for (code, family) in families.query(tx, read_family)? {
        plans.entry(code).and_modify(|plan| plan.addon_families.push(family));
    }
    for (code, (family, addon)) in carried {
        plans.entry(code).and_modify(|plan| plan.carry(&family, addon));
    }
    for (code, configuration) in configurations_of(tx, version, codes)? {
        plans.entry(code).and_modify(|plan| plan.configurations.push(configuration));
    }
    let promotions = Promotions::of(promotions.query(tx, |row| read_promotion(row, version.currency))?);
    for mut row in prices.query(tx, |row| read_price(row, version.currency))? {
        row.price.promotions = promotions.of_price(&row);
        plans.entry(row.plan_code).and_modify(|plan| plan.prices.push(row.price));
    }
    Ok(())
}
