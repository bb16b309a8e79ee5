//! An invoice or a credit note as HTML, as PDF and as data, from its frozen record, each linked to the others.

use axum::extract::Path;
use axum::response::Response;
use documents::{DocumentError, Documents, Way};
use invoicing::InvoiceRecord;
use kernel::AccountId;
use texts::Args;

use crate::error::{Answer, PageError};
use crate::page::{MemberPage, Page, document_html, download, pdf};

/// The address in e-mails.
pub(crate) async fn get(page: MemberPage, Path(reference): Path<String>) -> Answer {
    let (record, _) = found(&page, page.account.id, reference).await?;
    Ok(page.redirect(&format!("/invoices/{}/html", record.reference)))
}

pub(crate) async fn html(page: MemberPage, Path(reference): Path<String>) -> Answer {
    let (record, related) = found(&page, page.account.id, reference).await?;
    let back = documents::Way { href: "/invoices".to_owned(), text: page.say("invoices-title") };
    let ways = page.ways(back, format!("/invoices/{}/pdf", record.reference));
    let data = |kind: &str, key: &str| Way {
        href: format!("/invoices/{}/{kind}.xml", record.reference),
        text: page.say(key),
    };
    let data = match page.web().documents.electronic(&record) {
        Ok(()) => vec![data("cii", "invoice-cii"), data("ubl", "invoice-ubl")],
        Err(_) => Vec::new(),
    };
    let ways = documents::Ways { related, data, ..ways };
    let html = page.web().documents.invoice_html(&record, &ways).map_err(PageError::internal)?;
    Ok(document_html(html))
}

pub(crate) async fn pdf_file(page: MemberPage, Path(reference): Path<String>) -> Answer {
    let (record, _) = found(&page, page.account.id, reference).await?;
    made_pdf(&page, record).await
}

/// The document as a PDF.
pub(crate) async fn made_pdf(page: &Page, record: InvoiceRecord) -> Answer {
    let documents = page.web().documents.clone();
    let name = format!("{}.pdf", record.reference);
    // Laying out a PDF takes milliseconds of computing: not on the threads that answer everybody.
    let made = tokio::task::spawn_blocking(move || documents.invoice_pdf(&record)).await;
    let bytes = made.map_err(PageError::internal)?.map_err(PageError::internal)?;
    Ok::<Response, PageError>(pdf(&name, bytes))
}

pub(crate) async fn cii(page: MemberPage, Path(reference): Path<String>) -> Answer {
    data(&page, reference, "cii", Documents::invoice_cii).await
}

pub(crate) async fn ubl(page: MemberPage, Path(reference): Path<String>) -> Answer {
    data(&page, reference, "ubl", Documents::invoice_ubl).await
}

/// An electronic form as a file; there is no such page where the document has none.
async fn data(
    page: &MemberPage,
    reference: String,
    kind: &str,
    write: fn(&Documents, &InvoiceRecord) -> Result<Vec<u8>, DocumentError>,
) -> Answer {
    let (record, _) = found(page, page.account.id, reference).await?;
    match write(&page.web().documents, &record) {
        Ok(bytes) => Ok(download("application/xml", &format!("{}-{kind}.xml", record.reference), bytes)),
        Err(DocumentError::NotElectronic(_)) => Err(PageError::NotFound),
        Err(error @ (DocumentError::Template(_) | DocumentError::Pdf(_))) => Err(PageError::internal(error)),
    }
}

/// The document of an account, and those that belong to it.
pub(crate) async fn found(
    page: &Page,
    account: AccountId,
    reference: String,
) -> Result<(InvoiceRecord, Vec<Way>), PageError> {
    let account = page.cx().db.account(account);
    let read = account.read(move |tx| {
        let Some(invoice) = invoicing::store::find_by_reference(tx, &reference)? else { return Ok(None) };
        let credits = invoicing::store::credit_notes_of(tx, invoice.id)?;
        Ok::<_, db::Error>(Some((invoice, credits)))
    });
    let (invoice, credits) = read.await?.ok_or(PageError::NotFound)?;
    let record = invoice.record().map_err(PageError::internal)?;
    let way = |key: &str, reference: &str| Way {
        href: format!("/invoices/{reference}/html"),
        text: page.t(key, &Args::new().with("reference", reference)),
    };
    let invoice = record.content.corrects.as_ref().map(|of| way("credit-note-of", &of.reference));
    let credits = credits.iter().map(|note| way("invoice-credit-note", &note.reference));
    let related = invoice.into_iter().chain(credits).collect();
    Ok((record, related))
}
