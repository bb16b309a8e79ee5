//! Reading a TOML file so that every mistake is found at once, each with its line.

use std::cell::RefCell;
use std::ops::Range;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::FileError;

/// One file being read, and what was found wrong in it so far.
pub(crate) struct Reader<'t> {
    file: &'t str,
    text: &'t str,
    errors: RefCell<Vec<FileError>>,
}

/// A table of the file: what is not taken from it is an unknown key.
pub(crate) struct Section<'r, 't> {
    reader: &'r Reader<'t>,
    table: &'r DeTable<'t>,
    /// Where to point when a key is missing.
    span: Range<usize>,
    name: String,
    taken: RefCell<Vec<&'static str>>,
}

impl<'t> Reader<'t> {
    pub(crate) const fn new(file: &'t str, text: &'t str) -> Reader<'t> {
        Reader { file, text, errors: RefCell::new(Vec::new()) }
    }

    /// Notes a mistake at a place of the text.
    pub(crate) fn wrong(&self, span: &Range<usize>, message: String) {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        self.errors.borrow_mut().push(FileError { file: self.file.to_owned(), line, message });
    }

    /// Everything found wrong, from the top of the file to its end.
    pub(crate) fn into_errors(self) -> Vec<FileError> {
        let mut errors = self.errors.into_inner();
        errors.sort_by_key(|error| error.line);
        errors
    }

    /// The whole file as a section.
    pub(crate) fn root<'r>(&'r self, table: &'r Spanned<DeTable<'t>>) -> Section<'r, 't> {
        Section {
            reader: self,
            table: table.get_ref(),
            span: 0..0,
            name: String::new(),
            taken: RefCell::default(),
        }
    }
}

impl<'r, 't> Section<'r, 't> {
    fn key(&self, key: &str) -> String {
        if self.name.is_empty() { key.to_owned() } else { format!("{}.{key}", self.name) }
    }

    fn wrong(&self, span: &Range<usize>, key: &str, message: impl std::fmt::Display) {
        self.reader.wrong(span, format!("{}: {message}", self.key(key)));
    }

    /// The value under a key, when it is there.
    fn optional(&self, key: &'static str) -> Option<&'r Spanned<DeValue<'t>>> {
        self.taken.borrow_mut().push(key);
        self.table.get(key)
    }

    /// The value under a key, which must be there.
    fn required(&self, key: &'static str) -> Option<&'r Spanned<DeValue<'t>>> {
        let value = self.optional(key);
        if value.is_none() {
            self.wrong(&self.span, key, "is missing");
        }
        value
    }

    fn scalar(&self, key: &str, value: &Spanned<DeValue<'t>>) -> Option<String> {
        let text = match value.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            DeValue::Integer(number) => Some(number.as_str().to_owned()),
            DeValue::Float(number) => Some(number.as_str().to_owned()),
            DeValue::Datetime(instant) => Some(instant.to_string()),
            DeValue::Boolean(_) | DeValue::Array(_) | DeValue::Table(_) => None,
        };
        if text.is_none() {
            self.wrong(&value.span(), key, "must be a text or a number");
        }
        text
    }

    fn read<T, E: std::fmt::Display>(
        &self,
        key: &str,
        value: &Spanned<DeValue<'t>>,
        read: impl Fn(&str) -> Result<T, E>,
    ) -> Option<T> {
        match read(&self.scalar(key, value)?) {
            Ok(value) => Some(value),
            Err(error) => {
                self.wrong(&value.span(), key, error);
                None
            }
        }
    }

    /// A value that must be there, read by `read`.
    pub(crate) fn one<T, E: std::fmt::Display>(
        &self,
        key: &'static str,
        read: impl Fn(&str) -> Result<T, E>,
    ) -> Option<T> {
        self.read(key, self.required(key)?, read)
    }

    /// A value that may be absent, read by `read`.
    pub(crate) fn maybe<T, E: std::fmt::Display>(
        &self,
        key: &'static str,
        read: impl Fn(&str) -> Result<T, E>,
    ) -> Option<T> {
        self.read(key, self.optional(key)?, read)
    }

    /// A text that must be there and say something.
    pub(crate) fn text(&self, key: &'static str) -> Option<String> {
        self.one(key, |text| match text.trim() {
            "" => Err("must not be empty"),
            text => Ok(text.to_owned()),
        })
    }

    /// A text that may be absent, but not empty.
    pub(crate) fn maybe_text(&self, key: &'static str) -> Option<String> {
        self.maybe(key, |text| match text.trim() {
            "" => Err("must not be empty; leave it out"),
            text => Ok(text.to_owned()),
        })
    }

    /// A date that may be absent.
    pub(crate) fn maybe_date(&self, key: &'static str) -> Option<Date> {
        self.maybe(key, read_date)
    }

    /// A date that must be there.
    pub(crate) fn date(&self, key: &'static str) -> Option<Date> {
        self.one(key, read_date)
    }

    /// `true` or `false`; `absent` when it is not there.
    pub(crate) fn flag(&self, key: &'static str, absent: bool) -> bool {
        match self.optional(key).map(|value| (value.get_ref(), value.span())) {
            None => absent,
            Some((DeValue::Boolean(flag), _)) => *flag,
            Some((_, span)) => {
                self.wrong(&span, key, "must be true or false");
                absent
            }
        }
    }

    /// A list that must be there and have a first item, without the same item twice.
    pub(crate) fn list<T: PartialEq, E: std::fmt::Display>(
        &self,
        key: &'static str,
        read: impl Fn(&str) -> Result<T, E>,
    ) -> Vec<T> {
        let items = self.possibly_empty_list(key, read);
        let is_empty =
            |value: &Spanned<DeValue<'t>>| value.get_ref().as_array().is_some_and(|list| list.is_empty());
        if let Some(value) = self.table.get(key).filter(|value| is_empty(value)) {
            self.wrong(&value.span(), key, "must have at least one item");
        }
        items
    }

    /// A list that may be left out, which is then empty, without the same item twice.
    pub(crate) fn optional_list<T: PartialEq, E: std::fmt::Display>(
        &self,
        key: &'static str,
        read: impl Fn(&str) -> Result<T, E>,
    ) -> Vec<T> {
        if self.optional(key).is_none() { Vec::new() } else { self.possibly_empty_list(key, read) }
    }

    /// A list that must be there, without the same item twice.
    pub(crate) fn possibly_empty_list<T: PartialEq, E: std::fmt::Display>(
        &self,
        key: &'static str,
        read: impl Fn(&str) -> Result<T, E>,
    ) -> Vec<T> {
        let Some(value) = self.required(key) else { return Vec::new() };
        let Some(list) = value.get_ref().as_array() else {
            self.wrong(&value.span(), key, "must be a list");
            return Vec::new();
        };
        let mut items = Vec::new();
        for entry in list.iter() {
            let Some(item) = self.read(key, entry, &read) else { continue };
            if items.contains(&item) {
                self.wrong(&entry.span(), key, "the same item is there twice");
            }
            items.push(item);
        }
        items
    }

    /// A table that must be there.
    pub(crate) fn section(&self, key: &'static str) -> Option<Section<'r, 't>> {
        let value = self.required(key)?;
        self.as_section(key, value)
    }

    /// A table that may be absent.
    pub(crate) fn maybe_section(&self, key: &'static str) -> Option<Section<'r, 't>> {
        let value = self.optional(key)?;
        self.as_section(key, value)
    }

    /// The tables of `[[key]]`; none when there are none.
    pub(crate) fn sections(&self, key: &'static str) -> Vec<Section<'r, 't>> {
        let Some(value) = self.optional(key) else { return Vec::new() };
        let Some(list) = value.get_ref().as_array() else {
            self.wrong(&value.span(), key, format_args!("must be a list of tables: [[{key}]]"));
            return Vec::new();
        };
        list.iter().filter_map(|entry| self.as_section(key, entry)).collect()
    }

    fn as_section(&self, key: &'static str, value: &'r Spanned<DeValue<'t>>) -> Option<Section<'r, 't>> {
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(&value.span(), key, "must be a table");
            return None;
        };
        let (span, name) = (value.span(), self.key(key));
        Some(Section { reader: self.reader, table, span, name, taken: RefCell::default() })
    }

    /// Every key and text of a table whose keys are free.
    pub(crate) fn entries<K, E: std::fmt::Display>(
        &self,
        read: impl Fn(&str) -> Result<K, E>,
    ) -> Vec<(K, String)> {
        let mut entries = Vec::new();
        for (key, value) in self.table.iter() {
            match read(key.get_ref()) {
                Ok(name) => entries.extend(self.scalar(key.get_ref(), value).map(|text| (name, text))),
                Err(error) => self.wrong(&key.span(), key.get_ref(), error),
            }
        }
        entries
    }

    /// Notes a mistake about the value of a key, or about the section when the key is absent.
    pub(crate) fn complain(&self, key: &str, message: impl std::fmt::Display) {
        let span = self.table.get(key).map_or(self.span.clone(), Spanned::span);
        self.wrong(&span, key, message);
    }

    /// Notes every key that nobody took, with the known key it resembles.
    pub(crate) fn refuse_unknown(self) {
        let taken = self.taken.borrow();
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if taken.contains(&name) {
                continue;
            }
            let near = taken.iter().filter(|known| strsim::osa_distance(known, name) <= 1 + name.len() / 4);
            let hint = match near.min_by_key(|known| strsim::osa_distance(known, name)) {
                Some(known) => format!("did you mean {known:?}?"),
                None => format!("known here: {}", taken.join(", ")),
            };
            self.reader.wrong(&key.span(), format!("unknown key {:?}; {hint}", self.key(name)));
        }
    }
}

fn read_date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| format!("{text:?} is not a date such as 2014-01-01"))
}
