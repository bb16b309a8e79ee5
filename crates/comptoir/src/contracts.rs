//! What a customer accepts with an order.

use std::collections::BTreeMap;

use orders::Contract;

/// The contracts of this version: a code, whose title is `contract-<code>`, and the text that was published.
const TEXTS: [(&str, &str, &str); 3] = [
    ("terms", "2026-01", include_str!("../contracts/terms.md")),
    ("privacy", "2026-01", include_str!("../contracts/privacy.md")),
    ("service", "2026-01", include_str!("../contracts/service.md")),
];

/// The contracts in force.
pub(crate) fn all() -> Vec<Contract> {
    let contract = |(code, version, text): &(&str, &str, &str)| {
        Contract::new(code, version, &format!("contract-{code}"), text)
    };
    TEXTS.iter().map(contract).collect()
}

/// Their texts by code, for everybody to read.
pub(crate) fn texts() -> BTreeMap<String, String> {
    TEXTS.iter().map(|(code, _, text)| ((*code).to_owned(), (*text).to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contract_keeps_its_words_within_a_version() {
        let seals: Vec<String> = all().iter().map(Contract::mark).collect();
        insta::assert_snapshot!(seals.join("\n"), @r"
        terms:2026-01:62ad4b8e7dab6faa
        privacy:2026-01:00129ea4a11dd99e
        service:2026-01:539db4054d99383b
        ");
    }
}
