//! Reads settings from the file, the environment over it and the flags over that, and remembers every mistake.

use std::collections::{BTreeMap, BTreeSet};

use toml::de::{DeTable, DeValue};

use super::setting::{Form, Setting};

/// The prefix of our variables.
pub(crate) const PREFIX: &str = "COMPTOIR_";
/// The variable that names the file; it is no setting.
pub(crate) const FILE_VARIABLE: &str = "COMPTOIR_CONFIG";

/// A mistake, and where it was made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Problem {
    /// `comptoir.toml:12`, `COMPTOIR_LISTEN` or `--listen`.
    pub(crate) place: Place,
    /// What is wrong, and what is expected.
    pub(crate) message: String,
}

/// Where a setting was made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// A line of the file.
    File(String, usize),
    /// A variable of the environment.
    Variable(String),
    /// A flag of the command line.
    Flag(String),
    /// Nowhere: the default.
    Default(String),
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.place {
            Place::File(name, line) => write!(f, "{name}:{line}: {}", self.message),
            Place::Variable(name) | Place::Flag(name) | Place::Default(name) => {
                write!(f, "{name}: {}", self.message)
            }
        }
    }
}

/// Everything that was said about the settings, before it is understood.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sources {
    /// The name and content of the file, if there is one.
    pub(crate) file: Option<(String, String)>,
    /// The environment; other variables than ours are ignored.
    pub(crate) environment: BTreeMap<String, String>,
    /// The flags that were given, by the setting's path.
    pub(crate) flags: BTreeMap<&'static str, String>,
}

/// A value of the file, as text.
struct Given {
    /// As a variable of the environment would spell it; `None` for what no setting is, such as a list.
    text: Option<String>,
    line: usize,
    form: Option<Form>,
    is_table: bool,
}

/// Hands out settings one by one.
pub(crate) struct Reader {
    sources: Sources,
    given: BTreeMap<String, Given>,
    known: BTreeSet<String>,
    places: BTreeMap<String, Place>,
    problems: Vec<Problem>,
}

impl Reader {
    /// Opens the sources; what cannot even be parsed is remembered as problems.
    pub(crate) fn open(sources: Sources) -> Reader {
        let mut reader = Reader {
            sources,
            given: BTreeMap::new(),
            known: BTreeSet::new(),
            places: BTreeMap::new(),
            problems: Vec::new(),
        };
        if let Some((name, text)) = reader.sources.file.clone() {
            let (table, errors) = DeTable::parse_recoverable(&text);
            for error in errors {
                let line = error.span().map_or(1, |span| line_of(&text, span.start));
                reader.problems.push(Problem {
                    place: Place::File(name.clone(), line),
                    message: error.message().to_owned(),
                });
            }
            collect(table.get_ref(), "", &text, &mut reader.given);
        }
        reader
    }

    /// The setting at `path`, from the flags, else the environment, else the file, else `default`.
    pub(crate) fn take<T: Setting>(&mut self, path: &str, default: T) -> T {
        self.known.insert(path.to_owned());
        let variable = variable(path);
        let (place, text) = if let Some(text) = self.sources.flags.get(path) {
            (Place::Flag(format!("--{path}")), Ok(text.clone()))
        } else if let Some(text) = self.sources.environment.get(&variable) {
            (Place::Variable(variable), Ok(text.clone()))
        } else if let Some(given) = self.given.get(path) {
            let name = self.sources.file.as_ref().map(|(name, _)| name.clone()).unwrap_or_default();
            (Place::File(name, given.line), expect_form::<T>(given))
        } else {
            self.places.insert(path.to_owned(), Place::Default(path.to_owned()));
            return default;
        };
        self.places.insert(path.to_owned(), place.clone());
        text.and_then(|text| T::read(&text)).unwrap_or_else(|expected| {
            self.problems.push(Problem { place, message: format!("{path}: {expected}") });
            default
        })
    }

    /// Adds a mistake that only shows when settings are seen together.
    pub(crate) fn complain(&mut self, path: &str, message: &str) {
        let place = self.places.get(path).cloned().unwrap_or_else(|| Place::Default(path.to_owned()));
        let message = match place {
            Place::Default(_) => message.to_owned(),
            Place::File(..) | Place::Variable(_) | Place::Flag(_) => format!("{path}: {message}"),
        };
        self.problems.push(Problem { place, message });
    }

    /// Every mistake, those about unknown names included, in the order of their places.
    pub(crate) fn finish(mut self) -> Vec<Problem> {
        let name = self.sources.file.as_ref().map(|(name, _)| name.clone()).unwrap_or_default();
        for (path, given) in &self.given {
            let is_known = self.known.contains(path)
                || self.known.iter().any(|known| given.is_table && known.starts_with(&format!("{path}.")))
                || path.rsplit_once('.').is_some_and(|(table, _)| self.is_table(table));
            if !is_known {
                let message = format!("{path} is not a setting{}", suggestion(path, &self.known));
                self.problems.push(Problem { place: Place::File(name.clone(), given.line), message });
            }
        }
        let variables: BTreeSet<String> = self.known.iter().map(|path| variable(path)).collect();
        for name in self.sources.environment.keys().filter(|name| name.starts_with(PREFIX)) {
            if !variables.contains(name) && name != FILE_VARIABLE {
                let message = "is not the variable of a setting".to_owned();
                self.problems.push(Problem { place: Place::Variable(name.clone()), message });
            }
        }
        self.problems.sort();
        self.problems
    }

    fn is_table(&self, path: &str) -> bool {
        self.known.contains(path) && self.given.get(path).is_some_and(|given| given.is_table)
    }
}

/// The variable of the setting at `path`: `COMPTOIR_HTTP_STOP_SECONDS_MAX` for `http.stop_seconds_max`.
pub(crate) fn variable(path: &str) -> String {
    format!("{PREFIX}{}", path.to_uppercase().replace('.', "_"))
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

fn expect_form<T: Setting>(given: &Given) -> Result<String, String> {
    let expected = match T::FORM {
        Form::Text => "a text in quotes is expected",
        Form::Whole => "a whole number without quotes is expected",
        Form::Truth => "true or false without quotes is expected",
        Form::Pairs => "a table of texts is expected, such as { key = \"value\" }",
        Form::List => "a list of texts is expected, such as [\"one\", \"two\"]",
    };
    match (&given.text, given.form) {
        (Some(text), Some(form)) if form == T::FORM => Ok(text.clone()),
        _ => Err(expected.to_owned()),
    }
}

fn collect(table: &DeTable<'_>, prefix: &str, text: &str, given: &mut BTreeMap<String, Given>) {
    for (key, value) in table {
        let path =
            if prefix.is_empty() { key.get_ref().to_string() } else { format!("{prefix}.{}", key.get_ref()) };
        let line = line_of(text, key.span().start);
        let (value_text, form) = understood(value.get_ref());
        let is_table = value.get_ref().is_table();
        if let DeValue::Table(inner) = value.get_ref() {
            collect(inner, &path, text, given);
        }
        given.insert(path, Given { text: value_text, line, form, is_table });
    }
}

/// The value as a variable of the environment would spell it, and its shape.
fn understood(value: &DeValue<'_>) -> (Option<String>, Option<Form>) {
    match value {
        DeValue::String(text) => (Some(text.to_string()), Some(Form::Text)),
        DeValue::Integer(number) => (Some(number.to_string()), Some(Form::Whole)),
        DeValue::Boolean(truth) => (Some(truth.to_string()), Some(Form::Truth)),
        DeValue::Table(table) => {
            let pair = |key: &str, value: &DeValue<'_>| value.as_str().map(|text| format!("{key}={text}"));
            let pairs = table.iter().map(|(key, value)| pair(key.get_ref(), value.get_ref()));
            (pairs.collect::<Option<Vec<String>>>().map(|pairs| pairs.join(",")), Some(Form::Pairs))
        }
        DeValue::Array(list) => {
            let texts = list.iter().map(|value| value.get_ref().as_str().map(str::to_owned));
            (texts.collect::<Option<Vec<String>>>().map(|texts| texts.join(",")), Some(Form::List))
        }
        DeValue::Float(_) | DeValue::Datetime(_) => (None, None),
    }
}

/// The known name that was probably meant.
fn suggestion(path: &str, known: &BTreeSet<String>) -> String {
    let distance = |other: &str| edits(path, other);
    match known.iter().min_by_key(|other| distance(other)) {
        Some(nearest) if distance(nearest) <= 3 => format!("; did you mean {nearest}?"),
        _ => String::new(),
    }
}

/// How many letters differ (Levenshtein).
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, other) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != *other);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
