//! Statements are literals: `sql!("…")` is the only way to make one.

/// The text of a statement, known at build time; made by [`crate::sql!`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sql(&'static str);

impl Sql {
    #[doc(hidden)]
    #[must_use]
    pub const fn literal(text: &'static str) -> Sql {
        Sql(text)
    }

    /// The text.
    #[must_use]
    pub const fn text(&self) -> &'static str {
        self.0
    }
}

/// A statement from a literal, so that a test can find and prepare every one of them on both databases.
///
/// Parameters are `$1`, `$2`…; in an account's or a series' transaction `$1` is its key.
#[macro_export]
macro_rules! sql {
    ($text:literal) => {
        $crate::Sql::literal($text)
    };
}
