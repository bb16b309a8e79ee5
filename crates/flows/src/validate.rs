//! The staff decide about an order that is held: approve, ask for documents, refuse.

use db::AccountTx;
use kernel::{AccountId, Id, Money, OrderId, RefundId, StaffId, Timestamp};
use orders::{DocumentKind, DocumentsRequest, Lapsed, Order};
use webhooks::EventKind;

use crate::{Cx, Unconfigured, announce, events, settle};

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum ValidateError {
    /// The order does not allow it now.
    #[error(transparent)]
    Review(#[from] orders::ReviewError),
    /// The wait for documents could not end.
    #[error(transparent)]
    Lapse(#[from] orders::LapseError),
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
    let (inside, now) = (cx.clone(), cx.clock.now());
    let order = cx
        .db
        .account(account)
        .write::<_, ValidateError, _>(move |tx| {
            let code = orders::store::get(tx, order)?.subsidiary;
            let due_at = inside.settings.validation.documents_due_at(inside.subsidiary(code)?, now);
            let (documents, message, note) = (documents.clone(), message.clone(), note.clone());
            let request = DocumentsRequest { documents, message, note, due_at };
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
            let refund = give_back(tx, now, &order)?;
            cancelled(tx, now, &order, refund, None)?;
            Ok(order)
        })
        .await?;
    cx.wake.ring();
    Ok(order)
}

/// What was paid for an order that is cancelled goes back; how much.
fn give_back(
    tx: &mut AccountTx,
    now: Timestamp,
    order: &Order,
) -> Result<Option<Money>, payments::RefundError> {
    let Some(paid) = payments::store::success_of_order(tx, order.id)? else { return Ok(None) };
    let id: RefundId = Id::from_uuid(order.id.uuid());
    let cause = format!("order/{}/refused", order.id);
    Ok(Some(payments::request(tx, now, id, paid.id, paid.amount, &cause)?.amount))
}

/// The customer and their programs are told that an order is cancelled.
fn cancelled(
    tx: &mut AccountTx,
    now: Timestamp,
    order: &Order,
    refund: Option<Money>,
    awaited_until: Option<Timestamp>,
) -> Result<(), db::Error> {
    let owner = accounts::account::get(tx)?;
    announce::refused(tx, now, &owner, order, refund, awaited_until)?;
    events::order(tx, now, &owner, EventKind::OrderCancelled, order)
}

/// Ends the wait for documents whose time is over, for at most `limit` orders; how many moved.
///
/// Files that came go to the staff, although the customer did not say that these were all. An order for which
/// nothing came is cancelled: its money goes back and the customer is told.
///
/// # Errors
/// The database's own. An order that cannot move is left for a person, and logged.
pub async fn lapse_documents(cx: &Cx, limit: u16) -> Result<usize, db::Error> {
    let now = cx.clock.now();
    let due = cx.db.across().read(move |tx| orders::store::documents_overdue(tx, now, limit)).await?;
    let mut moved = 0;
    for (account, id) in due {
        match lapse_one(cx, account, id).await {
            Ok(Lapsed::No) => {}
            Ok(Lapsed::Returned(_) | Lapsed::Cancelled(_)) => moved += 1,
            Err(ValidateError::Db(error)) => return Err(error),
            Err(error) => {
                tracing::error!(%account, order = %id, %error, "an order without its documents stays as it is");
            }
        }
    }
    if moved > 0 {
        cx.wake.ring();
    }
    Ok(moved)
}

async fn lapse_one(cx: &Cx, account: AccountId, id: OrderId) -> Result<Lapsed, ValidateError> {
    let (inside, now) = (cx.clone(), cx.clock.now());
    let lapse = move |tx: &mut AccountTx| {
        let code = orders::store::get(tx, id)?.subsidiary;
        let hours = inside.settings.validation.review_hours;
        let due_at = inside.subsidiary(code)?.business_deadline(now, hours);
        let lapsed = orders::lapse_documents(tx, now, id, due_at)?;
        if let Lapsed::Cancelled(order) = &lapsed {
            let refund = give_back(tx, now, order)?;
            let awaited_until = order.review.as_ref().and_then(|review| review.documents_due_at);
            cancelled(tx, now, order, refund, awaited_until)?;
        }
        Ok::<_, ValidateError>(lapsed)
    };
    cx.db.account(account).write(lapse).await
}
