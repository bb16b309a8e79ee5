//! What a customer accepts with an order: ours, or the operator's own folder of texts.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use orders::Contract;

/// The contracts of this version, as files of a folder would be called.
const OURS: [(&str, &str); 3] = [
    ("terms.2026-01.md", include_str!("../contracts/terms.md")),
    ("service.2026-01.md", include_str!("../contracts/service.md")),
    ("privacy.2026-01.md", include_str!("../contracts/privacy.md")),
];

/// The contracts in force and their words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Contracts {
    /// What is accepted, in the order it is shown.
    pub(crate) all: Vec<Contract>,
    /// The words of each, by its code.
    pub(crate) texts: BTreeMap<String, String>,
}

impl Contracts {
    /// Reads the folder of the operator, `<code>.<version>.md` each; without one, the contracts are ours.
    pub(crate) fn read(folder: Option<&Path>) -> anyhow::Result<Contracts> {
        let mut contracts = Contracts::default();
        let Some(folder) = folder else {
            for (name, text) in OURS {
                contracts.add(name, text)?;
            }
            return Ok(contracts);
        };
        let entries = std::fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let mut paths: Vec<_> = entries
            .with_context(|| format!("cannot list {}", folder.display()))?
            .into_iter()
            .map(|entry| entry.path())
            .collect();
        paths.sort();
        for path in paths {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let text =
                std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            contracts.add(&name, &text)?;
        }
        Ok(contracts)
    }

    fn add(&mut self, name: &str, text: &str) -> anyhow::Result<()> {
        let parts = name.strip_suffix(".md").and_then(|name| name.split_once('.'));
        let Some((code, version)) = parts.filter(|(code, version)| !code.is_empty() && !version.is_empty())
        else {
            anyhow::bail!("a contract is a file <code>.<version>.md, such as terms.2026-01.md: {name}");
        };
        if self.texts.insert(code.to_owned(), text.to_owned()).is_some() {
            anyhow::bail!("the contract {code} is there in two versions: only one is in force");
        }
        self.all.push(Contract::new(code, version, &format!("contract-{code}"), text));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contract_keeps_its_words_within_a_version() -> anyhow::Result<()> {
        let marks: Vec<String> = Contracts::read(None)?.all.iter().map(Contract::mark).collect();
        insta::assert_snapshot!(marks.join("\n"), @r"
        terms:2026-01:62ad4b8e7dab6faa
        service:2026-01:539db4054d99383b
        privacy:2026-01:00129ea4a11dd99e
        ");
        Ok(())
    }

    #[test]
    fn the_operators_folder_replaces_ours() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        std::fs::write(folder.path().join("terms.7.md"), "# Our terms")?;
        let contracts = Contracts::read(Some(folder.path()))?;
        assert_eq!(contracts.all, [Contract::new("terms", "7", "contract-terms", "# Our terms")]);
        assert_eq!(contracts.texts["terms"], "# Our terms");
        std::fs::write(folder.path().join("terms.8.md"), "# Newer terms")?;
        assert!(Contracts::read(Some(folder.path())).is_err(), "two versions at once are refused");
        Ok(())
    }
}
