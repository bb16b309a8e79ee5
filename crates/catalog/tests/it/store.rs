//! The store on both databases: import, versions, the list of plans and one offer.

use std::sync::Mutex;

use catalog::{
    CatalogVersion, NotImported, Offer, Plan, PlanSummary, Progress, PublicCatalog, import, parse, store,
};
use db::Db;
use kernel::{SubsidiaryCode, Timestamp};
use serde_json::{Value, json};
use testkit::TestDb;

use crate::build::{at, catalogue, now, price, promotion, published, read};

fn france() -> SubsidiaryCode {
    SubsidiaryCode::parse("FR").expect("a code")
}

async fn imported(db: &Db, catalog: &PublicCatalog) -> Result<catalog::Imported, NotImported> {
    let catalog = catalog.clone();
    db.registry().write(move |tx| import(tx, now(), &catalog, &|_| {})).await
}

async fn current(db: &Db) -> CatalogVersion {
    let found = db.registry().read(|tx| store::current(tx, france())).await.expect("it can be read");
    found.expect("a version is sold")
}

async fn plans(db: &Db, at: Timestamp) -> Vec<PlanSummary> {
    let version = current(db).await;
    db.registry().read(move |tx| store::plans(tx, &version, at)).await.expect("it can be read")
}

async fn offer(db: &Db, code: &'static str) -> Option<Offer> {
    let version = current(db).await;
    db.registry().read(move |tx| store::offer(tx, &version, code)).await.expect("it can be read")
}

/// The small catalogue with everything a stored one can have.
fn rich() -> Value {
    let mut value = catalogue();
    value["edition"] = json!("spring");
    let server = &mut value["plans"][0];
    server["colour"] = json!({ "r": 1 });
    server["blobs"] =
        json!({ "commercial": { "range": "servers", "features": [{ "name": "uses", "value": "hosting" }] } });
    server["configurations"][0]["hint"] = json!("where");
    server["addonFamilies"][0]["order"] = json!(2);
    server["pricings"][1]["note"] = json!([1, null]);
    let mut limited = promotion("percentage", 10, 5_000, 4_500);
    limited["quantity"] = json!(2);
    limited["duration"] = json!(3);
    limited["tags"] = json!(["winter"]);
    let mut open = promotion("forced_amount", 40, 5_000, 4_800);
    open["endDate"] = Value::Null;
    server["pricings"][1]["promotions"] = json!([limited, open]);
    value["products"][0]["blobs"] =
        json!({ "technical": { "server": { "cpu": { "cores": 4, "threads": 8, "frequency": 3.5 } } } });
    value
}

#[testkit::both_databases]
async fn an_import_is_a_version_and_the_same_again_is_nothing(db: TestDb) {
    let catalog = read(&rich());
    let first = imported(&db, &catalog).await.expect("it is imported");
    assert_eq!((first.is_new, first.prices, first.version.prices), (true, 42, 42));
    let again = imported(&db, &catalog).await.expect("the same again");
    assert_eq!((again.is_new, again.prices), (false, 0));
    assert_eq!(again.version, first.version);
    assert_eq!(current(&db).await, catalog.version(now()));
}

#[testkit::both_databases]
async fn other_content_under_the_same_number_is_refused_and_changes_nothing(db: TestDb) {
    imported(&db, &read(&catalogue())).await.expect("it is imported");
    let mut dearer = catalogue();
    dearer["plans"][0]["pricings"][1] = price("renew", "default", 1, 0, 9_999);
    let refused = imported(&db, &read(&dearer)).await.expect_err("the number is taken");
    assert_eq!(refused, NotImported::OtherContent { subsidiary: france(), catalog_id: 7 });
    let server = offer(&db, "server").await.expect("it is sold");
    assert_eq!(server.plan.prices[1].price.e8(), 5_000_000_000);
}

#[testkit::both_databases]
async fn a_new_number_is_sold_from_then_on_and_the_old_version_can_still_be_read(db: TestDb) {
    imported(&db, &read(&catalogue())).await.expect("it is imported");
    let mut next = catalogue();
    // The number says which, not which comes later: what was imported last is sold.
    next["catalogId"] = json!(3);
    next["plans"][0]["pricings"][1] = price("renew", "default", 1, 0, 6_000);
    imported(&db, &read(&next)).await.expect("it is imported");
    assert_eq!(current(&db).await.catalog_id, 3);
    let (old, versions) = db
        .registry()
        .read(|tx| {
            let old = store::find(tx, france(), 7)?.expect("the old version stays");
            Ok::<_, db::Error>((store::offer(tx, &old, "server")?, store::versions(tx)?))
        })
        .await
        .expect("it can be read");
    assert_eq!(old.map(|offer| offer.plan.prices[1].price.e8()), Some(5_000_000_000));
    assert_eq!(versions.iter().map(|version| version.catalog_id).collect::<Vec<_>>(), [3, 7]);
    // The same old content again does not bring it back.
    imported(&db, &read(&catalogue())).await.expect("the same again");
    assert_eq!(current(&db).await.catalog_id, 3);
}

#[testkit::both_databases]
async fn plans_of_one_name_say_what_tells_them_apart(db: TestDb) {
    let mut value = catalogue();
    let mut far = value["plans"][0].clone();
    far["planCode"] = json!("server-sgp");
    far["configurations"][0]["values"] = json!(["sgp"]);
    value["plans"].as_array_mut().expect("plans").push(far);
    imported(&db, &read(&value)).await.expect("it is imported");
    let plans = plans(&db, now()).await;
    let told = |code: &str| {
        let plan = plans.iter().find(|plan| plan.plan_code == code).expect("it is listed");
        plan.told_apart.as_ref().map(|choices| (choices.name.as_str(), choices.values.join(" ")))
    };
    assert_eq!(told("server"), Some(("region", "east west".to_owned())));
    assert_eq!(told("server-sgp"), Some(("region", "sgp".to_owned())));
    assert!(
        plans.iter().filter(|plan| plan.invoice_name != "The server").all(|plan| plan.told_apart.is_none())
    );
}

#[testkit::both_databases]
async fn an_offer_comes_back_as_it_was_published(db: TestDb) {
    let catalog = read(&rich());
    imported(&db, &catalog).await.expect("it is imported");
    for code in ["server", "bare"] {
        assert_eq!(offer(&db, code).await, catalog.offer(code, now()), "{code}");
    }
    assert_eq!(offer(&db, "ram-16").await, None, "an add-on is not sold by itself");
    assert_eq!(offer(&db, "nothing").await, None);
}

#[testkit::both_databases]
async fn a_family_comes_back_whole_as_it_was_published(db: TestDb) {
    let catalog = read(&rich());
    imported(&db, &catalog).await.expect("it is imported");
    let version = current(&db).await;
    let read = db.registry().read(move |tx| {
        let nothing = store::excerpt(tx, &version, "nothing")?;
        Ok::<_, db::Error>((store::excerpt(tx, &version, "servers")?, nothing))
    });
    let (found, nothing) = read.await.expect("it can be read");
    let found = found.expect("the family is sold");
    assert_eq!(nothing, None);
    assert_eq!(found.plans, [catalog.plans[0].clone()], "with every price and promotion");
    assert_eq!(found.addons, catalog.addons, "those of add-ons too");
    assert_eq!(found.products, catalog.products);
}

#[testkit::both_databases]
async fn a_catalogue_is_read_whole_by_the_name_it_was_imported_under(db: TestDb) {
    let mut catalog = read(&rich());
    let looked_up = async |name: &'static str| {
        let version = current(&db).await;
        let read = db.registry().read(move |tx| {
            let (sells, excerpt) = (store::sells(tx, &version, name)?, store::excerpt(tx, &version, name)?);
            Ok::<_, db::Error>((sells, store::sold_in(tx, &version, name)?, excerpt))
        });
        read.await.expect("it can be read")
    };
    imported(&db, &catalog).await.expect("it is imported");
    assert_eq!(looked_up("eco").await, (false, Vec::new(), None), "nobody said so");

    catalog.name = Some("eco".to_owned());
    let again = imported(&db, &catalog).await.expect("the same again, with a name");
    assert_eq!((again.is_new, again.is_renamed, again.prices), (false, true, 0));
    let (sells, sold, excerpt) = looked_up("eco").await;
    let codes = |plans: &[Plan]| plans.iter().map(|plan| plan.code.clone()).collect::<Vec<_>>();
    assert_eq!((sells, codes(&sold)), (true, codes(&catalog.plans)));
    assert_eq!(excerpt.expect("it is sold").plans, catalog.plans, "with every price and promotion");
    assert_eq!(codes(&looked_up("servers").await.1), ["server"], "its families keep their names");
    for (name, is_in) in [("eco", true), ("servers", true), ("box", false)] {
        assert_eq!(offer(&db, "server").await.map(|offer| offer.is_in(name)), Some(is_in), "{name}");
    }
    // Without a name it keeps the one it has.
    catalog.name = None;
    assert!(!imported(&db, &catalog).await.expect("the same again").is_renamed);
    assert!(looked_up("eco").await.0);
}

#[test]
fn a_name_can_stand_in_an_address() {
    let long = "a".repeat(41);
    for (name, is_name) in [
        ("eco", true),
        ("baremetalServers", true),
        ("eco-2", true),
        ("", false),
        ("2eco", false),
        ("e/co", false),
        ("é", false),
        (&*long, false),
    ] {
        assert_eq!(catalog::PublicCatalog::is_name(name), is_name, "{name}");
    }
}

#[testkit::both_databases]
async fn every_demonstration_offer_comes_back_as_it_was_published(db: TestDb) {
    for catalog in catalog::demo() {
        imported(&db, &catalog).await.expect("it is imported");
        let codes: Vec<String> = catalog.plans.iter().map(|plan| plan.code.clone()).collect();
        let version = catalog.version(now());
        let offers = db
            .registry()
            .read(move |tx| {
                codes.iter().map(|code| store::offer(tx, &version, code)).collect::<Result<Vec<_>, _>>()
            })
            .await
            .expect("they can be read");
        for (plan, offer) in catalog.plans.iter().zip(offers) {
            assert_eq!(offer, catalog.offer(&plan.code, now()), "{}", plan.code);
        }
    }
}

#[testkit::both_databases]
async fn the_list_shows_what_plans_start_at_in_the_running_promotions(db: TestDb) {
    let mut value = rich();
    // The memory that comes with the server costs 2.00, and is half off as well.
    value["addons"][0]["pricings"][1] = price("renew", "default", 1, 0, 200);
    value["addons"][0]["pricings"][1]["promotions"] = json!([promotion("percentage", 50, 200, 100)]);
    imported(&db, &read(&value)).await.expect("it is imported");
    let listed = plans(&db, now()).await;
    assert_eq!(listed.iter().map(|plan| plan.plan_code.as_str()).collect::<Vec<_>>(), ["server", "bare"]);
    let start = listed[0].start.clone().expect("it has a price");
    assert_eq!((start.mode.as_str(), start.months, start.commitment_months), ("default", 1, 0));
    assert_eq!((start.list_price.e8(), start.price.e8()), (5_200_000_000, 4_600_000_000));
    assert_eq!(
        start.promotion.map(|promotion| (promotion.name, promotion.periods)),
        Some(("WINTER".to_owned(), 3))
    );
    let facts: Vec<(&str, &str)> =
        listed[0].facts.iter().map(|f| (f.name.as_str(), f.value.as_str())).collect();
    assert_eq!(facts, [("cpu", "4c/8t, 3.5 GHz"), ("memory", "The ram-16"), ("uses", "hosting")]);
    assert_eq!((listed[0].family.as_str(), listed[1].family.as_str()), ("servers", "box"));
    // Before it runs, and after the one with an end.
    let price = |listed: Vec<PlanSummary>| listed[0].start.as_ref().map(|start| start.price.e8());
    assert_eq!(price(plans(&db, at("2025-12-01T00:00:00Z")).await), Some(5_200_000_000));
    assert_eq!(price(plans(&db, at("2027-06-01T00:00:00Z")).await), Some(5_000_000_000));
}

#[testkit::both_databases]
async fn the_starting_price_is_what_the_default_choice_is_quoted(db: TestDb) {
    let catalog = &catalog::demo()[0];
    imported(&db, catalog).await.expect("it is imported");
    for summary in plans(&db, now()).await {
        let offer = catalog.offer(&summary.plan_code, now()).expect("it is sold");
        let start = summary.start.expect("it has a price");
        let selection = catalog::Selection {
            pricing_mode: start.mode.clone(),
            ..catalog::Selection::of(&summary.plan_code)
        };
        let quote = catalog::preview(&offer, &selection, now()).quote.expect("it has a price");
        let rentals = quote.lines.iter().filter(|line| line.months.is_some());
        let first: i64 = rentals.map(|line| line.net.minor()).sum();
        // A first year of its own is what one starts at in a quote; the list shows what follows.
        let shown = start.price.times(1).expect("it fits").minor();
        let is_listed = first == shown || summary.plan_code == "ct-domain-example";
        assert!(is_listed, "{}: {first} and {shown}", summary.plan_code);
    }
}

#[testkit::both_databases]
async fn a_plan_without_a_period_has_no_starting_price(db: TestDb) {
    let mut value = catalogue();
    value["plans"][1]["pricings"] = json!([]);
    imported(&db, &read(&value)).await.expect("it is imported");
    assert_eq!(plans(&db, now()).await[1].start, None);
}

#[testkit::both_databases]
async fn nothing_is_sold_before_the_first_import(db: TestDb) {
    let found = db.registry().read(|tx| store::current(tx, france())).await.expect("it can be read");
    assert_eq!(found, None);
}

#[testkit::both_databases]
async fn a_failing_import_leaves_nothing_behind(db: TestDb) {
    let catalog = read(&catalogue());
    let failed = db
        .registry()
        .write(move |tx| {
            import(tx, now(), &catalog, &|_| {})?;
            Err::<(), NotImported>(NotImported::Db(db::Error::Missing))
        })
        .await;
    assert!(failed.is_err());
    let found = db.registry().read(|tx| store::current(tx, france())).await.expect("it can be read");
    assert_eq!(found, None);
    imported(&db, &read(&rich())).await.expect("the number is still free");
}

#[testkit::both_databases]
async fn two_imports_at_once_make_one_version(db: TestDb) {
    let catalog = read(&rich());
    let both = tokio::join!(imported(&db, &catalog), imported(&db, &catalog));
    let outcomes = [both.0, both.1];
    let new =
        outcomes.iter().filter(|outcome| outcome.as_ref().is_ok_and(|imported| imported.is_new)).count();
    let others = outcomes.iter().filter(|outcome| match outcome {
        Ok(imported) => !imported.is_new,
        Err(error) => *error == NotImported::Meanwhile,
    });
    assert_eq!((new, others.count()), (1, 1), "{outcomes:?}");
    assert!(!imported(&db, &catalog).await.expect("the same again").is_new);
}

#[testkit::both_databases]
async fn an_account_reads_the_catalogue_in_its_own_transaction(db: TestDb) {
    imported(&db, &read(&catalogue())).await.expect("it is imported");
    let account = testkit::account(&db);
    let found = db
        .account(account)
        .read(|tx| {
            let mut reference = tx.reference();
            let version = store::current(&mut reference, france())?.expect("a version is sold");
            store::offer(&mut reference, &version, "server")
        })
        .await
        .expect("it can be read");
    assert!(found.is_some_and(|offer| offer.addons.len() == 5));
}

#[testkit::both_databases]
async fn a_public_catalogue_is_imported_whole_and_reports_its_progress(db: TestDb) {
    for code in ["FR", "QC", "SN"] {
        let Some(bytes) = published(code) else { continue };
        let catalog = parse(&bytes).expect("a public catalogue");
        let (copy, seen) = (catalog.clone(), std::sync::Arc::new(Mutex::new(Vec::new())));
        let progress = std::sync::Arc::clone(&seen);
        let done = db
            .registry()
            .write(move |tx| {
                progress.lock().expect("nobody panicked").clear();
                let note = |step: Progress| progress.lock().expect("nobody panicked").push(step);
                import(tx, now(), &copy, &note)
            })
            .await
            .expect("it is imported");
        assert_eq!(done.prices, 7_747);
        let steps = seen.lock().expect("nobody panicked").clone();
        assert_eq!(steps.len(), 343);
        assert!(steps.is_sorted_by_key(|step| step.done));
        assert_eq!(steps.last(), Some(&Progress { done: 7_747, total: 7_747 }));
        let version = catalog.version(now());
        let (plans, offer) = db
            .registry()
            .read(move |tx| {
                Ok::<_, db::Error>((
                    store::plans(tx, &version, now())?,
                    store::offer(tx, &version, "24rise01")?,
                ))
            })
            .await
            .expect("it can be read");
        assert_eq!((plans.len(), plans.iter().filter(|plan| plan.start.is_some()).count()), (65, 65));
        assert_eq!(offer, catalog.offer("24rise01", now()), "{code}");
        let families: std::collections::BTreeSet<&str> =
            plans.iter().map(|plan| plan.family.as_str()).collect();
        assert_eq!(families.into_iter().collect::<Vec<_>>(), ["kimsufi", "rise", "soyoustart", "sys"]);
    }
}
