//! A forgotten or a new password, by a link sent to the owner.

use accounts::CustomerToken;
use accounts::reset::ResetError;
use axum::extract::Path;
use flows::sign_in::LinkError;
use kernel::Secret;
use serde::{Deserialize, Serialize};

use super::{limited, password_faults};
use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::form::{Form, FormView};
use crate::page::VisitorPage;
use crate::view::View;

#[derive(Debug, Deserialize)]
pub(crate) struct Login {
    login: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct NewPassword {
    password: Secret<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Forgotten {
    form: FormView,
    is_sent: bool,
}

#[derive(Debug, Serialize)]
pub(crate) struct Reset {
    form: FormView,
    token: String,
    is_over: bool,
}

pub(crate) async fn forgotten(page: VisitorPage) -> Answer {
    page.show(&Forgotten { form: FormView::new(), is_sent: false })
}

pub(crate) async fn send(page: VisitorPage, Form(form): Form<Login>) -> Answer {
    let login = form.login.trim();
    match flows::sign_in::request_reset(page.cx(), login, page.visit().peer).await {
        Ok(()) => page.show(&Forgotten { form: FormView::new(), is_sent: true }),
        Err(LinkError::Limited(wait)) => {
            let form = page.faulty(FormView::new().with("login", login), &[limited(wait.retry_after)]);
            page.show_faulty(&Forgotten { form, is_sent: false })
        }
        Err(LinkError::Db(error)) => Err(error.into()),
    }
}

pub(crate) async fn reset(page: VisitorPage, Path(token): Path<String>) -> Answer {
    let is_over = CustomerToken::parse(&token).is_none();
    page.show(&Reset { form: FormView::new(), token, is_over })
}

pub(crate) async fn save(
    page: VisitorPage,
    Path(text): Path<String>,
    Form(form): Form<NewPassword>,
) -> Answer {
    let over = |token| page.show_faulty(&Reset { form: FormView::new(), token, is_over: true });
    let Some(token) = CustomerToken::parse(&text) else { return over(text) };
    match flows::sign_in::reset_password(page.cx(), token, form.password).await {
        Ok(()) => Ok(page.redirect_with("/sign-in", Flash::good("flash-password-changed"))),
        Err(ResetError::Password(faults)) => {
            let form = page.faulty(FormView::new(), &password_faults(&faults));
            page.show_faulty(&Reset { form, token: text, is_over: false })
        }
        Err(ResetError::Link) => over(text),
        Err(ResetError::Hash(error)) => Err(PageError::Unavailable(error.to_string())),
        Err(ResetError::Db(error)) => Err(error.into()),
    }
}

impl View for Forgotten {
    const TEMPLATE: &'static str = "pages/account/forgotten.html";
    const AREA: &'static str = "sign-in";

    #[cfg(test)]
    fn samples() -> Vec<Forgotten> {
        [true, false].map(|is_sent| Forgotten { form: FormView::new(), is_sent }).into()
    }
}

impl View for Reset {
    const TEMPLATE: &'static str = "pages/account/reset.html";
    const AREA: &'static str = "sign-in";

    #[cfg(test)]
    fn samples() -> Vec<Reset> {
        [true, false].map(|is_over| Reset { form: FormView::new(), token: "0".repeat(96), is_over }).into()
    }
}
