//! Provisioners' machines say later what they were asked before.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use flows::callback::ReceiveError;
use services::CallbackError;

use crate::Web;
use crate::orders::webhook::readable;

/// Answered in English and in text: who reads it writes programs.
pub(crate) async fn post(
    State(web): State<Web>,
    Path(provisioner): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, String) {
    let Err(error) = flows::callback::receive(&web.cx, &provisioner, &readable(&headers), &body).await else {
        return (StatusCode::NO_CONTENT, String::new());
    };
    let status = match &error {
        ReceiveError::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ReceiveError::Callback(CallbackError::Unproven(_)) => StatusCode::UNAUTHORIZED,
        ReceiveError::Callback(CallbackError::Unreadable(_)) => StatusCode::UNPROCESSABLE_ENTITY,
        ReceiveError::Callback(CallbackError::NeverCalls)
        | ReceiveError::NothingAsked
        | ReceiveError::Unconfigured(_) => StatusCode::NOT_FOUND,
        ReceiveError::Deliver(_) => {
            tracing::error!(provisioner, %error, "a provisioner's answer could not be kept; it tells it again");
            return (StatusCode::SERVICE_UNAVAILABLE, "not now: send it again".to_owned());
        }
    };
    tracing::warn!(provisioner, %error, "a provisioner's answer was refused");
    (status, error.to_string())
}
