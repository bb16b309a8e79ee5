//! What every call needs, and the router made of the route table.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::handler::Handler;
use axum::middleware::from_fn_with_state;
use axum::routing::{any, post};
use flows::Cx;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::SizeAbove;

use crate::description;
use crate::guard::{Needs, guard};
use crate::problem::Problem;
use crate::routes::{self, Access};
use crate::turns::Turns;
use crate::v1::auth;
use crate::v1::order::catalog::Published;

/// Answers of fewer bytes than this are not worth compressing.
const COMPRESSED_MIN: u64 = 1_024;

/// The addresses of the version; each has every route.
pub(crate) const PREFIXES: [&str; 2] = ["/1.0", "/v1"];

/// Where clients of OAuth 2.0 get their tokens.
pub(crate) const TOKEN: &str = "/auth/oauth2/token";

/// Every other path. One pattern for all of them cannot stand beside a route whose first words are parameters.
const ELSEWHERE: [&str; 7] =
    ["/{a}", "/{a}/", "/{a}/{b}", "/{a}/{b}/", "/{a}/{b}/{c}", "/{a}/{b}/{c}/", "/{a}/{b}/{c}/{*rest}"];

/// What the operator decides about the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Whether the address of the peer is read from `X-Forwarded-For`, set by a proxy in front of us.
    pub is_behind_proxy: bool,
    /// How many calls one credential, or one network without any, may make in a minute of this process.
    pub calls_per_minute: u32,
    /// The texts of the contracts an order accepts, by their codes.
    pub contract_texts: BTreeMap<String, String>,
}

impl Default for Options {
    fn default() -> Options {
        Options { is_behind_proxy: false, calls_per_minute: 1_200, contract_texts: BTreeMap::new() }
    }
}

/// The state of the API; cheap to clone.
#[derive(Clone)]
pub struct Api {
    /// What flows need.
    pub cx: Arc<Cx>,
    pub(crate) options: Arc<Options>,
    pub(crate) turns: Arc<Turns>,
    pub(crate) published: Published,
}

impl Api {
    /// Puts it together.
    #[must_use]
    pub fn new(cx: Cx, options: Options) -> Api {
        let turns = Arc::new(Turns::new(options.calls_per_minute));
        Api { cx: Arc::new(cx), options: Arc::new(options), turns, published: Published::default() }
    }
}

/// The API as a router: every route of the table and the description, under each prefix, with and without a slash at
/// its end.
pub fn router(api: &Api) -> Router {
    let mut router = Router::new();
    let needs = |access| Needs { api: api.clone(), access };
    let table = Arc::new(routes::table());
    for route in table.iter() {
        let handler = route.handler.clone().layer(from_fn_with_state(needs(route.access), guard));
        for prefix in PREFIXES {
            for end in ["", "/"] {
                router = router.route(&format!("{prefix}{}{end}", route.path), handler.clone());
            }
        }
    }
    // Clients of OAuth 2.0 look for it at the site itself; it is no call of the version, and not in its table.
    let token = post(auth::oauth2::token).layer(from_fn_with_state(needs(Access::Anyone), guard));
    for prefix in ["", PREFIXES[0], PREFIXES[1]] {
        router = router.route(&format!("{prefix}{TOKEN}"), token.clone());
    }
    for (path, handler) in description::pages(&table) {
        let handler = handler.layer(from_fn_with_state(needs(Access::Anyone), guard));
        for prefix in PREFIXES {
            for end in ["", "/"] {
                router = router.route(&format!("{prefix}{path}{end}"), handler.clone());
            }
        }
    }
    let nowhere = no_route.layer(from_fn_with_state(needs(Access::Anyone), guard));
    for prefix in PREFIXES {
        for path in ELSEWHERE {
            router = router.route(&format!("{prefix}{path}"), any(nowhere.clone()));
        }
    }
    // A family of a catalogue is megabytes of names said again and again.
    let compressed = CompressionLayer::new().compress_when(SizeAbove::new(COMPRESSED_MIN));
    router.method_not_allowed_fallback(nowhere).layer(compressed).with_state(api.clone())
}

async fn no_route() -> Problem {
    Problem::NoRoute
}
