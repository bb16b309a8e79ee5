//! The pricing modes of an offer side by side: duration, commitment, and the price of a selection in each.

use kernel::{Money, Months, Timestamp};

use crate::quote::mode_order;
use crate::{Capacity, EngagementKind, Offer, Price, Quote, Selection, preview};

/// A way to pay for an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModeOffer {
    /// The pricing mode, to put in a [`Selection`].
    pub mode: String,
    /// The months of a period.
    pub months: u16,
    /// The months of commitment; 0 for none.
    pub commitment_months: u16,
    /// How it is paid.
    pub billing: Billing,
    /// The price of the selection in this mode; none when its options are not sold in it.
    pub quote: Option<Quote>,
    /// The first period's share of a month, for comparison, fees left out.
    pub per_month: Option<Money>,
    /// Whether it is the mode of the selection.
    pub is_selected: bool,
}

/// How a mode is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Billing {
    /// Period by period, free to leave.
    Free,
    /// Period by period, committed for several.
    Committed,
    /// The whole commitment at once.
    Upfront,
    /// Once, for good.
    Once,
}

impl Billing {
    /// How a price is paid.
    #[must_use]
    pub fn of(price: &Price) -> Billing {
        let kind = price.engagement.map(|engagement| engagement.kind);
        match (price.interval.months(), kind, price.commitment_months) {
            (None, _, _) => Billing::Once,
            (Some(_), Some(EngagementKind::Upfront), _) => Billing::Upfront,
            (Some(_), Some(EngagementKind::Periodic), _) => Billing::Committed,
            (Some(_), None, 0) => Billing::Free,
            (Some(months), None, commitment) if commitment <= months.count() => Billing::Upfront,
            (Some(_), None, _) => Billing::Committed,
        }
    }

    /// A stable code: the key of its label.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Billing::Free => "free",
            Billing::Committed => "committed",
            Billing::Upfront => "upfront",
            Billing::Once => "once",
        }
    }
}

/// The modes an offer is sold in, the least commitment first, with the price of `selection` in each.
#[must_use]
pub fn modes(offer: &Offer, selection: &Selection, now: Timestamp) -> Vec<ModeOffer> {
    let mut modes: Vec<ModeOffer> = Vec::new();
    let sold = |price: &&Price| price.is_for(Capacity::Renew) || price.is_for(Capacity::Installation);
    let mut prices: Vec<&Price> = offer.plan.prices.iter().filter(sold).collect();
    // The price of a period says more about a mode than its fee.
    prices.sort_by_key(|price| (!price.is_for(Capacity::Renew), price.phase));
    for price in prices {
        if modes.iter().any(|known| known.mode == price.mode) {
            continue;
        }
        let in_mode = Selection { pricing_mode: price.mode.clone(), ..selection.clone() };
        let quote = preview(offer, &in_mode, now).quote;
        modes.push(ModeOffer {
            per_month: quote.as_ref().and_then(|quote| per_month(quote, price)),
            mode: price.mode.clone(),
            months: price.interval.months().map_or(0, |months| months.count()),
            commitment_months: price.commitment_months,
            billing: Billing::of(price),
            quote,
            is_selected: price.mode == selection.pricing_mode,
        });
    }
    modes.sort_by_key(|mode| mode_order(mode.commitment_months, mode.months, &mode.mode));
    modes
}

fn per_month(quote: &Quote, price: &Price) -> Option<Money> {
    let months = price.interval.months().unwrap_or(Months::new(1)).count().max(1);
    let rentals = quote.lines.iter().filter(|line| line.months.is_some()).map(|line| line.net);
    Money::sum(quote.currency, rentals).and_then(|net| net.prorated(1, i64::from(months))).ok()
}
