//! How fast a catalogue is read and stored, beside the same rows inserted by the bare driver.
#![expect(clippy::float_arithmetic, reason = "speeds are not money")]

use std::time::Instant;

use kernel::Clock;

use crate::places;
use crate::raw::{self, CATALOG_TABLES, Copy};
use crate::report::Report;

/// Prices per second, parsing included.
pub(crate) async fn run(report: &Report, databases: &[String]) -> anyhow::Result<()> {
    let public = std::path::Path::new("../shared/data/catalogs/eco-FR.json");
    let text = if public.exists() {
        std::fs::read(public)?
    } else {
        eprintln!("import: the public catalogue is not here; measured on the demonstration's");
        std::fs::read("catalogs/demo-FR.json")?
    };
    for place in places::wanted(databases)? {
        let db = place.open().await?;
        let now = Clock::system().now();
        let begun = Instant::now();
        let catalog = catalog::parse(&text)?;
        let prices = catalog.price_count();
        db.registry()
            .write::<_, catalog::NotImported, _>(move |tx| catalog::import(tx, now, &catalog, &|_| {}))
            .await?;
        let rate = prices as f64 / begun.elapsed().as_secs_f64();
        db.close().await;
        let twin = place.twin().await?;
        let (from, to) = (&place.target, &twin);
        let copies = raw::copy(Copy { from, to, ground: &[], tables: CATALOG_TABLES, per_commit: 1 }).await?;
        report.rate("import", place.name, rate, "prices/s", copies * prices as f64);
    }
    Ok(())
}
