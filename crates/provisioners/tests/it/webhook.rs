//! The operator's endpoint: the example of the documentation, and every bad one we could think of.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{Clock, Headers, Random, ServiceId, SignedDuration, Timestamp};
use provisioners::Webhook;
use provisioners::webhook::{ANSWER_BYTES_MAX, Config, ConfigError};
use services::contract::{Case, Subject, run};
use services::{
    CallbackError, Called, DeliveryOutcome, DeliveryRequest, OperationOutcome, OperationRequest, Provisioner,
    Unknown, Wanted,
};
use webhooks::Secret;

use crate::request;

/// What a server answers.
type Says = fn(usize) -> Response;
/// What a server was sent.
type Said = Arc<Mutex<Vec<(Headers, Bytes)>>>;

/// A server on a port of its own, which keeps what it is sent; its address.
async fn server(answer: impl Fn(usize) -> Response + Clone + Send + Sync + 'static) -> (String, Said) {
    let said = Said::default();
    let kept = said.clone();
    let post = move |headers: HeaderMap, body: Bytes| {
        let answer = answer.clone();
        let readable = headers.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap()));
        let mut kept = kept.lock().unwrap();
        kept.push((readable.collect(), body));
        let count = kept.len();
        async move { answer(count) }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    let app = axum::Router::new().route("/", axum::routing::post(post));
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    (address, said)
}

fn secret() -> Secret {
    Secret::generate(&Random::seeded(3))
}

fn config(url: &str) -> Config {
    Config {
        url: url.to_owned(),
        secrets: vec![secret()],
        time_limit: Duration::from_secs(20),
        callback: "https://shop.example/provisioners/webhook".to_owned(),
    }
}

fn webhook(url: &str) -> Webhook {
    Webhook::new(config(url), Clock::system()).unwrap()
}

fn service() -> ServiceId {
    Random::seeded(7).id(Timestamp::UNIX_EPOCH)
}

fn wish() -> OperationRequest {
    let DeliveryRequest { service, name, customer, subsidiary, plan_code, product, .. } =
        request(service(), "demo");
    let reason = "unpaid".to_owned();
    OperationRequest { service, revision: 2, name, customer, subsidiary, plan_code, product, reason }
}

/// The program of the documentation, with a file of its own.
struct Example {
    folder: tempfile::TempDir,
    running: Child,
    url: String,
    webhook: Webhook,
    told: Said,
}

impl Drop for Example {
    fn drop(&mut self) {
        let _ = self.running.kill();
        let _ = self.running.wait();
    }
}

impl Example {
    async fn start() -> Example {
        let (callback, told) = server(|_| StatusCode::NO_CONTENT.into_response()).await;
        let folder = tempfile::tempdir().unwrap();
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/examples/delivery_endpoint.py");
        let mut running = std::process::Command::new("python3")
            .arg(program)
            .env("SECRET", secret().expose())
            .env("PLANS", "demo")
            .env("PORT", "0")
            .env("STATE", folder.path().join("services.sqlite"))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(running.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim().strip_prefix("listening on ").unwrap().to_owned();
        let webhook = Webhook::new(Config { callback, ..config(&url) }, Clock::system()).unwrap();
        Example { folder, running, url, webhook, told }
    }

    /// What it sent to the callback, as soon as there is something.
    async fn told(&self) -> (Headers, Bytes) {
        for _ in 0..500 {
            if let Some(told) = self.told.lock().unwrap().pop() {
                return told;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("nothing was sent to the callback");
    }
}

#[async_trait]
impl Subject for Example {
    fn provisioner(&self) -> &dyn Provisioner {
        &self.webhook
    }
    fn request(&self, service: ServiceId, case: Case) -> Option<DeliveryRequest> {
        match case {
            Case::Plain => Some(request(service, "demo")),
            Case::Unsure => None,
            Case::Refused => Some(request(service, "another")),
        }
    }
    async fn pause(&self, _: SignedDuration) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    fn made(&self, _: ServiceId) -> Option<usize> {
        None
    }
}

#[tokio::test]
async fn the_example_of_the_documentation_keeps_the_contract_and_calls_back() {
    let example = Example::start().await;
    let rules = run(&example, &Random::seeded(1)).await.unwrap_or_else(|broken| panic!("{broken}"));
    assert!(rules.len() >= 8, "{rules:?}");

    let asked = request(service(), "demo");
    let first = example.webhook.deliver(&asked).await;
    assert_eq!(first, Ok(DeliveryOutcome::InProgress { after: SignedDuration::from_hours(1) }));
    let callback = loop {
        let (headers, body) = example.told().await;
        let callback = example.webhook.called_back(&headers, &body).unwrap();
        if callback.service == asked.service {
            break callback;
        }
    };
    assert_eq!(callback.customer, "ab12345-ct");
    let Called::Delivery(DeliveryOutcome::Delivered(access)) = callback.said else { panic!("{callback:?}") };
    assert_eq!(access.fields[1].label, "Password");
    let again = example.webhook.deliver(&asked).await;
    assert_eq!(again, Ok(DeliveryOutcome::Delivered(access)), "asked again it says the same");
    assert!(example.folder.path().join("services.sqlite").exists());
}

#[tokio::test]
async fn the_example_believes_nobody_without_the_secret() {
    let example = Example::start().await;
    let url = example.url.clone();
    let other = vec![Secret::generate(&Random::seeded(4))];
    let stranger = Webhook::new(Config { secrets: other, ..config(&url) }, Clock::system()).unwrap();
    let refused = stranger.deliver(&request(service(), "demo")).await;
    assert_eq!(refused, Err(Unknown("the endpoint answered 401 Unauthorized".to_owned())));
    let late = Clock::shifted(SignedDuration::from_mins(6));
    let late = Webhook::new(config(&url), late).unwrap();
    assert!(
        late.deliver(&request(service(), "demo")).await.is_err(),
        "a question is believed for five minutes"
    );
}

#[tokio::test]
async fn a_question_is_signed_and_says_where_to_answer_later() {
    let said = r#"{"status": "delivered", "access": [{"label": "IPv4", "value": "192.0.2.7"}]}"#;
    let (url, heard) = server(move |_| said.into_response()).await;
    let webhook = webhook(&url);
    for _ in 0..2 {
        webhook.deliver(&request(service(), "demo")).await.unwrap();
    }
    webhook.progress(service()).await.unwrap();
    let heard = heard.lock().unwrap().clone();
    let ids: Vec<&str> = heard
        .iter()
        .map(|(headers, body)| {
            let now = Clock::system().now();
            webhooks::verify(&[secret()], |name| headers.get(name), body, now).unwrap()
        })
        .collect();
    assert_eq!(ids[0], format!("{}_deliver_0", service()));
    assert_eq!(ids[0], ids[1], "the same question has the same identifier");
    assert!(ids[2].starts_with(&format!("{}_progress_", service())));
    let question: serde_json::Value = serde_json::from_slice(&heard[0].1).unwrap();
    assert_eq!(question["callback"], "https://shop.example/provisioners/webhook");
    assert_eq!(question["configurations"][0]["value"], "europe");
    let progress: serde_json::Value = serde_json::from_slice(&heard[2].1).unwrap();
    assert_eq!(progress.get("callback"), None);
}

#[tokio::test]
async fn what_cannot_be_trusted_is_unknown() {
    let moved = || (StatusCode::FOUND, [(header::LOCATION, "http://127.0.0.1:1/")]).into_response();
    let cases: [(Says, &str); 5] = [
        (
            |_| StatusCode::INTERNAL_SERVER_ERROR.into_response(),
            "the endpoint answered 500 Internal Server Error",
        ),
        (|_| "<html>".into_response(), "the answer is not understood at line 1, column 1"),
        (|_| r#"{"status":"absent"}"#.into_response(), "what was to be delivered is not known there"),
        (|_| "x".repeat(ANSWER_BYTES_MAX + 1).into_response(), "the answer is longer than 65536 bytes"),
        (|_| StatusCode::FOUND.into_response(), "the endpoint answered 302 Found"),
    ];
    for (answer, reason) in cases {
        let (url, _) = server(answer).await;
        let told = webhook(&url).deliver(&request(service(), "demo")).await;
        assert_eq!(told, Err(Unknown(reason.to_owned())));
    }
    let (url, heard) = server(move |_| moved()).await;
    assert!(webhook(&url).deliver(&request(service(), "demo")).await.is_err());
    assert_eq!(heard.lock().unwrap().len(), 1, "no redirect is followed");
    let nobody = webhook("http://127.0.0.1:1/").suspend(&wish()).await.unwrap_err();
    assert!(nobody.0.starts_with("no connection"), "{nobody}");
}

#[tokio::test]
async fn an_endpoint_that_is_silent_is_not_waited_for() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let hurried = Config { time_limit: Duration::from_secs(1), ..config(&url) };
    let told = Webhook::new(hurried, Clock::system()).unwrap().deliver(&request(service(), "demo")).await;
    assert!(told.unwrap_err().0.starts_with("no answer in time"));
}

#[tokio::test]
async fn answers_to_wishes_are_understood() {
    let cases = [
        (r#"{"status":"done"}"#, OperationOutcome::Done),
        (r#"{"status":"absent"}"#, OperationOutcome::Done),
        (r#"{"status":"by_hand"}"#, OperationOutcome::ByHand),
        (r#"{"status":"refused"}"#, OperationOutcome::Refused { reason: "no reason was given".to_owned() }),
    ];
    for (said, outcome) in cases {
        let (url, heard) = server(move |_| said.into_response()).await;
        assert_eq!(webhook(&url).suspend(&wish()).await, Ok(outcome));
        let (headers, body) = heard.lock().unwrap().remove(0);
        assert_eq!(headers.get("webhook-id"), Some(format!("{}_suspend_2", service()).as_str()));
        let question: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!((&question["reason"], &question["revision"]), (&"unpaid".into(), &2.into()));
    }
    let (url, _) = server(|_| StatusCode::ACCEPTED.into_response()).await;
    let later = OperationOutcome::InProgress { after: SignedDuration::from_hours(1) };
    assert_eq!(webhook(&url).delete(&wish()).await, Ok(later));
}

/// A callback as the endpoint would send it.
fn callback(body: &str, secret: &Secret, at: Timestamp) -> Headers {
    Headers::from_iter([
        ("webhook-id", "msg_1".to_owned()),
        ("webhook-timestamp", at.as_second().to_string()),
        ("webhook-signature", webhooks::sign([secret], "msg_1", at, body.as_bytes())),
    ])
}

#[test]
fn a_callback_is_believed_when_it_is_signed_and_understood() {
    let now = Timestamp::from_second(1_800_000_000).unwrap();
    let old = Secret::generate(&Random::seeded(4));
    let two = Config { secrets: vec![secret(), old.clone()], ..config("http://127.0.0.1:1/") };
    let webhook = Webhook::new(two, Clock::manual(now)).unwrap();
    let read =
        |body: &str, secret: &Secret, at| webhook.called_back(&callback(body, secret, at), body.as_bytes());
    let about = format!(r#""service": "{}", "customer": "ab12345-ct""#, service());

    let done = format!(r#"{{"action": "suspend", {about}, "revision": 2, "status": "done"}}"#);
    for secret in [&secret(), &old] {
        let callback = read(&done, secret, now).unwrap();
        let said =
            Called::Operation { wanted: Wanted::Suspend, revision: 2, outcome: OperationOutcome::Done };
        assert_eq!((callback.service, callback.said), (service(), said));
    }
    let unproven =
        |answer: Result<services::Callback, CallbackError>| matches!(answer, Err(CallbackError::Unproven(_)));
    assert!(unproven(read(&done, &Secret::generate(&Random::seeded(5)), now)));
    assert!(unproven(read(&done, &old, now - SignedDuration::from_mins(6))));
    assert!(unproven(webhook.called_back(&Headers::default(), done.as_bytes())));
    let of_another = callback(&done, &old, now);
    assert!(unproven(webhook.called_back(&of_another, done.replace("suspend", "delete").as_bytes())));

    let long = "x".repeat(101);
    let bad = [
        format!(r#"{{"action": "suspend", {about}, "status": "done"}}"#),
        format!(r#"{{"action": "progress", {about}, "status": "by_hand"}}"#),
        format!(r#"{{"action": "deliver", {about}, "status": "done"}}"#),
        format!(r#"{{"action": "resume", {about}, "revision": 1, "status": "delivered"}}"#),
        format!(
            r#"{{"action": "deliver", {about}, "status": "delivered", "access": [{{"label": "{long}", "value": ""}}]}}"#
        ),
        format!(r#"{{"action": "eat", {about}, "status": "done"}}"#),
        "not JSON".to_owned(),
    ];
    for body in bad {
        let answer = read(&body, &old, now);
        assert!(matches!(answer, Err(CallbackError::Unreadable(_))), "{body}: {answer:?}");
    }
}

#[test]
fn an_endpoint_needs_an_address_a_secret_and_a_limit() {
    let made = |config: Config| Webhook::new(config, Clock::system()).unwrap_err();
    assert!(matches!(made(config("ftp://x/")), ConfigError::Address(_)));
    assert!(matches!(made(config("deliver")), ConfigError::Address(_)));
    let good = || config("https://panel.example/deliver");
    assert!(matches!(made(Config { secrets: Vec::new(), ..good() }), ConfigError::NoSecret));
    for seconds in [0, 121] {
        let limit = Config { time_limit: Duration::from_secs(seconds), ..good() };
        assert!(matches!(made(limit), ConfigError::Limit));
    }
}
