//! Pages of objects, filters, and several things at once.

use serde_json::json;
use testkit::TestDb;

use crate::world::{Ask, World, everything, get};

fn paged(path: &str, headers: &[(&'static str, &str)]) -> Ask {
    let mode = ("x-pagination-mode", "CachedObjectList-Pages");
    let all = [mode].into_iter().chain(headers.iter().copied()).map(|(name, value)| (name, value.to_owned()));
    Ask { headers: all.collect(), ..get(path) }
}

#[testkit::both_databases]
async fn pages_are_the_whole_list_sorted_and_filtered_as_asked(db: TestDb) {
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    let mut numbers = Vec::new();
    for _ in 0..3 {
        numbers.push(world.bought(&ada).await.number);
    }
    let program = world.program(&ada, everything()).await;
    let ids = |answer: &crate::world::Answer, key: &str| -> Vec<serde_json::Value> {
        answer.json().as_array().unwrap().iter().map(|object| object[key].clone()).collect()
    };
    let size = [("x-pagination-size", "2")];
    let first = world.signed(&program, &paged("/me/bill", &size)).await;
    assert_eq!(ids(&first, "billId"), ["FR00000001", "FR00000002"]);
    let told = |name: &str| first.headers[name].to_str().unwrap().to_owned();
    assert_eq!((told("x-pagination-elements"), told("x-pagination-total")), ("3".into(), "2".into()));
    assert_eq!((told("x-pagination-number"), told("x-pagination-size")), ("1".into(), "2".into()));
    let second = [size[0], ("x-pagination-number", "2")];
    assert_eq!(ids(&world.signed(&program, &paged("/me/bill", &second)).await, "billId"), ["FR00000003"]);
    let cursor = told("x-pagination-cursor-next");
    let after = [size[0], ("x-pagination-cursor", cursor.as_str())];
    let answer = world.signed(&program, &paged("/me/bill", &after)).await;
    assert_eq!(ids(&answer, "billId"), ["FR00000003"]);
    assert!(!answer.headers.contains_key("x-pagination-cursor-next"));
    let beyond = [size[0], ("x-pagination-number", "9")];
    assert_eq!(world.signed(&program, &paged("/me/bill", &beyond)).await.text, "[]");

    let newest = [("x-pagination-sort", "date"), ("x-pagination-sort-order", "DESC"), size[0]];
    let answer = world.signed(&program, &paged("/me/bill", &newest)).await;
    assert_eq!(ids(&answer, "billId"), ["FR00000003", "FR00000002"]);
    let dearest = [("x-pagination-sort", "priceWithTax.value"), ("x-pagination-sort-order", "DESC")];
    assert_eq!(ids(&world.signed(&program, &paged("/me/order", &dearest)).await, "orderId").len(), 3);
    let filter = [("x-pagination-filter", "billId:like=%25002%25")];
    let answer = world.signed(&program, &paged("/me/bill", &filter)).await;
    assert_eq!(ids(&answer, "billId"), ["FR00000002"]);
    assert_eq!(answer.headers["x-pagination-elements"], "1");
    let both = paged(&format!("/me/bill?orderId={}", numbers[2]), &[("x-pagination-filter", "orderId:gt=0")]);
    assert_eq!(ids(&world.signed(&program, &both).await, "billId"), ["FR00000003"]);
    // Lines without a size: all of them, as objects.
    let lines = paged(&format!("/me/order/{}/details", numbers[0]), &[]);
    assert!(world.signed(&program, &lines).await.json()[0]["description"].is_string());

    for (name, value) in [
        ("x-pagination-mode", "Everything"),
        ("x-pagination-size", "0"),
        ("x-pagination-number", "first"),
        ("x-pagination-cursor", "elsewhere"),
        ("x-pagination-filter", "billId"),
    ] {
        let mut asked = paged("/me/bill", &[]);
        asked.headers.retain(|(known, _)| *known != name);
        asked.headers.push((name, value.to_owned()));
        assert_eq!(world.signed(&program, &asked).await.status, 400, "{name}: {value}");
    }
}

#[testkit::both_databases]
async fn native_filters_are_about_days_and_orders(db: TestDb) {
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    let number = world.bought(&ada).await.number;
    let program = world.program(&ada, everything()).await;
    for (query, is_found) in [
        ("date.from=2026-01-15", true),
        ("date.from=2026-01-16", false),
        ("date.to=2026-01-15T10:00:00%2B01:00", true),
        ("date.to=2026-01-14", false),
        ("date.from=null&date.to=null", true),
    ] {
        for (list, id) in [("bill", json!("FR00000001")), ("order", json!(number))] {
            let answer = world.signed(&program, &get(format!("/me/{list}?{query}"))).await;
            let expected = if is_found { json!([id]) } else { json!([]) };
            assert_eq!(answer.json(), expected, "{list} {query}");
        }
    }
    let odd = world.signed(&program, &get("/me/bill?date.from=soon")).await;
    assert_eq!(odd.problem().2, "[date.from] Given data (soon) is not valid for type datetime");
}

#[testkit::both_databases]
async fn several_things_are_asked_for_at_once(db: TestDb) {
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    let number = world.bought(&ada).await.number;
    let program = world.program(&ada, everything()).await;
    let headers = vec![("x-ovh-batch", ",".to_owned())];
    let asked = Ask { headers, ..get(format!("/me/order/{number},7,x,")) };
    let answer = world.signed(&program, &asked).await.json();
    let [known, unknown, odd] = answer.as_array().unwrap().as_slice() else { panic!("{answer}") };
    assert_eq!((&known["key"], &known["value"]["orderId"]), (&json!(number), &json!(number)));
    assert!(known.get("error").is_none() && unknown.get("value").is_none());
    assert_eq!(unknown["error"]["message"], "The requested object (orderId = 7) does not exist");
    assert_eq!((&odd["key"], &odd["error"]["class"]), (&json!("x"), &json!("Client::NotFound")));
}
