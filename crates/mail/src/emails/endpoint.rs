//! E-mails about the endpoints of a customer's programs.

use kernel::Timestamp;
use serde::{Deserialize, Serialize};

/// Nothing is sent to an endpoint any more, and it was not its owner who switched it off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndpointSwitchedOff {
    /// What it is called.
    pub endpoint: String,
    /// Whether it answered that it wants nothing more; otherwise it received nothing for too long.
    pub is_gone: bool,
    /// Since when nothing arrived; none where the last but one did.
    pub failing_since: Option<Timestamp>,
    /// The endpoint's page.
    pub path: String,
}

impl EndpointSwitchedOff {
    pub(super) fn samples(at: Timestamp) -> [EndpointSwitchedOff; 2] {
        let gone = EndpointSwitchedOff {
            endpoint: "hooks.example.com/<b>comptoir".to_owned(),
            is_gone: true,
            failing_since: None,
            path: "/webhooks/endpoints/01964f2e-9c3a-7000-8000-000000000001".to_owned(),
        };
        let failed = EndpointSwitchedOff { is_gone: false, failing_since: Some(at), ..gone.clone() };
        [gone, failed]
    }
}
