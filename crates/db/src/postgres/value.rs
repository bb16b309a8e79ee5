//! Our eight kinds of value in PostgreSQL's binary form.

use std::borrow::Cow;
use std::error::Error as StdError;

use kernel::{Date, Timestamp};
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use uuid::Uuid;

use crate::value::Value;

/// 2000-01-01T00:00:00Z, from which PostgreSQL counts, in microseconds after 1970.
const EPOCH_MICROS: i64 = 946_684_800_000_000;
/// 2000-01-01 as a civil date.
const EPOCH: Date = jiff::civil::date(2000, 1, 1);

impl ToSql for Value<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        let wrong = || format!("a parameter of type {ty} was given {}", self.kind());
        match self {
            Value::Null => return Ok(IsNull::Yes),
            Value::Bool(value) if *ty == Type::BOOL => out.extend_from_slice(&[u8::from(*value)]),
            Value::Int(value) if *ty == Type::INT8 => out.extend_from_slice(&value.to_be_bytes()),
            Value::Int(value) if *ty == Type::INT4 => {
                out.extend_from_slice(&i32::try_from(*value)?.to_be_bytes());
            }
            Value::Int(value) if *ty == Type::INT2 => {
                out.extend_from_slice(&i16::try_from(*value)?.to_be_bytes());
            }
            Value::Text(text) if [Type::TEXT, Type::VARCHAR, Type::BPCHAR, Type::UNKNOWN].contains(ty) => {
                out.extend_from_slice(text.as_bytes());
            }
            Value::Bytes(bytes) if *ty == Type::BYTEA => out.extend_from_slice(bytes),
            Value::Uuid(uuid) if *ty == Type::UUID => out.extend_from_slice(uuid.as_bytes()),
            Value::Instant(instant) if *ty == Type::TIMESTAMPTZ => {
                out.extend_from_slice(&(instant.as_microsecond() - EPOCH_MICROS).to_be_bytes());
            }
            Value::Date(date) if *ty == Type::DATE => {
                let days = date.since((jiff::Unit::Day, EPOCH))?.get_days();
                out.extend_from_slice(&days.to_be_bytes());
            }
            Value::Bool(_)
            | Value::Int(_)
            | Value::Text(_)
            | Value::Bytes(_)
            | Value::Uuid(_)
            | Value::Instant(_)
            | Value::Date(_) => return Err(wrong().into()),
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        // Told apart in `to_sql`, which can say what was given.
        true
    }

    to_sql_checked!();
}

/// A column's value on its way to us.
pub(crate) struct PostgresValue<'a>(pub(crate) Value<'a>);

impl<'a> FromSql<'a> for PostgresValue<'a> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        let value = match *ty {
            Type::BOOL => Value::Bool(raw.first() == Some(&1)),
            Type::INT8 => Value::Int(i64::from_be_bytes(raw.try_into()?)),
            Type::INT4 => Value::Int(i64::from(i32::from_be_bytes(raw.try_into()?))),
            Type::INT2 => Value::Int(i64::from(i16::from_be_bytes(raw.try_into()?))),
            Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN => {
                Value::Text(Cow::Borrowed(std::str::from_utf8(raw)?))
            }
            Type::BYTEA => Value::Bytes(Cow::Borrowed(raw)),
            Type::UUID => Value::Uuid(Uuid::from_slice(raw)?),
            Type::TIMESTAMPTZ => {
                let micros = i64::from_be_bytes(raw.try_into()?);
                let micros = micros.checked_add(EPOCH_MICROS).ok_or("an instant beyond the calendar")?;
                Value::Instant(Timestamp::from_microsecond(micros)?)
            }
            Type::DATE => {
                let days = i32::from_be_bytes(raw.try_into()?);
                Value::Date(EPOCH.checked_add(jiff::Span::new().try_days(days)?)?)
            }
            _ => return Err(format!("{ty} is not among our kinds of value: cast it").into()),
        };
        Ok(PostgresValue(value))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(PostgresValue(Value::Null))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// Whether we can read and write this type.
pub(crate) fn is_ours(ty: &Type) -> bool {
    [
        Type::BOOL,
        Type::INT8,
        Type::INT4,
        Type::INT2,
        Type::TEXT,
        Type::VARCHAR,
        Type::BYTEA,
        Type::UUID,
        Type::TIMESTAMPTZ,
        Type::DATE,
    ]
    .contains(ty)
}
