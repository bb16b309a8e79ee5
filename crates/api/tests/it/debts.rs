//! What is owed: what happened around it, and paying it; and the payments of registered methods.

use serde_json::{Value, json};
use testkit::TestDb;

use crate::carts::signed;
use crate::world::{Ask, Program, World, ask, everything, get};

const BILL: &str = "/me/bill/FR00000002";

async fn read(world: &World, program: &Program, path: &str) -> Value {
    let answer = world.signed(program, &get(path)).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text);
    answer.json()
}

/// Status and message of a call that is refused.
async fn refused(world: &World, program: &Program, path: &str) -> (u16, String) {
    let (status, _, message) = world.signed(program, &ask("POST", path)).await.problem();
    (status, message)
}

/// Everything that happened around what a path names: type, status and order of each.
async fn around(world: &World, program: &Program, path: &str) -> Vec<(Value, Value, Value)> {
    let mut told = Vec::new();
    for number in read(world, program, path).await.as_array().unwrap() {
        let one = read(world, program, &format!("{path}/{number}")).await;
        assert_eq!(one["operationId"], *number);
        told.push((one["type"].clone(), one["status"].clone(), one["depositOrderId"].clone()));
    }
    told.sort_by_key(|(kind, ..)| kind.to_string());
    told
}

#[testkit::both_databases]
async fn a_debt_tells_what_happened_and_is_paid_by_an_order_of_its_own(db: TestDb) {
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    world.bought(&ada).await;
    world.indebted(&ada).await;
    let program = world.program(&ada, everything()).await;
    let renewal = read(&world, &program, BILL).await["orderId"].clone();
    let operation = |kind: &str, status: &str, order: &Value| (json!(kind), json!(status), order.clone());
    let before = vec![operation("CREDITCARD", "FAILED", &renewal), operation("ORDER", "TODO", &renewal)];
    let paths = [
        format!("{BILL}/debt/operation"),
        format!("/me/order/{renewal}/debt/operation"),
        format!("/me/debtAccount/debt/{renewal}/operation"),
    ];
    for path in &paths {
        assert_eq!(around(&world, &program, path).await, before, "{path}");
    }
    let about = async |number: &Value| {
        read(&world, &program, &format!("{}/{number}/associatedObject", paths[0])).await
    };
    let numbers = read(&world, &program, &paths[0]).await;
    let (one, other) = (about(&numbers[0]).await, about(&numbers[1]).await);
    let (order, payment) = if one["type"] == "Order" { (one, other) } else { (other, one) };
    assert_eq!((&order["type"], &order["id"]), (&json!("Order"), &json!(renewal.to_string())));
    assert_eq!(payment["type"], "Deposit");
    let info = json!({"description": null, "paymentType": "creditCard", "publicLabel": "•••• 1003"});
    assert_eq!(payment["paymentInfo"], info);
    let missing = format!("{}/42/associatedObject", paths[0]);
    assert_eq!(world.signed(&program, &get(missing)).await.status, 404);

    // One order, however it is asked for; it is paid like any other.
    let pay = format!("{BILL}/debt/pay");
    let made = signed(&world, &program, "POST", &pay, &Value::Null).await;
    let number = made["orderId"].clone();
    assert_eq!(made["url"], format!("https://shop.example/counter/orders/{number}/pay"));
    assert_eq!(made["priceWithTax"]["value"].to_string(), "3.59");
    for again in [
        "/me/debtAccount/pay",
        &format!("/me/order/{renewal}/debt/pay"),
        &format!("/me/debtAccount/debt/{renewal}/pay"),
    ] {
        assert_eq!(signed(&world, &program, "POST", again, &Value::Null).await["orderId"], number, "{again}");
    }
    assert_eq!(read(&world, &program, &format!("{BILL}/debt")).await["status"], "TO_BE_PAID");
    let only = format!("{}?depositOrderId={number}", paths[0]);
    assert_eq!(read(&world, &program, &only).await.as_array().unwrap().len(), 1);
    let methods = read(&world, &program, "/me/payment/method?default=true").await;
    let with = json!({"paymentMethod": {"id": methods[0]}});
    signed(&world, &program, "POST", &format!("/me/order/{number}/pay"), &with).await;
    let again = signed(&world, &program, "POST", &pay, &Value::Null).await;
    assert_eq!(again["orderId"], number, "while it is being paid, it is still the order that pays");
    world.charged(&ada).await;
    for path in [pay.as_str(), "/me/debtAccount/pay"] {
        assert_eq!(refused(&world, &program, path).await, (400, "Nothing to pay".to_owned()), "{path}");
    }

    // The money that came leads to the invoice it paid, and to that one alone.
    let deposits = read(&world, &program, &format!("/me/deposit?orderId={number}")).await;
    let paid = format!("/me/deposit/{}/paidBills", deposits[0].as_str().unwrap());
    assert_eq!(read(&world, &program, &paid).await, json!(["FR00000002"]));
    let here = format!("{paid}/FR00000002");
    assert_eq!(read(&world, &program, &format!("{here}/debt")).await["status"], "PAID");
    let told = around(&world, &program, &format!("{here}/debt/operation")).await;
    assert!(told.contains(&operation("CREDITCARD", "PAID", &number)), "{told:?}");
    assert_eq!(
        read(&world, &program, &format!("{here}/details")).await,
        read(&world, &program, &format!("{BILL}/details")).await
    );
    for place in ["debt", "debt/operation", "details", "payment"] {
        let other = world.signed(&program, &get(format!("{paid}/FR00000001/{place}"))).await;
        assert_eq!(other.status, 404, "{place}: {}", other.text);
    }
}

#[testkit::both_databases]
async fn nothing_is_paid_that_is_not_owed_or_not_ones_own(db: TestDb) {
    let world = World::new(&db).await;
    let (ada, eve) = (world.account("ada@example.org").await, world.account("eve@example.org").await);
    let order = world.bought(&ada).await.number;
    let (program, other) = (world.program(&ada, everything()).await, world.program(&eve, everything()).await);
    for path in
        ["/me/bill/FR00000001/debt/pay", &format!("/me/order/{order}/debt/pay"), "/me/debtAccount/pay"]
    {
        assert_eq!(refused(&world, &program, path).await, (400, "Nothing to pay".to_owned()), "{path}");
    }
    for path in [
        "/me/bill/FR00000001/debt",
        &format!("/me/order/{order}/debt"),
        &format!("/me/debtAccount/debt/{order}"),
    ] {
        assert_eq!(refused(&world, &other, &format!("{path}/pay")).await.0, 404, "{path}");
        assert_eq!(world.signed(&other, &get(format!("{path}/operation"))).await.status, 404, "{path}");
    }
}

#[testkit::both_databases]
async fn payments_of_registered_methods_have_numbers_and_states(db: TestDb) {
    let world = World::new(&db).await;
    let (ada, eve) = (world.account("ada@example.org").await, world.account("eve@example.org").await);
    let (program, other) = (world.program(&ada, everything()).await, world.program(&eve, everything()).await);
    let list = async |query: &str| read(&world, &program, &format!("/me/payment/transaction{query}")).await;
    assert_eq!(list("").await, json!([]));
    let order = world.bought(&ada).await.number;
    assert_eq!(list("").await, json!([1]));
    let methods = read(&world, &program, "/me/payment/method").await;
    let paid = list("/1").await;
    assert_eq!((&paid["status"], &paid["type"]), (&json!("SUCCESS"), &json!("DEBIT")));
    assert_eq!(
        (&paid["paymentMethodId"], paid["amount"]["value"].to_string().as_str()),
        (&methods[0], "3.59")
    );

    // What is given back goes to the method that paid.
    let path = format!("/me/order/{order}/retraction");
    signed(&world, &program, "POST", &path, &json!({"reason": "other"})).await;
    assert_eq!(list("").await, json!([1, 2]));
    let back = list("/2").await;
    assert_eq!((&back["type"], &back["paymentMethodId"]), (&json!("CREDIT"), &methods[0]));
    assert_eq!(list("?status=SUCCESS&paymentMethodId=1").await[0], json!(1));
    assert_eq!(list("?status=FAILED").await, json!([]));
    assert_eq!(list("?paymentMethodId=42").await, json!([]));
    assert_eq!(world.signed(&other, &get("/me/payment/transaction/1")).await.status, 404);
    let headers = vec![("x-ovh-batch", ",".to_owned())];
    let both = world.signed(&program, &Ask { headers, ..get("/me/payment/transaction/1,2") }).await.json();
    assert_eq!((&both[0]["value"], &both[1]["value"]), (&paid, &back));
}
