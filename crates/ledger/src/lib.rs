//! Append-only double entry in minor units: postings, balances, statements, the audit.
//!
//! A posting is a fact about money, told once: its lines, debit positive and credit negative, sum to zero
//! in each currency, or it is refused. It is known by its *cause* (`payment/<id>`, `invoice/<id>`) and its
//! [`PostingCode`]; told again it changes nothing, told differently it is a [`PostError::Conflict`].
//!
//! Every posting balances inside one customer's account: the house's side (revenue, tax, the providers'
//! clearing accounts) carries the customer's account id too. Nothing is updated or deleted; a correction is
//! another posting.
//!
//! The *customer's balance* is what the customer owes less the money we hold for them: the sum of
//! [`LedgerAccount::Receivable`] and [`LedgerAccount::CustomerCredit`]. Positive is owed to us. Each posting
//! stores the balance after it, so that a statement is a page of rows and a balance is the last one.
//!
//! Start at [`post()`].

mod account;
mod audit;
mod post;
mod posting;
mod store;

pub use account::{LedgerAccount, LedgerAccountError};
pub use audit::{Audit, AuditProblem, Audited, Cursor};
pub use post::{PostError, Posted, post};
pub use posting::{NewPosting, PostingCode, PostingCodeError, StatementLine, TrialLine};
pub use store::{
    CauseTotals, account_balance, balance, balances, cause_totals, lines_of, statement, trial_balance, walk,
};
