//! Documents that a customer takes home as one file: asked for, made in the background a few at a time, kept some days.
//!
//! ```text
//! begin ──► making ──add, add, …──► ready ──forget──► gone
//!              └──────fail─────────► failed ─forget──► gone
//! ```
//!
//! Each [`add`] says from where it went on: what a killed worker had done stays done, and of two workers at the same
//! place one adds nothing.

use db::AccountTx;
use kernel::{Date, ExportId, Locale, SignedDuration, Sort, Timestamp};
use serde::{Deserialize, Serialize};

use crate::list::{InvoiceColumn, InvoiceFilter, InvoiceQuery};
use crate::store;

/// How long a file is kept once it is there.
pub const KEPT: SignedDuration = SignedDuration::from_hours(24 * 7);
/// How many may be in the making for one account at once.
pub const MAKING_MAX: usize = 3;

/// What is made of the documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExportKind {
    /// Each of them as PDF, in one ZIP.
    Archive,
    /// One printed list of them, as PDF.
    Summary,
}

impl ExportKind {
    /// Every kind.
    pub const ALL: [ExportKind; 2] = [ExportKind::Archive, ExportKind::Summary];

    /// The word used in addresses and message keys.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            ExportKind::Archive => "archive",
            ExportKind::Summary => "summary",
        }
    }

    /// The kind this word names.
    #[must_use]
    pub fn parse(code: &str) -> Option<ExportKind> {
        ExportKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The most documents of one file: what opens on an ordinary computer, and what a database keeps for some days.
    #[must_use]
    pub const fn most(&self) -> i64 {
        match self {
            ExportKind::Archive => 10_000,
            ExportKind::Summary => 20_000,
        }
    }
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExportState {
    /// Some of it may be there.
    Making,
    /// All of it is there.
    Ready,
    /// It cannot be made; the log says why.
    Failed,
}

impl ExportState {
    /// Every state.
    pub const ALL: [ExportState; 3] = [ExportState::Making, ExportState::Ready, ExportState::Failed];

    /// The word used in message keys.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            ExportState::Making => "making",
            ExportState::Ready => "ready",
            ExportState::Failed => "failed",
        }
    }

    /// The state this word names.
    #[must_use]
    pub fn parse(code: &str) -> Option<ExportState> {
        ExportState::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Documents that are taken home as one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// Its id.
    pub id: ExportId,
    /// What is made of them.
    pub kind: ExportKind,
    /// Which ones.
    pub query: InvoiceQuery,
    /// The language of what is made now; an invoice keeps the one it was issued in.
    pub locale: Locale,
    /// How far it is.
    pub state: ExportState,
    /// How many there were when it was asked for.
    pub total: i64,
    /// How many are in it.
    pub done: i64,
    /// Where to go on: the page key after the last one.
    pub after: Option<String>,
    /// How large what is there is, in bytes.
    pub size_bytes: i64,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// Until when it is kept.
    pub expires_at: Timestamp,
}

/// A file of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportFile {
    /// Its name in the archive.
    pub name: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// What is added to an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// The files, in their order.
    pub files: Vec<ExportFile>,
    /// How many documents are in them.
    pub documents: i64,
    /// Where to go on; none when these were the last.
    pub after: Option<String>,
}

/// Why nothing was begun.
#[derive(Debug, thiserror::Error)]
pub enum BeginError {
    /// Nothing is found.
    #[error("there is nothing to take home")]
    Nothing,
    /// More is found than one file may hold: [`ExportKind::most`].
    #[error("more documents than one file may hold")]
    TooLarge,
    /// [`MAKING_MAX`] are in the making.
    #[error("others are in the making")]
    TooMany,
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Asks for what a query finds; the same asked for while it is made is the one that is made.
///
/// # Errors
/// See [`BeginError`].
pub fn begin(
    tx: &mut AccountTx,
    now: Timestamp,
    id: ExportId,
    kind: ExportKind,
    query: &InvoiceQuery,
    locale: Locale,
) -> Result<Export, BeginError> {
    let making = store::exports_making(tx)?;
    let is_same = |other: &&Export| other.id == id || (other.kind, &other.query) == (kind, query);
    if let Some(known) = making.iter().find(is_same) {
        return Ok(known.clone());
    }
    if making.len() >= MAKING_MAX {
        return Err(BeginError::TooMany);
    }
    let total = store::count(tx, query, kind.most() + 1)?;
    if total == 0 {
        return Err(BeginError::Nothing);
    }
    if total > kind.most() {
        return Err(BeginError::TooLarge);
    }
    let export = Export {
        id,
        kind,
        query: query.clone(),
        locale,
        state: ExportState::Making,
        total,
        done: 0,
        after: None,
        size_bytes: 0,
        asked_at: now,
        expires_at: kept_from(now),
    };
    store::insert_export(tx, &export)?;
    Ok(export)
}

/// Adds to an export what follows on what it has; ready when there is no more. `None` when another worker went on from
/// there, or it is over: nothing is added.
///
/// # Errors
/// The database's own.
pub fn add(
    tx: &mut AccountTx,
    now: Timestamp,
    export: &Export,
    added: &Added,
) -> Result<Option<Export>, db::Error> {
    let size: usize = added.files.iter().map(|file| file.content.len()).sum();
    let state = if added.after.is_some() { ExportState::Making } else { ExportState::Ready };
    let next = Export {
        state,
        done: export.done + added.documents,
        after: added.after.clone(),
        size_bytes: export.size_bytes.saturating_add(i64::try_from(size).unwrap_or(i64::MAX)),
        expires_at: kept_from(now),
        ..export.clone()
    };
    if !store::advance_export(tx, export.done, &next)? {
        return Ok(None);
    }
    store::insert_export_files(tx, export, &added.files)?;
    Ok(Some(next))
}

/// Gives up an export that cannot be made.
///
/// # Errors
/// The database's own.
pub fn fail(tx: &mut AccountTx, export: &Export) -> Result<(), db::Error> {
    let failed = Export { state: ExportState::Failed, ..export.clone() };
    store::advance_export(tx, export.done, &failed).map(drop)
}

/// Removes what is kept no longer; how many exports.
///
/// # Errors
/// The database's own.
pub fn forget(tx: &mut AccountTx, now: Timestamp) -> Result<u64, db::Error> {
    store::delete_exports(tx, now)
}

fn kept_from(now: Timestamp) -> Timestamp {
    now.checked_add(KEPT).unwrap_or(Timestamp::MAX)
}

/// A query as it is kept.
#[derive(Debug, Serialize, Deserialize)]
struct KeptQuery {
    filter: String,
    reference: Option<String>,
    order: Option<i64>,
    from: Option<Date>,
    until: Option<Date>,
    only: Vec<String>,
    sort: String,
}

pub(crate) fn query_text(query: &InvoiceQuery) -> Result<String, serde_json::Error> {
    serde_json::to_string(&KeptQuery {
        filter: query.filter.code().to_owned(),
        reference: query.reference.clone(),
        order: query.order,
        from: query.from,
        until: query.until,
        only: query.only.clone(),
        sort: query.sort.code(),
    })
}

pub(crate) fn read_query(text: &str) -> Option<InvoiceQuery> {
    let kept: KeptQuery = serde_json::from_str(text).ok()?;
    Some(InvoiceQuery {
        filter: InvoiceFilter::parse(&kept.filter)?,
        reference: kept.reference,
        order: kept.order,
        from: kept.from,
        until: kept.until,
        only: kept.only,
        sort: Sort::<InvoiceColumn>::parse(&kept.sort)?,
    })
}

#[cfg(test)]
mod tests {
    use kernel::Direction;

    use super::*;

    #[test]
    fn a_query_is_kept_as_it_is() {
        let day = |text: &str| Some(text.parse().unwrap());
        let full = InvoiceQuery {
            filter: InvoiceFilter::Unpaid,
            reference: Some("FR00000001".to_owned()),
            order: Some(100_001),
            from: day("2026-01-01"),
            until: day("2026-12-31"),
            only: vec!["FR00000001".to_owned()],
            sort: Sort { column: InvoiceColumn::Total, direction: Direction::Ascending },
        };
        for query in [InvoiceQuery::default(), full] {
            assert_eq!(read_query(&query_text(&query).unwrap()), Some(query));
        }
        assert_eq!(read_query("{}"), None);
    }
}
