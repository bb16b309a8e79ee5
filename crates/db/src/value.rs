//! The eight kinds of value that both databases store, and how our types become them.
//!
//! | kind | PostgreSQL | SQLite (`STRICT`) |
//! |---|---|---|
//! | boolean | `boolean` | `integer` 0 or 1 |
//! | integer | `bigint` | `integer` |
//! | text | `text` | `text` |
//! | bytes | `bytea` | `blob` |
//! | uuid | `uuid` | `blob` of 16 bytes: sorts as PostgreSQL does |
//! | instant | `timestamptz` | `text`, `2026-01-15T10:00:00.000000Z`: always 27 characters, sorts by time |
//! | civil date | `date` | `text`, `2026-01-15` |
//! | nothing | `null` | `null` |
//!
//! Instants are kept to the microsecond; the rest is cut off on both.

use std::borrow::Cow;

use kernel::{
    AccountType, Country, Currency, Date, Id, Locale, Money, Months, PaymentKind, Rate, SubsidiaryCode,
    TimeZone, Timestamp, UnitPrice,
};
use uuid::Uuid;

use crate::{Error, Row};

/// A value on its way to or from a database.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Nothing.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A text.
    Text(Cow<'a, str>),
    /// Bytes.
    Bytes(Cow<'a, [u8]>),
    /// An identifier.
    Uuid(Uuid),
    /// An instant, to the microsecond.
    Instant(Timestamp),
    /// A civil date.
    Date(Date),
}

impl Value<'_> {
    /// The same value without borrowing.
    #[must_use]
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Value::Null => Value::Null,
            Value::Bool(value) => Value::Bool(value),
            Value::Int(value) => Value::Int(value),
            Value::Text(value) => Value::Text(Cow::Owned(value.into_owned())),
            Value::Bytes(value) => Value::Bytes(Cow::Owned(value.into_owned())),
            Value::Uuid(value) => Value::Uuid(value),
            Value::Instant(value) => Value::Instant(value),
            Value::Date(value) => Value::Date(value),
        }
    }

    /// The kind's name, for messages.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Int(_) => "integer",
            Value::Text(_) => "text",
            Value::Bytes(_) => "bytes",
            Value::Uuid(_) => "uuid",
            Value::Instant(_) => "instant",
            Value::Date(_) => "date",
        }
    }
}

/// What can be a parameter.
pub trait ToValue {
    /// The value to store.
    fn to_value(&self) -> Value<'_>;
}

/// What can be read from a column.
pub trait FromValue: Sized {
    /// Reads a value.
    ///
    /// # Errors
    /// A sentence saying what was expected and found.
    fn from_value(value: Value<'_>) -> Result<Self, String>;
}

fn expected<T>(wanted: &str, found: &Value<'_>) -> Result<T, String> {
    Err(format!("expected {wanted}, found {}", found.kind()))
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Value<'_> {
        (**self).to_value()
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, ToValue::to_value)
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value<'_>) -> Result<Self, String> {
        if value == Value::Null { Ok(None) } else { T::from_value(value).map(Some) }
    }
}

impl ToValue for bool {
    fn to_value(&self) -> Value<'_> {
        Value::Bool(*self)
    }
}

impl FromValue for bool {
    fn from_value(value: Value<'_>) -> Result<bool, String> {
        if let Value::Bool(value) = value {
            Ok(value)
        } else if let Value::Int(value @ (0 | 1)) = value {
            Ok(value == 1)
        } else {
            expected("boolean", &value)
        }
    }
}

impl ToValue for i64 {
    fn to_value(&self) -> Value<'_> {
        Value::Int(*self)
    }
}

impl FromValue for i64 {
    fn from_value(value: Value<'_>) -> Result<i64, String> {
        if let Value::Int(value) = value { Ok(value) } else { expected("integer", &value) }
    }
}

macro_rules! small_integers {
    ($($kind:ty),*) => {$(
        impl ToValue for $kind {
            fn to_value(&self) -> Value<'_> {
                Value::Int(i64::from(*self))
            }
        }
        impl FromValue for $kind {
            fn from_value(value: Value<'_>) -> Result<$kind, String> {
                let wide = i64::from_value(value)?;
                wide.try_into().map_err(|_| format!("{wide} does not fit in {}", stringify!($kind)))
            }
        }
    )*};
}
small_integers!(u8, u16, u32, i16, i32);

impl ToValue for str {
    fn to_value(&self) -> Value<'_> {
        Value::Text(Cow::Borrowed(self))
    }
}

impl ToValue for String {
    fn to_value(&self) -> Value<'_> {
        Value::Text(Cow::Borrowed(self))
    }
}

impl FromValue for String {
    fn from_value(value: Value<'_>) -> Result<String, String> {
        if let Value::Text(value) = value { Ok(value.into_owned()) } else { expected("text", &value) }
    }
}

impl ToValue for [u8] {
    fn to_value(&self) -> Value<'_> {
        Value::Bytes(Cow::Borrowed(self))
    }
}

impl ToValue for Vec<u8> {
    fn to_value(&self) -> Value<'_> {
        Value::Bytes(Cow::Borrowed(self))
    }
}

impl FromValue for Vec<u8> {
    fn from_value(value: Value<'_>) -> Result<Vec<u8>, String> {
        if let Value::Bytes(value) = value { Ok(value.into_owned()) } else { expected("bytes", &value) }
    }
}

impl<const N: usize> ToValue for [u8; N] {
    fn to_value(&self) -> Value<'_> {
        Value::Bytes(Cow::Borrowed(self))
    }
}

impl<const N: usize> FromValue for [u8; N] {
    fn from_value(value: Value<'_>) -> Result<[u8; N], String> {
        let Value::Bytes(bytes) = &value else { return expected("bytes", &value) };
        bytes.as_ref().try_into().map_err(|_| format!("expected {N} bytes, found {}", bytes.len()))
    }
}

impl ToValue for Uuid {
    fn to_value(&self) -> Value<'_> {
        Value::Uuid(*self)
    }
}

impl FromValue for Uuid {
    fn from_value(value: Value<'_>) -> Result<Uuid, String> {
        if let Value::Uuid(value) = value {
            Ok(value)
        } else if let Value::Bytes(bytes) = &value {
            Uuid::from_slice(bytes).map_err(|error| error.to_string())
        } else {
            expected("uuid", &value)
        }
    }
}

impl<T> ToValue for Id<T> {
    fn to_value(&self) -> Value<'_> {
        Value::Uuid(self.uuid())
    }
}

impl<T> FromValue for Id<T> {
    fn from_value(value: Value<'_>) -> Result<Id<T>, String> {
        Uuid::from_value(value).map(Id::from_uuid)
    }
}

impl ToValue for Timestamp {
    fn to_value(&self) -> Value<'_> {
        Value::Instant(Timestamp::from_microsecond(self.as_microsecond()).unwrap_or(*self))
    }
}

impl FromValue for Timestamp {
    fn from_value(value: Value<'_>) -> Result<Timestamp, String> {
        if let Value::Instant(value) = value {
            Ok(value)
        } else if let Value::Text(text) = &value {
            text.parse().map_err(|error| format!("{text:?} is not an instant: {error}"))
        } else {
            expected("instant", &value)
        }
    }
}

impl ToValue for Date {
    fn to_value(&self) -> Value<'_> {
        Value::Date(*self)
    }
}

impl FromValue for Date {
    fn from_value(value: Value<'_>) -> Result<Date, String> {
        if let Value::Date(value) = value {
            Ok(value)
        } else if let Value::Text(text) = &value {
            text.parse().map_err(|error| format!("{text:?} is not a date: {error}"))
        } else {
            expected("date", &value)
        }
    }
}

impl ToValue for Rate {
    fn to_value(&self) -> Value<'_> {
        Value::Int(i64::from(self.ppm()))
    }
}

impl FromValue for Rate {
    fn from_value(value: Value<'_>) -> Result<Rate, String> {
        u32::from_value(value).map(Rate::from_ppm)
    }
}

impl ToValue for Months {
    fn to_value(&self) -> Value<'_> {
        Value::Int(i64::from(self.count()))
    }
}

impl FromValue for Months {
    fn from_value(value: Value<'_>) -> Result<Months, String> {
        u16::from_value(value).map(Months::new)
    }
}

crate::codes! {
    Currency: code, |text| Currency::parse(text).ok();
    Country: code, |text| Country::parse(text).ok();
    SubsidiaryCode: as_str, |text| SubsidiaryCode::parse(text).ok();
    Locale: code, Locale::parse;
    AccountType: code, AccountType::parse;
    PaymentKind: code, PaymentKind::parse;
}

/// Reads money from its two columns: minor units and currency.
///
/// # Errors
/// [`Error::Column`] when one of them holds something else.
pub fn money(row: &Row<'_>, minor: usize, currency: usize) -> Result<Money, Error> {
    Ok(Money::new(row.get(minor)?, row.get(currency)?))
}

/// Reads a unit price from its two columns: hundred-millionths and currency.
///
/// # Errors
/// [`Error::Column`] when one of them holds something else.
pub fn unit_price(row: &Row<'_>, e8: usize, currency: usize) -> Result<UnitPrice, Error> {
    Ok(UnitPrice::new(row.get(e8)?, row.get(currency)?))
}

/// The fixed-width text of an instant on SQLite.
pub(crate) fn instant_text(instant: Timestamp) -> String {
    let at = TimeZone::UTC.to_datetime(instant);
    let mut text = String::with_capacity(27);
    let parts = [
        (i32::from(at.year()), 1_000, '-'),
        (i32::from(at.month()), 10, '-'),
        (i32::from(at.day()), 10, 'T'),
        (i32::from(at.hour()), 10, ':'),
        (i32::from(at.minute()), 10, ':'),
        (i32::from(at.second()), 10, '.'),
        (at.subsec_nanosecond() / 1_000, 100_000, 'Z'),
    ];
    // An order writes a hundred of them, and the formatting machinery would be a twentieth of the work.
    for (number, first, end) in parts {
        let mut place = first;
        while place > 0 {
            text.push(char::from(b'0' + (number / place % 10).unsigned_abs() as u8));
            place /= 10;
        }
        text.push(end);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_have_one_width_and_sort_as_text() {
        let at = |text: &str| text.parse::<Timestamp>().ok().map(instant_text);
        assert_eq!(at("2026-01-15T10:00:00Z").as_deref(), Some("2026-01-15T10:00:00.000000Z"));
        assert_eq!(at("0999-12-31T23:59:59.1234567Z").as_deref(), Some("0999-12-31T23:59:59.123456Z"));
        assert!(at("2026-01-15T10:00:00Z") < at("2026-01-15T10:00:00.000001Z"));
    }

    #[test]
    fn a_number_that_does_not_fit_is_an_error() {
        assert_eq!(u16::from_value(Value::Int(70_000)), Err("70000 does not fit in u16".to_owned()));
        assert_eq!(bool::from_value(Value::Int(2)), Err("expected boolean, found integer".to_owned()));
        assert!(<[u8; 2]>::from_value(Value::Bytes(Cow::Borrowed(&[1]))).is_err());
    }
}
