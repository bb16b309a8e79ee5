//! Order numbers, taken from their series in blocks so that checkouts do not wait for each other.

use std::ops::Range;
use std::sync::Arc;

use db::Db;
use tokio::sync::Mutex;

/// The series all orders take their numbers from. It may have gaps: an order is not a fiscal document,
/// and its number never comes from an invoice's series.
const SERIES: &str = "orders";

/// How many numbers one process takes at a time. What is left of a block is given back when the process ends, and
/// lost when it is killed.
const BLOCK: u32 = 64;

/// What is added to a number of the series: the first order is 100001. People quote these numbers, and one of one
/// digit is neither recognised nor searched for.
const BASE: i64 = 100_000;

/// Hands out order numbers.
#[derive(Debug, Clone, Default)]
pub struct OrderNumbers(Arc<Mutex<Range<i64>>>);

impl OrderNumbers {
    /// The next number, never given twice by any process on this database.
    ///
    /// # Errors
    /// [`db::Error`] when a new block cannot be taken.
    pub async fn next(&self, db: &Db) -> Result<i64, db::Error> {
        let mut block = self.0.lock().await;
        if let Some(number) = block.next() {
            return Ok(BASE + number);
        }
        let first = db.series(SERIES).write(|tx| tx.next(BLOCK)).await?;
        *block = first + 1..first + i64::from(BLOCK);
        Ok(BASE + first)
    }

    /// Gives back the numbers that were not handed out, at the end of a process. What another process took
    /// meanwhile stays its own: the rest is lost then.
    ///
    /// # Errors
    /// [`db::Error`] when they cannot be given back; they are lost then.
    pub async fn give_back(&self, db: &Db) -> Result<(), db::Error> {
        let mut block = self.0.lock().await;
        let rest = std::mem::take(&mut *block);
        if rest.is_empty() {
            return Ok(());
        }
        db.series(SERIES).write(move |tx| tx.give_back(rest.start, rest.end)).await?;
        Ok(())
    }
}
