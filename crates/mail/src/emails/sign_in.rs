//! E-mails about who gets in.

use kernel::Timestamp;
use serde::{Deserialize, Serialize};

use super::BLANK;

/// The link to choose a new password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordReset {
    /// The page, secret included: `/password/new/<token>`.
    pub path: String,
    /// How long it works.
    pub minutes: u16,
}

impl PasswordReset {
    /// The link up to its secret.
    pub(super) fn blanked(&self) -> PasswordReset {
        let kept = self.path.rfind(['/', '=']).map_or("", |end| &self.path[..=end]);
        PasswordReset { path: format!("{kept}{BLANK}"), ..self.clone() }
    }

    pub(super) fn samples() -> [PasswordReset; 1] {
        [PasswordReset { path: "/password/new/0123456789abcdef".to_owned(), minutes: 60 }]
    }
}

/// A sign-in from an unknown browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownSignIn {
    /// When.
    pub at: Timestamp,
    /// From which network address.
    pub peer: String,
    /// The browser as it named itself.
    pub agent: String,
    /// The page that sends a link for a new password.
    pub path: String,
}

impl UnknownSignIn {
    pub(super) fn samples(at: Timestamp) -> [UnknownSignIn; 1] {
        [UnknownSignIn {
            at,
            peer: "2001:db8::17".to_owned(),
            agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) <b>Gecko</b>/20100101 Firefox/140.0".to_owned(),
            path: "/password/forgotten".to_owned(),
        }]
    }
}
