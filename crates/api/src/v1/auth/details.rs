//! `GET /auth/details`: who this call acts for.

use serde_json::json;

use crate::call::{self, Answer, Grant, MemberCall};
use crate::v1::me::api::credential::rules;
use crate::v1::me::api::oauth2::identity;

pub(crate) async fn get(call: MemberCall) -> Answer {
    let nic = &call.account.nic;
    let (method, description, identity) = match &*call.grant {
        Grant::Credential(_) | Grant::Account(_) => {
            ("account", None, format!("urn:v1:eu:identity:account:{nic}"))
        }
        Grant::Client { client, .. } => {
            ("oauth2_client_credentials", Some(&client.name), identity(nic, client))
        }
    };
    call::json(json!({
        "account": nic,
        "allowedRoutes": rules(call.grant.rules()),
        "description": description,
        "identities": [identity],
        "method": method,
        "roles": [],
        "user": null,
    }))
}
