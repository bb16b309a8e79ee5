//! What to do with an attempt whose end we do not know: when to look, and what each look leads to. Pure.

use kernel::{SignedDuration, Timestamp};

use crate::attempt::{Attempt, AttemptState};
use crate::gateway::{Capabilities, ChargeOutcome};

/// How long after the call a provider may still receive it: longer than any time-out of ours.
const IN_FLIGHT: SignedDuration = SignedDuration::from_mins(1);
/// After this time a provider that never saw a key will not see it any more.
const FORGOTTEN: SignedDuration = SignedDuration::from_hours(24);
const LOOK_FIRST: SignedDuration = SignedDuration::from_secs(15);
const LOOK_LAST: SignedDuration = SignedDuration::from_hours(6);

/// What the reconciler does with an attempt it has just asked the provider about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Write down what the provider said.
    Record(ChargeOutcome),
    /// Close the key at the provider, then write down what that says.
    Close,
    /// Nothing yet: look again later.
    Wait,
}

/// When to look at `attempt` again: soon while it is young, and ever more seldom, from 15 s to 6 h.
#[must_use]
pub fn next_look(attempt: &Attempt, now: Timestamp) -> Timestamp {
    let age = now.duration_since(attempt.created_at);
    let wait = match attempt.state {
        // Somebody waits in front of a page that says «we do not know yet».
        AttemptState::Created | AttemptState::Unknown => (age / 2).clamp(LOOK_FIRST, LOOK_LAST),
        // The webhook says it first; this is for the one that was lost.
        AttemptState::Ready | AttemptState::Confirming => age.clamp(4 * LOOK_FIRST, LOOK_LAST),
        AttemptState::Error
        | AttemptState::Expired
        | AttemptState::Canceled
        | AttemptState::Failed
        | AttemptState::Success => LOOK_LAST,
    };
    now.checked_add(wait).unwrap_or(Timestamp::MAX)
}

/// When to ask again for a refund that is on its way or whose answer was lost.
#[must_use]
pub fn next_look_at_refund(created_at: Timestamp, now: Timestamp) -> Timestamp {
    let wait = now.duration_since(created_at).clamp(4 * LOOK_FIRST, LOOK_LAST);
    now.checked_add(wait).unwrap_or(Timestamp::MAX)
}

/// What to do once the provider was asked for `attempt` and answered `found`.
#[must_use]
pub fn decide(attempt: &Attempt, found: Option<ChargeOutcome>, can: &Capabilities, now: Timestamp) -> Step {
    if !attempt.state.is_unresolved() {
        return Step::Wait;
    }
    let age = now.duration_since(attempt.created_at);
    match found {
        Some(outcome) => Step::Record(outcome),
        None if can.closes_unseen && age >= IN_FLIGHT => Step::Close,
        None if !can.closes_unseen && age >= FORGOTTEN => {
            Step::Record(ChargeOutcome::Rejected { detail: "the provider never saw it".to_owned() })
        }
        None => Step::Wait,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Currency, Id, Money, PaymentKind, SubsidiaryCode};

    fn unknown() -> Attempt {
        Attempt {
            id: Id::from_uuid("01890000-0000-7000-8000-000000000001".parse().unwrap()),
            order: None,
            books: crate::Books {
                subsidiary: SubsidiaryCode::parse("FR").unwrap(),
                time_zone: "Europe/Paris".to_owned(),
            },
            amount: Money::new(6719, Currency::EUR),
            gateway: "sandbox".to_owned(),
            kind: PaymentKind::Card,
            method: None,
            register: false,
            make_default: false,
            state: AttemptState::Unknown,
            external_id: None,
            redirect_url: None,
            reason: None,
            created_at: Timestamp::UNIX_EPOCH,
            settled_at: None,
            check_at: None,
        }
    }

    const CLOSES: Capabilities = Capabilities {
        kinds: &[PaymentKind::Card],
        hosted_page: true,
        registered: true,
        setup: true,
        refunds: true,
        partial_refunds: true,
        delayed: true,
        closes_unseen: true,
        forgets: true,
    };

    fn after(secs: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(secs)
    }

    #[test]
    fn a_key_the_provider_never_saw_is_closed_only_once_nothing_can_be_on_its_way() {
        assert_eq!(decide(&unknown(), None, &CLOSES, after(59)), Step::Wait);
        assert_eq!(decide(&unknown(), None, &CLOSES, after(60)), Step::Close);
    }

    #[test]
    fn a_provider_that_closes_nothing_unseen_is_given_a_day() {
        let can = Capabilities { closes_unseen: false, ..CLOSES };
        assert_eq!(decide(&unknown(), None, &can, after(86_399)), Step::Wait);
        assert!(matches!(
            decide(&unknown(), None, &can, after(86_400)),
            Step::Record(ChargeOutcome::Rejected { .. })
        ));
    }

    #[test]
    fn what_the_provider_says_is_written_down_unless_it_is_over() {
        let said = ChargeOutcome::Pending { external_id: "ch_1".to_owned() };
        assert_eq!(decide(&unknown(), Some(said.clone()), &CLOSES, after(1)), Step::Record(said.clone()));
        let over = Attempt { state: AttemptState::Success, ..unknown() };
        assert_eq!(decide(&over, Some(said), &CLOSES, after(1)), Step::Wait);
    }

    #[test]
    fn looks_become_more_seldom_and_never_stop() {
        let wait = |secs| next_look(&unknown(), after(secs)).duration_since(after(secs)).as_secs();
        assert_eq!([wait(0), wait(60), wait(3600), wait(864_000)], [15, 30, 1800, 21_600]);
    }
}
