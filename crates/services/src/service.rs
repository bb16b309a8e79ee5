//! The service and its states. Pure.

use kernel::{
    AccountId, Currency, Date, Months, OrderId, Period, PeriodError, Recurrence, ServiceId, SubsidiaryCode,
    Timestamp, UnitPrice,
};
use serde::{Deserialize, Serialize};

use crate::calendar::{Next, Place};
use crate::{Access, DeliveryChoice, Renewal};

/// Where a service stands towards its bills.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceState {
    /// Ordered and not delivered yet.
    InCreation,
    /// In use, nothing owed.
    Ok,
    /// A bill of it is due, and being collected.
    PendingDebt,
    /// A bill of it was not paid in time.
    UnPaid,
    /// Over: it has no next period.
    Expired,
}

impl ServiceState {
    /// Every state.
    pub const ALL: [ServiceState; 5] = [
        ServiceState::InCreation,
        ServiceState::Ok,
        ServiceState::PendingDebt,
        ServiceState::UnPaid,
        ServiceState::Expired,
    ];

    /// The word used in tables and message keys.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            ServiceState::InCreation => "in_creation",
            ServiceState::Ok => "ok",
            ServiceState::PendingDebt => "pending_debt",
            ServiceState::UnPaid => "un_paid",
            ServiceState::Expired => "expired",
        }
    }

    /// The state this word names.
    #[must_use]
    pub fn parse(code: &str) -> Option<ServiceState> {
        ServiceState::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Where the thing behind a service stands: the machine, the site, the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResourceState {
    /// Being made.
    Opening,
    /// Usable.
    Ok,
    /// To be closed for now.
    ToSuspend,
    /// Being closed for now.
    Suspending,
    /// Closed for now; its data is kept.
    Suspended,
    /// To be opened again.
    ToOpen,
    /// To be removed.
    ToDelete,
    /// Being removed.
    Deleting,
    /// Removed, or never made.
    Deleted,
}

impl ResourceState {
    /// Every state.
    pub const ALL: [ResourceState; 9] = [
        ResourceState::Opening,
        ResourceState::Ok,
        ResourceState::ToSuspend,
        ResourceState::Suspending,
        ResourceState::Suspended,
        ResourceState::ToOpen,
        ResourceState::ToDelete,
        ResourceState::Deleting,
        ResourceState::Deleted,
    ];

    /// The word used in tables and message keys.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            ResourceState::Opening => "opening",
            ResourceState::Ok => "ok",
            ResourceState::ToSuspend => "to_suspend",
            ResourceState::Suspending => "suspending",
            ResourceState::Suspended => "suspended",
            ResourceState::ToOpen => "to_open",
            ResourceState::ToDelete => "to_delete",
            ResourceState::Deleting => "deleting",
            ResourceState::Deleted => "deleted",
        }
    }

    /// The state this word names.
    #[must_use]
    pub fn parse(code: &str) -> Option<ResourceState> {
        ResourceState::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A price the service was born with: its plan's, or one of its options', for one period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServicePrice {
    /// The family of the option; `None` for the plan itself.
    pub family: Option<String>,
    /// The plan or option.
    pub plan_code: String,
    /// What documents call it.
    pub description: String,
    /// How many of it this one service has.
    pub quantity: u16,
    /// The price of one for each period, without tax, once nothing reduces it any more.
    pub unit_price: UnitPrice,
    /// The price of one for the first periods, and how many they are, the one ordered included.
    #[serde(default)]
    pub reduced: Option<(UnitPrice, u32)>,
}

/// A service of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// Its identity, drawn with the order; the key of every call to a provisioner.
    pub id: ServiceId,
    /// The customer.
    pub account: AccountId,
    /// The order that bought it.
    pub order: OrderId,
    /// The number of that order, which customers quote.
    pub order_number: i64,
    /// Which item of the order it came from.
    pub item: u16,
    /// Which of the item's quantity it is, from 0.
    pub unit: u16,
    /// Its technical name, such as `srv-8k2mq0tz4n7x`.
    pub name: String,
    /// The name its owner gave it.
    pub label: Option<String>,
    /// The plan.
    pub plan_code: String,
    /// The product behind the plan.
    pub product: String,
    /// What its plan was grouped by when it was ordered; `None` for services older than that.
    pub family: Option<String>,
    /// What documents call it.
    pub description: String,
    /// The subsidiary that sold it.
    pub subsidiary: SubsidiaryCode,
    /// Where it stands towards its bills.
    pub state: ServiceState,
    /// Where the thing behind it stands.
    pub resource: ResourceState,
    /// The currency of its prices.
    pub currency: Currency,
    /// The length of the period of its prices; `None` when it was bought once and for all.
    pub months: Option<Months>,
    /// How long the customer is engaged from the delivery; zero for not at all.
    pub commitment: Months,
    /// The civil date its periods are computed from: that of the delivery, until they are brought to another day.
    pub anchor_on: Option<Date>,
    /// How many whole periods of its prices were paid before the one that is running now ends, less one.
    pub period_index: u32,
    /// The days that are paid and not over, since the delivery.
    pub period: Option<Period>,
    /// The day the engagement ends, without that day.
    pub commitment_until_on: Option<Date>,
    /// Answers to the plan's configuration questions, such as the data centre.
    pub configurations: Vec<(String, String)>,
    /// The chosen options.
    pub options: Vec<DeliveryChoice>,
    /// How to use it, since the delivery.
    pub access: Option<Access>,
    /// The prices it was born with, the plan's first.
    pub prices: Vec<ServicePrice>,
    /// How it renews, and where that stands.
    pub renewal: Renewal,
    /// When it was created, waiting for its delivery.
    pub created_at: Timestamp,
    /// When it was delivered.
    pub delivered_at: Option<Timestamp>,
    /// When it ended.
    pub closed_at: Option<Timestamp>,
}

/// A change the state of a service does not allow.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a service that is {from:?} cannot be {change}")]
pub struct InvalidTransition {
    /// Where it stands.
    pub from: ServiceState,
    /// What was asked: `delivered`, `cancelled`.
    pub change: &'static str,
}

impl Service {
    /// The service starts: usable, and its first period begins at `on`, the civil date of the subsidiary.
    ///
    /// # Errors
    /// [`InvalidTransition`] unless it was waiting for its delivery.
    pub fn deliver(self, now: Timestamp, on: Date, access: Access) -> Result<Service, InvalidTransition> {
        let from = self.state;
        let error = || InvalidTransition { from, change: "delivered" };
        match from {
            ServiceState::InCreation => {}
            ServiceState::Ok | ServiceState::PendingDebt | ServiceState::UnPaid | ServiceState::Expired => {
                return Err(error());
            }
        }
        let recurring = self.months.map(|months| Recurrence::new(on, months).period(0)).transpose();
        let until = if self.commitment.count() > 0 {
            Some(Recurrence::new(on, self.commitment).date(1).map_err(|_| error())?)
        } else {
            None
        };
        Ok(Service {
            state: ServiceState::Ok,
            resource: ResourceState::Ok,
            anchor_on: Some(on),
            period_index: 0,
            period: recurring.map_err(|_| error())?,
            commitment_until_on: until,
            access: Some(access),
            delivered_at: Some(now),
            ..self
        })
    }

    /// The order ended before the delivery: nothing was made, nothing will be.
    ///
    /// # Errors
    /// [`InvalidTransition`] when it was delivered, or ended already.
    pub fn cancel(self, now: Timestamp) -> Result<Service, InvalidTransition> {
        match self.state {
            ServiceState::InCreation => Ok(Service {
                state: ServiceState::Expired,
                resource: ResourceState::Deleted,
                closed_at: Some(now),
                ..self
            }),
            ServiceState::Ok | ServiceState::PendingDebt | ServiceState::UnPaid | ServiceState::Expired => {
                Err(InvalidTransition { from: self.state, change: "cancelled" })
            }
        }
    }

    /// Where it stands in the calendar, once it is delivered and if it recurs.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        Some(Place {
            anchor_on: self.anchor_on?,
            anchor_months: self.renewal.anchor_months,
            end_on: self.period?.end(),
            months: self.months?,
        })
    }

    /// The period after the running one, of the length and on the day its renewal says.
    ///
    /// # Errors
    /// [`PeriodError`] at the end of the calendar.
    pub fn next_period(&self) -> Result<Option<Next>, PeriodError> {
        let (Some(place), Some(every)) = (self.place(), self.renewal.every) else { return Ok(None) };
        place.next(every, self.renewal.grid_day()).map(Some)
    }
}

/// The technical name of a service: the prefix and twelve characters of its id that chance made.
///
/// The same id has the same name, so that a creation tried twice names one thing.
#[must_use]
pub fn technical_name(prefix: &str, id: ServiceId) -> String {
    // Without i, l, o and u, which people misread; 60 random bits of the id.
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let (_, low) = id.uuid().as_u64_pair();
    let character = |index: u32| char::from(ALPHABET[((low >> (5 * index)) & 31) as usize]);
    let tail: String = (0..12).map(character).collect();
    format!("{prefix}-{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{day, in_creation, price};
    use kernel::Random;
    use proptest::prelude::*;

    fn service(months: Option<u16>, commitment: u16) -> Service {
        let prices = vec![price(None, 5_699_000_000), price(Some("memory"), 1_000_400_000)];
        Service { prices, ..in_creation(months, commitment) }
    }

    #[test]
    fn the_first_period_starts_on_the_day_of_delivery() {
        let now = Timestamp::UNIX_EPOCH;
        let delivered = service(Some(1), 12).deliver(now, day("2026-01-31"), Access::default()).unwrap();
        let period = delivered.period.unwrap();
        assert_eq!((period.start(), period.end()), (day("2026-01-31"), day("2026-02-28")));
        assert_eq!(delivered.commitment_until_on, Some(day("2027-01-31")));
        assert_eq!((delivered.state, delivered.resource), (ServiceState::Ok, ResourceState::Ok));
        // From the anchor and not from the last result: the day comes back.
        let next = delivered.next_period().unwrap().unwrap();
        assert_eq!((next.period.start(), next.period.end()), (day("2026-02-28"), day("2026-03-31")));
    }

    #[test]
    fn a_service_bought_once_has_no_period() {
        let now = Timestamp::UNIX_EPOCH;
        let delivered = service(None, 0).deliver(now, day("2026-01-31"), Access::default()).unwrap();
        assert_eq!((delivered.period, delivered.commitment_until_on), (None, None));
        assert_eq!(delivered.next_period(), Ok(None));
    }

    #[test]
    fn a_service_starts_once_and_is_cancelled_only_before() {
        let now = Timestamp::UNIX_EPOCH;
        let on = day("2026-01-31");
        let delivered = service(Some(1), 0).deliver(now, on, Access::default()).unwrap();
        assert!(delivered.clone().deliver(now, on, Access::default()).is_err());
        assert!(delivered.cancel(now).is_err());
        let cancelled = service(Some(1), 0).cancel(now).unwrap();
        assert_eq!((cancelled.state, cancelled.resource), (ServiceState::Expired, ResourceState::Deleted));
        assert!(cancelled.deliver(now, on, Access::default()).is_err());
    }

    #[test]
    fn c55_a_renewal_costs_what_the_order_cost() {
        let now = Timestamp::UNIX_EPOCH;
        let service = service(Some(1), 0).deliver(now, day("2026-01-31"), Access::default()).unwrap();
        let next = service.next_period().unwrap().unwrap();
        let lines = crate::rent::rent(&service.prices, service.period_index, &next).unwrap();
        // 56.99 + 10.004, each rounded to the cent.
        assert_eq!(lines.iter().map(|line| line.net.minor()).collect::<Vec<_>>(), [5_699, 1_000]);
    }

    #[test]
    fn codes_are_read_back() {
        assert!(ServiceState::ALL.iter().all(|state| ServiceState::parse(state.code()) == Some(*state)));
        assert!(ResourceState::ALL.iter().all(|state| ResourceState::parse(state.code()) == Some(*state)));
    }

    proptest! {
        #[test]
        fn names_follow_their_id(seed in any::<u64>()) {
            let random = Random::seeded(seed);
            let (one, two) = (random.id(Timestamp::UNIX_EPOCH), random.id(Timestamp::UNIX_EPOCH));
            prop_assert_eq!(technical_name("srv", one), technical_name("srv", one));
            prop_assert_ne!(technical_name("srv", one), technical_name("srv", two));
            prop_assert_eq!(technical_name("srv", one).len(), 16);
        }
    }
}
