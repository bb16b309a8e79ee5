//! Lists of orders: what is asked for, and what a row shows. Pure.

use kernel::{AccountId, Money, OrderId, Sort, SortColumn, SubsidiaryCode, Timestamp};

use crate::follow_up::Action;
use crate::order::OrderKind;
use crate::state::OrderState;

/// Which orders a list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrderFilter {
    /// All but the expired ones.
    #[default]
    All,
    /// Being checked, delivered or cancelled.
    InProgress,
    /// To be paid, and still in time.
    NotPaid,
    /// Delivered or cancelled.
    Done,
    /// Those nobody paid in time.
    Expired,
}

impl OrderFilter {
    /// Every filter.
    pub const ALL: [OrderFilter; 5] = [
        OrderFilter::All,
        OrderFilter::InProgress,
        OrderFilter::NotPaid,
        OrderFilter::Done,
        OrderFilter::Expired,
    ];

    /// The word used in addresses and message keys.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            OrderFilter::All => "all",
            OrderFilter::InProgress => "in_progress",
            OrderFilter::NotPaid => "not_paid",
            OrderFilter::Done => "done",
            OrderFilter::Expired => "expired",
        }
    }

    /// The filter this word names.
    #[must_use]
    pub fn parse(code: &str) -> Option<OrderFilter> {
        OrderFilter::ALL.into_iter().find(|filter| filter.code() == code)
    }
}

/// What orders can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrderColumn {
    /// The number.
    Number,
    /// When it was made.
    Date,
    /// The total including taxes. An account buys from one subsidiary, in one currency.
    Total,
}

impl SortColumn for OrderColumn {
    const ALL: &'static [OrderColumn] = &[OrderColumn::Number, OrderColumn::Date, OrderColumn::Total];

    fn code(&self) -> &'static str {
        match self {
            OrderColumn::Number => "number",
            OrderColumn::Date => "date",
            OrderColumn::Total => "total",
        }
    }
}

/// What a list is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderQuery {
    /// Which states.
    pub filter: OrderFilter,
    /// A part of an order number as somebody typed it: `12345`, `n° 12 345`.
    pub search: Option<String>,
    /// Only the orders with these numbers, which somebody ticked; all when there are none.
    pub only: Vec<i64>,
    /// In which order. The staff's list is always by number.
    pub sort: Sort<OrderColumn>,
}

impl Default for OrderQuery {
    /// All of them, the highest number first.
    fn default() -> OrderQuery {
        OrderQuery {
            filter: OrderFilter::All,
            search: None,
            only: Vec::new(),
            sort: Sort::descending(OrderColumn::Number),
        }
    }
}

impl OrderQuery {
    /// The longest search, in characters; what is longer is cut.
    pub const SEARCH_CHARS_MAX: usize = 50;

    /// The pattern a number must match; `None` when nothing is searched for.
    pub(crate) fn pattern(&self) -> Option<String> {
        let search = self.search.as_deref()?.trim();
        if search.is_empty() {
            return None;
        }
        let typed = search.chars().take(OrderQuery::SEARCH_CHARS_MAX);
        let digits: String = typed.filter(char::is_ascii_digit).collect();
        // A search without a digit finds nothing rather than everything.
        Some(if digits.is_empty() { "-".to_owned() } else { format!("%{digits}%") })
    }
}

/// An order in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderSummary {
    /// The customer.
    pub account: AccountId,
    /// The order.
    pub id: OrderId,
    /// Its number.
    pub number: i64,
    /// What it is for.
    pub kind: OrderKind,
    /// Where it stood when the list was made, an expired date included.
    pub state: OrderState,
    /// The subsidiary that sells.
    pub subsidiary: SubsidiaryCode,
    /// The total without tax.
    pub net: Money,
    /// The total including taxes.
    pub gross: Money,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it lapses unless it is paid.
    pub expires_at: Timestamp,
    /// Whether it was refused.
    pub is_refused: bool,
    /// What its first item is; empty for an order without lines.
    pub title: String,
    /// How many other items it has.
    pub others: u32,
}

impl OrderSummary {
    /// What the customer has to do, if anything.
    #[must_use]
    pub fn action(&self) -> Option<Action> {
        Action::of(self.state, self.gross.is_positive(), self.is_refused)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(search: &str) -> Option<String> {
        OrderQuery { search: Some(search.to_owned()), ..OrderQuery::default() }.pattern()
    }

    #[test]
    fn a_search_is_its_digits() {
        assert_eq!(OrderQuery::default().pattern(), None);
        assert_eq!(pattern("  "), None);
        assert_eq!(pattern("n° 12 345").as_deref(), Some("%12345%"));
        assert_eq!(pattern("%_'").as_deref(), Some("-"));
        assert_eq!(pattern(&"1".repeat(80)).map(|pattern| pattern.len()), Some(52));
    }
}
