//! The laws that one file can break by itself.

use super::Finding;
use super::source::{Source, Token};

/// Crates that speak to a database driver: the facade, the sandbox provider (another company, with a database
/// of its own) and the bench (which measures us against the bare driver).
const DRIVER_CRATES: [&str; 3] = ["db", "sandbox", "bench"];

/// Crates in which everything is money: no floats at all.
const MONEY_CRATES: [&str; 11] = [
    "kernel",
    "ledger",
    "invoicing",
    "payments",
    "orders",
    "catalog",
    "services",
    "jurisdictions",
    "flows",
    "gateways",
    "reports",
];

/// Crates that are rules alone: no transaction, no database.
const PURE_CRATES: [&str; 3] = ["kernel", "jurisdictions", "texts"];

/// Files that are rules alone, inside slices that also have use cases. A file also says so itself, by the word
/// «Pure.» in its opening.
const PURE_FILES: [&str; 24] = [
    "crates/accounts/src/contact.rs",
    "crates/accounts/src/email.rs",
    "crates/accounts/src/nic.rs",
    "crates/accounts/src/password.rs",
    "crates/accounts/src/token.rs",
    "crates/catalog/src/check.rs",
    "crates/catalog/src/json.rs",
    "crates/catalog/src/model.rs",
    "crates/catalog/src/modes.rs",
    "crates/catalog/src/offer.rs",
    "crates/catalog/src/parse.rs",
    "crates/catalog/src/quote.rs",
    "crates/catalog/src/select.rs",
    "crates/catalog/src/selection.rs",
    "crates/invoicing/src/draft.rs",
    "crates/invoicing/src/invoice.rs",
    "crates/invoicing/src/record.rs",
    "crates/ledger/src/account.rs",
    "crates/ledger/src/audit.rs",
    "crates/ledger/src/posting.rs",
    "crates/mail/src/envelope.rs",
    "crates/outbox/src/job.rs",
    "crates/payments/src/attempt.rs",
    "crates/services/src/access.rs",
];

const TRANSACTION_TYPES: [&str; 5] = ["Tx", "AccountTx", "SeriesTx", "RegistryTx", "AcrossTx"];

/// Rules that were moved or deleted without their line here.
pub(super) fn stale(sources: &[Source]) -> Vec<Finding> {
    let is_gone = |path: &&&str| !sources.iter().any(|source| source.path == **path);
    let gone = PURE_FILES.iter().filter(is_gone);
    gone.map(|path| Finding::new(path, 1, "is gone: drop its line in xtask/src/tidy/laws.rs")).collect()
}

/// Everything wrong with this file alone.
pub(super) fn check(source: &Source) -> Vec<Finding> {
    let laws: [fn(&Source) -> Vec<Finding>; 9] = [
        opens_with_a_sentence,
        drivers_stay_in_db,
        sql_stays_in_stores,
        rules_know_no_transaction,
        nothing_unfinished,
        nothing_allowed_or_ignored,
        no_floats_in_money,
        no_unwrap_outside_tests,
        names_say_something,
    ];
    laws.iter().flat_map(|law| law(source)).collect()
}

fn found<'a>(source: &'a Source, tokens: &'a [&str], message: &str) -> Vec<Finding> {
    source.lines_of(tokens).map(|line| Finding::new(&source.path, line, message)).collect()
}

fn opens_with_a_sentence(source: &Source) -> Vec<Finding> {
    let first = source.text.lines().next().unwrap_or_default();
    if first.starts_with("//! ") && first.len() > 12 {
        return Vec::new();
    }
    vec![Finding::new(&source.path, 1, "open the file with a `//!` sentence that says what it is")]
}

fn drivers_stay_in_db(source: &Source) -> Vec<Finding> {
    if DRIVER_CRATES.contains(&source.package()) {
        return Vec::new();
    }
    let message = "only the crate `db` names a database driver";
    ["rusqlite", "tokio_postgres"].iter().flat_map(|driver| found(source, &[driver], message)).collect()
}

/// Whether SQL belongs into this file: a slice's store, the driver crates, the tests.
fn may_hold_sql(source: &Source) -> bool {
    let is_store = source.path.ends_with("/store.rs") || source.path.contains("/src/store/");
    is_store || source.is_test() || DRIVER_CRATES.contains(&source.package()) || source.package() == "xtask"
}

fn sql_stays_in_stores(source: &Source) -> Vec<Finding> {
    if may_hold_sql(source) {
        return Vec::new();
    }
    let message = "SQL belongs into the slice's store.rs";
    let macros = source.lines_of(&["sql", "!"]).filter(|line| !source.is_test_line(*line));
    let texts = source.tokens.iter().filter(|token| is_sql(token) && !source.is_test_line(token.line));
    macros
        .chain(texts.map(|token| token.line))
        .map(|line| Finding::new(&source.path, line, message))
        .collect()
}

/// Whether a literal reads as a statement.
fn is_sql(token: &Token) -> bool {
    let text = token.text.trim_start_matches(['r', '#', '"']).trim_start().to_ascii_lowercase();
    let verbs = [("select ", " from "), ("insert into ", " "), ("update ", " set "), ("delete from ", " ")];
    token.is_literal && verbs.iter().any(|(verb, then)| text.starts_with(verb) && text.contains(then))
}

fn rules_know_no_transaction(source: &Source) -> Vec<Finding> {
    let mut opening = source.text.lines().take_while(|line| line.starts_with("//!"));
    let is_rules = PURE_CRATES.contains(&source.package())
        || PURE_FILES.contains(&source.path.as_str())
        || opening.any(|line| line.contains("Pure."));
    if !is_rules {
        return Vec::new();
    }
    let message = "rules are pure: what needs a transaction is a use case, in a file of its own";
    let mentions = TRANSACTION_TYPES.iter().flat_map(|name| found(source, &[name], message));
    mentions.chain(found(source, &["async", "fn"], message)).collect()
}

fn nothing_unfinished(source: &Source) -> Vec<Finding> {
    let message = "finish it or leave it out";
    ["todo", "unimplemented", "dbg"].iter().flat_map(|name| found(source, &[name, "!"], message)).collect()
}

fn nothing_allowed_or_ignored(source: &Source) -> Vec<Finding> {
    let allow = "use `#[expect(…, reason = \"…\")]`, which goes stale loudly";
    let mut findings = found(source, &["#", "[", "allow"], allow);
    findings.extend(found(source, &["#", "!", "[", "allow"], allow));
    findings.extend(found(source, &["#", "[", "ignore"], "a test that does not run is not a test"));
    findings.extend(found(source, &["#", "[", "should_panic"], "assert the error instead of a panic"));
    findings
}

fn no_floats_in_money(source: &Source) -> Vec<Finding> {
    if !MONEY_CRATES.contains(&source.package()) {
        return Vec::new();
    }
    let message = "money knows no floats: use Money, UnitPrice, Rate";
    ["f32", "f64"].iter().flat_map(|name| found(source, &[name], message)).collect()
}

fn no_unwrap_outside_tests(source: &Source) -> Vec<Finding> {
    let message = "answer an error, or say with `expect` why it cannot happen";
    let mut findings = found(source, &[".", "unwrap", "("], message);
    findings.retain(|finding| !source.is_test_line(finding.line));
    findings
}

fn names_say_something(source: &Source) -> Vec<Finding> {
    let empty = ["common", "util", "utils", "helper", "helpers", "misc", "shared"];
    let is_empty = source.path.split('/').any(|part| empty.contains(&part.trim_end_matches(".rs")));
    if !is_empty {
        return Vec::new();
    }
    vec![Finding::new(&source.path, 1, "name the module by what it holds")]
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: [usize; 0] = [];

    fn lines(path: &str, text: &str) -> Vec<usize> {
        let source =
            Source::parse(path, &format!("//! A file of the test.\n{text}")).expect("the test is Rust");
        check(&source).into_iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn a_file_opens_with_a_sentence() {
        let source = Source::parse("crates/orders/src/cart.rs", "fn cart() {}\n").expect("the test is Rust");
        assert_eq!(check(&source).len(), 1);
        assert_eq!(lines("crates/orders/src/cart.rs", "fn cart() {}"), NONE);
    }

    #[test]
    fn only_db_names_a_driver() {
        let text = "use rusqlite::Connection;\nuse tokio_postgres::Client;";
        assert_eq!(lines("crates/orders/src/store.rs", text), [2, 3]);
        assert_eq!(lines("crates/db/src/sqlite.rs", text), NONE);
        assert_eq!(lines("crates/sandbox/src/books.rs", text), NONE);
    }

    #[test]
    fn sql_is_found_with_and_without_its_macro() {
        let text = "fn a() { tx.query(sql!(\"select 1\")); }\nconst B: &str = \"DELETE FROM orders\";";
        assert_eq!(lines("crates/orders/src/cart.rs", text), [2, 3]);
        assert_eq!(lines("crates/orders/src/store.rs", text), NONE);
        assert_eq!(lines("crates/orders/src/store/cart.rs", text), NONE);
        assert_eq!(lines("crates/web/src/shop.rs", "const C: &str = \"select a plan\";"), NONE);
    }

    #[test]
    fn rules_mention_no_transaction() {
        assert_eq!(lines("crates/kernel/src/money.rs", "fn add(tx: &mut AccountTx) {}"), [2]);
        assert_eq!(lines("crates/catalog/src/quote.rs", "fn quote(tx: &mut Tx) {}"), [2]);
        assert_eq!(lines("crates/orders/src/state.rs", "//! Pure.\nfn pay(tx: &mut AccountTx) {}"), [3]);
        assert_eq!(lines("crates/orders/src/create.rs", "fn create(tx: &mut AccountTx) {}"), NONE);
    }

    #[test]
    fn unfinished_allowed_and_ignored_things_are_refused() {
        assert_eq!(lines("crates/web/src/shop.rs", "fn a() { todo!() }\nfn b() { dbg!(1); }"), [2, 3]);
        assert_eq!(lines("crates/web/src/shop.rs", "#[allow(dead_code)]\nfn a() {}"), [2]);
        assert_eq!(lines("crates/web/tests/it.rs", "#[test]\n#[ignore]\nfn a() {}"), [3]);
    }

    #[test]
    fn floats_are_refused_where_money_is() {
        assert_eq!(lines("crates/ledger/src/lib.rs", "fn a(x: f64) {}"), [2]);
        assert_eq!(lines("crates/web/src/charts.rs", "fn a(x: f64) {}"), NONE);
    }

    #[test]
    fn unwrap_is_for_tests() {
        let text = "fn a() { b().unwrap(); }\n#[cfg(test)]\nmod tests {\n fn c() { b().unwrap(); }\n}";
        assert_eq!(lines("crates/web/src/shop.rs", text), [2]);
    }

    #[test]
    fn a_module_is_not_called_utils() {
        assert_eq!(lines("crates/web/src/utils.rs", ""), [1]);
        assert_eq!(lines("crates/web/src/helpers/mod.rs", ""), [1]);
    }
}
