//! `POST /auth/oauth2/token`: a client of OAuth 2.0 gets a token for its own account (RFC 6749 § 4.4). What is wrong is
//! said in the words of that standard (§ 5.2), not in ours.

use accounts::api::oauth2::{self, Given};
use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::call::{Answer, Call, header_text, is_text};
use crate::problem::Problem;

/// The one thing that can be asked for: what the client may call is its own.
pub(crate) const SCOPE: &str = "all";

/// Why a client gets no token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refusal {
    /// Something is missing, there twice, or said in two ways.
    Request(&'static str),
    /// Nobody knows this client, or it does not know its secret.
    Client {
        /// Whether it said who it is in a header, which is then told how.
        in_header: bool,
    },
    /// Another way to a token than by the credentials of a client.
    GrantType,
    /// Something else than everything the client may call.
    Scope,
}

/// What a client says of itself.
#[derive(Debug, PartialEq, Eq)]
struct Credentials {
    id: String,
    secret: String,
    in_header: bool,
}

pub(crate) async fn token(call: Call) -> Answer {
    match given(&call).await? {
        Ok(given) => Ok(said(
            StatusCode::OK,
            json!({
                "access_token": given.token.reveal(),
                "expires_in": given.lasts.as_secs(),
                "scope": SCOPE,
                "token_type": "Bearer",
            }),
        )),
        Err(refusal) => Ok(refusal.into_response()),
    }
}

async fn given(call: &Call) -> Result<Result<Given, Refusal>, Problem> {
    let asked = match asked(&call.headers, &call.body) {
        Ok(asked) => asked,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let cx = call.cx();
    let given = oauth2::give(&cx.db, call.now, &cx.random, &asked.id, &asked.secret).await?;
    Ok(given.ok_or(Refusal::Client { in_header: asked.in_header }))
}

/// What was sent, when it is what can be asked for. Pure.
fn asked(headers: &HeaderMap, body: &[u8]) -> Result<Credentials, Refusal> {
    // A parameter without a value is none, and none is there twice (§ 3.2).
    let sent: Vec<(String, String)> = form_urlencoded::parse(body).into_owned().collect();
    let find = |name: &str| {
        let mut found = sent.iter().filter(|(key, value)| key == name && !value.is_empty());
        match (found.next(), found.next()) {
            (first, None) => Ok(first.map(|(_, value)| value.as_str())),
            (_, Some(_)) => Err(Refusal::Request("a parameter is there twice")),
        }
    };
    let (id, secret) = (find("client_id")?, find("client_secret")?);
    let in_header = basic(headers)?;
    let credentials = match (in_header, id, secret) {
        (Some(_), _, Some(_)) => return Err(Refusal::Request("the client says who it is in two ways")),
        (Some(known), Some(id), None) if known.id != id => {
            return Err(Refusal::Request("the client says who it is in two ways"));
        }
        (Some(known), _, None) => known,
        (None, Some(id), Some(secret)) => {
            Credentials { id: id.to_owned(), secret: secret.to_owned(), in_header: false }
        }
        (None, _, _) => return Err(Refusal::Client { in_header: false }),
    };
    // Nobody has such a name: no client could be looked for.
    if !(is_text(&credentials.id) && is_text(&credentials.secret)) {
        return Err(Refusal::Client { in_header: credentials.in_header });
    }
    match find("grant_type")? {
        Some("client_credentials") => {}
        Some(_) => return Err(Refusal::GrantType),
        None => return Err(Refusal::Request("grant_type is missing")),
    }
    match find("scope")? {
        None | Some(SCOPE) => Ok(credentials),
        Some(_) => Err(Refusal::Scope),
    }
}

/// What the header says, each half of it encoded as in a form (§ 2.3.1).
fn basic(headers: &HeaderMap) -> Result<Option<Credentials>, Refusal> {
    let Some(said) = header_text(headers, header::AUTHORIZATION.as_str()) else { return Ok(None) };
    let refused = Refusal::Client { in_header: true };
    let (scheme, rest) = said.split_once(' ').ok_or(refused)?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return Err(refused);
    }
    let bytes = STANDARD.decode(rest.trim()).map_err(|_| refused)?;
    let text = String::from_utf8(bytes).map_err(|_| refused)?;
    let (id, secret) = text.split_once(':').ok_or(refused)?;
    let decoded = |half: &str| {
        let half = half.replace('+', " ");
        let bytes = percent_encoding::percent_decode_str(&half).decode_utf8();
        bytes.map(std::borrow::Cow::into_owned).map_err(|_| refused)
    };
    Ok(Some(Credentials { id: decoded(id)?, secret: decoded(secret)?, in_header: true }))
}

fn said(status: StatusCode, body: serde_json::Value) -> Response {
    let kept = [(header::CACHE_CONTROL, "no-store"), (header::PRAGMA, "no-cache")];
    (status, kept, Json(body)).into_response()
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, code, about) = match self {
            Refusal::Request(about) => (StatusCode::BAD_REQUEST, "invalid_request", about),
            Refusal::Client { .. } => (
                StatusCode::UNAUTHORIZED,
                "invalid_client",
                "the client is unknown, has expired, or its secret is another",
            ),
            Refusal::GrantType => {
                (StatusCode::BAD_REQUEST, "unsupported_grant_type", "grant_type is client_credentials here")
            }
            Refusal::Scope => (StatusCode::BAD_REQUEST, "invalid_scope", "the only scope is all"),
        };
        let mut response = said(status, json!({"error": code, "error_description": about}));
        if self == (Refusal::Client { in_header: true }) {
            let challenge = HeaderValue::from_static("Basic realm=\"token\", charset=\"UTF-8\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn header(said: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        if !said.is_empty() {
            headers.insert(header::AUTHORIZATION, HeaderValue::from_str(said).unwrap());
        }
        headers
    }

    fn of(id: &str, secret: &str) -> String {
        format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")))
    }

    #[test]
    fn a_client_says_who_it_is_in_a_header_or_in_the_form() {
        let in_form = "client_id=a&client_secret=b&grant_type=client_credentials&scope=all";
        let known = |in_header| Ok(Credentials { id: "a".to_owned(), secret: "b".to_owned(), in_header });
        assert_eq!(asked(&header(""), in_form.as_bytes()), known(false));
        for body in ["grant_type=client_credentials", "grant_type=client_credentials&scope=&client_id=a"] {
            assert_eq!(asked(&header(&of("a", "b")), body.as_bytes()), known(true), "{body}");
        }
        let encoded = asked(&header(&of("a%3A+b", "%C3%A9%2B")), b"grant_type=client_credentials").unwrap();
        assert_eq!((encoded.id.as_str(), encoded.secret.as_str()), ("a: b", "é+"));
    }

    #[test]
    fn what_is_wrong_is_said_in_the_words_of_the_standard() {
        let twice = Refusal::Request("a parameter is there twice");
        let two_ways = Refusal::Request("the client says who it is in two ways");
        let table = [
            ("", "grant_type=client_credentials", Refusal::Client { in_header: false }),
            ("", "client_id=a&grant_type=client_credentials", Refusal::Client { in_header: false }),
            ("Bearer x", "grant_type=client_credentials", Refusal::Client { in_header: true }),
            ("Basic ???", "grant_type=client_credentials", Refusal::Client { in_header: true }),
            (&of("a\0", "b"), "grant_type=client_credentials", Refusal::Client { in_header: true }),
            ("", "client_id=%00&client_secret=b", Refusal::Client { in_header: false }),
            (&of("a", "b"), "", Refusal::Request("grant_type is missing")),
            (&of("a", "b"), "grant_type=", Refusal::Request("grant_type is missing")),
            (&of("a", "b"), "grant_type=password", Refusal::GrantType),
            (&of("a", "b"), "grant_type=client_credentials&scope=some", Refusal::Scope),
            (&of("a", "b"), "grant_type=client_credentials&grant_type=client_credentials", twice),
            (&of("a", "b"), "client_id=a&client_secret=b", two_ways),
            (&of("a", "b"), "client_id=c", two_ways),
        ];
        for (said, body, refusal) in table {
            assert_eq!(asked(&header(said), body.as_bytes()), Err(refusal), "{said} {body}");
        }
    }

    proptest! {
        #[test]
        fn anything_has_an_answer(said in "[ -~]{0,60}", body in any::<Vec<u8>>()) {
            let _ = asked(&header(&said), &body);
            let _ = asked(&header(&format!("Basic {}", STANDARD.encode(&body))), &body);
        }
    }
}
