//! What a payment provider must be able to do for us, in our words.
//!
//! Every call carries a key of ours. A provider answers the same key with the same effect, so that asking
//! twice is harmless, and can be asked what became of a key, so that an answer that was lost is not an
//! effect that is lost. An `Err` of these calls therefore always means *unknown*, never «failed».

use async_trait::async_trait;
use kernel::{AccountId, AttemptId, Headers, Locale, Money, PaymentKind, RefundId, Secret, Timestamp};

/// What a provider can do; the contract suite tests exactly this, and callers offer nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// The kinds of method it collects from.
    pub kinds: &'static [PaymentKind],
    /// It has a page of its own where the customer pays.
    pub hosted_page: bool,
    /// It keeps methods and charges them later by their token.
    pub registered: bool,
    /// It registers a method without taking money.
    pub setup: bool,
    /// It gives money back.
    pub refunds: bool,
    /// It gives back a part of what it took.
    pub partial_refunds: bool,
    /// Some of its charges settle long after they were accepted.
    pub delayed: bool,
    /// [`Gateway::expire`] closes also a key it never saw, so that a request still on its way has no effect.
    pub closes_unseen: bool,
    /// It forgets a method it kept, when it is told to.
    pub forgets: bool,
}

/// How the customer pays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChargeMethod {
    /// On the provider's page.
    Hosted {
        /// The kind of method the page asks for.
        kind: PaymentKind,
        /// Where the page sends the customer back to.
        return_url: String,
        /// Whether the method is kept for later payments.
        register: bool,
    },
    /// With a method registered before.
    Registered {
        /// The provider's token of the method.
        token: Secret<String>,
        /// Where to come back to after strong authentication; `None` when nobody is there to do it.
        return_url: Option<String>,
    },
}

/// A charge to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChargeRequest {
    /// Our key: the same key never charges twice.
    pub key: AttemptId,
    /// Whose money it is; webhooks carry it back to us.
    pub account: AccountId,
    /// The amount, tax included.
    pub amount: Money,
    /// What the customer reads on the provider's page.
    pub description: String,
    /// The order's number, for the provider's statements.
    pub order_number: i64,
    /// How the customer is called in the provider's books.
    pub customer_ref: String,
    /// How the customer pays.
    pub method: ChargeMethod,
    /// The language of the provider's page.
    pub locale: Locale,
}

/// A method to register on the provider's page without taking money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetupRequest {
    /// Our key, of the same kind as a charge's.
    pub key: AttemptId,
    /// Whose method it is; webhooks carry it back to us.
    pub account: AccountId,
    /// The kind of method to register.
    pub kind: PaymentKind,
    /// Where the page sends the customer back to.
    pub return_url: String,
    /// How the customer is called in the provider's books.
    pub customer_ref: String,
    /// The language of the provider's page.
    pub locale: Locale,
}

/// Why a provider refused to take the money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefusalReason {
    /// Not enough money on the card or the account.
    InsufficientFunds,
    /// The card was reported stolen or lost.
    StolenCard,
    /// The card is past its date.
    ExpiredCard,
    /// The code of strong authentication was wrong, or nobody was there to give it.
    AuthenticationFailed,
    /// The bank account is closed or takes no direct debit.
    AccountClosed,
    /// The bank gave no reason.
    Declined,
}

impl RefusalReason {
    /// Every reason.
    pub const ALL: [RefusalReason; 6] = [
        RefusalReason::InsufficientFunds,
        RefusalReason::StolenCard,
        RefusalReason::ExpiredCard,
        RefusalReason::AuthenticationFailed,
        RefusalReason::AccountClosed,
        RefusalReason::Declined,
    ];

    /// The word used in tables and text keys.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            RefusalReason::InsufficientFunds => "insufficient_funds",
            RefusalReason::StolenCard => "stolen_card",
            RefusalReason::ExpiredCard => "expired_card",
            RefusalReason::AuthenticationFailed => "authentication_failed",
            RefusalReason::AccountClosed => "account_closed",
            RefusalReason::Declined => "declined",
        }
    }

    /// The reason this word names.
    #[must_use]
    pub fn parse(code: &str) -> Option<RefusalReason> {
        RefusalReason::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// The customer's signed permission to debit a bank account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mandate {
    /// The unique mandate reference (SEPA rulebook AT-01), printed on every announcement of a debit.
    pub reference: String,
    /// When it was signed.
    pub signed_at: Timestamp,
}

/// A method the provider keeps for us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisteredMethod {
    /// What to charge it with.
    pub token: Secret<String>,
    /// Card or direct debit.
    pub kind: PaymentKind,
    /// What its holder recognises it by: `•••• 4242`. Never more than the last four characters.
    pub label: String,
    /// The last month in which a card is valid, as year and month.
    pub expires: Option<(i16, i8)>,
    /// The mandate of a direct debit.
    pub mandate: Option<Mandate>,
}

/// What the provider says has become of a charge or of a setup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChargeOutcome {
    /// The customer must go to the provider's page.
    Redirect {
        /// Where the page is.
        url: String,
        /// The provider's name of the charge.
        external_id: String,
    },
    /// Accepted; the money moves later, or does not.
    Pending {
        /// The provider's name of the charge.
        external_id: String,
    },
    /// The money was taken, or the method registered.
    Succeeded {
        /// The provider's name of the charge.
        external_id: String,
        /// The method it kept, when that was asked for.
        registered: Option<RegisteredMethod>,
    },
    /// The money was not taken and will not be under this key.
    Refused {
        /// The provider's name of the charge.
        external_id: String,
        /// Why.
        reason: RefusalReason,
    },
    /// The customer turned back on the provider's page.
    Cancelled {
        /// The provider's name of the charge.
        external_id: String,
    },
    /// The page was closed before anybody paid; nothing will be taken under this key.
    Expired {
        /// The provider's name of the charge.
        external_id: String,
    },
    /// The provider did not accept the request itself; nothing was taken. A fault of ours, for the log.
    Rejected {
        /// What the provider said.
        detail: String,
    },
}

/// Money to give back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundRequest {
    /// Our key: the same key never gives back twice.
    pub key: RefundId,
    /// Whose money it is; webhooks carry it back to us.
    pub account: AccountId,
    /// The attempt that took the money.
    pub attempt: AttemptId,
    /// The provider's name of the charge.
    pub external_id: String,
    /// How much of it.
    pub amount: Money,
}

/// What the provider says has become of a refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundOutcome {
    /// On its way.
    Pending {
        /// The provider's name of the refund.
        external_id: String,
    },
    /// Given back.
    Succeeded {
        /// The provider's name of the refund.
        external_id: String,
    },
    /// Not given back, for good: refused, or more than what is left of the charge.
    Failed {
        /// What the provider said.
        detail: String,
    },
}

/// The answer was lost: whether anything happened is known only by asking again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the payment provider gave no usable answer: {0}")]
pub struct Unknown(pub String);

/// What a webhook speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A charge or a setup, by our key.
    Attempt(AttemptId),
    /// A refund, by our key.
    Refund(RefundId),
    /// Nothing that we asked for: kept, answered, not worked on.
    Other,
}

/// An authentic webhook. It says *that* something happened; *what* is asked with [`Gateway::find`], so that
/// late, repeated and shuffled events all lead to the same truth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookEvent {
    /// The provider's name of the event; the same on each delivery.
    pub event_id: String,
    /// The provider's word for what happened, for the log.
    pub kind: String,
    /// The account we had named in the request.
    pub account: Option<AccountId>,
    /// What it speaks of.
    pub subject: Subject,
}

/// Why a webhook was not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WebhookError {
    /// A header that carries the proof is missing or unreadable.
    #[error("the webhook carries no signature")]
    Unsigned,
    /// The proof is wrong: somebody else wrote it, or it was changed on its way.
    #[error("the signature of the webhook is wrong")]
    Forged,
    /// It was signed too long ago, or in the future.
    #[error("the webhook was signed too long ago")]
    Stale,
    /// Authentic, but not in the provider's format.
    #[error("the webhook cannot be read")]
    Unreadable,
}

/// A payment provider.
#[async_trait]
pub trait Gateway: Send + Sync + std::fmt::Debug {
    /// The name in tables, addresses and the ledger: lower case, never changed once used.
    fn name(&self) -> &'static str;

    /// What it can do.
    fn capabilities(&self) -> &Capabilities;

    /// Takes money, or says where the customer must go for it.
    async fn charge(&self, request: &ChargeRequest) -> Result<ChargeOutcome, Unknown>;

    /// Registers a method without taking money.
    async fn setup(&self, request: &SetupRequest) -> Result<ChargeOutcome, Unknown>;

    /// What became of this key; `None` when the provider never saw it.
    async fn find(&self, key: AttemptId) -> Result<Option<ChargeOutcome>, Unknown>;

    /// Closes the page of this key, and says what had become of it: the last look before paying otherwise.
    /// `None` when the provider never saw the key and cannot close it.
    async fn expire(&self, key: AttemptId) -> Result<Option<ChargeOutcome>, Unknown>;

    /// Gives money back.
    async fn refund(&self, request: &RefundRequest) -> Result<RefundOutcome, Unknown>;

    /// What became of this refund; `None` when the provider never saw it.
    async fn find_refund(&self, key: RefundId) -> Result<Option<RefundOutcome>, Unknown>;

    /// Forgets a method it kept: its token charges nothing any more. Told again, or of a token it does not know, it
    /// has forgotten it.
    async fn forget(&self, token: &Secret<String>) -> Result<(), Unknown>;

    /// Checks that a webhook is the provider's and fresh, then reads it. Pure: `now` is given.
    ///
    /// # Errors
    /// [`WebhookError`] says why it is not taken in.
    fn parse_webhook(
        &self,
        headers: &Headers,
        body: &[u8],
        now: Timestamp,
    ) -> Result<WebhookEvent, WebhookError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_reason_reads_back() {
        for reason in RefusalReason::ALL {
            assert_eq!(RefusalReason::parse(reason.code()), Some(reason));
        }
        assert_eq!(RefusalReason::parse("because"), None);
    }
}
