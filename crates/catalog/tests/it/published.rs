//! The public catalogues, when they are there: read whole, taxed as published, quoted at their prices.

use catalog::{PublicCatalog, Selection, check, parse, quote};
use jurisdictions::{Jurisdictions, Subsidiary, tax};
use kernel::{Currency, Money};

use crate::build::{now, published};

fn subsidiary(catalogue: &PublicCatalog) -> &'static Subsidiary {
    Jurisdictions::embedded().get(catalogue.subsidiary).expect("it is one of ours")
}

#[test]
fn each_public_catalogue_is_read_whole() {
    for code in ["FR", "IT", "QC", "GB", "SN"] {
        let Some(bytes) = published(code) else { continue };
        let catalogue = parse(&bytes).unwrap_or_else(|error| panic!("{code}: {error}"));
        let counts = (catalogue.plans.len(), catalogue.addons.len(), catalogue.price_count());
        assert_eq!(counts, (65, 278, 7_747), "{code}");
        assert_eq!((catalogue.products.len(), catalogue.families.len()), (202, 15), "{code}");
        let promotions =
            catalogue.all_plans().flat_map(|plan| &plan.prices).map(|price| price.promotions.len());
        assert_eq!(promotions.sum::<usize>(), 105, "{code}");
        assert_eq!(catalogue.extra.len(), 0, "{code}");
    }
}

#[test]
fn the_published_tax_of_every_price_is_what_our_rules_compute_before_rounding() {
    for code in ["FR", "IT", "GB", "SN"] {
        let Some(bytes) = published(code) else { continue };
        let catalogue = parse(&bytes).expect("a public catalogue");
        let subsidiary = subsidiary(&catalogue);
        let mut compared = 0;
        for plan in catalogue.all_plans() {
            for price in &plan.prices {
                let ours = tax::exact(subsidiary, subsidiary.civil(now()), price.price);
                assert_eq!(price.tax, ours, "{code} {} {}", plan.code, price.mode);
                assert!(ours.is_some());
                for promotion in &price.promotions {
                    let reduced = tax::exact(subsidiary, subsidiary.civil(now()), promotion.total);
                    assert_eq!(promotion.total_tax, reduced, "{code} {} {}", plan.code, promotion.name);
                }
                compared += 1;
            }
        }
        assert_eq!(compared, 7_747, "{code}");
        assert_eq!(check(&catalogue, Jurisdictions::embedded(), now()), Ok(()));
    }
}

#[test]
fn quebec_publishes_no_tax_and_ours_is_gst_and_qst() {
    let Some(bytes) = published("QC") else { return };
    let catalogue = parse(&bytes).expect("a public catalogue");
    let taxes = catalogue.all_plans().flat_map(|plan| &plan.prices).filter_map(|price| price.tax);
    assert!(taxes.into_iter().all(|tax| tax.e8() == 0));
    assert_eq!(check(&catalogue, Jurisdictions::embedded(), now()), Ok(()));
    let subsidiary = subsidiary(&catalogue);
    let net = catalogue.plans[0].prices[4].price.times(1).expect("it fits");
    let totals = tax::totals(subsidiary, subsidiary.civil(now()), &[net]).expect("it fits");
    let taxes: Vec<_> = totals.taxes.iter().map(|tax| (tax.code.as_str(), tax.amount.minor())).collect();
    assert_eq!((net.minor(), taxes), (8_499, vec![("GST", 425), ("QST", 848)]));
}

#[test]
fn rise_1_with_64_gigabytes_is_quoted_at_the_published_prices() {
    let Some(bytes) = published("FR") else { return };
    let catalogue = parse(&bytes).expect("a public catalogue");
    let offer = catalogue.offer("24rise01", now()).expect("RISE-1 is sold");
    let selection = Selection {
        options: vec![("memory".to_owned(), "ram-64g-ecc-3200-24rise".to_owned())],
        configurations: vec![("region".to_owned(), "europe".to_owned())],
        ..Selection::of("24rise01")
    };
    let eur = |minor| Money::new(minor, Currency::EUR);
    let quoted = quote(&offer, &selection, now()).expect("it can be bought");
    // 56.99 to install, 56.99 a month and 8.00 for the memory; the other options are included.
    assert_eq!(quoted.due_now, eur(12_198));
    assert_eq!(quoted.then.map(|(_, net)| net), Some(eur(6_499)));
    assert_eq!(quoted.selection.configuration("dedicated_os"), Some("none_64.en"));
    let subsidiary = subsidiary(&catalogue);
    let nets: Vec<Money> = quoted.lines.iter().map(|line| line.net).collect();
    let totals = tax::totals(subsidiary, subsidiary.civil(now()), &nets).expect("it fits");
    assert_eq!((totals.tax, totals.gross), (eur(2_440), eur(14_638)));

    let in_mode = |mode: &str| {
        let selection = Selection { pricing_mode: mode.to_owned(), ..selection.clone() };
        quote(&offer, &selection, now()).expect("it is sold in this mode").due_now
    };
    assert_eq!(in_mode("upfront12"), eur(61_549 + 8_640));
    assert_eq!(in_mode("upfront24"), eur(116_260 + 16_320));
    assert_eq!(in_mode("degressivity12"), eur(5_414 + 760));
    assert_eq!(in_mode("degressivity24"), eur(5_129 + 720));
}

#[test]
fn a_public_promotion_reduces_the_price_while_it_runs() {
    let Some(bytes) = published("FR") else { return };
    let catalogue = parse(&bytes).expect("a public catalogue");
    let offer = catalogue.offer("24sys04", now()).expect("it is sold");
    let mut selection = Selection::of("24sys04");
    for configuration in offer.plan.configurations.iter().filter(|configuration| configuration.is_mandatory) {
        selection.configurations.push((configuration.name.clone(), configuration.values[0].clone()));
    }
    let rental = |instant: &str| {
        let quoted =
            quote(&offer, &selection, instant.parse().expect("an instant")).expect("it can be bought");
        let line = quoted.lines.iter().find(|line| line.months.is_some() && line.family.is_none()).cloned();
        line.expect("there is a period").unit_price.e8()
    };
    assert_eq!(rental("2025-05-10T00:00:00Z"), 9_499_050_000);
    assert_eq!(rental("2025-05-20T12:00:00Z"), 9_999_000_000);
}

#[test]
fn a_tax_that_differs_from_our_rules_is_reported_with_its_path() {
    let Some(bytes) = published("FR") else { return };
    let mut catalogue = parse(&bytes).expect("a public catalogue");
    let price = &mut catalogue.addons[5].prices[2];
    price.price = kernel::UnitPrice::new(1_000_000_000, Currency::EUR);
    price.tax = Some(kernel::UnitPrice::new(196_000_000, Currency::EUR));
    let error = check(&catalogue, Jurisdictions::embedded(), now()).expect_err("the tax is wrong");
    assert_eq!(
        error.to_string(),
        "addons[5].pricings[2].tax: 1.96 EUR is published on 10.00 EUR, our rules compute 2.00 EUR"
    );
}
