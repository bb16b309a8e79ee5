//! An unpaid invoice, page by page: what is due, the order that pays it, the history of both, and the payments.

use axum::http::StatusCode;
use flows::renew::{self, Part};
use outbox::Job as _;
use sim::stage;
use testkit::TestDb;

use crate::leaving::Owner;
use crate::portal::Portal;
use crate::services::said;

/// A customer whose first renewal was refused.
pub(crate) async fn indebted(portal: &Portal) -> Owner {
    let ada = portal.owner("ada@example.org").await;
    portal.days_later(&ada, "ada@example.org", 31).await;
    let cx = &portal.cx;
    renew::run(cx, Part::ALL, 100).await.unwrap();
    let payments = said(&ada.browser.get("/payments").await);
    assert!(payments.contains("Payments being made") && payments.contains("€3.59"), "{payments}");
    stage::refused(cx, ada.account).await.unwrap();
    portal.work().await;
    ada
}

#[testkit::both_databases]
async fn what_is_due_is_said_explained_and_ordered_once(db: TestDb) {
    let portal = Portal::open(&db).await;
    let ada = indebted(&portal).await;
    let browser = &ada.browser;
    for place in ["/dashboard", "/invoices"] {
        let page = said(&browser.get(place).await);
        assert!(page.contains("One invoice is waiting for your payment: €3.59"), "{place}: {page}");
        assert!(page.contains("href=\"/invoices/pay\""), "{place}");
    }
    let list = said(&browser.get("/invoices").await);
    assert!(list.contains("/invoices/pay?reference=FR00000002"), "{list}");
    assert!(!list.contains("/invoices/pay?reference=FR00000001"), "the first one is paid");
    assert!(list.contains("to be paid"), "not by its colour alone");
    for place in ["/invoices/pay", "/invoices/pay?reference=FR00000002"] {
        let page = said(&browser.get(place).await);
        for text in ["valid for one hour", "FR00000002", "Make the order and pay €3.59"] {
            assert!(page.contains(text), "{place}: {text}");
        }
    }
    let order = browser.get("/invoices/pay").await.hidden("order");
    let form = [("order", order.as_str()), ("reference", "")];
    let made = browser.post("/invoices/pay", &form).await;
    let there = made.location().expect("it leads to its payment").to_owned();
    let page = said(&browser.get(&there).await);
    assert!(page.contains("is ready. It is valid for one hour") && page.contains("Pay €3.59"), "{page}");
    assert!(page.contains("Invoice FR00000002") && !page.contains("Total excl. tax"), "{page}");
    let form_page = said(&browser.get(&there.replace("/pay", "/form")).await);
    assert!(form_page.contains("FR00000002") && form_page.contains("€3.59"), "{form_page}");
    assert!(!form_page.contains("excl. tax"), "what was billed has its tax in it: {form_page}");
    // Sent again, or wished again for that invoice alone: the same order.
    assert_eq!(browser.post("/invoices/pay", &form).await.location(), Some(there.as_str()));
    let other = browser.get("/invoices/pay").await.hidden("order");
    let single = [("order", other.as_str()), ("reference", "FR00000002")];
    assert_eq!(browser.post("/invoices/pay", &single).await.location(), Some(there.as_str()));
    let waiting = said(&browser.get("/invoices/pay").await);
    assert!(waiting.contains("is already waiting for your payment"), "{waiting}");

    let tracked = said(&browser.get(there.trim_end_matches("/pay")).await);
    assert!(tracked.contains("Invoices this order pays") && tracked.contains("FR00000002"), "{tracked}");
    let history = said(&browser.get("/invoices/FR00000002/operations").await);
    for text in
        ["Invoice issued", "Order to pay the balance", "Refused", "Waiting for payment", "€3.59 is left"]
    {
        assert!(history.contains(text), "{text}: {history}");
    }
}

#[testkit::both_databases]
async fn nothing_to_pay_is_no_error_and_anothers_invoice_is_not_found(db: TestDb) {
    let portal = Portal::open(&db).await;
    let ada = indebted(&portal).await;
    let bob = portal.member("bob@example.org").await;
    let answer = bob.get("/invoices/pay").await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, Some("/invoices")));
    assert!(bob.get("/invoices").await.body.contains("You have nothing to pay."));
    let id = portal.cx.random.id::<()>(portal.cx.clock.now()).to_string();
    let form = [("order", id.as_str()), ("reference", "FR00000002")];
    assert_eq!(bob.post("/invoices/pay", &form).await.status, StatusCode::NOT_FOUND);
    assert_eq!(bob.get("/invoices/FR00000002/operations").await.status, StatusCode::NOT_FOUND);
    let paid = [("order", id.as_str()), ("reference", "FR00000001")];
    assert_eq!(ada.browser.post("/invoices/pay", &paid).await.location(), Some("/invoices"));
}

#[testkit::both_databases]
async fn payments_lead_to_their_invoices_and_back(db: TestDb) {
    let portal = Portal::open(&db).await;
    let ada = portal.owner("ada@example.org").await;
    let list = said(&ada.browser.get("/payments").await);
    let link = list.split("<a href=\"/payments/").nth(1).expect("a payment").split('"').next().unwrap();
    assert!(list.contains("/invoices/FR00000001/operations") && list.contains("•••• 1003"), "{list}");
    let receipt = said(&ada.browser.get(&format!("/payments/{link}")).await);
    for text in ["Receipt P-", "€3.59", "FR00000001", "Ada Martin", "•••• 1003"] {
        assert!(receipt.contains(text), "{text}: {receipt}");
    }
    let history = said(&ada.browser.get("/invoices/FR00000001/operations").await);
    assert!(history.contains(&format!("/payments/{link}")), "{history}");
    for (query, is_found) in [
        ("amount=3,59", true),
        ("amount=3.58&compare=above", true),
        ("amount=3.59&compare=below", false),
        ("kind=sepa_debit", false),
        ("kind=card&from=2026-01-15&until=2026-01-15", true),
        ("until=2026-01-14", false),
    ] {
        let page = said(&ada.browser.get(&format!("/payments?{query}")).await);
        assert_eq!(page.contains("P-"), is_found, "{query}: {page}");
        assert!(is_found || page.contains("No payment matches"), "{query}");
    }
    let table = ada.browser.get("/payments.csv").await.body;
    let row = table.lines().find(|line| line.starts_with("P-")).expect("a row");
    assert!(row.contains(",3.59,EUR,") && row.contains("FR00000001"), "{row}");
    let bob = portal.member("bob@example.org").await;
    assert_eq!(bob.get(&format!("/payments/{link}")).await.status, StatusCode::NOT_FOUND);
}

#[testkit::both_databases]
async fn a_summary_of_what_is_found_or_ticked_is_a_file(db: TestDb) {
    let portal = Portal::open(&db).await;
    let ada = portal.owner("ada@example.org").await;
    for place in ["/invoices.pdf", "/invoices.pdf?state=unpaid", "/invoices.pdf?ticked=FR00000001"] {
        let answer = ada.browser.get(place).await;
        assert_eq!(answer.header("content-type"), Some("application/pdf"), "{place}");
        let name = answer.header("content-disposition").expect("a name");
        assert!(
            name.starts_with("attachment; filename=\"invoices-2026-") && name.ends_with(".pdf\""),
            "{name}"
        );
    }
    let list = said(&ada.browser.get("/invoices?state=paid").await);
    assert!(
        list.contains("href=\"/invoices.pdf?state=paid\""),
        "what is filtered is what is printed: {list}"
    );
}

#[testkit::both_databases]
async fn an_invoice_is_contested_once_and_the_desk_answers_to_its_customer(db: TestDb) {
    let portal = Portal::open(&db).await;
    let ada = portal.owner("ada@example.org").await;
    let place = "/invoices/FR00000001/contest";
    let page = ada.browser.get(place).await;
    let id = page.hidden("id");
    assert!(said(&page).contains("Contest the invoice FR00000001"));
    let form = |message| [("id", id.as_str()), ("reason", "refund"), ("message", message)];
    let long = "x".repeat(flows::contest::MESSAGE_CHARS_MAX + 1);
    for (message, told) in [(" ", "Write what is wrong"), (long.as_str(), "no more than 4,000 characters")] {
        let answer = ada.browser.post(place, &form(message)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains(told), "{told}");
        assert!(answer.body.contains("value=\"refund\" selected"), "what was chosen stays");
    }
    let letters = || async {
        let now = portal.cx.clock.now();
        let due = portal.cx.db.across().read(move |tx| outbox::due_any(tx, now, 200)).await.unwrap();
        due.iter().filter(|due| due.name() == mail::SendEmail::NAME).count()
    };
    let before = letters().await;
    for _ in 0..2 {
        let answer = ada.browser.post(place, &form("I had ended it.\n<b>Please</b> look.")).await;
        assert_eq!(answer.location(), Some("/invoices"));
    }
    assert_eq!(letters().await, before + 1, "sent twice, it is one message");

    let eve = portal.member("eve@example.org").await;
    assert_eq!(eve.get(place).await.status, StatusCode::NOT_FOUND);
    assert_eq!(eve.post(place, &form("Mine!")).await.status, StatusCode::NOT_FOUND);
}
