//! What we promise about speed, beside the limit, in one run.
//!
//! Machines differ and are noisy, so no figure stands alone: each is printed beside a limit that was measured in
//! the same run on the same machine (the bare driver inserting the same rows), or beside the promise itself.

mod customers;
mod import;
mod orders;
mod places;
mod raw;
mod renewals;
mod report;
mod start;

use clap::Parser;

use crate::report::Report;

/// The allocator of the product: what is measured is what runs.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What is measured, and how it is printed.
#[derive(Debug, Parser)]
#[command(name = "bench", about = "Measures what we promise about speed, beside the limit.")]
struct Options {
    /// The benches to run: start, import, orders, renewals. All of them when none is named.
    names: Vec<String>,
    /// One JSON object per line: bench, database, value, unit, limit, ratio.
    #[arg(long)]
    json: bool,
    /// How many orders the orders bench makes on each database.
    #[arg(long, default_value_t = 4_000)]
    orders: usize,
    /// How many services are due in each run of the renewals bench.
    #[arg(long, value_delimiter = ',', default_values_t = [1_000, 10_000, 100_000])]
    services: Vec<usize>,
    /// The databases to measure on: sqlite, postgres.
    #[arg(long, value_delimiter = ',', default_values = ["sqlite", "postgres"])]
    databases: Vec<String>,
}

fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let report = Report::new(options.json);
    let known = ["start", "import", "orders", "renewals"];
    if let Some(unknown) = options.names.iter().find(|name| !known.contains(&name.as_str())) {
        anyhow::bail!("there is no bench called {unknown}: there are {}", known.join(", "));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    for name in known {
        if !options.names.is_empty() && !options.names.iter().any(|wanted| wanted == name) {
            continue;
        }
        match name {
            "start" => start::run(&report, &options.databases)?,
            "import" => runtime.block_on(import::run(&report, &options.databases))?,
            "renewals" => runtime.block_on(renewals::run(&report, &options.databases, &options.services))?,
            _ => runtime.block_on(orders::run(&report, &options.databases, options.orders))?,
        }
    }
    Ok(())
}
