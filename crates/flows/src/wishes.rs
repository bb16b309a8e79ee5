//! How a customer wants invoices: a copy of their e-mails to another address, and on paper where that is offered.

use accounts::EmailAddress;
use kernel::AccountId;

use crate::{Cx, Unconfigured};

/// Why a wish was not kept.
#[derive(Debug, thiserror::Error)]
pub enum WishError {
    /// Accounts of this type are sent no paper by their subsidiary.
    #[error("invoices on paper are not offered to this account")]
    NotOffered,
    /// The running configuration lacks something.
    #[error(transparent)]
    Unconfigured(#[from] Unconfigured),
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Sends a copy of each e-mail about an invoice to another address too, such as an accountant's; `None` to nobody else.
///
/// # Errors
/// [`WishError::Db`].
pub async fn copy_invoices_to(
    cx: &Cx,
    account: AccountId,
    to: Option<EmailAddress>,
) -> Result<(), WishError> {
    let set = move |tx: &mut db::AccountTx| accounts::account::set_invoice_copies(tx, to.as_ref());
    Ok(cx.db.account(account).write(set).await?)
}

/// Wishes to have invoices on paper, or no longer.
///
/// # Errors
/// See [`WishError`].
pub async fn want_paper_invoices(cx: &Cx, account: AccountId, wants: bool) -> Result<(), WishError> {
    let inside = cx.clone();
    let set = move |tx: &mut db::AccountTx| {
        let owner = accounts::account::get(tx)?;
        if wants && !inside.subsidiary(owner.subsidiary)?.offers_paper(owner.account_type) {
            return Err(WishError::NotOffered);
        }
        Ok(accounts::account::set_paper_invoices(tx, wants)?)
    };
    cx.db.account(account).write::<_, WishError, _>(set).await
}
