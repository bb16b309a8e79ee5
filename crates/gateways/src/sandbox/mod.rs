//! The sandbox provider, as a merchant uses it.

mod client;
mod webhook;

use std::time::Duration;

use async_trait::async_trait;
use kernel::{AttemptId, Headers, PaymentKind, RefundId, Secret, Timestamp};
use payments::{
    Capabilities, ChargeMethod, ChargeOutcome, ChargeRequest, Gateway, RefundOutcome, RefundRequest,
    SetupRequest, Unknown, WebhookError, WebhookEvent,
};
use serde_json::json;

use crate::registry::RegistryError;
use client::{Client, ids};

/// The name of this provider.
pub const NAME: &str = "sandbox";
/// The longest it may take to answer; then the outcome is unknown.
const TIMEOUT: Duration = Duration::from_secs(15);

const CAPABILITIES: Capabilities = Capabilities {
    kinds: &[PaymentKind::Card, PaymentKind::SepaDebit],
    hosted_page: true,
    registered: true,
    setup: true,
    refunds: true,
    partial_refunds: true,
    delayed: true,
    closes_unseen: true,
    forgets: true,
};

/// Where the sandbox is, and what is shared with it.
#[derive(Debug, Clone)]
pub struct Config {
    /// The address of its API, without a final slash.
    pub url: String,
    /// The secret key of its API.
    pub api_key: Secret<String>,
    /// What its webhooks are signed with.
    pub webhook_secret: Secret<String>,
    /// The longest it may take to answer.
    pub timeout: Duration,
}

impl Config {
    /// The sandbox at `url`, with the usual time-out.
    #[must_use]
    pub fn new(url: impl Into<String>, api_key: Secret<String>, webhook_secret: Secret<String>) -> Config {
        Config { url: url.into(), api_key, webhook_secret, timeout: TIMEOUT }
    }
}

/// The sandbox provider.
#[derive(Debug)]
pub struct Sandbox {
    client: Client,
    webhook_secret: Secret<String>,
}

impl Sandbox {
    /// A client of the sandbox; nothing is called yet.
    ///
    /// # Errors
    /// [`RegistryError`] when its address is not one or no HTTP client can be made.
    pub fn new(config: Config) -> Result<Sandbox, RegistryError> {
        let http = egress::client(config.timeout)?;
        let client = Client::new(http, &config.url, config.api_key).ok_or(RegistryError::Address(NAME))?;
        Ok(Sandbox { client, webhook_secret: config.webhook_secret })
    }
}

#[async_trait]
impl Gateway for Sandbox {
    fn name(&self) -> &'static str {
        NAME
    }

    fn capabilities(&self) -> &Capabilities {
        &CAPABILITIES
    }

    async fn charge(&self, request: &ChargeRequest) -> Result<ChargeOutcome, Unknown> {
        let mut body = json!({
            "reference": request.key,
            "amount": request.amount.minor(),
            "currency": request.amount.currency(),
            "description": request.description,
            "order": request.order_number.to_string(),
            "customer": request.customer_ref,
            "locale": request.locale,
            "metadata": ids(request.account),
        });
        match &request.method {
            ChargeMethod::Hosted { kind, return_url, register } => {
                body["kind"] = json!(kind);
                body["return_url"] = json!(return_url);
                body["register"] = json!(register);
            }
            ChargeMethod::Registered { token, return_url } => {
                body["method"] = json!(token.expose());
                body["return_url"] = json!(return_url);
            }
        }
        self.client.charge("v1/charges", &request.key.to_string(), &body).await
    }

    async fn setup(&self, request: &SetupRequest) -> Result<ChargeOutcome, Unknown> {
        let body = json!({
            "reference": request.key,
            "customer": request.customer_ref,
            "kind": request.kind,
            "return_url": request.return_url,
            "locale": request.locale,
            "metadata": ids(request.account),
        });
        self.client.charge("v1/setups", &request.key.to_string(), &body).await
    }

    async fn find(&self, key: AttemptId) -> Result<Option<ChargeOutcome>, Unknown> {
        self.client.find_charge(key).await
    }

    async fn expire(&self, key: AttemptId) -> Result<Option<ChargeOutcome>, Unknown> {
        self.client.close(key).await.map(Some)
    }

    async fn refund(&self, request: &RefundRequest) -> Result<RefundOutcome, Unknown> {
        let body = json!({
            "reference": request.key,
            "charge": request.external_id,
            "amount": request.amount.minor(),
            "metadata": ids(request.account),
        });
        // A refund of too much has the attempt's own uuid: the prefix keeps the two keys apart.
        self.client.refund(&format!("refund-{}", request.key), &body).await
    }

    async fn find_refund(&self, key: RefundId) -> Result<Option<RefundOutcome>, Unknown> {
        self.client.find_refund(key).await
    }

    async fn forget(&self, token: &Secret<String>) -> Result<(), Unknown> {
        self.client.forget(token).await
    }

    fn parse_webhook(
        &self,
        headers: &Headers,
        body: &[u8],
        now: Timestamp,
    ) -> Result<WebhookEvent, WebhookError> {
        webhook::parse(self.webhook_secret.expose(), headers, body, now)
    }
}
