//! What the store answers: a version, the list of plans, one offer whole.

use std::collections::HashSet;

use kernel::rounding::half_away;
use kernel::{Currency, Rate, SubsidiaryCode, Timestamp, UnitPrice};
use serde::{Deserialize, Serialize};

use crate::facts::Facts;
use crate::{Billing, Capacity, Configuration, Plan, Product, PromotionUse, PublicCatalog};

/// One version of the catalogue of a subsidiary; never changed once imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogVersion {
    /// Who sells.
    pub subsidiary: SubsidiaryCode,
    /// The number it was published under.
    pub catalog_id: i64,
    /// What it is called as a whole, when whoever imported it said so.
    pub name: Option<String>,
    /// The currency of every price.
    pub currency: Currency,
    /// The tax rate it was published with.
    pub tax_rate: Rate,
    /// The families named by its plans, in the order they are shown.
    pub families: Vec<String>,
    /// SHA-256 of its content.
    pub digest: String,
    /// How many plans.
    pub plans: u32,
    /// How many add-ons.
    pub addons: u32,
    /// How many prices.
    pub prices: u32,
    /// When it was imported.
    pub imported_at: Timestamp,
}

impl CatalogVersion {
    /// Whether programs mean all of it by this name.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.name.as_deref() == Some(name)
    }
}

/// A plan in the list of the shop.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanSummary {
    /// The plan.
    pub plan_code: String,
    /// Its name.
    pub invoice_name: String,
    /// What it is grouped by.
    pub family: String,
    /// The product it delivers.
    pub product: String,
    /// What to say about it in the list.
    pub facts: Vec<Fact>,
    /// Where other plans have its name: the question that they answer otherwise, and its own answers. A range is often
    /// sold once for each part of the world, under one name.
    pub told_apart: Option<Configuration>,
    /// The price it starts at, with its default add-ons; none when it cannot be ordered.
    pub start: Option<Start>,
}

/// Something to say about a plan: `memory`: 32 GB.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// What it is about: a family of add-ons, `cpu`, or the name the catalogue gives it.
    pub name: String,
    /// What to say.
    pub value: String,
}

/// The price a plan starts at, per period, without tax.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// The pricing mode: the default one when there is one.
    pub mode: String,
    /// How it is paid.
    pub billing: Billing,
    /// The months of a period.
    pub months: u16,
    /// The months of commitment; 0 for none.
    pub commitment_months: u16,
    /// The price of a period without promotion.
    pub list_price: UnitPrice,
    /// The price of a period now.
    pub price: UnitPrice,
    /// The promotion that makes the difference.
    pub promotion: Option<PromotionUse>,
}

/// One plan with everything that can be ordered with it, in the modes it is sold in.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// The version it belongs to.
    pub version: CatalogVersion,
    /// What it is grouped by.
    pub family: String,
    /// What to say about it.
    pub facts: Vec<Fact>,
    /// The plan.
    pub plan: Plan,
    /// The add-ons that can be reached from it, each once, in the order of the catalogue.
    pub addons: Vec<Plan>,
    /// The products of the plan and its add-ons.
    pub products: Vec<Product>,
}

/// A family of a version, with all that was published about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Excerpt {
    /// The version it belongs to.
    pub version: CatalogVersion,
    /// Its plans, in the order of the catalogue.
    pub plans: Vec<Plan>,
    /// The add-ons that can be reached from them, each once, in the order of the catalogue.
    pub addons: Vec<Plan>,
    /// The products of the plans and the add-ons, by their names.
    pub products: Vec<Product>,
}

impl Offer {
    /// Whether programs find it under this name: that of its family, or that of the whole catalogue.
    #[must_use]
    pub fn is_in(&self, name: &str) -> bool {
        self.family == name || self.version.is_called(name)
    }

    /// An add-on by its code.
    #[must_use]
    pub fn addon(&self, code: &str) -> Option<&Plan> {
        self.addons.iter().find(|addon| addon.code == code)
    }

    /// The product of a plan or add-on.
    #[must_use]
    pub fn product_of(&self, plan: &Plan) -> Option<&Product> {
        self.products.iter().find(|product| product.name == plan.product)
    }
}

impl PublicCatalog {
    /// One offer straight from the catalogue, as the store answers it once it is imported.
    #[must_use]
    pub fn offer(&self, plan_code: &str, imported_at: Timestamp) -> Option<Offer> {
        let main = self.plans.iter().find(|plan| plan.code == plan_code)?;
        let mut reached: HashSet<&str> = HashSet::new();
        let mut next: Vec<&Plan> = vec![main];
        while let Some(plan) = next.pop() {
            let codes = plan.addon_families.iter().flat_map(|family| &family.addons);
            let new: HashSet<&str> = codes.map(String::as_str).filter(|code| reached.insert(code)).collect();
            next.extend(self.addons.iter().filter(|addon| new.contains(addon.code.as_str())));
        }
        let modes: HashSet<&str> = main.prices.iter().map(|price| price.mode.as_str()).collect();
        let sold = |plan: &Plan| {
            let mut plan = plan.clone();
            plan.prices.retain(|price| {
                let is_sold = price.is_for(Capacity::Installation) || price.is_for(Capacity::Renew);
                is_sold && modes.contains(price.mode.as_str())
            });
            plan
        };
        let addons: Vec<Plan> =
            self.addons.iter().filter(|addon| reached.contains(addon.code.as_str())).map(sold).collect();
        let used: HashSet<&str> =
            addons.iter().map(|addon| addon.product.as_str()).chain([main.product.as_str()]).collect();
        let mut products: Vec<Product> =
            self.products.iter().filter(|product| used.contains(product.name.as_str())).cloned().collect();
        products.sort_by(|a, b| a.name.cmp(&b.name));
        let facts = Facts::new(self);
        Some(Offer {
            version: self.version(imported_at),
            family: facts.family(main),
            facts: facts.of(main),
            plan: sold(main),
            addons,
            products,
        })
    }

    /// The version it becomes when it is imported at this instant.
    #[must_use]
    pub fn version(&self, imported_at: Timestamp) -> CatalogVersion {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        CatalogVersion {
            subsidiary: self.subsidiary,
            catalog_id: self.catalog_id,
            name: self.name.clone(),
            currency: self.currency,
            tax_rate: self.tax_rate,
            families: self.families.clone(),
            digest: self.digest.clone(),
            plans: count(self.plans.len()),
            addons: count(self.addons.len()),
            prices: count(self.price_count()),
            imported_at,
        }
    }
}

impl Start {
    /// The price of a month, to compare and sort plans of different periods.
    #[must_use]
    pub fn per_month(&self) -> UnitPrice {
        let months = i128::from(self.months.max(1));
        let e8 = half_away(i128::from(self.price.e8()), months);
        UnitPrice::new(i64::try_from(e8).unwrap_or(i64::MAX), self.price.currency())
    }
}
