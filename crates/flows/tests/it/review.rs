//! Orders a person looks at: approved, asked for documents, refused with the money back.

use flows::{Choice, PayOutcome};
use kernel::{AccountId, Money, OrderId, RefundId, StaffId};
use orders::{DocumentKind, Order, OrderState};
use testkit::TestDb;

use super::provider::GOOD;
use super::shop::{Shop, settings, web};

/// A shop that looks at everything over a euro.
async fn wary(db: &TestDb) -> Shop {
    let mut settings = settings();
    settings.validation.order_over = vec![Money::new(100, kernel::Currency::EUR)];
    Shop::with(db, settings).await
}

async fn held(shop: &Shop) -> (Order, kernel::AttemptId) {
    let ada = shop.customer("ada@example.com").await;
    let method = shop.register(ada.id, GOOD).await;
    let order = shop.order(ada.id, web()).await;
    let payment = shop.payment(&order, Choice::Registered(method));
    assert_eq!(shop.pay(&order, &payment).await.unwrap(), PayOutcome::Paid);
    shop.settle_down().await;
    let order = shop.reload(&order).await;
    assert_eq!(order.state, OrderState::Checking);
    assert!(shop.services(&order).await.is_empty(), "nothing is made before somebody has looked");
    assert_eq!(shop.mailed(ada.id, "order_progress").await, 1);
    (order, payment.id)
}

async fn approve(
    shop: &Shop,
    account: AccountId,
    order: OrderId,
    staff: StaffId,
) -> Result<Order, flows::validate::ValidateError> {
    flows::validate::approve(&shop.cx, account, order, staff, "looks good".to_owned()).await
}

#[testkit::both_databases]
async fn a_held_order_is_delivered_once_it_is_approved(db: TestDb) {
    let shop = wary(&db).await;
    let (order, attempt) = held(&shop).await;
    let staff = shop.id();
    approve(&shop, order.account, order.id, staff).await.unwrap();
    // Pressed twice.
    approve(&shop, order.account, order.id, staff).await.unwrap();
    shop.settle_down().await;
    assert_eq!(shop.services(&order).await.len(), 1);
    shop.assert_fulfilled(&order, &[attempt]).await;
    assert_eq!(shop.mailed(order.account, "order_progress").await, 2, "it is checked; it is delivered");
}

#[testkit::both_databases]
async fn documents_are_asked_for_sent_and_looked_at(db: TestDb) {
    let shop = wary(&db).await;
    let (order, attempt) = held(&shop).await;
    let (account, id, staff): (_, _, StaffId) = (order.account, order.id, shop.id());
    let ask = flows::validate::request_documents(
        &shop.cx,
        account,
        id,
        staff,
        vec![DocumentKind::Identity, DocumentKind::Address],
        "Both sides, please.".to_owned(),
        "new customer".to_owned(),
    );
    assert_eq!(ask.await.unwrap().state, OrderState::DocumentsRequested);
    shop.settle_down().await;
    assert_eq!(shop.mailed(account, "documents_requested").await, 1);
    let nothing = flows::validate::documents_sent(&shop.cx, account, id).await;
    assert!(nothing.is_err(), "nothing was uploaded");

    let (now, upload) = (shop.cx.clock.now(), shop.id());
    let file = b"%PDF-1.7\nidentity".to_vec();
    let receive =
        move |tx: &mut db::AccountTx| orders::receive_document(tx, now, id, upload, "identity.pdf", &file);
    shop.cx.db.account(account).write(receive).await.unwrap();
    let sent = flows::validate::documents_sent(&shop.cx, account, id).await.unwrap();
    assert_eq!(sent.state, OrderState::Checking);
    approve(&shop, account, id, staff).await.unwrap();
    shop.settle_down().await;
    shop.assert_fulfilled(&order, &[attempt]).await;
}

#[testkit::both_databases]
async fn a_refused_orders_money_arrives_back(db: TestDb) {
    let shop = wary(&db).await;
    let (order, attempt) = held(&shop).await;
    let staff: StaffId = shop.id();
    for _ in 0..2 {
        let refuse = flows::validate::refuse(&shop.cx, order.account, order.id, staff, "no".to_owned());
        assert!(refuse.await.unwrap().refused_at.is_some());
    }
    assert_eq!(shop.provider.holds(attempt).await, 359, "the call comes after the commit");
    shop.settle_down().await;
    assert_eq!(shop.provider.holds(attempt).await, 0);
    let refund: RefundId = kernel::Id::from_uuid(order.id.uuid());
    assert_eq!(shop.provider.refund(refund).await.unwrap()["amount"], 359);
    assert_eq!(shop.balance(order.account).await, 0);
    assert!(shop.invoices(&order).await.is_empty());
    assert_eq!(shop.mailed(order.account, "order_refused").await, 1);
    let state = shop.reload(&order).await.state;
    assert_eq!(state, OrderState::Cancelled);
    shop.assert_clean().await;
    let late = approve(&shop, order.account, order.id, staff).await;
    assert!(late.is_err(), "somebody else decided first");
}

#[testkit::both_databases]
async fn one_of_two_staff_decides(db: TestDb) {
    let shop = wary(&db).await;
    let (order, attempt) = held(&shop).await;
    let (one, two): (StaffId, StaffId) = (shop.id(), shop.id());
    let (approved, refused) = tokio::join!(
        approve(&shop, order.account, order.id, one),
        flows::validate::refuse(&shop.cx, order.account, order.id, two, "no".to_owned())
    );
    assert!(approved.is_ok() != refused.is_ok(), "{approved:?} {refused:?}");
    shop.settle_down().await;
    if approved.is_ok() {
        shop.assert_fulfilled(&order, &[attempt]).await;
    } else {
        assert_eq!(shop.provider.holds(attempt).await, 0);
        assert!(shop.services(&order).await.is_empty());
        shop.assert_clean().await;
    }
}

async fn ask(shop: &Shop, order: &Order) -> kernel::Timestamp {
    let asked = flows::validate::request_documents(
        &shop.cx,
        order.account,
        order.id,
        shop.id(),
        vec![DocumentKind::Identity],
        String::new(),
        String::new(),
    );
    asked.await.unwrap().review.and_then(|review| review.documents_due_at).expect("there is a limit")
}

async fn lapse(shop: &Shop) -> usize {
    flows::validate::lapse_documents(&shop.cx, 100).await.unwrap()
}

async fn history(shop: &Shop, order: &Order) -> Vec<&'static str> {
    let id = order.id;
    let entries = shop.cx.db.account(order.account).read(move |tx| orders::store::history(tx, id));
    entries.await.unwrap().iter().map(|entry| entry.code.code()).collect()
}

#[testkit::both_databases]
async fn without_its_documents_an_order_is_cancelled_in_time_and_its_money_goes_back(db: TestDb) {
    let shop = wary(&db).await;
    let (order, attempt) = held(&shop).await;
    let asked_at = shop.cx.clock.now();
    let due_at = ask(&shop, &order).await;
    let france = shop.cx.subsidiary(order.subsidiary).unwrap();
    assert_eq!(due_at, france.business_deadline(asked_at, 48), "the hours run on business days");
    shop.pass(due_at.duration_since(asked_at) - kernel::SignedDuration::from_secs(1));
    assert_eq!(lapse(&shop).await, 0, "a second too early");
    assert_eq!(shop.reload(&order).await.state, OrderState::DocumentsRequested);
    shop.pass(kernel::SignedDuration::from_secs(1));
    let (one, two) = tokio::join!(lapse(&shop), lapse(&shop));
    assert_eq!((one + two, lapse(&shop).await), (1, 0), "two workers at once, and once more");
    let lapsed = shop.reload(&order).await;
    assert_eq!((lapsed.state, lapsed.refused_at), (OrderState::Cancelled, Some(shop.cx.clock.now())));
    assert_eq!(history(&shop, &order).await.last(), Some(&"FRAUD_DOCS_EXPIRED"));
    shop.settle_down().await;
    assert_eq!(shop.provider.holds(attempt).await, 0, "the money is back");
    assert_eq!(shop.mailed(order.account, "order_refused").await, 1);
    let told = shop.mailbox.messages().into_iter().next().expect("an e-mail");
    assert!(told.text.contains("documents demandés"), "it says why: {}", told.text);
    shop.assert_clean().await;
}

#[testkit::both_databases]
async fn files_that_came_in_time_go_to_the_staff_though_nobody_said_that_these_are_all(db: TestDb) {
    let shop = wary(&db).await;
    let (order, attempt) = held(&shop).await;
    let due_at = ask(&shop, &order).await;
    let (now, upload, id) = (shop.cx.clock.now(), shop.id(), order.id);
    let receive =
        move |tx: &mut db::AccountTx| orders::receive_document(tx, now, id, upload, "id.pdf", b"%PDF-1.7");
    shop.cx.db.account(order.account).write(receive).await.unwrap();
    shop.pass(due_at.duration_since(now));
    assert_eq!((lapse(&shop).await, lapse(&shop).await), (1, 0));
    let back = shop.reload(&order).await;
    assert_eq!(back.state, OrderState::Checking);
    let review = back.review.expect("it is looked at");
    assert!(review.due_at > due_at, "the staff's time begins again");
    approve(&shop, order.account, order.id, shop.id()).await.unwrap();
    shop.settle_down().await;
    shop.assert_fulfilled(&order, &[attempt]).await;
}

#[testkit::both_databases]
async fn what_the_staff_decided_before_the_limit_stands(db: TestDb) {
    let shop = wary(&db).await;
    let (order, attempt) = held(&shop).await;
    ask(&shop, &order).await;
    approve(&shop, order.account, order.id, shop.id()).await.unwrap();
    shop.pass(kernel::SignedDuration::from_hours(24 * 30));
    assert_eq!(lapse(&shop).await, 0);
    shop.settle_down().await;
    shop.assert_fulfilled(&order, &[attempt]).await;
}
