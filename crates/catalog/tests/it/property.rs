//! Quotes of arbitrary prices and choices: they add up, and no promotion reaches another line.

use catalog::{Selection, quote};
use proptest::prelude::*;
use serde_json::json;

use crate::build::{catalogue, now, offer, promotion, server, with};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_quote_is_the_sum_of_its_lines_and_promotions_do_not_leak(
        fee in 0i64..10_000_000,
        monthly in 1i64..10_000_000,
        percent in 0i64..=100,
        promoted_units in prop::option::of(0u32..12),
        quantity in 1u16..=10,
        with_address: bool,
        with_panel: bool,
    ) {
        let mut value = catalogue();
        value["plans"][0]["pricings"][0]["price"] = json!(fee * 1_000_000);
        value["plans"][0]["pricings"][1]["price"] = json!(monthly * 100 * 1_000_000);
        let mut reduced = promotion("percentage", percent, monthly * 100, monthly * (100 - percent));
        reduced["quantity"] = json!(promoted_units);
        value["plans"][0]["pricings"][1]["promotions"] = json!([reduced]);
        let mut options = vec![("memory", "ram-32")];
        options.extend(with_address.then_some(("extras", "address")));
        options.extend(with_panel.then_some(("extras", "panel")));
        let selection = Selection { quantity, ..with(server(), &options) };
        let quoted = quote(&offer(&value, "server"), &selection, now());
        let quoted = quoted.map_err(|error| TestCaseError::fail(error.to_string()))?;

        let sum: i64 = quoted.lines.iter().map(|line| line.net.minor()).sum();
        prop_assert_eq!(quoted.due_now.minor(), sum);
        let units = i64::from(quantity);
        let promoted = promoted_units.map_or(units, |most| units.min(i64::from(most)));
        let rest = [with_address.then_some(2_200), with_panel.then_some(900)].into_iter().flatten().sum::<i64>();
        let expected = units * (fee + 800 + rest) + promoted * monthly * (100 - percent) + (units - promoted) * monthly * 100;
        prop_assert_eq!(sum, expected);
        for line in &quoted.lines {
            let is_reduced = line.unit_price != line.list_price;
            prop_assert!(!is_reduced || line.promotion.is_some());
            prop_assert!(line.promotion.is_none() || (line.plan_code == "server" && line.months.is_some()));
            prop_assert!(line.unit_price.e8() <= line.list_price.e8());
            prop_assert!(line.quantity > 0);
        }
        prop_assert_eq!(quoted.then.map(|(_, net)| net.minor()), Some(units * (monthly * 100 + 800 + rest - if with_address { 2_000 } else { 0 })));
    }

    #[test]
    fn no_selection_panics(
        plan in "[a-z]{0,6}|server",
        mode in "default|upfront12|degressivity12|x",
        quantity: u16,
        options in prop::collection::vec(("memory|extras|languages|x", "ram-16|ram-32|panel|address|languages|x"), 0..6),
        configurations in prop::collection::vec(("region|os|host|ip|x", ".{0,12}|east"), 0..6),
    ) {
        let selection = Selection { plan_code: plan, pricing_mode: mode, quantity, options, configurations };
        match quote(&offer(&catalogue(), "server"), &selection, now()) {
            Ok(quoted) => prop_assert_eq!(quote(&offer(&catalogue(), "server"), &quoted.selection, now()), Ok(quoted.clone())),
            Err(error) => prop_assert!(!error.problems.is_empty()),
        }
    }
}
