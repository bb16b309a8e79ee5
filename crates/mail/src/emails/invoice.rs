//! E-mails about an invoice.

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

/// A customer contests an invoice: written to the desk, and answered to the customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceContested {
    /// The invoice's reference: `FR00000001`.
    pub reference: String,
    /// The number of its order.
    #[serde(serialize_with = "as_text", deserialize_with = "from_text")]
    pub order: i64,
    /// The date it was issued on.
    pub issued_on: Date,
    /// What it is of, taxes included.
    pub gross: Money,
    /// What it is about.
    pub reason: ContestReason,
    /// What the customer says, in their words.
    pub message: String,
}

/// Why a customer contests an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContestReason {
    /// Something on it is wrong.
    Mistake,
    /// It should not have been issued, or its money should come back.
    Refund,
    /// More was paid than it asks for.
    Overpaid,
    /// Something else.
    Other,
}

impl ContestReason {
    /// Every reason, as they are offered.
    pub const ALL: [ContestReason; 4] =
        [ContestReason::Mistake, ContestReason::Refund, ContestReason::Overpaid, ContestReason::Other];

    /// The word used in forms and message keys.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            ContestReason::Mistake => "mistake",
            ContestReason::Refund => "refund",
            ContestReason::Overpaid => "overpaid",
            ContestReason::Other => "other",
        }
    }

    /// The reason this word names.
    #[must_use]
    pub fn parse(code: &str) -> Option<ContestReason> {
        ContestReason::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

impl InvoiceContested {
    pub(super) fn samples() -> [InvoiceContested; 4] {
        ContestReason::ALL.map(|reason| InvoiceContested {
            reference: "FR00000001".to_owned(),
            order: 1_000_042,
            issued_on: Date::constant(2026, 1, 15),
            gross: Money::new(123_456_789, Currency::EUR),
            reason,
            message: "I had ended this service in December.\n\n<b>Please</b> look at it.".to_owned(),
        })
    }
}

/// Documents asked for as one file are there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportReady {
    /// How many documents are in it.
    pub documents: i64,
    /// Whether it is one printed list of them, and not the documents themselves.
    pub is_summary: bool,
    /// The last day it is kept.
    pub until: Date,
    /// Where it is.
    pub path: String,
}

impl ExportReady {
    pub(super) fn samples() -> [ExportReady; 2] {
        let archive = ExportReady {
            documents: 1_240,
            is_summary: false,
            until: Date::constant(2026, 1, 22),
            path: "/exports/0199a0c2-0000-7000-8000-000000000001".to_owned(),
        };
        let summary = ExportReady { is_summary: true, documents: 1, ..archive.clone() };
        [archive, summary]
    }
}
