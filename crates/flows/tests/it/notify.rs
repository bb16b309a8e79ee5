//! Programs are told what happens: signed, again and again until they have it, and each for itself.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use accounts::Account;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use courier::{Internet, Names};
use db::AccountTx;
use db::testing::raw;
use flows::notify::Told;
use flows::{Cx, Settings};
use kernel::{AccountId, Clock, Direction, EndpointId, PageRequest, SignedDuration, Timestamp};
use serde_json::Value;
use testkit::TestDb;
use webhooks::{
    Attempt, Courier, Endpoint, EndpointChange, EndpointState, EventKind, Failure, GIVE_UP, LEASE, Message,
    MessageState, NewEndpoint, Outgoing, Reach, ReplayError, Secret, Sent, TRIES_MAX, TestError,
};

use super::provider::GOOD;
use super::shop::{Shop, settings, web};

/// What an integrator answers.
#[derive(Debug, Clone)]
enum Says {
    Status(u16),
    Redirect(String),
    Huge,
    Nothing,
}

/// An integrator's server: it remembers what it heard, and answers as it is told; 204 when nobody told it.
#[derive(Clone, Default)]
struct Integrator {
    heard: Arc<Mutex<Vec<(HeaderMap, Bytes)>>>,
    answers: Arc<Mutex<VecDeque<Says>>>,
}

impl Integrator {
    async fn open() -> (Integrator, String) {
        let integrator = Integrator::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hooks", listener.local_addr().unwrap());
        let router = Router::new().fallback(hear).with_state(integrator.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (integrator, url)
    }

    fn will(&self, answers: impl IntoIterator<Item = Says>) {
        self.answers.lock().unwrap().extend(answers);
    }

    fn heard(&self) -> Vec<(HeaderMap, Bytes)> {
        self.heard.lock().unwrap().clone()
    }

    /// The identifiers it heard, in their order.
    fn ids(&self) -> Vec<String> {
        self.heard().iter().map(|(headers, _)| headers["webhook-id"].to_str().unwrap().to_owned()).collect()
    }

    fn bodies(&self) -> Vec<Value> {
        self.heard().iter().map(|(_, body)| serde_json::from_slice(body).unwrap()).collect()
    }
}

async fn hear(State(integrator): State<Integrator>, headers: HeaderMap, body: Bytes) -> Response {
    integrator.heard.lock().unwrap().push((headers, body));
    let says = integrator.answers.lock().unwrap().pop_front().unwrap_or(Says::Status(204));
    match says {
        Says::Status(status) => (StatusCode::from_u16(status).unwrap(), "so it is").into_response(),
        Says::Redirect(to) => (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, to)]).into_response(),
        Says::Huge => (StatusCode::OK, "x".repeat(10_000_000)).into_response(),
        Says::Nothing => std::future::pending().await,
    }
}

fn open_settings() -> Settings {
    Settings { webhooks: Reach::Anywhere, ..settings() }
}

impl Shop {
    /// A shop that calls any address, and waits for half a second.
    async fn calling(db: &TestDb) -> Shop {
        let mut shop = Shop::with(db, open_settings()).await;
        let patience = Duration::from_millis(500);
        shop.cx.courier =
            Arc::new(Internet::with(Reach::Anywhere, Names::system(), |_| true, patience).unwrap());
        shop
    }

    async fn endpoint(&self, owner: &Account, url: &str, wanted: &[EventKind]) -> Endpoint {
        let new = NewEndpoint {
            id: self.id(),
            url: url.to_owned(),
            description: "Books".to_owned(),
            wanted: wanted.to_vec(),
            secret: Secret::generate(&self.cx.random),
        };
        let (now, reach) = (self.cx.clock.now(), self.cx.settings.webhooks);
        let add = move |tx: &mut AccountTx| webhooks::add(tx, now, &new, reach);
        self.cx.db.account(owner.id).write(add).await.unwrap()
    }

    /// Sends everything that is due now; what became of it.
    async fn tell(&self) -> Told {
        let mut all = Told::default();
        for are_failing in [false, true] {
            for (account, endpoint) in flows::notify::due(&self.cx, are_failing, 100).await.unwrap() {
                let told = flows::notify::notify(&self.cx, account, endpoint).await.unwrap();
                all.delivered += told.delivered;
                all.retried += told.retried;
                all.failed += told.failed;
            }
        }
        all
    }

    async fn try_out(&self, account: AccountId, endpoint: EndpointId) -> Result<(), TestError> {
        let (now, id) = (self.cx.clock.now(), self.id());
        let test = move |tx: &mut AccountTx| webhooks::test(tx, now, endpoint, id);
        self.cx.db.account(account).write(test).await
    }

    async fn messages(&self, account: AccountId, endpoint: EndpointId) -> Vec<Message> {
        let request = PageRequest::first(100);
        let read = move |tx: &mut AccountTx| {
            webhooks::store::messages(tx, endpoint, None, Direction::Ascending, &request)
        };
        self.cx.db.account(account).read(read).await.unwrap().items
    }

    async fn tries(&self, account: AccountId, message: &Message) -> Vec<Attempt> {
        let (endpoint, id) = (message.endpoint, message.id);
        let read = move |tx: &mut AccountTx| webhooks::store::attempts(tx, endpoint, &[id]);
        self.cx.db.account(account).read(read).await.unwrap()
    }

    async fn reread(&self, account: AccountId, endpoint: EndpointId) -> Endpoint {
        let read = move |tx: &mut AccountTx| webhooks::store::find(tx, endpoint);
        self.cx.db.account(account).read(read).await.unwrap().unwrap()
    }
}

fn told(delivered: u64, retried: u64, failed: u64) -> Told {
    Told { delivered, retried, failed }
}

#[testkit::both_databases]
async fn an_order_is_told_from_its_form_to_its_invoice(db: TestDb) {
    let shop = Shop::calling(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let (books, url) = Integrator::open().await;
    let endpoint = shop.endpoint(&ada, &url, &[]).await;
    let (invoices, other) = Integrator::open().await;
    shop.endpoint(&ada, &other, &[EventKind::InvoiceIssued, EventKind::CreditNoteIssued]).await;
    let order = shop.order(ada.id, web()).await;
    shop.pay_on_page(&order, GOOD).await;
    shop.settle_down().await;
    let all = shop.tell().await;
    assert_eq!(all, told(7, 0, 0));
    assert_eq!(shop.tell().await, told(0, 0, 0), "nothing is told twice");

    let mut bodies: BTreeMap<String, Value> = BTreeMap::new();
    for ((headers, body), read) in books.heard().iter().zip(books.bodies()) {
        let header = |name: &str| headers.get(name)?.to_str().ok();
        let now = shop.cx.clock.now();
        webhooks::verify(std::slice::from_ref(&endpoint.secret), header, body, now).unwrap();
        assert_eq!(headers["content-type"], "application/json");
        bodies.insert(read["type"].as_str().unwrap().to_owned(), read);
    }
    let kinds: Vec<&str> = bodies.keys().map(String::as_str).collect();
    assert_eq!(
        kinds,
        [
            "invoice.issued",
            "order.created",
            "order.delivered",
            "order.paid",
            "payment.succeeded",
            "service.delivered"
        ]
    );
    let invoice = shop.invoice(&order).await;
    let data = &bodies["invoice.issued"]["data"];
    assert_eq!(data["billId"], invoice.reference.as_str());
    assert_eq!(data["orderId"], order.number);
    assert_eq!(data["path"], format!("/me/bill/{}", invoice.reference));
    assert_eq!(data["priceWithTax"]["currencyCode"], "EUR");
    assert_eq!(data["priceWithTax"]["priceInUcents"], invoice.gross.minor() * 1_000_000);
    assert_eq!(bodies["order.created"]["data"]["status"], "notPaid");
    assert_eq!(bodies["order.paid"]["data"]["status"], "delivering");
    assert_eq!(bodies["order.delivered"]["data"]["status"], "delivered");
    let services = shop.services(&order).await;
    assert_eq!(bodies["service.delivered"]["data"]["serviceName"], services[0].name.as_str());
    let heard = invoices.bodies();
    assert_eq!((heard.len(), &heard[0]["type"]), (1, &Value::from("invoice.issued")));
}

#[testkit::both_databases]
async fn what_is_signed_in_a_moved_time_is_believed_by_those_whose_clock_nobody_moved(db: TestDb) {
    let mut shop = Shop::calling(&db).await;
    shop.cx.clock = Clock::shifted(SignedDuration::from_hours(24 * 40));
    let ada = shop.customer("ada@example.com").await;
    let (server, url) = Integrator::open().await;
    let endpoint = shop.endpoint(&ada, &url, &[]).await;
    shop.try_out(ada.id, endpoint.id).await.unwrap();
    assert_eq!(shop.tell().await, told(1, 0, 0));
    let (headers, body) = server.heard().remove(0);
    let header = |name: &str| headers.get(name)?.to_str().ok();
    let secret = std::slice::from_ref(&endpoint.secret);
    webhooks::verify(secret, header, &body, Clock::system().now()).unwrap();
    // What happened, happened when the shop's own clock says so.
    let happened = server.bodies()[0]["timestamp"].as_str().unwrap().parse::<Timestamp>().unwrap();
    assert!(happened > Clock::system().now() + SignedDuration::from_hours(24 * 39), "{happened}");
}

#[testkit::both_databases]
async fn an_account_without_endpoints_writes_nothing(db: TestDb) {
    let shop = Shop::calling(&db).await;
    let (ada, bob) = (shop.customer("ada@example.com").await, shop.customer("bob@example.com").await);
    let (_, url) = Integrator::open().await;
    let endpoint = shop.endpoint(&bob, &url, &[]).await;
    shop.bought(&ada, web()).await;
    let delete = move |tx: &mut AccountTx| webhooks::delete(tx, endpoint.id);
    assert!(shop.cx.db.account(bob.id).write(delete).await.unwrap());
    shop.bought(&bob, web()).await;
    let left = raw(db.target(), "select count(*) from webhook_messages").await.unwrap();
    assert_eq!(left[0][0].as_deref(), Some("0"));
}

#[testkit::both_databases]
async fn what_is_not_received_is_sent_again_with_its_identifier(db: TestDb) {
    let shop = Shop::calling(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let (server, url) = Integrator::open().await;
    let (elsewhere, other) = Integrator::open().await;
    let endpoint = shop.endpoint(&ada, &url, &[]).await;
    server.will([Says::Status(500), Says::Nothing, Says::Redirect(other), Says::Huge]);
    shop.try_out(ada.id, endpoint.id).await.unwrap();
    assert_eq!(shop.tell().await, told(0, 1, 0));
    assert!(shop.reread(ada.id, endpoint.id).await.failing_since.is_some());
    assert_eq!(shop.tell().await, told(0, 0, 0), "not before its time");
    shop.pass(SignedDuration::from_secs(6));
    assert_eq!(shop.tell().await, told(0, 1, 0));
    shop.pass(SignedDuration::from_mins(6));
    assert_eq!(shop.tell().await, told(0, 1, 0));
    shop.pass(SignedDuration::from_mins(34));
    assert_eq!(shop.tell().await, told(1, 0, 0));
    assert_eq!(shop.reread(ada.id, endpoint.id).await.failing_since, None);

    let ids = server.ids();
    assert_eq!(ids.len(), 4);
    assert!(ids.iter().all(|id| *id == ids[0]) && ids[0].starts_with("msg_"), "{ids:?}");
    assert!(elsewhere.ids().is_empty(), "no redirect is followed");
    let message = shop.messages(ada.id, endpoint.id).await.remove(0);
    assert_eq!((message.state, message.attempts), (MessageState::Delivered, 4));
    let tries = shop.tries(ada.id, &message).await;
    let outcomes: Vec<_> = tries.iter().map(|one| (one.number, one.status, one.failure)).collect();
    assert_eq!(
        outcomes,
        [(1, Some(500), None), (2, None, Some(Failure::TimeOut)), (3, Some(307), None), (4, Some(200), None)]
    );
    assert_eq!(tries[0].answer.as_deref(), Some("so it is"));
    assert_eq!(tries[3].answer.as_ref().map(String::len), Some(1024));
    assert!(tries[1].millis >= Some(500));
}

#[testkit::both_databases]
async fn a_message_is_given_up_after_three_days_and_an_endpoint_after_five(db: TestDb) {
    let shop = Shop::calling(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let (server, url) = Integrator::open().await;
    let endpoint = shop.endpoint(&ada, &url, &[]).await;
    server.will(std::iter::repeat_n(Says::Status(503), 11));
    shop.try_out(ada.id, endpoint.id).await.unwrap();
    let (mut tries, mut hours) = (0, 0);
    while shop.messages(ada.id, endpoint.id).await[0].state == MessageState::Due {
        let told = shop.tell().await;
        tries += told.retried + told.failed;
        shop.pass(SignedDuration::from_mins(30));
        hours += 1;
        assert!(hours < 400, "it does not end");
    }
    assert_eq!(tries, u64::from(TRIES_MAX));
    assert!((70 * 2..90 * 2).contains(&hours), "{hours} half-hours");
    assert_eq!(shop.reread(ada.id, endpoint.id).await.state, EndpointState::Active);
    // Two days later the next thing that happens finds it still failing.
    shop.pass(GIVE_UP);
    shop.try_out(ada.id, endpoint.id).await.unwrap();
    shop.tell().await;
    let given_up = shop.reread(ada.id, endpoint.id).await;
    assert_eq!(given_up.state, EndpointState::Failed);
    shop.settle_down().await;
    assert_eq!(shop.mailed(ada.id, "endpoint_switched_off").await, 1, "its owner is told, once");
    let states: Vec<_> = shop.messages(ada.id, endpoint.id).await.iter().map(|one| one.state).collect();
    assert_eq!(states, [MessageState::Failed; 2]);
    assert!(matches!(shop.try_out(ada.id, endpoint.id).await, Err(TestError::Off)));

    // Its owner has mended it.
    let now = shop.cx.clock.now();
    let since = now - SignedDuration::from_hours(24 * 20);
    let replay = move |tx: &mut AccountTx| webhooks::replay_failed(tx, now, endpoint.id, since);
    let off = shop.cx.db.account(ada.id).write(replay).await;
    assert!(matches!(off, Err(ReplayError::Off)));
    let enable = move |tx: &mut AccountTx| webhooks::enable(tx, endpoint.id);
    assert!(shop.cx.db.account(ada.id).write(enable).await.unwrap());
    assert_eq!(shop.cx.db.account(ada.id).write(replay).await.unwrap(), 2);
    assert_eq!(shop.cx.db.account(ada.id).write(replay).await.unwrap(), 0, "what waits is not failed");
    assert_eq!(shop.tell().await, told(2, 0, 0));
    // One that arrived can be asked for again too.
    let message = shop.messages(ada.id, endpoint.id).await[0].id;
    let replay = move |tx: &mut AccountTx| webhooks::replay(tx, now, endpoint.id, message);
    shop.cx.db.account(ada.id).write(replay).await.unwrap();
    shop.cx.db.account(ada.id).write(replay).await.unwrap();
    assert_eq!(shop.tell().await, told(1, 0, 0));
    let nothing = shop.id();
    let replay = move |tx: &mut AccountTx| webhooks::replay(tx, now, endpoint.id, nothing);
    assert!(matches!(shop.cx.db.account(ada.id).write(replay).await, Err(ReplayError::Missing)));
}

#[testkit::both_databases]
async fn an_endpoint_that_is_gone_is_sent_nothing_more(db: TestDb) {
    let shop = Shop::calling(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let (server, url) = Integrator::open().await;
    let endpoint = shop.endpoint(&ada, &url, &[]).await;
    server.will(std::iter::repeat_n(Says::Status(410), 4));
    for _ in 0..5 {
        shop.try_out(ada.id, endpoint.id).await.unwrap();
    }
    assert!(matches!(shop.try_out(ada.id, endpoint.id).await, Err(TestError::TooMany)));
    shop.tell().await;
    assert_eq!(shop.reread(ada.id, endpoint.id).await.state, EndpointState::Gone);
    assert_eq!(server.ids().len(), 4, "what was on its way");
    shop.settle_down().await;
    assert_eq!(shop.mailed(ada.id, "endpoint_switched_off").await, 1, "its owner is told, once");
    let messages = shop.messages(ada.id, endpoint.id).await;
    assert!(messages.iter().all(|message| message.state == MessageState::Failed), "{messages:?}");
    shop.pass(SignedDuration::from_hours(24));
    assert_eq!(shop.tell().await, told(0, 0, 0));

    // It was no mistake; its owner, who thought so, is told again.
    let enable = move |tx: &mut AccountTx| webhooks::enable(tx, endpoint.id);
    assert!(shop.cx.db.account(ada.id).write(enable).await.unwrap());
    server.will([Says::Status(410)]);
    shop.try_out(ada.id, endpoint.id).await.unwrap();
    shop.tell().await;
    shop.settle_down().await;
    assert_eq!(shop.mailed(ada.id, "endpoint_switched_off").await, 2);
}

/// Answers only after the endpoint was changed by its owner, that the old address is gone.
struct Meanwhile(Cx, AccountId, EndpointId, String);

#[async_trait::async_trait]
impl Courier for Meanwhile {
    async fn post(&self, _: &Outgoing) -> Sent {
        let Meanwhile(cx, account, endpoint, url) = self;
        let (id, change) = (*endpoint, EndpointChange { url: url.clone(), ..EndpointChange::default() });
        let change = move |tx: &mut AccountTx| webhooks::change(tx, id, &change, Reach::Anywhere);
        cx.db.account(*account).write(change).await.unwrap();
        Sent { outcome: Ok(webhooks::Answer { status: 410, body: Vec::new() }), millis: 1 }
    }
}

#[testkit::both_databases]
async fn what_the_address_of_before_answers_says_nothing_of_the_new_one(db: TestDb) {
    let mut shop = Shop::calling(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let (server, url) = Integrator::open().await;
    let endpoint = shop.endpoint(&ada, "http://127.0.0.1:9/old", &[]).await;
    shop.try_out(ada.id, endpoint.id).await.unwrap();
    let to_the_new = shop.cx.courier.clone();
    shop.cx.courier = Arc::new(Meanwhile(shop.cx.clone(), ada.id, endpoint.id, url.clone()));
    shop.tell().await;
    let changed = shop.reread(ada.id, endpoint.id).await;
    assert_eq!((changed.url.as_str(), changed.state), (url.as_str(), EndpointState::Active));
    assert_eq!(changed.secret, endpoint.secret, "the secret stays");
    shop.cx.courier = to_the_new;
    shop.pass(LEASE + SignedDuration::from_secs(60));
    assert_eq!(shop.tell().await, told(1, 0, 0), "what was not received goes to the new address");
    assert_eq!(server.ids().len(), 1);
}

#[testkit::both_databases]
async fn an_endpoint_that_is_switched_off_is_told_nothing_meanwhile(db: TestDb) {
    let shop = Shop::calling(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let (server, url) = Integrator::open().await;
    let endpoint = shop.endpoint(&ada, &url, &[EventKind::OrderCreated]).await;
    shop.try_out(ada.id, endpoint.id).await.unwrap();
    let now = shop.cx.clock.now();
    let disable = move |tx: &mut AccountTx| webhooks::disable(tx, now, endpoint.id);
    assert!(shop.cx.db.account(ada.id).write(disable).await.unwrap());
    shop.order(ada.id, web()).await;
    assert_eq!(shop.tell().await, told(0, 0, 0));
    let enable = move |tx: &mut AccountTx| webhooks::enable(tx, endpoint.id);
    assert!(shop.cx.db.account(ada.id).write(enable).await.unwrap());
    shop.order(ada.id, web()).await;
    assert_eq!(shop.tell().await, told(1, 0, 0));
    assert_eq!(server.bodies()[0]["type"], "order.created");
    let states: Vec<_> = shop.messages(ada.id, endpoint.id).await.iter().map(|one| one.state).collect();
    assert_eq!(states, [MessageState::Failed, MessageState::Delivered]);
}

#[testkit::both_databases]
async fn while_a_secret_is_changed_both_sign_for_a_day(db: TestDb) {
    let shop = Shop::calling(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let (server, url) = Integrator::open().await;
    let endpoint = shop.endpoint(&ada, &url, &[]).await;
    let (now, secret) = (shop.cx.clock.now(), Secret::generate(&shop.cx.random));
    let new = secret.clone();
    let rotate = move |tx: &mut AccountTx| webhooks::rotate(tx, now, endpoint.id, &new);
    for _ in 0..2 {
        let rotated = shop.cx.db.account(ada.id).write(rotate.clone()).await.unwrap().unwrap();
        assert_eq!(rotated.secret, secret, "asked for twice, it is one change");
    }
    shop.try_out(ada.id, endpoint.id).await.unwrap();
    shop.tell().await;
    shop.pass(SignedDuration::from_hours(25));
    shop.try_out(ada.id, endpoint.id).await.unwrap();
    shop.tell().await;
    let signatures: Vec<usize> = server
        .heard()
        .iter()
        .map(|(headers, _)| headers["webhook-signature"].to_str().unwrap().split(' ').count())
        .collect();
    assert_eq!(signatures, [2, 1]);
    let (headers, body) = &server.heard()[0];
    let header = |name: &str| headers.get(name)?.to_str().ok();
    for known in [endpoint.secret, secret] {
        webhooks::verify(&[known], header, body, now).unwrap();
    }
}

/// Takes the message there and never says so: its worker is killed in between.
struct Killed(Internet);

#[async_trait::async_trait]
impl Courier for Killed {
    async fn post(&self, message: &Outgoing) -> Sent {
        self.0.post(message).await;
        std::future::pending().await
    }
}

#[testkit::both_databases]
async fn what_a_killed_worker_had_sent_is_sent_again_with_its_identifier(db: TestDb) {
    let mut shop = Shop::calling(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let (server, url) = Integrator::open().await;
    let endpoint = shop.endpoint(&ada, &url, &[]).await;
    shop.try_out(ada.id, endpoint.id).await.unwrap();
    let living = shop.cx.courier.clone();
    shop.cx.courier = Arc::new(Killed(Internet::new(Reach::Anywhere).unwrap()));
    let sending = flows::notify::notify(&shop.cx, ada.id, endpoint.id);
    let killed = tokio::time::timeout(Duration::from_secs(3), async {
        tokio::select! {
            _ = sending => panic!("it never ends"),
            () = async { while server.ids().is_empty() { tokio::time::sleep(Duration::from_millis(10)).await } } => {}
        }
    });
    killed.await.expect("it was sent");
    shop.cx.courier = living;
    assert_eq!(shop.tell().await, told(0, 0, 0), "its place is still taken");
    shop.pass(LEASE);
    assert_eq!(shop.tell().await, told(1, 0, 0));
    let ids = server.ids();
    assert_eq!((ids.len(), &ids[0]), (2, &ids[1]));
    let message = shop.messages(ada.id, endpoint.id).await.remove(0);
    assert_eq!((message.state, message.attempts), (MessageState::Delivered, 2));
    let tries = shop.tries(ada.id, &message).await;
    assert_eq!((tries[0].status, tries[0].failure), (None, None), "nobody knows what became of the first");
    assert_eq!(tries[1].status, Some(204));
}

#[testkit::both_databases]
async fn of_two_workers_at_one_endpoint_one_sends(db: TestDb) {
    let shop = Shop::calling(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let (server, url) = Integrator::open().await;
    let endpoint = shop.endpoint(&ada, &url, &[]).await;
    for _ in 0..3 {
        shop.try_out(ada.id, endpoint.id).await.unwrap();
    }
    let work = || flows::notify::notify(&shop.cx, ada.id, endpoint.id);
    let (one, two, three) = tokio::join!(work(), work(), work());
    let delivered: u64 = [one, two, three].into_iter().map(|told| told.unwrap().delivered).sum();
    assert_eq!(delivered, 3);
    let ids: std::collections::BTreeSet<String> = server.ids().into_iter().collect();
    assert_eq!((server.ids().len(), ids.len()), (3, 3));
}

#[testkit::both_databases]
async fn a_slow_end_of_a_lost_worker_changes_nothing_that_others_wrote(db: TestDb) {
    let shop = Shop::calling(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let (_, url) = Integrator::open().await;
    let endpoint = shop.endpoint(&ada, &url, &[]).await.id;
    shop.try_out(ada.id, endpoint).await.unwrap();
    let account = || shop.cx.db.account(ada.id);
    let now = shop.cx.clock.now();
    let batch = account().write(move |tx| webhooks::take(tx, now, endpoint)).await.unwrap().unwrap();
    shop.pass(LEASE);
    assert_eq!(shop.tell().await, told(1, 0, 0));
    let (now, message) = (shop.cx.clock.now(), batch.messages[0].id);
    let tried =
        vec![webhooks::Tried { message, sent: Sent { outcome: Err(Failure::TimeOut), millis: 90_000 } }];
    account().write(move |tx| webhooks::record(tx, now, &batch, &tried, 0)).await.unwrap();
    let after = shop.reread(ada.id, endpoint).await;
    assert_eq!((after.state, after.failing_since), (EndpointState::Active, None));
    let message = shop.messages(ada.id, endpoint).await.remove(0);
    assert_eq!(message.state, MessageState::Delivered);
    assert_eq!(shop.tries(ada.id, &message).await[0].failure, Some(Failure::TimeOut), "its own try is known");
}

#[testkit::both_databases]
async fn messages_are_kept_for_a_month_and_listed_by_key(db: TestDb) {
    let shop = Shop::calling(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let (_, url) = Integrator::open().await;
    let endpoint = shop.endpoint(&ada, &url, &[]).await.id;
    for _ in 0..5 {
        shop.try_out(ada.id, endpoint).await.unwrap();
    }
    shop.tell().await;
    let all: Vec<_> = shop.messages(ada.id, endpoint).await.iter().map(|message| message.id).collect();
    for direction in [Direction::Ascending, Direction::Descending] {
        let (mut request, mut paged) = (PageRequest::first(2), Vec::new());
        loop {
            let asked = request.clone();
            let read = move |tx: &mut AccountTx| {
                webhooks::store::messages(tx, endpoint, Some(MessageState::Delivered), direction, &asked)
            };
            let page = shop.cx.db.account(ada.id).read(read).await.unwrap();
            paged.extend(page.items.iter().map(|message| message.id));
            let Some(next) = page.next else { break };
            request.after = Some(next);
        }
        if direction == Direction::Descending {
            paged.reverse();
        }
        assert_eq!(paged, all);
    }
    shop.pass(webhooks::KEPT);
    assert_eq!(flows::notify::forget(&shop.cx, 100).await.unwrap(), 0);
    shop.pass(SignedDuration::from_secs(1));
    assert_eq!(flows::notify::forget(&shop.cx, 100).await.unwrap(), 5);
    let left = raw(db.target(), "select count(*) from webhook_attempts").await.unwrap();
    assert_eq!(left[0][0].as_deref(), Some("0"));
}

#[testkit::both_databases]
async fn an_address_that_only_we_reach_is_never_called(db: TestDb) {
    let mut shop = Shop::calling(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let (server, url) = Integrator::open().await;
    let endpoint = shop.endpoint(&ada, &url, &[]).await;
    // The operator has closed their network since.
    shop.cx.courier = Arc::new(Internet::new(Reach::Public).unwrap());
    shop.try_out(ada.id, endpoint.id).await.unwrap();
    assert_eq!(shop.tell().await, told(0, 1, 0));
    let message = shop.messages(ada.id, endpoint.id).await.remove(0);
    assert_eq!(shop.tries(ada.id, &message).await[0].failure, Some(Failure::Address));
    assert!(server.ids().is_empty());
}
