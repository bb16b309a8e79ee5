//! What a job is, and what a worker holds while it does one.

use kernel::{AccountId, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Work to do after the commit. Doing it twice must be harmless outside the database; inside, [`crate::complete`]
/// makes its effect happen once.
pub trait Job: Serialize + DeserializeOwned {
    /// Its name in the table; never changed once used.
    const NAME: &'static str;
    /// How often it is tried before a person has to look.
    const ATTEMPTS_MAX: u16 = 12;

    /// What it is for, unique in the account among jobs of its name: `order/<id>/confirmed`.
    fn key(&self) -> String;
}

/// How a job ended that did not succeed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JobError {
    /// Trying again may help.
    #[error("to be tried again: {0}")]
    Retry(String),
    /// It will not: a person has to look at it.
    #[error("failed: {0}")]
    Fail(String),
}

/// Why the end of a job was not written.
#[derive(Debug, thiserror::Error)]
pub enum LeaseError {
    /// The lease ended and somebody else has the job, or it was ended already.
    #[error("the lease of the job is over")]
    Stale,
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// A job that can be claimed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Due {
    pub(crate) account: AccountId,
    pub(crate) name: String,
    pub(crate) key: String,
}

impl Due {
    /// Whose job it is.
    #[must_use]
    pub const fn account(&self) -> AccountId {
        self.account
    }

    /// What kind of job it is.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is for.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }
}

/// A job that is ours until its lease ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    pub(crate) due: Due,
    pub(crate) payload: String,
    pub(crate) attempt: u16,
    pub(crate) attempts_max: u16,
    pub(crate) fence: i64,
    pub(crate) claimed_at: Timestamp,
}

impl Claim {
    /// Whose job it is.
    #[must_use]
    pub const fn account(&self) -> AccountId {
        self.due.account
    }

    /// What kind of job it is.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.due.name
    }

    /// What it is for.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.due.key
    }

    /// Which attempt this is, from 1.
    #[must_use]
    pub const fn attempt(&self) -> u16 {
        self.attempt
    }

    /// The job itself.
    ///
    /// # Errors
    /// When the payload is not one of a `J`, such as after a downgrade.
    pub fn job<J: Job>(&self) -> Result<J, serde_json::Error> {
        serde_json::from_str(&self.payload)
    }
}

/// A job that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadJob {
    /// Whose job it is.
    pub account: AccountId,
    /// What kind of job it is.
    pub name: String,
    /// What it is for.
    pub key: String,
    /// How often it was tried.
    pub attempt: u16,
    /// Why it is dead.
    pub reason: String,
    /// When it was written.
    pub enqueued_at: Timestamp,
    /// Since when it is dead.
    pub ended_at: Timestamp,
}
