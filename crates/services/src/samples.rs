//! A service to try the rules on.

use kernel::{Currency, Date, Months, Period, Random, SubsidiaryCode, Timestamp, UnitPrice};

use crate::calendar::month_date;
use crate::{EndAction, Renewal, ResourceState, Rules, Service, ServicePrice, ServiceState};

pub(crate) fn day(text: &str) -> Date {
    text.parse().expect("a test writes days as 2026-01-31")
}

/// What one thing costs by the month, in 10⁻⁸ of a euro.
pub(crate) fn price(family: Option<&str>, e8: i64) -> ServicePrice {
    ServicePrice {
        family: family.map(str::to_owned),
        plan_code: "demo".to_owned(),
        description: "Demo".to_owned(),
        quantity: 1,
        unit_price: UnitPrice::new(e8, Currency::EUR),
        reduced: None,
    }
}

/// A service of 10 € a month that is still to be delivered, with periods and a commitment of so many months.
pub(crate) fn in_creation(months: Option<u16>, commitment: u16) -> Service {
    let random = Random::seeded(1);
    let now = Timestamp::UNIX_EPOCH;
    let months = months.map(Months::new);
    Service {
        id: random.id(now),
        account: random.id(now),
        order: random.id(now),
        order_number: 7,
        item: 0,
        unit: 0,
        name: "srv-1".to_owned(),
        label: None,
        plan_code: "demo".to_owned(),
        product: "demo".to_owned(),
        family: None,
        description: "Demo".to_owned(),
        subsidiary: SubsidiaryCode::parse("FR").expect("two capitals"),
        state: ServiceState::InCreation,
        resource: ResourceState::Opening,
        currency: Currency::EUR,
        months,
        commitment: Months::new(commitment),
        anchor_on: None,
        period_index: 0,
        period: None,
        commitment_until_on: None,
        configurations: Vec::new(),
        options: Vec::new(),
        access: None,
        prices: vec![price(None, 1_000_000_000)],
        renewal: Renewal::new(Rules::default(), months, EndAction::Reactivate),
        created_at: now,
        delivered_at: None,
        closed_at: None,
    }
}

/// A service of 10 € a month, delivered on a day, in its first period of so many months.
pub(crate) fn service(on: &str, months: u16) -> Service {
    let (on, new) = (day(on), in_creation(Some(months), 0));
    let period = Period::new(on, month_date(on, i64::from(months)).expect("a date of this century"));
    Service {
        state: ServiceState::Ok,
        resource: ResourceState::Ok,
        anchor_on: Some(on),
        period: period.ok(),
        delivered_at: Some(new.created_at),
        ..new
    }
}
