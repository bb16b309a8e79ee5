//! The sandbox server with a clock of its own, a customer with a browser, and a receiver of webhooks.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use gateways::sandbox::{Config, Sandbox};
use kernel::{
    AccountId, AttemptId, Clock, Currency, Headers, Id, Locale, Money, PaymentKind, Random, Secret,
    SignedDuration, Timestamp,
};
use payments::contract::{Bench, Delivered, Scenario};
use payments::{ChargeMethod, ChargeOutcome, ChargeRequest, Gateway};

const KEY: &str = "sk_test";
const SECRET: &str = "whsec_test";

/// Everything around the gateway under test.
#[derive(Debug)]
pub(crate) struct Counter {
    pub(crate) gateway: Sandbox,
    _server: sandbox::Handle,
    pub(crate) clock: Clock,
    pub(crate) random: Random,
    browser: reqwest::Client,
    received: Arc<Mutex<Vec<Delivered>>>,
}

impl Counter {
    pub(crate) async fn new() -> Counter {
        let clock = Clock::manual("2026-01-15T10:00:00Z".parse().unwrap());
        let hands = clock.clone();
        let (url, received) = receiver().await;
        let config = sandbox::Config {
            webhook: Some(sandbox::Webhook { url, secret: SECRET.to_owned() }),
            spread: SignedDuration::ZERO,
            silence_api: Duration::from_millis(600),
            silence_page: Duration::ZERO,
            ..sandbox::Config::new(KEY, Arc::new(move || hands.now()))
        };
        let (addr, server) = sandbox::serve(config).await.unwrap();
        let secret = |text: &str| Secret::new(text.to_owned());
        let timeout = Duration::from_millis(500);
        let config = Config { timeout, ..Config::new(format!("http://{addr}"), secret(KEY), secret(SECRET)) };
        Counter {
            gateway: Sandbox::new(config).unwrap(),
            _server: server,
            clock,
            random: Random::seeded(4),
            browser: egress::client(Duration::from_secs(5)).unwrap(),
            received,
        }
    }

    pub(crate) fn hosted(&self, register: bool) -> ChargeRequest {
        let key = self.key();
        ChargeRequest {
            key,
            account: AccountId::from_uuid(key.uuid()),
            amount: Money::new(6_719, Currency::EUR),
            description: "Order 1042".to_owned(),
            order_number: 1042,
            customer_ref: "ab12345-ct".to_owned(),
            method: ChargeMethod::Hosted {
                kind: PaymentKind::Card,
                return_url: "https://shop.example/".to_owned(),
                register,
            },
            locale: Locale::En,
        }
    }

    /// Registers a card of any behaviour without paying, and answers its token.
    pub(crate) async fn token_later(&self, number: &str) -> Secret<String> {
        let request = payments::SetupRequest {
            key: self.key(),
            account: AccountId::from_uuid(self.key().uuid()),
            kind: PaymentKind::Card,
            return_url: "https://shop.example/".to_owned(),
            customer_ref: "ab12345-ct".to_owned(),
            locale: Locale::En,
        };
        let Ok(ChargeOutcome::Redirect { url, .. }) = self.gateway.setup(&request).await else {
            panic!("a setup opens a page");
        };
        self.submit_twice(&url, number).await;
        self.registered(request.key).await
    }

    /// Pays with this number and answers the token that was registered with it.
    pub(crate) async fn token(&self, number: &str) -> Secret<String> {
        let request = self.hosted(true);
        let Ok(ChargeOutcome::Redirect { url, .. }) = self.gateway.charge(&request).await else {
            panic!("a hosted charge opens a page");
        };
        self.submit_twice(&url, number).await;
        self.registered(request.key).await
    }

    /// Twice, since the first request of some cards is lost.
    async fn submit_twice(&self, url: &str, number: &str) {
        let fields =
            [("number", number), ("expiry", "04/29"), ("cvc", "123"), ("name", "Ada"), ("keep", "yes")];
        for _ in 0..2 {
            self.browser.post(url).form(&fields).send().await.unwrap();
        }
    }

    async fn registered(&self, key: AttemptId) -> Secret<String> {
        match self.gateway.find(key).await {
            Ok(Some(ChargeOutcome::Succeeded { registered: Some(method), .. })) => method.token,
            other => panic!("nothing was registered: {other:?}"),
        }
    }
}

#[async_trait]
impl Bench for Counter {
    fn gateway(&self) -> &dyn Gateway {
        &self.gateway
    }

    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn key(&self) -> AttemptId {
        let id: Id<_> = self.random.id(self.clock.now());
        id
    }

    async fn visit(&self, url: &str, kind: PaymentKind, scenario: Scenario) {
        let number = match (kind, scenario) {
            (_, Scenario::TurnsBack) => {
                self.browser.post(format!("{url}/cancel")).send().await.unwrap();
                return;
            }
            (PaymentKind::Card, Scenario::Pays) => "4000 0700 0000 1003",
            (PaymentKind::Card, Scenario::PaysWithCode) => "4000 0700 0000 2001",
            (PaymentKind::Card, Scenario::Refused) => "4000 0700 0000 3017",
            (PaymentKind::Card, Scenario::PaysLater) => "4000 0700 0000 4015",
            (PaymentKind::Card, Scenario::RefusedLater) => "4000 0700 0000 4023",
            (PaymentKind::SepaDebit, Scenario::Refused) => "DE87 9999 9999 0000 0003 03",
            (PaymentKind::SepaDebit, Scenario::RefusedLater) => "IT96 Q999 9900 0010 0000 0000 202",
            (PaymentKind::SepaDebit, _) => "FR76 9999 9000 0100 0000 0010 106",
        };
        let fields = [
            ("number", number),
            ("iban", number),
            ("expiry", "04/29"),
            ("cvc", "123"),
            ("name", "Ada Martin"),
            ("signed", "yes"),
            ("keep", "yes"),
        ];
        self.browser.post(url).form(&fields).send().await.unwrap();
        if scenario == Scenario::PaysWithCode {
            let page = self.browser.get(url).send().await.unwrap().text().await.unwrap();
            let sms = page.split("class=\"bubble\">").nth(1).unwrap();
            let code = sms.split(|c: char| !c.is_ascii_digit()).find(|run| run.len() == 6).unwrap();
            self.browser.post(format!("{url}/code")).form(&[("code", code)]).send().await.unwrap();
        }
    }

    async fn lossy_token(&self, is_effect_lost: bool) -> Option<Secret<String>> {
        let number = if is_effect_lost { "4000 0700 0000 5020" } else { "4000 0700 0000 5012" };
        Some(self.token(number).await)
    }

    async fn pass_time(&self) {
        self.clock.advance(SignedDuration::from_secs(11)).unwrap();
    }

    async fn webhook_about(&self, key: AttemptId) -> Option<Delivered> {
        let wanted = key.to_string();
        for _ in 0..250 {
            let received = self.received.lock().unwrap().clone();
            let found =
                received.into_iter().find(|hook| String::from_utf8_lossy(&hook.body).contains(&wanted));
            if found.is_some() {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("no webhook about {key} came within five seconds");
    }
}

async fn receiver() -> (String, Arc<Mutex<Vec<Delivered>>>) {
    let received: Arc<Mutex<Vec<Delivered>>> = Arc::default();
    let keep = |State(kept): State<Arc<Mutex<Vec<Delivered>>>>, headers: HeaderMap, body: Bytes| async move {
        let headers = headers
            .iter()
            .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())));
        let delivered = Delivered { headers: Headers::from_iter(headers), body: body.to_vec() };
        kept.lock().unwrap().push(delivered);
        StatusCode::NO_CONTENT
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/webhooks/sandbox", listener.local_addr().unwrap());
    let router = Router::new().route("/webhooks/sandbox", post(keep)).with_state(received.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, received)
}
