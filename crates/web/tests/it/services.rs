//! The customer's services: the list and its filters, what is taken home, the page of one.

use accounts::Account;
use axum::http::StatusCode;
use kernel::{Currency, Months, Period, SubsidiaryCode, UnitPrice};
use services::{Access, Mode, NewService, Service, ServicePrice, store};
use testkit::TestDb;

use crate::portal::{Answer, Browser, Portal};

/// A hosting of 2.99 € a month, delivered today for a month, changed as `change` says.
pub(crate) async fn delivered(
    portal: &Portal,
    owner: &Account,
    name: &str,
    change: impl Fn(&mut Service) + Send + Sync + 'static,
) -> Service {
    let (cx, now) = (&portal.cx, portal.cx.clock.now());
    let subsidiary = SubsidiaryCode::parse("FR").unwrap();
    let new = NewService {
        id: cx.random.id(now),
        order: cx.random.id(now),
        order_number: 100_001,
        item: 0,
        unit: 0,
        name: name.to_owned(),
        plan_code: "ct-web-start".to_owned(),
        product: "web".to_owned(),
        family: Some("hosting".to_owned()),
        rules: services::Rules::default(),
        end_action: services::EndAction::Reactivate,
        description: "Web Start".to_owned(),
        subsidiary,
        currency: Currency::EUR,
        months: Some(Months::new(1)),
        commitment: Months::new(0),
        configurations: vec![("region".to_owned(), "eu-west".to_owned())],
        options: vec![],
        prices: vec![ServicePrice {
            family: None,
            plan_code: "ct-web-start".to_owned(),
            description: "Web Start".to_owned(),
            quantity: 1,
            unit_price: UnitPrice::new(299_000_000, Currency::EUR),
            reduced: None,
        }],
        provisioner: "sandbox".to_owned(),
        customer: owner.nic.clone(),
    };
    let today = cx.subsidiary(subsidiary).unwrap().civil(now);
    let written = cx.db.account(owner.id).write(move |tx| {
        let service = services::create(tx, now, &new).map_err(|_| db::Error::Missing)?;
        let access = Access::default().with("IPv4", "192.0.2.7").with_secret("Password", "hunter2");
        let mut service = service.deliver(now, today, access).map_err(|_| db::Error::Missing)?;
        change(&mut service);
        store::update(tx, &service)?;
        Ok::<_, db::Error>(service)
    });
    written.await.unwrap()
}

/// Somebody with an account, signed in.
pub(crate) async fn owner(portal: &Portal, email: &str) -> (Account, Browser) {
    let account = portal.account(email).await;
    (account, portal.sign_in(email).await)
}

/// What a page says, with its addresses as a browser reads them.
pub(crate) fn said(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.body.replace("&#x2f;", "/").replace("&amp;", "&").replace("&#x27;", "'")
}

/// The names of a list in their order.
fn names(page: &str) -> Vec<String> {
    let rows = page.split("class=\"main-cell\"><a href=\"/services/").skip(1);
    rows.filter_map(|row| Some(row.split_once('>')?.1.split('<').next()?.to_owned())).collect()
}

#[testkit::both_databases]
async fn services_are_listed_with_their_status_and_the_day_it_takes_effect(db: TestDb) {
    let portal = Portal::open(&db).await;
    let (ada, browser) = owner(&portal, "ada@example.org").await;
    let empty = said(&browser.get("/services").await);
    assert!(empty.contains("No service yet") && !empty.contains("<table"));
    delivered(&portal, &ada, "srv-auto", |_| ()).await;
    delivered(&portal, &ada, "srv-manual", |service| service.renewal.mode = Mode::Manual).await;
    delivered(&portal, &ada, "srv-ending", |service| service.renewal.is_ending = true).await;
    delivered(&portal, &ada, "srv-due", |service| {
        let on = service.period.unwrap().start();
        *service = service.clone().billed(on);
    })
    .await;
    let page = said(&browser.get("/services?sort=name").await);
    assert_eq!(names(&page), ["srv-auto", "srv-due", "srv-ending", "srv-manual"]);
    let effects = ["Immediately", "In February 2026", "Before 15 Feb 2026", "On 15 Feb 2026"];
    for effect in effects {
        assert_eq!(page.matches(effect).count(), 1, "{effect}");
    }
    assert!(page.contains("aria-sort=\"ascending\"") && page.contains("<span class=\"count num\">4</span>"));
    assert_eq!(names(&said(&browser.get("/services").await))[0], "srv-due", "what is due comes first");
    for (query, found) in [
        ("status=manual", vec!["srv-manual"]),
        ("status=ended", vec![]),
        ("soon=ending_in_a_month&sort=name", vec!["srv-ending", "srv-manual"]),
        ("soon=ending_in_a_week", vec![]),
        ("soon=renewing_in_a_month", vec!["srv-auto"]),
        ("type=vps", vec![]),
        ("name=AUTO", vec!["srv-auto"]),
    ] {
        let page = said(&browser.get(&format!("/services?{query}")).await);
        assert_eq!(names(&page), found, "{query}");
    }
    // What is in force is above the table, and can be taken away one by one.
    let page = said(&browser.get("/services?type=hosting&name=srv&sort=-name").await);
    assert!(page.contains("Type: Web hosting") && page.contains("href=\"/services?name=srv&sort=-name\""));
    assert!(page.contains("Search: srv") && page.contains("href=\"/services?type=hosting&sort=-name\""));
    let strange = browser.get("/services?sort=%27&after=%27&status=%27&soon=%27&ticked=%27").await;
    assert_eq!(names(&said(&strange)).len(), 4);
    let (_, other) = owner(&portal, "eve@example.org").await;
    assert!(said(&other.get("/services").await).contains("No service yet"));
}

#[testkit::both_databases]
async fn services_are_exported_all_or_ticked_and_no_name_is_a_formula(db: TestDb) {
    let portal = Portal::open(&db).await;
    let (ada, browser) = owner(&portal, "ada@example.org").await;
    let one = delivered(&portal, &ada, "srv-one", |_| ()).await;
    let two = delivered(&portal, &ada, "srv-two", |service| service.renewal.mode = Mode::Manual).await;
    let path = format!("/services/{}/name", one.id);
    let named = browser.post(&path, &[("label", "=HYPERLINK(1)")]).await;
    assert_eq!(named.location(), Some(format!("/services/{}", one.id).as_str()));
    let file = browser.get("/services/export.csv?sort=-effect").await;
    let name = file.header("content-disposition").unwrap();
    assert!(name.starts_with("attachment; filename=\"my-services-2026-"), "{name}");
    let lines: Vec<&str> = file.body.lines().collect();
    assert_eq!(
        lines[0].trim_start_matches('\u{feff}'),
        "Name of the service,Type,Status,Takes effect,Paid until,State,Description,Technical name"
    );
    let manual = "srv-two,Web hosting,Manual renewal,Before 15 Feb 2026,2026-02-15,Active,Web Start,srv-two";
    assert_eq!(lines[1], manual);
    assert!(lines[2].starts_with("'=HYPERLINK(1),Web hosting,Automatic renewal,In February 2026"));
    let ticked = browser.get(&format!("/services/export.csv?ticked={}", two.id)).await;
    assert_eq!(ticked.body.lines().skip(1).collect::<Vec<_>>(), [manual]);
    let (_, eve) = owner(&portal, "eve@example.org").await;
    let others = eve.get(&format!("/services/export.csv?ticked={}", two.id)).await;
    assert_eq!(others.body.lines().count(), 1);
}

#[testkit::both_databases]
async fn the_page_of_a_service_says_what_it_is_and_what_comes_next(db: TestDb) {
    let portal = Portal::open(&db).await;
    let (ada, browser) = owner(&portal, "ada@example.org").await;
    let service = delivered(&portal, &ada, "srv-one", |_| ()).await;
    let path = format!("/services/{}", service.id);
    let page = said(&browser.get(&path).await);
    for text in ["Web Start", "Western Europe", "192.0.2.7", "15 Jan 2026 – 14 Feb 2026", "1 month at a time"]
    {
        assert!(page.contains(text), "{text}");
    }
    // 2.99 € and 20 % of it, on the first day that is not paid.
    assert!(page.contains("On 15 Feb 2026, for the time until 15 Mar 2026") && page.contains("€3.59"));
    let (_, eve) = owner(&portal, "eve@example.org").await;
    for missing in [&path, "/services/nothing"] {
        assert_eq!(eve.get(missing).await.status, StatusCode::NOT_FOUND, "{missing}");
    }
    assert_eq!(eve.post(&format!("{path}/name"), &[("label", "Mine")]).await.status, StatusCode::NOT_FOUND);
}

#[testkit::both_databases]
async fn a_service_has_a_name_of_its_owners_own(db: TestDb) {
    let portal = Portal::open(&db).await;
    let (ada, browser) = owner(&portal, "ada@example.org").await;
    // Its next period cannot be computed: everything else is shown all the same.
    let service = delivered(&portal, &ada, "srv-one", |service| {
        service.period = Period::new(service.period.unwrap().start(), "2026-03-15".parse().unwrap()).ok();
    })
    .await;
    let path = format!("/services/{}", service.id);
    let long = "x".repeat(61);
    let refused = browser.post(&format!("{path}/name"), &[("label", long.as_str())]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("at most 60 characters") && refused.body.contains(&long),
        "what was typed stays"
    );
    browser.post(&format!("{path}/name"), &[("label", "Mon blog")]).await;
    let page = said(&browser.get(&path).await);
    assert!(page.contains("The name is saved.") && page.contains("<h1>Mon blog</h1>"));
    assert_eq!(names(&said(&browser.get("/services?name=blog").await)), ["Mon blog"]);
    browser.post(&format!("{path}/name"), &[("label", " ")]).await;
    assert!(said(&browser.get(&path).await).contains("<h1>srv-one</h1>"));
}

/// A card that can be charged until the end of a month, as the default.
async fn card(portal: &Portal, owner: &Account, last: (i16, i8)) {
    let (cx, now) = (&portal.cx, portal.cx.clock.now());
    let id = cx.random.id(now);
    let card = payments::RegisteredMethod {
        token: kernel::Secret::new(format!("tok-{id}")),
        kind: kernel::PaymentKind::Card,
        label: "•••• 4242".to_owned(),
        expires: Some(last),
        mandate: None,
    };
    let write =
        cx.db.account(owner.id).write(move |tx| payments::register(tx, now, id, "sandbox", &card, true));
    write.await.unwrap();
}

async fn now_of(portal: &Portal, service: &Service) -> Service {
    let (account, id) = (service.account, service.id);
    portal.cx.db.account(account).read(move |tx| store::get(tx, id)).await.unwrap()
}

#[testkit::both_databases]
async fn renewal_is_set_after_a_summary_and_automatic_needs_a_card(db: TestDb) {
    let portal = Portal::open(&db).await;
    let (ada, browser) = owner(&portal, "ada@example.org").await;
    let service = delivered(&portal, &ada, "srv-one", |_| ()).await;
    let path = format!("/services/{}/renewal", service.id);
    let form = said(&browser.get(&path).await);
    assert!(form.contains("value=\"automatic\" checked") && form.contains("<option value=\"1\" selected>"));
    // By hand: what that means is said before it is so.
    let summary = said(&browser.get(&format!("{path}?mode=manual&every=1")).await);
    assert!(summary.contains("paid until 15 February 2026") && summary.contains("deleted for good"));
    assert_eq!(now_of(&portal, &service).await.renewal.mode, Mode::Automatic);
    let sent = browser.post(&path, &[("mode", "manual"), ("every", "1"), ("day", "")]).await;
    assert_eq!(sent.location(), Some(format!("/services/{}", service.id).as_str()));
    assert_eq!(now_of(&portal, &service).await.renewal.mode, Mode::Manual);
    // Back again: not without a card, and not with one that is over.
    let yearly = [("mode", "automatic"), ("every", "12")];
    for last in [None, Some((2025, 12))] {
        if let Some(last) = last {
            card(&portal, &ada, last).await;
        }
        let words =
            if last.is_none() { "needs a default payment method" } else { "has expired or can no longer" };
        let asked = browser.get(&format!("{path}?mode=automatic&every=12")).await;
        let sent = browser.post(&path, &yearly).await;
        for answer in [asked, sent] {
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.body.contains(words) && answer.body.contains("/payment-methods"));
            assert!(answer.body.contains("<option value=\"12\" selected>"), "what was chosen stays");
        }
    }
    card(&portal, &ada, (2027, 4)).await;
    let summary = said(&browser.get(&format!("{path}?mode=automatic&every=12")).await);
    // 12 × 2.99 € and 20 % of it, year after year.
    for text in ["15 Feb 2026", "15 Feb 2027", "15 Feb 2028", "€43.06", "•••• 4242", "04/2027"] {
        assert!(summary.contains(text), "{text}");
    }
    browser.post(&path, &yearly).await;
    let after = now_of(&portal, &service).await;
    assert_eq!((after.renewal.mode, after.renewal.every), (Mode::Automatic, Some(Months::new(12))));
    for strange in ["mode=automatic&every=2", "mode=one_shot&every=1", "mode=automatic&every=1&day=7"] {
        let answer = browser.get(&format!("{path}?{strange}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{strange}");
    }
    let (_, eve) = owner(&portal, "eve@example.org").await;
    assert_eq!(eve.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(eve.post(&path, &yearly).await.status, StatusCode::NOT_FOUND);
}

#[testkit::both_databases]
async fn what_cannot_be_set_or_renewed_says_why_on_every_page(db: TestDb) {
    let portal = Portal::open(&db).await;
    let (ada, browser) = owner(&portal, "ada@example.org").await;
    let committed = delivered(&portal, &ada, "srv-committed", |service| {
        service.commitment_until_on = "2027-01-15".parse().ok();
    })
    .await;
    let ending = delivered(&portal, &ada, "srv-ending", |service| service.renewal.is_ending = true).await;
    let until = "It is committed until 15 January 2027.";
    for page in ["", "/renewal"] {
        let page = said(&browser.get(&format!("/services/{}{page}", committed.id)).await);
        assert!(page.contains(until), "{page}");
    }
    for page in ["", "/renewal", "/renew"] {
        let page = said(&browser.get(&format!("/services/{}{page}", ending.id)).await);
        assert!(page.contains("Its termination was requested."), "{page}");
    }
    let menu = said(&browser.get("/services?sort=name").await);
    assert!(menu.contains(&format!("/services/{}/renew\"", committed.id)));
    assert!(!menu.contains(&format!("/services/{}/renewal\"", committed.id)), "it is not offered");
}

#[testkit::both_databases]
async fn a_service_is_renewed_for_a_length_whose_price_and_end_are_shown_first(db: TestDb) {
    let portal = Portal::open(&db).await;
    let (ada, browser) = owner(&portal, "ada@example.org").await;
    let service = delivered(&portal, &ada, "srv-one", |_| ()).await;
    let path = format!("/services/{}/renew", service.id);
    let answer = browser.get(&path).await;
    let order = answer.hidden("order");
    let page = said(&answer);
    for text in
        ["paid until 15 February 2026", "Paid until 15 March 2026.", "Paid until 15 February 2027.", "€43.06"]
    {
        assert!(page.contains(text), "{text}");
    }
    let nothing = browser.post(&path, &[("order", order.as_str())]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let strange = browser.post(&path, &[("order", order.as_str()), ("months", "2")]).await;
    assert!(strange.status == StatusCode::UNPROCESSABLE_ENTITY && strange.body.contains("for that long"));
    let year = [("order", order.as_str()), ("months", "12")];
    let sent = browser.post(&path, &year).await;
    let place = sent.location().expect("it goes to the payment").to_owned();
    assert!(place.starts_with("/orders/") && place.ends_with("/pay"), "{place}");
    assert_eq!(
        browser.post(&path, &year).await.location(),
        Some(place.as_str()),
        "sent twice, it is one order"
    );
    assert!(said(&browser.get(&place).await).contains("€43.06"));
    // The order leads to what it renews, and the page of that says that an order waits.
    let track = said(&browser.get(place.trim_end_matches("/pay")).await);
    assert!(track.contains(&format!("href=\"/services/{}\"", service.id)));
    assert!(said(&browser.get(&path).await).contains("waits for its payment"));
    let (_, eve) = owner(&portal, "eve@example.org").await;
    assert_eq!(eve.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(eve.post(&path, &year).await.status, StatusCode::NOT_FOUND);
}

#[testkit::both_databases]
async fn several_services_are_switched_renewed_and_aligned_and_the_others_say_why_not(db: TestDb) {
    let portal = Portal::open(&db).await;
    let (ada, browser) = owner(&portal, "ada@example.org").await;
    let one = delivered(&portal, &ada, "srv-one", |_| ()).await;
    let two = delivered(&portal, &ada, "srv-two", |_| ()).await;
    let late = delivered(&portal, &ada, "srv-late", |service| {
        let end = "2026-03-15".parse().unwrap();
        service.period = Period::new(service.period.unwrap().start(), end).ok();
        service.renewal.anchor_months = 2;
    })
    .await;
    let ending = delivered(&portal, &ada, "srv-ending", |service| service.renewal.is_ending = true).await;
    let all = [&one, &two, &late, &ending].map(|service| format!("&ticked={}", service.id)).concat();
    let list = said(&browser.get("/services").await);
    assert!(list.contains("formaction=\"/services/bulk\" name=\"act\" value=\"manual\""));

    let shown = said(&browser.get(&format!("/services/bulk?act=manual{all}")).await);
    assert!(shown.contains("3 services are ready") && shown.contains("1 service is left out"));
    assert!(shown.contains("Its termination was requested.") && shown.contains("deleted for good"));
    let id = |service: &Service| service.id.to_string();
    let ids = [id(&one), id(&two), id(&ending)];
    let ticked = |act: &'static str| {
        let ticked = ids.iter().map(|id| ("ticked", id.as_str()));
        [("act", act)].into_iter().chain(ticked).collect::<Vec<_>>()
    };
    let sent = browser.post("/services/bulk", &ticked("manual")).await;
    assert_eq!(sent.location(), Some("/services"));
    assert!(said(&browser.get("/services").await).contains("off for 2 of your services"));
    assert_eq!(now_of(&portal, &one).await.renewal.mode, Mode::Manual);
    assert_eq!(now_of(&portal, &ending).await.renewal.mode, Mode::Automatic);
    // On again needs a card, for the shortest time.
    let refused = browser.post("/services/bulk", &ticked("automatic")).await;
    assert!(
        refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains("default payment method")
    );
    card(&portal, &ada, (2027, 4)).await;
    assert_eq!(browser.post("/services/bulk", &ticked("automatic")).await.location(), Some("/services"));
    assert_eq!(now_of(&portal, &two).await.renewal.mode, Mode::Automatic);

    let shown = browser.get(&format!("/services/bulk?act=renew&months=3{all}")).await;
    let order = shown.hidden("order");
    let page = said(&shown);
    // Three times three months of 2.99 €, and the tax.
    for text in ["3 services are ready", "15 May 2026", "15 Jun 2026", "€8.97", "€32.29"] {
        assert!(page.contains(text), "{text}");
    }
    let mut form = ticked("renew");
    form.extend([("months", "3"), ("order", order.as_str())]);
    let refused = browser.post("/services/bulk", &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "one of them is not ready");
    form.retain(|(_, value)| *value != ids[2]);
    assert!(browser.post("/services/bulk", &form).await.location().unwrap().ends_with("/pay"));

    // The latest date is proposed; each day until then is paid pro rata: a month of 2.99 € for two of them.
    let shown = said(&browser.get(&format!("/services/align?x=1{all}")).await);
    for text in ["value=\"2026-03-15\"", "2 services are ready", "2 services are left out", "€7.18"] {
        assert!(shown.contains(text), "{text}");
    }
    assert!(shown.contains("It is already paid until that day or longer."));
    let far = said(&browser.get(&format!("/services/align?on=9999-12-31{all}")).await);
    assert!(far.contains("more than 24 months") && far.contains("None of these services"));
    let order = browser.get(&format!("/services/align?on=2026-03-15{all}")).await.hidden("order");
    let form = [("on", "2026-03-15"), ("order", order.as_str()), ("ticked", ids[0].as_str())];
    assert!(browser.post("/services/align", &form).await.location().unwrap().ends_with("/pay"));

    assert_eq!(browser.get("/services/bulk?act=renew").await.location(), Some("/services"));
    assert_eq!(browser.get(&format!("/services/bulk?act=nothing{all}")).await.status, StatusCode::NOT_FOUND);
    let (_, eve) = owner(&portal, "eve@example.org").await;
    assert!(
        said(&eve.get(&format!("/services/bulk?act=manual{all}")).await).contains("None of these services")
    );
    let stolen = eve.post("/services/bulk", &ticked("manual")).await;
    assert_eq!(stolen.location(), Some("/services"));
    assert_eq!(now_of(&portal, &two).await.renewal.mode, Mode::Automatic, "another's service is not there");
}
