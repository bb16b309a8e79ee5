//! What the desk knows of money: who owes since when, and what moved a customer's balance.

use accounts::Role;
use axum::http::StatusCode;
use kernel::SignedDuration;
use testkit::TestDb;

use crate::debts::indebted;
use crate::portal::Portal;
use crate::services::said;

#[testkit::both_databases]
async fn the_desk_sees_who_owes_and_for_how_long(db: TestDb) {
    let portal = Portal::open(&db).await;
    let desk = portal.staff("grace@example.org", Role::Reader).await;
    assert!(said(&desk.get("/desk/balances").await).contains("Nobody owes anything"));
    let ada = indebted(&portal).await;
    let nic = portal.cx.db.account(ada.account).read(accounts::account::get).await.unwrap().nic;
    portal.cx.clock.advance(SignedDuration::from_hours(24 * 40)).unwrap();
    let desk = portal.staff("rosa@example.org", Role::Reader).await;
    let page = said(&desk.get("/desk/balances").await);
    assert!(page.contains(&format!("/desk/statement?customer={nic}")), "{page}");
    // Forty days: the third age, for her and for all together.
    let cells = page.matches("data-label=\"31–60 days\" class=\"amount\">€3.59<").count();
    assert_eq!((cells, page.matches("data-label=\"1–30 days\" class=\"amount\">€0.00<").count()), (2, 2));
    assert!(page.contains("one customer") && page.contains("aria-current=\"page\">Accounting"), "{page}");
    let other = said(&desk.get("/desk/balances?subsidiary=IT").await);
    assert!(other.contains("No customer matches") && other.contains("Subsidiary IT"), "{other}");
    let found =
        said(&desk.get(&format!("/desk/balances?customer={}&sort=customer", nic.to_uppercase())).await);
    assert!(found.contains("€3.59") && found.contains("aria-sort=\"ascending\""), "{found}");
    let strange = desk.get("/desk/balances?sort=%27&after=%27&subsidiary=%27").await;
    assert!(strange.status == StatusCode::OK && strange.body.contains("€3.59"));
    let file = desk.get("/desk/balances.csv").await;
    let lines: Vec<&str> = file.body.lines().collect();
    assert_eq!(lines[1], format!("{nic},Ada Martin,EUR,0.00,0.00,3.59,0.00,0.00,3.59"));
    assert_eq!((lines.len(), file.header("content-type")), (2, Some("text/csv; charset=utf-8")));
}

#[testkit::both_databases]
async fn a_statement_has_every_line_between_its_days(db: TestDb) {
    let portal = Portal::open(&db).await;
    let ada = indebted(&portal).await;
    let nic = portal.cx.db.account(ada.account).read(accounts::account::get).await.unwrap().nic;
    let desk = portal.staff("rosa@example.org", Role::Reader).await;
    assert!(said(&desk.get("/desk/statement").await).contains("Whose statement?"));
    assert!(said(&desk.get("/desk/statement?customer=nobody").await).contains("No such customer"));
    assert_eq!(desk.get("/desk/statement.csv?customer=nobody").await.status, StatusCode::NOT_FOUND);
    for customer in [nic.as_str(), "ada@example.org", "ADA@example.org"] {
        let page = said(&desk.get(&format!("/desk/statement?customer={customer}")).await);
        assert!(page.contains("FR00000002") && page.contains("Payment received"), "{customer}: {page}");
        assert!(page.contains(&format!("/desk/orders/{}/", ada.account)), "{page}");
    }
    let file = desk.get(&format!("/desk/statement.csv?customer={nic}&sort=date")).await.body;
    let rows: Vec<Vec<&str>> = file.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let told: Vec<[&str; 5]> = rows.iter().map(|row| [row[1], row[2], row[4], row[5], row[6]]).collect();
    let expected = [
        ["Payment received", "", "", "3.59", "-3.59"],
        ["Invoice", "FR00000001", "3.59", "", "0.00"],
        ["Invoice", "FR00000002", "3.59", "", "3.59"],
    ];
    assert_eq!(told, expected);
    // From the second invoice's day on: what was before is the balance it begins with.
    let day = rows[2][0];
    let since = format!("/desk/statement?customer={nic}&from={day}");
    let page = said(&desk.get(&since).await);
    assert!(page.contains("FR00000002") && !page.contains("FR00000001"), "{page}");
    assert!(page.contains("<dt>Balance before</dt><dd>€0.00</dd>"), "{page}");
    assert!(page.contains("<dt>Balance after</dt><dd>€3.59</dd>"), "{page}");
    let before = said(&desk.get(&format!("/desk/statement?customer={nic}&until=2020-01-01")).await);
    assert!(before.contains("Nothing between these days"), "{before}");
}

#[testkit::both_databases]
async fn what_was_spent_is_drawn_and_written_beside(db: TestDb) {
    let portal = Portal::open(&db).await;
    let newcomer = portal.member("eve@example.org").await;
    assert!(said(&newcomer.get("/invoices/spending").await).contains("Nothing spent yet"));
    let ada = indebted(&portal).await;
    let page = said(&ada.browser.get("/invoices/spending").await);
    assert_eq!(page.matches("<svg viewBox=\"0 0 480 ").count(), 2, "{page}");
    assert_eq!(
        page.matches("data-label=\"Total incl. tax\" class=\"amount\">€3.59<").count(),
        2,
        "two months"
    );
    assert!(page.contains("data-label=\"Total incl. tax\" class=\"amount\">€7.18<"), "and their sum");
    assert!(page.contains("<title>Feb 2026: €3.59</title>"), "{page}");
    assert!(page.contains("role=\"img\" aria-label=\"Bars: Total incl. tax. The table has the numbers.\""));
    assert!(!page.contains(" style="), "the policy of contents forbids it");
    assert!(!page.contains("Jean"), "nobody else's");
}

#[testkit::both_databases]
async fn the_desk_sees_the_months_of_each_subsidiary(db: TestDb) {
    let portal = Portal::open(&db).await;
    indebted(&portal).await;
    let desk = portal.staff("rosa@example.org", Role::Reader).await;
    let page = said(&desk.get("/desk/months").await);
    assert_eq!(page.matches("<svg viewBox=\"0 0 480 ").count(), 3, "{page}");
    assert_eq!(page.matches("data-label=\"Revenue excl. tax\" class=\"amount\">€2.99<").count(), 2);
    assert_eq!(page.matches("data-label=\"Still outstanding\" class=\"amount\">€3.59<").count(), 1);
    let other = said(&desk.get("/desk/months?subsidiary=IT").await);
    assert!(other.contains("Nothing in the last twelve months") && other.contains("value=\"IT\" selected"));
    let strange = desk.get("/desk/months?subsidiary=%27").await;
    assert!(strange.status == StatusCode::OK && strange.body.contains("€2.99"));
}
