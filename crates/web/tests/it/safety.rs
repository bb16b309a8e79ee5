//! Headers, cookies, limits, and what is shown when something is missing.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use testkit::TestDb;
use web::Options;

use crate::portal::{PASSWORD, Portal};

#[testkit::both_databases]
async fn every_answer_tells_the_browser_what_it_may_do(db: TestDb) {
    let portal = Portal::open(&db).await;
    for path in ["/", "/plans", "/no-such-page", "/orders", "/assets/none"] {
        let answer = portal.browser().get(path).await;
        let policy = answer.header("content-security-policy").expect(path);
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("cross-origin-opener-policy"), Some("same-origin"));
        assert_eq!(answer.header("referrer-policy"), Some("same-origin"));
        assert!(answer.header("permissions-policy").is_some());
        assert_eq!(answer.header("strict-transport-security"), None, "only over https");
    }
}

#[testkit::both_databases]
async fn over_https_cookies_are_tied_to_the_host_and_browsers_stay_on_https(db: TestDb) {
    let portal = Portal::with(&db, Options { is_secure: true, ..Options::default() }).await;
    let browser = portal.secure_browser();
    let answer = browser.get("/").await;
    assert!(browser.cookie("__Host-browser").is_some() && browser.cookie("browser").is_none());
    assert_eq!(
        answer.header("strict-transport-security"),
        Some("max-age=63072000; includeSubDomains; preload")
    );
    let cookie = answer.header("set-cookie").unwrap_or_default();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/;"));
}

#[testkit::both_databases]
async fn a_sign_in_gives_a_new_session_and_a_sign_out_ends_it(db: TestDb) {
    let portal = Portal::open(&db).await;
    let browser = portal.member("ada@example.org").await;
    let session = browser.cookie("session").expect("signed in");
    browser.post("/sign-in", &[("login", "ada@example.org"), ("password", PASSWORD)]).await;
    assert_ne!(browser.cookie("session"), Some(session.clone()));
    let kept = browser.cookie("session").expect("signed in");
    assert_eq!(browser.post("/sign-out", &[]).await.location(), Some("/"));
    for old in [session, kept] {
        let thief = portal.browser();
        thief.set_cookie("session", &old);
        assert_eq!(thief.get("/orders").await.status, StatusCode::SEE_OTHER);
    }
}

#[testkit::both_databases]
async fn private_pages_are_not_kept_by_anybody(db: TestDb) {
    let portal = Portal::open(&db).await;
    let member = portal.member("ada@example.org").await;
    for path in ["/dashboard", "/orders", "/account", "/invoices", "/emails", "/payment-methods"] {
        let answer = member.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        assert_eq!(answer.header("cache-control"), Some("private, no-store"), "{path}");
    }
}

#[testkit::both_databases]
async fn assets_are_kept_for_a_year_and_known_by_their_tag(db: TestDb) {
    let portal = Portal::open(&db).await;
    let page = portal.browser().get("/").await.body;
    let sheet = page.split("rel=\"stylesheet\" href=\"").nth(1).and_then(|rest| rest.split('"').next());
    let sheet = sheet.expect("a sheet");
    let answer = portal.browser().get(sheet).await;
    assert_eq!(answer.header("cache-control"), Some("public, max-age=31536000, immutable"));
    assert_eq!(answer.header("content-type"), Some("text/css; charset=utf-8"));
    let tag = answer.header("etag").expect("a tag").to_owned();
    let request = Request::get(sheet).header(header::IF_NONE_MATCH, tag).body(Body::empty());
    assert_eq!(portal.browser().send(request.expect("a request")).await.status, StatusCode::NOT_MODIFIED);
}

#[testkit::both_databases]
async fn a_page_weighs_little_without_its_font(db: TestDb) {
    let portal = Portal::open(&db).await;
    let page = portal.browser().get("/").await.body;
    let links = |before: &str| {
        let found: Vec<String> = page
            .split(before)
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .filter(|path| path.starts_with("/assets/") && !path.ends_with(".woff2"))
            .map(str::to_owned)
            .collect();
        found
    };
    let mut weight = 0;
    for path in ["/".to_owned()].into_iter().chain(links("href=\"")).chain(links("src=\"")) {
        let request = Request::get(&path).header(header::ACCEPT_ENCODING, "gzip").body(Body::empty());
        let answer = portal.browser().send(request.expect("a request")).await;
        let length = answer.header("content-length").and_then(|length| length.parse().ok());
        // Compressed bodies are streamed: their lossy text is never shorter than their bytes.
        weight += length.unwrap_or(answer.body.chars().count());
    }
    assert!(weight < 36_000, "{weight} bytes with everything but the font");
}

#[testkit::both_databases]
async fn a_body_larger_than_any_form_is_refused(db: TestDb) {
    let portal = Portal::open(&db).await;
    let browser = portal.browser();
    let token = browser.token().await;
    let big = "x".repeat(70_000);
    let answer = browser.post_with("/sign-in", &token, &[("login", &big)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[testkit::both_databases]
async fn an_error_page_is_translated_and_has_the_requests_id(db: TestDb) {
    let portal = Portal::open(&db).await;
    let request = Request::get("/no-such-page").header(header::ACCEPT_LANGUAGE, "fr-FR").body(Body::empty());
    let answer = portal.browser().send(request.expect("a request")).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.body.contains("Page introuvable"));
    let id = answer.header("x-request-id").expect("an id");
    assert!(answer.body.contains(id));
}

#[testkit::both_databases]
async fn a_form_another_site_sends_is_refused_even_with_a_token(db: TestDb) {
    let portal = Portal::open(&db).await;
    let browser = portal.browser();
    let token = browser.token().await;
    let request = Request::post("/preferences")
        .header("sec-fetch-site", "cross-site")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!("csrf={token}&locale=it")));
    assert_eq!(browser.send(request.expect("a request")).await.status, StatusCode::FORBIDDEN);
}

#[testkit::both_databases]
async fn an_address_that_nobody_reads_is_a_page_that_does_not_exist(db: TestDb) {
    let portal = Portal::open(&db).await;
    let member = portal.member("ada@example.org").await;
    for path in ["/orders/abc", "/emails/1", "/invoices/%FF/html", "/preferences"] {
        let answer = member.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}: {}", answer.body);
        assert!(answer.body.contains("<h1>"), "{path} is a page: {}", answer.body);
    }
}

#[testkit::both_databases]
async fn a_sheet_is_sent_as_small_as_the_browser_reads_it_and_kept_for_a_year(db: TestDb) {
    let portal = Portal::open(&db).await;
    let browser = portal.browser();
    let page = browser.get("/").await.body.replace("&#x2f;", "/");
    let sheet = page.split("href=\"").find(|rest| rest.starts_with("/assets/css/comptoir-"));
    let sheet = sheet.and_then(|rest| rest.split('"').next()).expect("the page has its sheet");
    let ask = |accepted: &'static str| {
        let request = Request::get(sheet).header("accept-encoding", accepted).body(Body::empty());
        browser.send(request.unwrap())
    };
    for (accepted, sent) in [("gzip, br", Some("br")), ("gzip", Some("gzip")), ("identity", None)] {
        let answer = ask(accepted).await;
        assert_eq!((answer.status, answer.header("content-encoding")), (StatusCode::OK, sent), "{accepted}");
        assert_eq!(answer.header("cache-control"), Some("public, max-age=31536000, immutable"));
        assert_eq!(answer.headers.get_all("vary").iter().count(), 1, "{accepted}");
    }
    let tag = ask("br").await.header("etag").expect("a tag").to_owned();
    let again = Request::get(sheet).header("accept-encoding", "br").header("if-none-match", tag);
    let again = browser.send(again.body(Body::empty()).unwrap()).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
}

#[testkit::both_databases]
async fn the_operators_logo_and_colours_are_on_every_page(db: TestDb) {
    let logo = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><circle r='4'/></svg>";
    let accent = web::Accent::parse("#0f6151", "#5cc9ac").unwrap();
    let brand = web::Brand { logo: Some(logo.to_owned()), accent: Some(accent), ..web::Brand::default() };
    let portal = Portal::with(&db, Options { brand, ..Options::default() }).await;
    let browser = portal.browser();
    for path in ["/", "/plans", "/sign-in", "/nowhere"] {
        let page = browser.get(path).await;
        assert!(!page.status.is_server_error(), "{path}: {}", page.body);
        let address = page.body.split('"').find(|part| part.starts_with("/assets/logo-"));
        let image = browser.get(address.expect("the logo is shown")).await;
        assert_eq!((image.status, image.header("content-type")), (StatusCode::OK, Some("image/svg+xml")));
        assert_eq!(image.body, logo);
        assert!(page.body.contains("/assets/css/brand-"), "{path}");
    }
}

#[testkit::both_databases]
async fn a_character_that_no_database_keeps_breaks_nothing(db: TestDb) {
    let portal = Portal::open(&db).await;
    let member = portal.member("ada@example.org").await;
    for path in [
        "/invoices?reference=a%00b",
        "/orders?search=%00",
        "/services?search=%00",
        "/payments?method=%00",
        "/plans?family=%00",
    ] {
        let answer = member.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
    }
    for path in ["/invoices/%00/html", "/plans/%00", "/services/terminate/%00"] {
        assert_eq!(member.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let browser = portal.browser();
    for login in ["ada\0@example.org", "\0"] {
        let answer = browser.post("/sign-in", &[("login", login), ("password", "a\0b")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{login:?}: {}", answer.body);
    }
    let id = member.get("/orders/references/add").await.hidden("id");
    let dates = [("start_on", "2026-02-01"), ("end_on", "2026-03-01")];
    let fields = [&[("id", id.as_str()), ("kind", "internal"), ("name", "PO\0 42")][..], &dates].concat();
    let answer = member.post("/orders/references/add", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
}
