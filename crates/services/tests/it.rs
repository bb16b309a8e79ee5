//! Services and their deliveries on both databases.

#[path = "it/create.rs"]
mod create;
#[path = "it/deliver.rs"]
mod deliver;
#[path = "it/list.rs"]
mod list;
#[path = "it/staff.rs"]
mod staff;

use kernel::{
    AccountId, Currency, Date, Months, Random, ServiceId, SignedDuration, SubsidiaryCode, Timestamp,
    UnitPrice,
};
use services::{
    Access, DeliveryChoice, DeliveryOutcome, NewService, Recorded, Service, ServicePrice, Unknown,
    technical_name,
};
use testkit::TestDb;

fn now() -> Timestamp {
    testkit::clock().now()
}

fn after(seconds: i64) -> Timestamp {
    now() + SignedDuration::from_secs(seconds)
}

fn today() -> Date {
    "2026-01-15".parse().unwrap()
}

fn eur(e8: i64) -> UnitPrice {
    UnitPrice::new(e8, Currency::EUR)
}

/// A monthly server with 64 GB, engaged for a year.
fn new(random: &Random) -> NewService {
    let id: ServiceId = random.id(now());
    let price = |family: Option<&str>, code: &str, e8| ServicePrice {
        family: family.map(str::to_owned),
        plan_code: code.to_owned(),
        description: format!("The {code}"),
        quantity: 1,
        unit_price: eur(e8),
        reduced: None,
    };
    NewService {
        id,
        order: random.id(now()),
        order_number: 4711,
        item: 0,
        unit: 0,
        name: technical_name("srv", id),
        plan_code: "demo-1".to_owned(),
        product: "demo-server".to_owned(),
        family: Some("dedicated".to_owned()),
        rules: services::Rules::default(),
        end_action: services::EndAction::Reactivate,
        description: "Demo 1".to_owned(),
        subsidiary: SubsidiaryCode::parse("FR").unwrap(),
        currency: Currency::EUR,
        months: Some(Months::new(1)),
        commitment: Months::new(12),
        configurations: vec![("region".to_owned(), "europe".to_owned())],
        options: vec![DeliveryChoice {
            family: "memory".to_owned(),
            plan_code: "ram-64g".to_owned(),
            quantity: 1,
        }],
        prices: vec![price(None, "demo-1", 5_699_000_000), price(Some("memory"), "ram-64g", 1_020_000_000)],
        provisioner: "sandbox".to_owned(),
        customer: "ab12345-ct".to_owned(),
    }
}

fn access() -> Access {
    Access::default().with("IPv4", "192.0.2.7").with_secret("Password", "hunter2")
}

async fn create(db: &TestDb, account: AccountId, new: &NewService) -> Service {
    let new = new.clone();
    db.account(account).write(move |tx| services::create(tx, now(), &new)).await.unwrap()
}

async fn record(
    db: &TestDb,
    account: AccountId,
    at: Timestamp,
    service: ServiceId,
    answer: Result<DeliveryOutcome, Unknown>,
) -> Recorded {
    db.account(account).write(move |tx| services::record(tx, at, today(), service, &answer)).await.unwrap()
}

async fn get(db: &TestDb, account: AccountId, service: ServiceId) -> Service {
    db.account(account).read(move |tx| services::store::get(tx, service)).await.unwrap()
}
