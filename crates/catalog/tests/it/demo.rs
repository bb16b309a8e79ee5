//! The demonstration catalogues.

use catalog::{Selection, check, demo, modes, parse, preview, quote};
use jurisdictions::Jurisdictions;

use crate::build::now;

#[test]
fn the_demonstration_sells_the_same_plans_in_three_countries() {
    let catalogues = demo();
    let sold: Vec<String> = catalogues.iter().map(|c| format!("{} {}", c.subsidiary, c.currency)).collect();
    assert_eq!(sold, ["FR EUR", "IT EUR", "QC CAD"]);
    for catalogue in &catalogues {
        let codes = |plans: &[catalog::Plan]| plans.iter().map(|plan| plan.code.clone()).collect::<Vec<_>>();
        assert_eq!(codes(&catalogue.plans), codes(&catalogues[0].plans));
        assert_eq!(codes(&catalogue.addons), codes(&catalogues[0].addons));
        assert_eq!(check(catalogue, Jurisdictions::embedded(), now()), Ok(()));
    }
}

#[test]
fn every_plan_of_the_demonstration_can_be_bought_in_every_mode_it_shows() {
    for catalogue in demo() {
        for plan in &catalogue.plans {
            let offer = catalogue.offer(&plan.code, now()).expect("the plan is there");
            let mut selection = Selection::of(&plan.code);
            for configuration in plan.configurations.iter().filter(|configuration| configuration.is_mandatory)
            {
                let value = configuration.values.first().map_or("my-name.example", String::as_str);
                selection.configurations.push((configuration.name.clone(), value.to_owned()));
            }
            assert!(quote(&offer, &selection, now()).is_ok(), "{}", plan.code);
            for mode in modes(&offer, &selection, now()) {
                assert!(mode.quote.is_some(), "{} in {}", plan.code, mode.mode);
            }
            for family in
                offer.plan.addon_families.iter().chain(offer.addons.iter().flat_map(|a| &a.addon_families))
            {
                assert!(!family.addons.is_empty(), "{} of {}", family.name, plan.code);
            }
        }
    }
}

#[test]
fn promotions_of_the_demonstration_run_now_and_end() {
    let catalogue = &demo()[0];
    let offer = catalogue.offer("ct-vps-m", now()).expect("the plan is there");
    let running = preview(&offer, &Selection::of("ct-vps-m"), now()).quote.expect("it has a price");
    assert_eq!(running.lines[0].net.minor(), 799);
    assert_eq!(running.lines[0].list_price.e8(), 999_000_000);
    assert_eq!(running.later.map(|later| later.period), Some(4));
    let after = "2027-07-01T00:00:00Z".parse().expect("an instant");
    let ended = preview(&offer, &Selection::of("ct-vps-m"), after).quote.expect("it has a price");
    assert_eq!(ended.lines[0].net.minor(), 999);
}

#[test]
fn the_shipped_files_say_what_they_are() {
    for name in ["FR", "IT", "QC"] {
        let path = format!("{}/../../catalogs/demo-{name}.json", env!("CARGO_MANIFEST_DIR"));
        let bytes = std::fs::read(path).expect("the file is there");
        let catalogue = parse(&bytes).expect("it is a catalogue");
        assert_eq!((catalogue.subsidiary.as_str(), catalogue.plans.len()), (name, 10));
    }
}
