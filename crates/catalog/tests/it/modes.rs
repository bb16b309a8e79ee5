//! The comparison of pricing modes.

use catalog::{Billing, Selection, modes};
use serde_json::json;

use crate::build::{catalogue, eur, now, offer, server, with};

#[test]
fn modes_are_compared_with_the_least_commitment_first() {
    let selection = with(server(), &[("memory", "ram-32")]);
    let offer = offer(&catalogue(), "server");
    let modes = modes(&offer, &selection, now());
    let shown: Vec<_> = modes
        .iter()
        .map(|mode| (mode.mode.as_str(), mode.months, mode.commitment_months, mode.billing, mode.per_month))
        .collect();
    assert_eq!(
        shown,
        [
            ("default", 1, 0, Billing::Free, Some(eur(5_800))),
            ("degressivity12", 1, 12, Billing::Committed, Some(eur(5_510))),
            ("upfront12", 12, 12, Billing::Upfront, Some(eur(5_220))),
        ]
    );
    let due: Vec<_> =
        modes.iter().filter_map(|mode| mode.quote.as_ref().map(|quote| quote.due_now)).collect();
    assert_eq!(due, [eur(8_800), eur(5_510), eur(62_640)]);
    assert_eq!(modes.iter().map(|mode| mode.is_selected).collect::<Vec<_>>(), [true, false, false]);
}

#[test]
fn a_mode_in_which_the_options_are_not_sold_has_no_price() {
    let mut value = catalogue();
    value["addons"][1]["pricings"]
        .as_array_mut()
        .expect("a list")
        .retain(|price| price["mode"] != "upfront12");
    let offer = offer(&value, "server");
    let upfront = |selection: &Selection| {
        modes(&offer, selection, now())
            .into_iter()
            .find(|mode| mode.mode == "upfront12")
            .and_then(|mode| mode.quote)
    };
    assert!(upfront(&with(server(), &[("memory", "ram-32")])).is_none());
    assert!(upfront(&server()).is_some());
}

#[test]
fn a_purchase_has_one_mode_paid_once() {
    let mut value = catalogue();
    value["plans"][1]["pricings"] = json!([crate::build::price("installation", "default", 0, 0, 9_900)]);
    let modes = modes(&offer(&value, "bare"), &Selection::of("bare"), now());
    assert_eq!((modes.len(), modes[0].billing, modes[0].months), (1, Billing::Once, 0));
}
