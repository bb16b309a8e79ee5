//! The staff decide about an order that is held: approve, ask for documents, refuse.

use kernel::{AccountId, Id, OrderId, RefundId, StaffId};
use orders::{DocumentKind, DocumentsRequest, Order};

use crate::{Cx, Unconfigured, announce, settle};

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum ValidateError {
    /// The order does not allow it now.
    #[error(transparent)]
    Review(#[from] orders::ReviewError),
    /// The customer's documents were not taken in.
    #[error(transparent)]
    Receive(#[from] orders::ReceiveError),
    /// The services could not be made.
    #[error(transparent)]
    Service(#[from] services::CreateError),
    /// The money could not be sent back.
    #[error(transparent)]
    Refund(#[from] payments::RefundError),
    /// The running configuration lacks something.
    #[error(transparent)]
    Unconfigured(#[from] Unconfigured),
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// The order is accepted: its services are made.
///
/// # Errors
/// See [`ValidateError`].
pub async fn approve(
    cx: &Cx,
    account: AccountId,
    order: OrderId,
    staff: StaffId,
    note: String,
) -> Result<Order, ValidateError> {
    let (inside, now) = (cx.clone(), cx.clock.now());
    let order = cx
        .db
        .account(account)
        .write::<_, ValidateError, _>(move |tx| {
            let order = orders::approve(tx, now, order, staff, &note)?;
            let owner = accounts::account::get(tx)?;
            settle::accepted(&inside, tx, now, &owner, &order)?;
            Ok(order)
        })
        .await?;
    cx.wake.ring();
    Ok(order)
}

/// The customer is asked for documents, until the hours of the validation rules are over.
///
/// # Errors
/// See [`ValidateError`].
pub async fn request_documents(
    cx: &Cx,
    account: AccountId,
    order: OrderId,
    staff: StaffId,
    documents: Vec<DocumentKind>,
    message: String,
    note: String,
) -> Result<Order, ValidateError> {
    let now = cx.clock.now();
    let due_at = cx.settings.validation.documents_due_at(now);
    let request = DocumentsRequest { documents, message, note, due_at };
    let order = cx
        .db
        .account(account)
        .write::<_, ValidateError, _>(move |tx| {
            let order = orders::request_documents(tx, now, order, staff, &request)?;
            let round = orders::store::reviews(tx, order.id)?.len();
            announce::documents_requested(tx, now, &order, round)?;
            Ok(order)
        })
        .await?;
    cx.wake.ring();
    Ok(order)
}

/// The customer has sent everything: the staff's business hours begin again.
///
/// # Errors
/// See [`ValidateError`].
pub async fn documents_sent(cx: &Cx, account: AccountId, order: OrderId) -> Result<Order, ValidateError> {
    let (inside, now) = (cx.clone(), cx.clock.now());
    cx.db
        .account(account)
        .write::<_, ValidateError, _>(move |tx| {
            let code = orders::store::get(tx, order)?.subsidiary;
            let hours = inside.settings.validation.review_hours;
            let due_at = inside.subsidiary(code)?.business_deadline(now, hours);
            Ok(orders::send_documents(tx, now, order, due_at)?)
        })
        .await
}

/// The order is refused: what was paid goes back, and the customer is told.
///
/// # Errors
/// See [`ValidateError`].
pub async fn refuse(
    cx: &Cx,
    account: AccountId,
    order: OrderId,
    staff: StaffId,
    note: String,
) -> Result<Order, ValidateError> {
    let now = cx.clock.now();
    let order = cx
        .db
        .account(account)
        .write::<_, ValidateError, _>(move |tx| {
            let order = orders::refuse(tx, now, order, staff, &note)?;
            let refund = match payments::store::success_of_order(tx, order.id)? {
                Some(paid) => {
                    let id: RefundId = Id::from_uuid(order.id.uuid());
                    let cause = format!("order/{}/refused", order.id);
                    Some(payments::request(tx, now, id, paid.id, paid.amount, &cause)?.amount)
                }
                None => None,
            };
            announce::refused(tx, now, &order, refund)?;
            Ok(order)
        })
        .await?;
    cx.wake.ring();
    Ok(order)
}
