//! The pages customers see: card, mandate, code. No script runs on them and nothing is inline.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, Value, context};
use serde::{Deserialize, Serialize};

use crate::App;
use crate::bank::{self, ACCOUNTS, CARDS, FieldError, TestNumber};
use crate::charge::{Charge, Instrument, Kind, Shown, State as ChargeState};
use crate::money;
use crate::texts::{Language, Texts};

const STYLE: &str = include_str!("../pages/style.css");
const ICON: &str = include_str!("../pages/icon.svg");
const NAME_CHARS_MAX: usize = 80;

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/", get(home))
        .route("/style.css", get(style))
        .route("/icon.svg", get(icon))
        .route("/pay/{token}", get(show).post(pay))
        .route("/pay/{token}/code", post(code))
        .route("/pay/{token}/cancel", post(cancel))
        .fallback(nothing)
}

/// The templates.
pub(crate) struct Pages(Environment<'static>);

impl Pages {
    pub(crate) fn new() -> Pages {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        let templates = [
            ("base.html", include_str!("../pages/base.html")),
            ("numbers.html", include_str!("../pages/numbers.html")),
            ("summary.html", include_str!("../pages/summary.html")),
            ("field.html", include_str!("../pages/field.html")),
            ("order.html", include_str!("../pages/order.html")),
            ("cancel.html", include_str!("../pages/cancel.html")),
            ("card.html", include_str!("../pages/card.html")),
            ("sepa.html", include_str!("../pages/sepa.html")),
            ("code.html", include_str!("../pages/code.html")),
            ("message.html", include_str!("../pages/message.html")),
            ("home.html", include_str!("../pages/home.html")),
        ];
        for (name, source) in templates {
            environment.add_template(name, source).expect("the pages are tested with the crate");
        }
        Pages(environment)
    }
}

#[derive(Debug, Default, Deserialize)]
struct Wish {
    lang: Option<String>,
    number: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Fields {
    #[serde(default)]
    name: String,
    #[serde(default)]
    number: String,
    #[serde(default)]
    expiry: String,
    #[serde(default)]
    cvc: String,
    #[serde(default)]
    iban: String,
    #[serde(default)]
    keep: Option<String>,
    #[serde(default)]
    signed: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Code {
    #[serde(default)]
    code: String,
}

/// What was typed and what is wrong with it, as the templates read it.
#[derive(Debug, Default, Serialize)]
struct Typed {
    name: String,
    number: String,
    expiry: String,
    iban: String,
    keep: bool,
    signed: bool,
    errors: Vec<Wrong>,
}

#[derive(Debug, Serialize)]
struct Wrong {
    field: &'static str,
    label: &'static str,
    message: &'static str,
}

#[derive(Debug, Serialize)]
struct NumberView {
    number: &'static str,
    behaviour: &'static str,
}

fn numbers(tests: &[TestNumber]) -> Value {
    let view = |test: &TestNumber| NumberView { number: test.number, behaviour: test.behaviour.code() };
    Value::from(Serde(tests.iter().map(view).collect::<Vec<_>>()))
}

async fn home(State(app): State<Arc<App>>, Query(wish): Query<Wish>, headers: HeaderMap) -> Response {
    let language = wished(&wish, None, &headers);
    let context = context! { cards => numbers(&CARDS), accounts => numbers(&ACCOUNTS), here => "/" };
    page(&app, StatusCode::OK, "home.html", language, None, context)
}

async fn nothing(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    missing(&app, wished(&Wish::default(), None, &headers))
}

async fn style() -> Response {
    asset("text/css; charset=utf-8", STYLE)
}

async fn icon() -> Response {
    asset("image/svg+xml", ICON)
}

fn asset(kind: &'static str, body: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "max-age=3600"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, body).into_response()
}

async fn show(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    Query(wish): Query<Wish>,
    headers: HeaderMap,
) -> Response {
    match app.book.act(|desk| desk.by_token(&token)) {
        Ok(Some(charge)) => {
            let language = wished(&wish, Some(&charge), &headers);
            let number = wish.number.clone().unwrap_or_default();
            let mut typed = Typed { keep: charge.register, ..Typed::default() };
            match charge.kind {
                Kind::Card => typed.number = number,
                Kind::SepaDebit => typed.iban = number,
            }
            form(&app, StatusCode::OK, &charge, language, &typed)
        }
        Ok(None) => missing(&app, wished(&wish, None, &headers)),
        Err(error) => broken(&error),
    }
}

async fn pay(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    Query(wish): Query<Wish>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let charge = match app.book.act(|desk| desk.by_token(&token)) {
        Ok(Some(charge)) => charge,
        Ok(None) => return missing(&app, wished(&wish, None, &headers)),
        Err(error) => return broken(&error),
    };
    let language = wished(&wish, Some(&charge), &headers);
    let read = match charge.kind {
        Kind::Card => read_card(&app, language.texts(), &fields),
        Kind::SepaDebit => read_account(language.texts(), &fields),
    };
    let instrument = match read {
        Ok(instrument) => instrument,
        Err(_) if charge.state != ChargeState::Open => return leave(&app, &charge, language),
        Err(typed) => return form(&app, StatusCode::UNPROCESSABLE_ENTITY, &charge, language, &typed),
    };
    match app.book.act(|desk| desk.submit(&token, &instrument)) {
        Ok(Some(shown)) => go_on(&app, &charge, language, shown).await,
        Ok(None) => missing(&app, language),
        Err(error) => broken(&error),
    }
}

async fn code(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    Query(wish): Query<Wish>,
    headers: HeaderMap,
    Form(fields): Form<Code>,
) -> Response {
    let answered = app.book.act(|desk| {
        let answered = desk.answer_code(&token, &fields.code)?;
        Ok(desk.by_token(&token)?.zip(answered))
    });
    match answered {
        Ok(Some((charge, Ok(shown)))) => {
            let language = wished(&wish, Some(&charge), &headers);
            go_on(&app, &charge, language, shown).await
        }
        Ok(Some((charge, Err(error)))) => {
            let language = wished(&wish, Some(&charge), &headers);
            let texts = language.texts();
            let wrong = Wrong { field: "code", label: texts.code_label, message: texts.error(error) };
            let typed = Typed { errors: vec![wrong], ..Typed::default() };
            form(&app, StatusCode::UNPROCESSABLE_ENTITY, &charge, language, &typed)
        }
        Ok(None) => missing(&app, wished(&wish, None, &headers)),
        Err(error) => broken(&error),
    }
}

async fn cancel(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    Query(wish): Query<Wish>,
    headers: HeaderMap,
) -> Response {
    match app.book.act(|desk| desk.cancel(&token)) {
        Ok(Some(charge)) => leave(&app, &charge, wished(&wish, Some(&charge), &headers)),
        Ok(None) => missing(&app, wished(&wish, None, &headers)),
        Err(error) => broken(&error),
    }
}

fn read_card(app: &App, texts: &Texts, fields: &Fields) -> Result<Instrument, Box<Typed>> {
    let today = app.book.now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let name = holder(&fields.name);
    let card = bank::card(&fields.number);
    let expires = bank::expiry(&fields.expiry, today);
    let cvc = bank::security_code(&fields.cvc);
    if let (Ok(holder), Ok(card), Ok(expires), Ok(())) = (&name, &card, &expires, &cvc) {
        return Ok(Instrument {
            behaviour: card.behaviour,
            holder: holder.clone(),
            label: format!("•••• {}", bank::last_four(card.number)),
            expires: Some(*expires),
            keep: fields.keep.is_some(),
        });
    }
    let mut typed = typed(fields);
    typed.wrong(texts, "number", texts.card_number, card.err());
    typed.wrong(texts, "expiry", texts.card_expiry, expires.err());
    typed.wrong(texts, "cvc", texts.card_cvc, cvc.err());
    typed.wrong(texts, "name", texts.card_name, name.err());
    Err(Box::new(typed))
}

fn read_account(texts: &Texts, fields: &Fields) -> Result<Instrument, Box<Typed>> {
    let name = holder(&fields.name);
    let account = bank::account(&fields.iban);
    if let (Ok(holder), Ok(account), true) = (&name, &account, fields.signed.is_some()) {
        let country = account.number.get(..2).unwrap_or_default();
        return Ok(Instrument {
            behaviour: account.behaviour,
            holder: holder.clone(),
            label: format!("{country} •••• {}", bank::last_four(account.number)),
            expires: None,
            keep: fields.keep.is_some(),
        });
    }
    let mut typed = typed(fields);
    let unsigned = fields.signed.is_none().then_some(FieldError::Unsigned);
    typed.wrong(texts, "name", texts.sepa_name, name.err());
    typed.wrong(texts, "iban", texts.sepa_iban, account.err());
    typed.wrong(texts, "signed", texts.mandate_heading, unsigned);
    Err(Box::new(typed))
}

fn holder(name: &str) -> Result<String, FieldError> {
    let name: String = name.trim().chars().take(NAME_CHARS_MAX).collect();
    if name.is_empty() { Err(FieldError::Missing) } else { Ok(name) }
}

fn typed(fields: &Fields) -> Typed {
    Typed {
        name: fields.name.clone(),
        number: fields.number.clone(),
        expiry: fields.expiry.clone(),
        iban: fields.iban.clone(),
        keep: fields.keep.is_some(),
        signed: fields.signed.is_some(),
        errors: Vec::new(),
    }
}

impl Typed {
    fn wrong(&mut self, texts: &Texts, field: &'static str, label: &'static str, error: Option<FieldError>) {
        if let Some(error) = error {
            self.errors.push(Wrong { field, label, message: texts.error(error) });
        }
    }
}

async fn go_on(app: &App, charge: &Charge, language: Language, shown: Shown) -> Response {
    match shown {
        Shown::Return => leave(app, charge, language),
        Shown::AskCode => {
            Redirect::to(&format!("/pay/{}?lang={}", charge.token, language.code())).into_response()
        }
        Shown::Silence => {
            tokio::time::sleep(app.silence_page).await;
            let texts = language.texts();
            let (title, lead, advice) = (texts.lost_title, texts.lost_lead, texts.lost_advice);
            let context = context! { title, lead, advice, back => charge.return_url.as_deref(), here => "" };
            page(app, StatusCode::GATEWAY_TIMEOUT, "message.html", language, Some(charge), context)
        }
    }
}

fn leave(app: &App, charge: &Charge, language: Language) -> Response {
    match &charge.return_url {
        Some(url) => Redirect::to(url).into_response(),
        None => closed(app, charge, language),
    }
}

fn form(app: &App, status: StatusCode, charge: &Charge, language: Language, typed: &Typed) -> Response {
    let here = format!("/pay/{}", charge.token);
    let typed = Value::from(Serde(typed));
    let tests = match charge.kind {
        Kind::Card => numbers(&CARDS),
        Kind::SepaDebit => numbers(&ACCOUNTS),
    };
    match charge.state {
        ChargeState::Open => {
            let template = match charge.kind {
                Kind::Card => "card.html",
                Kind::SepaDebit => "sepa.html",
            };
            page(app, status, template, language, Some(charge), context! { typed, tests, here })
        }
        ChargeState::Challenge => {
            let (code, tries) = (charge.code.as_deref(), charge.tries_left());
            page(app, status, "code.html", language, Some(charge), context! { typed, code, tries, here })
        }
        ChargeState::Pending
        | ChargeState::Succeeded
        | ChargeState::Refused
        | ChargeState::Cancelled
        | ChargeState::Expired => closed(app, charge, language),
    }
}

fn closed(app: &App, charge: &Charge, language: Language) -> Response {
    let (title, lead) = (language.texts().closed_title, language.texts().closed_lead);
    let here = format!("/pay/{}", charge.token);
    let context = context! { title, lead, advice => "", back => charge.return_url.as_deref(), here };
    page(app, StatusCode::GONE, "message.html", language, Some(charge), context)
}

fn missing(app: &App, language: Language) -> Response {
    let (title, lead) = (language.texts().missing_title, language.texts().missing_lead);
    let context = context! { title, lead, advice => "", back => None::<String>, here => "" };
    page(app, StatusCode::NOT_FOUND, "message.html", language, None, context)
}

fn broken(error: &rusqlite::Error) -> Response {
    tracing::error!(%error, "the sandbox could not read its books");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

fn page(
    app: &App,
    status: StatusCode,
    template: &str,
    language: Language,
    charge: Option<&Charge>,
    own: Value,
) -> Response {
    let amount = charge.map(|charge| money::shown(charge.amount, &charge.currency, language));
    let common = context! {
        t => Value::from(Serde(language.texts())),
        lang => language.code(),
        merchant => app.merchant.as_str(),
        amount => amount.unwrap_or_default(),
        description => charge.map(|charge| charge.description.as_str()).unwrap_or_default(),
        order_number => charge.map(|charge| charge.order_number.as_str()).unwrap_or_default(),
        is_setup => charge.is_some_and(|charge| charge.is_setup),
        offers_register => charge.is_some_and(|charge| charge.register && !charge.is_setup),
        label => charge.and_then(|charge| charge.label.as_deref()).unwrap_or_default(),
    };
    let rendered =
        app.pages.0.get_template(template).and_then(|template| template.render(context! { ..own, ..common }));
    let html = match rendered {
        Ok(html) => html,
        Err(error) => {
            tracing::error!(%error, template, "the sandbox could not render a page");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let return_origin = charge.and_then(|charge| charge.return_url.as_deref()).and_then(crate::api::origin);
    let policy = policy(return_origin.as_deref());
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (header::CONTENT_SECURITY_POLICY, policy),
    ];
    (status, headers, html).into_response()
}

/// Only the stylesheet, the icon and the forms; a form may lead back to the merchant, since browsers check
/// the redirect that follows it too.
fn policy(return_origin: Option<&str>) -> HeaderValue {
    let back = return_origin.map(|origin| format!(" {origin}")).unwrap_or_default();
    let text = format!(
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'{back}; base-uri 'none'; \
         frame-ancestors 'none'"
    );
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("default-src 'none'; style-src 'self'"))
}

fn wished(wish: &Wish, charge: Option<&Charge>, headers: &HeaderMap) -> Language {
    let asked = wish.lang.as_deref().and_then(Language::parse);
    let told = || charge.and_then(|charge| Language::parse(&charge.locale));
    let accepted = || {
        let header = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
        header.split(',').take(10).find_map(Language::parse)
    };
    asked.or_else(told).or_else(accepted).unwrap_or(Language::En)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_renders_in_every_language() {
        let pages = Pages::new();
        let wrong = Wrong { field: "number", label: "Card number", message: "Fill this in" };
        let typed = Typed { errors: vec![wrong], ..Typed::default() };
        for language in Language::ALL {
            let context = context! {
                t => Value::from(Serde(language.texts())), lang => language.code(), merchant => "Shop",
                amount => "1", description => "", order_number => "7", is_setup => false,
                offers_register => true, label => "", here => "/pay/x", typed => Value::from(Serde(&typed)),
                tests => numbers(&CARDS), cards => numbers(&CARDS), accounts => numbers(&ACCOUNTS),
                code => "123456", tries => 3, title => "", lead => "", advice => "", back => None::<String>,
            };
            for name in ["card.html", "sepa.html", "code.html", "message.html", "home.html"] {
                let html = pages.0.get_template(name).and_then(|page| page.render(context.clone()));
                let html = html.unwrap_or_else(|error| panic!("{name}: {error:#}"));
                assert!(html.contains(&format!("<html lang=\"{}\">", language.code())), "{html}");
                assert!(!html.contains("{merchant}") && !html.contains("{amount}"), "{html}");
            }
        }
    }
}
