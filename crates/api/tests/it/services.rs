//! Services as programs change and end them.

use db::AccountTx;
use serde_json::{Value, json};
use services::{FutureUse, LeaveReason};
use testkit::TestDb;

use crate::carts::signed;
use crate::world::{Ask, Program, World, ask, everything, get};

const SERVICE: &str = "/services/1";

impl World {
    async fn read(&self, program: &Program, path: &str) -> Value {
        let answer = self.signed(program, &get(path)).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        answer.json()
    }

    /// Somebody with a service, and a program that may do anything.
    async fn served(&self) -> (accounts::Account, Program, String) {
        let ada = self.account("ada@example.org").await;
        self.bought(&ada).await;
        let program = self.program(&ada, everything()).await;
        assert_eq!(self.read(&program, "/services").await, json!([1]));
        let service = self.read(&program, SERVICE).await;
        let name = service["resource"]["name"].as_str().unwrap().to_owned();
        (ada, program, name)
    }

    async fn changed(&self, program: &Program, path: &str, body: &Value) -> Value {
        assert_eq!(signed(self, program, "PUT", path, body).await, Value::Null, "{body}");
        self.read(program, SERVICE).await
    }

    async fn unchanged(&self, program: &Program, path: &str, body: &Value) -> String {
        let before = self.read(program, SERVICE).await;
        let asked = Ask { body: body.to_string(), ..ask("PUT", path) };
        let (status, _, message) = self.signed(program, &asked).await.problem();
        assert_eq!((status, self.read(program, SERVICE).await), (400, before), "{body}");
        message
    }
}

fn renews(service: &Value) -> (&Value, &Value) {
    let current = &service["billing"]["renew"]["current"];
    (&current["mode"], &service["billing"]["lifecycle"]["current"]["pendingActions"])
}

#[testkit::both_databases]
async fn a_service_is_named_and_renews_as_its_owner_says(db: TestDb) {
    let world = World::new(&db).await;
    let (_, program, name) = world.served().await;
    let both = json!({"displayName": " My  blog ", "renew": {"mode": "manual", "period": "P1M"}});
    for _ in 0..2 {
        let service = world.changed(&program, SERVICE, &both).await;
        assert_eq!(service["resource"]["displayName"], "My blog");
        assert_eq!(renews(&service), (&json!("manual"), &json!([])));
    }
    // What is left out, or null, stays.
    let by_itself = json!({"displayName": null, "renew": {"mode": "automatic"}, "terminationPolicy": null});
    let service = world.changed(&program, SERVICE, &by_itself).await;
    assert_eq!(
        (&service["resource"]["displayName"], renews(&service).0),
        (&json!("My blog"), &json!("automatic"))
    );
    let service = world.changed(&program, SERVICE, &json!({"displayName": ""})).await;
    assert_eq!(service["resource"]["displayName"], json!(name));

    let wrong = [
        (json!({"renew": {"period": "P5M"}}), "[renew.period]"),
        (json!({"renew": {"period": "soon"}}), "[renew.period]"),
        (json!({"renew": {"mode": "never"}}), "[mode]"),
        (json!({"renew": "automatic"}), "[renew]"),
        (json!({"renew": {"period": ["P1M"]}}), "[renew.period]"),
        (json!({"displayName": 7}), "[displayName]"),
        (json!({"terminationPolicy": "now"}), "[terminationPolicy]"),
        (
            json!({"terminationPolicy": "terminateAtEngagementDate"}),
            "[terminationPolicy] the service has no commitment",
        ),
        // All of it or nothing: neither the mode nor the end of it.
        (json!({"displayName": "W".repeat(61), "renew": {"mode": "manual"}}), "[displayName]"),
        (
            json!({"displayName": "Other", "terminationPolicy": "terminateAtEngagementDate"}),
            "[terminationPolicy]",
        ),
    ];
    for (body, said) in wrong {
        let message = world.unchanged(&program, SERVICE, &body).await;
        assert!(message.starts_with(said), "{body}: {message}");
    }
}

#[testkit::both_databases]
async fn a_service_says_for_how_long_it_renews_and_until_when_it_is_committed(db: TestDb) {
    let world = World::new(&db).await;
    let (ada, program, _) = world.served().await;
    let about = |what: &str| format!("{SERVICE}/{what}");
    let periods = world.read(&program, &about("renewPeriodCapacities")).await;
    assert_eq!(periods, json!(["P1M", "P3M", "P6M", "P12M", "P24M"]));
    assert_eq!(world.read(&program, &about("options")).await, json!([]));
    let engagement = about("billing/engagement");
    assert_eq!(world.signed(&program, &get(&*engagement)).await.status, 404, "it is free to leave");
    assert_eq!(world.read(&program, SERVICE).await["billing"]["engagement"], Value::Null);

    world.bought_with(&ada, "degressivity12").await;
    assert_eq!(world.read(&program, "/services").await, json!([1, 2]));
    let rule = json!({
        "possibleStrategies": ["REACTIVATE_ENGAGEMENT"],
        "strategy": "REACTIVATE_ENGAGEMENT",
    });
    let days = json!({"endDate": "2027-01-15", "startDate": "2026-01-15"});
    let committed = world.read(&program, "/services/2/billing/engagement").await;
    assert_eq!(committed, json!({"currentPeriod": days, "endRule": rule}));
    let told = &world.read(&program, "/services/2").await["billing"]["engagement"];
    assert_eq!(*told, json!({"endDate": "2027-01-15", "endRule": rule}));
    for what in ["renewPeriodCapacities", "options", "billing/engagement"] {
        let nothing = world.signed(&program, &get(format!("/services/42/{what}"))).await;
        assert_eq!(nothing.status, 404, "{what}");
    }
}

#[testkit::both_databases]
async fn a_service_ends_with_its_period_and_goes_on_after_all(db: TestDb) {
    let world = World::new(&db).await;
    let (_, program, name) = world.served().await;
    let (end, go_on) =
        (json!({"terminationPolicy": "terminateAtExpirationDate"}), json!({"terminationPolicy": "empty"}));
    for _ in 0..2 {
        let service = world.changed(&program, SERVICE, &end).await;
        assert_eq!(renews(&service), (&json!("automatic"), &json!(["terminateAtExpirationDate"])));
    }
    let message = world.unchanged(&program, SERVICE, &json!({"renew": {"mode": "manual"}})).await;
    assert_eq!(message, format!("[renew.mode] {name}: a termination of the service was asked for"));
    // Going on and renewing by hand at once.
    let both = json!({"terminationPolicy": "empty", "renew": {"mode": "manual", "period": "P1M"}});
    let service = world.changed(&program, SERVICE, &both).await;
    assert_eq!(renews(&service), (&json!("manual"), &json!([])));
    assert_eq!(world.changed(&program, SERVICE, &go_on).await, service, "it goes on already");
}

#[testkit::both_databases]
async fn programs_send_the_infos_of_a_service_back_with_what_they_wish(db: TestDb) {
    let world = World::new(&db).await;
    let (_, program, name) = world.served().await;
    let path = format!("/webHosting/{name}/serviceInfos");
    let infos = world.read(&program, &path).await;
    let with = |key: &str, value: Value| {
        let mut infos = infos.clone();
        infos["renew"][key] = value;
        infos
    };
    let before = world.read(&program, SERVICE).await;
    assert_eq!(world.changed(&program, &path, &infos).await, before, "as it was");
    assert_eq!(world.changed(&program, &path, &json!({})).await, before);
    let service = world.changed(&program, &path, &with("deleteAtExpiration", true.into())).await;
    assert_eq!(renews(&service).1, &json!(["terminateAtExpirationDate"]));
    assert_eq!(world.read(&program, &path).await["renew"]["deleteAtExpiration"], true);
    assert_eq!(world.changed(&program, &path, &infos).await, before);
    for (key, value) in [("automatic", false), ("manualPayment", true)] {
        let service = world.changed(&program, &path, &with(key, value.into())).await;
        assert_eq!(renews(&service).0, "manual", "{key}");
        assert_eq!(world.changed(&program, &path, &infos).await, before);
    }
    for (key, value, said) in [
        ("period", json!(5), "[renew.period]"),
        ("period", json!(-1), "[renew.period]"),
        ("automatic", json!("yes"), "[automatic]"),
    ] {
        let message = world.unchanged(&program, &path, &with(key, value)).await;
        assert!(message.starts_with(said), "{key}: {message}");
    }
    let eve = world.account("eve@example.org").await;
    let other = world.program(&eve, everything()).await;
    for path in [path.as_str(), SERVICE] {
        let asked = Ask { body: infos.to_string(), ..ask("PUT", path) };
        assert_eq!(world.signed(&other, &asked).await.status, 404, "{path}");
    }
}

#[testkit::both_databases]
async fn what_is_said_with_the_confirmation_is_kept(db: TestDb) {
    let world = World::new(&db).await;
    let (ada, program, name) = world.served().await;
    signed(&world, &program, "POST", &format!("/webHosting/{name}/terminate"), &Value::Null).await;
    world.work().await;
    let letters = world.read(&program, "/me/notification/email/history").await;
    let mut found = String::new();
    for number in letters.as_array().unwrap() {
        let letter = world.read(&program, &format!("/me/notification/email/history/{number}")).await;
        let rest = letter["body"].as_str().unwrap().split_once("&token=").map(|(_, rest)| rest.to_owned());
        found = rest.unwrap_or(found);
    }
    let token: String = found.chars().take_while(char::is_ascii_alphanumeric).collect();
    let path = format!("/webHosting/{name}/confirmTermination");
    let confirm = async |body: Value| {
        world.signed(&program, &Ask { body: body.to_string(), ..ask("POST", &*path) }).await
    };
    let wrong = [
        (json!({"reason": "OTHER"}), "[token] a value is needed"),
        (
            json!({"token": token, "reason": "BOREDOM"}),
            "[reason] Given data (BOREDOM) is not valid for type service.TerminationReasonEnum",
        ),
        (
            json!({"token": token, "futureUse": "GARDENING"}),
            "[futureUse] Given data (GARDENING) is not valid for type service.TerminationFutureUseEnum",
        ),
        (json!({"token": token, "commentary": "W".repeat(2_001)}), "[commentary] at most 2000 characters"),
    ];
    for (body, said) in wrong {
        assert_eq!(confirm(body).await.problem(), (400, "BAD_REQUEST".to_owned(), said.to_owned()));
    }
    let said = json!({
        "token": token, "reason": "TOO_EXPENSIVE", "futureUse": "NOT_REPLACING_SERVICE", "commentary": " So long ",
    });
    assert_eq!(confirm(said).await.status, 200);
    let look = move |tx: &mut AccountTx| {
        let service = services::store::find_by_name(tx, &name)?.expect("the service");
        services::store::terminations_of(tx, service.id)
    };
    let kept = world.cx.db.account(ada.id).read(look).await.unwrap().pop().expect("a termination");
    assert_eq!((kept.reason, kept.future_use), (LeaveReason::Expensive, FutureUse::ProjectOver));
    assert_eq!(kept.comment, "So long");
}

#[testkit::both_databases]
async fn what_cannot_end_is_named_as_its_path_does(db: TestDb) {
    let world = World::new(&db).await;
    let (ada, program, name) = world.served().await;
    world.indebted(&ada).await;
    for (path, key) in [
        (format!("{SERVICE}/terminate"), "serviceId"),
        (format!("/webHosting/{name}/terminate"), "serviceName"),
    ] {
        let refused = world.signed(&program, &ask("POST", path)).await.json();
        assert_eq!(
            refused["details"],
            json!({key: "a bill of the service is to be paid first"}),
            "{refused}"
        );
    }
}

#[testkit::both_databases]
async fn an_order_says_until_when_it_can_be_withdrawn_from(db: TestDb) {
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    let number = world.bought(&ada).await.number;
    let program = world.program(&ada, everything()).await;
    let until = async || world.read(&program, &format!("/me/order/{number}")).await["retractionDate"].clone();
    // Fourteen days after the day it was paid.
    assert_eq!(until().await, "2026-01-29T00:00:00+01:00");
    world.wait(14 * 24 * 3600);
    assert_eq!(until().await, "2026-01-29T00:00:00+01:00");
    world.wait(24 * 3600);
    assert_eq!(until().await, Value::Null);
}
