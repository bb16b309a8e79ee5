//! Providers' machines: the signature is checked, the event kept, the answer given; the work comes later.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use flows::webhook::ReceiveError;
use kernel::Headers;

use crate::Web;

pub(crate) async fn post(
    State(web): State<Web>,
    Path(gateway): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    match flows::webhook::receive(&web.cx, &gateway, &readable(&headers), &body).await {
        Ok(_) => StatusCode::OK,
        Err(ReceiveError::TooLarge) => StatusCode::PAYLOAD_TOO_LARGE,
        Err(ReceiveError::Webhook(error)) => {
            tracing::warn!(gateway, %error, "a webhook was refused");
            StatusCode::BAD_REQUEST
        }
        Err(ReceiveError::Unconfigured(_)) => StatusCode::NOT_FOUND,
        Err(ReceiveError::Db(error)) => {
            tracing::error!(gateway, %error, "a webhook could not be kept; the provider will send it again");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}

/// The headers that are text.
pub(crate) fn readable(headers: &HeaderMap) -> Headers {
    headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?))).collect()
}
