//! What runs before and after every handler: who calls, may they, and the headers of every answer.

use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use accounts::api::{
    AccessRule, ApiMethod, Application, application, credential, is_granted, oauth2, request,
};
use accounts::{Account, CustomerToken};
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, FromRequestParts, RawPathParams, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use db::{AccountTx, RegistryTx};
use futures_util::FutureExt;
use kernel::Timestamp;

use crate::api::{Api, PREFIXES};
use crate::call::{Call, Caller, Grant, Parsed, header_text, is_text};
use crate::console::OfAccount;
use crate::problem::Problem;
use crate::routes::Access;
use crate::signature::{Signed, is_in_time, urls};

/// The largest body.
const BODY_MAX: usize = 256 * 1024;
/// How long a call may take.
const TIME_MAX: Duration = Duration::from_secs(30);

const APPLICATION: &str = "x-ovh-application";
const CONSUMER: &str = "x-ovh-consumer";
const TIMESTAMP: &str = "x-ovh-timestamp";
const SIGNATURE: &str = "x-ovh-signature";
const QUERY_ID: HeaderName = HeaderName::from_static("x-ovh-queryid");

const ALLOWED_HEADERS: &str = "X-Ovh-Timestamp, X-Ovh-Consumer, X-Ovh-Application, X-Ovh-Signature, X-Ovh-Session, \
     X-Ovh-Batch, X-Pagination-Mode, X-Pagination-Size, X-Pagination-Number, X-Pagination-Cursor, \
     X-Pagination-Sort, X-Pagination-Sort-Order, X-Pagination-Filter, Authorization, Content-Type";

/// What one route asks of a request.
#[derive(Clone)]
pub(crate) struct Needs {
    pub(crate) api: Api,
    pub(crate) access: Access,
}

/// The guard of one route.
pub(crate) async fn guard(State(needs): State<Needs>, request: Request, next: Next) -> Response {
    let id = query_id(&needs.api, request.headers());
    let has_token = bearer(request.headers()).is_some();
    let response = if request.method() == Method::OPTIONS {
        // A browser asks whether a page of elsewhere may call; it signs nothing.
        axum::http::StatusCode::NO_CONTENT.into_response()
    } else {
        let answered = tokio::time::timeout(TIME_MAX, answered(&needs, request, next));
        // A handler that panics takes only its own answer away.
        match AssertUnwindSafe(answered).catch_unwind().await {
            Ok(Ok(Ok(response))) => response,
            Ok(Ok(Err(problem))) => challenged(problem, has_token),
            Ok(Err(_)) => Problem::Unavailable.into_response(),
            Err(_) => {
                tracing::error!("a call panicked");
                Problem::Internal.into_response()
            }
        }
    };
    finished(response, &id)
}

/// The problem of a call; one whose token does not open it is told so in the words of RFC 6750 (§ 3) too.
fn challenged(problem: Problem, has_token: bool) -> Response {
    let is_refused = has_token && matches!(problem, Problem::NotGranted | Problem::Forbidden);
    let challenge = if problem == Problem::InvalidToken {
        Some("Bearer realm=\"api\", error=\"invalid_token\"")
    } else {
        is_refused.then_some("Bearer realm=\"api\", error=\"insufficient_scope\"")
    };
    let mut response = problem.into_response();
    if let Some(challenge) = challenge {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    }
    response
}

async fn answered(needs: &Needs, request: Request, next: Next) -> Result<Response, Problem> {
    let (mut parts, body) = request.into_parts();
    let api = needs.api.clone();
    let now = api.cx.clock.now();
    let peer = peer(&api, &parts);
    let turn =
        |subject: &str| api.turns.take(now, subject).map_err(|wait_secs| Problem::TooMany { wait_secs });
    turn(&accounts::limits::network(peer))?;
    let body = to_bytes(body, BODY_MAX).await.map_err(|_| Problem::TooLarge)?;
    let caller = match needs.access {
        Access::Anyone => Caller::Anyone,
        Access::Application => Caller::Application(known(&api, &parts.headers).await?),
        Access::Member => member(&api, now, &parts, &body).await?,
    };
    if let Caller::Member { account, grant } = &caller {
        if !grant.allows(peer) {
            return Err(Problem::Forbidden);
        }
        turn(&grant.subject(account.id))?;
        grant.touch(&api.cx.db, account.id, now).await?;
    }
    let path = RawPathParams::from_request_parts(&mut parts, &()).await.map_err(|_| Problem::NoRoute)?;
    let path = path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let query: Vec<(String, String)> =
        form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
    if let Some((name, _)) = query.iter().find(|(_, value)| !is_text(value)) {
        return Err(Problem::no_text(name));
    }
    let call =
        Call::new(Parsed { api, now, peer, caller, path, query, headers: parts.headers.clone(), body });
    parts.extensions.insert(call);
    Ok(next.run(Request::from_parts(parts, Body::empty())).await)
}

/// The application a request names.
async fn known(api: &Api, headers: &HeaderMap) -> Result<Application, Problem> {
    let key = header_text(headers, APPLICATION).ok_or(Problem::InvalidKey)?.to_owned();
    let found = api.cx.db.registry().read(move |tx| application::find_by_key(tx, &key)).await?;
    found.ok_or(Problem::InvalidKey)
}

/// Whose program makes this request, if it may make it.
async fn member(api: &Api, now: Timestamp, parts: &Parts, body: &Bytes) -> Result<Caller, Problem> {
    let (account, grant) = match (parts.extensions.get::<OfAccount>(), bearer(&parts.headers)) {
        (Some(of), _) => by_hand(api, *of).await?,
        (None, Some(token)) => by_token(api, now, token).await?,
        (None, None) => signed(api, now, parts, body).await?,
    };
    let method = called(&parts.method).ok_or(Problem::NotGranted)?;
    if !is_granted(grant.rules(), method, called_path(&parts.uri)) {
        return Err(Problem::NotGranted);
    }
    Ok(Caller::Member { account: Arc::new(account), grant: Arc::new(grant) })
}

/// The token of a request that has one instead of a signature (RFC 6750 § 2.1).
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = header_text(headers, header::AUTHORIZATION.as_str())?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The account of a customer who calls with their own hand.
async fn by_hand(api: &Api, of: OfAccount) -> Result<(Account, Grant), Problem> {
    let found = api.cx.db.account(of.account()).read(accounts::account::find).await?;
    let everything = |method| AccessRule { method, path: "/*".to_owned() };
    let rules = ApiMethod::ALL.into_iter().map(everything).collect();
    Ok((found.ok_or(Problem::InvalidCredential)?, Grant::Account(rules)))
}

/// Whose client has this token.
async fn by_token(api: &Api, now: Timestamp, token: &str) -> Result<(Account, Grant), Problem> {
    let token = CustomerToken::parse(token).ok_or(Problem::InvalidToken)?;
    let wanted = token.clone();
    let look = move |tx: &mut AccountTx| {
        accounts::account::fetch_ahead(tx)?;
        let Some(client) = oauth2::bearer(tx, now, &wanted)? else { return Ok(None) };
        Ok::<_, db::Error>(accounts::account::find(tx)?.map(|account| (account, client)))
    };
    let found = api.cx.db.account(token.owner()).read(look).await?;
    let (account, client) = found.ok_or(Problem::InvalidToken)?;
    Ok((account, Grant::Client { client, token }))
}

/// Whose program signed this request.
async fn signed(api: &Api, now: Timestamp, parts: &Parts, body: &Bytes) -> Result<(Account, Grant), Problem> {
    let headers = &parts.headers;
    let key = match (header_text(headers, APPLICATION), header_text(headers, CONSUMER)) {
        (Some(key), _) => key.to_owned(),
        (None, Some(_)) => return Err(Problem::InvalidKey),
        (None, None) => return Err(Problem::NotCredential),
    };
    let consumer = header_text(headers, CONSUMER).map(str::to_owned);
    let (timestamp, given) = (header_text(headers, TIMESTAMP), header_text(headers, SIGNATURE));

    let wanted = consumer.clone().unwrap_or_default();
    let look = move |tx: &mut RegistryTx| request::find(tx, &key, &wanted);
    let (application, asked) = api.cx.db.registry().read(look).await?.ok_or(Problem::InvalidKey)?;
    let consumer = consumer.ok_or(Problem::NotCredential)?;
    let asked = asked.ok_or(Problem::UnknownCredential)?;

    let timestamp = timestamp.filter(|sent| is_in_time(sent, now.as_second())).ok_or(Problem::OutOfTime)?;
    let target = parts.uri.path_and_query().map_or("/", |target| target.as_str());
    let host = header_text(headers, header::HOST.as_str())
        .or(parts.uri.authority().map(|authority| authority.as_str()));
    let tried = urls(&[&api.cx.settings.base_url], host, target);
    let signed = Signed {
        secret: application.secret.expose(),
        consumer_key: &consumer,
        method: parts.method.as_str(),
        body,
        timestamp,
    };
    if !given.is_some_and(|given| signed.is_by(&tried, given)) {
        return Err(Problem::InvalidSignature);
    }

    let account = asked.account.ok_or(Problem::InvalidCredential)?;
    let look = move |tx: &mut AccountTx| credential::with_account(tx, asked.credential);
    let found = api.cx.db.account(account).read(look).await?;
    let (account, granted) = found.ok_or(Problem::InvalidCredential)?;
    match granted.state(now) {
        accounts::api::CredentialState::Validated => {}
        accounts::api::CredentialState::PendingValidation
        | accounts::api::CredentialState::Refused
        | accounts::api::CredentialState::Expired => return Err(Problem::InvalidCredential),
    }
    Ok((account, Grant::Credential(granted)))
}

/// The method as rules name it: what asks for the head of an answer reads it.
fn called(method: &Method) -> Option<ApiMethod> {
    if method == Method::HEAD { Some(ApiMethod::Get) } else { ApiMethod::parse(method.as_str()) }
}

/// The path as rules name it: without the version, and without the slash that some clients end it with.
fn called_path(uri: &Uri) -> &str {
    let path = uri.path();
    let path = PREFIXES.iter().find_map(|prefix| path.strip_prefix(prefix)).unwrap_or(path);
    path.strip_suffix('/').unwrap_or(path)
}

fn peer(api: &Api, parts: &Parts) -> std::net::IpAddr {
    let socket = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let forwarded = || parts.headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok();
    accounts::limits::peer(socket, if api.options.is_behind_proxy { forwarded() } else { None })
}

/// The id the server gave this request, so that the answer and the log say the same.
fn query_id(api: &Api, headers: &HeaderMap) -> String {
    let given = header_text(headers, "x-request-id").map(str::to_owned);
    given.unwrap_or_else(|| api.cx.random.token()[..16].to_owned())
}

/// Adds the headers of every answer.
fn finished(mut response: Response, id: &str) -> Response {
    let headers = response.headers_mut();
    // What anyone may keep says so by itself.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache, no-store"));
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, DELETE"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED_HEADERS),
        (header::ACCESS_CONTROL_EXPOSE_HEADERS, "*"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/json") {
        let kind = HeaderValue::from_static("application/json; charset=utf-8");
        headers.insert(header::CONTENT_TYPE, kind);
    }
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(QUERY_ID, id);
    }
    response
}
