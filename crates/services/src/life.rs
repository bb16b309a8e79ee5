//! What each step makes of a service. Pure.

use kernel::{Date, OrderId, Period, PeriodError, ServiceId, Timestamp};

use crate::calendar::Next;
use crate::steps::Planned;
use crate::{Mode, Refusal, Service, ServiceState};
use kernel::Months;

kernel::words! {
    /// Why a service is renewed.
    RenewalCause {
        /// Its date has come.
        Automatic = "automatic",
        /// Its owner wished it.
        ByHand = "by_hand",
        /// Its owner wished its end on another day.
        Alignment = "alignment",
    }
    /// Where the renewal of a service by an order stands.
    RenewalState {
        /// It waits for its money.
        Open = "open",
        /// The days are paid.
        Paid = "paid",
        /// It will not be paid: the order lapsed, or the service is over.
        Dropped = "dropped",
    }
}

/// What an order pays for, for one service: the days, and the calendar after them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Renewing {
    /// The order.
    pub order: OrderId,
    /// The service.
    pub service: ServiceId,
    /// Why.
    pub cause: RenewalCause,
    /// The days.
    pub period: Period,
    /// The anchor from then on.
    pub anchor_on: Date,
    /// How many months after it they end.
    pub anchor_months: u32,
    /// How many whole periods of the price they hold.
    pub wholes: u32,
    /// Where it stands.
    pub state: RenewalState,
}

impl Renewing {
    /// The days of `next`, to be paid by an order.
    #[must_use]
    pub fn new(order: OrderId, service: ServiceId, cause: RenewalCause, next: &Next) -> Renewing {
        Renewing {
            order,
            service,
            cause,
            period: next.period,
            anchor_on: next.anchor_on,
            anchor_months: next.anchor_months,
            wholes: next.wholes,
            state: RenewalState::Open,
        }
    }
}

impl Service {
    /// A notice or reminder was written: those of its day and before are past.
    #[must_use]
    pub fn told_of(mut self, planned: Planned) -> Service {
        self.renewal.noticed_on = Some(planned.on);
        self
    }

    /// The next period is billed and waits for its money.
    #[must_use]
    pub fn billed(mut self, on: Date) -> Service {
        self.state = ServiceState::PendingDebt;
        self.renewal.billed_on = Some(on);
        self.renewal.tries = 0;
        self
    }

    /// The bill was collected again, for the `time`-th time.
    #[must_use]
    pub fn tried(mut self, time: u16) -> Service {
        self.renewal.tries = self.renewal.tries.max(time);
        self
    }

    /// It is closed for want of a payment.
    #[must_use]
    pub fn suspended(mut self, on: Date) -> Service {
        self.state = ServiceState::UnPaid;
        self.renewal.suspended_on = Some(on);
        self.renewal.is_warned = false;
        self
    }

    /// Its owner was told of the deletion that comes.
    #[must_use]
    pub fn warned(mut self) -> Service {
        self.renewal.is_warned = true;
        self
    }

    /// It is over.
    #[must_use]
    pub fn ended(mut self, now: Timestamp) -> Service {
        self.state = ServiceState::Expired;
        self.closed_at = self.closed_at.or(Some(now));
        self.renewal.billed_on = None;
        self.renewal.deletes_on = None;
        self
    }

    /// The days of `renewing` are paid: they follow what was paid before, even when the money came late (C12), and
    /// are added to what is left when it came early.
    ///
    /// # Errors
    /// [`PeriodError`] when they do not follow, or beyond the calendar.
    pub fn renewed(mut self, renewing: &Renewing, today: Date) -> Result<Service, PeriodError> {
        let before = self.period.ok_or(PeriodError::Empty)?;
        if renewing.period.start() != before.end() {
            return Err(PeriodError::Empty);
        }
        self.commitment_until_on = self.commitment_after(renewing.period.end())?;
        let start = if today < before.end() { before.start() } else { before.end() };
        self.period = Some(Period::new(start, renewing.period.end())?);
        self.period_index = self.period_index.saturating_add(renewing.wholes);
        self.anchor_on = Some(renewing.anchor_on);
        self.state = ServiceState::Ok;
        let renewal = &mut self.renewal;
        renewal.anchor_months = renewing.anchor_months;
        renewal.billed_on = None;
        renewal.tries = 0;
        renewal.suspended_on = None;
        renewal.is_warned = false;
        // Nobody is told today of what lies before today.
        renewal.noticed_on = Some(today);
        Ok(self)
    }

    /// Its owner chose how and how often it renews, and on which day of the month where the rules let them.
    ///
    /// # Errors
    /// The [`Refusal`].
    pub fn configured(
        mut self,
        today: Date,
        mode: Mode,
        every: Months,
        day: Option<u8>,
    ) -> Result<Service, Refusal> {
        self.may_configure(today)?;
        if mode != self.renewal.mode {
            self.may_switch(today, mode)?;
        }
        if !self.periods().contains(&every) {
            return Err(Refusal::Period);
        }
        let is_chosen = self.renewal.rules.anchor == crate::Anchor::CustomerDay;
        if day.is_some_and(|day| !is_chosen || !(1..=29).contains(&day)) {
            return Err(Refusal::Day);
        }
        self.renewal.mode = mode;
        self.renewal.every = Some(every);
        self.renewal.day = day;
        self.renewal.noticed_on = Some(today);
        Ok(self)
    }

    /// The lengths it can be renewed for, the shortest first: those of its rules that are whole periods of its
    /// price, and that period itself.
    #[must_use]
    pub fn periods(&self) -> Vec<Months> {
        let Some(unit) = self.months.map(|months| months.count()).filter(|unit| *unit > 0) else {
            return Vec::new();
        };
        let fitting =
            self.renewal.rules.periods.iter().copied().filter(|months| months % unit == 0 && *months > 0);
        let mut periods: Vec<u16> = fitting.chain([unit]).collect();
        periods.sort_unstable();
        periods.dedup();
        periods.into_iter().map(Months::new).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Anchor;
    use crate::samples::{day, service};
    use kernel::{Id, Months};

    fn renewing(service: &Service, every: u16) -> Renewing {
        let next = service.place().unwrap().next(Months::new(every), None).unwrap();
        let order = Id::from_uuid(service.order.uuid());
        Renewing::new(order, service.id, RenewalCause::ByHand, &next)
    }

    fn end(service: &Service) -> String {
        service.period.unwrap().end().to_string()
    }

    #[test]
    fn c12_a_late_payment_counts_from_the_old_end() {
        let late = service("2026-02-10", 1).billed(day("2026-03-10")).suspended(day("2026-03-17"));
        let renewed = late.clone().renewed(&renewing(&late, 1), day("2026-03-25")).unwrap();
        assert_eq!((end(&renewed), renewed.state), ("2026-04-10".to_owned(), ServiceState::Ok));
        assert_eq!((renewed.renewal.billed_on, renewed.renewal.suspended_on), (None, None));
        // Expired on 1 January, renewed for six months on the 16th: until 1 July.
        let late = service("2025-12-01", 1).suspended(day("2026-01-01"));
        assert_eq!(end(&late.clone().renewed(&renewing(&late, 6), day("2026-01-16")).unwrap()), "2026-07-01");
    }

    #[test]
    fn an_early_payment_is_added_to_what_is_left() {
        let early = service("2023-07-01", 12);
        let renewed = early.clone().renewed(&renewing(&early, 12), day("2024-01-10")).unwrap();
        assert_eq!(end(&renewed), "2025-07-01");
        assert_eq!(renewed.period.unwrap().start(), day("2023-07-01"));
    }

    #[test]
    fn c11_the_same_days_are_not_added_twice() {
        let service = service("2025-01-01", 12);
        let paid = renewing(&service, 12);
        let renewed = service.renewed(&paid, day("2025-06-01")).unwrap();
        assert_eq!(renewed.renewed(&paid, day("2025-06-01")), Err(PeriodError::Empty));
    }

    #[test]
    fn one_chooses_among_the_periods_of_the_product() {
        let today = day("2026-02-01");
        let monthly = service("2026-01-31", 1);
        let counts = |service: &Service| service.periods().iter().map(|m| m.count()).collect::<Vec<_>>();
        assert_eq!(counts(&monthly), [1, 3, 6, 12, 24]);
        assert_eq!(counts(&service("2026-01-31", 12)), [12, 24]);
        let choose = |mode, every, on| monthly.clone().configured(today, mode, Months::new(every), on);
        assert_eq!(choose(Mode::Automatic, 2, None), Err(Refusal::Period));
        assert_eq!(choose(Mode::Automatic, 3, Some(5)), Err(Refusal::Day));
        let chosen = choose(Mode::Manual, 3, None).unwrap();
        assert_eq!((chosen.renewal.mode, chosen.renewal.every), (Mode::Manual, Some(Months::new(3))));
        let mut free = monthly.clone();
        free.renewal.rules.anchor = Anchor::CustomerDay;
        let on = |on| free.clone().configured(today, Mode::Automatic, Months::new(1), Some(on));
        assert_eq!((on(30), on(0)), (Err(Refusal::Day), Err(Refusal::Day)));
        assert_eq!(on(29).unwrap().next_period().unwrap().unwrap().period.end(), day("2026-03-29"));
    }
}
