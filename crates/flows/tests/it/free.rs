//! What costs nothing: a plan for free, from the cart to its second month, and what the right of withdrawal says of it.

use kernel::SignedDuration;
use orders::OrderState;
use services::ServiceState;
use testkit::TestDb;

use super::shop::{Shop, metal, settings, web};

/// The catalogue of the demonstration, where the smallest hosting plan costs nothing.
fn free() -> catalog::PublicCatalog {
    let published = include_bytes!("../../../../catalogs/demo-FR.json");
    let mut published: serde_json::Value = serde_json::from_slice(published).unwrap();
    published["catalogId"] = 9_001.into();
    let plans = published["plans"].as_array_mut().unwrap();
    let plan = plans.iter_mut().find(|plan| plan["planCode"] == "ct-web-start").unwrap();
    for pricing in plan["pricings"].as_array_mut().unwrap() {
        pricing["price"] = 0.into();
        pricing["tax"] = 0.into();
    }
    catalog::parse(published.to_string().as_bytes()).unwrap()
}

async fn open(db: &TestDb, settings: flows::Settings) -> Shop {
    let shop = Shop::with(db, settings).await;
    let (now, catalog) = (shop.cx.clock.now(), free());
    let import = move |tx: &mut db::RegistryTx| catalog::import(tx, now, &catalog, &|_| {});
    shop.cx.db.registry().write(import).await.unwrap();
    shop
}

#[testkit::both_databases]
async fn a_plan_for_free_is_delivered_and_renewed_without_payment_or_invoice(db: TestDb) {
    let shop = open(&db, settings()).await;
    let ada = shop.customer("ada@example.com").await;
    let order = shop.order(ada.id, web()).await;
    assert!(order.totals.gross.is_zero() && !order.is_payable(shop.cx.clock.now()));
    assert!(order.paid_at.is_some(), "nothing is waited for");
    shop.settle_down().await;
    assert_eq!(shop.reload(&order).await.state, OrderState::Delivered);
    let mut service = shop.services(&order).await.remove(0);
    assert_eq!(service.state, ServiceState::Ok);
    let first_end = service.period.unwrap().end();
    assert_eq!(shop.invoices(&order).await, [], "nothing is sold for nothing: there is no invoice");
    assert_eq!(shop.balance(ada.id).await, 0);
    assert_eq!(shop.mailed(ada.id, "payment_received").await, 0);
    assert_eq!(shop.mailed(ada.id, "service_delivered").await, 1);
    let all = shop.mailbox.messages();
    let form = all.iter().find(|mail| mail.subject.contains("bon de commande")).unwrap();
    assert!(form.text.contains("Elle ne coûte rien"), "{}", form.text);
    assert!(!form.text.contains("régler"), "{}", form.text);

    shop.live(40).await;
    service = shop.services(&order).await.remove(0);
    assert_eq!(service.state, ServiceState::Ok);
    assert!(service.period.unwrap().end() > first_end, "the second month has begun");
    for name in ["renewal_due", "invoice_available"] {
        assert_eq!(shop.mailed(ada.id, name).await, 0, "{name}");
    }
    shop.assert_clean().await;
    let report = reports::verify(&shop.cx.db, &shop.cx.jurisdictions, shop.cx.clock.now(), |_| {}).await;
    assert_eq!(report.unwrap().problems, []);
}

#[testkit::both_databases]
async fn an_order_for_free_may_be_looked_at_and_can_be_withdrawn_from(db: TestDb) {
    let mut rules = settings();
    rules.validation.orders_per_day_max = Some(0);
    let shop = open(&db, rules).await;
    let ada = shop.customer("ada@example.com").await;
    let order = shop.order(ada.id, web()).await;
    assert_eq!(order.state, OrderState::Checking);
    let staff = shop.id();
    flows::validate::approve(&shop.cx, ada.id, order.id, staff, "looks good".to_owned()).await.unwrap();
    shop.settle_down().await;
    assert_eq!(shop.reload(&order).await.state, OrderState::Delivered);
    shop.pass(SignedDuration::from_hours(24));
    let reason = orders::WithdrawalReason::Unused;
    let withdrawal = flows::withdraw(&shop.cx, ada.id, order.id, reason, String::new()).await.unwrap();
    assert!(withdrawal.refund.is_zero() && withdrawal.ended_at.is_some(), "{withdrawal:?}");
    shop.settle_down().await;
    assert_eq!(shop.reload(&order).await.state, OrderState::Cancelled);
    shop.assert_clean().await;
}

#[testkit::both_databases]
async fn what_the_operator_excludes_from_withdrawal_is_asked_for_on_the_order_form(db: TestDb) {
    let mut rules = settings();
    let excluded = services::rules::Choice::Withdrawal(services::WithdrawalMode::Licence);
    rules.renewals.choices.push(("ct-web-*".to_owned(), excluded));
    let shop = open(&db, rules).await;
    let ada = shop.customer("ada@example.com").await;
    shop.put_in_cart(ada.id, metal()).await;
    let asked = async || {
        let cart = flows::price_cart(&shop.cx, ada.id, ada.subsidiary).await.unwrap();
        flows::asked(&shop.cx, &ada, &cart).unwrap().waiver
    };
    assert_eq!(asked().await, None);
    shop.put_in_cart(ada.id, web()).await;
    let waiver = asked().await.expect("a withdrawal would be refused for it");
    assert!(waiver.has_rest, "the server loses its right with it");
    assert_eq!(waiver.names.len(), 1, "{:?}", waiver.names);
}
