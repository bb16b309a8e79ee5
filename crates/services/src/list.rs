//! Lists of services: where each stands for its owner and from when on, and what is asked for. Pure.

use jiff::ToSpan;
use kernel::{Date, ServiceId, Sort, SortColumn, Timestamp};

use crate::calendar::month_date;
use crate::{Mode, Service, ServiceState, Step};

kernel::words! {
    /// What becomes of a delivered service if nobody does anything, as its owner is told.
    ServiceStatus {
        /// It renews by itself.
        Automatic = "automatic",
        /// It ends unless its owner renews it.
        Manual = "manual",
        /// It was bought once and for all.
        Once = "once",
        /// A bill of it is to be paid.
        Due = "due",
        /// Its owner, or its commitment, has it end.
        Ending = "ending",
        /// It is over.
        Ended = "ended",
    }
    /// Services about to end or to renew.
    Soon {
        /// Those that end within a week unless something is done.
        EndingInAWeek = "ending_in_a_week",
        /// Those that end within a month unless something is done.
        EndingInAMonth = "ending_in_a_month",
        /// Those that renew by themselves within a month.
        RenewingInAMonth = "renewing_in_a_month",
    }
}

/// When the status of a service takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It has: something is owed.
    AtOnce,
    /// Unless it is renewed before this day.
    Before(Date),
    /// On this day.
    On(Date),
    /// In the month of this day: the days around it are the worker's.
    InMonth(Date),
    /// Never.
    Never,
}

/// What services can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ServiceColumn {
    /// The name its owner gave it, or its technical name.
    Name,
    /// The day its status takes effect.
    Effect,
}

impl SortColumn for ServiceColumn {
    const ALL: &'static [ServiceColumn] = &[ServiceColumn::Name, ServiceColumn::Effect];

    fn code(&self) -> &'static str {
        match self {
            ServiceColumn::Name => "name",
            ServiceColumn::Effect => "effect",
        }
    }
}

/// What a list is asked for. Only delivered services are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceQuery {
    /// Those of this status; all but the ended ones when there is none.
    pub status: Option<ServiceStatus>,
    /// Those of this family.
    pub family: Option<String>,
    /// Those about to end or to renew.
    pub soon: Option<Soon>,
    /// A part of the name its owner gave it, of its technical name or of its product's.
    pub search: Option<String>,
    /// Only these, which somebody ticked, ended ones included; all when there are none.
    pub only: Vec<ServiceId>,
    /// In which order.
    pub sort: Sort<ServiceColumn>,
}

impl Default for ServiceQuery {
    /// All that are not over, what happens first at the top.
    fn default() -> ServiceQuery {
        ServiceQuery {
            status: None,
            family: None,
            soon: None,
            search: None,
            only: Vec::new(),
            sort: Sort::ascending(ServiceColumn::Effect),
        }
    }
}

impl ServiceQuery {
    /// The longest search, in characters; what is longer is cut.
    pub const SEARCH_CHARS_MAX: usize = 60;

    /// The pattern a name must match, with `\` before what would stand for other characters; `None` when nothing is
    /// searched for.
    pub(crate) fn pattern(&self) -> Option<String> {
        let search = self.search.as_deref()?.trim().to_lowercase();
        if search.is_empty() {
            return None;
        }
        let mut pattern = String::from("%");
        for character in search.chars().take(ServiceQuery::SEARCH_CHARS_MAX) {
            if ['\\', '%', '_'].contains(&character) {
                pattern.push('\\');
            }
            pattern.push(character);
        }
        pattern.push('%');
        Some(pattern)
    }
}

impl Soon {
    /// The last day that counts, seen from `today`.
    #[must_use]
    pub fn until(&self, today: Date) -> Date {
        match self {
            Soon::EndingInAWeek => today.checked_add(7.days()).unwrap_or(Date::MAX),
            Soon::EndingInAMonth | Soon::RenewingInAMonth => month_date(today, 1).unwrap_or(Date::MAX),
        }
    }
}

impl Service {
    /// What its owner is told of what becomes of it; `None` before its delivery, and when there never was one.
    #[must_use]
    pub fn status(&self) -> Option<ServiceStatus> {
        self.delivered_at?;
        match self.state {
            ServiceState::InCreation => return None,
            ServiceState::Expired => return Some(ServiceStatus::Ended),
            ServiceState::Ok | ServiceState::PendingDebt | ServiceState::UnPaid => {}
        }
        let renewal = &self.renewal;
        if renewal.billed_on.is_some() {
            return Some(ServiceStatus::Due);
        }
        if renewal.deletes_on.is_some() || renewal.is_ending || self.is_ending() {
            return Some(ServiceStatus::Ending);
        }
        Some(match renewal.mode {
            Mode::Automatic | Mode::Forced => ServiceStatus::Automatic,
            Mode::Manual => ServiceStatus::Manual,
            Mode::OneShot => ServiceStatus::Once,
        })
    }

    /// When that takes effect; `civil` tells the day of an instant where the service was sold.
    #[must_use]
    pub fn effect(&self, civil: impl Fn(Timestamp) -> Date) -> Effect {
        match self.status() {
            None | Some(ServiceStatus::Once) => Effect::Never,
            Some(ServiceStatus::Due) => Effect::AtOnce,
            Some(ServiceStatus::Ended) => self.closed_at.map_or(Effect::Never, |at| Effect::On(civil(at))),
            Some(ServiceStatus::Ending) => {
                let on = self.renewal.deletes_on.or_else(|| self.earliest_end_on());
                on.map_or(Effect::Never, Effect::On)
            }
            Some(ServiceStatus::Automatic) => {
                self.period.map_or(Effect::Never, |period| Effect::InMonth(period.end()))
            }
            // One that was not renewed in time is closed, and can be renewed until it is deleted.
            Some(ServiceStatus::Manual) => {
                let deleted = self.plan().into_iter().find(|planned| planned.step == Step::Delete);
                let deleted = deleted.filter(|_| self.renewal.suspended_on.is_some());
                let on = deleted.map(|planned| planned.on).or(self.period.map(|period| period.end()));
                on.map_or(Effect::Never, Effect::Before)
            }
        }
    }

    /// The day lists are sorted by: that of the effect, in the world's day for what is over, and the end of time for
    /// what has none.
    pub(crate) fn effective_on(&self) -> Date {
        match self.effect(|at| at.to_zoned(jiff::tz::TimeZone::UTC).date()) {
            Effect::AtOnce => self.renewal.billed_on.unwrap_or(Date::MIN),
            Effect::Before(on) | Effect::On(on) | Effect::InMonth(on) => on,
            Effect::Never => Date::MAX,
        }
    }

    /// The name its owner knows it by: their own, or the technical one.
    #[must_use]
    pub fn known_as(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.name)
    }

    /// What is searched in, and what lists are sorted by when they are sorted by name.
    pub(crate) fn search_text(&self) -> String {
        let label = self.label.as_deref().unwrap_or_default();
        format!("{label} {} {}", self.name, self.description).trim().to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{day, service};
    use crate::{EndAction, ResourceState};
    use kernel::Months;

    fn told(service: &Service) -> (Option<ServiceStatus>, Effect) {
        (service.status(), service.effect(|at| at.to_zoned(jiff::tz::TimeZone::UTC).date()))
    }

    #[test]
    fn what_renews_by_itself_says_its_month_and_what_does_not_its_day() {
        let mut service = service("2026-01-31", 1);
        let end = day("2026-02-28");
        assert_eq!(told(&service), (Some(ServiceStatus::Automatic), Effect::InMonth(end)));
        service.renewal.mode = Mode::Forced;
        assert_eq!(told(&service).0, Some(ServiceStatus::Automatic));
        service.renewal.mode = Mode::Manual;
        assert_eq!(told(&service), (Some(ServiceStatus::Manual), Effect::Before(end)));
        // Closed at its end, it can be renewed until it is deleted.
        let closed = Service { resource: ResourceState::Suspended, ..service.clone() }.suspended(end);
        assert_eq!(told(&closed), (Some(ServiceStatus::Manual), Effect::Before(day("2026-03-15"))));
        service.renewal.mode = Mode::OneShot;
        assert_eq!(told(&service), (Some(ServiceStatus::Once), Effect::Never));
        assert_eq!(service.effective_on(), Date::MAX);
    }

    #[test]
    fn a_bill_is_due_at_once_whatever_else_is_wished() {
        let billed = service("2026-01-31", 1).billed(day("2026-02-28"));
        assert_eq!(told(&billed), (Some(ServiceStatus::Due), Effect::AtOnce));
        assert_eq!(told(&billed.clone().suspended(day("2026-03-07"))).0, Some(ServiceStatus::Due));
        assert_eq!(billed.effective_on(), day("2026-02-28"));
    }

    #[test]
    fn what_is_ending_says_the_day_its_owner_is_free() {
        let mut service = service("2026-01-31", 1);
        service.renewal.is_ending = true;
        assert_eq!(told(&service), (Some(ServiceStatus::Ending), Effect::On(day("2026-02-28"))));
        service.commitment_until_on = Some(day("2027-01-31"));
        assert_eq!(told(&service), (Some(ServiceStatus::Ending), Effect::On(day("2027-01-31"))));
        service.renewal.deletes_on = Some(day("2026-02-20"));
        assert_eq!(told(&service).1, Effect::On(day("2026-02-20")));
        let gone = service.ended("2026-02-20T10:00:00Z".parse().unwrap());
        assert_eq!(told(&gone), (Some(ServiceStatus::Ended), Effect::On(day("2026-02-20"))));
    }

    #[test]
    fn a_commitment_that_nothing_follows_is_an_end_that_was_asked_for() {
        let mut service = service("2026-01-31", 12);
        service.commitment = Months::new(12);
        service.commitment_until_on = Some(day("2027-01-31"));
        assert_eq!(told(&service).0, Some(ServiceStatus::Automatic));
        service.renewal.end_action = EndAction::Cancel;
        assert_eq!(told(&service), (Some(ServiceStatus::Ending), Effect::On(day("2027-01-31"))));
    }

    #[test]
    fn what_was_never_delivered_has_no_status() {
        let mut service = service("2026-01-31", 1);
        service.delivered_at = None;
        assert_eq!(told(&service), (None, Effect::Never));
    }

    #[test]
    fn soon_is_seen_from_today() {
        let today = day("2026-01-31");
        assert_eq!(Soon::EndingInAWeek.until(today), day("2026-02-07"));
        assert_eq!(Soon::RenewingInAMonth.until(today), day("2026-02-28"));
    }

    #[test]
    fn a_search_stands_for_itself_alone() {
        let pattern = |search: &str| {
            ServiceQuery { search: Some(search.to_owned()), ..ServiceQuery::default() }.pattern()
        };
        assert_eq!(pattern("  "), None);
        assert_eq!(pattern(" Mon Blog ").as_deref(), Some("%mon blog%"));
        assert_eq!(pattern("50%_\\").as_deref(), Some("%50\\%\\_\\\\%"));
    }
}
