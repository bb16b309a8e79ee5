//! Signing in to the desk and out of it.

use accounts::sign_in::SignInError;
use accounts::staff::{self, NewStaffSession};
use accounts::{StaffToken, Token};
use axum::extract::Query;
use axum::http::header;
use kernel::Secret;
use serde::{Deserialize, Serialize};

use crate::account::limited;
use crate::cookies::Cookie;
use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::form::{Fault, Form, FormView};
use crate::page::{StaffPage, VisitorPage, own_path};
use crate::view::View;

#[derive(Debug, Deserialize)]
pub(crate) struct Next {
    next: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Credentials {
    email: String,
    password: Secret<String>,
    next: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct DeskSignIn {
    form: FormView,
    next: String,
}

pub(crate) async fn get(page: VisitorPage, Query(wanted): Query<Next>) -> Answer {
    let next = own_path(wanted.next.as_deref(), "/desk").to_owned();
    page.show(&DeskSignIn { form: FormView::new(), next })
}

pub(crate) async fn post(page: VisitorPage, Form(form): Form<Credentials>) -> Answer {
    let next = own_path(form.next.as_deref(), "/desk").to_owned();
    let (cx, visit) = (page.cx(), page.visit());
    let limits = &cx.settings.limits;
    let now = visit.now;
    let proved =
        staff::identify(&cx.db, &cx.passwords, limits, now, &form.email, form.password, visit.peer).await;
    let entered = match proved {
        Ok(proof) => {
            let token: StaffToken = Token::draw(&cx.random, proof.staff());
            let (id, peer) = (cx.random.id(now), visit.peer.to_string());
            let new = NewStaffSession { id, token: token.clone(), peer, agent: visit.agent.clone() };
            let entered = cx.db.registry().write(move |tx| staff::enter(tx, now, &proof, &new)).await;
            entered.map(|_| token)
        }
        Err(error) => Err(error),
    };
    let fault = match entered {
        Ok(token) => {
            let mut response = page.redirect(&next);
            let age = Some(staff::AGE_MAX);
            if let Some(cookie) = Cookie::Staff.set(&token.reveal(), age, page.web().options.is_secure) {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            return Ok(response);
        }
        Err(SignInError::Wrong) => Fault::at("", "error-sign-in"),
        Err(SignInError::Limited(wait)) => limited(wait.retry_after),
        Err(SignInError::Hash(error)) => return Err(PageError::Unavailable(error.to_string())),
        Err(SignInError::Db(error)) => return Err(error.into()),
    };
    let form = page.faulty(FormView::new().with("email", form.email), &[fault]);
    page.show_faulty(&DeskSignIn { form, next })
}

pub(crate) async fn out(page: StaffPage) -> Answer {
    if let Some(token) = StaffToken::parse(&page.visit().form_secret) {
        page.cx().db.registry().write(move |tx| staff::close(tx, &token)).await?;
    }
    let mut response = page.redirect_with("/desk/sign-in", Flash::good("flash-signed-out"));
    if let Some(cookie) = Cookie::Staff.clear(page.web().options.is_secure) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

impl View for DeskSignIn {
    const TEMPLATE: &'static str = "pages/desk/sign-in.html";
    const AREA: &'static str = "desk";

    #[cfg(test)]
    fn samples() -> Vec<DeskSignIn> {
        vec![DeskSignIn { form: FormView::new(), next: "/desk".into() }]
    }
}
