//! How each language writes money, prices, counts, rates, dates and instants.
//!
//! French groups thousands with a narrow no-break space and puts a no-break space before the currency;
//! Italian groups with a full stop; English puts the sign first. A minus is U+2212, which screen readers say.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use kernel::{Currency, Locale, Money, Period, Rate, UnitPrice};

const NO_BREAK: char = '\u{a0}';
const NARROW: &str = "\u{202f}";
const MINUS: char = '\u{2212}';

/// How much of a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// «15 January 2026»
    #[default]
    Long,
    /// «15 Jan 2026»
    Short,
    /// «15/01/2026»
    Numeric,
    /// «January 2026»
    Month,
}

impl Style {
    /// The style with this name in templates: `long`, `short`, `numeric`, `month`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Style> {
        match name {
            "long" => Some(Style::Long),
            "short" => Some(Style::Short),
            "numeric" => Some(Style::Numeric),
            "month" => Some(Style::Month),
            _ => None,
        }
    }
}

/// An amount: `67,19 €`, `€67.19`, `$1,234.00 CAD`, `37 712 F CFA`.
#[must_use]
pub fn money(money: Money, locale: Locale) -> String {
    with_currency(&money.to_decimal(), money.currency(), locale)
}

/// The price of one unit, with the currency's decimals at least and eight at most.
#[must_use]
pub fn unit_price(price: UnitPrice, locale: Locale) -> String {
    with_currency(&price.to_decimal(), price.currency(), locale)
}

/// A whole number, grouped: `1,234`, `1 234`, `1.234`.
#[must_use]
pub fn number(number: i64, locale: Locale) -> String {
    decimal(&number.to_string(), locale)
}

/// A decimal written with a point, as the language writes it: `9.975` is `9,975` in French.
#[must_use]
pub fn decimal(text: &str, locale: Locale) -> String {
    let (group, point) = match locale {
        Locale::En => (",", '.'),
        Locale::Fr => (NARROW, ','),
        Locale::It => (".", ','),
    };
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (Some(MINUS), rest),
        None => (None, text),
    };
    let (whole, decimals) = match digits.split_once('.') {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (digits, None),
    };
    let mut written = String::from_iter(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            written.push_str(group);
        }
        written.push(digit);
    }
    if let Some(decimals) = decimals {
        written.push(point);
        written.push_str(decimals);
    }
    written
}

/// A percentage: `20%`, `20 %`, `9,975%`.
#[must_use]
pub fn rate(rate: Rate, locale: Locale) -> String {
    let percentage = decimal(&rate.to_percentage(), locale);
    match locale {
        Locale::Fr => format!("{percentage}{NARROW}%"),
        Locale::En | Locale::It => format!("{percentage}%"),
    }
}

/// A civil date.
#[must_use]
pub fn date(date: Date, locale: Locale, style: Style) -> String {
    let (day, month, year) = (date.day(), date.month(), date.year());
    let name = usize::try_from(month - 1).unwrap_or(0);
    match style {
        Style::Numeric => format!("{day:02}/{month:02}/{year}"),
        Style::Short => format!("{} {} {year}", ordinal(day, locale), months(locale).1[name]),
        Style::Long => format!("{} {} {year}", ordinal(day, locale), months(locale).0[name]),
        Style::Month => format!("{} {year}", months(locale).0[name]),
    }
}

/// The days of a period, both ends included, as people read them: `15 January – 14 February 2026`.
#[must_use]
pub fn period(period: &Period, locale: Locale, style: Style) -> String {
    format!("{} – {}", date(period.start(), locale, style), date(period.last_day(), locale, style))
}

/// An instant in a time zone, to the minute: `15 January 2026, 11:00`.
#[must_use]
pub fn instant(at: Timestamp, zone: &TimeZone, locale: Locale, style: Style) -> String {
    let local = at.to_zoned(zone.clone());
    let time = format!("{:02}:{:02}", local.hour(), local.minute());
    let at = match locale {
        Locale::Fr => " à",
        Locale::En | Locale::It => ",",
    };
    format!("{}{at} {time}", date(local.date(), locale, style))
}

/// An instant with the seconds and the zone, for those who need to be sure: `15 January 2026, 11:00:05 CET`.
#[must_use]
pub fn exact_instant(at: Timestamp, zone: &TimeZone, locale: Locale) -> String {
    let local = at.to_zoned(zone.clone());
    let time = format!("{:02}:{:02}:{:02}", local.hour(), local.minute(), local.second());
    let day = date(local.date(), locale, Style::Long);
    format!("{day}, {time} {}", local.strftime("%Z"))
}

/// A length of time in its two largest units, for people in a hurry: `2 d 3 h`, `15 min`.
#[must_use]
pub fn duration(duration: SignedDuration, locale: Locale) -> String {
    let minutes = duration.as_mins().unsigned_abs();
    let day = match locale {
        Locale::Fr => "j",
        Locale::En => "d",
        Locale::It => "g",
    };
    let parts = [(minutes / 1_440, day), (minutes / 60 % 24, "h"), (minutes % 60, "min")];
    let first = parts.iter().position(|(count, _)| *count > 0).unwrap_or(2);
    let shown: Vec<String> = parts[first..]
        .iter()
        .take(2)
        .filter(|(count, _)| *count > 0 || first == 2)
        .map(|(count, unit)| format!("{count}{NO_BREAK}{unit}"))
        .collect();
    shown.join(" ")
}

fn with_currency(text: &str, currency: Currency, locale: Locale) -> String {
    let amount = decimal(text, locale);
    let (sign, amount) = match amount.strip_prefix(MINUS) {
        Some(rest) => (String::from(MINUS), rest.to_owned()),
        None => (String::new(), amount),
    };
    match (locale, currency.code()) {
        (Locale::En, "EUR") => format!("{sign}€{amount}"),
        (Locale::En, "GBP") => format!("{sign}£{amount}"),
        (Locale::En, "USD") => format!("{sign}${amount}"),
        (Locale::En, "CAD") => format!("{sign}${amount}{NO_BREAK}CAD"),
        (Locale::En, code) => format!("{sign}{code}{NO_BREAK}{amount}"),
        (Locale::Fr | Locale::It, "EUR") => format!("{sign}{amount}{NO_BREAK}€"),
        (Locale::Fr | Locale::It, "GBP") => format!("{sign}{amount}{NO_BREAK}£"),
        (Locale::Fr, "USD") => format!("{sign}{amount}{NO_BREAK}$\u{a0}US"),
        (Locale::Fr, "CAD") => format!("{sign}{amount}{NO_BREAK}$\u{a0}CA"),
        (Locale::Fr, "XOF") => format!("{sign}{amount}{NO_BREAK}F\u{a0}CFA"),
        (Locale::Fr | Locale::It, code) => format!("{sign}{amount}{NO_BREAK}{code}"),
    }
}

fn ordinal(day: i8, locale: Locale) -> String {
    match (locale, day) {
        (Locale::Fr, 1) => "1er".to_owned(),
        (Locale::It, 1) => "1º".to_owned(),
        (Locale::En | Locale::Fr | Locale::It, day) => day.to_string(),
    }
}

type MonthNames = [&'static str; 12];

/// Full and short names of the months.
const fn months(locale: Locale) -> (&'static MonthNames, &'static MonthNames) {
    match locale {
        Locale::En => (
            &[
                "January",
                "February",
                "March",
                "April",
                "May",
                "June",
                "July",
                "August",
                "September",
                "October",
                "November",
                "December",
            ],
            &["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"],
        ),
        Locale::Fr => (
            &[
                "janvier",
                "février",
                "mars",
                "avril",
                "mai",
                "juin",
                "juillet",
                "août",
                "septembre",
                "octobre",
                "novembre",
                "décembre",
            ],
            &[
                "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
                "déc.",
            ],
        ),
        Locale::It => (
            &[
                "gennaio",
                "febbraio",
                "marzo",
                "aprile",
                "maggio",
                "giugno",
                "luglio",
                "agosto",
                "settembre",
                "ottobre",
                "novembre",
                "dicembre",
            ],
            &["gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"],
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_follows_the_readers_habit() {
        let shown = |minor, currency, locale| money(Money::new(minor, currency), locale);
        assert_eq!(shown(6_719, Currency::EUR, Locale::Fr), "67,19\u{a0}€");
        assert_eq!(shown(6_719, Currency::EUR, Locale::It), "67,19\u{a0}€");
        assert_eq!(shown(6_719, Currency::EUR, Locale::En), "€67.19");
        assert_eq!(shown(123_400, Currency::CAD, Locale::En), "$1,234.00\u{a0}CAD");
        assert_eq!(shown(123_400, Currency::CAD, Locale::Fr), "1\u{202f}234,00\u{a0}$\u{a0}CA");
        assert_eq!(shown(3_771_200, Currency::XOF, Locale::Fr), "3\u{202f}771\u{202f}200\u{a0}F\u{a0}CFA");
        assert_eq!(shown(-123_456_789, Currency::GBP, Locale::En), "−£1,234,567.89");
        assert_eq!(shown(12_345, Currency::TND, Locale::It), "12,345\u{a0}TND");
    }

    #[test]
    fn unit_prices_keep_the_decimals_that_matter() {
        assert_eq!(unit_price(UnitPrice::new(5_556, Currency::EUR), Locale::Fr), "0,00005556\u{a0}€");
        assert_eq!(unit_price(UnitPrice::new(5_699_000_000, Currency::EUR), Locale::En), "€56.99");
    }

    #[test]
    fn rates_and_counts_follow_it_too() {
        assert_eq!(rate(Rate::from_ppm(99_750), Locale::Fr), "9,975\u{202f}%");
        assert_eq!(rate(Rate::percent(20), Locale::En), "20%");
        assert_eq!(number(-1_234_567, Locale::It), "−1.234.567");
    }

    #[test]
    fn dates_are_written_in_words() {
        let day = jiff::civil::date(2026, 2, 1);
        assert_eq!(date(day, Locale::Fr, Style::Long), "1er février 2026");
        assert_eq!(date(day, Locale::It, Style::Short), "1º feb 2026");
        assert_eq!(date(day, Locale::En, Style::Long), "1 February 2026");
        assert_eq!(date(day, Locale::En, Style::Numeric), "01/02/2026");
        assert_eq!(date(day, Locale::Fr, Style::Month), "février 2026");
    }

    #[test]
    fn a_period_is_shown_with_its_last_day() -> Result<(), kernel::PeriodError> {
        let month = Period::new(jiff::civil::date(2026, 1, 31), jiff::civil::date(2026, 2, 28))?;
        assert_eq!(period(&month, Locale::Fr, Style::Numeric), "31/01/2026 – 27/02/2026");
        Ok(())
    }

    #[test]
    fn instants_are_local() -> Result<(), jiff::Error> {
        let at: Timestamp = "2026-07-15T22:30:05Z".parse()?;
        let zone = TimeZone::get("Europe/Paris")?;
        assert_eq!(instant(at, &zone, Locale::Fr, Style::Short), "16 juil. 2026 à 00:30");
        assert_eq!(exact_instant(at, &zone, Locale::En), "16 July 2026, 00:30:05 CEST");
        Ok(())
    }

    #[test]
    fn durations_show_two_units() {
        let shown = |minutes| duration(SignedDuration::from_mins(minutes), Locale::Fr);
        assert_eq!(shown(0), "0\u{a0}min");
        assert_eq!(shown(59), "59\u{a0}min");
        assert_eq!(shown(60 * 27 + 5), "1\u{a0}j 3\u{a0}h");
    }
}
