//! What is posted, and the rule that it balances.

use std::collections::BTreeMap;

use kernel::{Currency, Date, Money, MoneyError, SubsidiaryCode, Timestamp};

use crate::{LedgerAccount, PostError};

/// What a posting says happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PostingCode {
    /// A provider holds the customer's money for us.
    PaymentReceived,
    /// A provider took money back that it had given: a chargeback, a returned debit.
    PaymentReturned,
    /// An invoice was issued and, when it was paid beforehand, settled.
    InvoiceIssued,
    /// An invoice issued earlier was settled from the customer's credit.
    InvoiceSettled,
    /// A credit note was issued: what it takes back of an invoice is the customer's credit.
    CreditNoteIssued,
    /// What a credit note had left with us settled an invoice, whole or in part.
    CreditApplied,
    /// Money was promised back to the customer.
    RefundDue,
    /// A promised refund left.
    RefundSent,
    /// A promised refund will not leave; the money is the customer's credit again.
    RefundFailed,
}

/// A text that is no posting code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a posting code")]
pub struct PostingCodeError(pub String);

impl PostingCode {
    /// Every code.
    pub const ALL: [PostingCode; 9] = [
        PostingCode::PaymentReceived,
        PostingCode::PaymentReturned,
        PostingCode::InvoiceIssued,
        PostingCode::InvoiceSettled,
        PostingCode::CreditNoteIssued,
        PostingCode::CreditApplied,
        PostingCode::RefundDue,
        PostingCode::RefundSent,
        PostingCode::RefundFailed,
    ];

    /// The word in the tables.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            PostingCode::PaymentReceived => "payment_received",
            PostingCode::PaymentReturned => "payment_returned",
            PostingCode::InvoiceIssued => "invoice_issued",
            PostingCode::InvoiceSettled => "invoice_settled",
            PostingCode::CreditNoteIssued => "credit_note_issued",
            PostingCode::CreditApplied => "credit_applied",
            PostingCode::RefundDue => "refund_due",
            PostingCode::RefundSent => "refund_sent",
            PostingCode::RefundFailed => "refund_failed",
        }
    }

    /// The code this word names.
    ///
    /// # Errors
    /// [`PostingCodeError`] when there is none.
    pub fn parse(code: &str) -> Result<PostingCode, PostingCodeError> {
        let found = PostingCode::ALL.into_iter().find(|known| known.code() == code);
        found.ok_or_else(|| PostingCodeError(code.to_owned()))
    }
}

/// A fact about money, to be posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPosting {
    /// What happened, unique in the account together with `code`: `payment/<id>`, `invoice/<id>`.
    pub cause: String,
    /// What it means for the books.
    pub code: PostingCode,
    /// The legal entity whose books these are.
    pub subsidiary: SubsidiaryCode,
    /// When it is posted.
    pub at: Timestamp,
    /// The civil date in the subsidiary's books.
    pub on: Date,
    /// The amounts: debit positive, credit negative. Lines of nothing are left out of the books.
    pub lines: Vec<(LedgerAccount, Money)>,
}

/// The part of a posting in one currency: it balances by itself.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Leg<'a> {
    pub(crate) currency: Currency,
    /// What it adds to the customer's balance.
    pub(crate) change: Money,
    pub(crate) lines: Vec<(&'a LedgerAccount, Money)>,
}

impl NewPosting {
    /// The legs by currency, in the order of the currencies' codes, if each balances.
    pub(crate) fn legs(&self) -> Result<Vec<Leg<'_>>, PostError> {
        let mut by_currency: BTreeMap<Currency, Vec<(&LedgerAccount, Money)>> = BTreeMap::new();
        for (account, amount) in self.lines.iter().filter(|(_, amount)| !amount.is_zero()) {
            by_currency.entry(amount.currency()).or_default().push((account, *amount));
        }
        if by_currency.is_empty() {
            return Err(PostError::Empty);
        }
        by_currency.into_iter().map(|(currency, lines)| leg(currency, lines)).collect()
    }
}

fn leg(currency: Currency, lines: Vec<(&LedgerAccount, Money)>) -> Result<Leg<'_>, PostError> {
    let sum = sum(currency, &lines, |_| true)?;
    if !sum.is_zero() {
        return Err(PostError::Unbalanced(sum));
    }
    let change = self::sum(currency, &lines, LedgerAccount::is_customers)?;
    Ok(Leg { currency, change, lines })
}

fn sum(
    currency: Currency,
    lines: &[(&LedgerAccount, Money)],
    counts: impl Fn(&LedgerAccount) -> bool,
) -> Result<Money, MoneyError> {
    Money::sum(currency, lines.iter().filter(|(account, _)| counts(account)).map(|(_, amount)| *amount))
}

/// A line of a customer's statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementLine {
    /// Its place in the account's books.
    pub seq: i64,
    /// What happened.
    pub cause: String,
    /// What it means.
    pub code: PostingCode,
    /// The civil date.
    pub on: Date,
    /// The instant.
    pub at: Timestamp,
    /// What it added to the balance; negative is in the customer's favour.
    pub change: Money,
    /// The balance after it; positive is owed to us.
    pub balance: Money,
}

/// A line of a trial balance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrialLine {
    /// The account of the ledger.
    pub account: LedgerAccount,
    /// The sum of its debits.
    pub debit: Money,
    /// The sum of its credits, as a positive amount.
    pub credit: Money,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn posting(lines: Vec<(LedgerAccount, Money)>) -> NewPosting {
        NewPosting {
            cause: "test".into(),
            code: PostingCode::InvoiceIssued,
            subsidiary: SubsidiaryCode::parse("FR").unwrap(),
            at: Timestamp::UNIX_EPOCH,
            on: Date::constant(2026, 1, 15),
            lines,
        }
    }

    fn eur(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }

    #[test]
    fn a_posting_that_does_not_balance_is_refused() {
        let posting =
            posting(vec![(LedgerAccount::Receivable, eur(100)), (LedgerAccount::Revenue, eur(-99))]);
        assert!(matches!(posting.legs(), Err(PostError::Unbalanced(sum)) if sum == eur(1)));
    }

    #[test]
    fn currencies_do_not_balance_each_other() {
        let cad = Money::new(-100, Currency::CAD);
        let posting = posting(vec![(LedgerAccount::Receivable, eur(100)), (LedgerAccount::Revenue, cad)]);
        assert!(matches!(posting.legs(), Err(PostError::Unbalanced(_))));
    }

    #[test]
    fn a_posting_of_nothing_is_refused() {
        assert!(matches!(posting(vec![]).legs(), Err(PostError::Empty)));
        let zero = vec![(LedgerAccount::Receivable, eur(0)), (LedgerAccount::Revenue, eur(0))];
        assert!(matches!(posting(zero).legs(), Err(PostError::Empty)));
    }

    #[test]
    fn amounts_beyond_64_bits_are_refused() {
        let lines = vec![(LedgerAccount::Receivable, eur(i64::MAX)), (LedgerAccount::Revenue, eur(1))];
        assert!(matches!(posting(lines).legs(), Err(PostError::Money(MoneyError::Overflow))));
    }

    #[test]
    fn the_customers_balance_counts_what_is_owed_and_what_is_held() {
        let lines = vec![
            (LedgerAccount::Receivable, eur(120)),
            (LedgerAccount::Revenue, eur(-100)),
            (LedgerAccount::Tax("VAT".into()), eur(-20)),
            (LedgerAccount::CustomerCredit, eur(70)),
            (LedgerAccount::Receivable, eur(-70)),
        ];
        assert_eq!(posting(lines).legs().unwrap()[0].change, eur(120));
    }

    #[test]
    fn every_code_is_read_back_from_its_word() {
        for code in PostingCode::ALL {
            assert_eq!(PostingCode::parse(code.code()), Ok(code));
        }
    }

    proptest! {
        #[test]
        fn every_leg_of_an_accepted_posting_sums_to_zero(
            amounts in prop::collection::vec((-1_000_000i64..1_000_000, any::<bool>()), 1..20),
        ) {
            let currency = |is_euro| if is_euro { Currency::EUR } else { Currency::XOF };
            let mut lines: Vec<_> = amounts
                .iter()
                .map(|(minor, is_euro)| (LedgerAccount::Receivable, Money::new(*minor, currency(*is_euro))))
                .collect();
            for is_euro in [true, false] {
                let sum: i64 = amounts.iter().filter(|(_, e)| *e == is_euro).map(|(minor, _)| minor).sum();
                lines.push((LedgerAccount::Revenue, Money::new(-sum, currency(is_euro))));
            }
            let posting = posting(lines);
            let Ok(legs) = posting.legs() else {
                // Only a posting of nothing has no legs here.
                prop_assert!(posting.lines.iter().all(|(_, amount)| amount.is_zero()));
                return Ok(());
            };
            for leg in legs {
                prop_assert_eq!(leg.lines.iter().map(|(_, amount)| amount.minor()).sum::<i64>(), 0);
                prop_assert!(leg.lines.iter().all(|(_, amount)| amount.currency() == leg.currency));
            }
        }
    }
}
