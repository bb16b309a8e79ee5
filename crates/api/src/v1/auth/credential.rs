//! `POST /auth/credential`: an application asks a customer for access.

use accounts::api::{AccessRule, ApiMethod, Keys, Wanted, WantedFault, request};
use accounts::limits::{self, TakeError};
use ipnet::IpNet;
use serde_json::{Map, Value, json};

use crate::call::{self, Answer, ApplicationCall};
use crate::problem::Problem;
use crate::v1::fields::{bad, given};

pub(crate) async fn post(call: ApplicationCall) -> Answer {
    let wanted = wanted(&call.fields()?)?;
    wanted.check().map_err(faulty)?;
    let (cx, now) = (call.cx(), call.now);
    let (limit, network) = (cx.settings.limits.key_peer, limits::network(call.peer));
    cx.db.registry().write(move |tx| limits::take(tx, now, limit, &network)).await.map_err(taken)?;
    let keys = Keys::draw(&cx.random);
    request::ask(&cx.db, now, call.application.id, &keys, wanted).await?;
    let link = keys.link();
    call::json(json!({
        "consumerKey": keys.consumer_key().expose(),
        "state": "pendingValidation",
        "validationUrl": format!("{}/auth/?credentialToken={}", cx.settings.base_url, link.expose()),
    }))
}

/// What an application asks for, as it wrote it.
fn wanted(fields: &Map<String, Value>) -> Result<Wanted, Problem> {
    let rules = given(fields, "accessRules").unwrap_or(&Value::Null);
    let rules = rules.as_array().ok_or_else(|| bad("accessRules", "a list of rules is expected"))?;
    let redirection = given(fields, "redirection").map(|value| text("redirection", value)).transpose()?;
    let allowed_ips = blocks(given(fields, "allowedIPs").unwrap_or(&Value::Null))?;
    Ok(Wanted { rules: rules.iter().map(rule).collect::<Result<_, _>>()?, allowed_ips, redirection })
}

fn rule(value: &Value) -> Result<AccessRule, Problem> {
    let method = text("accessRules.method", &value["method"])?;
    let known = ApiMethod::parse(&method);
    let method = known.ok_or_else(|| Problem::not_a("accessRules.method", &method, "auth.HTTPMethodEnum"))?;
    Ok(AccessRule { method, path: text("accessRules.path", &value["path"])? })
}

/// Blocks of addresses; none restricts nothing.
pub(crate) fn blocks(value: &Value) -> Result<Option<Vec<IpNet>>, Problem> {
    if value.is_null() {
        return Ok(None);
    }
    let list = value.as_array().ok_or_else(|| bad("allowedIPs", "a list is expected"))?;
    let block = |value: &Value| {
        let text = text("allowedIPs", value)?;
        request::block(&text).ok_or_else(|| Problem::not_a("allowedIPs", &text, "ipBlock"))
    };
    let blocks = list.iter().map(block).collect::<Result<Vec<_>, _>>()?;
    Ok(Some(blocks).filter(|blocks| !blocks.is_empty()))
}

fn text(field: &str, value: &Value) -> Result<String, Problem> {
    value.as_str().map(str::to_owned).ok_or_else(|| bad(field, "a text is expected"))
}

fn faulty(fault: WantedFault) -> Problem {
    let field = match fault {
        WantedFault::Rules => "accessRules",
        WantedFault::Path => "accessRules.path",
        WantedFault::Blocks => "allowedIPs",
        WantedFault::Redirection => "redirection",
    };
    bad(field, &format!("expected: {fault}"))
}

fn taken(error: TakeError) -> Problem {
    match error {
        TakeError::Limited(limited) => {
            Problem::TooMany { wait_secs: limited.retry_after.as_secs().unsigned_abs() }
        }
        TakeError::Db(error) => error.into(),
    }
}
