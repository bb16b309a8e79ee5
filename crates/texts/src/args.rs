//! The values a text is filled with.

use std::borrow::Cow;

/// One value: text is put in as it is, a number also chooses the plural.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg {
    /// Ready to be read: an amount, a date or a name, already written in the reader's habits.
    Text(String),
    /// A count; it is grouped after the language's habit.
    Number(i64),
}

/// Named values: `Args::new().with("count", 3).with("name", "Ada")`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Args(Vec<(Cow<'static, str>, Arg)>);

impl Args {
    /// No value.
    #[must_use]
    pub const fn new() -> Args {
        Args(Vec::new())
    }

    /// The same values and this one.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Arg>) -> Args {
        self.0.push((name.into(), value.into()));
        self
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Arg)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), value))
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Arg {
        Arg::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Arg {
        Arg::Text(text)
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Arg {
        Arg::Number(number)
    }
}

impl From<u32> for Arg {
    fn from(number: u32) -> Arg {
        Arg::Number(i64::from(number))
    }
}

impl From<u16> for Arg {
    fn from(number: u16) -> Arg {
        Arg::Number(i64::from(number))
    }
}

impl From<usize> for Arg {
    fn from(number: usize) -> Arg {
        Arg::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}
