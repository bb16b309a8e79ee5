//! `/me/api/application`: the programs the account registered.

use accounts::api::{Application, application};
use serde_json::{Value, json};

use crate::call::{self, Answer, MemberCall, void};
use crate::problem::Problem;

const KEY: &str = "applicationId";

pub(crate) async fn list(call: MemberCall) -> Answer {
    let owner = call.account.id;
    let found = call.cx().db.registry().read(move |tx| application::list(tx, owner)).await?;
    call::json(found.iter().map(|application| application.id).collect::<Vec<_>>())
}

pub(crate) async fn get(call: MemberCall) -> Answer {
    let (id, owner) = (call.param(KEY)?, call.account.id);
    let found = call.cx().db.registry().read(move |tx| application::find(tx, id)).await?;
    let found = found.filter(|application| application.owner == owner).ok_or_else(|| missing(id))?;
    call::json(shape(&found))
}

pub(crate) async fn delete(call: MemberCall) -> Answer {
    let id = call.param(KEY)?;
    if application::delete(&call.cx().db, call.account.id, id).await? { void() } else { Err(missing(id)) }
}

fn missing(id: i64) -> Problem {
    Problem::NotFound { key: KEY, value: id.to_string() }
}

/// `auth.ApiApplication`; the secret is never shown again.
pub(crate) fn shape(application: &Application) -> Value {
    json!({
        "applicationId": application.id,
        "applicationKey": application.key,
        "description": application.description,
        "name": application.name,
        "status": "active",
    })
}
