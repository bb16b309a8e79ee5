//! Offers kept in memory: a version of a catalogue never changes, so what was read once stays right.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use catalog::{CatalogVersion, Offer};
use db::Db;
use kernel::SubsidiaryCode;

/// How many offers are kept at the most; beyond, all are forgotten and read anew.
const OFFERS_MAX: usize = 512;

type Key = (SubsidiaryCode, i64, String);

/// The offers that were read lately.
#[derive(Debug, Clone, Default)]
pub struct Offers(Arc<Mutex<HashMap<Key, Arc<Offer>>>>);

impl Offers {
    /// The catalogue a subsidiary sells from now.
    ///
    /// # Errors
    /// The database's own.
    pub async fn version(
        &self,
        db: &Db,
        subsidiary: SubsidiaryCode,
    ) -> Result<Option<CatalogVersion>, db::Error> {
        db.across().read(move |tx| catalog::store::current(tx, subsidiary)).await
    }

    /// One plan of a version with everything that can be ordered with it; `None` when it is not in it.
    ///
    /// # Errors
    /// The database's own.
    pub async fn offer(
        &self,
        db: &Db,
        version: &CatalogVersion,
        plan_code: &str,
    ) -> Result<Option<Arc<Offer>>, db::Error> {
        let key = (version.subsidiary, version.catalog_id, plan_code.to_owned());
        if let Some(known) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(Some(known.clone()));
        }
        let (version, code) = (version.clone(), plan_code.to_owned());
        let read = db.across().read(move |tx| catalog::store::offer(tx, &version, &code)).await?;
        let Some(offer) = read.map(Arc::new) else { return Ok(None) };
        let mut offers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if offers.len() >= OFFERS_MAX {
            offers.clear();
        }
        offers.insert(key, offer.clone());
        Ok(Some(offer))
    }
}
