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
    /// Amounts of several currencies, or too large.
    #[error(transparent)]
    Money(#[from] kernel::MoneyError),
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
    let credit = ledger::account_balance(tx, &LedgerAccount::CustomerCredit, open.currency())?.negated()?;
    if credit.minor() < open.minor() {
        return Err(SettleError::Short { credit, open });
    }
    let content = invoice.record()?.content;
    let (cause, subsidiary, on) = (store::cause(tx, id)?, content.subsidiary, content.civil(now));
    post(tx, now, (cause, subsidiary, on), open)?;
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
    /// What came for it.
    pub money: Money,
    /// The legal entity whose books these are.
    pub subsidiary: kernel::SubsidiaryCode,
    /// The civil date there.
    pub on: kernel::Date,
}

/// Settles what is left of an invoice, whether or not it has its number yet, with credit that was posted in this
/// transaction; how much that took. Settled again, or with less than is left, nothing changes.
///
/// # Errors
/// [`SettleError::Post`], [`SettleError::Money`], [`SettleError::Db`].
pub fn settle_frozen(
    tx: &mut AccountTx,
    now: Timestamp,
    unpaid: &FrozenUnpaid,
) -> Result<Money, SettleError> {
    let mut money = unpaid.money;
    if !store::settle_rest(tx, unpaid.id, money)? {
        // Something else lowered it meanwhile.
        let open = store::open(tx, unpaid.id)?.unwrap_or(Money::zero(money.currency()));
        if !open.is_positive() || open.minor() > money.minor() || !store::settle_rest(tx, unpaid.id, open)? {
            return Ok(Money::zero(money.currency()));
        }
        money = open;
    }
    post(tx, now, (unpaid.cause.clone(), unpaid.subsidiary, unpaid.on), money)?;
    Ok(money)
}

fn post(
    tx: &mut AccountTx,
    now: Timestamp,
    (cause, subsidiary, on): (String, kernel::SubsidiaryCode, kernel::Date),
    amount: Money,
) -> Result<(), SettleError> {
    let lines = vec![(LedgerAccount::CustomerCredit, amount), (LedgerAccount::Receivable, amount.negated()?)];
    let code = PostingCode::InvoiceSettled;
    ledger::post(tx, &NewPosting { cause, code, subsidiary, at: now, on, lines })?;
    Ok(())
}
