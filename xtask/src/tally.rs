//! Counts what passed and what failed, whatever said so: nextest, `cargo test` or node.

use std::ops::AddAssign;

/// Tests (and checks, each counted as one) by their end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// How many did what they promise.
    pub(crate) passed: u64,
    /// How many did not.
    pub(crate) failed: u64,
}

impl Tally {
    /// One check that passed or failed as a whole.
    pub(crate) fn one(is_good: bool) -> Tally {
        Tally { passed: u64::from(is_good), failed: u64::from(!is_good) }
    }

    /// What the lines of a test runner say.
    pub(crate) fn read<'a>(lines: impl IntoIterator<Item = &'a str>) -> Tally {
        let lines: Vec<String> = lines.into_iter().map(plain).collect();
        // Under nextest each failed test also prints the small summary of its own process.
        let is_nextest = lines.iter().any(|line| is_of_nextest(line));
        let mut tally = Tally::default();
        for line in lines.iter().filter(|line| !is_nextest || is_of_nextest(line)) {
            tally += summary(line).unwrap_or_default();
        }
        tally
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// The line without its colours.
fn plain(line: &str) -> String {
    let mut text = String::new();
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            characters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            text.push(character);
        }
    }
    text
}

fn is_of_nextest(line: &str) -> bool {
    line.trim().starts_with("Summary [") && line.contains("run:")
}

fn summary(line: &str) -> Option<Tally> {
    let line = line.trim();
    let words: Vec<&str> =
        line.split_whitespace().map(|word| word.trim_end_matches([',', ';', ':'])).collect();
    let count_before = |name: &str| {
        words.windows(2).filter(|pair| pair[1] == name).find_map(|pair| pair[0].parse().ok()).unwrap_or(0)
    };
    if is_of_nextest(line) {
        // nextest: «Summary [ 1.2s] 12 tests run: 10 passed (1 slow), 1 failed, 1 timed out, 0 skipped»
        let failed = count_before("failed") + count_before("timed") + count_before("exec");
        return Some(Tally { passed: count_before("passed"), failed });
    }
    if line.starts_with("test result:") {
        return Some(Tally { passed: count_before("passed"), failed: count_before("failed") });
    }
    // node: «# pass 3» or «ℹ pass 3», then the same with fail
    match words.as_slice() {
        ["#" | "ℹ", "pass", count] => Some(Tally { passed: count.parse().ok()?, failed: 0 }),
        ["#" | "ℹ", "fail", count] => Some(Tally { passed: 0, failed: count.parse().ok()? }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_runner_is_understood() {
        let nextest =
            "     Summary [   0.1s] 5 tests run: 2 passed (1 slow), 2 failed, 1 timed out, 7 skipped";
        assert_eq!(Tally::read([nextest]), Tally { passed: 2, failed: 3 });
        let cargo = "test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(Tally::read([cargo]), Tally { passed: 3, failed: 1 });
        assert_eq!(Tally::read(["# pass 4", "ℹ fail 2"]), Tally { passed: 4, failed: 2 });
        assert_eq!(Tally::read([cargo, nextest]), Tally { passed: 2, failed: 3 });
    }

    #[test]
    fn colours_and_other_talk_do_not_count() {
        let coloured =
            "\u{1b}[32;1m     Summary\u{1b}[0m [   0.1s] \u{1b}[1m5\u{1b}[0m tests run: 5 passed, 0 skipped";
        assert_eq!(
            Tally::read([coloured, "12 passed by", "test one ... ok"]),
            Tally { passed: 5, failed: 0 }
        );
    }

    #[test]
    fn a_whole_check_counts_as_one() {
        let mut tally = Tally::one(true);
        tally += Tally::one(false);
        assert_eq!(tally.to_string(), "1 passed, 1 failed");
    }
}
