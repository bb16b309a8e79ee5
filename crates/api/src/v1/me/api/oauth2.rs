//! `/me/api/oauth2/client`: the clients of OAuth 2.0 that act for the account.

use accounts::api::application::CreateError;
use accounts::api::oauth2::{self, NewClient};
use accounts::api::{Client, Keys};
use db::AccountTx;
use serde_json::{Map, Value, json};

use crate::call::{self, Answer, MemberCall, void};
use crate::problem::Problem;
use crate::v1::fields::{bad, given, maybe_text, needed, text};

const KEY: &str = "clientId";
const NAME: &str = "name";
const DESCRIPTION: &str = "description";
const CALLBACKS: &str = "callbackUrls";
const FLOW: &str = "flow";
/// The only way to a token.
const CLIENT_CREDENTIALS: &str = "CLIENT_CREDENTIALS";

pub(crate) async fn list(call: MemberCall) -> Answer {
    let found = call.read(oauth2::list).await?;
    call::json(found.into_iter().map(|client| client.id).collect::<Vec<_>>())
}

pub(crate) async fn get(call: MemberCall) -> Answer {
    let id: String = call.param(KEY)?;
    let wanted = id.clone();
    let found = call.read(move |tx| oauth2::find(tx, &wanted)).await?;
    call::json(shape(&call, &found.ok_or_else(|| missing(&id))?))
}

/// A client may do what the program may that makes it, from where that may, and for as long: who was lent something
/// lends no more.
pub(crate) async fn post(call: MemberCall) -> Answer {
    let fields = call.fields()?;
    let flow = text(FLOW, needed(&fields, FLOW)?)?;
    if flow != CLIENT_CREDENTIALS {
        return Err(bad(FLOW, &format!("only {CLIENT_CREDENTIALS} leads to a token here")));
    }
    no_callback(&fields)?;
    let new = NewClient {
        name: text(NAME, needed(&fields, NAME)?)?.to_owned(),
        description: text(DESCRIPTION, needed(&fields, DESCRIPTION)?)?.to_owned(),
        rules: call.grant.rules().to_vec(),
        allowed_ips: call.grant.allowed_ips().map(<[_]>::to_vec),
        expires_at: call.grant.expires_at(),
    };
    let (cx, keys) = (call.cx(), Keys::draw(&call.cx().random));
    let client = oauth2::create(&cx.db, call.now, call.account.id, &keys, new).await.map_err(faulty)?;
    call::json(json!({"clientId": client.id, "clientSecret": keys.client_secret().expose()}))
}

pub(crate) async fn put(call: MemberCall) -> Answer {
    let id: String = call.param(KEY)?;
    let fields = call.fields()?;
    no_callback(&fields)?;
    let name = maybe_text(&fields, NAME)?.map(str::to_owned);
    let description = maybe_text(&fields, DESCRIPTION)?.map(str::to_owned);
    let wanted = id.clone();
    let describe =
        move |tx: &mut AccountTx| oauth2::describe(tx, &wanted, name.as_deref(), description.as_deref());
    let account = call.cx().db.account(call.account.id);
    let is_there = account.write::<_, CreateError, _>(describe).await.map_err(faulty)?;
    if is_there { void() } else { Err(missing(&id)) }
}

pub(crate) async fn delete(call: MemberCall) -> Answer {
    let id: String = call.param(KEY)?;
    if oauth2::delete(&call.cx().db, call.account.id, &id).await? { void() } else { Err(missing(&id)) }
}

/// Nobody is sent back anywhere: an address to send them to would be a misunderstanding.
fn no_callback(fields: &Map<String, Value>) -> Result<(), Problem> {
    match given(fields, CALLBACKS).map(|value| value.as_array().map(Vec::is_empty)) {
        None | Some(Some(true)) => Ok(()),
        Some(Some(false)) => Err(bad(CALLBACKS, "a client with credentials of its own sends nobody back")),
        Some(None) => Err(bad(CALLBACKS, "a list is expected")),
    }
}

fn faulty(error: CreateError) -> Problem {
    match error {
        CreateError::NoName | CreateError::TooLong => bad(NAME, &error.to_string()),
        CreateError::TooMany => bad(FLOW, &error.to_string()),
        CreateError::Db(error) => error.into(),
    }
}

fn missing(id: &str) -> Problem {
    Problem::NotFound { key: KEY, value: id.to_owned() }
}

/// What a client is called among identities.
pub(crate) fn identity(nic: &str, client: &Client) -> String {
    format!("urn:v1:eu:identity:credential:{nic}/oauth2-{}", client.id)
}

/// `oauth2.client`; the secret is never shown again.
fn shape(call: &MemberCall, client: &Client) -> Value {
    json!({
        "callbackUrls": null,
        "clientId": client.id,
        "createdAt": call.datetime(client.created_at),
        "description": client.description,
        "flow": CLIENT_CREDENTIALS,
        "identity": identity(&call.account.nic, client),
        "name": client.name,
    })
}
