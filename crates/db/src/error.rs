//! What a database can answer instead of a result.

/// Why a statement or a transaction has no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A constraint refused the row. Names are the same on both databases: see [`Error::constraint`].
    #[error("constraint {name} refused the row")]
    Constraint {
        /// The constraint's or the unique index's name; `table_column_not_null` for a missing value.
        name: String,
    },
    /// [`crate::Read::query_one`] found no row.
    #[error("no such row")]
    Missing,
    /// The server went away during COMMIT: the transaction was applied whole or not at all, and nobody knows
    /// which. Read by the idempotency key before anything else; never repeat blindly.
    #[error("the outcome of the commit is unknown: {0}")]
    Unknown(String),
    /// The database did not answer in time, or is closed. Nothing was applied.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// Other transactions came in between more often than we are willing to try again. Nothing was applied.
    #[error("too many conflicts: {0}")]
    Conflict(String),
    /// A column does not hold what was asked of it.
    #[error("column {column} ({name}): {problem}")]
    Column {
        /// Position in the select list, from 0.
        column: usize,
        /// Its name in the answer.
        name: String,
        /// What was expected and found.
        problem: String,
    },
    /// The statement is wrong: its text, the number of its parameters or their types. A bug of ours.
    #[error("wrong statement: {0}")]
    Statement(String),
    /// A statement came after one that failed; the first failure is the transaction's answer.
    #[error("the transaction has already failed: {0}")]
    Poisoned(String),
    /// The closure panicked. Its transaction was rolled back alone.
    #[error("the transaction panicked: {0}")]
    Panicked(String),
    /// A migration cannot be applied.
    #[error("migration {0}")]
    Migration(String),
}

impl Error {
    /// The name of the constraint that refused the row, for `match error.constraint()`.
    #[must_use]
    pub fn constraint(&self) -> Option<&str> {
        if let Error::Constraint { name } = self { Some(name) } else { None }
    }

    /// Whether constraint `name` refused the row.
    #[must_use]
    pub fn is_constraint(&self, name: &str) -> bool {
        self.constraint() == Some(name)
    }

    pub(crate) fn unavailable(problem: impl std::fmt::Display) -> Error {
        Error::Unavailable(problem.to_string())
    }

    pub(crate) fn statement(problem: impl std::fmt::Display) -> Error {
        Error::Statement(problem.to_string())
    }
}
