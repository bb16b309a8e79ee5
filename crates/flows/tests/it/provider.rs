//! The sandbox payment provider, served in this process with a file of its own; a customer's browser; a
//! receiver that keeps the webhooks until the test hands them over.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use kernel::{AttemptId, Clock, Headers, RefundId, Secret, SignedDuration};
use serde_json::Value;

const KEY: &str = "sk_test";
const SECRET: &str = "whsec_test";

/// Cards by what they do.
pub(crate) const GOOD: &str = "4000 0700 0000 1003";
pub(crate) const ASKS_CODE: &str = "4000 0700 0000 2001";
pub(crate) const POOR: &str = "4000 0700 0000 3017";
pub(crate) const ONCE: &str = "4000 0700 0000 3041";
pub(crate) const SLOW: &str = "4000 0700 0000 4015";
pub(crate) const ANSWER_LOST: &str = "4000 0700 0000 5012";
pub(crate) const REQUEST_LOST: &str = "4000 0700 0000 5020";

/// A webhook as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Hook {
    pub(crate) headers: Headers,
    pub(crate) body: Vec<u8>,
}

type Hooks = Arc<Mutex<Vec<Hook>>>;

/// The provider, and what the world around it needs.
pub(crate) struct Provider {
    pub(crate) url: String,
    browser: reqwest::Client,
    hooks: Hooks,
    server: sandbox::Handle,
    _folder: tempfile::TempDir,
}

/// A client of the provider at `url`, as flows use it.
pub(crate) fn gateway(url: &str, timeout: Duration) -> gateways::sandbox::Sandbox {
    let secret = |text: &str| Secret::new(text.to_owned());
    let config = gateways::sandbox::Config::new(url, secret(KEY), secret(SECRET));
    gateways::sandbox::Sandbox::new(gateways::sandbox::Config { timeout, ..config }).unwrap()
}

/// A browser that follows nothing by itself.
pub(crate) fn browser() -> reqwest::Client {
    egress::client(Duration::from_secs(20)).unwrap()
}

/// Gives a card on the provider's page, and the code when the bank asks for one.
pub(crate) async fn visit(browser: &reqwest::Client, url: &str, card: &str) {
    let fields =
        [("number", card), ("expiry", "04/29"), ("cvc", "123"), ("name", "Ada Martin"), ("keep", "yes")];
    browser.post(url).form(&fields).send().await.unwrap();
    if card == REQUEST_LOST {
        // Whoever sees nothing happen presses again.
        browser.post(url).form(&fields).send().await.unwrap();
    }
    if card == ASKS_CODE {
        let page = browser.get(url).send().await.unwrap().text().await.unwrap();
        let message = page.split("class=\"bubble\">").nth(1).expect("the page shows the code by SMS");
        let code = message.split(|c: char| !c.is_ascii_digit()).find(|run| run.len() == 6).unwrap();
        browser.post(format!("{url}/code")).form(&[("code", code)]).send().await.unwrap();
    }
}

impl Provider {
    pub(crate) async fn open(clock: &Clock) -> Provider {
        let (hands, hooks) = (clock.clone(), Hooks::default());
        let folder =
            tempfile::Builder::new().prefix("provider-").tempdir_in(testkit::server::base()).unwrap();
        let config = sandbox::Config {
            file: Some(folder.path().join("provider.db")),
            webhook: Some(sandbox::Webhook { url: receiver(hooks.clone()).await, secret: SECRET.to_owned() }),
            spread: SignedDuration::ZERO,
            silence_page: Duration::ZERO,
            ..sandbox::Config::new(KEY, Arc::new(move || hands.now()))
        };
        let (address, server) = sandbox::serve(config).await.unwrap();
        let url = format!("http://{address}");
        Provider { url, browser: browser(), hooks, server, _folder: folder }
    }

    pub(crate) async fn visit(&self, url: &str, card: &str) {
        visit(&self.browser, url, card).await;
    }

    /// Turns back on the provider's page.
    pub(crate) async fn cancel(&self, url: &str) {
        self.browser.post(format!("{url}/cancel")).send().await.unwrap();
    }

    /// Sends no webhooks from now on.
    pub(crate) fn fall_silent(&self) {
        self.server.set_webhook(None);
    }

    /// What the provider's books say of an attempt.
    pub(crate) async fn charge(&self, attempt: AttemptId) -> Option<Value> {
        self.look("charges", &attempt.to_string()).await
    }

    /// What the provider's books say of a refund.
    pub(crate) async fn refund(&self, refund: RefundId) -> Option<Value> {
        self.look("refunds", &refund.to_string()).await
    }

    /// How much of an attempt the provider holds: taken and not given back.
    pub(crate) async fn holds(&self, attempt: AttemptId) -> i64 {
        let Some(charge) = self.charge(attempt).await.filter(|charge| charge["state"] == "succeeded") else {
            return 0;
        };
        charge["amount"].as_i64().unwrap() - charge["amount_refunded"].as_i64().unwrap()
    }

    async fn look(&self, what: &str, reference: &str) -> Option<Value> {
        let url = format!("{}/v1/{what}?reference={reference}", self.url);
        let answer = self.browser.get(url).bearer_auth(KEY).send().await.unwrap();
        let list: Value = answer.json().await.unwrap();
        list["data"].as_array().unwrap().first().cloned()
    }

    /// The webhooks that came so far, once there are as many different ones as `events`.
    pub(crate) async fn hooks(&self, events: usize) -> Vec<Hook> {
        for _ in 0..500 {
            let hooks = self.hooks.lock().unwrap().clone();
            let mut ids: Vec<_> = hooks.iter().filter_map(|hook| hook.headers.get("webhook-id")).collect();
            ids.sort_unstable();
            ids.dedup();
            if ids.len() >= events {
                return hooks;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{events} webhooks did not come within ten seconds");
    }
}

async fn receiver(hooks: Hooks) -> String {
    let keep = |State(kept): State<Hooks>, headers: HeaderMap, body: Bytes| async move {
        let headers = headers
            .iter()
            .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())));
        kept.lock().unwrap().push(Hook { headers: Headers::from_iter(headers), body: body.to_vec() });
        StatusCode::NO_CONTENT
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/webhooks/sandbox", listener.local_addr().unwrap());
    let router = Router::new().route("/webhooks/sandbox", post(keep)).with_state(hooks);
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}
