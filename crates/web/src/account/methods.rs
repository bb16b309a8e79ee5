//! The registered payment methods: the list, each with what can be done with it, and another one.

use axum::extract::{Path, Query};
use axum::response::Response;
use flows::methods::{self, ChangeError, Kept};
use flows::{PayError, PayOutcome, Registration};
use kernel::{AttemptId, MethodId, PaymentKind, Timestamp};
use payments::{Method, MethodError, MethodRefusal, MethodState, RefusalReason};
use serde::{Deserialize, Serialize};
use texts::Args;

use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::form::{Fault, Form, FormView};
use crate::list::{Column, ListView};
use crate::page::{MemberPage, Page, encoded};
use crate::view::{Badge, Crumb, RowLink, View};

const COLUMNS: [Column; 5] = [
    Column::new("method-label"),
    Column::new("method-kind"),
    Column::new("method-expires"),
    Column::new("state"),
    Column::ACTIONS,
];

#[derive(Debug, Serialize)]
pub(crate) struct Methods {
    list: ListView,
    methods: Vec<MethodView>,
}

#[derive(Debug, Serialize)]
struct MethodView {
    href: String,
    label: String,
    description: String,
    kind: &'static str,
    expires: String,
    is_default: bool,
    state: Badge,
    links: Vec<RowLink>,
}

/// One method, and what can be done with it.
#[derive(Debug, Serialize)]
pub(crate) struct MethodPage {
    method: MethodView,
    form: FormView,
    mandate: String,
    created_at: Timestamp,
    can_be_default: bool,
    /// Why it stays; empty when it can be taken away.
    refusal: String,
}

/// Another method.
#[derive(Debug, Serialize)]
pub(crate) struct AddMethod {
    /// The registration this page makes: sent twice, it is one.
    id: String,
    form: FormView,
    kinds: Vec<KindView>,
    has_default: bool,
}

#[derive(Debug, Serialize)]
struct KindView {
    code: &'static str,
    icon: &'static str,
    is_chosen: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Described {
    description: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Added {
    id: AttemptId,
    kind: Option<String>,
    make_default: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Back {
    attempt: Option<AttemptId>,
}

pub(crate) async fn get(page: MemberPage) -> Answer {
    let methods = page.cx().db.account(page.account.id).read(payments::store::list_methods).await?;
    let shown = methods.iter().filter(|method| method.state != MethodState::CanceledByCustomer);
    page.show(&methods_view(shown.map(|method| view(&page, method)).collect()))
}

/// A list so short that it is on one page: the default first, then the newest.
fn methods_view(methods: Vec<MethodView>) -> Methods {
    let count = i64::try_from(methods.len()).unwrap_or(i64::MAX);
    Methods { list: ListView::plain(&COLUMNS).counted(count), methods }
}

fn view(page: &Page, method: &Method) -> MethodView {
    let is_usable = method.is_usable(page.visit().subsidiary.civil(page.visit().now));
    let (hue, icon) = if is_usable { ("good", "circle-check") } else { ("bad", "circle-alert") };
    let state = match method.state {
        MethodState::Valid if is_usable => MethodState::Valid,
        MethodState::Valid | MethodState::Expired => MethodState::Expired,
        MethodState::Error | MethodState::CanceledByCustomer => MethodState::Error,
    };
    let key = format!("method-state-{}", state.code());
    let href = format!("/payment-methods/{}", method.id);
    MethodView {
        label: method.label.clone(),
        description: method.description.clone(),
        kind: method.kind.code(),
        expires: expires(method),
        is_default: method.is_default,
        state: Badge::new(&page.web().texts, page.visit().locale, hue, icon, &key),
        links: vec![RowLink { href: href.clone(), icon: "eye", text: page.say("method-see") }],
        href,
    }
}

/// One method.
pub(crate) async fn one(page: MemberPage, Path(id): Path<MethodId>) -> Answer {
    let kept = methods::kept(page.cx(), page.account.id, id).await.map_err(failed)?;
    let form = FormView::new().with("description", kept.method.description.clone());
    page.show(&method_page(&page, &kept, form))
}

fn method_page(page: &MemberPage, kept: &Kept, form: FormView) -> MethodPage {
    let method = &kept.method;
    MethodPage {
        method: view(page, method),
        form,
        mandate: method.mandate.as_ref().map(|mandate| mandate.reference.clone()).unwrap_or_default(),
        created_at: method.created_at,
        can_be_default: kept.is_usable && !method.is_default,
        refusal: kept.remove.err().map(|refusal| why(page, refusal)).unwrap_or_default(),
    }
}

fn why(page: &Page, refusal: MethodRefusal) -> String {
    page.t(&format!("method-refusal-{}", refusal.code()), &Args::new())
}

/// Gives it words of one's own.
pub(crate) async fn describe(
    page: MemberPage,
    Path(id): Path<MethodId>,
    Form(typed): Form<Described>,
) -> Answer {
    match methods::describe(page.cx(), page.account.id, id, typed.description.clone()).await {
        Ok(()) => Ok(page.redirect_with("/payment-methods", Flash::good("flash-method-described"))),
        Err(ChangeError::Method(MethodError::TooLong)) => {
            let kept = methods::kept(page.cx(), page.account.id, id).await.map_err(failed)?;
            let most = payments::DESCRIPTION_CHARS_MAX;
            let fault = Fault::at("description", "error-comment").with("count", most);
            let form = FormView::new().with("description", typed.description);
            page.show_faulty(&method_page(&page, &kept, page.faulty(form, &[fault])))
        }
        Err(error) => Err(failed(error)),
    }
}

pub(crate) async fn make_default(page: MemberPage, Path(id): Path<MethodId>) -> Answer {
    let there = "/payment-methods";
    match methods::make_default(page.cx(), page.account.id, id).await {
        Ok(method) => {
            Ok(page.redirect_with(there, Flash::good("flash-method-default").with("name", method.label)))
        }
        Err(ChangeError::Method(MethodError::NotValid)) => {
            Ok(page.redirect_with(there, Flash::bad("flash-method-not-valid")))
        }
        Err(error) => Err(failed(error)),
    }
}

pub(crate) async fn remove(page: MemberPage, Path(id): Path<MethodId>) -> Answer {
    match methods::remove(page.cx(), page.account.id, id).await {
        Ok(method) => {
            let flash = Flash::good("flash-method-removed").with("name", method.label);
            Ok(page.redirect_with("/payment-methods", flash))
        }
        Err(ChangeError::Method(MethodError::Stays(refusal))) => {
            let flash = Flash::bad("flash-service-refused").with("reason", why(&page, refusal));
            Ok(page.redirect_with(&format!("/payment-methods/{id}"), flash))
        }
        Err(error) => Err(failed(error)),
    }
}

fn failed(error: ChangeError) -> PageError {
    match error {
        ChangeError::Method(MethodError::Missing) => PageError::NotFound,
        ChangeError::Method(MethodError::Db(error)) | ChangeError::Db(error) => error.into(),
        error @ (ChangeError::Method(
            MethodError::NotValid | MethodError::TooLong | MethodError::Stays(_),
        )
        | ChangeError::Unconfigured(_)) => PageError::internal(error),
    }
}

/// Another method: which kind.
pub(crate) async fn add(page: MemberPage) -> Answer {
    let view = add_view(&page, FormView::new(), &[]).await?;
    page.show(&view)
}

async fn add_view(page: &MemberPage, form: FormView, faults: &[Fault]) -> Result<AddMethod, PageError> {
    let account = page.cx().db.account(page.account.id);
    let default = account.read(payments::store::default_method).await?;
    let offered = page.visit().subsidiary.payment_kinds(page.account.account_type).iter().copied();
    let can = |kind: &PaymentKind| {
        page.cx().gateways.hosting(*kind).is_some_and(|gateway| gateway.capabilities().setup)
    };
    let kinds = offered.filter(can).enumerate().map(|(at, kind)| KindView {
        code: kind.code(),
        icon: match kind {
            PaymentKind::Card => "credit-card",
            PaymentKind::SepaDebit => "landmark",
        },
        is_chosen: at == 0,
    });
    Ok(AddMethod {
        id: page.cx().random.id::<()>(page.visit().now).to_string(),
        form: page.faulty(form, faults),
        kinds: kinds.collect(),
        has_default: default.is_some(),
    })
}

/// Leaves for the provider's page that registers it.
pub(crate) async fn register(page: MemberPage, Form(form): Form<Added>) -> Answer {
    let Some(kind) = form.kind.as_deref().and_then(PaymentKind::parse) else {
        let view = add_view(&page, FormView::new(), &[Fault::at("kind", "error-method")]).await?;
        return page.show_faulty(&view);
    };
    let registration = Registration {
        id: form.id,
        kind,
        make_default: form.make_default.as_deref() == Some("yes"),
        return_path: format!("/payment-methods/return?attempt={}", encoded(&form.id.to_string())),
        by_program: None,
    };
    match flows::register_method(page.cx(), page.account.id, registration).await {
        Ok(outcome) => Ok(follow(&page, outcome)),
        Err(
            PayError::NotOffered
            | PayError::Method
            | PayError::OtherData
            | PayError::InProgress
            | PayError::AlreadyPaid
            | PayError::NotPayable,
        ) => {
            let view = add_view(&page, FormView::new(), &[Fault::at("kind", "error-method")]).await?;
            page.show_faulty(&view)
        }
        Err(PayError::NoOrder) => Err(PageError::NotFound),
        Err(PayError::Db(error)) => Err(error.into()),
        Err(error @ (PayError::Settle(_) | PayError::Unconfigured(_))) => Err(PageError::internal(error)),
    }
}

/// The customer comes back from the provider's page.
pub(crate) async fn back(page: MemberPage, Query(back): Query<Back>) -> Answer {
    let Some(attempt) = back.attempt else { return Ok(page.redirect("/payment-methods")) };
    match flows::came_back(page.cx(), page.account.id, attempt).await {
        // Back without having finished there: it can be begun again here.
        Ok(PayOutcome::Redirect(_)) => Ok(page.redirect("/payment-methods/add")),
        Ok(outcome) => Ok(follow(&page, outcome)),
        Err(PayError::NoOrder) => Err(PageError::NotFound),
        Err(PayError::Db(error)) => Err(error.into()),
        Err(error) => {
            tracing::warn!(%error, "the return from a registration could not be worked on; it will be");
            Ok(page.redirect_with("/payment-methods", Flash::busy("flash-method-pending")))
        }
    }
}

fn follow(page: &MemberPage, outcome: PayOutcome) -> Response {
    let there = "/payment-methods";
    match outcome {
        PayOutcome::Redirect(url) => page.leave_for(&url),
        PayOutcome::Paid => page.redirect_with(there, Flash::good("flash-method-added")),
        PayOutcome::Pending => page.redirect_with(there, Flash::busy("flash-method-pending")),
        PayOutcome::Refused(reason) => {
            let reason = refused(page, reason);
            page.redirect_with(there, Flash::bad("flash-service-refused").with("reason", reason))
        }
        PayOutcome::Closed => page.redirect_with(there, Flash::bad("flash-method-not-added")),
    }
}

fn refused(page: &Page, reason: RefusalReason) -> String {
    page.say(&format!("pay-refused-{}", reason.code()))
}

/// The last month of a card, as cards print it.
pub(crate) fn expires(method: &Method) -> String {
    method.expires.map_or_else(String::new, |(year, month)| format!("{month:02}/{year}"))
}

impl View for Methods {
    const TEMPLATE: &'static str = "pages/account/methods.html";
    const AREA: &'static str = "methods";

    #[cfg(test)]
    fn samples() -> Vec<Methods> {
        let (card, debit) = (MethodView::sample("card", true), MethodView::sample("sepa_debit", false));
        vec![methods_view(vec![card, debit]), methods_view(vec![])]
    }
}

#[cfg(test)]
impl MethodView {
    fn sample(kind: &'static str, is_default: bool) -> MethodView {
        MethodView {
            href: "/payment-methods/1".into(),
            label: "•••• 4242".into(),
            description: if is_default { String::new() } else { "The one of the studio".into() },
            kind,
            expires: if is_default { "12/2027".into() } else { String::new() },
            is_default,
            state: Badge::sample(),
            links: vec![RowLink { href: "/payment-methods/1".into(), icon: "eye", text: "See".into() }],
        }
    }
}

impl View for MethodPage {
    const TEMPLATE: &'static str = "pages/account/method.html";
    const AREA: &'static str = "methods";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new("/payment-methods", "methods-title")]
    }

    #[cfg(test)]
    fn samples() -> Vec<MethodPage> {
        let texts = texts::Texts::embedded();
        let fault = Fault::at("description", "error-comment").with("count", 100_usize);
        let page = |method, can_be_default, refusal: &str| MethodPage {
            method,
            form: FormView::new().with("description", "x"),
            mandate: if can_be_default { "CT-1".into() } else { String::new() },
            created_at: crate::view::sample::at(),
            can_be_default,
            refusal: refusal.into(),
        };
        let faulty = MethodPage {
            form: FormView::new().faulty(&texts, kernel::Locale::En, &[fault]),
            ..page(MethodView::sample("card", true), false, "")
        };
        vec![
            page(MethodView::sample("card", true), false, "Choose another default first."),
            page(MethodView::sample("sepa_debit", false), true, ""),
            faulty,
        ]
    }
}

impl View for AddMethod {
    const TEMPLATE: &'static str = "pages/account/add-method.html";
    const AREA: &'static str = "methods";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new("/payment-methods", "methods-title")]
    }

    #[cfg(test)]
    fn samples() -> Vec<AddMethod> {
        let texts = texts::Texts::embedded();
        let kinds = || {
            let kind = |(code, icon)| KindView { code, icon, is_chosen: code == "card" };
            [("card", "credit-card"), ("sepa_debit", "landmark")].map(kind).into()
        };
        let fault = Fault::at("kind", "error-method");
        let page = |form, kinds, has_default| AddMethod { id: "1".into(), form, kinds, has_default };
        let faulty = FormView::new().faulty(&texts, kernel::Locale::En, &[fault]);
        vec![
            page(FormView::new(), kinds(), true),
            page(faulty, kinds(), false),
            page(FormView::new(), vec![], false),
        ]
    }
}
