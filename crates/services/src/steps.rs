//! What happens to a service by itself, and on which day: notices, bill, retries, suspension, deletion. Pure.
//!
//! ```text
//! automatic   notice … notice  E renew ── paid ──▶ the next period
//!                                 └─ retry … retry ── E+7 suspend ── warn ── delete
//! by hand     reminder … reminder  E suspend ── warn ── delete
//! ending                           E end
//! ```
//!
//! `E` is the day the running period ends, the first that is not paid. Days are civil days of the subsidiary.

use jiff::ToSpan;
use kernel::{Date, ServiceId};

use crate::{EndAction, Mode, ResourceState, Service, ServiceState};

/// A step in the life of a service. Its words are unique for a service and the end of a period: each is taken
/// once, ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The owner is told of an automatic renewal so many days before it.
    Notice(u16),
    /// The owner is reminded to renew by hand so many days before the end.
    Reminder(u16),
    /// The next period is billed and collected.
    Renew,
    /// A refused bill is collected again, for the n-th time.
    Retry(u16),
    /// The period is over and not paid: the service is closed for now.
    Suspend,
    /// The owner is told that the data is about to be deleted.
    Warn,
    /// The service and its data are deleted, for want of a payment or because its owner wants it gone at once.
    Delete,
    /// The period is over and its owner, or its commitment, wanted no other: the service is deleted.
    End,
}

impl Step {
    /// The word of the tables: `notice_40`, `renew`, `retry_1`.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Step::Notice(days) => format!("notice_{days}"),
            Step::Reminder(days) => format!("reminder_{days}"),
            Step::Renew => "renew".to_owned(),
            Step::Retry(time) => format!("retry_{time}"),
            Step::Suspend => "suspend".to_owned(),
            Step::Warn => "warn".to_owned(),
            Step::Delete => "delete".to_owned(),
            Step::End => "end".to_owned(),
        }
    }

    /// The step this word names.
    #[must_use]
    pub fn parse(code: &str) -> Option<Step> {
        let number = |prefix: &str| code.strip_prefix(prefix)?.parse().ok();
        match code {
            "renew" => Some(Step::Renew),
            "suspend" => Some(Step::Suspend),
            "warn" => Some(Step::Warn),
            "delete" => Some(Step::Delete),
            "end" => Some(Step::End),
            _ => number("notice_")
                .map(Step::Notice)
                .or_else(|| number("reminder_").map(Step::Reminder))
                .or_else(|| number("retry_").map(Step::Retry)),
        }
    }

    /// Whether it only tells the owner something, so that one that was missed is not made up for.
    #[must_use]
    pub const fn is_notice(&self) -> bool {
        match self {
            Step::Notice(_) | Step::Reminder(_) => true,
            Step::Renew | Step::Retry(_) | Step::Suspend | Step::Warn | Step::Delete | Step::End => false,
        }
    }
}

/// A step and its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Planned {
    /// The step.
    pub step: Step,
    /// The day, in the subsidiary's zone.
    pub on: Date,
}

/// A service with something to do, as the worker finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The account.
    pub account: kernel::AccountId,
    /// The service.
    pub service: ServiceId,
    /// The subsidiary that sold it.
    pub subsidiary: kernel::SubsidiaryCode,
    /// The currency of its prices.
    pub currency: kernel::Currency,
    /// The end of its running period.
    pub end_on: Option<Date>,
    /// The day of its step.
    pub on: Date,
}

impl Service {
    /// Whether the running period is the last: its owner asked for that and is free by then, or its commitment ends
    /// with it and is not to be followed by anything.
    #[must_use]
    pub fn is_ending(&self) -> bool {
        let is_over = self.is_commitment_over();
        let is_free = self.commitment_until_on.is_none() || is_over;
        (self.renewal.is_ending && is_free) || (is_over && self.renewal.end_action == EndAction::Cancel)
    }

    /// Whether the commitment ends with the running period.
    #[must_use]
    pub fn is_commitment_over(&self) -> bool {
        self.period.is_some_and(|period| self.commitment_until_on.is_some_and(|until| until <= period.end()))
    }

    /// Everything that happens by itself from here on if nobody does anything, in order.
    #[must_use]
    pub fn plan(&self) -> Vec<Planned> {
        if let Some(on) = self.renewal.deletes_on {
            return vec![Planned { step: Step::Delete, on }];
        }
        let is_alive = match self.state {
            ServiceState::Ok | ServiceState::PendingDebt | ServiceState::UnPaid => true,
            ServiceState::InCreation | ServiceState::Expired => false,
        };
        let Some(period) = self.period.filter(|_| is_alive) else { return Vec::new() };
        let end = period.end();
        let mut plan = Vec::new();
        match (self.renewal.suspended_on, self.renewal.billed_on) {
            (Some(on), _) => self.deletion(on, &mut plan),
            (None, Some(on)) => self.dunning(on, &mut plan),
            (None, None) if self.is_ending() => plan.push(Planned { step: Step::End, on: end }),
            (None, None) => match self.renewal.mode {
                Mode::Automatic | Mode::Forced => {
                    self.told(&self.renewal.rules.notice_days, end, Step::Notice, &mut plan);
                    plan.push(Planned { step: Step::Renew, on: end });
                    self.dunning(end, &mut plan);
                }
                Mode::Manual => {
                    self.told(&self.renewal.rules.reminder_days, end, Step::Reminder, &mut plan);
                    plan.push(Planned { step: Step::Suspend, on: end });
                    self.deletion(end, &mut plan);
                }
                Mode::OneShot => {}
            },
        }
        plan
    }

    /// The next step that happens by itself.
    #[must_use]
    pub fn next_step(&self) -> Option<Planned> {
        self.plan().into_iter().next()
    }

    /// The step to take on `today`. Notices that were missed while nobody worked are passed over: the last of
    /// them is taken, unless the day they speak of is there.
    #[must_use]
    pub fn due_step(&self, today: Date) -> Option<Planned> {
        let mut due = self.plan().into_iter().take_while(|planned| planned.on <= today);
        let first = due.next()?;
        if !first.step.is_notice() {
            return Some(first);
        }
        let mut last = first;
        for planned in due {
            last = planned;
            if !planned.step.is_notice() {
                break;
            }
        }
        Some(last)
    }

    /// Notices before the end. A period has one only if it is longer than the notice: nobody is told of a renewal
    /// before the period it follows has begun.
    fn told(&self, days: &[u16], end: Date, step: fn(u16) -> Step, plan: &mut Vec<Planned>) {
        let rules = &self.renewal.rules;
        let months = self.renewal.every.map_or(0, |every| every.count());
        if self.renewal.mode.is_automatic() && months < rules.notice_months_min {
            return;
        }
        let start = self.period.map_or(Date::MIN, |period| period.start());
        for days in days {
            let on = days_before(end, *days);
            if on > start && self.renewal.noticed_on.is_none_or(|noticed| on > noticed) {
                plan.push(Planned { step: step(*days), on });
            }
        }
        plan.sort_by_key(|planned| planned.on);
    }

    fn dunning(&self, billed_on: Date, plan: &mut Vec<Planned>) {
        let rules = &self.renewal.rules;
        let suspend_on = days_after(billed_on, rules.grace_days);
        for (time, days) in (1_u16..).zip(&rules.retry_days) {
            let on = days_after(billed_on, *days);
            if time > self.renewal.tries && on < suspend_on {
                plan.push(Planned { step: Step::Retry(time), on });
            }
        }
        plan.push(Planned { step: Step::Suspend, on: suspend_on });
        self.deletion(suspend_on, plan);
    }

    fn deletion(&self, suspended_on: Date, plan: &mut Vec<Planned>) {
        let rules = &self.renewal.rules;
        let delete_on = days_after(suspended_on, rules.delete_days);
        let warn_on = days_before(delete_on, rules.warn_days).max(suspended_on);
        if !self.renewal.is_warned && warn_on > suspended_on {
            plan.push(Planned { step: Step::Warn, on: warn_on });
        }
        plan.push(Planned { step: Step::Delete, on: delete_on });
    }

    /// Whether the thing behind it is closed, or about to be.
    #[must_use]
    pub const fn is_suspended(&self) -> bool {
        match self.resource {
            ResourceState::ToSuspend | ResourceState::Suspending | ResourceState::Suspended => true,
            ResourceState::Opening
            | ResourceState::Ok
            | ResourceState::ToOpen
            | ResourceState::ToDelete
            | ResourceState::Deleting
            | ResourceState::Deleted => false,
        }
    }
}

fn days_before(date: Date, days: u16) -> Date {
    date.checked_sub(i64::from(days).days()).unwrap_or(Date::MIN)
}

/// So many days later; the last day there is when that is beyond it.
#[must_use]
pub fn days_after(date: Date, days: u16) -> Date {
    date.checked_add(i64::from(days).days()).unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rules;
    use crate::samples::{day, service};
    use kernel::Months;
    use proptest::prelude::*;

    fn planned(service: &Service) -> Vec<String> {
        service.plan().iter().map(|planned| format!("{} {}", planned.on, planned.step.code())).collect()
    }

    #[test]
    fn a_year_renews_by_itself_after_two_notices() {
        assert_eq!(
            planned(&service("2026-01-31", 12)),
            [
                "2026-12-22 notice_40",
                "2027-01-16 notice_15",
                "2027-01-31 renew",
                "2027-02-01 retry_1",
                "2027-02-03 retry_2",
                "2027-02-05 retry_3",
                "2027-02-07 suspend",
                "2027-02-19 warn",
                "2027-02-22 delete",
            ]
        );
    }

    #[test]
    fn a_month_renews_without_a_notice() {
        assert_eq!(planned(&service("2026-01-31", 1))[0], "2026-02-28 renew");
    }

    #[test]
    fn by_hand_it_is_closed_on_the_day_it_ends() {
        let mut service = service("2026-01-31", 1);
        service.renewal.mode = Mode::Manual;
        assert_eq!(
            planned(&service),
            [
                "2026-02-13 reminder_15",
                "2026-02-21 reminder_7",
                "2026-02-27 reminder_1",
                "2026-02-28 suspend",
                "2026-03-12 warn",
                "2026-03-15 delete",
            ]
        );
    }

    #[test]
    fn one_that_ends_only_ends() {
        let mut ending = service("2026-01-31", 12);
        ending.renewal.is_ending = true;
        assert_eq!(planned(&ending), ["2027-01-31 end"]);
        // Who is committed for longer leaves with the commitment.
        ending.commitment_until_on = Some(day("2028-01-31"));
        assert_eq!(planned(&ending)[2], "2027-01-31 renew");
        ending.commitment_until_on = Some(day("2027-01-31"));
        assert_eq!(planned(&ending), ["2027-01-31 end"]);
        let mut committed = service("2026-01-31", 1);
        committed.renewal.end_action = EndAction::Cancel;
        committed.commitment_until_on = Some(day("2026-02-28"));
        assert_eq!(planned(&committed), ["2026-02-28 end"]);
        committed.commitment_until_on = Some(day("2027-01-31"));
        assert_eq!(planned(&committed)[0], "2026-02-28 renew");
    }

    #[test]
    fn what_is_late_counts_from_the_day_it_was_done() {
        let mut service = service("2026-01-31", 1);
        service.renewal.billed_on = Some(day("2026-03-20"));
        service.renewal.tries = 1;
        assert_eq!(
            planned(&service)[..3],
            ["2026-03-23 retry_2", "2026-03-25 retry_3", "2026-03-27 suspend"]
        );
        service.renewal.suspended_on = Some(day("2026-04-02"));
        assert_eq!(planned(&service), ["2026-04-14 warn", "2026-04-17 delete"]);
    }

    #[test]
    fn missed_notices_are_not_made_up_for() {
        let service = service("2026-01-31", 12);
        let due = |today: &str| service.due_step(day(today)).map(|planned| planned.step);
        assert_eq!(due("2026-12-21"), None);
        assert_eq!(due("2026-12-23"), Some(Step::Notice(40)));
        assert_eq!(due("2027-01-20"), Some(Step::Notice(15)));
        assert_eq!(due("2027-01-31"), Some(Step::Renew));
        assert_eq!(due("2027-06-01"), Some(Step::Renew));
    }

    #[test]
    fn nothing_happens_to_what_is_not_there_or_over() {
        let mut service = service("2026-01-31", 1);
        for state in [ServiceState::InCreation, ServiceState::Expired] {
            service.state = state;
            assert_eq!(service.plan(), []);
        }
        service.renewal.deletes_on = Some(day("2026-03-01"));
        assert_eq!(planned(&service), ["2026-03-01 delete"]);
    }

    #[test]
    fn every_step_is_read_back_from_its_word() {
        let steps = [Step::Notice(40), Step::Reminder(7), Step::Renew, Step::Retry(2), Step::Suspend];
        for step in steps.into_iter().chain([Step::Warn, Step::Delete, Step::End]) {
            assert_eq!(Step::parse(&step.code()), Some(step));
        }
        assert_eq!(Step::parse("notice_x"), None);
    }

    proptest! {
        #[test]
        fn the_steps_of_a_plan_are_in_order_and_none_is_twice(
            months in prop::sample::select(vec![1u16, 3, 12]), is_manual in any::<bool>(),
            notices in prop::collection::vec(0u16..400, 0..5), retries in prop::collection::vec(0u16..40, 0..5),
            grace in 0u16..40, delete in 0u16..60, warn in 0u16..60, tries in 0u16..6,
            billed in prop::option::of(0i64..100), suspended in prop::option::of(0i64..100),
        ) {
            let mut service = service("2026-01-31", months);
            let mut retry_days = retries;
            retry_days.sort_unstable();
            service.renewal.rules = Rules {
                notice_days: notices.clone(), reminder_days: notices, retry_days,
                grace_days: grace, delete_days: delete, warn_days: warn, ..Rules::default()
            };
            service.renewal.every = Some(Months::new(months));
            service.renewal.tries = tries;
            service.renewal.mode = if is_manual { Mode::Manual } else { Mode::Automatic };
            let end = service.period.unwrap().end();
            service.renewal.billed_on = billed.map(|days| end.checked_add(days.days()).unwrap());
            service.renewal.suspended_on = suspended.map(|days| end.checked_add(days.days()).unwrap());
            let plan = service.plan();
            prop_assert!(plan.windows(2).all(|pair| pair[0].on <= pair[1].on), "{plan:?}");
            prop_assert_eq!(plan.last().map(|planned| planned.step), Some(Step::Delete));
            let suspends = plan.iter().filter(|planned| planned.step == Step::Suspend).count();
            prop_assert_eq!(suspends, usize::from(suspended.is_none()));
        }
    }
}
