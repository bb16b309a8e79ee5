//! E-mail addresses: what we accept, and when two are the same.

use serde::{Deserialize, Serialize};

/// An address we can write to; equal addresses differ at most in case.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress {
    written: String,
    norm: String,
}

/// A text that is not an e-mail address we can write to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address such as name@example.org")]
pub struct InvalidEmail;

/// RFC 5321 § 4.5.3.1: 64 octets before the @, 254 in all.
const LOCAL_MAX: usize = 64;
const ADDRESS_MAX: usize = 254;

impl EmailAddress {
    /// Reads an address: printable ASCII, one `@`, a domain with a dot. Spaces around it are dropped.
    ///
    /// # Errors
    /// [`InvalidEmail`] for anything else, quoted local parts and address literals included.
    pub fn parse(text: &str) -> Result<EmailAddress, InvalidEmail> {
        let written = text.trim();
        let (local, domain) = written.rsplit_once('@').ok_or(InvalidEmail)?;
        if written.len() > ADDRESS_MAX || !is_local(local) || !is_domain(domain) {
            return Err(InvalidEmail);
        }
        Ok(EmailAddress { written: written.to_owned(), norm: written.to_ascii_lowercase() })
    }

    /// The address as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The address in lower case: what is unique among customers.
    ///
    /// Local parts are case-sensitive by the letter of RFC 5321, and in nobody's practice.
    #[must_use]
    pub fn norm(&self) -> &str {
        &self.norm
    }
}

/// Dot-separated atoms (RFC 5322 § 3.2.3).
fn is_local(local: &str) -> bool {
    let is_atom = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte);
    local.len() <= LOCAL_MAX && local.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(is_atom))
}

fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        let inside = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        inside && !label.is_empty() && label.len() <= 63 && !label.starts_with('-') && !label.ends_with('-')
    };
    let last = domain.rsplit('.').next().unwrap_or_default();
    domain.contains('.') && domain.split('.').all(is_label) && !last.bytes().all(|byte| byte.is_ascii_digit())
}

impl PartialEq for EmailAddress {
    fn eq(&self, other: &EmailAddress) -> bool {
        self.norm == other.norm
    }
}
impl Eq for EmailAddress {}

impl std::fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.written)
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = InvalidEmail;
    fn try_from(text: String) -> Result<EmailAddress, InvalidEmail> {
        EmailAddress::parse(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> String {
        address.written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_keep_their_writing_and_compare_without_case() {
        let address = EmailAddress::parse("  Jeanne.Dupont+ct@Example.ORG ").expect("a usual address");
        assert_eq!(address.as_str(), "Jeanne.Dupont+ct@Example.ORG");
        assert_eq!(address, EmailAddress::parse("jeanne.dupont+ct@example.org").expect("a usual address"));
    }

    #[test]
    fn what_cannot_be_written_to_is_refused() {
        for bad in [
            "",
            "jeanne",
            "@example.org",
            "jeanne@",
            "jeanne@localhost",
            "a b@example.org",
            "a@b@example.org",
            ".a@example.org",
            "a..b@example.org",
            "a@example..org",
            "a@-example.org",
            "a@127.0.0.1",
            "a@example.org\r\nBcc: b@example.org",
            "a\n@example.org",
            "\"a b\"@example.org",
            "é@example.org",
        ] {
            assert_eq!(EmailAddress::parse(bad), Err(InvalidEmail), "{bad:?} was accepted");
        }
        assert!(EmailAddress::parse(&format!("{}@example.org", "a".repeat(65))).is_err());
        assert!(EmailAddress::parse(&format!("a@{}.org", "a.".repeat(130))).is_err());
    }
}
