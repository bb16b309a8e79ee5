//! The next period of a service: whole periods counted from its anchor, and shares of one that lead to a day. Pure.
//!
//! Civil dates of the subsidiary only, half-open: a period that ends on the 15th leaves the 15th to the next.
//! Every date is computed from the anchor and never from the last result, so that the 31st comes back after
//! February (C01–C03, C05, C06).

use jiff::ToSpan;
use kernel::{Date, Months, Period, PeriodError};

/// A period that follows another, and what it is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// From the end of the running period to the new end.
    pub period: Period,
    /// What it is charged by: shares first, then whole periods. Their periods tile [`Next::period`].
    pub parts: Vec<Part>,
    /// The anchor from now on.
    pub anchor_on: Date,
    /// How many months after that anchor it ends.
    pub anchor_months: u32,
    /// How many whole periods of the price it holds.
    pub wholes: u32,
}

/// A stretch that is charged in one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The days.
    pub period: Period,
    /// How they are charged.
    pub share: Share,
}

/// How a stretch is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// By whole periods of the price.
    Whole {
        /// How many.
        periods: u32,
    },
    /// By its days, out of those of one whole period of the price (C07–C09).
    Days {
        /// The whole period it is a share of.
        of: Period,
    },
}

/// Where a service stands in the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The day its dates are counted from.
    pub anchor_on: Date,
    /// How many months after it the running period ends.
    pub anchor_months: u32,
    /// The end of the running period.
    pub end_on: Date,
    /// The period of its price.
    pub months: Months,
}

/// The date so many months after an anchor, or before it; the last day of a month that is too short.
///
/// # Errors
/// [`PeriodError::BeyondCalendar`].
pub fn month_date(anchor: Date, months: i64) -> Result<Date, PeriodError> {
    let span = 0.months().try_months(months).map_err(|_| PeriodError::BeyondCalendar)?;
    anchor.checked_add(span).map_err(|_| PeriodError::BeyondCalendar)
}

/// The first date from `from` on with this day of the month, as an anchor that keeps the day and the months after
/// it: the 29th of a February without one is the 28th, and the 29th of March follows.
///
/// # Errors
/// [`PeriodError::BeyondCalendar`].
pub fn grid_date(from: Date, day: u8) -> Result<(Date, u32), PeriodError> {
    let day = i8::try_from(day.clamp(1, 31)).unwrap_or(1);
    // January has every day; counting from it keeps the day through shorter months.
    let anchor = Date::new(from.year(), 1, day).map_err(|_| PeriodError::BeyondCalendar)?;
    let months = i64::from(from.month()) - 1;
    let months = if month_date(anchor, months)? >= from { months } else { months + 1 };
    Ok((anchor, u32::try_from(months).unwrap_or(0)))
}

impl Place {
    /// The next `every` months from the end, brought to `day` of the month where there is one.
    ///
    /// Brought to a day for the first time, a service renewed by single periods pays a share up to that day; one
    /// renewed for longer pays the share and its whole length.
    ///
    /// # Errors
    /// [`PeriodError`] beyond the calendar, or when `every` is not a multiple of the price's period.
    pub fn next(&self, every: Months, day: Option<u8>) -> Result<Next, PeriodError> {
        let wholes = self.wholes(every)?;
        let (mut anchor_on, mut months) = (self.anchor_on, self.anchor_months);
        if let Some(day) = day {
            (anchor_on, months) = grid_date(self.end_on, day)?;
            if month_date(anchor_on, i64::from(months))? != self.end_on {
                let is_single = wholes == 1 && self.months.count() == 1;
                let months = if is_single { months } else { months + u32::from(every.count()) };
                return self.up_to(anchor_on, months);
            }
        }
        let anchor_months = months + u32::from(every.count());
        let end = month_date(anchor_on, i64::from(anchor_months))?;
        let period = Period::new(self.end_on, end)?;
        let parts = vec![Part { period, share: Share::Whole { periods: wholes } }];
        Ok(Next { period, parts, anchor_on, anchor_months, wholes })
    }

    /// From the end to the date so many months after `anchor`: as many whole periods as fit, counted back from
    /// that date, and before them a share of one more.
    ///
    /// # Errors
    /// [`PeriodError`] when the date is not after the end, or beyond the calendar.
    pub fn up_to(&self, anchor: Date, anchor_months: u32) -> Result<Next, PeriodError> {
        let grid = |back: u32| {
            month_date(anchor, i64::from(anchor_months) - i64::from(back) * i64::from(self.months.count()))
        };
        let end = grid(0)?;
        let period = Period::new(self.end_on, end)?;
        let mut wholes = 0;
        while grid(wholes + 1)? >= self.end_on {
            wholes += 1;
        }
        let cut = grid(wholes)?;
        let mut parts = Vec::with_capacity(2);
        if cut > self.end_on {
            let of = Period::new(grid(wholes + 1)?, cut)?;
            parts.push(Part { period: Period::new(self.end_on, cut)?, share: Share::Days { of } });
        }
        if wholes > 0 {
            parts.push(Part { period: Period::new(cut, end)?, share: Share::Whole { periods: wholes } });
        }
        Ok(Next { period, parts, anchor_on: anchor, anchor_months, wholes })
    }

    fn wholes(&self, every: Months) -> Result<u32, PeriodError> {
        let unit = u32::from(self.months.count());
        let every = u32::from(every.count());
        if unit == 0 || every == 0 || !every.is_multiple_of(unit) {
            return Err(PeriodError::Empty);
        }
        Ok(every / unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// A service delivered on a day, in its first period.
    fn place(on: &str, months: u16) -> Place {
        let months = Months::new(months);
        let anchor_months = u32::from(months.count());
        let end_on = month_date(day(on), i64::from(anchor_months)).unwrap();
        Place { anchor_on: day(on), anchor_months, end_on, months }
    }

    fn after(place: &Place, next: &Next) -> Place {
        let (anchor_on, anchor_months) = (next.anchor_on, next.anchor_months);
        Place { anchor_on, anchor_months, end_on: next.period.end(), ..*place }
    }

    /// The ends of the next renewals.
    fn ends(mut place: Place, every: &[u16], on: Option<u8>) -> Vec<String> {
        let mut ends = Vec::new();
        for months in every {
            let next = place.next(Months::new(*months), on).unwrap();
            assert_eq!(next.period.start(), place.end_on);
            place = after(&place, &next);
            ends.push(place.end_on.to_string());
        }
        ends
    }

    #[test]
    fn c01_c02_c03_the_31st_comes_back_and_no_month_is_left_out() {
        let every = [1; 4];
        let expected = ["2025-03-31", "2025-04-30", "2025-05-31", "2025-06-30"];
        assert_eq!(ends(place("2025-01-31", 1), &every, None), expected);
        assert_eq!(ends(place("2017-01-31", 1), &[1, 1], None), ["2017-03-31", "2017-04-30"]);
    }

    #[test]
    fn c05_a_leap_day_keeps_its_years() {
        let expected = ["2026-02-28", "2027-02-28", "2028-02-29", "2029-02-28"];
        assert_eq!(ends(place("2024-02-29", 12), &[12; 4], None), expected);
    }

    #[test]
    fn c06_quarters_and_half_years_from_the_31st_tile() {
        let expected = ["2026-02-28", "2026-05-31", "2026-08-31", "2027-02-28"];
        assert_eq!(ends(place("2025-08-31", 3), &[3, 3, 3, 6], None), expected);
    }

    #[test]
    fn another_frequency_keeps_the_day() {
        assert_eq!(
            ends(place("2025-01-31", 1), &[1, 12, 1, 1], None),
            ["2025-03-31", "2026-03-31", "2026-04-30", "2026-05-31"]
        );
    }

    #[test]
    fn the_first_of_the_month_is_reached_by_a_share() {
        // 15 March → 1 April, then month by month.
        let start = place("2017-02-15", 1);
        assert_eq!(ends(start, &[1; 3], Some(1)), ["2017-04-01", "2017-05-01", "2017-06-01"]);
        let next = start.next(Months::new(1), Some(1)).unwrap();
        let of = Period::new(day("2017-03-01"), day("2017-04-01")).unwrap();
        assert_eq!((next.parts.len(), next.parts[0].share), (1, Share::Days { of }));
        assert_eq!((next.parts[0].period.days(), of.days(), next.wholes), (17, 31, 0));
        // A year from 15 March 2017: to 1 April 2018, then each 1 April.
        let start = place("2016-03-15", 12);
        assert_eq!(ends(start, &[12, 12], Some(1)), ["2018-04-01", "2019-04-01"]);
        let next = start.next(Months::new(12), Some(1)).unwrap();
        assert_eq!(next.parts.len(), 2);
        assert_eq!(next.parts[1].share, Share::Whole { periods: 1 });
    }

    #[test]
    fn a_chosen_day_that_february_lacks_comes_back_in_march() {
        let start = place("2026-01-10", 1);
        assert_eq!(ends(start, &[1; 4], Some(29)), ["2026-02-28", "2026-03-29", "2026-04-29", "2026-05-29"]);
    }

    #[test]
    fn services_are_brought_to_one_date() {
        let start = place("2026-01-10", 1);
        let next = start.up_to(day("2026-05-01"), 0).unwrap();
        assert_eq!(next.wholes, 2);
        let shares: Vec<(String, Share)> =
            next.parts.iter().map(|part| (part.period.start().to_string(), part.share)).collect();
        let of = Period::new(day("2026-02-01"), day("2026-03-01")).unwrap();
        assert_eq!(
            shares,
            [
                ("2026-02-10".to_owned(), Share::Days { of }),
                ("2026-03-01".to_owned(), Share::Whole { periods: 2 })
            ]
        );
        assert!(start.up_to(day("2026-02-10"), 0).is_err(), "it ends there already");
    }

    #[test]
    fn a_length_that_is_no_multiple_of_the_price_is_refused() {
        assert_eq!(place("2026-01-10", 12).next(Months::new(3), None), Err(PeriodError::Empty));
    }

    proptest! {
        #[test]
        fn renewals_tile_time_whatever_is_chosen(
            year in 1990i16..2060, start in 0i64..366,
            choices in prop::collection::vec((1u16..5, prop::option::of(1u8..30)), 1..40),
            unit in prop::sample::select(vec![1u16, 3, 12]),
        ) {
            let anchor = Date::constant(year, 1, 1).checked_add(start.days()).unwrap();
            let months = Months::new(unit);
            let anchor_months = u32::from(unit);
            let mut place = Place {
                anchor_on: anchor, anchor_months, months,
                end_on: month_date(anchor, i64::from(unit)).unwrap(),
            };
            for (times, on) in choices {
                let every = Months::new(unit * times);
                let next = place.next(every, on).unwrap();
                // Without gap or overlap, part by part.
                prop_assert_eq!(next.period.start(), place.end_on);
                let mut at = place.end_on;
                for part in &next.parts {
                    prop_assert_eq!(part.period.start(), at);
                    at = part.period.end();
                    if let Share::Days { of } = part.share {
                        // A share is a part of the whole it is charged by.
                        prop_assert!(of.start() < part.period.start() && of.end() == part.period.end());
                    }
                }
                prop_assert_eq!(at, next.period.end());
                let end = month_date(next.anchor_on, i64::from(next.anchor_months)).unwrap();
                prop_assert_eq!(end, next.period.end());
                if let Some(on) = on {
                    let last = end.days_in_month();
                    prop_assert_eq!(end.day(), i8::try_from(on).unwrap().min(last));
                }
                place = after(&place, &next);
            }
        }
    }
}
