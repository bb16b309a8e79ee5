//! Reading: everything is kept, and every kind of mistake is refused with its path.

use catalog::{BYTES_MAX, Interval, parse};
use kernel::Months;
use serde_json::{Value, json};

use crate::build::{catalogue, family, plan, price, promotion, read};

/// The mistake found after one change to the small catalogue, as it is shown.
fn mistake(change: impl Fn(&mut Value)) -> String {
    let mut value = catalogue();
    change(&mut value);
    match parse(value.to_string().as_bytes()) {
        Ok(_) => "nothing is wrong".to_owned(),
        Err(error) => error.to_string(),
    }
}

/// The same for a value put at a JSON pointer.
fn put(pointer: &str, new: Value) -> String {
    mistake(|value| match value.pointer_mut(pointer) {
        Some(place) => *place = new.clone(),
        None => panic!("{pointer} is not in the catalogue"),
    })
}

#[test]
fn a_catalogue_is_read_whole() {
    let catalog = read(&catalogue());
    assert_eq!((catalog.catalog_id, catalog.plans.len(), catalog.addons.len()), (7, 2, 5));
    assert_eq!(catalog.price_count(), 42);
    assert_eq!(catalog.families, ["servers"]);
    let server = &catalog.plans[0];
    assert_eq!(server.prices[5].interval, Interval::Months(Months::new(12)));
    assert!(server.addon_families[0].is_mandatory && server.addon_families[0].is_exclusive);
    assert_eq!(server.configurations[0].values, ["east", "west"]);
}

#[test]
fn unknown_fields_are_kept() {
    let mut value = catalogue();
    value["edition"] = json!("spring");
    value["plans"][0]["colour"] = json!({ "r": 1 });
    value["plans"][0]["pricings"][0]["note"] = json!([1, 2.5, null]);
    let catalog = read(&value);
    assert_eq!(catalog.extra["edition"], "spring");
    assert_eq!(catalog.plans[0].extra["colour"], json!({ "r": 1 }));
    assert_eq!(catalog.plans[0].prices[0].extra["note"], json!([1, 2.5, null]));
}

#[test]
fn the_digest_is_of_the_content_and_not_of_its_layout() {
    let value = catalogue();
    let pretty = serde_json::to_vec_pretty(&value).expect("it can be written");
    let mut reversed = serde_json::Map::new();
    for (key, entry) in value.as_object().expect("an object").iter().rev() {
        reversed.insert(key.clone(), entry.clone());
    }
    let digest = |bytes: &[u8]| parse(bytes).expect("the catalogue is right").digest;
    assert_eq!(digest(&pretty), read(&value).digest);
    assert_eq!(digest(Value::from(reversed).to_string().as_bytes()), read(&value).digest);
    let mut dearer = value.clone();
    dearer["plans"][0]["pricings"][1] = price("renew", "default", 1, 0, 5_001);
    assert_ne!(read(&dearer).digest, read(&value).digest);
}

#[test]
fn a_malformed_field_is_refused_with_its_path() {
    for (pointer, new, said) in [
        (
            "/plans/0/pricings/1/price",
            json!("50.00"),
            "plans[0].pricings[1].price: must be a whole number from 0, not a text",
        ),
        (
            "/plans/0/pricings/1/price",
            json!(50.5),
            "plans[0].pricings[1].price: must be a whole number from 0, not 50.5",
        ),
        (
            "/plans/0/pricings/1/price",
            json!(-1),
            "plans[0].pricings[1].price: must be a whole number from 0, not -1",
        ),
        (
            "/plans/0/pricings/1/price",
            json!(u64::MAX),
            "plans[0].pricings[1].price: must be a whole number from 0, not 18446744073709551615",
        ),
        ("/plans/0/pricings/1/price", Value::Null, "plans[0].pricings[1].price: is missing"),
        (
            "/plans/0/pricings/1/capacities",
            json!(["renewal"]),
            "plans[0].pricings[1].capacities[0]: unknown word \"renewal\": use installation, renew, upgrade, downgrade, detach, consumption, dynamic",
        ),
        (
            "/plans/0/pricings/1/capacities",
            json!([]),
            "plans[0].pricings[1].capacities: must name at least one use",
        ),
        ("/plans/0/pricings/1/interval", json!(0), "plans[0].pricings[1].interval: must be at least 1 month"),
        (
            "/plans/0/pricings/1/intervalUnit",
            json!("week"),
            "plans[0].pricings[1].intervalUnit: unknown word \"week\": use none, hour, day or month",
        ),
        (
            "/plans/0/pricings/1/quantity/max",
            json!(0),
            "plans[0].pricings[1].quantity.max: must be a whole number from 1 to 4294967295, not 0",
        ),
        (
            "/plans/0/pricings/3/engagementConfiguration/duration",
            json!("P1D"),
            "plans[0].pricings[3].engagementConfiguration.duration: \"P1D\" is not a duration in months or years, such as P1M",
        ),
        (
            "/plans/0/addonFamilies/0/exclusive",
            json!("yes"),
            "plans[0].addonFamilies[0].exclusive: must be true or false, not a text",
        ),
        (
            "/plans/0/configurations/0/values",
            json!([1]),
            "plans[0].configurations[0].values[0]: must be a text, not a number",
        ),
        (
            "/plans/0/configurations/0/values",
            json!([]),
            "plans[0].configurations[0].values: is empty, and a value is mandatory: nobody could order",
        ),
        ("/plans/0/planCode", json!(" "), "plans[0].planCode: must not be empty"),
        (
            "/plans/0/invoiceName",
            json!("a\u{0}b"),
            "plans[0].invoiceName: must not contain the character U+0000",
        ),
        ("/plans/0", json!([]), "plans[0]: must be an object, not a list"),
        ("/plans", json!({}), "plans: must be a list, not an object"),
        ("/plans", json!([]), "plans: is empty: there is nothing to sell"),
        ("/catalogId", json!(0), "catalogId: must be a whole number from 1, not 0"),
        (
            "/locale/currencyCode",
            json!("EURO"),
            "locale.currencyCode: unknown currency \"EURO\": use an ISO 4217 code such as EUR",
        ),
        (
            "/locale/subsidiary",
            json!("fr"),
            "locale.subsidiary: \"fr\" is not the code of a subsidiary: use two capital letters, such as FR",
        ),
        ("/locale/taxRate", json!("20"), "locale.taxRate: must be a number, not a text"),
        (
            "/locale/taxRate",
            json!(-20),
            "locale.taxRate: \"-20\" is not a rate: write a percentage from 0 to 1000 with at most four decimals, such as 9.975",
        ),
        (
            "/addons/1/pricingType",
            json!("gift"),
            "addons[1].pricingType: unknown word \"gift\": use rental, purchase or consumption",
        ),
        ("/products/0/name", json!("crate"), "plans[0].product: unknown product \"box\""),
    ] {
        assert_eq!(put(pointer, new), said);
    }
}

#[test]
fn a_mark_about_the_right_of_withdrawal_that_nobody_knows_is_not_guessed() {
    let said = mistake(|value| value["plans"][0]["withdrawal"] = json!("maybe"));
    assert_eq!(said, "plans[0].withdrawal: must be \"excluded\" or absent, not \"maybe\"");
}

#[test]
fn what_is_there_twice_is_refused() {
    assert_eq!(
        put("/plans/1/planCode", json!("server")),
        "plans[1].planCode: \"server\" is already the code of another plan or add-on"
    );
    assert_eq!(
        put("/addons/0/planCode", json!("server")),
        "addons[0].planCode: \"server\" is already the code of another plan or add-on"
    );
    assert_eq!(
        put("/plans/0/addonFamilies/0/addons", json!(["ram-16", "ram-32", "ram-16"])),
        "plans[0].addonFamilies[0].addons[2]: \"ram-16\" is there twice"
    );
    assert_eq!(
        put("/plans/0/addonFamilies/1/name", json!("memory")),
        "plans[0].addonFamilies[1].name: \"memory\" is there twice"
    );
    assert_eq!(
        put("/plans/0/configurations/1/name", json!("region")),
        "plans[0].configurations[1].name: \"region\" is there twice"
    );
    let second = mistake(|value| {
        let product = value["products"][0].clone();
        value["products"].as_array_mut().expect("a list").push(product);
    });
    assert_eq!(second, "products[1].name: \"box\" is there twice");
}

#[test]
fn two_prices_for_the_same_thing_are_refused_and_tiers_are_not() {
    let same = mistake(|value| {
        let again = value["plans"][0]["pricings"][1].clone();
        value["plans"][0]["pricings"].as_array_mut().expect("a list").push(again);
    });
    assert_eq!(
        same,
        "plans[0].pricings[6]: is a second price for the same use, mode and quantity as pricings[1]"
    );
    let tier = mistake(|value| {
        let mut more = value["plans"][0]["pricings"][1].clone();
        more["quantity"] = json!({ "min": 11, "max": null });
        value["plans"][0]["pricings"].as_array_mut().expect("a list").push(more);
    });
    assert_eq!(tier, "nothing is wrong");
}

#[test]
fn references_to_nothing_are_reported() {
    assert_eq!(
        put("/plans/0/addonFamilies/1/addons", json!(["address", "pannel"])),
        "plans[0].addonFamilies[1].addons[1]: unknown add-on \"pannel\""
    );
    assert_eq!(
        put("/plans/0/addonFamilies/0/default", json!("ram-64")),
        "plans[0].addonFamilies[0].default: \"ram-64\" is not one of the family's add-ons"
    );
    // A plan cannot be the add-on of another.
    assert_eq!(
        put("/plans/0/addonFamilies/1/addons", json!(["bare"])),
        "plans[0].addonFamilies[1].addons[0]: unknown add-on \"bare\""
    );
}

#[test]
fn a_promotion_that_does_not_add_up_is_refused() {
    let promoted = |promotion: Value| {
        mistake(move |value| value["plans"][0]["pricings"][1]["promotions"] = json!([promotion.clone()]))
    };
    assert_eq!(promoted(promotion("percentage", 10, 5_000, 4_500)), "nothing is wrong");
    assert_eq!(promoted(promotion("forced_amount", 1, 5_000, 100)), "nothing is wrong");
    let path = "plans[0].pricings[1].promotions[0]";
    assert_eq!(
        promoted(promotion("percentage", 10, 5_000, 4_400)),
        format!("{path}.total: 44.00 EUR is not 50.00 EUR less 10 %")
    );
    assert_eq!(
        promoted(promotion("percentage", 101, 5_000, 0)),
        format!("{path}.value: must be a percentage from 0 to 100")
    );
    assert_eq!(
        promoted(promotion("fixed_amount", 1, 4_000, 100)),
        format!("{path}.total: 1.00 EUR and the discount of 39.00 EUR do not make 50.00 EUR")
    );
    let mut backwards = promotion("percentage", 10, 5_000, 4_500);
    backwards["endDate"] = json!("2025-01-01T00:00:00Z");
    assert_eq!(promoted(backwards), format!("{path}.endDate: must be after `startDate`"));
    let mut unreadable = promotion("percentage", 10, 5_000, 4_500);
    unreadable["startDate"] = json!("tomorrow");
    assert_eq!(
        promoted(unreadable),
        format!("{path}.startDate: \"tomorrow\" is not an instant such as 2026-05-06T07:00:00+02:00")
    );
}

#[test]
fn what_is_not_json_says_where() {
    let said = |bytes: &[u8]| parse(bytes).map(|_| ()).expect_err("it is not a catalogue").to_string();
    assert_eq!(said(b"{\n  \"plans\": oops"), "not JSON: expected value at line 2 column 12");
    assert_eq!(said(b""), "not JSON: EOF while parsing a value at line 1 column 0");
    assert_eq!(said(b"[]"), "must be an object, not a list");
    assert_eq!(said(b"{}"), "catalogId: is missing");
    assert!(said(b"\xff\xfe{}").starts_with("not JSON: "));
    assert_eq!(
        said(b"{\"plans\": [{\"price\": 1,\n\"price\": 2}]}"),
        "the key \"price\" is there twice in one object, at line 2"
    );
}

#[test]
fn a_deeply_nested_file_is_refused_and_does_not_exhaust_the_stack() {
    let deep = "[".repeat(1_000_000);
    let said = parse(deep.as_bytes()).map(|_| ()).expect_err("too deep").to_string();
    assert_eq!(said, "nested more than 127 levels deep, at line 1 column 128");
}

#[test]
fn a_huge_file_is_refused_before_it_is_read() {
    let huge = vec![b' '; BYTES_MAX + 1];
    let said = parse(&huge).map(|_| ()).expect_err("too large").to_string();
    assert_eq!(said, format!("the catalogue has {} bytes; the most is {BYTES_MAX}", BYTES_MAX + 1));
    assert_eq!(
        put("/plans/0/invoiceName", json!("x".repeat(5_000))),
        "plans[0].invoiceName: has 5000 bytes; the most is 4096"
    );
    let many: Vec<Value> =
        (0..2_001_u32).map(|mode| price("renew", &format!("mode{mode}"), 1, 0, 100)).collect();
    assert_eq!(put("/plans/0/pricings", json!(many)), "plans[0].pricings: has 2001 prices; the most is 2000");
}

#[test]
fn families_may_leave_out_what_the_format_lets_them() {
    let said = mistake(|value| {
        value["plans"][1] = plan("bare", 0, 100);
        value["plans"][1]["addonFamilies"] = json!([{ "name": "empty", "addons": null }]);
    });
    assert_eq!(said, "nothing is wrong");
    let said = mistake(|value| {
        value["plans"][1]["addonFamilies"] = json!([family("loop", &["panel"], None, false, false)]);
        value["addons"][3]["addonFamilies"] = json!([family("loop", &["panel"], None, false, false)]);
    });
    assert_eq!(said, "nothing is wrong");
}
