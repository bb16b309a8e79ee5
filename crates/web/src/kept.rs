//! What was typed into a form that was sent after the session was over: kept until its author, signed in again, is back
//! on its page, and put into the form there. It is not sent by itself.

use accounts::kept::{self, BYTES_MAX, KEPT, KeptForm};
use accounts::{CustomerToken, StaffToken};
use axum::body::{Body, to_bytes};
use axum::extract::FromRequest;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, Request, header};
use serde::Serialize;
use serde_json::Value;

use crate::cookies::Cookie;
use crate::error::PageError;
use crate::form::Form;
use crate::visit::{Visit, Who};
use crate::{Web, csrf};

/// The form of a browser.
const FORM: &str = "application/x-www-form-urlencoded";
/// A form that has such a field is not kept, nor is one that carries files.
const SECRETS: [&str; 3] = ["password", "code", "secret"];

/// What comes back into a form, by the names its fields may have there.
pub(crate) type Typed = Vec<(String, String)>;

/// Keeps the form that came without a session, when the session it was shown in is known; the cookie that says so.
///
/// Only what our own page sent is kept: the form's token is checked against the session that is over.
pub(crate) async fn keep(
    web: &Web,
    visit: &Visit,
    who: Who,
    parts: &Parts,
    body: Body,
    place: &str,
) -> Option<HeaderValue> {
    let is_form = text(&parts.headers, &header::CONTENT_TYPE).starts_with(FORM);
    if !is_form || visit.is_new_browser {
        return None;
    }
    let (owner, secret) = former(web, who, &parts.headers)?;
    let body = to_bytes(body, BYTES_MAX).await.ok()?;
    let sent = std::str::from_utf8(&body).ok()?;
    let pairs = || sent.split('&').filter_map(|pair| pair.split_once('='));
    let (_, token) = pairs().find(|(name, _)| *name == "csrf")?;
    if !csrf::is_valid(token, &secret) || pairs().any(|(name, _)| is_secret(name)) {
        return None;
    }
    let action = parts.uri.path().rsplit('/').next().unwrap_or_default();
    let fields: Vec<String> =
        pairs().filter(|(name, _)| *name != "csrf").map(|(name, value)| format!("{name}={value}")).collect();
    let form = KeptForm { owner, place: place.to_owned(), fields: format!("{action}&{}", fields.join("&")) };
    let (now, browser) = (visit.now, web.cx.db.account(visit.visitor_account()));
    match browser.write(move |tx| kept::keep(tx, now, &form)).await {
        Ok(true) => Cookie::Kept.set("yes", Some(KEPT), web.options.is_secure),
        Ok(false) => None,
        Err(error) => {
            // They are told that it was not taken, which stays true.
            tracing::warn!(%error, "what was typed is not kept");
            None
        }
    }
}

/// What this reader had typed on this page before their session was over.
pub(crate) async fn take(web: &Web, visit: &Visit, parts: &Parts) -> Option<Typed> {
    let is_page = parts.method == Method::GET && !visit.is_htmx;
    if !is_page || Cookie::Kept.read(&parts.headers, web.options.is_secure).is_none() {
        return None;
    }
    let member = visit.member.as_ref().map(|member| of_member(&member.token));
    let owner = member.or_else(|| visit.staff.as_ref().map(|staff| format!("staff/{}", staff.id)))?;
    let (now, place) = (visit.now, visit.here());
    let browser = web.cx.db.account(visit.visitor_account());
    let found = browser.write(move |tx| kept::take(tx, now, &owner, &place)).await;
    let found = found.inspect_err(|error| tracing::warn!(%error, "what was typed is not found")).ok()??;
    let (action, fields) = found.split_once('&')?;
    Some(typed(action, read(fields).await?))
}

/// The view with what was typed in its form.
pub(crate) fn filled<V: Serialize>(view: &V, typed: &Typed) -> Result<Value, PageError> {
    let mut view = serde_json::to_value(view).map_err(PageError::internal)?;
    if let Some(Value::Object(values)) = view.pointer_mut("/form/values") {
        for (name, value) in typed {
            values.insert(name.clone(), Value::String(value.clone()));
        }
    }
    Ok(view)
}

/// A page with several forms calls their fields by the last word of the form's address too, and boxes of one name by
/// their value.
fn typed(action: &str, fields: Typed) -> Typed {
    let named = |(name, value): (String, String)| {
        [
            (format!("{name}-{value}"), "yes".to_owned()),
            (format!("{name}-{action}"), value.clone()),
            (name, value),
        ]
    };
    fields.into_iter().flat_map(named).collect()
}

async fn read(fields: &str) -> Option<Typed> {
    let request = Request::post("/").header(header::CONTENT_TYPE, FORM).body(Body::from(fields.to_owned()));
    let form = Form::<Typed>::from_request(request.ok()?, &()).await;
    form.ok().map(|Form(fields)| fields)
}

/// Whose session it was, and the secret of its forms. The session is over, so nothing is opened by it.
fn former(web: &Web, who: Who, headers: &HeaderMap) -> Option<(String, String)> {
    let is_secure = web.options.is_secure;
    match who {
        Who::Customers => {
            let token = CustomerToken::parse(&Cookie::Session.read(headers, is_secure)?)?;
            Some((of_member(&token), token.reveal()))
        }
        Who::Staff => {
            let cookie = Cookie::Staff.read(headers, is_secure)?;
            let token = StaffToken::parse(&cookie)?;
            Some((format!("staff/{}", token.owner()), cookie))
        }
    }
}

fn of_member(token: &CustomerToken) -> String {
    format!("account/{}", token.owner())
}

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRETS.iter().any(|secret| name.contains(secret))
}

fn text<'a>(headers: &'a HeaderMap, name: &header::HeaderName) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_found_by_every_name_its_page_may_have_for_it() {
        let of = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let typed = typed("refuse", vec![of("note", "No."), of("kind", "identity")]);
        for expected in [of("note", "No."), of("note-refuse", "No."), of("kind-identity", "yes")] {
            assert!(typed.contains(&expected), "{expected:?}");
        }
    }

    #[test]
    fn a_form_with_a_password_or_a_code_is_secret() {
        assert!(is_secret("password") && is_secret("new_password") && is_secret("code"));
        assert!(!is_secret("comment") && !is_secret("description"));
    }
}
