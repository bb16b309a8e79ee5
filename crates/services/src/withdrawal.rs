//! The right to withdraw from an order: who, until when, and how much comes back. Pure.
//!
//! Directive 2011/83/EU, art. 9 and 14: fourteen days, and the customer pays for the days that were used.

use jurisdictions::{Withdrawal, WithdrawalStart};
use kernel::{AccountType, Date, Money, MoneyError, Period};

use crate::WithdrawalMode;
use crate::steps::days_after;

/// What decides whether an order can be withdrawn from.
#[derive(Debug, Clone, Copy)]
pub struct WithdrawalFacts<'f> {
    /// The law of the subsidiary that sold.
    pub law: &'f Withdrawal,
    /// Who bought.
    pub account_type: AccountType,
    /// Whether it bought new services.
    pub is_purchase: bool,
    /// The day it was made.
    pub ordered_on: Date,
    /// The day it was paid, or found to cost nothing.
    pub paid_on: Option<Date>,
    /// Whether it is refused, cancelled or withdrawn from.
    pub is_over: bool,
    /// Whether a person still looks at it: it may yet be refused, which gives everything back.
    pub is_checked: bool,
    /// Whether the right was given up with the order.
    pub is_waived: bool,
    /// Whether one of its services was renewed since.
    pub is_renewed: bool,
    /// What the products of its lines allow.
    pub modes: &'f [WithdrawalMode],
    /// The present day, in the subsidiary's zone.
    pub today: Date,
}

/// Why an order cannot be withdrawn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum WithdrawalRefusal {
    /// The subsidiary offers no such right.
    #[error("there is no right of withdrawal here")]
    NotHere,
    /// The right is a consumer's.
    #[error("the right of withdrawal is a consumer's")]
    Professional,
    /// It renewed services.
    #[error("a renewal cannot be withdrawn from")]
    Renewal,
    /// It was not paid; it simply lapses.
    #[error("an order that is not paid lapses by itself")]
    Unpaid,
    /// It is over already.
    #[error("the order is over")]
    Over,
    /// A person is looking at it.
    #[error("the order is being checked")]
    Checked,
    /// Something in it was made for its customer.
    #[error("something in the order was made for its customer")]
    Personalised,
    /// Something in it is a licence.
    #[error("something in the order is a licence")]
    Licence,
    /// The right was given up with the order.
    #[error("the right of withdrawal was given up")]
    Waived,
    /// One of its services was renewed since.
    #[error("a service of the order was renewed since")]
    Renewed,
    /// The days are over.
    #[error("the right of withdrawal ended on {until}")]
    TooLate {
        /// The last day it could be used.
        until: Date,
    },
}

impl WithdrawalRefusal {
    /// A stable code: the key of its text.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            WithdrawalRefusal::NotHere => "not_here",
            WithdrawalRefusal::Professional => "professional",
            WithdrawalRefusal::Renewal => "renewal",
            WithdrawalRefusal::Unpaid => "unpaid",
            WithdrawalRefusal::Over => "over",
            WithdrawalRefusal::Checked => "checked",
            WithdrawalRefusal::Personalised => "personalised",
            WithdrawalRefusal::Licence => "licence",
            WithdrawalRefusal::Waived => "waived",
            WithdrawalRefusal::Renewed => "renewed",
            WithdrawalRefusal::TooLate { .. } => "too_late",
        }
    }
}

/// Whether an order can be withdrawn from today: the last day on which it can.
///
/// # Errors
/// The first reason why not.
pub fn may_withdraw(facts: &WithdrawalFacts<'_>) -> Result<Date, WithdrawalRefusal> {
    if !facts.law.enabled {
        return Err(WithdrawalRefusal::NotHere);
    }
    if !facts.law.account_types.contains(&facts.account_type) {
        return Err(WithdrawalRefusal::Professional);
    }
    if !facts.is_purchase {
        return Err(WithdrawalRefusal::Renewal);
    }
    if facts.is_over {
        return Err(WithdrawalRefusal::Over);
    }
    let Some(paid_on) = facts.paid_on else { return Err(WithdrawalRefusal::Unpaid) };
    if facts.is_checked {
        return Err(WithdrawalRefusal::Checked);
    }
    for mode in facts.modes {
        match mode {
            WithdrawalMode::Personalised => return Err(WithdrawalRefusal::Personalised),
            WithdrawalMode::Licence => return Err(WithdrawalRefusal::Licence),
            WithdrawalMode::Waiver | WithdrawalMode::Allowed => {}
        }
    }
    if facts.is_waived {
        return Err(WithdrawalRefusal::Waived);
    }
    let from = match facts.law.start {
        WithdrawalStart::Order => facts.ordered_on,
        WithdrawalStart::Payment => paid_on,
    };
    // The day it starts on does not count (Regulation 1182/71, art. 3): the 14th day after it is the last.
    let until = days_after(from, facts.law.days);
    if facts.today > until {
        return Err(WithdrawalRefusal::TooLate { until });
    }
    if facts.is_renewed { Err(WithdrawalRefusal::Renewed) } else { Ok(until) }
}

/// What comes back of the rent of a period: all of it less the days that passed, rounded once, half away from zero.
/// Nothing was used of a period that has not begun.
///
/// # Errors
/// [`MoneyError`] beyond 64 bits.
pub fn unused(paid: Money, period: Option<Period>, today: Date) -> Result<Money, MoneyError> {
    let Some(period) = period else { return Ok(paid) };
    paid.minus(paid.prorated(days_used(period, today), period.days())?)
}

/// How many days of a period passed before today: from none to all of them.
#[must_use]
pub fn days_used(period: Period, today: Date) -> i64 {
    Period::new(period.start(), today).map_or(0, |passed| passed.days()).min(period.days())
}

/// The last day on which money of a withdrawal asked for on `asked_on` may arrive.
#[must_use]
pub fn refund_due_on(law: &Withdrawal, asked_on: Date) -> Date {
    days_after(asked_on, law.refund_days)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::day;
    use jurisdictions::Jurisdictions;
    use kernel::{Currency, SubsidiaryCode};
    use proptest::prelude::*;

    fn law(code: &str) -> &'static Withdrawal {
        let code = SubsidiaryCode::parse(code).unwrap();
        &Jurisdictions::embedded().get(code).unwrap().withdrawal
    }

    fn facts(code: &str) -> WithdrawalFacts<'static> {
        WithdrawalFacts {
            law: law(code),
            account_type: AccountType::Individual,
            is_purchase: true,
            ordered_on: day("2026-01-14"),
            paid_on: Some(day("2026-01-15")),
            is_over: false,
            is_checked: false,
            is_waived: false,
            is_renewed: false,
            modes: &[WithdrawalMode::Allowed],
            today: day("2026-01-20"),
        }
    }

    #[test]
    fn c60_each_refusal_has_its_own_reason() {
        let usual = || facts("FR");
        assert_eq!(may_withdraw(&usual()), Ok(day("2026-01-29")));
        let refused = |facts| may_withdraw(&facts).unwrap_err();
        assert_eq!(refused(facts("QC")), WithdrawalRefusal::NotHere);
        let professional = WithdrawalFacts { account_type: AccountType::Corporation, ..usual() };
        assert_eq!(refused(professional), WithdrawalRefusal::Professional);
        assert_eq!(refused(WithdrawalFacts { is_purchase: false, ..usual() }), WithdrawalRefusal::Renewal);
        assert_eq!(refused(WithdrawalFacts { paid_on: None, ..usual() }), WithdrawalRefusal::Unpaid);
        assert_eq!(refused(WithdrawalFacts { is_over: true, ..usual() }), WithdrawalRefusal::Over);
        assert_eq!(refused(WithdrawalFacts { is_checked: true, ..usual() }), WithdrawalRefusal::Checked);
        assert_eq!(refused(WithdrawalFacts { is_waived: true, ..usual() }), WithdrawalRefusal::Waived);
        assert_eq!(refused(WithdrawalFacts { is_renewed: true, ..usual() }), WithdrawalRefusal::Renewed);
        let line = |modes| WithdrawalFacts { modes, ..usual() };
        let domain = &[WithdrawalMode::Allowed, WithdrawalMode::Personalised];
        assert_eq!(refused(line(domain)), WithdrawalRefusal::Personalised);
        assert_eq!(refused(line(&[WithdrawalMode::Licence])), WithdrawalRefusal::Licence);
    }

    #[test]
    fn c60_the_fourteenth_day_is_the_last() {
        let on = |today| may_withdraw(&WithdrawalFacts { today: day(today), ..facts("FR") });
        assert_eq!(on("2026-01-29"), Ok(day("2026-01-29")));
        assert_eq!(on("2026-01-30"), Err(WithdrawalRefusal::TooLate { until: day("2026-01-29") }));
    }

    #[test]
    fn c59_the_days_that_passed_are_kept() {
        let back = |minor, start: &str, end: &str, today: &str| {
            let period = Period::new(day(start), day(end)).ok();
            unused(Money::new(minor, Currency::EUR), period, day(today)).unwrap().minor()
        };
        assert_eq!(back(11_988, "2026-01-01", "2027-01-01", "2026-01-10"), 11_692);
        assert_eq!(back(1_199, "2026-06-01", "2026-07-01", "2026-06-04"), 1_079);
        assert_eq!(back(1_199, "2026-06-01", "2026-07-01", "2026-06-01"), 1_199);
    }

    proptest! {
        #[test]
        fn what_comes_back_is_never_more_than_what_was_paid(
            minor in 0i64..100_000_000, days in 1i64..800, today in -10i64..900,
        ) {
            use jiff::ToSpan;
            let start = day("2026-01-01");
            let period = Period::new(start, start.checked_add(days.days()).unwrap()).ok();
            let paid = Money::new(minor, Currency::EUR);
            let back = unused(paid, period, start.checked_add(today.days()).unwrap()).unwrap();
            prop_assert!(!back.is_negative() && back.minor() <= minor);
            if today >= days {
                prop_assert!(back.is_zero());
            }
            if today <= 0 {
                prop_assert_eq!(back, paid);
            }
        }
    }
}
