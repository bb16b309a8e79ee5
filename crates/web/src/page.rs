//! What a handler is given: who asks, the flows' context, and the ways to answer.

use std::ops::Deref;
use std::sync::Arc;

use accounts::device::Device;
use accounts::{Account, Staff};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use flows::Cx;
use flows::sign_up::Entrance;
use serde::Serialize;
use texts::Args;

use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::form::{Fault, FormView};
use crate::guard::NextFlash;
use crate::view::{Shell, View};
use crate::visit::Visit;
use crate::{Web, csrf, kept};

pub(crate) const HTML: &str = "text/html; charset=utf-8";

/// A request with its answer's means; the guard made it.
#[derive(Clone)]
pub(crate) struct Page {
    web: Web,
    visit: Arc<Visit>,
}

/// A page anyone may ask for; somebody may be signed in.
pub(crate) struct VisitorPage(Page);

/// A page of a signed-in customer.
pub(crate) struct MemberPage {
    page: Page,
    pub(crate) account: Account,
}

/// A page of the desk.
pub(crate) struct StaffPage {
    page: Page,
    pub(crate) staff: Staff,
}

#[derive(Serialize)]
struct Context<'a, V> {
    locale: kernel::Locale,
    time_zone: &'a str,
    page: Shell,
    #[serde(flatten)]
    view: &'a V,
}

impl Page {
    pub(crate) fn new(web: Web, visit: Arc<Visit>) -> Page {
        Page { web, visit }
    }

    pub(crate) fn web(&self) -> &Web {
        &self.web
    }

    pub(crate) fn cx(&self) -> &Cx {
        &self.web.cx
    }

    /// Drawn with a page, for what its form makes: sent twice, it is one.
    pub(crate) fn drawn(&self) -> String {
        self.cx().random.id::<()>(self.visit().now).to_string()
    }

    pub(crate) fn visit(&self) -> &Visit {
        &self.visit
    }

    pub(crate) fn t(&self, key: &str, args: &Args) -> String {
        self.web.texts.t(self.visit.locale, key, args)
    }

    pub(crate) fn say(&self, key: &str) -> String {
        self.web.texts.say(self.visit.locale, key)
    }

    /// A form with what is wrong with it.
    pub(crate) fn faulty(&self, form: FormView, faults: &[Fault]) -> FormView {
        form.faulty(&self.web.texts, self.visit.locale, faults)
    }

    /// The page of a view.
    pub(crate) fn show<V: View>(&self, view: &V) -> Answer {
        let shell = self.shell(view);
        let html = match &self.visit.typed {
            Some(typed) => {
                let filled = kept::filled(view, typed)?;
                render(&self.web, &shell, &self.visit, V::TEMPLATE, &filled)?
            }
            None => render(&self.web, &shell, &self.visit, V::TEMPLATE, view)?,
        };
        Ok(html_response(html))
    }

    /// The page of a form that was not right: the same view, with a status that says so.
    pub(crate) fn show_faulty<V: View>(&self, view: &V) -> Answer {
        let mut response = self.show(view)?;
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        Ok(response)
    }

    /// Go there next, by GET.
    pub(crate) fn redirect(&self, path: &str) -> Response {
        see_other(path, self.visit.is_htmx)
    }

    /// Go there next, and read this.
    pub(crate) fn redirect_with(&self, path: &str, flash: Flash) -> Response {
        let mut response = self.redirect(path);
        response.extensions_mut().insert(NextFlash(flash));
        response
    }

    /// Who comes in, for a session to remember.
    pub(crate) fn entrance(&self) -> Result<Entrance, PageError> {
        let device = Device::parse(&self.visit.browser);
        let device = device.ok_or_else(|| PageError::Internal("the browser has no secret".to_owned()))?;
        Ok(Entrance { peer: self.visit.peer, agent: self.visit.agent.clone(), device })
    }

    /// The links of a document that is a page of its own, in the reader's language.
    pub(crate) fn ways(&self, back: documents::Way, pdf_href: String) -> documents::Ways {
        documents::Ways {
            locale: self.visit.locale,
            label: self.say("document-ways"),
            back,
            pdf: documents::Way { href: pdf_href, text: self.say("invoice-pdf") },
            data: Vec::new(),
            related: Vec::new(),
        }
    }

    /// Leave for a payment page.
    pub(crate) fn leave_for(&self, url: &str) -> Response {
        see_other(url, self.visit.is_htmx)
    }

    fn shell<V: View>(&self, view: &V) -> Shell {
        let token = csrf::token(&self.web.cx.random, &self.visit.form_secret);
        Shell::new(&self.web, &self.visit, token, view.crumbs(), V::AREA)
    }
}

pub(crate) fn render<V: Serialize>(
    web: &Web,
    shell: &Shell,
    visit: &Visit,
    template: &str,
    view: &V,
) -> Result<String, PageError> {
    let zone = visit.subsidiary.time_zone.iana_name().unwrap_or("UTC");
    let context = Context { locale: visit.locale, time_zone: zone, page: shell.clone(), view };
    Ok(texts::render(&web.templates, template, &context)?)
}

fn html_response(html: String) -> Response {
    let mut response = html.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(HTML));
    response
}

/// A document as a page of its own, in a new tab.
pub(crate) fn document_html(html: String) -> Response {
    html_response(html)
}

/// A PDF, kept under `name`: links to it say «download», and the page beside them is there to read.
pub(crate) fn pdf(name: &str, bytes: Vec<u8>) -> Response {
    download("application/pdf", name, bytes)
}

/// A file that the browser shows if it can.
pub(crate) fn shown_file(kind: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    file(kind, "inline", name, bytes)
}

/// A file the browser keeps.
pub(crate) fn download(kind: &'static str, name: &str, content: impl IntoResponse) -> Response {
    file(kind, "attachment", name, content)
}

/// The name keeps only what is safe in a header.
fn file(kind: &'static str, disposition: &str, name: &str, content: impl IntoResponse) -> Response {
    let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || ".-_".contains(*c)).collect();
    let mut response = content.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(value) = HeaderValue::from_str(&format!("{disposition}; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// 303, or htmx's own header when a fragment was asked for: following a redirect would put the page in its place.
pub(crate) fn see_other(target: &str, is_htmx: bool) -> Response {
    let Ok(target) = HeaderValue::from_str(target) else {
        return PageError::Internal("an address to go to is no header".to_owned()).into_response();
    };
    let (status, name) = if is_htmx {
        (StatusCode::OK, header::HeaderName::from_static("hx-redirect"))
    } else {
        (StatusCode::SEE_OTHER, header::LOCATION)
    };
    let mut response = status.into_response();
    response.headers_mut().insert(name, target);
    response
}

/// A page of ours to go back to; anything else becomes `otherwise`.
pub(crate) fn own_path<'a>(path: Option<&'a str>, otherwise: &'a str) -> &'a str {
    let is_own = |path: &&str| {
        path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n', '\t'])
    };
    path.filter(is_own).unwrap_or(otherwise)
}

/// Text for a value of a query.
pub(crate) fn encoded(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte) {
            safe.push(char::from(byte));
        } else {
            safe.push_str(&format!("%{byte:02X}"));
        }
    }
    safe
}

impl Deref for VisitorPage {
    type Target = Page;
    fn deref(&self) -> &Page {
        &self.0
    }
}

impl Deref for MemberPage {
    type Target = Page;
    fn deref(&self) -> &Page {
        &self.page
    }
}

impl Deref for StaffPage {
    type Target = Page;
    fn deref(&self) -> &Page {
        &self.page
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Page {
    type Rejection = PageError;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Page, PageError> {
        let page = parts.extensions.get::<Page>().cloned();
        page.ok_or_else(|| PageError::Internal("the route has no guard".to_owned()))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for VisitorPage {
    type Rejection = PageError;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<VisitorPage, PageError> {
        Page::from_request_parts(parts, state).await.map(VisitorPage)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for MemberPage {
    type Rejection = PageError;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<MemberPage, PageError> {
        let page = Page::from_request_parts(parts, state).await?;
        let account = page.visit.member.as_ref().map(|member| member.account.clone());
        // The guard has sent visitors away; a page put behind the wrong access fails closed.
        let account = account.ok_or(PageError::NotFound)?;
        Ok(MemberPage { page, account })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for StaffPage {
    type Rejection = PageError;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<StaffPage, PageError> {
        let page = Page::from_request_parts(parts, state).await?;
        let staff = page.visit.staff.clone().ok_or(PageError::NotFound)?;
        Ok(StaffPage { page, staff })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_are_gone_back_to() {
        assert_eq!(own_path(Some("/orders?state=all"), "/"), "/orders?state=all");
        for bad in
            ["https://evil.example", "//evil.example", "/\\evil.example", "orders", "/a\r\nSet-Cookie: x"]
        {
            assert_eq!(own_path(Some(bad), "/"), "/", "{bad:?} was accepted");
        }
    }

    #[test]
    fn a_value_of_a_query_is_encoded() {
        assert_eq!(encoded("/orders?q=é&a"), "/orders%3Fq%3D%C3%A9%26a");
    }
}
