//! What kind of person an account belongs to; it drives withdrawal and payment kinds.

use serde::{Deserialize, Serialize};

/// The kind of person that holds an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AccountType {
    /// A person who buys for private needs only: a consumer.
    Individual,
    /// A legal person or a sole trader who buys for a business.
    Corporation,
    /// An association.
    Association,
    /// A public body.
    Administration,
}

impl AccountType {
    /// Every kind, in the order sign-up offers them.
    pub const ALL: [AccountType; 4] = [
        AccountType::Individual,
        AccountType::Corporation,
        AccountType::Association,
        AccountType::Administration,
    ];

    /// The word used in files, tables and addresses.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            AccountType::Individual => "individual",
            AccountType::Corporation => "corporation",
            AccountType::Association => "association",
            AccountType::Administration => "administration",
        }
    }

    /// The kind this word names.
    #[must_use]
    pub fn parse(code: &str) -> Option<AccountType> {
        AccountType::ALL.into_iter().find(|kind| kind.code() == code)
    }
}
