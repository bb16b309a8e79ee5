//! What a customer needs to use a service: addresses, logins, passwords.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How to reach and enter a service; may be empty, since some services need no access.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    /// The details, in the order to show them.
    pub fields: Vec<AccessField>,
}

/// One detail of an access.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessField {
    /// What it is, such as «IPv4» or «Password», as the provisioner names it.
    pub label: String,
    /// The detail itself. Shown to the customer only; it does not print in logs when it is secret.
    pub value: String,
    /// Whether pages hide it until asked.
    #[serde(default)]
    pub secret: bool,
}

impl Access {
    /// The largest number of details of one service.
    pub const FIELDS_MAX: usize = 30;
    /// The longest label, in characters.
    pub const LABEL_CHARS_MAX: usize = 100;
    /// The longest value, in characters; a private key fits.
    pub const VALUE_CHARS_MAX: usize = 4_000;

    /// Whether there is nothing to transmit.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// The same access with one more detail.
    #[must_use]
    pub fn with(mut self, label: &str, value: &str) -> Access {
        self.fields.push(AccessField { label: label.to_owned(), value: value.to_owned(), secret: false });
        self
    }

    /// The same access with one more detail that pages hide.
    #[must_use]
    pub fn with_secret(mut self, label: &str, value: &str) -> Access {
        self.fields.push(AccessField { label: label.to_owned(), value: value.to_owned(), secret: true });
        self
    }

    /// Whether it is within the limits: what a program or a person sends is not trusted to be short.
    #[must_use]
    pub fn is_acceptable(&self) -> bool {
        let fits = |field: &AccessField| {
            !field.label.trim().is_empty()
                && field.label.chars().count() <= Access::LABEL_CHARS_MAX
                && field.value.chars().count() <= Access::VALUE_CHARS_MAX
        };
        self.fields.len() <= Access::FIELDS_MAX && self.fields.iter().all(fits)
    }
}

impl fmt::Debug for AccessField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = if self.secret { "***" } else { &self.value };
        write!(f, "{}: {value}", self.label)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_detail_does_not_print() {
        let access = Access::default().with("Login", "root").with_secret("Password", "hunter2");
        let printed = format!("{access:?}");
        assert!(printed.contains("root") && !printed.contains("hunter2"), "{printed}");
    }

    #[test]
    fn an_access_has_limits() {
        assert!(Access::default().is_acceptable());
        assert!(Access::default().with("IPv4", "192.0.2.1").is_acceptable());
        assert!(!Access::default().with(" ", "x").is_acceptable());
        assert!(!Access::default().with("key", &"x".repeat(4_001)).is_acceptable());
        let many = (0..31).fold(Access::default(), |access, index| access.with(&index.to_string(), "x"));
        assert!(!many.is_acceptable());
    }
}
