//! Why a call was not answered, in a body that clients of both generations read.

use std::collections::BTreeMap;
use std::error::Error;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// Why a call was not answered. The words are a contract: clients compare them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The signature is not that of this request.
    InvalidSignature,
    /// The time of the request is too far from ours.
    OutOfTime,
    /// Nobody signed it.
    NotCredential,
    /// There is no such application.
    InvalidKey,
    /// The consumer key does not exist.
    UnknownCredential,
    /// The consumer key opens nothing: not yet, or no more.
    InvalidCredential,
    /// The token opens nothing: it was never given, has expired, or its client is gone.
    InvalidToken,
    /// The access rules do not grant this call.
    NotGranted,
    /// It may not be used from there.
    Forbidden,
    /// The account has no such thing.
    NotFound {
        /// What it is found by: `billId`.
        key: &'static str,
        /// What was asked for.
        value: String,
    },
    /// The account has no service of that name.
    NoService,
    /// Nothing of that kind is there; a state, not a mistake.
    None,
    /// No route leads there.
    NoRoute,
    /// A value cannot be understood.
    Bad {
        /// The name of the value.
        field: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Nothing is owed.
    NothingToPay,
    /// More than we read.
    TooLarge,
    /// Too many calls.
    TooMany {
        /// Seconds until the next makes sense.
        wait_secs: u64,
    },
    /// Something we need does not answer.
    Unavailable,
    /// It is not known whether it was done; whoever repeats by itself is not told to.
    Unknown,
    /// A mistake of ours.
    Internal,
}

/// The parts of a problem that do not depend on the call.
struct Form {
    status: StatusCode,
    code: &'static str,
    class: &'static str,
}

impl Problem {
    /// A value that is not of its type.
    pub(crate) fn not_a(field: &str, value: &str, kind: &str) -> Problem {
        let reason = format!("Given data ({value}) is not valid for type {kind}");
        Problem::Bad { field: field.to_owned(), reason }
    }

    /// A text that no database keeps.
    pub(crate) fn no_text(field: &str) -> Problem {
        let reason = "a text without the character U+0000 is expected".to_owned();
        Problem::Bad { field: field.replace('\0', ""), reason }
    }

    /// A mistake of ours, told to the log with the chain of its causes.
    pub(crate) fn internal(error: &(dyn Error + 'static)) -> Problem {
        tracing::error!(error, "a call failed");
        Problem::Internal
    }

    fn form(&self) -> Form {
        let form = |status, code, class| Form { status, code, class };
        match self {
            Problem::InvalidSignature => {
                form(StatusCode::BAD_REQUEST, "INVALID_SIGNATURE", "Client::BadRequest")
            }
            Problem::OutOfTime => form(StatusCode::BAD_REQUEST, "QUERY_TIME_OUT", "Client::BadRequest"),
            Problem::NotCredential => form(StatusCode::FORBIDDEN, "NOT_CREDENTIAL", "Client::Forbidden"),
            Problem::InvalidKey => form(StatusCode::FORBIDDEN, "INVALID_KEY", "Client::Forbidden"),
            Problem::UnknownCredential | Problem::InvalidCredential => {
                form(StatusCode::FORBIDDEN, "INVALID_CREDENTIAL", "Client::Forbidden")
            }
            Problem::InvalidToken => {
                form(StatusCode::UNAUTHORIZED, "INVALID_CREDENTIAL", "Client::Unauthorized")
            }
            Problem::NotGranted => form(StatusCode::FORBIDDEN, "NOT_GRANTED_CALL", "Client::Forbidden"),
            Problem::Forbidden => form(StatusCode::FORBIDDEN, "FORBIDDEN", "Client::Forbidden"),
            Problem::NotFound { .. } | Problem::NoService | Problem::None | Problem::NoRoute => {
                form(StatusCode::NOT_FOUND, "NOT_FOUND", "Client::NotFound")
            }
            Problem::Bad { .. } | Problem::NothingToPay => {
                form(StatusCode::BAD_REQUEST, "BAD_REQUEST", "Client::BadRequest")
            }
            Problem::TooLarge => {
                form(StatusCode::PAYLOAD_TOO_LARGE, "PAYLOAD_TOO_LARGE", "Client::PayloadTooLarge")
            }
            Problem::TooMany { .. } => {
                form(StatusCode::TOO_MANY_REQUESTS, "TOO_MANY_REQUESTS", "Client::TooManyRequests")
            }
            Problem::Unavailable => {
                form(StatusCode::SERVICE_UNAVAILABLE, "SERVICE_UNAVAILABLE", "Server::ServiceUnavailable")
            }
            Problem::Unknown | Problem::Internal => form(
                StatusCode::INTERNAL_SERVER_ERROR,
                "INTERNAL_SERVER_ERROR",
                "Server::InternalServerError",
            ),
        }
    }

    fn message(&self) -> String {
        let fixed = match self {
            Problem::InvalidSignature => "Invalid signature",
            Problem::OutOfTime => "Query out of time",
            Problem::NotCredential => "You must login first",
            Problem::InvalidKey => "This application key is invalid",
            Problem::UnknownCredential => "This credential does not exist",
            Problem::InvalidCredential => "This credential is not valid",
            Problem::InvalidToken => "This token is not valid",
            Problem::NotGranted => "This call has not been granted",
            Problem::Forbidden => "User not granted for this request",
            Problem::NotFound { key, value } => {
                return format!("The requested object ({key} = {value}) does not exist");
            }
            Problem::NoService => "This service does not exist",
            Problem::None => "The requested object does not exist",
            Problem::NoRoute => "Got an invalid (or empty) URL",
            Problem::Bad { field, reason } => return format!("[{field}] {reason}"),
            Problem::NothingToPay => "Nothing to pay",
            Problem::TooLarge => "The request is too large",
            Problem::TooMany { .. } => "Too many requests",
            Problem::Unavailable => "The service is not available, try again in a moment",
            Problem::Unknown => "It is not known whether this was done: look before you ask again",
            Problem::Internal => "Internal server error",
        };
        fixed.to_owned()
    }

    /// The body.
    pub(crate) fn to_json(&self) -> serde_json::Value {
        let Form { status, code, class } = self.form();
        let mut details = BTreeMap::new();
        if let Problem::Bad { field, reason } = self {
            details.insert(field.clone(), reason.clone());
        }
        // «403 Forbidden», as the standard library of HTTP words it.
        let http_code = status.to_string();
        json!({
            "class": class,
            "message": self.message(),
            "errorCode": code,
            "httpCode": http_code,
            "details": details,
        })
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.form().status, Json(self.to_json())).into_response();
        let wait_secs = match self {
            Problem::TooMany { wait_secs } => Some(wait_secs),
            Problem::Unavailable => Some(5),
            Problem::InvalidSignature
            | Problem::OutOfTime
            | Problem::NotCredential
            | Problem::InvalidKey
            | Problem::UnknownCredential
            | Problem::InvalidCredential
            | Problem::InvalidToken
            | Problem::NotGranted
            | Problem::Forbidden
            | Problem::NotFound { .. }
            | Problem::NoService
            | Problem::None
            | Problem::NoRoute
            | Problem::Bad { .. }
            | Problem::NothingToPay
            | Problem::TooLarge
            | Problem::Unknown
            | Problem::Internal => None,
        };
        if let Some(seconds) = wait_secs {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<db::Error> for Problem {
    fn from(error: db::Error) -> Problem {
        match &error {
            db::Error::Missing => Problem::None,
            db::Error::Unavailable(_) | db::Error::Conflict(_) => {
                tracing::warn!(%error, "a call could not be answered");
                Problem::Unavailable
            }
            db::Error::Unknown(_) => {
                tracing::error!(%error, "whether a call was carried out is unknown");
                Problem::Unknown
            }
            db::Error::Constraint { .. }
            | db::Error::Column { .. }
            | db::Error::Statement(_)
            | db::Error::Poisoned(_)
            | db::Error::Panicked(_)
            | db::Error::Migration(_) => Problem::internal(&error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_generations_find_their_keys() {
        let problem = Problem::NotFound { key: "billId", value: "FR123".to_owned() };
        let expected = json!({
            "class": "Client::NotFound",
            "message": "The requested object (billId = FR123) does not exist",
            "errorCode": "NOT_FOUND",
            "httpCode": "404 Not Found",
            "details": {},
        });
        assert_eq!(problem.to_json(), expected);
        let bad = Problem::not_a("date.from", "soon", "datetime");
        assert_eq!(bad.to_json()["message"], "[date.from] Given data (soon) is not valid for type datetime");
        assert_eq!(bad.to_json()["details"]["date.from"], "Given data (soon) is not valid for type datetime");
    }
}
