//! The canonical record of an invoice, and the seal that chains it to the one before.

use accounts::BillingContact;
use jurisdictions::{Subsidiary, TaxAmount, TaxCategory};
use kernel::{
    AttemptId, Country, Date, Locale, Money, MoneyError, PaymentKind, Period, Rate, SubsidiaryCode, TimeZone,
    Timestamp, UnitPrice,
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
    pub mentions: Vec<Mention>,
    /// The invoice a credit note takes back, whole or in part; none for an invoice. The amounts of a credit note are
    /// what it gives back, positive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<Corrected>,
    /// The last day to pay; none where it is to be paid on the day of issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Date>,
    /// What the customer wants to find it by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer_reference: Option<BuyerReference>,
    /// What of it was paid from the customer's credit before it was issued; the payment, if any, brought the rest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit_applied: Option<Money>,
}

/// A reference of the customer's own, printed so that their accountants find it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuyerReference {
    /// What the customer calls it.
    pub kind: BuyerReferenceKind,
    /// The reference.
    pub name: String,
}

/// What a reference of the customer's is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BuyerReferenceKind {
    /// An internal reference, such as a cost centre.
    Internal,
    /// A purchase order.
    PurchaseOrder,
}

impl BuyerReferenceKind {
    /// Every kind.
    pub const ALL: [BuyerReferenceKind; 2] =
        [BuyerReferenceKind::Internal, BuyerReferenceKind::PurchaseOrder];

    /// The word used in records, tables and message keys.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            BuyerReferenceKind::Internal => "internal",
            BuyerReferenceKind::PurchaseOrder => "purchase_order",
        }
    }

    /// The kind this word names.
    #[must_use]
    pub fn parse(code: &str) -> Option<BuyerReferenceKind> {
        BuyerReferenceKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A legal mention; written as a bare text where it has no code, as all were before there were codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "StoredMention", into = "StoredMention")]
pub struct Mention {
    /// What it is about, by its code of UNTDID 4451: `PMD`.
    pub code: Option<String>,
    /// The words.
    pub text: String,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum StoredMention {
    Plain(String),
    Coded { code: String, text: String },
}

impl From<StoredMention> for Mention {
    fn from(stored: StoredMention) -> Mention {
        match stored {
            StoredMention::Plain(text) => Mention { code: None, text },
            StoredMention::Coded { code, text } => Mention { code: Some(code), text },
        }
    }
}

impl From<Mention> for StoredMention {
    fn from(mention: Mention) -> StoredMention {
        match mention.code {
            None => StoredMention::Plain(mention.text),
            Some(code) => StoredMention::Coded { code, text: mention.text },
        }
    }
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
    /// The same field by field, for electronic invoices; none where it issues none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub electronic: Option<ElectronicSeller>,
}

/// The seller field by field, as EN 16931 wants it (BG-4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ElectronicSeller {
    /// Street and number, line by line.
    pub street: Vec<String>,
    /// Postal code; none where the country has none.
    pub zip: Option<String>,
    /// Town.
    pub city: String,
    /// Country.
    pub country: Country,
    /// VAT number with its country's letters.
    pub vat: Option<String>,
    /// The tax number where there is no VAT number of that form.
    pub tax_number: Option<String>,
    /// The number in the register of companies.
    pub register: Option<String>,
    /// Which register that is, by its code of ISO/IEC 6523.
    pub register_scheme: Option<String>,
    /// Its address in a network of electronic invoices.
    pub endpoint: String,
    /// What kind of address that is, by its code of the list EAS.
    pub endpoint_scheme: String,
    /// Who answers questions about invoices.
    pub contact: Option<String>,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Their telephone number.
    pub phone: Option<String>,
}

/// One line of an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceLine {
    /// What was sold, in words.
    pub description: String,
    /// The reference of the service, such as `srv-1a2b3c`.
    pub service: Option<String>,
    /// The name its owner gave the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_label: Option<String>,
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
    /// The taxes on it, all on its net; empty in records from before lines said so, where every tax of the document
    /// is on every line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taxes: Vec<LineTax>,
}

/// A tax on a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineTax {
    /// The tax's code: `VAT`.
    pub code: String,
    /// Why the rate is what it is.
    pub category: TaxCategory,
    /// The rate.
    pub rate: Rate,
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
    /// Why the rate is what it is.
    #[serde(default)]
    pub category: TaxCategory,
    /// Why nothing is charged, where nothing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exemption: Option<Exemption>,
}

/// The legal reason why a tax is not charged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exemption {
    /// Its code of the list VATEX.
    pub code: Option<String>,
    /// The mention, in words.
    pub reason: String,
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

impl TaxLine {
    /// The line of a computed tax: what it is called, and why its rate is what it is.
    #[must_use]
    pub fn of(tax: &TaxAmount, subsidiary: &Subsidiary, locale: Locale) -> TaxLine {
        let known = subsidiary.tax_at(&tax.code, tax.rate);
        let exemption = known.and_then(|known| {
            let (code, reason) = (known.exemption_code.clone(), known.exemption(locale)?.to_owned());
            Some(Exemption { code, reason })
        });
        TaxLine {
            code: tax.code.clone(),
            label: subsidiary.tax_label(&tax.code, locale).to_owned(),
            rate: tax.rate,
            base: tax.base,
            amount: tax.amount,
            category: known.map(|known| known.category).unwrap_or_default(),
            exemption,
        }
    }

    /// What a line says of this tax when it is on it.
    #[must_use]
    pub fn on_line(&self) -> LineTax {
        LineTax { code: self.code.clone(), category: self.category, rate: self.rate }
    }
}

impl InvoiceLine {
    /// The same line once, at this net: what is given back of it.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] for an amount too large to be a price.
    pub fn at(self, net: Money) -> Result<InvoiceLine, MoneyError> {
        let scale = 10_i64.pow(8 - net.currency().exponent());
        let e8 = net.minor().checked_mul(scale).ok_or(MoneyError::Overflow)?;
        let unit_price = UnitPrice::new(e8, net.currency());
        Ok(InvoiceLine { quantity: 1, list_price: None, discount: None, unit_price, net, ..self })
    }

    /// Whether a tax of the document is on this line.
    #[must_use]
    pub fn bears(&self, tax: &TaxLine) -> bool {
        self.taxes.is_empty() || self.taxes.contains(&tax.on_line())
    }
}

impl Content {
    /// What was settled before it was issued: the customer's credit, then the payment, which brings all that is left.
    #[must_use]
    pub fn settled(&self) -> Money {
        let zero = Money::zero(self.gross.currency());
        if self.payment.is_some() { self.gross } else { self.credit_applied.unwrap_or(zero) }
    }

    /// What the payment brought.
    #[must_use]
    pub fn paid(&self) -> Money {
        let credit = self.credit_applied.map_or(0, |credit| credit.minor());
        let paid = if self.payment.is_some() { self.gross.minor().saturating_sub(credit) } else { 0 };
        Money::new(paid, self.gross.currency())
    }

    /// What was left to pay when it was issued.
    #[must_use]
    pub fn open(&self) -> Money {
        let left = self.gross.minor().saturating_sub(self.settled().minor());
        Money::new(left, self.gross.currency())
    }

    /// The civil date of `now` where it was issued.
    #[must_use]
    pub fn civil(&self, now: Timestamp) -> Date {
        TimeZone::get(&self.time_zone).unwrap_or(TimeZone::UTC).to_datetime(now).date()
    }

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
        f.write_str(&kernel::hex(self.0))
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
    fn a_record_from_before_lines_had_taxes_is_still_read() {
        let text = concat!(
            r#"{"version":1,"order":100042,"subsidiary":"FR","seller":{"name":"S","address":["a"],"registrations":[]},"#,
            r#""customer":{"nic":"ml11111-ct","name":"M","organisation":null,"vat":null,"address":"a","zip":"59000","#,
            r#""city":"Lille","country":"FR","email":"m@example.com"},"locale":"fr","time_zone":"Europe/Paris","lines":"#,
            r#"[{"description":"d","service":null,"quantity":1,"list_price":null,"discount":null,"unit_price":"#,
            r#"{"e8":5599000000,"currency":"EUR"},"net":{"minor":5599,"currency":"EUR"},"period":null}],"#,
            r#""net":{"minor":5599,"currency":"EUR"},"taxes":[{"code":"VAT","label":"TVA","rate":200000,"base":"#,
            r#"{"minor":5599,"currency":"EUR"},"amount":{"minor":1120,"currency":"EUR"}}],"tax":{"minor":1120,"#,
            r#""currency":"EUR"},"gross":{"minor":6719,"currency":"EUR"},"payment":null,"mentions":["Une mention."]}"#
        );
        let content = Content::parse(text).expect("it is still read");
        let (line, tax) = (&content.lines[0], &content.taxes[0]);
        assert!(line.bears(tax) && tax.category == TaxCategory::S && tax.exemption.is_none());
        assert_eq!(content.mentions, [Mention { code: None, text: "Une mention.".to_owned() }]);
        assert!(content.seller.electronic.is_none() && content.customer.account_type.is_none());
        assert_eq!(content.open(), content.gross);
        // What has no code is written as it always was.
        assert!(content.to_text().contains(r#""mentions":["Une mention."]"#));
    }

    #[test]
    fn a_mention_keeps_its_code() {
        let text = r#"{"code":"PMT","text":"Une indemnité."}"#;
        let mention: Mention = serde_json::from_str(text).expect("a mention with its code");
        assert_eq!(serde_json::to_string(&mention).expect("a text"), text);
    }

    #[test]
    fn the_sealed_text_starts_with_reference_and_date() {
        let text = canonical("FR00000001", Date::constant(2026, 1, 15), r#"{"version":1}"#);
        assert_eq!(text, r#"{"reference":"FR00000001","issued_on":"2026-01-15","version":1}"#);
    }
}
