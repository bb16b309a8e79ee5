//! Signatures, times, keys, addresses, and what every answer carries.

use accounts::api::{ApiMethod, Wanted, request};
use api::Options;
use kernel::SignedDuration;
use testkit::TestDb;

use crate::world::{Ask, World, ask, everything, get, rule};

#[testkit::both_databases]
async fn every_address_a_client_may_have_signed_is_accepted(db: TestDb) {
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    let program = world.program(&ada, everything()).await;
    let bases = [
        "https://shop.example/counter",
        "https://api.example:8443",
        "http://api.example:8443",
        "https://api.example",
        "http://api.example",
    ];
    for base in bases {
        let answer =
            world.signed(&program, &Ask { base: base.to_owned(), ..get("/auth/details?a=%20b") }).await;
        assert_eq!(answer.status, 200, "{base}: {}", answer.text);
    }
    let elsewhere = Ask { base: "https://other.example".to_owned(), ..get("/auth/details") };
    let answer = world.signed(&program, &elsewhere).await;
    assert_eq!(answer.problem(), (400, "INVALID_SIGNATURE".to_owned(), "Invalid signature".to_owned()));
}

#[testkit::both_databases]
async fn the_body_is_signed_as_it_was_sent(db: TestDb) {
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    let program = world.program(&ada, everything()).await;
    let path = format!("/me/api/credential/{}", program.credential);
    let sent =
        Ask { body: r#"{"allowedIPs": ["192.0.2.0\u002f24"], "x": null}"#.to_owned(), ..ask("PUT", path) };
    let answer = world.signed(&program, &sent).await;
    assert_eq!((answer.status.as_u16(), answer.text.as_str()), (200, "null"));
    let away = Ask { peer: "203.0.113.9", ..get("/auth/details") };
    let answer = world.signed(&program, &away).await;
    assert_eq!(
        answer.problem(),
        (403, "FORBIDDEN".to_owned(), "User not granted for this request".to_owned())
    );
}

#[testkit::both_databases]
async fn a_clock_may_be_half_a_minute_off(db: TestDb) {
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    let program = world.program(&ada, everything()).await;
    for (skew_secs, is_near) in [(-30, true), (30, true), (-31, false), (31, false)] {
        let answer = world.signed(&program, &Ask { skew_secs, ..get("/auth/details") }).await;
        if is_near {
            assert_eq!(answer.status, 200, "{skew_secs}");
        } else {
            assert_eq!(answer.problem(), (400, "QUERY_TIME_OUT".to_owned(), "Query out of time".to_owned()));
        }
    }
    assert_eq!(world.send(&get("/auth/time")).await.text, "1768471200");
}

#[testkit::both_databases]
async fn keys_open_nothing_before_they_are_accepted_and_after_they_end(db: TestDb) {
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    let wanted = || Wanted { rules: everything(), allowed_ips: None, redirection: None };
    let day = SignedDuration::from_hours(24);
    let program = world.granted(&ada, wanted(), Some(day)).await;
    let keys = world.asked(&program.application, wanted()).await;
    let mut other = program.clone();

    other.consumer_key = keys.consumer_key().expose().clone();
    let not_valid = (403, "INVALID_CREDENTIAL".to_owned(), "This credential is not valid".to_owned());
    assert_eq!(world.signed(&other, &get("/auth/details")).await.problem(), not_valid, "pending");
    let (now, link) = (world.cx.clock.now(), keys.link());
    let refuse = move |tx: &mut db::RegistryTx| request::refuse(tx, now, link.expose());
    world.cx.db.registry().write(refuse).await.unwrap();
    assert_eq!(world.signed(&other, &get("/auth/details")).await.problem(), not_valid, "refused");

    let unknown = (403, "INVALID_CREDENTIAL".to_owned(), "This credential does not exist".to_owned());
    other.consumer_key = "x".repeat(32);
    assert_eq!(world.signed(&other, &get("/auth/details")).await.problem(), unknown);
    // A key is of the application that asked for it.
    let foreign = world.program(&ada, everything()).await;
    other.consumer_key = foreign.consumer_key;
    assert_eq!(world.signed(&other, &get("/auth/details")).await.problem(), unknown);

    let mut stranger = program.clone();
    stranger.application.key = "nobody".to_owned();
    let invalid = (403, "INVALID_KEY".to_owned(), "This application key is invalid".to_owned());
    assert_eq!(world.signed(&stranger, &get("/auth/details")).await.problem(), invalid);

    assert_eq!(world.signed(&program, &get("/auth/details")).await.status, 200);
    world.wait(day.as_secs());
    assert_eq!(world.signed(&program, &get("/auth/details")).await.problem(), not_valid, "expired");
}

#[testkit::both_databases]
async fn rules_are_about_the_path_without_its_version(db: TestDb) {
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    let program = world.program(&ada, vec![rule(ApiMethod::Get, "/auth/details")]).await;
    for path in ["/1.0/auth/details", "/v1/auth/details", "/1.0/auth/details/", "/v1/auth/details?x=1"] {
        let answer = world.signed(&program, &Ask { path: path.to_owned(), ..get("") }).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
    }
    let answer = world.signed(&program, &get("/auth/currentCredential")).await;
    assert_eq!(answer.problem().1, "NOT_GRANTED_CALL");
}

#[testkit::both_databases]
async fn every_answer_says_who_it_was_and_is_for_everybody(db: TestDb) {
    let world = World::new(&db).await;
    let mut known = get("/auth/time");
    known.headers.push(("x-request-id", "0123456789abcdef".to_owned()));
    let answer = world.send(&known).await;
    assert_eq!(answer.headers["x-ovh-queryid"], "0123456789abcdef");
    let unknown =
        ["/nothing", "/nothing.json", "/a/b", "/me/unknown/thing", "/a/b/c/d/e/f/", "/me/bill/FR1/unknown"];
    for path in unknown {
        let answer = world.send(&get(path)).await;
        let expected = (404, "NOT_FOUND".to_owned(), "Got an invalid (or empty) URL".to_owned());
        assert_eq!(answer.problem(), expected, "{path}");
        assert_eq!(answer.headers["x-ovh-queryid"].len(), 16);
        assert_eq!(answer.headers["access-control-allow-origin"], "*");
        assert_eq!(answer.headers["content-type"], "application/json; charset=utf-8");
        assert_eq!(answer.headers["cache-control"], "no-cache, no-store");
    }
    let wrong_method = world.send(&ask("DELETE", "/auth/time")).await;
    assert_eq!(wrong_method.problem().2, "Got an invalid (or empty) URL");
    assert_eq!(wrong_method.headers["x-ovh-queryid"].len(), 16);
    let asked_by_a_browser = world.send(&ask("OPTIONS", "/me/api/application")).await;
    assert_eq!(asked_by_a_browser.status, 204);
    assert!(asked_by_a_browser.headers.contains_key("access-control-allow-headers"));
}

#[testkit::both_databases]
async fn who_calls_too_often_is_told_how_long_to_wait(db: TestDb) {
    let options = Options { calls_per_minute: 3, ..Options::default() };
    let world = World::with(&db, options).await;
    for _ in 0..3 {
        assert_eq!(world.send(&get("/auth/time")).await.status, 200);
    }
    let answer = world.send(&get("/auth/time")).await;
    assert_eq!((answer.status.as_u16(), answer.headers["retry-after"].as_bytes()), (429, &b"60"[..]));
    assert_eq!(world.send(&Ask { peer: "198.51.100.1", ..get("/auth/time") }).await.status, 200);
    world.wait(60);
    assert_eq!(world.send(&get("/auth/time")).await.status, 200);
}

#[testkit::both_databases]
async fn a_body_too_large_is_refused(db: TestDb) {
    let world = World::new(&db).await;
    let large = Ask { body: "x".repeat(300_000), ..ask("POST", "/auth/credential") };
    assert_eq!(world.send(&large).await.status, 413);
}

#[testkit::both_databases]
async fn a_text_that_no_database_keeps_is_named(db: TestDb) {
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    let program = world.program(&ada, everything()).await;
    let reason = "a text without the character U+0000 is expected";
    let asked = |path: &str, body: &str| Ask { body: body.to_owned(), ..ask("POST", path) };
    let refused = [
        (get("/services?resourceName=%00"), 400, format!("[resourceName] {reason}")),
        (asked("/order/cart", r#"{"ovhSubsidiary": "F\u0000R"}"#), 400, format!("[ovhSubsidiary] {reason}")),
        (
            asked("/me/api/oauth2/client", r#"{"name": "one", "callbackUrls": [{"\u0000": 1}]}"#),
            400,
            format!("[callbackUrls] {reason}"),
        ),
        (
            get("/webHosting/%00/serviceInfos"),
            404,
            "The requested object (serviceName = \0) does not exist".to_owned(),
        ),
        (get("/me/bill/FR%00"), 404, "The requested object (billId = FR\0) does not exist".to_owned()),
    ];
    for (asked, status, message) in refused {
        let answer = world.signed(&program, &asked).await;
        assert_eq!((answer.status.as_u16(), answer.problem().2), (status, message), "{}", asked.path);
    }
    let body = "grant_type=client_credentials&client_id=%00&client_secret=x".to_owned();
    let token = Ask { path: "/auth/oauth2/token".to_owned(), body, ..ask("POST", "") };
    assert_eq!(world.send(&token).await.status, 401);
}
