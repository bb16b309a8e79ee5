//! Whom an e-mail is for, and why.

use accounts::{Account, EmailAddress};
use kernel::{Locale, SubsidiaryCode};
use serde::{Deserialize, Serialize};

/// Whom an e-mail is for, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// The address.
    pub to: EmailAddress,
    /// The reader's name; none before it is known.
    pub name: Option<String>,
    /// The account's identifier; none before there is one.
    pub nic: Option<String>,
    /// The language.
    pub locale: Locale,
    /// The legal entity that writes; its time zone is the e-mail's.
    pub subsidiary: SubsidiaryCode,
    /// What the e-mail is sent for, unique in the account: `order/<id>/paid`. The same cause is one e-mail.
    pub cause: String,
}

impl Envelope {
    /// To the primary address of an account.
    #[must_use]
    pub fn to_account(account: &Account, cause: impl Into<String>) -> Envelope {
        Envelope {
            to: EmailAddress::parse(&account.email)
                .expect("an account's address was parsed when it was made"),
            name: Some(account.name()).filter(|name| !name.is_empty()),
            nic: Some(account.nic.clone()),
            locale: account.locale,
            subsidiary: account.subsidiary,
            cause: cause.into(),
        }
    }

    /// The same to another address the account's owner named: a copy, with a cause of its own.
    #[must_use]
    pub fn copy_to(self, to: EmailAddress) -> Envelope {
        let cause = format!("{}/copy", self.cause);
        Envelope { to, cause, ..self }
    }

    /// To an address that has no account yet.
    #[must_use]
    pub fn to_newcomer(
        to: EmailAddress,
        locale: Locale,
        subsidiary: SubsidiaryCode,
        cause: impl Into<String>,
    ) -> Envelope {
        Envelope { to, name: None, nic: None, locale, subsidiary, cause: cause.into() }
    }
}
