//! Leaving, page by page: termination and its link, second thoughts, withdrawal, credit notes, payment methods, and
//! what the desk does about it.

use accounts::Role;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use db::AccountTx;
use kernel::{AccountId, ServiceId, SignedDuration};
use orders::Order;
use services::{ResourceState, Service};
use sim::stage;
use testkit::TestDb;

use crate::portal::{Answer, Browser, Portal};

/// A customer with a service that was delivered, and its order.
pub(crate) struct Owner {
    pub(crate) browser: Browser,
    pub(crate) account: AccountId,
    pub(crate) order: Order,
    service: Service,
}

impl Portal {
    /// Somebody who bought and was delivered: the provider says yes, the worker works.
    pub(crate) async fn owner(&self, email: &str) -> Owner {
        let browser = self.member(email).await;
        let login = email.to_owned();
        let found = self.cx.db.registry().read(move |tx| accounts::logins::find(tx, &login)).await.unwrap();
        let account = found.expect("the account is there").account;
        let form = [("act", "add"), ("quantity", "1"), ("configuration.region", "eu-west")];
        browser.post("/plans/ct-web-start", &form).await;
        let page = browser.get("/checkout").await;
        let fields = ["id", "mark", "seen"].map(|name| (name, page.hidden(name)));
        let mut form: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        form.push(("contracts", "yes"));
        let placed = browser.post("/checkout", &form).await;
        let number = placed.location().and_then(|path| path.split('/').nth(2)).expect("an order");
        let (cx, order) = (&self.cx, number.parse().unwrap());
        stage::paid(cx, account, order).await.unwrap();
        self.work().await;
        let read = move |tx: &mut AccountTx| {
            let order = orders::store::find_by_number(tx, order)?.ok_or(db::Error::Missing)?;
            let service = services::store::of_order(tx, order.id)?.remove(0);
            Ok::<_, db::Error>((order, service))
        };
        let (order, service) = cx.db.account(account).read(read).await.unwrap();
        assert!(service.delivered_at.is_some(), "the service is there");
        Owner { browser, account, order, service }
    }

    /// What the worker does, except to ask the provider.
    pub(crate) async fn work(&self) {
        stage::worked(&self.cx).await.unwrap();
    }

    async fn service(&self, owner: &Owner) -> Service {
        let id = owner.service.id;
        let account = self.cx.db.account(owner.account);
        account.read(move |tx| services::store::get(tx, id)).await.unwrap()
    }

    /// The page that the link of the e-mail which confirms a deletion leads to.
    async fn link(&self, email: &str) -> String {
        let mailbox = stage::mailed(&self.cx).await.unwrap();
        let mails = mailbox.to(&accounts::EmailAddress::parse(email).unwrap());
        let text = mails
            .iter()
            .find_map(|mail| Some(&mail.text[mail.text.find("/billing/confirmTerminate?id=")?..]));
        let link = text.expect("the link was sent").split_whitespace().next().unwrap();
        let followed = self.browser().get(link).await;
        followed.location().expect("it leads to the page").to_owned()
    }

    /// Time passes, more than a session lasts: the customer signs in again.
    pub(crate) async fn days_later(&self, owner: &Owner, email: &str, days: i64) {
        self.cx.clock.advance(SignedDuration::from_hours(24 * days)).unwrap();
        owner.browser.get("/sign-in").await;
        let form = [("login", email), ("password", crate::portal::PASSWORD)];
        assert_eq!(owner.browser.post("/sign-in", &form).await.location(), Some("/dashboard"));
    }
}

fn path(service: ServiceId, page: &str) -> String {
    format!("/services/{service}/{page}")
}

fn leaving<'f>(id: &'f str, way: &'f str) -> [(&'f str, &'f str); 5] {
    [
        ("id", id),
        ("way", way),
        ("reason", "expensive"),
        ("future_use", "project_over"),
        ("comment", "So long"),
    ]
}

#[testkit::both_databases]
async fn a_termination_is_confirmed_shown_and_undone(db: TestDb) {
    let portal = Portal::open(&db).await;
    let ada = portal.owner("ada@example.org").await;
    let here = path(ada.service.id, "terminate");
    let ways = ada.browser.get(&here).await;
    for way in ["terminate?way=at_expiry", "terminate?way=immediate", "/withdraw"] {
        assert!(ways.body.replace("&#x2f;", "/").contains(way), "{way}");
    }
    let form = ada.browser.get(&format!("{here}?way=at_expiry")).await;
    assert!(form.body.contains("You keep the service until 15 February 2026."), "{}", form.body);
    let id = form.hidden("id");
    let done = ada.browser.post(&here, &leaving(&id, "at_expiry")).await;
    assert_eq!(done.location(), Some(here.as_str()));
    // Sent twice, it is one.
    ada.browser.post(&here, &leaving(&id, "at_expiry")).await;
    assert!(portal.service(&ada).await.renewal.is_ending);
    let after = ada.browser.get(&here).await.body;
    assert!(after.contains("A termination has been asked for") && after.contains("14 February 2026"));
    let again = ada.browser.get(&format!("{here}?way=at_expiry")).await;
    assert_eq!(again.location(), Some(here.as_str()), "what is closed has no form");

    let undo = path(ada.service.id, "undo");
    assert!(ada.browser.get(&undo).await.body.contains("Keep the service"));
    ada.browser.post(&undo, &[]).await;
    ada.browser.post(&undo, &[]).await;
    assert!(!portal.service(&ada).await.renewal.is_ending);
    let nothing = ada.browser.get(&undo).await.body;
    assert!(nothing.contains("Its termination was not requested."));

    // Whoever is somebody else sees nothing of it.
    let eve = portal.member("eve@example.org").await;
    for page in ["terminate", "undo", "withdraw"] {
        assert_eq!(eve.get(&path(ada.service.id, page)).await.status, StatusCode::NOT_FOUND, "{page}");
    }
    let stolen = eve.post(&here, &leaving(&id, "at_expiry")).await;
    assert_eq!(stolen.status, StatusCode::NOT_FOUND);
}

#[testkit::both_databases]
async fn a_comment_too_long_comes_back_with_what_was_typed(db: TestDb) {
    let portal = Portal::open(&db).await;
    let ada = portal.owner("ada@example.org").await;
    let here = path(ada.service.id, "terminate");
    let long = "é".repeat(services::COMMENT_CHARS_MAX + 1);
    let mut form = leaving("0192f0c1-2345-7000-8000-000000000001", "immediate");
    form[4].1 = &long;
    let answer = ada.browser.post(&here, &form).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains(&long) && answer.body.contains("Write no more than 2,000 characters."));
    assert!(answer.body.contains("value=\"expensive\" selected"));
    let strange = leaving("0192f0c1-2345-7000-8000-000000000001", "by magic");
    assert_eq!(ada.browser.post(&here, &strange).await.status, StatusCode::BAD_REQUEST);
}

#[testkit::both_databases]
async fn the_link_of_an_e_mail_deletes_once_and_says_what_is_wrong_with_it(db: TestDb) {
    let portal = Portal::open(&db).await;
    let ada = portal.owner("ada@example.org").await;
    let here = path(ada.service.id, "terminate");
    let id = ada.browser.get(&format!("{here}?way=immediate")).await.hidden("id");
    let sent = ada.browser.post(&here, &leaving(&id, "immediate")).await;
    assert_eq!(sent.location(), Some(format!("{here}?way=immediate").as_str()));
    assert!(
        ada.browser.get(sent.location().unwrap()).await.body.contains("We have written to ada@example.org")
    );
    let link = portal.link("ada@example.org").await;
    // The link is proof enough: on a telephone where nobody is signed in.
    let telephone = portal.browser();
    let page = telephone.get(&link).await;
    assert!(page.body.contains("This is the last step.") && page.body.contains(&ada.service.name));
    assert_eq!(portal.service(&ada).await.resource, ResourceState::Ok, "to look deletes nothing");
    let done = telephone.post(&link, &[]).await;
    assert_eq!(done.location(), Some(link.as_str()));
    assert!(telephone.get(&link).await.body.contains("The deletion is confirmed"));
    // Pressed twice, it is the same page.
    telephone.post(&link, &[]).await;
    assert!(telephone.get(&link).await.body.contains("Its data is deleted for good on 14 February 2026."));
    portal.work().await;
    assert_eq!(portal.service(&ada).await.resource, ResourceState::ToSuspend);

    // Nobody's machine closes it: the desk is asked, and says when it is done.
    let reader = portal.staff("rosa@example.net", Role::Reader).await;
    let waiting = reader.get("/desk/operations").await.body.replace("&#x2f;", "/");
    assert!(waiting.contains(&format!("Suspend {}", ada.service.name)), "{waiting}");
    let act = format!("/desk/operations/{}/{}", ada.account, ada.service.id);
    assert_eq!(reader.post(&act, &[("act", "done")]).await.status, StatusCode::NOT_FOUND);
    let desk = portal.staff("grace@example.net", Role::Desk).await;
    assert_eq!(desk.post(&act, &[("act", "dance")]).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(desk.post(&act, &[("act", "done")]).await.location(), Some("/desk/operations"));
    assert_eq!(portal.service(&ada).await.resource, ResourceState::Suspended);
    let empty = desk.get("/desk/operations").await.body;
    assert!(empty.contains("Nothing to do by hand") && empty.contains("It is recorded"), "{empty}");
    desk.post(&act, &[("act", "done")]).await;
    assert!(desk.get("/desk/operations").await.body.contains("already decided"));

    let unknown = format!("/services/terminate/{}", "0".repeat(96));
    for link in [unknown.as_str(), "/services/terminate/nothing"] {
        let page = telephone.get(link).await;
        assert!(page.status == StatusCode::OK && page.body.contains("This link does not work"), "{link}");
        assert_eq!(telephone.post(link, &[]).await.location(), Some(link));
    }
    let bob = portal.owner("bob@example.org").await;
    let there = path(bob.service.id, "terminate");
    let id = bob.browser.get(&format!("{there}?way=immediate")).await.hidden("id");
    bob.browser.post(&there, &leaving(&id, "immediate")).await;
    let late = portal.link("bob@example.org").await;
    portal.cx.clock.advance(SignedDuration::from_hours(72)).unwrap();
    let page = telephone.get(&late).await.body;
    assert!(page.contains("This link is too old") && page.contains("Nothing was deleted."));
    telephone.post(&late, &[]).await;
    assert_eq!(portal.service(&bob).await.resource, ResourceState::Ok);
}

#[testkit::both_databases]
async fn a_withdrawal_shows_what_comes_back_and_then_where_it_is(db: TestDb) {
    let portal = Portal::open(&db).await;
    let ada = portal.owner("ada@example.org").await;
    portal.days_later(&ada, "ada@example.org", 9).await;
    let order = format!("/orders/{}", ada.order.number);
    let here = path(ada.service.id, "withdraw");
    let tracked = ada.browser.get(&order).await.body.replace("&#x2f;", "/");
    assert!(
        tracked.contains(&here)
            && tracked.contains("You can withdraw from this order until 29 January 2026.")
    );
    let page = ada.browser.get(&here).await;
    for text in ["€2.12", "€0.42", "€2.54", "9 of 31", "7 February 2026", "Withdraw and get €2.54 back"]
    {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    let unsure = ada.browser.post(&here, &[("reason", "unused"), ("comment", "Not for me")]).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsure.body.contains("Tick the box to confirm") && unsure.body.contains("Not for me"));
    let sure = [("reason", "unused"), ("comment", "Not for me"), ("sure", "yes")];
    let token = ada.browser.token().await;
    let (left, right) = (ada.browser.copy(), ada.browser.copy());
    let (one, two) =
        tokio::join!(left.post_with(&here, &token, &sure), right.post_with(&here, &token, &sure));
    for answer in [one, two] {
        assert_eq!(answer.location(), Some(here.as_str()), "{}", answer.body);
    }
    portal.work().await;
    let followed = ada.browser.get(&here).await.body;
    for text in ["Refund on its way", "€2.54", "FRC00000001"] {
        assert!(followed.contains(text), "{text}");
        assert!(ada.browser.get(&order).await.body.contains(text), "{text} with the order");
    }
    let list = ada.browser.get("/invoices").await.body;
    assert!(list.contains("-€2.54") || list.contains("−€2.54"), "{list}");
    assert!(list.contains("Takes back FR00000001"));
    let alone = ada.browser.get("/invoices?state=credit_notes").await.body;
    assert!(alone.contains("FRC00000001") && alone.matches("name=\"ticked\"").count() == 1);
    let table = ada.browser.get("/invoices.csv").await.body;
    assert!(
        table.lines().any(|line| line.starts_with("FRC00000001") && line.ends_with("FR00000001")),
        "{table}"
    );
    let note = ada.browser.get("/invoices/FRC00000001/html").await.body.replace("&#x2f;", "/");
    assert!(note.contains("href=\"/invoices/FR00000001/html\""));
    let bill = ada.browser.get("/invoices/FR00000001/html").await.body.replace("&#x2f;", "/");
    assert!(bill.contains("href=\"/invoices/FRC00000001/html\""));
    let pdf = ada.browser.get("/invoices/FRC00000001/pdf").await;
    assert_eq!(pdf.header("content-type"), Some("application/pdf"));
    for (kind, root) in [("cii", "<rsm:CrossIndustryInvoice"), ("ubl", "<CreditNote")] {
        let path = format!("/invoices/FRC00000001/{kind}.xml");
        assert!(note.contains(&format!("href=\"{path}\"")), "{note}");
        let data = ada.browser.get(&path).await;
        assert_eq!(data.header("content-type"), Some("application/xml"));
        let name = format!("attachment; filename=\"FRC00000001-{kind}.xml\"");
        assert_eq!(data.header("content-disposition"), Some(name.as_str()));
        assert!(data.body.contains(root) && data.body.contains(">FR00000001<"), "{}", data.body);
    }

    let bob = portal.owner("bob@example.org").await;
    portal.days_later(&bob, "bob@example.org", 20).await;
    portal.days_later(&ada, "ada@example.org", 0).await;
    let late = ada.browser.get(&path(bob.service.id, "withdraw")).await;
    assert_eq!(late.status, StatusCode::NOT_FOUND);
    let late = bob.browser.get(&path(bob.service.id, "withdraw")).await.body;
    assert!(late.contains("The right of withdrawal ended on 7 February 2026."), "{late}");
}

#[testkit::both_databases]
async fn the_desk_finds_services_and_tries_again_what_was_put_aside(db: TestDb) {
    let portal = Portal::open(&db).await;
    let (ada, bob) = (portal.owner("ada@example.org").await, portal.owner("bob@example.org").await);
    let (now, id) = (portal.cx.clock.now(), ada.service.id);
    let hold = move |tx: &mut AccountTx| {
        services::store::hold(tx, now, id, "the price of this service is unreadable", |_| now).map(|_| ())
    };
    portal.cx.db.account(ada.account).write(hold).await.unwrap();
    let reader = portal.staff("rosa@example.net", Role::Reader).await;
    let place = "/desk/services";
    let all = reader.get(place).await.body;
    let aside = all.find("the price of this service is unreadable").expect("the reason is shown");
    assert!(aside < all.find(&bob.service.name).unwrap(), "what is put aside stands first");
    let nic = async |owner: &Owner| {
        let account = portal.cx.db.account(owner.account);
        account.read(accounts::account::get).await.unwrap().nic
    };
    let rows = async |query: &str| {
        let page = reader.get(&format!("{place}?{query}")).await;
        assert_eq!(page.status, StatusCode::OK);
        [&ada, &bob].map(|owner| page.body.contains(&owner.service.name))
    };
    assert_eq!(rows(&format!("name={}", bob.service.name.to_uppercase())).await, [false, true]);
    assert_eq!(rows(&format!("customer={}", nic(&ada).await)).await, [true, false]);
    assert_eq!(rows("state=held").await, [true, false]);
    assert_eq!(rows("state=ok").await, [true, true]);
    assert_eq!(rows("state=expired").await, [false, false]);
    assert_eq!(rows("name=%27&after=%27").await, [false, false]);

    let again = format!("{place}/{}/{}/retry", ada.account, ada.service.id);
    assert_eq!(reader.post(&again, &[]).await.status, StatusCode::NOT_FOUND);
    let desk = portal.staff("grace@example.net", Role::Desk).await;
    assert_eq!(desk.post(&again, &[]).await.location(), Some(place));
    assert_eq!(rows("state=held").await, [false, false]);
    desk.post(&again, &[]).await;
    assert!(desk.get(place).await.body.contains("no longer put aside"));
}

#[testkit::both_databases]
async fn a_method_is_described_made_the_default_and_taken_away_by_its_rules(db: TestDb) {
    let portal = Portal::open(&db).await;
    let ada = portal.owner("ada@example.org").await;
    let account = portal.cx.db.account(ada.account);
    let methods = account.read(payments::store::list_methods).await.unwrap();
    let place = format!("/payment-methods/{}", methods[0].id);
    let page = ada.browser.get(&place).await.body;
    assert!(page.contains("•••• 1003") && page.contains("Services renew automatically"), "{page}");
    assert!(!page.contains("Make it the default"));
    ada.browser.post(&format!("{place}/description"), &[("description", " Studio card ")]).await;
    assert!(ada.browser.get("/payment-methods").await.body.contains("Studio card"));
    let long = "x".repeat(payments::DESCRIPTION_CHARS_MAX + 1);
    let refused = ada.browser.post(&format!("{place}/description"), &[("description", &long)]).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains(&long));
    let kept = ada.browser.post(&format!("{place}/remove"), &[]).await;
    assert_eq!(kept.location(), Some(place.as_str()));
    assert!(ada.browser.get(&place).await.body.contains("That was not possible."));
    // Terminated, nothing is collected any more: the last one may leave.
    let here = path(ada.service.id, "terminate");
    let id = ada.browser.get(&format!("{here}?way=at_expiry")).await.hidden("id");
    ada.browser.post(&here, &leaving(&id, "at_expiry")).await;
    let gone = ada.browser.post(&format!("{place}/remove"), &[]).await;
    assert_eq!(gone.location(), Some("/payment-methods"));
    assert!(ada.browser.get("/payment-methods").await.body.contains("No payment method registered"));
    assert_eq!(ada.browser.get(&place).await.status, StatusCode::NOT_FOUND);
    let eve = portal.member("eve@example.org").await;
    assert_eq!(eve.post(&format!("{place}/default"), &[]).await.status, StatusCode::NOT_FOUND);
    let none = eve.post("/payment-methods/add", &[("id", &methods[0].id.to_string())]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
}

/// Sends the form of a page that was shown before, as a browser does.
async fn send_from(browser: &Browser, page: &str, to: &str, body: &str) -> Answer {
    let request = Request::post(to)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::REFERER, format!("http://127.0.0.1:7700{page}"))
        .body(Body::from(body.to_owned()));
    browser.send(request.unwrap()).await
}

#[testkit::both_databases]
async fn what_was_typed_when_the_session_ended_waits_in_the_form_for_its_author_alone(db: TestDb) {
    let portal = Portal::open(&db).await;
    let ada = portal.owner("ada@example.org").await;
    portal.account("eve@example.org").await;
    let here = path(ada.service.id, "terminate");
    let page = format!("{here}?way=at_expiry");
    let form = ada.browser.get(&page).await;
    let (id, csrf) = (form.hidden("id"), form.hidden("csrf"));
    let typed = format!(
        "csrf={csrf}&id={id}&way=at_expiry&reason=expensive&future_use=project_over&comment=So+long%2C+%C3%A9lan"
    );
    let shown = async |place: &str| ada.browser.get(place).await.body;
    let sign_in = async |login: &str| {
        let form = [("login", login), ("password", crate::portal::PASSWORD), ("next", page.as_str())];
        assert_eq!(ada.browser.post("/sign-in", &form).await.location(), Some(page.as_str()));
    };

    portal.cx.clock.advance(SignedDuration::from_hours(9)).unwrap();
    let answer = send_from(&ada.browser, &page, &here, &typed).await;
    assert!(answer.location().unwrap().starts_with("/sign-in?next="), "{:?}", answer.location());
    let told = shown("/sign-in").await;
    assert!(told.contains("what you typed waits for you in the form"), "{told}");
    sign_in("eve@example.org").await;
    assert_eq!(ada.browser.get(&page).await.status, StatusCode::NOT_FOUND, "it is not hers");
    sign_in("ada@example.org").await;
    assert!(!shown("/dashboard").await.contains("So long"), "another page has nothing of it");
    let back = shown(&page).await;
    assert!(back.contains("So long, élan") && back.contains("nothing has been sent yet"), "{back}");
    assert!(back.contains("value=\"expensive\" selected"), "{back}");
    assert!(!portal.service(&ada).await.renewal.is_ending, "nothing is sent by itself");
    let again = shown(&page).await;
    assert!(!again.contains("So long") && !again.contains("nothing has been sent yet"), "it comes back once");

    // Without our token, with a password, or too large: it is not kept, and nobody says it is.
    let token = ada.browser.get(&page).await.hidden("csrf");
    portal.cx.clock.advance(SignedDuration::from_hours(9)).unwrap();
    for body in [
        format!("csrf={}&comment=x", "0".repeat(64)),
        format!("csrf={token}&comment=x&password=y"),
        format!("csrf={token}&comment={}", "x".repeat(20_000)),
    ] {
        send_from(&ada.browser, &page, &here, &body).await;
        assert!(shown("/sign-in").await.contains("Sign in, then send it again"));
    }
    sign_in("ada@example.org").await;
    assert!(!shown(&page).await.contains("nothing has been sent yet"));
}
