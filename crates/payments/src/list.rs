//! Lists of payments: what is asked for. Pure.

use kernel::{PaymentKind, Sort, SortColumn, Timestamp};

/// What payments can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PaymentColumn {
    /// When the money was there.
    Date,
    /// How much. An account pays in one currency.
    Amount,
}

impl SortColumn for PaymentColumn {
    const ALL: &'static [PaymentColumn] = &[PaymentColumn::Date, PaymentColumn::Amount];

    fn code(&self) -> &'static str {
        match self {
            PaymentColumn::Date => "date",
            PaymentColumn::Amount => "amount",
        }
    }
}

/// How amounts are compared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Comparison {
    /// Exactly so much.
    #[default]
    Is,
    /// Less.
    Below,
    /// More.
    Above,
}

impl Comparison {
    /// Every comparison.
    pub const ALL: [Comparison; 3] = [Comparison::Is, Comparison::Below, Comparison::Above];

    /// The word used in addresses and message keys.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Comparison::Is => "is",
            Comparison::Below => "below",
            Comparison::Above => "above",
        }
    }

    /// The comparison this word names.
    #[must_use]
    pub fn parse(code: &str) -> Option<Comparison> {
        Comparison::ALL.into_iter().find(|comparison| comparison.code() == code)
    }
}

/// What a list of payments is asked for: money that came in for an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentQuery {
    /// The amount, in minor units.
    pub amount: Option<(Comparison, i64)>,
    /// Card or direct debit.
    pub kind: Option<PaymentKind>,
    /// The first instant.
    pub from: Option<Timestamp>,
    /// The first instant that is too late.
    pub before: Option<Timestamp>,
    /// In which order.
    pub sort: Sort<PaymentColumn>,
}

impl Default for PaymentQuery {
    /// All of them, the newest first.
    fn default() -> PaymentQuery {
        PaymentQuery {
            amount: None,
            kind: None,
            from: None,
            before: None,
            sort: Sort::descending(PaymentColumn::Date),
        }
    }
}
