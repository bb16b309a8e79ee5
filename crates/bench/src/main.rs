//! What we promise about speed, beside the limit, in one run.
//!
//! Machines differ and are noisy, so no figure stands alone: each is printed beside a limit that was measured in
//! the same run on the same machine (the bare driver inserting the same rows), or beside the promise itself.

mod api;
mod bare;
mod books;
mod customers;
mod documents;
mod exports;
mod import;
mod orders;
mod pages;
mod places;
mod raw;
mod renewals;
mod report;
mod server;
mod start;

use std::path::PathBuf;

use clap::Parser;

use crate::report::Report;

/// The allocator of the product: what is measured is what runs.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What is measured, and how it is printed.
#[derive(Debug, Parser)]
#[command(name = "bench", about = "Measures what we promise about speed, beside the limit.")]
struct Options {
    /// The benches to run: start, import, orders, renewals, documents, exports, pages, api. All of them when none is named.
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
    /// How many invoices the largest account has for exports, pages and api.
    #[arg(long, default_value_t = 1_000_000)]
    invoices: usize,
    /// A Python that has WeasyPrint, for documents.
    #[arg(long)]
    weasyprint: Option<PathBuf>,
    /// The databases to measure on: sqlite, postgres.
    #[arg(long, value_delimiter = ',', default_values = ["sqlite", "postgres"])]
    databases: Vec<String>,
    #[command(flatten)]
    told: bare::Told,
}

/// How many invoices the largest account has where there are few: the calls of the API are measured with both.
const FEW_INVOICES: usize = 1_000;

fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    if options.told.is_bare() {
        return runtime.block_on(options.told.run());
    }
    let report = Report::new(options.json);
    let known = ["start", "import", "orders", "renewals", "documents", "exports", "pages", "api"];
    if let Some(unknown) = options.names.iter().find(|name| !known.contains(&name.as_str())) {
        anyhow::bail!("there is no bench called {unknown}: there are {}", known.join(", "));
    }
    let is_wanted =
        |name: &str| options.names.is_empty() || options.names.iter().any(|wanted| wanted == name);
    let databases = &options.databases;
    if is_wanted("start") {
        start::run(&report, databases)?;
    }
    if is_wanted("import") {
        runtime.block_on(import::run(&report, databases))?;
    }
    if is_wanted("orders") {
        runtime.block_on(orders::run(&report, databases, options.orders))?;
    }
    if is_wanted("renewals") {
        runtime.block_on(renewals::run(&report, databases, &options.services))?;
    }
    if is_wanted("documents") {
        runtime.block_on(documents::run(&report, options.weasyprint.as_deref()))?;
    }
    if is_wanted("api") {
        for place in places::wanted(databases)? {
            let books = runtime.block_on(books::Books::keep(&place, FEW_INVOICES))?;
            api::run(&report, &runtime, &place, &books)?;
        }
    }
    if is_wanted("exports") || is_wanted("pages") || is_wanted("api") {
        // Filling takes longest: all of them are measured on the same books.
        for place in places::wanted(databases)? {
            let books = runtime.block_on(books::Books::keep(&place, options.invoices))?;
            if is_wanted("exports") {
                exports::run(&report, &place, &books)?;
            }
            if is_wanted("pages") {
                pages::run(&report, &place, &books)?;
            }
            if is_wanted("api") {
                api::run(&report, &runtime, &place, &books)?;
            }
        }
    }
    Ok(())
}
