//! What a provisioner is to do with a service it made: close it for now, open it again, remove it. Pure.
//!
//! There is one wish per service, the last. A wish that changes while a call is on its way waits for that call's
//! end or for its lease, so that the last wish is also the last call.

use kernel::{ServiceId, StaffId, Timestamp};

use crate::delivery::{back_off, clip, later};
use crate::{Delivery, OperationOutcome, ResourceState, Service, Unknown};

kernel::words! {
    /// What is wished for a service.
    Wanted {
        /// Closed for now; its data is kept.
        Suspend = "suspend",
        /// Open again.
        Resume = "resume",
        /// Removed with its data.
        Delete = "delete",
    }
    /// Where a wish stands.
    OperationState {
        /// Nothing was asked yet.
        Waiting = "waiting",
        /// The provisioner was asked; no answer is recorded.
        Requested = "requested",
        /// The provisioner works on it and is asked again.
        InProgress = "in_progress",
        /// The staff do it.
        ByHand = "by_hand",
        /// Done.
        Done = "done",
        /// Refused, or tried too often: the staff decide.
        Failed = "failed",
    }
}

impl OperationState {
    /// Whether a machine still has something to do.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        match self {
            OperationState::Waiting | OperationState::Requested | OperationState::InProgress => true,
            OperationState::ByHand | OperationState::Done | OperationState::Failed => false,
        }
    }

    /// Whether the staff have something to do.
    #[must_use]
    pub const fn is_for_staff(&self) -> bool {
        match self {
            OperationState::ByHand | OperationState::Failed => true,
            OperationState::Waiting
            | OperationState::Requested
            | OperationState::InProgress
            | OperationState::Done => false,
        }
    }
}

/// The wish for one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// The service.
    pub service: ServiceId,
    /// What is wished.
    pub wanted: Wanted,
    /// Why, for logs and the staff: `unpaid`, `paid`, `terminated`, `withdrawn`.
    pub cause: String,
    /// Grows with each wish; an answer to an earlier one decides nothing.
    pub revision: u32,
    /// Where it stands.
    pub state: OperationState,
    /// How often the provisioner was called since its last answer.
    pub attempts: u16,
    /// When a machine was first asked for this wish.
    pub requested_at: Option<Timestamp>,
    /// When a machine next looks at it.
    pub next_at: Timestamp,
    /// Why the last call did not do it, for the staff.
    pub last_error: Option<String>,
    /// The member of the staff who did it by hand.
    pub done_by: Option<StaffId>,
    /// When it was wished.
    pub created_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
}

impl Operation {
    /// The first wish for a service.
    #[must_use]
    pub fn new(now: Timestamp, service: ServiceId, wanted: Wanted, cause: &str) -> Operation {
        Operation {
            service,
            wanted,
            cause: cause.to_owned(),
            revision: 0,
            state: OperationState::Waiting,
            attempts: 0,
            requested_at: None,
            next_at: now,
            last_error: None,
            done_by: None,
            created_at: now,
            changed_at: now,
        }
    }

    /// Another wish. The same wish, not fulfilled yet, stays as it is; nothing follows a removal.
    #[must_use]
    pub fn wished(self, now: Timestamp, wanted: Wanted, cause: &str) -> Operation {
        if self.wanted == Wanted::Delete || (self.wanted == wanted && self.state != OperationState::Done) {
            return self;
        }
        let is_called = self.state == OperationState::Requested && self.next_at > now;
        let next_at = if is_called { self.next_at } else { now };
        let revision = self.revision.saturating_add(1);
        Operation { revision, next_at, ..Operation::new(now, self.service, wanted, cause) }
    }

    /// Takes the wish for one call, or `None` when it is not its time: it is done, waits, or a call may be running.
    #[must_use]
    pub fn begin(self, now: Timestamp) -> Option<Operation> {
        if !self.state.is_running() || self.next_at > now {
            return None;
        }
        let state = match self.state {
            OperationState::InProgress => OperationState::InProgress,
            OperationState::Waiting
            | OperationState::Requested
            | OperationState::ByHand
            | OperationState::Done
            | OperationState::Failed => OperationState::Requested,
        };
        Some(Operation {
            state,
            attempts: self.attempts.saturating_add(1),
            requested_at: self.requested_at.or(Some(now)),
            next_at: later(now, Delivery::LEASE),
            changed_at: now,
            ..self
        })
    }

    /// What the answer to the call of `revision` makes of it.
    #[must_use]
    pub fn answered(
        self,
        now: Timestamp,
        revision: u32,
        answer: &Result<OperationOutcome, Unknown>,
    ) -> Operation {
        if revision != self.revision {
            // The call that was in the way of a newer wish is over.
            return if self.state.is_running() { Operation { next_at: now, ..self } } else { self };
        }
        if !self.state.is_running() {
            return self;
        }
        let (min, max) = Delivery::WAIT;
        let since = self.requested_at.unwrap_or(self.created_at);
        let operation = Operation { changed_at: now, next_at: now, ..self };
        match answer {
            Ok(OperationOutcome::Done) => {
                Operation { state: OperationState::Done, last_error: None, ..operation }
            }
            Ok(OperationOutcome::InProgress { .. })
                if now.duration_since(since) >= Delivery::PROGRESS_MAX =>
            {
                let last_error = Some("still in progress after seven days".to_owned());
                Operation { state: OperationState::Failed, last_error, ..operation }
            }
            Ok(OperationOutcome::InProgress { after }) => Operation {
                state: OperationState::InProgress,
                attempts: 0,
                next_at: later(now, (*after).clamp(min, max)),
                last_error: None,
                ..operation
            },
            Ok(OperationOutcome::ByHand) => {
                Operation { state: OperationState::ByHand, last_error: None, ..operation }
            }
            Ok(OperationOutcome::Refused { reason }) => {
                Operation { state: OperationState::Failed, last_error: Some(clip(reason)), ..operation }
            }
            Err(unknown) => {
                let last_error = Some(clip(&unknown.0));
                if operation.attempts >= Delivery::ATTEMPTS_MAX {
                    return Operation { state: OperationState::Failed, last_error, ..operation };
                }
                let next_at = later(now, back_off(operation.attempts));
                Operation { next_at, last_error, ..operation }
            }
        }
    }

    /// The staff ask a machine again, or say that they did it; `None` when there is nothing for them to do.
    #[must_use]
    pub fn by_staff(self, now: Timestamp, done_by: Option<StaffId>) -> Option<Operation> {
        if !self.state.is_for_staff() {
            return None;
        }
        let state = if done_by.is_some() { OperationState::Done } else { OperationState::Waiting };
        Some(Operation {
            state,
            done_by,
            attempts: 0,
            requested_at: None,
            next_at: now,
            changed_at: now,
            ..self
        })
    }
}

impl Service {
    /// Where the thing behind it stands once this is wished, or how far the wish is.
    #[must_use]
    pub fn operated(mut self, operation: &Operation) -> Service {
        let is_asked = match operation.state {
            OperationState::Waiting | OperationState::ByHand | OperationState::Failed => false,
            OperationState::Requested | OperationState::InProgress => true,
            OperationState::Done => {
                self.resource = match operation.wanted {
                    Wanted::Suspend => ResourceState::Suspended,
                    Wanted::Resume => ResourceState::Ok,
                    Wanted::Delete => ResourceState::Deleted,
                };
                return self;
            }
        };
        self.resource = match (operation.wanted, is_asked) {
            (Wanted::Suspend, false) => ResourceState::ToSuspend,
            (Wanted::Suspend, true) => ResourceState::Suspending,
            (Wanted::Resume, false) => ResourceState::ToOpen,
            (Wanted::Resume, true) => ResourceState::Opening,
            (Wanted::Delete, false) => ResourceState::ToDelete,
            (Wanted::Delete, true) => ResourceState::Deleting,
        };
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::service;
    use kernel::SignedDuration;
    use proptest::prelude::*;

    fn wish(wanted: Wanted) -> Operation {
        Operation::new(Timestamp::UNIX_EPOCH, service("2026-01-31", 1).id, wanted, "test")
    }

    #[test]
    fn a_service_is_closed_and_opened_step_by_step() {
        let now = Timestamp::UNIX_EPOCH;
        let resource = |operation: &Operation| service("2026-01-31", 1).operated(operation).resource;
        let wished = wish(Wanted::Suspend);
        assert_eq!(resource(&wished), ResourceState::ToSuspend);
        let asked = wished.begin(now).unwrap();
        assert_eq!(resource(&asked), ResourceState::Suspending);
        let done = asked.answered(now, 0, &Ok(OperationOutcome::Done));
        assert_eq!(resource(&done), ResourceState::Suspended);
        let again = done.wished(now, Wanted::Resume, "paid");
        assert_eq!((resource(&again), again.revision), (ResourceState::ToOpen, 1));
    }

    #[test]
    fn a_wish_that_changes_during_a_call_waits_for_its_end() {
        let now = Timestamp::UNIX_EPOCH;
        let called = wish(Wanted::Suspend).begin(now).unwrap();
        let changed = called.clone().wished(now, Wanted::Resume, "paid");
        assert_eq!(changed.clone().begin(now), None, "the first call may still close it");
        let heard = changed.clone().answered(now, 0, &Ok(OperationOutcome::Done));
        assert_eq!((heard.state, heard.wanted), (OperationState::Waiting, Wanted::Resume));
        assert!(heard.begin(now).is_some());
        assert!(changed.begin(now + Delivery::LEASE).is_some(), "or never answers");
        // The same wish again is the one that is on its way.
        assert_eq!(called.clone().wished(now, Wanted::Suspend, "again"), called);
    }

    #[test]
    fn nothing_follows_a_removal() {
        let now = Timestamp::UNIX_EPOCH;
        let removed = wish(Wanted::Delete).begin(now).unwrap().answered(now, 0, &Ok(OperationOutcome::Done));
        assert_eq!(removed.clone().wished(now, Wanted::Resume, "paid"), removed);
    }

    #[test]
    fn the_staff_do_or_ask_again_what_no_machine_does() {
        let now = Timestamp::UNIX_EPOCH;
        let by_hand =
            wish(Wanted::Suspend).begin(now).unwrap().answered(now, 0, &Ok(OperationOutcome::ByHand));
        let staff = kernel::Random::seeded(1).id(now);
        assert_eq!(by_hand.clone().by_staff(now, Some(staff)).unwrap().state, OperationState::Done);
        assert_eq!(by_hand.by_staff(now, None).unwrap().state, OperationState::Waiting);
        assert_eq!(wish(Wanted::Suspend).by_staff(now, None), None);
    }

    proptest! {
        #[test]
        fn the_last_wish_is_the_one_that_is_fulfilled(
            wishes in prop::collection::vec((any::<bool>(), 0u8..4), 1..30),
        ) {
            let mut now = Timestamp::UNIX_EPOCH;
            let mut operation = wish(Wanted::Suspend);
            let mut last = Wanted::Suspend;
            for (is_suspend, answer) in wishes {
                last = if is_suspend { Wanted::Suspend } else { Wanted::Resume };
                operation = operation.wished(now, last, "test");
                if let Some(begun) = operation.clone().begin(now) {
                    let answer = match answer {
                        0 => Ok(OperationOutcome::Done),
                        1 => Ok(OperationOutcome::InProgress { after: SignedDuration::from_secs(5) }),
                        _ => Err(Unknown("away".to_owned())),
                    };
                    operation = begun.clone().answered(now, begun.revision, &answer);
                }
                now = now.checked_add(SignedDuration::from_secs(3)).unwrap();
            }
            for _ in 0..3 {
                now = now.checked_add(SignedDuration::from_hours(2)).unwrap();
                if let Some(begun) = operation.clone().begin(now) {
                    operation = begun.clone().answered(now, begun.revision, &Ok(OperationOutcome::Done));
                }
            }
            prop_assert_eq!((operation.wanted, operation.state), (last, OperationState::Done));
        }
    }
}
