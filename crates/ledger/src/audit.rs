//! The audit of the books: every posting balances, none is missing, and the balances add up.

use std::collections::BTreeMap;

use kernel::{AccountId, Currency};

/// A place in the books of all accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    /// The account.
    pub account: AccountId,
    /// The posting's place in it.
    pub seq: i64,
}

/// Before the first posting of the first account.
pub(crate) const BEFORE_ALL: Cursor = Cursor { account: AccountId::from_uuid(NIL), seq: 0 };
const NIL: uuid::Uuid = uuid::Uuid::nil();

/// A posting as the audit sees it; amounts in minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audited {
    /// Where it stands.
    pub at: Cursor,
    /// What it is for.
    pub cause: String,
    /// The currency of its amounts.
    pub currency: Currency,
    /// What it says it adds to the customer's balance.
    pub change: i64,
    /// The balance it says follows.
    pub balance: i64,
    /// The sum of its entries; zero when it balances.
    pub entries_sum: i64,
    /// The sum of its entries on the customer's side.
    pub customers_sum: i64,
    /// How many entries it has.
    pub entries_count: i64,
}

/// Something in the books that cannot be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuditProblem {
    /// The entries of a posting do not sum to zero, or it has none.
    #[error("posting {seq} of account {account} ({cause}) does not balance")]
    Unbalanced {
        /// The account.
        account: AccountId,
        /// The posting's place.
        seq: i64,
        /// What it is for.
        cause: String,
    },
    /// Between two postings of an account one is missing.
    #[error("posting {seq} of account {account} is missing")]
    Missing {
        /// The account.
        account: AccountId,
        /// The missing place.
        seq: i64,
    },
    /// The stored balance is not the one before plus the change, or the change not that of the entries.
    #[error("the balance after posting {seq} of account {account} ({cause}) does not add up")]
    Balance {
        /// The account.
        account: AccountId,
        /// The posting's place.
        seq: i64,
        /// What it is for.
        cause: String,
    },
}

/// Walks the books in order and says what cannot be right. Its memory is one account's balances.
#[derive(Debug, Default)]
pub struct Audit {
    last: Option<Cursor>,
    balances: BTreeMap<Currency, i64>,
}

impl Audit {
    /// Where the walk stands: what to ask the next page with.
    #[must_use]
    pub const fn last(&self) -> Option<Cursor> {
        self.last
    }

    /// Looks at the next posting, in the order of [`Cursor`].
    pub fn look(&mut self, posting: &Audited) -> Vec<AuditProblem> {
        let Cursor { account, seq } = posting.at;
        let expected = match self.last {
            Some(last) if last.account == account => last.seq + 1,
            Some(_) | None => {
                self.balances.clear();
                1
            }
        };
        self.last = Some(posting.at);
        let mut problems: Vec<_> =
            (expected..seq).take(10).map(|seq| AuditProblem::Missing { account, seq }).collect();
        if posting.entries_sum != 0 || posting.entries_count == 0 {
            problems.push(AuditProblem::Unbalanced { account, seq, cause: posting.cause.clone() });
        }
        // After a problem the walk goes on from what is stored, so that it is told once.
        let before = self.balances.insert(posting.currency, posting.balance).unwrap_or(0);
        let follows = before.checked_add(posting.change) == Some(posting.balance) || expected < seq;
        if !follows || posting.change != posting.customers_sum {
            problems.push(AuditProblem::Balance { account, seq, cause: posting.cause.clone() });
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posting(account: u128, seq: i64, change: i64, balance: i64) -> Audited {
        Audited {
            at: Cursor { account: AccountId::from_uuid(uuid::Uuid::from_u128(account)), seq },
            cause: "test".into(),
            currency: Currency::EUR,
            change,
            balance,
            entries_sum: 0,
            customers_sum: change,
            entries_count: 2,
        }
    }

    fn problems(postings: &[Audited]) -> usize {
        let mut audit = Audit::default();
        postings.iter().map(|posting| audit.look(posting).len()).sum()
    }

    #[test]
    fn right_books_have_no_problem() {
        let books = [posting(1, 1, 10, 10), posting(1, 2, -10, 0), posting(2, 1, 5, 5)];
        assert_eq!(problems(&books), 0);
    }

    #[test]
    fn a_missing_posting_is_told_once() {
        let books = [posting(1, 1, 10, 10), posting(1, 3, 5, 25), posting(1, 4, 5, 30)];
        let mut audit = Audit::default();
        let told: Vec<_> = books.iter().flat_map(|posting| audit.look(posting)).collect();
        assert!(matches!(told.as_slice(), [AuditProblem::Missing { seq: 2, .. }]));
    }

    #[test]
    fn a_wrong_balance_is_told_where_it_is() {
        let books = [posting(1, 1, 10, 10), posting(1, 2, 5, 16), posting(1, 3, 5, 21)];
        let mut audit = Audit::default();
        let told: Vec<_> = books.iter().flat_map(|posting| audit.look(posting)).collect();
        assert!(matches!(told.as_slice(), [AuditProblem::Balance { seq: 2, .. }]));
    }

    #[test]
    fn entries_that_do_not_sum_to_zero_are_told() {
        let mut wrong = posting(1, 1, 10, 10);
        wrong.entries_sum = 1;
        assert_eq!(problems(&[wrong]), 1);
    }
}
