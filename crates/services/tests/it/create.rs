//! Creating services and reading them.

use kernel::{AccountId, Currency, UnitPrice};
use services::{CreateError, ServiceState, store};
use testkit::TestDb;

use crate::{create, get, new, now};

#[testkit::both_databases]
async fn a_service_is_read_as_it_was_created(db: TestDb) {
    let random = testkit::random();
    let account = testkit::account(&db);
    let new = new(&random);
    let created = create(&db, account, &new).await;
    assert_eq!((created.state, created.period), (ServiceState::InCreation, None));
    assert_eq!(created.prices, new.prices);
    assert_eq!(get(&db, account, new.id).await, created);
    let (name, order) = (new.name.clone(), new.order);
    let found = db
        .account(account)
        .read(move |tx| Ok::<_, db::Error>((store::find_by_name(tx, &name)?, store::of_order(tx, order)?)))
        .await
        .unwrap();
    assert_eq!(found, (Some(created.clone()), vec![created]));
}

#[testkit::both_databases]
async fn a_service_created_twice_is_one_service(db: TestDb) {
    let account = testkit::account(&db);
    let mut new = new(&testkit::random());
    let first = create(&db, account, &new).await;
    new.description = "Something else".to_owned();
    assert_eq!(create(&db, account, &new).await, first);
    let order = new.order;
    let known = db.account(account).read(move |tx| store::of_order(tx, order)).await;
    assert_eq!(known, Ok(vec![first]));
}

#[testkit::both_databases]
async fn c54_a_price_of_another_currency_is_refused(db: TestDb) {
    let account = testkit::account(&db);
    let mut new = new(&testkit::random());
    new.prices[1].unit_price = UnitPrice::new(1, Currency::CAD);
    let refused = db.account(account).write(move |tx| services::create(tx, now(), &new)).await;
    assert!(matches!(refused, Err(CreateError::Mixed { plan_code, .. }) if plan_code == "ram-64g"));
}

#[testkit::both_databases]
async fn another_accounts_service_does_not_exist(db: TestDb) {
    let random = testkit::random();
    let (mine, theirs): (AccountId, AccountId) = (random.id(now()), random.id(now()));
    let new = new(&random);
    create(&db, mine, &new).await;
    let id = new.id;
    let found = db.account(theirs).read(move |tx| store::find(tx, id)).await;
    assert_eq!(found, Ok(None));
    let refused = db.account(theirs).write(move |tx| services::begin(tx, now(), id)).await;
    assert_eq!(refused, Err(db::Error::Missing));
}
