//! Registering a program: alone, with access to one's own account, or as a client of OAuth 2.0; its secrets are shown
//! once.

use accounts::api::application::{self, CreateError, DESCRIPTION_CHARS_MAX, NAME_CHARS_MAX};
use accounts::api::oauth2::{self, NewClient};
use accounts::api::request::{self, AnswerError};
use accounts::api::{AccessRule, ApiMethod, Application, Keys, Wanted, WantedFault};
use kernel::SignedDuration;
use serde::{Deserialize, Serialize};

use super::list::PATH;
use super::{proposed, validities, validity};
use crate::error::{Answer, PageError};
use crate::form::{Fault, Form, FormView};
use crate::page::MemberPage;
use crate::view::{Choice, Crumb, View};

#[derive(Debug, Serialize)]
pub(crate) struct CreatePage {
    /// The word in message keys: `app`, `token`, `client`.
    what: &'static str,
    /// Where the form is sent.
    action: &'static str,
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
    keys: Vec<KeyView>,
}

/// A key as the configuration of a program names it.
#[derive(Debug, Serialize)]
struct KeyView {
    name: &'static str,
    value: String,
}

/// What is registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    /// An application that asks its users.
    App,
    /// An application with access to the account that registers it.
    Token,
    /// A client of OAuth 2.0.
    Client,
}

impl What {
    const fn word(self) -> &'static str {
        match self {
            What::App => "app",
            What::Token => "token",
            What::Client => "client",
        }
    }

    const fn action(self) -> &'static str {
        match self {
            What::App => "/createApp/",
            What::Token => "/createToken/",
            What::Client => CLIENT_PATH,
        }
    }
}

/// Where a client of OAuth 2.0 is made.
pub(super) const CLIENT_PATH: &str = "/programs/clients/add";

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
    page.show(&view(&page, What::App, page.drawn(), FormView::new()))
}

pub(crate) async fn client(page: MemberPage) -> Answer {
    let form = FormView::new().with("rules", "GET /*");
    page.show(&view(&page, What::Client, page.drawn(), form))
}

/// The rules come with the address, and may come with a duration: `?GET=/me&GET=/me/*&duration=86400`.
pub(crate) async fn token(page: MemberPage) -> Answer {
    let query = page.visit().query.as_deref().unwrap_or_default();
    let asked = form_urlencoded::parse(query.as_bytes());
    let rules: Vec<String> = asked
        .filter(|(method, _)| ApiMethod::parse(method).is_some())
        .take(AccessRule::RULES_MAX)
        .map(|(method, path)| format!("{method} {path}"))
        .collect();
    let duration = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "duration");
    let validity = duration.and_then(|(_, asked)| proposed(&asked)).unwrap_or_default();
    let form = FormView::new().with("rules", rules.join("\n")).with("validity", validity);
    page.show(&view(&page, What::Token, page.drawn(), form))
}

fn view(page: &MemberPage, what: What, drawn: String, form: FormView) -> CreatePage {
    let validities = if what == What::App { Vec::new() } else { validities(page) };
    CreatePage { what: what.word(), action: what.action(), drawn, form, name_max: NAME_CHARS_MAX, validities }
}

pub(crate) async fn post_application(page: MemberPage, Form(typed): Form<Typed>) -> Answer {
    let keys = Keys::of_form(&page.visit().form_secret, &typed.drawn);
    match create(&page, &keys, &typed).await? {
        Ok(application) => page.show(&created(&page, &application, None)),
        Err(fault) => again(&page, What::App, typed, &[fault]),
    }
}

pub(crate) async fn post_token(page: MemberPage, Form(typed): Form<Typed>) -> Answer {
    let (wanted, validity) = match wanted(&typed) {
        Ok(wanted) => wanted,
        Err(faults) => return again(&page, What::Token, typed, &faults),
    };
    let keys = Keys::of_form(&page.visit().form_secret, &typed.drawn);
    let application = match create(&page, &keys, &typed).await? {
        Ok(application) => application,
        Err(fault) => return again(&page, What::Token, typed, &[fault]),
    };
    let (db, now) = (&page.cx().db, page.visit().now);
    request::ask(db, now, application.id, &keys, wanted).await?;
    match request::accept(db, now, page.account.id, keys.link().expose(), validity).await {
        Ok(_) => page.show(&created(&page, &application, Some(keys.consumer_key().expose()))),
        Err(AnswerError::TooMany) => again(&page, What::Token, typed, &[Fault::at("", "error-program-many")]),
        Err(AnswerError::Link) => Err(PageError::NotFound),
        Err(AnswerError::Db(error)) => Err(error.into()),
    }
}

pub(crate) async fn post_client(page: MemberPage, Form(typed): Form<Typed>) -> Answer {
    let (wanted, validity) = match wanted(&typed) {
        Ok(wanted) => wanted,
        Err(faults) => return again(&page, What::Client, typed, &faults),
    };
    let keys = Keys::of_form(&page.visit().form_secret, &typed.drawn);
    let (db, now) = (&page.cx().db, page.visit().now);
    let new = NewClient {
        name: typed.name.clone(),
        description: typed.description.clone(),
        rules: wanted.rules,
        allowed_ips: None,
        expires_at: validity.map(|validity| now + validity),
    };
    match oauth2::create(db, now, page.account.id, &keys, new).await {
        Ok(client) => page.show(&Created {
            name: client.name,
            keys: vec![
                endpoint(&page),
                KeyView { name: "client_id", value: client.id },
                KeyView { name: "client_secret", value: keys.client_secret().expose().clone() },
                KeyView {
                    name: "token_url",
                    value: format!("{}/auth/oauth2/token", page.cx().settings.base_url),
                },
            ],
        }),
        Err(error) => again(&page, What::Client, typed, &[fault(error)?]),
    }
}

/// What a program is to be granted, and for how long.
fn wanted(typed: &Typed) -> Result<(Wanted, Option<SignedDuration>), Vec<Fault>> {
    let rules: Option<Vec<AccessRule>> = lines(&typed.rules).map(rule).collect();
    let wanted = Wanted { rules: rules.unwrap_or_default(), allowed_ips: None, redirection: None };
    let sound = wanted.check().map_err(|fault| match fault {
        WantedFault::Rules | WantedFault::Path | WantedFault::Blocks | WantedFault::Redirection => {
            Fault::at("rules", "error-program-rules").with("most", AccessRule::RULES_MAX)
        }
    });
    let validity = validity(&typed.validity).ok_or_else(|| Fault::at("validity", "error-program-validity"));
    match (sound, validity) {
        (Ok(()), Ok(validity)) => Ok((wanted, validity)),
        (sound, validity) => Err(sound.err().into_iter().chain(validity.err()).collect()),
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
        Err(error) => Err(fault(error)?),
    })
}

fn fault(error: CreateError) -> Result<Fault, PageError> {
    match error {
        CreateError::NoName => Ok(Fault::at("name", "error-program-name")),
        CreateError::TooLong => Ok(Fault::at("name", "error-program-long")
            .with("name", NAME_CHARS_MAX)
            .with("description", DESCRIPTION_CHARS_MAX)),
        CreateError::TooMany => Ok(Fault::at("", "error-program-many")),
        CreateError::Db(error) => Err(error.into()),
    }
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

fn created(page: &MemberPage, application: &Application, consumer_key: Option<&String>) -> Created {
    let mut keys = vec![
        endpoint(page),
        KeyView { name: "application_key", value: application.key.clone() },
        KeyView { name: "application_secret", value: application.secret.expose().clone() },
    ];
    keys.extend(consumer_key.map(|key| KeyView { name: "consumer_key", value: key.clone() }));
    Created { name: application.name.clone(), keys }
}

/// Where the calls are.
fn endpoint(page: &MemberPage) -> KeyView {
    KeyView { name: "endpoint", value: format!("{}/1.0", page.cx().settings.base_url) }
}

fn again(page: &MemberPage, what: What, typed: Typed, faults: &[Fault]) -> Answer {
    let form = FormView::new()
        .with("name", typed.name)
        .with("description", typed.description)
        .with("rules", typed.rules)
        .with("validity", typed.validity);
    page.show_faulty(&view(page, what, typed.drawn, page.faulty(form, faults)))
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
        let page = |what: What, form| CreatePage {
            what: what.word(),
            action: what.action(),
            drawn: "1".into(),
            form,
            name_max: 100,
            validities: if what == What::App { vec![] } else { vec![Choice::new("day", "A day")] },
        };
        let empty = [What::App, What::Token, What::Client].map(|what| page(what, FormView::new()));
        empty.into_iter().chain([page(What::Token, faulty)]).collect()
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
        let key = |name| KeyView { name, value: "0123456789ABCDEF0123456789ABCDEF".into() };
        let page = |names: &[&'static str]| Created {
            name: "Backup".into(),
            keys: names.iter().copied().map(key).collect(),
        };
        vec![
            page(&["endpoint", "application_key", "application_secret"]),
            page(&["endpoint", "application_key", "application_secret", "consumer_key"]),
            page(&["endpoint", "client_id", "client_secret", "token_url"]),
        ]
    }
}
