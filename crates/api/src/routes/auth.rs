//! Routes of who one is.

use super::{Access, POST, Route, get, route};
use crate::v1::auth;

pub(super) fn routes() -> Vec<Route> {
    use Access::{Anyone, Application, Member};
    vec![
        get("/auth/time", Anyone, "long", "The time, in seconds since 1970", auth::time::get),
        route(
            POST,
            "/auth/credential",
            Application,
            "auth.ApiCredentialRequest",
            "Ask a customer for access",
            auth::credential::post,
        )
        .sending("auth.ApiCredentialRequestParams"),
        get(
            "/auth/currentCredential",
            Member,
            "auth.ApiCredential",
            "The credential of this call",
            auth::current::get,
        ),
        get("/auth/details", Member, "auth.Details", "Who this call acts for", auth::details::get),
        route(
            POST,
            "/auth/logout",
            Member,
            "void",
            "Give the credential of this call back",
            auth::logout::post,
        ),
    ]
}
