//! A provisioner that takes everything and answers later, by itself.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use ::webhooks::{Secret, sign};
use accounts::Account;
use axum::body::Bytes;
use axum::http::StatusCode;
use flows::callback::{self, ReceiveError};
use kernel::{AccountId, AttemptId, Clock, Headers, Random, ServiceId};
use orders::{Order, OrderState};
use provisioners::Webhook;
use provisioners::webhook::Config;
use serde_json::{Value, json};
use services::{CallbackError, OperationState, Provisioners, Wanted};
use testkit::TestDb;

use super::provider::GOOD;
use super::shop::{Shop, web};

/// The endpoint's side: what it was asked.
struct Panel {
    asked: Arc<Mutex<Vec<Value>>>,
    secret: Secret,
}

impl Panel {
    /// An endpoint that answers `202` to everything, and a shop that delivers by it.
    async fn open(shop: &mut Shop) -> Panel {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let kept = asked.clone();
        let take = async move |body: Bytes| {
            kept.lock().unwrap().push(serde_json::from_slice(&body).unwrap());
            StatusCode::ACCEPTED
        };
        let app = axum::Router::new().route("/", axum::routing::post(take));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        let secret = Secret::generate(&Random::seeded(3));
        let config = Config {
            url,
            secrets: vec![secret.clone()],
            time_limit: Duration::from_secs(20),
            callback: "https://shop.example/provisioners/webhook".to_owned(),
        };
        let webhook = Webhook::new(config, Clock::system()).unwrap();
        shop.cx.provisioners = Arc::new(Provisioners::only(Arc::new(webhook)));
        Panel { asked, secret }
    }

    /// The last question with this action.
    fn asked(&self, action: &str) -> Value {
        let asked = self.asked.lock().unwrap();
        asked.iter().rfind(|question| question["action"] == action).cloned().unwrap()
    }

    /// Answers a question by the callback.
    async fn tell(&self, shop: &Shop, question: &Value, answer: &Value) -> Result<(), ReceiveError> {
        let mut body = answer.clone();
        for name in ["action", "service", "customer", "revision"] {
            if let Some(value) = question.get(name) {
                body[name] = value.clone();
            }
        }
        self.send(shop, "webhook", &body).await
    }

    async fn send(&self, shop: &Shop, provisioner: &str, body: &Value) -> Result<(), ReceiveError> {
        let (body, now) = (body.to_string(), Clock::system().now());
        let headers = Headers::from_iter([
            ("webhook-id", "msg_1".to_owned()),
            ("webhook-timestamp", now.as_second().to_string()),
            ("webhook-signature", sign([&self.secret], "msg_1", now, body.as_bytes())),
        ]);
        callback::receive(&shop.cx, provisioner, &headers, body.as_bytes()).await
    }
}

/// A service is paid, and the endpoint was asked for it.
struct Story {
    shop: Shop,
    panel: Panel,
    ada: Account,
    order: Order,
    attempt: AttemptId,
}

async fn asked(db: &TestDb) -> Story {
    let mut shop = Shop::open(db).await;
    let panel = Panel::open(&mut shop).await;
    let ada = shop.customer("ada@example.com").await;
    let order = shop.order(ada.id, web()).await;
    let (attempt, _) = shop.pay_on_page(&order, GOOD).await;
    shop.settle_down().await;
    Story { shop, panel, ada, order, attempt }
}

fn delivered() -> Value {
    json!({"status": "delivered", "access": [{"label": "IPv4", "value": "192.0.2.7"}]})
}

#[testkit::both_databases]
async fn a_service_is_delivered_once_by_a_callback(db: TestDb) {
    let Story { shop, panel, ada, order, attempt } = asked(&db).await;
    assert_eq!(shop.reload(&order).await.state, OrderState::Delivering);

    let question = panel.asked("deliver");
    assert_eq!(question["callback"], "https://shop.example/provisioners/webhook");
    for _ in 0..2 {
        panel.tell(&shop, &question, &delivered()).await.unwrap();
    }
    shop.settle_down().await;
    shop.assert_fulfilled(&order, &[attempt]).await;
    assert_eq!(shop.mailed(ada.id, "service_delivered").await, 1);
    let service = shop.services(&order).await.remove(0);
    assert_eq!(service.access.unwrap().fields[0].value, "192.0.2.7");
    // What is delivered is not refused afterwards.
    panel.tell(&shop, &question, &json!({"status": "refused", "reason": "too late"})).await.unwrap();
    assert_eq!(shop.reload(&order).await.state, OrderState::Delivered);
}

#[testkit::both_databases]
async fn what_the_staff_had_taken_over_is_delivered_by_a_callback_all_the_same(db: TestDb) {
    let Story { shop, panel, order, attempt, .. } = asked(&db).await;
    let question = panel.asked("deliver");
    panel.tell(&shop, &question, &json!({"status": "refused", "reason": "no stock"})).await.unwrap();
    assert_eq!(shop.reload(&order).await.state, OrderState::Delivering, "the staff decide");
    panel.tell(&shop, &question, &delivered()).await.unwrap();
    shop.settle_down().await;
    shop.assert_fulfilled(&order, &[attempt]).await;
}

#[testkit::both_databases]
async fn a_callback_about_what_was_not_asked_is_refused(db: TestDb) {
    let Story { mut shop, panel, ada, order, .. } = asked(&db).await;
    let eve = shop.customer("eve@example.com").await;
    let question = panel.asked("deliver");
    let with = |name: &str, value: Value| {
        let mut question = question.clone();
        question[name] = value;
        question
    };
    let strange: ServiceId = shop.id();
    for question in [
        with("service", json!(strange)),
        with("customer", json!(eve.nic)),
        with("customer", json!("nobody-ct")),
    ] {
        let refused = panel.tell(&shop, &question, &delivered()).await;
        assert!(matches!(refused, Err(ReceiveError::NothingAsked)), "{refused:?}");
    }
    let wish = json!({"action": "delete", "service": question["service"], "customer": ada.nic,
                      "revision": 0, "status": "done"});
    let refused = panel.send(&shop, "webhook", &wish).await;
    assert!(matches!(refused, Err(ReceiveError::NothingAsked)), "nobody wished to remove it: {refused:?}");
    assert_eq!(shop.reload(&order).await.state, OrderState::Delivering);

    // Who asked was the endpoint: nobody else answers for it.
    shop.cx.provisioners = Arc::new(super::shop::provisioners());
    let refused = panel.send(&shop, "sandbox", &wish).await;
    assert!(matches!(refused, Err(ReceiveError::Callback(CallbackError::NeverCalls))), "{refused:?}");
    let refused = panel.send(&shop, "webhook", &wish).await;
    assert!(matches!(refused, Err(ReceiveError::Unconfigured(_))), "{refused:?}");
}

async fn wished(shop: &Shop, account: AccountId, id: ServiceId, wanted: Wanted) {
    let now = shop.cx.clock.now();
    let want = move |tx: &mut db::AccountTx| {
        let service = services::store::get(tx, id)?;
        let service = services::want(tx, now, service, wanted, "test")?;
        services::store::update(tx, &service)
    };
    shop.cx.db.account(account).write::<_, db::Error, _>(want).await.unwrap();
    shop.settle_down().await;
}

async fn state(shop: &Shop, account: AccountId, id: ServiceId) -> OperationState {
    let find = move |tx: &mut db::AccountTx| services::store::find_operation(tx, id);
    shop.cx.db.account(account).read(find).await.unwrap().unwrap().state
}

#[testkit::both_databases]
async fn a_wish_is_fulfilled_by_a_callback_and_never_by_that_of_an_older_wish(db: TestDb) {
    let Story { shop, panel, ada, order, .. } = asked(&db).await;
    panel.tell(&shop, &panel.asked("deliver"), &delivered()).await.unwrap();
    shop.settle_down().await;
    let id = shop.service(&order).await;

    wished(&shop, ada.id, id, Wanted::Suspend).await;
    assert_eq!(state(&shop, ada.id, id).await, OperationState::InProgress);
    let first = panel.asked("suspend");
    for _ in 0..2 {
        panel.tell(&shop, &first, &json!({"status": "done"})).await.unwrap();
    }
    assert_eq!(state(&shop, ada.id, id).await, OperationState::Done);

    wished(&shop, ada.id, id, Wanted::Resume).await;
    panel.tell(&shop, &panel.asked("resume"), &json!({"status": "done"})).await.unwrap();
    wished(&shop, ada.id, id, Wanted::Suspend).await;
    panel.tell(&shop, &first, &json!({"status": "done"})).await.unwrap();
    assert_eq!(state(&shop, ada.id, id).await, OperationState::InProgress, "that was another wish");
    panel.tell(&shop, &panel.asked("suspend"), &json!({"status": "done"})).await.unwrap();
    assert_eq!(state(&shop, ada.id, id).await, OperationState::Done);
}
