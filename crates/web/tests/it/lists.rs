//! Lists: their state is their address, a column sorts, ticked rows are taken home.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::http::StatusCode;
use invoicing::exports::ExportKind;
use kernel::PageRequest;
use testkit::TestDb;

use crate::portal::{Browser, Portal};
use crate::services::said;

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
async fn many_documents_are_made_in_the_background_and_taken_home_by_their_owner_alone(db: TestDb) {
    let portal = Portal::open(&db).await;
    let ada = portal.owner("ada@example.org").await;
    let now = ada.browser.get("/invoices.zip?ticked=FR00000001").await;
    assert_eq!((now.status, now.header("content-type")), (StatusCode::OK, Some("application/zip")));
    db.copy_invoice(50).await;
    let asked = ada.browser.get("/invoices.zip?state=paid&when=after&date=2026-01-01").await;
    let place = "/exports?state=paid&when=after&date=2026-01-01&kind=archive&sort=-date";
    assert_eq!((asked.status, asked.location()), (StatusCode::SEE_OTHER, Some(place)));
    let page = said(&ada.browser.get(place).await);
    for text in ["Archive of PDFs <span class=\"count num\">51</span>", "Paid · from 2 Jan 2026"] {
        assert!(page.contains(text), "{text}: {page}");
    }
    assert!(said(&ada.browser.get("/exports").await).contains("No file yet"), "only looked at");
    let begun = ada.browser.post(place, &[]).await;
    assert_eq!(begun.location(), Some("/exports"));
    let page = said(&ada.browser.get("/exports").await);
    assert!(page.contains("0 of 51 documents") && page.contains("every 2s"), "{page}");
    let id =
        page.split("id=\"e-").nth(1).and_then(|rest| rest.split('"').next()).expect("an export").to_owned();
    let file = format!("/exports/{id}/file");
    let early = ada.browser.get(&file).await;
    assert_eq!((early.status, early.location()), (StatusCode::SEE_OTHER, Some("/exports")));
    let documents = Arc::new(documents::Documents::new(&portal.cx.texts, documents::Brand::default()));
    while flows::exports::make(&portal.cx, &documents, ExportKind::Archive, 10, 200).await.unwrap() > 0 {}
    let page = said(&ada.browser.get("/exports").await);
    assert!(page.contains("51 documents") && page.contains(&file) && !page.contains("hx-trigger"), "{page}");
    let taken = ada.browser.get(&file).await;
    assert_eq!((taken.status, taken.header("content-type")), (StatusCode::OK, Some("application/zip")));
    assert!(taken.header("content-disposition").is_some_and(|name| name.contains("invoices-2026-")));
    assert!(taken.body.contains("FR00000051.pdf"), "the archive names its files");
    let bob = portal.member("bob@example.org").await;
    assert_eq!(bob.get(&file).await.location(), Some("/exports"));
    assert!(said(&bob.get("/exports").await).contains("kept no longer"));
    let link = format!("/exports/{id}");
    assert_eq!(ada.browser.get(&link).await.location(), Some(format!("/exports#e-{id}").as_str()));
    assert_eq!(bob.get(&link).await.location(), Some("/exports"));
    let nothing = bob.post("/exports?kind=summary", &[]).await;
    assert_eq!(nothing.location(), Some("/exports"));
    assert!(said(&bob.get("/exports").await).contains("nothing to put in a file"));
    assert_eq!(bob.post("/exports?kind=other", &[]).await.status, StatusCode::NOT_FOUND);
}
