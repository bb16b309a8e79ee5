//! Commitments: until when a customer is engaged, and what follows. Pure.

use kernel::{Date, Period, PeriodError};

use crate::calendar::month_date;
use crate::{EndAction, Service};

impl Service {
    /// Whether its owner is engaged on this day: it can be neither reconfigured nor left before the end.
    #[must_use]
    pub fn is_committed(&self, on: Date) -> bool {
        self.commitment_until_on.is_some_and(|until| on < until)
    }

    /// The commitment that runs, or ran last: from the day it began to the day its owner is free.
    #[must_use]
    pub fn commitment_period(&self) -> Option<Period> {
        let until = self.commitment_until_on?;
        let start = month_date(until, -i64::from(self.commitment.count())).ok()?;
        Period::new(start, until).ok()
    }

    /// The first day on which its owner may be free: the end of the running period, or of the commitment.
    #[must_use]
    pub fn earliest_end_on(&self) -> Option<Date> {
        let end = self.period?.end();
        Some(self.commitment_until_on.map_or(end, |until| until.max(end)))
    }

    /// The end of the engagement once the running period has been followed by one that ends on `end`: a commitment
    /// that is over starts again, or is no more.
    ///
    /// # Errors
    /// [`PeriodError`] beyond the calendar.
    pub fn commitment_after(&self, end: Date) -> Result<Option<Date>, PeriodError> {
        let Some(until) = self.commitment_until_on else { return Ok(None) };
        if !self.is_commitment_over() {
            return Ok(Some(until));
        }
        match self.renewal.end_action {
            EndAction::Reactivate => {
                let mut next = month_date(until, i64::from(self.commitment.count()))?;
                // One that renews for longer than it is committed for is committed to the end of what it paid.
                if next < end {
                    next = end;
                }
                Ok(Some(next))
            }
            EndAction::Cancel | EndAction::KeepPrice | EndAction::FallbackPrice => Ok(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{day, service};
    use kernel::Months;

    fn committed(end_action: EndAction) -> Service {
        let mut service = service("2026-01-31", 1);
        service.commitment = Months::new(12);
        service.commitment_until_on = Some(day("2027-01-31"));
        service.renewal.end_action = end_action;
        service
    }

    #[test]
    fn a_commitment_has_its_months_behind_its_end() {
        let service = committed(EndAction::Reactivate);
        assert_eq!(service.commitment_period(), Period::new(day("2026-01-31"), day("2027-01-31")).ok());
        let free = Service { commitment_until_on: None, ..service };
        assert_eq!(free.commitment_period(), None);
    }

    #[test]
    fn one_is_engaged_up_to_the_last_day() {
        let service = committed(EndAction::Reactivate);
        assert!(service.is_committed(day("2027-01-30")) && !service.is_committed(day("2027-01-31")));
        assert_eq!(service.earliest_end_on(), Some(day("2027-01-31")));
    }

    #[test]
    fn a_commitment_lasts_its_term_and_then_starts_again_or_is_no_more() {
        let before = committed(EndAction::Reactivate);
        assert_eq!(before.commitment_after(day("2026-03-31")), Ok(Some(day("2027-01-31"))));
        for (action, after) in [
            (EndAction::Reactivate, Some(day("2028-01-31"))),
            (EndAction::KeepPrice, None),
            (EndAction::FallbackPrice, None),
        ] {
            let mut service = committed(action);
            service.period = kernel::Period::new(day("2026-12-31"), day("2027-01-31")).ok();
            assert_eq!(service.commitment_after(day("2027-02-28")), Ok(after), "{action:?}");
        }
    }
}
