//! Many documents taken home as one file: what is asked for, how far it is, and the file itself.

use axum::extract::{Path, Query};
use invoicing::exports::{BeginError, Export, ExportKind, ExportState, MAKING_MAX};
use invoicing::{InvoiceFilter, InvoiceQuery};
use kernel::{ExportId, Timestamp};
use serde::Serialize;
use texts::Args;
use texts::format::{self, Style};

use super::list;
use crate::error::{Answer, PageError};
use crate::export;
use crate::flash::Flash;
use crate::list::Asked;
use crate::page::{MemberPage, Page, download, encoded};
use crate::view::{Badge, Crumb, View};

/// The most exports the page shows.
const SHOWN_MAX: i64 = 50;
/// How many files of an archive are read at once.
const FILES_AT_ONCE: i64 = 20;
/// How often the page looks while something is made.
const REFRESH_SECS: u16 = 2;

#[derive(Debug, Serialize)]
pub(crate) struct Exports {
    /// What the address asks for.
    wanted: Option<Wanted>,
    exports: Vec<ExportRow>,
    /// How often to look again; never when nothing is made.
    refresh_secs: Option<u16>,
    /// What this page shows, so that the same is not read out again.
    mark: String,
}

/// What would be made.
#[derive(Debug, Serialize)]
struct Wanted {
    kind: &'static str,
    count: i64,
    /// Whether that is more than one file may hold.
    is_too_large: bool,
    most: i64,
    which: Vec<String>,
    /// Where the wish is sent.
    action: String,
}

#[derive(Debug, Serialize)]
struct ExportRow {
    id: String,
    kind: &'static str,
    which: Vec<String>,
    asked_at: Timestamp,
    expires_at: Timestamp,
    state: Badge,
    is_making: bool,
    is_ready: bool,
    done: i64,
    total: i64,
    megabytes: i64,
}

/// Where the page asks whether what this address finds is to be made in the background.
pub(super) fn href(page: &Page, asked: &Asked, kind: ExportKind) -> String {
    let read = list::read(page, asked);
    let sort = read.query.sort.code();
    let mut href = read.address.at("/exports").with("kind", kind.code()).with("sort", sort).href();
    for ticked in &read.query.only {
        href.push_str("&ticked=");
        href.push_str(&encoded(ticked));
    }
    href
}

pub(crate) async fn get(page: MemberPage, Query(asked): Query<Asked>) -> Answer {
    let kind = asked.get("kind").and_then(ExportKind::parse);
    let (query, now) = (list::read(&page, &asked).query, page.visit().now);
    let counted = query.clone();
    let found = page.cx().db.account(page.account.id).read(move |tx| {
        let exports = invoicing::store::exports(tx, now, SHOWN_MAX)?;
        let count = kind.map(|kind| invoicing::store::count(tx, &counted, kind.most() + 1)).transpose()?;
        Ok::<_, db::Error>((exports, count))
    });
    let (exports, count) = found.await?;
    let wanted = kind.zip(count).filter(|(_, count)| *count > 0).map(|(kind, count)| Wanted {
        kind: kind.code(),
        count,
        is_too_large: count > kind.most(),
        most: kind.most(),
        which: which(&page, &query),
        action: href(&page, &asked, kind),
    });
    let is_making = exports.iter().any(|export| export.state == ExportState::Making);
    let marks = exports.iter().map(|export| format!("{}-{}", export.state.code(), export.done));
    page.show(&Exports {
        wanted,
        mark: marks.collect::<Vec<_>>().join("."),
        refresh_secs: is_making.then_some(REFRESH_SECS),
        exports: exports.iter().map(|export| row(&page, export)).collect(),
    })
}

pub(crate) async fn post(page: MemberPage, Query(asked): Query<Asked>) -> Answer {
    let Some(kind) = asked.get("kind").and_then(ExportKind::parse) else { return Err(PageError::NotFound) };
    let query = list::read(&page, &asked).query;
    let (account, locale) = (page.account.id, page.visit().locale);
    let many = |key, most: i64| Flash::bad(key).with("most", most.to_string());
    let flash = match flows::exports::ask(page.cx(), account, kind, query, locale).await {
        Ok(_) => Flash::good("flash-export-begun"),
        Err(BeginError::Nothing) => Flash::bad("flash-export-nothing"),
        Err(BeginError::TooLarge) => many("flash-export-large", kind.most()),
        Err(BeginError::TooMany) => many("flash-export-many", i64::try_from(MAKING_MAX).unwrap_or(i64::MAX)),
        Err(BeginError::Db(error)) => return Err(error.into()),
    };
    Ok(page.redirect_with("/exports", flash))
}

/// Where the e-mail leads: the page, or that the file is kept no longer.
pub(crate) async fn one(page: MemberPage, Path(id): Path<ExportId>) -> Answer {
    match find(&page, id).await? {
        Some(_) => Ok(page.redirect(&format!("/exports#e-{id}"))),
        None => Ok(gone(&page)),
    }
}

/// The file itself.
pub(crate) async fn file(page: MemberPage, Path(id): Path<ExportId>) -> Answer {
    let ready = find(&page, id).await?.filter(|export| export.state == ExportState::Ready);
    let Some(export) = ready else { return Ok(gone(&page)) };
    let (shared, account) = (Page::clone(&page), page.account.id);
    match export.kind {
        ExportKind::Archive => Ok(export::large_archive(&page, "invoices-title", move |position| {
            let (page, from) = (shared.clone(), i64::try_from(position).unwrap_or(i64::MAX));
            async move {
                let read =
                    move |tx: &mut db::AccountTx| invoicing::store::export_files(tx, id, from, FILES_AT_ONCE);
                let files = page.cx().db.account(account).read(read).await?;
                Ok(files.into_iter().map(|file| (file.name, file.content)).collect())
            }
        })),
        ExportKind::Summary => {
            let read = move |tx: &mut db::AccountTx| invoicing::store::export_files(tx, id, 0, 1);
            let found = page.cx().db.account(account).read(read).await?.pop();
            let Some(file) = found else { return Ok(gone(&page)) };
            Ok(download("application/pdf", &export::dated(&page, "invoices-title", "pdf"), file.content))
        }
    }
}

async fn find(page: &MemberPage, id: ExportId) -> Result<Option<Export>, db::Error> {
    let now = page.visit().now;
    let find = move |tx: &mut db::AccountTx| invoicing::store::find_export(tx, now, id);
    page.cx().db.account(page.account.id).read(find).await
}

fn gone(page: &MemberPage) -> axum::response::Response {
    page.redirect_with("/exports", Flash::bad("flash-export-gone"))
}

fn row(page: &Page, export: &Export) -> ExportRow {
    let (hue, icon, key) = match export.state {
        ExportState::Making => ("busy", "hourglass", "export-state-making"),
        ExportState::Ready => ("good", "circle-check", "export-state-ready"),
        ExportState::Failed => ("bad", "circle-alert", "export-state-failed"),
    };
    ExportRow {
        id: export.id.to_string(),
        kind: export.kind.code(),
        which: which(page, &export.query),
        asked_at: export.asked_at,
        expires_at: export.expires_at,
        state: Badge::new(&page.web().texts, page.visit().locale, hue, icon, key),
        is_making: export.state == ExportState::Making,
        is_ready: export.state == ExportState::Ready,
        // Documents may have come meanwhile.
        done: export.done,
        total: export.total.max(export.done),
        megabytes: export.size_bytes.saturating_add(999_999) / 1_000_000,
    }
}

/// What a query leaves of all documents, in words; nothing when it leaves all.
fn which(page: &Page, query: &InvoiceQuery) -> Vec<String> {
    let day = |on| format::date(on, page.visit().locale, Style::Short);
    let said = |key: &str, text: &str| page.t(key, &Args::new().with("text", text));
    let filter = (query.filter != InvoiceFilter::All)
        .then(|| page.say(&format!("invoices-filter-{}", query.filter.code())));
    let ticked = i64::try_from(query.only.len()).ok().filter(|count| *count > 0);
    let parts = [
        filter,
        query.reference.as_deref().map(|reference| said("chip-search", reference)),
        query.order.map(|order| said("chip-order", &order.to_string())),
        query.from.map(|on| said("export-from", &day(on))),
        query.until.map(|on| said("export-until", &day(on))),
        ticked.map(|count| page.t("export-ticked", &Args::new().with("count", count))),
    ];
    parts.into_iter().flatten().collect()
}

impl View for Exports {
    const TEMPLATE: &'static str = "pages/invoices/exports.html";
    const AREA: &'static str = "invoices";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new("/invoices", "invoices-title")]
    }

    #[cfg(test)]
    fn samples() -> Vec<Exports> {
        use crate::view::sample;
        let row = |done: i64, kind: ExportKind, state: ExportState| ExportRow {
            id: format!("0199a0c2-0000-7000-8000-{done:012}"),
            kind: kind.code(),
            which: if done == 0 { Vec::new() } else { vec!["Unpaid".into(), "since 1 May 2026".into()] },
            asked_at: sample::at(),
            expires_at: sample::at(),
            state: Badge::sample(),
            is_making: state == ExportState::Making,
            is_ready: state == ExportState::Ready,
            done,
            total: 1_240,
            megabytes: 48,
        };
        let wanted = |kind: ExportKind, count: i64| Wanted {
            kind: kind.code(),
            count,
            is_too_large: count > kind.most(),
            most: kind.most(),
            which: if count == 1 { Vec::new() } else { vec!["Unpaid".into()] },
            action: "/exports?kind=archive".into(),
        };
        let rows = vec![
            row(0, ExportKind::Archive, ExportState::Making),
            row(1, ExportKind::Archive, ExportState::Making),
            row(1_240, ExportKind::Archive, ExportState::Ready),
            row(12, ExportKind::Summary, ExportState::Ready),
            row(25, ExportKind::Summary, ExportState::Failed),
        ];
        let page = |wanted, exports: Vec<ExportRow>| Exports {
            wanted,
            refresh_secs: exports.first().map(|_| REFRESH_SECS),
            exports,
            mark: "making-25".into(),
        };
        vec![
            page(None, rows),
            page(Some(wanted(ExportKind::Archive, 1_240)), vec![]),
            page(Some(wanted(ExportKind::Summary, 1)), vec![]),
            page(Some(wanted(ExportKind::Archive, 10_001)), vec![]),
            page(None, vec![]),
        ]
    }
}
