//! Issue a draft: freeze it and post it; its number comes from the register.

use db::AccountTx;
use kernel::{InvoiceId, Money, Timestamp};

use crate::{Draft, DraftError, store};

/// A frozen document that waits for its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frozen {
    /// Its id: of the document issued first for this cause.
    pub id: InvoiceId,
    /// Its total.
    pub gross: Money,
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
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Freezes `draft` and posts it, with the customer's own reference of the day where it has none. Issued again, for the
/// same id or the same cause, it is the first document and nothing changes. A draft of nothing ([`Draft::is_due`])
/// makes no invoice: `None`.
///
/// # Errors
/// See [`IssueError`]; the transaction must then be given up.
pub fn issue(tx: &mut AccountTx, now: Timestamp, draft: &Draft) -> Result<Option<Frozen>, IssueError> {
    draft.check()?;
    if !draft.is_due() {
        return Ok(None);
    }
    let posting = draft.posting(now)?;
    let referenced = match &draft.content.buyer_reference {
        Some(_) => None,
        None => store::printed_reference(tx, posting.on)?,
    };
    let referenced = referenced.map(|reference| draft.clone().for_reference(reference));
    let draft = referenced.as_ref().unwrap_or(draft);
    if !store::insert(tx, now, draft)? {
        return Ok(Some(store::frozen(tx, draft.id, &draft.cause)?));
    }
    ledger::post(tx, &posting)?;
    Ok(Some(Frozen { id: draft.id, gross: draft.content.gross, is_new: true }))
}
