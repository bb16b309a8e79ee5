//! E-mails: written with their cause, archived, rendered in the reader's language, sent by SMTP.
//!
//! ```text
//! post(tx, …)          in the transaction of the cause: a row of the archive and a job; once per cause
//!    │ worker
//! Mailer::deliver ──► render ──► archive ──► SMTP ──► «sent», job complete
//!                                             │ 4xx, no connection: tried again   5xx: failed, job dead
//! ```
//!
//! An e-mail is one variant of [`Email`] with the values its templates need, in `templates/emails/<name>/`
//! (`subject.txt`, `body.txt`, `body.html`); the words are in `locales/*/emails.ftl`.
//!
//! # Invariants
//! - Nobody is written to twice for one cause: the cause is unique in the account, and the job is the row's.
//! - When SMTP does not tell whether it took a message, it is sent again with the same `Message-ID` and `Date`,
//!   so that the reader's server and mailbox see one message.
//! - Every e-mail has a text and an HTML part, the account's identifier (or the address, before there is one) in
//!   its subject, and the legal identity of the subsidiary at its foot. Links are plain: no counters, no pixels.
//! - One-time secrets, a code or a link that opens something, are blanked in the archive; the values of an e-mail
//!   are deleted once it is sent.
//!
//! To add an e-mail: a file in `emails/`, a variant of [`Email`], three templates, its texts. The tests render
//! every e-mail × sample × language by themselves.

pub mod archive;
mod deliver;
mod emails;
mod envelope;
mod operator;
mod post;
mod render;
mod smtp;
mod store;
mod transport;

pub use deliver::SendEmail;
pub use emails::{
    AccessField, AccountCreated, AddressTaken, ContestReason, DocumentsRequested, DueReason, Email,
    EndpointSwitchedOff, ExportReady, InvoiceAvailable, InvoiceContested, MethodExpiring, OrderCreated,
    OrderLine, OrderProgress, OrderRefunded, OrderRefused, OrderWithdrawn, PasswordReset, PaymentReceived,
    ProgressStep, RenewalDue, RenewalNotice, RenewingService, RequestedDocument, ServiceChange,
    ServiceChanged, ServiceDelivered, SignUpCode, TerminationLink, TerminationNoted, UnknownSignIn,
};
pub use envelope::Envelope;
pub use operator::{Accent, AccentError, Operator};
pub use post::post;
pub use render::{Mailer, RenderError, Rendered};
pub use smtp::{Security, Smtp, SmtpError, SmtpSettings};
pub use transport::{Mailbox, Message, SendError, Transport};
