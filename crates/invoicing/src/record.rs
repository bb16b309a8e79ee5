//! The canonical record of an invoice, and the seal that chains it to the one before.

use accounts::BillingContact;
use kernel::{
    AttemptId, Date, Locale, Money, PaymentKind, Period, Rate, SubsidiaryCode, Timestamp, UnitPrice,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What an invoice says, frozen when it is issued. Keys keep the order of these fields; numbers are integers.
///
/// Fields are only ever added, with a default, so that every record ever written is still read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The version of this shape.
    pub version: u16,
    /// The number of the order it bills.
    pub order: i64,
    /// The subsidiary that sells.
    pub subsidiary: SubsidiaryCode,
    /// The legal entity that sells, as it was.
    pub seller: Seller,
    /// Who it is made out to, as they were.
    pub customer: BillingContact,
    /// The language it is written in.
    pub locale: Locale,
    /// The zone its dates are read in.
    pub time_zone: String,
    /// The lines.
    pub lines: Vec<InvoiceLine>,
    /// The sum of the lines, before tax.
    pub net: Money,
    /// Each tax.
    pub taxes: Vec<TaxLine>,
    /// The sum of the taxes.
    pub tax: Money,
    /// What is to be paid, or was.
    pub gross: Money,
    /// How it was paid, when it was paid before it was issued.
    pub payment: Option<PaymentUsed>,
    /// Legal mentions, in words.
    pub mentions: Vec<String>,
    /// The invoice a credit note takes back, whole or in part; none for an invoice. The amounts of a credit note are
    /// what it gives back, positive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<Corrected>,
}

/// The invoice a credit note takes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrected {
    /// Its reference.
    pub reference: String,
    /// Its date.
    pub issued_on: Date,
}

/// The legal entity that sells, as documents name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seller {
    /// Its legal name.
    pub name: String,
    /// Its postal address, line by line.
    pub address: Vec<String>,
    /// Its registrations: company register, tax numbers.
    pub registrations: Vec<String>,
}

/// One line of an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceLine {
    /// What was sold, in words.
    pub description: String,
    /// The reference of the service, such as `srv-1a2b3c`.
    pub service: Option<String>,
    /// How many.
    pub quantity: u32,
    /// The price before any discount, where one applied.
    pub list_price: Option<UnitPrice>,
    /// What the discount is called, where one applied.
    pub discount: Option<String>,
    /// The price of one, before tax.
    pub unit_price: UnitPrice,
    /// The unit price times the quantity, rounded once.
    pub net: Money,
    /// The days it covers; none for what is bought once.
    pub period: Option<Period>,
}

/// One tax of an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxLine {
    /// The tax's code: `VAT`.
    pub code: String,
    /// Its name in the document's language: `TVA`.
    pub label: String,
    /// The rate.
    pub rate: Rate,
    /// What it was computed on.
    pub base: Money,
    /// The tax.
    pub amount: Money,
}

/// How an invoice was paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentUsed {
    /// The kind of method.
    pub kind: PaymentKind,
    /// What the customer knows it by: `•••• 4242`; may be empty.
    pub label: String,
    /// The attempt that brought the money; none where nothing was left to pay.
    pub attempt: Option<AttemptId>,
    /// When.
    pub paid_at: Timestamp,
}

/// An issued invoice, whole: what every view of it is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceRecord {
    /// The number customers see: `FR00000001`.
    pub reference: String,
    /// The date of issue.
    pub issued_on: Date,
    /// What it says.
    pub content: Content,
    /// What proves it.
    pub seal: Seal,
}

/// A stored text that is no record.
#[derive(Debug, thiserror::Error)]
#[error("unreadable record: {0}")]
pub struct RecordError(#[from] serde_json::Error);

impl Content {
    /// The canonical text.
    ///
    /// # Panics
    /// Never: the type has no map with odd keys and no float.
    #[must_use]
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).expect("records are made of texts and integers")
    }

    /// Reads a canonical text.
    ///
    /// # Errors
    /// [`RecordError`] when it is none.
    pub fn parse(text: &str) -> Result<Content, RecordError> {
        Ok(serde_json::from_str(text)?)
    }
}

/// The text that is sealed: the frozen content with the reference and the date before it.
pub(crate) fn canonical(reference: &str, issued_on: Date, content: &str) -> String {
    let rest = content.strip_prefix('{').unwrap_or(content);
    format!("{{\"reference\":\"{reference}\",\"issued_on\":\"{issued_on}\",{rest}")
}

/// The SHA-256 that chains an issued document to the one before it in its series.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Seal([u8; 32]);

/// A text that is not a seal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a seal: 64 hexadecimal digits")]
pub struct SealError(pub String);

impl Seal {
    /// What the first document of a series is chained to: the digest of the series' name.
    #[must_use]
    pub fn genesis(series: &str) -> Seal {
        Seal(Sha256::digest(series.as_bytes()).into())
    }

    /// The seal of the document whose canonical record is `record` and that follows this one.
    #[must_use]
    pub fn next(&self, record: &str) -> Seal {
        Seal(Sha256::new().chain_update(self.0).chain_update(record.as_bytes()).finalize().into())
    }

    /// Reads 64 hexadecimal digits.
    ///
    /// # Errors
    /// [`SealError`] for anything else.
    pub fn parse(text: &str) -> Result<Seal, SealError> {
        let error = || SealError(text.to_owned());
        if text.len() != 64 || !text.is_ascii() {
            return Err(error());
        }
        let mut bytes = [0; 32];
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * index..2 * index + 2], 16).map_err(|_| error())?;
        }
        Ok(Seal(bytes))
    }
}

impl std::fmt::Display for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_is_read_back_from_its_digits() {
        let seal = Seal::genesis("invoice:FR").next("{}");
        assert_eq!(Seal::parse(&seal.to_string()), Ok(seal));
        for bad in ["", "00", &"g".repeat(64), &"é".repeat(32)] {
            assert!(Seal::parse(bad).is_err(), "{bad:?} was accepted");
        }
    }

    #[test]
    fn a_seal_depends_on_the_record_and_on_everything_before_it() {
        let first = Seal::genesis("invoice:FR");
        assert_ne!(first, Seal::genesis("invoice:IT"));
        assert_ne!(first.next("a"), first.next("b"));
        assert_ne!(first.next("a").next("b"), first.next("b").next("b"));
    }

    #[test]
    fn the_sealed_text_starts_with_reference_and_date() {
        let text = canonical("FR00000001", Date::constant(2026, 1, 15), r#"{"version":1}"#);
        assert_eq!(text, r#"{"reference":"FR00000001","issued_on":"2026-01-15","version":1}"#);
    }
}
