//! An attempt to pay: its states, and what each word of the provider does to it. Pure.

use jurisdictions::Subsidiary;
use kernel::{
    AccountId, AttemptId, Date, Locale, MethodId, Money, OrderId, PaymentKind, Secret, SubsidiaryCode,
    TimeZone, Timestamp,
};

use crate::gateway::{ChargeMethod, ChargeOutcome, ChargeRequest, RefusalReason, SetupRequest};

/// Where an attempt stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AttemptState {
    /// Written down; the provider is about to be called.
    Created,
    /// The provider was called and no answer came back: money may or may not have moved.
    Unknown,
    /// The customer is on the provider's page, or can go there.
    Ready,
    /// Accepted; the money is on its way.
    Confirming,
    /// The provider did not accept the request: a fault of ours, nothing was taken.
    Error,
    /// The page was closed before anybody paid.
    Expired,
    /// The customer turned back.
    Canceled,
    /// The provider refused.
    Failed,
    /// The money was taken, or the method registered.
    Success,
}

impl AttemptState {
    /// Every state, from knowing nothing to having the money.
    ///
    /// The order is the rule of [`Attempt::apply`]: what the provider says can only move an attempt to a
    /// later state, so that late, repeated and shuffled answers all end in the same one.
    pub const ALL: [AttemptState; 9] = [
        AttemptState::Created,
        AttemptState::Unknown,
        AttemptState::Ready,
        AttemptState::Confirming,
        AttemptState::Error,
        AttemptState::Expired,
        AttemptState::Canceled,
        AttemptState::Failed,
        AttemptState::Success,
    ];

    /// The word used in tables and text keys.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            AttemptState::Created => "created",
            AttemptState::Unknown => "unknown",
            AttemptState::Ready => "ready",
            AttemptState::Confirming => "confirming",
            AttemptState::Error => "error",
            AttemptState::Expired => "expired",
            AttemptState::Canceled => "canceled",
            AttemptState::Failed => "failed",
            AttemptState::Success => "success",
        }
    }

    /// The state this word names.
    #[must_use]
    pub fn parse(code: &str) -> Option<AttemptState> {
        AttemptState::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether money may still move: no other attempt of the same order may begin meanwhile.
    #[must_use]
    pub const fn is_unresolved(&self) -> bool {
        match self {
            AttemptState::Created
            | AttemptState::Unknown
            | AttemptState::Ready
            | AttemptState::Confirming => true,
            AttemptState::Error
            | AttemptState::Expired
            | AttemptState::Canceled
            | AttemptState::Failed
            | AttemptState::Success => false,
        }
    }

    const fn rank(self) -> u8 {
        self as u8
    }
}

/// The books an attempt is written in, as they were when it was begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Books {
    /// The subsidiary that is paid.
    pub subsidiary: SubsidiaryCode,
    /// The IANA name of its time zone, which gives postings their civil date.
    pub time_zone: String,
}

impl From<&Subsidiary> for Books {
    fn from(subsidiary: &Subsidiary) -> Books {
        let time_zone = subsidiary.time_zone.iana_name().unwrap_or("UTC").to_owned();
        Books { subsidiary: subsidiary.code, time_zone }
    }
}

impl Books {
    /// The civil date of `now` where the books are kept.
    #[must_use]
    pub fn civil(&self, now: Timestamp) -> Date {
        TimeZone::get(&self.time_zone).unwrap_or(TimeZone::UTC).to_datetime(now).date()
    }
}

/// An attempt to pay an order, or to register a method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Its id: drawn with the form, and the key given to the provider.
    pub id: AttemptId,
    /// The order it pays; `None` when it only registers a method.
    pub order: Option<OrderId>,
    /// The books the money enters.
    pub books: Books,
    /// The amount, tax included; zero when it only registers a method.
    pub amount: Money,
    /// The provider.
    pub gateway: String,
    /// Card or direct debit.
    pub kind: PaymentKind,
    /// The registered method it charges; once settled, also the one it registered.
    pub method: Option<MethodId>,
    /// Whether the method is to be kept.
    pub register: bool,
    /// Whether the kept method becomes the default one.
    pub make_default: bool,
    /// Where it stands.
    pub state: AttemptState,
    /// The provider's name of it.
    pub external_id: Option<String>,
    /// The provider's page, while it is open.
    pub redirect_url: Option<String>,
    /// Why the provider refused.
    pub reason: Option<RefusalReason>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it reached its end.
    pub settled_at: Option<Timestamp>,
    /// When the reconciler looks at it next; `None` once nothing is open.
    pub check_at: Option<Timestamp>,
}

/// What whoever holds an attempt does next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Call the provider; doing so twice is harmless.
    Charge,
    /// Send the customer to the provider's page.
    Redirect(String),
    /// Wait for the provider's word.
    Wait,
    /// Nothing: it is over.
    Done,
}

/// What a word of the provider changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Nothing that we did not know.
    None,
    /// It moved on, without an end yet.
    Moved,
    /// It ended without money.
    Ended,
    /// It ended with the money, now, for the first time.
    Succeeded,
}

/// The attempt that paid an order, of all its attempts: of several, the one that succeeded first.
#[must_use]
pub fn first_success(attempts: Vec<Attempt>) -> Option<Attempt> {
    let paid = attempts.into_iter().filter(|attempt| attempt.state == AttemptState::Success);
    paid.min_by_key(|attempt| (attempt.settled_at, attempt.id))
}

impl Attempt {
    /// What the customer and the staff call it: the last digits of its id.
    #[must_use]
    pub fn reference(&self) -> String {
        let id = self.id.to_string();
        let digits = id.rsplit('-').next().unwrap_or_default();
        format!("P-{}", digits.to_uppercase())
    }

    /// What to do with it now.
    #[must_use]
    pub fn next(&self) -> Next {
        match (self.state, &self.redirect_url) {
            (AttemptState::Created, _) => Next::Charge,
            (AttemptState::Ready, Some(url)) => Next::Redirect(url.clone()),
            (AttemptState::Ready, None) | (AttemptState::Unknown | AttemptState::Confirming, _) => Next::Wait,
            (
                AttemptState::Error
                | AttemptState::Expired
                | AttemptState::Canceled
                | AttemptState::Failed
                | AttemptState::Success,
                _,
            ) => Next::Done,
        }
    }

    /// The attempt after the provider said `outcome`, and what that changed.
    ///
    /// States only move forward in the order of [`AttemptState::ALL`]. Success never moves; an attempt that
    /// had ended without money still becomes a success if the provider says that it has the money, since
    /// money taken is never lost from sight.
    #[must_use]
    pub fn apply(mut self, outcome: &ChargeOutcome, now: Timestamp) -> (Attempt, Change) {
        let said = state_of(outcome);
        if said.rank() < self.state.rank() {
            return (self, Change::None);
        }
        let is_new = said != self.state;
        if let Some(external_id) = external_id(outcome) {
            self.external_id.get_or_insert_with(|| external_id.to_owned());
        }
        self.redirect_url = match outcome {
            ChargeOutcome::Redirect { url, .. } => Some(url.clone()),
            ChargeOutcome::Pending { .. }
            | ChargeOutcome::Succeeded { .. }
            | ChargeOutcome::Refused { .. }
            | ChargeOutcome::Cancelled { .. }
            | ChargeOutcome::Expired { .. }
            | ChargeOutcome::Rejected { .. } => None,
        };
        if is_new {
            self.reason = reason(outcome);
            self.settled_at = (!said.is_unresolved()).then_some(now);
        }
        self.state = said;
        self.check_at = said.is_unresolved().then(|| crate::reconcile::next_look(&self, now));
        let change = match said {
            _ if !is_new => Change::None,
            AttemptState::Success => Change::Succeeded,
            AttemptState::Error | AttemptState::Expired | AttemptState::Canceled | AttemptState::Failed => {
                Change::Ended
            }
            AttemptState::Created
            | AttemptState::Unknown
            | AttemptState::Ready
            | AttemptState::Confirming => Change::Moved,
        };
        (self, change)
    }

    /// The attempt after a call whose answer was lost: unknown, unless more was known already.
    #[must_use]
    pub fn lost(mut self, now: Timestamp) -> Attempt {
        if self.state == AttemptState::Created {
            self.state = AttemptState::Unknown;
        }
        self.check_at = self.state.is_unresolved().then(|| crate::reconcile::next_look(&self, now));
        self
    }

    /// The call that charges this attempt.
    #[must_use]
    pub fn charge_request(&self, account: AccountId, with: ChargeWith, told: ToldCustomer) -> ChargeRequest {
        let method = match with {
            ChargeWith::Page => {
                ChargeMethod::Hosted { kind: self.kind, return_url: told.return_url, register: self.register }
            }
            ChargeWith::Token(token) => ChargeMethod::Registered { token, return_url: Some(told.return_url) },
        };
        ChargeRequest {
            key: self.id,
            account,
            amount: self.amount,
            description: told.description,
            order_number: told.order_number,
            customer_ref: told.customer_ref,
            method,
            locale: told.locale,
        }
    }

    /// The call that opens the page of an attempt that only registers a method.
    #[must_use]
    pub fn setup_request(&self, account: AccountId, told: ToldCustomer) -> SetupRequest {
        SetupRequest {
            key: self.id,
            account,
            kind: self.kind,
            return_url: told.return_url,
            customer_ref: told.customer_ref,
            locale: told.locale,
        }
    }
}

/// With what an attempt is charged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChargeWith {
    /// On the provider's page.
    Page,
    /// With the token of a registered method.
    Token(Secret<String>),
}

/// What the provider needs to speak with the customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldCustomer {
    /// What the customer reads on the provider's page.
    pub description: String,
    /// The order's number; zero when only a method is registered.
    pub order_number: i64,
    /// How the customer is called in the provider's books.
    pub customer_ref: String,
    /// Where the provider's page sends the customer back to.
    pub return_url: String,
    /// The language of the provider's page.
    pub locale: Locale,
}

fn state_of(outcome: &ChargeOutcome) -> AttemptState {
    match outcome {
        ChargeOutcome::Redirect { .. } => AttemptState::Ready,
        ChargeOutcome::Pending { .. } => AttemptState::Confirming,
        ChargeOutcome::Succeeded { .. } => AttemptState::Success,
        ChargeOutcome::Refused { .. } => AttemptState::Failed,
        ChargeOutcome::Cancelled { .. } => AttemptState::Canceled,
        ChargeOutcome::Expired { .. } => AttemptState::Expired,
        ChargeOutcome::Rejected { .. } => AttemptState::Error,
    }
}

fn external_id(outcome: &ChargeOutcome) -> Option<&str> {
    match outcome {
        ChargeOutcome::Redirect { external_id, .. }
        | ChargeOutcome::Pending { external_id }
        | ChargeOutcome::Succeeded { external_id, .. }
        | ChargeOutcome::Refused { external_id, .. }
        | ChargeOutcome::Cancelled { external_id }
        | ChargeOutcome::Expired { external_id } => Some(external_id),
        ChargeOutcome::Rejected { .. } => None,
    }
}

fn reason(outcome: &ChargeOutcome) -> Option<RefusalReason> {
    match outcome {
        ChargeOutcome::Refused { reason, .. } => Some(*reason),
        ChargeOutcome::Redirect { .. }
        | ChargeOutcome::Pending { .. }
        | ChargeOutcome::Succeeded { .. }
        | ChargeOutcome::Cancelled { .. }
        | ChargeOutcome::Expired { .. }
        | ChargeOutcome::Rejected { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Currency, Id, SignedDuration};
    use proptest::prelude::*;

    fn begun() -> Attempt {
        Attempt {
            id: Id::from_uuid("01890000-0000-7000-8000-000000000001".parse().unwrap()),
            order: None,
            books: Books {
                subsidiary: SubsidiaryCode::parse("FR").unwrap(),
                time_zone: "Europe/Paris".to_owned(),
            },
            amount: Money::new(6719, Currency::EUR),
            gateway: "sandbox".to_owned(),
            kind: PaymentKind::Card,
            method: None,
            register: false,
            make_default: false,
            state: AttemptState::Created,
            external_id: None,
            redirect_url: None,
            reason: None,
            created_at: Timestamp::UNIX_EPOCH,
            settled_at: None,
            check_at: None,
        }
    }

    fn outcome(index: u8) -> ChargeOutcome {
        let external_id = "ch_1".to_owned();
        match index {
            0 => ChargeOutcome::Redirect { url: "https://pay.example/1".to_owned(), external_id },
            1 => ChargeOutcome::Pending { external_id },
            2 => ChargeOutcome::Succeeded { external_id, registered: None },
            3 => ChargeOutcome::Refused { external_id, reason: RefusalReason::Declined },
            4 => ChargeOutcome::Cancelled { external_id },
            _ => ChargeOutcome::Expired { external_id },
        }
    }

    #[test]
    fn every_state_reads_back() {
        for state in AttemptState::ALL {
            assert_eq!(AttemptState::parse(state.code()), Some(state));
        }
    }

    #[test]
    fn the_states_are_ranked_in_their_declared_order() {
        let ranks: Vec<u8> = AttemptState::ALL.iter().map(|state| state.rank()).collect();
        assert_eq!(ranks, (0..9).collect::<Vec<u8>>());
    }

    #[test]
    fn a_lost_answer_does_not_forget_what_was_known() {
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(begun().lost(now).state, AttemptState::Unknown);
        let (ready, _) = begun().apply(&outcome(0), now);
        assert_eq!(ready.lost(now).state, AttemptState::Ready);
        let (paid, _) = begun().apply(&outcome(2), now);
        assert_eq!(paid.clone().lost(now), paid);
    }

    #[test]
    fn money_reported_after_a_closed_page_is_still_money() {
        let (expired, change) = begun().apply(&outcome(5), Timestamp::UNIX_EPOCH);
        assert_eq!((expired.state, change), (AttemptState::Expired, Change::Ended));
        let (paid, change) = expired.apply(&outcome(2), Timestamp::UNIX_EPOCH);
        assert_eq!((paid.state, change), (AttemptState::Success, Change::Succeeded));
    }

    #[test]
    fn the_end_is_told_once_and_dated_once() {
        let later = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(1);
        let (paid, _) = begun().apply(&outcome(2), Timestamp::UNIX_EPOCH);
        let (again, change) = paid.clone().apply(&outcome(2), later);
        assert_eq!((again, change), (paid, Change::None));
    }

    proptest! {
        #[test]
        fn any_order_of_the_providers_words_ends_in_the_same_state(
            words in prop::collection::vec(0u8..6, 1..12), seed in any::<u64>(),
        ) {
            let run = |words: &[u8]| words.iter().fold((begun(), 0), |(attempt, successes), word| {
                let (attempt, change) = attempt.apply(&outcome(*word), Timestamp::UNIX_EPOCH);
                (attempt, successes + u32::from(change == Change::Succeeded))
            });
            let mut shuffled = words.clone();
            for index in 0..shuffled.len() {
                let other = (seed as usize).wrapping_mul(index + 7) % shuffled.len();
                shuffled.swap(index, other);
            }
            shuffled.extend(words.iter().rev());
            let (first, second) = (run(&words), run(&shuffled));
            prop_assert_eq!(first.1, u32::from(words.contains(&2)));
            prop_assert_eq!(first, second);
        }
    }
}
