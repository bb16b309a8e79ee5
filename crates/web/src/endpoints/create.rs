//! Adding an endpoint, and the secret that is shown once.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use webhooks::{
    AddError, DESCRIPTION_CHARS_MAX, ENDPOINTS_MAX, Endpoint, EventKind, NewEndpoint, Reach, Secret,
    URL_CHARS_MAX, UrlFault,
};

use super::{PATH, href, kind_key};
use crate::error::Answer;
use crate::form::{Fault, Form, FormView};
use crate::page::{MemberPage, Page};
use crate::programs::list::PATH as PROGRAMS;
use crate::view::{Crumb, View};

/// What stands before a kind of event in the name of its box.
const BOX: &str = "event-";

#[derive(Debug, Serialize)]
pub(crate) struct CreateEndpoint {
    /// What the endpoint and its secret are made of: sent twice, it is one.
    drawn: String,
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
}

fn name(kind: EventKind) -> String {
    format!("{BOX}{}", kind.code())
}

pub(crate) async fn get(page: MemberPage) -> Answer {
    page.show(&view(&page, page.drawn(), FormView::new()))
}

pub(crate) async fn post(page: MemberPage, Form(typed): Form<Typed>) -> Answer {
    let (owner, now, reach) = (page.account.id, page.visit().now, page.cx().settings.webhooks);
    let new = NewEndpoint {
        id: kernel::EndpointId::digest(&[owner.uuid().as_bytes(), typed.drawn.as_bytes()]),
        url: typed.url.clone(),
        description: typed.description.clone(),
        wanted: typed.wanted(),
        secret: Secret::of_form(&page.visit().form_secret, &typed.drawn),
    };
    let add = move |tx: &mut db::AccountTx| webhooks::add(tx, now, &new, reach);
    let fault = match page.cx().db.account(owner).write(add).await {
        Ok(endpoint) => return page.show(&shown(&endpoint, false)),
        Err(AddError::Url(fault)) => url_fault(fault, reach),
        Err(AddError::Description) => {
            Fault::at("description", "error-endpoint-description").with("most", DESCRIPTION_CHARS_MAX)
        }
        Err(AddError::TooMany) => Fault::at("", "error-endpoint-many").with("most", ENDPOINTS_MAX),
        Err(AddError::Db(error)) => return Err(error.into()),
    };
    let ticked = typed.wanted();
    let mut form = FormView::new().with("url", typed.url).with("description", typed.description);
    for kind in ticked {
        form = form.with(&name(kind), "yes");
    }
    page.show_faulty(&view(&page, typed.drawn, page.faulty(form, &[fault])))
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

fn view(page: &Page, drawn: String, form: FormView) -> CreateEndpoint {
    let kind =
        |kind: EventKind| KindView { name: name(kind), code: kind.code(), text: page.say(&kind_key(kind)) };
    CreateEndpoint {
        drawn,
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

impl View for CreateEndpoint {
    const TEMPLATE: &'static str = "pages/endpoints/create.html";
    const AREA: &'static str = "programs";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new(PROGRAMS, "programs-title"), Crumb::new(PATH, "endpoints-title")]
    }

    #[cfg(test)]
    fn samples() -> Vec<CreateEndpoint> {
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
        let page = |form| CreateEndpoint {
            drawn: "1".into(),
            form,
            url_max: URL_CHARS_MAX,
            description_max: DESCRIPTION_CHARS_MAX,
            kinds: kinds(),
        };
        vec![page(FormView::new()), page(faulty)]
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
