//! Watches every request: gives it an id, logs its end, and counts it. Never logs what a visitor typed.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

use super::Operations;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The longest id that is taken over from a proxy.
const REQUEST_ID_LENGTH_MAX: usize = 64;

/// Runs the request within a span, and says how it ended.
///
/// Paths and queries may hold secrets, such as the link of a password reset; only the route's pattern is logged.
pub(super) async fn observe(
    State(operations): State<Operations>,
    mut request: Request,
    next: Next,
) -> Response {
    let begun = Instant::now();
    let id = request_id(&operations, &request);
    // Pages show the same id when something went wrong.
    let value = HeaderValue::from_str(&id).ok();
    if let Some(value) = value.clone() {
        request.headers_mut().insert(REQUEST_ID, value);
    }
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", id = %id, %method, %route);
    let _in_progress = operations.metrics.begin();
    let mut response = next.run(request).instrument(span.clone()).await;
    let status = response.status().as_u16();
    let taken = begun.elapsed();
    operations.metrics.request(method.as_str(), &route, status, taken);
    let millis = u64::try_from(taken.as_millis()).unwrap_or(u64::MAX);
    if status >= 500 {
        tracing::error!(parent: &span, status, millis, "failed");
    } else if is_watching(&route) {
        tracing::debug!(parent: &span, status, millis, "answered");
    } else {
        tracing::info!(parent: &span, status, millis, "answered");
    }
    if let Some(value) = value {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// Whether this is a monitor's or a style sheet's request, of which there are too many to log each.
fn is_watching(route: &str) -> bool {
    route.starts_with("/health") || route == "/metrics" || route.starts_with("/assets")
}

/// The id a proxy gave, if it is harmless to log; else a new one.
fn request_id(operations: &Operations, request: &Request) -> String {
    let given = request.headers().get(REQUEST_ID).and_then(|value| value.to_str().ok());
    let is_harmless = |id: &&str| {
        (8..=REQUEST_ID_LENGTH_MAX).contains(&id.len())
            && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    given.filter(is_harmless).map_or_else(|| kernel::hex(operations.random.bytes::<8>()), str::to_owned)
}
