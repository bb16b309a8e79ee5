//! Programs that act for the customer: what they ask for, what they were granted, and those one registers.

pub(crate) mod answer;
pub(crate) mod application;
pub(crate) mod client;
pub(crate) mod console;
pub(crate) mod create;
pub(crate) mod credential;
pub(crate) mod list;

use accounts::api::{AccessRule, ApiMethod, CredentialState};
use kernel::{Months, SignedDuration, Timestamp};
use serde::Serialize;

use crate::page::Page;
use crate::view::{Badge, Choice};

/// How long an access can be granted for; the first is proposed.
const VALIDITIES: [(&str, Option<SignedDuration>); 5] = [
    ("day", Some(SignedDuration::from_hours(24))),
    ("week", Some(SignedDuration::from_hours(24 * 7))),
    ("month", Some(SignedDuration::from_hours(24 * 30))),
    ("year", Some(SignedDuration::from_hours(24 * 365))),
    ("unlimited", None),
];

/// What a program may do with one kind of things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct GrantView {
    /// The methods in words: «read, change».
    may: String,
    /// The things in words.
    what: String,
    path: String,
}

/// What is told alike of a credential and of a client.
#[derive(Debug, Serialize)]
struct GrantFacts {
    state: Badge,
    created_at: Timestamp,
    expires_at: Option<Timestamp>,
    used_at: Option<Timestamp>,
    blocks: Vec<String>,
    grants: Vec<GrantView>,
}

/// The duration that a form chose; none for a word that is not offered.
fn validity(word: &str) -> Option<Option<SignedDuration>> {
    VALIDITIES.iter().find(|(known, _)| *known == word).map(|(_, validity)| *validity)
}

/// The validity to propose where an address asks for a duration: the longest that is not longer, the shortest for less
/// than that. A duration is a number of seconds, of which none is without end, `P30D`, `P1Y`, or one of our own words.
fn proposed(asked: &str) -> Option<&'static str> {
    let asked = asked.trim();
    if let Some((word, _)) = VALIDITIES.iter().find(|(word, _)| word.eq_ignore_ascii_case(asked)) {
        return Some(word);
    }
    let of_days = |days: u32| SignedDuration::from_hours(24 * i64::from(days));
    let seconds = asked.parse::<u32>().ok().map(|seconds| SignedDuration::from_secs(seconds.into()));
    let days = || asked.strip_prefix('P')?.strip_suffix('D')?.parse().ok().map(of_days);
    let months = || Some(of_days(u32::from(Months::parse_iso(asked).ok()?.count()) * 365 / 12));
    let wanted = seconds.or_else(days).or_else(months)?;
    if wanted.is_zero() {
        return Some("unlimited");
    }
    let fits = |(_, validity): &&(&str, Option<SignedDuration>)| validity.is_some_and(|one| one <= wanted);
    VALIDITIES.iter().rev().find(fits).or(VALIDITIES.first()).map(|(word, _)| *word)
}

fn validities(page: &Page) -> Vec<Choice> {
    let choice = |(word, _): (&str, _)| Choice::new(word, page.say(&format!("program-validity-{word}")));
    VALIDITIES.map(choice).into()
}

/// What rules grant, in words: the methods of one path together, in the order of the paths.
fn grants(page: &Page, rules: &[AccessRule]) -> Vec<GrantView> {
    let mut paths: Vec<&str> = Vec::new();
    for rule in rules {
        if !paths.contains(&rule.path.as_str()) {
            paths.push(&rule.path);
        }
    }
    let may = |path: &str| {
        let methods = rules.iter().filter(|rule| rule.path == path).map(|rule| rule.method);
        let mut words: Vec<String> = methods.map(|method| page.say(method_key(method))).collect();
        words.dedup();
        words.join(", ")
    };
    let grant =
        |path: &str| GrantView { may: may(path), what: page.say(area_key(path)), path: path.to_owned() };
    paths.into_iter().map(grant).collect()
}

/// Whether more than reading is granted.
fn changes(rules: &[AccessRule]) -> bool {
    rules.iter().any(|rule| rule.method != ApiMethod::Get)
}

const fn method_key(method: ApiMethod) -> &'static str {
    match method {
        ApiMethod::Get => "program-may-read",
        ApiMethod::Post => "program-may-make",
        ApiMethod::Put | ApiMethod::Patch => "program-may-change",
        ApiMethod::Delete => "program-may-delete",
    }
}

/// The kind of things a path is about; a star among the first words is about everything.
fn area_key(path: &str) -> &'static str {
    let mut words = path.trim_start_matches('/').split('/');
    match (words.next().unwrap_or_default(), words.next().unwrap_or_default()) {
        (first, _) if first.starts_with('*') => "program-area-all",
        ("me", "bill" | "refund" | "debtAccount" | "deposit") => "program-area-invoices",
        ("me", "order") => "program-area-orders",
        ("me", "payment" | "paymentMean") => "program-area-payments",
        ("me", "api") => "program-area-programs",
        ("me", _) => "program-area-account",
        ("order", _) => "program-area-ordering",
        ("services" | "service", _) => "program-area-services",
        ("auth", _) => "program-area-access",
        (first, _) if first.starts_with("me") => "program-area-account",
        _ => "program-area-other",
    }
}

fn state_badge(page: &Page, state: CredentialState) -> Badge {
    let (hue, icon) = match state {
        CredentialState::PendingValidation => ("wait", "clock"),
        CredentialState::Validated => ("good", "circle-check"),
        CredentialState::Refused => ("bad", "ban"),
        CredentialState::Expired => ("still", "clock-alert"),
    };
    let key = format!("program-state-{}", state.code());
    Badge::new(&page.web().texts, page.visit().locale, hue, icon, &key)
}

#[cfg(test)]
impl GrantFacts {
    /// Those of something that never ends and was never used, and of something that was, from some addresses alone.
    fn samples() -> [GrantFacts; 2] {
        let facts = |at: Option<Timestamp>, blocks: &[&str]| GrantFacts {
            state: Badge::sample(),
            created_at: crate::view::sample::at(),
            expires_at: at,
            used_at: at,
            blocks: blocks.iter().map(|block| (*block).to_owned()).collect(),
            grants: GrantView::samples(),
        };
        [facts(None, &[]), facts(Some(crate::view::sample::at()), &["192.0.2.0/24", "2001:db8::/32"])]
    }
}

#[cfg(test)]
impl GrantView {
    fn samples() -> Vec<GrantView> {
        let grant = |may: &str, what: &str, path: &str| GrantView {
            may: may.to_owned(),
            what: what.to_owned(),
            path: path.to_owned(),
        };
        vec![grant("read", "your invoices", "/me/bill/*"), grant("read, change, delete", "everything", "/*")]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_address_asks_for_is_proposed_and_no_more() {
        let table = [
            ("86400", Some("day")),
            ("60", Some("day")),
            ("2591999", Some("week")),
            ("2592000", Some("month")),
            ("0", Some("unlimited")),
            ("Unlimited", Some("unlimited")),
            ("P30D", Some("month")),
            ("P1M", Some("month")),
            ("P1Y", Some("year")),
            ("P10Y", Some("year")),
            ("week", Some("week")),
            ("", None),
            ("for ever", None),
            ("-1", None),
        ];
        for (asked, word) in table {
            assert_eq!(proposed(asked), word, "{asked}");
        }
    }

    #[test]
    fn paths_are_about_something_readers_know() {
        let table = [
            ("/*", "program-area-all"),
            ("*", "program-area-all"),
            ("/me", "program-area-account"),
            ("/me*", "program-area-account"),
            ("/me/*", "program-area-account"),
            ("/me/bill/*", "program-area-invoices"),
            ("/order/cart/*", "program-area-ordering"),
            ("/vps/*", "program-area-other"),
        ];
        for (path, key) in table {
            assert_eq!(area_key(path), key, "{path}");
        }
    }
}
