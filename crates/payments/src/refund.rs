//! Money on its way back: its states, and how much may go. Pure.

use kernel::{AccountId, AttemptId, Money, MoneyError, RefundId, Timestamp};

use crate::attempt::Attempt;
use crate::gateway::{RefundOutcome, RefundRequest};
use crate::reconcile::next_look_at_refund;

/// Where a refund stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefundState {
    /// Decided; the provider is about to be asked.
    Requested,
    /// The provider was asked and no answer came back.
    Unknown,
    /// The provider has it on its way.
    Pending,
    /// Not given back, for good: staff must decide.
    Failed,
    /// Given back.
    Success,
}

impl RefundState {
    /// Every state, from decided to given back; a refund only moves forward.
    pub const ALL: [RefundState; 5] = [
        RefundState::Requested,
        RefundState::Unknown,
        RefundState::Pending,
        RefundState::Failed,
        RefundState::Success,
    ];

    /// The word used in tables and text keys.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            RefundState::Requested => "requested",
            RefundState::Unknown => "unknown",
            RefundState::Pending => "pending",
            RefundState::Failed => "failed",
            RefundState::Success => "success",
        }
    }

    /// The state this word names.
    #[must_use]
    pub fn parse(code: &str) -> Option<RefundState> {
        RefundState::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether it is over.
    #[must_use]
    pub const fn is_settled(&self) -> bool {
        match self {
            RefundState::Requested | RefundState::Unknown | RefundState::Pending => false,
            RefundState::Failed | RefundState::Success => true,
        }
    }
}

/// Money given back from an attempt that had taken it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refund {
    /// Its id, and the key given to the provider.
    pub id: RefundId,
    /// The attempt that took the money.
    pub attempt: AttemptId,
    /// How much.
    pub amount: Money,
    /// Why, as a natural key that is unique for the attempt: `order/<id>/refused`, `excess`.
    pub cause: String,
    /// Where it stands.
    pub state: RefundState,
    /// The provider's name of it.
    pub external_id: Option<String>,
    /// What the provider said when it failed.
    pub detail: Option<String>,
    /// When it was decided.
    pub created_at: Timestamp,
    /// When it was over.
    pub settled_at: Option<Timestamp>,
    /// When the reconciler asks for it next; `None` once it is over.
    pub check_at: Option<Timestamp>,
}

/// What is left of `captured` once `refunds` are given back; refunds that failed give nothing back.
///
/// # Errors
/// [`MoneyError`] when amounts of two currencies meet.
pub fn left(captured: Money, refunds: &[Refund]) -> Result<Money, MoneyError> {
    refunds
        .iter()
        .filter(|refund| refund.state != RefundState::Failed)
        .try_fold(captured, |left, refund| left.minus(refund.amount))
}

impl Refund {
    /// The refund after the provider said `outcome`, and whether that ended it now.
    #[must_use]
    pub fn apply(mut self, outcome: &RefundOutcome, now: Timestamp) -> (Refund, bool) {
        let (said, external_id, detail) = match outcome {
            RefundOutcome::Pending { external_id } => (RefundState::Pending, Some(external_id), None),
            RefundOutcome::Succeeded { external_id } => (RefundState::Success, Some(external_id), None),
            RefundOutcome::Failed { detail } => (RefundState::Failed, None, Some(detail)),
        };
        if self.state.is_settled() || (said as u8) < self.state as u8 {
            return (self, false);
        }
        self.state = said;
        self.external_id = self.external_id.or_else(|| external_id.cloned());
        self.detail = detail.cloned();
        self.settled_at = said.is_settled().then_some(now);
        self.check_at = (!said.is_settled()).then(|| next_look_at_refund(self.created_at, now));
        (self, said.is_settled())
    }

    /// The refund after a call whose answer was lost.
    #[must_use]
    pub fn lost(mut self, now: Timestamp) -> Refund {
        if self.state == RefundState::Requested {
            self.state = RefundState::Unknown;
        }
        self.check_at = (!self.state.is_settled()).then(|| next_look_at_refund(self.created_at, now));
        self
    }

    /// The call that gives it back.
    #[must_use]
    pub fn request(&self, account: AccountId, attempt: &Attempt) -> RefundRequest {
        RefundRequest {
            key: self.id,
            account,
            attempt: attempt.id,
            external_id: attempt.external_id.clone().unwrap_or_default(),
            amount: self.amount,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Currency, Id};

    fn refund(minor: i64, state: RefundState) -> Refund {
        Refund {
            id: Id::from_uuid("01890000-0000-7000-8000-000000000001".parse().unwrap()),
            attempt: Id::from_uuid("01890000-0000-7000-8000-000000000002".parse().unwrap()),
            amount: Money::new(minor, Currency::EUR),
            cause: "test".to_owned(),
            state,
            external_id: None,
            detail: None,
            created_at: Timestamp::UNIX_EPOCH,
            settled_at: None,
            check_at: None,
        }
    }

    #[test]
    fn a_refund_that_failed_leaves_its_money_to_be_given_back() {
        let refunds = [refund(60, RefundState::Failed), refund(30, RefundState::Unknown)];
        assert_eq!(left(Money::new(100, Currency::EUR), &refunds), Ok(Money::new(70, Currency::EUR)));
    }

    #[test]
    fn a_refund_ends_once_whatever_is_said_later() {
        let given = RefundOutcome::Succeeded { external_id: "re_1".to_owned() };
        let pending = RefundOutcome::Pending { external_id: "re_1".to_owned() };
        let (over, ended) = refund(60, RefundState::Requested)
            .lost(Timestamp::UNIX_EPOCH)
            .apply(&given, Timestamp::UNIX_EPOCH);
        assert!(ended && over.state == RefundState::Success);
        let (same, ended) = over.clone().apply(&pending, Timestamp::MAX);
        assert_eq!((same, ended), (over, false));
    }
}
