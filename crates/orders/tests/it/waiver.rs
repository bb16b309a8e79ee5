//! When an order needs the right of withdrawal given up.

use catalog::{LineKind, Quote};
use jurisdictions::{Jurisdictions, Subsidiary};
use kernel::{AccountType, SubsidiaryCode};
use orders::{Waiver, waiver};

use crate::{line, quote};

fn law(code: &str) -> &'static Subsidiary {
    Jurisdictions::embedded().get(SubsidiaryCode::parse(code).unwrap()).unwrap()
}

/// A server with licences, as a catalogue marks them.
fn with_licences(codes: &[&str]) -> Quote {
    let mut quote = quote(1);
    quote.lines.extend(codes.iter().map(|code| {
        let mut line = line(LineKind::Rental, Some("licence"), 1, 500_000_000, 500_000_000);
        line.plan_code = (*code).to_owned();
        line.description = format!("Licence {code}");
        line.is_withdrawal_excluded = true;
        line
    }));
    quote
}

#[test]
fn only_consumers_are_asked_and_only_where_the_law_has_the_right() {
    let quote = with_licences(&["panel-10"]);
    for (subsidiary, account_type, is_asked) in [
        ("FR", AccountType::Individual, true),
        ("IT", AccountType::Individual, true),
        ("QC", AccountType::Individual, false),
        ("FR", AccountType::Corporation, false),
        ("FR", AccountType::Association, false),
        ("FR", AccountType::Administration, false),
    ] {
        let asked = waiver(&law(subsidiary).withdrawal, account_type, [&quote]);
        assert_eq!(asked.is_some(), is_asked, "{subsidiary} {account_type:?}");
    }
}

#[test]
fn what_is_not_excluded_asks_for_nothing() {
    assert_eq!(waiver(&law("FR").withdrawal, AccountType::Individual, [&quote(1)]), None);
    assert_eq!(waiver(&law("FR").withdrawal, AccountType::Individual, []), None);
}

#[test]
fn the_waiver_names_what_it_is_for_once_and_holds_for_that_alone() {
    let ask = |quotes: &[Quote]| waiver(&law("FR").withdrawal, AccountType::Individual, quotes).unwrap();
    let one = ask(&[with_licences(&["panel-10"]), with_licences(&["panel-10"])]);
    assert_eq!(one.names, ["Licence panel-10"]);
    assert_eq!(one.contract.code, Waiver::CODE);
    let two = ask(&[with_licences(&["panel-10", "os-pro"])]);
    assert_eq!(two.names, ["Licence panel-10", "Licence os-pro"]);
    assert!(one.has_rest, "the server loses its right with them");
    let mut alone = with_licences(&["panel-10"]);
    alone.lines.retain(|line| line.is_withdrawal_excluded);
    assert!(!ask(&[alone]).has_rest);
    assert_ne!(one.contract.mark(), two.contract.mark(), "a tick for one is none for two");
    let turned = ask(&[with_licences(&["os-pro", "panel-10"])]);
    assert_eq!(two.contract.mark(), turned.contract.mark(), "whatever their order");
}
