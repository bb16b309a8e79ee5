//! A program asks for access, its customer answers; keys of one's own; taking back.

use accounts::api::{AccessRule, ApiMethod, Application, Keys, Wanted, application, credential, request};
use accounts::links::{self, Link, Paper};
use axum::http::StatusCode;
use kernel::AccountId;
use testkit::TestDb;

use crate::portal::Portal;
use crate::services::said;

/// What a program of somebody else asks for, and the address its customer opens.
async fn asked(portal: &Portal, redirection: Option<&str>) -> (Application, String) {
    let (cx, now) = (&portal.cx, portal.cx.clock.now());
    let (owner, keys) = (cx.random.id(now), Keys::draw(&cx.random));
    let made = application::create(&cx.db, now, owner, &keys, "Saver <b>", "Saves things").await.unwrap();
    let rules = vec![
        AccessRule { method: ApiMethod::Get, path: "/me/bill/*".to_owned() },
        AccessRule { method: ApiMethod::Delete, path: "/*".to_owned() },
    ];
    let wanted = Wanted { rules, allowed_ips: None, redirection: redirection.map(str::to_owned) };
    request::ask(&cx.db, now, made.id, &keys, wanted).await.unwrap();
    (made, keys.link().expose().clone())
}

async fn credentials(portal: &Portal, account: AccountId) -> Vec<accounts::api::Credential> {
    portal.cx.db.account(account).read(credential::list).await.unwrap()
}

#[testkit::both_databases]
async fn a_customer_sees_what_is_asked_accepts_and_is_sent_back(db: TestDb) {
    let portal = Portal::open(&db).await;
    let (ada, account) = portal.member_of("ada@example.org").await;
    let (_, token) = asked(&portal, Some("https://app.example:8443/back?x=1")).await;
    let place = format!("/auth/?credentialToken={token}");
    let visitor = portal.browser().get(&place).await;
    assert!(visitor.location().is_some_and(|to| to.starts_with("/sign-in?next=/auth/%3Fcredential")));

    let page = ada.get(&place).await;
    assert!(page.body.contains("Saver &lt;b&gt;"));
    for words in ["Saves things", "Your invoices", "/me/bill/*", "not only read"] {
        assert!(said(&page).contains(words), "{words}");
    }
    // The answer may lead to the program's site, and that of nobody else.
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("form-action 'self' https://app.example:8443;"), "{policy}");
    assert!(!ada.get("/programs").await.header("content-security-policy").unwrap().contains("app.example"));

    let form = [("token", token.as_str()), ("act", "accept"), ("validity", "day")];
    for turn in ["once", "again"] {
        let answer = ada.post("/auth/", &form).await;
        assert_eq!(answer.location(), Some("https://app.example:8443/back?x=1"), "{turn}");
    }
    let granted = credentials(&portal, account).await;
    assert_eq!(granted.len(), 1);
    let day = portal.cx.clock.now() + kernel::SignedDuration::from_hours(24);
    assert_eq!(granted[0].expires_at, Some(day));
    // Nobody answers it otherwise, and its page says so.
    let refused = ada.post("/auth/", &[form[0], ("act", "refuse"), form[2]]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let eve = portal.member("eve@example.org").await;
    assert_eq!(eve.post("/auth/", &form).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(ada.get(&place).await.body.contains("no longer works"));
}

#[testkit::both_databases]
async fn a_refused_program_gets_nothing(db: TestDb) {
    let portal = Portal::open(&db).await;
    let (ada, account) = portal.member_of("ada@example.org").await;
    let (_, token) = asked(&portal, None).await;
    let form = [("token", token.as_str()), ("act", "refuse"), ("validity", "day")];
    for _ in 0..2 {
        assert_eq!(ada.post("/auth/", &form).await.location(), Some("/programs"));
    }
    assert_eq!(credentials(&portal, account).await, []);
    assert_eq!(ada.get("/auth/").await.location(), Some("/programs"));
    let odd = ada.post("/auth/", &[form[0], ("act", "accept"), ("validity", "ever")]).await;
    assert_eq!(odd.status, StatusCode::BAD_REQUEST);
}

#[testkit::both_databases]
async fn keys_of_ones_own_are_shown_once_and_made_once(db: TestDb) {
    let portal = Portal::open(&db).await;
    let (ada, account) = portal.member_of("ada@example.org").await;
    let page = ada.get("/createToken/?GET=/me&GET=/me/*&POST=/order/*&duration=1").await;
    assert!(said(&page).contains("GET /me\nGET /me/*\nPOST /order/*"), "{}", page.body);
    let drawn = page.hidden("drawn");
    let form = [
        ("drawn", drawn.as_str()),
        ("name", "Mine"),
        ("rules", "GET /me\r\n\r\nget /me/*"),
        ("validity", "unlimited"),
    ];
    let (first, again) = (ada.post("/createToken/", &form).await, ada.post("/createToken/", &form).await);
    let keys = |body: &str| -> Vec<String> {
        body.split("<code>").skip(1).filter_map(|rest| rest.split('<').next()).map(str::to_owned).collect()
    };
    assert_eq!(first.status, StatusCode::OK);
    assert_eq!(keys(&first.body), keys(&again.body));
    let shown = keys(&first.body);
    assert!(shown.iter().map(String::len).any(|length| length == 16) && shown.len() >= 4, "{shown:?}");
    let granted = credentials(&portal, account).await;
    assert_eq!((granted.len(), granted[0].rules.len(), granted[0].expires_at), (1, 2, None));
    let secret = shown.iter().find(|key| key.len() == 32).unwrap();
    for place in ["/programs", &format!("/programs/credentials/{}", granted[0].id)] {
        let page = ada.get(place).await;
        assert!(page.body.contains("Mine") && !page.body.contains(secret.as_str()), "{place}");
    }
    for (rules, name) in [("", "Mine"), ("LOOK /me", "Mine"), ("GET me", "Mine"), ("GET /me", " ")] {
        let form = [("drawn", "other"), ("name", name), ("rules", rules), ("validity", "day")];
        let answer = ada.post("/createToken/", &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{rules:?} {name:?}");
    }
    assert_eq!(credentials(&portal, account).await.len(), 1);
}

#[testkit::both_databases]
async fn what_was_given_is_taken_back_by_its_account_alone(db: TestDb) {
    let portal = Portal::open(&db).await;
    let (ada, account) = portal.member_of("ada@example.org").await;
    let eve = portal.member("eve@example.org").await;
    let drawn = ada.get("/createApp/").await.hidden("drawn");
    let own = ada.post("/createApp/", &[("drawn", drawn.as_str()), ("name", "Own")]).await;
    assert!(own.body.contains("application_secret") && !own.body.contains("consumer_key"));
    let (_, token) = asked(&portal, None).await;
    ada.post("/auth/", &[("token", token.as_str()), ("act", "accept"), ("validity", "year")]).await;

    let list = said(&ada.get("/programs").await);
    let link = |kind: &str| {
        let found = list.split(kind).nth(1).unwrap().split('"').next().unwrap();
        format!("{kind}{found}")
    };
    let (credential, application) = (link("/programs/credentials/"), link("/programs/applications/"));
    for place in [&credential, &application] {
        assert_eq!(ada.get(place).await.status, StatusCode::OK, "{place}");
        assert_eq!(eve.get(place).await.status, StatusCode::NOT_FOUND, "{place}");
    }
    let (revoke, delete) = (format!("{credential}/revoke"), format!("{application}/delete"));
    eve.post(&revoke, &[]).await;
    eve.post(&delete, &[]).await;
    assert_eq!(credentials(&portal, account).await.len(), 1);
    assert_eq!(ada.get(&application).await.status, StatusCode::OK);
    for _ in 0..2 {
        assert_eq!(ada.post(&revoke, &[]).await.location(), Some("/programs"));
        assert_eq!(ada.post(&delete, &[]).await.location(), Some("/programs"));
    }
    assert_eq!(credentials(&portal, account).await, []);
    assert_eq!(ada.get(&application).await.status, StatusCode::NOT_FOUND);
}

#[testkit::both_databases]
async fn a_link_opens_its_document_for_everybody_until_it_is_ended(db: TestDb) {
    let portal = Portal::open(&db).await;
    let ada = portal.owner("ada@example.org").await;
    let (account, now) = (portal.cx.db.account(ada.account), portal.cx.clock.now());
    let key = account.write(move |tx| links::make(tx, now, &"k".repeat(64))).await.unwrap();
    let nobody = portal.browser();
    let order = ada.order.id;
    let paid = move |tx: &mut db::AccountTx| payments::store::success_of_order(tx, order);
    let paid = portal.cx.db.account(ada.account).read(paid).await.unwrap().expect("it was paid");
    let papers =
        [Paper::Invoice("FR00000001".to_owned()), Paper::Order(ada.order.number), Paper::Receipt(paid.id)];
    for paper in papers.clone() {
        let link = key.link(now, paper);
        let page = nobody.get(&key.address(&link, "html")).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        assert!(said(&page).contains("Ada Martin") && said(&page).contains(&key.address(&link, "pdf")));
        let pdf = nobody.get(&key.address(&link, "pdf")).await;
        assert_eq!((pdf.status, pdf.header("content-type")), (StatusCode::OK, Some("application/pdf")));
        let other = Link { seal: "0".repeat(32), ..link };
        assert_eq!(nobody.get(&key.address(&other, "html")).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(ada.browser.post("/programs/links", &[]).await.location(), Some("/programs"));
    for paper in papers {
        let place = key.address(&key.link(now, paper), "html");
        assert_eq!(nobody.get(&place).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(ada.browser.post("/programs/links", &[]).await.location(), Some("/programs"));
}
