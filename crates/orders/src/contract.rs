//! Contracts a customer accepts with an order: what was accepted, in which version, when, from where. Pure.

use kernel::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A text that must be accepted to order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contract {
    /// Its stable code, such as `terms`.
    pub code: String,
    /// Its version, such as `2026-01`.
    pub version: String,
    /// The message key of its title.
    pub title: String,
    /// The SHA-256 of its text, in hexadecimal: a version whose text was changed is noticed.
    pub sha256: String,
}

/// A contract that was accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptedContract {
    /// What was accepted.
    pub contract: Contract,
    /// When.
    pub accepted_at: Timestamp,
    /// The network address it was accepted from, if it is known.
    pub address: Option<String>,
}

/// Contracts that were not accepted, or not in the version in force.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not accepted: {}", .0.join(", "))]
pub struct NotAccepted(pub Vec<String>);

impl Contract {
    /// The contract whose words are `text`.
    #[must_use]
    pub fn new(code: &str, version: &str, title: &str, text: &str) -> Contract {
        Contract {
            code: code.to_owned(),
            version: version.to_owned(),
            title: title.to_owned(),
            sha256: sha256(text.as_bytes()),
        }
    }

    /// What a form sends back for this contract in this wording, so that a text that changed between the page
    /// and the order is not taken for accepted.
    #[must_use]
    pub fn mark(&self) -> String {
        format!("{}:{}:{}", self.code, self.version, &self.sha256[..16.min(self.sha256.len())])
    }
}

/// The acceptance of all the contracts `asked`, from the marks a form sent.
///
/// # Errors
/// [`NotAccepted`] with the codes whose mark is missing.
pub fn accept(
    asked: &[Contract],
    marks: &[String],
    now: Timestamp,
    address: Option<&str>,
) -> Result<Vec<AcceptedContract>, NotAccepted> {
    let missing: Vec<String> = asked
        .iter()
        .filter(|contract| !marks.contains(&contract.mark()))
        .map(|contract| contract.code.clone())
        .collect();
    if !missing.is_empty() {
        return Err(NotAccepted(missing));
    }
    let accepted = |contract: &Contract| AcceptedContract {
        contract: contract.clone(),
        accepted_at: now,
        address: address.map(str::to_owned),
    };
    Ok(asked.iter().map(accepted).collect())
}

/// The SHA-256 of `bytes` in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    kernel::hex(Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_contract_must_be_accepted_in_its_wording() {
        let now = Timestamp::UNIX_EPOCH;
        let terms = Contract::new("terms", "1", "contract-terms", "Be kind.");
        let privacy = Contract::new("privacy", "3", "contract-privacy", "We keep little.");
        let asked = [terms.clone(), privacy.clone()];
        let old = Contract::new("terms", "1", "contract-terms", "Be nice.");
        let marks = [old.mark(), privacy.mark()];
        assert_eq!(accept(&asked, &marks, now, None), Err(NotAccepted(vec!["terms".to_owned()])));
        let marks = [privacy.mark(), terms.mark(), "else".to_owned()];
        let accepted = accept(&asked, &marks, now, Some("192.0.2.7")).unwrap();
        assert_eq!(accepted[0].contract, terms);
        assert_eq!((accepted[1].accepted_at, accepted[1].address.as_deref()), (now, Some("192.0.2.7")));
    }

    #[test]
    fn a_hash_is_the_published_one() {
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256(b"abc"), expected);
    }
}
