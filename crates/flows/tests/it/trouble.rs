//! Answers that get lost, windows that stay open, dates that pass: the money is taken once or not at all.

use std::collections::BTreeSet;

use flows::{Choice, PayError, PayOutcome};
use kernel::{AttemptId, MethodId, SignedDuration};
use orders::{Order, OrderState};
use payments::AttemptState;
use testkit::TestDb;

use super::provider::{ANSWER_LOST, GOOD, REQUEST_LOST, SLOW};
use super::shop::{NEW_CARD, Shop, settings, web};

/// A customer with a registered card of this kind, and an order.
async fn with_card(shop: &Shop, card: &str) -> (Order, MethodId) {
    let ada = shop.customer("ada@example.com").await;
    let method = shop.register(ada.id, card).await;
    (shop.order(ada.id, web()).await, method)
}

#[testkit::both_databases]
async fn c26_money_taken_without_an_answer_is_found_and_never_taken_twice(db: TestDb) {
    let shop = Shop::open(&db).await;
    let (order, method) = with_card(&shop, ANSWER_LOST).await;
    let payment = shop.payment(&order, Choice::Registered(method));
    assert_eq!(shop.pay(&order, &payment).await.unwrap(), PayOutcome::Pending);
    assert_eq!(shop.attempt(order.account, payment.id).await.state, AttemptState::Unknown);
    assert_eq!(shop.provider.holds(payment.id).await, 359, "the money was taken");

    let again = shop.payment(&order, NEW_CARD);
    let refused = shop.pay(&order, &again).await;
    assert!(matches!(refused, Err(PayError::InProgress)), "{refused:?}");
    assert_eq!(
        shop.pay(&order, &payment).await.unwrap(),
        PayOutcome::Pending,
        "the form sent again only waits"
    );

    shop.pass(SignedDuration::from_secs(20));
    shop.settle_down().await;
    assert_eq!(shop.provider.charge(again.id).await, None);
    let refused = shop.pay(&order, &again).await;
    assert!(matches!(refused, Err(PayError::AlreadyPaid)), "{refused:?}");
    shop.assert_fulfilled(&order, &[payment.id, again.id]).await;
    assert_eq!(shop.mailed(order.account, "payment_received").await, 1);
}

#[testkit::both_databases]
async fn who_comes_back_after_a_lost_answer_learns_that_it_is_paid(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let order = shop.order(ada.id, web()).await;
    let (attempt, outcome) = shop.pay_on_page(&order, ANSWER_LOST).await;
    assert_eq!(outcome, PayOutcome::Paid);
    shop.settle_down().await;
    shop.assert_fulfilled(&order, &[attempt]).await;
}

#[testkit::both_databases]
async fn a_page_whose_customer_never_comes_back_is_settled_without_webhook(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let order = shop.order(ada.id, web()).await;
    let (attempt, url) = shop.open_page(&order).await;
    shop.provider.visit(&url, GOOD).await;
    shop.settle_down().await;
    assert_eq!(shop.reload(&order).await.state, OrderState::NotPaid, "nobody has asked yet");
    shop.pass(SignedDuration::from_secs(61));
    shop.settle_down().await;
    shop.assert_fulfilled(&order, &[attempt]).await;
}

#[testkit::both_databases]
async fn a_request_that_never_arrived_is_closed_and_the_order_can_be_paid(db: TestDb) {
    let shop = Shop::open(&db).await;
    let (order, method) = with_card(&shop, REQUEST_LOST).await;
    let lost = shop.payment(&order, Choice::Registered(method));
    assert_eq!(shop.pay(&order, &lost).await.unwrap(), PayOutcome::Pending);
    shop.pass(SignedDuration::from_secs(20));
    shop.settle_down().await;
    assert_eq!(
        shop.attempt(order.account, lost.id).await.state,
        AttemptState::Unknown,
        "it may still arrive"
    );
    let refused = shop.pay(&order, &shop.payment(&order, NEW_CARD)).await;
    assert!(matches!(refused, Err(PayError::InProgress)), "{refused:?}");

    shop.pass(SignedDuration::from_secs(60));
    shop.settle_down().await;
    assert_eq!(shop.attempt(order.account, lost.id).await.state, AttemptState::Expired);
    let (paid, outcome) = shop.pay_on_page(&order, GOOD).await;
    assert_eq!(outcome, PayOutcome::Paid);
    shop.settle_down().await;
    shop.assert_fulfilled(&order, &[lost.id, paid]).await;
}

#[testkit::both_databases]
async fn c25_the_page_left_open_in_another_window_is_closed_before_the_second_payment(db: TestDb) {
    let shop = Shop::open(&db).await;
    let (order, method) = with_card(&shop, GOOD).await;
    let (first, page) = shop.open_page(&order).await;
    let second = shop.payment(&order, Choice::Registered(method));
    assert_eq!(shop.pay(&order, &second).await.unwrap(), PayOutcome::Paid);
    shop.provider.visit(&page, GOOD).await;
    assert_eq!(flows::came_back(&shop.cx, order.account, first).await.unwrap(), PayOutcome::Closed);
    shop.settle_down().await;
    assert_eq!(shop.provider.holds(first).await, 0);
    shop.assert_fulfilled(&order, &[first, second.id]).await;
}

#[testkit::both_databases]
async fn c25_a_last_look_finds_that_the_other_window_has_paid(db: TestDb) {
    let shop = Shop::open(&db).await;
    let (order, method) = with_card(&shop, GOOD).await;
    let (first, page) = shop.open_page(&order).await;
    shop.provider.visit(&page, GOOD).await;
    let second = shop.payment(&order, Choice::Registered(method));
    let refused = shop.pay(&order, &second).await;
    assert!(matches!(refused, Err(PayError::AlreadyPaid)), "{refused:?}");
    shop.settle_down().await;
    assert_eq!(shop.provider.charge(second.id).await, None);
    shop.assert_fulfilled(&order, &[first]).await;
}

#[testkit::both_databases]
async fn c25_money_that_came_twice_all_the_same_goes_back(db: TestDb) {
    let shop = Shop::open(&db).await;
    let (order, method) = with_card(&shop, GOOD).await;
    let (first, page) = shop.open_page(&order).await;
    let second = shop.payment(&order, Choice::Registered(method));
    // The provider confirms that the page is closed, and takes the money there nevertheless.
    let closed = payments::ChargeOutcome::Expired { external_id: "unknown".to_owned() };
    flows::settle::settle(&shop.cx, order.account, first, closed).await.unwrap();
    shop.provider.visit(&page, GOOD).await;
    assert_eq!(shop.pay(&order, &second).await.unwrap(), PayOutcome::Paid);
    assert_eq!(shop.provider.holds(first).await, 359);

    flows::settle::ask(&shop.cx, order.account, first).await.unwrap();
    shop.settle_down().await;
    assert_eq!(shop.provider.holds(first).await, 0, "the excess was given back");
    shop.assert_fulfilled(&order, &[first, second.id]).await;
}

#[testkit::both_databases]
async fn two_windows_that_pay_at_once_take_the_money_once(db: TestDb) {
    let shop = Shop::open(&db).await;
    let (order, method) = with_card(&shop, GOOD).await;
    let windows: Vec<_> = (0..6)
        .map(|window| {
            let with = if window % 2 == 0 { Choice::Registered(method) } else { NEW_CARD };
            shop.payment(&order, with)
        })
        .collect();
    let (shop_ref, order_ref) = (&shop, &order);
    let paying = windows.iter().map(|payment| async move {
        let outcome = shop_ref.pay(order_ref, payment).await;
        if let Ok(PayOutcome::Redirect(url)) = &outcome {
            shop_ref.provider.visit(url, GOOD).await;
            flows::came_back(&shop_ref.cx, order_ref.account, payment.id).await.unwrap();
        }
        outcome
    });
    let outcomes = join_all(paying).await;
    assert!(outcomes.iter().any(Result::is_ok), "{outcomes:?}");
    shop.pass(SignedDuration::from_mins(2));
    shop.settle_down().await;
    let attempts: Vec<AttemptId> = windows.iter().map(|payment| payment.id).collect();
    shop.assert_fulfilled(&order, &attempts).await;
}

/// Awaits all of them at once.
async fn join_all<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut waiting: Vec<_> = futures.map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(move |cx| {
        let mut is_done = true;
        for (future, output) in &mut waiting {
            if output.is_none() {
                match future.as_mut().poll(cx) {
                    std::task::Poll::Ready(done) => *output = Some(done),
                    std::task::Poll::Pending => is_done = false,
                }
            }
        }
        if is_done {
            std::task::Poll::Ready(waiting.iter_mut().filter_map(|(_, output)| output.take()).collect())
        } else {
            std::task::Poll::Pending
        }
    })
    .await
}

#[testkit::both_databases]
async fn a_payment_the_bank_confirms_later_holds_the_order_until_then(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let order = shop.order(ada.id, web()).await;
    let (attempt, outcome) = shop.pay_on_page(&order, SLOW).await;
    assert_eq!(outcome, PayOutcome::Pending);
    shop.settle_down().await;
    assert_eq!(shop.reload(&order).await.state, OrderState::NotPaid);
    let refused = shop.pay(&order, &shop.payment(&order, NEW_CARD)).await;
    assert!(matches!(refused, Err(PayError::InProgress)), "{refused:?}");
    shop.pass(SignedDuration::from_mins(2));
    shop.settle_down().await;
    shop.assert_fulfilled(&order, &[attempt]).await;
}

#[testkit::both_databases]
async fn a_payment_begun_before_the_expiry_wins_over_it(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let order = shop.order(ada.id, web()).await;
    shop.pass(SignedDuration::from_mins(24 * 60 - 1));
    let (attempt, page) = shop.open_page(&order).await;
    shop.pass(SignedDuration::from_mins(2));
    shop.settle_down().await;
    assert_eq!(shop.reload(&order).await.state, OrderState::NotPaid, "the page is still open");
    shop.provider.visit(&page, GOOD).await;
    assert_eq!(flows::came_back(&shop.cx, ada.id, attempt).await.unwrap(), PayOutcome::Paid);
    shop.settle_down().await;
    shop.assert_fulfilled(&order, &[attempt]).await;
}

#[testkit::both_databases]
async fn an_order_lapses_once_its_open_page_is_closed(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let order = shop.order(ada.id, web()).await;
    shop.pass(SignedDuration::from_mins(24 * 60 - 1));
    let (attempt, page) = shop.open_page(&order).await;
    shop.pass(SignedDuration::from_hours(7));
    shop.settle_down().await;
    assert_eq!(shop.reload(&order).await.state, OrderState::Expired);
    shop.provider.visit(&page, GOOD).await;
    assert_eq!(shop.provider.holds(attempt).await, 0, "the page was closed");
    shop.assert_clean().await;
}

#[testkit::both_databases]
async fn c39_an_expired_order_takes_no_payment_and_no_number(db: TestDb) {
    let shop = Shop::open(&db).await;
    let (order, method) = with_card(&shop, GOOD).await;
    shop.pass(SignedDuration::from_hours(24));
    let payment = shop.payment(&order, Choice::Registered(method));
    let refused = shop.pay(&order, &payment).await;
    assert!(matches!(refused, Err(PayError::NotPayable)), "its date has come: {refused:?}");
    shop.settle_down().await;
    assert_eq!(shop.reload(&order).await.state, OrderState::Expired);
    let refused = shop.pay(&order, &payment).await;
    assert!(matches!(refused, Err(PayError::NotPayable)), "{refused:?}");
    assert_eq!(shop.provider.charge(payment.id).await, None);

    let next = shop.order(order.account, web()).await;
    let paid = shop.payment(&next, Choice::Registered(method));
    assert_eq!(shop.pay(&next, &paid).await.unwrap(), PayOutcome::Paid);
    shop.settle_down().await;
    assert_eq!(shop.invoice(&next).await.reference, "FR00000001", "the lapsed order used no number");
    shop.assert_clean().await;
}

#[testkit::both_databases]
async fn c30_what_fails_after_a_payment_does_not_undo_it(db: TestDb) {
    let mut shop = Shop::open(&db).await;
    let (order, method) = with_card(&shop, GOOD).await;
    // The provisioner the services would be made by is gone, so nothing after the payment can go on.
    let whole = shop.cx.provisioners.clone();
    let other = services::Provisioners::only(std::sync::Arc::new(provisioners::Manual));
    let payment = shop.payment(&order, Choice::Registered(method));
    assert_eq!(shop.pay(&order, &payment).await.unwrap(), PayOutcome::Paid);
    shop.cx.provisioners = std::sync::Arc::new(other);
    let service = shop.service(&order).await;
    assert!(flows::deliver(&shop.cx, order.account, service).await.is_err());
    assert_eq!(shop.attempt(order.account, payment.id).await.state, AttemptState::Success);
    assert_eq!(shop.reload(&order).await.state, OrderState::Delivering);

    shop.cx.provisioners = whole;
    shop.pass(SignedDuration::from_mins(15));
    shop.settle_down().await;
    shop.assert_fulfilled(&order, &[payment.id]).await;
}

#[testkit::both_databases]
async fn c31_fifty_checkouts_at_once_are_fifty_orders_and_invoices(db: TestDb) {
    const ORDERS: usize = 50;
    let shop = Shop::with(&db, settings()).await;
    let mut methods = Vec::new();
    for name in ["ada", "bob", "cyd", "dan", "eve"] {
        let account = shop.customer(&format!("{name}@example.com")).await;
        methods.push((account.id, shop.register(account.id, GOOD).await));
    }
    let shop_ref = &shop;
    let buying = (0..ORDERS).map(|turn| {
        let (account, method) = methods[turn % methods.len()];
        async move {
            // One cart per account: those of one account follow each other or find it empty.
            loop {
                shop_ref.put_in_cart(account, web()).await;
                match flows::checkout(&shop_ref.cx, account, shop_ref.form(shop_ref.id())).await {
                    Ok(order) => {
                        let payment = shop_ref.payment(&order, Choice::Registered(method));
                        assert_eq!(shop_ref.pay(&order, &payment).await.unwrap(), PayOutcome::Paid);
                        return (order, payment.id);
                    }
                    Err(flows::CheckoutError::Empty | flows::CheckoutError::Unavailable) => {}
                    Err(error) => panic!("{error}"),
                }
            }
        }
    });
    let bought = join_all(buying).await;
    shop.settle_down().await;
    let numbers: BTreeSet<i64> = bought.iter().map(|(order, _)| order.number).collect();
    assert_eq!(numbers.len(), ORDERS, "every order has a number of its own");
    let mut references = BTreeSet::new();
    for (order, attempt) in &bought {
        let invoice = shop.invoice(order).await;
        assert_eq!(invoice.gross, order.totals.gross);
        assert_eq!(shop.provider.holds(*attempt).await, order.totals.gross.minor());
        references.insert(invoice.reference);
    }
    let expected: BTreeSet<String> = (1..=ORDERS).map(|number| format!("FR{number:08}")).collect();
    assert_eq!(references, expected);
    shop.assert_clean().await;
}

/// Pays, and leaves in the middle of the call, when the money is taken and the answer not yet here.
async fn die_while_paying(shop: &Shop, order: &Order, payment: &flows::Payment) {
    let (cx, account, sent) = (shop.cx.clone(), order.account, payment.clone());
    let paying = tokio::spawn(async move { flows::pay(&cx, account, sent).await });
    while shop.provider.holds(payment.id).await == 0 {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    paying.abort();
    let _ = paying.await;
    assert_eq!(shop.attempt(account, payment.id).await.state, AttemptState::Created);
}

#[testkit::both_databases]
async fn the_form_sent_again_after_a_crash_finds_the_money(db: TestDb) {
    let shop = Shop::open(&db).await;
    let (order, method) = with_card(&shop, ANSWER_LOST).await;
    let payment = shop.payment(&order, Choice::Registered(method));
    die_while_paying(&shop, &order, &payment).await;
    assert_eq!(shop.pay(&order, &payment).await.unwrap(), PayOutcome::Paid);
    shop.settle_down().await;
    shop.assert_fulfilled(&order, &[payment.id]).await;
}

#[testkit::both_databases]
async fn a_form_that_reads_otherwise_after_a_crash_never_hides_the_money(db: TestDb) {
    let mut shop = Shop::open(&db).await;
    let (order, method) = with_card(&shop, ANSWER_LOST).await;
    let payment = shop.payment(&order, Choice::Registered(method));
    die_while_paying(&shop, &order, &payment).await;
    // The portal came back under another address, so the call is no longer the same to the letter.
    let moved = flows::Settings { base_url: "https://new.example".to_owned(), ..settings() };
    shop.cx.settings = std::sync::Arc::new(moved);
    assert_eq!(shop.pay(&order, &payment).await.unwrap(), PayOutcome::Pending);
    let refused = shop.pay(&order, &shop.payment(&order, NEW_CARD)).await;
    assert!(matches!(refused, Err(PayError::InProgress)), "{refused:?}");
    shop.pass(SignedDuration::from_secs(20));
    shop.settle_down().await;
    shop.assert_fulfilled(&order, &[payment.id]).await;
}
