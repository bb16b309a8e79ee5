//! Calls of chance: bodies, queries, paths and headers that somebody mangled, at every route. Each is answered as its route
//! says, or refused in the shape of a problem that names what is wrong with it; none of them is a mistake of ours.

use std::collections::{BTreeMap, BTreeSet};

use accounts::Account;
use api::Options;
use api::routes::{Access, Route, table};
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, Uri};
use http_body_util::BodyExt;
use kernel::Random;
use percent_encoding::{NON_ALPHANUMERIC, percent_encode, utf8_percent_encode};
use serde_json::{Map, Value, json};
use testkit::{Backend, TestDb};
use tower::ServiceExt;

use crate::world::{HOST, Program, World, everything, get};
use crate::{carts, oauth2};

/// How many calls are made on each database, where `RANDOM_CALLS` does not say it.
const CALLS: usize = 1_200;
/// How many until there are new carts: those before are ordered, full or gone.
const CALLS_OF_CARTS: usize = 400;
/// How many until there is a new database: a list that only grows makes each call slower.
const CALLS_OF_WORLD: usize = 8_000;
/// The largest body that is read.
const BODY_MAX: usize = 256 * 1024;

/// The headers that lists read, each with values that mean something.
const LIST_HEADERS: [(&str, &[&str]); 8] = [
    ("x-ovh-batch", &[",", "", "%"]),
    ("x-pagination-mode", &["CachedObjectList-Pages", "CachedObjectList-Cursor"]),
    ("x-pagination-size", &["1", "2", "100"]),
    ("x-pagination-number", &["1", "2"]),
    ("x-pagination-cursor", &["FR00000001", "1"]),
    ("x-pagination-sort", &["date", "billId", "orderId", "price.value"]),
    ("x-pagination-sort-order", &["ASC", "DESC"]),
    ("x-pagination-filter", &["billId:like=%25FR%25", "orderId:in=1,2&date:ge=2026-01-01", "a:eq=%41"]),
];

/// What can be said in a body and means something, by the names of its properties.
const SAID: [(&str, &[&str]); 17] = [
    ("planCode", &["ct-vps-s", "ct-vps-m", "ct-disk-80-vps-s", "ct-web-start"]),
    ("pricingMode", &["default", "upfront12"]),
    ("duration", &["P1M", "P1Y", "P12M"]),
    ("period", &["P1M", "P1Y"]),
    ("label", &["region", "os", "hostname"]),
    ("value", &["eu-west", "debian-13", "one.example"]),
    ("ovhSubsidiary", &["FR", "IT"]),
    ("method", &["GET", "POST"]),
    ("path", &["/me", "/me/*"]),
    ("allowedIPs", &["192.0.2.0/24", "2001:db8::/32"]),
    ("redirection", &["https://app.example/back"]),
    ("callbackUrls", &["https://app.example/back"]),
    ("expire", &["2026-01-20T00:00:00+01:00"]),
    ("flow", &["CLIENT_CREDENTIALS"]),
    ("startDate", &["2026-01-01", "2026-03-01"]),
    ("endDate", &["2026-02-01", "2026-07-01"]),
    ("ids", &["FR00000001"]),
];

/// Texts that programs trip over.
const ODD: [&str; 20] = [
    "",
    " ",
    "null",
    "0",
    "-1",
    "1e400",
    "9223372036854775808",
    "\0",
    "\u{7f}\r\n",
    "é",
    "\u{202e}txt",
    "\u{feff}",
    "🦀",
    "'; drop table accounts; --",
    "{{7*7}}",
    "%00%ff%",
    "../../etc/passwd",
    "2026-02-30",
    "P0M",
    "P65536Y",
];

/// A call to make.
struct Mangled {
    method: Method,
    /// With its query.
    target: String,
    headers: Vec<(&'static str, Vec<u8>)>,
    body: Vec<u8>,
}

impl std::fmt::Debug for Mangled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.method, self.target)?;
        self.headers.iter().try_for_each(|(name, value)| write!(f, "\n{name}: {}", value.escape_ascii()))
    }
}

/// What there is to call, and with what.
struct Ground {
    world: World,
    ada: Account,
    program: Program,
    token: String,
    schemas: Value,
    targets: Vec<Target>,
}

/// A route with the addresses it has, and what is said to it.
struct Target {
    route: Route,
    places: Vec<String>,
    /// The schema of its body, where it has one.
    body: Option<Value>,
    /// Every name that a refusal may say.
    names: BTreeSet<String>,
}

impl Ground {
    async fn new(db: &TestDb) -> Ground {
        let options = Options { calls_per_minute: u32::MAX, ..Options::default() };
        let world = World::with(db, options).await;
        let (ada, program) = world.lived_in().await;
        let token = oauth2::made(&world, &program).await.token(&world).await;
        let document = world.send(&get("/openapi.json")).await.json();
        let targets =
            table().into_iter().filter(is_fair).map(|route| Target::new(route, &document)).collect();
        let schemas = document["components"]["schemas"].clone();
        Ground { world, ada, program, token, schemas, targets }
    }

    /// New carts, one of them taken by the account, and the addresses of every route.
    async fn refresh(&mut self) {
        // The one before may have been told to come from elsewhere.
        self.program = self.world.program(&self.ada, everything()).await;
        let mut carts = Vec::new();
        for is_taken in [true, false] {
            let cart = carts::opened(&self.world).await;
            if is_taken {
                carts::signed(&self.world, &self.program, "POST", &format!("{cart}/assign"), &Value::Null)
                    .await;
            }
            carts::filled(&self.world, &cart).await;
            carts.push(cart);
        }
        let mut known = BTreeMap::from([("/order/cart".to_owned(), carts)]);
        for index in 0..self.targets.len() {
            let path = self.targets[index].route.path;
            self.targets[index].places = self.places(path, &mut known).await;
        }
    }

    /// The addresses of a route in this account: each parameter is one of the last keys of its list.
    async fn places(&self, path: &str, known: &mut BTreeMap<String, Vec<String>>) -> Vec<String> {
        let mut found = vec![String::new()];
        for part in path.split('/').skip(1) {
            let mut next = Vec::new();
            for place in found {
                let keys = match part {
                    "{family}" => vec![format!("{place}/vps")],
                    "{serviceType}" => vec![format!("{place}/webHosting")],
                    "{serviceName}" => self.names(&place).await,
                    part if !part.starts_with('{') => vec![format!("{place}/{part}")],
                    _ => match known.get(&place) {
                        Some(keys) => keys.clone(),
                        None => {
                            let keys = self.keys(&place).await;
                            known.insert(place, keys.clone());
                            keys
                        }
                    },
                };
                next.extend(keys);
            }
            found = next;
        }
        found
    }

    async fn keys(&self, list: &str) -> Vec<String> {
        let answer = self.world.signed(&self.program, &get(list)).await;
        // What is owed of an invoice that is paid is nothing, and has no list.
        let keys = if answer.status == 200 { answer.json() } else { json!([]) };
        let keys = keys.as_array().expect("a list of keys");
        let text = |key: &Value| key.as_str().map_or_else(|| key.to_string(), str::to_owned);
        keys.iter().rev().take(2).map(|key| format!("{list}/{}", text(key))).collect()
    }

    async fn names(&self, place: &str) -> Vec<String> {
        let services = self.world.signed(&self.program, &get("/services")).await.json();
        let service =
            self.world.signed(&self.program, &get(format!("/services/{}", services[0]))).await.json();
        vec![format!("{place}/{}", service["resource"]["name"].as_str().expect("a name"))]
    }

    /// A call of chance: its target, and what is sent.
    fn draw(&self, chance: &Chance) -> (&Target, Mangled) {
        let target = loop {
            let target = chance.one(&self.targets);
            // What reads nothing but its path is asked less often.
            if target.body.is_some() || !target.route.query.is_empty() || chance.is_in(3) {
                break target;
            }
        };
        let known = if target.places.is_empty() { target.route.path } else { chance.one(&target.places) };
        let mut place = known.replace(['{', '}'], "");
        if chance.is_in(8) {
            place = chance.other_part(&place);
        }
        let mut target_text = format!("{}{place}", chance.one(&["/1.0", "/v1"]));
        if chance.is_in(2) || target.route.query.iter().any(|(name, _)| *name == "ovhSubsidiary") {
            target_text.push('?');
            target_text.push_str(&self.query(target, chance));
        }
        let method = target.route.method.clone();
        let mut headers = Vec::new();
        if method == Method::GET {
            for (name, values) in LIST_HEADERS {
                if chance.is_in(6) {
                    let value = if chance.is_in(2) {
                        chance.one(values).as_bytes().to_vec()
                    } else {
                        chance.text().into_bytes()
                    };
                    headers.push((name, value));
                }
            }
        }
        let body = match &target.body {
            Some(schema) => self.body(schema, chance),
            None if chance.is_in(8) => chance.value(3).to_string().into_bytes(),
            None => Vec::new(),
        };
        (target, Mangled { method, target: target_text, headers, body })
    }

    fn query(&self, target: &Target, chance: &Chance) -> String {
        let mut pairs: Vec<String> = Vec::new();
        for (name, kind) in &target.route.query {
            if chance.is_in(4) {
                continue;
            }
            let named = json!({"$ref": format!("#/components/schemas/{kind}")});
            let value = self.instance(name, &named, chance, 1);
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let value = if chance.is_in(4) { chance.text() } else { value };
            pairs.push(format!("{name}={}", utf8_percent_encode(&value, NON_ALPHANUMERIC)));
        }
        while chance.is_in(4) {
            // Percent signs that encode nothing, and bytes that are no text.
            let bytes: Vec<u8> = (0..chance.below(6)).map(|_| chance.byte()).collect();
            let text = if chance.is_in(2) {
                "%zz%".to_owned()
            } else {
                percent_encode(&bytes, NON_ALPHANUMERIC).to_string()
            };
            pairs.push(text);
        }
        if let Some(last) = pairs.last().cloned().filter(|_| chance.is_in(8)) {
            pairs.push(last);
        }
        pairs.join("&")
    }

    /// A body that its schema describes, mangled some times: as a value, then as a text.
    fn body(&self, schema: &Value, chance: &Chance) -> Vec<u8> {
        if chance.is_in(30) {
            return Vec::new();
        }
        let mut value = self.instance("", schema, chance, 4);
        for _ in 0..chance.below(4) {
            chance.mangle(&mut value);
        }
        let mut bytes = value.to_string().into_bytes();
        if chance.is_in(4) {
            chance.mangle_bytes(&mut bytes);
        }
        bytes
    }

    /// Something a schema describes; most of what may be left out is there.
    fn instance(&self, name: &str, schema: &Value, chance: &Chance, depth: u64) -> Value {
        let known = SAID.iter().find(|(known, _)| *known == name).map(|(_, values)| *values);
        if let Some(reference) = schema["$ref"].as_str() {
            let kind = reference.rsplit('/').next().unwrap_or_default();
            let described = self.schemas.get(kind).cloned().unwrap_or(json!({"type": "string"}));
            return self.instance(name, &described, chance, depth);
        }
        if let Some(any) = schema["anyOf"].as_array() {
            return self.instance(name, chance.one(any), chance, depth);
        }
        if let Some(words) = schema["enum"].as_array() {
            let chosen = known.map(|values| Value::from(*chance.one(values)));
            return chosen.unwrap_or_else(|| chance.one(words).clone());
        }
        let kind = &schema["type"];
        let kinds = kind.as_array().cloned().unwrap_or_else(|| vec![kind.clone()]);
        match chance.one(&kinds).as_str().unwrap_or_default() {
            "null" => Value::Null,
            "boolean" => chance.is_in(2).into(),
            "integer" => chance.below(4).into(),
            "number" => (*chance.one(&[0.0, 0.25, 19.99])).into(),
            "array" if depth > 0 => (0..chance.below(3))
                .map(|_| self.instance(name, &schema["items"], chance, depth - 1))
                .collect(),
            "object" if depth > 0 => {
                let mut object = Map::new();
                for (name, about) in schema["properties"].as_object().into_iter().flatten() {
                    if !chance.is_in(6) {
                        object.insert(name.clone(), self.instance(name, about, chance, depth - 1));
                    }
                }
                object.into()
            }
            "string" => match known {
                Some(values) => (*chance.one(values)).into(),
                None if schema["format"] == "date-time" => "2026-01-20T00:00:00+01:00".into(),
                None if schema["format"] == "date" => "2026-01-20".into(),
                None => "one".into(),
            },
            _ => Value::Null,
        }
    }

    /// The answer to it; nothing where it cannot even be written as a request.
    async fn send(&self, target: &Target, call: &Mangled) -> Option<(StatusCode, HeaderMap, Vec<u8>)> {
        let uri: Uri = call.target.parse().ok()?;
        let mut request = Request::builder().method(&call.method).uri(uri).header("host", HOST);
        for (name, value) in &call.headers {
            request = request.header(HeaderName::from_static(name), HeaderValue::from_bytes(value).ok()?);
        }
        request = match target.route.access {
            Access::Member => request.header("authorization", format!("Bearer {}", self.token)),
            Access::Application => request.header("x-ovh-application", &self.program.application.key),
            Access::Anyone => request,
        };
        let request = request.body(Body::from(call.body.clone())).ok()?;
        let answer = self.world.router.clone().oneshot(request).await.expect("a router always answers");
        let (parts, body) = answer.into_parts();
        let body = body.collect().await.expect("the answer is whole").to_bytes();
        Some((parts.status, parts.headers, body.to_vec()))
    }
}

/// What a call that is told nothing about its world may be asked with: not what takes its own token away.
fn is_fair(route: &Route) -> bool {
    route.method != Method::DELETE && route.path != "/auth/logout"
}

impl Target {
    fn new(route: Route, document: &Value) -> Target {
        let about = &document["paths"][route.path][route.method.as_str().to_lowercase()];
        let body = about["requestBody"]["content"]["application/json"]["schema"].clone();
        let body = Some(body).filter(Value::is_object);
        let mut names: BTreeSet<String> = route.query.iter().map(|(name, _)| (*name).to_owned()).collect();
        // What its path names: a bill by its key, or everything that is owed by its word.
        names.extend(route.path.split('/').map(|part| part.trim_matches(['{', '}']).to_owned()));
        if route.path.starts_with("/order/cart/") {
            // What a cart lacks, or has too much of, is named as its catalogue does.
            names.extend(["configuration", "option"].map(str::to_owned));
        }
        if let Some(body) = &body {
            names.insert("body".to_owned());
            named(body, document, &mut names);
        }
        Target { route, places: Vec::new(), body, names }
    }

    /// What is wrong with an answer.
    fn fault(
        &self,
        call: &Mangled,
        (status, headers, body): &(StatusCode, HeaderMap, Vec<u8>),
    ) -> Option<String> {
        let Ok(said) = serde_json::from_slice::<Value>(body) else { return Some("no JSON".to_owned()) };
        if headers.get("content-type").is_none_or(|kind| kind != "application/json; charset=utf-8") {
            return Some("it does not say that it is JSON".to_owned());
        }
        if *status == StatusCode::OK {
            return None;
        }
        let text = |key: &str| said[key].as_str().filter(|text| !text.is_empty());
        let details = said["details"].as_object();
        let parts = (text("class"), text("message"), text("errorCode"), text("httpCode"), details);
        let (Some(class), Some(message), Some(code), Some(http), Some(details)) = parts else {
            return Some("not the shape of a problem".to_owned());
        };
        if http.split(' ').next() != Some(status.as_str()) {
            return Some(format!("{http} is not {status}"));
        }
        match (status.as_u16(), class, code) {
            (400, "Client::BadRequest", "BAD_REQUEST") if message == "Nothing to pay" => None,
            (400, "Client::BadRequest", "BAD_REQUEST") => {
                let Some((field, reason)) = details.iter().next().filter(|_| details.len() == 1) else {
                    return Some("it names no field".to_owned());
                };
                if reason.as_str().is_none_or(|reason| message != format!("[{field}] {reason}")) {
                    return Some("its message and its details differ".to_owned());
                }
                let first = field.split('.').next().unwrap_or_default();
                // A pair of the query that no route has is named as it was sent.
                let query = call.target.split_once('?').map_or("", |(_, query)| query);
                let is_sent = form_urlencoded::parse(query.as_bytes())
                    .any(|(name, _)| name.replace('\0', "") == *field);
                let is_sent = is_sent
                    || serde_json::from_slice::<Map<String, Value>>(&call.body)
                        .is_ok_and(|sent| sent.keys().any(|name| name.replace('\0', "") == *field));
                let is_header = LIST_HEADERS.iter().any(|(name, _)| field.eq_ignore_ascii_case(name));
                let is_known =
                    self.names.contains(field) || self.names.contains(first) || is_sent || is_header;
                (!is_known).then(|| format!("nothing of the call is called {field}"))
            }
            (404, "Client::NotFound", "NOT_FOUND") => None,
            (413, "Client::PayloadTooLarge", "PAYLOAD_TOO_LARGE") if call.body.len() > BODY_MAX => None,
            _ => Some("no such call deserves this".to_owned()),
        }
    }
}

/// The names of everything a schema has.
fn named(schema: &Value, document: &Value, names: &mut BTreeSet<String>) {
    if let Some(kind) = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) {
        named(&document["components"]["schemas"][kind], document, names);
    }
    for (name, about) in schema["properties"].as_object().into_iter().flatten() {
        if names.insert(name.clone()) {
            named(about, document, names);
        }
    }
    if schema["items"].is_object() {
        named(&schema["items"], document, names);
    }
    for one in schema["anyOf"].as_array().into_iter().flatten() {
        named(one, document, names);
    }
}

/// A seeded source, and what it makes.
struct Chance(Random);

impl Chance {
    fn below(&self, bound: u64) -> u64 {
        self.0.below(bound)
    }

    /// Once in so many times.
    fn is_in(&self, times: u64) -> bool {
        self.below(times) == 0
    }

    fn byte(&self) -> u8 {
        self.0.bytes::<1>()[0]
    }

    fn index(&self, count: usize) -> usize {
        usize::try_from(self.below(count.max(1) as u64)).expect("an index")
    }

    fn one<'t, T>(&self, all: &'t [T]) -> &'t T {
        &all[self.index(all.len())]
    }

    fn text(&self) -> String {
        match self.below(4) {
            0 => (*self.one(&ODD)).to_owned(),
            1 => self.one(&ODD).repeat(self.index(40)),
            2 => (0..self.below(20)).map(|_| char::from(b' ' + self.byte() % 95)).collect(),
            _ => {
                let bytes = self.0.bytes::<12>();
                String::from_utf8_lossy(&bytes[..self.index(12)]).into_owned()
            }
        }
    }

    fn value(&self, depth: u64) -> Value {
        match self.below(if depth > 0 { 12 } else { 9 }) {
            0 => Value::Null,
            1 => self.is_in(2).into(),
            2 => (*self.one(&[0, 1, -1, 65_535, 65_536, i64::MAX, i64::MIN, 253_402_300_800])).into(),
            3 => u64::MAX.into(),
            4 => (*self.one(&[0.5, -0.0, 1e308, 5e-324, 1.0])).into(),
            5 => i64::from_le_bytes(self.0.bytes()).into(),
            6 => "x".repeat(self.index(3_000)).into(),
            7 | 8 => self.text().into(),
            9 | 10 => (0..self.below(4)).map(|_| self.value(depth - 1)).collect(),
            _ => {
                (0..self.below(4)).map(|_| (self.text(), self.value(depth - 1))).collect::<Map<_, _>>().into()
            }
        }
    }

    /// Changes one thing somewhere in a value.
    fn mangle(&self, value: &mut Value) {
        let mut values: Vec<&mut Value> = match value {
            Value::Object(fields) => fields.values_mut().collect(),
            Value::Array(values) => values.iter_mut().collect(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
        };
        if !values.is_empty() && !self.is_in(4) {
            let at = self.index(values.len());
            return self.mangle(values.swap_remove(at));
        }
        match (self.below(5), &mut *value) {
            (0, Value::Object(fields)) if !fields.is_empty() => {
                let name = fields.keys().nth(self.index(fields.len())).cloned().unwrap_or_default();
                fields.remove(&name);
            }
            (1, Value::Object(fields)) => {
                fields.insert(self.text(), self.value(2));
            }
            (0 | 1, Value::Array(values)) => {
                let one = values.first().cloned().unwrap_or_default();
                values.extend(vec![one; self.index(300)]);
            }
            (2, value) => *value = json!([value.take()]),
            (3, value) => {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                *value = text.parse::<i64>().map_or_else(|_| text.into(), Into::into);
            }
            (_, value) => *value = self.value(3),
        }
    }

    fn mangle_bytes(&self, bytes: &mut Vec<u8>) {
        let at = self.index(bytes.len());
        match self.below(8) {
            0 if !bytes.is_empty() => bytes[at] ^= 1 << self.below(8),
            1 => bytes.truncate(at),
            2 => {
                let tail = bytes[at..].to_vec();
                bytes.extend(tail);
            }
            3 => {
                bytes.insert(at, self.byte());
            }
            4 => {
                bytes.splice(0..0, *b"\xef\xbb\xbf");
            }
            5 => {
                // Deeper than a reader of JSON goes.
                let deep = "[".repeat(100 + self.index(5_000));
                bytes.splice(at..at, deep.into_bytes());
            }
            6 => {
                // The same name twice.
                let text = String::from_utf8_lossy(bytes).into_owned();
                if let Some((head, _)) = text.strip_prefix('{').and_then(|inner| inner.split_once(',')) {
                    *bytes = format!("{{{head},{}", &text[1..]).into_bytes();
                }
            }
            _ if self.is_in(20) => bytes.extend(vec![b' '; BODY_MAX]),
            _ => bytes.extend(b"}"),
        }
    }

    /// The same path with another part. The last is not empty: a slash at the end says nothing, so that the path would
    /// be that of another route.
    fn other_part(&self, place: &str) -> String {
        let mut parts: Vec<String> = place.split('/').map(str::to_owned).collect();
        let at = 1 + self.index(parts.len() - 1);
        let is_last = at + 1 == parts.len();
        let text = std::iter::repeat_with(|| self.text()).find(|text| !(is_last && text.is_empty()));
        let text = text.unwrap_or_default();
        parts[at] = utf8_percent_encode(&text, NON_ALPHANUMERIC).to_string();
        parts.join("/")
    }
}

/// Makes so many calls in a world of its own, and counts the answers by their status.
async fn storm(db: TestDb, seed: u64, count: usize) -> BTreeMap<u16, usize> {
    let mut ground = Ground::new(&db).await;
    let chance = Chance(Random::seeded(seed));
    let (mut seen, mut faults) = (BTreeMap::new(), BTreeMap::new());
    for index in 0..count {
        if index % CALLS_OF_CARTS == 0 {
            ground.refresh().await;
        }
        let (target, call) = ground.draw(&chance);
        let Some(answer) = ground.send(target, &call).await else { continue };
        if let Some(fault) = target.fault(&call, &answer) {
            let (body, said) = (String::from_utf8_lossy(&call.body), String::from_utf8_lossy(&answer.2));
            let text = format!("seed {seed}, call {index}: {fault}\n{} {said}\n{call:?}\n{body}", answer.0);
            // One of each kind is enough to begin with.
            faults.entry(format!("{} {} {fault}", call.method, target.route.path)).or_insert(text);
        }
        *seen.entry(answer.0.as_u16()).or_default() += 1;
    }
    let found: Vec<String> = faults.into_values().collect();
    assert!(found.is_empty(), "{}", found.join("\n\n"));
    seen
}

/// As many worlds as the calls need, one after the other.
fn storms(backend: Backend) {
    #[expect(clippy::disallowed_methods, reason = "how much is tested is no configuration of the program")]
    let asked = std::env::var("RANDOM_CALLS").ok().map(|text| text.parse().expect("a number of calls"));
    let mut left: usize = asked.unwrap_or(CALLS);
    let mut seen: BTreeMap<u16, usize> = BTreeMap::new();
    for seed in 0.. {
        let count = left.min(CALLS_OF_WORLD);
        let one = testkit::run(backend, async |db| storm(db, seed, count).await);
        one.into_iter().for_each(|(status, count)| *seen.entry(status).or_default() += count);
        left -= count;
        if left == 0 {
            break;
        }
    }
    println!("{seen:?}");
    for status in [200, 400, 404] {
        assert!(seen.get(&status).is_some_and(|count| count * 20 > asked.unwrap_or(CALLS)), "{seen:?}");
    }
}

#[test]
fn whatever_is_sent_is_answered_or_named_as_wrong_on_sqlite() {
    storms(Backend::Sqlite);
}

#[test]
fn whatever_is_sent_is_answered_or_named_as_wrong_on_postgres() {
    storms(Backend::Postgres);
}
