//! An invoice as HTML and as PDF, from its frozen record.

use axum::extract::Path;
use axum::response::Response;
use invoicing::InvoiceRecord;

use crate::error::{Answer, PageError};
use crate::page::{MemberPage, document_html, pdf};

/// The address in e-mails.
pub(crate) async fn get(page: MemberPage, Path(reference): Path<String>) -> Answer {
    let record = record(&page, &reference).await?;
    Ok(page.redirect(&format!("/invoices/{}/html", record.reference)))
}

pub(crate) async fn html(page: MemberPage, Path(reference): Path<String>) -> Answer {
    let record = record(&page, &reference).await?;
    let back = documents::Way { href: "/invoices".to_owned(), text: page.say("invoices-title") };
    let ways = page.ways(back, format!("/invoices/{}/pdf", record.reference));
    let html = page.web().documents.invoice_html(&record, &ways).map_err(PageError::internal)?;
    Ok(document_html(html))
}

pub(crate) async fn pdf_file(page: MemberPage, Path(reference): Path<String>) -> Answer {
    let record = record(&page, &reference).await?;
    let documents = page.web().documents.clone();
    let name = format!("{}.pdf", record.reference);
    // Laying out a PDF takes milliseconds of computing: not on the threads that answer everybody.
    let made = tokio::task::spawn_blocking(move || documents.invoice_pdf(&record)).await;
    let bytes = made.map_err(PageError::internal)?.map_err(PageError::internal)?;
    Ok::<Response, PageError>(pdf(&name, bytes))
}

async fn record(page: &MemberPage, reference: &str) -> Result<InvoiceRecord, PageError> {
    let reference = reference.to_owned();
    let account = page.cx().db.account(page.account.id);
    let found = account.read(move |tx| invoicing::store::find_by_reference(tx, &reference)).await?;
    found.ok_or(PageError::NotFound)?.record().map_err(PageError::internal)
}
