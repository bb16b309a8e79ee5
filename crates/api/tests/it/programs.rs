//! Asking for access, and looking after what was granted.

use accounts::api::{ApiMethod, request};
use serde_json::json;
use testkit::TestDb;

use crate::world::{Ask, Program, World, ask, everything, get, rule};

/// What python's client sends.
const WANTED: &str = r#"{"accessRules":[{"method":"GET","path":"/*"}],"redirection":null,"allowedIPs":null}"#;

fn asking(key: &str, body: &str) -> Ask {
    let headers = vec![("x-ovh-application", key.to_owned())];
    Ask { body: body.to_owned(), headers, ..ask("POST", "/auth/credential") }
}

#[testkit::both_databases]
async fn an_application_asks_the_customer_accepts_and_it_calls(db: TestDb) {
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    let application = world.application(&ada).await;
    let answer = world.send(&asking(&application.key, WANTED)).await;
    let told = answer.json();
    assert_eq!((answer.status.as_u16(), &told["state"]), (200, &json!("pendingValidation")));
    let link = told["validationUrl"].as_str().unwrap();
    let link = link.strip_prefix("https://shop.example/counter/auth/?credentialToken=").unwrap();
    let now = world.cx.clock.now();
    let accepted = request::accept(&world.cx.db, now, ada.id, link, None).await.unwrap();
    let consumer_key = told["consumerKey"].as_str().unwrap().to_owned();
    let program = Program { application, consumer_key, credential: accepted.credential };

    let current = world.signed(&program, &get("/auth/currentCredential")).await.json();
    let expected = json!({
        "allowedIPs": null,
        "applicationId": program.application.id,
        "creation": "2026-01-15T11:00:00+01:00",
        "credentialId": program.credential,
        "expiration": null,
        "lastUse": null,
        "ovhSupport": false,
        "rules": [{"method": "GET", "path": "/*"}],
        "status": "validated",
    });
    assert_eq!(current, expected);
    let again = world.signed(&program, &get("/auth/currentCredential")).await.json();
    assert_eq!(again["lastUse"], "2026-01-15T11:00:00+01:00");
    let details = world.signed(&program, &get("/auth/details")).await.json();
    assert_eq!((&details["account"], &details["method"]), (&json!(ada.nic), &json!("account")));
}

#[testkit::both_databases]
async fn what_cannot_be_asked_for_is_refused_by_its_name(db: TestDb) {
    let world = World::new(&db).await;
    let application = world.application(&world.account("ada@example.org").await).await;
    let rules = |rest: &str| format!(r#"{{"accessRules":[{{"method":"GET","path":"/me"}}]{rest}}}"#);
    let cases = [
        ("", "accessRules"),
        ("null", "accessRules"),
        ("[]", "body"),
        ("{", "body"),
        (r#"{"accessRules":[]}"#, "accessRules"),
        (r#"{"accessRules":["GET"]}"#, "accessRules.method"),
        (r#"{"accessRules":[{"method":"LOOK","path":"/me"}]}"#, "accessRules.method"),
        (r#"{"accessRules":[{"method":"GET","path":"me"}]}"#, "accessRules.path"),
        (&rules(r#","redirection":"javascript:alert(1)""#), "redirection"),
        (&rules(r#","allowedIPs":["here"]"#), "allowedIPs"),
    ];
    for (body, field) in cases {
        let answer = world.send(&asking(&application.key, body)).await;
        assert_eq!(answer.status, 400, "{body}: {}", answer.text);
        assert!(answer.problem().2.starts_with(&format!("[{field}]")), "{body}: {}", answer.text);
    }
    let nobody = world.send(&asking("nobody", WANTED)).await;
    assert_eq!(nobody.problem().1, "INVALID_KEY");
}

#[testkit::both_databases]
async fn programs_are_listed_looked_at_and_taken_away_by_their_account_alone(db: TestDb) {
    let world = World::new(&db).await;
    let (ada, eve) = (world.account("ada@example.org").await, world.account("eve@example.org").await);
    let (hers, other) = (world.program(&ada, everything()).await, world.program(&eve, everything()).await);
    let application = format!("/me/api/application/{}", hers.application.id);
    let credential = format!("/me/api/credential/{}", hers.credential);

    assert_eq!(world.signed(&hers, &get("/me/api/application")).await.json(), json!([hers.application.id]));
    let expected = json!({
        "applicationId": hers.application.id,
        "applicationKey": hers.application.key,
        "description": "Saves things",
        "name": "Backup",
        "status": "active",
    });
    assert_eq!(world.signed(&hers, &get(&application)).await.json(), expected);
    let of_credential = get(format!("{credential}/application"));
    assert_eq!(world.signed(&hers, &of_credential).await.json(), expected);
    for (query, found) in [
        ("", json!([hers.credential])),
        ("?status=validated", json!([hers.credential])),
        ("?status=expired", json!([])),
        ("?applicationId=1000", json!([])),
    ] {
        let answer = world.signed(&hers, &get(format!("/me/api/credential{query}"))).await;
        assert_eq!(answer.json(), found, "{query}");
    }
    let odd = world.signed(&hers, &get("/me/api/credential?status=odd")).await;
    assert!(odd.problem().2.starts_with("[status] "), "{}", odd.text);

    for path in [&application, &credential] {
        for method in ["GET", "DELETE"] {
            let answer = world.signed(&other, &ask(method, path.as_str())).await;
            assert_eq!(answer.status, 404, "{method} {path}");
        }
    }
    let restricted = Ask { body: r#"{"allowedIPs":["10.0.0.0/8"]}"#.to_owned(), ..ask("PUT", &*credential) };
    assert_eq!(world.signed(&other, &restricted).await.status, 404);

    assert_eq!(world.signed(&hers, &ask("DELETE", application)).await.text, "null");
    assert_eq!(world.signed(&hers, &get("/auth/details")).await.problem().1, "INVALID_KEY");
}

#[testkit::both_databases]
async fn logging_out_revokes_the_key_in_use(db: TestDb) {
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    let program = world.program(&ada, vec![rule(ApiMethod::Post, "/auth/logout")]).await;
    let out = world.signed(&program, &ask("POST", "/auth/logout")).await;
    assert_eq!((out.status.as_u16(), out.text.as_str()), (200, "null"));
    let again = world.signed(&program, &ask("POST", "/auth/logout")).await;
    assert_eq!(again.problem().2, "This credential does not exist");
}
