//! The law and habits of each subsidiary's country, read from `jurisdictions/*.toml`.
//!
//! A jurisdiction is data: currency, languages, time zone, taxes with their dates, withdrawal, payment kinds,
//! holidays, legal mentions. Adding one is adding a file ([`Jurisdictions::load`] says by file and line what
//! is wrong with it) and a table of cases in `tests/cases/`. The rules that read the data are pure: taxes in
//! [`tax`], the calendar of business days on [`Subsidiary`].

mod file;
mod holidays;
mod reader;
mod subsidiary;
pub mod tax;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use kernel::{Country, SubsidiaryCode};

pub use file::{FileError, FileErrors};
pub use holidays::{Holiday, Holidays};
pub use subsidiary::{Electronic, LateRate, PaymentKinds, Subsidiary, Withdrawal, WithdrawalStart};
pub use tax::{Tax, TaxAmount, TaxCategory, Totals};

/// Every jurisdiction the house knows, in the order of their codes.
#[derive(Debug, Clone)]
pub struct Jurisdictions {
    all: Vec<Subsidiary>,
}

#[derive(rust_embed::RustEmbed)]
#[folder = "../../jurisdictions"]
#[include = "*.toml"]
struct Files;

impl Jurisdictions {
    /// The jurisdictions that ship with the product.
    ///
    /// # Panics
    /// When one of the shipped files is wrong, which a test of this crate excludes.
    #[must_use]
    pub fn embedded() -> &'static Jurisdictions {
        static EMBEDDED: LazyLock<Jurisdictions> = LazyLock::new(|| {
            let files = Files::iter().filter_map(|name| {
                let text = String::from_utf8_lossy(&Files::get(&name)?.data).into_owned();
                Some((name.into_owned(), text))
            });
            Jurisdictions::read(files.collect()).expect("a test reads every shipped file")
        });
        &EMBEDDED
    }

    /// Reads every `*.toml` of a folder.
    ///
    /// # Errors
    /// Everything that is wrong in all the files, each with its file and line.
    pub fn load(folder: &Path) -> Result<Jurisdictions, FileErrors> {
        let failed = |error: std::io::Error| FileError {
            file: folder.display().to_string(),
            line: 0,
            message: error.to_string(),
        };
        let mut files = BTreeMap::new();
        for entry in std::fs::read_dir(folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                files.insert(name, std::fs::read_to_string(&path).map_err(failed)?);
            }
        }
        Jurisdictions::read(files)
    }

    /// Reads files given as name and text.
    ///
    /// # Errors
    /// Everything that is wrong in all the files, each with its file and line.
    pub fn read(files: BTreeMap<String, String>) -> Result<Jurisdictions, FileErrors> {
        let mut all: Vec<Subsidiary> = Vec::new();
        let mut errors = Vec::new();
        for (name, text) in &files {
            match file::parse(name, text) {
                Ok(subsidiary) => {
                    errors.extend(file::conflicts(name, &subsidiary, &all));
                    all.push(subsidiary);
                }
                Err(FileErrors(found)) => errors.extend(found),
            }
        }
        if files.is_empty() {
            errors.push(FileError {
                file: "jurisdictions".to_owned(),
                line: 0,
                message: "there is no .toml file".to_owned(),
            });
        }
        if !errors.is_empty() {
            return Err(FileErrors(errors));
        }
        all.sort_by_key(|subsidiary| subsidiary.code);
        Ok(Jurisdictions { all })
    }

    /// The subsidiary with this code.
    #[must_use]
    pub fn get(&self, code: SubsidiaryCode) -> Option<&Subsidiary> {
        self.all.iter().find(|subsidiary| subsidiary.code == code)
    }

    /// Only those with one of these codes: what an operator who does not sell everywhere runs with.
    #[must_use]
    pub fn only(&self, codes: &[SubsidiaryCode]) -> Jurisdictions {
        let is_wanted = |subsidiary: &&Subsidiary| codes.contains(&subsidiary.code);
        Jurisdictions { all: self.all.iter().filter(is_wanted).cloned().collect() }
    }

    /// The subsidiary that serves people whose tax residence is in `country`.
    #[must_use]
    pub fn for_country(&self, country: Country) -> Option<&Subsidiary> {
        self.all.iter().find(|subsidiary| subsidiary.countries.contains(&country))
    }

    /// Every subsidiary, by code.
    #[must_use]
    pub fn all(&self) -> &[Subsidiary] {
        &self.all
    }
}
