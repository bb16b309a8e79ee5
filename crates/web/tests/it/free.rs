//! An order that costs nothing, as its customer sees it: nobody speaks of paying.

use axum::http::StatusCode;
use testkit::TestDb;

use super::portal::Portal;

#[testkit::both_databases]
async fn what_costs_nothing_is_ordered_without_a_word_of_paying(db: TestDb) {
    let portal = Portal::open(&db).await;
    let published = include_bytes!("../../../../catalogs/demo-FR.json");
    let mut published: serde_json::Value = serde_json::from_slice(published).unwrap();
    published["catalogId"] = 9_001.into();
    let plans = published["plans"].as_array_mut().unwrap();
    let plan = plans.iter_mut().find(|plan| plan["planCode"] == "ct-web-start").unwrap();
    for pricing in plan["pricings"].as_array_mut().unwrap() {
        pricing["price"] = 0.into();
        pricing["tax"] = 0.into();
    }
    let catalog = catalog::parse(published.to_string().as_bytes()).unwrap();
    let now = portal.cx.clock.now();
    let import = move |tx: &mut db::RegistryTx| catalog::import(tx, now, &catalog, &|_| {});
    portal.cx.db.registry().write(import).await.unwrap();

    let member = portal.member("ada@example.org").await;
    let web = [("act", "add"), ("quantity", "1"), ("configuration.region", "eu-west")];
    member.post("/plans/ct-web-start", &web).await;
    let page = member.get("/checkout").await;
    for words in ["Place the order: nothing to pay", "Nothing to pay: we take the order in hand at once."] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    assert!(!page.body.contains("You pay on the next page"), "{}", page.body);
    let (id, mark, seen) = (page.hidden("id"), page.hidden("mark"), page.hidden("seen"));
    let form = [("id", id.as_str()), ("mark", mark.as_str()), ("seen", seen.as_str()), ("contracts", "yes")];
    let placed = member.post("/checkout", &form).await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.body);
    let order = placed.location().unwrap().to_owned();
    assert!(!order.ends_with("/pay"), "{order}");
    let page = member.get(&order).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.body.contains("/pay\""), "{}", page.body);
    let pay = member.get(&format!("{order}/pay")).await;
    assert_eq!((pay.status, pay.location()), (StatusCode::SEE_OTHER, Some(order.as_str())));
    let document = member.get(&format!("{order}/form")).await;
    assert_eq!(document.status, StatusCode::OK);
}
