//! Reading JSON so that a mistake is reported with the path of the value, and unknown fields are kept.

use serde_json::{Map, Value};

use crate::Extra;

/// What is wrong with a catalogue, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportError {
    /// The path of the value, such as `plans[3].pricings[1].price`; empty for the file as a whole.
    pub path: String,
    /// What is wrong with it, and what would be right.
    pub message: String,
}

impl std::fmt::Display for ImportError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.path, self.message)
        }
    }
}

impl std::error::Error for ImportError {}

/// Where a value is, as a chain that only becomes a text when something is wrong.
#[derive(Clone, Copy)]
pub(crate) enum Path<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl std::fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Path::Root => Ok(()),
            Path::Key(Path::Root, key) => f.write_str(key),
            Path::Key(parent, key) => write!(f, "{parent}.{key}"),
            Path::Index(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

impl Path<'_> {
    /// The mistake `message` at this place.
    pub(crate) fn error(&self, message: impl Into<String>) -> ImportError {
        ImportError { path: self.to_string(), message: message.into() }
    }
}

/// An object being read: what is not taken from it is kept as unknown.
pub(crate) struct Object<'p> {
    map: Map<String, Value>,
    pub(crate) path: &'p Path<'p>,
}

/// The longest name, description or code, in bytes.
const TEXT_BYTES_MAX: usize = 4_096;

impl<'p> Object<'p> {
    pub(crate) fn new(value: Value, path: &'p Path<'p>) -> Result<Object<'p>, ImportError> {
        let found = kind(&value);
        let Value::Object(map) = value else {
            return Err(path.error(format!("must be an object, not {found}")));
        };
        Ok(Object { map, path })
    }

    /// The value under a key; `null` is as good as absent.
    fn take(&mut self, key: &str) -> Option<Value> {
        self.map.shift_remove(key).filter(|value| !value.is_null())
    }

    pub(crate) fn wrong(&self, key: &str, message: impl Into<String>) -> ImportError {
        Path::Key(self.path, key).error(message)
    }

    fn needed<T>(&self, key: &str, value: Option<T>) -> Result<T, ImportError> {
        value.ok_or_else(|| self.wrong(key, "is missing"))
    }

    pub(crate) fn maybe_text(&mut self, key: &str) -> Result<Option<String>, ImportError> {
        match self.take(key) {
            None => Ok(None),
            Some(value) => text(value, &Path::Key(self.path, key)).map(Some),
        }
    }

    pub(crate) fn text(&mut self, key: &str) -> Result<String, ImportError> {
        let text = self.maybe_text(key)?;
        self.needed(key, text)
    }

    /// A text that must not be empty: what identifies something.
    pub(crate) fn name(&mut self, key: &str) -> Result<String, ImportError> {
        let name = self.text(key)?;
        if name.trim().is_empty() { Err(self.wrong(key, "must not be empty")) } else { Ok(name) }
    }

    pub(crate) fn maybe_flag(&mut self, key: &str) -> Result<Option<bool>, ImportError> {
        match self.take(key) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(flag)),
            Some(other) => Err(self.wrong(key, format!("must be true or false, not {}", kind(&other)))),
        }
    }

    pub(crate) fn flag(&mut self, key: &str) -> Result<bool, ImportError> {
        let flag = self.maybe_flag(key)?;
        self.needed(key, flag)
    }

    /// A whole number within limits.
    pub(crate) fn maybe_number<T: TryFrom<i64>>(
        &mut self,
        key: &str,
        limits: (i64, i64),
    ) -> Result<Option<T>, ImportError> {
        let Some(value) = self.take(key) else { return Ok(None) };
        let (least, most) = limits;
        let number = value.as_i64().filter(|number| (least..=most).contains(number));
        match number.and_then(|number| T::try_from(number).ok()) {
            Some(number) => Ok(Some(number)),
            None => {
                let wanted = if most == i64::MAX {
                    format!("must be a whole number from {least}")
                } else {
                    format!("must be a whole number from {least} to {most}")
                };
                Err(self.wrong(key, format!("{wanted}, not {}", shown(&value))))
            }
        }
    }

    pub(crate) fn number<T: TryFrom<i64>>(
        &mut self,
        key: &str,
        limits: (i64, i64),
    ) -> Result<T, ImportError> {
        let number = self.maybe_number(key, limits)?;
        self.needed(key, number)
    }

    /// A number as it was written, for values with decimals.
    pub(crate) fn decimal(&mut self, key: &str) -> Result<String, ImportError> {
        let value = self.take(key);
        let value = self.needed(key, value)?;
        let Value::Number(number) = &value else {
            return Err(self.wrong(key, format!("must be a number, not {}", kind(&value))));
        };
        Ok(number.to_string())
    }

    /// A text read by `read`, which answers nothing when it does not know the word.
    pub(crate) fn word<T>(
        &mut self,
        key: &str,
        words: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<T, ImportError> {
        let word = self.text(key)?;
        read(&word).ok_or_else(|| self.wrong(key, format!("unknown word {word:?}: use {words}")))
    }

    pub(crate) fn maybe_object<T>(
        &mut self,
        key: &str,
        read: impl FnOnce(Object<'_>) -> Result<T, ImportError>,
    ) -> Result<Option<T>, ImportError> {
        match self.take(key) {
            None => Ok(None),
            Some(value) => read(Object::new(value, &Path::Key(self.path, key))?).map(Some),
        }
    }

    pub(crate) fn object<T>(
        &mut self,
        key: &str,
        read: impl FnOnce(Object<'_>) -> Result<T, ImportError>,
    ) -> Result<T, ImportError> {
        let object = self.maybe_object(key, read)?;
        self.needed(key, object)
    }

    /// A list, absent when it is absent or `null`.
    pub(crate) fn maybe_list<T>(
        &mut self,
        key: &str,
        mut read: impl FnMut(Value, &Path<'_>) -> Result<T, ImportError>,
    ) -> Result<Option<Vec<T>>, ImportError> {
        let path = Path::Key(self.path, key);
        match self.take(key) {
            None => Ok(None),
            Some(Value::Array(items)) => {
                let read = |(index, item)| read(item, &Path::Index(&path, index));
                items.into_iter().enumerate().map(read).collect::<Result<_, _>>().map(Some)
            }
            Some(other) => Err(path.error(format!("must be a list, not {}", kind(&other)))),
        }
    }

    pub(crate) fn list<T>(
        &mut self,
        key: &str,
        read: impl FnMut(Value, &Path<'_>) -> Result<T, ImportError>,
    ) -> Result<Vec<T>, ImportError> {
        let list = self.maybe_list(key, read)?;
        self.needed(key, list)
    }

    /// A value kept as it is.
    pub(crate) fn any(&mut self, key: &str) -> Option<Value> {
        self.take(key)
    }

    /// What nobody took; without what was `null`.
    pub(crate) fn rest(self) -> Extra {
        self.map
    }
}

pub(crate) fn text(value: Value, path: &Path<'_>) -> Result<String, ImportError> {
    let found = kind(&value);
    let Value::String(text) = value else { return Err(path.error(format!("must be a text, not {found}"))) };
    if text.len() > TEXT_BYTES_MAX {
        return Err(path.error(format!("has {} bytes; the most is {TEXT_BYTES_MAX}", text.len())));
    }
    // PostgreSQL cannot store it, and no name needs it.
    if text.contains('\0') { Err(path.error("must not contain the character U+0000")) } else { Ok(text) }
}

/// The first value that was already there, with its index.
pub(crate) fn duplicate<'a>(names: impl Iterator<Item = &'a str>) -> Option<(usize, &'a str)> {
    let mut seen = std::collections::HashSet::new();
    names.enumerate().find(|(_, name)| !seen.insert(*name))
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn shown(value: &Value) -> String {
    if let Value::Number(number) = value { number.to_string() } else { kind(value).to_owned() }
}
