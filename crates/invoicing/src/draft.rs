//! A document about to be issued, and the checks it must pass.

use accounts::BillingContact;
use jurisdictions::{Subsidiary, Totals};
use kernel::{Date, InvoiceId, Locale, Money, MoneyError, OrderId, TimeZone, Timestamp};
use ledger::{LedgerAccount, NewPosting, PostingCode};

use crate::{BuyerReference, Content, ElectronicSeller, InvoiceLine, Mention, PaymentUsed, Seller, TaxLine};

/// The version of the records written today.
const VERSION: u16 = 2;

/// A document about to be issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The invoice's id, drawn beforehand.
    pub id: InvoiceId,
    /// What it bills, unique in the account: a second draft for the same cause is the first invoice.
    pub cause: String,
    /// The order it bills.
    pub order_id: OrderId,
    /// What references of its series start with: `FR`.
    pub prefix: String,
    /// What it will say.
    pub content: Content,
}

/// Why a draft cannot become an invoice.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// It has no line.
    #[error("an invoice needs a line")]
    Empty,
    /// Its total is negative; that would be a credit note.
    #[error("an invoice cannot be negative")]
    Negative,
    /// The lines, taxes and totals do not add up.
    #[error("the lines, the taxes and the totals do not add up")]
    Inconsistent,
    /// Its time zone is unknown.
    #[error("unknown time zone {0:?}")]
    TimeZone(String),
    /// Amounts of several currencies, or too large.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl Draft {
    /// A draft for an order of `subsidiary`, unpaid and without mentions. Its cause is the order: use
    /// [`Draft::because`] where an order is billed in several documents.
    ///
    /// `totals` are those computed with the order, never computed again here.
    #[must_use]
    pub fn new(
        id: InvoiceId,
        (order_id, order_number): (OrderId, i64),
        subsidiary: &Subsidiary,
        customer: BillingContact,
        locale: Locale,
        lines: Vec<InvoiceLine>,
        totals: &Totals,
    ) -> Draft {
        let taxes: Vec<TaxLine> =
            totals.taxes.iter().map(|tax| TaxLine::of(tax, subsidiary, locale)).collect();
        let taxed = |line: InvoiceLine| match line.taxes.is_empty() {
            true => InvoiceLine { taxes: taxes.iter().map(TaxLine::on_line).collect(), ..line },
            false => line,
        };
        let lines = lines.into_iter().map(taxed).collect();
        let content = Content {
            version: VERSION,
            order: order_number,
            subsidiary: subsidiary.code,
            seller: Seller::of(subsidiary),
            customer,
            locale,
            time_zone: subsidiary.time_zone.iana_name().unwrap_or("UTC").to_owned(),
            lines,
            net: totals.net,
            taxes,
            tax: totals.tax,
            gross: totals.gross,
            payment: None,
            mentions: Vec::new(),
            corrects: None,
            due_on: None,
            buyer_reference: None,
            credit_applied: None,
        };
        let prefix = subsidiary.invoice_prefix.clone();
        Draft { id, cause: format!("order/{order_id}"), order_id, prefix, content }
    }

    /// The same draft, paid beforehand.
    #[must_use]
    pub fn paid(mut self, payment: PaymentUsed) -> Draft {
        self.content.payment = Some(payment);
        self
    }

    /// The same draft with these legal mentions, in words.
    #[must_use]
    pub fn with_mentions(mut self, mentions: Vec<Mention>) -> Draft {
        self.content.mentions = mentions;
        self
    }

    /// The same draft with the reference its buyer wants to find it by.
    #[must_use]
    pub fn for_reference(mut self, reference: BuyerReference) -> Draft {
        self.content.buyer_reference = Some(reference);
        self
    }

    /// The same draft, to be paid by a day.
    #[must_use]
    pub fn due(mut self, on: Date) -> Draft {
        self.content.due_on = Some(on);
        self
    }

    /// The same draft, lowered by what credit notes left with us.
    #[must_use]
    pub fn lowered(mut self, by: Money) -> Draft {
        self.content.credit_applied = Some(by);
        self
    }

    /// The same draft for another cause.
    #[must_use]
    pub fn because(mut self, cause: impl Into<String>) -> Draft {
        self.cause = cause.into();
        self
    }

    /// Whether there is anything to invoice.
    ///
    /// A total of nothing makes no invoice: nothing is owed and nothing was paid, and it would spend a number
    /// on it. The order itself stays as the customer's document.
    #[must_use]
    pub const fn is_due(&self) -> bool {
        !self.content.gross.is_zero()
    }

    /// The key of the series it will be numbered in.
    pub(crate) fn series(&self) -> String {
        let kind = if self.content.corrects.is_some() { "credit" } else { "invoice" };
        format!("{kind}:{}", self.content.subsidiary)
    }

    /// Checks that everything adds up.
    pub(crate) fn check(&self) -> Result<(), DraftError> {
        let content = &self.content;
        if content.lines.is_empty() {
            return Err(DraftError::Empty);
        }
        if content.gross.is_negative() || content.net.is_negative() || content.tax.is_negative() {
            return Err(DraftError::Negative);
        }
        let currency = content.gross.currency();
        let net = Money::sum(currency, content.lines.iter().map(|line| line.net))?;
        let tax = Money::sum(currency, content.taxes.iter().map(|tax| tax.amount))?;
        // Each tax stands on the lines that bear it (EN 16931, BR-S-08 and the like).
        for tax in &content.taxes {
            let bearing = content.lines.iter().filter(|line| line.bears(tax)).map(|line| line.net);
            if Money::sum(currency, bearing)? != tax.base {
                return Err(DraftError::Inconsistent);
            }
        }
        let credit = content.credit_applied.unwrap_or(Money::zero(currency));
        let is_covered = !credit.is_negative() && !content.gross.minus(credit)?.is_negative();
        if is_covered && net == content.net && tax == content.tax && net.plus(tax)? == content.gross {
            Ok(())
        } else {
            Err(DraftError::Inconsistent)
        }
    }

    /// The civil date of `now` where the document is issued.
    pub(crate) fn civil(&self, now: Timestamp) -> Result<Date, DraftError> {
        let name = &self.content.time_zone;
        let zone = TimeZone::get(name).map_err(|_| DraftError::TimeZone(name.clone()))?;
        Ok(zone.to_datetime(now).date())
    }

    /// What the ledger is told: revenue and tax against the receivable, and its settlement from the
    /// customer's credit when it was paid beforehand.
    pub(crate) fn posting(&self, now: Timestamp) -> Result<NewPosting, DraftError> {
        let content = &self.content;
        let mut lines = vec![
            (LedgerAccount::Receivable, content.gross),
            (LedgerAccount::Revenue, content.net.negated()?),
        ];
        for tax in &content.taxes {
            lines.push((LedgerAccount::Tax(tax.code.clone()), tax.amount.negated()?));
        }
        let credit = content.credit_applied.unwrap_or(Money::zero(content.gross.currency()));
        let settled = [(LedgerAccount::CreditNotes, credit), (LedgerAccount::CustomerCredit, content.paid())];
        for (account, amount) in settled.into_iter().filter(|(_, amount)| amount.is_positive()) {
            lines.push((account, amount));
            lines.push((LedgerAccount::Receivable, amount.negated()?));
        }
        Ok(NewPosting {
            cause: self.cause.clone(),
            code: PostingCode::InvoiceIssued,
            subsidiary: content.subsidiary,
            at: now,
            on: self.civil(now)?,
            lines,
        })
    }
}

impl Seller {
    /// The legal entity of a subsidiary, as it is today.
    #[must_use]
    pub fn of(subsidiary: &Subsidiary) -> Seller {
        Seller {
            name: subsidiary.legal_name.clone(),
            address: subsidiary.address.clone(),
            registrations: subsidiary.registrations.clone(),
            electronic: subsidiary.electronic.as_ref().map(|of| ElectronicSeller {
                street: of.street.clone(),
                zip: of.zip.clone(),
                city: of.city.clone(),
                country: subsidiary.country,
                vat: of.vat.clone(),
                tax_number: of.tax_number.clone(),
                register: of.register.clone(),
                register_scheme: of.register_scheme.clone(),
                endpoint: of.endpoint.clone(),
                endpoint_scheme: of.endpoint_scheme.clone(),
                contact: of.contact.clone(),
                email: of.email.clone(),
                phone: of.phone.clone(),
            }),
        }
    }
}
