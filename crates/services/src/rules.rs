//! How the services of a family renew, are suspended, end and are withdrawn from. Pure.
//!
//! An operator chooses by plan or family; a service keeps the rules it was born with, so that a later choice
//! changes nothing about what was sold.

use serde::{Deserialize, Serialize};

use crate::provisioners::matches;

kernel::words! {
    /// On which day of its month a service renews.
    Anchor {
        /// The day it was delivered on.
        Anniversary = "anniversary",
        /// The first of the month, after a share of a period that leads there.
        FirstOfMonth = "first_of_month",
        /// A day its customer chose, from 1 to 29; until then the day it was delivered on.
        CustomerDay = "customer_day",
    }
    /// Whether a consumer may withdraw from the order of a product.
    WithdrawalMode {
        /// Within the days of the law.
        Allowed = "allowed",
        /// Never: it is made for its customer, like a domain name (Code de la consommation, art. L221-28, 3°).
        Personalised = "personalised",
        /// Never: it is a licence, delivered at once.
        Licence = "licence",
        /// It is only sold to a consumer who asks for it at once and gives the right up (art. L221-28, 1° and 13°).
        Waiver = "waiver",
    }
}

/// The days of a renewal, of its dunning and of its end, for the services of a family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rules {
    /// On which day of its month a service renews.
    pub anchor: Anchor,
    /// Whether its owner may renew it by hand; otherwise it is automatic.
    pub has_manual: bool,
    /// Whether it always renews automatically, whatever its owner wishes.
    pub is_forced: bool,
    /// The periods one can renew for, in months, as far as they are whole periods of its price.
    pub periods: Vec<u16>,
    /// How many days before an automatic renewal its owner is told, the earliest first.
    pub notice_days: Vec<u16>,
    /// Shorter periods than this have no notices, in months.
    pub notice_months_min: u16,
    /// How many days before its end the owner of a service renewed by hand is told, the earliest first.
    pub reminder_days: Vec<u16>,
    /// On which days after the bill a refused collection is tried again.
    pub retry_days: Vec<u16>,
    /// After how many days an unpaid bill suspends its service.
    pub grace_days: u16,
    /// How many days after its suspension a service is deleted.
    pub delete_days: u16,
    /// How many days before the deletion its owner is told.
    pub warn_days: u16,
    /// Until how many hours before the end a termination can be asked for and undone.
    pub cutoff_hours: u16,
    /// How many days after a confirmed immediate termination the data is deleted.
    pub immediate_delete_days: u16,
    /// How many hours the link works that confirms an immediate termination.
    pub link_hours: u16,
    /// Whether a consumer may withdraw.
    pub withdrawal: WithdrawalMode,
}

impl Default for Rules {
    fn default() -> Rules {
        Rules {
            anchor: Anchor::Anniversary,
            has_manual: true,
            is_forced: false,
            periods: vec![1, 3, 6, 12, 24],
            notice_days: vec![40, 15],
            notice_months_min: 3,
            reminder_days: vec![30, 15, 7, 1],
            retry_days: vec![1, 3, 5],
            grace_days: 7,
            delete_days: 15,
            warn_days: 3,
            cutoff_hours: 24,
            immediate_delete_days: 30,
            link_hours: 72,
            withdrawal: WithdrawalMode::Allowed,
        }
    }
}

/// One choice for the plans or families that match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// See [`Rules::anchor`].
    Anchor(Anchor),
    /// See [`Rules::has_manual`].
    HasManual(bool),
    /// See [`Rules::is_forced`].
    IsForced(bool),
    /// See [`Rules::periods`].
    Periods(Vec<u16>),
    /// See [`Rules::notice_days`].
    NoticeDays(Vec<u16>),
    /// See [`Rules::grace_days`].
    GraceDays(u16),
    /// See [`Rules::delete_days`].
    DeleteDays(u16),
    /// See [`Rules::cutoff_hours`].
    CutoffHours(u16),
    /// See [`Rules::immediate_delete_days`].
    ImmediateDeleteDays(u16),
    /// See [`Rules::withdrawal`].
    Withdrawal(WithdrawalMode),
}

/// The rules of every family: those of all, and choices for some.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RuleBook {
    /// What holds where nothing else is chosen.
    pub usual: Rules,
    /// A plan code or a family, where `*` stands for any characters, and what is chosen for it; of two choices
    /// about the same thing the first that matches counts.
    pub choices: Vec<(String, Choice)>,
}

impl RuleBook {
    /// The rules a new service of this plan is born with.
    #[must_use]
    pub fn rules_for(&self, plan_code: &str, family: Option<&str>) -> Rules {
        let mut rules = self.usual.clone();
        let is_for = |pattern: &str| {
            matches(pattern, plan_code) || family.is_some_and(|family| matches(pattern, family))
        };
        for (_, choice) in self.choices.iter().rev().filter(|(pattern, _)| is_for(pattern)) {
            match choice.clone() {
                Choice::Anchor(anchor) => rules.anchor = anchor,
                Choice::HasManual(has_manual) => rules.has_manual = has_manual,
                Choice::IsForced(is_forced) => rules.is_forced = is_forced,
                Choice::Periods(periods) => rules.periods = periods,
                Choice::NoticeDays(days) => rules.notice_days = days,
                Choice::GraceDays(days) => rules.grace_days = days,
                Choice::DeleteDays(days) => rules.delete_days = days,
                Choice::CutoffHours(hours) => rules.cutoff_hours = hours,
                Choice::ImmediateDeleteDays(days) => rules.immediate_delete_days = days,
                Choice::Withdrawal(mode) => rules.withdrawal = mode,
            }
        }
        rules
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_choice_that_matches_a_plan_or_its_family_counts() {
        let of = |pattern: &str, choice| (pattern.to_owned(), choice);
        let book = RuleBook {
            choices: vec![
                of("vps-old", Choice::GraceDays(3)),
                of("vps*", Choice::GraceDays(9)),
                of("hosting", Choice::DeleteDays(45)),
                of("*", Choice::CutoffHours(48)),
            ],
            ..RuleBook::default()
        };
        let rules = |plan, family| book.rules_for(plan, family);
        assert_eq!(rules("vps-old", None).grace_days, 3);
        assert_eq!(rules("vps-2", None).grace_days, 9);
        assert_eq!(rules("web-1", Some("hosting")).delete_days, 45);
        assert_eq!((rules("web-1", None).delete_days, rules("web-1", None).cutoff_hours), (15, 48));
    }

    #[test]
    fn rules_kept_by_a_service_are_read_even_when_later_ones_are_added() {
        let kept: Rules = serde_json::from_str(r#"{"grace_days":9}"#).unwrap();
        assert_eq!(kept, Rules { grace_days: 9, ..Rules::default() });
    }
}
