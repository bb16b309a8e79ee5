//! Every e-mail and the values its templates need.

mod account;
mod endpoint;
mod invoice;
mod month;
mod order;
mod service;
mod sign_in;

use kernel::Timestamp;
use serde::{Deserialize, Serialize};

pub use account::{AccountCreated, AddressTaken, SignUpCode};
pub use endpoint::EndpointSwitchedOff;
pub use invoice::{ContestReason, ExportReady, InvoiceAvailable, InvoiceContested};
pub use month::{
    DueReason, MethodExpiring, OrderRefunded, OrderWithdrawn, RenewalDue, RenewalNotice, RenewingService,
    ServiceChange, ServiceChanged, TerminationLink, TerminationNoted,
};
pub use order::{
    DocumentsRequested, OrderCreated, OrderLine, OrderProgress, OrderRefused, PaymentReceived, ProgressStep,
    RequestedDocument,
};
pub use service::{AccessField, ServiceDelivered};
pub use sign_in::{PasswordReset, UnknownSignIn};

/// An e-mail the system sends. Paths are of the portal (`/orders/12`): the operator's address is put before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", content = "data", rename_all = "snake_case")]
pub enum Email {
    /// The one-time code that proves an address.
    SignUpCode(SignUpCode),
    /// Someone signs up with an address that has an account.
    AddressTaken(AddressTaken),
    /// The account exists.
    AccountCreated(AccountCreated),
    /// The order form.
    OrderCreated(OrderCreated),
    /// The payment arrived.
    PaymentReceived(PaymentReceived),
    /// The order took a step.
    OrderProgress(OrderProgress),
    /// Validation needs documents.
    DocumentsRequested(DocumentsRequested),
    /// Validation refused the order.
    OrderRefused(OrderRefused),
    /// A service is there.
    ServiceDelivered(ServiceDelivered),
    /// An invoice is there.
    InvoiceAvailable(InvoiceAvailable),
    /// The file with documents that its reader asked for is there.
    ExportReady(ExportReady),
    /// A customer contests an invoice.
    InvoiceContested(InvoiceContested),
    /// The link to choose a new password.
    PasswordReset(PasswordReset),
    /// A sign-in from an unknown browser.
    UnknownSignIn(UnknownSignIn),
    /// Services are about to renew, or to end.
    RenewalNotice(RenewalNotice),
    /// A renewal has to be paid by its reader.
    RenewalDue(RenewalDue),
    /// Something became of a service.
    ServiceChanged(ServiceChanged),
    /// The default card is about to expire.
    MethodExpiring(MethodExpiring),
    /// The link that confirms the deletion of a service.
    TerminationLink(TerminationLink),
    /// A termination was noted, or undone.
    TerminationNoted(TerminationNoted),
    /// A withdrawal was accepted.
    OrderWithdrawn(OrderWithdrawn),
    /// The money of a withdrawal went back.
    OrderRefunded(OrderRefunded),
    /// Nothing is sent to an endpoint of the customer's programs any more.
    EndpointSwitchedOff(EndpointSwitchedOff),
}

/// What stands in the archive for a one-time secret.
pub(crate) const BLANK: &str = "••••••";

impl Email {
    /// The folder of its templates under `templates/emails/`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Email::SignUpCode(_) => "sign_up_code",
            Email::AddressTaken(_) => "address_taken",
            Email::AccountCreated(_) => "account_created",
            Email::OrderCreated(_) => "order_created",
            Email::PaymentReceived(_) => "payment_received",
            Email::OrderProgress(_) => "order_progress",
            Email::DocumentsRequested(_) => "documents_requested",
            Email::OrderRefused(_) => "order_refused",
            Email::ServiceDelivered(_) => "service_delivered",
            Email::InvoiceAvailable(_) => "invoice_available",
            Email::ExportReady(_) => "export_ready",
            Email::InvoiceContested(_) => "invoice_contested",
            Email::PasswordReset(_) => "password_reset",
            Email::UnknownSignIn(_) => "unknown_sign_in",
            Email::RenewalNotice(_) => "renewal_notice",
            Email::RenewalDue(_) => "renewal_due",
            Email::ServiceChanged(_) => "service_changed",
            Email::MethodExpiring(_) => "method_expiring",
            Email::TerminationLink(_) => "termination_link",
            Email::TerminationNoted(_) => "termination_noted",
            Email::OrderWithdrawn(_) => "order_withdrawn",
            Email::OrderRefunded(_) => "order_refunded",
            Email::EndpointSwitchedOff(_) => "endpoint_switched_off",
        }
    }

    /// Whether it goes to an address before it has an account.
    #[must_use]
    pub const fn is_for_newcomers(&self) -> bool {
        matches!(self, Email::SignUpCode(_))
    }

    /// Whether the customer writes it to the desk, which answers to the customer.
    #[must_use]
    pub const fn is_for_desk(&self) -> bool {
        matches!(self, Email::InvoiceContested(_))
    }

    /// The same e-mail without what opens an account: for the archive.
    #[must_use]
    pub fn blanked(&self) -> Email {
        match self {
            Email::SignUpCode(email) => Email::SignUpCode(email.blanked()),
            Email::PasswordReset(email) => Email::PasswordReset(email.blanked()),
            // Programs end services with this link, which they find in the archive of their customer.
            Email::TerminationLink(_)
            | Email::AddressTaken(_)
            | Email::AccountCreated(_)
            | Email::OrderCreated(_)
            | Email::PaymentReceived(_)
            | Email::OrderProgress(_)
            | Email::DocumentsRequested(_)
            | Email::OrderRefused(_)
            | Email::ServiceDelivered(_)
            | Email::InvoiceAvailable(_)
            | Email::ExportReady(_)
            | Email::InvoiceContested(_)
            | Email::UnknownSignIn(_)
            | Email::RenewalNotice(_)
            | Email::RenewalDue(_)
            | Email::ServiceChanged(_)
            | Email::MethodExpiring(_)
            | Email::TerminationNoted(_)
            | Email::OrderWithdrawn(_)
            | Email::OrderRefunded(_)
            | Email::EndpointSwitchedOff(_) => self.clone(),
        }
    }

    /// Examples of every e-mail that between them take every branch of the templates.
    #[must_use]
    pub fn samples() -> Vec<Email> {
        // 15 January 2026, 10:00 UTC.
        let at = Timestamp::constant(1_768_471_200, 0);
        let mut all = Vec::new();
        all.extend(SignUpCode::samples().map(Email::SignUpCode));
        all.extend(AddressTaken::samples(at).map(Email::AddressTaken));
        all.extend(AccountCreated::samples().map(Email::AccountCreated));
        all.extend(OrderCreated::samples(at).map(Email::OrderCreated));
        all.extend(PaymentReceived::samples(at).map(Email::PaymentReceived));
        all.extend(OrderProgress::samples().map(Email::OrderProgress));
        all.extend(DocumentsRequested::samples(at).map(Email::DocumentsRequested));
        all.extend(OrderRefused::samples(at).map(Email::OrderRefused));
        all.extend(InvoiceContested::samples().map(Email::InvoiceContested));
        all.extend(ServiceDelivered::samples().map(Email::ServiceDelivered));
        all.extend(InvoiceAvailable::samples().map(Email::InvoiceAvailable));
        all.extend(ExportReady::samples().map(Email::ExportReady));
        all.extend(PasswordReset::samples().map(Email::PasswordReset));
        all.extend(UnknownSignIn::samples(at).map(Email::UnknownSignIn));
        all.extend(RenewalNotice::samples().map(Email::RenewalNotice));
        all.extend(RenewalDue::samples().map(Email::RenewalDue));
        all.extend(ServiceChanged::samples().into_iter().map(Email::ServiceChanged));
        all.extend(MethodExpiring::samples().map(Email::MethodExpiring));
        all.extend(TerminationLink::samples().map(Email::TerminationLink));
        all.extend(TerminationNoted::samples().map(Email::TerminationNoted));
        all.extend(OrderWithdrawn::samples().map(Email::OrderWithdrawn));
        all.extend(OrderRefunded::samples().map(Email::OrderRefunded));
        all.extend(EndpointSwitchedOff::samples(at).map(Email::EndpointSwitchedOff));
        all
    }
}
