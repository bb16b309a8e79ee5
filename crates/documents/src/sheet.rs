//! What a document shows, in words and in order; HTML and PDF only place it.

use accounts::BillingContact;
use invoicing::{BuyerReferenceKind, Content, InvoiceLine, PaymentUsed, Seller, TaxLine};
use kernel::{Locale, Money, PaymentKind, TimeZone, Timestamp};
use serde::Serialize;
use texts::format::{self, Style};
use texts::sums::{self, Step, SumLine, SumTax};
use texts::{Args, Texts};

/// A document, ready to be placed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Sheet {
    pub(crate) locale: Locale,
    /// The title of the file or the page.
    pub(crate) title: String,
    /// The operator.
    pub(crate) brand: String,
    /// The kind of document: «Invoice».
    pub(crate) heading: String,
    /// Its number.
    pub(crate) reference: String,
    pub(crate) facts: Vec<Fact>,
    pub(crate) seller: Party,
    pub(crate) buyer: Party,
    pub(crate) columns: Columns,
    pub(crate) rows: Vec<Row>,
    pub(crate) totals: Vec<Total>,
    /// How the total was made, for those who read it on a screen.
    pub(crate) steps: Vec<Step>,
    pub(crate) rule: String,
    pub(crate) notes: Vec<Note>,
    pub(crate) mentions: Vec<String>,
    /// Who answers for it, on one line.
    pub(crate) legal: String,
    pub(crate) seal: Option<String>,
    /// The civil date of the document, for the file's properties.
    #[serde(skip)]
    pub(crate) on: kernel::Date,
}

/// A label and its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Fact {
    pub(crate) label: String,
    pub(crate) value: String,
}

/// The seller or the buyer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Party {
    pub(crate) label: String,
    pub(crate) name: String,
    pub(crate) lines: Vec<String>,
}

/// The heads of the columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Columns {
    pub(crate) description: String,
    pub(crate) service: String,
    pub(crate) quantity: String,
    pub(crate) unit_price: String,
    pub(crate) amount: String,
}

/// A line of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Row {
    pub(crate) description: String,
    /// Under the description: the period, a discount.
    pub(crate) notes: Vec<String>,
    pub(crate) service: String,
    pub(crate) quantity: String,
    pub(crate) unit_price: String,
    pub(crate) amount: String,
}

/// A line of the totals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Total {
    pub(crate) label: String,
    pub(crate) amount: String,
    /// Whether it is the one people look for.
    pub(crate) is_grand: bool,
    /// Whether it still asks for something.
    pub(crate) is_strong: bool,
}

/// Something said beside the totals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Note {
    pub(crate) label: String,
    pub(crate) lines: Vec<String>,
}

/// The words of one document: its texts, language and time zone.
pub(crate) struct Words<'t> {
    pub(crate) texts: &'t Texts,
    pub(crate) locale: Locale,
    pub(crate) zone: TimeZone,
}

impl<'t> Words<'t> {
    pub(crate) fn new(texts: &'t Texts, content: &Content) -> Words<'t> {
        let zone = TimeZone::get(&content.time_zone).unwrap_or(TimeZone::UTC);
        Words { texts, locale: content.locale, zone }
    }

    pub(crate) fn say(&self, key: &str) -> String {
        self.texts.say(self.locale, key)
    }

    pub(crate) fn with(&self, key: &str, name: &'static str, value: &str) -> String {
        self.texts.t(self.locale, key, &Args::new().with(name, value))
    }

    pub(crate) fn money(&self, amount: Money) -> String {
        format::money(amount, self.locale)
    }

    pub(crate) fn date(&self, date: kernel::Date) -> String {
        format::date(date, self.locale, Style::Long)
    }

    pub(crate) fn civil(&self, at: Timestamp) -> kernel::Date {
        self.zone.to_datetime(at).date()
    }

    pub(crate) fn instant(&self, at: Timestamp) -> String {
        format::instant(at, &self.zone, self.locale, Style::Long)
    }

    pub(crate) fn fact(&self, key: &str, value: impl Into<String>) -> Fact {
        Fact { label: self.say(key), value: value.into() }
    }

    pub(crate) fn kind(&self, kind: PaymentKind) -> String {
        match kind {
            PaymentKind::Card => self.say("document-payment-card"),
            PaymentKind::SepaDebit => self.say("document-payment-sepa-debit"),
        }
    }

    pub(crate) fn payment(&self, payment: &PaymentUsed) -> String {
        format!("{} {}", self.kind(payment.kind), payment.label).trim().to_owned()
    }

    pub(crate) fn seller(&self, seller: &Seller) -> Party {
        let lines = seller.address.iter().chain(&seller.registrations).cloned().collect();
        Party { label: self.say("document-seller"), name: seller.name.clone(), lines }
    }

    pub(crate) fn buyer(&self, customer: &BillingContact) -> Party {
        let mut lines = Vec::new();
        if customer.organisation.is_some() {
            lines.push(customer.name.clone());
        }
        lines.extend(customer.address.lines().map(str::to_owned));
        lines.push(match customer.country.code() {
            // Postal codes follow the town where the post asks for it.
            "AU" | "CA" | "GB" | "IE" | "IN" | "NZ" | "US" => format!("{} {}", customer.city, customer.zip),
            _ => format!("{} {}", customer.zip, customer.city),
        });
        lines.push(self.say(&format!("country-{}", customer.country)));
        lines.extend(customer.vat.iter().map(|vat| self.with("document-vat", "number", vat)));
        let register = customer.national_id.iter();
        lines.extend(register.map(|number| self.with("document-register", "number", number)));
        lines.push(customer.email.clone());
        let lines = lines.iter().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
        let name = customer.organisation.clone().unwrap_or_else(|| customer.name.clone());
        Party { label: self.say("document-buyer"), name, lines }
    }

    /// Where no tax is told, none is left out of a price either: what was billed before is paid as it stands.
    pub(crate) fn columns(&self, content: &Content) -> Columns {
        let (unit_price, amount) = match content.taxes.is_empty() {
            true => ("document-unit-price-whole", "document-amount-whole"),
            false => ("document-unit-price", "document-amount"),
        };
        Columns {
            description: self.say("document-description"),
            service: self.say("document-service"),
            quantity: self.say("document-quantity"),
            unit_price: self.say(unit_price),
            amount: self.say(amount),
        }
    }

    pub(crate) fn row(&self, line: &InvoiceLine) -> Row {
        let period = line.period.map(|period| {
            let days = format::period(&period, self.locale, Style::Numeric);
            self.with("document-period", "period", &days)
        });
        let discount = line.list_price.map(|price| {
            let price = format::unit_price(price, self.locale);
            match &line.discount {
                Some(name) => {
                    let args = Args::new().with("name", name.as_str()).with("price", price);
                    self.texts.t(self.locale, "document-discount", &args)
                }
                None => self.with("document-discount-unnamed", "price", &price),
            }
        });
        // What comes with the rest has no price; what a promotion made free has one, and says so.
        let is_included = line.unit_price.e8() == 0 && line.list_price.is_none();
        let (unit_price, amount) = match is_included {
            true => ("–".to_owned(), self.say("document-included")),
            false => (format::unit_price(line.unit_price, self.locale), self.money(line.net)),
        };
        Row {
            description: line.description.clone(),
            notes: period.into_iter().chain(discount).collect(),
            service: service(line),
            quantity: format::number(i64::from(line.quantity), self.locale),
            unit_price,
            amount,
        }
    }

    /// A line of the totals.
    pub(crate) fn total(&self, label: String, amount: Money) -> Total {
        Total { label, amount: self.money(amount), is_grand: false, is_strong: false }
    }

    /// The line of the totals that people look for.
    pub(crate) fn grand(&self, label: String, amount: Money) -> Total {
        Total { is_grand: true, ..self.total(label, amount) }
    }

    /// What is left to pay, which asks for something unless it is nothing.
    pub(crate) fn left(&self, open: Money) -> Total {
        Total { is_strong: open.is_positive(), ..self.total(self.say("document-open"), open) }
    }

    /// Net, each tax, gross; without any tax, the total alone.
    pub(crate) fn totals(&self, content: &Content) -> Vec<Total> {
        if content.taxes.is_empty() {
            return vec![self.grand(self.say("document-total"), content.gross)];
        }
        let mut totals = vec![self.total(self.say("document-net"), content.net)];
        for tax in &content.taxes {
            let rate = format::rate(tax.rate, self.locale);
            let args = Args::new().with("name", tax.label.as_str()).with("rate", rate);
            let label = if tax.base == content.net {
                self.texts.t(self.locale, "document-tax", &args)
            } else {
                let args = args.with("base", self.money(tax.base));
                self.texts.t(self.locale, "document-tax-on", &args)
            };
            totals.push(self.total(label, tax.amount));
        }
        totals.push(self.grand(self.say("document-gross"), content.gross));
        totals
    }

    /// How the total was made, from the lines on; without any tax, there is nothing to explain.
    pub(crate) fn steps(&self, content: &Content) -> Vec<Step> {
        if content.taxes.is_empty() {
            return Vec::new();
        }
        let line = |line: &InvoiceLine| SumLine {
            description: line.description.clone(),
            quantity: line.quantity,
            unit_price: line.unit_price,
            instead_of: line.list_price.map(|price| (price, line.discount.clone())),
            net: line.net,
        };
        let tax = |tax: &TaxLine| SumTax {
            label: tax.label.clone(),
            rate: tax.rate,
            base: tax.base,
            amount: tax.amount,
        };
        let lines: Vec<SumLine> = content.lines.iter().map(line).collect();
        let taxes: Vec<SumTax> = content.taxes.iter().map(tax).collect();
        sums::gross(self.texts, self.locale, &lines, (content.net, &taxes, content.gross))
    }

    /// Why taxes that are not charged are not, then the mentions of the law.
    pub(crate) fn mentions(&self, content: &Content) -> Vec<String> {
        let reasons = content.taxes.iter().filter_map(|tax| tax.exemption.as_ref());
        let reasons = reasons.map(|exemption| exemption.reason.clone());
        reasons.chain(content.mentions.iter().map(|mention| mention.text.clone())).collect()
    }

    /// The customer's own reference, under the name they gave to its kind.
    pub(crate) fn buyer_reference(&self, content: &Content) -> Option<Fact> {
        let reference = content.buyer_reference.as_ref()?;
        let key = match reference.kind {
            BuyerReferenceKind::Internal => "document-internal-reference",
            BuyerReferenceKind::PurchaseOrder => "document-purchase-order",
        };
        Some(self.fact(key, &reference.name))
    }

    pub(crate) fn legal(&self, seller: &Seller) -> String {
        let parts = [&seller.name].into_iter().chain(&seller.address).chain(&seller.registrations);
        parts.map(String::as_str).collect::<Vec<_>>().join(" · ")
    }
}

/// The provider's reference of a service, with the name its owner gave it beside it.
fn service(line: &InvoiceLine) -> String {
    let reference = line.service.clone().unwrap_or_default();
    match line.service_label.as_deref().map(str::trim).filter(|label| !label.is_empty()) {
        Some(label) => format!("{reference} ({label})"),
        None => reference,
    }
}
