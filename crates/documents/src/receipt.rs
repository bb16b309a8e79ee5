//! The receipt of a payment: who paid whom, when, how much, with what and for what.

use accounts::BillingContact;
use invoicing::Seller;
use kernel::{Date, Locale, Money, PaymentKind, TimeZone, Timestamp};
use texts::Texts;
use texts::format::{self, Style};

use crate::Brand;
use crate::sheet::{Columns, Note, Row, Sheet, Words};

/// A payment that brought money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Who was paid.
    pub seller: Seller,
    /// The time zone of its dates: that of the books.
    pub zone: TimeZone,
    /// Who paid.
    pub customer: BillingContact,
    /// The reader's language.
    pub locale: Locale,
    /// What the customer and the staff call the payment.
    pub reference: String,
    /// When the money was there.
    pub paid_at: Timestamp,
    /// How much.
    pub amount: Money,
    /// Card or direct debit.
    pub kind: PaymentKind,
    /// What the customer knows the method by; may be empty.
    pub label: String,
    /// The number of the order it paid.
    pub order: i64,
    /// What it paid; nothing where the invoice is still to come.
    pub invoices: Vec<ReceiptLine>,
    /// What of it went back, and when.
    pub given_back: Vec<(Timestamp, Money)>,
}

/// An invoice that a payment paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptLine {
    /// Its reference.
    pub reference: String,
    /// Its date.
    pub issued_on: Date,
    /// Its total.
    pub gross: Money,
    /// What credit notes had taken off it.
    pub credit: Option<Money>,
    /// What this payment is for.
    pub amount: Money,
}

pub(crate) fn sheet(texts: &Texts, brand: &Brand, receipt: &Receipt) -> Sheet {
    let words = Words { texts, locale: receipt.locale, zone: receipt.zone.clone() };
    let heading = words.say("document-receipt");
    let on = words.civil(receipt.paid_at);
    let method = match receipt.label.as_str() {
        "" => words.kind(receipt.kind),
        label => format!("{} {label}", words.kind(receipt.kind)),
    };
    let mut totals = vec![words.grand(words.say("document-receipt-amount"), receipt.amount)];
    for (at, amount) in &receipt.given_back {
        let on = words.date(words.civil(*at));
        totals.push(words.total(words.with("document-given-back", "date", &on), *amount));
    }
    let none = Note { label: String::new(), lines: vec![words.say("document-receipt-none")] };
    Sheet {
        locale: receipt.locale,
        title: format!("{heading} {} – {}", receipt.reference, brand.name),
        brand: brand.name.clone(),
        heading,
        reference: receipt.reference.clone(),
        facts: vec![
            words.fact("document-paid-on", words.date(on)),
            words.fact("document-payment", method),
            words.fact("document-order", receipt.order.to_string()),
            words.fact("document-customer", &receipt.customer.nic),
        ],
        seller: words.seller(&receipt.seller),
        buyer: words.buyer(&receipt.customer),
        columns: Columns {
            description: words.say("document-reference"),
            service: words.say("document-issued-on"),
            quantity: words.say("document-gross"),
            unit_price: words.say("document-credit-applied"),
            amount: words.say("document-receipt-part"),
        },
        rows: receipt.invoices.iter().map(|line| row(&words, line)).collect(),
        totals,
        steps: Vec::new(),
        rule: String::new(),
        notes: if receipt.invoices.is_empty() { vec![none] } else { Vec::new() },
        mentions: vec![words.say("document-receipt-mention")],
        legal: words.legal(&receipt.seller),
        seal: None,
        on,
    }
}

fn row(words: &Words<'_>, line: &ReceiptLine) -> Row {
    Row {
        description: line.reference.clone(),
        notes: Vec::new(),
        service: format::date(line.issued_on, words.locale, Style::Short),
        quantity: words.money(line.gross),
        unit_price: line.credit.map_or_else(String::new, |credit| words.money(credit)),
        amount: words.money(line.amount),
    }
}
