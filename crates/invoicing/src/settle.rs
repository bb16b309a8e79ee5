//! Settle an invoice that was issued unpaid, from the customer's credit.

use db::AccountTx;
use kernel::{InvoiceId, Money, Timestamp};
use ledger::{LedgerAccount, NewPosting, PostingCode};

use crate::{Invoice, store};

/// Why an invoice was not settled. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum SettleError {
    /// There is no such invoice, or it has no number yet.
    #[error("no such invoice")]
    Missing,
    /// The customer's credit is smaller than what is open.
    #[error("the credit of {credit} does not cover {open}")]
    Short {
        /// What the customer has.
        credit: Money,
        /// What is open.
        open: Money,
    },
    /// The ledger refused.
    #[error(transparent)]
    Post(#[from] ledger::PostError),
    /// Its record is unreadable.
    #[error(transparent)]
    Record(#[from] crate::RecordError),
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Settles all that is open on an issued invoice from the customer's credit. Settled again, nothing changes.
///
/// # Errors
/// See [`SettleError`].
pub fn settle(tx: &mut AccountTx, now: Timestamp, id: InvoiceId) -> Result<Invoice, SettleError> {
    let invoice = store::find(tx, id)?.ok_or(SettleError::Missing)?;
    if invoice.is_paid() {
        return Ok(invoice);
    }
    let open = invoice.open();
    let owed = ledger::account_balance(tx, &LedgerAccount::CustomerCredit, open.currency())?;
    let credit = owed.negated().map_err(ledger::PostError::from)?;
    if credit.minor() < open.minor() {
        return Err(SettleError::Short { credit, open });
    }
    let record = invoice.record()?;
    let zone = kernel::TimeZone::get(&record.content.time_zone).unwrap_or(kernel::TimeZone::UTC);
    let posting = NewPosting {
        cause: store::cause(tx, id)?,
        code: PostingCode::InvoiceSettled,
        subsidiary: record.content.subsidiary,
        at: now,
        on: zone.to_datetime(now).date(),
        lines: vec![
            (LedgerAccount::CustomerCredit, open),
            (LedgerAccount::Receivable, open.negated().map_err(ledger::PostError::from)?),
        ],
    };
    ledger::post(tx, &posting)?;
    store::set_paid(tx, id, invoice.gross)?;
    Ok(Invoice { paid: invoice.gross, ..invoice })
}
