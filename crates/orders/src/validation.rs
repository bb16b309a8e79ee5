//! Whether a person looks at an order before it is delivered. Pure.

use jurisdictions::Subsidiary;
use kernel::{Country, Money, Rate, Timestamp};
use serde::{Deserialize, Serialize};

/// When an order is looked at by a person; every part can be switched off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// The share of paid orders picked at random, in parts per million.
    pub sample_rate: Rate,
    /// The first order of an account is held above the amount of its currency, tax included.
    pub first_order_over: Vec<Money>,
    /// Any order is held above the amount of its currency, tax included.
    pub order_over: Vec<Money>,
    /// Held when the country of the payment method is known and is not the account's.
    pub country_mismatch: bool,
    /// Held when the account made more orders than this in 24 hours, this one included.
    pub orders_per_day_max: Option<u32>,
    /// How many working hours the staff have to decide: the 48 h that customers are told.
    pub review_hours: u16,
    /// How many working hours the customer has to send documents.
    pub documents_hours: u16,
}

impl Default for Rules {
    fn default() -> Rules {
        Rules {
            sample_rate: Rate::ZERO,
            first_order_over: Vec::new(),
            order_over: Vec::new(),
            country_mismatch: true,
            orders_per_day_max: Some(10),
            review_hours: 48,
            documents_hours: 48,
        }
    }
}

/// What is known of an order when it is paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The total, tax included.
    pub total: Money,
    /// Whether the account never paid an order before.
    pub is_first: bool,
    /// The country of the account.
    pub account_country: Country,
    /// The country of the payment method, if the provider tells it.
    pub payment_country: Option<Country>,
    /// The account's orders of the last 24 hours, this one included.
    pub orders_in_a_day: u32,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Deliver.
    Pass,
    /// A person looks at it first.
    Hold {
        /// Why, at least one reason.
        reasons: Vec<Reason>,
        /// When the staff should have decided.
        due_at: Timestamp,
    },
}

/// Why an order is held. The codes are stable: lists, translations and statistics use them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Picked at random.
    Sample,
    /// The account's first order, and a large one.
    FirstOrderLarge,
    /// A large order.
    OrderLarge,
    /// The payment method is of another country than the account.
    CountryMismatch,
    /// Many orders in a day.
    ManyOrders,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Reason; 5] = [
        Reason::Sample,
        Reason::FirstOrderLarge,
        Reason::OrderLarge,
        Reason::CountryMismatch,
        Reason::ManyOrders,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Reason::Sample => "sample",
            Reason::FirstOrderLarge => "first_order_large",
            Reason::OrderLarge => "order_large",
            Reason::CountryMismatch => "country_mismatch",
            Reason::ManyOrders => "many_orders",
        }
    }

    /// The reason with this code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Reason> {
        Reason::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// Decides about an order that is paid at `now`; `draw` is a number below a million drawn by chance.
///
/// The staff's time runs on the subsidiary's business days.
#[must_use]
pub fn decide(rules: &Rules, facts: &Facts, subsidiary: &Subsidiary, now: Timestamp, draw: u32) -> Verdict {
    let reasons = reasons(rules, facts, draw);
    if reasons.is_empty() {
        return Verdict::Pass;
    }
    Verdict::Hold { reasons, due_at: subsidiary.business_deadline(now, rules.review_hours) }
}

/// Why an order has to be looked at; nothing when it passes. `draw` is a number below a million drawn by
/// chance.
///
/// An order without a payment is not sampled: the sample is about payments.
#[must_use]
pub fn reasons(rules: &Rules, facts: &Facts, draw: u32) -> Vec<Reason> {
    let is_over = |limits: &[Money]| {
        let same = |limit: &&Money| limit.currency() == facts.total.currency();
        limits.iter().find(same).is_some_and(|limit| facts.total.minor() > limit.minor())
    };
    let is_foreign = facts.payment_country.is_some_and(|country| country != facts.account_country);
    let found = |reason: &Reason| match reason {
        Reason::Sample => facts.total.is_positive() && draw < rules.sample_rate.ppm(),
        Reason::FirstOrderLarge => facts.is_first && is_over(&rules.first_order_over),
        Reason::OrderLarge => is_over(&rules.order_over),
        Reason::CountryMismatch => rules.country_mismatch && is_foreign,
        Reason::ManyOrders => rules.orders_per_day_max.is_some_and(|max| facts.orders_in_a_day > max),
    };
    Reason::ALL.into_iter().filter(found).collect()
}

impl Rules {
    /// Until when documents asked for at `now` are waited for: on business days, as somebody must be there who
    /// answers a question about them.
    #[must_use]
    pub fn documents_due_at(&self, subsidiary: &Subsidiary, now: Timestamp) -> Timestamp {
        subsidiary.business_deadline(now, self.documents_hours)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Currency;
    use proptest::prelude::*;

    fn eur(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }

    fn country(code: &str) -> Country {
        Country::parse(code).unwrap()
    }

    fn facts() -> Facts {
        Facts {
            total: eur(6_719),
            is_first: false,
            account_country: country("FR"),
            payment_country: None,
            orders_in_a_day: 1,
        }
    }

    fn rules() -> Rules {
        Rules {
            sample_rate: Rate::percent(2),
            first_order_over: vec![Money::new(1, Currency::CAD), eur(50_000)],
            order_over: vec![eur(500_000)],
            ..Rules::default()
        }
    }

    #[test]
    fn an_ordinary_order_passes() {
        assert_eq!(reasons(&rules(), &facts(), 20_000), []);
    }

    #[test]
    fn the_drawn_share_is_sampled() {
        assert_eq!(reasons(&rules(), &facts(), 19_999), [Reason::Sample]);
        let free = Facts { total: eur(0), ..facts() };
        assert_eq!(reasons(&rules(), &free, 0), []);
    }

    #[test]
    fn a_large_first_order_is_held_above_its_currencys_amount() {
        let first = |minor| Facts { total: eur(minor), is_first: true, ..facts() };
        assert_eq!(reasons(&rules(), &first(50_000), 999_999), []);
        assert_eq!(reasons(&rules(), &first(50_001), 999_999), [Reason::FirstOrderLarge]);
        let later = Facts { is_first: false, ..first(50_001) };
        assert_eq!(reasons(&rules(), &later, 999_999), []);
        let other = Facts { total: Money::new(9_999_999, Currency::XOF), ..first(0) };
        assert_eq!(reasons(&rules(), &other, 999_999), []);
    }

    #[test]
    fn the_staffs_time_stands_still_at_the_weekend() {
        let subsidiaries = jurisdictions::Jurisdictions::embedded();
        let france = subsidiaries.get(kernel::SubsidiaryCode::parse("FR").unwrap()).unwrap();
        let friday: Timestamp = "2026-01-16T11:00:00Z".parse().unwrap();
        let held = decide(&rules(), &facts(), france, friday, 0);
        let due_at = "2026-01-20T11:00:00Z".parse().unwrap();
        assert_eq!(held, Verdict::Hold { reasons: vec![Reason::Sample], due_at });
        assert_eq!(decide(&rules(), &facts(), france, friday, 999_999), Verdict::Pass);
    }

    #[test]
    fn every_reason_is_told() {
        let facts = Facts {
            total: eur(500_001),
            is_first: true,
            payment_country: Some(country("IT")),
            orders_in_a_day: 11,
            ..facts()
        };
        assert_eq!(reasons(&rules(), &facts, 0), Reason::ALL);
        assert!(Reason::ALL.iter().all(|reason| Reason::parse(reason.code()) == Some(*reason)));
    }

    #[test]
    fn a_payment_of_the_same_or_an_unknown_country_is_not_foreign() {
        let same = Facts { payment_country: Some(country("FR")), ..facts() };
        assert_eq!(reasons(&rules(), &same, 999_999), []);
        let off = Rules { country_mismatch: false, ..rules() };
        let foreign = Facts { payment_country: Some(country("IT")), ..facts() };
        assert_eq!(reasons(&off, &foreign, 999_999), []);
    }

    proptest! {
        #[test]
        fn a_rate_of_everything_or_nothing_leaves_nothing_to_chance(draw in 0u32..1_000_000) {
            let all = Rules { sample_rate: Rate::percent(100), ..Rules::default() };
            prop_assert_eq!(reasons(&all, &facts(), draw), [Reason::Sample]);
            prop_assert_eq!(reasons(&Rules::default(), &facts(), draw), []);
        }
    }
}
