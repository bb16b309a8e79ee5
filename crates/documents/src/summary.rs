//! Several invoices and credit notes on one list: reference, date and amounts.

use accounts::BillingContact;
use invoicing::{Invoice, Seller};
use jurisdictions::Subsidiary;
use kernel::{Currency, Date, Locale, Money, MoneyError, TimeZone};
use texts::Texts;
use texts::format::{self, Style};

use crate::Brand;
use crate::sheet::{Columns, Row, Sheet, Words};

/// Several invoices on one list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    locale: Locale,
    zone: TimeZone,
    on: Date,
    seller: Seller,
    customer: BillingContact,
    lines: Vec<SummaryLine>,
    net: Money,
    gross: Money,
    open: Money,
}

/// An invoice or a credit note; the amounts of a credit note are less than nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SummaryLine {
    /// Its reference.
    pub reference: String,
    /// Its date.
    pub issued_on: Date,
    /// The number of its order.
    pub order: i64,
    /// Before tax.
    pub net: Money,
    /// Taxes included.
    pub gross: Money,
    /// What is left to pay.
    pub open: Money,
    /// Whether it is a credit note.
    pub is_credit: bool,
}

impl SummaryLine {
    /// What the list says of a document.
    #[must_use]
    pub fn of(invoice: &Invoice) -> SummaryLine {
        SummaryLine {
            reference: invoice.reference.clone(),
            issued_on: invoice.issued_on,
            order: invoice.order_number,
            net: invoice.signed(invoice.net),
            gross: invoice.signed(invoice.gross),
            open: invoice.open(),
            is_credit: invoice.is_credit_note(),
        }
    }
}

impl Summary {
    /// The list of a customer's documents as it is on a day.
    ///
    /// # Errors
    /// [`MoneyError`] for amounts of several currencies, or too large together.
    pub fn new(
        subsidiary: &Subsidiary,
        customer: BillingContact,
        locale: Locale,
        on: Date,
        lines: Vec<SummaryLine>,
    ) -> Result<Summary, MoneyError> {
        let currency: Currency = lines.first().map_or(subsidiary.currency, |line| line.gross.currency());
        let sum = |amount: fn(&SummaryLine) -> Money| Money::sum(currency, lines.iter().map(amount));
        let (net, gross, open) = (sum(|line| line.net)?, sum(|line| line.gross)?, sum(|line| line.open)?);
        let (seller, zone) = (Seller::of(subsidiary), subsidiary.time_zone.clone());
        Ok(Summary { locale, zone, on, seller, customer, lines, net, gross, open })
    }
}

pub(crate) fn sheet(texts: &Texts, brand: &Brand, summary: &Summary) -> Sheet {
    let words = Words { texts, locale: summary.locale, zone: summary.zone.clone() };
    let (heading, on) = (words.say("document-summary"), words.date(summary.on));
    Sheet {
        locale: summary.locale,
        title: format!("{heading} {on} – {}", brand.name),
        brand: brand.name.clone(),
        heading,
        reference: on,
        facts: vec![
            words.fact("document-count", format::number(count(summary), summary.locale)),
            words.fact("document-customer", &summary.customer.nic),
        ],
        seller: words.seller(&summary.seller),
        buyer: words.buyer(&summary.customer),
        columns: Columns {
            description: words.say("document-reference"),
            service: words.say("document-issued-on"),
            quantity: words.say("document-order"),
            unit_price: words.say("document-net"),
            amount: words.say("document-gross"),
        },
        rows: summary.lines.iter().map(|line| row(&words, line)).collect(),
        totals: vec![
            words.total(words.say("document-net"), summary.net),
            words.grand(words.say("document-gross"), summary.gross),
            words.left(summary.open),
        ],
        steps: Vec::new(),
        rule: String::new(),
        notes: Vec::new(),
        mentions: vec![words.say("document-summary-mention")],
        legal: words.legal(&summary.seller),
        seal: None,
        on: summary.on,
    }
}

fn count(summary: &Summary) -> i64 {
    i64::try_from(summary.lines.len()).unwrap_or(i64::MAX)
}

fn row(words: &Words<'_>, line: &SummaryLine) -> Row {
    let credit = line.is_credit.then(|| words.say("document-credit-note"));
    let open = line
        .open
        .is_positive()
        .then(|| words.with("document-summary-open", "amount", &words.money(line.open)));
    Row {
        description: line.reference.clone(),
        notes: credit.into_iter().chain(open).collect(),
        service: format::date(line.issued_on, words.locale, Style::Short),
        quantity: line.order.to_string(),
        unit_price: words.money(line.net),
        amount: words.money(line.gross),
    }
}
