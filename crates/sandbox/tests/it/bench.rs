//! A running sandbox with a clock of its own, a merchant's client and a browser without scripts.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use jiff::{SignedDuration, Timestamp};
use reqwest::{Client, Response};
use sandbox::{Config, Handle, Webhook};
use serde_json::{Value, json};

pub(crate) const KEY: &str = "sk_test_of_the_tests";
pub(crate) const SECRET: &str = "whsec_of_the_tests";
const START: i64 = 1_768_471_200;

pub(crate) struct Bench {
    pub(crate) url: String,
    pub(crate) client: Client,
    pub(crate) handle: Handle,
    clock: Arc<AtomicI64>,
}

/// A webhook as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    pub(crate) id: String,
    pub(crate) timestamp: i64,
    pub(crate) signature: String,
    pub(crate) body: String,
}

impl Bench {
    pub(crate) async fn new() -> Bench {
        Bench::with(|config| config).await
    }

    pub(crate) async fn with(change: impl FnOnce(Config) -> Config) -> Bench {
        let clock = Arc::new(AtomicI64::new(START));
        let hands = clock.clone();
        let now = move || Timestamp::from_second(hands.load(Ordering::SeqCst)).unwrap();
        let config = Config {
            spread: SignedDuration::ZERO,
            silence_api: Duration::from_millis(600),
            silence_page: Duration::from_millis(10),
            ..Config::new(KEY, Arc::new(now))
        };
        let (addr, handle) = sandbox::serve(change(config)).await.unwrap();
        let client = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_millis(400))
            .build()
            .unwrap();
        Bench { url: format!("http://{addr}"), client, handle, clock }
    }

    pub(crate) fn pass(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Posts to the API under an idempotency key.
    pub(crate) async fn post(&self, path: &str, key: &str, body: &Value) -> (u16, Value) {
        let answer = self.send(path, key, body).await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    pub(crate) async fn send(&self, path: &str, key: &str, body: &Value) -> reqwest::Result<Response> {
        let request = self.client.post(format!("{}{path}", self.url)).bearer_auth(KEY);
        request.header("idempotency-key", key).json(body).send().await
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let request = self.client.get(format!("{}{path}", self.url)).bearer_auth(KEY);
        request.send().await.unwrap().json().await.unwrap()
    }

    /// The charge with this reference, as the API tells it.
    pub(crate) async fn charge(&self, reference: &str) -> Option<Value> {
        let found = self.get(&format!("/v1/charges?reference={reference}")).await;
        found["data"].as_array().unwrap().first().cloned()
    }

    /// Opens a hosted card page for 67.19 € and answers its address.
    pub(crate) async fn open(&self, reference: &str, register: bool) -> String {
        let mut body = hosted(reference);
        body["register"] = json!(register);
        let (status, charge) = self.post("/v1/charges", reference, &body).await;
        assert_eq!(status, 201, "{charge}");
        charge["url"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn submit(&self, url: &str, fields: &[(&str, &str)]) -> Response {
        self.client.post(url).form(fields).send().await.unwrap()
    }

    /// Pays with this card on this page.
    pub(crate) async fn pay(&self, url: &str, number: &str) -> Response {
        self.submit(url, &card(number)).await
    }

    /// Registers a card and answers its token.
    pub(crate) async fn register(&self, reference: &str, number: &str) -> String {
        let body = json!({
            "reference": reference, "customer": "c1", "kind": "card",
            "return_url": "https://shop.example/back", "locale": "fr",
        });
        let (_, setup) = self.post("/v1/setups", reference, &body).await;
        let url = setup["url"].as_str().unwrap();
        self.pay(url, number).await;
        let setup = self.charge(reference).await.unwrap();
        setup["method"]["id"].as_str().unwrap_or_else(|| panic!("{setup}")).to_owned()
    }
}

pub(crate) fn hosted(reference: &str) -> Value {
    json!({
        "reference": reference, "amount": 6719, "currency": "EUR", "description": "RISE-1 & co <1>",
        "order": "1042", "customer": "c1", "kind": "card", "return_url": "https://shop.example/back?o=1042",
        "locale": "en", "metadata": { "account": "a1" },
    })
}

pub(crate) fn with_method(reference: &str, method: &str) -> Value {
    json!({ "reference": reference, "amount": 6719, "currency": "EUR", "customer": "c1", "method": method })
}

pub(crate) fn card(number: &str) -> [(&str, &str); 5] {
    [("number", number), ("expiry", "04/29"), ("cvc", "123"), ("name", "Ada Martin"), ("keep", "yes")]
}

/// A merchant's webhook address that keeps what it is sent; it refuses the first `refused` of them.
pub(crate) async fn receiver(refused: usize) -> (Webhook, Arc<Mutex<Vec<Received>>>) {
    let kept: Arc<Mutex<Vec<Received>>> = Arc::default();
    let keep = move |State(kept): State<Arc<Mutex<Vec<Received>>>>, headers: HeaderMap, body: Bytes| async move {
        let header = |name: &str| headers[name].to_str().unwrap().to_owned();
        let mut kept = kept.lock().unwrap();
        kept.push(Received {
            id: header("webhook-id"),
            timestamp: header("webhook-timestamp").parse().unwrap(),
            signature: header("webhook-signature"),
            body: String::from_utf8(body.to_vec()).unwrap(),
        });
        if kept.len() <= refused { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::NO_CONTENT }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hooks", listener.local_addr().unwrap());
    let router = Router::new().route("/hooks", post(keep)).with_state(kept.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (Webhook { url, secret: SECRET.to_owned() }, kept)
}

/// Waits until `ready` answers something, at most five seconds.
pub(crate) async fn eventually<T>(what: &str, mut ready: impl FnMut() -> Option<T>) -> T {
    for _ in 0..250 {
        if let Some(found) = ready() {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{what} did not happen within five seconds");
}
