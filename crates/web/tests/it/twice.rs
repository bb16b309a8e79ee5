//! Every form sent twice, one after the other and at once, makes one thing.

use std::collections::BTreeSet;

use accounts::Role;
use axum::http::{Method, Request, StatusCode, header};
use db::AccountTx;
use kernel::{AccountId, OrderId};
use testkit::TestDb;
use web::routes::table;

use crate::portal::{Browser, DETAILS, PASSWORD, Portal};

/// The forms that make something, each tried below.
const MAKING: [&str; 10] = [
    "/plans/{code}",
    "/cart/{id}/quantity",
    "/cart/{id}/remove",
    "/checkout",
    "/sign-up",
    "/sign-up/details",
    "/orders/{number}/documents",
    "/desk/orders/{account}/{order}/approve",
    "/desk/orders/{account}/{order}/documents",
    "/desk/orders/{account}/{order}/refuse",
];

/// Those whose second time is the first's, or harmless, by what they are; where that is tried, it is said.
const HARMLESS: [(&str, &str); 56] = [
    ("/preferences", "it sets what it sets"),
    ("/sign-in", "a session each, both of the same person"),
    ("/sign-out", "out is out"),
    ("/sign-up/code", "a proved address stays proved: the accounts' tests"),
    ("/sign-up/resend", "a minute between two letters: the accounts' tests"),
    ("/sign-up/email", "as resend"),
    ("/password", "limited by address and by person: the accounts' tests"),
    ("/password/{token}", "a link opens once: the flows' tests"),
    ("/orders/{number}/documents/done", "an order that is looked at stays so: the orders' tests"),
    ("/orders/{number}/pay", "the attempt is drawn with the page: the flows' tests"),
    ("/orders/references/add", "the reference is drawn with the page: the tests of references"),
    ("/orders/references/{id}", "it sets what it sets"),
    ("/orders/references/{id}/stopped", "stopped is stopped: the tests of references"),
    ("/services/{id}/name", "a name is what it is"),
    ("/services/{id}/terminate", "the termination is drawn with the page: the tests of leaving"),
    ("/services/terminate/{token}", "a link is used once: the tests of leaving"),
    ("/services/{id}/undo", "what is undone stays so: the tests of leaving"),
    ("/services/{id}/withdraw", "one withdraws once from an order: the tests of leaving"),
    ("/payment-methods/add", "the registration is drawn with the page: the flows' tests"),
    ("/payment-methods/{id}/description", "it sets what it sets"),
    ("/payment-methods/{id}/default", "it sets what it sets"),
    ("/payment-methods/{id}/remove", "what was taken away stays so: the flows' tests"),
    ("/services/{id}/renewal", "it sets what it sets"),
    ("/invoices/pay", "the order is drawn with the page, and a second wish leads to it: the debts' tests"),
    ("/invoices/{reference}/contest", "the message is drawn with the page: the debts' tests"),
    ("/services/{id}/renew", "the order is drawn with the page: the services' tests"),
    ("/services/bulk", "it sets what it sets; the order is drawn with the page"),
    ("/services/align", "the order is drawn with the page: the flows' tests"),
    ("/exports", "what is being made is not made twice: the flows' tests"),
    ("/account/copies", "it sets what it sets"),
    ("/account/paper", "it sets what it sets"),
    ("/desk/invoices/{account}/{reference}", "the credit note is drawn with the page: the flows' tests"),
    ("/auth/", "a link is answered once: the tests of programs"),
    ("/createApp/", "the keys are of the page: the tests of programs"),
    ("/createToken/", "the keys are of the page: the tests of programs"),
    ("/programs/links", "what is ended stays so: the tests of programs"),
    ("/programs/credentials/{id}/revoke", "what is revoked stays so: the tests of programs"),
    ("/programs/applications/{id}/delete", "what is deleted stays so: the tests of programs"),
    ("/webhooks/new", "the endpoint and its secret are of the page: the tests of endpoints"),
    ("/webhooks/endpoints/{id}/edit", "it sets what it sets"),
    ("/webhooks/endpoints/{id}/test", "two wishes are two tests, and no more than five in a minute"),
    ("/webhooks/endpoints/{id}/rotate", "the secret is of the page: the tests of endpoints"),
    ("/webhooks/endpoints/{id}/disable", "off is off"),
    ("/webhooks/endpoints/{id}/enable", "on is on"),
    ("/webhooks/endpoints/{id}/delete", "what is deleted stays so: the tests of endpoints"),
    ("/webhooks/endpoints/{id}/replay", "what waits is not failed: the tests of webhooks"),
    ("/webhooks/endpoints/{id}/messages/{message}/replay", "a message waits once: the tests of webhooks"),
    ("/programs/console", "it is a call of a program, which says itself what its second time does"),
    ("/programs/clients/add", "the keys are of the page: the tests of programs"),
    ("/programs/clients/{id}/delete", "what is deleted stays so: the tests of programs"),
    ("/desk/sign-in", "as sign-in"),
    ("/desk/sign-out", "as sign-out"),
    ("/desk/deliveries/{account}/{service}", "what is delivered stays so: the flows' tests"),
    ("/desk/services/{account}/{service}/retry", "what is released stays so: the tests of leaving"),
    ("/desk/operations/{account}/{service}", "what is done stays so: the tests of leaving"),
    ("/desk/jobs/replay", "a job waits once: the outbox's tests"),
];

#[test]
fn no_form_is_forgotten() {
    let machines = ["/webhooks/{gateway}", "/provisioners/{provisioner}", "/demo/time"];
    let posts: BTreeSet<&str> =
        table().iter().filter(|route| route.method == Method::POST).map(|route| route.path).collect();
    let known = MAKING.iter().copied().chain(HARMLESS.map(|(path, _)| path)).chain(machines);
    assert_eq!(posts, known.collect(), "a new form says here what its second time does");
}

/// Sends a form twice at once, then once more; the three answers' statuses and places.
async fn thrice(browser: &Browser, path: &str, form: &[(&str, &str)]) -> Vec<(StatusCode, Option<String>)> {
    let token = browser.token().await;
    let (left, right) = (browser.copy(), browser.copy());
    let (one, two) = tokio::join!(left.post_with(path, &token, form), right.post_with(path, &token, form));
    let three = browser.post_with(path, &token, form).await;
    let told = [one, two, three].map(|answer| (answer.status, answer.location().map(str::to_owned)));
    for (status, _) in &told {
        assert!(!status.is_server_error(), "{path}: {told:?}");
    }
    told.into()
}

#[testkit::both_databases]
async fn forms_of_the_cart_and_the_order_make_one_thing(db: TestDb) {
    let portal = Portal::open(&db).await;
    let (ada, account) = portal.member_of("ada@example.org").await;
    let item = ada.get("/plans/ct-web-start").await.hidden("item");
    let form =
        [("act", "add"), ("item", item.as_str()), ("quantity", "1"), ("configuration.region", "eu-west")];
    thrice(&ada, "/plans/ct-web-start", &form).await;
    assert_eq!(portal.cart(account).await.len(), 1, "put in the cart once");
    // The page gone back to and chosen otherwise adds another thing.
    let other =
        [("act", "add"), ("item", item.as_str()), ("quantity", "2"), ("configuration.region", "eu-west")];
    ada.post("/plans/ct-web-start", &other).await;
    let items = portal.cart(account).await;
    assert_eq!(items.len(), 2);

    let path = format!("/cart/{}/quantity", items[0].id);
    thrice(&ada, &path, &[("quantity", "3")]).await;
    assert_eq!(portal.cart(account).await[0].selection.quantity, 3);
    thrice(&ada, &format!("/cart/{}/remove", items[1].id), &[]).await;
    assert_eq!(portal.cart(account).await.len(), 1);

    let page = ada.get("/checkout").await;
    let fields = ["id", "mark", "seen"].map(|name| (name, page.hidden(name)));
    let mut form: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    form.push(("contracts", "yes"));
    let told = thrice(&ada, "/checkout", &form).await;
    assert!(told.iter().all(|answer| *answer == told[0]), "all land where the first landed: {told:?}");
    assert_eq!(orders(&portal, account).await.len(), 1, "one order");
}

#[testkit::both_databases]
async fn the_beginning_of_a_sign_up_makes_one_and_sends_one_code(db: TestDb) {
    let portal = Portal::open(&db).await;
    let browser = portal.browser();
    let drawn = browser.get("/sign-up").await.hidden("form");
    let access =
        [("form", drawn.as_str()), ("country", "FR"), ("email", "ada@example.org"), ("password", PASSWORD)];
    let token = browser.token().await;
    let (left, right) = (browser.copy(), browser.copy());
    let (one, two) = tokio::join!(
        left.post_with("/sign-up", &token, &access),
        right.post_with("/sign-up", &token, &access)
    );
    for answer in [&one, &two] {
        assert_eq!(answer.location(), Some("/sign-up/code"), "{}", answer.body);
    }
    // Back, and sent once more from the page loaded anew: another form of the same browser.
    let drawn = left.get("/sign-up").await.hidden("form");
    assert_ne!(drawn, access[0].1);
    let loaded = [("form", drawn.as_str()), access[1], access[2], access[3]];
    left.post("/sign-up", &loaded).await;
    let kept = [&left, &right].map(|browser| browser.cookie("sign-up").expect("a cookie"));
    assert_eq!(kept[0], kept[1], "one sign-up");
    let begun = accounts::CustomerToken::parse(&kept[0]).unwrap();
    let sign_up = flows::sign_up::find(&portal.cx, &begun).await.unwrap().expect("it is there");
    assert_eq!(sign_up.codes_sent, 1, "one code");
}

#[testkit::both_databases]
async fn the_end_of_a_sign_up_makes_one_account(db: TestDb) {
    let portal = Portal::open(&db).await;
    let browser = portal.proved("ada@example.org").await;
    let told = thrice(&browser, "/sign-up/details", &DETAILS).await;
    let places: Vec<Option<&str>> = told.iter().map(|(_, place)| place.as_deref()).collect();
    assert_eq!(places, [Some("/dashboard"); 3]);
}

async fn orders(portal: &Portal, account: AccountId) -> Vec<orders::OrderSummary> {
    let now = portal.cx.clock.now();
    let request = kernel::PageRequest::first(50);
    let list =
        move |tx: &mut AccountTx| orders::store::list(tx, now, &orders::OrderQuery::default(), &request);
    portal.cx.db.account(account).read(list).await.unwrap().items
}

/// An order that waits for the staff.
async fn held(portal: &Portal, email: &str) -> (Browser, AccountId, OrderId, i64) {
    let (browser, account) = portal.member_of(email).await;
    let form = [("act", "add"), ("quantity", "1"), ("configuration.region", "eu-west")];
    browser.post("/plans/ct-web-start", &form).await;
    let page = browser.get("/checkout").await;
    let fields = ["id", "mark", "seen"].map(|name| (name, page.hidden(name)));
    let mut form: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    form.push(("contracts", "yes"));
    browser.post("/checkout", &form).await;
    let order = orders(portal, account).await.remove(0);
    let (now, id) = (portal.cx.clock.now(), order.id);
    let verdict = orders::validation::Verdict::Hold {
        reasons: vec![orders::validation::Reason::OrderLarge],
        due_at: now + kernel::SignedDuration::from_hours(48),
    };
    let pay = move |tx: &mut AccountTx| {
        let order = orders::store::get(tx, id)?;
        orders::paid(tx, now, order, &verdict).map(|_| ())
    };
    portal.cx.db.account(account).write(pay).await.unwrap();
    (browser, account, id, order.number)
}

async fn reviews(portal: &Portal, account: AccountId, order: OrderId) -> usize {
    portal.cx.db.account(account).read(move |tx| orders::store::reviews(tx, order)).await.unwrap().len()
}

#[testkit::both_databases]
async fn decisions_and_documents_are_taken_once(db: TestDb) {
    let portal = Portal::open(&db).await;
    let desk = portal.staff("desk@example.net", Role::Desk).await;

    let (_, account, order, _) = held(&portal, "ada@example.org").await;
    thrice(&desk, &format!("/desk/orders/{account}/{order}/approve"), &[("note", "good")]).await;
    assert_eq!(reviews(&portal, account, order).await, 1, "approved once");
    let read = move |tx: &mut AccountTx| services::store::of_order(tx, order);
    assert_eq!(portal.cx.db.account(account).read(read).await.unwrap().len(), 1, "one service is made");

    let (_, account, order, _) = held(&portal, "bob@example.org").await;
    thrice(&desk, &format!("/desk/orders/{account}/{order}/refuse"), &[("note", "no")]).await;
    assert_eq!(reviews(&portal, account, order).await, 1, "refused once");

    let (cyd, account, order, number) = held(&portal, "cyd@example.org").await;
    let asked = [("kind", "identity"), ("message", "Both sides"), ("note", "")];
    thrice(&desk, &format!("/desk/orders/{account}/{order}/documents"), &asked).await;
    assert_eq!(reviews(&portal, account, order).await, 1, "asked for once");

    let page = cyd.get(&format!("/orders/{number}")).await;
    let (upload, token) = (page.hidden("upload"), cyd.token().await);
    let send = async |browser: Browser| {
        let part = |name: &str, value: &str| {
            format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let file = "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"id.pdf\"\r\n\
                    Content-Type: application/pdf\r\n\r\n%PDF-1.7\r\n--cut--\r\n";
        let body = format!("{}{}{file}", part("csrf", &token), part("upload", &upload));
        let request = Request::post(format!("/orders/{number}/documents"))
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut")
            .body(axum::body::Body::from(body));
        browser.send(request.unwrap()).await
    };
    let (one, two) = tokio::join!(send(cyd.copy()), send(cyd.copy()));
    let three = send(cyd.clone()).await;
    for answer in [one, two, three] {
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    }
    let read = move |tx: &mut AccountTx| orders::store::uploads(tx, order);
    assert_eq!(portal.cx.db.account(account).read(read).await.unwrap().len(), 1, "one file");
}
