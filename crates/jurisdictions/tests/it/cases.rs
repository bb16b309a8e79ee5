//! The case table of each jurisdiction: input and expected lines, one file beside each other file.

use jurisdictions::{Jurisdictions, Subsidiary, tax};
use kernel::{Date, Money, Rate, SubsidiaryCode, Timestamp};

/// A line of a table, split at its bars.
struct Case<'a> {
    subsidiary: &'a Subsidiary,
    word: &'a str,
    subject: &'a str,
    rest: Vec<&'a str>,
}

impl Case<'_> {
    fn date(&self) -> Date {
        self.subject.parse().expect("the subject is a date")
    }

    fn instant(&self, text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    fn money(&self, text: &str) -> Money {
        Money::parse(text, self.subsidiary.currency).expect("an amount of the jurisdiction's currency")
    }

    fn check(&self) {
        match self.word {
            "totals" => self.check_totals(),
            "holiday" => assert_eq!(self.subsidiary.holidays.on(self.date()), Some(self.rest[0])),
            "works" => assert!(self.subsidiary.is_business_day(self.date())),
            "closed" => assert!(!self.subsidiary.is_business_day(self.date())),
            "deadline" => {
                let hours = self.rest[0].parse().expect("hours");
                let deadline = self.subsidiary.business_deadline(self.instant(self.subject), hours);
                assert_eq!(deadline, self.instant(self.rest[1]));
            }
            word => panic!("unknown case {word:?}"),
        }
    }

    fn check_totals(&self) {
        let nets: Vec<Money> = self.rest[0].split_whitespace().map(|net| self.money(net)).collect();
        let totals = tax::totals(self.subsidiary, self.date(), &nets).expect("totals fit");
        let shown: Vec<String> = totals
            .taxes
            .iter()
            .map(|tax| format!("{} {} {}", tax.code, tax.rate.to_percentage(), tax.amount.to_decimal()))
            .collect();
        assert_eq!(shown.join(", "), self.rest[1]);
        assert_eq!(totals.gross, self.money(self.rest[2]));
        assert_eq!(totals.net.plus(totals.tax), Ok(totals.gross));
        assert!(totals.taxes.iter().all(|tax| tax.base == totals.net));
    }
}

#[test]
fn each_jurisdiction_has_a_table_and_agrees_with_it() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases");
    for subsidiary in Jurisdictions::embedded().all() {
        let name = format!("{}.txt", subsidiary.code.as_str().to_lowercase());
        let table = std::fs::read_to_string(format!("{folder}/{name}"))
            .unwrap_or_else(|error| panic!("{name}: {error}: each jurisdiction needs its cases"));
        let mut words = Vec::new();
        for (index, line) in table.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let mut parts = line.split('|').map(str::trim);
            let head = parts.next().unwrap_or_default();
            let (word, subject) = head.split_once(char::is_whitespace).unwrap_or((head, ""));
            let case = Case { subsidiary, word, subject: subject.trim(), rest: parts.collect() };
            println!("{name}:{}: {line}", index + 1);
            case.check();
            words.push(word);
        }
        for needed in ["totals", "holiday", "works", "closed", "deadline"] {
            assert!(words.contains(&needed), "{name} has no case of {needed:?}");
        }
    }
}

fn quebec() -> &'static Subsidiary {
    let code = SubsidiaryCode::parse("QC").expect("a code");
    Jurisdictions::embedded().get(code).expect("Québec is shipped")
}

#[test]
fn c45_quebec_charges_two_taxes_each_rounded_once() {
    let cad = |minor| Money::new(minor, kernel::Currency::CAD);
    let on: Date = "2026-01-15".parse().expect("a date");
    let totals = |minor| tax::totals(quebec(), on, &[cad(minor)]).expect("totals fit");
    let amounts = |minor| totals(minor).taxes.iter().map(|tax| tax.amount.minor()).collect::<Vec<_>>();
    assert_eq!(amounts(114_000), [5_700, 11_372]);
    assert_eq!(totals(14_000).gross, cad(16_097));
    assert_eq!(totals(30_000).gross, cad(34_493));
    assert_eq!(amounts(818_000), [40_900, 81_596]);
}

#[test]
fn lines_in_another_currency_are_refused() {
    let on: Date = "2026-01-15".parse().expect("a date");
    let euros = Money::new(100, kernel::Currency::EUR);
    assert!(tax::totals(quebec(), on, &[euros]).is_err());
}

#[test]
fn totals_survive_storage_unchanged() {
    let on: Date = "2026-01-15".parse().expect("a date");
    let totals = tax::totals(quebec(), on, &[Money::new(8_499, kernel::Currency::CAD)]).expect("totals fit");
    let stored = toml::to_string(&totals).expect("totals can be written");
    assert_eq!(toml::from_str::<jurisdictions::Totals>(&stored).expect("and read"), totals);
}

#[test]
fn the_exact_tax_sums_each_tax_before_any_rounding() {
    let on: Date = "2026-01-15".parse().expect("a date");
    let price = kernel::UnitPrice::new(8_499_000_000, kernel::Currency::CAD);
    let both = tax::exact(quebec(), on, price).map(|tax| tax.e8());
    // 84.99 × 14.975 % = 12.7272525
    assert_eq!(both, Some(1_272_725_250));
}

#[test]
fn an_instant_has_the_civil_date_of_the_place() {
    let instant: Timestamp = "2026-01-15T03:30:00Z".parse().expect("an instant");
    let dates: Vec<String> =
        Jurisdictions::embedded().all().iter().map(|s| format!("{} {}", s.code, s.civil(instant))).collect();
    assert_eq!(dates, ["FR 2026-01-15", "GB 2026-01-15", "IT 2026-01-15", "QC 2026-01-14", "SN 2026-01-15"]);
}

#[test]
fn a_document_before_any_tax_has_none() {
    let on: Date = "1950-01-01".parse().expect("a date");
    let totals = tax::totals(quebec(), on, &[Money::new(100, kernel::Currency::CAD)]).expect("totals fit");
    assert!(totals.taxes.is_empty() && totals.gross == totals.net);
}

#[test]
fn taxes_are_named_in_the_readers_language() {
    let label = |locale| quebec().tax_label("QST", locale).to_owned();
    assert_eq!((label(kernel::Locale::Fr), label(kernel::Locale::En)), ("TVQ".to_owned(), "QST".to_owned()));
    assert_eq!(quebec().tax_label("QST", kernel::Locale::It), "QST");
    assert_eq!(
        quebec().taxes_on("2026-01-15".parse().expect("a date")).map(|tax| tax.rate).last(),
        Some(Rate::from_ppm(99_750))
    );
}
