//! Order numbers, taken from their series in blocks so that checkouts do not wait for each other.

use std::ops::Range;
use std::sync::Arc;

use db::Db;
use tokio::sync::Mutex;

/// The series all orders take their numbers from. It may have gaps: an order is not a fiscal document,
/// and its number never comes from an invoice's series.
const SERIES: &str = "orders";

/// How many numbers one process takes at a time; what is left of a block is lost at a restart.
const BLOCK: u32 = 64;

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
            return Ok(number);
        }
        let first = db.series(SERIES).write(|tx| tx.next(BLOCK)).await?;
        *block = first + 1..first + i64::from(BLOCK);
        Ok(first)
    }
}
