//! Delivering: slow, failing and crashing provisioners, and orders that end meanwhile.

use std::sync::Mutex;

use async_trait::async_trait;
use kernel::{ServiceId, SignedDuration};
use services::{
    Access, Capabilities, Delivery, DeliveryOutcome, DeliveryRequest, DeliveryState, OperationOutcome,
    OperationRequest, Provisioner, Recorded, ResourceState, ServiceState, Unknown, store,
};
use testkit::TestDb;

use crate::{access, after, create, get, new, now, record, today};

fn unknown() -> Result<DeliveryOutcome, Unknown> {
    Err(Unknown("connection reset".to_owned()))
}

fn delivered() -> Result<DeliveryOutcome, Unknown> {
    Ok(DeliveryOutcome::Delivered(access()))
}

async fn due(db: &TestDb, seconds: i64) -> Vec<ServiceId> {
    let found = db.across().read(move |tx| store::due(tx, after(seconds), 10)).await.unwrap();
    found.into_iter().map(|(_, service)| service).collect()
}

async fn begin(
    db: &TestDb,
    account: kernel::AccountId,
    seconds: i64,
    service: ServiceId,
) -> Option<(Delivery, DeliveryRequest)> {
    db.account(account).write(move |tx| services::begin(tx, after(seconds), service)).await.unwrap()
}

#[testkit::both_databases]
async fn a_service_starts_on_the_day_it_is_delivered_and_only_once(db: TestDb) {
    let account = testkit::account(&db);
    let new = new(&testkit::random());
    create(&db, account, &new).await;
    assert_eq!(due(&db, 0).await, [new.id]);
    let (_, request) = begin(&db, account, 0, new.id).await.unwrap();
    assert_eq!((request.service, request.options.len()), (new.id, 1));
    assert_eq!(request.configurations, new.configurations);

    let Recorded::Delivered(service) = record(&db, account, after(60), new.id, delivered()).await else {
        panic!("not delivered");
    };
    assert_eq!((service.state, service.resource), (ServiceState::Ok, ResourceState::Ok));
    assert_eq!(service.period.map(|period| (period.start(), period.days())), Some((today(), 31)));
    assert_eq!(service.commitment_until_on.map(|date| date.to_string()).as_deref(), Some("2027-01-15"));
    assert_eq!((service.delivered_at, &service.access), (Some(after(60)), &Some(access())));
    assert_eq!(get(&db, account, new.id).await, *service);

    // The answer arrives again, and another one even later.
    let late = Ok(DeliveryOutcome::Delivered(Access::default().with("IPv4", "192.0.2.8")));
    for answer in [delivered(), late, unknown()] {
        let again = record(&db, account, after(3600), new.id, answer).await;
        assert_eq!(again, Recorded::Already(service.clone()));
    }
    assert_eq!(due(&db, 1_000_000).await, []);
    // Another unit of its order waits for its own delivery.
    let second = services::NewService {
        id: ServiceId::digest(&[b"second"]),
        unit: 1,
        name: "second".to_owned(),
        ..new.clone()
    };
    create(&db, account, &second).await;
    let others = |id| db.account(account).read(move |tx| store::others_undelivered(tx, id));
    assert_eq!((others(new.id).await, others(second.id).await), (Ok(1), Ok(0)));
}

#[testkit::both_databases]
async fn two_workers_do_not_call_for_the_same_service(db: TestDb) {
    let account = testkit::account(&db);
    let new = new(&testkit::random());
    create(&db, account, &new).await;
    let id = new.id;
    let take = || db.account(account).write(move |tx| services::begin(tx, now(), id));
    let (one, two, three) = tokio::join!(take(), take(), take());
    let taken = [one, two, three].into_iter().filter(|taken| matches!(taken, Ok(Some(_)))).count();
    assert_eq!(taken, 1);
}

#[testkit::both_databases]
async fn a_worker_that_dies_leaves_a_delivery_that_is_taken_up_again(mut db: TestDb) {
    let account = testkit::account(&db);
    let new = new(&testkit::random());
    create(&db, account, &new).await;
    assert!(begin(&db, account, 0, new.id).await.is_some());
    db.restart().await;
    assert_eq!(due(&db, 599).await, []);
    assert_eq!(due(&db, 600).await, [new.id]);
    let (delivery, request) = begin(&db, account, 600, new.id).await.unwrap();
    assert_eq!((delivery.attempts, request.service), (2, new.id));
}

#[testkit::both_databases]
async fn no_answer_is_asked_again_with_pauses_and_then_given_to_the_staff(db: TestDb) {
    let account = testkit::account(&db);
    let new = new(&testkit::random());
    create(&db, account, &new).await;
    let mut at = now();
    let mut calls = 0;
    loop {
        let id = new.id;
        let taken = db.account(account).write(move |tx| services::begin(tx, at, id)).await.unwrap();
        assert!(taken.is_some());
        calls += 1;
        match record(&db, account, at, new.id, unknown()).await {
            Recorded::Pending(delivery) => at = delivery.next_at,
            Recorded::ForStaff(delivery) => {
                assert_eq!(delivery.state, DeliveryState::Failed);
                assert_eq!(delivery.last_error.as_deref(), Some("connection reset"));
                break;
            }
            other @ (Recorded::Delivered(_) | Recorded::Already(_) | Recorded::Cancelled(_)) => {
                panic!("{other:?}")
            }
        }
    }
    assert_eq!(calls, Delivery::ATTEMPTS_MAX);
    assert_eq!(due(&db, 10_000_000).await, []);
    assert_eq!(get(&db, account, new.id).await.state, ServiceState::InCreation);
}

#[testkit::both_databases]
async fn access_details_beyond_the_limits_are_no_delivery(db: TestDb) {
    let account = testkit::account(&db);
    let new = new(&testkit::random());
    create(&db, account, &new).await;
    begin(&db, account, 0, new.id).await.unwrap();
    let huge = Access::default().with("note", &"x".repeat(100_000));
    let recorded = record(&db, account, now(), new.id, Ok(DeliveryOutcome::Delivered(huge))).await;
    assert!(matches!(recorded, Recorded::Pending(_)), "{recorded:?}");
    assert_eq!(get(&db, account, new.id).await.access, None);
}

#[testkit::both_databases]
async fn a_held_delivery_is_looked_at_later(db: TestDb) {
    let account = testkit::account(&db);
    let new = new(&testkit::random());
    create(&db, account, &new).await;
    let id = new.id;
    let hour = SignedDuration::from_hours(1);
    db.account(account).write(move |tx| services::hold(tx, now(), id, hour)).await.unwrap();
    assert_eq!(due(&db, 3599).await, []);
    assert_eq!(due(&db, 3600).await, [new.id]);
}

#[testkit::both_databases]
async fn an_order_that_ends_takes_its_undelivered_services_along(db: TestDb) {
    let random = testkit::random();
    let account = testkit::account(&db);
    let first = new(&random);
    let second = services::NewService { order: first.order, unit: 1, ..new(&random) };
    create(&db, account, &first).await;
    create(&db, account, &second).await;
    begin(&db, account, 0, first.id).await.unwrap();
    record(&db, account, now(), first.id, delivered()).await;

    let order = first.order;
    let end = || db.account(account).write(move |tx| services::cancel(tx, after(9), order));
    let ended = end().await.unwrap();
    assert_eq!(ended.iter().map(|service| service.id).collect::<Vec<_>>(), [second.id]);
    assert_eq!((ended[0].state, ended[0].closed_at), (ServiceState::Expired, Some(after(9))));
    assert_eq!(end().await.unwrap(), []);
    assert_eq!(get(&db, account, first.id).await.state, ServiceState::Ok);
    assert_eq!(due(&db, 1_000_000).await, []);
    // The provisioner was at work all the same: its answer starts nothing.
    let late = record(&db, account, after(20), second.id, delivered()).await;
    assert!(matches!(late, Recorded::Cancelled(_)), "{late:?}");
    assert_eq!(get(&db, account, second.id).await.state, ServiceState::Expired);
}

/// Makes a service in two steps and loses its memory once in between.
#[derive(Debug, Default)]
struct Forgetful(Mutex<Vec<&'static str>>);

#[async_trait]
impl Provisioner for Forgetful {
    fn name(&self) -> &str {
        "forgetful"
    }
    fn capabilities(&self) -> Capabilities {
        Capabilities { automatic: true, asynchronous: true, refuses: false }
    }
    async fn deliver(&self, _: &DeliveryRequest) -> Result<DeliveryOutcome, Unknown> {
        self.0.lock().unwrap().push("deliver");
        Ok(DeliveryOutcome::InProgress { after: SignedDuration::from_secs(5) })
    }
    async fn progress(&self, _: ServiceId) -> Result<Option<DeliveryOutcome>, Unknown> {
        let mut calls = self.0.lock().unwrap();
        calls.push("progress");
        let is_first = calls.iter().filter(|call| **call == "progress").count() == 1;
        Ok((!is_first).then(|| DeliveryOutcome::Delivered(access())))
    }
    async fn suspend(&self, _: &OperationRequest) -> Result<OperationOutcome, Unknown> {
        Ok(OperationOutcome::Done)
    }
    async fn resume(&self, _: &OperationRequest) -> Result<OperationOutcome, Unknown> {
        Ok(OperationOutcome::Done)
    }
    async fn delete(&self, _: &OperationRequest) -> Result<OperationOutcome, Unknown> {
        Ok(OperationOutcome::Done)
    }
}

#[testkit::both_databases]
async fn a_provisioner_that_lost_its_memory_is_asked_to_deliver_again(db: TestDb) {
    let account = testkit::account(&db);
    let new = new(&testkit::random());
    create(&db, account, &new).await;
    let provisioner = Forgetful::default();
    let mut seconds = 0;
    loop {
        let (delivery, request) = begin(&db, account, seconds, new.id).await.unwrap();
        let answer = services::call(&provisioner, &delivery, &request).await;
        match record(&db, account, after(seconds), new.id, answer).await {
            Recorded::Pending(_) => seconds += 5,
            Recorded::Delivered(_) => break,
            other @ (Recorded::Already(_) | Recorded::ForStaff(_) | Recorded::Cancelled(_)) => {
                panic!("{other:?}")
            }
        }
    }
    assert_eq!(*provisioner.0.lock().unwrap(), ["deliver", "progress", "deliver", "progress"]);
}
