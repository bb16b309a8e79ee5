//! Language and country, for this browser; the language also for the account when its profile asks.

use axum::http::header;
use kernel::{Country, Locale, SignedDuration};
use serde::Deserialize;

use crate::cookies::Cookie;
use crate::error::Answer;
use crate::form::Form;
use crate::page::{VisitorPage, own_path};

/// How long a choice is remembered.
const CHOICE_AGE: SignedDuration = SignedDuration::from_hours(24 * 365);

#[derive(Debug, Deserialize)]
pub(crate) struct Preferences {
    locale: Option<String>,
    country: Option<String>,
    /// Where to go back to.
    back: Option<String>,
    /// Sent by the profile: the account's language changes too.
    account: Option<String>,
}

pub(crate) async fn post(page: VisitorPage, Form(form): Form<Preferences>) -> Answer {
    let is_secure = page.web().options.is_secure;
    let mut response = page.redirect(own_path(form.back.as_deref(), "/"));
    let mut keep = |cookie: Cookie, value: &str| {
        if let Some(header) = cookie.set(value, Some(CHOICE_AGE), is_secure) {
            response.headers_mut().append(header::SET_COOKIE, header);
        }
    };
    if let Some(locale) = form.locale.as_deref().and_then(Locale::parse) {
        keep(Cookie::Locale, locale.code());
        if let (Some(member), Some(_)) = (&page.visit().member, &form.account) {
            let account = page.cx().db.account(member.account.id);
            account.write(move |tx| accounts::account::set_locale(tx, locale)).await?;
        }
    }
    if let Some(country) = form.country.as_deref().and_then(|code| Country::parse(code).ok()) {
        keep(Cookie::Country, country.code());
    }
    Ok(response)
}
