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
