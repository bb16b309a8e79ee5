//! The JSON API of merchants: charges, setups, methods and refunds under a secret key.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::App;
use crate::book::Desk;
use crate::charge::{Answer, Kind, NewCharge, NewRefund};

const REFERENCE_CHARS_MAX: usize = 128;
const TEXT_CHARS_MAX: usize = 500;

pub(crate) fn routes(app: &Arc<App>) -> Router<Arc<App>> {
    Router::new()
        .route("/v1/charges", post(charge).get(find_charge))
        .route("/v1/charges/close", post(close))
        .route("/v1/setups", post(setup))
        .route("/v1/methods/{id}", get(method).delete(forget))
        .route("/v1/refunds", post(refund).get(find_refund))
        .layer(middleware::from_fn_with_state(app.clone(), authenticate))
}

async fn authenticate(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let sent = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let key = sent.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    if bool::from(key.as_bytes().ct_eq(app.api_key.as_bytes())) {
        next.run(request).await
    } else {
        Answer::error(401, "unauthorised", "the API key is missing or wrong").into_response()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChargeBody {
    reference: String,
    amount: i64,
    currency: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    order: String,
    customer: String,
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    method: Option<String>,
    #[serde(default)]
    return_url: Option<String>,
    #[serde(default)]
    register: bool,
    #[serde(default)]
    locale: String,
    #[serde(default)]
    metadata: Value,
}

async fn charge(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Response {
    keyed(&app, &headers, "charge", &body, |desk, body: ChargeBody| {
        let kind = body.kind.as_deref().map(Kind::parse);
        if kind == Some(None) {
            return Ok(Answer::error(400, "invalid_kind", "kind is card or sepa_debit"));
        }
        if body.amount <= 0 || !is_currency(&body.currency) {
            return Ok(Answer::error(
                400,
                "invalid_amount",
                "amount is in minor units of an ISO 4217 currency",
            ));
        }
        if body.method.is_none() && body.return_url.is_none() {
            return Ok(Answer::error(400, "invalid_request", "a page needs a return_url"));
        }
        if let Some(refusal) = refusal(&body.reference, body.return_url.as_deref(), &body.description) {
            return Ok(refusal);
        }
        desk.charge(&NewCharge {
            reference: body.reference,
            is_setup: false,
            amount: body.amount,
            currency: body.currency,
            description: body.description,
            order_number: body.order,
            customer: body.customer,
            kind: kind.flatten(),
            locale: body.locale,
            return_url: body.return_url,
            register: body.register,
            method: body.method,
            metadata: body.metadata,
        })
    })
    .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetupBody {
    reference: String,
    customer: String,
    kind: String,
    return_url: String,
    #[serde(default)]
    locale: String,
    #[serde(default)]
    metadata: Value,
}

async fn setup(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Response {
    keyed(&app, &headers, "setup", &body, |desk, body: SetupBody| {
        let Some(kind) = Kind::parse(&body.kind) else {
            return Ok(Answer::error(400, "invalid_kind", "kind is card or sepa_debit"));
        };
        if let Some(refusal) = refusal(&body.reference, Some(&body.return_url), "") {
            return Ok(refusal);
        }
        desk.charge(&NewCharge {
            reference: body.reference,
            is_setup: true,
            amount: 0,
            currency: String::new(),
            description: String::new(),
            order_number: String::new(),
            customer: body.customer,
            kind: Some(kind),
            locale: body.locale,
            return_url: Some(body.return_url),
            register: true,
            method: None,
            metadata: body.metadata,
        })
    })
    .await
}

#[derive(Deserialize)]
struct ByReference {
    reference: String,
}

async fn find_charge(State(app): State<Arc<App>>, Query(by): Query<ByReference>) -> Response {
    act(&app, |desk| {
        let found = desk.by_reference(&by.reference)?;
        let found = found.map(|charge| desk.charge_json(&charge)).transpose()?;
        Ok(Answer::ok(200, json!({ "data": found.into_iter().collect::<Vec<_>>() })))
    })
    .await
}

async fn close(State(app): State<Arc<App>>, body: Bytes) -> Response {
    let by: ByReference = match serde_json::from_slice(&body) {
        Ok(by) => by,
        Err(error) => return Answer::error(400, "invalid_request", &error.to_string()).into_response(),
    };
    if let Some(refusal) = refusal(&by.reference, None, "") {
        return refusal.into_response();
    }
    act(&app, |desk| desk.close(&by.reference)).await
}

async fn method(State(app): State<Arc<App>>, Path(id): Path<String>) -> Response {
    act(&app, |desk| {
        Ok(match desk.method_json(&id)? {
            Some(method) => Answer::ok(200, method),
            None => Answer::error(404, "unknown_method", "there is no such method"),
        })
    })
    .await
}

async fn forget(State(app): State<Arc<App>>, Path(id): Path<String>) -> Response {
    act(&app, |desk| desk.forget(&id)).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RefundBody {
    reference: String,
    charge: String,
    amount: i64,
    #[serde(default)]
    metadata: Value,
}

async fn refund(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Response {
    keyed(&app, &headers, "refund", &body, |desk, body: RefundBody| {
        if let Some(refusal) = refusal(&body.reference, None, "") {
            return Ok(refusal);
        }
        desk.refund(&NewRefund {
            reference: body.reference,
            charge: body.charge,
            amount: body.amount,
            metadata: body.metadata,
        })
    })
    .await
}

async fn find_refund(State(app): State<Arc<App>>, Query(by): Query<ByReference>) -> Response {
    act(&app, |desk| {
        let found = desk.refund_json(&by.reference)?;
        Ok(Answer::ok(200, json!({ "data": found.into_iter().collect::<Vec<_>>() })))
    })
    .await
}

/// Does `work` once per `Idempotency-Key`, whatever becomes of the answer.
async fn keyed<B: serde::de::DeserializeOwned>(
    app: &App,
    headers: &HeaderMap,
    name: &str,
    body: &[u8],
    work: impl FnOnce(&mut Desk<'_>, B) -> rusqlite::Result<Answer>,
) -> Response {
    let Some(key) = headers.get("idempotency-key").and_then(|value| value.to_str().ok()) else {
        let message = "this request needs an Idempotency-Key";
        return Answer::error(400, "missing_key", message).into_response();
    };
    if key.is_empty() || key.len() > REFERENCE_CHARS_MAX {
        return Answer::error(400, "invalid_key", "a key has 1 to 128 characters").into_response();
    }
    let parsed: Result<B, _> = serde_json::from_slice(body);
    let mut hash = Sha256::new();
    hash.update(name.as_bytes());
    hash.update([0]);
    hash.update(body);
    let fingerprint: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    act(app, |desk| {
        desk.once(key, &fingerprint, |desk| match parsed {
            Ok(body) => work(desk, body),
            Err(error) => Ok(Answer::error(400, "invalid_request", &error.to_string())),
        })
    })
    .await
}

async fn act(app: &App, work: impl FnOnce(&mut Desk<'_>) -> rusqlite::Result<Answer>) -> Response {
    match app.book.act(work) {
        Ok(answer) if answer.is_lost => {
            tokio::time::sleep(app.silence_api).await;
            StatusCode::GATEWAY_TIMEOUT.into_response()
        }
        Ok(answer) => answer.into_response(),
        Err(error) => {
            tracing::error!(%error, "the sandbox could not write its books");
            Answer::error(500, "internal", "try again with the same key").into_response()
        }
    }
}

fn refusal(reference: &str, return_url: Option<&str>, description: &str) -> Option<Answer> {
    if reference.is_empty() || reference.len() > REFERENCE_CHARS_MAX {
        return Some(Answer::error(400, "invalid_reference", "a reference has 1 to 128 characters"));
    }
    if description.chars().count() > TEXT_CHARS_MAX {
        return Some(Answer::error(400, "invalid_description", "a description has at most 500 characters"));
    }
    if return_url.is_some_and(|url| origin(url).is_none()) {
        return Some(Answer::error(400, "invalid_return_url", "return_url is an http or https address"));
    }
    None
}

/// The origin of an http or https address, as a content security policy writes it.
pub(crate) fn origin(url: &str) -> Option<String> {
    let url = reqwest::Url::parse(url).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.origin().ascii_serialization())
}

fn is_currency(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, [(header::CACHE_CONTROL, "no-store")], axum::Json(self.body)).into_response()
    }
}
