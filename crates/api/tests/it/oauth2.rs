//! Clients of OAuth 2.0: how they are made, get their tokens, call, and end.

use accounts::api::{ApiMethod, Wanted, oauth2, request};
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kernel::SignedDuration;
use serde_json::{Value, json};
use testkit::TestDb;

use crate::carts::signed;
use crate::world::{Answer, Ask, Program, World, ask, everything, get, rule};

const CLIENTS: &str = "/me/api/oauth2/client";
const FORM: &str = "grant_type=client_credentials&scope=all";

/// A client as its program made it.
pub(crate) struct Made {
    id: String,
    secret: String,
}

pub(crate) async fn made(world: &World, program: &Program) -> Made {
    let body = json!({
        "name": "Night shift", "description": "Counts", "flow": "CLIENT_CREDENTIALS", "callbackUrls": [],
    });
    let made = signed(world, program, "POST", CLIENTS, &body).await;
    let text = |key: &str| made[key].as_str().unwrap().to_owned();
    Made { id: text("clientId"), secret: text("clientSecret") }
}

fn basic(id: &str, secret: &str) -> Vec<(&'static str, String)> {
    vec![("authorization", format!("Basic {}", STANDARD.encode(format!("{id}:{secret}"))))]
}

async fn asked(world: &World, headers: Vec<(&'static str, String)>, body: &str) -> Answer {
    let path = "/auth/oauth2/token".to_owned();
    world.send(&Ask { path, headers, body: body.to_owned(), ..ask("POST", "") }).await
}

impl Made {
    pub(crate) async fn token(&self, world: &World) -> String {
        let answer = asked(world, basic(&self.id, &self.secret), FORM).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        answer.json()["access_token"].as_str().unwrap().to_owned()
    }
}

async fn called(world: &World, token: &str, ask: Ask) -> Answer {
    world.send(&Ask { headers: vec![("authorization", format!("Bearer {token}"))], ..ask }).await
}

/// Status, and what the answer says about tokens.
fn challenge(answer: &Answer) -> (u16, &str) {
    let said = answer.headers.get("www-authenticate").map(|value| value.to_str().unwrap());
    (answer.status.as_u16(), said.unwrap_or_default())
}

const INVALID: (u16, &str) = (401, "Bearer realm=\"api\", error=\"invalid_token\"");

#[testkit::both_databases]
async fn a_client_gets_a_token_and_calls_until_it_is_deleted(db: TestDb) {
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    let program = world.program(&ada, everything()).await;
    let client = made(&world, &program).await;
    assert_eq!((client.id.len(), client.secret.len()), (16, 32));
    let place = format!("{CLIENTS}/{}", client.id);
    assert_eq!(world.signed(&program, &get(CLIENTS)).await.json(), json!([client.id]));
    let shown = world.signed(&program, &get(&*place)).await;
    assert!(!shown.text.contains(&client.secret), "{}", shown.text);
    let identity = format!("urn:v1:eu:identity:credential:{}/oauth2-{}", ada.nic, client.id);
    assert_eq!(
        (&shown.json()["identity"], &shown.json()["flow"]),
        (&json!(identity), &json!("CLIENT_CREDENTIALS"))
    );

    // In a header or in the form, at the site or under a version.
    let in_form = format!("{FORM}&client_id={}&client_secret={}", client.id, client.secret);
    let given = asked(&world, Vec::new(), &in_form).await;
    assert_eq!(given.status, StatusCode::OK, "{}", given.text);
    for (name, value) in [("cache-control", "no-store"), ("pragma", "no-cache")] {
        assert_eq!(given.headers[name], value);
    }
    let mut said = given.json();
    let first = said["access_token"].take();
    let expected = json!({"access_token": null, "token_type": "Bearer", "expires_in": 3600, "scope": "all"});
    assert_eq!(said, expected);
    for prefix in ["/1.0", "/v1"] {
        let path = format!("{prefix}/auth/oauth2/token");
        let asked = Ask { path, body: in_form.clone(), ..ask("POST", "") };
        assert_eq!(world.send(&asked).await.status, StatusCode::OK, "{prefix}");
    }
    let token = client.token(&world).await;
    for token in [token.as_str(), first.as_str().unwrap()] {
        assert_eq!(called(&world, token, get("/me")).await.json()["nichandle"], json!(ada.nic.to_string()));
    }
    let details = called(&world, &token, get("/auth/details")).await.json();
    assert_eq!(
        (&details["method"], &details["identities"], &details["description"]),
        (&json!("oauth2_client_credentials"), &json!([identity]), &json!("Night shift"))
    );
    assert_eq!(called(&world, &token, get("/auth/currentCredential")).await.status, 404);

    let name = json!({"name": "Day shift", "callbackUrls": null});
    assert_eq!(signed(&world, &program, "PUT", &place, &name).await, Value::Null);
    let shown = world.signed(&program, &get(&*place)).await.json();
    assert_eq!((&shown["name"], &shown["description"]), (&json!("Day shift"), &json!("Counts")));

    // Given back, one token ends; deleted, the client does, and every token with it.
    assert_eq!(called(&world, first.as_str().unwrap(), ask("POST", "/auth/logout")).await.status, 200);
    assert_eq!(challenge(&called(&world, first.as_str().unwrap(), get("/me")).await), INVALID);
    assert_eq!(called(&world, &token, get("/me")).await.status, 200);
    assert_eq!(called(&world, &token, ask("DELETE", &*place)).await.status, 200);
    let gone = called(&world, &token, get("/me")).await;
    assert_eq!(challenge(&gone), INVALID);
    assert_eq!(gone.problem(), (401, "INVALID_CREDENTIAL".to_owned(), "This token is not valid".to_owned()));
    assert_eq!(asked(&world, Vec::new(), &in_form).await.status, 401);
    assert_eq!(world.signed(&program, &ask("DELETE", &*place)).await.status, 404);
    assert_eq!(world.signed(&program, &get(CLIENTS)).await.json(), json!([]));
}

#[testkit::both_databases]
async fn who_has_no_right_to_a_token_is_told_why(db: TestDb) {
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    let program = world.program(&ada, everything()).await;
    let client = made(&world, &program).await;
    let error =
        |answer: &Answer| (answer.status.as_u16(), answer.json()["error"].as_str().unwrap().to_owned());
    for headers in [basic(&client.id, "other"), basic("unknown", &client.secret)] {
        let answer = asked(&world, headers, FORM).await;
        assert_eq!(error(&answer), (401, "invalid_client".to_owned()));
        assert_eq!(challenge(&answer).1, "Basic realm=\"token\", charset=\"UTF-8\"");
    }
    let known = || basic(&client.id, &client.secret);
    for (headers, body, code) in [
        (Vec::new(), FORM, (401, "invalid_client")),
        (known(), "scope=all", (400, "invalid_request")),
        (known(), "grant_type=authorization_code", (400, "unsupported_grant_type")),
        (known(), "grant_type=client_credentials&scope=more", (400, "invalid_scope")),
    ] {
        let answer = asked(&world, headers, body).await;
        assert_eq!(error(&answer), (code.0, code.1.to_owned()), "{body}");
    }
    for token in ["", "x", &"0".repeat(96), &client.secret] {
        assert_eq!(
            challenge(&called(&world, token, get("/me")).await).0,
            if token.is_empty() { 403 } else { 401 }
        );
    }
    let wrong = [
        (json!({"flow": "CLIENT_CREDENTIALS", "description": ""}), "[name] a value is needed"),
        (
            json!({"flow": "CLIENT_CREDENTIALS", "description": "", "name": " "}),
            "[name] a program has a name",
        ),
        (
            json!({"flow": "AUTHORIZATION_CODE", "description": "", "name": "x"}),
            "[flow] only CLIENT_CREDENTIALS leads to a token here",
        ),
        (
            json!({"flow": "CLIENT_CREDENTIALS", "description": "", "name": "x", "callbackUrls": ["https://a.example"]}),
            "[callbackUrls] a client with credentials of its own sends nobody back",
        ),
    ];
    for (body, said) in wrong {
        let answer = world.signed(&program, &Ask { body: body.to_string(), ..ask("POST", CLIENTS) }).await;
        assert_eq!(answer.problem(), (400, "BAD_REQUEST".to_owned(), said.to_owned()), "{body}");
    }
    let eve = world.account("eve@example.org").await;
    let other = world.program(&eve, everything()).await;
    for method in ["GET", "PUT", "DELETE"] {
        let answer = world.signed(&other, &ask(method, format!("{CLIENTS}/{}", client.id))).await;
        assert_eq!(answer.status, 404, "{method}");
    }
    assert_eq!(
        called(&world, &client.token(&world).await, get("/me")).await.status,
        200,
        "it is still there"
    );
}

#[testkit::both_databases]
async fn a_client_may_do_what_its_maker_may_and_no_longer(db: TestDb) {
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    let rules = vec![rule(ApiMethod::Get, "/me"), rule(ApiMethod::Post, CLIENTS)];
    let allowed_ips = Some(vec![request::block("192.0.2.0/24").unwrap()]);
    let wanted = Wanted { rules, allowed_ips, redirection: None };
    let maker = world.granted(&ada, wanted, Some(SignedDuration::from_hours(24))).await;
    let client = made(&world, &maker).await;
    let token = client.token(&world).await;
    assert_eq!(called(&world, &token, get("/me")).await.status, 200);
    let beyond = called(&world, &token, get("/me/bill")).await;
    assert_eq!(beyond.problem().1, "NOT_GRANTED_CALL");
    assert_eq!(challenge(&beyond), (403, "Bearer realm=\"api\", error=\"insufficient_scope\""));
    let away = called(&world, &token, Ask { peer: "203.0.113.9", ..get("/me") }).await;
    assert_eq!(away.problem().1, "FORBIDDEN");

    world.wait(3_599);
    assert_eq!(called(&world, &token, get("/me")).await.status, 200);
    world.wait(1);
    assert_eq!(challenge(&called(&world, &token, get("/me")).await), INVALID);
    // Half an hour before its end the client gets a token for half an hour, and then none.
    world.wait(22 * 3_600 + 1_800);
    let last = asked(&world, basic(&client.id, &client.secret), FORM).await.json();
    assert_eq!(last["expires_in"], 1_800);
    world.wait(1_800);
    assert_eq!(challenge(&called(&world, last["access_token"].as_str().unwrap(), get("/me")).await), INVALID);
    assert_eq!(asked(&world, basic(&client.id, &client.secret), FORM).await.status, 401);
}

#[testkit::both_databases]
async fn a_client_has_so_many_tokens_and_the_oldest_gives_way(db: TestDb) {
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    let program = world.program(&ada, everything()).await;
    let client = made(&world, &program).await;
    let mut tokens = Vec::new();
    for _ in 0..=oauth2::TOKENS_MAX {
        tokens.push(client.token(&world).await);
        world.wait(1);
    }
    assert_eq!(challenge(&called(&world, &tokens[0], get("/me")).await), INVALID);
    for token in [&tokens[1], tokens.last().unwrap()] {
        assert_eq!(called(&world, token, get("/me")).await.status, 200);
    }
}
