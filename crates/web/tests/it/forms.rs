//! Forms: tokens, what stays typed, the cart on its way from a visitor to an order.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use testkit::TestDb;

use crate::portal::{Browser, DETAILS, PASSWORD, Portal};

const WEB: [(&str, &str); 3] = [("act", "add"), ("quantity", "1"), ("configuration.region", "eu-west")];

#[testkit::both_databases]
async fn a_form_without_its_token_is_not_worked_on(db: TestDb) {
    let portal = Portal::open(&db).await;
    let browser = portal.browser();
    browser.get("/").await;
    let strangers = portal.browser().token().await;
    for token in ["", "0", strangers.as_str()] {
        let answer = browser.post_with("/plans/ct-web-start", token, &WEB).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{token:?}");
        assert!(answer.body.contains("This form has expired"));
    }
    assert!(browser.get("/cart").await.body.contains("Your cart is empty"));
}

#[testkit::both_databases]
async fn a_token_of_before_the_sign_in_does_not_work_after_it(db: TestDb) {
    let portal = Portal::open(&db).await;
    portal.account("ada@example.org").await;
    let browser = portal.browser();
    let before = browser.token().await;
    browser.post("/sign-in", &[("login", "ada@example.org"), ("password", PASSWORD)]).await;
    assert_eq!(browser.post_with("/preferences", &before, &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(browser.post("/preferences", &[]).await.status, StatusCode::SEE_OTHER);
}

#[testkit::both_databases]
async fn a_wrong_password_says_nothing_and_keeps_the_login_typed(db: TestDb) {
    let portal = Portal::open(&db).await;
    portal.account("ada@example.org").await;
    let browser = portal.browser();
    let mut said = Vec::new();
    for login in ["ada@example.org", "nobody@example.org"] {
        let answer = browser.post("/sign-in", &[("login", login), ("password", "Wrong-Horse-42!")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains(&format!("value=\"{login}\"")) && !answer.body.contains("Wrong-Horse"));
        let text = answer.body.split("role=\"alert\"").nth(1).unwrap_or_default();
        said.push(text.split("</ul>").next().unwrap_or_default().to_owned());
    }
    assert_eq!(said[0], said[1], "a known and an unknown login are answered alike");
    assert_eq!(browser.cookie("session"), None);
}

#[testkit::both_databases]
async fn after_the_sign_in_one_is_where_one_wanted_to_be_and_never_elsewhere(db: TestDb) {
    let portal = Portal::open(&db).await;
    portal.account("ada@example.org").await;
    for (next, landed) in
        [("/orders", "/orders"), ("https://evil.example", "/dashboard"), ("//evil", "/dashboard")]
    {
        let form = [("login", "ada@example.org"), ("password", PASSWORD), ("next", next)];
        let answer = portal.browser().post("/sign-in", &form).await;
        assert_eq!(answer.location(), Some(landed));
    }
}

#[testkit::both_databases]
async fn what_a_visitor_put_in_the_cart_is_there_after_the_sign_in(db: TestDb) {
    let portal = Portal::open(&db).await;
    portal.account("ada@example.org").await;
    let browser = portal.browser();
    let added = browser.post("/plans/ct-web-start", &WEB).await;
    assert_eq!(added.location(), Some("/cart"), "{}", added.body);
    assert!(browser.get("/cart").await.body.contains("Web Start"));
    browser.post("/sign-in", &[("login", "ada@example.org"), ("password", PASSWORD)]).await;
    assert!(browser.get("/cart").await.body.contains("Web Start"));
    assert!(portal.browser().get("/cart").await.body.contains("Your cart is empty"));
}

#[testkit::both_databases]
async fn nobody_points_a_visitors_cart_at_an_account(db: TestDb) {
    let portal = Portal::open(&db).await;
    let account = portal.account("ada@example.org").await;
    let member = portal.browser();
    member.post("/sign-in", &[("login", "ada@example.org"), ("password", PASSWORD)]).await;
    member.post("/plans/ct-web-start", &WEB).await;
    let stranger = portal.browser();
    let hex = account.id.to_string().replace('-', "");
    stranger.set_cookie("browser", &format!("{hex}{hex}"));
    assert!(stranger.get("/cart").await.body.contains("Your cart is empty"));
}

#[testkit::both_databases]
async fn an_order_form_is_placed_once_and_only_with_its_contracts(db: TestDb) {
    let portal = Portal::open(&db).await;
    let member = portal.member("ada@example.org").await;
    member.post("/plans/ct-web-start", &WEB).await;
    let page = member.get("/checkout").await;
    assert!(page.body.contains("€2.99") && page.body.contains("€3.59"), "{}", page.body);
    let (id, mark) = (page.hidden("id"), page.hidden("mark"));
    let seen = page.hidden("seen");
    let unticked = member.post("/checkout", &[("id", &id), ("mark", &mark), ("seen", &seen)]).await;
    assert_eq!(unticked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unticked.body.contains("Accept the contracts"));
    let form = [("id", id.as_str()), ("mark", mark.as_str()), ("seen", seen.as_str()), ("contracts", "yes")];
    let placed = member.post("/checkout", &form).await;
    let again = member.post("/checkout", &form).await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.body);
    assert_eq!(placed.location(), again.location(), "sent twice, it is one order");
    let pay = member.get(placed.location().unwrap_or_default()).await;
    assert!(pay.body.contains("Pay €3.59"), "{}", pay.body);
    let list = member.get("/orders").await;
    assert!(list.body.contains("Not paid") && list.body.contains("€3.59"));
}

#[testkit::both_databases]
async fn a_cart_that_changed_is_shown_again_with_what_was_ticked(db: TestDb) {
    let portal = Portal::open(&db).await;
    let member = portal.member("ada@example.org").await;
    member.post("/plans/ct-web-start", &WEB).await;
    let page = member.get("/checkout").await;
    let (id, mark, seen) = (page.hidden("id"), page.hidden("mark"), page.hidden("seen"));
    member.post("/plans/ct-web-start", &WEB).await;
    let form = [("id", id.as_str()), ("mark", mark.as_str()), ("seen", seen.as_str()), ("contracts", "yes")];
    let changed = member.post("/checkout", &form).await;
    assert_eq!(changed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(changed.body.contains("Something changed while you were here"), "{}", changed.body);
    assert!(changed.body.contains("added to your cart"), "{}", changed.body);
    assert!(changed.body.contains("€7.18"), "the new total: {}", changed.body);
    assert!(changed.body.contains("value=\"yes\" checked"), "what was ticked stays: {}", changed.body);
    assert!(member.get("/orders").await.body.contains("No order"), "nothing was ordered");
    let (id, seen) = (changed.hidden("id"), changed.hidden("seen"));
    let form = [("id", id.as_str()), ("mark", mark.as_str()), ("seen", seen.as_str()), ("contracts", "yes")];
    assert_eq!(member.post("/checkout", &form).await.status, StatusCode::SEE_OTHER);
}

#[testkit::both_databases]
async fn a_domain_name_is_ordered_with_its_waiver(db: TestDb) {
    let portal = Portal::open(&db).await;
    let member = portal.member("ada@example.org").await;
    let domain = [("act", "add"), ("quantity", "1"), ("configuration.domain", "ada.example")];
    member.post("/plans/ct-domain-example", &domain).await;
    let page = member.get("/checkout").await;
    let words = "I give up my right of withdrawal for the whole of this order, because it contains: ";
    assert!(page.body.contains(words), "{}", page.body);
    assert!(!page.body.contains("order the rest separately"), "there is no rest");
    member.post("/plans/ct-web-start", &WEB).await;
    let page = member.get("/checkout").await;
    assert!(page.body.contains("order the rest separately"), "{}", page.body);
    let (id, mark, seen) = (page.hidden("id"), page.hidden("mark"), page.hidden("seen"));
    let waiver = page.hidden("waiver-mark");
    let mut form = vec![
        ("id", id.as_str()),
        ("mark", mark.as_str()),
        ("seen", seen.as_str()),
        ("waiver-mark", waiver.as_str()),
        ("contracts", "yes"),
    ];
    let refused = member.post("/checkout", &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("href=\"#waiver\""), "{}", refused.body);
    assert!(!refused.body.contains("href=\"#contracts\""), "the contracts were ticked");
    form.push(("waiver", "yes"));
    let placed = member.post("/checkout", &form).await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.body);
    let order = placed.location().unwrap_or_default().trim_end_matches("/pay").to_owned();
    let document = member.get(&format!("{order}/form")).await.body;
    assert!(document.contains("gave up your right of withdrawal"), "{document}");
}

/// The address of a new order.
async fn placed_order(owner: &Browser) -> String {
    owner.post("/plans/ct-web-start", &WEB).await;
    let page = owner.get("/checkout").await;
    let value = |name: &str| page.hidden(name);
    let form = [
        ("id", value("id")),
        ("mark", value("mark")),
        ("seen", value("seen")),
        ("contracts", "yes".to_owned()),
    ];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let placed = owner.post("/checkout", &form).await;
    placed.location().unwrap_or_default().trim_end_matches("/pay").to_owned()
}

#[testkit::both_databases]
async fn a_document_is_read_as_a_page_that_leads_back_and_kept_as_a_file(db: TestDb) {
    let portal = Portal::open(&db).await;
    let owner = portal.member("ada@example.org").await;
    let order = placed_order(&owner).await;
    let page = owner.get(&format!("{order}/form")).await.body.replace("&#x2f;", "/");
    assert!(
        page.contains(&format!("href=\"{order}\"")) && page.contains(&format!("href=\"{order}/form.pdf\""))
    );
    let file = owner.get(&format!("{order}/form.pdf")).await;
    let number = order.rsplit('/').next().unwrap_or_default();
    let kept = format!("attachment; filename=\"{number}.pdf\"");
    assert_eq!(file.header("content-disposition"), Some(kept.as_str()));
    assert!(file.body.starts_with("%PDF-"));
}

#[testkit::both_databases]
async fn an_order_of_somebody_else_is_like_one_that_does_not_exist(db: TestDb) {
    let portal = Portal::open(&db).await;
    let owner = portal.member("ada@example.org").await;
    let order = placed_order(&owner).await;
    assert_eq!(owner.get(&order).await.status, StatusCode::OK);
    let other = portal.member("eve@example.org").await;
    let without_id =
        |body: &str| body.split("<code>").next().unwrap_or_default().split("<main").nth(1).map(str::to_owned);
    for path in ["", "/pay", "/form", "/form.pdf"] {
        let theirs = other.get(&format!("{order}{path}")).await;
        let nobodys = other.get(&format!("/orders/999999{path}")).await;
        assert_eq!((theirs.status, nobodys.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND), "{path}");
        assert_eq!(without_id(&theirs.body), without_id(&nobodys.body));
    }
}

#[testkit::both_databases]
async fn a_choice_of_language_holds_on_every_page(db: TestDb) {
    let portal = Portal::open(&db).await;
    let browser = portal.browser();
    assert!(browser.get("/plans").await.body.contains("<html lang=\"en\">"));
    let changed = browser.post("/preferences", &[("locale", "it"), ("back", "/plans?sort=name")]).await;
    assert_eq!(changed.location(), Some("/plans?sort=name"));
    assert!(browser.get("/plans").await.body.contains("<html lang=\"it\">"));
}

#[testkit::both_databases]
async fn htmx_is_sent_on_by_its_own_header(db: TestDb) {
    let portal = Portal::open(&db).await;
    let request = axum::http::Request::get("/orders").header("hx-request", "true");
    let answer = portal.browser().send(request.body(axum::body::Body::empty()).expect("a request")).await;
    assert_eq!(answer.header("hx-redirect"), Some("/sign-in?next=/orders"));
}

#[testkit::both_databases]
async fn the_last_page_of_a_sign_up_sent_twice_lands_where_it_landed(db: TestDb) {
    let portal = Portal::open(&db).await;
    let browser = portal.proved("ada@example.org").await;
    // Both presses leave before an answer is there: with the same cookies.
    let (token, twin) = (browser.token().await, browser.copy());
    let one = browser.post_with("/sign-up/details", &token, &DETAILS).await;
    let two = twin.post_with("/sign-up/details", &token, &DETAILS).await;
    assert_eq!((one.location(), two.location()), (Some("/dashboard"), Some("/dashboard")), "{}", two.body);
    for browser in [&browser, &twin] {
        let page = browser.get("/dashboard").await;
        assert_eq!(page.status, StatusCode::OK);
    }
    let nic =
        |body: &str| body.split("<code>").nth(1).map(|rest| rest.split('<').next().unwrap_or("").to_owned());
    assert_eq!(
        nic(&browser.get("/account").await.body),
        nic(&twin.get("/account").await.body),
        "one account"
    );
    // The cookie of the sign-up is gone: the page leads on.
    assert_eq!(browser.get("/sign-up/details").await.location(), Some("/sign-up"));
}

#[testkit::both_databases]
async fn an_order_form_whose_cart_was_emptied_in_another_window_orders_nothing_and_says_so(db: TestDb) {
    let portal = Portal::open(&db).await;
    let (ada, account) = portal.member_of("ada@example.org").await;
    ada.post("/plans/ct-web-start", &WEB).await;
    let page = ada.get("/checkout").await;
    let fields = ["id", "mark", "seen"].map(|name| (name, page.hidden(name)));
    let mut form: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    form.push(("contracts", "yes"));
    let other = ada.copy();
    let item = portal.cart(account).await.remove(0).id;
    other.post(&format!("/cart/{item}/remove"), &[]).await;
    let answer = ada.post("/checkout", &form).await;
    assert_eq!(answer.location(), Some("/cart"), "{}", answer.body);
    let cart = ada.get("/cart").await.body;
    assert!(cart.contains("nothing was ordered now"), "{cart}");
    assert!(!ada.get("/orders").await.body.contains("/orders/10"), "no order");
}

#[testkit::both_databases]
async fn a_form_sent_after_the_session_is_told_as_not_taken_and_leads_back_to_its_page(db: TestDb) {
    let portal = Portal::open(&db).await;
    let browser = portal.member("ada@example.org").await;
    let token = browser.token().await;
    browser.set_cookie("session", "");
    for (page, wanted) in [
        (Some("http://localhost/orders/7?x=1"), "/sign-in?next=/orders/7%3Fx%3D1"),
        (Some("https://evil.example//evil.example/x"), "/sign-in?next=//evil.example/x"),
        (Some("no address"), "/sign-in"),
        (None, "/sign-in"),
    ] {
        let is_ours = wanted.contains("/orders");
        let mut request = Request::post("/sign-out")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(format!("csrf={token}")))
            .unwrap();
        if let Some(page) = page {
            request.headers_mut().insert(header::REFERER, page.parse().unwrap());
        }
        let answer = browser.send(request).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, Some(wanted)), "{page:?}");
        let sign_in = browser.get(wanted).await;
        assert!(sign_in.body.contains("what you sent was not taken"), "{}", sign_in.body);
        let next = if is_ours { "/orders/7?x=1" } else { "/dashboard" };
        assert_eq!(sign_in.hidden("next"), next, "nobody is led elsewhere");
    }
}

#[testkit::both_databases]
async fn a_finished_sign_up_opens_nothing_later(db: TestDb) {
    let portal = Portal::open(&db).await;
    let browser = portal.proved("ada@example.org").await;
    let (token, twin) = (browser.token().await, browser.copy());
    browser.post_with("/sign-up/details", &token, &DETAILS).await;
    portal.cx.clock.advance(kernel::SignedDuration::from_mins(16)).unwrap();
    let late = twin.post_with("/sign-up/details", &token, &DETAILS).await;
    assert_eq!(late.location(), Some("/sign-in"), "{}", late.body);
    assert_eq!(twin.get("/sign-up/details").await.location(), Some("/sign-in"));
}

#[testkit::both_databases]
async fn the_slower_of_two_sign_ups_with_one_address_is_told_what_to_do(db: TestDb) {
    let portal = Portal::open(&db).await;
    let (fast, slow) = (portal.proved("ada@example.org").await, portal.proved("ada@example.org").await);
    assert_eq!(fast.post("/sign-up/details", &DETAILS).await.location(), Some("/dashboard"));
    let lost = slow.post("/sign-up/details", &DETAILS).await;
    assert_eq!(lost.location(), Some("/sign-in"), "{}", lost.body);
    let page = slow.get("/sign-in").await.body;
    assert!(page.contains("This address got its account meanwhile"), "{page}");
    assert_eq!(slow.cookie("sign-up"), None, "what is over is forgotten");
}

#[testkit::both_databases]
async fn an_address_typed_wrongly_is_corrected_at_once(db: TestDb) {
    let portal = Portal::open(&db).await;
    let browser = portal.browser();
    let access = [("country", "FR"), ("email", "ada@exmaple.org"), ("password", PASSWORD)];
    browser.post("/sign-up", &access).await;
    let answer = browser.post("/sign-up/email", &[("email", "ada@example.org")]).await;
    assert_eq!(answer.location(), Some("/sign-up/code"));
    let page = browser.get("/sign-up/code").await.body;
    assert!(page.contains("ada@example.org") && !page.contains("exmaple"), "{page}");
}
