//! Every route and every answer against two descriptions: ours, and the published one that ours is a part of.
//!
//! The published one is not part of this repository: where it is not beside it, nothing can be compared with it, and a
//! line says so.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use api::routes::table;
use axum::http::Method;
use serde_json::{Value, json};
use testkit::TestDb;

use crate::world::{Ask, Program, World, ask, get};
use crate::{carts, methods, oauth2, references};

const FILES: [&str; 4] = ["auth", "me", "order", "services"];
/// Routes that stand for many begin so: each product describes them by itself, and alike.
const GENERIC: &str = "/{serviceType}/{serviceName}/";
/// A family of the contract's, which describes each by itself, and alike; ours are those of the catalogue.
const FAMILIES: [(&str, &str); 2] = [
    ("/order/cart/{cartId}/{family}", "/order/cart/{cartId}/vps"),
    ("/order/catalog/public/{family}", "/order/catalog/public/vps"),
];
/// Models of what a catalogue says for display: it is published as it came, and leaves out what it has not.
const AS_IT_CAME: &str = "order.catalog.public.ProductBlob";

struct Contract {
    models: BTreeMap<String, Value>,
    operations: Vec<Operation>,
    /// Whether what can be null may be left out.
    is_lax: bool,
}

struct Operation {
    method: String,
    path: String,
    response: String,
    is_open: bool,
    /// Place, name and type of each.
    parameters: BTreeSet<(String, String, String)>,
}

impl Contract {
    fn load() -> Option<Contract> {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/api-schema");
        let mut contract = Contract { models: BTreeMap::new(), operations: Vec::new(), is_lax: true };
        for name in FILES {
            let Ok(text) = fs::read_to_string(folder.join(format!("{name}.json"))) else {
                println!("skipped: no published description at {}", folder.display());
                return None;
            };
            contract.read(&serde_json::from_str(&text).expect("the description is JSON"));
        }
        Some(contract)
    }

    /// The description that the API gives of itself.
    async fn ours(world: &World) -> Contract {
        let mut contract = Contract { models: BTreeMap::new(), operations: Vec::new(), is_lax: false };
        let index = world.send(&get("/")).await.json();
        for api in index["apis"].as_array().expect("it has resources") {
            let page = format!("{}.json", api["path"].as_str().unwrap());
            contract.read(&world.send(&get(page)).await.json());
        }
        contract
    }

    fn read(&mut self, file: &Value) {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let models = file["models"].as_object().expect("it has models");
        self.models.extend(models.iter().map(|(name, model)| (name.clone(), model.clone())));
        for api in file["apis"].as_array().expect("it has routes") {
            for operation in api["operations"].as_array().expect("a route has operations") {
                let parameters = operation["parameters"].as_array().expect("it has parameters");
                let parameter = |one: &Value| (text(&one["paramType"]), text(&one["name"]), text(kind(one)));
                self.operations.push(Operation {
                    method: text(&operation["httpMethod"]),
                    path: text(&api["path"]),
                    response: text(&operation["responseType"]),
                    is_open: operation["noAuthentication"].as_bool().unwrap_or(false),
                    parameters: parameters.iter().map(parameter).collect(),
                });
            }
        }
    }

    /// Everything that makes `value` no value of this type.
    fn faults(&self, place: &str, kind: &str, value: &Value, faults: &mut Vec<String>) {
        if let Some(of) = kind.strip_suffix("[]") {
            match value.as_array() {
                Some(values) => {
                    for (index, value) in values.iter().enumerate() {
                        self.faults(&format!("{place}[{index}]"), of, value, faults);
                    }
                }
                None => faults.push(format!("{place}: {value} is no list")),
            }
            return;
        }
        let text = value.as_str();
        let is_right = match kind {
            "void" => value.is_null(),
            "string" | "password" | "text" | "duration" | "ipBlock" => text.is_some(),
            "long" | "int" => value.is_i64(),
            "double" => value.is_number(),
            "boolean" => value.is_boolean(),
            "date" => text.is_some_and(|text| text.parse::<kernel::Date>().is_ok() && text.len() == 10),
            "datetime" => text.is_some_and(|text| {
                text.parse::<kernel::Timestamp>().is_ok() && text.len() == "2026-01-02T03:04:05+01:00".len()
            }),
            model => return self.model_faults(place, model, value, faults),
        };
        if !is_right {
            faults.push(format!("{place}: {value} is no {kind}"));
        }
    }

    fn model_faults(&self, place: &str, name: &str, value: &Value, faults: &mut Vec<String>) {
        let Some(model) = self.models.get(name) else {
            return faults.push(format!("{place}: nothing describes {name}"));
        };
        if let Some(words) = model["enum"].as_array() {
            if !words.contains(value) {
                faults.push(format!("{place}: {value} is no {name}"));
            }
            return;
        }
        let (Some(object), Some(properties)) = (value.as_object(), model["properties"].as_object()) else {
            return faults.push(format!("{place}: {value} is no {name}"));
        };
        let is_lax = self.is_lax || name.starts_with(AS_IT_CAME);
        for (property, about) in properties {
            let inner = format!("{place}.{property}");
            let can_be_null = about["canBeNull"].as_bool().unwrap_or(false);
            match object.get(property) {
                None if can_be_null && is_lax => {}
                None => faults.push(format!("{inner}: missing in {name}")),
                Some(Value::Null) if can_be_null => {}
                Some(value) => self.faults(&inner, kind(about).as_str().unwrap(), value, faults),
            }
        }
        for property in object.keys().filter(|property| !properties.contains_key(*property)) {
            faults.push(format!("{place}.{property}: not in {name}"));
        }
    }
}

/// The type of a property or a parameter.
fn kind(about: &Value) -> &Value {
    let named = ["fullType", "type", "dataType"].into_iter().map(|key| &about[key]);
    named.into_iter().find(|kind| kind.is_string()).expect("a type")
}

#[testkit::both_databases]
async fn what_we_describe_is_a_part_of_the_contract(db: TestDb) {
    let Some(contract) = Contract::load() else { return };
    let ours = Contract::ours(&World::new(&db).await).await;
    let mut faults = Vec::new();
    let described = ours.operations.iter().map(|one| (one.method.as_str(), one.path.as_str()));
    let described: BTreeSet<_> = described.collect();
    let routes = table();
    let routes: BTreeSet<_> = routes.iter().map(|route| (route.method.as_str(), route.path)).collect();
    let left: Vec<_> =
        routes.symmetric_difference(&described).filter(|(_, path)| !path.starts_with(GENERIC)).collect();
    assert!(left.is_empty(), "the description has not exactly the routes: {left:?}");
    for operation in &ours.operations {
        let name = format!("{} {}", operation.method, operation.path);
        let path = FAMILIES.iter().fold(operation.path.clone(), |path, (ours, one)| path.replace(ours, one));
        let is_same = |one: &&Operation| one.method == operation.method && one.path == path;
        let Some(known) = contract.operations.iter().find(is_same) else {
            faults.push(format!("{name}: not in the contract"));
            continue;
        };
        if known.response != operation.response {
            faults.push(format!("{name}: answers {}, not {}", known.response, operation.response));
        }
        if known.is_open != operation.is_open {
            faults.push(format!("{name}: who may call it differs"));
        }
        let is_family = |(_, name, _): &&(String, String, String)| name == "family";
        for parameter in operation.parameters.difference(&known.parameters).filter(|one| !is_family(one)) {
            faults.push(format!("{name}: {parameter:?} is no parameter of it"));
        }
        let is_needed = |(place, _, _): &&(String, String, String)| place != "query";
        for parameter in known.parameters.difference(&operation.parameters).filter(is_needed) {
            faults.push(format!("{name}: {parameter:?} is missing"));
        }
    }
    for (name, model) in &ours.models {
        let Some(known) = contract.models.get(name) else {
            faults.push(format!("{name}: not in the contract"));
            continue;
        };
        for key in ["id", "namespace", "enumType"] {
            if model[key] != known[key] {
                faults.push(format!("{name}: {key} is {}, not {}", known[key], model[key]));
            }
        }
        let words = model["enum"].as_array().into_iter().flatten();
        let known_words = known["enum"].as_array();
        for word in words.filter(|word| known_words.is_none_or(|known| !known.contains(word))) {
            faults.push(format!("{name}: {word} is no word of it"));
        }
        for (property, about) in model["properties"].as_object().into_iter().flatten() {
            let Some(known) = known["properties"].get(property) else {
                faults.push(format!("{name}.{property}: not in the contract"));
                continue;
            };
            if kind(about) != kind(known) {
                faults.push(format!("{name}.{property}: is {}, not {}", kind(known), kind(about)));
            }
            if about["canBeNull"] == true && known["canBeNull"] != true {
                faults.push(format!("{name}.{property}: is never null"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The calls of the contract that nothing answers yet, in a file that only becomes shorter.
#[test]
fn what_is_missing_is_listed_and_becomes_less() {
    let Some(contract) = Contract::load() else { return };
    let has = |method: &str, path: &str| {
        table().iter().any(|route| route.method.as_str() == method && route.path == path)
    };
    // What can be ordered is what a catalogue sells: nearly all of `/order` is about families of another's.
    let ours = contract.operations.iter().filter(|one| !one.path.starts_with("/order/"));
    let missing = ours.filter(|one| !has(&one.method, &one.path));
    let missing: BTreeSet<String> = missing.map(|one| format!("{} {}", one.path, one.method)).collect();
    let listed: BTreeSet<String> = include_str!("../missing.txt").lines().map(str::to_owned).collect();
    let new: Vec<&String> = missing.difference(&listed).collect();
    assert!(new.is_empty(), "these were answered: {new:?}");
    let answered: Vec<&String> = listed.difference(&missing).collect();
    assert!(answered.is_empty(), "strike these from crates/api/tests/missing.txt: {answered:?}");
}

/// The addresses a route has in this account: each parameter is every key of its list.
async fn addresses(world: &World, program: &Program, path: &str) -> Vec<String> {
    if let Some(rest) = path.strip_prefix(GENERIC) {
        let services = world.signed(program, &get("/services")).await.json();
        let service = world.signed(program, &get(format!("/services/{}", services[0]))).await.json();
        return vec![format!("/webHosting/{}/{rest}", service["resource"]["name"].as_str().unwrap())];
    }
    let mut found = vec![String::new()];
    for part in path.split('/').skip(1) {
        let mut next = Vec::new();
        for place in found {
            if part == "{family}" {
                next.push(format!("{place}/vps"));
                continue;
            }
            if part == "options" {
                next.push(format!("{place}/options?planCode=ct-vps-s"));
                continue;
            }
            if !part.starts_with('{') {
                next.push(format!("{place}/{part}"));
                continue;
            }
            let keys = world.signed(program, &get(&*place)).await.json();
            for key in keys.as_array().expect("a list of keys") {
                let key = key.as_str().map_or_else(|| key.to_string(), str::to_owned);
                next.push(format!("{place}/{key}"));
            }
        }
        found = next;
    }
    if path.starts_with("/order/catalog/") {
        found.iter_mut().for_each(|place| place.push_str("?ovhSubsidiary=FR"));
    }
    found
}

#[testkit::both_databases]
async fn every_answer_is_of_its_type(db: TestDb) {
    let world = World::new(&db).await;
    let ours = Contract::ours(&world).await;
    let published = Contract::load();
    let (_, program) = world.lived_in().await;
    oauth2::made(&world, &program).await;
    references::made(&world, &program).await;
    let (world, _) = world.with_provider();
    let registering =
        carts::signed(&world, &program, "POST", "/me/payment/method", &methods::creation()).await;
    let cart = carts::opened(&world).await;
    carts::signed(&world, &program, "POST", &format!("{cart}/assign"), &Value::Null).await;
    carts::filled(&world, &cart).await;
    let mut faults = Vec::new();
    let mut seen = Vec::new();
    for contract in [Some(&ours), published.as_ref()].into_iter().flatten() {
        contract.faults("/me/payment/method", "me.payment.method.Validation", &registering, &mut faults);
    }
    let begun =
        world.signed(&program, &get(format!("/me/payment/method/{}", registering["paymentMethodId"]))).await;
    ours.faults("/me/payment/method", "me.payment.PaymentMethod", &begun.json(), &mut faults);
    for route in table().iter().filter(|route| route.method == Method::GET) {
        for place in addresses(&world, &program, route.path).await {
            let answer = world.signed(&program, &get(&*place)).await;
            // What is not there is a state of some things: their debt, their payment.
            if answer.status == 404 {
                continue;
            }
            assert_eq!(answer.status, 200, "{place}: {}", answer.text);
            for contract in [Some(&ours), published.as_ref()].into_iter().flatten() {
                contract.faults(&place, route.response, &answer.json(), &mut faults);
            }
            seen.push(route.path);
        }
    }
    let ordered = carts::signed(&world, &program, "POST", &format!("{cart}/checkout"), &Value::Null).await;
    ours.faults("/order/cart/checkout", "order.Order", &ordered, &mut faults);
    let wanted = json!({"accessRules": [{"method": "GET", "path": "/me"}]}).to_string();
    let key = vec![("x-ovh-application", program.application.key.clone())];
    let asked = Ask { body: wanted, headers: key, ..ask("POST", "/auth/credential") };
    let request = world.send(&asked).await.json();
    ours.faults("/auth/credential", "auth.ApiCredentialRequest", &request, &mut faults);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let unseen: Vec<&str> = table()
        .iter()
        .filter(|r| r.method == Method::GET)
        .map(|r| r.path)
        .filter(|p| !seen.contains(p))
        .collect();
    let never = [
        "/me/autorenew",
        "/me/deposit/{depositId}/paidBills/{billId}/debt",
        "/services/{serviceId}/billing/engagement",
    ];
    assert_eq!(unseen, never, "this story never had more");
}
