//! Payment methods registered, changed and taken away by programs.

use accounts::numbers::{self, Numbered};
use db::AccountTx;
use kernel::{AccountId, AttemptId, Id, MethodId};
use serde_json::{Value, json};
use sim::provider::Card;
use testkit::TestDb;

use crate::carts::signed;
use crate::world::{Ask, Program, World, ask, everything, get};

const METHODS: &str = "/me/payment/method";

impl World {
    async fn method(&self, program: &Program, number: &Value) -> Value {
        self.signed(program, &get(format!("{METHODS}/{number}"))).await.json()
    }

    /// Status and message of a call that is refused.
    async fn no(&self, program: &Program, method: &'static str, path: &str, body: &Value) -> (u16, String) {
        let asked = Ask { body: body.to_string(), ..ask(method, path) };
        let (status, _, message) = self.signed(program, &asked).await.problem();
        (status, message)
    }

    /// The attempt that registers the method of this number: it has the method's id.
    async fn registration(&self, account: AccountId, number: &Value) -> AttemptId {
        let number = number.as_i64().expect("a number");
        let named = move |tx: &mut AccountTx| numbers::things(tx, Numbered::Method, &[number]);
        let found: Vec<(MethodId, i64)> = self.cx.db.account(account).read(named).await.unwrap();
        Id::from_uuid(found[0].0.uuid())
    }
}

pub(crate) fn creation() -> Value {
    let at = |how: &str| format!("https://app.example/cards?{how}");
    json!({
        "paymentType": "CREDIT_CARD",
        "callbackUrl": {
            "cancel": at("cancel"), "error": at("error"), "failure": at("failure"), "pending": at("pending"),
            "success": at("success"),
        },
        "default": true,
        "description": "The card of the studio",
        "register": true,
    })
}

#[testkit::both_databases]
async fn a_method_is_registered_and_its_customer_comes_back_to_the_program(db: TestDb) {
    let (world, provider) = World::new(&db).await.with_provider();
    let ada = world.account("ada@example.org").await;
    let program = world.program(&ada, everything()).await;
    let begun = signed(&world, &program, "POST", METHODS, &creation()).await;
    assert_eq!(begun["validationType"], "REDIRECT");
    assert!(begun["url"].as_str().is_some_and(|url| url.starts_with("http")), "{begun}");
    let number = &begun["paymentMethodId"];
    let before = world.method(&program, number).await;
    assert_eq!((&before["status"], &before["default"]), (&json!("CREATING"), &json!(false)), "{before}");
    assert_eq!(world.signed(&program, &get(METHODS)).await.json(), json!([]), "it is none yet");

    let attempt = world.registration(ada.id, number).await;
    let back = flows::came_back_for_program(&world.cx, attempt).await.unwrap();
    assert_eq!(back, "https://app.example/cards?cancel", "the page was left");
    provider.visit(attempt, Card::Good, (2029, 4));
    let back = flows::came_back_for_program(&world.cx, attempt).await.unwrap();
    assert_eq!(back, "https://app.example/cards?success");
    let after = world.method(&program, number).await;
    assert_eq!((&after["status"], &after["default"]), (&json!("VALID"), &json!(true)), "{after}");
    assert_eq!(after["description"], "The card of the studio");
    assert_eq!(world.signed(&program, &get(METHODS)).await.json(), json!([number]));

    // A program that waits for nobody asks for itself; the first one stays the default.
    let other = json!({"default": false, "description": null});
    let mut wanted = creation();
    wanted.as_object_mut().unwrap().extend(other.as_object().unwrap().clone());
    let begun = signed(&world, &program, "POST", METHODS, &wanted).await;
    let second = &begun["paymentMethodId"];
    let finalize = format!("{METHODS}/{second}/finalize");
    assert_eq!(signed(&world, &program, "POST", &finalize, &Value::Null).await["status"], "CREATING");
    provider.visit(world.registration(ada.id, second).await, Card::Good, (2030, 1));
    let done = signed(&world, &program, "POST", &finalize, &json!({"expirationMonth": 1})).await;
    assert_eq!((&done["status"], &done["default"]), (&json!("VALID"), &json!(false)));
    assert_eq!(done["description"], Value::Null);
    assert_eq!(done["expirationDate"], "2030-01-31T00:00:00+01:00");

    // One that its customer turned away from.
    let begun = signed(&world, &program, "POST", METHODS, &creation()).await;
    let attempt = world.registration(ada.id, &begun["paymentMethodId"]).await;
    provider.turn_back(attempt);
    let back = flows::came_back_for_program(&world.cx, attempt).await.unwrap();
    assert_eq!(back, "https://app.example/cards?cancel");
    let given_up = world.method(&program, &begun["paymentMethodId"]).await;
    assert_eq!(given_up["status"], "CANCELED");
    // One that nobody knows.
    let id: AttemptId = world.cx.random.id(world.cx.clock.now());
    let unknown = flows::came_back_for_program(&world.cx, id).await;
    assert!(matches!(unknown, Err(flows::PayError::NoOrder)));
}

#[testkit::both_databases]
async fn a_registration_that_cannot_be_is_refused_with_its_field(db: TestDb) {
    let (world, provider) = World::new(&db).await.with_provider();
    let ada = world.account("ada@example.org").await;
    let program = world.program(&ada, everything()).await;
    let cases = [
        ("paymentType", Value::Null, "[paymentType] a value is needed"),
        ("paymentType", json!("PAYPAL"), "[paymentType] there is no payment method PAYPAL"),
        (
            "register",
            json!(false),
            "[register] what is not to be kept is given on the page where an order is paid",
        ),
        ("orderId", json!(42), "[orderId] the account has no order 42"),
        ("callbackUrl", Value::Null, "[callbackUrl] a value is needed"),
        ("callbackUrl", json!({"cancel": 3}), "[callbackUrl.cancel] an address is needed"),
        (
            "callbackUrl",
            json!({"cancel": "javascript:alert(1)"}),
            "[callbackUrl.cancel] an address of the web is expected",
        ),
        ("description", json!("x".repeat(101)), "[description] a description has at most 100 characters"),
    ];
    for (field, value, message) in cases {
        let mut wanted = creation();
        wanted[field] = value;
        let refused = world.no(&program, "POST", METHODS, &wanted).await;
        assert_eq!(refused, (400, message.to_owned()));
    }
    provider.set_down(true);
    let (status, _) = world.no(&program, "POST", METHODS, &creation()).await;
    assert_eq!(status, 503, "the provider does not answer");
}

#[testkit::both_databases]
async fn a_method_is_described_made_the_default_and_taken_away(db: TestDb) {
    let (world, provider) = World::new(&db).await.with_provider();
    let ada = world.account("ada@example.org").await;
    let program = world.program(&ada, everything()).await;
    let mut numbers = Vec::new();
    for month in [4, 5] {
        let begun = signed(&world, &program, "POST", METHODS, &creation()).await;
        let attempt = world.registration(ada.id, &begun["paymentMethodId"]).await;
        provider.visit(attempt, Card::Good, (2029, month));
        flows::came_back_for_program(&world.cx, attempt).await.unwrap();
        numbers.push(begun["paymentMethodId"].clone());
    }
    let path = |number: &Value| format!("{METHODS}/{number}");
    let (first, second) = (path(&numbers[0]), path(&numbers[1]));
    // What was read is sent back with one thing changed.
    let mut read = world.method(&program, &numbers[0]).await;
    assert_eq!(read["default"], false);
    read["description"] = "The old one".into();
    let put = signed(&world, &program, "PUT", &first, &read).await;
    assert_eq!((&put["description"], &put["default"]), (&json!("The old one"), &json!(false)));
    let put = signed(&world, &program, "PUT", &first, &json!({"default": true})).await;
    assert_eq!((&put["description"], &put["default"]), (&json!("The old one"), &json!(true)));
    assert_eq!(world.method(&program, &numbers[1]).await["default"], false, "there is one default");
    let refused = world.no(&program, "PUT", &first, &json!({"default": false})).await;
    assert_eq!(refused, (400, "[default] make another method the default one instead".to_owned()));
    let long = json!({"description": "x".repeat(101)});
    let refused = world.no(&program, "PUT", &first, &long).await;
    assert_eq!(refused, (400, "[description] a description has at most 100 characters".to_owned()));

    let (status, message) = world.no(&program, "DELETE", &first, &Value::Null).await;
    assert_eq!(status, 400, "the default one stays while there is another: {message}");
    let gone = signed(&world, &program, "DELETE", &second, &Value::Null).await;
    assert_eq!(gone["status"], "CANCELED");
    assert_eq!(world.signed(&program, &get(METHODS)).await.json(), json!([numbers[0]]));
    assert_eq!(world.signed(&program, &get(&*second)).await.status, 404);
    let again = signed(&world, &program, "DELETE", &second, &Value::Null).await;
    assert_eq!(again["status"], "CANCELED", "taken away again, it is as it is");
    let (status, _) = world.no(&program, "DELETE", &format!("{METHODS}/42"), &Value::Null).await;
    assert_eq!(status, 404);
}
