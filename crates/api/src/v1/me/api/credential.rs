//! `/me/api/credential`: what the account granted to programs.

use accounts::api::{AccessRule, Credential, CredentialState, application, credential};
use db::AccountTx;
use serde_json::{Value, json};

use crate::call::{self, Answer, MemberCall, void};
use crate::problem::Problem;
use crate::v1::auth::credential::blocks;
use crate::v1::me::api::application::shape as application_shape;

const KEY: &str = "credentialId";

pub(crate) async fn list(call: MemberCall) -> Answer {
    let application = call.query_long("applicationId")?;
    let state = call.query("status").map(|word| {
        let state = CredentialState::ALL.into_iter().find(|state| status(*state) == word);
        state.ok_or_else(|| Problem::not_a("status", word, "auth.CredentialStateEnum"))
    });
    let state = state.transpose()?;
    let found = call.cx().db.account(call.account.id).read(credential::list).await?;
    let is_wanted = |one: &&Credential| {
        application.is_none_or(|id| one.application == id)
            && state.is_none_or(|state| one.state(call.now) == state)
    };
    call::json(found.iter().filter(is_wanted).map(|one| one.id).collect::<Vec<_>>())
}

pub(crate) async fn get(call: MemberCall) -> Answer {
    let found = found(&call).await?;
    call::json(shape(&call, &found))
}

/// The application is its owner's; what it was granted is ours to see, so its name is too.
pub(crate) async fn application(call: MemberCall) -> Answer {
    let id = found(&call).await?.application;
    let found = call.cx().db.registry().read(move |tx| application::find(tx, id)).await?;
    call::json(application_shape(&found.ok_or_else(|| missing(id))?))
}

/// Only the addresses can be changed; what else is sent is as it was.
pub(crate) async fn put(call: MemberCall) -> Answer {
    let id: i64 = call.param(KEY)?;
    let fields = call.fields()?;
    let Some(given) = fields.get("allowedIPs") else {
        found(&call).await?;
        return void();
    };
    let blocks = blocks(given)?;
    let restrict = move |tx: &mut AccountTx| credential::restrict(tx, id, blocks.as_deref());
    if call.cx().db.account(call.account.id).write(restrict).await? { void() } else { Err(missing(id)) }
}

pub(crate) async fn delete(call: MemberCall) -> Answer {
    let id = call.param(KEY)?;
    if credential::revoke(&call.cx().db, call.account.id, id).await? { void() } else { Err(missing(id)) }
}

async fn found(call: &MemberCall) -> Result<Credential, Problem> {
    let id = call.param(KEY)?;
    let found = call.cx().db.account(call.account.id).read(move |tx| credential::find(tx, id)).await?;
    found.ok_or_else(|| missing(id))
}

fn missing(id: i64) -> Problem {
    Problem::NotFound { key: KEY, value: id.to_string() }
}

/// `auth.CredentialStateEnum`.
const fn status(state: CredentialState) -> &'static str {
    match state {
        CredentialState::PendingValidation => "pendingValidation",
        CredentialState::Validated => "validated",
        CredentialState::Refused => "refused",
        CredentialState::Expired => "expired",
    }
}

/// `auth.AccessRule[]`.
pub(crate) fn rules(rules: &[AccessRule]) -> Value {
    rules.iter().map(|rule| json!({"method": rule.method.code(), "path": rule.path})).collect()
}

/// `auth.ApiCredential`.
pub(crate) fn shape(call: &MemberCall, credential: &Credential) -> Value {
    let blocks = credential.allowed_ips.as_ref();
    let blocks = blocks.map(|blocks| blocks.iter().map(ToString::to_string).collect::<Vec<_>>());
    json!({
        "allowedIPs": blocks,
        "applicationId": credential.application,
        "creation": call.datetime(credential.created_at),
        "credentialId": credential.id,
        "expiration": credential.expires_at.map(|at| call.datetime(at)),
        "lastUse": credential.used_at.map(|at| call.datetime(at)),
        "ovhSupport": false,
        "rules": rules(&credential.rules),
        "status": status(credential.state(call.now)),
    })
}
