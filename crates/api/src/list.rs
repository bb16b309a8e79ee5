//! Lists, made once: identifiers, or pages of the things themselves, sorted and filtered; and several things at once.
//!
//! A [`Collection`] says which keys it has and what is behind them. From that come `GET /me/bill` (keys), the same with
//! `X-Pagination-Mode` (a page of objects), `GET /me/bill/{billId}` (one) and, with `X-Ovh-Batch`, several with what is
//! wrong with each.

use std::cmp::Ordering;
use std::fmt::Display;
use std::str::FromStr;

use axum::Json;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::IntoResponse;
use serde_json::{Value, json};

use crate::call::{Answer, MemberCall, header_text};
use crate::problem::Problem;

/// The most keys of a list.
pub(crate) const KEYS_MAX: i64 = 1_000_000;
/// The most things asked for at once.
const BATCH_MAX: usize = 200;
/// How many things are read at once where a page needs all of them.
const CHUNK: usize = 200;

/// Things of one kind that the account of a call has.
pub(crate) trait Collection: 'static {
    /// What one is found by: a number, or a text.
    type Key: Clone + Display + FromStr + PartialEq + Into<Value> + Send + Sync;

    /// The name of the parameter that holds the key.
    const KEY: &'static str;
    /// The properties that rise with the keys as [`Collection::keys`] answers them.
    const RISING: &'static [&'static str];
    /// The parameters of the query that name a property and the value it must have, each with its type.
    const EQUAL: &'static [(&'static str, &'static str)] = &[];
    /// The other parameters of the query, which [`Collection::keys`] reads, each with its type.
    const ASKED: &'static [(&'static str, &'static str)] = &[];

    /// The keys that the parameters of the query leave, rising; [`KEYS_MAX`] at the most.
    fn keys(call: &MemberCall) -> impl Future<Output = Result<Vec<Self::Key>, Problem>> + Send;

    /// What is behind these keys, in their order; nothing for what the account does not have.
    fn objects(
        call: &MemberCall,
        keys: &[Self::Key],
    ) -> impl Future<Output = Result<Vec<Option<Value>>, Problem>> + Send;
}

/// The list: keys, or a page of objects when the headers ask for one.
pub(crate) async fn list<C: Collection>(call: MemberCall) -> Answer {
    let asked = Asked::read::<C>(&call)?;
    let mut keys = C::keys(&call).await?;
    if asked.conditions.is_empty()
        && asked.sort.as_ref().is_none_or(|sort| C::RISING.contains(&sort.as_str()))
    {
        if asked.is_falling {
            keys.reverse();
        }
        if !asked.is_expanded {
            return Ok(Json(keys.into_iter().map(Into::into).collect::<Vec<Value>>()).into_response());
        }
        let page = asked.page(&keys)?;
        let objects = all::<C>(&call, &keys[page.range.clone()]).await?;
        return Ok(page.answer(objects.into_iter().map(Option::unwrap_or_default).collect()));
    }
    let objects = all::<C>(&call, &keys).await?;
    let mut found: Vec<(C::Key, Value)> =
        keys.into_iter().zip(objects).filter_map(|(key, object)| Some((key, object?))).collect();
    found.retain(|(_, object)| asked.conditions.iter().all(|condition| condition.holds(object)));
    if let Some(sort) = &asked.sort {
        found.sort_by(|(_, one), (_, other)| compared(property(one, sort), property(other, sort)));
    }
    if asked.is_falling {
        found.reverse();
    }
    let (keys, objects): (Vec<C::Key>, Vec<Value>) = found.into_iter().unzip();
    if !asked.is_expanded {
        return Ok(Json(keys.into_iter().map(Into::into).collect::<Vec<Value>>()).into_response());
    }
    let page = asked.page(&keys)?;
    let objects = objects[page.range.clone()].to_vec();
    Ok(page.answer(objects))
}

/// One thing, or several where the path names several.
pub(crate) async fn one<C: Collection>(call: MemberCall) -> Answer {
    let missing = |value: &str| Problem::NotFound { key: C::KEY, value: value.to_owned() };
    let text: String = call.param(C::KEY)?;
    let Some(separator) = call.headers.get("x-ovh-batch").and_then(|value| value.to_str().ok()) else {
        let key: C::Key = call.param(C::KEY)?;
        let found = C::objects(&call, &[key]).await?.pop().flatten();
        return Ok(Json(found.ok_or_else(|| missing(&text))?).into_response());
    };
    let parts: Vec<&str> = match separator {
        "" => vec![&text],
        separator => text.split(separator).filter(|part| !part.is_empty()).collect(),
    };
    if parts.len() > BATCH_MAX {
        let reason = format!("at most {BATCH_MAX} at once");
        return Err(Problem::Bad { field: C::KEY.to_owned(), reason });
    }
    let known: Vec<C::Key> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    let mut objects = C::objects(&call, &known).await?.into_iter();
    let answers = parts.into_iter().map(|part| {
        let parsed = part.parse::<C::Key>().ok();
        let object = parsed.as_ref().and_then(|_| objects.next().flatten());
        let key: Value = parsed.map_or_else(|| part.into(), Into::into);
        match object {
            Some(value) => json!({"key": key, "value": value}),
            None => json!({"key": key, "error": missing(part).to_json()}),
        }
    });
    Ok(Json(answers.collect::<Vec<_>>()).into_response())
}

async fn all<C: Collection>(call: &MemberCall, keys: &[C::Key]) -> Result<Vec<Option<Value>>, Problem> {
    let mut objects = Vec::with_capacity(keys.len());
    for chunk in keys.chunks(CHUNK) {
        objects.extend(C::objects(call, chunk).await?);
    }
    Ok(objects)
}

/// What the headers and the query ask of a list.
struct Asked {
    is_expanded: bool,
    size: Option<usize>,
    number: usize,
    cursor: Option<String>,
    sort: Option<String>,
    is_falling: bool,
    conditions: Vec<Condition>,
}

/// A page of a list that is sorted and filtered already.
struct Page {
    range: std::ops::Range<usize>,
    number: usize,
    size: usize,
    count: usize,
    next: Option<String>,
}

impl Asked {
    fn read<C: Collection>(call: &MemberCall) -> Result<Asked, Problem> {
        let headers = &call.headers;
        let equal = C::EQUAL.iter().filter_map(|(name, _)| {
            let values = vec![call.query(name)?.to_owned()];
            Some(Condition { property: (*name).to_owned(), operator: Operator::Equal, values })
        });
        let mut conditions: Vec<Condition> = equal.collect();
        let is_expanded = match header_text(headers, "x-pagination-mode") {
            None => false,
            Some("CachedObjectList-Pages" | "CachedObjectList-Cursor") => true,
            Some(other) => return Err(Problem::not_a("X-Pagination-Mode", other, "a mode of pages")),
        };
        if let Some(filter) = header_text(headers, "x-pagination-filter") {
            let parts = filter.split('&').filter(|part| !part.is_empty());
            for part in parts {
                let condition = Condition::parse(part);
                conditions
                    .push(condition.ok_or_else(|| Problem::not_a("X-Pagination-Filter", part, "filter"))?);
            }
        }
        Ok(Asked {
            is_expanded,
            size: whole(headers, "x-pagination-size")?,
            number: whole(headers, "x-pagination-number")?.unwrap_or(1),
            cursor: header_text(headers, "x-pagination-cursor").map(str::to_owned),
            sort: header_text(headers, "x-pagination-sort").map(str::to_owned),
            is_falling: header_text(headers, "x-pagination-sort-order").is_some_and(|order| order == "DESC"),
            conditions,
        })
    }

    /// Which of the keys are on the page. A cursor is the key of the last thing seen.
    fn page<K: Display>(&self, keys: &[K]) -> Result<Page, Problem> {
        let count = keys.len();
        let size = self.size.unwrap_or(count).max(1);
        let start = match &self.cursor {
            Some(cursor) => match keys.iter().position(|key| key.to_string() == *cursor) {
                Some(seen) => seen + 1,
                None => return Err(Problem::not_a("X-Pagination-Cursor", cursor, "a cursor of this list")),
            },
            None => (self.number - 1).saturating_mul(size).min(count),
        };
        let end = start.saturating_add(size).min(count);
        let next = if end < count { keys[..end].last().map(ToString::to_string) } else { None };
        Ok(Page { range: start..end, number: self.number, size, count, next })
    }
}

impl Page {
    fn answer(self, objects: Vec<Value>) -> axum::response::Response {
        let mut response = Json(objects).into_response();
        let headers = response.headers_mut();
        let pages = self.count.div_ceil(self.size);
        let told = [
            ("x-pagination-elements", self.count),
            ("x-pagination-number", self.number),
            ("x-pagination-size", self.size),
            ("x-pagination-total", pages),
        ];
        for (name, value) in told {
            headers.insert(HeaderName::from_static(name), HeaderValue::from(value));
        }
        if let Some(next) = self.next.and_then(|next| HeaderValue::from_str(&next).ok()) {
            headers.insert(HeaderName::from_static("x-pagination-cursor-next"), next);
        }
        response
    }
}

/// A number from one on.
fn whole(headers: &HeaderMap, name: &str) -> Result<Option<usize>, Problem> {
    let read = |text: &str| match text.parse::<usize>() {
        Ok(number) if number > 0 => Ok(number),
        Ok(_) | Err(_) => Err(Problem::not_a(name, text, "long")),
    };
    header_text(headers, name).map(read).transpose()
}

/// A condition on a property.
#[derive(Debug, PartialEq, Eq)]
struct Condition {
    property: String,
    operator: Operator,
    values: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Like,
    In,
}

impl Condition {
    /// Reads `billId:like=%25FR%25`.
    fn parse(text: &str) -> Option<Condition> {
        let (left, right) = text.split_once('=')?;
        let (property, word) = left.split_once(':')?;
        let operator = match word {
            "eq" => Operator::Equal,
            "ne" | "nq" => Operator::NotEqual,
            "lt" => Operator::Less,
            "le" => Operator::LessOrEqual,
            "gt" => Operator::Greater,
            "ge" => Operator::GreaterOrEqual,
            "like" => Operator::Like,
            "in" => Operator::In,
            _ => return None,
        };
        let decoded = |text: &str| {
            let bytes = percent_encoding::percent_decode_str(text);
            bytes.decode_utf8().ok().map(std::borrow::Cow::into_owned)
        };
        let values = match operator {
            // A comma within a value is encoded, so the list is taken apart first.
            Operator::In => right.split(',').map(decoded).collect::<Option<Vec<_>>>()?,
            Operator::Equal
            | Operator::NotEqual
            | Operator::Less
            | Operator::LessOrEqual
            | Operator::Greater
            | Operator::GreaterOrEqual
            | Operator::Like => vec![decoded(right)?],
        };
        Some(Condition { property: property.to_owned(), operator, values })
    }

    fn holds(&self, object: &Value) -> bool {
        let found = property(object, &self.property);
        let first = self.values.first().map_or("", String::as_str);
        let order = || against(found, first);
        match self.operator {
            Operator::Equal => order() == Some(Ordering::Equal),
            Operator::NotEqual => order() != Some(Ordering::Equal),
            Operator::Less => order() == Some(Ordering::Less),
            Operator::LessOrEqual => order().is_some_and(Ordering::is_le),
            Operator::Greater => order() == Some(Ordering::Greater),
            Operator::GreaterOrEqual => order().is_some_and(Ordering::is_ge),
            Operator::Like => like(first, &plain(found)),
            Operator::In => self.values.iter().any(|value| against(found, value) == Some(Ordering::Equal)),
        }
    }
}

/// A property by its name, which may be dotted.
fn property<'a>(object: &'a Value, name: &str) -> &'a Value {
    name.split('.').fold(object, |value, part| value.get(part).unwrap_or(&Value::Null))
}

/// How a value stands to a text that was written for it; nothing where they cannot be compared.
fn against(value: &Value, text: &str) -> Option<Ordering> {
    match value {
        Value::Number(number) => {
            let whole = number.as_i64().zip(text.parse::<i64>().ok()).map(|(one, other)| one.cmp(&other));
            whole.or_else(|| number.as_f64()?.partial_cmp(&text.parse::<f64>().ok()?))
        }
        Value::String(_) | Value::Bool(_) => Some(plain(value).as_str().cmp(text)),
        Value::Null => (text == "null").then_some(Ordering::Equal),
        Value::Array(_) | Value::Object(_) => None,
    }
}

/// The order of two values of one property; what is not there comes first.
fn compared(one: &Value, other: &Value) -> Ordering {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => match (one.as_i64(), other.as_i64()) {
            (Some(one), Some(other)) => one.cmp(&other),
            (Some(_) | None, _) => one.as_f64().partial_cmp(&other.as_f64()).unwrap_or(Ordering::Equal),
        },
        (Value::Null, Value::Null) => Ordering::Equal,
        (Value::Null, _) => Ordering::Less,
        (_, Value::Null) => Ordering::Greater,
        (one, other) => plain(one).cmp(&plain(other)),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Whether a text is of the pattern, in which a per cent sign is any run of characters.
fn like(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.to_lowercase(), text.to_lowercase());
    let mut parts = pattern.split('%');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn holds(condition: &str) -> bool {
        let object = json!({
            "billId": "FR00000042", "orderId": 42, "active": true, "none": null,
            "price": {"value": 67.19}, "date": "2026-01-15T00:00:00+01:00",
        });
        Condition::parse(condition).expect("a condition").holds(&object)
    }

    #[test]
    fn conditions_are_those_that_clients_send() {
        let table = [
            ("billId:like=%25FR%25", true),
            ("billId:like=fr%25", true),
            ("billId:like=FR", false),
            ("billId:like=%250042", true),
            ("billId:eq=FR00000042", true),
            ("billId:ne=FR00000042", false),
            ("orderId:eq=42", true),
            ("orderId:lt=100", true),
            ("orderId:gt=9", true),
            ("orderId:in=1,42", true),
            ("orderId:in=1,2", false),
            ("price.value:ge=67.19", true),
            ("price.value:gt=67.2", false),
            ("date:ge=2026-01-01", true),
            ("date:le=2026-01-01", false),
            ("active:eq=true", true),
            ("none:eq=null", true),
            ("unknown:eq=1", false),
            ("unknown:nq=1", true),
        ];
        for (condition, expected) in table {
            assert_eq!(holds(condition), expected, "{condition}");
        }
        for odd in ["", "billId", "billId:eq", "billId:is=1", "billId=1", "billId:eq=%ff"] {
            assert_eq!(Condition::parse(odd), None, "{odd}");
        }
    }

    proptest! {
        #[test]
        fn any_pattern_has_an_answer(pattern in "[a%é]{0,8}", text in "[abé]{0,8}") {
            let found = like(&pattern, &text);
            if !pattern.contains('%') {
                prop_assert_eq!(found, pattern == text);
            }
        }

        #[test]
        fn any_filter_has_an_answer(text in any::<String>()) {
            if let Some(condition) = Condition::parse(&text) {
                condition.holds(&json!({"a": 1}));
            }
        }
    }
}
