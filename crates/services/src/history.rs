//! What a service has lived through, as its owner reads it. Pure.

use kernel::{Date, Timestamp};

use crate::{
    Operation, OperationState, RenewalState, Renewing, Service, Step, Termination, TerminationKind,
    TerminationState, Wanted,
};

kernel::words! {
    /// One kind of event.
    ServiceEvent {
        /// It was ordered.
        Ordered = "ordered",
        /// It was delivered.
        Delivered = "delivered",
        /// Its owner was told of its renewal.
        Noticed = "noticed",
        /// Its owner was reminded to renew it.
        Reminded = "reminded",
        /// Its next period was billed.
        Billed = "billed",
        /// A bill was collected again.
        Retried = "retried",
        /// It was closed for want of a payment.
        Suspended = "suspended",
        /// Its owner was told of its deletion.
        Warned = "warned",
        /// Days were paid; the day is their end.
        Renewed = "renewed",
        /// It was opened again.
        Reopened = "reopened",
        /// Its end was asked for; the day is that end.
        TerminationAsked = "termination_asked",
        /// It is to be deleted at once: its owner was asked to confirm that.
        DeletionAsked = "deletion_asked",
        /// Its deletion was confirmed; the day is when its data goes.
        DeletionConfirmed = "deletion_confirmed",
        /// Its owner thought better of it.
        Undone = "undone",
        /// It is over.
        Ended = "ended",
    }
}

/// Something that happened, when, and the day it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Happened {
    /// When.
    pub at: Timestamp,
    /// What.
    pub event: ServiceEvent,
    /// The day it is about, where it is about one.
    pub on: Option<Date>,
}

/// What is written about the life of a service.
#[derive(Debug, Clone, Default)]
pub struct Records {
    /// The steps it took.
    pub steps: Vec<(Timestamp, Date, Step)>,
    /// Its renewals, with when they were asked for and when they ended.
    pub renewings: Vec<(Renewing, Timestamp, Option<Timestamp>)>,
    /// Its terminations.
    pub terminations: Vec<Termination>,
    /// What is, or was last, wished for the thing behind it.
    pub operation: Option<Operation>,
}

impl Service {
    /// What it has lived through, the newest first.
    #[must_use]
    pub fn history(&self, records: &Records) -> Vec<Happened> {
        let mut events = vec![Happened { at: self.created_at, event: ServiceEvent::Ordered, on: None }];
        let mut add = |at: Option<Timestamp>, event, on| {
            events.extend(at.map(|at| Happened { at, event, on }));
        };
        add(self.delivered_at, ServiceEvent::Delivered, None);
        for (at, _, step) in &records.steps {
            let event = match step {
                Step::Notice(_) => ServiceEvent::Noticed,
                Step::Reminder(_) => ServiceEvent::Reminded,
                Step::Renew => ServiceEvent::Billed,
                Step::Retry(_) => ServiceEvent::Retried,
                Step::Suspend => ServiceEvent::Suspended,
                Step::Warn => ServiceEvent::Warned,
                // The end is told once, whatever led to it.
                Step::Delete | Step::End => continue,
            };
            add(Some(*at), event, None);
        }
        for (renewing, _, ended_at) in &records.renewings {
            if renewing.state == RenewalState::Paid {
                add(*ended_at, ServiceEvent::Renewed, Some(renewing.period.end()));
            }
        }
        for termination in &records.terminations {
            let (asked, on) = (Some(termination.asked_at), termination.effective_on);
            match (termination.kind, termination.state) {
                (TerminationKind::AtExpiry, _) => add(asked, ServiceEvent::TerminationAsked, on),
                (TerminationKind::Immediate, TerminationState::Asked) => {
                    add(asked, ServiceEvent::DeletionAsked, None);
                }
                (TerminationKind::Immediate, _) => add(asked, ServiceEvent::DeletionConfirmed, on),
            }
            if termination.state == TerminationState::Undone {
                add(termination.ended_at, ServiceEvent::Undone, None);
            }
        }
        let reopened = records.operation.as_ref().filter(|operation| {
            operation.wanted == Wanted::Resume && operation.state == OperationState::Done
        });
        add(reopened.map(|operation| operation.changed_at), ServiceEvent::Reopened, None);
        add(self.closed_at, ServiceEvent::Ended, None);
        // What happened in one moment is told in the order it follows from.
        events.sort_by(|one, other| other.at.cmp(&one.at).then(other.event.cmp(&one.event)));
        events
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{day, service};
    use crate::{FutureUse, LeaveReason, RenewalCause};
    use kernel::{Id, Months, Random, SignedDuration};

    #[test]
    fn a_life_is_told_the_newest_first() {
        let mut service = service("2026-01-31", 1);
        let born = service.created_at;
        let after = |days: i64| born + SignedDuration::from_hours(24 * days);
        let next = service.place().unwrap().next(Months::new(1), None).unwrap();
        let order = Id::from_uuid(service.order.uuid());
        let mut paid = Renewing::new(order, service.id, RenewalCause::Automatic, &next);
        paid.state = RenewalState::Paid;
        let dropped = Renewing { state: RenewalState::Dropped, ..paid };
        let termination = Termination {
            id: Random::seeded(1).id(born),
            service: service.id,
            kind: TerminationKind::AtExpiry,
            state: TerminationState::Undone,
            reason: LeaveReason::NoAnswer,
            future_use: FutureUse::NoAnswer,
            comment: String::new(),
            token_hash: None,
            asked_at: after(40),
            expires_at: None,
            effective_on: Some(day("2026-03-31")),
            ended_at: Some(after(41)),
        };
        let records = Records {
            steps: vec![
                (after(30), day("2026-02-28"), Step::Renew),
                (after(37), day("2026-02-28"), Step::Suspend),
                (after(90), day("2026-03-31"), Step::End),
            ],
            renewings: vec![(paid, after(30), Some(after(38))), (dropped, after(39), Some(after(39)))],
            terminations: vec![termination],
            operation: None,
        };
        service.closed_at = Some(after(90));
        let told: Vec<(&str, Option<Date>)> =
            service.history(&records).iter().map(|one| (one.event.code(), one.on)).collect();
        assert_eq!(
            told,
            [
                ("ended", None),
                ("undone", None),
                ("termination_asked", Some(day("2026-03-31"))),
                ("renewed", Some(day("2026-03-31"))),
                ("suspended", None),
                ("billed", None),
                ("delivered", None),
                ("ordered", None),
            ]
        );
    }
}
