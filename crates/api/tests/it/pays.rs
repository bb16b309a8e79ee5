//! Orders paid and withdrawn from by programs.

use accounts::Account;
use db::AccountTx;
use flows::renew::{self, Part};
use orders::OrderState;
use payments::ChargeOutcome;
use serde_json::{Value, json};
use testkit::TestDb;

use crate::carts;
use crate::world::{Ask, Program, World, ask, everything, get};

impl World {
    /// The provider says yes to the payment that is being made.
    pub(crate) async fn charged(&self, account: &Account) {
        let running = |tx: &mut AccountTx| payments::store::running(tx, 10);
        let tried =
            self.cx.db.account(account.id).read(running).await.unwrap().pop().expect("a payment runs");
        let outcome = ChargeOutcome::Succeeded { external_id: format!("ch_{}", tried.id), registered: None };
        flows::settle::settle(&self.cx, account.id, tried.id, outcome).await.unwrap();
    }

    /// A cart filled and ordered by a program; the number of the order.
    async fn ordered(&self, program: &Program, body: &Value) -> i64 {
        let cart = carts::opened(self).await;
        carts::signed(self, program, "POST", &format!("{cart}/assign"), &Value::Null).await;
        carts::filled(self, &cart).await;
        let order = carts::signed(self, program, "POST", &format!("{cart}/checkout"), body).await;
        order["orderId"].as_i64().unwrap()
    }

    async fn refused(&self, program: &Program, path: &str, body: &Value) -> (u16, String) {
        let asked = Ask { body: body.to_string(), ..ask("POST", path) };
        let (status, _, message) = self.signed(program, &asked).await.problem();
        (status, message)
    }
}

#[testkit::both_databases]
async fn an_order_is_paid_with_a_registered_method(db: TestDb) {
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    let program = world.program(&ada, everything()).await;
    let read = async |path: String| world.signed(&program, &get(path)).await.json();
    let number = world.ordered(&program, &json!({})).await;
    let order = format!("/me/order/{number}");
    let (pay, mean) = (format!("{order}/pay"), format!("{order}/payWithRegisteredPaymentMean"));
    assert_eq!(read(format!("{order}/availableRegisteredPaymentMean")).await, json!([]));
    assert_eq!(read(format!("{order}/paymentMethods")).await["registered"], json!([]));
    let page = &read(format!("{order}/paymentMeans")).await["creditCard"][0]["url"];
    assert_eq!(*page, format!("https://shop.example/counter/orders/{number}/pay"));
    let none = (400, "[paymentMean] the account has no registered creditCard".to_owned());
    assert_eq!(world.refused(&program, &mean, &json!({"paymentMean": "creditCard"})).await, none);
    let none = (400, "[paymentMethod] the account has no payment method 42".to_owned());
    assert_eq!(world.refused(&program, &pay, &json!({"paymentMethod": {"id": 42}})).await, none);

    // A card is kept by another purchase; the order is then paid with it.
    world.bought(&ada).await;
    let methods = read("/me/payment/method?default=true".to_owned()).await;
    assert_eq!(read(format!("{order}/paymentMethods")).await["registered"], methods);
    let means = read(format!("{order}/availableRegisteredPaymentMean")).await;
    assert_eq!(means, json!([{"paymentMean": "creditCard"}]));
    let with = json!({"paymentMethod": {"id": methods[0]}});
    assert_eq!(carts::signed(&world, &program, "POST", &pay, &with).await, Value::Null);
    let running = (400, "[orderId] another payment of this order is still being made".to_owned());
    assert_eq!(world.refused(&program, &pay, &with).await, running, "it is not charged twice");
    world.charged(&ada).await;
    assert_eq!(read(format!("{order}/status")).await, "delivering");
    let paid = (400, "[orderId] the order is already paid".to_owned());
    assert_eq!(world.refused(&program, &mean, &json!({"paymentMean": "CREDIT_CARD"})).await, paid);
    assert_eq!(read(format!("{order}/paymentMeans")).await["creditCard"], Value::Null);
}

#[testkit::both_databases]
async fn a_cart_pays_itself_with_the_preferred_method(db: TestDb) {
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    let program = world.program(&ada, everything()).await;
    let cart = carts::opened(&world).await;
    carts::signed(&world, &program, "POST", &format!("{cart}/assign"), &Value::Null).await;
    carts::filled(&world, &cart).await;
    let auto = json!({"autoPayWithPreferredPaymentMethod": true});
    let none = "[autoPayWithPreferredPaymentMethod] the account has no default payment method";
    let refused = world.refused(&program, &format!("{cart}/checkout"), &auto).await;
    assert_eq!(refused, (400, none.to_owned()));
    assert_eq!(world.signed(&program, &get("/me/order")).await.json(), json!([]), "nothing was ordered");
    world.bought(&ada).await;
    let order = carts::signed(&world, &program, "POST", &format!("{cart}/checkout"), &auto).await;
    world.charged(&ada).await;
    let status = world.signed(&program, &get(format!("/me/order/{}/status", order["orderId"]))).await;
    assert_eq!(status.json(), "delivering");
}

#[testkit::both_databases]
async fn what_costs_nothing_is_paid_with_anything(db: TestDb) {
    let world = World::new(&db).await;
    world.gives_away("ct-web-start").await;
    let ada = world.account("ada@example.org").await;
    let program = world.program(&ada, everything()).await;
    let cart = carts::opened(&world).await;
    carts::signed(&world, &program, "POST", &format!("{cart}/assign"), &Value::Null).await;
    let plan =
        json!({"planCode": "ct-web-start", "pricingMode": "default", "duration": "P1M", "quantity": 1});
    carts::signed(&world, &program, "POST", &format!("{cart}/hosting"), &plan).await;
    let order = carts::signed(&world, &program, "POST", &format!("{cart}/checkout"), &Value::Null).await;
    let path = format!("/me/order/{}", order["orderId"]);
    let means = world.signed(&program, &get(format!("{path}/availableRegisteredPaymentMean"))).await.json();
    assert_eq!(means, json!([{"paymentMean": "fidelityAccount"}]));
    let mean = format!("{path}/payWithRegisteredPaymentMean");
    let paid =
        carts::signed(&world, &program, "POST", &mean, &json!({"paymentMean": "fidelityAccount"})).await;
    assert_eq!(paid, Value::Null);
    assert_eq!(world.signed(&program, &get(format!("{path}/status"))).await.json(), "delivering");
}

#[testkit::both_databases]
async fn an_order_is_withdrawn_from(db: TestDb) {
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    let program = world.program(&ada, everything()).await;
    let unpaid = world.ordered(&program, &json!({})).await;
    let other = json!({"reason": "other"});
    let refused = world.refused(&program, &format!("/me/order/{unpaid}/retraction"), &other).await;
    assert_eq!(refused, (400, "[orderId] an order that is not paid lapses by itself".to_owned()));
    let order = world.bought(&ada).await;
    let path = format!("/me/order/{}/retraction", order.number);
    let (status, message) = world.refused(&program, &path, &json!({"reason": "boredom"})).await;
    assert_eq!((status, message.split(' ').next()), (400, Some("[reason]")));
    assert_eq!(carts::signed(&world, &program, "POST", &path, &other).await, Value::Null);
    let id = order.id;
    let kept = world.cx.db.account(ada.id).read(move |tx| orders::store::get(tx, id)).await.unwrap();
    assert!(matches!(kept.state, OrderState::Cancelling | OrderState::Cancelled), "{:?}", kept.state);
}

#[testkit::both_databases]
async fn a_method_whose_provider_is_in_use_no_more_is_refused_and_charged_no_more(db: TestDb) {
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    world.bought(&ada).await;
    let program = world.program(&ada, everything()).await;
    let number = world.ordered(&program, &json!({})).await;
    let methods = world.signed(&program, &get("/me/payment/method")).await.json();
    let (world, _) = world.with_provider();
    let with = json!({"paymentMethod": {"id": methods[0]}});
    let refused = world.refused(&program, &format!("/me/order/{number}/pay"), &with).await;
    assert_eq!(refused, (400, "[paymentMethod] this payment method cannot be used".to_owned()));
    world.wait(31 * 24 * 3600);
    let ran = renew::run(&world.cx, Part::ALL, 100).await.unwrap();
    assert_eq!((ran.billed, ran.collected, ran.held), (1, 0, 0));
    let running = |tx: &mut AccountTx| payments::store::running(tx, 10);
    assert!(
        world.cx.db.account(ada.id).read(running).await.unwrap().is_empty(),
        "nobody waits for an answer"
    );
}
