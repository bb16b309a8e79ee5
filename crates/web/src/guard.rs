//! What runs before and after every handler: who asks, may they, is the form ours; then cookies and error pages.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use kernel::SignedDuration;

use crate::cookies::Cookie;
use crate::error::{PageError, Problem};
use crate::flash::Flash;
use crate::page::Page;
use crate::routes::Access;
use crate::visit::{Visit, Who};
use crate::{Web, csrf, kept};

/// How long a browser stays known.
const BROWSER_AGE: SignedDuration = SignedDuration::from_hours(24 * 365);

/// What one route asks of a request.
#[derive(Clone)]
pub(crate) struct Needs {
    pub(crate) web: Web,
    pub(crate) access: Access,
    pub(crate) body_max: usize,
}

/// Set on an answer to show a sentence on the next page.
#[derive(Debug, Clone)]
pub(crate) struct NextFlash(pub(crate) Flash);

/// U+0000 in an address or a form. Nobody types it, and PostgreSQL keeps no text with it.
const NUL: &str = "%00";
/// What browsers show in the place of what is no text: U+FFFD.
const REPLACED: &str = "%EF%BF%BD";

/// The guard of one route.
pub(crate) async fn guard(State(needs): State<Needs>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    if needs.access == Access::Webhook {
        return match to_bytes(body, needs.body_max).await {
            Ok(body) => next.run(Request::from_parts(parts, Body::from(body))).await,
            Err(_) => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
        };
    }
    let has_nul = parts.uri.path().contains(NUL);
    if let Some(uri) = without_nul(&parts.uri) {
        parts.uri = uri;
    }
    let who = if needs.access == Access::Staff { Who::Staff } else { Who::Customers };
    let visit = match Visit::read(&needs.web, &parts, who).await {
        Ok(mut visit) => {
            visit.typed = kept::take(&needs.web, &visit, &parts).await;
            if visit.typed.is_some() {
                visit.flash = Some(Flash::busy("flash-typed-back"));
            }
            Arc::new(visit)
        }
        Err(error) => {
            let page = Page::new(needs.web.clone(), Arc::new(Visit::unknown(&needs.web, &parts)));
            return finished(&page, PageError::from(error).into_response());
        }
    };
    let page = Page::new(needs.web.clone(), visit.clone());
    // The router has read the path already: a thing with such a name is nowhere.
    if has_nul {
        return finished(&page, PageError::NotFound.into_response());
    }
    let response = match admitted(&needs, &visit, parts, body).await {
        Ok(mut request) => {
            request.extensions_mut().insert(page.clone());
            next.run(request).await
        }
        Err(response) => response,
    };
    finished(&page, response)
}

/// The request, if it may go on.
async fn admitted(needs: &Needs, visit: &Visit, parts: Parts, body: Body) -> Result<Request, Response> {
    match needs.access {
        Access::Visitor | Access::Webhook => {}
        Access::Member if visit.member.is_none() => {
            return Err(to_sign_in(needs, Who::Customers, visit, &parts, body).await);
        }
        Access::Staff if visit.staff.is_none() => {
            return Err(to_sign_in(needs, Who::Staff, visit, &parts, body).await);
        }
        Access::Demo if !needs.web.options.has_demo => return Err(PageError::NotFound.into_response()),
        Access::Member | Access::Staff | Access::Demo => {}
    }
    if parts.method == Method::GET || parts.method == Method::HEAD {
        return Ok(Request::from_parts(parts, Body::empty()));
    }
    let body = to_bytes(body, needs.body_max).await.map_err(|_| PageError::TooLarge.into_response())?;
    let site = parts.headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    let is_foreign = matches!(site, Some("cross-site" | "same-site"));
    let token = form_token(&parts, &body).await.unwrap_or_default();
    if is_foreign || !csrf::is_valid(&token, &visit.form_secret) {
        return Err(PageError::Expired.into_response());
    }
    let body = if is_upload(&parts) { body } else { as_text(body) };
    Ok(Request::from_parts(parts, Body::from(body)))
}

/// The address with U+FFFD for each U+0000; `None` where there is none.
fn without_nul(uri: &Uri) -> Option<Uri> {
    let asked = uri.path_and_query()?.as_str();
    asked.contains(NUL).then(|| asked.replace(NUL, REPLACED).parse().ok()).flatten()
}

/// The fields of a form with U+FFFD for each U+0000.
fn as_text(body: Bytes) -> Bytes {
    match std::str::from_utf8(&body) {
        Ok(text) if text.contains(NUL) || text.contains('\0') => {
            text.replace(NUL, REPLACED).replace('\0', REPLACED).into()
        }
        Ok(_) | Err(_) => body,
    }
}

fn is_upload(parts: &Parts) -> bool {
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

/// The token of the form: its first field when it carries files, any field otherwise.
async fn form_token(parts: &Parts, body: &Bytes) -> Option<String> {
    if is_upload(parts) {
        let mut request = Request::new(Body::from(body.clone()));
        request.headers_mut().insert(header::CONTENT_TYPE, parts.headers.get(header::CONTENT_TYPE)?.clone());
        let mut form = Multipart::from_request(request, &()).await.ok()?;
        let first = form.next_field().await.ok()??;
        return if first.name() == Some("csrf") { first.text().await.ok() } else { None };
    }
    // The token is plain hexadecimal: it reads the same encoded and decoded.
    let text = std::str::from_utf8(body).ok()?;
    let mut fields = text.split('&').filter_map(|pair| pair.split_once('='));
    fields.find(|(name, _)| *name == "csrf").map(|(_, value)| value.to_owned())
}

/// To sign in, and from there back: to the page that was asked for, or to the one with the form that was sent, as the
/// address of a form shows nothing. Whoever sent a form is told that it was not taken, and finds it filled in there.
async fn to_sign_in(needs: &Needs, who: Who, visit: &Visit, parts: &Parts, body: Body) -> Response {
    let path = match who {
        Who::Customers => "/sign-in",
        Who::Staff => "/desk/sign-in",
    };
    let is_page = parts.method == Method::GET || parts.method == Method::HEAD;
    let back = if is_page { Some(visit.here()) } else { form_page(parts) };
    let target = match &back {
        Some(back) => format!("{path}?next={}", crate::page::encoded(back)),
        None => path.to_owned(),
    };
    let mut response = crate::page::see_other(&target, visit.is_htmx);
    if !is_page {
        let kept = match &back {
            Some(place) => kept::keep(&needs.web, visit, who, parts, body, place).await,
            None => None,
        };
        let told = if kept.is_some() { "flash-session-over-kept" } else { "flash-session-over" };
        response.extensions_mut().insert(NextFlash(Flash::bad(told)));
        if let Some(cookie) = kept {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    response
}

/// The page a form was on, as the browser tells it; only its path counts.
fn form_page(parts: &Parts) -> Option<String> {
    let referer = parts.headers.get(header::REFERER)?.to_str().ok()?;
    let page = Uri::try_from(referer).ok()?;
    page.path_and_query().map(|place| place.as_str().to_owned())
}

/// Draws the error page an answer asks for, and adds the cookies.
fn finished(page: &Page, response: Response) -> Response {
    let (visit, is_secure) = (page.visit(), page.web().options.is_secure);
    let mut response = match problem_of(&response) {
        Some(problem) => drawn(page, problem, response),
        None => response,
    };
    let is_page = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == crate::page::HTML);
    let next_flash = response.extensions_mut().remove::<NextFlash>();
    let mut cookies = Vec::new();
    if visit.is_new_browser && is_page {
        cookies.push(Cookie::Browser.set(&visit.browser, Some(BROWSER_AGE), is_secure));
    }
    if let Some(NextFlash(flash)) = next_flash {
        cookies.push(Cookie::Flash.set(&flash.to_cookie(), Some(SignedDuration::from_mins(5)), is_secure));
    } else if visit.flash.is_some() && is_page && !visit.is_htmx {
        cookies.push(Cookie::Flash.clear(is_secure));
    }
    if visit.typed.is_some() {
        cookies.push(Cookie::Kept.clear(is_secure));
    }
    let headers = response.headers_mut();
    for cookie in cookies.into_iter().flatten() {
        headers.append(header::SET_COOKIE, cookie);
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    }
    if let Ok(id) = HeaderValue::from_str(&visit.request_id) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
    response
}

/// What an answer without a page of its own is about: ours say so; axum's, to an address or a method that no
/// handler reads, are bare.
fn problem_of(response: &Response) -> Option<Problem> {
    let is_plain = || {
        let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        kind.is_some_and(|kind| kind.starts_with("text/plain"))
    };
    let told = response.extensions().get::<Problem>().copied();
    told.or_else(|| match response.status() {
        StatusCode::METHOD_NOT_ALLOWED => Some(Problem::NotFound),
        StatusCode::BAD_REQUEST if is_plain() => Some(Problem::NotFound),
        _ => None,
    })
}

fn drawn(page: &Page, problem: Problem, bare: Response) -> Response {
    tracing::debug!(
        request_id = page.visit().request_id,
        problem = problem.word(),
        "answered with an error page"
    );
    let Ok(mut response) = page.show(&crate::view::ProblemView::new(problem, &page.visit().request_id))
    else {
        return plain(bare);
    };
    *response.status_mut() = problem.status();
    if let Some(wait) = bare.headers().get(header::RETRY_AFTER) {
        response.headers_mut().insert(header::RETRY_AFTER, wait.clone());
    }
    response
}

/// An error without our templates, for when they are what failed.
fn plain(mut response: Response) -> Response {
    let text = "<!doctype html><title>Error</title><h1>Something went wrong on our side.</h1>\
                <p>Please try again in a moment.</p>";
    *response.body_mut() = Body::from(text);
    let html = HeaderValue::from_static(crate::page::HTML);
    response.headers_mut().insert(header::CONTENT_TYPE, html);
    response
}

/// Where no route leads.
pub(crate) async fn not_found() -> PageError {
    PageError::NotFound
}

/// A handler that panics takes only its own page away.
pub(crate) async fn catch_panic(request: Request, next: Next) -> Response {
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(_) => {
            tracing::error!("a handler panicked");
            plain(StatusCode::INTERNAL_SERVER_ERROR.into_response())
        }
    }
}
