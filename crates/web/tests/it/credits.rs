//! Money given back at the desk, and what its customer sees of it.

use accounts::Role;
use axum::http::StatusCode;
use testkit::TestDb;

use crate::debts::indebted;
use crate::portal::Portal;
use crate::services::said;

#[testkit::both_databases]
async fn the_desk_gives_money_back_and_the_next_payment_says_why_it_is_lower(db: TestDb) {
    let portal = Portal::open(&db).await;
    let ada = indebted(&portal).await;
    let desk = portal.staff("grace@example.org", Role::Desk).await;
    let place = format!("/desk/invoices/{}/FR00000001", ada.account);
    let page = desk.get(&place).await;
    let id = page.hidden("id");
    let form = |net: &'static str, money: &'static str, reason: &'static str| {
        [
            ("id", id.clone()),
            ("net-0", net.to_owned()),
            ("money", money.to_owned()),
            ("reason", reason.to_owned()),
        ]
    };
    let send = async |form: [(&str, String); 4], confirmed: bool| {
        let mut fields: Vec<(&str, &str)> =
            form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        if confirmed {
            fields.push(("confirmed", "yes"));
        }
        desk.post(&place, &fields).await
    };
    for (net, money, reason, said_of_it) in [
        ("", "kept", "Outage", "Say what is given back"),
        ("x", "kept", "Outage", "This is not an amount"),
        ("1,001", "kept", "Outage", "This is not an amount"),
        ("3", "kept", "Outage", "At most 2.99"),
        ("-1", "kept", "Outage", "At most 2.99"),
        ("1", "kept", " ", "Write a reason"),
    ] {
        let answer = send(form(net, money, reason), false).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{net} {reason}");
        let page = &answer.body;
        assert!(page.contains(said_of_it) && page.contains(&format!("value=\"{net}\"")), "{net}: {page}");
    }
    let shown = said(&send(form("1,00", "kept", "Outage"), false).await);
    assert!(shown.contains("Issue the credit note of €1.20"), "{shown}");
    assert!(said(&ada.browser.get("/invoices/credits").await).contains("No credit notes"), "only looked at");
    // What was changed after it was looked at is looked at again.
    let other = [("id", id.as_str()), ("net-0", "2"), ("money", "kept"), ("reason", "Outage")];
    let other: Vec<(&str, &str)> = other.into_iter().chain([("confirmed", "yes"), ("seen", "120")]).collect();
    assert!(said(&desk.post(&place, &other).await).contains("Issue the credit note of €2.40"));
    for _ in 0..2 {
        let given = send(form("1,00", "kept", "Outage"), true).await;
        assert_eq!(given.location(), Some(place.as_str()));
    }
    portal.work().await;
    let page = said(&desk.get(&place).await);
    assert!(page.contains("FRC00000001 · €1.20") && page.contains("€1.99"), "{page}");

    // 3.59 were due: 2.39 are, and the page that asks for them says why.
    let credits = said(&ada.browser.get("/invoices/credits").await);
    assert!(credits.contains("FRC00000001") && credits.contains("Your next invoices"), "{credits}");
    let due = said(&ada.browser.get("/invoices").await);
    assert!(due.contains("waiting for your payment: €2.39"), "{due}");
    let history = said(&ada.browser.get("/invoices/FR00000002/operations").await);
    assert!(history.contains("Credit used") && history.contains("€1.20"), "{history}");
    let file = ada.browser.get("/invoices/credits.csv").await.body;
    assert!(file.lines().nth(1).is_some_and(|line| line.starts_with("FRC00000001,")), "{file}");
}

#[testkit::both_databases]
async fn readers_look_and_give_nothing_and_what_is_not_there_is_not_found(db: TestDb) {
    let portal = Portal::open(&db).await;
    let ada = indebted(&portal).await;
    let reader = portal.staff("rosa@example.org", Role::Reader).await;
    let place = format!("/desk/invoices/{}/FR00000001", ada.account);
    let page = said(&reader.get(&place).await);
    assert!(page.contains("FR00000001") && !page.contains("name=\"reason\""), "{page}");
    let form = [("net-0", "1"), ("money", "kept"), ("reason", "x"), ("confirmed", "yes")];
    assert_eq!(reader.post(&place, &form).await.status, StatusCode::NOT_FOUND);
    let nowhere = format!("/desk/invoices/{}/FR99999999", ada.account);
    assert_eq!(reader.get(&nowhere).await.status, StatusCode::NOT_FOUND);
    let desk = portal.staff("grace@example.org", Role::Desk).await;
    assert_eq!(desk.post(&nowhere, &form).await.status, StatusCode::NOT_FOUND);
}

#[testkit::both_databases]
async fn a_copy_of_invoices_goes_to_another_address_and_paper_is_for_who_is_offered_it(db: TestDb) {
    let portal = Portal::open(&db).await;
    let ada = portal.owner("ada@example.org").await;
    let browser = &ada.browser;
    let profile = said(&browser.get("/account").await);
    assert!(profile.contains("Receive my invoices on paper"), "an individual in France: {profile}");
    let wrong = browser.post("/account/copies", &[("copies", "nobody")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("value=\"nobody\""), "what was typed stays");
    let set = browser.post("/account/copies", &[("copies", " Books@example.com ")]).await;
    assert_eq!(set.location(), Some("/account"));
    assert_eq!(browser.post("/account/paper", &[("paper", "yes")]).await.location(), Some("/account"));
    let profile = said(&browser.get("/account").await);
    for text in
        ["value=\"Books@example.com\"", "also sent to you on paper", "No longer receive them on paper"]
    {
        assert!(profile.contains(text), "{text}: {profile}");
    }
    browser.post("/account/copies", &[("copies", "")]).await;
    browser.post("/account/paper", &[("paper", "no")]).await;
    let profile = said(&browser.get("/account").await);
    assert!(profile.contains("are not sent to you on paper") && !profile.contains("Books@example.com"));
}
