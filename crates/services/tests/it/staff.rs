//! What the staff deliver, and what they decide about.

use kernel::{AccountId, PageRequest, StaffId};
use services::{Access, ByHandError, DeliveryOutcome, DeliveryState, Recorded, ServiceState, store};
use testkit::TestDb;

use crate::{access, after, create, get, new, now, record, today};

async fn by_hand(db: &TestDb, account: AccountId, seconds: i64) -> kernel::ServiceId {
    let new = new(&testkit::random());
    create(db, account, &new).await;
    let id = new.id;
    db.account(account).write(move |tx| services::begin(tx, now(), id)).await.unwrap();
    record(db, account, after(seconds), id, Ok(DeliveryOutcome::ByHand)).await;
    id
}

#[testkit::both_databases]
async fn the_staff_deliver_with_the_access_they_type(db: TestDb) {
    let account = testkit::account(&db);
    let id = by_hand(&db, account, 0).await;
    let staff: StaffId = testkit::random().id(now());
    let deliver = |access: Access| {
        db.account(account)
            .write(move |tx| services::delivered_by_hand(tx, after(60), today(), id, &access, staff))
    };
    let refused = deliver(Access::default().with("", "x")).await;
    assert!(matches!(refused, Err(ByHandError::Access)));
    let Ok(Recorded::Delivered(service)) = deliver(access()).await else { panic!("not delivered") };
    assert_eq!((service.state, &service.access), (ServiceState::Ok, &Some(access())));
    let again = deliver(Access::default()).await.unwrap();
    assert_eq!(again, Recorded::Already(service));
    let delivery = db.account(account).read(move |tx| store::delivery(tx, id)).await.unwrap();
    assert_eq!((delivery.state, delivery.delivered_by), (DeliveryState::Delivered, Some(staff)));
}

#[testkit::both_databases]
async fn what_a_machine_is_making_is_not_the_staffs(db: TestDb) {
    let account = testkit::account(&db);
    let new = new(&testkit::random());
    create(&db, account, &new).await;
    let id = new.id;
    let staff: StaffId = testkit::random().id(now());
    let refused = db
        .account(account)
        .write(move |tx| services::delivered_by_hand(tx, now(), today(), id, &access(), staff))
        .await;
    assert!(matches!(refused, Err(ByHandError::NotForStaff(DeliveryState::Waiting))));
    let refused = db.account(account).write(move |tx| services::retry(tx, now(), id)).await;
    assert!(matches!(refused, Err(ByHandError::NotForStaff(DeliveryState::Waiting))));
}

#[testkit::both_databases]
async fn a_refused_delivery_can_be_tried_again(db: TestDb) {
    let account = testkit::account(&db);
    let new = new(&testkit::random());
    create(&db, account, &new).await;
    let id = new.id;
    let refusal = Ok(DeliveryOutcome::Refused { reason: "no stock".to_owned() });
    let Recorded::ForStaff(failed) = record(&db, account, now(), id, refusal).await else {
        panic!("not for the staff");
    };
    assert_eq!(failed.last_error.as_deref(), Some("no stock"));
    let again = db.account(account).write(move |tx| services::retry(tx, after(5), id)).await.unwrap();
    assert_eq!((again.state, again.next_at), (DeliveryState::Waiting, after(5)));
    record(&db, account, after(6), id, Ok(DeliveryOutcome::Delivered(access()))).await;
    assert_eq!(get(&db, account, id).await.state, ServiceState::Ok);
}

#[testkit::both_databases]
async fn the_staff_see_the_longest_waiting_first_page_by_page(db: TestDb) {
    let random = testkit::random();
    let mut expected = Vec::new();
    for seconds in [30, 10, 20, 10] {
        let account: AccountId = random.id(now());
        let new = new(&random);
        create(&db, account, &new).await;
        let refusal = Ok(DeliveryOutcome::Refused { reason: "no stock".to_owned() });
        record(&db, account, after(seconds), new.id, refusal).await;
        expected.push((after(seconds), new.id));
    }
    expected.sort();
    let mut request = PageRequest::first(3);
    let mut listed = Vec::new();
    loop {
        let asked = request.clone();
        let page = db.across().read(move |tx| store::for_staff(tx, &asked)).await.unwrap();
        for item in &page.items {
            assert_eq!((item.order_number, item.customer.as_str()), (4711, "ab12345-ct"));
            assert_eq!((item.state, item.last_error.as_deref()), (DeliveryState::Failed, Some("no stock")));
        }
        listed.extend(page.items.iter().map(|item| (item.changed_at, item.service)));
        match page.next {
            Some(next) => request.after = Some(next),
            None => break,
        }
    }
    assert_eq!(listed, expected);
}
