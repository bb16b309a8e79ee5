//! One connection to a SQLite file.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use foldhash::fast::RandomState;
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, OpenFlags};

use super::constraint;
use crate::dialect::statement_for_sqlite;
use crate::tx::check_count;
use crate::value::{Value, instant_text};
use crate::{Error, Row};

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The only one that writes.
    Writer,
    /// One of those that read.
    Reader,
}

/// How many statements a connection keeps ready.
const STATEMENTS_MAX: usize = 1_000;
/// Virtual machine steps between two looks at the limit.
const STEPS: i32 = 1_000;
/// Looks after which a read is too long for an async worker: about 10 ms.
const LOOKS_MAX: u32 = 1_000;

/// One connection.
#[derive(Debug)]
pub(crate) struct Sqlite {
    connection: Connection,
    texts: RefCell<HashMap<Box<str>, Arc<Text>, RandomState>>,
    looks: Arc<AtomicU32>,
    interrupted: Arc<AtomicBool>,
}

/// A statement's text as SQLite reads it.
#[derive(Debug)]
struct Text {
    translated: Box<str>,
    /// Which of the caller's values each of SQLite's parameters is: it numbers `$2` by its first appearance.
    places: Box<[usize]>,
}

impl Sqlite {
    pub(crate) fn open(path: &Path, role: Role) -> Result<Sqlite, Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let open = || {
            let connection = Connection::open_with_flags(path, flags)?;
            connection.busy_timeout(Duration::from_secs(10))?;
            connection.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
            // A plan must not depend on the values: a statement on a table with a partial index would be
            // compiled again each time other values are bound to it.
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
            connection.execute_batch(
                "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; \
                 pragma temp_store = memory; pragma wal_autocheckpoint = 0; \
                 pragma journal_size_limit = 67108864; pragma cache_size = -16384;",
            )?;
            if role == Role::Reader {
                connection.execute_batch("pragma query_only = on")?;
            }
            // A first read: it notices a file that is no database, and it gives back the lock that the change
            // to WAL keeps when another connection makes the same change at once.
            connection.query_row("select count(*) from sqlite_master", [], |row| row.get::<_, i64>(0))?;
            Ok(connection)
        };
        let connection = open().map_err(|error: rusqlite::Error| {
            Error::Unavailable(format!("cannot open {}: {error}", path.display()))
        })?;
        Ok(Sqlite {
            connection,
            texts: RefCell::default(),
            looks: Arc::default(),
            interrupted: Arc::default(),
        })
    }

    /// The connection itself, for what is not a statement of a slice.
    pub(crate) const fn raw(&self) -> &Connection {
        &self.connection
    }

    /// Stops statements after a page's worth of work, or lets them run.
    pub(crate) fn limit_work(&mut self, is_limited: bool) {
        self.looks.store(0, Ordering::Relaxed);
        self.interrupted.store(false, Ordering::Relaxed);
        let (looks, interrupted) = (Arc::clone(&self.looks), Arc::clone(&self.interrupted));
        let handler = move || {
            let is_over = looks.fetch_add(1, Ordering::Relaxed) >= LOOKS_MAX;
            if is_over {
                interrupted.store(true, Ordering::Relaxed);
            }
            is_over
        };
        // Without a handler a statement is only less bounded, not wrong.
        let _ = self.connection.progress_handler(STEPS, is_limited.then_some(handler));
    }

    /// Whether the limit stopped a statement since it was set.
    pub(crate) fn was_interrupted(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }

    /// How many rows this connection has written since it was opened.
    pub(crate) fn changes(&self) -> u64 {
        self.connection.total_changes()
    }

    /// A number that changes when another connection commits; nothing when SQLite does not say.
    pub(crate) fn others_version(&self) -> Option<i64> {
        let version =
            || self.connection.prepare_cached("pragma data_version")?.query_row([], |row| row.get(0));
        version().ok()
    }

    pub(crate) fn is_autocommit(&self) -> bool {
        self.connection.is_autocommit()
    }

    /// Runs a statement of our own, such as `begin`.
    pub(crate) fn batch(&self, text: &str) -> Result<(), Error> {
        let run = || self.connection.prepare_cached(text)?.raw_execute();
        run().map(|_| ()).map_err(|error| self.error(&error, text))
    }

    pub(crate) fn query(
        &self,
        text: &str,
        values: &[Value<'_>],
        each: &mut dyn FnMut(&Row<'_>) -> bool,
    ) -> Result<(), Error> {
        let mut statement = self.bound(text, values)?;
        let mut rows = statement.raw_query();
        loop {
            match rows.next() {
                Ok(Some(row)) if each(&Row::sqlite(row)) => {}
                Ok(_) => return Ok(()),
                Err(error) => return Err(self.error(&error, text)),
            }
        }
    }

    pub(crate) fn execute(&self, text: &str, values: &[Value<'_>]) -> Result<u64, Error> {
        let mut statement = self.bound(text, values)?;
        let changed = statement.raw_execute().map_err(|error| self.error(&error, text))?;
        Ok(changed as u64)
    }

    /// Runs a statement once for each row of values.
    pub(crate) fn execute_each(&self, text: &str, rows: &[Vec<Value<'_>>]) -> Result<(), Error> {
        let known = self.text(text)?;
        let prepared = self.connection.prepare_cached(&known.translated);
        let mut statement = prepared.map_err(|error| self.error(&error, text))?;
        for values in rows {
            check_count(text, known.places.len(), values.len())?;
            self.bind(&mut statement, &known, values, text)?;
            statement.raw_execute().map_err(|error| self.error(&error, text))?;
        }
        Ok(())
    }

    fn bound(&self, text: &str, values: &[Value<'_>]) -> Result<CachedStatement<'_>, Error> {
        let known = self.text(text)?;
        check_count(text, known.places.len(), values.len())?;
        let prepared = self.connection.prepare_cached(&known.translated);
        let mut statement = prepared.map_err(|error| self.error(&error, text))?;
        self.bind(&mut statement, &known, values, text)?;
        Ok(statement)
    }

    fn bind(
        &self,
        statement: &mut CachedStatement<'_>,
        known: &Text,
        values: &[Value<'_>],
        text: &str,
    ) -> Result<(), Error> {
        for (index, place) in (1..).zip(&known.places) {
            let bound = statement.raw_bind_parameter(index, stored(&values[*place]));
            bound.map_err(|error| self.error(&error, text))?;
        }
        Ok(())
    }

    /// The text as SQLite reads it, translated now if it is new.
    fn text(&self, text: &str) -> Result<Arc<Text>, Error> {
        if let Some(known) = self.texts.borrow().get(text) {
            return Ok(Arc::clone(known));
        }
        let translated = statement_for_sqlite(text);
        let statement =
            self.connection.prepare_cached(&translated).map_err(|error| self.error(&error, text))?;
        let place = |index| {
            let number = statement.parameter_name(index).and_then(|name| name.strip_prefix('$'));
            number.and_then(|digits| digits.parse::<usize>().ok()).and_then(|number| number.checked_sub(1))
        };
        let places: Option<Box<[usize]>> = (1..=statement.parameter_count()).map(place).collect();
        let places = places.ok_or_else(|| Error::Statement(format!("parameters are $1, $2…: {text}")))?;
        if places.iter().any(|place| *place >= places.len()) {
            return Err(Error::Statement(format!("a parameter is not used: {text}")));
        }
        let known = Arc::new(Text { translated: translated.into(), places });
        let mut texts = self.texts.borrow_mut();
        if texts.len() >= STATEMENTS_MAX {
            texts.clear();
        }
        texts.insert(text.into(), Arc::clone(&known));
        Ok(known)
    }

    /// Says what went wrong in our words.
    pub(crate) fn error(&self, error: &rusqlite::Error, text: &str) -> Error {
        let rusqlite::Error::SqliteFailure(failure, message) = error else {
            return Error::Statement(format!("{error}: {text}"));
        };
        let message = message.as_deref().unwrap_or_default();
        use rusqlite::ErrorCode as Code;
        if failure.code == Code::ConstraintViolation {
            if failure.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_DATATYPE {
                return Error::Statement(format!("{message}: {text}"));
            }
            return Error::Constraint {
                name: constraint::name(&self.connection, failure.extended_code, message, text),
            };
        }
        let is_state_of_the_machine = [
            Code::DiskFull,
            Code::DatabaseBusy,
            Code::DatabaseLocked,
            Code::SystemIoFailure,
            Code::CannotOpen,
            Code::OperationInterrupted,
            Code::OutOfMemory,
            Code::DatabaseCorrupt,
            Code::NotADatabase,
            Code::PermissionDenied,
        ]
        .contains(&failure.code);
        if is_state_of_the_machine {
            Error::Unavailable(error.to_string())
        } else {
            Error::Statement(format!("{error}: {text}"))
        }
    }
}

/// How a value is kept; see [`crate::value`].
fn stored<'v>(value: &'v Value<'_>) -> ToSqlOutput<'v> {
    let owned = |text: String| ToSqlOutput::Owned(rusqlite::types::Value::Text(text));
    match value {
        Value::Null => ToSqlOutput::Borrowed(ValueRef::Null),
        Value::Bool(value) => ToSqlOutput::Borrowed(ValueRef::Integer(i64::from(*value))),
        Value::Int(value) => ToSqlOutput::Borrowed(ValueRef::Integer(*value)),
        Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
        Value::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        Value::Uuid(uuid) => ToSqlOutput::Borrowed(ValueRef::Blob(uuid.as_bytes())),
        Value::Instant(instant) => owned(instant_text(*instant)),
        Value::Date(date) => owned(date.to_string()),
    }
}
