//! E-mails of a sign-up.

use kernel::Timestamp;
use serde::{Deserialize, Serialize};

use super::BLANK;

/// The one-time code that proves an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignUpCode {
    /// The digits.
    pub code: String,
    /// How long they can be typed.
    pub minutes: u16,
}

impl SignUpCode {
    pub(super) fn blanked(&self) -> SignUpCode {
        SignUpCode { code: BLANK.to_owned(), ..self.clone() }
    }

    pub(super) fn samples() -> [SignUpCode; 1] {
        [SignUpCode { code: "042917".to_owned(), minutes: 15 }]
    }
}

/// Someone signs up with an address that has an account: only its owner learns of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressTaken {
    /// When.
    pub at: Timestamp,
    /// The sign-in page.
    pub sign_in_path: String,
    /// The page that sends a link for a new password.
    pub reset_path: String,
}

impl AddressTaken {
    pub(super) fn samples(at: Timestamp) -> [AddressTaken; 1] {
        [AddressTaken {
            at,
            sign_in_path: "/sign-in".to_owned(),
            reset_path: "/password/forgotten".to_owned(),
        }]
    }
}

/// The account exists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountCreated {
    /// The dashboard.
    pub path: String,
}

impl AccountCreated {
    pub(super) fn samples() -> [AccountCreated; 1] {
        [AccountCreated { path: "/".to_owned() }]
    }
}
