//! Sizes that may only shrink: functions and files that are too long are listed, and may not grow.

use std::collections::BTreeMap;

use super::Finding;
use super::source::Source;

/// Where the exceptions stand: `path name lines`, one per line; `*` names the whole file.
pub(super) const LIST: &str = "xtask/ratchet.txt";

/// The longest function outside tests, in lines.
const FUNCTION_LINES_MAX: usize = 70;
/// The longest test, in lines: a story may be long.
const TEST_LINES_MAX: usize = 120;
/// The longest file, in lines, tests inside included.
const FILE_LINES_MAX: usize = 900;
/// The longest file of tests, in lines.
const TEST_FILE_LINES_MAX: usize = 1500;

/// Everything that is longer than it may be, and every exception that is no longer needed.
pub(super) fn check(sources: &[Source], list: &str) -> Vec<Finding> {
    let mut allowed = exceptions(list);
    let mut findings = Vec::new();
    for source in sources {
        for (name, line, length, max) in measured(source) {
            let key = (source.path.clone(), name.clone());
            let exception = allowed.remove(&key);
            let limit = exception.unwrap_or(max);
            if length > limit {
                let what = if name == "*" { "the file".to_owned() } else { format!("`{name}`") };
                let message = format!("{what} has {length} lines, {limit} at the most: divide it");
                findings.push(Finding::new(&source.path, line, message));
            } else if exception.is_some_and(|exception| length < exception) {
                let message = format!("`{name}` has {length} lines now: lower or drop its line in {LIST}");
                findings.push(Finding::new(&source.path, line, message));
            }
        }
    }
    findings.extend(allowed.into_keys().map(|(path, name)| {
        Finding::new(LIST, 1, format!("`{path} {name}` is short or gone: drop its line"))
    }));
    findings
}

/// What is near or over a limit: name, line, length, limit.
fn measured(source: &Source) -> Vec<(String, usize, usize, usize)> {
    let file_max = if source.is_test() { TEST_FILE_LINES_MAX } else { FILE_LINES_MAX };
    let file = ("*".to_owned(), 1, source.text.lines().count(), file_max);
    let functions = source.functions().into_iter().map(|function| {
        let max = if source.is_test_line(function.line) { TEST_LINES_MAX } else { FUNCTION_LINES_MAX };
        (function.name, function.line, function.length, max)
    });
    let all = std::iter::once(file).chain(functions);
    all.filter(|(_, _, length, max)| length > max).collect()
}

fn exceptions(list: &str) -> BTreeMap<(String, String), usize> {
    let mut allowed = BTreeMap::new();
    for line in list.lines().filter(|line| !line.starts_with('#')) {
        if let [path, name, lines] = line.split_whitespace().collect::<Vec<_>>().as_slice()
            && let Ok(lines) = lines.parse()
        {
            allowed.insert(((*path).to_owned(), (*name).to_owned()), lines);
        }
    }
    allowed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(lines: usize) -> Source {
        let text = format!("//! A long function.\nfn long() {{\n{}}}\n", "    go();\n".repeat(lines - 2));
        Source::parse("crates/web/src/long.rs", &text).expect("the test is Rust")
    }

    #[test]
    fn a_function_may_not_pass_the_limit() {
        assert_eq!(check(&[source(70)], ""), []);
        let findings = check(&[source(72)], "");
        assert_eq!(findings[0].message, "`long` has 72 lines, 70 at the most: divide it");
    }

    #[test]
    fn an_exception_may_only_shrink() {
        let list = "crates/web/src/long.rs long 80";
        assert_eq!(check(&[source(80)], list), []);
        assert_eq!(check(&[source(81)], list).len(), 1);
        assert!(check(&[source(75)], list)[0].message.contains("lower or drop"));
        assert!(check(&[source(20)], list)[0].message.contains("short or gone"));
    }
}
