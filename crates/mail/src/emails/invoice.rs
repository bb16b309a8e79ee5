//! E-mails of an invoice.

use kernel::{Currency, Date, Money};
use serde::{Deserialize, Serialize};

use super::order::{as_text, from_text};

/// An invoice is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceAvailable {
    /// The invoice's reference: `FR00000001`.
    pub reference: String,
    /// The number of its order.
    #[serde(serialize_with = "as_text", deserialize_with = "from_text")]
    pub order: i64,
    /// The date it was issued on.
    pub issued_on: Date,
    /// What it is of, taxes included.
    pub gross: Money,
    /// Whether it is settled.
    pub is_paid: bool,
    /// Whether it is a credit note.
    #[serde(default)]
    pub is_credit: bool,
    /// The invoice's page.
    pub path: String,
}

impl InvoiceAvailable {
    pub(super) fn samples() -> [InvoiceAvailable; 3] {
        let paid = InvoiceAvailable {
            reference: "FR00000001".to_owned(),
            order: 1_000_042,
            issued_on: Date::constant(2026, 1, 15),
            gross: Money::new(123_456_789, Currency::EUR),
            is_paid: true,
            is_credit: false,
            path: "/invoices/FR00000001".to_owned(),
        };
        let unpaid = InvoiceAvailable { is_paid: false, ..paid.clone() };
        let credit = InvoiceAvailable {
            reference: "FRC00000001".to_owned(),
            is_credit: true,
            path: "/invoices/FRC00000001".to_owned(),
            ..paid.clone()
        };
        [paid, unpaid, credit]
    }
}
