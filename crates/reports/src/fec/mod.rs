//! France's file of accounting entries («fichier des écritures comptables», FEC): a year of a subsidiary's books.
//!
//! Livre des procédures fiscales, art. L47 A I and A47 A-1: eighteen columns, one line per line of an entry, entries in
//! the chronological order in which they were validated, numbered without a gap, each balanced.
//!
//! An entry is a posting of the ledger. Its number follows from the ledger alone, so that a year that is over is handed
//! over with the same numbers however often it is written: what was recorded before the year ended comes by day, instant,
//! account and place, all of which never change; what was recorded after its end, but belongs into it, comes behind, in the
//! order it was recorded in, and moves nothing. What is younger than [`SETTLED_MINUTES`] is left for the next file: a
//! transaction that is still on its way may come before it.

mod chart;
mod record;
mod siren;

use std::io::Write;

use db::Db;
use jurisdictions::Subsidiary;
use kernel::{AccountId, Currency, Date, SignedDuration, Timestamp};

use crate::store;

pub use chart::{AccountNumber, AccountNumberError, Chart};
pub use siren::{Siren, UnknownSiren};

/// How long ago an entry must have been recorded to be written, in minutes: no transaction takes as long.
pub const SETTLED_MINUTES: i64 = 10;

/// How many entries are read at a time; the memory of a file does not grow with the books.
const PAGE: u32 = 500;

/// A financial year: the calendar year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Year {
    /// Its first day.
    pub first: Date,
    /// Its last day.
    pub last: Date,
}

impl Year {
    /// The calendar year of this number; none beyond the calendar.
    #[must_use]
    pub fn of(year: i16) -> Option<Year> {
        Some(Year { first: Date::new(year, 1, 1).ok()?, last: Date::new(year, 12, 31).ok()? })
    }

    /// The instant at which it is over.
    fn end(&self, subsidiary: &Subsidiary) -> Option<Timestamp> {
        let next = self.last.tomorrow().ok()?;
        Some(next.to_zoned(subsidiary.time_zone.clone()).ok()?.timestamp())
    }
}

/// How far a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Entries written.
    pub entries: u64,
    /// How many there are.
    pub entries_total: u64,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Written {
    /// How many entries: the number of the last one.
    pub entries: u64,
    /// How many lines, without the heading.
    pub lines: u64,
    /// How many of the entries were recorded after the year had ended.
    pub late: u64,
    /// The sum of the debits, and of the credits, in minor units.
    pub total_minor: i128,
    /// Whether the year is over, so that another file has the same entries under the same numbers.
    pub is_over: bool,
}

/// Why a file was not written, or not to its end.
#[derive(Debug, thiserror::Error)]
pub enum FecError {
    /// The year is beyond the calendar or has not begun.
    #[error("the year {0} has not begun; a file is of a year that runs or is over")]
    NotBegun(i16),
    /// Books in another currency than the subsidiary's: the amounts of the file would need a rate nobody recorded.
    #[error("{cause} is in {found}, and the books are kept in {expected}; the file has one currency")]
    Currency {
        /// What the entry is for.
        cause: String,
        /// Its currency.
        found: Currency,
        /// That of the books.
        expected: Currency,
    },
    /// An invoice or a credit note has no number yet, and an entry without its document proves nothing.
    #[error("the document of {0} waits for its number; try again when the worker has numbered it")]
    Unnumbered(String),
    /// An entry does not sum to zero.
    #[error("the entry of {0} does not balance; `comptoir verify` says what is wrong with the books")]
    Unbalanced(String),
    /// The file.
    #[error("the file cannot be written: {0}")]
    Io(#[from] std::io::Error),
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// The name the law gives the file: `<SIREN>FEC<last day of the year>.txt` (A47 A-1, X).
#[must_use]
pub fn file_name(siren: &Siren, year: Year) -> String {
    format!("{siren}FEC{}.txt", record::day(year.last))
}

/// A posting of the books with what its lines say of customer and document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) at: Place,
    pub(crate) cause: String,
    pub(crate) code: ledger::PostingCode,
    pub(crate) currency: Currency,
    /// The customer's identifier; none where the account is gone.
    pub(crate) nic: Option<String>,
    /// Who the customer is; empty where the account is gone.
    pub(crate) name: String,
    /// Whether the posting is of an invoice or a credit note.
    pub(crate) is_document: bool,
    pub(crate) reference: Option<String>,
    pub(crate) issued_on: Option<Date>,
    pub(crate) account: ledger::LedgerAccount,
    /// Debit positive.
    pub(crate) minor: i64,
}

/// Where a posting stands in a subsidiary's books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) on: Date,
    pub(crate) at: Timestamp,
    pub(crate) account: AccountId,
    pub(crate) seq: i64,
}

/// Which of a year's postings are asked for: those recorded from an instant until before another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    pub(crate) subsidiary: kernel::SubsidiaryCode,
    pub(crate) year: Year,
    pub(crate) from: Timestamp,
    pub(crate) until: Timestamp,
}

/// Writes the file of a year: UTF-8, a tab between two columns, a heading, lines that end with CR LF.
///
/// The account numbers are those of `chart`. A year that is not over is written as far as it is; its entries keep their
/// numbers in later files.
///
/// # Errors
/// See [`FecError`]; what was written until then is no file to hand over.
pub async fn write(
    db: &Db,
    subsidiary: &Subsidiary,
    chart: &Chart,
    year: i16,
    now: Timestamp,
    out: &mut impl Write,
    mut progress: impl FnMut(Progress),
) -> Result<Written, FecError> {
    let days = Year::of(year).filter(|days| days.first <= subsidiary.civil(now));
    let (days, end) =
        days.and_then(|days| Some((days, days.end(subsidiary)?))).ok_or(FecError::NotBegun(year))?;
    let settled = now - SignedDuration::from_mins(SETTLED_MINUTES);
    let span = |from, until| Span { subsidiary: subsidiary.code, year: days, from, until };
    let in_time = span(Timestamp::UNIX_EPOCH, end.min(settled));
    let late = span(end, settled.max(end));
    let count = db.across().read(move |tx| store::entries_count(tx, &in_time)).await?
        + db.across().read(move |tx| store::entries_count(tx, &late)).await?;
    let mut file = File {
        writer: record::Writer::new(subsidiary, chart, out),
        entries_total: count,
        written: Written { is_over: settled >= end, ..Written::default() },
    };
    file.writer.heading()?;
    let mut after: Option<Place> = None;
    loop {
        let page = db.across().read(move |tx| store::entries_by_day(tx, &in_time, after, PAGE)).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.at);
        file.page(&page)?;
        progress(file.progress());
    }
    let before = file.written.entries;
    let mut after: Option<Place> = None;
    loop {
        let page = db.across().read(move |tx| store::entries_late(tx, &late, after, PAGE)).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.at);
        file.page(&page)?;
        progress(file.progress());
    }
    file.written.late = file.written.entries - before;
    file.writer.flush()?;
    Ok(file.written)
}

/// A file that is being written.
struct File<'a, W> {
    writer: record::Writer<'a, W>,
    entries_total: u64,
    written: Written,
}

impl<W: Write> File<'_, W> {
    /// Writes whole entries: the lines of one follow each other, and no page divides them.
    fn page(&mut self, lines: &[Line]) -> Result<(), FecError> {
        for entry in lines.chunk_by(|one, next| one.at == next.at) {
            self.written.entries += 1;
            self.written.lines += entry.len() as u64;
            self.written.total_minor += self.writer.entry(self.written.entries, entry)?;
        }
        Ok(())
    }

    fn progress(&self) -> Progress {
        Progress { entries: self.written.entries, entries_total: self.entries_total }
    }
}
