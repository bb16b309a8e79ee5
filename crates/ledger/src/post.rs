//! Post a fact about money, once.

use db::AccountTx;
use kernel::{Money, MoneyError};

use crate::{LedgerAccount, NewPosting, store};

/// What [`post()`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Posted {
    /// The fact was new and is now in the books.
    New,
    /// The same fact, with the same amounts, was in the books already; nothing changed.
    Already,
}

/// Why a posting was refused. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// The lines of a currency do not sum to zero.
    #[error("a posting must balance: {0} is left over")]
    Unbalanced(Money),
    /// There is no amount in it.
    #[error("a posting needs an amount")]
    Empty,
    /// The same cause and code are in the books with other amounts.
    #[error("{cause} is already posted as {code} with other amounts")]
    Conflict {
        /// The cause.
        cause: String,
        /// The code.
        code: &'static str,
    },
    /// The amounts are too large to add.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Posts `posting`. Told again, with the same cause, code and amounts, it changes nothing.
///
/// # Errors
/// See [`PostError`]; nothing was written then.
pub fn post(tx: &mut AccountTx, posting: &NewPosting) -> Result<Posted, PostError> {
    let legs = posting.legs()?;
    for (index, leg) in (0..).zip(&legs) {
        // The first leg tells a new fact from a known one; where it is new, the others are too.
        if !store::insert(tx, posting, index, leg)? {
            return known(tx, posting);
        }
        store::insert_entries(tx, &leg.lines)?;
    }
    Ok(Posted::New)
}

fn known(tx: &mut AccountTx, posting: &NewPosting) -> Result<Posted, PostError> {
    let mut written = store::lines_of(tx, &posting.cause, posting.code)?;
    let mut told: Vec<(LedgerAccount, Money)> = posting.lines.clone();
    told.retain(|(_, amount)| !amount.is_zero());
    let key = |line: &(LedgerAccount, Money)| (line.1.currency(), line.0.clone(), line.1.minor());
    written.sort_by_key(key);
    told.sort_by_key(key);
    if written == told {
        Ok(Posted::Already)
    } else {
        Err(PostError::Conflict { cause: posting.cause.clone(), code: posting.code.code() })
    }
}
