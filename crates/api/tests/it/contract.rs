//! Every route against the published description of the API: the routes are its routes, the answers its types.
//!
//! The description is not part of this repository: where it is not beside it, nothing can be compared, and a line says so.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use api::routes::{Access, table};
use axum::http::Method;
use serde_json::Value;
use testkit::TestDb;

use crate::world::{Program, World, everything, get};

const FILES: [&str; 3] = ["auth", "me", "services"];
/// The one route that stands for many: each product describes it by itself, and alike.
const GENERIC: &str = "/{serviceType}/{serviceName}/serviceInfos";

struct Contract {
    models: BTreeMap<String, Value>,
    /// Method, path, type of the answer, whether it needs no signature.
    operations: Vec<(String, String, String, bool)>,
}

impl Contract {
    fn load() -> Option<Contract> {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/api-schema");
        let mut contract = Contract { models: BTreeMap::new(), operations: Vec::new() };
        for name in FILES {
            let Ok(text) = fs::read_to_string(folder.join(format!("{name}.json"))) else {
                println!("skipped: no published description at {}", folder.display());
                return None;
            };
            let file: Value = serde_json::from_str(&text).expect("the description is JSON");
            let models = file["models"].as_object().expect("it has models");
            contract.models.extend(models.iter().map(|(name, model)| (name.clone(), model.clone())));
            for api in file["apis"].as_array().expect("it has routes") {
                for operation in api["operations"].as_array().expect("a route has operations") {
                    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
                    contract.operations.push((
                        text(&operation["httpMethod"]),
                        text(&api["path"]),
                        text(&operation["responseType"]),
                        operation["noAuthentication"].as_bool().unwrap_or(false),
                    ));
                }
            }
        }
        Some(contract)
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
        for (property, about) in properties {
            let inner = format!("{place}.{property}");
            let can_be_null = about["canBeNull"].as_bool().unwrap_or(false);
            match object.get(property) {
                None if can_be_null => {}
                None => faults.push(format!("{inner}: missing in {name}")),
                Some(Value::Null) if can_be_null => {}
                Some(value) => {
                    let kind = about["fullType"].as_str().or(about["type"].as_str());
                    self.faults(&inner, kind.unwrap_or_default(), value, faults);
                }
            }
        }
        for property in object.keys().filter(|property| !properties.contains_key(*property)) {
            faults.push(format!("{place}.{property}: not in {name}"));
        }
    }
}

#[test]
fn every_route_is_one_of_the_contract() {
    let Some(contract) = Contract::load() else { return };
    let mut faults = Vec::new();
    for route in table().iter().filter(|route| route.path != GENERIC) {
        let name = format!("{} {}", route.method, route.path);
        let known = contract
            .operations
            .iter()
            .find(|(method, path, _, _)| *method == route.method.as_str() && *path == route.path);
        match known {
            None => faults.push(format!("{name}: not in the contract")),
            Some((_, _, response, is_open)) => {
                if response != route.response {
                    faults.push(format!("{name}: answers {response}, not {}", route.response));
                }
                if *is_open != (route.access != Access::Member) {
                    faults.push(format!("{name}: who may call it differs"));
                }
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
    let missing = contract.operations.iter().filter(|(method, path, _, _)| !has(method, path));
    let missing: BTreeSet<String> = missing.map(|(method, path, _, _)| format!("{path} {method}")).collect();
    let listed: BTreeSet<String> = include_str!("../missing.txt").lines().map(str::to_owned).collect();
    let new: Vec<&String> = missing.difference(&listed).collect();
    assert!(new.is_empty(), "these were answered: {new:?}");
    let answered: Vec<&String> = listed.difference(&missing).collect();
    assert!(answered.is_empty(), "strike these from crates/api/tests/missing.txt: {answered:?}");
}

/// The addresses a route has in this account: each parameter is every key of its list.
async fn addresses(world: &World, program: &Program, path: &str) -> Vec<String> {
    if path == GENERIC {
        let services = world.signed(program, &get("/services")).await.json();
        let service = world.signed(program, &get(format!("/services/{}", services[0]))).await.json();
        return vec![format!("/webHosting/{}/serviceInfos", service["resource"]["name"].as_str().unwrap())];
    }
    let mut found = vec![String::new()];
    for part in path.split('/').skip(1) {
        let mut next = Vec::new();
        for place in found {
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
    found
}

#[testkit::both_databases]
async fn every_answer_is_of_its_type(db: TestDb) {
    let Some(contract) = Contract::load() else { return };
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    let order = world.bought(&ada).await;
    world.indebted(&ada).await;
    world.credited(&ada, &order).await;
    let program = world.program(&ada, everything()).await;
    let mut faults = Vec::new();
    let mut seen = Vec::new();
    for route in table().iter().filter(|route| route.method == Method::GET) {
        for place in addresses(&world, &program, route.path).await {
            let answer = world.signed(&program, &get(&*place)).await;
            // What is not there is a state of some things: their debt, their payment.
            if answer.status == 404 {
                continue;
            }
            assert_eq!(answer.status, 200, "{place}: {}", answer.text);
            contract.faults(&place, route.response, &answer.json(), &mut faults);
            seen.push(route.path);
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let unseen: Vec<&str> = table()
        .iter()
        .filter(|r| r.method == Method::GET)
        .map(|r| r.path)
        .filter(|p| !seen.contains(p))
        .collect();
    assert_eq!(unseen, [""; 0], "this story never had them");
}
