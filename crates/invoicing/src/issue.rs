//! Issue a draft: lower it by the customer's credit, freeze it and post it; its number comes from the register.

use db::AccountTx;
use kernel::{Currency, Date, InvoiceId, Money, Timestamp};

use crate::{Draft, DraftError, apply, store};

/// A frozen document that waits for its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frozen {
    /// Its id: of the document issued first for this cause.
    pub id: InvoiceId,
    /// Its total.
    pub gross: Money,
    /// What was left to pay of it at once; of a credit note, what is left to use.
    pub open: Money,
    /// Whether this call issued it.
    pub is_new: bool,
}

/// Why nothing was issued.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// The draft is not a possible invoice.
    #[error(transparent)]
    Draft(#[from] DraftError),
    /// The ledger refused.
    #[error(transparent)]
    Post(#[from] ledger::PostError),
    /// Amounts of several currencies, or too large.
    #[error(transparent)]
    Money(#[from] kernel::MoneyError),
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Freezes `draft` and posts it, with the customer's own reference of the day where it has none. Where it was not paid
/// beforehand, what credit notes left with us lowers it. Issued again, for the same id or the same cause, it is the
/// first document and nothing changes. A draft of nothing ([`Draft::is_due`]) makes no invoice: `None`.
///
/// # Errors
/// See [`IssueError`]; the transaction must then be given up.
pub fn issue(tx: &mut AccountTx, now: Timestamp, draft: &Draft) -> Result<Option<Frozen>, IssueError> {
    draft.check()?;
    if !draft.is_due() {
        return Ok(None);
    }
    let referenced = match &draft.content.buyer_reference {
        Some(_) => None,
        None => store::printed_reference(tx, draft.civil(now)?)?,
    };
    let referenced = referenced.map(|reference| draft.clone().for_reference(reference));
    let draft = referenced.as_ref().unwrap_or(draft);
    let used = match draft.content.payment {
        Some(_) => Vec::new(),
        None => apply::shares(tx, draft.content.gross, None)?,
    };
    let lowered = match used.as_slice() {
        [] => None,
        used => Some(draft.clone().lowered(apply::sum(draft.content.gross.currency(), used)?)),
    };
    let draft = lowered.as_ref().unwrap_or(draft);
    if !store::insert(tx, now, draft)? {
        return Ok(Some(store::frozen(tx, draft.id, &draft.cause)?));
    }
    for share in &used {
        store::use_credit(tx, now, share.credit, draft.id, share.amount)?;
    }
    ledger::post(tx, &draft.posting(now)?)?;
    let content = &draft.content;
    Ok(Some(Frozen { id: draft.id, gross: content.gross, open: content.open(), is_new: true }))
}

/// Asks now for what [`issue()`] will want to know of the account on a day, in the currency of an invoice that is not
/// paid beforehand ([`db::Read::fetch_ahead`]).
///
/// # Errors
/// The database's own.
pub fn fetch_ahead(tx: &mut AccountTx, on: Date, unpaid: Option<Currency>) -> Result<(), db::Error> {
    store::fetch_reference_ahead(tx, on)?;
    match unpaid {
        Some(currency) => store::fetch_credits_ahead(tx, currency),
        None => Ok(()),
    }
}
