//! A program asks for access, its customer answers; keys of one's own; taking back.

use accounts::api::{
    AccessRule, ApiMethod, Application, Keys, Wanted, application, credential, oauth2, request,
};
use accounts::links::{self, Link, Paper};
use axum::http::StatusCode;
use kernel::AccountId;
use payments::{ChargeOutcome, RefusalReason};
use std::sync::Arc;
use testkit::TestDb;
use web::console::{Answered, Answering, Asked, Call, Console, Input};

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

/// The keys that a page shows.
fn keys(body: &str) -> Vec<String> {
    body.split("<code>").skip(1).filter_map(|rest| rest.split('<').next()).map(str::to_owned).collect()
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
    let month = ada.get("/createToken/?GET=/me&duration=2592000").await;
    assert!(month.body.contains("<option value=\"month\" selected>"), "{}", month.body);
    let drawn = page.hidden("drawn");
    let form = [
        ("drawn", drawn.as_str()),
        ("name", "Mine"),
        ("rules", "GET /me\r\n\r\nget /me/*"),
        ("validity", "unlimited"),
    ];
    let (first, again) = (ada.post("/createToken/", &form).await, ada.post("/createToken/", &form).await);
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
async fn a_client_is_made_once_shown_once_and_deleted_by_its_account_alone(db: TestDb) {
    let portal = Portal::open(&db).await;
    let (ada, account) = portal.member_of("ada@example.org").await;
    let eve = portal.member("eve@example.org").await;
    let drawn = ada.get("/programs/clients/add").await.hidden("drawn");
    let form = [
        ("drawn", drawn.as_str()),
        ("name", "Night shift"),
        ("rules", "GET /me\nPOST /me/order/*"),
        ("validity", "week"),
    ];
    let (first, again) =
        (ada.post("/programs/clients/add", &form).await, ada.post("/programs/clients/add", &form).await);
    assert_eq!(first.status, StatusCode::OK);
    assert_eq!(keys(&first.body), keys(&again.body));
    assert!(said(&first).contains("/auth/oauth2/token"), "{}", first.body);
    let list = || portal.cx.db.account(account).read(oauth2::list);
    let clients = list().await.unwrap();
    let [client] = clients.as_slice() else { panic!("{clients:?}") };
    assert_eq!((client.name.as_str(), client.rules.len()), ("Night shift", 2));
    let week = portal.cx.clock.now() + kernel::SignedDuration::from_hours(24 * 7);
    assert_eq!(client.expires_at, Some(week));
    let shown = keys(&first.body);
    let secret = shown.iter().find(|key| key.len() == 32).expect("a secret");
    let (cx, now) = (&portal.cx, portal.cx.clock.now());
    let given = oauth2::give(&cx.db, now, &cx.random, &client.id, secret).await.unwrap();
    assert!(given.is_some(), "the secret is that of the client");

    let place = format!("/programs/clients/{}", client.id);
    for place in ["/programs", &place] {
        let page = ada.get(place).await;
        assert!(page.body.contains("Night shift") && !page.body.contains(secret.as_str()), "{place}");
    }
    assert_eq!(eve.get(&place).await.status, StatusCode::NOT_FOUND);
    for (rules, name) in [("", "Mine"), ("GET me", "Mine"), ("GET /me", " ")] {
        let form = [("drawn", "other"), ("name", name), ("rules", rules), ("validity", "day")];
        let answer = ada.post("/programs/clients/add", &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{rules:?} {name:?}");
    }
    let delete = format!("{place}/delete");
    assert_eq!(eve.post(&delete, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(list().await.unwrap().len(), 1);
    assert_eq!(ada.post(&delete, &[]).await.location(), Some("/programs"));
    assert_eq!(ada.post(&delete, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(list().await.unwrap(), []);
    assert_eq!(ada.get(&place).await.status, StatusCode::NOT_FOUND);
    let given = oauth2::give(&cx.db, now, &cx.random, &clients[0].id, secret).await.unwrap();
    assert!(given.is_none());
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

/// A console with two calls, which answers what it was asked.
struct Echo(Vec<Call>);

impl Echo {
    fn new() -> Echo {
        let id = Input { name: "billId", kind: "string", is_needed: true, words: vec![] };
        let state = Input { name: "status", kind: "Enum", is_needed: false, words: vec!["new", "old"] };
        let call = |method, path, inputs, body: Option<&str>| Call {
            method,
            path,
            about: "Something <b>",
            response: "string",
            inputs,
            body: body.map(str::to_owned),
        };
        Echo(vec![
            call("GET", "/me/bill/{billId}", vec![id, state], None),
            call("PUT", "/services", vec![], Some("{\"displayName\": null}")),
        ])
    }
}

impl Console for Echo {
    fn calls(&self) -> &[Call] {
        &self.0
    }

    fn ask(&self, asked: Asked) -> Answering {
        let said = format!("{:?} {:?} <i>", asked.inputs, asked.body);
        let status = if asked.call == 0 { 404 } else { 200 };
        let answered =
            Answered { status, address: "https://shop.example/1.0/x".to_owned(), body: Some(said) };
        Box::pin(std::future::ready(answered))
    }
}

#[testkit::both_databases]
async fn calls_are_found_tried_and_answered_in_the_portal(db: TestDb) {
    let portal = Portal::open(&db).await.trying(Arc::new(Echo::new()));
    let (ada, _) = portal.member_of("ada@example.org").await;
    let visitor = portal.browser().get("/programs/console").await;
    assert!(visitor.location().is_some_and(|to| to.starts_with("/sign-in")));
    assert!(ada.get("/programs").await.body.contains("/programs/console"));
    let all = ada.get("/programs/console").await;
    assert!(said(&all).contains("/me/bill/{billId}") && all.body.contains("Something &lt;b&gt;"));
    let some = said(&ada.get("/programs/console?q=put%20services").await);
    assert!(some.contains("PUT</b> /services") && !some.contains("{billId}"));
    assert!(said(&ada.get("/programs/console?q=boats").await).contains("No such call"));

    let place = "/programs/console?call=GET%20/me/bill/%7BbillId%7D";
    let form = ada.get(place).await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.body.contains("name=\"billId\"") && form.body.contains("<option value=\"old\">"));
    let missing = ada.get(&format!("{place}&go=1&billId=")).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let answer = ada.get(&format!("{place}&go=1&billId=FR%221&status=old")).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.contains("404") && answer.body.contains("&lt;i&gt;"), "{}", answer.body);
    assert!(answer.body.contains("value=\"FR&quot;1\""), "what was typed stays: {}", answer.body);
    assert_eq!(ada.get("/programs/console?call=GET%20/nothing").await.status, StatusCode::NOT_FOUND);

    // What changes something is never done by an address, nor without the token of the form.
    let put = "/programs/console?call=PUT%20/services&go=1";
    assert!(!ada.get(put).await.body.contains("&lt;i&gt;"));
    let form = [("call", "PUT /services"), ("body", "{\"displayName\": \"x\"}")];
    let done = ada.post("/programs/console", &form).await;
    assert_eq!(done.status, StatusCode::OK);
    assert!(done.body.contains("200") && done.body.contains("&lt;i&gt;"), "{}", done.body);
    assert_eq!(ada.post_with("/programs/console", "other", &form).await.status, StatusCode::FORBIDDEN);
    let reading = ada.post("/programs/console", &[("call", "GET /me/bill/{billId}")]).await;
    assert_eq!(reading.status, StatusCode::BAD_REQUEST);
    let without = Portal::open(&db).await.sign_in("ada@example.org").await;
    assert_eq!(without.get("/programs/console").await.status, StatusCode::NOT_FOUND);
    assert!(!without.get("/programs").await.body.contains("/programs/console"));
}

#[testkit::both_databases]
async fn who_registered_a_method_for_a_program_goes_on_to_it_without_signing_in(db: TestDb) {
    let portal = Portal::open(&db).await;
    let (cx, ada) = (&portal.cx, portal.account("ada@example.org").await);
    let to = |how: &str| format!("https://app.example/cards?{how}");
    let callbacks = payments::Callbacks {
        cancel: to("cancel"),
        error: to("error"),
        failure: to("failure"),
        pending: to("pending"),
        success: to("success"),
    };
    let registration = async |by_program| {
        let id: kernel::AttemptId = cx.random.id(cx.clock.now());
        let return_path = format!("/payment-methods/registered/{id}");
        let kind = kernel::PaymentKind::Card;
        let wanted = flows::Registration { id, kind, make_default: true, return_path, by_program };
        flows::register_method(cx, ada.id, wanted).await.unwrap();
        id
    };
    let asked = payments::ByProgram { description: String::new(), callbacks };
    let place = |id| format!("/payment-methods/registered/{id}");
    for (outcome, how) in [
        (None, "pending"),
        (
            Some(ChargeOutcome::Refused { external_id: "no".to_owned(), reason: RefusalReason::Declined }),
            "failure",
        ),
        (Some(ChargeOutcome::Cancelled { external_id: "back".to_owned() }), "cancel"),
        (Some(ChargeOutcome::Rejected { detail: "wrong".to_owned() }), "error"),
        (Some(ChargeOutcome::Succeeded { external_id: "yes".to_owned(), registered: None }), "success"),
    ] {
        let id = registration(Some(asked.clone())).await;
        if let Some(outcome) = outcome {
            flows::settle::settle(cx, ada.id, id, outcome).await.unwrap();
        }
        let answer = portal.browser().get(&place(id)).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.header("refresh"), Some(format!("0; url={}", to(how)).as_str()), "{how}");
        assert!(said(&answer).contains("goes on to https://app.example,"), "{}", said(&answer));
        let link = format!("href=\"{}\"", to(how).replace('/', "&#x2f;"));
        assert!(answer.body.contains(&link), "for who is not led on");
    }
    // One that was begun here leads nowhere else, and neither does one that nobody began.
    let own = registration(None).await;
    let unknown: kernel::AttemptId = cx.random.id(cx.clock.now());
    for id in [own, unknown] {
        assert_eq!(portal.browser().get(&place(id)).await.status, StatusCode::NOT_FOUND);
    }
}
