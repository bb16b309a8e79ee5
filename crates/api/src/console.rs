//! The calls as a customer tries them in the portal: what there is to call, and calling it as the account itself. Only
//! whoever holds a [`Console`] can do that: nothing that comes with a request from outside leads to it.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, header};
use kernel::AccountId;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};
use tower::ServiceExt;

use crate::api::{Api, PREFIXES, router};
use crate::description::{NEEDED, path_parameters};
use crate::routes::{self, Access, Route};
use crate::v1::models::{Model, Shape};

/// The largest answer that is shown.
const ANSWER_MAX: usize = 512 * 1024;
/// How deep an example of a body goes.
const DEPTH_MAX: u8 = 4;

/// Everything that can be called, and the way to call it for an account.
#[derive(Clone)]
pub struct Console {
    api: Api,
    /// The routes once more, when somebody first makes a call: most installations never do.
    router: Arc<OnceLock<Router>>,
    calls: Vec<ConsoleCall>,
}

/// One thing to call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsoleCall {
    /// `GET`, `POST`, `PUT`, `DELETE`.
    pub method: &'static str,
    /// After the version, with its parameters in braces.
    pub path: &'static str,
    /// What it is for, in English.
    pub about: &'static str,
    /// The type of its answer.
    pub response: &'static str,
    /// The parameters of its path, in its order, then those of its query.
    pub inputs: Vec<ConsoleInput>,
    /// An example of its body, where it has one: JSON with everything that can be said.
    pub body: Option<String>,
}

/// A parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsoleInput {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub kind: &'static str,
    /// Whether the call has no answer without it.
    pub is_needed: bool,
    /// The words it can be; none where it is no word.
    pub words: Vec<&'static str>,
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsoleAnswer {
    /// The status of HTTP.
    pub status: u16,
    /// The address that was called.
    pub address: String,
    /// JSON, on several lines; `None` when it is too large to be shown.
    pub body: Option<String>,
}

/// Marks a request as one of the account itself. Only this file makes one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OfAccount(AccountId);

impl OfAccount {
    pub(crate) const fn account(self) -> AccountId {
        self.0
    }
}

impl Console {
    /// Everything but what an application does for nobody.
    #[must_use]
    pub fn new(api: &Api) -> Console {
        let table = routes::table();
        let is_for_accounts = |route: &&Route| route.access != Access::Application;
        let calls = table.iter().filter(is_for_accounts).map(|route| described(route, &table)).collect();
        Console { api: api.clone(), router: Arc::default(), calls }
    }

    /// What there is to call, in the order of the description.
    #[must_use]
    pub fn calls(&self) -> &[ConsoleCall] {
        &self.calls
    }

    /// Makes a call as `account` itself, from its address. `inputs` are the parameters, by their names; one that is
    /// missing, or empty, is left out.
    pub async fn ask(
        &self,
        account: AccountId,
        peer: IpAddr,
        call: &ConsoleCall,
        inputs: &[(String, String)],
        body: String,
    ) -> ConsoleAnswer {
        let target = format!("{}{}", PREFIXES[0], target(call, inputs));
        let address = format!("{}{target}", self.api.cx.settings.base_url);
        let request = Request::builder().method(call.method).uri(&target);
        let request = request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body));
        let Ok(mut request) = request else { return ConsoleAnswer { status: 400, address, body: None } };
        request.extensions_mut().insert(OfAccount(account));
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(peer, 0)));
        let response = match self.router.get_or_init(|| router(&self.api)).clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let status = response.status().as_u16();
        let bytes = to_bytes(response.into_body(), ANSWER_MAX).await.ok();
        let body = bytes.map(|bytes| match serde_json::from_slice::<Value>(&bytes) {
            Ok(value) => format!("{value:#}"),
            Err(_) => String::from_utf8_lossy(&bytes).into_owned(),
        });
        ConsoleAnswer { status, address, body }
    }
}

fn described(route: &Route, table: &[Route]) -> ConsoleCall {
    let words = |kind: &str| match Model::find(kind).map(|model| model.shape) {
        Some(Shape::Words(words)) => words.split_whitespace().collect(),
        Some(Shape::Object(_)) | None => Vec::new(),
    };
    let input = |name, kind, is_needed| ConsoleInput { name, kind, is_needed, words: words(kind) };
    let path = path_parameters(route, table).into_iter().map(|(name, kind)| input(name, kind, true));
    let query = route.query.iter().map(|(name, kind)| input(name, kind, NEEDED.contains(name)));
    let fields: Map<String, Value> =
        route.fields.iter().map(|(name, kind, _)| ((*name).to_owned(), example(kind, DEPTH_MAX))).collect();
    let body = match route.body {
        Some(kind) => Some(example(kind, DEPTH_MAX)),
        None => (!fields.is_empty()).then_some(Value::Object(fields)),
    };
    ConsoleCall {
        method: match route.method.as_str() {
            "POST" => "POST",
            "PUT" => "PUT",
            "DELETE" => "DELETE",
            _ => "GET",
        },
        path: route.path,
        about: route.about,
        response: route.response,
        inputs: path.chain(query).collect(),
        body: body.map(|body| format!("{body:#}")),
    }
}

/// A value of a type, with everything that can be said in it.
fn example(kind: &str, depth: u8) -> Value {
    if kind.ends_with("[]") {
        return Value::Array(Vec::new());
    }
    match Model::find(kind) {
        Some(model) if depth > 0 => match model.shape {
            Shape::Words(words) => words.split_whitespace().next().unwrap_or_default().into(),
            Shape::Object(_) => {
                let said = model.properties().into_iter().filter(|property| property.is_writable);
                said.map(|one| {
                    let value = if one.can_be_null { Value::Null } else { example(one.kind, depth - 1) };
                    (one.name.to_owned(), value)
                })
                .collect()
            }
        },
        Some(_) => Value::Null,
        None => match kind {
            "boolean" => false.into(),
            "long" | "double" => 0.into(),
            _ => "".into(),
        },
    }
}

/// The path with its parameters, and the query.
fn target(call: &ConsoleCall, inputs: &[(String, String)]) -> String {
    let given = |name: &str| {
        let found = inputs.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    };
    let part = |part: &str| match part.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
        // What is left out names nothing; an empty part would be another path.
        Some(name) => utf8_percent_encode(given(name).unwrap_or("-"), NON_ALPHANUMERIC).to_string(),
        None => part.to_owned(),
    };
    let path = call.path.split('/').map(part).collect::<Vec<_>>().join("/");
    let in_path = |name: &str| call.path.contains(&format!("{{{name}}}"));
    let mut query = form_urlencoded::Serializer::new(String::new());
    for input in call.inputs.iter().filter(|input| !in_path(input.name)) {
        if let Some(value) = given(input.name) {
            query.append_pair(input.name, value);
        }
    }
    let query = query.finish();
    if query.is_empty() { path } else { format!("{path}?{query}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(method: &str, path: &str) -> ConsoleCall {
        let table = routes::table();
        let is_it = |route: &&Route| route.method.as_str() == method && route.path == path;
        described(table.iter().find(is_it).expect("a route"), &table)
    }

    fn said(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn parameters_cannot_leave_their_place() {
        let one = call("GET", "/me/bill/{billId}");
        assert_eq!(target(&one, &said(&[("billId", "FR00000001")])), "/me/bill/FR00000001");
        assert_eq!(target(&one, &said(&[("billId", "../order?x=1#")])), "/me/bill/%2E%2E%2Forder%3Fx%3D1%23");
        assert_eq!(target(&one, &said(&[("billId", " ")])), "/me/bill/%2D");
        let list = call("GET", "/me/bill");
        let asked = said(&[("orderId", "7"), ("category", "a&b"), ("date.from", ""), ("other", "1")]);
        assert_eq!(target(&list, &asked), "/me/bill?category=a%26b&orderId=7");
    }

    #[test]
    fn a_body_shows_all_that_can_be_said() {
        let body = |method, path| call(method, path).body.map(|body| serde_json::from_str(&body).unwrap());
        let expected = serde_json::json!({"displayName": null, "renew": null, "terminationPolicy": null});
        assert_eq!(body("PUT", "/services/{serviceId}"), Some(expected));
        let expected = serde_json::json!({"paymentMethod": {"id": 0}});
        assert_eq!(body("POST", "/me/order/{orderId}/pay"), Some(expected));
        assert_eq!(body("GET", "/me"), None);
        let words = &call("GET", "/me/bill").inputs[0].words;
        assert!(words.contains(&"autorenew"), "{words:?}");
    }
}
