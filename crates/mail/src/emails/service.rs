//! E-mails of a service.

use serde::{Deserialize, Serialize};

use super::order::{as_text, from_text};

/// A service is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceDelivered {
    /// The order's number.
    #[serde(serialize_with = "as_text", deserialize_with = "from_text")]
    pub order: i64,
    /// The service's technical name: `srv-1a2b3c`.
    pub service: String,
    /// What was ordered.
    pub product: String,
    /// How to get in, without secrets; may be empty.
    pub access: Vec<AccessField>,
    /// Whether there are secrets besides, which wait in the portal.
    pub has_secret: bool,
    /// The service's page.
    pub path: String,
}

/// One access detail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessField {
    /// Its name as the provisioner gave it.
    pub label: String,
    /// Its value.
    pub value: String,
}

impl ServiceDelivered {
    pub(super) fn samples() -> [ServiceDelivered; 2] {
        let field =
            |label: &str, value: &str| AccessField { label: label.to_owned(), value: value.to_owned() };
        let server = ServiceDelivered {
            order: 1_000_042,
            service: "srv-1a2b3c".to_owned(),
            product: "Demo Server 1".to_owned(),
            access: vec![
                field("IPv4", "192.0.2.17"),
                field("IPv6", "2001:db8::17"),
                field("Login", "root"),
                field("Note", "x<&>\"y"),
            ],
            has_secret: true,
            path: "/services/srv-1a2b3c".to_owned(),
        };
        let without = ServiceDelivered { access: Vec::new(), has_secret: false, ..server.clone() };
        [server, without]
    }
}
