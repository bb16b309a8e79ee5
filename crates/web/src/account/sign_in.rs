//! Signing in and out.

use accounts::CustomerToken;
use accounts::sign_in::SignInError;
use axum::extract::Query;
use axum::http::header;
use axum::response::Response;
use kernel::Secret;
use serde::{Deserialize, Serialize};

use crate::account::limited;
use crate::cookies::Cookie;
use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::form::{Fault, Form, FormView};
use crate::page::{MemberPage, Page, VisitorPage, encoded, own_path};
use crate::view::View;

#[derive(Debug, Deserialize)]
pub(crate) struct Next {
    next: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Credentials {
    login: String,
    password: Secret<String>,
    next: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct SignIn {
    form: FormView,
    next: String,
    sign_up: String,
}

pub(crate) async fn get(page: VisitorPage, Query(wanted): Query<Next>) -> Answer {
    let next = own_path(wanted.next.as_deref(), "/dashboard");
    if page.visit().member.is_some() {
        return Ok(page.redirect(next));
    }
    page.show(&view(FormView::new(), next))
}

pub(crate) async fn post(page: VisitorPage, Form(form): Form<Credentials>) -> Answer {
    let next = own_path(form.next.as_deref(), "/dashboard").to_owned();
    let login = form.login.trim().to_owned();
    let former = page.visit().member.as_ref().map(|member| member.token.clone());
    let signed_in = flows::sign_in::sign_in(page.cx(), &login, form.password, page.entrance()?, former).await;
    let fault = match signed_in {
        Ok((signed_in, token)) => {
            let visitor = page.visit().visitor_account();
            flows::sign_in::adopt_cart(page.cx(), visitor, signed_in.account.id).await?;
            return Ok(welcomed(&page, &token, page.redirect(&next)));
        }
        Err(SignInError::Wrong) => Fault::at("", "error-sign-in"),
        Err(SignInError::Limited(wait)) => limited(wait.retry_after),
        Err(SignInError::Hash(error)) => return Err(PageError::Unavailable(error.to_string())),
        Err(SignInError::Db(error)) => return Err(error.into()),
    };
    page.show_faulty(&view(page.faulty(FormView::new().with("login", login), &[fault]), &next))
}

pub(crate) async fn out(page: MemberPage) -> Answer {
    if let Some(member) = &page.visit().member {
        let token = member.token.clone();
        let account = page.cx().db.account(page.account.id);
        account.write(move |tx| accounts::session::close(tx, &token)).await?;
    }
    let mut response = page.redirect_with("/", Flash::good("flash-signed-out"));
    if let Some(cookie) = Cookie::Session.clear(page.web().options.is_secure) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// The answer with the session's cookie.
pub(crate) fn welcomed(page: &Page, token: &CustomerToken, mut response: Response) -> Response {
    let age = Some(accounts::session::AGE_MAX);
    if let Some(cookie) = Cookie::Session.set(&token.reveal(), age, page.web().options.is_secure) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

fn view(form: FormView, next: &str) -> SignIn {
    SignIn { form, next: next.to_owned(), sign_up: format!("/sign-up?next={}", encoded(next)) }
}

impl View for SignIn {
    const TEMPLATE: &'static str = "pages/account/sign-in.html";
    const AREA: &'static str = "sign-in";

    #[cfg(test)]
    fn samples() -> Vec<SignIn> {
        let texts = texts::Texts::embedded();
        let faults = [Fault::at("", "error-sign-in"), limited(kernel::SignedDuration::from_secs(61))];
        let faulty = FormView::new().with("login", "ada").faulty(&texts, kernel::Locale::En, &faults);
        vec![view(FormView::new(), "/dashboard"), view(faulty, "/orders")]
    }
}
