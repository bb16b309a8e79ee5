//! How values are written: money with the account's habits, instants in the zone of its subsidiary, links.

use accounts::links::{self, LinkKey, Paper};
pub(crate) use flows::events::{decimal, price};
use kernel::{Date, Locale, Money, Months, TimeZone, Timestamp, UnitPrice};
use serde_json::{Value, json};

use crate::call::MemberCall;
use crate::problem::Problem;

impl MemberCall {
    /// The zone in which the account's dates are read.
    pub(crate) fn zone(&self) -> TimeZone {
        let subsidiary = self.cx().jurisdictions.get(self.account.subsidiary);
        subsidiary.map_or(TimeZone::UTC, |subsidiary| subsidiary.time_zone.clone())
    }

    /// An instant: `2026-01-02T03:04:05+01:00`.
    pub(crate) fn datetime(&self, at: Timestamp) -> String {
        datetime(at, self.zone())
    }

    /// The beginning of a civil day, where the contract wants an instant.
    pub(crate) fn start_of(&self, on: Date) -> String {
        let start = on.to_zoned(self.zone()).map_or(Timestamp::MAX, |zoned| zoned.timestamp());
        self.datetime(start)
    }

    /// Today, where the account is.
    pub(crate) fn today(&self) -> Date {
        self.zone().to_datetime(self.now).date()
    }

    /// `order.Price`.
    pub(crate) fn price(&self, money: Money) -> Value {
        price(money, self.account.locale)
    }

    /// `order.LongPrice`.
    pub(crate) fn long_price(&self, price: UnitPrice) -> Value {
        json!({
            "currencyCode": price.currency().code(),
            "text": texts::format::unit_price(price, self.account.locale),
            "value": decimal(&price.to_decimal()),
        })
    }

    /// The key that seals the links of the account's documents, `found` with the documents; the first call that needs
    /// one draws it.
    pub(crate) async fn link_key(&self, found: Option<LinkKey>) -> Result<LinkKey, Problem> {
        if let Some(key) = found {
            return Ok(key);
        }
        let (now, drawn) = (self.now, self.cx().random.token());
        let account = self.cx().db.account(self.account.id);
        Ok(account.write(move |tx| links::make(tx, now, &drawn)).await?)
    }

    /// Adds to an object the links that open its document without any header, and their secret.
    pub(crate) fn with_links(&self, mut object: Value, key: &LinkKey, paper: Paper) -> Value {
        let link = key.link(self.now, paper);
        let url = |form| format!("{}{}", self.cx().settings.base_url, key.address(&link, form));
        object["password"] = link.seal.clone().into();
        object["url"] = url("html").into();
        object["pdfUrl"] = url("pdf").into();
        object
    }

    /// The bounds of the query, from the beginning of a day to before that of another.
    pub(crate) fn query_days(&self) -> Result<(Option<Timestamp>, Option<Timestamp>), Problem> {
        let (from, until) = (self.query_day("date.from")?, self.query_day("date.to")?);
        let zone = self.zone();
        let start = |on: Date| on.to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp());
        Ok((from.and_then(start), until.and_then(|on| on.tomorrow().ok()).and_then(start)))
    }

    /// A bound of the query as a civil day.
    pub(crate) fn query_day(&self, name: &str) -> Result<Option<Date>, Problem> {
        self.query(name).map(|text| self.day(name, text)).transpose()
    }

    /// A civil day: a date, or the day of an instant where the account is.
    pub(crate) fn day(&self, name: &str, text: &str) -> Result<Date, Problem> {
        let instant = || text.parse::<Timestamp>().ok().map(|at| self.zone().to_datetime(at).date());
        let day = text.parse::<Date>().ok().filter(|_| !text.contains('T')).or_else(instant);
        day.ok_or_else(|| Problem::not_a(name, text, "datetime"))
    }
}

/// `order.Price` of one unit: to the last of its digits where it has more than money has.
pub(crate) fn exact_price(unit: UnitPrice, locale: Locale) -> Value {
    match unit.times(1) {
        Ok(money) if UnitPrice::from_money(money) == Ok(unit) => price(money, locale),
        Ok(_) | Err(_) => json!({
            "currencyCode": unit.currency().code(),
            "priceInUcents": unit.e8(),
            "text": texts::format::unit_price(unit, locale),
            "value": decimal(&unit.to_decimal()),
        }),
    }
}

/// A length in months: `P12M`.
pub(crate) fn duration(months: Months) -> String {
    format!("P{}M", months.count())
}

/// An instant in a zone: `2026-01-02T03:04:05+01:00`.
pub(crate) fn datetime(at: Timestamp, zone: TimeZone) -> String {
    at.to_zoned(zone).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Currency;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn amounts_are_written_exactly(minor in -1_000_000_000_000_000i64..1_000_000_000_000_000) {
            for currency in [Currency::EUR, Currency::XOF, Currency::TND] {
                let money = Money::new(minor, currency);
                let written = decimal(&money.to_decimal()).to_string();
                let written = if written.contains('.') || currency == Currency::XOF { written } else { format!("{written}.0") };
                prop_assert_eq!(Money::parse(written.trim_end_matches(".0"), currency), Ok(money));
            }
        }
    }
}
