//! The fields of a body, each read with what is wrong with it.

use serde_json::{Map, Value};

use crate::problem::Problem;

/// A field of a body; null is none.
pub(crate) fn given<'f>(fields: &'f Map<String, Value>, name: &str) -> Option<&'f Value> {
    fields.get(name).filter(|value| !value.is_null())
}

/// A field without which the call says nothing.
pub(crate) fn needed<'f>(fields: &'f Map<String, Value>, name: &str) -> Result<&'f Value, Problem> {
    given(fields, name).ok_or_else(|| missing(name))
}

/// A text.
pub(crate) fn text<'f>(name: &str, value: &'f Value) -> Result<&'f str, Problem> {
    value.as_str().ok_or_else(|| Problem::not_a(name, &value.to_string(), "string"))
}

/// A text that may be left out.
pub(crate) fn maybe_text<'f>(fields: &'f Map<String, Value>, name: &str) -> Result<Option<&'f str>, Problem> {
    given(fields, name).map(|value| text(name, value)).transpose()
}

/// A whole number; some programs send it as a text.
pub(crate) fn long(name: &str, value: &Value) -> Result<i64, Problem> {
    let said = value.as_i64().or_else(|| value.as_str()?.parse().ok());
    said.ok_or_else(|| Problem::not_a(name, &value.to_string(), "long"))
}

/// Yes or no, which may be left out.
pub(crate) fn maybe_flag(fields: &Map<String, Value>, name: &str) -> Result<Option<bool>, Problem> {
    let read =
        |value: &Value| value.as_bool().ok_or_else(|| Problem::not_a(name, &value.to_string(), "boolean"));
    given(fields, name).map(read).transpose()
}

/// An object that may be left out.
pub(crate) fn maybe_object<'f>(
    fields: &'f Map<String, Value>,
    name: &str,
) -> Result<Option<&'f Map<String, Value>>, Problem> {
    let read = |value: &'f Value| value.as_object().ok_or_else(|| bad(name, "an object is expected"));
    given(fields, name).map(read).transpose()
}

/// One of the words of a type, which may be left out.
pub(crate) fn maybe_word<T>(
    fields: &Map<String, Value>,
    name: &str,
    kind: &str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Problem> {
    let Some(word) = maybe_text(fields, name)? else { return Ok(None) };
    read(word).map(Some).ok_or_else(|| Problem::not_a(name, word, kind))
}

/// A field, or a parameter, that is not there and must be.
pub(crate) fn missing(name: &str) -> Problem {
    bad(name, "a value is needed")
}

/// What is wrong with a field.
pub(crate) fn bad(field: &str, reason: &str) -> Problem {
    Problem::Bad { field: field.to_owned(), reason: reason.to_owned() }
}
