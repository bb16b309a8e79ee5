//! A customer contests an invoice: the desk is told, with the invoice filled in.

use kernel::{AccountId, EmailId};
use mail::{ContestReason, Email};

use crate::{Cx, announce};

/// The longest message, in characters.
pub const MESSAGE_CHARS_MAX: usize = 4_000;

/// What a customer says about an invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contest {
    /// Drawn with the page: the same page sent twice is one message.
    pub id: EmailId,
    /// The invoice's reference.
    pub reference: String,
    /// What it is about.
    pub reason: ContestReason,
    /// The customer's words.
    pub message: String,
}

/// Why the desk was not told.
#[derive(Debug, thiserror::Error)]
pub enum ContestError {
    /// The account has no such invoice.
    #[error("no such invoice")]
    NoInvoice,
    /// Nothing is said.
    #[error("the message is empty")]
    Empty,
    /// The message is longer than [`MESSAGE_CHARS_MAX`].
    #[error("a message has at most {MESSAGE_CHARS_MAX} characters")]
    TooLong,
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Tells the desk by an e-mail that it answers to the customer, who finds it in their archive.
///
/// # Errors
/// See [`ContestError`].
pub async fn contest(cx: &Cx, account: AccountId, contest: Contest) -> Result<(), ContestError> {
    let message = contest.message.trim().to_owned();
    match message.chars().count() {
        0 => return Err(ContestError::Empty),
        count if count > MESSAGE_CHARS_MAX => return Err(ContestError::TooLong),
        _ => {}
    }
    let now = cx.clock.now();
    cx.db
        .account(account)
        .write::<_, ContestError, _>(move |tx| {
            let found = invoicing::store::find_by_reference(tx, &contest.reference)?;
            let invoice = found.ok_or(ContestError::NoInvoice)?;
            let owner = accounts::account::get(tx)?;
            let email = Email::InvoiceContested(mail::InvoiceContested {
                reference: invoice.reference,
                order: invoice.order_number,
                issued_on: invoice.issued_on,
                gross: invoice.gross,
                reason: contest.reason,
                message: message.clone(),
            });
            let cause = format!("invoice/{}/contested/{}", invoice.id, contest.id);
            Ok(announce::tell(tx, now, &owner, &cause, &email)?)
        })
        .await?;
    cx.wake.ring();
    Ok(())
}
