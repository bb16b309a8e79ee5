//! The kinds of payment method a jurisdiction can allow.

use serde::{Deserialize, Serialize};

/// A kind of payment method, whoever provides it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentKind {
    /// A bank card.
    Card,
    /// A SEPA direct debit on a signed mandate.
    SepaDebit,
}

impl PaymentKind {
    /// Every kind.
    pub const ALL: [PaymentKind; 2] = [PaymentKind::Card, PaymentKind::SepaDebit];

    /// The word used in files, tables and addresses.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            PaymentKind::Card => "card",
            PaymentKind::SepaDebit => "sepa_debit",
        }
    }

    /// The kind this word names.
    #[must_use]
    pub fn parse(code: &str) -> Option<PaymentKind> {
        PaymentKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}
