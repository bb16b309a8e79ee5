//! A payment method the provider keeps for the customer. Pure.

use kernel::{Date, MethodId, PaymentKind, Secret, Timestamp};

use crate::gateway::Mandate;

/// Where a registered method stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MethodState {
    /// Can be charged.
    Valid,
    /// Past its date.
    Expired,
    /// The provider no longer takes it.
    Error,
    /// Its holder took it away.
    CanceledByCustomer,
}

impl MethodState {
    /// Every state.
    pub const ALL: [MethodState; 4] =
        [MethodState::Valid, MethodState::Expired, MethodState::Error, MethodState::CanceledByCustomer];

    /// The word used in tables and text keys.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            MethodState::Valid => "valid",
            MethodState::Expired => "expired",
            MethodState::Error => "error",
            MethodState::CanceledByCustomer => "canceled_by_customer",
        }
    }

    /// The state this word names.
    #[must_use]
    pub fn parse(code: &str) -> Option<MethodState> {
        MethodState::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A registered payment method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Method {
    /// Its id.
    pub id: MethodId,
    /// The provider that keeps it.
    pub gateway: String,
    /// Card or direct debit.
    pub kind: PaymentKind,
    /// What its holder recognises it by: `•••• 4242`.
    pub label: String,
    /// The holder's own words for it; empty when there are none.
    pub description: String,
    /// The last month in which a card is valid, as year and month.
    pub expires: Option<(i16, i8)>,
    /// The mandate of a direct debit.
    pub mandate: Option<Mandate>,
    /// Whether it is the one that is proposed first and charged for renewals.
    pub is_default: bool,
    /// Where it stands.
    pub state: MethodState,
    /// What the provider charges it by.
    pub token: Secret<String>,
    /// When it was registered.
    pub created_at: Timestamp,
}

/// Why a method stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum MethodRefusal {
    /// Another is to be made the default first.
    #[error("the default method is not removed while there is another")]
    IsDefault,
    /// Nothing would be left to pay what will be debited, or is due.
    #[error("something is still paid with the last method")]
    Needed,
    /// A payment with it is not over.
    #[error("a payment with this method is not over")]
    InUse,
}

impl MethodRefusal {
    /// A stable code: the key of its text.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            MethodRefusal::IsDefault => "is_default",
            MethodRefusal::Needed => "needed",
            MethodRefusal::InUse => "in_use",
        }
    }
}

impl Method {
    /// Whether its holder may take it away on this civil date. `others` are the account's other methods; `is_needed`
    /// says whether something renews automatically, or is due.
    ///
    /// # Errors
    /// The [`MethodRefusal`].
    pub fn may_remove(&self, others: &[Method], on: Date, is_needed: bool) -> Result<(), MethodRefusal> {
        if self.is_default && others.iter().any(|other| other.is_usable(on)) {
            return Err(MethodRefusal::IsDefault);
        }
        let is_last =
            others.is_empty() || (self.is_usable(on) && !others.iter().any(|one| one.is_usable(on)));
        if is_needed && is_last { Err(MethodRefusal::Needed) } else { Ok(()) }
    }

    /// Whether it can be charged on this civil date: valid, and not past its last month.
    #[must_use]
    pub fn is_usable(&self, on: Date) -> bool {
        let in_date = self.expires.is_none_or(|last| (on.year(), on.month()) <= last);
        match self.state {
            MethodState::Valid => in_date,
            MethodState::Expired | MethodState::Error | MethodState::CanceledByCustomer => false,
        }
    }
}

/// Writes a card's last month as `2028-04`, which sorts.
pub(crate) fn month_text((year, month): (i16, i8)) -> String {
    format!("{year:04}-{month:02}")
}

/// Reads what [`month_text`] wrote.
pub(crate) fn month_of(text: &str) -> Option<(i16, i8)> {
    let (year, month) = text.split_once('-')?;
    Some((year.parse().ok()?, month.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Id;

    fn card() -> Method {
        Method {
            id: Id::from_uuid("01890000-0000-7000-8000-000000000001".parse().unwrap()),
            gateway: "sandbox".to_owned(),
            kind: PaymentKind::Card,
            label: "•••• 1001".to_owned(),
            description: String::new(),
            expires: Some((2028, 4)),
            mandate: None,
            is_default: true,
            state: MethodState::Valid,
            token: Secret::new("pm_1".to_owned()),
            created_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_card_works_to_the_end_of_its_month() {
        assert!(card().is_usable(Date::constant(2028, 4, 30)));
        assert!(!card().is_usable(Date::constant(2028, 5, 1)));
        assert!(
            !Method { state: MethodState::CanceledByCustomer, ..card() }
                .is_usable(Date::constant(2028, 4, 1))
        );
        assert!(Method { expires: None, ..card() }.is_usable(Date::constant(2099, 1, 1)));
    }

    #[test]
    fn the_default_leaves_after_another_took_its_place_and_the_last_when_nothing_needs_it() {
        let today = Date::constant(2026, 1, 15);
        let other = Method { is_default: false, label: "•••• 2002".to_owned(), ..card() };
        let old = Method { expires: Some((2025, 12)), ..other.clone() };
        let may = |method: &Method, others: &[Method], is_needed| method.may_remove(others, today, is_needed);
        assert_eq!(may(&card(), std::slice::from_ref(&other), false), Err(MethodRefusal::IsDefault));
        assert_eq!(may(&other, &[card()], true), Ok(()));
        assert_eq!(may(&card(), &[], true), Err(MethodRefusal::Needed));
        assert_eq!(may(&card(), &[], false), Ok(()));
        // What cannot be charged any more replaces nothing, and goes when something can.
        assert_eq!(may(&card(), std::slice::from_ref(&old), true), Err(MethodRefusal::Needed));
        assert_eq!(may(&card(), std::slice::from_ref(&old), false), Ok(()));
        assert_eq!(may(&old, &[card()], true), Ok(()));
        assert_eq!(may(&old, &[], true), Err(MethodRefusal::Needed));
        let expired_default = Method { is_default: true, ..old.clone() };
        assert_eq!(may(&expired_default, &[other], true), Err(MethodRefusal::IsDefault));
        assert_eq!(may(&expired_default, &[old], true), Ok(()), "neither can be charged: one may go");
    }

    #[test]
    fn months_read_back() {
        assert_eq!(month_of(&month_text((2028, 4))), Some((2028, 4)));
        assert_eq!(month_of("soon"), None);
    }
}
