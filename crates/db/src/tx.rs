//! Transactions: one account, one series, the registries, or a read across all.

use kernel::AccountId;

use crate::dialect;
use crate::postgres::Postgres;
use crate::sqlite::{Rehearsal, Sqlite};
use crate::value::Value;
use crate::{Backend, Error, Row, Sql, ToValue, sql};

/// A transaction of one account: every statement's `$1` is the account, yours start at `$2`.
///
/// A write is alone on its account until it ends.
#[derive(Debug)]
pub struct AccountTx {
    account: AccountId,
    core: Core,
}

/// A transaction of one numbering series: every statement's `$1` is the series' key, yours start at `$2`.
///
/// A write is alone on its series until it ends.
#[derive(Debug)]
pub struct SeriesTx {
    series: String,
    core: Core,
}

/// A transaction on the small global tables, one row at a time; parameters start at `$1`.
#[derive(Debug)]
pub struct RegistryTx {
    core: Core,
}

/// A read across accounts, for lists of the staff, scans of the worker and verification; parameters start
/// at `$1`. Money is never decided from it.
#[derive(Debug)]
pub struct AcrossTx {
    core: Core,
}

/// Reads inside another transaction, of tables that belong to nobody's account; parameters start at `$1`.
#[derive(Debug)]
pub struct Reference<'t> {
    core: &'t mut Core,
    key: Key,
}

/// Reading: what every transaction can do.
///
/// The first failing statement poisons the transaction on both databases: later ones answer
/// [`Error::Poisoned`] and the transaction is rolled back with the first error, whatever the closure returns.
pub trait Read {
    #[doc(hidden)]
    fn core(&mut self) -> &mut Core;

    /// How many statements it has run so far: what a test of a list counts.
    fn statements(&mut self) -> u64
    where
        Self: Sized,
    {
        self.core().statements
    }

    /// Every row of the answer, each read by `read`.
    ///
    /// # Errors
    /// What the database refuses, or what `read` does.
    fn query<T>(
        &mut self,
        sql: Sql,
        params: &[&dyn ToValue],
        read: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error>
    where
        Self: Sized,
    {
        self.core().rows(sql.text(), params, read)
    }

    /// Asks now what a later [`Read::query`] of the same text and parameters will want to know, without waiting: on
    /// PostgreSQL several questions then cost one journey. A statement that writes to a table of the question
    /// meanwhile makes it be asked again. On SQLite there is no journey, and nothing happens.
    ///
    /// # Errors
    /// What the database refuses.
    fn fetch_ahead(&mut self, sql: Sql, params: &[&dyn ToValue]) -> Result<(), Error>
    where
        Self: Sized,
    {
        self.core().fetch_ahead(sql.text(), params)
    }

    /// The only row, if there is one.
    ///
    /// # Errors
    /// As [`Read::query`]; [`Error::Statement`] when there are several.
    fn query_opt<T>(
        &mut self,
        sql: Sql,
        params: &[&dyn ToValue],
        read: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Option<T>, Error>
    where
        Self: Sized,
    {
        let mut rows = self.query(sql, params, read)?;
        if rows.len() > 1 {
            return Err(Error::Statement(format!(
                "{} rows where one was expected: {}",
                rows.len(),
                sql.text()
            )));
        }
        Ok(rows.pop())
    }

    /// The only row.
    ///
    /// # Errors
    /// As [`Read::query_opt`]; [`Error::Missing`] when there is none.
    fn query_one<T>(
        &mut self,
        sql: Sql,
        params: &[&dyn ToValue],
        read: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<T, Error>
    where
        Self: Sized,
    {
        self.query_opt(sql, params, read)?.ok_or(Error::Missing)
    }

    /// Which database answers. Slices do not ask.
    fn backend(&mut self) -> Backend {
        self.core().driver.backend()
    }
}

/// Writing, in a transaction opened by [`crate::Scoped::write`].
pub trait Write: Read {
    /// Runs a statement and tells how many rows it changed: for counts that decide.
    ///
    /// # Errors
    /// What the database refuses.
    fn execute(&mut self, sql: Sql, params: &[&dyn ToValue]) -> Result<u64, Error>
    where
        Self: Sized,
    {
        self.core().execute(sql.text(), params)
    }

    /// Runs a statement whose count nobody reads. On PostgreSQL it is not waited for: a failure appears at
    /// the next read or at the commit, and the transaction fails as if it had appeared here.
    ///
    /// # Errors
    /// What the database refuses.
    fn send(&mut self, sql: Sql, params: &[&dyn ToValue]) -> Result<(), Error>
    where
        Self: Sized,
    {
        self.core().send(sql.text(), params)
    }

    /// As [`Write::send`] for each of `rows`, which share the statement: an `insert` that ends with its one
    /// `values (…)`. On PostgreSQL they become one statement of so many rows; on SQLite, where several rows of one
    /// statement cost a copy of every page, one after the other.
    ///
    /// # Errors
    /// What the database refuses.
    fn send_rows(&mut self, sql: Sql, rows: &[&[&dyn ToValue]]) -> Result<(), Error>
    where
        Self: Sized,
    {
        self.core().send_rows(sql.text(), rows)
    }
}

/// Transactions whose parameters start at `$1`: what helpers that read global tables ask for.
pub trait Global: Read {}

impl AccountTx {
    /// The account.
    #[must_use]
    pub const fn account(&self) -> AccountId {
        self.account
    }

    /// Reads tables that belong to no account, such as the catalogue, in the same transaction.
    pub fn reference(&mut self) -> Reference<'_> {
        self.core.reference()
    }
}

impl SeriesTx {
    /// The series' key, such as `invoice:FR`.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.series
    }

    /// Takes the next `count` numbers and answers the first: 1 for a new series. A transaction that rolls
    /// back gives them back, so there is never a gap.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn next(&mut self, count: u32) -> Result<i64, Error> {
        let count = i64::from(count);
        let next: i64 = self.query_one(
            sql!(
                "insert into series (series, next) values ($1, 1 + $2) \
                 on conflict (series) do update set next = series.next + $2 returning next"
            ),
            &[&count],
            |row| row.get(0),
        )?;
        Ok(next - count)
    }

    /// Gives back the numbers from `first` up to but without `end`, which nobody used; whether they will be handed
    /// out again. They are lost when others were taken after them.
    pub fn give_back(&mut self, first: i64, end: i64) -> Result<bool, Error> {
        let changed = self.execute(
            sql!("update series set next = $2 where series = $1 and next = $3 and $2 < $3"),
            &[&first, &end],
        )?;
        Ok(changed == 1)
    }

    /// Reads tables that belong to no series in the same transaction.
    pub fn reference(&mut self) -> Reference<'_> {
        self.core.reference()
    }
}

macro_rules! transactions {
    ($($kind:ty),*) => {$(
        impl Read for $kind {
            fn core(&mut self) -> &mut Core {
                &mut self.core
            }
        }
    )*};
}
transactions!(AccountTx, SeriesTx, RegistryTx, AcrossTx);

impl Write for AccountTx {}
impl Write for SeriesTx {}
impl Write for RegistryTx {}
impl Global for RegistryTx {}
impl Global for AcrossTx {}
impl Global for Reference<'_> {}

impl Read for Reference<'_> {
    fn core(&mut self) -> &mut Core {
        self.core
    }
}

impl Drop for Reference<'_> {
    fn drop(&mut self) {
        std::mem::swap(&mut self.core.key, &mut self.key);
    }
}

/// What a transaction is about; it decides the lock and the first parameter.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    /// One account.
    Account(AccountId),
    /// One series.
    Series(String),
    /// No partition: nothing is locked and no parameter is added.
    None,
}

/// The four kinds of transaction, for [`crate::Scoped`].
pub trait Scope: Read + Sized + 'static {
    #[doc(hidden)]
    fn open(core: Core) -> Self;
    #[doc(hidden)]
    fn close(self) -> Core;
}

/// The kinds of transaction that write.
pub trait WriteScope: Scope + Write {}

impl WriteScope for AccountTx {}
impl WriteScope for SeriesTx {}
impl WriteScope for RegistryTx {}

impl Scope for AccountTx {
    fn open(core: Core) -> AccountTx {
        let Key::Account(account) = core.key else { unreachable!("opened by Db::account") };
        AccountTx { account, core }
    }
    fn close(self) -> Core {
        self.core
    }
}

impl Scope for SeriesTx {
    fn open(core: Core) -> SeriesTx {
        let Key::Series(series) = &core.key else { unreachable!("opened by Db::series") };
        SeriesTx { series: series.clone(), core }
    }
    fn close(self) -> Core {
        self.core
    }
}

impl Scope for RegistryTx {
    fn open(core: Core) -> RegistryTx {
        RegistryTx { core }
    }
    fn close(self) -> Core {
        self.core
    }
}

impl Scope for AcrossTx {
    fn open(core: Core) -> AcrossTx {
        AcrossTx { core }
    }
    fn close(self) -> Core {
        self.core
    }
}

/// The connection a transaction runs on.
#[derive(Debug)]
pub(crate) enum Driver {
    Sqlite(Box<Sqlite>),
    Rehearsal(Box<Rehearsal>),
    Postgres(Box<Postgres>),
}

impl Driver {
    fn backend(&self) -> Backend {
        match self {
            Driver::Sqlite(_) | Driver::Rehearsal(_) => Backend::Sqlite,
            Driver::Postgres(_) => Backend::Postgres,
        }
    }
}

/// What the four kinds of transaction share.
#[derive(Debug)]
pub struct Core {
    driver: Driver,
    key: Key,
    poison: Option<Error>,
    statements: u64,
}

impl Core {
    pub(crate) fn new(driver: Driver, key: Key) -> Core {
        Core { driver, key, poison: None, statements: 0 }
    }

    pub(crate) fn into_parts(self) -> (Driver, Option<Error>) {
        (self.driver, self.poison)
    }

    pub(crate) fn rows<T>(
        &mut self,
        text: &str,
        params: &[&dyn ToValue],
        mut read: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let mut rows = Vec::new();
        let mut unreadable = None;
        let mut each = |row: &Row<'_>| match read(row) {
            Ok(item) => {
                rows.push(item);
                true
            }
            Err(error) => {
                unreadable = Some(error);
                false
            }
        };
        self.run(params, |driver, values| match driver {
            Driver::Sqlite(sqlite) => sqlite.query(text, values, &mut each),
            Driver::Rehearsal(rehearsal) => rehearsal.query(text, values, &mut each),
            Driver::Postgres(postgres) => postgres.query(text, values, &mut each),
        })?;
        unreadable.map_or(Ok(rows), Err)
    }

    pub(crate) fn fetch_ahead(&mut self, text: &str, params: &[&dyn ToValue]) -> Result<(), Error> {
        if self.driver.backend() == Backend::Sqlite {
            return Ok(());
        }
        self.run(params, |driver, values| match driver {
            Driver::Sqlite(_) | Driver::Rehearsal(_) => Ok(()),
            Driver::Postgres(postgres) => postgres.fetch_ahead(text, values),
        })
    }

    fn execute(&mut self, text: &'static str, params: &[&dyn ToValue]) -> Result<u64, Error> {
        self.run(params, |driver, values| match driver {
            Driver::Sqlite(sqlite) => sqlite.execute(text, values),
            Driver::Rehearsal(rehearsal) => rehearsal.execute(text, values),
            Driver::Postgres(postgres) => postgres.execute(text, values),
        })
    }

    fn send(&mut self, text: &'static str, params: &[&dyn ToValue]) -> Result<(), Error> {
        self.run(params, |driver, values| match driver {
            Driver::Sqlite(sqlite) => sqlite.execute(text, values).map(|_| ()),
            Driver::Rehearsal(rehearsal) => rehearsal.send(text, &[values]),
            Driver::Postgres(postgres) => postgres.send(text, values),
        })
    }

    fn send_rows(&mut self, text: &'static str, rows: &[&[&dyn ToValue]]) -> Result<(), Error> {
        match self.driver.backend() {
            _ if rows.is_empty() => Ok(()),
            Backend::Postgres => {
                let params: Vec<&dyn ToValue> = rows.iter().flat_map(|row| row.iter().copied()).collect();
                let keys = usize::from(self.key != Key::None);
                let text = dialect::with_rows(text, keys, rows[0].len(), rows.len());
                self.run(&params, |driver, values| match driver {
                    Driver::Postgres(postgres) => postgres.send(&text, values),
                    Driver::Sqlite(_) | Driver::Rehearsal(_) => Ok(()),
                })
            }
            Backend::Sqlite => {
                let key = self.key.clone();
                let rows: Vec<Vec<Value<'_>>> = rows.iter().map(|row| values(&key, row)).collect();
                self.run(&[], |driver, _| match driver {
                    Driver::Sqlite(sqlite) => sqlite.execute_each(text, &rows),
                    Driver::Rehearsal(rehearsal) => rehearsal.send(text, &rows),
                    Driver::Postgres(_) => Ok(()),
                })
            }
        }
    }

    fn run<T>(
        &mut self,
        params: &[&dyn ToValue],
        statement: impl FnOnce(&mut Driver, &[Value<'_>]) -> Result<T, Error>,
    ) -> Result<T, Error> {
        if let Some(first) = &self.poison {
            return Err(Error::Poisoned(first.to_string()));
        }
        self.statements += 1;
        let values = values(&self.key, params);
        statement(&mut self.driver, &values).inspect_err(|error| self.poison = Some(error.clone()))
    }

    fn reference(&mut self) -> Reference<'_> {
        let key = std::mem::replace(&mut self.key, Key::None);
        Reference { core: self, key }
    }
}

/// What a statement is given: the partition's key, then the caller's values.
fn values<'v>(key: &'v Key, params: &'v [&'v dyn ToValue]) -> Vec<Value<'v>> {
    let key = match key {
        Key::Account(account) => Some(account.to_value()),
        Key::Series(series) => Some(series.to_value()),
        Key::None => None,
    };
    key.into_iter().chain(params.iter().map(|param| param.to_value())).collect()
}

/// Refuses a wrong number of parameters alike on both databases.
pub(crate) fn check_count(text: &str, wanted: usize, given: usize) -> Result<(), Error> {
    if wanted == given {
        Ok(())
    } else {
        Err(Error::Statement(format!("{wanted} parameters wanted, {given} given: {text}")))
    }
}
