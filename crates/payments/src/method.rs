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

impl Method {
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
    fn months_read_back() {
        assert_eq!(month_of(&month_text((2028, 4))), Some((2028, 4)));
        assert_eq!(month_of("soon"), None);
    }
}
