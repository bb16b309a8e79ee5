//! What the API says about itself, to anyone who asks.

use std::collections::{BTreeMap, BTreeSet};

use api::routes::{Access, table};
use serde_json::{Value, json};
use testkit::TestDb;

use crate::world::{Ask, World, ask, get};

/// A page of the description with a line for each of its routes and models.
fn lines(page: &Value) -> String {
    let mut lines: Vec<String> = Vec::new();
    let page = page.as_object().expect("an object");
    for key in ["basePath", "resourcePath", "apiVersion"] {
        lines.push(format!("{key}: {}", page.get(key).unwrap_or(&Value::Null)));
    }
    lines.extend(page["apis"].as_array().expect("routes").iter().map(|api| sorted(api).to_string()));
    let models = page.get("models").and_then(Value::as_object).into_iter().flatten();
    lines.extend(models.map(|(name, model)| format!("{name}: {}", sorted(model))));
    lines.join("\n")
}

/// With the keys in their order, whatever the order they were written in.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(values) => values.iter().map(sorted).collect(),
        Value::Object(values) => {
            let keys: BTreeMap<&String, &Value> = values.iter().collect();
            Value::Object(keys.into_iter().map(|(key, value)| (key.clone(), sorted(value))).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

#[testkit::both_databases]
async fn anyone_reads_the_routes_and_their_models(db: TestDb) {
    let world = World::new(&db).await;
    let index = world.send(&get("/")).await.json();
    insta::assert_snapshot!("index", lines(&index));
    for name in ["auth", "me", "order", "services"] {
        let path = format!("/{name}.json");
        insta::assert_snapshot!(name, lines(&world.send(&get(path)).await.json()));
    }
}

#[testkit::both_databases]
async fn each_version_describes_itself(db: TestDb) {
    let world = World::new(&db).await;
    let page = async |path: &str| {
        let answer = world.send(&Ask { path: path.to_owned(), ..get("") }).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        answer.json()
    };
    for prefix in ["/1.0", "/v1"] {
        let base = json!(format!("https://shop.example/counter{prefix}"));
        for index in ["", "/"] {
            assert_eq!(page(&format!("{prefix}{index}")).await["basePath"], base);
        }
        for name in ["auth", "me", "order", "services"] {
            let described = page(&format!("{prefix}/{name}.json")).await;
            assert_eq!(described["basePath"], base);
            assert_eq!(described["resourcePath"], format!("/{name}"));
        }
    }
    let me = page("/1.0/me.json").await;
    let words = &me["models"]["billing.order.OrderStatusEnum"]["enum"];
    assert!(words.as_array().unwrap().contains(&json!("documentsRequested")), "{words}");
    let services = page("/v1/services.json").await;
    let words = &services["models"]["services.billing.engagement.EndStrategyEnum"]["enum"];
    assert_eq!(words.as_array().unwrap().len(), 4);
    // Whoever asks for more than reading is told that there is nothing.
    assert_eq!(world.send(&ask("POST", "/me.json")).await.status, 404);
}

/// Everything a value refers to.
fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| references(value, found)),
        Value::Object(values) => {
            found.extend(values.get("$ref").and_then(Value::as_str).map(str::to_owned));
            values.values().for_each(|value| references(value, found));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[testkit::both_databases]
async fn tools_of_openapi_find_every_route_and_what_it_refers_to(db: TestDb) {
    let world = World::new(&db).await;
    let page = world.send(&get("/openapi.json")).await.json();
    assert_eq!((&page["openapi"], &page["info"]["version"]), (&json!("3.1.0"), &json!("1.0")));
    assert_eq!(page["servers"][0]["url"], "https://shop.example/counter/1.0");
    let mut referred = BTreeSet::new();
    references(&page, &mut referred);
    for reference in &referred {
        let place = reference.strip_prefix('#').expect("a place in this document");
        assert!(page.pointer(place).is_some(), "{reference} leads nowhere");
    }
    let mut ids = BTreeSet::new();
    for route in table() {
        let method = route.method.as_str().to_lowercase();
        let operation = &page["paths"][route.path][&method];
        let id = operation["operationId"].as_str().unwrap_or_else(|| panic!("{method} {}", route.path));
        assert!(ids.insert(id.to_owned()), "two are called {id}");
        let said = operation["parameters"].as_array().unwrap().iter();
        let said = said.filter(|one| one["in"] == "path").map(|one| one["name"].as_str().unwrap());
        let braced = route.path.split('/').filter(|part| part.starts_with('{'));
        assert!(said.eq(braced.map(|part| part.trim_matches(['{', '}']))), "{id}");
        let is_signed = operation["security"][0].get("signature").is_some();
        assert_eq!(is_signed, route.access == Access::Member, "{id}");
    }
    let calls = page["paths"].as_object().unwrap().values().flat_map(|path| path.as_object().unwrap());
    assert_eq!(calls.count(), ids.len());
    let some = ["auth.ApiCredential", "billing.Order", "order.Price", "service.StateEnum", "Problem"];
    let schemas = &page["components"]["schemas"];
    let mut shown: Vec<String> =
        some.iter().map(|name| format!("{name}: {}", sorted(&schemas[name]))).collect();
    for path in ["/auth/credential", "/me/bill", "/me/bill/{billId}"] {
        shown.push(format!("{path}: {}", sorted(&page["paths"][path])));
    }
    insta::assert_snapshot!("openapi", shown.join("\n"));
}
