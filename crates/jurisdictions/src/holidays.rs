//! Holidays as rules: fixed dates, days around Easter, weekdays of a month, single dates.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// The days on which a subsidiary does not work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holidays {
    pub(crate) weekend: Vec<Weekday>,
    pub(crate) rules: Vec<Holiday>,
}

/// A holiday that recurs by a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// Its name in the country's language.
    pub name: String,
    pub(crate) rule: Rule,
    /// Whether it is kept on the next working day when it falls on a weekend.
    pub(crate) moves: bool,
    /// The first year it is kept.
    pub(crate) from_year: i16,
}

/// When a holiday is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    /// The same month and day each year.
    Fixed { month: i8, day: i8 },
    /// So many days after Easter Sunday; before it when negative.
    Easter(i16),
    /// The nth such weekday of a month; the last when −1.
    Weekday { nth: i8, weekday: Weekday, month: i8 },
    /// The last such weekday before a month and day.
    Before { weekday: Weekday, month: i8, day: i8 },
    /// One date of one year, for feasts that are announced.
    Date(Date),
}

impl Holidays {
    /// Whether the date falls on the weekend.
    #[must_use]
    pub fn is_weekend(&self, date: Date) -> bool {
        self.weekend.contains(&date.weekday())
    }

    /// The name of the holiday kept on this date, if there is one.
    #[must_use]
    pub fn on(&self, date: Date) -> Option<&str> {
        self.of(date.year()).into_iter().find(|(kept, _)| *kept == date).map(|(_, name)| name)
    }

    /// The last year whose announced feasts are known; none where every holiday follows a rule.
    ///
    /// A feast is announced each year when it has dates of several years; one date of one year is a day that was
    /// kept once.
    #[must_use]
    pub fn announced_until(&self) -> Option<i16> {
        let dated = |holiday: &Holiday| match holiday.rule {
            Rule::Date(date) => Some(date.year()),
            Rule::Fixed { .. } | Rule::Easter(_) | Rule::Weekday { .. } | Rule::Before { .. } => None,
        };
        let mut years: BTreeMap<&str, BTreeSet<i16>> = BTreeMap::new();
        for (holiday, year) in self.rules.iter().filter_map(|holiday| Some((holiday, dated(holiday)?))) {
            years.entry(&holiday.name).or_default().insert(year);
        }
        years.values().filter(|years| years.len() > 1).filter_map(|years| years.last().copied()).min()
    }

    /// The holidays kept in a year, in order.
    #[must_use]
    pub fn of(&self, year: i16) -> Vec<(Date, &str)> {
        let of_year = |holiday: &Holiday| {
            holiday.rule.date(year).filter(|date| date.year() == year && year >= holiday.from_year)
        };
        let (movable, fixed): (Vec<_>, Vec<_>) = self
            .rules
            .iter()
            .filter_map(|holiday| Some((of_year(holiday)?, holiday)))
            .partition(|(date, holiday)| holiday.moves && self.is_weekend(*date));
        let mut kept: Vec<(Date, &str)> =
            fixed.into_iter().map(|(date, h)| (date, h.name.as_str())).collect();
        let mut movable = movable;
        movable.sort_by_key(|(date, _)| *date);
        for (date, holiday) in movable {
            let mut substitute = date;
            // A substitute never falls on another holiday: Boxing Day moves past a moved Christmas Day.
            while self.is_weekend(substitute) || kept.iter().any(|(other, _)| *other == substitute) {
                let Ok(next) = substitute.checked_add(1.day()) else { break };
                substitute = next;
            }
            kept.push((substitute, &holiday.name));
        }
        kept.sort();
        kept
    }
}

impl Rule {
    /// Reads `05-01`, `easter+1`, `easter-2`, `first monday of 09`, `last monday of 08`,
    /// `monday before 05-25` or `2026-03-20`.
    pub(crate) fn parse(text: &str) -> Option<Rule> {
        let words: Vec<&str> = text.split_whitespace().collect();
        match words.as_slice() {
            ["easter"] => Some(Rule::Easter(0)),
            [one] if one.starts_with("easter") => {
                let days: i16 = one.strip_prefix("easter")?.parse().ok()?;
                Some(Rule::Easter(days))
            }
            [one] => match month_day(one) {
                Some((month, day)) => Some(Rule::Fixed { month, day }),
                None => one.parse().ok().map(Rule::Date),
            },
            [nth, day, "of", month_number] => {
                let nth = match *nth {
                    "first" => 1,
                    "second" => 2,
                    "third" => 3,
                    "fourth" => 4,
                    "last" => -1,
                    _ => return None,
                };
                Some(Rule::Weekday { nth, weekday: weekday(day)?, month: month(month_number)? })
            }
            [day, "before", date] => {
                let (month, number) = month_day(date)?;
                Some(Rule::Before { weekday: weekday(day)?, month, day: number })
            }
            _ => None,
        }
    }

    fn date(&self, year: i16) -> Option<Date> {
        match *self {
            Rule::Fixed { month, day } => Date::new(year, month, day).ok(),
            Rule::Easter(days) => easter(year)?.checked_add(i64::from(days).days()).ok(),
            Rule::Weekday { nth, weekday, month } => {
                Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok()
            }
            Rule::Before { weekday, month, day } => {
                Date::new(year, month, day).ok()?.nth_weekday(-1, weekday).ok()
            }
            Rule::Date(date) => Some(date),
        }
    }
}

/// The weekday with this English name.
pub(crate) fn weekday(name: &str) -> Option<Weekday> {
    match name {
        "monday" => Some(Weekday::Monday),
        "tuesday" => Some(Weekday::Tuesday),
        "wednesday" => Some(Weekday::Wednesday),
        "thursday" => Some(Weekday::Thursday),
        "friday" => Some(Weekday::Friday),
        "saturday" => Some(Weekday::Saturday),
        "sunday" => Some(Weekday::Sunday),
        _ => None,
    }
}

fn month(text: &str) -> Option<i8> {
    let number: i8 = text.parse().ok()?;
    (text.len() == 2 && (1..=12).contains(&number)).then_some(number)
}

fn month_day(text: &str) -> Option<(i8, i8)> {
    let (month_number, day) = text.split_once('-')?;
    let (month_number, day_number) = (month(month_number)?, day.parse().ok()?);
    // 2024 has every day a year can have.
    let is_date = day.len() == 2 && Date::new(2024, month_number, day_number).is_ok();
    is_date.then_some((month_number, day_number))
}

/// Easter Sunday in the Gregorian calendar.
///
/// From the lunar cycle of 19 years: the first Sunday after the full moon that follows 21 March.
fn easter(year: i16) -> Option<Date> {
    let year_number = i32::from(year);
    let golden = year_number % 19;
    let century = year_number / 100;
    // The corrections of 1582: leap days dropped three centuries in four, and the drift of the moon.
    let moon_correction = (8 * century + 13) / 25;
    let epact = (19 * golden + century - century / 4 - moon_correction + 15) % 30;
    // The full moon is at the latest on 18 April, and on 17 April in the second half of the cycle.
    let moon = epact - i32::from(epact == 29 || (epact == 28 && golden > 10));
    let full_moon = Date::new(year, 3, 21).ok()?.checked_add(i64::from(moon).days()).ok()?;
    full_moon.nth_weekday(1, Weekday::Sunday).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn easter_is_where_the_almanac_puts_it() {
        for (year, month, day) in [
            (1818, 3, 22),
            (1943, 4, 25),
            (1954, 4, 18),
            (1961, 4, 2),
            (1981, 4, 19),
            (2000, 4, 23),
            (2019, 4, 21),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2027, 3, 28),
            (2038, 4, 25),
            (2049, 4, 18),
            (2076, 4, 19),
        ] {
            assert_eq!(easter(year), Some(date(year, month, day)), "Easter of {year}");
        }
    }

    #[test]
    fn the_feast_whose_table_ends_first_says_until_when_the_table_holds() {
        let day = |name: &str, rule: &str| Holiday {
            name: name.to_owned(),
            rule: Rule::parse(rule).expect("a rule"),
            moves: false,
            from_year: 0,
        };
        let kept = |rules| Holidays { weekend: Vec::new(), rules }.announced_until();
        let ruled = [day("New Year", "01-01"), day("Easter Monday", "easter+1")];
        assert_eq!(kept(ruled.to_vec()), None);
        let once = [&ruled[..], &[day("Jubilee", "2022-06-03")]].concat();
        assert_eq!(kept(once.clone()), None, "what was kept once does not end");
        let korite = [day("Korité", "2026-03-20"), day("Korité", "2027-03-10")];
        let tabaski = [day("Tabaski", "2025-06-07"), day("Tabaski", "2026-05-27")];
        assert_eq!(kept([&once[..], &korite].concat()), Some(2027));
        assert_eq!(kept([&once[..], &korite, &tabaski].concat()), Some(2026));
    }

    #[test]
    fn rules_are_read_in_words_or_refused() {
        assert_eq!(Rule::parse("05-01"), Some(Rule::Fixed { month: 5, day: 1 }));
        assert_eq!(Rule::parse("easter-2"), Some(Rule::Easter(-2)));
        assert_eq!(Rule::parse("2026-03-20"), Some(Rule::Date(date(2026, 3, 20))));
        let last = Rule::parse("last monday of 08").and_then(|rule| rule.date(2026));
        assert_eq!(last, Some(date(2026, 8, 31)));
        let before = Rule::parse("monday before 05-25").and_then(|rule| rule.date(2026));
        assert_eq!(before, Some(date(2026, 5, 18)));
        for bad in [
            "",
            "13-01",
            "02-30",
            "easter*2",
            "fifth monday of 08",
            "monday of 08",
            "1-1",
            "first monday of 13",
        ] {
            assert_eq!(Rule::parse(bad), None, "{bad:?} was accepted");
        }
    }
}
