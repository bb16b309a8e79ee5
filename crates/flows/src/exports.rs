//! Documents taken home as one file: asked for, made by the worker a few at a time, told by e-mail once they are there.

use std::sync::Arc;

use accounts::Account;
use db::AccountTx;
use documents::{DocumentError, Documents, Summary, SummaryLine};
use invoicing::exports::{self, Added, BeginError, Export, ExportFile, ExportKind, ExportState};
use invoicing::{Invoice, InvoiceQuery};
use kernel::{AccountId, ExportId, Locale, Page, PageRequest, Timestamp};
use mail::{Email, ExportReady};

use crate::{Cx, Unconfigured, announce};

/// Why documents were not made.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// A document cannot be made: trying again changes nothing.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// What was frozen cannot be read, or its amounts do not add up.
    #[error("a document cannot be read: {0}")]
    Record(String),
    /// The work was stopped.
    #[error(transparent)]
    Stopped(#[from] tokio::task::JoinError),
    /// The running configuration lacks something.
    #[error(transparent)]
    Unconfigured(#[from] Unconfigured),
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Asks for what a query finds as one file, in this language. The same asked for twice is made once.
///
/// # Errors
/// See [`BeginError`].
pub async fn ask(
    cx: &Cx,
    account: AccountId,
    kind: ExportKind,
    query: InvoiceQuery,
    locale: Locale,
) -> Result<Export, BeginError> {
    let now = cx.clock.now();
    let id: ExportId = cx.random.id(now);
    let begin = move |tx: &mut AccountTx| exports::begin(tx, now, id, kind, &query, locale);
    let export = cx.db.account(account).write::<_, BeginError, _>(begin).await?;
    cx.wake.ring();
    Ok(export)
}

/// Goes on with `limit` exports of a kind, the longest waiting first, with `at_once` documents of each archive; how many
/// went on. A summary is made whole: archives need not wait for it.
///
/// One that cannot be made is given up, and stops no other.
///
/// # Errors
/// The database's own.
pub async fn make(
    cx: &Cx,
    documents: &Arc<Documents>,
    kind: ExportKind,
    limit: u16,
    at_once: u16,
) -> Result<u64, db::Error> {
    let due = move |tx: &mut db::AcrossTx| invoicing::store::exports_due(tx, kind, i64::from(limit));
    let due = cx.db.across().read(due).await?;
    let mut made = 0;
    for (account, id) in due {
        let now = cx.clock.now();
        let find = move |tx: &mut AccountTx| invoicing::store::find_export(tx, now, id);
        let Some(export) = cx.db.account(account).read(find).await? else { continue };
        match go_on(cx, documents, account, &export, at_once).await {
            Ok(()) => made += 1,
            Err(MakeError::Db(error)) => return Err(error),
            Err(MakeError::Stopped(error)) if error.is_cancelled() => return Ok(made),
            Err(error) => {
                tracing::error!(export = %export.id, %error, "what a customer asked to take home cannot be made");
                cx.db.account(account).write(move |tx| exports::fail(tx, &export)).await?;
            }
        }
    }
    Ok(made)
}

/// Removes what is kept no longer, of some accounts; how many exports.
///
/// # Errors
/// The database's own.
pub async fn forget(cx: &Cx, limit: u16) -> Result<u64, db::Error> {
    let now = cx.clock.now();
    let over = move |tx: &mut db::AcrossTx| invoicing::store::exports_over(tx, now, i64::from(limit));
    let mut forgotten = 0;
    for account in cx.db.across().read(over).await? {
        forgotten += cx.db.account(account).write(move |tx| exports::forget(tx, now)).await?;
    }
    Ok(forgotten)
}

async fn go_on(
    cx: &Cx,
    documents: &Arc<Documents>,
    account: AccountId,
    export: &Export,
    at_once: u16,
) -> Result<(), MakeError> {
    let added = match export.kind {
        ExportKind::Archive => {
            let request = PageRequest { after: export.after.clone(), ..PageRequest::first(at_once) };
            files(cx, documents, account, &export.query, request).await?
        }
        ExportKind::Summary => {
            let owner = cx.db.account(account).read(accounts::account::get).await?;
            summary(cx, documents, &owner, &export.query, export.locale).await?
        }
    };
    let (now, export, inside) = (cx.clock.now(), export.clone(), cx.clone());
    let write = move |tx: &mut AccountTx| {
        let Some(next) = exports::add(tx, now, &export, &added)? else { return Ok(()) };
        if next.state == ExportState::Ready { tell(&inside, tx, now, &next) } else { Ok(()) }
    };
    cx.db.account(account).write::<_, MakeError, _>(write).await?;
    cx.wake.ring();
    Ok(())
}

/// One page of the documents a query finds, each as PDF.
///
/// # Errors
/// See [`MakeError`].
pub async fn files(
    cx: &Cx,
    documents: &Arc<Documents>,
    account: AccountId,
    query: &InvoiceQuery,
    request: PageRequest,
) -> Result<Added, MakeError> {
    let found = page(cx, account, query, request).await?;
    let documents = Arc::clone(documents);
    // Laying out PDFs is computing: not on the threads that answer everybody.
    let made = tokio::task::spawn_blocking(move || {
        let file = |invoice: &Invoice| {
            let record = invoice.record().map_err(|error| MakeError::Record(error.to_string()))?;
            let content = documents.invoice_pdf(&record)?;
            Ok(ExportFile { name: format!("{}.pdf", invoice.reference), content })
        };
        found.items.iter().map(file).collect::<Result<Vec<_>, MakeError>>().map(|files| (files, found.next))
    });
    let (files, after) = made.await??;
    let count = i64::try_from(files.len()).unwrap_or(i64::MAX);
    Ok(Added { files, documents: count, after })
}

/// The documents a query finds as one printed list, a PDF; it cannot be made in parts.
///
/// # Errors
/// See [`MakeError`].
pub async fn summary(
    cx: &Cx,
    documents: &Arc<Documents>,
    owner: &Account,
    query: &InvoiceQuery,
    locale: Locale,
) -> Result<Added, MakeError> {
    let (mut lines, mut request) = (Vec::new(), PageRequest::first(PageRequest::SIZE_MAX));
    loop {
        let found = page(cx, owner.id, query, request.clone()).await?;
        lines.extend(found.items.iter().map(SummaryLine::of));
        let Some(next) = found.next else { break };
        request.after = Some(next);
    }
    let count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    let subsidiary = cx.subsidiary(owner.subsidiary)?;
    let on = subsidiary.civil(cx.clock.now());
    let summary = Summary::new(subsidiary, owner.billing_contact(), locale, on, lines);
    let summary = summary.map_err(|error| MakeError::Record(error.to_string()))?;
    let documents = Arc::clone(documents);
    // As above.
    let content = tokio::task::spawn_blocking(move || documents.summary_pdf(&summary)).await??;
    let file = ExportFile { name: "summary.pdf".to_owned(), content };
    Ok(Added { files: vec![file], documents: count, after: None })
}

async fn page(
    cx: &Cx,
    account: AccountId,
    query: &InvoiceQuery,
    request: PageRequest,
) -> Result<Page<Invoice>, db::Error> {
    let query = query.clone();
    cx.db.account(account).read(move |tx| invoicing::store::search(tx, &query, &request)).await
}

/// The customer need not wait in front of the page.
fn tell(cx: &Cx, tx: &mut AccountTx, now: Timestamp, export: &Export) -> Result<(), MakeError> {
    let owner = accounts::account::get(tx)?;
    let until = cx.subsidiary(owner.subsidiary)?.civil(export.expires_at);
    let email = Email::ExportReady(ExportReady {
        documents: export.done,
        is_summary: export.kind == ExportKind::Summary,
        until,
        path: format!("/exports/{}", export.id),
    });
    Ok(announce::tell(tx, now, &owner, &format!("export/{}/ready", export.id), &email)?)
}
