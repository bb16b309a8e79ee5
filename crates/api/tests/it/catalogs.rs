//! Catalogues as anyone reads them: the whole of a family, once, and that nothing is new afterwards.

use axum::http::StatusCode;
use catalog::{Extra, Plan};
use serde_json::{Value, json};
use testkit::TestDb;

use crate::world::{Answer, Ask, World, get};

const VPS: &str = "/order/catalog/public/vps?ovhSubsidiary=FR";

/// The demonstration's catalogue of France, as it was imported.
fn published() -> Value {
    serde_json::from_slice(include_bytes!("../../../../catalogs/demo-FR.json")).unwrap()
}

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
}

async fn who_has(world: &World, tag: &str) -> Answer {
    world.send(&Ask { headers: vec![("if-none-match", tag.to_owned())], ..get(VPS) }).await
}

#[testkit::both_databases]
async fn a_family_is_published_as_it_was_imported(db: TestDb) {
    let world = World::new(&db).await;
    let answer = world.send(&get(VPS)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let (found, published) = (answer.json(), published());
    assert_eq!(found["locale"], json!({"currencyCode": "EUR", "subsidiary": "FR", "taxRate": 20}));
    assert_eq!(found["planFamilies"], json!([{"name": "vps"}]));

    // What is published of it can be imported again, and says the same.
    let again = catalog::parse(answer.text.as_bytes()).unwrap();
    let imported = catalog::parse(published.to_string().as_bytes()).unwrap();
    let codes = |plans: &[Plan]| plans.iter().map(|plan| plan.code.clone()).collect::<Vec<_>>();
    let of_family = imported.plans.iter().filter(|plan| plan.family.as_deref() == Some("vps"));
    assert!(of_family.map(|plan| &plan.code).eq(&codes(&again.plans)));
    for plan in again.all_plans() {
        let known = imported.all_plans().find(|known| known.code == plan.code).unwrap();
        // What this catalogue does not say at all is left out where it says nothing.
        let (plan, known) = [plan, known].map(|one| Plan { extra: Extra::new(), ..one.clone() }).into();
        assert!(plan == known, "{}", plan.code);
    }
    let codes = codes(&again.addons);
    let carried = again.all_plans().flat_map(|plan| &plan.addon_families).flat_map(|family| &family.addons);
    let carried: Vec<&String> = carried.collect();
    assert!(!carried.is_empty() && carried.iter().all(|code| codes.contains(*code)));
    for plan in again.all_plans() {
        assert!(again.products.iter().any(|product| product.name == plan.product), "{}", plan.code);
    }
}

#[testkit::both_databases]
async fn who_has_it_is_told_so_until_another_catalogue_is_sold(db: TestDb) {
    let world = World::new(&db).await;
    let first = world.send(&get(VPS)).await;
    let tag = header(&first, "etag").to_owned();
    assert_eq!(header(&first, "cache-control"), "public, max-age=60");
    let strong = tag.trim_start_matches("W/").to_owned();
    for known in [tag.clone(), strong, format!("\"other\", {tag}"), "*".to_owned()] {
        let again = who_has(&world, &known).await;
        assert_eq!((again.status, again.text.as_str()), (StatusCode::NOT_MODIFIED, ""), "{known}");
        assert_eq!(header(&again, "etag"), tag);
    }
    assert_eq!(who_has(&world, "\"other\"").await.text, first.text);
    assert_eq!(header(&world.send(&get("/auth/time")).await, "cache-control"), "no-cache, no-store");

    world.gives_away("ct-vps-s").await;
    let next = who_has(&world, &tag).await;
    assert_eq!(next.status, StatusCode::OK);
    assert_eq!(next.json()["catalogId"], 9_001);
    assert_ne!(header(&next, "etag"), tag);
}

#[testkit::both_databases]
async fn a_family_travels_compressed_to_those_who_read_it_so(db: TestDb) {
    let world = World::new(&db).await;
    let plain = world.send(&get(VPS)).await;
    let packed = Ask { headers: vec![("accept-encoding", "gzip".to_owned())], ..get(VPS) };
    let (parts, packed) = world.exchange(&packed).await;
    assert_eq!(parts.headers["content-encoding"], "gzip");
    assert_eq!(parts.headers["vary"], "accept-encoding");
    assert_eq!(parts.headers["etag"], header(&plain, "etag"), "who has it either way is told so");
    assert!(packed.len() * 4 < plain.text.len(), "{} of {}", packed.len(), plain.text.len());
}

#[testkit::both_databases]
async fn what_is_not_published_is_named(db: TestDb) {
    let world = World::new(&db).await;
    let table = [
        ("vps", 400, "[ovhSubsidiary] a value is needed"),
        (
            "vps?ovhSubsidiary=france",
            400,
            "[ovhSubsidiary] Given data (france) is not valid for type nichandle.OvhSubsidiaryEnum",
        ),
        ("vps?ovhSubsidiary=ES", 400, "[ovhSubsidiary] nothing is sold by ES"),
        ("boats?ovhSubsidiary=FR", 404, "The requested object (family = boats) does not exist"),
    ];
    for (asked, status, message) in table {
        let problem = world.send(&get(format!("/order/catalog/public/{asked}"))).await.problem();
        assert_eq!((problem.0, problem.2.as_str()), (status, message), "{asked}");
    }
}
