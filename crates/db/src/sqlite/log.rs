//! Writes SQLite's log back into the file while the writer goes on: on a thread and a connection of its own.
//!
//! The log ends where the writer is, so a round that runs beside it never reaches the end, and only a log that was
//! written back whole is begun anew. When it has grown long, the writer therefore does the last part itself, which is
//! short by then.

use std::path::Path;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;

use super::connection::{Role, Sqlite};
use crate::Error;

/// So many pages of the log that are not in the file yet are worth a round: 16 MB.
const ROUND_PAGES: i64 = 4_000;
/// So many pages of the log make the writer do the last part: 64 MB.
const LOG_PAGES_MAX: i64 = 16_000;

/// The thread that writes the log back.
pub(super) struct Keeper {
    bell: SyncSender<()>,
    thread: JoinHandle<()>,
}

impl Keeper {
    /// Starts it for the database at `path`.
    pub(super) fn start(path: &Path) -> Result<Keeper, Error> {
        let connection = Sqlite::open(path, Role::Writer)?;
        // One ring that nobody has heard yet says as much as many.
        let (bell, rings) = sync_channel(1);
        let thread = std::thread::Builder::new()
            .name("sqlite-log".to_owned())
            .spawn(move || rings.iter().for_each(|()| round(&connection)))
            .map_err(Error::unavailable)?;
        Ok(Keeper { bell, thread })
    }

    /// The writer has committed: lets the thread write back what has come together, or does the last part of a long
    /// log itself.
    pub(super) fn committed(&self, writer: &Sqlite) {
        let (log, written) = match look(writer, "pragma wal_checkpoint(noop)") {
            Ok(lengths) => lengths,
            Err(error) => return tracing::warn!(%error, "the length of the log is not known"),
        };
        if log >= LOG_PAGES_MAX {
            round(writer);
        } else if log - written >= ROUND_PAGES {
            // A full bell is heard, and without its thread the log is written back when it is long.
            let _ = self.bell.try_send(());
        }
    }

    /// Ends the thread and its connection.
    pub(super) fn end(self) {
        drop(self.bell);
        if self.thread.join().is_err() {
            tracing::error!("the thread that writes the log back panicked");
        }
    }
}

/// Writes back what can be without making anybody wait.
fn round(connection: &Sqlite) {
    if let Err(error) = look(connection, "pragma wal_checkpoint(passive)") {
        tracing::warn!(%error, "the log was not written back; it is tried again");
    }
}

/// How many pages the log has, and how many of them are in the file.
fn look(connection: &Sqlite, pragma: &str) -> rusqlite::Result<(i64, i64)> {
    connection.raw().prepare_cached(pragma)?.query_row([], |row| Ok((row.get(1)?, row.get(2)?)))
}
