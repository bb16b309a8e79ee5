//! What a selection costs: lines with exact prices, what is due now, what follows.

use std::cmp::Reverse;

use kernel::{Currency, Money, MoneyError, Months, Timestamp, UnitPrice};
use serde::{Deserialize, Serialize};

use crate::select::{Resolved, resolve};
use crate::{
    Capacity, EndAction, Field, Interval, Offer, Plan, Price, Problem, ProblemKind, Promotion, Selection,
    SelectionError, Strategy,
};

/// The price of a selection at one instant, without tax.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The currency of every amount.
    pub currency: Currency,
    /// The selection with its defaults filled in: what an order stores.
    pub selection: Selection,
    /// The lines: the plan's, then its add-ons' in the order of their families.
    pub lines: Vec<QuoteLine>,
    /// The sum of the lines: fees and the first period.
    pub due_now: Money,
    /// The length of a period and the price of the second one; none for what is paid once.
    pub then: Option<(Months, Money)>,
    /// The price of a later period, when promotions end after the second.
    pub later: Option<Later>,
    /// The months of commitment; 0 for none.
    pub commitment_months: u16,
    /// What follows the commitment; none where there is none.
    #[serde(default)]
    pub commitment_end: Option<EndAction>,
    /// What the plan is grouped by.
    #[serde(default)]
    pub family: Option<String>,
}

/// From which period on the price changes again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Later {
    /// The first period at this price; the one ordered is the first.
    pub period: u16,
    /// The price of a period from then on.
    pub net: Money,
}

/// One line of a quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteLine {
    /// A fee or a period.
    pub kind: LineKind,
    /// The plan or add-on.
    pub plan_code: String,
    /// The product it delivers.
    pub product: String,
    /// The family the add-on was taken from; none for the plan itself.
    pub family: Option<String>,
    /// Its name.
    pub description: String,
    /// How many.
    pub quantity: u16,
    /// What one costs now.
    pub unit_price: UnitPrice,
    /// What one costs without promotion.
    pub list_price: UnitPrice,
    /// The promotion that makes the difference.
    pub promotion: Option<PromotionUse>,
    /// Whether a consumer must give the right of withdrawal up to order it.
    pub is_withdrawal_excluded: bool,
    /// The months it pays for; none for a fee.
    pub months: Option<Months>,
    /// What one costs for the second period; none for a fee.
    pub then_unit_price: Option<UnitPrice>,
    /// `unit_price` × `quantity`, rounded once.
    pub net: Money,
}

/// What a line pays for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// A fee paid once.
    Installation,
    /// A period of the service.
    Rental,
}

/// A promotion as it was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromotionUse {
    /// Its identifier.
    pub name: String,
    /// What it offers, in the catalogue's words.
    pub description: String,
    /// Until when it can be ordered; none while it is open.
    pub ends_at: Option<Timestamp>,
    /// How many periods the reduced price lasts, the one ordered included.
    pub periods: u16,
}

impl PromotionUse {
    /// What people read: its description, or its identifier where the catalogue has no words for it.
    #[must_use]
    pub fn label(&self) -> &str {
        if self.description.is_empty() { &self.name } else { &self.description }
    }
}

/// What can be said about a selection that may not be finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The price, whenever the options allow one: configurations do not change it.
    pub quote: Option<Quote>,
    /// What still keeps it from being ordered.
    pub problems: Vec<Problem>,
}

/// The price of a selection, or every reason why it cannot be bought.
///
/// An installation price without interval is a fee beside the first period; one with an interval is the first
/// period. Promotions apply to the price they are published with and to no other, between their dates.
///
/// # Errors
/// Every problem, by field.
pub fn quote(offer: &Offer, selection: &Selection, now: Timestamp) -> Result<Quote, SelectionError> {
    match preview(offer, selection, now) {
        Preview { quote: Some(quote), problems } if problems.is_empty() => Ok(quote),
        Preview { problems, .. } => Err(SelectionError { problems }),
    }
}

/// The price of a selection that may not be finished, for a page where it is being made.
#[must_use]
pub fn preview(offer: &Offer, selection: &Selection, now: Timestamp) -> Preview {
    let only = |field, kind| Preview { quote: None, problems: vec![Problem { field, kind }] };
    if selection.plan_code != offer.plan.code {
        return only(Field::PlanCode, ProblemKind::UnknownPlan);
    }
    let resolved = resolve(offer, selection);
    let main = match sold(&offer.plan, selection, now) {
        Ok(main) => main,
        Err(ProblemKind::TooFew { min }) => return only(Field::Quantity, ProblemKind::TooFew { min }),
        Err(ProblemKind::TooMany { max }) => return only(Field::Quantity, ProblemKind::TooMany { max }),
        Err(kind) => return only(Field::PricingMode, kind),
    };
    let mut problems = resolved.option_problems.clone();
    let mut parts = vec![(None, &offer.plan, main)];
    for (family, addon) in &resolved.addons {
        match sold(addon, selection, now) {
            Ok(part) if part.months.is_none() || part.months == parts[0].2.months => {
                parts.push((Some(*family), addon, part));
            }
            // Another period than the plan's is no price in this mode.
            Ok(_) | Err(ProblemKind::UnknownMode) => {
                let field = Field::Option((*family).to_owned());
                problems.push(Problem { field, kind: ProblemKind::OptionWithoutPrice });
            }
            Err(kind) => problems.push(Problem { field: Field::Option((*family).to_owned()), kind }),
        }
    }
    let quote = if problems.is_empty() { total(offer, selection, &resolved, parts) } else { Ok(None) };
    let quote = quote.unwrap_or_else(|_| {
        problems.push(Problem { field: Field::Quantity, kind: ProblemKind::TooLarge });
        None
    });
    problems.extend(resolved.configuration_problems);
    Preview { quote, problems }
}

/// What one plan or add-on costs in a mode.
struct Part<'o> {
    months: Option<Months>,
    commitment_months: u16,
    commitment_end: Option<EndAction>,
    charges: Vec<Charge<'o>>,
}

/// Some units at one price.
struct Charge<'o> {
    kind: LineKind,
    price: &'o Price,
    units: u16,
    promotion: Option<&'o Promotion>,
    /// The price of the second period; the price itself for most.
    then: Option<&'o Price>,
}

/// Finds the prices of a plan in the selection's mode and quantity.
fn sold<'o>(plan: &'o Plan, selection: &Selection, now: Timestamp) -> Result<Part<'o>, ProblemKind> {
    let in_mode: Vec<&Price> =
        plan.prices.iter().filter(|price| price.mode == selection.pricing_mode).collect();
    let of = |capacity: Capacity, is_fee: bool| -> Vec<&'o Price> {
        let is_wanted =
            |price: &&&Price| price.is_for(capacity) && (price.interval == Interval::Once) == is_fee;
        in_mode.iter().filter(is_wanted).copied().collect()
    };
    let fees = phase(&of(Capacity::Installation, true), 0);
    let entries = phase(&of(Capacity::Installation, false), 0);
    let renewals = of(Capacity::Renew, false);
    // The entry price, where there is one, is the first period; the first renewal is then the second.
    let (first, second) = match entries.is_empty() {
        true => (phase(&renewals, 0), phase(&renewals, 1)),
        false => (entries, phase(&renewals, 0)),
    };
    if fees.is_empty() && first.is_empty() {
        return Err(ProblemKind::UnknownMode);
    }
    // Without a price for its periods it would be free from the second on; only what is never renewed is paid once.
    if first.is_empty() && plan.prices.iter().any(|price| price.is_for(Capacity::Renew)) {
        return Err(ProblemKind::UnknownMode);
    }
    let mut charges = Vec::new();
    for (kind, prices) in [(LineKind::Installation, &fees), (LineKind::Rental, &first)] {
        for (price, units) in tiers(prices, selection.quantity)? {
            let then = match kind {
                LineKind::Installation => None,
                LineKind::Rental => following(price, &second, selection.quantity),
            };
            charges.extend(reduced(kind, price, units, then, now));
        }
    }
    let months =
        first.first().map(|price| price.interval.months().ok_or(ProblemKind::NotForSale)).transpose()?;
    if first.iter().any(|price| price.interval.months() != months) {
        return Err(ProblemKind::NotForSale);
    }
    let commitment_months = first.iter().map(|price| price.commitment_months).max().unwrap_or(0);
    let commitment_end = first.iter().find_map(|price| price.engagement).map(|engagement| engagement.end);
    Ok(Part { months, commitment_months, commitment_end, charges })
}

/// The prices in force for the `index`-th period: those of the first phase that lasts that long.
fn phase<'o>(prices: &[&'o Price], index: u32) -> Vec<&'o Price> {
    let mut phases: Vec<u16> = prices.iter().map(|price| price.phase).collect();
    phases.sort_unstable();
    phases.dedup();
    let mut passed = 0_u32;
    for number in phases {
        let of_phase: Vec<&Price> = prices.iter().filter(|price| price.phase == number).copied().collect();
        let lasts = of_phase.iter().map(|price| price.repeat.max.unwrap_or(u32::MAX)).max().unwrap_or(0);
        passed = passed.saturating_add(lasts);
        if index < passed {
            return of_phase;
        }
    }
    Vec::new()
}

/// The price of the second period for units that have `price` in the first: the same where it goes on,
/// otherwise that of the same tier, otherwise that of the quantity.
fn following<'o>(price: &Price, second: &[&'o Price], quantity: u16) -> Option<&'o Price> {
    let same = second.iter().find(|other| std::ptr::eq(**other, price));
    let same_tier = || second.iter().find(|other| other.quantity == price.quantity);
    let any = || second.iter().find(|other| other.quantity.contains(u32::from(quantity)));
    same.or_else(same_tier).or_else(any).copied()
}

/// How many units are charged at which price.
fn tiers<'o>(prices: &[&'o Price], quantity: u16) -> Result<Vec<(&'o Price, u16)>, ProblemKind> {
    if prices.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = u32::from(quantity);
    let min = prices.iter().map(|price| price.quantity.min).min().unwrap_or(1);
    let max = prices.iter().map(|price| price.quantity.max.unwrap_or(u32::MAX)).max().unwrap_or(u32::MAX);
    if wanted < min {
        return Err(ProblemKind::TooFew { min });
    }
    if wanted > max {
        return Err(ProblemKind::TooMany { max });
    }
    let is = |strategy: Strategy| prices.iter().all(|price| price.strategy == strategy);
    if prices.len() == 1 || is(Strategy::Volume) {
        let found =
            prices.iter().find(|price| price.quantity.contains(wanted)).ok_or(ProblemKind::NotForSale)?;
        // One unit of a tier with one price is that price; more would need a price by the tier.
        let is_sold = found.strategy != Strategy::Stairstep || quantity == 1;
        return if is_sold { Ok(vec![(found, quantity)]) } else { Err(ProblemKind::NotForSale) };
    }
    if !is(Strategy::Tiered) {
        return Err(ProblemKind::NotForSale);
    }
    let mut sorted = prices.to_vec();
    sorted.sort_by_key(|price| price.quantity.min);
    let mut parts = Vec::new();
    let mut priced = 0;
    for price in sorted {
        // The lowest tier also prices the units below it: none could be bought alone.
        let starts = if priced == 0 { 1 } else { price.quantity.min };
        let ends = price.quantity.max.map_or(wanted, |max| max.min(wanted));
        let units = u16::try_from((ends + 1).saturating_sub(starts)).unwrap_or(0);
        if units > 0 {
            parts.push((price, units));
            priced += units;
        }
    }
    // Tiers with a gap between them have no price for the units in it.
    if priced == quantity { Ok(parts) } else { Err(ProblemKind::NotForSale) }
}

/// The units a promotion reduces, then those beyond its quantity.
fn reduced<'o>(
    kind: LineKind,
    price: &'o Price,
    units: u16,
    then: Option<&'o Price>,
    now: Timestamp,
) -> Vec<Charge<'o>> {
    let promotion = price.promotion_at(now);
    let promoted = promotion.map_or(0, |promotion| promotion.units_of(units));
    [(promoted, promotion), (units - promoted, None)]
        .into_iter()
        .filter(|(units, _)| *units > 0)
        .map(|(units, promotion)| Charge { kind, price, units, promotion, then })
        .collect()
}

impl Charge<'_> {
    fn unit_price(&self) -> UnitPrice {
        self.promotion.map_or(self.price.price, |promotion| promotion.total)
    }

    /// How many periods the reduced price lasts; none when nothing is reduced.
    fn reduced_periods(&self) -> Option<u16> {
        self.promotion.map(|promotion| promotion.periods(self.price))
    }

    /// What one costs for the second period.
    fn then_unit_price(&self) -> Option<UnitPrice> {
        let then = self.then?;
        let is_same = std::ptr::eq(then, self.price);
        let lasts = self.reduced_periods().is_some_and(|periods| periods > 1);
        Some(if is_same && lasts { self.unit_price() } else { then.price })
    }

    fn line(&self, plan: &Plan, family: Option<&str>) -> Result<QuoteLine, MoneyError> {
        let unit_price = self.unit_price();
        Ok(QuoteLine {
            kind: self.kind,
            plan_code: plan.code.clone(),
            product: plan.product.clone(),
            family: family.map(str::to_owned),
            description: plan.invoice_name.clone(),
            quantity: self.units,
            unit_price,
            list_price: self.price.price,
            promotion: self.promotion.map(|promotion| promotion.used(self.price)),
            is_withdrawal_excluded: plan.is_withdrawal_excluded(),
            months: self.price.interval.months(),
            then_unit_price: self.then_unit_price(),
            net: unit_price.times(i64::from(self.units))?,
        })
    }
}

impl Promotion {
    /// The promotion as it is remembered by a line at this price.
    #[must_use]
    pub fn used(&self, price: &Price) -> PromotionUse {
        PromotionUse {
            name: self.name.clone(),
            description: self.description.clone(),
            ends_at: self.ends_at,
            periods: self.periods(price),
        }
    }
}

/// Adds everything up; none when nothing at all would be charged or delivered.
fn total(
    offer: &Offer,
    selection: &Selection,
    resolved: &Resolved<'_>,
    parts: Vec<(Option<&str>, &Plan, Part<'_>)>,
) -> Result<Option<Quote>, MoneyError> {
    let currency = offer.version.currency;
    let mut lines = Vec::new();
    let (mut then, mut later) = (Money::zero(currency), Money::zero(currency));
    let mut reduced_periods = 1;
    for (family, plan, part) in &parts {
        for charge in &part.charges {
            // A fee of nothing is no line; an option included in the price is one.
            if charge.kind == LineKind::Rental || !charge.price.price.e8().eq(&0) {
                lines.push(charge.line(plan, *family)?);
            }
            if let (Some(price), Some(second)) = (charge.then, charge.then_unit_price()) {
                let units = i64::from(charge.units);
                then = then.plus(second.times(units)?)?;
                later = later.plus(price.price.times(units)?)?;
                if second != price.price {
                    reduced_periods = charge.reduced_periods().unwrap_or(1).max(reduced_periods);
                }
            }
        }
    }
    let months = parts.first().and_then(|(_, _, part)| part.months);
    let is_renewed = parts.iter().any(|(_, _, part)| part.charges.iter().any(|charge| charge.then.is_some()));
    let mut taken = selection.clone();
    taken.options =
        resolved.addons.iter().map(|(family, addon)| ((*family).to_owned(), addon.code.clone())).collect();
    taken.configurations.clone_from(&resolved.configurations);
    Ok(Some(Quote {
        currency,
        selection: taken,
        due_now: Money::sum(currency, lines.iter().map(|line| line.net))?,
        then: months.filter(|_| is_renewed).map(|months| (months, then)),
        later: (later != then).then_some(Later { period: reduced_periods.saturating_add(1), net: later }),
        commitment_months: parts.iter().map(|(_, _, part)| part.commitment_months).max().unwrap_or(0),
        commitment_end: parts.first().and_then(|(_, _, part)| part.commitment_end),
        family: Some(offer.family.clone()),
        lines,
    }))
}

/// The order in which modes are shown: by commitment, those paid by the month first, longer periods later.
pub(crate) fn mode_order(
    commitment_months: u16,
    months: u16,
    mode: &str,
) -> (u16, u16, Reverse<bool>, String) {
    (commitment_months, months, Reverse(mode == "default"), mode.to_owned())
}
