//! A program asks for access: what for, in plain words, and the customer's answer.

use accounts::api::request::{self, AnswerError};
use accounts::api::{Application, Request, application};
use axum::extract::Query;
use axum::http::{HeaderValue, header};
use db::RegistryTx;
use serde::{Deserialize, Serialize};

use super::list::PATH;
use super::{GrantView, changes, grants, validities, validity};
use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::form::{Form, FormView};
use crate::headers;
use crate::page::MemberPage;
use crate::view::{Choice, View};

#[derive(Debug, Deserialize)]
pub(crate) struct Link {
    #[serde(rename = "credentialToken")]
    token: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Answered {
    token: String,
    act: String,
    validity: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct AnswerPage {
    /// None when the link does not work any more.
    asked: Option<AskedView>,
    form: FormView,
}

#[derive(Debug, Serialize)]
struct AskedView {
    token: String,
    name: String,
    description: String,
    grants: Vec<GrantView>,
    changes: bool,
    blocks: Vec<String>,
    /// The site the reader is sent back to; empty for nowhere.
    site: String,
    validities: Vec<Choice>,
}

pub(crate) async fn get(page: MemberPage, Query(link): Query<Link>) -> Answer {
    let Some(token) = link.token else { return Ok(page.redirect(PATH)) };
    let (now, wanted) = (page.visit().now, token.clone());
    let look = move |tx: &mut RegistryTx| {
        let Some(request) = request::open(tx, now, &wanted)? else { return Ok(None) };
        Ok::<_, db::Error>(application::find(tx, request.application)?.map(|known| (request, known)))
    };
    let Some((request, application)) = page.cx().db.registry().read(look).await? else {
        return page.show(&over());
    };
    let mut response = page.show(&view(&page, token, &request, &application))?;
    // A form may lead to us and to payment pages alone; this one's answer leads to the program's own site.
    if let Some(site) = request.wanted.site() {
        let mut origins = page.web().options.payment_origins.clone();
        origins.push(site);
        let policy =
            HeaderValue::from_str(&headers::content_policy(&origins)).map_err(PageError::internal)?;
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    Ok(response)
}

fn view(page: &MemberPage, token: String, request: &Request, application: &Application) -> AnswerPage {
    let wanted = &request.wanted;
    AnswerPage {
        asked: Some(AskedView {
            token,
            name: application.name.clone(),
            description: application.description.clone(),
            grants: grants(page, &wanted.rules),
            changes: changes(&wanted.rules),
            blocks: wanted.allowed_ips.iter().flatten().map(ToString::to_string).collect(),
            site: wanted.site().unwrap_or_default(),
            validities: validities(page),
        }),
        form: FormView::new(),
    }
}

fn over() -> AnswerPage {
    AnswerPage { asked: None, form: FormView::new() }
}

pub(crate) async fn post(page: MemberPage, Form(answered): Form<Answered>) -> Answer {
    let (db, now, token) = (&page.cx().db, page.visit().now, answered.token);
    let (taken, told) = match answered.act.as_str() {
        "accept" => {
            let validity = validity(&answered.validity);
            let validity = validity.ok_or_else(|| PageError::Bad("no such validity".to_owned()))?;
            let taken = request::accept(db, now, page.account.id, &token, validity).await;
            (taken, "flash-program-accepted")
        }
        "refuse" => {
            let taken = db.registry().write(move |tx| request::refuse(tx, now, &token)).await;
            (taken, "flash-program-refused")
        }
        _ => return Err(PageError::Bad("neither yes nor no".to_owned())),
    };
    match taken {
        Ok(request) => Ok(match &request.wanted.redirection {
            Some(place) => page.leave_for(place),
            None => page.redirect_with(PATH, Flash::good(told)),
        }),
        Err(AnswerError::Link) => page.show_faulty(&over()),
        Err(AnswerError::TooMany) => Ok(page.redirect_with(PATH, Flash::bad("flash-program-too-many"))),
        Err(AnswerError::Db(error)) => Err(error.into()),
    }
}

impl View for AnswerPage {
    const TEMPLATE: &'static str = "pages/programs/answer.html";
    const AREA: &'static str = "programs";

    #[cfg(test)]
    fn samples() -> Vec<AnswerPage> {
        let asked = |changes: bool, site: &str, blocks: &[&str]| AskedView {
            token: "token".into(),
            name: "Backup".into(),
            description: if changes { "Saves things".into() } else { String::new() },
            grants: GrantView::samples(),
            changes,
            blocks: blocks.iter().map(|block| (*block).to_owned()).collect(),
            site: site.into(),
            validities: vec![Choice::new("day", "A day")],
        };
        let page = |asked| AnswerPage { asked, form: FormView::new() };
        vec![
            page(Some(asked(true, "https://app.example", &["192.0.2.0/24"]))),
            page(Some(asked(false, "", &[]))),
            over(),
        ]
    }
}
