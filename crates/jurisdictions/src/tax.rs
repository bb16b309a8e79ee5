//! Taxes with their dates, and the totals of a document.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::{Locale, Money, MoneyError, Rate, UnitPrice};
use serde::{Deserialize, Serialize};

use crate::Subsidiary;

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
