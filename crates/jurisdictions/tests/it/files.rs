//! The shipped files, and files with mistakes.

use std::collections::BTreeMap;

use jurisdictions::{FileErrors, Jurisdictions, WithdrawalStart};
use kernel::{AccountType, Country, Currency, Locale, PaymentKind, SubsidiaryCode};

const FRANCE: &str = include_str!("../../../../jurisdictions/fr.toml");

fn read(text: &str) -> Result<Jurisdictions, FileErrors> {
    Jurisdictions::read(BTreeMap::from([("fr.toml".to_owned(), text.to_owned())]))
}

/// The mistakes found after one change to the file of France, as they are shown.
fn mistakes(from: &str, to: &str) -> Vec<String> {
    assert!(FRANCE.contains(from), "{from:?} is not in the file");
    match read(&FRANCE.replacen(from, to, 1)) {
        Ok(_) => Vec::new(),
        Err(FileErrors(errors)) => errors.iter().map(ToString::to_string).collect(),
    }
}

/// The number of the line that holds `text`, from 1.
fn line_of(text: &str) -> usize {
    FRANCE.lines().position(|line| line.contains(text)).expect("the file holds the text") + 1
}

fn code(text: &str) -> SubsidiaryCode {
    SubsidiaryCode::parse(text).expect("a code")
}

fn country(text: &str) -> Country {
    Country::parse(text).expect("a country")
}

#[test]
fn the_shipped_jurisdictions_have_their_currencies() {
    let all = Jurisdictions::embedded();
    let currencies: Vec<String> = all.all().iter().map(|s| format!("{} {}", s.code, s.currency)).collect();
    assert_eq!(currencies, ["FR EUR", "GB GBP", "IT EUR", "QC CAD", "SN XOF"]);
    assert_eq!(all.get(code("SN")).map(|s| s.currency), Some(Currency::XOF));
    assert!(all.get(code("DE")).is_none());
}

#[test]
fn a_country_of_residence_leads_to_its_subsidiary() {
    let serves = |text| Jurisdictions::embedded().for_country(country(text)).map(|s| s.code);
    assert_eq!(serves("MC"), Some(code("FR")));
    assert_eq!(serves("CA"), Some(code("QC")));
    assert_eq!(serves("US"), None);
}

#[test]
fn direct_debit_is_offered_in_the_euro_area_only() {
    for subsidiary in Jurisdictions::embedded().all() {
        for account_type in AccountType::ALL {
            let kinds = subsidiary.payment_kinds(account_type);
            assert!(kinds.contains(&PaymentKind::Card));
            assert_eq!(kinds.contains(&PaymentKind::SepaDebit), subsidiary.currency == Currency::EUR);
        }
    }
}

#[test]
fn quebec_has_no_withdrawal_and_france_fourteen_days_for_consumers() {
    let all = Jurisdictions::embedded();
    assert!(all.get(code("QC")).is_some_and(|s| !s.withdrawal.enabled));
    let france = all.get(code("FR")).expect("France is shipped");
    assert_eq!((france.withdrawal.days, france.withdrawal.start), (14, WithdrawalStart::Payment));
    assert_eq!(france.withdrawal.account_types, [AccountType::Individual]);
    assert_eq!(france.default_locale(), Locale::Fr);
}

#[test]
fn the_folder_reads_as_what_is_shipped() {
    let folder = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../jurisdictions"));
    let loaded = Jurisdictions::load(folder).expect("the shipped files are right");
    assert_eq!(loaded.all().len(), Jurisdictions::embedded().all().len());
}

#[test]
fn a_missing_folder_is_an_error_that_names_it() {
    let error = Jurisdictions::load(std::path::Path::new("/nowhere/at/all")).expect_err("there is no folder");
    assert!(error.to_string().starts_with("/nowhere/at/all"), "{error}");
}

#[test]
fn a_wrong_value_is_reported_with_its_line_and_what_would_be_right() {
    let line = line_of("currency");
    assert_eq!(
        mistakes("\"EUR\"", "\"EURO\""),
        [format!("fr.toml:{line}: currency: unknown currency \"EURO\": use an ISO 4217 code such as EUR")]
    );
}

#[test]
fn an_unknown_key_is_refused_with_the_key_that_was_meant() {
    let line = line_of("time_zone");
    assert_eq!(
        mistakes("time_zone =", "timezone ="),
        [
            "fr.toml:1: time_zone: is missing".to_owned(),
            format!("fr.toml:{line}: unknown key \"timezone\"; did you mean \"time_zone\"?"),
        ]
    );
}

#[test]
fn every_mistake_is_reported_at_once() {
    let text = FRANCE
        .replacen("rate = 20", "rate = 20.12345", 1)
        .replacen("\"fr\", \"en\"", "\"fr\", \"de\"", 1)
        .replacen("on = \"easter+39\"", "on = \"easter*39\"", 1)
        .replacen("start = \"payment\"", "start = \"delivery\"", 1);
    let FileErrors(errors) = read(&text).expect_err("four mistakes");
    let lines: Vec<usize> = errors.iter().map(|error| error.line).collect();
    let expected = ["locales", "rate = 20", "start = ", "easter+39"].map(line_of);
    assert_eq!(lines, expected, "{errors:#?}");
}

#[test]
fn a_mistake_of_syntax_has_its_line_too() {
    let line = line_of("time_zone");
    let found = mistakes("time_zone = \"Europe/Paris\"", "time_zone = Europe/Paris");
    assert!(found[0].starts_with(&format!("fr.toml:{line}: ")), "{found:?}");
}

#[test]
fn rates_of_one_tax_may_not_overlap() {
    let found = mistakes("until = 2014-01-01", "until = 2015-01-01");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("VAT already has a rate then, from 2000-04-01"), "{found:?}");
    assert!(mistakes("until = 2014-01-01", "until = 1999-01-01")[0].contains("must be after `from`"));
}

#[test]
fn a_tax_needs_its_name_in_each_language() {
    let found = mistakes("label = { fr = \"TVA\", en = \"VAT\" }", "label = { fr = \"TVA\" }");
    assert!(found[0].contains("tax.label.en: is missing"), "{found:?}");
}

#[test]
fn what_is_not_the_right_kind_of_thing_is_refused() {
    for (from, to, said) in [
        ("currency = \"EUR\"", "currency = [\"EUR\"]", "currency: must be a text or a number"),
        ("locales = [\"fr\", \"en\"]", "locales = \"fr\"", "locales: must be a list"),
        ("locales = [\"fr\", \"en\"]", "locales = []", "locales: must have at least one item"),
        (
            "countries = [\"FR\", \"MC\"]",
            "countries = [\"FR\", \"FR\"]",
            "countries: the same item is there twice",
        ),
        ("enabled = true", "enabled = \"yes\"", "withdrawal.enabled: must be true or false"),
        ("days = 14", "days = -1", "withdrawal.days: must be a number of days from 1 to 366"),
        ("from = 2014-01-01", "from = \"next year\"", "tax.from: \"next year\" is not a date"),
        (
            "[\"card\", \"sepa_debit\"]",
            "[\"cheque\"]",
            "unknown payment kind \"cheque\": use card, sepa_debit",
        ),
        (
            "time_zone = \"Europe/Paris\"",
            "time_zone = \"Europe/Lutece\"",
            "unknown time zone \"Europe/Lutece\"",
        ),
        ("[legal.electronic]", "electronic = 1\n[electronics]", "legal.electronic: must be a table"),
        (
            "vat = \"FR00000000000\"",
            "vat = \"00000000000\"",
            "legal.electronic.vat: must be the country's two letters",
        ),
        (
            "vat = \"FR00000000000\"\n",
            "",
            "legal.electronic.vat: a seller has a `vat` number or a `tax_number`",
        ),
        ("rate = 20\n", "rate = 0\n", "tax.category: a rate above zero is of category S"),
        ("rate = 20\n", "rate = 0\ncategory = \"E\"\n", "tax.exemption: the reason is told"),
        ("rate = 20\n", "rate = 0\ncategory = \"X\"\n", "tax.category: must be S, Z, E, AE, K, G or O"),
        ("[[holiday]]", "[holiday]", "syntax or key"),
    ] {
        let found = mistakes(from, to);
        let is_said = said == "syntax or key" || found.iter().any(|mistake| mistake.contains(said));
        assert!(!found.is_empty() && is_said, "{to:?} gave {found:#?}");
    }
}

#[test]
fn two_files_may_not_claim_the_same_country_code_or_prefix() {
    let files =
        [("a.toml", FRANCE), ("b.toml", FRANCE)].map(|(name, text)| (name.to_owned(), text.to_owned()));
    let FileErrors(errors) = Jurisdictions::read(BTreeMap::from(files)).expect_err("everything is double");
    let said: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    assert_eq!(
        said,
        [
            "code: FR is the code of another file",
            "invoice_prefix: FR already uses \"FR\"",
            "countries: FR is already served by FR",
            "countries: MC is already served by FR",
        ]
    );
    assert!(errors.iter().all(|error| error.file == "b.toml"));
}

#[test]
fn no_file_at_all_is_a_mistake() {
    assert!(Jurisdictions::read(BTreeMap::new()).is_err());
}

#[test]
fn each_legal_mention_has_its_words_in_every_language() {
    for locale in Locale::ALL {
        let path = format!("{}/../../locales/{locale}/documents.ftl", env!("CARGO_MANIFEST_DIR"));
        let texts = std::fs::read_to_string(&path).expect("the language has its documents");
        for subsidiary in Jurisdictions::embedded().all() {
            for key in &subsidiary.mentions {
                let is_there = texts.lines().any(|line| line.starts_with(&format!("{key} =")));
                assert!(is_there, "{key} of {} is not in {path}", subsidiary.code);
            }
        }
    }
}
