//! What the owner of a service may do with it now, or why not. Pure.
//!
//! The reason is typed, so that a page shows it beside each service that an action passes over.

use kernel::{Date, SignedDuration, Timestamp};

use crate::calendar::month_date;
use crate::{Mode, Service, ServiceState};

kernel::words! {
    /// What the owner of a service can ask for.
    Action {
        /// Pay the bill of it.
        PayBill = "pay_bill",
        /// Renew it by hand, or pay ahead where it renews by itself.
        Renew = "renew",
        /// Choose how and how often it renews.
        Configure = "configure",
        /// Let it end, with its period or at once.
        Terminate = "terminate",
        /// Let it go on after all.
        Undo = "undo",
    }
}

/// How far ahead of what is paid services can be brought to one date, in months.
pub const ALIGN_MONTHS_MAX: u16 = 24;

/// Why an action is not open to a service now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// It is not delivered yet.
    #[error("the service is not delivered yet")]
    NotDelivered,
    /// It is over.
    #[error("the service is over")]
    Over,
    /// It was bought once and has no next period.
    #[error("the service has no next period")]
    OneShot,
    /// Its family always renews automatically.
    #[error("services of this kind always renew automatically")]
    Forced,
    /// Its family cannot be renewed by hand.
    #[error("services of this kind cannot be renewed by hand")]
    NoManual,
    /// Its owner is engaged.
    #[error("the service is committed until {until}")]
    Committed {
        /// The day the engagement ends, without that day.
        until: Date,
    },
    /// A termination was asked for.
    #[error("a termination of the service was asked for")]
    Terminating,
    /// No termination was asked for.
    #[error("no termination of the service was asked for")]
    NotTerminating,
    /// A bill of it is to be paid first.
    #[error("a bill of the service is to be paid first")]
    Unpaid,
    /// Nothing of it is to be paid.
    #[error("nothing of the service is to be paid")]
    NothingDue,
    /// It renews automatically already.
    #[error("the service renews automatically already")]
    AlreadyAutomatic,
    /// It is renewed by hand already, and ends unless it is renewed.
    #[error("the service is renewed by hand already")]
    AlreadyManual,
    /// It is suspended.
    #[error("the service is suspended")]
    Suspended,
    /// The end is too near.
    #[error("the end of the service is too near")]
    TooLate,
    /// The period is none of the product's.
    #[error("the service cannot be renewed for that long")]
    Period,
    /// The day is none its family can be renewed on.
    #[error("the service cannot be renewed on that day")]
    Day,
    /// The date is not after the end of what is paid.
    #[error("the date is not after the end of what is paid")]
    Date,
    /// The date is more than [`ALIGN_MONTHS_MAX`] after the end of what is paid.
    #[error("the date is too far after the end of what is paid")]
    TooFar,
}

impl Refusal {
    /// A stable code: the key of its text.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Refusal::NotDelivered => "not_delivered",
            Refusal::Over => "over",
            Refusal::OneShot => "one_shot",
            Refusal::Forced => "forced",
            Refusal::NoManual => "no_manual",
            Refusal::Committed { .. } => "committed",
            Refusal::Terminating => "terminating",
            Refusal::NotTerminating => "not_terminating",
            Refusal::Unpaid => "unpaid",
            Refusal::NothingDue => "nothing_due",
            Refusal::AlreadyAutomatic => "already_automatic",
            Refusal::AlreadyManual => "already_manual",
            Refusal::Suspended => "suspended",
            Refusal::TooLate => "too_late",
            Refusal::Period => "period",
            Refusal::Day => "day",
            Refusal::Date => "date",
            Refusal::TooFar => "too_far",
        }
    }
}

impl Service {
    /// The actions that concern it, in the order of a menu, each with the reason when it is not open. One that is not
    /// delivered, or over, has none. `free_at` is the instant its owner is free, where it recurs.
    #[must_use]
    pub fn actions(
        &self,
        now: Timestamp,
        today: Date,
        free_at: Option<Timestamp>,
    ) -> Vec<(Action, Result<(), Refusal>)> {
        let mut actions = Vec::new();
        if self.is_there().is_err() {
            return actions;
        }
        if self.may_pay_bill().is_ok() {
            actions.push((Action::PayBill, Ok(())));
        }
        actions.push((Action::Renew, self.may_renew()));
        actions.push((Action::Configure, self.may_configure(today)));
        let free_at = free_at.unwrap_or(Timestamp::MAX);
        if self.renewal.is_ending && self.renewal.deletes_on.is_none() {
            actions.push((Action::Undo, self.may_undo(now, free_at)));
        } else {
            let at_expiry = self.may_terminate(now, free_at);
            actions.push((Action::Terminate, at_expiry.or_else(|_| self.may_delete_now(today))));
        }
        actions
    }

    /// Whether its renewal can be configured.
    ///
    /// # Errors
    /// The [`Refusal`].
    pub fn may_configure(&self, today: Date) -> Result<(), Refusal> {
        self.is_renewable()?;
        match self.renewal.mode {
            Mode::Forced => return Err(Refusal::Forced),
            Mode::Automatic | Mode::Manual | Mode::OneShot => {}
        }
        self.is_free(today)?;
        if self.renewal.is_ending {
            return Err(Refusal::Terminating);
        }
        self.owes_nothing()
    }

    /// Whether it can be set to renew automatically, or by hand.
    ///
    /// # Errors
    /// The [`Refusal`].
    pub fn may_switch(&self, today: Date, to: Mode) -> Result<(), Refusal> {
        self.may_configure(today)?;
        match (self.renewal.mode, to) {
            (Mode::Automatic, Mode::Automatic) => Err(Refusal::AlreadyAutomatic),
            (Mode::Manual, Mode::Manual) => Err(Refusal::AlreadyManual),
            (Mode::Automatic, Mode::Manual) if !self.renewal.rules.has_manual => Err(Refusal::NoManual),
            (Mode::Automatic, Mode::Manual) | (Mode::Manual, Mode::Automatic) => Ok(()),
            (Mode::Forced, _) | (_, Mode::Forced) => Err(Refusal::Forced),
            (Mode::OneShot, _) | (_, Mode::OneShot) => Err(Refusal::OneShot),
        }
    }

    /// Whether it can be paid for in advance, or renewed by hand, late or early; a bill of it comes first.
    ///
    /// # Errors
    /// The [`Refusal`].
    pub fn may_renew(&self) -> Result<(), Refusal> {
        self.is_renewable()?;
        if self.renewal.deletes_on.is_some() || self.renewal.is_ending {
            return Err(Refusal::Terminating);
        }
        self.owes_nothing()
    }

    /// Whether its next renewals can be brought to another date.
    ///
    /// # Errors
    /// The [`Refusal`].
    pub fn may_align(&self, today: Date, on: Date) -> Result<(), Refusal> {
        self.may_renew()?;
        self.is_free(today)?;
        if self.is_suspended() {
            return Err(Refusal::Suspended);
        }
        let Some(period) = self.period.filter(|period| on > period.end()) else { return Err(Refusal::Date) };
        let last = month_date(period.end(), i64::from(ALIGN_MONTHS_MAX)).unwrap_or(Date::MAX);
        if on <= last { Ok(()) } else { Err(Refusal::TooFar) }
    }

    /// Whether its owner can ask for its termination at expiry. `end_at` is the instant its running period ends.
    ///
    /// # Errors
    /// The [`Refusal`].
    pub fn may_terminate(&self, now: Timestamp, end_at: Timestamp) -> Result<(), Refusal> {
        self.is_renewable()?;
        match self.renewal.mode {
            Mode::Forced | Mode::Automatic => {}
            Mode::Manual => return Err(Refusal::AlreadyManual),
            Mode::OneShot => return Err(Refusal::OneShot),
        }
        if self.renewal.is_ending {
            return Err(Refusal::Terminating);
        }
        self.owes_nothing()?;
        if self.is_suspended() {
            return Err(Refusal::Suspended);
        }
        self.is_in_time(now, end_at)
    }

    /// Whether a termination at expiry can be undone. `end_at` is the instant its running period ends.
    ///
    /// # Errors
    /// The [`Refusal`].
    pub fn may_undo(&self, now: Timestamp, end_at: Timestamp) -> Result<(), Refusal> {
        self.is_there()?;
        if !self.renewal.is_ending {
            return Err(Refusal::NotTerminating);
        }
        // Its owner has confirmed since that it is deleted at once: that is for good.
        if self.renewal.deletes_on.is_some() {
            return Err(Refusal::Terminating);
        }
        self.is_in_time(now, end_at)
    }

    /// Whether its owner can have it deleted at once.
    ///
    /// # Errors
    /// The [`Refusal`].
    pub fn may_delete_now(&self, today: Date) -> Result<(), Refusal> {
        self.is_there()?;
        if self.renewal.deletes_on.is_some() {
            return Err(Refusal::Terminating);
        }
        self.is_free(today)?;
        self.owes_nothing()
    }

    /// Whether a bill of it can be paid.
    ///
    /// # Errors
    /// The [`Refusal`].
    pub fn may_pay_bill(&self) -> Result<(), Refusal> {
        self.is_there()?;
        if self.renewal.billed_on.is_some() { Ok(()) } else { Err(Refusal::NothingDue) }
    }

    fn is_there(&self) -> Result<(), Refusal> {
        match self.state {
            ServiceState::InCreation => Err(Refusal::NotDelivered),
            ServiceState::Expired => Err(Refusal::Over),
            ServiceState::Ok | ServiceState::PendingDebt | ServiceState::UnPaid => Ok(()),
        }
    }

    fn is_renewable(&self) -> Result<(), Refusal> {
        self.is_there()?;
        match self.renewal.mode {
            Mode::OneShot => Err(Refusal::OneShot),
            Mode::Automatic | Mode::Manual | Mode::Forced => Ok(()),
        }
    }

    fn is_free(&self, today: Date) -> Result<(), Refusal> {
        match self.commitment_until_on.filter(|_| self.is_committed(today)) {
            Some(until) => Err(Refusal::Committed { until }),
            None => Ok(()),
        }
    }

    fn owes_nothing(&self) -> Result<(), Refusal> {
        if self.renewal.billed_on.is_some() { Err(Refusal::Unpaid) } else { Ok(()) }
    }

    /// The last instant at which its end, at `end_at`, can be asked for or undone.
    #[must_use]
    pub fn last_change_at(&self, end_at: Timestamp) -> Timestamp {
        let cutoff = SignedDuration::from_hours(i64::from(self.renewal.rules.cutoff_hours));
        end_at.checked_sub(cutoff).unwrap_or(Timestamp::MIN)
    }

    fn is_in_time(&self, now: Timestamp, end_at: Timestamp) -> Result<(), Refusal> {
        if now <= self.last_change_at(end_at) { Ok(()) } else { Err(Refusal::TooLate) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ResourceState;
    use crate::samples::{day, service};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_termination_is_asked_for_and_undone_until_a_day_before_the_end() {
        let mut service = service("2026-01-31", 1);
        let end = at("2026-02-27T23:00:00Z");
        let (last, late) = (at("2026-02-26T23:00:00Z"), at("2026-02-26T23:00:01Z"));
        assert_eq!(service.may_terminate(last, end), Ok(()));
        assert_eq!(service.may_terminate(late, end), Err(Refusal::TooLate));
        assert_eq!(service.may_undo(last, end), Err(Refusal::NotTerminating));
        service.renewal.is_ending = true;
        assert_eq!(service.may_terminate(last, end), Err(Refusal::Terminating));
        assert_eq!(
            (service.may_undo(last, end), service.may_undo(late, end)),
            (Ok(()), Err(Refusal::TooLate))
        );
        assert_eq!(service.may_renew(), Err(Refusal::Terminating));
        assert_eq!(service.may_configure(day("2026-02-01")), Err(Refusal::Terminating));
    }

    #[test]
    fn a_service_renewed_by_hand_or_suspended_or_owing_is_not_terminated() {
        let (now, end) = (at("2026-02-01T00:00:00Z"), at("2026-02-27T23:00:00Z"));
        let mut service = service("2026-01-31", 1);
        service.renewal.mode = Mode::Manual;
        assert_eq!(service.may_terminate(now, end), Err(Refusal::AlreadyManual));
        service.renewal.mode = Mode::Automatic;
        service.resource = ResourceState::Suspended;
        assert_eq!(service.may_terminate(now, end), Err(Refusal::Suspended));
        service.renewal.billed_on = Some(day("2026-02-28"));
        assert_eq!(service.may_terminate(now, end), Err(Refusal::Unpaid));
        assert_eq!((service.may_renew(), service.may_pay_bill()), (Err(Refusal::Unpaid), Ok(())));
    }

    #[test]
    fn who_is_engaged_configures_nothing_and_ends_at_expiry_only() {
        let today = day("2026-02-01");
        let mut service = service("2026-01-31", 1);
        let until = day("2027-01-31");
        service.commitment_until_on = Some(until);
        assert_eq!(service.may_configure(today), Err(Refusal::Committed { until }));
        assert_eq!(service.may_delete_now(today), Err(Refusal::Committed { until }));
        assert_eq!(service.may_renew(), Ok(()));
        assert_eq!(service.may_terminate(at("2026-02-01T00:00:00Z"), at("2027-01-30T23:00:00Z")), Ok(()));
    }

    #[test]
    fn modes_are_switched_where_the_family_allows_it() {
        let today = day("2026-02-01");
        let mut service = service("2026-01-31", 1);
        assert_eq!(service.may_switch(today, Mode::Manual), Ok(()));
        assert_eq!(service.may_switch(today, Mode::Automatic), Err(Refusal::AlreadyAutomatic));
        service.renewal.rules.has_manual = false;
        assert_eq!(service.may_switch(today, Mode::Manual), Err(Refusal::NoManual));
        service.renewal.mode = Mode::Forced;
        assert_eq!(service.may_configure(today), Err(Refusal::Forced));
        service.renewal.mode = Mode::OneShot;
        assert_eq!(
            (service.may_configure(today), service.may_renew()),
            (Err(Refusal::OneShot), Err(Refusal::OneShot))
        );
    }

    #[test]
    fn nothing_is_done_with_what_is_not_there() {
        let mut service = service("2026-01-31", 1);
        for (state, refusal) in
            [(ServiceState::InCreation, Refusal::NotDelivered), (ServiceState::Expired, Refusal::Over)]
        {
            service.state = state;
            assert_eq!(service.may_renew(), Err(refusal));
            assert_eq!(service.may_delete_now(day("2026-02-01")), Err(refusal));
        }
    }

    #[test]
    fn a_menu_offers_what_concerns_the_service() {
        let (now, today, end) = (at("2026-02-01T00:00:00Z"), day("2026-02-01"), at("2026-02-27T23:00:00Z"));
        let menu = |service: &Service| {
            let actions = service.actions(now, today, Some(end)).into_iter();
            let said = actions.map(|(action, open)| match open {
                Ok(()) => action.code().to_owned(),
                Err(refusal) => format!("{}: {}", action.code(), refusal.code()),
            });
            said.collect::<Vec<_>>().join(", ")
        };
        let mut service = service("2026-01-31", 1);
        assert_eq!(menu(&service), "renew, configure, terminate");
        service.renewal.is_ending = true;
        assert_eq!(menu(&service), "renew: terminating, configure: terminating, undo");
        service.renewal.deletes_on = Some(day("2026-03-01"));
        assert_eq!(menu(&service), "renew: terminating, configure: terminating, terminate: terminating");
        let mut service = crate::samples::service("2026-01-31", 1);
        service.renewal.mode = Mode::Manual;
        assert_eq!(menu(&service), "renew, configure, terminate", "at once, if not at expiry");
        service.renewal.billed_on = Some(today);
        assert_eq!(menu(&service), "pay_bill, renew: unpaid, configure: unpaid, terminate: unpaid");
        service.state = ServiceState::Expired;
        assert_eq!(menu(&service), "");
    }

    #[test]
    fn an_alignment_leads_forward() {
        let (service, today) = (service("2026-01-31", 1), day("2026-02-01"));
        assert_eq!(service.may_align(today, day("2026-03-01")), Ok(()));
        assert_eq!(service.may_align(today, day("2026-02-28")), Err(Refusal::Date));
        assert_eq!(service.may_align(today, day("2028-02-28")), Ok(()));
        assert_eq!(service.may_align(today, day("2028-02-29")), Err(Refusal::TooFar));
    }
}
