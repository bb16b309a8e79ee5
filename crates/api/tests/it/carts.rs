//! Carts of programs: filled without an account, taken by one, ordered once.

use axum::http::StatusCode;
use serde_json::{Value, json};
use testkit::TestDb;

use crate::world::{Ask, Program, World, ask, everything, get};

/// A call with a body that must be answered.
async fn said(world: &World, method: &'static str, path: &str, body: &Value) -> Value {
    let answer = world.send(&Ask { body: body.to_string(), ..ask(method, path) }).await;
    assert_eq!(answer.status, 200, "{method} {path}: {}", answer.text);
    answer.json()
}

/// A call with a body that must be refused; its status and message.
async fn refused(world: &World, method: &'static str, path: &str, body: &Value) -> (u16, String) {
    let answer = world.send(&Ask { body: body.to_string(), ..ask(method, path) }).await;
    let (status, _, message) = answer.problem();
    (status, message)
}

/// The same of somebody who signs.
pub(crate) async fn signed(
    world: &World,
    program: &Program,
    method: &'static str,
    path: &str,
    body: &Value,
) -> Value {
    let asked = Ask { body: body.to_string(), ..ask(method, path) };
    let answer = world.signed(program, &asked).await;
    assert_eq!(answer.status, 200, "{method} {path}: {}", answer.text);
    answer.json()
}

pub(crate) async fn opened(world: &World) -> String {
    let cart =
        said(world, "POST", "/order/cart", &json!({"ovhSubsidiary": "FR", "description": "one"})).await;
    format!("/order/cart/{}", cart["cartId"].as_str().unwrap())
}

fn plan(code: &str, mode: &str, duration: &str) -> Value {
    json!({"planCode": code, "pricingMode": mode, "duration": duration, "quantity": 1})
}

/// A server with a larger disk and everything that must be said.
pub(crate) async fn filled(world: &World, cart: &str) -> (i64, i64) {
    let item = said(world, "POST", &format!("{cart}/vps"), &plan("ct-vps-s", "default", "P1M")).await;
    let number = item["itemId"].as_i64().unwrap();
    let mut option = plan("ct-disk-80-vps-s", "default", "P1M");
    option["itemId"] = number.into();
    let option = said(world, "POST", &format!("{cart}/vps/options"), &option).await;
    for (label, value) in [("region", "eu-west"), ("os", "debian-13")] {
        let path = format!("{cart}/item/{number}/configuration");
        said(world, "POST", &path, &json!({"label": label, "value": value})).await;
    }
    (number, option["itemId"].as_i64().unwrap())
}

#[testkit::both_databases]
async fn a_cart_is_filled_by_anyone_who_knows_its_name(db: TestDb) {
    let world = World::new(&db).await;
    let cart = opened(&world).await;
    let sold = world.send(&get(format!("{cart}/vps"))).await.json();
    let codes: Vec<&Value> = sold.as_array().unwrap().iter().map(|one| &one["planCode"]).collect();
    assert_eq!(codes, ["ct-vps-s", "ct-vps-m", "ct-vps-l"]);
    let options = world.send(&get(format!("{cart}/vps/options?planCode=ct-vps-s"))).await.json();
    let disk = options.as_array().unwrap().iter().find(|one| one["planCode"] == "ct-disk-80-vps-s").unwrap();
    assert_eq!(
        (&disk["family"], &disk["mandatory"], &disk["exclusive"]),
        (&json!("storage"), &json!(true), &json!(true))
    );

    let (item, option) = filled(&world, &cart).await;
    let shown = world.send(&get(&*cart)).await.json();
    assert_eq!((&shown["items"], &shown["readOnly"]), (&json!([item, option]), &json!(false)));
    let of_plan = world.send(&get(format!("{cart}/item/{item}"))).await.json();
    assert_eq!((&of_plan["options"], &of_plan["parentItemId"]), (&json!([option]), &Value::Null));
    assert_eq!(of_plan["duration"], "P1M");
    let of_option = world.send(&get(format!("{cart}/item/{option}"))).await.json();
    assert_eq!((&of_option["parentItemId"], &of_option["options"]), (&json!(item), &json!([])));
    let required = world.send(&get(format!("{cart}/item/{item}/requiredConfiguration"))).await.json();
    let required: Vec<_> =
        required.as_array().unwrap().iter().map(|one| (&one["label"], &one["required"])).collect();
    assert!(required.contains(&(&json!("region"), &json!(true))), "{required:?}");
    assert!(required.contains(&(&json!("hostname"), &json!(false))), "{required:?}");

    // Said again it is changed, and keeps its number.
    let places = format!("{cart}/item/{item}/configuration");
    let before = world.send(&get(format!("{places}?label=region"))).await.json();
    said(&world, "POST", &places, &json!({"label": "region", "value": "eu-south"})).await;
    assert_eq!(world.send(&get(format!("{places}?label=region"))).await.json(), before);
    let region = world.send(&get(format!("{places}/{}", before[0]))).await.json();
    assert_eq!((&region["label"], &region["value"]), (&json!("region"), &json!("eu-south")));

    // Two of them cost twice as much, options included; without its option it costs less.
    let total =
        async || world.send(&get(format!("{cart}/summary"))).await.json()["prices"]["withoutTax"].clone();
    let one = total().await["priceInUcents"].as_i64().unwrap();
    said(&world, "PUT", &format!("{cart}/item/{item}"), &json!({"quantity": 2})).await;
    assert_eq!(total().await["priceInUcents"], 2 * one);
    assert_eq!(world.send(&ask("DELETE", format!("{cart}/item/{option}"))).await.status, StatusCode::OK);
    assert!(total().await["priceInUcents"].as_i64().unwrap() < 2 * one);
    assert_eq!(world.send(&ask("DELETE", format!("{cart}/item/{item}"))).await.status, StatusCode::OK);
    assert_eq!(world.send(&get(format!("{cart}/item"))).await.json(), json!([]));
}

#[testkit::both_databases]
async fn what_is_wrong_is_named_and_changes_nothing(db: TestDb) {
    let world = World::new(&db).await;
    let cart = opened(&world).await;
    let vps = format!("{cart}/vps");
    let with = |key: &str, value: Value| {
        let mut body = plan("ct-vps-s", "default", "P1M");
        body[key] = value;
        body
    };
    let wrong = [
        (
            with("planCode", json!("ct-web-start")),
            "[planCode] no plan \"ct-web-start\" in the family \"vps\"",
        ),
        (with("pricingMode", json!("upfront48")), "[pricingMode] the plan has no price in this mode"),
        (with("duration", json!("P12M")), "[duration] in the mode \"default\" the duration is P1M"),
        (
            with("duration", json!("a month")),
            "[duration] Given data (a month) is not valid for type duration",
        ),
        (with("quantity", json!(0)), "[quantity] a quantity must be from 1 to 100"),
        (with("planCode", Value::Null), "[planCode] a value is needed"),
    ];
    for (body, expected) in wrong {
        assert_eq!(refused(&world, "POST", &vps, &body).await, (400, expected.to_owned()), "{body}");
    }
    let (status, message) =
        refused(&world, "POST", &format!("{cart}/cloudberries"), &with("quantity", json!(1))).await;
    assert_eq!(
        (status, message.as_str()),
        (404, "The requested object (family = cloudberries) does not exist")
    );
    assert_eq!(world.send(&get(format!("{cart}/item"))).await.json(), json!([]));

    let (item, option) = filled(&world, &cart).await;
    let mut second = plan("ct-disk-40-vps-s", "default", "P1M");
    second["itemId"] = item.into();
    let options = format!("{cart}/vps/options");
    let expected = "[option.storage] only one option of this family can be taken";
    assert_eq!(refused(&world, "POST", &options, &second).await, (400, expected.to_owned()));
    second["planCode"] = "ct-disk-80-vps-m".into();
    let expected = "[planCode] no option \"ct-disk-80-vps-m\" for \"ct-vps-s\"";
    assert_eq!(refused(&world, "POST", &options, &second).await, (400, expected.to_owned()));
    let said_wrong = [
        (
            json!({"label": "region", "value": "moon"}),
            "[value] one of these is expected: eu-west, eu-south, ca-east",
        ),
        (json!({"label": "colour", "value": "red"}), "[configuration.colour] the plan has no such label"),
        (json!({"label": "region"}), "[value] a value is needed"),
    ];
    for (body, expected) in said_wrong {
        let path = format!("{cart}/item/{item}/configuration");
        assert_eq!(refused(&world, "POST", &path, &body).await, (400, expected.to_owned()), "{body}");
    }
    let (status, message) =
        refused(&world, "PUT", &format!("{cart}/item/{option}"), &json!({"quantity": 2})).await;
    assert_eq!(
        (status, message.as_str()),
        (400, "[quantity] an option is ordered as many times as its item, 1")
    );
    let (status, message) =
        refused(&world, "POST", &format!("{cart}/coupon"), &json!({"coupon": "SPRING"})).await;
    assert_eq!((status, message.as_str()), (400, "[coupon] there is no coupon SPRING"));
    assert_eq!(world.send(&get(format!("{cart}/coupon"))).await.json(), json!([]));
    let (status, _) = refused(&world, "POST", "/order/cart", &json!({"ovhSubsidiary": "ZZ"})).await;
    assert_eq!(status, 400);
    let late = json!({"ovhSubsidiary": "FR", "expire": "2030-01-01T00:00:00+00:00"});
    let (status, message) = refused(&world, "POST", "/order/cart", &late).await;
    assert_eq!((status, message.as_str()), (400, "[expire] a cart expires within 90 days"));
}

#[testkit::both_databases]
async fn no_cart_has_a_code(db: TestDb) {
    let world = World::new(&db).await;
    let codes = format!("{}/coupon", opened(&world).await);
    assert_eq!(world.send(&get(&*codes)).await.json(), json!([]));
    let given = refused(&world, "POST", &codes, &json!({"coupon": "SPRING"})).await;
    assert_eq!(given, (400, "[coupon] there is no coupon SPRING".to_owned()));
    let taken = async |query: &str| refused(&world, "DELETE", &format!("{codes}{query}"), &Value::Null).await;
    assert_eq!(taken("").await, (400, "[coupon] a value is needed".to_owned()));
    let missing = "The requested object (coupon = SPRING) does not exist";
    assert_eq!(taken("?coupon=SPRING").await, (404, missing.to_owned()));
}

#[testkit::both_databases]
async fn a_cart_is_ordered_once_by_who_took_it(db: TestDb) {
    let world = World::new(&db).await;
    let (ada, bob) = (world.account("ada@example.org").await, world.account("bob@example.org").await);
    let hers = world.program(&ada, everything()).await;
    let his = world.program(&bob, everything()).await;
    let cart = opened(&world).await;
    let nobodys = world.signed(&hers, &get(format!("{cart}/checkout"))).await;
    assert_eq!(nobodys.status, 404, "{}", nobodys.text);
    signed(&world, &hers, "POST", &format!("{cart}/assign"), &Value::Null).await;
    let names = world.signed(&hers, &get("/order/cart?description=one")).await.json();
    assert_eq!(names, json!([cart.rsplit('/').next().unwrap()]));
    assert_eq!(world.signed(&hers, &get("/order/cart?description=two")).await.json(), json!([]));

    // Somebody else's cart is none, whatever is asked of it.
    assert_eq!(world.signed(&his, &get("/order/cart")).await.json(), json!([]));
    let elses = [("POST", "/assign"), ("GET", "/checkout"), ("POST", "/checkout"), ("DELETE", "")];
    for (method, rest) in elses {
        let answer = world.signed(&his, &ask(method, format!("{cart}{rest}"))).await;
        assert_eq!(answer.status, 404, "{method} {rest}: {}", answer.text);
    }

    let empty = world.signed(&hers, &get(format!("{cart}/checkout"))).await.problem();
    assert_eq!((empty.0, empty.2.as_str()), (400, "[cartId] the cart is empty"));
    let item = said(&world, "POST", &format!("{cart}/vps"), &plan("ct-vps-s", "default", "P1M")).await;
    let unsaid = world.signed(&hers, &get(format!("{cart}/checkout"))).await.problem();
    assert_eq!((unsaid.0, unsaid.2.as_str()), (400, "[configuration.region] a value must be given"));
    world.send(&ask("DELETE", format!("{cart}/item/{}", item["itemId"]))).await;
    filled(&world, &cart).await;

    let draft = signed(&world, &hers, "GET", &format!("{cart}/checkout"), &Value::Null).await;
    assert_eq!((&draft["orderId"], &draft["url"]), (&Value::Null, &Value::Null));
    assert_eq!(world.signed(&hers, &get("/me/order")).await.json(), json!([]), "a look writes nothing");
    let order = signed(
        &world,
        &hers,
        "POST",
        &format!("{cart}/checkout"),
        &json!({"waiveRetractationPeriod": false}),
    )
    .await;
    assert_eq!((&order["prices"], &order["details"]), (&draft["prices"], &draft["details"]));
    let number = order["orderId"].as_i64().unwrap();
    assert_eq!(order["url"], format!("https://shop.example/counter/orders/{number}/pay"));
    let kept = world.signed(&hers, &get(format!("/me/order/{number}"))).await.json();
    assert_eq!(kept["priceWithTax"], draft["prices"]["withTax"]);
    let again = signed(&world, &hers, "POST", &format!("{cart}/checkout"), &Value::Null).await;
    assert_eq!(again, order, "asked twice it is the order that stands");
    assert_eq!(world.signed(&hers, &get("/me/order")).await.json(), json!([number]));

    let shown = world.send(&get(&*cart)).await.json();
    assert_eq!(shown["readOnly"], true);
    let message = format!("[cartId] the cart became the order {number}");
    let late = refused(&world, "POST", &format!("{cart}/vps"), &plan("ct-vps-s", "default", "P1M")).await;
    assert_eq!(late, (400, message));
    signed(&world, &hers, "DELETE", &cart, &Value::Null).await;
    assert_eq!(world.send(&get(&*cart)).await.status, 404);
}

#[testkit::both_databases]
async fn a_cart_is_gone_when_it_expires(db: TestDb) {
    let world = World::new(&db).await;
    let cart = opened(&world).await;
    let soon = world.cx.clock.now().as_second() + 60;
    let soon = kernel::Timestamp::from_second(soon).unwrap().to_string();
    let put = said(&world, "PUT", &cart, &json!({"description": "two", "expire": soon})).await;
    assert_eq!(put["description"], "two");
    world.wait(59);
    assert_eq!(world.send(&get(&*cart)).await.status, 200);
    world.wait(1);
    let gone = world.send(&get(&*cart)).await;
    let name = cart.rsplit('/').next().unwrap();
    assert_eq!(gone.problem().2, format!("The requested object (cartId = {name}) does not exist"));
    assert_eq!(refused(&world, "PUT", &cart, &json!({"description": "three"})).await.0, 404);
}

#[testkit::both_databases]
async fn what_is_excluded_from_withdrawal_asks_for_the_waiver(db: TestDb) {
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    let program = world.program(&ada, everything()).await;
    let cart = opened(&world).await;
    signed(&world, &program, "POST", &format!("{cart}/assign"), &Value::Null).await;
    let item =
        said(&world, "POST", &format!("{cart}/domain"), &plan("ct-domain-example", "default", "P1Y")).await;
    let path = format!("{cart}/item/{}/configuration", item["itemId"]);
    said(&world, "POST", &path, &json!({"label": "domain", "value": "ada.example"})).await;
    let asked = Ask { body: "{}".to_owned(), ..ask("POST", format!("{cart}/checkout")) };
    let (status, _, message) = world.signed(&program, &asked).await.problem();
    assert_eq!(status, 400);
    assert!(message.starts_with("[waiveRetractationPeriod] "), "{message}");
    let waived = json!({"waiveRetractationPeriod": true});
    let order = signed(&world, &program, "POST", &format!("{cart}/checkout"), &waived).await;
    let number = order["orderId"].as_i64().unwrap();
    let kept = world.cx.db.account(ada.id).read(move |tx| orders::store::find_by_number(tx, number)).await;
    assert!(kept.unwrap().unwrap().withdrawal_waived_at.is_some());
}
