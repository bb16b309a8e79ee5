//! Quotes: lines, promotions, families, configurations, quantities, and problems by field.

use catalog::{LineKind, Offer, Quote, Selection, preview, quote};
use kernel::{Months, Timestamp};
use serde_json::{Value, json};

use crate::build::{at, catalogue, eur, family, now, offer, price, promotion, server, with};

fn lines(quote: &Quote) -> Vec<(LineKind, &str, u16, i64)> {
    quote
        .lines
        .iter()
        .map(|line| (line.kind, line.plan_code.as_str(), line.quantity, line.net.minor()))
        .collect()
}

fn priced(offer: &Offer, selection: &Selection, now: Timestamp) -> Quote {
    quote(offer, selection, now).expect("the selection can be bought")
}

/// The problems of a selection, as field and code.
fn problems(offer: &Offer, selection: &Selection) -> Vec<String> {
    match quote(offer, selection, now()) {
        Ok(_) => Vec::new(),
        Err(error) => error.problems.iter().map(|p| format!("{} {}", p.field, p.kind.code())).collect(),
    }
}

fn server_offer() -> Offer {
    offer(&catalogue(), "server")
}

/// The server's catalogue with promotions on one of its prices.
fn promoted(pointer: &str, promotions: Value) -> Value {
    let mut value = catalogue();
    *value.pointer_mut(pointer).expect("the price is there") = promotions;
    value
}

#[test]
fn a_quote_has_the_fee_the_first_period_and_what_follows() {
    let quote = priced(&server_offer(), &server(), now());
    assert_eq!(
        lines(&quote),
        [
            (LineKind::Installation, "server", 1, 3_000),
            (LineKind::Rental, "server", 1, 5_000),
            (LineKind::Rental, "ram-16", 1, 0),
        ]
    );
    assert_eq!(quote.due_now, eur(8_000));
    assert_eq!(quote.then, Some((Months::new(1), eur(5_000))));
    assert_eq!((quote.later, quote.commitment_months), (None, 0));
}

#[test]
fn options_add_their_own_lines_and_fees() {
    let chosen = with(server(), &[("memory", "ram-32"), ("extras", "panel"), ("extras", "address")]);
    let quote = priced(&server_offer(), &chosen, now());
    assert_eq!(
        lines(&quote)[2..],
        [
            (LineKind::Rental, "ram-32", 1, 800),
            (LineKind::Rental, "panel", 1, 900),
            (LineKind::Installation, "address", 1, 2_000),
            (LineKind::Rental, "address", 1, 200),
        ]
    );
    assert_eq!(quote.due_now, eur(11_900));
    assert_eq!(quote.then, Some((Months::new(1), eur(6_900))));
}

#[test]
fn every_line_is_multiplied_by_the_quantity() {
    let three = Selection { quantity: 3, ..with(server(), &[("memory", "ram-32")]) };
    let quote = priced(&server_offer(), &three, now());
    assert_eq!(quote.due_now, eur(3 * (3_000 + 5_000 + 800)));
    assert!(quote.lines.iter().all(|line| line.quantity == 3));
}

#[test]
fn a_commitment_has_its_own_prices_and_length() {
    let in_mode =
        |mode: &str| Selection { pricing_mode: mode.to_owned(), ..with(server(), &[("memory", "ram-32")]) };
    let monthly = priced(&server_offer(), &in_mode("degressivity12"), now());
    assert_eq!((monthly.due_now, monthly.commitment_months), (eur(4_750 + 760), 12));
    assert_eq!(monthly.then, Some((Months::new(1), eur(5_510))));
    let upfront = priced(&server_offer(), &in_mode("upfront12"), now());
    assert_eq!((upfront.due_now, upfront.commitment_months), (eur(54_000 + 8_640), 12));
    assert_eq!(upfront.then, Some((Months::new(12), eur(62_640))));
}

#[test]
fn the_stored_selection_has_its_defaults_filled_in() {
    let quote = priced(&server_offer(), &server(), now());
    assert_eq!(quote.selection.options, [("memory".to_owned(), "ram-16".to_owned())]);
    assert_eq!(quote.selection.configuration("os"), Some("none"));
    // What was filled in can be quoted again, to the same.
    assert_eq!(priced(&server_offer(), &quote.selection, now()), quote);
}

#[test]
fn families_are_enforced() {
    let offer = server_offer();
    let asked = |options: &[(&str, &str)]| problems(&offer, &with(server(), options));
    assert_eq!(asked(&[("memory", "ram-16"), ("memory", "ram-32")]), ["option.memory only_one"]);
    assert_eq!(asked(&[("memory", "ram-64")]), ["option.memory unknown_option"]);
    assert_eq!(asked(&[("memory", "panel")]), ["option.memory unknown_option"]);
    assert_eq!(asked(&[("colour", "red")]), ["option.colour unknown_option"]);
    assert_eq!(asked(&[("extras", "panel"), ("extras", "panel")]), ["option.extras option_twice"]);
    let mut value = catalogue();
    value["plans"][0]["addonFamilies"][0]["default"] = Value::Null;
    assert_eq!(
        problems(&crate::build::offer(&value, "server"), &server()),
        ["option.memory option_required"]
    );
}

#[test]
fn an_add_on_of_an_add_on_needs_its_add_on() {
    let offer = server_offer();
    let both = with(server(), &[("extras", "panel"), ("languages", "languages")]);
    assert_eq!(priced(&offer, &both, now()).due_now, eur(8_000 + 900 + 300));
    let alone = with(server(), &[("languages", "languages")]);
    assert_eq!(problems(&offer, &alone), ["option.languages unknown_option"]);
}

#[test]
fn c54_an_option_without_a_price_in_the_mode_is_refused_and_never_free() {
    let mut value = catalogue();
    let prices = value["addons"][1]["pricings"].as_array_mut().expect("a list");
    prices.retain(|price| price["mode"] != "upfront12");
    let offer = offer(&value, "server");
    let upfront =
        Selection { pricing_mode: "upfront12".to_owned(), ..with(server(), &[("memory", "ram-32")]) };
    assert_eq!(problems(&offer, &upfront), ["option.memory option_without_price"]);
    // Nor is one that only has its fee in that mode.
    let mut value = catalogue();
    value["addons"][1]["pricings"] =
        json!([price("installation", "default", 0, 0, 0), price("renew", "upfront12", 12, 12, 100)]);
    let offer = crate::build::offer(&value, "server");
    assert_eq!(
        problems(&offer, &with(server(), &[("memory", "ram-32")])),
        ["option.memory option_without_price"]
    );
    // Nor one that is paid by another period than the plan.
    let mut value = catalogue();
    value["addons"][1]["pricings"] = json!([price("renew", "default", 3, 0, 2_400)]);
    let offer = crate::build::offer(&value, "server");
    assert_eq!(
        problems(&offer, &with(server(), &[("memory", "ram-32")])),
        ["option.memory option_without_price"]
    );
}

#[test]
fn configurations_are_validated_and_all_problems_come_at_once() {
    let offer = server_offer();
    let said = |configurations: &[(&str, &str)]| {
        let configurations = configurations.iter().map(|(l, v)| ((*l).to_owned(), (*v).to_owned())).collect();
        problems(&offer, &Selection { configurations, ..with(server(), &[("colour", "red")]) })
    };
    assert_eq!(said(&[]), ["option.colour unknown_option", "configuration.region configuration_required"]);
    assert_eq!(
        said(&[("region", "north"), ("planet", "mars"), ("host", "a\u{7}b")]),
        [
            "option.colour unknown_option",
            "configuration.region value_not_allowed",
            "configuration.planet unknown_configuration",
            "configuration.host value_unreadable",
        ]
    );
    assert_eq!(
        said(&[("region", "east"), ("region", "west")]),
        ["option.colour unknown_option", "configuration.region configuration_twice"]
    );
    assert_eq!(
        said(&[("region", "east"), ("host", &"x".repeat(256))])[1],
        "configuration.host value_unreadable"
    );
    assert_eq!(
        said(&[("region", " east "), ("host", ""), ("ip", "192.0.2.1")]),
        ["option.colour unknown_option"]
    );
}

#[test]
fn quantities_keep_their_limits() {
    let offer = server_offer();
    let of = |quantity| problems(&offer, &Selection { quantity, ..server() });
    assert_eq!(of(0), ["quantity too_few"]);
    assert_eq!(of(11), ["quantity too_many"]);
    assert!(of(10).is_empty());
}

#[test]
fn an_unknown_plan_or_mode_is_one_problem() {
    let offer = server_offer();
    assert_eq!(problems(&offer, &Selection::of("bare")), ["plan_code unknown_plan"]);
    let unknown = Selection { pricing_mode: "upfront99".to_owned(), ..server() };
    assert_eq!(problems(&offer, &unknown), ["pricing_mode unknown_mode"]);
}

#[test]
fn a_page_sees_the_price_before_the_form_is_complete() {
    let unfinished = Selection { configurations: Vec::new(), ..server() };
    let preview = preview(&server_offer(), &unfinished, now());
    assert_eq!(preview.quote.map(|quote| quote.due_now), Some(eur(8_000)));
    assert_eq!(preview.problems.len(), 1);
}

#[test]
fn a_promotion_applies_between_its_dates_only() {
    let value =
        promoted("/plans/0/pricings/1/promotions", json!([promotion("percentage", 10, 5_000, 4_500)]));
    let offer = offer(&value, "server");
    let rental = |instant: &str| priced(&offer, &server(), at(instant)).lines[1].clone();
    // From the first instant, in Paris, to the last before the end.
    assert_eq!(rental("2025-12-31T22:59:59.999999Z").net, eur(5_000));
    let first = rental("2025-12-31T23:00:00Z");
    assert_eq!((first.net, first.list_price.e8()), (eur(4_500), 5_000_000_000));
    assert_eq!(first.promotion.as_ref().map(|used| used.name.as_str()), Some("WINTER"));
    assert_eq!(first.promotion.and_then(|used| used.ends_at), Some(at("2026-12-31T23:00:00Z")));
    assert_eq!(rental("2026-12-31T22:59:59.999999Z").net, eur(4_500));
    assert_eq!(rental("2026-12-31T23:00:00Z").net, eur(5_000));
}

#[test]
fn without_a_duration_a_promotion_holds_for_what_is_ordered() {
    let value =
        promoted("/plans/0/pricings/1/promotions", json!([promotion("percentage", 10, 5_000, 4_500)]));
    let quote = priced(&offer(&value, "server"), &server(), now());
    assert_eq!(quote.due_now, eur(7_500));
    assert_eq!(quote.then, Some((Months::new(1), eur(5_000))));
    assert_eq!(quote.later, None);
}

#[test]
fn with_a_commitment_a_promotion_holds_as_long_as_the_customer_is_bound() {
    let value =
        promoted("/plans/0/pricings/3/promotions", json!([promotion("percentage", 10, 4_750, 4_275)]));
    let committed = Selection { pricing_mode: "degressivity12".to_owned(), ..server() };
    let quote = priced(&offer(&value, "server"), &committed, now());
    assert_eq!(quote.then, Some((Months::new(1), eur(4_275))));
    assert_eq!(quote.later.map(|later| (later.period, later.net)), Some((13, eur(4_750))));
}

#[test]
fn a_promotion_with_a_duration_lasts_that_many_periods() {
    let mut three = promotion("fixed_amount", 10, 5_000, 4_000);
    three["duration"] = json!(3);
    let quote = priced(
        &offer(&promoted("/plans/0/pricings/1/promotions", json!([three])), "server"),
        &server(),
        now(),
    );
    assert_eq!(quote.lines[1].promotion.as_ref().map(|used| used.periods), Some(3));
    assert_eq!(quote.lines[1].then_unit_price.map(|price| price.e8()), Some(4_000_000_000));
    assert_eq!(quote.then, Some((Months::new(1), eur(4_000))));
    assert_eq!(quote.later.map(|later| (later.period, later.net)), Some((4, eur(5_000))));
}

#[test]
fn the_cheapest_running_promotion_counts_and_they_never_add_up() {
    let mut closed = promotion("percentage", 90, 5_000, 500);
    closed["endDate"] = json!("2026-01-15T10:00:00Z");
    let mut voucher = promotion("percentage", 80, 5_000, 1_000);
    voucher["context"] = json!("welcome");
    let all = json!([
        promotion("percentage", 10, 5_000, 4_500),
        promotion("forced_amount", 40, 5_000, 4_000),
        closed,
        voucher
    ]);
    let quote = priced(&offer(&promoted("/plans/0/pricings/1/promotions", all), "server"), &server(), now());
    assert_eq!(quote.lines[1].net, eur(4_000));
}

#[test]
fn a_promotion_for_some_units_leaves_the_others_at_their_price() {
    let mut two = promotion("percentage", 50, 5_000, 2_500);
    two["quantity"] = json!(2);
    let five = Selection { quantity: 5, ..server() };
    let quote = priced(
        &offer(&promoted("/plans/0/pricings/1/promotions", json!([two.clone()])), "server"),
        &five,
        now(),
    );
    assert_eq!(
        lines(&quote)[1..3],
        [(LineKind::Rental, "server", 2, 5_000), (LineKind::Rental, "server", 3, 15_000)]
    );
    two["quantity"] = Value::Null;
    two["isGlobalQuantityLimited"] = json!(true);
    two["globalQuantity"] = json!(0);
    let quote =
        priced(&offer(&promoted("/plans/0/pricings/1/promotions", json!([two])), "server"), &five, now());
    assert_eq!(lines(&quote)[1], (LineKind::Rental, "server", 5, 25_000));
}

#[test]
fn c56_a_promotion_on_one_fee_does_not_waive_another() {
    let free = promotion("forced_amount", 0, 3_000, 0);
    let offer = offer(&promoted("/plans/0/pricings/0/promotions", json!([free])), "server");
    let quote = priced(&offer, &with(server(), &[("extras", "address")]), now());
    let fees: Vec<_> =
        lines(&quote).into_iter().filter(|(kind, ..)| *kind == LineKind::Installation).collect();
    // The waived fee stays visible as a line, struck through; the other is paid.
    assert_eq!(
        fees,
        [(LineKind::Installation, "server", 1, 0), (LineKind::Installation, "address", 1, 2_000)]
    );
    let waived: Vec<bool> = quote.lines.iter().map(|line| line.promotion.is_some()).collect();
    assert_eq!(waived.iter().filter(|used| **used).count(), 1);
}

#[test]
fn an_entry_price_with_a_period_is_the_first_period() {
    let mut value = catalogue();
    value["plans"][1]["pricings"] =
        json!([price("installation", "default", 12, 0, 499), price("renew", "default", 12, 0, 1_299)]);
    let quote = priced(&offer(&value, "bare"), &Selection::of("bare"), now());
    assert_eq!(lines(&quote), [(LineKind::Rental, "bare", 1, 499)]);
    assert_eq!(quote.then, Some((Months::new(12), eur(1_299))));
}

#[test]
fn phases_follow_each_other() {
    let mut value = catalogue();
    let mut first = price("renew", "default", 1, 0, 100);
    first["repeat"] = json!({ "min": 1, "max": 1 });
    let mut after = price("renew", "default", 1, 0, 900);
    after["phase"] = json!(2);
    value["plans"][1]["pricings"] = json!([after, first]);
    let quote = priced(&offer(&value, "bare"), &Selection::of("bare"), now());
    assert_eq!((quote.due_now, quote.then), (eur(100), Some((Months::new(1), eur(900)))));
}

#[test]
fn tiers_price_each_unit_where_it_falls() {
    let mut value = catalogue();
    let tier = |min: u32, max: Value, cents: i64, strategy: &str| {
        let mut tier = price("renew", "default", 1, 0, cents);
        tier["quantity"] = json!({ "min": min, "max": max });
        tier["strategy"] = json!(strategy);
        tier
    };
    let of = |value: &Value, quantity: u16| {
        let selection = Selection { quantity, ..Selection::of("bare") };
        quote(&offer(value, "bare"), &selection, now())
            .map(|quote| quote.due_now.minor())
            .map_err(|e| e.to_string())
    };
    let tiers = |strategy: &str| {
        json!([
            tier(1, json!(10), 200, strategy),
            tier(11, json!(20), 160, strategy),
            tier(21, Value::Null, 100, strategy)
        ])
    };
    value["plans"][1]["pricings"] = tiers("tiered");
    assert_eq!(
        [1, 10, 11, 20, 25].map(|quantity| of(&value, quantity)),
        [200, 2_000, 2_160, 3_600, 4_100].map(Ok)
    );
    let twenty_five = Selection { quantity: 25, ..Selection::of("bare") };
    let quoted = priced(&offer(&value, "bare"), &twenty_five, now());
    assert_eq!(quoted.then, Some((Months::new(1), eur(4_100))));
    value["plans"][1]["pricings"] = tiers("volume");
    assert_eq!(
        [1, 10, 11, 20, 25].map(|quantity| of(&value, quantity)),
        [200, 2_000, 1_760, 3_200, 2_500].map(Ok)
    );
    value["plans"][1]["pricings"] = tiers("stairstep");
    assert_eq!(of(&value, 11), Err("pricing_mode: not_for_sale".to_owned()));
    value["plans"][1]["pricings"] =
        json!([tier(1, json!(5), 200, "tiered"), tier(8, Value::Null, 160, "tiered")]);
    assert_eq!(of(&value, 9), Err("pricing_mode: not_for_sale".to_owned()));
}

#[test]
fn what_is_bought_once_has_nothing_to_follow() {
    let mut value = catalogue();
    value["plans"][1]["pricings"] = json!([price("installation", "default", 0, 0, 9_900)]);
    value["plans"][1]["addonFamilies"] = json!([family("extras", &["address"], None, false, false)]);
    let offer = offer(&value, "bare");
    let quote = priced(&offer, &Selection::of("bare"), now());
    assert_eq!((quote.due_now, quote.then), (eur(9_900), None));
    // A monthly add-on has no period to follow here.
    let with_address = with(Selection::of("bare"), &[("extras", "address")]);
    assert_eq!(problems(&offer, &with_address), ["option.extras option_without_price"]);
}

#[test]
fn usage_is_not_sold_by_order() {
    let mut value = catalogue();
    let mut hourly = price("renew", "default", 1, 0, 1);
    hourly["intervalUnit"] = json!("hour");
    value["plans"][1]["pricings"] = json!([hourly]);
    assert_eq!(problems(&offer(&value, "bare"), &Selection::of("bare")), ["pricing_mode not_for_sale"]);
}

#[test]
fn amounts_beyond_counting_are_a_problem_and_not_a_panic() {
    let mut value = catalogue();
    value["plans"][1]["pricings"] = json!([price("renew", "default", 1, 0, 1)]);
    value["plans"][1]["pricings"][0]["price"] = json!(i64::MAX);
    value["plans"][1]["pricings"][0]["quantity"] = json!({ "min": 1, "max": null });
    let many = Selection { quantity: u16::MAX, ..Selection::of("bare") };
    let offer = offer(&value, "bare");
    assert!(quote(&offer, &many, now()).is_ok(), "65,535 times the largest price still fits in cents");
    value["locale"]["currencyCode"] = json!("TND");
    let offer = crate::build::offer(&value, "bare");
    assert!(quote(&offer, &many, now()).is_ok(), "and in millimes");
}
