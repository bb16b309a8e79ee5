//! Apply what credit notes left with us to what is due: the next collection takes so much less.

use db::AccountTx;
use kernel::{Currency, InvoiceId, Money, MoneyError, Timestamp};
use ledger::{LedgerAccount, NewPosting, PostingCode};

use crate::settle::SettleError;
use crate::{Invoice, store};

/// What is left of a credit note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CreditLeft {
    /// The credit note.
    pub(crate) credit: InvoiceId,
    /// The invoice it takes back.
    pub(crate) corrects: InvoiceId,
    /// How much.
    pub(crate) left: Money,
}

/// The part of a credit note that an invoice uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Share {
    /// The credit note.
    pub(crate) credit: InvoiceId,
    /// How much; positive.
    pub(crate) amount: Money,
}

/// What credit notes have left with us in a currency, with or without their number.
///
/// # Errors
/// [`SettleError::Db`], [`SettleError::Money`].
pub fn credit_left(tx: &mut AccountTx, currency: Currency) -> Result<Money, SettleError> {
    let left = store::credits_left(tx, currency)?;
    Ok(Money::sum(currency, left.iter().map(|one| one.left))?)
}

/// Lowers what is open on an issued invoice by what credit notes left with us, its own first, then the oldest; how much
/// that was. The account's transaction is alone on all of them, so nothing is used twice (C33).
///
/// # Errors
/// See [`SettleError`]; the transaction must then be given up.
pub fn apply(tx: &mut AccountTx, now: Timestamp, invoice: &Invoice) -> Result<Money, SettleError> {
    let open = invoice.open();
    let shares = shares(tx, open, Some(invoice.id))?;
    if shares.is_empty() {
        return Ok(Money::zero(open.currency()));
    }
    let content = invoice.record()?.content;
    let (cause, on) = (store::cause(tx, invoice.id)?, content.civil(now));
    for share in &shares {
        store::use_credit(tx, now, share.credit, invoice.id, share.amount)?;
        ledger::post(
            tx,
            &NewPosting {
                cause: format!("{cause}/credit/{}", share.credit),
                code: PostingCode::CreditApplied,
                subsidiary: content.subsidiary,
                at: now,
                on,
                lines: vec![
                    (LedgerAccount::CreditNotes, share.amount),
                    (LedgerAccount::Receivable, share.amount.negated()?),
                ],
            },
        )?;
    }
    let used = sum(open.currency(), &shares)?;
    store::set_paid(tx, invoice.id, invoice.paid.plus(used)?)?;
    Ok(used)
}

/// What of which credit notes covers an amount, or as much of it as there is.
pub(crate) fn shares(
    tx: &mut AccountTx,
    amount: Money,
    own: Option<InvoiceId>,
) -> Result<Vec<Share>, db::Error> {
    let mut credits = store::credits_left(tx, amount.currency())?;
    credits.sort_by_key(|credit| Some(credit.corrects) != own);
    Ok(cover(amount, &credits))
}

/// The credit notes in order, each for what is left of it, up to an amount. Pure.
fn cover(amount: Money, credits: &[CreditLeft]) -> Vec<Share> {
    let (mut open, currency) = (amount.minor(), amount.currency());
    let mut shares = Vec::new();
    for one in credits {
        let minor = one.left.minor().min(open);
        if minor > 0 {
            shares.push(Share { credit: one.credit, amount: Money::new(minor, currency) });
            open -= minor;
        }
    }
    shares
}

pub(crate) fn sum(currency: Currency, shares: &[Share]) -> Result<Money, MoneyError> {
    Money::sum(currency, shares.iter().map(|share| share.amount))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn left(cents: &[i64]) -> Vec<CreditLeft> {
        let one = |(at, cents): (u8, &i64)| CreditLeft {
            credit: InvoiceId::digest(&[&[at]]),
            corrects: InvoiceId::digest(&[&[at], b"corrected"]),
            left: Money::new(*cents, Currency::EUR),
        };
        (0..).zip(cents).map(one).collect()
    }

    proptest! {
        #[test]
        fn shares_cover_as_much_as_there_is_and_never_more(
            amount in 0_i64..100_000, cents in prop::collection::vec(1_i64..50_000, 0..8),
        ) {
            let credits = left(&cents);
            let shares = cover(Money::new(amount, Currency::EUR), &credits);
            let used = sum(Currency::EUR, &shares).unwrap().minor();
            prop_assert_eq!(used, amount.min(cents.iter().sum()));
            for share in &shares {
                let of = credits.iter().find(|one| one.credit == share.credit).unwrap();
                prop_assert!(share.amount.is_positive() && share.amount.minor() <= of.left.minor());
            }
            // Only the last one may be used in part.
            let whole =
                |share: &Share| credits.iter().any(|one| (one.credit, one.left) == (share.credit, share.amount));
            prop_assert!(shares.iter().rev().skip(1).all(whole));
        }
    }
}
