//! The customer sends the documents that were asked for.

use db::AccountTx;
use kernel::{OrderId, Timestamp, UploadId};

use crate::follow_up::HistoryCode;
use crate::order::Order;
use crate::record::record;
use crate::state::{Change, InvalidTransition, OrderState};
use crate::store;
use crate::upload::{Refused, Upload};

/// Why a file was not taken.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    /// Its size or type.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The order has [`Upload::COUNT_MAX`] files already.
    #[error("an order has at most {} files", Upload::COUNT_MAX)]
    TooMany,
    /// Nothing was sent yet.
    #[error("send at least one file")]
    Nothing,
    /// No documents are asked for.
    #[error(transparent)]
    Invalid(#[from] InvalidTransition),
    /// The database did not do it.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Takes one file for an order whose documents were asked for; the same file id once more changes nothing.
///
/// # Errors
/// [`ReceiveError`].
pub fn receive_document(
    tx: &mut AccountTx,
    now: Timestamp,
    order: OrderId,
    id: UploadId,
    file_name: &str,
    content: &[u8],
) -> Result<Upload, ReceiveError> {
    let order = store::get(tx, order)?;
    if order.state != OrderState::DocumentsRequested {
        return Err(InvalidTransition { from: order.state, change: Change::ReceiveDocuments }.into());
    }
    let uploads = store::uploads(tx, order.id)?;
    if let Some(known) = uploads.iter().find(|upload| upload.id == id) {
        return Ok(known.clone());
    }
    if uploads.len() >= usize::from(Upload::COUNT_MAX) {
        return Err(ReceiveError::TooMany);
    }
    let upload = Upload::check(id, order.id, file_name, content, now)?;
    store::insert_upload(tx, &upload, content)?;
    Ok(upload)
}

/// The customer has sent everything: the order goes back to the staff, who decide until `due_at`. Told twice,
/// it is the order as it is.
///
/// # Errors
/// [`ReceiveError`].
pub fn send_documents(
    tx: &mut AccountTx,
    now: Timestamp,
    order: OrderId,
    due_at: Timestamp,
) -> Result<Order, ReceiveError> {
    let order = store::get(tx, order)?;
    if order.state == OrderState::Checking {
        return Ok(order);
    }
    if order.state == OrderState::DocumentsRequested && !answers(tx, &order)? {
        return Err(ReceiveError::Nothing);
    }
    let order = order.receive_documents(now, due_at)?;
    store::update(tx, &order)?;
    record(tx, now, order.id, HistoryCode::FraudManualReview)?;
    Ok(order)
}

/// Whether a file came since documents were last asked for.
pub(crate) fn answers(tx: &mut AccountTx, order: &Order) -> Result<bool, db::Error> {
    let asked_at = order.review.as_ref().and_then(|review| review.documents_asked_at);
    let is_answer = |upload: &Upload| asked_at.is_none_or(|asked_at| upload.received_at >= asked_at);
    Ok(store::uploads(tx, order.id)?.iter().any(is_answer))
}
