//! Rehearsals: what a closure reads and computes is done beside the writer, which has only the writes left to do.
//!
//! There is one writer, and a closure that reads, thinks and writes would hold it all that time. A closure of an account
//! is therefore run by its caller first, on a snapshot, and its writes are kept. The writer makes them if nobody wrote
//! to the account since, and runs the closure itself otherwise. What the closure read is then what it would have read:
//! its account is as it was, and what belongs to no account may change between a read and the commit, as it may on
//! PostgreSQL.
//!
//! A closure gives its rehearsal up when the snapshot cannot answer it: when it reads a table it wrote to, or wants the
//! answer of a statement that writes. What it is told of a count is a guess, which the writer checks.

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use kernel::AccountId;

use super::connection::Sqlite;
use crate::dialect::written_table;
use crate::value::{Value, instant_text};
use crate::{Error, Row};

/// So many closures of a kind are run by the writer at once after one whose rehearsal was of no use.
const REST: u32 = 100;
/// So many accounts the writer remembers to have written to.
const ACCOUNTS_MAX: usize = 4_096;

/// The transaction of a closure that is rehearsed: it reads a snapshot and keeps the writes.
#[derive(Debug)]
pub(crate) struct Rehearsal {
    reader: Box<Sqlite>,
    writes: Vec<KeptWrite>,
    tables: Vec<&'static str>,
}

/// A write that waits for the writer.
#[derive(Debug)]
pub(super) struct KeptWrite {
    text: &'static str,
    rows: Vec<Vec<Value<'static>>>,
    /// How many rows the closure was told that it changed, if it was told.
    told: Option<u64>,
}

impl Rehearsal {
    pub(super) const fn new(reader: Box<Sqlite>) -> Rehearsal {
        Rehearsal { reader, writes: Vec::new(), tables: Vec::new() }
    }

    pub(super) fn into_parts(self) -> (Box<Sqlite>, Vec<KeptWrite>) {
        (self.reader, self.writes)
    }

    pub(crate) fn query(
        &self,
        text: &str,
        values: &[Value<'_>],
        each: &mut dyn FnMut(&Row<'_>) -> bool,
    ) -> Result<(), Error> {
        let is_read = text.starts_with("select ") || text.starts_with("with ");
        if !is_read || self.tables.iter().any(|table| text.contains(table)) {
            return Err(Error::statement(format_args!("cannot be rehearsed: {text}")));
        }
        self.reader.query(text, values, each)
    }

    /// Nearly every statement whose count somebody reads changes one row, or something is wrong.
    pub(crate) fn execute(&mut self, text: &'static str, values: &[Value<'_>]) -> Result<u64, Error> {
        self.keep(text, std::slice::from_ref(&values), Some(1))?;
        Ok(1)
    }

    pub(crate) fn send<'v>(
        &mut self,
        text: &'static str,
        rows: &[impl AsRef<[Value<'v>]>],
    ) -> Result<(), Error> {
        self.keep(text, rows, None)
    }

    fn keep<'v>(
        &mut self,
        text: &'static str,
        rows: &[impl AsRef<[Value<'v>]>],
        told: Option<u64>,
    ) -> Result<(), Error> {
        let table = written_table(text)
            .ok_or_else(|| Error::statement(format_args!("cannot be rehearsed: {text}")))?;
        if !self.tables.contains(&table) {
            self.tables.push(table);
        }
        let rows = rows.iter().map(|row| row.as_ref().iter().map(kept).collect()).collect();
        self.writes.push(KeptWrite { text, rows, told });
        Ok(())
    }
}

/// A value as it will be stored: what can be written out now need not be by the writer.
fn kept(value: &Value<'_>) -> Value<'static> {
    if let Value::Instant(instant) = value {
        Value::Text(instant_text(*instant).into())
    } else if let Value::Date(date) = value {
        Value::Text(date.to_string().into())
    } else {
        value.clone().into_owned()
    }
}

/// Makes the writes of a rehearsal; an error when one of them is refused or did not change what the closure was told.
pub(super) fn perform(connection: &Sqlite, writes: &[KeptWrite]) -> Result<(), Error> {
    for write in writes {
        match (write.told, write.rows.as_slice()) {
            (Some(told), [values]) => {
                let changed = connection.execute(write.text, values)?;
                if changed != told {
                    return Err(Error::statement(format_args!("{changed} rows changed: {}", write.text)));
                }
            }
            (_, rows) => connection.execute_each(write.text, rows)?,
        }
    }
    Ok(())
}

/// What the callers and the writer know of each other's work.
#[derive(Debug, Default)]
pub(super) struct Rehearsals {
    /// The last group of the writer that is committed: a snapshot begun now has it.
    committed: AtomicU64,
    /// The kinds of closure that are not rehearsed for now, and how often.
    resting: Mutex<HashMap<TypeId, u32>>,
}

impl Rehearsals {
    pub(super) fn committed(&self) -> u64 {
        self.committed.load(Ordering::Acquire)
    }

    /// Whether a closure of this kind is worth a rehearsal.
    pub(super) fn is_worth(&self, kind: TypeId) -> bool {
        let mut resting = self.resting.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(rest) = resting.get_mut(&kind) else { return true };
        *rest -= 1;
        if *rest == 0 {
            resting.remove(&kind);
        }
        false
    }

    /// The rehearsal of a closure of this kind was of no use.
    pub(super) fn was_useless(&self, kind: TypeId) {
        self.resting.lock().unwrap_or_else(PoisonError::into_inner).insert(kind, REST);
    }
}

/// The writer's memory of which account it wrote to in which group.
#[derive(Debug)]
pub(super) struct Written {
    rehearsals: Arc<Rehearsals>,
    group: u64,
    accounts: HashMap<AccountId, u64>,
    /// The group since which the memory is complete.
    complete_since: u64,
    /// What SQLite says of the other connections' commits.
    version: Option<i64>,
}

impl Written {
    pub(super) fn new(rehearsals: Arc<Rehearsals>) -> Written {
        Written { rehearsals, group: 0, accounts: HashMap::new(), complete_since: 0, version: None }
    }

    /// A group has begun, and nobody else writes until it ends.
    pub(super) fn begin(&mut self, connection: &Sqlite) {
        self.group += 1;
        let version = connection.others_version();
        if version.is_none() || version != self.version {
            // Another process wrote, who knows to which account.
            self.forget();
        }
        self.version = version;
    }

    /// Something was written to `account`.
    pub(super) fn mark(&mut self, account: AccountId) {
        if self.accounts.len() >= ACCOUNTS_MAX {
            self.forget();
        }
        self.accounts.insert(account, self.group);
    }

    fn forget(&mut self) {
        self.accounts.clear();
        self.complete_since = self.group;
    }

    /// The group is committed.
    pub(super) fn committed(&self) {
        self.rehearsals.committed.store(self.group, Ordering::Release);
    }

    /// As [`Rehearsals::was_useless`].
    pub(super) fn was_useless(&self, kind: TypeId) {
        self.rehearsals.was_useless(kind);
    }

    /// Whether nobody wrote to `account` after group `since`.
    pub(super) fn is_untouched(&self, account: AccountId, since: u64) -> bool {
        since >= self.complete_since && self.accounts.get(&account).is_none_or(|last| *last <= since)
    }
}
