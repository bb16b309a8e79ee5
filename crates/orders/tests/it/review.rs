//! The staff's decisions.

use kernel::{AccountId, OrderId, PageRequest, Random, Sort, StaffId};
use orders::desk::{self, QueueColumn};
use orders::follow_up::{Action, action};
use orders::validation::{Reason, Verdict};
use orders::{Decision, DocumentKind, DocumentsRequest, Order, OrderState, ReviewError, store};
use testkit::TestDb;

use crate::{after, get, history, hold, new_order, now, order, ordered, pay};

fn staff() -> StaffId {
    Random::seeded(99).id(now())
}

async fn held(db: &TestDb) -> Order {
    let (_, unpaid) = ordered(db).await;
    pay(db, &unpaid, now(), hold()).await
}

fn request() -> DocumentsRequest {
    DocumentsRequest {
        documents: vec![DocumentKind::Card, DocumentKind::Identity, DocumentKind::Card],
        message: " In colour, please. ".to_owned(),
        note: "the address looks odd".to_owned(),
        due_at: after(50),
    }
}

#[testkit::both_databases]
async fn an_approved_order_is_delivered_and_the_reason_is_kept(db: TestDb) {
    let held = held(&db).await;
    let id = held.id;
    let approve = |note: &'static str| {
        db.account(held.account).write(move |tx| orders::approve(tx, after(1), id, staff(), note))
    };
    let approved = approve(" called the customer ").await.unwrap();
    assert_eq!((approved.state, approved.accepted_at), (OrderState::Delivering, Some(after(1))));
    assert_eq!(approve("again").await.unwrap(), approved);
    let reviews = db.account(held.account).read(move |tx| store::reviews(tx, id)).await.unwrap();
    assert_eq!(reviews.len(), 1);
    assert_eq!((reviews[0].decision, reviews[0].staff), (Decision::Approve, staff()));
    assert_eq!((reviews[0].note.as_str(), reviews[0].at), ("called the customer", after(1)));
    assert_eq!(history(&db, &held).await[4..], ["ORDER_ACCEPTED", "DELIVERY"]);
    let late = db.account(held.account).write(move |tx| orders::refuse(tx, after(2), id, staff(), "")).await;
    assert!(matches!(late, Err(ReviewError::Invalid(_))));
}

#[testkit::both_databases]
async fn a_refused_order_is_cancelled_and_asks_to_order_again(db: TestDb) {
    let held = held(&db).await;
    let id = held.id;
    for _ in 0..2 {
        let refused = db
            .account(held.account)
            .write(move |tx| orders::refuse(tx, after(1), id, staff(), "no"))
            .await
            .unwrap();
        assert_eq!((refused.state, refused.refused_at), (OrderState::Cancelled, Some(after(1))));
        assert_eq!(action(&refused, after(1)), Some(Action::OrderAgain));
    }
    assert_eq!(history(&db, &held).await[4..], ["FRAUD_REFUSED"]);
    let late = db.account(held.account).write(move |tx| orders::approve(tx, after(2), id, staff(), "")).await;
    assert!(matches!(late, Err(ReviewError::Invalid(_))));
}

#[testkit::both_databases]
async fn two_decisions_at_once_are_one_decision(db: TestDb) {
    let held = held(&db).await;
    let id = held.id;
    let approve = db.account(held.account).write(move |tx| orders::approve(tx, after(1), id, staff(), ""));
    let refuse = db.account(held.account).write(move |tx| orders::refuse(tx, after(1), id, staff(), ""));
    let (approved, refused) = tokio::join!(approve, refuse);
    assert!(approved.is_ok() != refused.is_ok());
}

#[testkit::both_databases]
async fn documents_are_asked_for_by_name(db: TestDb) {
    let held = held(&db).await;
    let id = held.id;
    let ask = |request: DocumentsRequest| {
        db.account(held.account)
            .write(move |tx| orders::request_documents(tx, after(2), id, staff(), &request))
    };
    let nothing = DocumentsRequest { documents: Vec::new(), ..request() };
    assert!(matches!(ask(nothing).await, Err(ReviewError::NoDocument)));
    let endless = DocumentsRequest { note: "x".repeat(2_001), ..request() };
    assert!(matches!(ask(endless).await, Err(ReviewError::TooLong)));
    let asked = ask(request()).await.unwrap();
    assert_eq!(asked.state, OrderState::DocumentsRequested);
    let review = asked.review.clone().unwrap();
    assert_eq!(review.documents, [DocumentKind::Identity, DocumentKind::Card]);
    assert_eq!(review.message.as_deref(), Some("In colour, please."));
    assert_eq!((review.documents_asked_at, review.documents_due_at), (Some(after(2)), Some(after(50))));
    assert_eq!(review.reasons, [Reason::Sample, Reason::ManyOrders]);
    assert_eq!(get(&db, held.account, id).await, asked);
    assert_eq!(action(&asked, after(2)), Some(Action::SendDocuments));
    // Approved without waiting any longer.
    let approved =
        db.account(held.account).write(move |tx| orders::approve(tx, after(3), id, staff(), "")).await;
    assert_eq!(approved.unwrap().state, OrderState::Delivering);
}

#[testkit::both_databases]
async fn the_queue_shows_the_longest_waiting_first_with_reasons_and_deadline(db: TestDb) {
    let random = testkit::random();
    let mut expected = Vec::new();
    for (number, hour) in [(1, 3), (2, 1), (3, 2), (4, 2)] {
        let account: AccountId = random.id(now());
        let made = order(&db, account, &new_order(&random, number, now()), now()).await;
        let held = pay(&db, &made, after(hour), hold()).await;
        expected.push((after(hour), held.id));
    }
    let account: AccountId = random.id(now());
    let passed = order(&db, account, &new_order(&random, 5, now()), now()).await;
    pay(&db, &passed, now(), Verdict::Pass).await;
    expected.sort();
    let mut page_request = PageRequest::first(3);
    let mut listed = Vec::new();
    loop {
        let asked = page_request.clone();
        let page = db.across().read(move |tx| desk::queue(tx, &asked)).await.unwrap();
        for item in &page.items {
            assert_eq!(item.reasons, [Reason::Sample, Reason::ManyOrders]);
            assert_eq!((item.due_at, item.total.minor()), (after(48), 4_544));
            assert_eq!((item.customer.as_str(), item.name.as_str()), ("ab12345-ct", "Les Lilas"));
            assert!(!item.is_late(after(47)) && item.is_late(after(48)));
        }
        listed.extend(page.items.iter().map(|item| (item.checking_since, item.order)));
        match page.next {
            Some(next) => page_request.after = Some(next),
            None => break,
        }
    }
    assert_eq!(listed, expected);
    assert_eq!(db.across().read(desk::waiting).await.unwrap(), 4);
    // All are due at once: the ids alone tell them apart.
    let by_id = || {
        let mut ids: Vec<OrderId> = expected.iter().map(|(_, id)| *id).collect();
        ids.sort();
        ids
    };
    let by_wait: Vec<OrderId> = expected.iter().map(|(_, id)| *id).collect();
    for (column, ascending) in [(QueueColumn::Since, by_wait), (QueueColumn::Due, by_id())] {
        let descending: Vec<OrderId> = ascending.iter().rev().copied().collect();
        for (sort, wanted) in [(Sort::ascending(column), ascending), (Sort::descending(column), descending)] {
            let (mut request, mut listed) = (PageRequest::first(3), Vec::new());
            loop {
                let asked = request.clone();
                let page = db.across().read(move |tx| desk::queue_by(tx, sort, &asked)).await.unwrap();
                listed.extend(page.items.iter().map(|item| item.order));
                match page.next {
                    Some(next) => request.after = Some(next),
                    None => break,
                }
            }
            assert_eq!(listed, wanted, "{}", sort.code());
        }
    }
}
