//! Test databases of both kinds, a movable clock, repeatable chance.
//!
//! ```ignore
//! #[testkit::both_databases]
//! async fn a_line_keeps_its_price(db: TestDb) -> Result<(), db::Error> {
//!     Ok(())
//! }
//! ```
//!
//! Each test has a database of its own, cloned from a template that was migrated once. One PostgreSQL server
//! serves every test run of this machine ([`server`]); it stops by itself when nobody has used it for a while.

pub mod line;
mod place;
pub mod server;

use std::future::Future;
use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use kernel::{AccountId, Clock, Random, Timestamp};

pub use db::{Backend, Db, Options, Target};
pub use testkit_macros::both_databases;

/// An empty, migrated database that belongs to one test.
#[derive(Debug)]
pub struct TestDb {
    db: Db,
    target: Target,
}

impl TestDb {
    /// Where it is, to open it a second time.
    #[must_use]
    pub const fn target(&self) -> &Target {
        &self.target
    }

    /// Another database of the same kind without a single table; it goes with this one.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn bare(&self) -> Target {
        place::bare(&self.target).await
    }

    /// Writes `count` copies of the only invoice there is, with references of their own: what years of business leave.
    ///
    /// # Panics
    /// When the database refuses them.
    pub async fn copy_invoice(&self, count: usize) {
        let same = "account_id, order_id, order_number, series, prefix, time_zone, currency, net_minor, tax_minor, \
                    gross_minor, paid_minor, content, frozen_at, issued_on, seal, kind, corrects";
        let (id, reference, counted) = match self.target.backend() {
            Backend::Sqlite => (
                "randomblob(16)",
                "printf('FR%08d', i)",
                format!(
                    "(with recursive n (i) as (select 2 union all select i + 1 from n where i <= {count}) \
                         select i from n)"
                ),
            ),
            Backend::Postgres => (
                "gen_random_uuid()",
                "'FR' || lpad(i::text, 8, '0')",
                format!("(select i from generate_series(2, {count} + 1) as i)"),
            ),
        };
        let text = format!(
            "insert into invoices (id, cause, number, reference, {same}) \
             select {id}, 'copy/' || i, i, {reference}, {same} from {counted} as counted, invoices"
        );
        db::testing::raw(&self.target, &text).await.expect("the copies are written");
    }

    /// Closes every connection and opens the database anew: what a restart of the program does.
    ///
    /// # Panics
    /// When the database does not open again.
    pub async fn restart(&mut self) {
        self.db.close().await;
        self.db = open(&self.target).await;
    }
}

impl Deref for TestDb {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}

/// Runs one test on a database of its own; called by [`both_databases`].
///
/// # Panics
/// When the database cannot be made, and when the test panics.
pub fn run<F, T>(backend: Backend, test: F) -> T::Output
where
    F: FnOnce(TestDb) -> T,
    T: Future,
{
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.expect("a test has threads");
    let place = runtime.block_on(place::make(backend));
    let target = place.target().clone();
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            let db = open(&target).await;
            let kept = db.clone();
            let outcome = test(TestDb { db, target: target.clone() }).await;
            kept.close().await;
            outcome
        })
    }));
    runtime.block_on(place.remove());
    outcome.unwrap_or_else(|panic| resume_unwind(panic))
}

/// Few connections: many tests share the machine.
async fn open(target: &Target) -> Db {
    // A test seldom writes so much at once that it would be rehearsed otherwise.
    let options = Options { connections_max: 6, readers_max: 4, rehearsed_from: 0, ..Options::default() };
    Db::open(target, options).await.expect("the database of the test opens")
}

/// A clock that stands at 2026-01-15T10:00:00Z until it is moved.
#[must_use]
pub fn clock() -> Clock {
    Clock::manual(Timestamp::from_second(1_768_471_200).expect("an instant of this century"))
}

/// Chance that repeats.
#[must_use]
pub fn random() -> Random {
    Random::seeded(1)
}

/// The id of an account nobody has used yet.
#[must_use]
pub fn account(_: &Db) -> AccountId {
    Random::system().id(clock().now())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_clock_stands_where_the_tests_expect_it() {
        assert_eq!(crate::clock().now().to_string(), "2026-01-15T10:00:00Z");
    }
}
