//! Lists: their state is their address, a column sorts, ticked rows are taken home.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use kernel::PageRequest;
use testkit::TestDb;

use crate::portal::{Browser, Portal};

const WEB: [(&str, &str); 3] = [("act", "add"), ("quantity", "1"), ("configuration.region", "eu-west")];

/// Places an order and answers its number.
async fn order(member: &Browser) -> String {
    member.post("/plans/ct-web-start", &WEB).await;
    let page = member.get("/checkout").await;
    let (id, mark, seen) = (page.hidden("id"), page.hidden("mark"), page.hidden("seen"));
    let form = [("id", id.as_str()), ("mark", mark.as_str()), ("seen", seen.as_str()), ("contracts", "yes")];
    let placed = member.post("/checkout", &form).await;
    let path = placed.location().expect("the order is placed").to_owned();
    path.trim_start_matches("/orders/").trim_end_matches("/pay").to_owned()
}

/// A page with its addresses as a browser reads them.
async fn page(member: &Browser, path: &str) -> String {
    member.get(path).await.body.replace("&#x2f;", "/").replace("&amp;", "&")
}

/// The numbers of a list in their order.
fn numbers(page: &str) -> Vec<String> {
    let rows = page.split("class=\"main-cell num\"><a href=\"/orders/").skip(1);
    rows.filter_map(|row| Some(row.split('"').next()?.to_owned())).collect()
}

#[testkit::both_databases]
async fn a_list_is_sorted_by_its_address_and_says_so(db: TestDb) {
    let portal = Portal::open(&db).await;
    let member = portal.member("ada@example.org").await;
    let (one, two) = (order(&member).await, order(&member).await);
    let newest = page(&member, "/orders").await;
    assert_eq!(numbers(&newest), [two.clone(), one.clone()]);
    assert_eq!(newest.matches("aria-sort=\"descending\"").count(), 1);
    assert!(newest.contains("href=\"/orders?sort=number\""), "the title turns the list round");
    for sort in ["number", "date", "total"] {
        let page = page(&member, &format!("/orders?sort={sort}&state=not_paid")).await;
        assert_eq!(numbers(&page), [one.clone(), two.clone()], "{sort}");
        assert_eq!(page.matches("aria-sort=\"ascending\"").count(), 1);
        let turned = if sort == "number" { String::new() } else { format!("&sort=-{sort}") };
        assert!(page.contains(&format!("href=\"/orders?state=not_paid{turned}\"")), "{sort}");
    }
    let strange = member.get("/orders?sort=%27&after=%27&state=%27").await;
    assert_eq!((strange.status, numbers(&strange.body)), (StatusCode::OK, vec![two, one]));
}

#[testkit::both_databases]
async fn ticked_orders_are_exported_alone_and_all_of_them_otherwise(db: TestDb) {
    let portal = Portal::open(&db).await;
    let member = portal.member("ada@example.org").await;
    let (one, two) = (order(&member).await, order(&member).await);
    let page = member.get("/orders").await.body;
    assert!(page.contains(&format!("name=\"ticked\" value=\"{one}\" form=\"bulk\"")));
    let all = member.get("/orders.csv").await;
    assert_eq!(all.header("content-type"), Some("text/csv; charset=utf-8"));
    let name = all.header("content-disposition").expect("a name");
    assert!(name.starts_with("attachment; filename=\"orders-2026-"), "{name}");
    let lines: Vec<&str> = all.body.lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[1].starts_with(&two) && lines[2].starts_with(&one), "{lines:?}");
    let ticked = member.get(&format!("/orders.csv?ticked={one}")).await.body;
    assert_eq!(ticked.lines().collect::<Vec<_>>(), [lines[0], lines[2]]);
    let others = portal.member("eve@example.org").await;
    assert_eq!(others.get(&format!("/orders.csv?ticked={one}")).await.body.lines().count(), 1);
}

#[testkit::both_databases]
async fn an_export_has_every_row_of_every_page_once(db: TestDb) {
    let portal = Portal::open(&db).await;
    let (member, account) = portal.member_of("ada@example.org").await;
    let selection = catalog::Selection {
        configurations: [("region".to_owned(), "eu-west".to_owned())].into(),
        ..catalog::Selection::of("ct-web-start")
    };
    let cx = &portal.cx;
    let accepted: Vec<String> = cx.settings.contracts.iter().map(orders::Contract::mark).collect();
    let wanted = usize::from(PageRequest::SIZE_MAX) + 3;
    for _ in 0..wanted {
        let (now, item, chosen) = (cx.clock.now(), cx.random.id(cx.clock.now()), selection.clone());
        let add = move |tx: &mut db::AccountTx| orders::cart::add(tx, now, item, &chosen);
        cx.db.account(account).write::<_, orders::cart::CartError, _>(add).await.unwrap();
        let form = flows::Checkout {
            id: cx.random.id(now),
            accepted: accepted.clone(),
            seen: None,
            address: None,
            locale: kernel::Locale::En,
        };
        flows::checkout(cx, account, form).await.unwrap();
    }
    let table = member.get("/orders.csv").await.body;
    let numbers: BTreeSet<&str> =
        table.lines().skip(1).map(|line| line.split(',').next().unwrap_or_default()).collect();
    assert_eq!((table.lines().count() - 1, numbers.len()), (wanted, wanted));
}

#[testkit::both_databases]
async fn an_archive_of_nothing_is_not_made(db: TestDb) {
    let portal = Portal::open(&db).await;
    let member = portal.member("ada@example.org").await;
    let answer = member.get("/invoices.zip").await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, Some("/invoices")));
    assert!(member.get("/invoices").await.body.contains("Nothing is ticked"));
}
