//! Why there is no page, as the reader is told; what happened inside goes to the log, once.

use std::error::Error;
use std::fmt::Write;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// What a handler answers.
pub(crate) type Answer = Result<Response, PageError>;

/// Why a page was not shown.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// There is no such thing, or it is somebody else's.
    #[error("not found")]
    NotFound,
    /// The form's token is not of this session: it was open for too long, or another site sent it.
    #[error("the form has expired")]
    Expired,
    /// The request cannot be understood.
    #[error("bad request: {0}")]
    Bad(String),
    /// More than we read.
    #[error("the body is too large")]
    TooLarge,
    /// Too many tries; how many seconds to wait.
    #[error("too many tries")]
    TooMany {
        /// Seconds until the next try makes sense.
        wait_secs: u64,
    },
    /// Something we need does not answer. Nothing was done.
    #[error("not available: {0}")]
    Unavailable(String),
    /// The database went away while it stored something: it was done or not, and nobody knows.
    #[error("unknown: {0}")]
    Unknown(String),
    /// A bug, or a thing that should not be.
    #[error("internal: {0}")]
    Internal(String),
}

/// The page to show instead, left on a bare answer for the guard to draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Problem {
    NotFound,
    Expired,
    Bad,
    TooLarge,
    TooMany,
    Unavailable,
    Unknown,
    Internal,
}

impl PageError {
    /// An internal error with the whole chain of its causes.
    pub fn internal(error: impl Error) -> PageError {
        PageError::Internal(chain(&error))
    }
}

impl Problem {
    #[cfg(test)]
    pub(crate) const ALL: [Problem; 8] = [
        Problem::NotFound,
        Problem::Expired,
        Problem::Bad,
        Problem::TooLarge,
        Problem::TooMany,
        Problem::Unavailable,
        Problem::Unknown,
        Problem::Internal,
    ];

    pub(crate) const fn status(self) -> StatusCode {
        match self {
            Problem::NotFound => StatusCode::NOT_FOUND,
            Problem::Expired => StatusCode::FORBIDDEN,
            Problem::Bad => StatusCode::BAD_REQUEST,
            Problem::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Problem::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Problem::Unavailable | Problem::Unknown => StatusCode::SERVICE_UNAVAILABLE,
            Problem::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The end of its keys in `errors.ftl`.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Problem::NotFound => "not-found",
            Problem::Expired => "expired",
            Problem::Bad => "bad",
            Problem::TooLarge => "too-large",
            Problem::TooMany => "too-many",
            Problem::Unavailable => "unavailable",
            Problem::Unknown => "unknown",
            Problem::Internal => "internal",
        }
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let (problem, wait_secs) = match &self {
            PageError::NotFound => (Problem::NotFound, None),
            PageError::Expired => (Problem::Expired, None),
            PageError::Bad(_) => (Problem::Bad, None),
            PageError::TooLarge => (Problem::TooLarge, None),
            PageError::TooMany { wait_secs } => (Problem::TooMany, Some(*wait_secs)),
            PageError::Unavailable(_) => (Problem::Unavailable, Some(5)),
            // Whoever repeats by itself is not told to: a person looks first.
            PageError::Unknown(_) => (Problem::Unknown, None),
            PageError::Internal(_) => (Problem::Internal, None),
        };
        match &self {
            PageError::Internal(reason) => tracing::error!(reason, "a page failed"),
            PageError::Unknown(reason) => tracing::error!(reason, "whether a form was taken is unknown"),
            PageError::Unavailable(reason) => tracing::warn!(reason, "a page was not available"),
            PageError::Bad(reason) => tracing::debug!(reason, "a request was refused"),
            PageError::NotFound | PageError::Expired | PageError::TooLarge | PageError::TooMany { .. } => {}
        }
        let mut response = problem.status().into_response();
        if let Some(seconds) = wait_secs {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(problem);
        response
    }
}

impl From<db::Error> for PageError {
    fn from(error: db::Error) -> PageError {
        match &error {
            db::Error::Missing => PageError::NotFound,
            db::Error::Unavailable(_) | db::Error::Conflict(_) => PageError::Unavailable(error.to_string()),
            db::Error::Unknown(_) => PageError::Unknown(error.to_string()),
            db::Error::Constraint { .. }
            | db::Error::Column { .. }
            | db::Error::Statement(_)
            | db::Error::Poisoned(_)
            | db::Error::Panicked(_)
            | db::Error::Migration(_) => PageError::internal(error),
        }
    }
}

impl From<minijinja::Error> for PageError {
    fn from(error: minijinja::Error) -> PageError {
        PageError::internal(error)
    }
}

fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        // Writing to a String does not fail.
        let _ = write!(text, ": {error}");
        cause = error.source();
    }
    text
}
