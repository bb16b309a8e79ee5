//! The description of the API: an index of the resources, and for each its routes and the models they name. Made of the
//! route table and `v1::models`, for anyone to read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::http::Uri;
use axum::routing::{MethodRouter, get};
use serde_json::{Map, Value, json};

use crate::api::{Api, PREFIXES};
use crate::call::{Answer, Call, json};
use crate::openapi;
use crate::routes::{Access, Route};
use crate::v1::models::{Model, Shape, element};

/// Models that no route of a resource names and that its readers look for: what answers by the path of a product, and
/// what pages offer to choose from.
const READ_TOO: [(&str, &str); 2] =
    [("/services", "services.Service"), ("/services", "services.billing.engagement.EndStrategyEnum")];

/// The parameters of a query without which a call has no answer.
pub(crate) const NEEDED: [&str; 3] = ["coupon", "ovhSubsidiary", "planCode"];

/// The pages of the description: the path after the version, and what answers there.
pub(crate) fn pages(table: &Arc<Vec<Route>>) -> Vec<(String, MethodRouter<Api>)> {
    let at = |call: &Call, uri: &Uri| base(&call.cx().settings.base_url, uri.path());
    let all = table.clone();
    let index = get(async move |call: Call, uri: Uri| -> Answer { json(index(&at(&call, &uri), &all)) });
    let all = table.clone();
    let open =
        get(async move |call: Call, uri: Uri| -> Answer { json(openapi::document(&at(&call, &uri), &all)) });
    let mut pages = vec![(String::new(), index), ("/openapi.json".to_owned(), open)];
    for name in resources(table) {
        let (path, all) = (format!("{name}.json"), table.clone());
        let page = get(async move |call: Call, uri: Uri| -> Answer {
            json(resource(&at(&call, &uri), &name, &all))
        });
        pages.push((path, page));
    }
    pages
}

/// The address of the version that was asked.
fn base(site: &str, path: &str) -> String {
    let prefix = PREFIXES.iter().find(|prefix| path.starts_with(**prefix)).unwrap_or(&PREFIXES[0]);
    format!("{site}{prefix}")
}

/// The first words of the paths.
fn resources(table: &[Route]) -> BTreeSet<String> {
    let first = |route: &Route| route.path.split('/').nth(1).map(str::to_owned);
    let words = table.iter().filter_map(first).filter(|word| !word.starts_with('{'));
    words.map(|word| format!("/{word}")).collect()
}

fn index(base: &str, table: &[Route]) -> Value {
    let resources = resources(table);
    let apis = resources.iter().map(
        |name| json!({"path": name, "schema": "{path}.{format}", "format": ["json"], "description": ""}),
    );
    json!({"apis": apis.collect::<Vec<_>>(), "basePath": base})
}

/// The routes of a resource, and the models they name.
fn resource(base: &str, name: &str, table: &[Route]) -> Value {
    let is_of = |route: &&Route| {
        route.path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let mut paths: BTreeMap<&str, Vec<&Route>> = BTreeMap::new();
    for route in table.iter().filter(is_of) {
        paths.entry(route.path).or_default().push(route);
    }
    let routes = paths.values().flatten();
    let mut kinds: Vec<&str> = routes.flat_map(|route| kinds(route)).collect();
    kinds.extend(READ_TOO.iter().filter(|(of, _)| *of == name).map(|(_, model)| *model));
    let apis = paths.iter().map(|(path, routes)| {
        let operations: Vec<Value> = routes.iter().map(|route| operation(route, table)).collect();
        json!({"path": path, "description": routes[0].about, "operations": operations})
    });
    let models: Map<String, Value> =
        named(kinds).into_iter().map(|one| (one.name.to_owned(), model(one))).collect();
    json!({
        "apiVersion": "1.0",
        "resourcePath": name,
        "basePath": base,
        "apis": apis.collect::<Vec<_>>(),
        "models": models,
    })
}

/// The types a route names.
fn kinds(route: &Route) -> Vec<&'static str> {
    let query = route.query.iter().map(|(_, kind)| *kind);
    let fields = route.fields.iter().map(|(_, kind, _)| *kind);
    query.chain(route.body).chain(fields).chain([route.response]).collect()
}

/// The models that these types name, and those that their properties do.
fn named(kinds: Vec<&'static str>) -> Vec<&'static Model> {
    let mut found: BTreeMap<&str, &Model> = BTreeMap::new();
    let mut left = kinds;
    while let Some(kind) = left.pop() {
        let Some(model) = Model::find(element(kind)) else { continue };
        if found.insert(model.name, model).is_none() {
            left.extend(model.properties().into_iter().map(|property| property.kind));
        }
    }
    found.into_values().collect()
}

fn operation(route: &Route, table: &[Route]) -> Value {
    let parameter = |place: &str, name: &str, kind: &str, about: &str| {
        json!({
            "dataType": kind,
            "fullType": kind,
            "paramType": place,
            "required": place != "query" || NEEDED.contains(&name),
            "description": about,
        })
    };
    let called = |name: &str, mut parameter: Value| {
        parameter["name"] = name.into();
        parameter
    };
    // A body has no name.
    let body = route.body.iter().map(|kind| parameter("body", "", kind, "What is sent"));
    let path = path_parameters(route, table);
    let path = path.iter().map(|(name, kind)| called(name, parameter("path", name, kind, "Which one")));
    let query =
        route.query.iter().map(|(name, kind)| called(name, parameter("query", name, kind, about(name))));
    let said = route.fields.iter().map(|(name, kind, is_needed)| {
        let mut said = called(name, parameter("body", name, kind, "What is sent"));
        said["required"] = (*is_needed).into();
        said
    });
    let parameters: Vec<Value> = body.chain(said).chain(path).chain(query).collect();
    json!({
        "httpMethod": route.method.as_str(),
        "responseType": route.response,
        // An application that asks for access says who it is and signs nothing.
        "noAuthentication": route.access != Access::Member,
        "description": route.about,
        "apiStatus": {"value": "PRODUCTION", "description": "Stable"},
        "parameters": parameters,
    })
}

/// What a parameter of the query is for.
pub(crate) fn about(name: &str) -> &'static str {
    match name {
        "coupon" => "The code",
        "date.from" => "Only what is of this day or later",
        "date.to" => "Only what is of this day or earlier",
        "ovhSubsidiary" => "The subsidiary that sells",
        "planCode" => "The plan it is about",
        _ => "Only what has this value",
    }
}

/// The parameters of a path, each with its type: that of the keys of the list in front of it.
pub(crate) fn path_parameters(route: &Route, table: &[Route]) -> Vec<(&'static str, &'static str)> {
    let mut found = Vec::new();
    let mut place = 0;
    for part in route.path.split('/').skip(1) {
        let list = &route.path[..place];
        place += part.len() + 1;
        let Some(name) = part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) else { continue };
        let keys = table.iter().find(|other| other.path == list && other.response.ends_with("[]"));
        found.push((name, keys.map_or("string", |keys| element(keys.response))));
    }
    found
}

fn model(model: &Model) -> Value {
    let (namespace, id) = model.name.rsplit_once('.').unwrap_or(("", model.name));
    let mut said = json!({"id": id, "namespace": namespace, "description": model.about});
    match model.shape {
        Shape::Words(words) => {
            said["enum"] = words.split_whitespace().collect();
            said["enumType"] = "string".into();
        }
        Shape::Object(_) => {
            let properties = model.properties().into_iter().map(|property| {
                let said = json!({
                    "type": property.kind,
                    "fullType": property.kind,
                    "canBeNull": property.can_be_null,
                    "readOnly": !property.is_writable,
                    "required": property.is_required,
                });
                (property.name.to_owned(), said)
            });
            said["properties"] = Value::Object(properties.collect());
        }
    }
    said
}
