//! What the provider tells: often, late, in any order, or never.

use flows::PayOutcome;
use flows::webhook::ReceiveError;
use kernel::SignedDuration;
use orders::{Order, OrderState};
use testkit::TestDb;

use super::provider::{GOOD, Hook, POOR, SLOW};
use super::shop::{Shop, web};

async fn ordered(shop: &Shop) -> Order {
    let ada = shop.customer("ada@example.com").await;
    shop.order(ada.id, web()).await
}

async fn hand_over(shop: &Shop, hook: &Hook) -> Result<bool, ReceiveError> {
    flows::webhook::receive(&shop.cx, "sandbox", &hook.headers, &hook.body).await
}

#[testkit::both_databases]
async fn c24_every_event_five_times_is_one_payment(db: TestDb) {
    let shop = Shop::open(&db).await;
    let order = ordered(&shop).await;
    let (attempt, page) = shop.open_page(&order).await;
    shop.provider.visit(&page, GOOD).await;
    // succeeded, captured, session completed
    let hooks = shop.provider.hooks(3).await;
    for _ in 0..5 {
        for hook in &hooks {
            hand_over(&shop, hook).await.unwrap();
        }
        flows::reconcile::work_on_webhooks(&shop.cx, 2).await.unwrap();
    }
    shop.settle_down().await;
    shop.assert_fulfilled(&order, &[attempt]).await;
    assert_eq!(shop.mailed(order.account, "payment_received").await, 1);
    assert_eq!(shop.mailed(order.account, "invoice_available").await, 1);
}

#[testkit::both_databases]
async fn events_that_arrive_at_once_are_one_payment(db: TestDb) {
    let shop = Shop::open(&db).await;
    let order = ordered(&shop).await;
    let (attempt, page) = shop.open_page(&order).await;
    shop.provider.visit(&page, GOOD).await;
    for hook in &shop.provider.hooks(3).await {
        hand_over(&shop, hook).await.unwrap();
    }
    let cx = &shop.cx;
    let (one, two, back) = tokio::join!(
        flows::reconcile::work_on_webhooks(cx, 100),
        flows::reconcile::work_on_webhooks(cx, 100),
        flows::came_back(cx, order.account, attempt)
    );
    assert!(one.unwrap() + two.unwrap() >= 3);
    assert_eq!(back.unwrap(), PayOutcome::Paid);
    shop.settle_down().await;
    shop.assert_fulfilled(&order, &[attempt]).await;
}

#[testkit::both_databases]
async fn the_events_of_two_attempts_in_the_wrong_order_end_the_same(db: TestDb) {
    let shop = Shop::open(&db).await;
    let order = ordered(&shop).await;
    let (first, page) = shop.open_page(&order).await;
    shop.provider.visit(&page, POOR).await;
    assert!(matches!(
        flows::came_back(&shop.cx, order.account, first).await.unwrap(),
        PayOutcome::Refused(payments::RefusalReason::InsufficientFunds)
    ));
    let (second, page) = shop.open_page(&order).await;
    shop.provider.visit(&page, GOOD).await;
    let mut hooks = shop.provider.hooks(4).await;
    hooks.reverse();
    for hook in &hooks {
        hand_over(&shop, hook).await.unwrap();
        flows::reconcile::work_on_webhooks(&shop.cx, 100).await.unwrap();
    }
    shop.settle_down().await;
    shop.assert_fulfilled(&order, &[first, second]).await;
}

#[testkit::both_databases]
async fn an_event_that_is_older_than_what_we_know_changes_nothing(db: TestDb) {
    let shop = Shop::open(&db).await;
    let order = ordered(&shop).await;
    let (attempt, page) = shop.open_page(&order).await;
    shop.provider.visit(&page, SLOW).await;
    let pending = shop.provider.hooks(1).await;
    shop.pass(SignedDuration::from_mins(2));
    shop.settle_down().await;
    shop.assert_fulfilled(&order, &[attempt]).await;
    for hook in &pending {
        hand_over(&shop, hook).await.unwrap();
    }
    shop.settle_down().await;
    shop.assert_fulfilled(&order, &[attempt]).await;
}

#[testkit::both_databases]
async fn a_forged_stale_or_oversized_event_is_not_taken(db: TestDb) {
    let shop = Shop::open(&db).await;
    let order = ordered(&shop).await;
    let (_, page) = shop.open_page(&order).await;
    shop.provider.visit(&page, GOOD).await;
    let hook = shop.provider.hooks(3).await.remove(0);
    let mut body = hook.body.clone();
    body.push(b' ');
    let forged = Hook { body, ..hook.clone() };
    let refused = hand_over(&shop, &forged).await;
    assert!(matches!(refused, Err(ReceiveError::Webhook(payments::WebhookError::Forged))), "{refused:?}");
    let large = Hook { body: vec![b' '; payments::inbox::BODY_BYTES_MAX + 1], ..hook.clone() };
    let refused = hand_over(&shop, &large).await;
    assert!(matches!(refused, Err(ReceiveError::TooLarge)), "{refused:?}");
    let refused = flows::webhook::receive(&shop.cx, "nobody", &hook.headers, &hook.body).await;
    assert!(matches!(refused, Err(ReceiveError::Unconfigured(_))), "{refused:?}");
    shop.pass(SignedDuration::from_mins(6));
    let refused = hand_over(&shop, &hook).await;
    assert!(matches!(refused, Err(ReceiveError::Webhook(payments::WebhookError::Stale))), "{refused:?}");
    let waiting =
        shop.cx.db.across().read(|tx| payments::store::waiting_events(tx, kernel::Timestamp::MAX, 10));
    assert_eq!(waiting.await.unwrap(), []);
}

#[testkit::both_databases]
async fn an_event_about_somebody_elses_payment_is_put_away(db: TestDb) {
    let (shop, stranger) = (Shop::open(&db).await, Shop::id::<()>);
    let order = ordered(&shop).await;
    let gateway = shop.cx.gateways.get("sandbox").unwrap().clone();
    let reference = stranger(&shop).to_string().parse().unwrap();
    let elsewhere = payments::ChargeRequest {
        key: reference,
        account: order.account,
        amount: order.totals.gross,
        description: "another shop's".to_owned(),
        order_number: order.number,
        customer_ref: "zz99999-ct".to_owned(),
        method: payments::ChargeMethod::Hosted {
            kind: kernel::PaymentKind::Card,
            return_url: "https://other.example/".to_owned(),
            register: false,
        },
        locale: kernel::Locale::En,
    };
    let payments::ChargeOutcome::Redirect { url, .. } = gateway.charge(&elsewhere).await.unwrap() else {
        panic!("a page is opened");
    };
    shop.provider.visit(&url, GOOD).await;
    for hook in &shop.provider.hooks(3).await {
        hand_over(&shop, hook).await.unwrap();
    }
    shop.settle_down().await;
    assert_eq!(shop.reload(&order).await.state, OrderState::NotPaid);
    assert_eq!(shop.balance(order.account).await, 0);
    shop.assert_clean().await;
}
