//! The calls of the sandbox's API, and how its answers read in our words.
//!
//! Only what the provider surely did or surely refused is an answer. A time-out, a broken connection, a 401, a
//! 429, a 5xx, a key it has seen before, and anything that cannot be read, are unknown.

use egress::explain;
use kernel::{AccountId, AttemptId, PaymentKind, RefundId, Secret, Timestamp};
use payments::{ChargeOutcome, Mandate, RefundOutcome, RefusalReason, RegisteredMethod, Unknown};
use reqwest::{RequestBuilder, StatusCode, Url};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// The most bytes an answer may have: a list of charges is far below.
const ANSWER_BYTES_MAX: usize = 1024 * 1024;

#[derive(Debug)]
pub(crate) struct Client {
    http: reqwest::Client,
    base: Url,
    api_key: Secret<String>,
}

/// What we ask the provider to echo in its webhooks.
pub(crate) fn ids(account: AccountId) -> Value {
    json!({ "account": account })
}

#[derive(Debug, Deserialize)]
pub(crate) struct Charge {
    id: String,
    state: String,
    reason: Option<String>,
    url: Option<String>,
    method: Option<Method>,
}

#[derive(Debug, Deserialize)]
struct Method {
    id: String,
    kind: PaymentKind,
    label: String,
    expires: Option<String>,
    mandate: Option<SignedMandate>,
}

#[derive(Debug, Deserialize)]
struct SignedMandate {
    reference: String,
    signed_at: Timestamp,
}

#[derive(Debug, Deserialize)]
struct Refund {
    id: String,
    state: String,
}

#[derive(Debug, Deserialize)]
struct Forgotten {
    is_active: bool,
}

#[derive(Debug, Deserialize)]
struct List<T> {
    data: Vec<T>,
}

#[derive(Debug, Deserialize)]
struct Problem {
    error: ProblemBody,
}

#[derive(Debug, Deserialize)]
struct ProblemBody {
    code: String,
    message: String,
}

/// The provider has seen the key before, with other words (a portal that came back from a crash under another
/// address), or was told to close it. That refuses this call and says nothing of the first: it is to be asked for.
const KNOWN_ALREADY: [&str; 2] = ["idempotency_mismatch", "reference_taken"];

/// A sure answer: what was asked for, or a refusal.
enum Answer<T> {
    Done(T),
    Refused { status: StatusCode, code: String, message: String },
}

impl Client {
    pub(crate) fn new(http: reqwest::Client, url: &str, api_key: Secret<String>) -> Option<Client> {
        let base = Url::parse(&format!("{}/", url.trim_end_matches('/'))).ok()?;
        matches!(base.scheme(), "http" | "https").then_some(Client { http, base, api_key })
    }

    pub(crate) async fn charge(&self, path: &str, key: &str, body: &Value) -> Result<ChargeOutcome, Unknown> {
        let request = self.post(path)?.header("idempotency-key", key).json(body);
        match self.send::<Charge>(request).await? {
            Answer::Done(charge) => charge.outcome(),
            Answer::Refused { code, message, .. } => {
                Ok(ChargeOutcome::Rejected { detail: format!("{code}: {message}") })
            }
        }
    }

    pub(crate) async fn find_charge(&self, key: AttemptId) -> Result<Option<ChargeOutcome>, Unknown> {
        let found = self.find::<Charge>("v1/charges", &key.to_string()).await?;
        found.map(Charge::outcome).transpose()
    }

    pub(crate) async fn close(&self, key: AttemptId) -> Result<ChargeOutcome, Unknown> {
        let request = self.post("v1/charges/close")?.json(&json!({ "reference": key }));
        match self.send::<Charge>(request).await? {
            Answer::Done(charge) => charge.outcome(),
            Answer::Refused { status, code, message } => Err(Unknown(format!("{status}, {code}: {message}"))),
        }
    }

    pub(crate) async fn refund(&self, key: &str, body: &Value) -> Result<RefundOutcome, Unknown> {
        let request = self.post("v1/refunds")?.header("idempotency-key", key).json(body);
        match self.send::<Refund>(request).await? {
            Answer::Done(refund) => refund.outcome(),
            Answer::Refused { code, message, .. } => {
                Ok(RefundOutcome::Failed { detail: format!("{code}: {message}") })
            }
        }
    }

    pub(crate) async fn find_refund(&self, key: RefundId) -> Result<Option<RefundOutcome>, Unknown> {
        let found = self.find::<Refund>("v1/refunds", &key.to_string()).await?;
        found.map(Refund::outcome).transpose()
    }

    /// Told twice, the provider no longer knows the method: that is what was wished.
    pub(crate) async fn forget(&self, token: &Secret<String>) -> Result<(), Unknown> {
        let mut url = self.url("v1/methods")?;
        let unusable = |()| Unknown("the address of the provider takes no path".to_owned());
        url.path_segments_mut().map_err(unusable)?.push(token.expose());
        match self.send::<Forgotten>(self.http.delete(url)).await? {
            Answer::Done(Forgotten { is_active: false }) => Ok(()),
            Answer::Done(_) => Err(Unknown("the provider kept the method".to_owned())),
            Answer::Refused { code, .. } if code == "unknown_method" => Ok(()),
            Answer::Refused { status, code, message } => Err(Unknown(format!("{status}, {code}: {message}"))),
        }
    }

    async fn find<T: DeserializeOwned>(&self, path: &str, reference: &str) -> Result<Option<T>, Unknown> {
        let mut url = self.url(path)?;
        url.query_pairs_mut().append_pair("reference", reference);
        match self.send::<List<T>>(self.http.get(url)).await? {
            Answer::Done(mut list) => Ok(list.data.pop()),
            Answer::Refused { status, code, message } => Err(Unknown(format!("{status}, {code}: {message}"))),
        }
    }

    fn post(&self, path: &str) -> Result<RequestBuilder, Unknown> {
        Ok(self.http.post(self.url(path)?))
    }

    fn url(&self, path: &str) -> Result<Url, Unknown> {
        self.base.join(path).map_err(|error| Unknown(error.to_string()))
    }

    async fn send<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<Answer<T>, Unknown> {
        let sent = request.bearer_auth(self.api_key.expose()).send().await;
        let answer = sent.map_err(|error| Unknown(explain(&error)))?;
        let status = answer.status();
        let body = egress::body(answer, ANSWER_BYTES_MAX).await.map_err(Unknown)?;
        if status.is_success() {
            return serde_json::from_slice(&body).map(Answer::Done).map_err(|e| unreadable(status, &e));
        }
        let is_sure = status.is_client_error()
            && !matches!(status, StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS)
            && status != StatusCode::UNAUTHORIZED;
        if !is_sure {
            return Err(Unknown(format!("the answer was {status}")));
        }
        let problem: Problem = serde_json::from_slice(&body).map_err(|error| unreadable(status, &error))?;
        let ProblemBody { code, message } = problem.error;
        if KNOWN_ALREADY.contains(&code.as_str()) {
            return Err(Unknown(format!("{code}: {message}")));
        }
        tracing::warn!(gateway = super::NAME, %status, code, message, "the provider refused a request");
        Ok(Answer::Refused { status, code, message })
    }
}

fn unreadable(status: StatusCode, error: &serde_json::Error) -> Unknown {
    Unknown(format!("the answer {status} cannot be read: {error}"))
}

impl Charge {
    fn outcome(self) -> Result<ChargeOutcome, Unknown> {
        let external_id = self.id;
        match (self.state.as_str(), self.url) {
            ("open" | "challenge", Some(url)) => Ok(ChargeOutcome::Redirect { url, external_id }),
            ("pending", _) => Ok(ChargeOutcome::Pending { external_id }),
            ("succeeded", _) => {
                Ok(ChargeOutcome::Succeeded { external_id, registered: self.method.map(Method::registered) })
            }
            ("refused", _) => {
                let reason = self.reason.as_deref().and_then(RefusalReason::parse);
                Ok(ChargeOutcome::Refused { external_id, reason: reason.unwrap_or(RefusalReason::Declined) })
            }
            ("cancelled", _) => Ok(ChargeOutcome::Cancelled { external_id }),
            ("expired", _) => Ok(ChargeOutcome::Expired { external_id }),
            (state, _) => Err(Unknown(format!("the charge is in state {state:?}, which we do not know"))),
        }
    }
}

impl Method {
    fn registered(self) -> RegisteredMethod {
        RegisteredMethod {
            token: Secret::new(self.id),
            kind: self.kind,
            label: self.label,
            expires: self.expires.as_deref().and_then(month),
            mandate: self
                .mandate
                .map(|mandate| Mandate { reference: mandate.reference, signed_at: mandate.signed_at }),
        }
    }
}

fn month(text: &str) -> Option<(i16, i8)> {
    let (year, month) = text.split_once('-')?;
    Some((year.parse().ok()?, month.parse().ok()?))
}

impl Refund {
    fn outcome(self) -> Result<RefundOutcome, Unknown> {
        match self.state.as_str() {
            "pending" => Ok(RefundOutcome::Pending { external_id: self.id }),
            "succeeded" => Ok(RefundOutcome::Succeeded { external_id: self.id }),
            "failed" => Ok(RefundOutcome::Failed { detail: "the bank sent it back".to_owned() }),
            state => Err(Unknown(format!("the refund is in state {state:?}, which we do not know"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn charge(body: Value) -> Result<ChargeOutcome, Unknown> {
        serde_json::from_value::<Charge>(body).unwrap().outcome()
    }

    #[test]
    fn a_state_we_do_not_know_is_unknown_and_never_failed() {
        let outcome = charge(json!({ "id": "ch_1", "state": "disputed" }));
        assert!(outcome.is_err());
        assert!(charge(json!({ "id": "ch_1", "state": "open" })).is_err(), "an open page has an address");
    }

    #[test]
    fn a_reason_we_do_not_know_is_a_refusal_without_reason() {
        let outcome = charge(json!({ "id": "ch_1", "state": "refused", "reason": "moon" }));
        let reason = RefusalReason::Declined;
        assert_eq!(outcome, Ok(ChargeOutcome::Refused { external_id: "ch_1".to_owned(), reason }));
    }

    #[test]
    fn only_web_addresses_are_called() {
        let key = || Secret::new("sk".to_owned());
        let http = || egress::client(super::super::TIMEOUT).unwrap();
        assert!(Client::new(http(), "http://127.0.0.1:4000", key()).is_some());
        assert!(Client::new(http(), "file:///etc/passwd", key()).is_none());
        assert!(Client::new(http(), "sandbox", key()).is_none());
    }
}
