//! Calls an endpoint of the operator's over HTTP: the request as signed JSON, the answer as JSON, at once or later.
//!
//! # The contract with the endpoint
//!
//! Each question of [`crate::exchange`] is one `POST` with the headers of the [Standard Webhooks specification]:
//! `webhook-id`, `webhook-timestamp` (seconds) and `webhook-signature` (`v1,` and the base64 of the HMAC-SHA256 of
//! `id.timestamp.body`, keyed by the shared secret). A question that is asked again has the same `webhook-id`, except
//! `progress`, which is new each time. The endpoint checks the signature before it believes a word.
//!
//! - `200` with an answer of [`crate::exchange`] can be trusted.
//! - `202` means: taken, and told later. It is `in_progress`, and within the hour `progress` is asked in case the message
//!   was lost.
//! - Any other status, a redirect, an answer that is not JSON, or none within the time limit means *unknown*: the
//!   question is asked again later, so the endpoint must know the service again by its id.
//! - At most [`ANSWER_BYTES_MAX`] bytes are read.
//!
//! # The callback
//!
//! A question but `progress` carries `callback`, an address of this installation. The answer may be sent there later, as
//! one `POST` signed in the same way with the same secret, as often as it takes to be answered `204`:
//!
//! ```json
//! {"action": "deliver", "service": "0190f5fe-…", "customer": "ab12345-ct",
//!  "status": "delivered", "access": [{"label": "IPv4", "value": "192.0.2.7"}]}
//! {"action": "suspend", "service": "0190f5fe-…", "customer": "ab12345-ct", "revision": 0, "status": "done"}
//! ```
//!
//! `action`, `service`, `customer` and `revision` are those of the question. The same answer twice changes nothing, and an
//! answer to a wish that another has followed is forgotten.
//!
//! [Standard Webhooks specification]: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md

use std::time::Duration;

use async_trait::async_trait;
use kernel::{Clock, Headers, ServiceId, SignedDuration};
use reqwest::{StatusCode, Url};
use serde::Deserialize;
use services::{
    Callback, CallbackError, Called, Capabilities, DeliveryOutcome, DeliveryRequest, OperationOutcome,
    OperationRequest, Provisioner, Unknown, Wanted,
};
use webhooks::{ID_HEADER, SIGNATURE_HEADER, Secret, TIMESTAMP_HEADER, VerifyError, sign, verify};

use crate::exchange::{Action, Answer, Question};

/// The name of [`Webhook`] in configuration and tables.
pub const NAME: &str = "webhook";
/// The most bytes an answer may have.
pub const ANSWER_BYTES_MAX: usize = 64 * 1024;
/// How long after a `202` the progress is asked for, in case the callback was lost.
const CALLBACK_WAIT: SignedDuration = SignedDuration::from_hours(1);
/// The longest time limit, well below the lease of a delivery.
const TIME_LIMIT_MAX: Duration = Duration::from_secs(120);

/// Which endpoint is called, and how each proves who it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The endpoint: https, or http within one's own network.
    pub url: String,
    /// What signs questions, and callbacks. With several, the first signs and each is believed, so that a secret can be
    /// changed without a pause.
    pub secrets: Vec<Secret>,
    /// How long one question may take, up to two minutes.
    pub time_limit: Duration,
    /// Where answers may be sent later.
    pub callback: String,
}

/// Why an endpoint cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// It is no address.
    #[error("{0:?} is not an http or https address")]
    Address(String),
    /// Nothing proves who speaks.
    #[error("the endpoint needs a secret")]
    NoSecret,
    /// The limit allows nothing, or too much.
    #[error("the time limit must be from 1 to {} seconds", TIME_LIMIT_MAX.as_secs())]
    Limit,
    /// No HTTP client could be made.
    #[error("{0}")]
    Client(String),
}

/// The operator's endpoint.
#[derive(Debug)]
pub struct Webhook {
    http: reqwest::Client,
    url: Url,
    secrets: Vec<Secret>,
    callback: String,
    clock: Clock,
}

/// What is sent to the callback.
#[derive(Debug, Deserialize)]
struct Told {
    action: Action,
    service: ServiceId,
    customer: String,
    revision: Option<u32>,
    #[serde(flatten)]
    answer: Answer,
}

impl Webhook {
    /// The endpoint of this configuration. `clock` is the one others' clocks agree with: signatures carry its time.
    ///
    /// # Errors
    /// See [`ConfigError`].
    pub fn new(config: Config, clock: Clock) -> Result<Webhook, ConfigError> {
        let address = || ConfigError::Address(config.url.clone());
        let url = Url::parse(&config.url).map_err(|_| address())?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(address());
        }
        if config.secrets.is_empty() {
            return Err(ConfigError::NoSecret);
        }
        if config.time_limit < Duration::from_secs(1) || config.time_limit > TIME_LIMIT_MAX {
            return Err(ConfigError::Limit);
        }
        let http =
            egress::client(config.time_limit).map_err(|error| ConfigError::Client(error.to_string()))?;
        Ok(Webhook { http, url, secrets: config.secrets, callback: config.callback, clock })
    }

    async fn ask(&self, mut question: Question<'_>) -> Result<Answer, Unknown> {
        let now = self.clock.now();
        let (service, action) = (question.service, question.action.word());
        let which = match question.action {
            Action::Progress => now.as_microsecond(),
            Action::Deliver | Action::Suspend | Action::Resume | Action::Delete => {
                question.callback = Some(&self.callback);
                i64::from(question.revision.unwrap_or_default())
            }
        };
        let id = format!("{service}_{action}_{which}");
        let body = serde_json::to_vec(&question).map_err(|error| Unknown(error.to_string()))?;
        let request = self
            .http
            .post(self.url.clone())
            .header("content-type", "application/json")
            .header(ID_HEADER, &id)
            .header(TIMESTAMP_HEADER, now.as_second())
            .header(SIGNATURE_HEADER, sign(self.secrets.first(), &id, now, &body))
            .body(body);
        let answer = answered(request).await;
        if let Err(Unknown(reason)) = &answer {
            tracing::warn!(%service, action, reason, "the delivery endpoint gave no answer");
        }
        answer
    }

    async fn operate(&self, action: Action, request: &OperationRequest) -> Result<OperationOutcome, Unknown> {
        self.ask(Question::operation(action, request)).await?.operation(action)
    }
}

#[async_trait]
impl Provisioner for Webhook {
    fn name(&self) -> &str {
        NAME
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { automatic: true, asynchronous: true, refuses: true }
    }

    async fn deliver(&self, request: &DeliveryRequest) -> Result<DeliveryOutcome, Unknown> {
        self.ask(Question::delivery(request)).await?.delivery()
    }

    async fn progress(&self, service: ServiceId) -> Result<Option<DeliveryOutcome>, Unknown> {
        Ok(self.ask(Question::progress(service)).await?.progress())
    }

    async fn suspend(&self, request: &OperationRequest) -> Result<OperationOutcome, Unknown> {
        self.operate(Action::Suspend, request).await
    }

    async fn resume(&self, request: &OperationRequest) -> Result<OperationOutcome, Unknown> {
        self.operate(Action::Resume, request).await
    }

    async fn delete(&self, request: &OperationRequest) -> Result<OperationOutcome, Unknown> {
        self.operate(Action::Delete, request).await
    }

    fn called_back(&self, headers: &Headers, body: &[u8]) -> Result<Callback, CallbackError> {
        verify(&self.secrets, |name| headers.get(name), body, self.clock.now()).map_err(
            |error| match error {
                VerifyError::Unsigned | VerifyError::Forged | VerifyError::Stale => {
                    CallbackError::Unproven(error.to_string())
                }
            },
        )?;
        let told: Told = serde_json::from_slice(body).map_err(|error| {
            // The place only: the error's own text could quote a password.
            CallbackError::Unreadable(format!("line {}, column {}", error.line(), error.column()))
        })?;
        let unreadable = |Unknown(why)| CallbackError::Unreadable(why);
        let wanted = match told.action {
            Action::Deliver => {
                let outcome = told.answer.delivery().map_err(unreadable)?;
                if let DeliveryOutcome::Delivered(access) = &outcome
                    && !access.is_acceptable()
                {
                    let why = "access details too long, too many, or without a label";
                    return Err(CallbackError::Unreadable(why.to_owned()));
                }
                let said = Called::Delivery(outcome);
                return Ok(Callback { service: told.service, customer: told.customer, said });
            }
            Action::Progress => {
                return Err(CallbackError::Unreadable("`progress` is answered at once".to_owned()));
            }
            Action::Suspend => Wanted::Suspend,
            Action::Resume => Wanted::Resume,
            Action::Delete => Wanted::Delete,
        };
        let missing = || CallbackError::Unreadable("`revision` is missing".to_owned());
        let revision = told.revision.ok_or_else(missing)?;
        let outcome = told.answer.operation(told.action).map_err(unreadable)?;
        let said = Called::Operation { wanted, revision, outcome };
        Ok(Callback { service: told.service, customer: told.customer, said })
    }
}

async fn answered(request: reqwest::RequestBuilder) -> Result<Answer, Unknown> {
    let answer = request.send().await.map_err(|error| Unknown(egress::explain(&error)))?;
    match answer.status() {
        StatusCode::OK => Answer::read(&egress::body(answer, ANSWER_BYTES_MAX).await.map_err(Unknown)?),
        StatusCode::ACCEPTED => Ok(Answer::later(CALLBACK_WAIT)),
        status => Err(Unknown(format!("the endpoint answered {status}"))),
    }
}
