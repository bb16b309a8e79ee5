//! What the API says about itself, to anyone who asks.

use std::collections::BTreeMap;

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
    for (name, path) in [("auth", "/auth.json"), ("me", "/me.json"), ("services", "/services.json")] {
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
        for name in ["auth", "me", "services"] {
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
