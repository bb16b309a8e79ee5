//! An issued invoice: numbered, sealed, visible.

use kernel::{AccountId, Date, InvoiceId, Money, OrderId, Timestamp};

use crate::{Content, InvoiceRecord, RecordError, Seal};

/// An issued invoice as lists and pages need it. It has its number: before that it is nobody's to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoice {
    /// Its id.
    pub id: InvoiceId,
    /// The customer's account.
    pub account: AccountId,
    /// The order it bills.
    pub order_id: OrderId,
    /// The number of that order.
    pub order_number: i64,
    /// The number customers see, everywhere the same: `FR00000001`.
    pub reference: String,
    /// The date of issue.
    pub issued_on: Date,
    /// What proves it.
    pub seal: Seal,
    /// The total before tax.
    pub net: Money,
    /// The taxes.
    pub tax: Money,
    /// The total.
    pub gross: Money,
    /// What was settled of it; of a credit note, what was used or sent back.
    pub paid: Money,
    /// When it was frozen.
    pub frozen_at: Timestamp,
    /// The frozen text of its [`Content`].
    pub content: String,
}

impl Invoice {
    /// What is left to pay: nothing of a credit note.
    #[must_use]
    pub fn open(&self) -> Money {
        if self.is_credit_note() { Money::zero(self.gross.currency()) } else { self.rest() }
    }

    /// What is left of a credit note to lower the next bills.
    #[must_use]
    pub fn left(&self) -> Money {
        if self.is_credit_note() { self.rest() } else { Money::zero(self.gross.currency()) }
    }

    fn rest(&self) -> Money {
        Money::new(self.gross.minor().saturating_sub(self.paid.minor()), self.gross.currency())
    }

    /// Whether nothing is left to pay.
    #[must_use]
    pub fn is_paid(&self) -> bool {
        !self.open().is_positive()
    }

    /// Whether it is a credit note, which gives back what an invoice had asked for.
    #[must_use]
    pub fn is_credit_note(&self) -> bool {
        // The key as the canonical text writes it: within a text a quote would stand behind a backslash.
        self.content.contains("\"corrects\":{")
    }

    /// An amount of it as a list shows it among invoices: what a credit note gives back is less than nothing.
    #[must_use]
    pub fn signed(&self, amount: Money) -> Money {
        let minor = if self.is_credit_note() { amount.minor().saturating_neg() } else { amount.minor() };
        Money::new(minor, amount.currency())
    }

    /// The whole record, to show.
    ///
    /// # Errors
    /// [`RecordError`] when what is stored is not a record, which `verify` would have said.
    pub fn record(&self) -> Result<InvoiceRecord, RecordError> {
        Ok(InvoiceRecord {
            reference: self.reference.clone(),
            issued_on: self.issued_on,
            content: Content::parse(&self.content)?,
            seal: self.seal,
        })
    }

    /// The canonical text of the record: what the seal was made over.
    #[must_use]
    pub fn canonical(&self) -> String {
        crate::record::canonical(&self.reference, self.issued_on, &self.content)
    }
}
