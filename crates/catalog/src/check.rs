//! A catalogue against the law of the subsidiary that publishes it.

use jurisdictions::{Jurisdictions, Subsidiary, tax};
use kernel::{Timestamp, UnitPrice};

use crate::json::Path;
use crate::{ImportError, PublicCatalog};

/// Whether a catalogue can be sold by its subsidiary: one we know, in its currency, with published taxes that
/// are what our rules compute before rounding.
///
/// A catalogue published with a rate of zero publishes no tax: nothing is compared.
///
/// # Errors
/// The first difference, with its path.
pub fn check(
    catalog: &PublicCatalog,
    jurisdictions: &Jurisdictions,
    now: Timestamp,
) -> Result<(), ImportError> {
    let locale = Path::Key(&Path::Root, "locale");
    let Some(subsidiary) = jurisdictions.get(catalog.subsidiary) else {
        let message = format!("{} is not one of our subsidiaries", catalog.subsidiary);
        return Err(Path::Key(&locale, "subsidiary").error(message));
    };
    if catalog.currency != subsidiary.currency {
        let message =
            format!("{} sells in {}, not {}", subsidiary.code, subsidiary.currency, catalog.currency);
        return Err(Path::Key(&locale, "currencyCode").error(message));
    }
    if catalog.tax_rate.ppm() == 0 {
        return Ok(());
    }
    for (list, plans) in [("plans", &catalog.plans), ("addons", &catalog.addons)] {
        for (plan_index, plan) in plans.iter().enumerate() {
            for (index, price) in plan.prices.iter().enumerate() {
                let list = Path::Key(&Path::Root, list);
                let plan_path = &Path::Index(&list, plan_index);
                let path = Path::Index(&Path::Key(plan_path, "pricings"), index);
                same_tax(subsidiary, now, price.price, price.tax, &path)?;
            }
        }
    }
    Ok(())
}

fn same_tax(
    subsidiary: &Subsidiary,
    now: Timestamp,
    price: UnitPrice,
    published: Option<UnitPrice>,
    path: &Path<'_>,
) -> Result<(), ImportError> {
    let Some(published) = published else { return Ok(()) };
    match tax::exact(subsidiary, subsidiary.civil(now), price) {
        Some(ours) if ours != published => {
            let message = format!("{published:?} is published on {price:?}, our rules compute {ours:?}");
            Err(Path::Key(path, "tax").error(message))
        }
        // Without an exact form there is nothing exact to compare.
        Some(_) | None => Ok(()),
    }
}
