//! The inbox: stored once, worked on once, put away.

use db::Db;
use kernel::{SignedDuration, Timestamp};
use payments::inbox::{self, Closed, Waiting};
use payments::{AttemptState, Subject, WebhookEvent};
use testkit::TestDb;

use super::shop::{Shop, pending, succeeded};

fn event(shop: &Shop, event_id: &str, subject: Subject) -> WebhookEvent {
    WebhookEvent {
        event_id: event_id.to_owned(),
        kind: "charge.succeeded".to_owned(),
        account: Some(shop.account),
        subject,
    }
}

async fn receive(db: &Db, now: Timestamp, event: &WebhookEvent) -> bool {
    let event = event.clone();
    let received = db.registry().write(move |tx| inbox::receive(tx, now, "sandbox", &event, "{}")).await;
    received.map_err(|error: db::Error| error).unwrap()
}

async fn waiting(db: &Db, now: Timestamp) -> Vec<Waiting> {
    let found = db.across().read(move |tx| payments::store::waiting_events(tx, now, 100)).await;
    found.map_err(|error: db::Error| error).unwrap()
}

async fn close(db: &Db, now: Timestamp, event: &Waiting, closed: Closed) {
    let event = event.clone();
    let done = db.registry().write(move |tx| inbox::close(tx, now, &event, closed)).await;
    done.map_err(|error: db::Error| error).unwrap();
}

#[testkit::both_databases]
async fn an_event_delivered_again_is_stored_and_worked_on_once(db: TestDb) {
    let shop = Shop::new(&db);
    let (now, id) = (shop.now(), shop.begun(shop.id()).await);
    let told = event(&shop, "evt_1", Subject::Attempt(id));
    let deliveries = (0..8).map(|_| {
        let (db, told) = (shop.db.clone(), told.clone());
        tokio::spawn(async move { receive(&db, now, &told).await })
    });
    let mut new = 0;
    for delivery in deliveries.collect::<Vec<_>>() {
        new += u32::from(delivery.await.unwrap());
    }
    assert_eq!(new, 1);
    let found = waiting(&db, now).await;
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].account, found[0].subject), (Some(shop.account), Subject::Attempt(id)));
    close(&db, now, &found[0], Closed::Applied).await;
    assert!(!receive(&db, now, &told).await, "a replay after the work is not new");
    assert_eq!(waiting(&db, now).await, []);
}

#[testkit::both_databases]
async fn two_workers_with_the_same_event_have_one_effect(db: TestDb) {
    let shop = Shop::new(&db);
    let (now, id) = (shop.now(), shop.begun(shop.id()).await);
    receive(&db, now, &event(&shop, "evt_1", Subject::Attempt(id))).await;
    let found = waiting(&db, now).await;
    let workers = (0..2).map(|_| {
        let (db, event, account) = (shop.db.clone(), found[0].clone(), shop.account);
        tokio::spawn(async move {
            db.account(account)
                .write(move |tx| {
                    let is_first = inbox::apply(tx, now, &event)?;
                    if is_first {
                        payments::store::with_others(tx, id).map_err(payments::RecordError::from).and_then(
                            |(attempt, others)| payments::record(tx, now, &attempt, others, &succeeded(id)),
                        )?;
                    }
                    Ok::<_, payments::RecordError>(is_first)
                })
                .await
                .unwrap()
        })
    });
    let mut applied = 0;
    for worker in workers.collect::<Vec<_>>() {
        applied += u32::from(worker.await.unwrap());
    }
    assert_eq!(applied, 1);
    assert_eq!(shop.ledger().await, [10_000, -10_000, 0]);
    let known = db.account(shop.account).read(|tx| payments::store::is_applied(tx, "sandbox", "evt_1")).await;
    assert!(known.map_err(|error: db::Error| error).unwrap());
}

#[testkit::both_databases]
async fn an_event_about_nothing_of_ours_is_kept_and_left_alone(db: TestDb) {
    let shop = Shop::new(&db);
    let now = shop.now();
    assert!(receive(&db, now, &event(&shop, "evt_other", Subject::Other)).await);
    assert_eq!(waiting(&db, now).await, []);
    // One of an attempt nobody began is found out by looking for its account.
    let unknown = shop.id();
    receive(&db, now, &event(&shop, "evt_unknown", Subject::Attempt(unknown))).await;
    let found = waiting(&db, now).await;
    let whose = db.across().read(move |tx| payments::store::account_of(tx, unknown)).await;
    assert_eq!(whose.map_err(|error: db::Error| error).unwrap(), None);
    close(&db, now, &found[0], Closed::Ignored).await;
    assert_eq!(waiting(&db, now).await, []);
}

#[testkit::both_databases]
async fn an_event_that_cannot_be_worked_on_comes_back_later_and_is_given_up_at_last(db: TestDb) {
    let shop = Shop::new(&db);
    receive(&db, shop.now(), &event(&shop, "evt_1", Subject::Attempt(shop.id()))).await;
    for tries in 0..12 {
        let now = shop.now();
        let found = waiting(&db, now).await;
        assert_eq!(found.iter().map(|event| event.tries).collect::<Vec<_>>(), [tries]);
        let event = found[0].clone();
        let put_off = db.registry().write(move |tx| inbox::postpone(tx, now, &event)).await;
        put_off.map_err(|error: db::Error| error).unwrap();
        assert_eq!(waiting(&db, now).await, []);
        shop.clock.advance(SignedDuration::from_hours(6)).unwrap();
    }
    assert_eq!(waiting(&db, shop.now()).await, []);
    let before = shop.now();
    let forgotten = db.registry().write(move |tx| payments::store::forget_events(tx, before)).await;
    assert_eq!(forgotten.map_err(|error: db::Error| error).unwrap(), 1);
}

#[testkit::both_databases]
async fn events_out_of_order_end_in_the_truth(db: TestDb) {
    let shop = Shop::new(&db);
    let id = shop.begun(shop.id()).await;
    // The success is told before the acceptance it followed.
    for (event_id, said) in [("evt_2", succeeded(id)), ("evt_1", pending(id))] {
        let now = shop.now();
        receive(&db, now, &event(&shop, event_id, Subject::Attempt(id))).await;
        let found = waiting(&db, now).await;
        let event = found[0].clone();
        let worked = db.account(shop.account).write(move |tx| {
            if inbox::apply(tx, now, &event)? {
                payments::store::with_others(tx, id)
                    .map_err(payments::RecordError::from)
                    .and_then(|(attempt, others)| payments::record(tx, now, &attempt, others, &said))?;
            }
            Ok::<_, payments::RecordError>(())
        });
        worked.await.unwrap();
        close(&db, now, &found[0], Closed::Applied).await;
    }
    assert_eq!(shop.attempt(id).await.state, AttemptState::Success);
}
