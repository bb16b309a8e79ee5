//! Adding an endpoint, with the secret that is shown once, and changing one: both by the same form.

use std::collections::BTreeMap;

use axum::extract::Path;
use db::AccountTx;
use kernel::EndpointId;
use serde::{Deserialize, Serialize};
use webhooks::{
    AddError, ChangeError, DESCRIPTION_CHARS_MAX, ENDPOINTS_MAX, Endpoint, EndpointChange, EventKind,
    NewEndpoint, Reach, Secret, TypedFault, URL_CHARS_MAX, UrlFault,
};

use super::{PATH, href, kind_key};
use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::form::{Fault, Form, FormView};
use crate::page::{MemberPage, Page};
use crate::programs::list::PATH as PROGRAMS;
use crate::view::{Crumb, View};

/// What stands before a kind of event in the name of its box.
const BOX: &str = "event-";

#[derive(Debug, Serialize)]
pub(crate) struct EndpointForm {
    /// What a new endpoint and its secret are made of: sent twice, it is one. None for one that is there.
    drawn: Option<String>,
    /// Where the form is sent.
    action: String,
    /// Where it is left for.
    back: String,
    form: FormView,
    url_max: usize,
    description_max: usize,
    kinds: Vec<KindView>,
}

#[derive(Debug, Serialize)]
struct KindView {
    name: String,
    code: &'static str,
    text: String,
}

/// The secret, once.
#[derive(Debug, Serialize)]
pub(crate) struct EndpointSecret {
    url: String,
    href: String,
    secret: String,
    /// Whether another secret signs beside it for a day.
    is_changed: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    drawn: String,
    #[serde(default)]
    url: String,
    #[serde(default)]
    description: String,
    #[serde(flatten)]
    others: BTreeMap<String, String>,
}

impl Typed {
    /// The kinds whose boxes are ticked.
    fn wanted(&self) -> Vec<EventKind> {
        EventKind::wished().filter(|kind| self.others.contains_key(&name(*kind))).collect()
    }

    /// The form with what was typed.
    fn form(self) -> FormView {
        let ticked = self.wanted();
        filled(self.url, self.description, &ticked)
    }
}

fn filled(url: String, description: String, wanted: &[EventKind]) -> FormView {
    let form = FormView::new().with("url", url).with("description", description);
    wanted.iter().fold(form, |form, kind| form.with(&name(*kind), "yes"))
}

fn name(kind: EventKind) -> String {
    format!("{BOX}{}", kind.code())
}

pub(crate) async fn get(page: MemberPage) -> Answer {
    page.show(&new(&page, page.drawn(), FormView::new()))
}

pub(crate) async fn post(page: MemberPage, Form(typed): Form<Typed>) -> Answer {
    let (owner, now, reach) = (page.account.id, page.visit().now, page.cx().settings.webhooks);
    let wanted = NewEndpoint {
        id: EndpointId::digest(&[owner.uuid().as_bytes(), typed.drawn.as_bytes()]),
        url: typed.url.clone(),
        description: typed.description.clone(),
        wanted: typed.wanted(),
        secret: Secret::of_form(&page.visit().form_secret, &typed.drawn),
    };
    let add = move |tx: &mut AccountTx| webhooks::add(tx, now, &wanted, reach);
    let fault = match page.cx().db.account(owner).write(add).await {
        Ok(endpoint) => return page.show(&shown(&endpoint, false)),
        Err(AddError::Typed(fault)) => typed_fault(fault, reach),
        Err(AddError::TooMany) => Fault::at("", "error-endpoint-many").with("most", ENDPOINTS_MAX),
        Err(AddError::Db(error)) => return Err(error.into()),
    };
    let drawn = typed.drawn.clone();
    page.show_faulty(&new(&page, drawn, page.faulty(typed.form(), &[fault])))
}

pub(crate) async fn edit(page: MemberPage, Path(id): Path<EndpointId>) -> Answer {
    let look = move |tx: &mut AccountTx| webhooks::store::find(tx, id);
    let found = page.cx().db.account(page.account.id).read(look).await?.ok_or(PageError::NotFound)?;
    page.show(&known(&page, id, filled(found.url, found.description, &found.wanted)))
}

pub(crate) async fn post_edit(
    page: MemberPage,
    Path(id): Path<EndpointId>,
    Form(typed): Form<Typed>,
) -> Answer {
    let reach = page.cx().settings.webhooks;
    let (url, description) = (typed.url.clone(), typed.description.clone());
    let wanted = EndpointChange { url, description, wanted: typed.wanted() };
    let change = move |tx: &mut AccountTx| webhooks::change(tx, id, &wanted, reach);
    match page.cx().db.account(page.account.id).write(change).await {
        Ok(()) => Ok(page.redirect_with(&href(id), Flash::good("flash-endpoint-changed"))),
        Err(ChangeError::Typed(fault)) => {
            let form = page.faulty(typed.form(), &[typed_fault(fault, reach)]);
            page.show_faulty(&known(&page, id, form))
        }
        Err(ChangeError::Missing) => Err(PageError::NotFound),
        Err(ChangeError::Db(error)) => Err(error.into()),
    }
}

fn typed_fault(fault: TypedFault, reach: Reach) -> Fault {
    match fault {
        TypedFault::Url(fault) => url_fault(fault, reach),
        TypedFault::Description => {
            Fault::at("description", "error-endpoint-description").with("most", DESCRIPTION_CHARS_MAX)
        }
    }
}

fn url_fault(fault: UrlFault, reach: Reach) -> Fault {
    let key = match fault {
        UrlFault::Form | UrlFault::Scheme if reach == Reach::Anywhere => "error-endpoint-url-any",
        UrlFault::Form | UrlFault::Scheme => "error-endpoint-url",
        UrlFault::TooLong => "error-endpoint-url-long",
        UrlFault::Credentials => "error-endpoint-url-credentials",
        UrlFault::Port => "error-endpoint-url-port",
        UrlFault::Private => "error-endpoint-url-private",
    };
    Fault::at("url", key).with("most", URL_CHARS_MAX)
}

/// The form of an endpoint to add.
fn new(page: &Page, drawn: String, form: FormView) -> EndpointForm {
    EndpointForm { drawn: Some(drawn), ..view(page, format!("{PATH}/new"), PATH.to_owned(), form) }
}

/// The form of an endpoint that is there.
fn known(page: &Page, id: EndpointId, form: FormView) -> EndpointForm {
    view(page, format!("{}/edit", href(id)), href(id), form)
}

fn view(page: &Page, action: String, back: String, form: FormView) -> EndpointForm {
    let kind =
        |kind: EventKind| KindView { name: name(kind), code: kind.code(), text: page.say(&kind_key(kind)) };
    EndpointForm {
        drawn: None,
        action,
        back,
        form,
        url_max: URL_CHARS_MAX,
        description_max: DESCRIPTION_CHARS_MAX,
        kinds: EventKind::wished().map(kind).collect(),
    }
}

/// The page that shows the secret of an endpoint.
pub(super) fn shown(endpoint: &Endpoint, is_changed: bool) -> EndpointSecret {
    EndpointSecret {
        url: endpoint.url.clone(),
        href: href(endpoint.id),
        secret: endpoint.secret.expose(),
        is_changed,
    }
}

impl View for EndpointForm {
    const TEMPLATE: &'static str = "pages/endpoints/form.html";
    const AREA: &'static str = "programs";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new(PROGRAMS, "programs-title"), Crumb::new(PATH, "endpoints-title")]
    }

    #[cfg(test)]
    fn samples() -> Vec<EndpointForm> {
        let texts = texts::Texts::embedded();
        let faults = [url_fault(UrlFault::Private, Reach::Public), Fault::at("", "error-endpoint-many")];
        let faults = faults.map(|fault| fault.with("most", ENDPOINTS_MAX));
        let faulty = FormView::new().with("url", "https://localhost").with("event-order.paid", "yes").faulty(
            &texts,
            kernel::Locale::En,
            &faults,
        );
        let kinds = || {
            let kind = |kind| KindView { name: name(kind), code: kind.code(), text: "An order".into() };
            EventKind::wished().map(kind).collect()
        };
        let page = |form| EndpointForm {
            drawn: Some("1".into()),
            action: format!("{PATH}/new"),
            back: PATH.into(),
            form,
            url_max: URL_CHARS_MAX,
            description_max: DESCRIPTION_CHARS_MAX,
            kinds: kinds(),
        };
        let changed = |form| EndpointForm {
            drawn: None,
            action: format!("{PATH}/endpoints/1/edit"),
            back: format!("{PATH}/endpoints/1"),
            ..page(form)
        };
        let of = filled("https://example.com/hooks".into(), "Books".into(), &[EventKind::OrderPaid]);
        vec![page(FormView::new()), page(faulty.clone()), changed(of), changed(faulty)]
    }
}

impl View for EndpointSecret {
    const TEMPLATE: &'static str = "pages/endpoints/secret.html";
    const AREA: &'static str = "programs";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new(PROGRAMS, "programs-title"), Crumb::new(PATH, "endpoints-title")]
    }

    #[cfg(test)]
    fn samples() -> Vec<EndpointSecret> {
        let page = |is_changed| EndpointSecret {
            url: "https://example.com/hooks".into(),
            href: format!("{PATH}/endpoints/1"),
            secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".into(),
            is_changed,
        };
        vec![page(false), page(true)]
    }
}
