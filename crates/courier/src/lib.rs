//! Takes messages to addresses that customers chose, and to nothing that only we reach.
//!
//! A name is asked for once for each message; if any of its addresses is not public nothing is opened, else the connection
//! goes to one of the very addresses that were judged ([`guard`]): an answer that changes between the judging and the
//! opening opens nothing (DNS rebinding). No connection is kept for a later message, no redirect is followed, no proxy of
//! the environment is asked, and what comes back is read for so long and so far only.

mod guard;

use std::sync::Arc;
use std::time::Duration;

use egress::ClientError;
use reqwest::{Client, header};
use tokio::time::Instant;
use url::{Host, Url};
use webhooks::{
    Answer, Courier, Failure, ID_HEADER, Outgoing, Reach, SIGNATURE_HEADER, Sent, TIMESTAMP_HEADER, check_url,
};

use guard::{Guard, Refused, Unresolved};
pub use guard::{Lookup, Names};

/// The longest a whole exchange takes: the specification asks for 15 to 30 seconds.
pub const TIMEOUT: Duration = Duration::from_secs(20);
/// How much of an answer is read.
const ANSWER_BYTES_MAX: usize = 1024;

/// A courier to the Internet.
#[derive(Clone)]
pub struct Internet {
    client: Client,
    guard: Arc<Guard>,
    reach: Reach,
}

impl Internet {
    /// One that calls what `reach` allows, by the machine's own resolver.
    ///
    /// # Errors
    /// [`ClientError`] when the machine's certificates are not what TLS takes.
    pub fn new(reach: Reach) -> Result<Internet, ClientError> {
        Internet::with(reach, Names::system(), Guard::rule(reach), TIMEOUT)
    }

    /// One with its own resolver, its own judgement of addresses and its own patience: what tests need.
    ///
    /// # Errors
    /// As [`Internet::new`].
    pub fn with(
        reach: Reach,
        names: Names,
        allows: fn(std::net::IpAddr) -> bool,
        timeout: Duration,
    ) -> Result<Internet, ClientError> {
        let guard = Arc::new(Guard { names, allows });
        let builder = egress::builder(timeout)
            .no_proxy()
            .pool_max_idle_per_host(0)
            .https_only(reach == Reach::Public)
            .dns_resolver(Arc::clone(&guard))
            .user_agent(concat!("comptoir-webhooks/", env!("CARGO_PKG_VERSION")));
        Ok(Internet { client: builder.build()?, guard, reach })
    }

    /// The address, if it may be called: what was allowed when it was added may not be any more.
    fn judged(&self, url: &str) -> Result<Url, Failure> {
        let url = check_url(url, self.reach).map_err(|_| Failure::Address)?;
        // A number is asked of no resolver.
        let is_allowed = match url.host() {
            Some(Host::Ipv4(v4)) => (self.guard.allows)(v4.into()),
            Some(Host::Ipv6(v6)) => (self.guard.allows)(v6.into()),
            Some(Host::Domain(_)) => true,
            None => false,
        };
        if is_allowed { Ok(url) } else { Err(Failure::Address) }
    }

    async fn exchange(&self, message: &Outgoing) -> Result<Answer, Failure> {
        let url = self.judged(&message.url)?;
        let request = self
            .client
            .post(url)
            .header(header::CONTENT_TYPE, "application/json")
            .header(ID_HEADER, &message.id)
            .header(TIMESTAMP_HEADER, message.at.as_second())
            .header(SIGNATURE_HEADER, &message.signature)
            .body(message.body.clone());
        let mut answer = request.send().await.map_err(|error| reason(&error))?;
        let (status, mut body) = (answer.status().as_u16(), Vec::new());
        // The status says it all; what more there is or is not of the body changes nothing.
        while body.len() < ANSWER_BYTES_MAX
            && let Ok(Some(chunk)) = answer.chunk().await
        {
            body.extend_from_slice(&chunk[..chunk.len().min(ANSWER_BYTES_MAX - body.len())]);
        }
        Ok(Answer { status, body })
    }
}

#[async_trait::async_trait]
impl Courier for Internet {
    async fn post(&self, message: &Outgoing) -> Sent {
        let begun = Instant::now();
        let outcome = self.exchange(message).await;
        let millis = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        Sent { outcome, millis }
    }
}

impl std::fmt::Debug for Internet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Internet({:?})", self.reach)
    }
}

/// Why nothing came back, found among the causes of the error.
fn reason(error: &reqwest::Error) -> Failure {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(inner) = cause {
        if inner.is::<Refused>() {
            return Failure::Address;
        }
        if inner.is::<Unresolved>() {
            return Failure::Name;
        }
        cause = inner.source();
    }
    if error.is_timeout() {
        Failure::TimeOut
    } else if error.is_connect() {
        Failure::Connection
    } else {
        Failure::Broken
    }
}
