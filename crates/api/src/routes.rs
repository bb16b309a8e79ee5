//! The one table of routes: method, path, who may call, what it answers and what it is for.

mod auth;
mod me;
mod order;
mod service;

use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, MethodRouter, on};

use crate::Api;
use crate::list::{self, Collection};

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
    /// The parameters of the query, each with its type.
    pub query: Vec<(&'static str, &'static str)>,
    /// The type of the body, where there is one.
    pub body: Option<&'static str>,
    /// The fields of a body that has no type of its own, each with its type and whether it is needed.
    pub fields: Vec<(&'static str, &'static str, bool)>,
    pub(crate) handler: MethodRouter<Api>,
}

impl Route {
    fn asking(self, query: &[(&'static str, &'static str)]) -> Route {
        Route { query: query.to_vec(), ..self }
    }

    fn sending(self, body: &'static str) -> Route {
        Route { body: Some(body), ..self }
    }

    fn saying(self, fields: &[(&'static str, &'static str, bool)]) -> Route {
        Route { fields: fields.to_vec(), ..self }
    }
}

fn get<H: Handler<T, Api>, T: 'static>(
    path: &'static str,
    access: Access,
    response: &'static str,
    about: &'static str,
    handler: H,
) -> Route {
    route((Method::GET, MethodFilter::GET), path, access, response, about, handler)
}

/// A route that answers one method.
fn route<H: Handler<T, Api>, T: 'static>(
    (method, filter): (Method, MethodFilter),
    path: &'static str,
    access: Access,
    response: &'static str,
    about: &'static str,
    handler: H,
) -> Route {
    Route {
        method,
        path,
        access,
        response,
        about,
        query: Vec::new(),
        body: None,
        fields: Vec::new(),
        handler: on(filter, handler),
    }
}

const POST: (Method, MethodFilter) = (Method::POST, MethodFilter::POST);
const PUT: (Method, MethodFilter) = (Method::PUT, MethodFilter::PUT);
const DELETE: (Method, MethodFilter) = (Method::DELETE, MethodFilter::DELETE);

/// Every route of the API.
#[must_use]
pub fn table() -> Vec<Route> {
    [auth::routes(), me::routes(), order::routes(), service::routes()].into_iter().flatten().collect()
}

/// The list of a collection and one of its things.
fn collection<C: Collection>(
    path: &'static str,
    one: &'static str,
    keys: &'static str,
    model: &'static str,
    about: [&'static str; 2],
) -> [Route; 2] {
    [
        get(path, Access::Member, keys, about[0], list::list::<C>).asking(&[C::EQUAL, C::ASKED].concat()),
        get(one, Access::Member, model, about[1], list::one::<C>),
    ]
}
