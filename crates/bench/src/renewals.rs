//! From a due service to its paid invoice, beside the same rows inserted a thousand per transaction by the bare driver.
#![expect(clippy::float_arithmetic, reason = "speeds are not money")]

use std::time::{Duration, Instant};

use flows::Cx;
use flows::renew::{self, Part};
use kernel::{Clock, SignedDuration};

use crate::customers::cx;
use crate::places;
use crate::raw::{self, Copy, RENEWAL_GROUND, RENEWAL_TABLES};
use crate::report::Report;

/// How many renewals the bare driver commits together.
const PER_COMMIT: usize = 1_000;
/// The promise: so much of the bare driver's rate.
const SHARE_MIN: f64 = 0.3;
/// The promise: what a renewal costs grows by no more than this from the smallest run to the largest.
const GROWTH_MAX: f64 = 1.1;
/// How long no invoice may come before the run is given up.
const STILL_MAX: Duration = Duration::from_secs(60);
/// How many services one look takes.
const SERVICES_MAX: u32 = 1_000;

/// Renewals per second for each number of due services: order, charge at once, invoice, ledger, e-mail queued.
pub(crate) async fn run(report: &Report, databases: &[String], sizes: &[usize]) -> anyhow::Result<()> {
    let mut costs: Vec<(&'static str, f64)> = Vec::new();
    for &services in sizes {
        for place in places::wanted(databases)? {
            let start = Clock::system().now();
            let clock = Clock::manual(start);
            let cx = Cx { clock: clock.clone(), ..cx(place.open().await?)? };
            let wanted = sim::due::Wanted {
                services,
                each: 1,
                card: Some(("instant".to_owned(), "tok_bench".to_owned())),
            };
            sim::due::write(&cx, &wanted).await?;
            clock.advance(SignedDuration::from_hours(24 * 32))?;
            eprintln!("renewals, {}: {services} services are due", place.name);
            let begun = Instant::now();
            // The register works while the run goes on, each as it pleases: they are two duties of a worker.
            let register = tokio::spawn(stamp(cx.clone(), services));
            let mut billed = 0;
            while billed < services as u64 {
                let ran = renew::run(&cx, Part::ALL, SERVICES_MAX).await?;
                anyhow::ensure!(ran.held == 0, "{} services were put aside", ran.held);
                anyhow::ensure!(ran.services > 0, "the run stands still");
                billed += ran.collected;
            }
            register.await??;
            let seconds = begun.elapsed().as_secs_f64();
            cx.db.close().await;
            let twin = place.twin().await?;
            eprintln!("renewals, {}: the same rows by the bare driver", place.name);
            let (from, to, per_commit) = (&place.target, &twin, PER_COMMIT);
            let limit =
                raw::copy(Copy { from, to, ground: RENEWAL_GROUND, tables: RENEWAL_TABLES, per_commit })
                    .await?;
            let rate = services as f64 / seconds;
            let name = format!("renewals, {services} due");
            report.rate(&name, place.name, rate, "renewals/s", limit);
            report.rate(&format!("{name}, of the promise"), place.name, rate / limit, "of limit", SHARE_MIN);
            costs.push((place.name, seconds / services as f64));
        }
    }
    for database in ["sqlite", "postgres"] {
        let of: Vec<f64> =
            costs.iter().filter(|(name, _)| *name == database).map(|(_, cost)| *cost).collect();
        if let [first, .., last] = of[..] {
            report.cost("renewals, growth of the cost", database, last / first, "times", GROWTH_MAX);
        }
    }
    Ok(())
}

/// Numbers so many invoices as they come, and brings each to its account.
async fn stamp(cx: Cx, invoices: usize) -> anyhow::Result<()> {
    let mut stamped = 0;
    let mut last = Instant::now();
    while stamped < invoices {
        let swept = flows::register(&cx, 500).await?;
        stamped += swept.stamped;
        if swept.stamped > 0 {
            last = Instant::now();
        } else {
            anyhow::ensure!(last.elapsed() < STILL_MAX, "{stamped} of {invoices} invoices have their number");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
    Ok(())
}
