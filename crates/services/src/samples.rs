//! A service to try the rules on.

use kernel::{Currency, Date, Months, Period, Random, SubsidiaryCode, Timestamp, UnitPrice};

use crate::calendar::month_date;
use crate::{EndAction, Renewal, ResourceState, Rules, Service, ServicePrice, ServiceState};

pub(crate) fn day(text: &str) -> Date {
    text.parse().expect("a test writes days as 2026-01-31")
}

/// A service of 10 € a month, delivered on a day, in its first period of so many months.
pub(crate) fn service(on: &str, months: u16) -> Service {
    let random = Random::seeded(1);
    let now = Timestamp::UNIX_EPOCH;
    let (on, months) = (day(on), Months::new(months));
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
        state: ServiceState::Ok,
        resource: ResourceState::Ok,
        currency: Currency::EUR,
        months: Some(months),
        commitment: Months::new(0),
        anchor_on: Some(on),
        period_index: 0,
        period: Period::new(on, month_date(on, i64::from(months.count())).expect("a date of this century"))
            .ok(),
        commitment_until_on: None,
        configurations: Vec::new(),
        options: Vec::new(),
        access: None,
        prices: vec![ServicePrice {
            family: None,
            plan_code: "demo".to_owned(),
            description: "Demo".to_owned(),
            quantity: 1,
            unit_price: UnitPrice::new(1_000_000_000, Currency::EUR),
            reduced: None,
        }],
        renewal: Renewal::new(Rules::default(), Some(months), EndAction::Reactivate),
        created_at: now,
        delivered_at: Some(now),
        closed_at: None,
    }
}
