//! Taxes with their dates, and the totals of a document.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::{Locale, Money, MoneyError, Rate, UnitPrice};
use serde::{Deserialize, Serialize};

use crate::Subsidiary;

/// Why a rate is what it is, in the letters of the European standard (EN 16931, UNTDID 5305).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TaxCategory {
    /// Taxed at a rate, the usual one or a reduced one.
    #[default]
    S,
    /// Reverse charge: the customer declares it.
    AE,
    /// Exempt.
    E,
    /// Taxed at zero.
    Z,
    /// Outside the scope of the tax.
    O,
    /// An export outside the European Union.
    G,
    /// A supply within the European Union.
    K,
}

impl TaxCategory {
    /// Every category.
    pub const ALL: [TaxCategory; 7] = [
        TaxCategory::S,
        TaxCategory::AE,
        TaxCategory::E,
        TaxCategory::Z,
        TaxCategory::O,
        TaxCategory::G,
        TaxCategory::K,
    ];

    /// Its letters.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            TaxCategory::S => "S",
            TaxCategory::AE => "AE",
            TaxCategory::E => "E",
            TaxCategory::Z => "Z",
            TaxCategory::O => "O",
            TaxCategory::G => "G",
            TaxCategory::K => "K",
        }
    }

    /// The category of these letters.
    #[must_use]
    pub fn parse(code: &str) -> Option<TaxCategory> {
        TaxCategory::ALL.into_iter().find(|category| category.code() == code)
    }

    /// Whether a document must say why nothing is charged (EN 16931, BR-E-10 and the like).
    #[must_use]
    pub const fn needs_reason(&self) -> bool {
        match self {
            TaxCategory::S | TaxCategory::Z => false,
            TaxCategory::AE | TaxCategory::E | TaxCategory::O | TaxCategory::G | TaxCategory::K => true,
        }
    }
}

/// A tax at one rate, and the dates between which it is charged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tax {
    /// A short code: `VAT`, `GST`, `QST`.
    pub code: String,
    /// The rate.
    pub rate: Rate,
    /// The first date.
    pub from: Date,
    /// The date from which it is no longer charged; none while it is in force.
    pub until: Option<Date>,
    /// Its name in each language the subsidiary speaks.
    pub labels: BTreeMap<Locale, String>,
    /// Why the rate is what it is.
    pub category: TaxCategory,
    /// The code of the reason why nothing is charged, of the list VATEX: `VATEX-EU-AE`.
    pub exemption_code: Option<String>,
    /// The legal mention that says why nothing is charged, in each language; empty where tax is charged.
    pub exemptions: BTreeMap<Locale, String>,
}

/// The net, taxes and gross of a document, computed once and then stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// The sum of the lines before tax.
    pub net: Money,
    /// Each tax, in the order of the jurisdiction.
    pub taxes: Vec<TaxAmount>,
    /// The sum of the taxes.
    pub tax: Money,
    /// What is to be paid.
    pub gross: Money,
}

/// One tax of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxAmount {
    /// The tax's code.
    pub code: String,
    /// The rate it was computed at.
    pub rate: Rate,
    /// What it was computed on.
    pub base: Money,
    /// The tax, rounded once, half away from zero.
    pub amount: Money,
}

impl Tax {
    /// Whether the tax is charged on this date.
    #[must_use]
    pub fn is_charged(&self, on: Date) -> bool {
        self.from <= on && self.until.is_none_or(|until| on < until)
    }

    /// The legal mention that says in a language why nothing is charged.
    #[must_use]
    pub fn exemption(&self, locale: Locale) -> Option<&str> {
        self.exemptions.get(&locale).or_else(|| self.exemptions.values().next()).map(String::as_str)
    }

    /// Its name in a language, or its code when it has no name there.
    #[must_use]
    pub fn label(&self, locale: Locale) -> &str {
        self.labels.get(&locale).map_or(&self.code, String::as_str)
    }
}

impl Subsidiary {
    /// The taxes charged on this date, in the order of the file.
    pub fn taxes_on(&self, on: Date) -> impl Iterator<Item = &Tax> {
        self.taxes.iter().filter(move |tax| tax.is_charged(on))
    }

    /// The tax with this code at this rate; the latest where it came back.
    #[must_use]
    pub fn tax_at(&self, code: &str, rate: Rate) -> Option<&Tax> {
        self.taxes.iter().rfind(|tax| tax.code == code && tax.rate == rate)
    }

    /// The name of the tax with this code in a language; the code itself when no such tax is known.
    #[must_use]
    pub fn tax_label<'a>(&'a self, code: &'a str, locale: Locale) -> &'a str {
        self.taxes.iter().rfind(|tax| tax.code == code).map_or(code, |tax| tax.label(locale))
    }
}

/// The totals of a document of `subsidiary` dated `on`, from its line nets.
///
/// Each tax is computed on the sum of the nets and rounded once (EN 16931, BR-CO-17): 37.87 at 20 % is 7.57,
/// whatever lines it is the sum of. Where several taxes apply, as in Québec, each is computed on the net.
///
/// # Errors
/// [`MoneyError::Mixed`] when a line is not in the subsidiary's currency, [`MoneyError::Overflow`] beyond 64
/// bits.
pub fn totals(subsidiary: &Subsidiary, on: Date, nets: &[Money]) -> Result<Totals, MoneyError> {
    let net = Money::sum(subsidiary.currency, nets.iter().copied())?;
    let taxes = subsidiary
        .taxes_on(on)
        .map(|tax| {
            Ok(TaxAmount { code: tax.code.clone(), rate: tax.rate, base: net, amount: net.at(tax.rate)? })
        })
        .collect::<Result<Vec<_>, MoneyError>>()?;
    let tax = Money::sum(subsidiary.currency, taxes.iter().map(|tax| tax.amount))?;
    Ok(Totals { gross: net.plus(tax)?, net, taxes, tax })
}

/// The taxes on one unit before any rounding, summed, when they have an exact eight-decimal form.
#[must_use]
pub fn exact(subsidiary: &Subsidiary, on: Date, price: UnitPrice) -> Option<UnitPrice> {
    let mut e8 = 0_i64;
    for tax in subsidiary.taxes_on(on) {
        e8 = e8.checked_add(price.exact_tax(tax.rate)?.e8())?;
    }
    Some(UnitPrice::new(e8, price.currency()))
}
