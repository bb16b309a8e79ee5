//! The calls as a customer tries them in the portal: as the account itself, and nobody else's.

use std::net::IpAddr;

use accounts::Account;
use api::{Api, Console, ConsoleAnswer, ConsoleCall, Options};
use serde_json::{Value, json};
use testkit::TestDb;

use crate::world::{World, get};

const PEER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 7));

fn named<'c>(console: &'c Console, method: &str, path: &str) -> &'c ConsoleCall {
    let is_it = |call: &&ConsoleCall| call.method == method && call.path == path;
    console.calls().iter().find(is_it).expect("a call")
}

async fn tried(
    console: &Console,
    account: &Account,
    (method, path): (&str, &str),
    inputs: &[(&str, &str)],
    body: &Value,
) -> ConsoleAnswer {
    let inputs: Vec<(String, String)> =
        inputs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let body = if body.is_null() { String::new() } else { body.to_string() };
    console.ask(account.id, PEER, named(console, method, path), &inputs, body).await
}

fn json_of(answer: &ConsoleAnswer) -> Value {
    serde_json::from_str(answer.body.as_deref().expect("it is shown")).expect("it is JSON")
}

#[testkit::both_databases]
async fn a_customer_tries_calls_for_themselves_alone(db: TestDb) {
    let world = World::new(&db).await;
    let (ada, eve) = (world.account("ada@example.org").await, world.account("eve@example.org").await);
    world.bought(&ada).await;
    let console = Console::new(&Api::new(world.cx.clone(), Options::default()));
    let me = tried(&console, &ada, ("GET", "/me"), &[], &Value::Null).await;
    assert_eq!((me.status, json_of(&me)["nichandle"].clone()), (200, json!(ada.nic)));
    assert_eq!(me.address, "https://shop.example/counter/1.0/me");
    let bill = [("billId", "FR00000001")];
    let mine = tried(&console, &ada, ("GET", "/me/bill/{billId}"), &bill, &Value::Null).await;
    assert_eq!((mine.status, json_of(&mine)["billId"].clone()), (200, json!("FR00000001")));
    let hers = tried(&console, &eve, ("GET", "/me/bill/{billId}"), &bill, &Value::Null).await;
    assert_eq!(hers.status, 404);
    let list = tried(&console, &ada, ("GET", "/me/bill"), &[("category", "autorenew")], &Value::Null).await;
    assert_eq!(json_of(&list), json!([]));
    // What changes something does; what is wrong is said as programs are told it.
    tried(&console, &ada, ("GET", "/services"), &[], &Value::Null).await;
    let put = ("PUT", "/services/{serviceId}");
    let name = json!({"displayName": "My blog"});
    assert_eq!(tried(&console, &ada, put, &[("serviceId", "1")], &name).await.status, 200);
    let wrong = tried(&console, &ada, put, &[("serviceId", "1")], &json!({"displayName": 7})).await;
    assert_eq!((wrong.status, json_of(&wrong)["class"].clone()), (400, json!("Client::BadRequest")));
    // There is no key of it to look at, or to give back.
    for call in [("GET", "/auth/currentCredential"), ("POST", "/auth/logout")] {
        assert_eq!(tried(&console, &ada, call, &[], &Value::Null).await.status, 404, "{call:?}");
    }
    assert_eq!(world.send(&get("/me")).await.status, 403, "nobody else comes in that way");
}
