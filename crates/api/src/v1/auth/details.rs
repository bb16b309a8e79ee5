//! `GET /auth/details`: who this call acts for.

use serde_json::json;

use crate::call::{self, Answer, MemberCall};
use crate::v1::me::api::credential::rules;

pub(crate) async fn get(call: MemberCall) -> Answer {
    let nic = &call.account.nic;
    call::json(json!({
        "account": nic,
        "allowedRoutes": rules(&call.credential),
        "description": null,
        "identities": [format!("urn:v1:eu:identity:account:{nic}")],
        "method": "account",
        "roles": [],
        "user": null,
    }))
}
