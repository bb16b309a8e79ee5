//! What a public catalogue says, read and typed.

use kernel::{Currency, Months, Rate, SubsidiaryCode, Timestamp, UnitPrice};
use serde_json::{Map, Value};

/// The fields we do not know, kept as they came.
pub type Extra = Map<String, Value>;

/// A whole catalogue as one subsidiary publishes it.
#[derive(Debug, Clone, PartialEq)]
pub struct PublicCatalog {
    /// What it is called as a whole, see [`PublicCatalog::is_name`]; a catalogue does not say so itself.
    pub name: Option<String>,
    /// Its number: a new one is a new version.
    pub catalog_id: i64,
    /// The subsidiary that sells.
    pub subsidiary: SubsidiaryCode,
    /// The currency of every price.
    pub currency: Currency,
    /// The tax rate it was published with; zero when it publishes none.
    pub tax_rate: Rate,
    /// What can be ordered by itself.
    pub plans: Vec<Plan>,
    /// What can be ordered with a plan.
    pub addons: Vec<Plan>,
    /// What the plans and add-ons deliver.
    pub products: Vec<Product>,
    /// The families named by [`Plan::family`].
    pub families: Vec<String>,
    /// SHA-256 of the content, whatever the order of its keys and its spaces.
    pub digest: String,
    /// Unknown fields of the catalogue itself.
    pub extra: Extra,
}

/// A plan or an add-on: something with prices.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Its identifier, unique among plans and add-ons.
    pub code: String,
    /// The product it delivers.
    pub product: String,
    /// Its name on orders and invoices.
    pub invoice_name: String,
    /// The family it belongs to, when the catalogue says so.
    pub family: Option<String>,
    /// How it is charged.
    pub pricing_type: PricingType,
    /// The add-ons it can carry.
    pub addon_families: Vec<AddonFamily>,
    /// What the customer says or chooses when ordering.
    pub configurations: Vec<Configuration>,
    /// Its prices.
    pub prices: Vec<Price>,
    /// Commercial and technical data for display.
    pub blobs: Option<Value>,
    /// Unknown fields.
    pub extra: Extra,
}

/// A family of add-ons of one plan.
#[derive(Debug, Clone, PartialEq)]
pub struct AddonFamily {
    /// Its name, unique within the plan.
    pub name: String,
    /// The add-ons to choose from.
    pub addons: Vec<String>,
    /// The one taken when the customer chooses none and the family is mandatory.
    pub default: Option<String>,
    /// Whether at most one can be taken.
    pub is_exclusive: bool,
    /// Whether at least one must be taken.
    pub is_mandatory: bool,
    /// Unknown fields.
    pub extra: Extra,
}

/// Something the customer says or chooses when ordering.
#[derive(Debug, Clone, PartialEq)]
pub struct Configuration {
    /// Its label, unique within the plan.
    pub name: String,
    /// Whether any text is a value.
    pub is_custom: bool,
    /// Whether a value is needed.
    pub is_mandatory: bool,
    /// The allowed values when it is not custom.
    pub values: Vec<String>,
    /// Unknown fields.
    pub extra: Extra,
}

/// A product: what is delivered, with its technical data.
#[derive(Debug, Clone, PartialEq)]
pub struct Product {
    /// Its identifier.
    pub name: String,
    /// Its name for people.
    pub description: String,
    /// What can be said about it when ordering.
    pub configurations: Vec<Configuration>,
    /// Technical data for display.
    pub blobs: Option<Value>,
    /// Unknown fields.
    pub extra: Extra,
}

/// A price of a plan for one use.
#[derive(Debug, Clone, PartialEq)]
pub struct Price {
    /// The pricing mode: `default`, `upfront12`, `degressivity12`… A selection has one mode.
    pub mode: String,
    /// What the price can be used for.
    pub capacities: Vec<Capacity>,
    /// The price of one unit, without tax.
    pub price: UnitPrice,
    /// The tax published with it, before any rounding.
    pub tax: Option<UnitPrice>,
    /// The catalogue's own words.
    pub description: String,
    /// The time it pays for.
    pub interval: Interval,
    /// How many months the customer commits to; 0 for none.
    pub commitment_months: u16,
    /// What the commitment is and what follows it.
    pub engagement: Option<Engagement>,
    /// The quantities it is for.
    pub quantity: Quantities,
    /// How many times the interval can be repeated.
    pub repeat: Quantities,
    /// Prices of a lower phase come first in a service's life.
    pub phase: u16,
    /// How several prices for different quantities combine.
    pub strategy: Strategy,
    /// How it is charged.
    pub pricing_type: PricingType,
    /// Whether all repetitions must be completed.
    pub must_be_completed: bool,
    /// The promotions on this price, with their dates.
    pub promotions: Vec<Promotion>,
    /// Unknown fields.
    pub extra: Extra,
}

/// A range of numbers, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quantities {
    /// The least.
    pub min: u32,
    /// The most; none for no limit.
    pub max: Option<u32>,
}

/// The time a price pays for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interval {
    /// None: it is paid once.
    Once,
    /// Hours, for usage.
    Hours(u16),
    /// Days.
    Days(u16),
    /// Whole months.
    Months(Months),
}

/// A commitment and what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Engagement {
    /// Paid at once or period by period.
    pub kind: EngagementKind,
    /// How long.
    pub months: Months,
    /// What happens at its end.
    pub end: EndAction,
}

/// A promotion on one price.
#[derive(Debug, Clone, PartialEq)]
pub struct Promotion {
    /// Its identifier.
    pub name: String,
    /// What it offers, in the catalogue's words.
    pub description: String,
    /// How it reduces the price.
    pub reduction: Reduction,
    /// The published value: a percentage, or an amount in the catalogue's unit.
    pub value: i64,
    /// The reduced price, without tax.
    pub total: UnitPrice,
    /// The tax on it, before any rounding.
    pub total_tax: Option<UnitPrice>,
    /// What is taken off, without tax.
    pub discount: UnitPrice,
    /// The tax on what is taken off, before any rounding.
    pub discount_tax: Option<UnitPrice>,
    /// The first instant it runs.
    pub starts_at: Timestamp,
    /// The first instant it no longer runs; none while it is open.
    pub ends_at: Option<Timestamp>,
    /// How many units of one order it is for; none for all.
    pub quantity: Option<u32>,
    /// How many units it is for in all, when [`Promotion::is_global_quantity_limited`].
    pub global_quantity: Option<u32>,
    /// Whether there is a number of units it is for in all.
    pub is_global_quantity_limited: bool,
    /// How many periods the reduced price lasts; see [`Promotion::periods`].
    pub duration: Option<u16>,
    /// Months to add to a first year of registration for the promotion to apply. Kept; only registrations of
    /// several years would ask for it, and none are sold.
    pub minimum_duration: Option<u16>,
    /// Where it applies: only `standard` ones apply by themselves.
    pub context: String,
    /// Unknown fields.
    pub extra: Extra,
}

kernel::words! {
    /// What a price can be used for.
    Capacity {
        /// To start a service: a fee paid once, or the first period when it has an interval.
        Installation = "installation",
        /// Each period of a service.
        Renew = "renew",
        /// To change a service to this plan.
        Upgrade = "upgrade",
        /// To change a service to this smaller plan.
        Downgrade = "downgrade",
        /// To make an add-on a service of its own.
        Detach = "detach",
        /// Usage.
        Consumption = "consumption",
        /// A price that is computed elsewhere.
        Dynamic = "dynamic",
    }
    /// How a price is charged.
    PricingType {
        /// Period after period.
        Rental = "rental",
        /// Once.
        Purchase = "purchase",
        /// By usage.
        Consumption = "consumption",
    }
    /// How several prices for different quantities combine.
    Strategy {
        /// Each unit has the price of its own tier.
        Tiered = "tiered",
        /// All units have the price of the tier their number falls in.
        Volume = "volume",
        /// The tier has one price, whatever the number.
        Stairstep = "stairstep",
    }
    /// Whether a commitment is paid at once.
    EngagementKind {
        /// Period by period.
        Periodic = "periodic",
        /// At once.
        Upfront = "upfront",
    }
    /// What happens at the end of a commitment.
    EndAction {
        /// The service ends.
        CancelService = "CANCEL_SERVICE",
        /// A new commitment starts.
        ReactivateEngagement = "REACTIVATE_ENGAGEMENT",
        /// It goes on without commitment at the default price.
        FallbackDefaultPrice = "STOP_ENGAGEMENT_FALLBACK_DEFAULT_PRICE",
        /// It goes on without commitment at the same price.
        KeepPrice = "STOP_ENGAGEMENT_KEEP_PRICE",
    }
    /// How a promotion reduces a price.
    Reduction {
        /// By a percentage of it.
        Percentage = "percentage",
        /// By an amount.
        FixedAmount = "fixed_amount",
        /// To an amount.
        ForcedAmount = "forced_amount",
    }
}

impl Interval {
    /// The months it pays for, when it is months.
    #[must_use]
    pub const fn months(&self) -> Option<Months> {
        match self {
            Interval::Months(months) => Some(*months),
            Interval::Once | Interval::Hours(_) | Interval::Days(_) => None,
        }
    }
}

impl Quantities {
    /// Whether `quantity` is one of them.
    #[must_use]
    pub fn contains(&self, quantity: u32) -> bool {
        self.min <= quantity && self.max.is_none_or(|max| quantity <= max)
    }
}

impl Plan {
    /// The key of the field by which a catalogue takes a plan out of the right of withdrawal.
    pub(crate) const WITHDRAWAL: &str = "withdrawal";
    /// Its only value.
    pub(crate) const EXCLUDED: &str = "excluded";

    /// Whether a consumer must give the right of withdrawal up to order it: a name registered for them, a
    /// certificate, a licence. The field `withdrawal` of the catalogue says `excluded`.
    #[must_use]
    pub fn is_withdrawal_excluded(&self) -> bool {
        self.extra.get(Plan::WITHDRAWAL).and_then(Value::as_str) == Some(Plan::EXCLUDED)
    }
}

impl Price {
    /// Whether it can be used so.
    #[must_use]
    pub fn is_for(&self, capacity: Capacity) -> bool {
        self.capacities.contains(&capacity)
    }

    /// The promotion that makes it cheapest at this instant; none when none runs. Promotions never add up.
    #[must_use]
    pub fn promotion_at(&self, now: Timestamp) -> Option<&Promotion> {
        self.promotions.iter().filter(|promotion| promotion.runs_at(now)).min_by_key(|p| p.total.e8())
    }
}

impl Promotion {
    /// Whether it runs at this instant and needs nothing but that.
    #[must_use]
    pub fn runs_at(&self, now: Timestamp) -> bool {
        self.context == "standard" && self.starts_at <= now && self.ends_at.is_none_or(|end| now < end)
    }

    /// How many units of an order of `quantity` it reduces.
    #[must_use]
    pub fn units_of(&self, quantity: u16) -> u16 {
        let global = self.global_quantity.filter(|_| self.is_global_quantity_limited);
        let most = [self.quantity, global].into_iter().flatten().min().unwrap_or(u32::MAX);
        u16::try_from(most).map_or(quantity, |most| quantity.min(most))
    }

    /// How many periods the reduced price lasts: what the promotion says, otherwise as long as the customer
    /// is committed, otherwise the period that is ordered.
    #[must_use]
    pub fn periods(&self, price: &Price) -> u16 {
        let committed = match price.interval.months() {
            Some(months) if months.count() > 0 => price.commitment_months / months.count(),
            Some(_) | None => 1,
        };
        self.duration.unwrap_or(committed).max(1)
    }
}

impl PublicCatalog {
    /// Whether a catalogue can be called so: 1 to 40 letters, digits and hyphens, a letter first, as part of an address.
    #[must_use]
    pub fn is_name(name: &str) -> bool {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        name.len() <= 40
            && name.bytes().next().is_some_and(|first| first.is_ascii_alphabetic())
            && name.bytes().all(is_part)
    }

    /// Plans and add-ons, in the order of the file.
    pub fn all_plans(&self) -> impl Iterator<Item = &Plan> {
        self.plans.iter().chain(&self.addons)
    }

    /// How many prices there are, of plans and add-ons.
    #[must_use]
    pub fn price_count(&self) -> usize {
        self.all_plans().map(|plan| plan.prices.len()).sum()
    }
}
