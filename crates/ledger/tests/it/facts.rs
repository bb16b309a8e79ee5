//! Facts to post.

use kernel::{Currency, Date, Money, SubsidiaryCode, Timestamp};
use ledger::{LedgerAccount, NewPosting, PostingCode};

pub(crate) fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

pub(crate) fn cad(minor: i64) -> Money {
    Money::new(minor, Currency::CAD)
}

pub(crate) fn fact(cause: &str, code: PostingCode, lines: Vec<(LedgerAccount, Money)>) -> NewPosting {
    NewPosting {
        cause: cause.to_owned(),
        code,
        subsidiary: SubsidiaryCode::parse("FR").unwrap(),
        at: Timestamp::constant(1_768_471_200, 0),
        on: Date::constant(2026, 1, 15),
        lines,
    }
}

/// The customer paid `amount` by the sandbox.
pub(crate) fn received(cause: &str, amount: Money) -> NewPosting {
    let sandbox = LedgerAccount::Clearing("sandbox".to_owned());
    let lines = vec![(sandbox, amount), (LedgerAccount::CustomerCredit, amount.negated().unwrap())];
    fact(cause, PostingCode::PaymentReceived, lines)
}

/// An invoice of `net` and `tax`, settled from the customer's credit.
pub(crate) fn invoiced(cause: &str, net: Money, tax: Money) -> NewPosting {
    let gross = net.plus(tax).unwrap();
    let lines = vec![
        (LedgerAccount::Receivable, gross),
        (LedgerAccount::Revenue, net.negated().unwrap()),
        (LedgerAccount::Tax("VAT".to_owned()), tax.negated().unwrap()),
        (LedgerAccount::CustomerCredit, gross),
        (LedgerAccount::Receivable, gross.negated().unwrap()),
    ];
    fact(cause, PostingCode::InvoiceIssued, lines)
}
