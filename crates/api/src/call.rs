//! What a handler is given: who calls, what for, and the ways to answer.

use std::collections::HashMap;
use std::net::IpAddr;
use std::ops::Deref;
use std::str::FromStr;
use std::sync::Arc;

use accounts::api::{AccessRule, Application, Client, Credential, credential, oauth2};
use accounts::numbers::{self, Numbered};
use accounts::{Account, CustomerToken};
use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use db::{AccountTx, Db};
use flows::Cx;
use ipnet::IpNet;
use kernel::{AccountId, Id, Timestamp};
use serde_json::{Map, Value};

use crate::api::Api;
use crate::problem::Problem;

/// What a handler answers.
pub(crate) type Answer = Result<Response, Problem>;

/// A call that the guard let through.
#[derive(Clone)]
pub(crate) struct Call(Arc<Parsed>);

/// A call of a customer's program.
pub(crate) struct MemberCall {
    call: Call,
    pub(crate) account: Arc<Account>,
    pub(crate) grant: Arc<Grant>,
}

/// By what a program acts for a customer.
#[derive(Debug, Clone)]
pub(crate) enum Grant {
    /// What the customer granted to an application that signs.
    Credential(Credential),
    /// A token of a client of OAuth 2.0.
    Client { client: Client, token: CustomerToken },
    /// The customer's own hand, in the portal: everything.
    Account(Vec<AccessRule>),
}

/// A call of a program that acts for nobody yet.
pub(crate) struct ApplicationCall {
    call: Call,
    pub(crate) application: Application,
}

/// Who calls.
#[derive(Debug)]
pub(crate) enum Caller {
    Anyone,
    Application(Application),
    Member { account: Arc<Account>, grant: Arc<Grant> },
}

/// A call as the guard read it.
pub(crate) struct Parsed {
    pub(crate) api: Api,
    pub(crate) now: Timestamp,
    pub(crate) peer: IpAddr,
    pub(crate) caller: Caller,
    /// The parameters of the path, decoded, in its order.
    pub(crate) path: Vec<(String, String)>,
    /// The parameters of the query, decoded.
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Grant {
    /// What may be called.
    pub(crate) fn rules(&self) -> &[AccessRule] {
        match self {
            Grant::Credential(credential) => &credential.rules,
            Grant::Client { client, .. } => &client.rules,
            Grant::Account(rules) => rules,
        }
    }

    /// From where alone.
    pub(crate) fn allowed_ips(&self) -> Option<&[IpNet]> {
        match self {
            Grant::Credential(credential) => credential.allowed_ips.as_deref(),
            Grant::Client { client, .. } => client.allowed_ips.as_deref(),
            Grant::Account(_) => None,
        }
    }

    /// Until when; a token ends before, and another follows it.
    pub(crate) fn expires_at(&self) -> Option<Timestamp> {
        match self {
            Grant::Credential(credential) => credential.expires_at,
            Grant::Client { client, .. } => client.expires_at,
            Grant::Account(_) => None,
        }
    }

    /// Whether it may be used from there.
    pub(crate) fn allows(&self, peer: IpAddr) -> bool {
        match self {
            Grant::Credential(credential) => credential.allows(peer),
            Grant::Client { client, .. } => client.allows(peer),
            Grant::Account(_) => true,
        }
    }

    /// What its calls are counted under.
    pub(crate) fn subject(&self, account: AccountId) -> String {
        match self {
            Grant::Credential(credential) => format!("credential {}", credential.id),
            Grant::Client { client, .. } => format!("client {}", client.id),
            Grant::Account(_) => format!("account {account}"),
        }
    }

    /// Notes that it was used, when that is due.
    pub(crate) async fn touch(&self, db: &Db, account: AccountId, now: Timestamp) -> Result<(), db::Error> {
        match self {
            Grant::Credential(credential) if credential.is_stale(now) => {
                let id = credential.id;
                db.account(account).write(move |tx| credential::touch(tx, now, id)).await
            }
            Grant::Client { client, .. } if client.is_stale(now) => {
                let id = client.id.clone();
                db.account(account).write(move |tx| oauth2::touch(tx, now, &id)).await
            }
            Grant::Credential(_) | Grant::Client { .. } | Grant::Account(_) => Ok(()),
        }
    }
}

impl MemberCall {
    /// Reads what the account has, in one look.
    pub(crate) async fn read<T, F>(&self, look: F) -> Result<T, Problem>
    where
        F: Fn(&mut AccountTx) -> Result<T, db::Error> + Send + 'static,
        T: Send + 'static,
    {
        Ok(self.cx().db.account(self.account.id).read(look).await?)
    }

    /// The numbers of these things, in their order; what has none gets one.
    pub(crate) async fn numbers<T: 'static>(
        &self,
        kind: Numbered,
        things: &[Id<T>],
    ) -> Result<Vec<i64>, Problem> {
        let wanted = things.to_vec();
        let mut known = self.read(move |tx| numbers::of(tx, kind, &wanted)).await?;
        if known.len() < things.len() {
            let wanted = things.to_vec();
            let account = self.cx().db.account(self.account.id);
            known = account.write(move |tx| numbers::give(tx, kind, &wanted)).await?;
        }
        let known: HashMap<Id<T>, i64> = known.into_iter().collect();
        Ok(things.iter().filter_map(|thing| known.get(thing).copied()).collect())
    }

    /// What the number in the path stands for, with the number.
    pub(crate) async fn named<T: 'static>(
        &self,
        key: &'static str,
        kind: Numbered,
    ) -> Result<(i64, Id<T>), Problem> {
        let number: i64 = self.param(key)?;
        let thing = self.numbered(kind, &[number]).await?.get(&number).copied();
        let missing = || Problem::NotFound { key, value: number.to_string() };
        Ok((number, thing.ok_or_else(missing)?))
    }

    /// What has these numbers.
    pub(crate) async fn numbered<T: 'static>(
        &self,
        kind: Numbered,
        wanted: &[i64],
    ) -> Result<HashMap<i64, Id<T>>, Problem> {
        let wanted = wanted.to_vec();
        let found = self.read(move |tx| numbers::things(tx, kind, &wanted)).await?;
        Ok(found.into_iter().map(|(thing, number)| (number, thing)).collect())
    }
}

impl Call {
    pub(crate) fn new(parsed: Parsed) -> Call {
        Call(Arc::new(parsed))
    }

    pub(crate) fn cx(&self) -> &Cx {
        &self.api.cx
    }

    /// A parameter of the path. What cannot be one names a thing that does not exist.
    pub(crate) fn param<T: FromStr>(&self, key: &'static str) -> Result<T, Problem> {
        let value = self.path.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
        let value = value.unwrap_or_default();
        let missing = || Problem::NotFound { key, value: value.to_owned() };
        if !is_text(value) {
            return Err(missing());
        }
        value.parse().map_err(|_| missing())
    }

    /// Whether the path has a parameter of this name.
    pub(crate) fn names(&self, key: &str) -> bool {
        self.path.iter().any(|(name, _)| name == key)
    }

    /// A parameter of the query; «null» is how some clients leave one out.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty() && *value != "null")
    }

    /// A whole number of the query.
    pub(crate) fn query_long(&self, name: &str) -> Result<Option<i64>, Problem> {
        let read = |text: &str| text.parse().map_err(|_| Problem::not_a(name, text, "long"));
        self.query(name).map(read).transpose()
    }

    /// The body as an object, whatever its type is said to be; no body is an empty one.
    pub(crate) fn fields(&self) -> Result<Map<String, Value>, Problem> {
        if self.body.is_empty() {
            return Ok(Map::new());
        }
        match serde_json::from_slice(&self.body) {
            Ok(Value::Object(fields)) => match fields.iter().find(|(name, value)| !has_texts(name, value)) {
                Some((name, _)) => Err(Problem::no_text(name)),
                None => Ok(fields),
            },
            Ok(Value::Null) => Ok(Map::new()),
            Ok(Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) | Err(_) => {
                Err(Problem::Bad { field: "body".to_owned(), reason: "a JSON object is expected".to_owned() })
            }
        }
    }
}

/// Whether a text can be kept: PostgreSQL has none with U+0000, and what one database refuses both do.
pub(crate) fn is_text(text: &str) -> bool {
    !text.contains('\0')
}

/// Whether everything that is said under a name can be kept.
fn has_texts(name: &str, value: &Value) -> bool {
    is_text(name)
        && match value {
            Value::String(text) => is_text(text),
            Value::Array(values) => values.iter().all(|value| has_texts("", value)),
            Value::Object(fields) => fields.iter().all(|(name, value)| has_texts(name, value)),
            Value::Null | Value::Bool(_) | Value::Number(_) => true,
        }
}

/// What a header says, if it says anything.
pub(crate) fn header_text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim).filter(|value| !value.is_empty())
}

/// JSON as it is.
pub(crate) fn json(value: impl Into<Value>) -> Answer {
    Ok(Json(value.into()).into_response())
}

/// What answers nothing answers `null`: a client that reads JSON finds some.
pub(crate) fn void() -> Answer {
    json(Value::Null)
}

impl Deref for Call {
    type Target = Parsed;
    fn deref(&self) -> &Parsed {
        &self.0
    }
}

impl Deref for MemberCall {
    type Target = Call;
    fn deref(&self) -> &Call {
        &self.call
    }
}

impl Deref for ApplicationCall {
    type Target = Call;
    fn deref(&self) -> &Call {
        &self.call
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Call {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Call, Problem> {
        let call = parts.extensions.get::<Call>().cloned();
        call.ok_or_else(|| {
            tracing::error!("a route of the API has no guard");
            Problem::Internal
        })
    }
}

// A call behind the wrong access fails closed.

impl<S: Send + Sync> FromRequestParts<S> for MemberCall {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<MemberCall, Problem> {
        let call = Call::from_request_parts(parts, state).await?;
        match &call.caller {
            Caller::Member { account, grant } => {
                let (account, grant) = (Arc::clone(account), Arc::clone(grant));
                Ok(MemberCall { call, account, grant })
            }
            Caller::Anyone | Caller::Application(_) => Err(Problem::NotCredential),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for ApplicationCall {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<ApplicationCall, Problem> {
        let call = Call::from_request_parts(parts, state).await?;
        match &call.caller {
            Caller::Application(application) => {
                let application = application.clone();
                Ok(ApplicationCall { call, application })
            }
            Caller::Anyone | Caller::Member { .. } => Err(Problem::InvalidKey),
        }
    }
}
