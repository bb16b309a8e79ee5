//! Electronic invoices after the European standard EN 16931: what its terms are for a record, then as CII and as UBL.
//!
//! Nothing is computed here: amounts are those of the record. A record that the standard cannot say is refused with
//! the reason ([`NotElectronic`]) instead of being bent; its PDF is then a PDF without data.

mod cii;
mod party;
mod ubl;
mod xml;

use std::borrow::Cow;

use invoicing::{BuyerReferenceKind, Content, ElectronicSeller, InvoiceLine, InvoiceRecord, TaxLine};
use jurisdictions::TaxCategory;
use kernel::{Date, Money, PaymentKind, Period, UnitPrice};
use texts::Texts;

use crate::sheet::Words;

pub(crate) use cii::cii;
use party::Buyer;
pub(crate) use ubl::ubl;

/// The standard, without additions of a country or a trade (BT-24).
const GUIDELINE: &str = "urn:cen.eu:en16931:2017";
/// The unit of everything sold: one (UN/ECE recommendation 20).
const UNIT: &str = "C62";
/// The most decimals of an amount (EN 16931, BR-DEC).
const DECIMALS_MAX: u32 = 2;

/// Why a document has no electronic form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotElectronic {
    /// The seller issues none, or issued none when the document was frozen.
    #[error("the seller of this document issues no electronic invoices")]
    Seller,
    /// A line bears several taxes, as in Québec: the standard knows one.
    #[error("a line of this document bears several taxes")]
    Taxes,
    /// The currency has more decimals than the standard allows.
    #[error("the currency of this document has more than two decimals")]
    Decimals,
}

/// A record in the terms of the standard.
pub(crate) struct Terms<'r> {
    record: &'r InvoiceRecord,
    content: &'r Content,
    seller: &'r ElectronicSeller,
    buyer: Buyer,
    words: Words<'r>,
}

impl<'r> Terms<'r> {
    /// # Errors
    /// [`NotElectronic`].
    pub(crate) fn of(texts: &'r Texts, record: &'r InvoiceRecord) -> Result<Terms<'r>, NotElectronic> {
        let content = &record.content;
        let seller = content.seller.electronic.as_ref().ok_or(NotElectronic::Seller)?;
        if content.gross.currency().exponent() > DECIMALS_MAX {
            return Err(NotElectronic::Decimals);
        }
        let is_taxed_once =
            |line: &InvoiceLine| content.taxes.iter().filter(|tax| line.bears(tax)).count() == 1;
        let keys = || content.taxes.iter().map(|tax| (tax.category, tax.rate));
        let is_told_twice = keys().enumerate().any(|(index, key)| keys().skip(index + 1).any(|k| k == key));
        if is_told_twice || !content.lines.iter().all(is_taxed_once) {
            return Err(NotElectronic::Taxes);
        }
        let buyer = Buyer::of(&content.customer);
        Ok(Terms { record, content, seller, buyer, words: Words::new(texts, content) })
    }

    fn is_credit(&self) -> bool {
        self.content.corrects.is_some()
    }

    /// The kind of document (UNTDID 1001).
    fn type_code(&self) -> &'static str {
        if self.is_credit() { "381" } else { "380" }
    }

    /// The «cadre de facturation» of the French reform: services, to be paid or already paid.
    fn framework(&self) -> Option<&'static str> {
        self.is_french().then(|| if self.is_settled() { "S2" } else { "S1" })
    }

    fn is_french(&self) -> bool {
        self.seller.country.code() == "FR"
    }

    fn is_settled(&self) -> bool {
        self.content.settled().is_positive() && self.content.open().is_zero()
    }

    /// The day to pay by; of what is paid already, the day it was (BR-FR-CO-09). A credit note has none.
    fn due_on(&self) -> Option<Date> {
        if self.is_credit() {
            return None;
        }
        let on = match &self.content.payment {
            Some(payment) => self.words.civil(payment.paid_at),
            None => self.content.due_on.unwrap_or(self.record.issued_on).max(self.record.issued_on),
        };
        Some(on)
    }

    /// What happens with the amount of a credit note (BR-CO-25 wants terms where there is no day).
    fn terms(&self) -> Option<String> {
        self.is_credit().then(|| self.words.say("document-credited"))
    }

    /// How it was paid: the code of UNTDID 4461, and what the customer knows the method by.
    fn means(&self) -> Option<(&'static str, String)> {
        let payment = self.content.payment.as_ref()?;
        let code = match payment.kind {
            PaymentKind::Card => "48",
            PaymentKind::SepaDebit => "59",
        };
        Some((code, self.words.payment(payment)))
    }

    /// The notes and the codes that tell what they are about.
    fn notes(&self) -> impl Iterator<Item = (Option<&str>, &str)> {
        self.content.mentions.iter().map(|mention| (mention.code.as_deref(), mention.text.as_str()))
    }

    /// From the first day of any line to the last, both within.
    fn period(&self) -> Option<(Date, Date)> {
        let days = || self.content.lines.iter().filter_map(|line| line.period).map(days);
        Some((days().map(|(first, _)| first).min()?, days().map(|(_, last)| last).max()?))
    }

    fn purchase_order(&self) -> Option<&str> {
        let reference = self.content.buyer_reference.as_ref()?;
        (reference.kind == BuyerReferenceKind::PurchaseOrder).then_some(reference.name.as_str())
    }

    fn internal_reference(&self) -> Option<&str> {
        let reference = self.content.buyer_reference.as_ref()?;
        (reference.kind == BuyerReferenceKind::Internal).then_some(reference.name.as_str())
    }

    /// Whether VAT numbers may be told: what is outside the scope of the tax names none (BR-O-02).
    fn names_vat(&self) -> bool {
        self.content.taxes.iter().all(|tax| tax.category != TaxCategory::O)
    }

    /// Whether it must tell where it was delivered (BR-IC-12).
    fn names_place(&self) -> bool {
        self.content.taxes.iter().any(|tax| tax.category == TaxCategory::K)
    }

    /// The registrations of the seller, on one line.
    fn legal(&self) -> Option<String> {
        let registrations = &self.content.seller.registrations;
        (!registrations.is_empty()).then(|| registrations.join(" · "))
    }

    /// The tax of a line.
    fn tax_of(&self, line: &InvoiceLine) -> Option<&'r TaxLine> {
        self.content.taxes.iter().find(|tax| line.bears(tax))
    }
}

/// A percentage; what is outside the scope of the tax has none.
fn percent(tax: &TaxLine) -> Option<String> {
    (tax.category != TaxCategory::O).then(|| tax.rate.to_percentage())
}

/// The first and the last day of a period, which itself ends before its last.
fn days(period: Period) -> (Date, Date) {
    let last = period.end().yesterday().unwrap_or(period.end());
    (period.start(), last.max(period.start()))
}

/// A price in the terms of the standard: net, gross and discount for so many units.
struct Price {
    net: String,
    /// Before the discount, and the discount.
    gross: Option<(String, String)>,
    /// For how many units; told where it is not one.
    per: Option<&'static str>,
}

impl Price {
    /// Prices have eight decimals and electronic ones six in France (BR-FR-DEC-03): where that is not enough, the
    /// price is that of a hundred.
    fn of(line: &InvoiceLine) -> Price {
        let list = line.list_price.filter(|list| list.e8() > line.unit_price.e8());
        let is_fine = |price: UnitPrice| price.e8() % 100 == 0;
        let is_single = is_fine(line.unit_price) && list.is_none_or(is_fine);
        let (factor, per) = if is_single { (1, None) } else { (100, Some("100")) };
        let told = |e8: i64| decimal(i128::from(e8) * factor, 8);
        let gross = list.map(|list| (told(list.e8()), told(list.e8() - line.unit_price.e8())));
        Price { net: told(line.unit_price.e8()), gross, per }
    }
}

/// A number without superfluous zeros: `decimal(1_500, 3)` is `1.5`.
fn decimal(value: i128, decimals: usize) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", value.unsigned_abs(), width = decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    match fraction.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        fraction => format!("{sign}{whole}.{fraction}"),
    }
}

fn amount(money: Money) -> String {
    money.to_decimal()
}

/// A text of one line that says something.
fn said(text: &str) -> Cow<'_, str> {
    let text = xml::clean(text);
    if text.trim().is_empty() { Cow::Borrowed("–") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact_and_short() {
        assert_eq!(decimal(5_599_000_000, 8), "55.99");
        assert_eq!(decimal(1, 8), "0.00000001");
        assert_eq!(decimal(0, 8), "0");
        assert_eq!(decimal(-150, 2), "-1.5");
    }
}
