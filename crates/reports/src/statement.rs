//! A customer's statement: every posting that moved what they owe or what we hold for them, and the balance after it.

use db::AccountTx;
use kernel::{Date, Direction, Money, OrderId, Page, PageRequest, Timestamp};
use ledger::PostingCode;

use crate::store::books;

/// What a statement is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatementQuery {
    /// The first civil day.
    pub from: Option<Date>,
    /// The last civil day.
    pub until: Option<Date>,
    /// Which end comes first.
    pub direction: Direction,
}

/// A line of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// Its place in the account's books.
    pub seq: i64,
    /// What it means.
    pub code: PostingCode,
    /// The civil day.
    pub on: Date,
    /// The instant.
    pub at: Timestamp,
    /// What it added to the balance; negative is in the customer's favour, nothing where credit settled an invoice.
    pub change: Money,
    /// The balance after it; positive is owed to us.
    pub balance: Money,
    /// The document it is about.
    pub document: Option<DocumentRef>,
}

/// An invoice or a credit note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRef {
    /// Its reference; none until it has its number.
    pub reference: Option<String>,
    /// The order it is of.
    pub order: OrderId,
}

/// What a statement begins and ends with, in one currency. The first and the two in between make the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatementSums {
    /// The balance before the first day.
    pub opening: Money,
    /// What was added to it.
    pub debit: Money,
    /// What was taken from it, positive.
    pub credit: Money,
    /// The balance after the last day.
    pub closing: Money,
}

/// A page of the account's statement. A page key that is not ours is the first page's.
///
/// # Errors
/// The database's own.
pub fn statement(
    tx: &mut AccountTx,
    query: &StatementQuery,
    request: &PageRequest,
) -> Result<Page<Movement>, db::Error> {
    books::movements(tx, query, request)
}

/// How many lines the whole statement has.
///
/// # Errors
/// The database's own.
pub fn statement_count(tx: &mut AccountTx, query: &StatementQuery) -> Result<i64, db::Error> {
    books::movements_count(tx, query)
}

/// What the statement begins and ends with, by currency.
///
/// # Errors
/// The database's own.
pub fn statement_sums(tx: &mut AccountTx, query: &StatementQuery) -> Result<Vec<StatementSums>, db::Error> {
    books::sums(tx, query)
}
