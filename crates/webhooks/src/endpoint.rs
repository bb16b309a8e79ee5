//! A program's address that is told what happens: what it may be, its states. Pure.

use std::net::IpAddr;

use kernel::{EndpointId, SignedDuration, Timestamp};
use url::{Host, Url};

use crate::address::is_public;
use crate::event::EventKind;
use crate::signature::Secret;

/// The most endpoints of one account.
pub const ENDPOINTS_MAX: usize = 10;
/// The longest address.
pub const URL_CHARS_MAX: usize = 500;
/// The longest description.
pub const DESCRIPTION_CHARS_MAX: usize = 100;
/// How long the secret of before still signs.
pub(crate) const SECRET_KEPT: SignedDuration = SignedDuration::from_hours(24);

/// Which addresses may be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Reach {
    /// Those that everybody reaches, by HTTPS.
    #[default]
    Public,
    /// Any, by HTTP too: for tests, demonstrations and programs in the operator's own network.
    Anywhere,
}

kernel::words! {
    /// Whether an endpoint is told anything.
    EndpointState {
        /// It is.
        Active = "active",
        /// Its owner switched it off.
        Disabled = "disabled",
        /// It failed for so long that nothing is sent any more.
        Failed = "failed",
        /// It answered that it wants nothing more.
        Gone = "gone",
    }
}

/// A program's address that is told what happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Its id.
    pub id: EndpointId,
    /// Where messages go.
    pub url: String,
    /// What its owner calls it; may be empty.
    pub description: String,
    /// What it is told; all kinds when empty.
    pub wanted: Vec<EventKind>,
    /// What signs its messages.
    pub secret: Secret,
    /// What signed before, and until when it still does.
    pub secret_before: Option<(Secret, Timestamp)>,
    /// Whether it is told anything.
    pub state: EndpointState,
    /// Since when nothing arrived, if the last try failed.
    pub failing_since: Option<Timestamp>,
    /// When it was added.
    pub created_at: Timestamp,
}

impl Endpoint {
    /// What to call it where others may read it too: its description, or its server and path without the query, which may
    /// carry a secret.
    #[must_use]
    pub fn name(&self) -> String {
        if !self.description.is_empty() {
            return self.description.clone();
        }
        let url = Url::parse(&self.url).ok();
        let place = url.and_then(|url| Some(format!("{}{}", url.host_str()?, url.path())));
        place.unwrap_or_default()
    }

    /// The secrets that sign at `now`: two while one is changed.
    pub(crate) fn secrets(&self, now: Timestamp) -> impl Iterator<Item = &Secret> {
        let before = self.secret_before.as_ref().filter(|(_, until)| now < *until);
        std::iter::once(&self.secret).chain(before.map(|(secret, _)| secret))
    }
}

/// Why an address cannot be an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UrlFault {
    /// It is none, or has no host.
    #[error("not an address")]
    Form,
    /// Longer than [`URL_CHARS_MAX`].
    #[error("too long")]
    TooLong,
    /// Not HTTPS.
    #[error("not https")]
    Scheme,
    /// It carries a user or a password, which would be kept and shown.
    #[error("carries a user or a password")]
    Credentials,
    /// The port is one where other things than programs of the web listen.
    #[error("a port of other services")]
    Port,
    /// The host is not one that everybody reaches.
    #[error("not a public host")]
    Private,
}

/// An address as it is kept. What its name leads to is judged again by each connection: today's answer says nothing of
/// tomorrow's.
///
/// # Errors
/// See [`UrlFault`].
pub fn check_url(text: &str, reach: Reach) -> Result<Url, UrlFault> {
    let text = text.trim();
    if text.chars().count() > URL_CHARS_MAX {
        return Err(UrlFault::TooLong);
    }
    let mut url = Url::parse(text).map_err(|_| UrlFault::Form)?;
    let is_http = url.scheme() == "http" && reach == Reach::Anywhere;
    if url.scheme() != "https" && !is_http {
        // «example.com» alone is no address; another scheme is one of another kind.
        return Err(if url.has_host() { UrlFault::Scheme } else { UrlFault::Form });
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(UrlFault::Credentials);
    }
    let Some(host) = url.host() else { return Err(UrlFault::Form) };
    if reach == Reach::Public {
        let is_private = match host {
            Host::Ipv4(v4) => !is_public(IpAddr::V4(v4)),
            Host::Ipv6(v6) => !is_public(IpAddr::V6(v6)),
            Host::Domain(name) => is_local(name),
        };
        if is_private {
            return Err(UrlFault::Private);
        }
        // Below 1024 live mail, remote consoles and file servers.
        if url.port().is_some_and(|port| port < 1024) {
            return Err(UrlFault::Port);
        }
    }
    url.set_fragment(None);
    Ok(url)
}

/// Names that mean something on one network only.
fn is_local(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    let ends = ["localhost", "local", "internal", "intranet", "lan", "home.arpa"];
    let is_under =
        |end: &&str| name == *end || name.strip_suffix(*end).is_some_and(|rest| rest.ends_with('.'));
    !name.contains('.') || ends.iter().any(is_under)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str, reach: Reach) -> Option<UrlFault> {
        check_url(text, reach).err()
    }

    #[test]
    fn public_https_addresses_are_endpoints() {
        for text in [
            "https://example.com",
            " https://example.com:8443/hooks?a=b ",
            "https://1.1.1.1/",
            "https://bücher.example/x",
        ] {
            assert_eq!(fault(text, Reach::Public), None, "{text}");
        }
        assert_eq!(
            check_url("https://example.com/a#b", Reach::Public).unwrap().as_str(),
            "https://example.com/a"
        );
    }

    #[test]
    fn each_other_address_is_refused_for_its_reason() {
        let table = [
            ("", UrlFault::Form),
            ("example.com", UrlFault::Form),
            ("mailto:me@example.com", UrlFault::Form),
            ("http://example.com", UrlFault::Scheme),
            ("ftp://example.com", UrlFault::Scheme),
            ("https://user:secret@example.com", UrlFault::Credentials),
            ("https://example.com:25", UrlFault::Port),
            ("https://localhost/", UrlFault::Private),
            ("https://LOCALHOST./", UrlFault::Private),
            ("https://printer/", UrlFault::Private),
            ("https://metadata.google.internal/", UrlFault::Private),
            ("https://nas.local/", UrlFault::Private),
            ("https://127.0.0.1/", UrlFault::Private),
            ("https://2130706433/", UrlFault::Private),
            ("https://0x7f.1/", UrlFault::Private),
            ("https://0177.0.0.1/", UrlFault::Private),
            ("https://[::1]/", UrlFault::Private),
            ("https://[::ffff:10.0.0.1]/", UrlFault::Private),
            ("https://169.254.169.254/latest/meta-data", UrlFault::Private),
        ];
        for (text, wanted) in table {
            assert_eq!(fault(text, Reach::Public), Some(wanted), "{text}");
        }
        let long = format!("https://example.com/{}", "a".repeat(URL_CHARS_MAX));
        assert_eq!(fault(&long, Reach::Public), Some(UrlFault::TooLong));
    }

    #[test]
    fn a_name_tells_no_secret() {
        let endpoint = |url: &str, description: &str| Endpoint {
            id: EndpointId::digest(&[b"1"]),
            url: url.to_owned(),
            description: description.to_owned(),
            wanted: Vec::new(),
            secret: Secret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap(),
            secret_before: None,
            state: EndpointState::Active,
            failing_since: None,
            created_at: Timestamp::UNIX_EPOCH,
        };
        let url = "https://example.com:8443/hooks?token=s3cret";
        assert_eq!(endpoint(url, "").name(), "example.com/hooks");
        assert_eq!(endpoint(url, "Books").name(), "Books");
    }

    #[test]
    fn an_operator_may_open_their_own_network() {
        assert_eq!(fault("http://127.0.0.1:1234/", Reach::Anywhere), None);
        assert_eq!(fault("http://printer/", Reach::Anywhere), None);
        assert_eq!(fault("ftp://printer/", Reach::Anywhere), Some(UrlFault::Scheme));
    }
}
