//! The customer sends the documents that were asked for, one by one, then says that it is all.

use axum::extract::{Multipart, Path};
use axum::response::Response;
use flows::validate::ValidateError;
use kernel::UploadId;
use orders::ReceiveError;
use orders::upload::Refused;

use super::track::track;
use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::form::Fault;
use crate::page::MemberPage;

pub(crate) async fn post(page: MemberPage, Path(number): Path<i64>, mut form: Multipart) -> Answer {
    let order = super::order(&page, page.account.id, number).await?;
    let Sent { id, file } = sent(&mut form).await?;
    let Some((name, content)) = file else {
        return refused(&page, number, "error-file-missing").await;
    };
    let now = page.visit().now;
    let id = id.unwrap_or_else(|| page.cx().random.id(now));
    let account = page.cx().db.account(page.account.id);
    let received =
        account.write(move |tx| orders::receive_document(tx, now, order.id, id, &name, &content)).await;
    let key = match received {
        Ok(_) => return Ok(back(&page, number, "flash-document-received")),
        Err(ReceiveError::Refused(Refused::Empty) | ReceiveError::Nothing) => "error-file-missing",
        Err(ReceiveError::Refused(Refused::TooLarge)) => "error-file-size",
        Err(ReceiveError::Refused(Refused::Type)) => "error-file-kind",
        Err(ReceiveError::TooMany) => "error-documents-many",
        Err(ReceiveError::Invalid(_)) => return Ok(page.redirect(&format!("/orders/{number}"))),
        Err(ReceiveError::Db(error)) => return Err(error.into()),
    };
    refused(&page, number, key).await
}

pub(crate) async fn done(page: MemberPage, Path(number): Path<i64>) -> Answer {
    let order = super::order(&page, page.account.id, number).await?;
    match flows::validate::documents_sent(page.cx(), page.account.id, order.id).await {
        Ok(_) => Ok(back(&page, number, "flash-documents-sent")),
        Err(ValidateError::Receive(ReceiveError::Nothing)) => {
            refused(&page, number, "error-documents-none").await
        }
        Err(ValidateError::Receive(ReceiveError::Invalid(_))) => {
            Ok(page.redirect(&format!("/orders/{number}")))
        }
        Err(ValidateError::Receive(ReceiveError::Db(error)) | ValidateError::Db(error)) => Err(error.into()),
        Err(error) => Err(PageError::internal(error)),
    }
}

/// What the form sent: the id its page drew, so that a file sent twice is one, and the file with its name.
struct Sent {
    id: Option<UploadId>,
    file: Option<(String, Vec<u8>)>,
}

async fn sent(form: &mut Multipart) -> Result<Sent, PageError> {
    let unreadable = |error: axum::extract::multipart::MultipartError| PageError::Bad(error.to_string());
    let mut id = None;
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        if field.name() == Some("upload") {
            id = field.text().await.map_err(unreadable)?.parse().ok();
            continue;
        }
        if field.name() == Some("file") {
            let name = field.file_name().unwrap_or_default().to_owned();
            let content = field.bytes().await.map_err(unreadable)?;
            return Ok(Sent { id, file: (!content.is_empty()).then(|| (name, content.to_vec())) });
        }
    }
    Ok(Sent { id, file: None })
}

async fn refused(page: &MemberPage, number: i64, key: &str) -> Answer {
    page.show_faulty(&track(page, number, &[Fault::at("file", key)]).await?)
}

fn back(page: &MemberPage, number: i64, key: &str) -> Response {
    page.redirect_with(&format!("/orders/{number}"), Flash::good(key))
}
