//! What a period costs: the prices of the order, promotions for as long as they last, shares by the day. Pure.

use kernel::rounding::half_away;
use kernel::{Money, MoneyError, Period, UnitPrice};

use crate::ServicePrice;
use crate::calendar::{Next, Share};

/// One line of a renewal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RentLine {
    /// Which of the service's prices it is charged by, from 0.
    pub price: usize,
    /// How many of it.
    pub quantity: u16,
    /// The price of one for these days, without tax; of a share, rounded to eight decimals for display.
    pub unit_price: UnitPrice,
    /// The price of one without promotion, where there is one.
    pub list_price: Option<UnitPrice>,
    /// What they cost together, rounded once, half away from zero.
    pub net: Money,
    /// The days.
    pub period: Period,
}

impl ServicePrice {
    /// The price of one in the `index`-th period of the service; the first is 0.
    #[must_use]
    pub fn in_period(&self, index: u32) -> UnitPrice {
        match self.reduced {
            Some((price, periods)) if index < periods => price,
            Some(_) | None => self.unit_price,
        }
    }
}

/// The lines of a renewal of a service whose running period is the `index`-th: for each price its share, its
/// periods at the reduced price, and its other periods.
///
/// # Errors
/// [`MoneyError`] beyond 64 bits.
pub fn rent(prices: &[ServicePrice], index: u32, next: &Next) -> Result<Vec<RentLine>, MoneyError> {
    let mut lines = Vec::with_capacity(prices.len());
    for (at, price) in prices.iter().enumerate() {
        let mut passed = index + 1;
        for part in &next.parts {
            match part.share {
                Share::Days { of } => lines.push(by_days(at, price, passed, part.period, of)?),
                Share::Whole { periods } => {
                    let reduced =
                        price.reduced.map_or(0, |(_, until)| until.saturating_sub(passed)).min(periods);
                    for (periods, from) in [(reduced, passed), (periods - reduced, passed + reduced)] {
                        if periods > 0 {
                            lines.push(by_periods(at, price, from, periods, part.period)?);
                        }
                    }
                    passed += periods;
                }
            }
        }
    }
    Ok(lines)
}

fn by_periods(
    at: usize,
    price: &ServicePrice,
    from: u32,
    periods: u32,
    period: Period,
) -> Result<RentLine, MoneyError> {
    let times = |price: UnitPrice| {
        let e8 = price.e8().checked_mul(i64::from(periods)).ok_or(MoneyError::Overflow)?;
        Ok::<_, MoneyError>(UnitPrice::new(e8, price.currency()))
    };
    let (unit, list) = (price.in_period(from), price.unit_price);
    let unit_price = times(unit)?;
    Ok(RentLine {
        price: at,
        quantity: price.quantity,
        unit_price,
        list_price: (unit.e8() < list.e8()).then(|| times(list)).transpose()?,
        net: unit_price.times(i64::from(price.quantity))?,
        period,
    })
}

fn by_days(
    at: usize,
    price: &ServicePrice,
    index: u32,
    period: Period,
    of: Period,
) -> Result<RentLine, MoneyError> {
    let share = |price: UnitPrice| {
        let e8 = half_away(i128::from(price.e8()) * i128::from(period.days()), i128::from(of.days()));
        Ok::<_, MoneyError>(UnitPrice::new(
            i64::try_from(e8).map_err(|_| MoneyError::Overflow)?,
            price.currency(),
        ))
    };
    let (unit, list) = (price.in_period(index), price.unit_price);
    Ok(RentLine {
        price: at,
        quantity: price.quantity,
        unit_price: share(unit)?,
        list_price: (unit.e8() < list.e8()).then(|| share(list)).transpose()?,
        net: prorated(unit, price.quantity, period.days(), of.days())?,
        period,
    })
}

/// `days` of `whole` of the price of `quantity` units, from the exact price and rounded once, half away from zero.
///
/// # Errors
/// [`MoneyError::Overflow`] beyond 64 bits.
pub fn prorated(price: UnitPrice, quantity: u16, days: i64, whole: i64) -> Result<Money, MoneyError> {
    let scale = 10_i128.pow(8 - price.currency().exponent());
    let exact = i128::from(price.e8()) * i128::from(quantity) * i128::from(days);
    let minor = half_away(exact, scale * i128::from(whole));
    Ok(Money::new(i64::try_from(minor).map_err(|_| MoneyError::Overflow)?, price.currency()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Place;
    use kernel::{Currency, Date, Months};
    use proptest::prelude::*;

    fn price(e8: i64, reduced: Option<(i64, u32)>) -> ServicePrice {
        ServicePrice {
            family: None,
            plan_code: "demo".to_owned(),
            description: "Demo".to_owned(),
            quantity: 1,
            unit_price: UnitPrice::new(e8, Currency::EUR),
            reduced: reduced.map(|(e8, periods)| (UnitPrice::new(e8, Currency::EUR), periods)),
        }
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn monthly(end: &str) -> Place {
        Place { anchor_on: day(end), anchor_months: 0, end_on: day(end), months: Months::new(1) }
    }

    fn nets(prices: &[ServicePrice], index: u32, next: &Next) -> Vec<i64> {
        rent(prices, index, next).unwrap().iter().map(|line| line.net.minor()).collect()
    }

    #[test]
    fn c07_c08_c09_c10_a_share_is_by_the_days_of_its_period() {
        let share =
            |e8, days, whole| prorated(UnitPrice::new(e8, Currency::EUR), 1, days, whole).unwrap().minor();
        assert_eq!(share(9_100_000_000, 22, 91), 2_200, "C07");
        assert_eq!(share(1_000_000_000, 16, 31), 516, "C08");
        assert_eq!((share(900_000_000, 3, 28), share(900_000_000, 3, 29)), (96, 93), "C09");
        assert_eq!(share(1_275_000_000, 11, 30), 468, "C10");
    }

    #[test]
    fn c09_a_month_brought_to_its_end() {
        let next = |end: &str| monthly(end).next(Months::new(1), Some(1)).unwrap();
        assert_eq!(nets(&[price(900_000_000, None)], 0, &next("2025-02-26")), [96]);
        assert_eq!(nets(&[price(900_000_000, None)], 0, &next("2020-02-27")), [93]);
    }

    #[test]
    fn a_promotion_lasts_its_periods_and_no_longer() {
        let prices = [price(1_000_000_000, Some((500_000_000, 3)))];
        let month = monthly("2026-02-01").next(Months::new(1), None).unwrap();
        assert_eq!([0, 1, 2, 3].map(|index| nets(&prices, index, &month)), [[500], [500], [1_000], [1_000]]);
        // A year from the second period on: one month reduced, eleven not.
        let year = monthly("2026-03-01").next(Months::new(12), None).unwrap();
        assert_eq!(nets(&prices, 1, &year), [500, 11_000]);
        let line = &rent(&prices, 1, &year).unwrap()[0];
        assert_eq!(line.list_price.map(|price| price.e8()), Some(1_000_000_000));
    }

    #[test]
    fn an_amount_beyond_counting_is_refused() {
        let year = monthly("2026-03-01").next(Months::new(12), None).unwrap();
        assert_eq!(rent(&[price(i64::MAX, None)], 0, &year), Err(MoneyError::Overflow));
    }

    proptest! {
        #[test]
        fn what_was_used_and_what_is_left_make_the_whole(
            minor in 0i64..10_000_000, whole in 1i64..400, days in 0i64..400,
        ) {
            let days = days.min(whole);
            let paid = Money::new(minor, Currency::EUR);
            let used = paid.prorated(days, whole).unwrap();
            let left = paid.minus(used).unwrap();
            prop_assert_eq!(used.plus(left).unwrap(), paid);
            prop_assert!(!used.is_negative() && !left.is_negative());
        }

        #[test]
        fn c10_a_share_is_exact_before_its_one_rounding(
            cents in 1i64..20_000, part in 1i64..366,
            whole in prop::sample::select(vec![28i64, 30, 90, 92, 181, 182, 184, 366]),
        ) {
            let part = part.min(whole);
            let share = prorated(UnitPrice::new(cents * 1_000_000, Currency::EUR), 1, part, whole).unwrap();
            prop_assert_eq!(Some(share), Money::new(cents, Currency::EUR).prorated(part, whole).ok());
        }
    }
}
