//! The last twelve months: what a customer spent and on what, what a subsidiary invoiced, is owed and gave back.
//!
//! The database adds up by day, at most 366 of them for each currency; the days become months here.

use std::collections::BTreeMap;

use db::{AccountTx, AcrossTx};
use kernel::{Currency, Date, Money, MoneyError, SubsidiaryCode};

use crate::store::months;

/// How many months a report has.
pub const MONTHS: usize = 12;
/// How many products are told apart; the others are one sum.
pub const PRODUCTS_MAX: usize = 10;

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum MonthsError {
    /// The amounts are too large to add.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// What was spent in a month: invoices less credit notes, by their dates of issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpentMonth {
    /// The first day of the month.
    pub first: Date,
    /// Before tax.
    pub net: Money,
    /// The taxes.
    pub tax: Money,
    /// With tax.
    pub gross: Money,
}

/// What was spent on a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpentOn {
    /// What it is called on invoices.
    pub product: String,
    /// Before tax.
    pub net: Money,
}

/// What a customer spent in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spending {
    /// The months, the oldest first; those without anything too.
    pub months: Vec<SpentMonth>,
    /// The products, the dearest first.
    pub products: Vec<SpentOn>,
    /// What was spent on all other products, before tax.
    pub others: Money,
    /// The sum of the months.
    pub total: SpentMonth,
}

/// What a subsidiary did in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HouseMonth {
    /// The first day of the month.
    pub first: Date,
    /// Invoices less credit notes issued in it, before tax.
    pub revenue: Money,
    /// Their taxes.
    pub tax: Money,
    /// What is still to be paid of the invoices issued in it.
    pub outstanding: Money,
    /// The refunds that left in it.
    pub refunds: Money,
}

/// A day of a report, as the database adds it up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Day<const N: usize> {
    pub(crate) on: Date,
    pub(crate) currency: Currency,
    pub(crate) minor: [i64; N],
}

/// The first days of the last twelve months, the oldest first, and of the one after them.
fn bounds(today: Date) -> [Date; MONTHS + 1] {
    let this = i32::from(today.year()) * 12 + i32::from(today.month()) - 1;
    std::array::from_fn(|index| {
        // From eleven months ago to the next month: a place in the array is smaller than thirteen.
        let month = this - (MONTHS as i32 - 1) + index as i32;
        let (year, month) = (month.div_euclid(12), month.rem_euclid(12) + 1);
        let year = i16::try_from(year).unwrap_or(today.year());
        Date::new(year, i8::try_from(month).unwrap_or(1), 1).unwrap_or(today)
    })
}

/// Days as months, by currency.
fn rolled<const N: usize>(
    bounds: &[Date; MONTHS + 1],
    days: &[Day<N>],
) -> Result<BTreeMap<Currency, [[i64; N]; MONTHS]>, MoneyError> {
    let mut months: BTreeMap<Currency, [[i64; N]; MONTHS]> = BTreeMap::new();
    for day in days {
        let place = bounds.partition_point(|first| *first <= day.on);
        let month = months.entry(day.currency).or_insert([[0; N]; MONTHS]);
        let Some(sums) = place.checked_sub(1).and_then(|place| month.get_mut(place)) else { continue };
        for (sum, minor) in sums.iter_mut().zip(day.minor) {
            *sum = sum.checked_add(minor).ok_or(MoneyError::Overflow)?;
        }
    }
    Ok(months)
}

/// What the account's customer spent in the last twelve months, by currency; empty when nothing was invoiced.
///
/// # Errors
/// See [`MonthsError`].
pub fn spending(tx: &mut AccountTx, today: Date) -> Result<Vec<Spending>, MonthsError> {
    let bounds = bounds(today);
    let (from, until) = (bounds[0], bounds[MONTHS]);
    let days = months::spent_by_day(tx, from, until)?;
    let products = months::spent_by_product(tx, from, until)?;
    let mut found = Vec::new();
    for (currency, sums) in rolled(&bounds, &days)? {
        let month = |first, [net, tax]: [i64; 2]| {
            let (net, tax) = (Money::new(net, currency), Money::new(tax, currency));
            Ok::<_, MoneyError>(SpentMonth { first, net, tax, gross: net.plus(tax)? })
        };
        let all: Vec<SpentMonth> =
            bounds.iter().zip(sums).map(|(first, sums)| month(*first, sums)).collect::<Result<_, _>>()?;
        let net = Money::sum(currency, all.iter().map(|month| month.net))?;
        let tax = Money::sum(currency, all.iter().map(|month| month.tax))?;
        let own = products.iter().filter(|product| product.net.currency() == currency);
        let own: Vec<SpentOn> = own.take(PRODUCTS_MAX).cloned().collect();
        let told = Money::sum(currency, own.iter().map(|product| product.net))?;
        let total = month(from, [net.minor(), tax.minor()])?;
        found.push(Spending { months: all, products: own, others: net.minus(told)?, total });
    }
    Ok(found)
}

/// What a subsidiary did in the last twelve months, by currency, the oldest month first; empty when it did nothing.
///
/// # Errors
/// See [`MonthsError`].
pub fn house(
    tx: &mut AcrossTx,
    subsidiary: SubsidiaryCode,
    today: Date,
) -> Result<Vec<Vec<HouseMonth>>, MonthsError> {
    let bounds = bounds(today);
    let (from, until) = (bounds[0], bounds[MONTHS]);
    let mut days = months::invoiced_by_day(tx, subsidiary, from, until)?;
    days.extend(months::open_by_day(tx, subsidiary, from, until)?);
    days.extend(months::refunded_by_day(tx, subsidiary, from, until)?);
    let report = rolled(&bounds, &days)?.into_iter().map(|(currency, sums)| {
        let month = |(first, [revenue, tax, outstanding, refunds]): (&Date, [i64; 4])| HouseMonth {
            first: *first,
            revenue: Money::new(revenue, currency),
            tax: Money::new(tax, currency),
            outstanding: Money::new(outstanding, currency),
            refunds: Money::new(refunds, currency),
        };
        bounds.iter().zip(sums).map(month).collect()
    });
    Ok(report.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_months_end_with_this_one() {
        let found = bounds(Date::constant(2026, 2, 28));
        assert_eq!(found[0], Date::constant(2025, 3, 1));
        assert_eq!(found[11], Date::constant(2026, 2, 1));
        assert_eq!(found[12], Date::constant(2026, 3, 1));
        assert_eq!(bounds(Date::constant(2026, 12, 1))[12], Date::constant(2027, 1, 1));
    }

    #[test]
    fn a_day_counts_in_its_month_and_none_outside_does() {
        let bounds = bounds(Date::constant(2026, 2, 28));
        let day = |on, minor| Day { on, currency: Currency::EUR, minor: [minor] };
        let days = [
            day(Date::constant(2025, 2, 28), 1),
            day(Date::constant(2025, 3, 1), 10),
            day(Date::constant(2025, 3, 31), 20),
            day(Date::constant(2026, 2, 28), 5),
            day(Date::constant(2026, 3, 1), 7),
        ];
        let months = rolled(&bounds, &days).unwrap();
        let sums: Vec<i64> = months[&Currency::EUR].iter().map(|[minor]| *minor).collect();
        assert_eq!(sums, [30, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5]);
        let many = [day(Date::constant(2026, 2, 1), i64::MAX), day(Date::constant(2026, 2, 2), 1)];
        assert_eq!(rolled(&bounds, &many).unwrap_err(), MoneyError::Overflow);
    }
}
