//! The whole table, each route asked by everybody.

use accounts::Role;
use axum::http::{Method, StatusCode};
use testkit::TestDb;
use web::Options;
use web::routes::{Access, Route, table};

use crate::portal::{Answer, Browser, Portal};

const SOMEBODY: &str = "0192f0c1-2345-7000-8000-000000000001";

/// A path with its parameters filled by things that do not exist.
fn address(route: &Route) -> String {
    route
        .path
        .replace("{*path}", "css/none.css")
        .replace("{number}", "987654")
        .replace("{code}", "no-such-thing")
        .replace("{reference}", "FR99999999")
        .replace("{gateway}", "nobody")
        .replace("{token}", "0")
        .replace("{account}", SOMEBODY)
        .replace("{order}", SOMEBODY)
        .replace("{upload}", SOMEBODY)
        .replace("{service}", SOMEBODY)
        .replace("{kind}", "invoice")
        .replace("{until}", "2026-02-01")
        .replace("{seal}", "0")
        .replace("{id}", SOMEBODY)
        .replace("{message}", SOMEBODY)
}

async fn ask(browser: &Browser, route: &Route) -> Answer {
    if route.method == Method::GET {
        return browser.get(&address(route)).await;
    }
    browser.post(&address(route), &[]).await
}

fn is_sent_to(answer: &Answer, sign_in: &str) -> bool {
    // A form sent without the page it was on has nothing to come back to.
    let leads_there = |to: &str| to == sign_in || to.starts_with(&format!("{sign_in}?next="));
    answer.status == StatusCode::SEE_OTHER && answer.location().is_some_and(leads_there)
}

#[testkit::both_databases]
async fn a_visitor_reaches_visitors_pages_and_is_sent_to_sign_in_for_others(db: TestDb) {
    let portal = Portal::open(&db).await;
    for route in table() {
        let answer = ask(&portal.browser(), &route).await;
        let name = format!("{} {}: {}", route.method, route.path, answer.status);
        match route.access {
            Access::Member => assert!(is_sent_to(&answer, "/sign-in"), "{name}"),
            Access::Staff => assert!(is_sent_to(&answer, "/desk/sign-in"), "{name}"),
            Access::Demo => assert_eq!(answer.status, StatusCode::NOT_FOUND, "{name}"),
            Access::Webhook => assert_eq!(answer.status, StatusCode::NOT_FOUND, "{name}"),
            Access::Visitor => {
                assert!(!is_sent_to(&answer, "/sign-in") && !answer.status.is_server_error(), "{name}");
            }
        }
    }
}

#[testkit::both_databases]
async fn a_member_reaches_members_pages_and_never_the_desk(db: TestDb) {
    let portal = Portal::open(&db).await;
    let member = portal.member("ada@example.org").await;
    for route in table().iter().filter(|route| route.path != "/sign-out") {
        let answer = ask(&member, route).await;
        let name = format!("{} {}: {}", route.method, route.path, answer.status);
        match route.access {
            Access::Staff => assert!(is_sent_to(&answer, "/desk/sign-in"), "{name}"),
            Access::Member => {
                assert!(!is_sent_to(&answer, "/sign-in") && !answer.status.is_server_error(), "{name}");
                // What names a thing names one that is not there.
                if route.path.contains('{') {
                    assert!(
                        matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::BAD_REQUEST),
                        "{name}"
                    );
                }
            }
            Access::Visitor | Access::Demo | Access::Webhook => {
                assert!(!answer.status.is_server_error(), "{name}");
            }
        }
    }
}

#[testkit::both_databases]
async fn staff_reach_the_desk_and_are_no_customer(db: TestDb) {
    let portal = Portal::open(&db).await;
    let staff = portal.staff("grace@example.org", Role::Desk).await;
    for route in table().iter().filter(|route| route.path != "/desk/sign-out") {
        let answer = ask(&staff, route).await;
        let name = format!("{} {}: {}", route.method, route.path, answer.status);
        match route.access {
            Access::Staff => {
                assert!(!is_sent_to(&answer, "/desk/sign-in") && !answer.status.is_server_error(), "{name}");
            }
            Access::Member => assert!(is_sent_to(&answer, "/sign-in"), "{name}"),
            Access::Visitor | Access::Demo | Access::Webhook => {
                assert!(!answer.status.is_server_error(), "{name}");
            }
        }
    }
}

#[testkit::both_databases]
async fn a_reader_of_the_desk_looks_and_does_not_decide(db: TestDb) {
    let portal = Portal::open(&db).await;
    let reader = portal.staff("rosa@example.org", Role::Reader).await;
    assert_eq!(reader.get("/desk").await.status, StatusCode::OK);
    for path in ["approve", "refuse", "documents"] {
        let path = format!("/desk/orders/{SOMEBODY}/{SOMEBODY}/{path}");
        assert_eq!(reader.post(&path, &[]).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let replay =
        reader.post("/desk/jobs/replay", &[("account", SOMEBODY), ("name", "x"), ("key", "y")]).await;
    assert_eq!(replay.status, StatusCode::NOT_FOUND);
}

#[testkit::both_databases]
async fn the_demonstrations_pages_exist_in_a_demonstration_only(db: TestDb) {
    let portal = Portal::with(&db, Options { has_demo: true, ..Options::default() }).await;
    assert_eq!(portal.browser().get("/demo").await.status, StatusCode::OK);
    assert_eq!(portal.browser().get("/demo/mailbox").await.status, StatusCode::OK);
}

#[testkit::both_databases]
async fn who_makes_a_month_pass_stays_signed_in(db: TestDb) {
    let portal = Portal::with(&db, Options { has_demo: true, ..Options::default() }).await;
    let member = portal.member("ada@example.org").await;
    let moved = member.post("/demo/time", &[("jump", "month")]).await;
    assert_eq!(moved.location(), Some("/demo"));
    assert_eq!(member.get("/dashboard").await.status, StatusCode::OK);
}

#[test]
fn no_route_is_named_twice() {
    let mut names: Vec<String> =
        table().iter().map(|route| format!("{} {}", route.method, route.path)).collect();
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count);
}
