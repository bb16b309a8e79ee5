//! The one way to make an HTTP client: with time-outs, without redirects, with bounded answers.

use std::time::Duration;

use reqwest::{Client, Response, redirect};

/// The longest a provider may take to answer; then the outcome is unknown.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(15);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const ANSWER_BYTES_MAX: usize = 1024 * 1024;

/// No HTTP client could be made.
#[derive(Debug, thiserror::Error)]
#[error("no HTTP client could be made")]
pub struct ClientError(#[from] reqwest::Error);

/// A client for calls that leave the house: TLS by rustls with ring, time-outs of 5 s to connect and `timeout`
/// in all, no redirects. Its clones share their connections.
///
/// # Errors
/// [`ClientError`] when the machine's certificates cannot be used.
pub fn client(timeout: Duration) -> Result<Client, ClientError> {
    // Another part of the process may have chosen the same provider before.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = Client::builder()
        .timeout(timeout)
        .connect_timeout(CONNECT_TIMEOUT.min(timeout))
        .redirect(redirect::Policy::none())
        .user_agent(concat!("comptoir/", env!("CARGO_PKG_VERSION")));
    Ok(builder.build()?)
}

/// The body of an answer, if it is whole and not too long.
pub(crate) async fn body(mut answer: Response) -> Result<Vec<u8>, String> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|error| explain(&error))? {
        body.extend_from_slice(&chunk);
        if body.len() > ANSWER_BYTES_MAX {
            return Err(format!("the answer is longer than {ANSWER_BYTES_MAX} bytes"));
        }
    }
    Ok(body)
}

/// What went wrong, down to its cause, without the address, which may carry a key.
pub(crate) fn explain(error: &reqwest::Error) -> String {
    let kind = if error.is_timeout() {
        "no answer in time"
    } else if error.is_connect() {
        "no connection"
    } else {
        "the connection broke"
    };
    let mut text = kind.to_owned();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}
