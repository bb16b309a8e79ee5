//! The customer's own references, and invoices on paper, by programs.

use serde_json::{Value, json};
use testkit::TestDb;

use crate::carts::signed;
use crate::world::{Ask, Program, World, ask, everything, get};

const PATH: &str = "/me/billing/purchaseOrder";

/// A reference made by a program.
pub(crate) async fn made(world: &World, program: &Program) -> Value {
    signed(world, program, "POST", PATH, &wanted()).await
}

fn wanted() -> Value {
    json!({
        "type": "PURCHASE_ORDER", "reference": " PO 4500017 ", "startDate": "2026-01-01", "endDate": "2026-07-01",
        "billingGroupId": null, "description": null,
    })
}

#[testkit::both_databases]
async fn a_reference_is_made_changed_and_stopped(db: TestDb) {
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    let program = world.program(&ada, everything()).await;
    let no = async |method, path: &str, body: Value| {
        let asked = Ask { body: body.to_string(), ..ask(method, path) };
        let (status, _, message) = world.signed(&program, &asked).await.problem();
        (status, message)
    };
    assert_eq!(world.signed(&program, &get(PATH)).await.json(), json!([]));
    let (wanted, made) = (wanted(), made(&world, &program).await);
    assert_eq!(made["reference"], "PO 4500017");
    assert_eq!((&made["startDate"], &made["endDate"]), (&json!("2026-01-01"), &json!("2026-07-01")));
    assert_eq!((&made["active"], &made["status"]), (&json!(true), &json!("CREATED")));
    let one = format!("{PATH}/{}", made["id"]);
    assert_eq!(world.signed(&program, &get(&*one)).await.json(), made);
    assert_eq!(world.signed(&program, &get(PATH)).await.json(), json!([made["id"]]));

    // The end is not one of its days: the next one may begin on it, and no earlier.
    let mut next = wanted.clone();
    next["reference"] = "PO 4500018".into();
    (next["startDate"], next["endDate"]) = ("2026-06-30".into(), "2026-12-31".into());
    let overlaps = "[startDate] PO 4500017 has the days from 2026-01-01 to before 2026-07-01";
    assert_eq!(no("POST", PATH, next.clone()).await, (400, overlaps.to_owned()));
    next["startDate"] = "2026-07-01".into();
    next["active"] = false.into();
    let stopped = signed(&world, &program, "POST", PATH, &next).await;
    assert_eq!((&stopped["active"], &stopped["status"]), (&json!(false), &json!("DELETED")));

    let change = json!({"type": "REFERENCE_ORDER", "endDate": "2026-06-01"});
    assert_eq!(signed(&world, &program, "PUT", &one, &change).await, Value::Null);
    let changed = world.signed(&program, &get(&*one)).await.json();
    assert_eq!((&changed["type"], &changed["endDate"]), (&json!("REFERENCE_ORDER"), &json!("2026-06-01")));
    assert_eq!((&changed["reference"], &changed["startDate"]), (&made["reference"], &made["startDate"]));
    assert_eq!(signed(&world, &program, "DELETE", &one, &Value::Null).await, Value::Null);
    let gone = world.signed(&program, &get(&*one)).await.json();
    assert_eq!((&gone["active"], &gone["status"]), (&json!(false), &json!("DELETED")));
    assert_eq!(signed(&world, &program, "PUT", &one, &json!({"active": true})).await, Value::Null);
    assert_eq!(world.signed(&program, &get(&*one)).await.json()["status"], "CREATED");

    let faults = [
        ("type", Value::Null, "[type] a value is needed"),
        ("startDate", json!("soon"), "[startDate] Given data (soon) is not valid for type date"),
        ("endDate", Value::Null, "[endDate] the first day on which it is no longer printed is needed"),
        ("endDate", json!("2026-01-01"), "[endDate] a reference must end after it begins"),
        ("reference", json!(" "), "[reference] a reference needs a name"),
        ("reference", json!("x".repeat(61)), "[reference] a reference has at most 60 characters"),
        ("description", json!("words"), "[description] a reference has no words but its name"),
    ];
    for (field, value, message) in faults {
        let mut wanted = wanted.clone();
        wanted[field] = value;
        assert_eq!(no("POST", PATH, wanted).await, (400, message.to_owned()));
    }
    assert_eq!(no("PUT", &format!("{PATH}/42"), json!({})).await.0, 404);
}

#[testkit::both_databases]
async fn invoices_on_paper_are_wished_for(db: TestDb) {
    const PAPER: &str = "/me/billing/invoicesByPostalMail";
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    let program = world.program(&ada, everything()).await;
    for wants in [true, false] {
        assert_eq!(signed(&world, &program, "POST", PAPER, &json!({"enable": wants})).await, Value::Null);
        assert_eq!(world.signed(&program, &get(PAPER)).await.json(), json!(wants));
    }
    let asked = Ask { body: "{}".to_owned(), ..ask("POST", PAPER) };
    let (status, _, message) = world.signed(&program, &asked).await.problem();
    assert_eq!((status, message.as_str()), (400, "[enable] a value is needed"));
}
