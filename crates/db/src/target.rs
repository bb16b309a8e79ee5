//! Where the database is, and how much of it we use.

use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use kernel::Secret;

/// The two kinds of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// A file on this machine.
    Sqlite,
    /// A PostgreSQL server, or what speaks like one.
    Postgres,
}

/// Where the database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The path of a SQLite file, made when it is not there.
    Sqlite(PathBuf),
    /// A `postgres://…` address, with its password. `sslmode=verify-full` protects the way there, and
    /// `sslrootcert=FILE` names whom to trust instead of the system's authorities.
    Postgres(Secret<String>),
}

/// A text that is not the address of a database. It does not repeat the text: there may be a password in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not the address of a database: write sqlite:PATH or postgres://USER@HOST/NAME{0}")]
pub struct TargetError(String);

impl FromStr for Target {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Target, TargetError> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            return if path.is_empty() {
                Err(TargetError(" (the path is empty)".to_owned()))
            } else {
                Ok(Target::Sqlite(PathBuf::from(path)))
            };
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            let address = Secret::new(text.to_owned());
            return match crate::postgres::Address::parse(&address) {
                Ok(_) => Ok(Target::Postgres(address)),
                Err(error) => Err(TargetError(format!(" ({error})"))),
            };
        }
        Err(TargetError(String::new()))
    }
}

impl Target {
    /// Which kind of database it is.
    #[must_use]
    pub const fn backend(&self) -> Backend {
        match self {
            Target::Sqlite(_) => Backend::Sqlite,
            Target::Postgres(_) => Backend::Postgres,
        }
    }
}

/// How much of the database we use, and how long we wait for it. Every wait has a maximum.
#[derive(Debug, Clone)]
pub struct Options {
    /// PostgreSQL connections at the most, each with its own thread.
    pub connections_max: usize,
    /// SQLite connections for reading at the most.
    pub readers_max: usize,
    /// The longest a closure waits for its turn or a connection.
    pub wait_max: Duration,
    /// The longest a closure waits for a server that went away, its wait for a connection included: enough for a
    /// server that starts again, and short enough for a person.
    pub outage_max: Duration,
    /// The longest a single statement may run on PostgreSQL.
    pub statement_max: Duration,
    /// How often a closure is run again when other transactions come in between.
    pub retries_max: u32,
    /// How many closures SQLite commits together at the most.
    pub group_max: usize,
    /// How many writes must be on their way before SQLite rehearses them: few wait for the commit more than for the
    /// writer, and a rehearsal would only make its groups smaller.
    pub rehearsed_from: usize,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            connections_max: 8,
            readers_max: 8,
            wait_max: Duration::from_secs(10),
            outage_max: Duration::from_secs(2),
            statement_max: Duration::from_secs(60),
            retries_max: 10,
            group_max: 256,
            rehearsed_from: 32,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_read_and_do_not_show_their_password() {
        let sqlite = |path: &str| Ok(Target::Sqlite(PathBuf::from(path)));
        assert_eq!("sqlite:data/comptoir.db".parse(), sqlite("data/comptoir.db"));
        assert_eq!("sqlite:///var/lib/comptoir.db".parse(), sqlite("/var/lib/comptoir.db"));
        let server = "postgres://desk:hunter2@db.example/comptoir".parse::<Target>();
        assert!(!format!("{server:?}").contains("hunter2"));
        for bad in ["", "sqlite:", "mysql://x", "postgres://h:port-hunter2/x"] {
            let error = bad.parse::<Target>().map_err(|error| error.to_string());
            assert!(error.is_err_and(|text| !text.contains("hunter2")), "{bad:?} was accepted or repeated");
        }
    }
}
