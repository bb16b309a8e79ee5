//! Documents that open by a link alone, for programs that fetch them without a sign-in.

use accounts::Account;
use accounts::links::{self, Link, Paper};
use axum::extract::Path;
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use db::AccountTx;
use documents::{Way, Ways};
use kernel::{AccountId, Date};
use serde::Deserialize;

use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::page::{MemberPage, Page, VisitorPage, document_html};
use crate::{invoices, orders, payments};

/// The parts of a link.
#[derive(Debug, Deserialize)]
pub(crate) struct Parts {
    account: AccountId,
    kind: String,
    id: String,
    until: Date,
    seal: String,
}

pub(crate) async fn html(page: VisitorPage, Path(parts): Path<Parts>) -> Answer {
    let (account, link, pdf) = opened(&page, parts).await?;
    let back = Way { href: "/".to_owned(), text: page.web().options.brand.name.clone() };
    let ways: Ways = page.ways(back, pdf);
    let documents = &page.web().documents;
    let html = match link.paper {
        Paper::Invoice(reference) => {
            let (record, _) = invoices::document::found(&page, account.id, reference).await?;
            documents.invoice_html(&record, &ways)
        }
        Paper::Order(number) => {
            documents.order_form_html(&orders::form::form(&page, &account, number).await?, &ways)
        }
        Paper::Receipt(attempt) => {
            documents.receipt_html(&payments::receipt::document(&page, account.id, attempt).await?, &ways)
        }
    };
    Ok(unlisted(document_html(html.map_err(PageError::internal)?)))
}

pub(crate) async fn pdf(page: VisitorPage, Path(parts): Path<Parts>) -> Answer {
    let (account, link, _) = opened(&page, parts).await?;
    let made = match link.paper {
        Paper::Invoice(reference) => {
            let (record, _) = invoices::document::found(&page, account.id, reference).await?;
            invoices::document::made_pdf(&page, record).await
        }
        Paper::Order(number) => {
            let form = orders::form::form(&page, &account, number).await?;
            orders::form::made_pdf(&page, number, form).await
        }
        Paper::Receipt(attempt) => {
            let receipt = payments::receipt::document(&page, account.id, attempt).await?;
            payments::receipt::made_pdf(&page, receipt).await
        }
    };
    made.map(unlisted)
}

/// A link that leaked is still nothing for a search engine to show.
fn unlisted(mut response: Response) -> Response {
    let name = HeaderName::from_static("x-robots-tag");
    response.headers_mut().insert(name, HeaderValue::from_static("noindex"));
    response
}

/// Whose document a link opens now, and the address of its PDF; to a link that opens nothing there is no such page.
async fn opened(page: &Page, parts: Parts) -> Result<(Account, Link, String), PageError> {
    let paper = Paper::parse(&parts.kind, &parts.id).ok_or(PageError::NotFound)?;
    let link = Link { paper, until: parts.until, seal: parts.seal };
    let read = page.cx().db.account(parts.account).read(|tx: &mut AccountTx| {
        let Some(key) = links::find(tx)? else { return Ok(None) };
        Ok::<_, db::Error>(accounts::account::find(tx)?.map(|account| (account, key)))
    });
    let (account, key) = read.await?.ok_or(PageError::NotFound)?;
    if !key.opens(page.visit().now, &link) {
        return Err(PageError::NotFound);
    }
    let pdf = key.address(&link, "pdf");
    Ok((account, link, pdf))
}

/// Ends every link given before.
pub(crate) async fn revoke(page: MemberPage) -> Answer {
    page.cx().db.account(page.account.id).write(links::revoke).await?;
    Ok(page.redirect_with("/programs", Flash::good("flash-links-revoked")))
}
