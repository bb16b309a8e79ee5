//! Judges where a name leads, once, and hands out what was judged: the connection is opened to that and nothing else.

use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use webhooks::{Reach, address};

/// The addresses of a name, on their way.
pub type Lookup = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// Who knows the addresses of names.
#[derive(Clone)]
pub struct Names(Arc<dyn Fn(String) -> Lookup + Send + Sync>);

impl Names {
    /// The machine's own resolver.
    #[must_use]
    pub fn system() -> Names {
        Names::new(|name| async move {
            let found = tokio::net::lookup_host((name, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }

    /// Whoever answers for `ask`.
    pub fn new<F, R>(ask: F) -> Names
    where
        F: Fn(String) -> R + Send + Sync + 'static,
        R: Future<Output = io::Result<Vec<IpAddr>>> + Send + 'static,
    {
        Names(Arc::new(move |name| Box::pin(ask(name))))
    }
}

/// A name leads to an address that is not to be called. Which one is not said: customers read this, and are not to learn
/// the names of our network.
#[derive(Debug, thiserror::Error)]
#[error("the name leads to an address that is not public")]
pub(crate) struct Refused;

/// A name is not known.
#[derive(Debug, thiserror::Error)]
#[error("the name is not known")]
pub(crate) struct Unresolved;

/// Asks, judges, hands out.
pub(crate) struct Guard {
    pub(crate) names: Names,
    pub(crate) allows: fn(IpAddr) -> bool,
}

impl Guard {
    /// How addresses are judged.
    pub(crate) fn rule(reach: Reach) -> fn(IpAddr) -> bool {
        match reach {
            Reach::Public => address::is_public,
            Reach::Anywhere => |_| true,
        }
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let (asked, allows) = ((self.names.0)(name.as_str().to_owned()), self.allows);
        Box::pin(async move {
            let found = asked.await.map_err(|_| Unresolved)?;
            if found.is_empty() {
                return Err(Unresolved.into());
            }
            // One that is not public among others is no mistake of whoever wrote them down: nothing of it is called.
            if !found.iter().all(|address| allows(*address)) {
                return Err(Refused.into());
            }
            let addresses = found.into_iter().map(|address| SocketAddr::new(address, 0));
            Ok(Box::new(addresses) as Addrs)
        })
    }
}
