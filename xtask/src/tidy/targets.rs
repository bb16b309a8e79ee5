//! That unit tests run, and that a crate without any is not compiled a second time for them.

use serde_json::Value;

use super::Finding;
use super::dependencies::{manifest_of, packages};
use super::source::Source;

/// Every library and binary whose `test` says other than its code.
pub(super) fn check(metadata: &Value, sources: &[Source]) -> anyhow::Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for package in packages(metadata)? {
        let name = package["name"].as_str().unwrap_or_default();
        let has_tests = sources.iter().any(|source| source.package() == name && has_unit_tests(source));
        for target in package["targets"].as_array().into_iter().flatten() {
            let is = |wanted: &str| {
                target["kind"].as_array().is_some_and(|kinds| kinds.iter().any(|k| k == wanted))
            };
            if !is("lib") && !is("bin") && !is("proc-macro") {
                continue;
            }
            let message = match (target["test"].as_bool().unwrap_or(true), has_tests) {
                (true, false) => "has no unit test: say `test = false`, or it is compiled twice for nothing",
                (false, true) => "has unit tests that never run: take `test = false` away",
                _ => continue,
            };
            findings.push(Finding::new(&manifest_of(name), 1, format!("`{name}` {message}")));
        }
    }
    Ok(findings)
}

fn has_unit_tests(source: &Source) -> bool {
    source.path.contains("/src/") && source.lines_of(&["cfg", "(", "test", ")"]).next().is_some()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(test: bool, code: &str) -> usize {
        let target = json!({"kind": ["lib"], "test": test});
        let metadata = json!({"packages": [{"name": "orders", "targets": [target]}]});
        let sources = [Source::parse("crates/orders/src/lib.rs", code).expect("the test is Rust")];
        check(&metadata, &sources).expect("the test is complete").len()
    }

    #[test]
    fn unit_tests_run_and_nothing_is_compiled_for_none() {
        let tested = "#[cfg(test)]\nmod tests {}";
        assert_eq!((found(true, tested), found(false, tested)), (0, 1));
        assert_eq!((found(true, "fn pay() {}"), found(false, "fn pay() {}")), (1, 0));
    }
}
