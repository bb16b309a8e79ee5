//! The direction of dependencies, and that none is declared without being used.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context;
use serde_json::Value;

use super::Finding;
use super::source::Source;

/// Which of our crates each crate may name, beside `kernel`. An arrow that is not here is a design question.
const ARROWS: [(&str, &[&str]); 31] = [
    ("kernel", &[]),
    ("db", &[]),
    ("jurisdictions", &[]),
    ("texts", &[]),
    ("outbox", &["db"]),
    ("ledger", &["db", "outbox"]),
    ("catalog", &["db", "jurisdictions", "outbox"]),
    ("accounts", &["db", "jurisdictions", "outbox"]),
    ("orders", &["accounts", "catalog", "db", "jurisdictions", "ledger", "outbox"]),
    ("services", &["accounts", "catalog", "db", "jurisdictions", "ledger", "outbox"]),
    ("invoicing", &["accounts", "catalog", "db", "jurisdictions", "ledger", "outbox"]),
    ("payments", &["accounts", "catalog", "db", "jurisdictions", "ledger", "outbox"]),
    ("webhooks", &["accounts", "db"]),
    ("courier", &["egress", "webhooks"]),
    ("egress", &[]),
    ("gateways", &["egress", "payments"]),
    ("provisioners", &["egress", "services", "webhooks"]),
    ("documents", &["accounts", "invoicing", "jurisdictions", "orders", "texts"]),
    ("mail", &["accounts", "db", "jurisdictions", "outbox", "texts"]),
    ("sandbox", &[]),
    (
        "flows",
        &[
            "accounts",
            "catalog",
            "db",
            "documents",
            "invoicing",
            "jurisdictions",
            "ledger",
            "mail",
            "orders",
            "outbox",
            "payments",
            "services",
            "texts",
            "webhooks",
        ],
    ),
    (
        "reports",
        &[
            "accounts",
            "catalog",
            "db",
            "invoicing",
            "jurisdictions",
            "ledger",
            "orders",
            "outbox",
            "payments",
            "services",
        ],
    ),
    (
        "web",
        &[
            "accounts",
            "catalog",
            "db",
            "documents",
            "flows",
            "invoicing",
            "jurisdictions",
            "ledger",
            "mail",
            "orders",
            "outbox",
            "payments",
            "reports",
            "services",
            "texts",
            "webhooks",
        ],
    ),
    (
        "api",
        &[
            "accounts",
            "catalog",
            "db",
            "documents",
            "flows",
            "invoicing",
            "jurisdictions",
            "mail",
            "orders",
            "payments",
            "reports",
            "services",
            "texts",
        ],
    ),
    (
        "worker",
        &[
            "accounts",
            "db",
            "documents",
            "flows",
            "invoicing",
            "jurisdictions",
            "mail",
            "orders",
            "outbox",
            "payments",
            "services",
        ],
    ),
    ("comptoir", &["*"]),
    ("bench", &["*"]),
    ("sim", &["*"]),
    ("testkit", &["db", "jurisdictions", "testkit-macros"]),
    ("testkit-macros", &[]),
    ("xtask", &[]),
];

/// Crates whose names are not written in our code, each for a reason.
const UNNAMED: [(&str, &str); 1] = [("rustls", "chosen by its features for reqwest and lettre")];

/// Every arrow against the direction of the house, and every dependency nobody uses.
pub(super) fn check(metadata: &Value, manifest: &str, sources: &[Source]) -> anyhow::Result<Vec<Finding>> {
    let mut findings = Vec::new();
    let mut declared = BTreeSet::new();
    for package in packages(metadata)? {
        let name = package["name"].as_str().unwrap_or_default();
        let file = manifest_of(name);
        let Some((_, arrows)) = ARROWS.iter().find(|(from, _)| *from == name) else {
            findings.push(Finding::new(
                &file,
                1,
                format!("give `{name}` its arrows in xtask/src/tidy/dependencies.rs"),
            ));
            continue;
        };
        let words = words(name, sources);
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let to = dependency["name"].as_str().unwrap_or_default();
            declared.insert(to.to_owned());
            let is_dev = dependency["kind"].as_str() == Some("dev");
            let is_ours = dependency["path"].is_string();
            if is_ours && !is_dev && to != "kernel" && !arrows.contains(&"*") && !arrows.contains(&to) {
                findings.push(Finding::new(
                    &file,
                    1,
                    format!("`{name}` may not depend on `{to}`: the arrows point down"),
                ));
            }
            if !is_used(to, is_dev, &words) {
                findings.push(Finding::new(&file, 1, format!("`{name}` does not use its dependency `{to}`")));
            }
        }
    }
    findings.extend(undeclared(manifest, &declared)?);
    Ok(findings)
}

/// The crates of the workspace.
pub(super) fn packages(metadata: &Value) -> anyhow::Result<&Vec<Value>> {
    metadata["packages"].as_array().context("cargo metadata lists packages")
}

/// Where a crate of ours declares what it needs.
pub(super) fn manifest_of(package: &str) -> String {
    match package {
        "xtask" => "xtask/Cargo.toml".to_owned(),
        "testkit-macros" => "crates/testkit/macros/Cargo.toml".to_owned(),
        _ => format!("crates/{package}/Cargo.toml"),
    }
}

/// The words of a crate's code, and of its tests.
struct Words {
    code: BTreeSet<String>,
    tests: BTreeSet<String>,
}

/// The names of crates in a package's code: what stands before `::`, and what `use` brings in whole.
fn words(package: &str, sources: &[Source]) -> Words {
    let mut words = Words { code: BTreeSet::new(), tests: BTreeSet::new() };
    for source in sources.iter().filter(|source| source.package() == package) {
        let is_test_file = source.path.contains("/tests/");
        for (index, token) in source.tokens.iter().enumerate() {
            let is = |index: Option<usize>, text: &str| {
                index.and_then(|index| source.tokens.get(index)).is_some_and(|token| token.text == text)
            };
            let is_path = is(Some(index + 1), ":") && is(Some(index + 2), ":");
            if is_path || is(index.checked_sub(1), "use") {
                let is_test = is_test_file || (!source.is_test() && source.is_test_line(token.line));
                let place = if is_test { &mut words.tests } else { &mut words.code };
                place.insert(token.text.clone());
            }
        }
    }
    words
}

fn is_used(dependency: &str, is_dev: bool, words: &Words) -> bool {
    let unnamed: BTreeMap<&str, &str> = UNNAMED.into_iter().collect();
    let word = dependency.replace('-', "_");
    let is_in_tests = is_dev && words.tests.contains(&word);
    unnamed.contains_key(dependency) || words.code.contains(&word) || is_in_tests
}

/// Dependencies of the workspace that no crate takes.
fn undeclared(manifest: &str, declared: &BTreeSet<String>) -> anyhow::Result<Vec<Finding>> {
    let manifest: toml::Table = manifest.parse().context("the root Cargo.toml")?;
    let listed =
        manifest.get("workspace").and_then(|table| table.get("dependencies")).and_then(|v| v.as_table());
    let unused = listed.into_iter().flatten().filter(|(name, _)| !declared.contains(*name));
    Ok(unused
        .map(|(name, _)| Finding::new("Cargo.toml", 1, format!("no crate depends on `{name}`")))
        .collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn messages(package: &str, dependency: Value, code: &str) -> Vec<String> {
        let metadata = json!({"packages": [{"name": package, "dependencies": [dependency]}]});
        let path = format!("crates/{package}/src/lib.rs");
        let sources = [Source::parse(&path, code).expect("the test is Rust")];
        let findings =
            check(&metadata, "[workspace.dependencies]\n", &sources).expect("the test is complete");
        findings.into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn arrows_point_down() {
        let upwards = json!({"name": "flows", "path": "/x", "kind": null});
        let found = messages("orders", upwards, "use flows::pay;");
        assert_eq!(found, ["`orders` may not depend on `flows`: the arrows point down"]);
        let downwards = json!({"name": "ledger", "path": "/x", "kind": null});
        assert_eq!(messages("orders", downwards, "use ledger::post;"), [""; 0]);
    }

    #[test]
    fn payment_slices_do_not_know_their_neighbours() {
        let neighbour = json!({"name": "invoicing", "path": "/x", "kind": null});
        assert_eq!(messages("payments", neighbour, "use invoicing::issue;").len(), 1);
    }

    #[test]
    fn a_dependency_is_used() {
        let unused = json!({"name": "serde-json", "kind": null});
        assert_eq!(
            messages("orders", unused.clone(), ""),
            ["`orders` does not use its dependency `serde-json`"]
        );
        assert_eq!(messages("orders", unused, "use serde_json::Value;"), [""; 0]);
    }

    #[test]
    fn a_dependency_of_tests_may_be_used_in_tests() {
        let tested = json!({"name": "testkit", "path": "/x", "kind": "dev"});
        assert_eq!(messages("orders", tested, "#[cfg(test)]\nmod tests { use testkit::clock; }"), [""; 0]);
        let normal = json!({"name": "tokio", "kind": null});
        assert_eq!(messages("orders", normal, "#[cfg(test)]\nmod tests { use tokio::spawn; }").len(), 1);
    }

    #[test]
    fn every_dependency_of_the_workspace_has_a_user() {
        let declared = BTreeSet::from(["serde".to_owned()]);
        let manifest = "[workspace.dependencies]\nserde = \"1\"\nrand = \"0.10\"\n";
        let findings = undeclared(manifest, &declared).expect("the test is TOML");
        assert_eq!(findings[0].message, "no crate depends on `rand`");
    }
}
