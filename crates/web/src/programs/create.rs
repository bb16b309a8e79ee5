//! Registering a program, alone or with access to one's own account; its secrets are shown once.

use accounts::api::application::{self, CreateError, DESCRIPTION_CHARS_MAX, NAME_CHARS_MAX};
use accounts::api::request::{self, AnswerError};
use accounts::api::{AccessRule, ApiMethod, Application, Keys, Wanted, WantedFault};
use kernel::SessionId;
use serde::{Deserialize, Serialize};

use super::list::PATH;
use super::{validities, validity};
use crate::error::{Answer, PageError};
use crate::form::{Fault, Form, FormView};
use crate::page::MemberPage;
use crate::view::{Choice, Crumb, View};

#[derive(Debug, Serialize)]
pub(crate) struct CreatePage {
    /// What the keys are made of: sent twice, it is one program.
    drawn: String,
    form: FormView,
    name_max: usize,
    /// How long the access can last; empty when only a program is registered.
    validities: Vec<Choice>,
}

/// The secrets, once.
#[derive(Debug, Serialize)]
pub(crate) struct Created {
    name: String,
    application_key: String,
    application_secret: String,
    /// Empty without access.
    consumer_key: String,
    endpoint: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Typed {
    drawn: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    rules: String,
    #[serde(default)]
    validity: String,
}

pub(crate) async fn application(page: MemberPage) -> Answer {
    page.show(&view(drawn(&page), FormView::new(), Vec::new()))
}

/// The rules come with the address: `?GET=/me&GET=/me/*`.
pub(crate) async fn token(page: MemberPage) -> Answer {
    let query = page.visit().query.as_deref().unwrap_or_default();
    let asked = form_urlencoded::parse(query.as_bytes());
    let rules: Vec<String> = asked
        .filter(|(method, _)| ApiMethod::parse(method).is_some())
        .take(AccessRule::RULES_MAX)
        .map(|(method, path)| format!("{method} {path}"))
        .collect();
    let form = FormView::new().with("rules", rules.join("\n"));
    page.show(&view(drawn(&page), form, validities(&page)))
}

fn drawn(page: &MemberPage) -> String {
    let drawn: SessionId = page.cx().random.id(page.visit().now);
    drawn.to_string()
}

fn view(drawn: String, form: FormView, validities: Vec<Choice>) -> CreatePage {
    CreatePage { drawn, form, name_max: NAME_CHARS_MAX, validities }
}

pub(crate) async fn post_application(page: MemberPage, Form(typed): Form<Typed>) -> Answer {
    let keys = Keys::of_form(&page.visit().form_secret, &typed.drawn);
    match create(&page, &keys, &typed).await? {
        Ok(application) => page.show(&created(&page, &application, String::new())),
        Err(fault) => again(&page, typed, &[fault], Vec::new()),
    }
}

pub(crate) async fn post_token(page: MemberPage, Form(typed): Form<Typed>) -> Answer {
    let validities = validities(&page);
    let rules: Option<Vec<AccessRule>> = lines(&typed.rules).map(rule).collect();
    let wanted = Wanted { rules: rules.unwrap_or_default(), allowed_ips: None, redirection: None };
    let (sound, validity) = (wanted.check(), validity(&typed.validity));
    let faults: Vec<Fault> = [
        sound.err().map(|fault| match fault {
            WantedFault::Rules | WantedFault::Path | WantedFault::Blocks | WantedFault::Redirection => {
                Fault::at("rules", "error-program-rules").with("most", AccessRule::RULES_MAX)
            }
        }),
        validity.is_none().then(|| Fault::at("validity", "error-program-validity")),
    ]
    .into_iter()
    .flatten()
    .collect();
    let Some(validity) = validity.filter(|_| faults.is_empty()) else {
        return again(&page, typed, &faults, validities);
    };
    let keys = Keys::of_form(&page.visit().form_secret, &typed.drawn);
    let application = match create(&page, &keys, &typed).await? {
        Ok(application) => application,
        Err(fault) => return again(&page, typed, &[fault], validities),
    };
    let (db, now) = (&page.cx().db, page.visit().now);
    request::ask(db, now, application.id, &keys, wanted).await?;
    match request::accept(db, now, page.account.id, keys.link().expose(), validity).await {
        Ok(_) => page.show(&created(&page, &application, keys.consumer_key().expose().clone())),
        Err(AnswerError::TooMany) => again(&page, typed, &[Fault::at("", "error-program-many")], validities),
        Err(AnswerError::Link) => Err(PageError::NotFound),
        Err(AnswerError::Db(error)) => Err(error.into()),
    }
}

async fn create(
    page: &MemberPage,
    keys: &Keys,
    typed: &Typed,
) -> Result<Result<Application, Fault>, PageError> {
    let (db, now, owner) = (&page.cx().db, page.visit().now, page.account.id);
    let created = application::create(db, now, owner, keys, &typed.name, &typed.description).await;
    Ok(match created {
        Ok(application) => Ok(application),
        Err(CreateError::NoName) => Err(Fault::at("name", "error-program-name")),
        Err(CreateError::TooLong) => Err(Fault::at("name", "error-program-long")
            .with("name", NAME_CHARS_MAX)
            .with("description", DESCRIPTION_CHARS_MAX)),
        Err(CreateError::TooMany) => Err(Fault::at("", "error-program-many")),
        Err(CreateError::Db(error)) => return Err(error.into()),
    })
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// Reads `GET /me`.
fn rule(line: &str) -> Option<AccessRule> {
    let (method, path) = line.split_once(char::is_whitespace)?;
    let method = ApiMethod::parse(&method.to_ascii_uppercase())?;
    Some(AccessRule { method, path: path.trim().to_owned() })
}

fn created(page: &MemberPage, application: &Application, consumer_key: String) -> Created {
    Created {
        name: application.name.clone(),
        application_key: application.key.clone(),
        application_secret: application.secret.expose().clone(),
        consumer_key,
        endpoint: format!("{}/1.0", page.cx().settings.base_url),
    }
}

fn again(page: &MemberPage, typed: Typed, faults: &[Fault], validities: Vec<Choice>) -> Answer {
    let form = FormView::new()
        .with("name", typed.name)
        .with("description", typed.description)
        .with("rules", typed.rules)
        .with("validity", typed.validity);
    page.show_faulty(&view(typed.drawn, page.faulty(form, faults), validities))
}

impl View for CreatePage {
    const TEMPLATE: &'static str = "pages/programs/create.html";
    const AREA: &'static str = "programs";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new(PATH, "programs-title")]
    }

    #[cfg(test)]
    fn samples() -> Vec<CreatePage> {
        let texts = texts::Texts::embedded();
        let faults = [Fault::at("name", "error-program-name"), Fault::at("rules", "error-program-rules")];
        let faults = faults.map(|fault| fault.with("most", AccessRule::RULES_MAX));
        let faulty = FormView::new().with("rules", "GET me").faulty(&texts, kernel::Locale::En, &faults);
        let page = |form, validities| CreatePage { drawn: "1".into(), form, name_max: 100, validities };
        let day = || vec![Choice::new("day", "A day")];
        vec![page(FormView::new(), vec![]), page(FormView::new(), day()), page(faulty, day())]
    }
}

impl View for Created {
    const TEMPLATE: &'static str = "pages/programs/created.html";
    const AREA: &'static str = "programs";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new(PATH, "programs-title")]
    }

    #[cfg(test)]
    fn samples() -> Vec<Created> {
        let page = |consumer_key: &str| Created {
            name: "Backup".into(),
            application_key: "0123456789ABCDEF".into(),
            application_secret: "0123456789ABCDEF0123456789ABCDEF".into(),
            consumer_key: consumer_key.into(),
            endpoint: "https://shop.example/1.0".into(),
        };
        vec![page(""), page("0123456789ABCDEF0123456789ABCDEF")]
    }
}
