//! HTTP calls that leave the house, made in one way: with time-outs, without redirects, with bounded answers.
//!
//! Payment providers and provisioners are called with it, and customers' programs told by it. It knows none of them: what
//! an answer means is theirs to say.

use std::sync::LazyLock;
use std::time::Duration;

use reqwest::{Certificate, Client, ClientBuilder, Response, redirect};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// No HTTP client could be made.
#[derive(Debug, thiserror::Error)]
#[error("no HTTP client could be made")]
pub struct ClientError(#[from] reqwest::Error);

/// A client for calls that leave the house, as [`builder`] begins it. Its clones share their connections.
///
/// # Errors
/// [`ClientError`] when the machine's certificates are not what TLS takes.
pub fn client(timeout: Duration) -> Result<Client, ClientError> {
    Ok(builder(timeout).build()?)
}

/// Who the machine trusts, read once: each client would read the same files again, which is most of what making one
/// costs.
static TRUSTED: LazyLock<Vec<Certificate>> = LazyLock::new(|| {
    let found = rustls_native_certs::load_native_certs();
    let trusted: Vec<Certificate> =
        found.certs.iter().filter_map(|certificate| Certificate::from_der(certificate).ok()).collect();
    if trusted.is_empty() {
        // What is called over HTTP, as in the demonstration, works all the same.
        tracing::warn!(
            "this machine trusts no certificate: calls over HTTPS will fail; install ca-certificates"
        );
    }
    trusted
});

/// What every client has: TLS by rustls with ring and the certificates that the machine trusted when the process began
/// to call, time-outs of 5 s to connect and `timeout` in all, no redirects.
pub fn builder(timeout: Duration) -> ClientBuilder {
    // Another part of the process may have chosen the same provider before.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .tls_certs_only(TRUSTED.iter().cloned())
        .timeout(timeout)
        .connect_timeout(CONNECT_TIMEOUT.min(timeout))
        .redirect(redirect::Policy::none())
        .user_agent(concat!("comptoir/", env!("CARGO_PKG_VERSION")))
}

/// The body of an answer of at most `bytes_max` bytes.
///
/// # Errors
/// What went wrong, in words for a log: it is not whole, or longer.
pub async fn body(mut answer: Response, bytes_max: usize) -> Result<Vec<u8>, String> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|error| explain(&error))? {
        if body.len() + chunk.len() > bytes_max {
            return Err(format!("the answer is longer than {bytes_max} bytes"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// What went wrong, down to its cause, without the address, which may carry a key.
#[must_use]
pub fn explain(error: &reqwest::Error) -> String {
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
