//! What an operator watches: how busy the database is, and whether it is the one this version needs.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::{Db, Error, Read, migrate, sql};

/// How many closures are waiting or running.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    /// Those that read.
    pub reading: usize,
    /// Those that write.
    pub writing: usize,
}

/// The running counts behind [`Load`].
#[derive(Debug, Default)]
pub(crate) struct Busy {
    pub(crate) reading: AtomicUsize,
    pub(crate) writing: AtomicUsize,
}

/// One closure on its way, for as long as this lives.
pub(crate) struct OnItsWay<'b>(&'b AtomicUsize);

impl<'b> OnItsWay<'b> {
    pub(crate) fn count(gauge: &'b AtomicUsize) -> OnItsWay<'b> {
        gauge.fetch_add(1, Ordering::Relaxed);
        OnItsWay(gauge)
    }
}

impl Drop for OnItsWay<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Db {
    /// How busy the database is with our closures, waiting ones included.
    #[must_use]
    pub fn load(&self) -> Load {
        Load {
            reading: self.busy.reading.load(Ordering::Relaxed),
            writing: self.busy.writing.load(Ordering::Relaxed),
        }
    }

    /// Asks whether the database answers and has every migration of this version; changes nothing.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when it does not answer, [`Error::Migration`] when a migration is missing or was
    /// changed since.
    pub async fn check(&self) -> Result<(), Error> {
        let statement = sql!("select number, checksum from migrations where number > 0 order by number");
        let applied = self
            .across()
            .read(move |tx| tx.query(statement, &[], |row| Ok((row.get::<i64>(0)?, row.get::<String>(1)?))))
            .await?;
        migrate::compare(self.backend(), &applied)
    }
}
