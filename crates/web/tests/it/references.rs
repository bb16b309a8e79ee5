//! The customer's own references, through their pages.

use axum::http::StatusCode;
use testkit::TestDb;

use crate::portal::Portal;

const LIST: &str = "/orders/references";
const ADD: &str = "/orders/references/add";

#[testkit::both_databases]
async fn a_reference_is_added_changed_stopped_and_printed_again(db: TestDb) {
    let portal = Portal::open(&db).await;
    let (ada, _) = portal.member_of("ada@example.org").await;
    let empty = ada.get(LIST).await.body;
    assert!(empty.contains("Add an internal reference"), "an empty list says what to do");

    let id = ada.get(ADD).await.hidden("id");
    let action = format!("{LIST}/{id}");
    let form = [
        ("id", id.as_str()),
        ("kind", "purchase_order"),
        ("name", "PO <4500017>"),
        ("start_on", "2026-01-01"),
        ("end_on", "2027-01-01"),
    ];
    for _ in 0..2 {
        let answer = ada.post(ADD, &form).await;
        assert_eq!(answer.location(), Some(LIST));
    }
    let list = ada.get(LIST).await.body;
    assert_eq!(list.matches("PO &lt;4500017&gt;</a>").count(), 1, "sent twice, it is one");

    let page = ada.get(&action).await.body;
    assert!(page.contains("PO &lt;4500017&gt;") && page.contains("2027-01-01"), "its form holds what it is");
    let renamed = [("name", "PO 17"), form[1], form[3], form[4]];
    ada.post(&action, &renamed).await;
    assert!(ada.get(LIST).await.body.contains("PO 17</a>"));

    let turn = format!("{action}/stopped");
    for (stopped, word) in [("yes", "Deactivated"), ("yes", "Deactivated"), ("no", "Active")] {
        assert_eq!(ada.post(&turn, &[("stopped", stopped)]).await.location(), Some(LIST));
        assert!(ada.get(LIST).await.body.contains(word), "{word}");
    }

    let eve = portal.member("eve@example.org").await;
    assert!(!eve.get(LIST).await.body.contains("PO 17"));
    assert_eq!(eve.get(&action).await.status, StatusCode::NOT_FOUND);
    assert_eq!(eve.post(&turn, &[("stopped", "yes")]).await.status, StatusCode::NOT_FOUND);
}

#[testkit::both_databases]
async fn what_is_wrong_is_told_and_what_was_typed_stays(db: TestDb) {
    let portal = Portal::open(&db).await;
    let ada = portal.member("ada@example.org").await;
    let id = ada.get(ADD).await.hidden("id");
    let with = |name, start, end| {
        [("id", id.as_str()), ("kind", "internal"), ("name", name), ("start_on", start), ("end_on", end)]
    };
    let long = "x".repeat(61);
    for (form, told) in [
        (with("", "2026-01-01", "2027-01-01"), "Give the reference a name"),
        (with(&long, "2026-01-01", "2027-01-01"), "60 characters"),
        (with("PO", "demain", ""), "Give a date"),
        (with("PO", "2026-01-01", "2026-01-01"), "after the start date"),
    ] {
        let answer = ada.post(ADD, &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{form:?}");
        let text = answer.body;
        assert!(text.contains(told), "{told}");
        assert!(text.contains(&format!("value=\"{}\"", form[2].1)), "{form:?}: what was typed stays");
    }
    let nothing = ada.post(ADD, &[("id", id.as_str())]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);

    ada.post(ADD, &with("first", "2026-01-01", "2027-01-01")).await;
    let other = ada.get(ADD).await.hidden("id");
    let mut form = with("second", "2026-12-31", "2028-01-01");
    form[0].1 = &other;
    let answer = ada.post(ADD, &form).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("first"), "which one has these days is told");
}
