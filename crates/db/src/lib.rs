//! Two drivers, one transaction type, migrations: the only crate that knows a database.
//!
//! A transaction is about **one account**, one series of numbers, or one row of a registry; that is what lets
//! the same code be right on a file, on a server and on shards. It is a synchronous closure, so that no
//! network call, and no await, can happen inside it:
//!
//! ```ignore
//! db.account(id).write(move |tx| payments::begin(tx, now, &attempt, &others)).await?;
//! let page = db.account(id).read(move |tx| invoicing::store::list(tx, &request)).await?;
//! ```
//!
//! - An `Ok` from `write` is durable. Every write behaves as if it were alone on its account.
//! - A closure may be run again when another transaction came in between: ids and `now` are drawn before it.
//! - SQLite: one writer thread runs every waiting closure, each as if alone, commits once, then answers; when many
//!   wait, their callers run them first and leave the writer their writes; reads take a snapshot and wait for nobody.
//! - PostgreSQL: READ COMMITTED with the partition's row locked first; one thread and runtime per connection.
//!
//! Start at [`Db`], then [`Read`] and [`Write`]; values are in [`Value`]; the SQL both databases understand is
//! described in `STYLE.md`.

mod codes;
mod dialect;
mod error;
mod filter;
mod job;
mod load;
mod migrate;
mod postgres;
mod row;
mod sql;
mod sqlite;
mod target;
pub mod testing;
mod turnstile;
mod tx;
mod value;

use std::marker::PhantomData;
use std::sync::Arc;

use kernel::AccountId;

use crate::job::Closure;
use crate::load::{Busy, OnItsWay};
use crate::postgres::PostgresPool;
use crate::sqlite::SqlitePool;
use crate::tx::Key;

pub use error::Error;
pub use filter::Filter;
pub use load::Load;
pub use row::Row;
pub use sql::Sql;
pub use target::{Backend, Options, Target, TargetError};
pub use tx::{AccountTx, AcrossTx, Global, Read, Reference, RegistryTx, Scope, SeriesTx, Write, WriteScope};
pub use value::{FromValue, ToValue, Value, money, unit_price};

/// A database; its clones share the same connections.
#[derive(Clone)]
pub struct Db {
    target: Target,
    engine: Engine,
    busy: Arc<Busy>,
}

#[derive(Clone)]
enum Engine {
    Sqlite(Arc<SqlitePool>),
    Postgres(Arc<PostgresPool>),
}

/// A database seen from one partition: what [`Db::account`] and its siblings answer.
pub struct Scoped<S> {
    db: Db,
    key: Key,
    scope: PhantomData<fn() -> S>,
}

impl Db {
    /// Opens the database, and makes the SQLite file when it is not there. Its tables come from
    /// [`Db::migrate`].
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the file cannot be opened or the server does not answer in time.
    pub async fn open(target: &Target, options: Options) -> Result<Db, Error> {
        let engine = match target {
            Target::Sqlite(path) => Engine::Sqlite(Arc::new(SqlitePool::open(path, options)?)),
            Target::Postgres(address) => {
                Engine::Postgres(Arc::new(PostgresPool::open(address, options).await?))
            }
        };
        Ok(Db { target: target.clone(), engine, busy: Arc::default() })
    }

    /// Brings the tables up to date. May be called by several processes at once, and as often as one likes.
    ///
    /// # Errors
    /// [`Error::Migration`] when a migration fails, or was changed after it had been applied.
    pub async fn migrate(&self) -> Result<(), Error> {
        migrate::run(&self.target, None).await
    }

    /// Which kind of database this is.
    #[must_use]
    pub const fn backend(&self) -> Backend {
        self.target.backend()
    }

    /// Finishes what was handed in, then closes every connection. Later calls answer
    /// [`Error::Unavailable`].
    pub async fn close(&self) {
        match &self.engine {
            Engine::Sqlite(pool) => pool.close().await,
            Engine::Postgres(pool) => pool.close().await,
        }
    }

    /// The database as one account sees it: every statement's `$1` is the account.
    #[must_use]
    pub fn account(&self, account: AccountId) -> Scoped<AccountTx> {
        self.scoped(Key::Account(account))
    }

    /// One numbering series, such as `invoice:FR`: every statement's `$1` is its key.
    #[must_use]
    pub fn series(&self, series: &str) -> Scoped<SeriesTx> {
        self.scoped(Key::Series(series.to_owned()))
    }

    /// The small global tables: logins, webhook inbox, catalogues.
    #[must_use]
    pub fn registry(&self) -> Scoped<RegistryTx> {
        self.scoped(Key::None)
    }

    /// Everything, to read only.
    #[must_use]
    pub fn across(&self) -> Scoped<AcrossTx> {
        self.scoped(Key::None)
    }

    fn scoped<S>(&self, key: Key) -> Scoped<S> {
        Scoped { db: self.clone(), key, scope: PhantomData }
    }
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Db").field(&self.target).finish()
    }
}

impl<S: Scope> Scoped<S> {
    /// Runs `closure` on one snapshot of the database; it cannot write.
    ///
    /// # Errors
    /// What the closure returns; [`Error::Unavailable`] when there is no connection in time.
    pub async fn read<T, E, F>(self, closure: F) -> Result<T, E>
    where
        F: Fn(&mut S) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (job, answer) = Closure::<S, T, E, F>::job(self.key, closure);
        let _counted = OnItsWay::count(&self.db.busy.reading);
        match &self.db.engine {
            Engine::Sqlite(pool) => pool.read(job).await?,
            Engine::Postgres(pool) => pool.read(job)?,
        }
        answer.await.unwrap_or_else(|_| Err(Error::unavailable("the database was closed").into()))
    }
}

impl<S: WriteScope> Scoped<S> {
    /// Runs `closure` alone on its partition and commits what it did when it returns `Ok`; everything is
    /// undone when it returns `Err`. It may be run more than once. It finishes even when the caller leaves.
    ///
    /// # Errors
    /// What the closure returns, or the first error of one of its statements;
    /// [`Error::Unknown`] when the server went away during the commit.
    pub async fn write<T, E, F>(self, closure: F) -> Result<T, E>
    where
        F: Fn(&mut S) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (job, answer) = Closure::<S, T, E, F>::job(self.key.clone(), closure);
        let _counted = OnItsWay::count(&self.db.busy.writing);
        match &self.db.engine {
            Engine::Sqlite(pool) => pool.write(&self.key, job, self.db.load().writing)?,
            Engine::Postgres(pool) => pool.write(self.key, job).await?,
        }
        answer.await.unwrap_or_else(|_| Err(Error::Unknown("the writing thread ended".to_owned()).into()))
    }
}
