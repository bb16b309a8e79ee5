//! The one table of routes: method, path, who may call, what it answers and what it is for.

use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, MethodRouter, on};

use crate::Api;
use crate::v1::{auth, me};

/// Who may call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Access {
    /// Anyone.
    Anyone,
    /// A registered application; it signs nothing.
    Application,
    /// A program that a customer granted this call.
    Member,
}

/// One route.
pub struct Route {
    /// GET answers HEAD too.
    pub method: Method,
    /// The path after the version, with its parameters in braces.
    pub path: &'static str,
    /// Who may call.
    pub access: Access,
    /// The type it answers, as the description names it: `auth.ApiCredential`, `long[]`, `void`.
    pub response: &'static str,
    /// What it is for, in a sentence.
    pub about: &'static str,
    pub(crate) handler: MethodRouter<Api>,
}

fn get<H: Handler<T, Api>, T: 'static>(
    path: &'static str,
    access: Access,
    response: &'static str,
    about: &'static str,
    handler: H,
) -> Route {
    Route { method: Method::GET, path, access, response, about, handler: on(MethodFilter::GET, handler) }
}

fn post<H: Handler<T, Api>, T: 'static>(
    path: &'static str,
    access: Access,
    response: &'static str,
    about: &'static str,
    handler: H,
) -> Route {
    Route { method: Method::POST, path, access, response, about, handler: on(MethodFilter::POST, handler) }
}

fn put<H: Handler<T, Api>, T: 'static>(
    path: &'static str,
    access: Access,
    response: &'static str,
    about: &'static str,
    handler: H,
) -> Route {
    Route { method: Method::PUT, path, access, response, about, handler: on(MethodFilter::PUT, handler) }
}

fn delete<H: Handler<T, Api>, T: 'static>(
    path: &'static str,
    access: Access,
    response: &'static str,
    about: &'static str,
    handler: H,
) -> Route {
    Route {
        method: Method::DELETE,
        path,
        access,
        response,
        about,
        handler: on(MethodFilter::DELETE, handler),
    }
}

/// Every route of the API.
#[must_use]
pub fn table() -> Vec<Route> {
    let mut table = authentication();
    table.extend(programs());
    table
}

/// Who one is.
fn authentication() -> Vec<Route> {
    use Access::{Anyone, Application, Member};
    vec![
        get("/auth/time", Anyone, "long", "The time, in seconds since 1970", auth::time::get),
        post(
            "/auth/credential",
            Application,
            "auth.ApiCredentialRequest",
            "Ask a customer for access",
            auth::credential::post,
        ),
        get(
            "/auth/currentCredential",
            Member,
            "auth.ApiCredential",
            "The credential of this call",
            auth::current::get,
        ),
        get("/auth/details", Member, "auth.Details", "Who this call acts for", auth::details::get),
        post("/auth/logout", Member, "void", "Give the credential of this call back", auth::logout::post),
    ]
}

/// The programs of the account.
fn programs() -> Vec<Route> {
    use Access::Member;
    vec![
        get(
            "/me/api/application",
            Member,
            "long[]",
            "The applications of the account",
            me::api::application::list,
        ),
        get(
            "/me/api/application/{applicationId}",
            Member,
            "auth.ApiApplication",
            "An application of the account",
            me::api::application::get,
        ),
        delete(
            "/me/api/application/{applicationId}",
            Member,
            "void",
            "Delete an application and every access it has",
            me::api::application::delete,
        ),
        get(
            "/me/api/credential",
            Member,
            "long[]",
            "What the account granted to applications",
            me::api::credential::list,
        ),
        get(
            "/me/api/credential/{credentialId}",
            Member,
            "auth.ApiCredential",
            "What the account granted to an application",
            me::api::credential::get,
        ),
        put(
            "/me/api/credential/{credentialId}",
            Member,
            "void",
            "Change from where a credential may be used",
            me::api::credential::put,
        ),
        delete(
            "/me/api/credential/{credentialId}",
            Member,
            "void",
            "Revoke a credential",
            me::api::credential::delete,
        ),
        get(
            "/me/api/credential/{credentialId}/application",
            Member,
            "auth.ApiApplication",
            "The application a credential was granted to",
            me::api::credential::application,
        ),
    ]
}
