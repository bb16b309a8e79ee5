//! Half-open periods of civil dates, and dates that recur from an anchor.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The dates from `start` up to, but without, `end`, in a subsidiary's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    start: Date,
    end: Date,
}

/// Why dates do not make a period or a recurrence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// The end is not after the start.
    #[error("a period must end after it starts")]
    Empty,
    /// The calendar ends before the date asked for.
    #[error("a date is beyond the calendar")]
    BeyondCalendar,
    /// Not a duration in months or years, such as `P1M` or `P1Y`.
    #[error("{0:?} is not a duration in months or years, such as P1M")]
    Unreadable(String),
}

impl Period {
    /// The dates from `start` up to, but without, `end`.
    ///
    /// # Errors
    /// [`PeriodError::Empty`] when `end` is not after `start`.
    pub fn new(start: Date, end: Date) -> Result<Period, PeriodError> {
        if end > start { Ok(Period { start, end }) } else { Err(PeriodError::Empty) }
    }

    /// The first day.
    #[must_use]
    pub const fn start(&self) -> Date {
        self.start
    }

    /// The day after the last.
    #[must_use]
    pub const fn end(&self) -> Date {
        self.end
    }

    /// The last day, for display.
    #[must_use]
    pub fn last_day(&self) -> Date {
        self.end.yesterday().unwrap_or(self.start)
    }

    /// The number of days.
    #[must_use]
    pub fn days(&self) -> i64 {
        days_between(self.start, self.end)
    }

    /// Whether `date` is one of its days.
    #[must_use]
    pub fn contains(&self, date: Date) -> bool {
        self.start <= date && date < self.end
    }
}

/// A length in whole months; a year is twelve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Months(u16);

impl Months {
    /// `count` months.
    #[must_use]
    pub const fn new(count: u16) -> Months {
        Months(count)
    }

    /// How many months.
    #[must_use]
    pub const fn count(&self) -> u16 {
        self.0
    }

    /// Reads an ISO 8601 duration of whole months or years: `P1M`, `P12M`, `P1Y`.
    ///
    /// # Errors
    /// [`PeriodError::Unreadable`] for anything else.
    pub fn parse_iso(text: &str) -> Result<Months, PeriodError> {
        let unreadable = || PeriodError::Unreadable(text.to_owned());
        let rest = text.strip_prefix('P').ok_or_else(unreadable)?;
        let (digits, factor) = match (rest.strip_suffix('M'), rest.strip_suffix('Y')) {
            (Some(months), _) => (months, 1),
            (None, Some(years)) => (years, 12),
            (None, None) => return Err(unreadable()),
        };
        let count: u16 = digits.parse().map_err(|_| unreadable())?;
        match count.checked_mul(factor) {
            Some(months) if months > 0 => Ok(Months(months)),
            _ => Err(unreadable()),
        }
    }

    /// The ISO 8601 duration, in months: `P12M`.
    #[must_use]
    pub fn to_iso(self) -> String {
        format!("P{}M", self.0)
    }
}

/// Dates every so many months from an anchor, each computed from the anchor and never from the last:
/// 31 Jan → 28 Feb → 31 Mar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Recurrence {
    anchor: Date,
    every: Months,
}

impl Recurrence {
    /// Every `every` months from `anchor`.
    #[must_use]
    pub const fn new(anchor: Date, every: Months) -> Recurrence {
        Recurrence { anchor, every }
    }

    /// The first date, from which all others are computed.
    #[must_use]
    pub const fn anchor(&self) -> Date {
        self.anchor
    }

    /// The `index`-th date; the anchor is the 0th.
    ///
    /// # Errors
    /// [`PeriodError::BeyondCalendar`] after the year 9999.
    pub fn date(&self, index: u32) -> Result<Date, PeriodError> {
        let months = i64::from(index) * i64::from(self.every.count());
        let span = 0.months().try_months(months).map_err(|_| PeriodError::BeyondCalendar)?;
        self.anchor.checked_add(span).map_err(|_| PeriodError::BeyondCalendar)
    }

    /// The `index`-th period: from one date to the next.
    ///
    /// # Errors
    /// [`PeriodError::BeyondCalendar`] after the year 9999, [`PeriodError::Empty`] for a zero length.
    pub fn period(&self, index: u32) -> Result<Period, PeriodError> {
        Period::new(self.date(index)?, self.date(index + 1)?)
    }
}

fn days_between(start: Date, end: Date) -> i64 {
    i64::from(start.until(end).map_or(0, |span| span.get_days()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn dates(anchor: Date, months: u16, count: u32) -> Vec<String> {
        let recurrence = Recurrence::new(anchor, Months::new(months));
        (0..count).filter_map(|i| recurrence.date(i).ok()).map(|d| d.to_string()).collect()
    }

    #[test]
    fn c01_c02_month_ends_neither_drift_nor_ratchet() {
        assert_eq!(
            dates(date(2025, 1, 31), 1, 5),
            ["2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30", "2025-05-31"]
        );
    }

    #[test]
    fn c05_a_leap_day_keeps_its_years() {
        assert_eq!(
            dates(date(2024, 2, 29), 12, 5),
            ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]
        );
    }

    #[test]
    fn a_period_counts_its_days_without_the_end() -> Result<(), PeriodError> {
        let period = Period::new(date(2026, 7, 1), date(2026, 8, 1))?;
        assert_eq!((period.days(), period.last_day()), (31, date(2026, 7, 31)));
        assert!(period.contains(date(2026, 7, 31)) && !period.contains(date(2026, 8, 1)));
        assert_eq!(Period::new(date(2026, 7, 1), date(2026, 7, 1)), Err(PeriodError::Empty));
        Ok(())
    }

    #[test]
    fn durations_are_months_or_years() {
        assert_eq!(Months::parse_iso("P1Y"), Ok(Months::new(12)));
        assert_eq!(Months::parse_iso("P3M").map(|m| m.to_iso()), Ok("P3M".to_owned()));
        for bad in ["", "P0M", "1M", "P1D", "PM", "P-1M", "P99999Y"] {
            assert!(Months::parse_iso(bad).is_err(), "{bad:?} was accepted");
        }
    }

    #[test]
    fn c06_forty_years_from_every_anchor_tile_exactly() -> Result<(), PeriodError> {
        // Four years of anchors hold every day of the year and the leap day.
        let mut anchor = date(2024, 1, 1);
        while anchor < date(2028, 1, 1) {
            for months in [1, 3, 6, 12, 24] {
                let recurrence = Recurrence::new(anchor, Months::new(months));
                let count = 40 * 12 / u32::from(months);
                let mut days = 0;
                for index in 0..count {
                    let period = recurrence.period(index)?;
                    assert_eq!(period.end(), recurrence.period(index + 1)?.start());
                    days += period.days();
                }
                assert_eq!(days, days_between(anchor, recurrence.date(count)?));
            }
            anchor = anchor.tomorrow().map_err(|_| PeriodError::BeyondCalendar)?;
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn periods_tile_time_without_gap_or_overlap(
            year in 1990i16..2060, day in 0i64..366, months in 1u16..61, probe in 0u32..480,
        ) {
            let anchor = date(year, 1, 1).checked_add(day.days()).unwrap_or(date(year, 1, 1));
            let recurrence = Recurrence::new(anchor, Months::new(months));
            let probed = anchor.checked_add(i64::from(probe).days()).unwrap_or(anchor);
            let owners = (0..=480).filter(|i| recurrence.period(*i).is_ok_and(|p| p.contains(probed))).count();
            prop_assert_eq!(owners, 1);
        }
    }
}
