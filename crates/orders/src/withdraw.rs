//! A withdrawal from an order, and the money it gives back. Pure.

use kernel::{Date, InvoiceId, Money, OrderId, RefundId, Timestamp};
use serde::{Deserialize, Serialize};

/// Why somebody withdraws. The codes are stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WithdrawalReason {
    /// A competitor's product is preferred.
    Competitor,
    /// It is too hard to use.
    Difficulty,
    /// It costs too much.
    Expensive,
    /// It is too slow.
    Performance,
    /// It fails too often.
    Reliability,
    /// It is not used.
    Unused,
    /// Something else, or no answer: nobody has to say.
    Other,
}

impl WithdrawalReason {
    /// Every reason.
    pub const ALL: [WithdrawalReason; 7] = [
        WithdrawalReason::Competitor,
        WithdrawalReason::Difficulty,
        WithdrawalReason::Expensive,
        WithdrawalReason::Performance,
        WithdrawalReason::Reliability,
        WithdrawalReason::Unused,
        WithdrawalReason::Other,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            WithdrawalReason::Competitor => "competitor",
            WithdrawalReason::Difficulty => "difficulty",
            WithdrawalReason::Expensive => "expensive",
            WithdrawalReason::Performance => "performance",
            WithdrawalReason::Reliability => "reliability",
            WithdrawalReason::Unused => "unused",
            WithdrawalReason::Other => "other",
        }
    }

    /// The reason with this code.
    #[must_use]
    pub fn parse(code: &str) -> Option<WithdrawalReason> {
        WithdrawalReason::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// Where the money of a withdrawal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WithdrawalState {
    /// On its way.
    Refunding,
    /// With the customer, or there was none.
    Refunded,
}

impl WithdrawalState {
    /// Every state.
    pub const ALL: [WithdrawalState; 2] = [WithdrawalState::Refunding, WithdrawalState::Refunded];

    /// The word used in tables and message keys.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            WithdrawalState::Refunding => "refunding",
            WithdrawalState::Refunded => "refunded",
        }
    }

    /// The state this word names.
    #[must_use]
    pub fn parse(code: &str) -> Option<WithdrawalState> {
        WithdrawalState::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A withdrawal from an order: there is one at the most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// The order.
    pub order: OrderId,
    /// Why.
    pub reason: WithdrawalReason,
    /// The customer's own words; may be empty.
    pub comment: String,
    /// What goes back, taxes included; may be nothing.
    pub refund: Money,
    /// The credit note, where the order had been invoiced.
    pub credit: Option<InvoiceId>,
    /// The money on its way back, where there is some.
    pub refunded_by: Option<RefundId>,
    /// The last day on which it may arrive.
    pub refund_due_on: Date,
    /// Where it is.
    pub state: WithdrawalState,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When the money had left.
    pub ended_at: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_back() {
        assert!(WithdrawalReason::ALL.iter().all(|one| WithdrawalReason::parse(one.code()) == Some(*one)));
        assert!(WithdrawalState::ALL.iter().all(|one| WithdrawalState::parse(one.code()) == Some(*one)));
    }
}
