//! Endpoints of one's programs: added, shown once, tried out, sent to again, switched off, deleted; nobody else's.

use axum::http::StatusCode;
use kernel::AccountId;
use testkit::TestDb;
use webhooks::{Endpoint, EndpointState, EventKind};

use crate::portal::{Answer, Browser, Portal};
use crate::services::said;

const URL: &str = "https://hooks.example.com/comptoir?a=b";

async fn endpoints(portal: &Portal, account: AccountId) -> Vec<Endpoint> {
    portal.cx.db.account(account).read(webhooks::store::endpoints).await.unwrap()
}

/// Adds an endpoint that is told of invoices; its page.
async fn added(portal: &Portal, browser: &Browser, account: AccountId) -> String {
    let drawn = browser.get("/webhooks/new").await.hidden("drawn");
    let form =
        [("drawn", drawn.as_str()), ("url", URL), ("description", "Books"), ("event-invoice.issued", "yes")];
    assert_eq!(browser.post("/webhooks/new", &form).await.status, StatusCode::OK);
    let id = endpoints(portal, account).await.last().unwrap().id;
    format!("/webhooks/endpoints/{id}")
}

/// The page as its reader's browser understands it.
fn plain(page: &Answer) -> String {
    page.body.replace("&#x2f;", "/")
}

/// The page that an answer leads to.
async fn followed(browser: &Browser, answer: Answer) -> Answer {
    browser.get(answer.location().expect("it leads on")).await
}

/// Where the first message of a page is sent again.
fn replay_of(page: &Answer) -> String {
    let body = plain(page);
    let actions = body.split("action=\"").skip(1).filter_map(|rest| rest.split('"').next());
    actions.into_iter().find(|action| action.contains("/messages/")).expect("a message").to_owned()
}

/// Sends what is due; in these tests it goes nowhere.
async fn worked(portal: &Portal) {
    for are_failing in [false, true] {
        for (account, endpoint) in flows::notify::due(&portal.cx, are_failing, 100).await.unwrap() {
            flows::notify::notify(&portal.cx, account, endpoint).await.unwrap();
        }
    }
}

#[testkit::both_databases]
async fn an_endpoint_is_added_once_and_its_secret_shown_once(db: TestDb) {
    let portal = Portal::open(&db).await;
    let (ada, account) = portal.member_of("ada@example.org").await;
    assert!(ada.get("/programs").await.body.contains("href=\"/webhooks\""));
    assert!(said(&ada.get("/webhooks").await).contains("No program is told anything"));
    let drawn = ada.get("/webhooks/new").await.hidden("drawn");

    // What was typed stays, and the field says what is wrong with it.
    let wrong = [
        ("drawn", drawn.as_str()),
        ("url", "http://localhost/x"),
        ("description", "Books"),
        ("event-order.paid", "yes"),
    ];
    let page = ada.post("/webhooks/new", &wrong).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("url-error") && plain(&page).contains("begins with https://"));
    assert!(plain(&page).contains("value=\"http://localhost/x\"") && page.body.contains("value=\"Books\""));
    assert!(page.body.contains("name=\"event-order.paid\" value=\"yes\" checked"), "{}", page.body);
    for (url, words) in [
        ("https://10.0.0.1/", "everybody on the Internet"),
        ("https://metadata.google.internal/", "everybody on the Internet"),
        ("https://a:b@example.com/", "user and the password"),
        ("https://example.com:25/", "port 443"),
        ("nonsense", "begins with https://"),
    ] {
        let page = ada.post("/webhooks/new", &[("drawn", &drawn), ("url", url)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{url}");
        assert!(plain(&page).contains(words), "{url}: {}", page.body);
    }
    let long = "x".repeat(101);
    let page = ada.post("/webhooks/new", &[("drawn", &drawn), ("url", URL), ("description", &long)]).await;
    assert!(page.body.contains("description-error"));
    assert!(endpoints(&portal, account).await.is_empty());

    let form = [
        ("drawn", drawn.as_str()),
        ("url", URL),
        ("event-order.paid", "yes"),
        ("event-invoice.issued", "yes"),
    ];
    let (first, second) = (ada.post("/webhooks/new", &form).await, ada.post("/webhooks/new", &form).await);
    let known = endpoints(&portal, account).await;
    assert_eq!((known.len(), &known[0].wanted), (1, &vec![EventKind::OrderPaid, EventKind::InvoiceIssued]));
    let secret = known[0].secret.expose();
    assert!(
        plain(&first).contains(&secret) && plain(&second).contains(&secret),
        "sent twice, it is one secret"
    );
    let place = format!("/webhooks/endpoints/{}", known[0].id);
    for page in ["/webhooks", place.as_str(), "/programs"] {
        assert!(!ada.get(page).await.body.contains("whsec_"), "{page} shows no secret");
    }
    assert!(said(&ada.get("/webhooks").await).contains("2 events"));

    let drawn = ada.get(&place).await.hidden("drawn");
    let rotate = format!("{place}/rotate");
    for _ in 0..2 {
        let page = ada.post(&rotate, &[("drawn", &drawn)]).await;
        let now = endpoints(&portal, account).await.remove(0);
        assert!(plain(&page).contains(&now.secret.expose()) && now.secret.expose() != secret);
        assert_eq!(now.secret_before.unwrap().0.expose(), secret);
    }
    assert!(said(&ada.get(&place).await).contains("The old secret signs too until"));
}

#[testkit::both_databases]
async fn an_endpoint_is_changed_and_what_cannot_be_stays_as_typed(db: TestDb) {
    let portal = Portal::open(&db).await;
    let (ada, account) = portal.member_of("ada@example.org").await;
    let place = added(&portal, &ada, account).await;
    let edit = format!("{place}/edit");
    let before = endpoints(&portal, account).await.remove(0);
    for page in ["/webhooks", place.as_str()] {
        assert!(plain(&ada.get(page).await).contains(&format!("href=\"{edit}\"")), "{page} leads there");
    }
    let page = ada.get(&edit).await;
    assert!(plain(&page).contains(&format!("value=\"{}\"", URL.replace('&', "&amp;"))), "{}", page.body);
    assert!(page.body.contains("value=\"Books\"") && !page.body.contains("whsec_"));
    assert!(page.body.contains("name=\"event-invoice.issued\" value=\"yes\" checked"));
    assert!(!page.body.contains("name=\"event-order.paid\" value=\"yes\" checked"));

    let wrong =
        [("url", "https://192.168.0.7/hooks"), ("description", "Ledger"), ("event-order.paid", "yes")];
    let page = ada.post(&edit, &wrong).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("url-error") && plain(&page).contains("everybody on the Internet"));
    assert!(
        plain(&page).contains("value=\"https://192.168.0.7/hooks\"")
            && page.body.contains("value=\"Ledger\"")
    );
    assert!(page.body.contains("name=\"event-order.paid\" value=\"yes\" checked"));
    assert!(plain(&page).contains(&format!("action=\"{edit}\"")), "it is sent to the same place again");
    let long = "x".repeat(101);
    let page = ada.post(&edit, &[("url", URL), ("description", &long)]).await;
    assert!(page.status == StatusCode::UNPROCESSABLE_ENTITY && page.body.contains("description-error"));
    assert_eq!(endpoints(&portal, account).await, std::slice::from_ref(&before), "nothing was changed");

    let right =
        [("url", "https://other.example.com/"), ("description", " Ledger "), ("event-order.paid", "yes")];
    for _ in 0..2 {
        let answer = ada.post(&edit, &right).await;
        assert_eq!(answer.location(), Some(place.as_str()));
        assert!(said(&followed(&ada, answer).await).contains("The address is changed"));
    }
    let url = "https://other.example.com/".to_owned();
    let wanted =
        Endpoint { url, description: "Ledger".to_owned(), wanted: vec![EventKind::OrderPaid], ..before };
    assert_eq!(endpoints(&portal, account).await, [wanted]);
    ada.post(&edit, &[("url", URL)]).await;
    assert_eq!(endpoints(&portal, account).await[0].wanted, [], "nothing ticked is everything");
}

#[testkit::both_databases]
async fn no_more_than_ten_are_added(db: TestDb) {
    let portal = Portal::open(&db).await;
    let (ada, account) = portal.member_of("ada@example.org").await;
    for _ in 0..webhooks::ENDPOINTS_MAX {
        added(&portal, &ada, account).await;
    }
    let page = ada.get("/webhooks").await;
    assert!(!page.body.contains("href=\"/webhooks/new\"") && said(&page).contains("as many addresses"));
    let drawn = ada.get("/webhooks/new").await.hidden("drawn");
    let page = ada.post("/webhooks/new", &[("drawn", &drawn), ("url", URL)]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(plain(&page).contains("10 addresses already"));
}

#[testkit::both_databases]
async fn an_endpoint_is_tried_out_and_what_failed_is_sent_again(db: TestDb) {
    let portal = Portal::open(&db).await;
    let (ada, account) = portal.member_of("ada@example.org").await;
    let place = added(&portal, &ada, account).await;
    assert!(said(&ada.get(&place).await).contains("No message yet"));
    assert_eq!(ada.post(&format!("{place}/test"), &[]).await.location(), Some(place.as_str()));
    let page = ada.get(&place).await;
    assert!(said(&page).contains("Not tried yet") && page.body.contains("endpoint.test"));
    assert!(page.body.contains("hx-trigger=\"every 2s\""), "the page follows by itself");
    worked(&portal).await;
    let page = ada.get(&place).await;
    assert!(said(&page).contains("One try") && said(&page).contains("No connection"));
    assert!(said(&page).contains("Failing since"));
    for _ in 0..4 {
        ada.post(&format!("{place}/test"), &[]).await;
    }
    let told = followed(&ada, ada.post(&format!("{place}/test"), &[]).await).await;
    assert!(said(&told).contains("wait a little"));

    // Off: what waited is given up, and nothing can be sent; on again, it can.
    ada.post(&format!("{place}/disable"), &[]).await;
    assert_eq!(endpoints(&portal, account).await[0].state, EndpointState::Disabled);
    let page = ada.get(&format!("{place}?state=failed")).await;
    assert!(!plain(&page).contains("/replay") && said(&page).contains("endpoint.test"));
    let told = followed(&ada, ada.post(&format!("{place}/test"), &[]).await).await;
    assert!(said(&told).contains("switch it on first"));
    ada.post(&format!("{place}/enable"), &[]).await;
    let page = ada.get(&format!("{place}?state=failed")).await;
    let replay = replay_of(&page);
    assert_eq!(ada.post(&replay, &[]).await.location(), Some(place.as_str()));
    let wrong = ada.post(&format!("{place}/replay"), &[("since", "tomorrow")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("since-error") && wrong.body.contains("value=\"tomorrow\""));
    let told = followed(&ada, ada.post(&format!("{place}/replay"), &[("since", "2020-01-01")]).await).await;
    assert!(said(&told).contains("on their way again: 4"), "{}", said(&told));
    let told = followed(&ada, ada.post(&format!("{place}/replay"), &[("since", "2020-01-01")]).await).await;
    assert!(said(&told).contains("Nothing failed since that day"));
    assert!(said(&ada.get(&format!("{place}?state=delivered")).await).contains("No such message"));

    assert_eq!(ada.post(&format!("{place}/delete"), &[]).await.location(), Some("/webhooks"));
    assert_eq!(ada.post(&format!("{place}/delete"), &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(ada.get(&place).await.status, StatusCode::NOT_FOUND);
}

#[testkit::both_databases]
async fn other_peoples_endpoints_are_not_there(db: TestDb) {
    let portal = Portal::open(&db).await;
    let (ada, account) = portal.member_of("ada@example.org").await;
    let place = added(&portal, &ada, account).await;
    ada.post(&format!("{place}/test"), &[]).await;
    let page = ada.get(&place).await;
    let replay = replay_of(&page);
    let eve = portal.member("eve@example.org").await;
    assert_eq!(eve.get(&place).await.status, StatusCode::NOT_FOUND);
    for action in ["test", "disable", "enable"] {
        let answer = eve.post(&format!("{place}/{action}"), &[]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{action}");
    }
    assert_eq!(eve.get(&format!("{place}/edit")).await.status, StatusCode::NOT_FOUND);
    for url in [URL, "nonsense"] {
        let answer = eve.post(&format!("{place}/edit"), &[("url", url)]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{url}");
    }
    let answer = eve.post(&format!("{place}/rotate"), &[("drawn", "1")]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    for since in ["2020-01-01", "never"] {
        let answer = eve.post(&format!("{place}/replay"), &[("since", since)]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{since}");
    }
    assert_eq!(eve.post(&replay, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(eve.post(&format!("{place}/delete"), &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(endpoints(&portal, account).await[0].state, EndpointState::Active);
}
