//! The work of delivering one service, as a row that survives crashes. Pure.

use kernel::{ServiceId, SignedDuration, StaffId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{DeliveryOutcome, Unknown};

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// Nothing was asked yet.
    Waiting,
    /// A provisioner was asked; no answer is recorded.
    Requested,
    /// The provisioner works on it and is asked for progress.
    InProgress,
    /// The staff deliver it.
    ByHand,
    /// Done.
    Delivered,
    /// Refused, or tried too often: the staff decide.
    Failed,
    /// The order ended before.
    Cancelled,
}

impl DeliveryState {
    /// Every state.
    pub const ALL: [DeliveryState; 7] = [
        DeliveryState::Waiting,
        DeliveryState::Requested,
        DeliveryState::InProgress,
        DeliveryState::ByHand,
        DeliveryState::Delivered,
        DeliveryState::Failed,
        DeliveryState::Cancelled,
    ];

    /// The word used in tables and message keys.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            DeliveryState::Waiting => "waiting",
            DeliveryState::Requested => "requested",
            DeliveryState::InProgress => "in_progress",
            DeliveryState::ByHand => "by_hand",
            DeliveryState::Delivered => "delivered",
            DeliveryState::Failed => "failed",
            DeliveryState::Cancelled => "cancelled",
        }
    }

    /// The state this word names.
    #[must_use]
    pub fn parse(code: &str) -> Option<DeliveryState> {
        DeliveryState::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether a machine still has something to do.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        match self {
            DeliveryState::Waiting | DeliveryState::Requested | DeliveryState::InProgress => true,
            DeliveryState::ByHand
            | DeliveryState::Delivered
            | DeliveryState::Failed
            | DeliveryState::Cancelled => false,
        }
    }

    /// Whether the staff have something to do.
    #[must_use]
    pub const fn is_for_staff(&self) -> bool {
        match self {
            DeliveryState::ByHand | DeliveryState::Failed => true,
            DeliveryState::Waiting
            | DeliveryState::Requested
            | DeliveryState::InProgress
            | DeliveryState::Delivered
            | DeliveryState::Cancelled => false,
        }
    }
}

/// The delivery of one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The service.
    pub service: ServiceId,
    /// The provisioner, by the name it had when the delivery was created.
    pub provisioner: String,
    /// Where it stands.
    pub state: DeliveryState,
    /// How often a provisioner was called since its last answer.
    pub attempts: u16,
    /// When a machine was first asked, since it was created or taken up again.
    pub requested_at: Option<Timestamp>,
    /// When a machine next looks at it.
    pub next_at: Timestamp,
    /// Why the last call gave no delivery, for the staff.
    pub last_error: Option<String>,
    /// The customer's identifier, which provisioners may need.
    pub customer: String,
    /// The member of the staff who delivered it by hand.
    pub delivered_by: Option<StaffId>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
}

impl Delivery {
    /// After so many calls without an answer, the staff are asked.
    pub const ATTEMPTS_MAX: u16 = 30;
    /// How long a call may take before another may follow it: longer than any provisioner's time limit.
    pub const LEASE: SignedDuration = SignedDuration::from_mins(10);
    /// After so long in progress, the staff are asked.
    pub const PROGRESS_MAX: SignedDuration = SignedDuration::from_hours(7 * 24);
    /// The shortest and the longest wait between two looks.
    pub(crate) const WAIT: (SignedDuration, SignedDuration) =
        (SignedDuration::from_secs(1), SignedDuration::from_hours(1));
    /// The longest error text kept, in characters.
    const ERROR_CHARS_MAX: usize = 500;

    /// Takes the delivery for one call, or `None` when it is not its time: it is over, waits, or another call
    /// may still be running.
    #[must_use]
    pub fn begin(self, now: Timestamp) -> Option<Delivery> {
        if !self.state.is_running() || self.next_at > now {
            return None;
        }
        let state = match self.state {
            DeliveryState::InProgress => DeliveryState::InProgress,
            DeliveryState::Waiting
            | DeliveryState::Requested
            | DeliveryState::ByHand
            | DeliveryState::Delivered
            | DeliveryState::Failed
            | DeliveryState::Cancelled => DeliveryState::Requested,
        };
        let next_at = later(now, Delivery::LEASE);
        let attempts = self.attempts.saturating_add(1);
        let requested_at = self.requested_at.or(Some(now));
        Some(Delivery { state, attempts, next_at, requested_at, changed_at: now, ..self })
    }

    /// Gives the call back unused because something holds the delivery, and looks again after `wait`.
    #[must_use]
    pub fn hold(self, now: Timestamp, wait: SignedDuration) -> Delivery {
        if !self.state.is_running() {
            return self;
        }
        Delivery { next_at: later(now, wait), changed_at: now, ..self }
    }

    /// What the answer of a provisioner makes of it; an ended delivery never changes again.
    #[must_use]
    pub fn answered(self, now: Timestamp, answer: &Result<DeliveryOutcome, Unknown>) -> Delivery {
        if !self.state.is_running() {
            return self;
        }
        let (min, max) = Delivery::WAIT;
        let delivery = Delivery { changed_at: now, next_at: now, ..self };
        match answer {
            Ok(DeliveryOutcome::Delivered(_)) => {
                Delivery { state: DeliveryState::Delivered, last_error: None, ..delivery }
            }
            Ok(DeliveryOutcome::InProgress { after }) => {
                let since = delivery.requested_at.unwrap_or(delivery.created_at);
                if now.duration_since(since) >= Delivery::PROGRESS_MAX {
                    let last_error = Some("still in progress after seven days".to_owned());
                    return Delivery { state: DeliveryState::Failed, last_error, ..delivery };
                }
                // An answer is news: only calls without one count.
                let next_at = later(now, (*after).clamp(min, max));
                Delivery {
                    state: DeliveryState::InProgress,
                    attempts: 0,
                    next_at,
                    last_error: None,
                    ..delivery
                }
            }
            Ok(DeliveryOutcome::ByHand) => {
                Delivery { state: DeliveryState::ByHand, last_error: None, ..delivery }
            }
            Ok(DeliveryOutcome::Refused { reason }) => {
                Delivery { state: DeliveryState::Failed, last_error: Some(clip(reason)), ..delivery }
            }
            Err(unknown) => {
                let last_error = Some(clip(&unknown.0));
                if delivery.attempts >= Delivery::ATTEMPTS_MAX {
                    return Delivery { state: DeliveryState::Failed, last_error, ..delivery };
                }
                let next_at = later(now, back_off(delivery.attempts));
                Delivery { next_at, last_error, ..delivery }
            }
        }
    }

    /// The staff ask a machine again, after a failure or instead of doing it by hand; `None` when there is
    /// nothing to take up again.
    #[must_use]
    pub fn retried(self, now: Timestamp) -> Option<Delivery> {
        let state = self.state;
        let again = Delivery {
            state: DeliveryState::Waiting,
            attempts: 0,
            next_at: now,
            requested_at: None,
            changed_at: now,
            ..self
        };
        match state {
            DeliveryState::Failed | DeliveryState::ByHand => Some(again),
            DeliveryState::Waiting
            | DeliveryState::Requested
            | DeliveryState::InProgress
            | DeliveryState::Delivered
            | DeliveryState::Cancelled => None,
        }
    }

    /// The order ended before; `None` when the service was delivered, or this is known already.
    #[must_use]
    pub fn cancelled(self, now: Timestamp) -> Option<Delivery> {
        match self.state {
            DeliveryState::Waiting
            | DeliveryState::Requested
            | DeliveryState::InProgress
            | DeliveryState::ByHand
            | DeliveryState::Failed => {
                Some(Delivery { state: DeliveryState::Cancelled, changed_at: now, ..self })
            }
            DeliveryState::Delivered | DeliveryState::Cancelled => None,
        }
    }
}

/// How long to wait after the `attempts`-th call without an answer: 2 s, 4 s, 8 s… up to an hour.
pub(crate) fn back_off(attempts: u16) -> SignedDuration {
    SignedDuration::from_secs(1 << attempts.min(12)).min(Delivery::WAIT.1)
}

pub(crate) fn later(now: Timestamp, wait: SignedDuration) -> Timestamp {
    now.checked_add(wait).unwrap_or(Timestamp::MAX)
}

pub(crate) fn clip(text: &str) -> String {
    text.chars().take(Delivery::ERROR_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Access;
    use kernel::Random;
    use proptest::prelude::*;

    fn waiting() -> Delivery {
        let now = Timestamp::UNIX_EPOCH;
        Delivery {
            service: Random::seeded(1).id(now),
            provisioner: "sandbox".to_owned(),
            state: DeliveryState::Waiting,
            attempts: 0,
            next_at: now,
            requested_at: None,
            last_error: None,
            customer: "ab12345-ct".to_owned(),
            delivered_by: None,
            created_at: now,
            changed_at: now,
        }
    }

    fn unknown() -> Result<DeliveryOutcome, Unknown> {
        Err(Unknown("no answer".to_owned()))
    }

    #[test]
    fn one_call_at_a_time_and_a_crashed_one_is_followed_by_another() {
        let now = Timestamp::UNIX_EPOCH;
        let taken = waiting().begin(now).unwrap();
        assert_eq!((taken.state, taken.attempts), (DeliveryState::Requested, 1));
        assert_eq!(taken.clone().begin(now + SignedDuration::from_mins(9)), None);
        let again = taken.begin(now + Delivery::LEASE).unwrap();
        assert_eq!(again.attempts, 2);
    }

    #[test]
    fn no_answer_is_tried_again_later_and_at_last_given_to_the_staff() {
        let mut now = Timestamp::UNIX_EPOCH;
        let mut delivery = waiting();
        let mut waits = Vec::new();
        while delivery.state.is_running() {
            delivery = delivery.begin(now).unwrap().answered(now, &unknown());
            waits.push(delivery.next_at.duration_since(now).as_secs());
            now = delivery.next_at;
        }
        assert_eq!(waits[..4], [2, 4, 8, 16]);
        assert!(waits.iter().all(|wait| *wait <= 3600));
        assert_eq!((delivery.state, delivery.attempts), (DeliveryState::Failed, Delivery::ATTEMPTS_MAX));
        let again = delivery.retried(now).unwrap();
        assert_eq!((again.state, again.attempts), (DeliveryState::Waiting, 0));
    }

    #[test]
    fn a_slow_provisioner_is_asked_for_progress_but_not_for_ever() {
        let mut now = Timestamp::UNIX_EPOCH;
        let answer = Ok(DeliveryOutcome::InProgress { after: SignedDuration::from_hours(100) });
        let mut delivery = waiting();
        let mut calls = 0;
        while delivery.state.is_running() {
            delivery = delivery.begin(now).unwrap().answered(now, &answer);
            now = delivery.next_at;
            calls += 1;
        }
        assert_eq!(delivery.state, DeliveryState::Failed);
        assert_eq!(calls, 7 * 24 + 1);
    }

    fn any_answer() -> impl Strategy<Value = Result<DeliveryOutcome, Unknown>> {
        prop_oneof![
            Just(Ok(DeliveryOutcome::Delivered(Access::default()))),
            (0i64..100_000)
                .prop_map(|secs| Ok(DeliveryOutcome::InProgress { after: SignedDuration::from_secs(secs) })),
            Just(Ok(DeliveryOutcome::ByHand)),
            Just(Ok(DeliveryOutcome::Refused { reason: "x".repeat(2000) })),
            Just(unknown()),
        ]
    }

    proptest! {
        #[test]
        fn a_delivery_ends_once_and_its_texts_stay_short(
            answers in prop::collection::vec(any_answer(), 1..60),
        ) {
            let mut now = Timestamp::UNIX_EPOCH;
            let mut delivery = waiting();
            let mut ended: Option<Delivery> = None;
            for answer in &answers {
                if let Some(taken) = delivery.clone().begin(now) {
                    prop_assert!(ended.is_none());
                    delivery = taken;
                }
                delivery = delivery.answered(now, answer);
                if let Some(ended) = &ended {
                    prop_assert_eq!(ended, &delivery);
                }
                if !delivery.state.is_running() {
                    ended = Some(delivery.clone());
                }
                prop_assert!(delivery.last_error.as_ref().is_none_or(|error| error.chars().count() <= 500));
                prop_assert!(delivery.next_at >= now || ended.is_some());
                now = now.max(delivery.next_at);
            }
        }
    }
}
