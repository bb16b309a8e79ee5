//! Numbers for what has none: programs know things by whole numbers where we have identifiers.
//!
//! A number is given when a thing is first shown, in the order of the identifiers, so that later things have higher
//! ones; it is then that thing's for ever. Numbers are of one account and one kind of things.

use db::AccountTx;
use kernel::Id;

use crate::store;

/// A kind of things that have numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Numbered {
    /// E-mails of the archive.
    Email,
    /// Registered payment methods.
    Method,
    /// What happened around an invoice.
    Operation,
    /// The customer's own references.
    Reference,
    /// Services.
    Service,
    /// Payments with registered methods, and what went back to them.
    Transaction,
}

impl Numbered {
    /// The word in the table.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Numbered::Email => "email",
            Numbered::Method => "method",
            Numbered::Operation => "operation",
            Numbered::Reference => "reference",
            Numbered::Service => "service",
            Numbered::Transaction => "transaction",
        }
    }
}

/// The numbers that these things have; one that was never shown is left out.
///
/// # Errors
/// The database's own.
pub fn of<T>(tx: &mut AccountTx, kind: Numbered, things: &[Id<T>]) -> Result<Vec<(Id<T>, i64)>, db::Error> {
    store::numbers_of(tx, kind, things)
}

/// The numbers of these things, all of which have one afterwards.
///
/// # Errors
/// The database's own.
pub fn give<T>(tx: &mut AccountTx, kind: Numbered, things: &[Id<T>]) -> Result<Vec<(Id<T>, i64)>, db::Error> {
    let known = store::numbers_of(tx, kind, things)?;
    let is_new = |thing: &&Id<T>| !known.iter().any(|(known, _)| known == *thing);
    let mut new: Vec<Id<T>> = things.iter().filter(is_new).copied().collect();
    new.sort();
    new.dedup();
    let last = store::last_number(tx, kind)?;
    let given: Vec<(Id<T>, i64)> = new.into_iter().zip(last + 1..).collect();
    store::insert_numbers(tx, kind, &given)?;
    Ok(known.into_iter().chain(given).collect())
}

/// What has these numbers; a number that nothing has is left out.
///
/// # Errors
/// The database's own.
pub fn things<T>(
    tx: &mut AccountTx,
    kind: Numbered,
    numbers: &[i64],
) -> Result<Vec<(Id<T>, i64)>, db::Error> {
    store::things_numbered(tx, kind, numbers)
}
