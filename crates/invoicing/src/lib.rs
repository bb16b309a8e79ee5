//! Invoices: frozen in the customer's account, numbered and sealed by the register of their series.
//!
//! ```text
//! Draft ──issue──▶ waiting ──register::number──▶ has a number ──register::stamp──▶ Invoice
//!         frozen, posted      next of a gap-free                 visible, mailed
//!         in the ledger       series, sealed
//! ```
//!
//! *Issuing* freezes the document as a canonical JSON record (fixed key order, integers only) and posts it to
//! the ledger, in the account's transaction. The *register* of the series, one per subsidiary, then gives it
//! the next number, a date not before the last one and its [`Seal`], the SHA-256 of the previous seal and the
//! record; the number is stamped back into the account. Numbering and stamping are idempotent, so that a
//! sweep finishes what a crash left ([`register::sweep`]).
//!
//! A *credit note* ([`credit()`]) is a document of its own, in its own series, that gives back what an invoice had
//! asked for, never more; the invoice stays as it is. Its money is sent back, or stays and lowers what is due next
//! ([`apply()`], and [`issue()`] by itself).
//!
//! Invariants: numbers of a series are 1..n without gap, dates never go back, the content of an issued
//! document never changes, and an invoice is seen by nobody before it has its number. [`verify()`] re-walks
//! all of it.
//!
//! Start at [`issue()`], then [`register`].

mod apply;
mod credit;
mod draft;
pub mod exports;
mod invoice;
mod issue;
mod list;
mod record;
pub mod references;
pub mod register;
mod settle;
pub mod store;
mod verify;

pub use apply::{apply, credit_left};
pub use credit::{CreditError, CreditUse, Grant, NewCredit, credit, credit_preview, left_of};
pub use draft::{Draft, DraftError};
pub use invoice::Invoice;
pub use issue::{Frozen, IssueError, fetch_ahead, issue};
pub use list::{InvoiceColumn, InvoiceFilter, InvoiceQuery};
pub use record::{
    BuyerReference, BuyerReferenceKind, Content, Corrected, ElectronicSeller, Exemption, InvoiceLine,
    InvoiceRecord, LineTax, Mention, PaymentUsed, RecordError, Seal, SealError, Seller, TaxLine,
};
pub use references::{OwnReference, REFERENCE_CHARS_MAX, ReferenceError, ReferenceFault, WantedReference};
pub use settle::{FrozenUnpaid, SettleError, settle, settle_frozen};
pub use verify::{Head, Problem, Progress, Report, VerifyError, verify};
