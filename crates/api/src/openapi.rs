//! The same description for the tools of OpenAPI 3.1.

use serde_json::{Map, Value, json};

use crate::api::TOKEN;
use crate::description::{NEEDED, about, path_parameters};
use crate::routes::{Access, Route};
use crate::v1::auth::oauth2::SCOPE;
use crate::v1::models::{Model, Shape};

/// The whole document.
pub(crate) fn document(base: &str, table: &[Route]) -> Value {
    let mut paths = Map::new();
    for route in table {
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        path[route.method.as_str().to_lowercase()] = operation(route, table);
    }
    let mut schemas: Map<String, Value> =
        Model::all().map(|model| (model.name.to_owned(), of_model(model))).collect();
    schemas.insert("Problem".to_owned(), problem());
    let header = |name: &str, about: &str| json!({"type": "apiKey", "in": "header", "name": name, "description": about});
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Customer account",
            "version": "1.0",
            "description": "Orders, invoices, services and payments of a customer. Calls are signed, or carry a token.",
        },
        "servers": [{"url": base}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": {
                "Problem": {
                    "description": "Why the call was not answered",
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
                },
            },
            "securitySchemes": {
                "token": {
                    "type": "oauth2",
                    "description": "Instead of a signature",
                    "flows": {"clientCredentials": {
                        "tokenUrl": format!("{base}{TOKEN}"),
                        "scopes": {SCOPE: "What the client may call"},
                    }},
                },
                "application": header("X-Ovh-Application", "The key of the application"),
                "consumer": header("X-Ovh-Consumer", "The key that the customer accepted"),
                "timestamp": header("X-Ovh-Timestamp", "The time of the call, in seconds since 1970"),
                "signature": header(
                    "X-Ovh-Signature",
                    "$1$ and the SHA-1, in hexadecimal digits, of secret, consumer key, method, address, body and \
                     time, joined by plus signs",
                ),
            },
        },
    })
}

fn operation(route: &Route, table: &[Route]) -> Value {
    let parameter = |place: &str, name: &str, kind: &str, about: &str| {
        json!({
            "in": place,
            "name": name,
            "required": place == "path" || NEEDED.contains(&name),
            "description": about,
            "schema": of_kind(kind, false),
        })
    };
    let path = path_parameters(route, table);
    let path = path.iter().map(|(name, kind)| parameter("path", name, kind, "Which one"));
    let query = route.query.iter().map(|(name, kind)| parameter("query", name, kind, about(name)));
    let security = match route.access {
        Access::Anyone => json!([]),
        Access::Application => json!([{"application": []}]),
        Access::Member => json!([
            {"application": [], "consumer": [], "timestamp": [], "signature": []},
            {"token": [SCOPE]},
        ]),
    };
    let content = |kind: &str| json!({"application/json": {"schema": of_kind(kind, false)}});
    let mut said = json!({
        "operationId": operation_id(route),
        "summary": route.about,
        "parameters": path.chain(query).collect::<Vec<_>>(),
        "security": security,
        "responses": {
            "200": {"description": route.about, "content": content(route.response)},
            "default": {"$ref": "#/components/responses/Problem"},
        },
    });
    if let Some(kind) = route.body {
        said["requestBody"] = json!({"required": true, "content": content(kind)});
    }
    if !route.fields.is_empty() {
        let properties: Map<String, Value> =
            route.fields.iter().map(|(name, kind, _)| ((*name).to_owned(), of_kind(kind, false))).collect();
        let required: Vec<&str> =
            route.fields.iter().filter(|(_, _, is_needed)| *is_needed).map(|(name, _, _)| *name).collect();
        let schema = json!({"type": "object", "properties": properties, "required": required});
        said["requestBody"] = json!({"required": true, "content": {"application/json": {"schema": schema}}});
    }
    said
}

/// `getMeBillByBillId`.
fn operation_id(route: &Route) -> String {
    let mut id = route.method.as_str().to_lowercase();
    for part in route.path.split('/').skip(1) {
        let word = part.trim_matches(['{', '}']);
        if word.len() < part.len() {
            id.push_str("By");
        }
        let mut letters = word.chars();
        id.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        id.push_str(letters.as_str());
    }
    id
}

/// A type as a schema.
fn of_kind(kind: &str, can_be_null: bool) -> Value {
    if let Some(of) = kind.strip_suffix("[]") {
        return or_null(json!({"type": "array", "items": of_kind(of, false)}), can_be_null);
    }
    if Model::find(kind).is_some() {
        let named = json!({"$ref": format!("#/components/schemas/{kind}")});
        return if can_be_null { json!({"anyOf": [named, {"type": "null"}]}) } else { named };
    }
    let word = |kind: &str| json!({"type": kind});
    let formed = |kind: &str, format: &str| json!({"type": kind, "format": format});
    let schema = match kind {
        "void" => word("null"),
        "boolean" => word("boolean"),
        "long" => formed("integer", "int64"),
        "double" => formed("number", "double"),
        "date" => formed("string", "date"),
        "datetime" => formed("string", "date-time"),
        "duration" => formed("string", "duration"),
        "password" => formed("string", "password"),
        _ => word("string"),
    };
    or_null(schema, can_be_null)
}

fn or_null(mut schema: Value, can_be_null: bool) -> Value {
    if can_be_null {
        let kind = schema["type"].take();
        schema["type"] = json!([kind, "null"]);
    }
    schema
}

fn of_model(model: &Model) -> Value {
    match model.shape {
        Shape::Words(words) => {
            let words: Vec<&str> = words.split_whitespace().collect();
            json!({"type": "string", "description": model.about, "enum": words})
        }
        Shape::Object(_) => {
            let mut properties = Map::new();
            let mut required = Vec::new();
            for property in model.properties() {
                let mut schema = of_kind(property.kind, property.can_be_null);
                if !property.is_writable {
                    schema["readOnly"] = true.into();
                }
                properties.insert(property.name.to_owned(), schema);
                // What is read is there; what is sent only where it must be.
                if property.is_required || !(property.can_be_null || property.is_writable) {
                    required.push(property.name);
                }
            }
            json!({
                "type": "object",
                "description": model.about,
                "properties": properties,
                "required": required,
            })
        }
    }
}

/// The body of every error.
fn problem() -> Value {
    let text = || json!({"type": "string"});
    json!({
        "type": "object",
        "description": "Why a call was not answered",
        "properties": {
            "class": text(),
            "message": text(),
            "errorCode": text(),
            "httpCode": text(),
            "details": {"type": "object", "additionalProperties": text()},
        },
        "required": ["class", "message", "errorCode", "httpCode", "details"],
    })
}
