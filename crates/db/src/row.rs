//! One row of an answer.

use std::borrow::Cow;

use rusqlite::types::ValueRef;

use crate::postgres::PostgresValue;
use crate::{Error, FromValue, Value};

/// One row of an answer; columns are read by position, in the order of the select list.
#[derive(Debug)]
pub struct Row<'a>(Source<'a>);

enum Source<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a tokio_postgres::Row),
}

impl std::fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("row")
    }
}

impl<'a> Row<'a> {
    pub(crate) fn sqlite(row: &'a rusqlite::Row<'a>) -> Row<'a> {
        Row(Source::Sqlite(row))
    }

    pub(crate) fn postgres(row: &'a tokio_postgres::Row) -> Row<'a> {
        Row(Source::Postgres(row))
    }

    /// The value of column `column`, from 0.
    ///
    /// # Errors
    /// [`Error::Column`] when the column is not there or does not hold a `T`.
    pub fn get<T: FromValue>(&self, column: usize) -> Result<T, Error> {
        self.value(column).and_then(T::from_value).map_err(|problem| Error::Column {
            column,
            name: self.name(column),
            problem,
        })
    }

    fn value(&self, column: usize) -> Result<Value<'_>, String> {
        match &self.0 {
            Source::Sqlite(row) => match row.get_ref(column).map_err(|error| error.to_string())? {
                ValueRef::Null => Ok(Value::Null),
                ValueRef::Integer(value) => Ok(Value::Int(value)),
                ValueRef::Real(_) => Err("floating-point numbers are not among our values".to_owned()),
                ValueRef::Text(bytes) => {
                    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
                    Ok(Value::Text(Cow::Borrowed(text)))
                }
                ValueRef::Blob(bytes) => Ok(Value::Bytes(Cow::Borrowed(bytes))),
            },
            Source::Postgres(row) => row
                .try_get::<_, PostgresValue<'_>>(column)
                .map(|value| value.0)
                .map_err(|error| crate::postgres::explain(&error)),
        }
    }

    fn name(&self, column: usize) -> String {
        let name = match &self.0 {
            Source::Sqlite(row) => row.as_ref().column_name(column).ok(),
            Source::Postgres(row) => row.columns().get(column).map(|column| column.name()),
        };
        name.unwrap_or("not in the select list").to_owned()
    }
}
