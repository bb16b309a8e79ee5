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

/// An invoice frozen unpaid whose money has just become the customer's credit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrozenUnpaid {
    /// Its id.
    pub id: InvoiceId,
    /// What it bills: its cause.
    pub cause: String,
    /// Its total.
    pub gross: Money,
    /// The legal entity whose books these are.
    pub subsidiary: kernel::SubsidiaryCode,
    /// The civil date there.
    pub on: kernel::Date,
}

/// Settles an invoice, whether or not it has its number yet, with credit that was posted in this transaction. Settled
/// again, nothing changes: `false`.
///
/// # Errors
/// [`SettleError::Post`], [`SettleError::Db`].
pub fn settle_frozen(tx: &mut AccountTx, now: Timestamp, unpaid: &FrozenUnpaid) -> Result<bool, SettleError> {
    if !store::set_all_paid(tx, unpaid.id)? {
        return Ok(false);
    }
    let posting = NewPosting {
        cause: unpaid.cause.clone(),
        code: PostingCode::InvoiceSettled,
        subsidiary: unpaid.subsidiary,
        at: now,
        on: unpaid.on,
        lines: vec![
            (LedgerAccount::CustomerCredit, unpaid.gross),
            (LedgerAccount::Receivable, unpaid.gross.negated().map_err(ledger::PostError::from)?),
        ],
    };
    ledger::post(tx, &posting)?;
    Ok(true)
}
