//! What a service knows of its own renewal: how, how often, and where it stands in the month that passes. Pure.

use kernel::{Date, Months};

use crate::Rules;

kernel::words! {
    /// How a service gets its next period.
    Mode {
        /// It is billed and collected at its date.
        Automatic = "automatic",
        /// Its owner pays when it pleases; otherwise it ends.
        Manual = "manual",
        /// As automatic, and nobody can change it.
        Forced = "forced",
        /// It has no next period.
        OneShot = "one_shot",
    }
    /// What happens at the end of a commitment.
    EndAction {
        /// A new commitment starts.
        Reactivate = "reactivate",
        /// The service ends.
        Cancel = "cancel",
        /// It goes on at the same price, free to leave.
        KeepPrice = "keep_price",
        /// It goes on at the price without commitment, free to leave.
        FallbackPrice = "fallback_price",
    }
}

impl Mode {
    /// Whether its bill is made by itself.
    #[must_use]
    pub const fn is_automatic(&self) -> bool {
        match self {
            Mode::Automatic | Mode::Forced => true,
            Mode::Manual | Mode::OneShot => false,
        }
    }
}

/// What a service knows of its renewal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewal {
    /// The rules it was born with.
    pub rules: Rules,
    /// How it gets its next period.
    pub mode: Mode,
    /// The length of the next period, a multiple of the period of its price; `None` when it has none.
    pub every: Option<Months>,
    /// The day of the month its owner chose, from 1 to 29, where the rules let them.
    pub day: Option<u8>,
    /// How many months after the anchor its running period ends.
    pub anchor_months: u32,
    /// What follows its commitment.
    pub end_action: EndAction,
    /// Whether it ends with its running period: its owner asked for it.
    pub is_ending: bool,
    /// Since when a bill of it waits for its money.
    pub billed_on: Option<Date>,
    /// How often that bill was collected in vain.
    pub tries: u16,
    /// Since when it is suspended for want of a payment, or by its owner who wants it gone at once.
    pub suspended_on: Option<Date>,
    /// Whether its owner was told of the deletion that comes.
    pub is_warned: bool,
    /// When it is deleted because its owner wants it gone at once.
    pub deletes_on: Option<Date>,
    /// Notices and reminders of earlier days than this are not made up for.
    pub noticed_on: Option<Date>,
}

impl Renewal {
    /// The renewal of a service that is not delivered yet, by its rules.
    #[must_use]
    pub fn new(rules: Rules, months: Option<Months>, end_action: EndAction) -> Renewal {
        let mode = match months {
            None => Mode::OneShot,
            Some(_) if rules.is_forced => Mode::Forced,
            Some(_) => Mode::Automatic,
        };
        Renewal {
            rules,
            mode,
            every: months,
            day: None,
            anchor_months: months.map_or(0, |months| u32::from(months.count())),
            end_action,
            is_ending: false,
            billed_on: None,
            tries: 0,
            suspended_on: None,
            is_warned: false,
            deletes_on: None,
            noticed_on: None,
        }
    }

    /// The day of the month its periods are brought to; `None` when they end where they end.
    #[must_use]
    pub fn grid_day(&self) -> Option<u8> {
        match self.rules.anchor {
            crate::Anchor::Anniversary => None,
            crate::Anchor::FirstOfMonth => Some(1),
            crate::Anchor::CustomerDay => self.day,
        }
    }
}
