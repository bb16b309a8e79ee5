//! Importing a catalogue: a new number is a new version, the same one again is nothing.

use db::RegistryTx;
use kernel::{SubsidiaryCode, Timestamp};

use crate::facts::Facts;
use crate::{CatalogVersion, PublicCatalog, store};

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The version that is now there.
    pub version: CatalogVersion,
    /// Whether it was not there before.
    pub is_new: bool,
    /// Whether it was called otherwise before.
    pub is_renamed: bool,
    /// How many prices were stored: none when it was there before.
    pub prices: u64,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The prices stored so far.
    pub done: u64,
    /// All prices of the catalogue.
    pub total: u64,
}

/// Why a catalogue was not imported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotImported {
    /// A version is never changed: orders refer to it.
    #[error(
        "catalogue {catalog_id} of {subsidiary} was imported with other content: publish the new content under a new catalogId"
    )]
    OtherContent {
        /// Whose catalogue.
        subsidiary: SubsidiaryCode,
        /// Its number.
        catalog_id: i64,
    },
    /// Another import of the same subsidiary was faster; the same call may be made again.
    #[error("another catalogue was imported meanwhile: try again")]
    Meanwhile,
    /// The database refused.
    #[error(transparent)]
    Db(db::Error),
}

impl From<db::Error> for NotImported {
    fn from(error: db::Error) -> NotImported {
        match error.constraint() {
            Some("catalog_versions_pk" | "catalog_versions_sequence") => NotImported::Meanwhile,
            Some(_) | None => NotImported::Db(error),
        }
    }
}

/// Stores a catalogue as the version its subsidiary sells from now on.
///
/// The same catalogue again changes nothing but what it is called, not even which version is sold. All is stored or
/// nothing.
/// `progress` is called after each plan; a conflict may run the whole import, and the count, again.
///
/// # Errors
/// [`NotImported::OtherContent`] when its number is taken by other content.
pub fn import(
    tx: &mut RegistryTx,
    now: Timestamp,
    catalog: &PublicCatalog,
    progress: &dyn Fn(Progress),
) -> Result<Imported, NotImported> {
    let (subsidiary, catalog_id) = (catalog.subsidiary, catalog.catalog_id);
    if let Some(version) = store::find(tx, subsidiary, catalog_id)? {
        if version.digest != catalog.digest {
            return Err(NotImported::OtherContent { subsidiary, catalog_id });
        }
        let is_renamed = catalog.name.is_some() && catalog.name != version.name;
        let version =
            if is_renamed { CatalogVersion { name: catalog.name.clone(), ..version } } else { version };
        if is_renamed {
            store::rename(tx, &version)?;
        }
        return Ok(Imported { version, is_new: false, is_renamed, prices: 0 });
    }
    let version = store::insert_version(tx, now, catalog)?;
    for product in &catalog.products {
        store::insert_product(tx, &version, product)?;
    }
    let facts = Facts::new(catalog);
    let total = catalog.price_count() as u64;
    let mut done = 0;
    for (position, plan) in (0..).zip(catalog.all_plans()) {
        let is_addon = position >= catalog.plans.len() as i64;
        let family = facts.family(plan);
        let said = if is_addon { Vec::new() } else { facts.of(plan) };
        store::insert_plan(tx, &version, plan, position, is_addon, &family, &said)?;
        done += plan.prices.len() as u64;
        progress(Progress { done, total });
    }
    Ok(Imported { version, is_new: true, is_renamed: false, prices: total })
}
