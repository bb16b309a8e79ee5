//! `cargo xtask sim`: lives simulated years of business, as many as one likes, and checks every day of them.

use clap::Args;

use crate::shell::Run;

/// Which years.
#[derive(Args)]
pub(crate) struct Options {
    /// How many seeds, each lived on SQLite and on PostgreSQL
    #[arg(long, default_value_t = 1)]
    seeds: u64,
    /// The first seed: replays one that found something
    #[arg(long)]
    seed: Option<u64>,
    /// What else the simulation is told: --days N, --people N, --database sqlite
    #[arg(last = true)]
    more: Vec<String>,
}

/// Builds and simulates; whether nothing was found.
pub(crate) fn run(options: &Options) -> anyhow::Result<bool> {
    let seeds = options.seeds.to_string();
    let seed = options.seed.map(|seed| seed.to_string());
    let mut arguments = vec!["run", "--quiet", "--release", "--package", "sim", "--", "--seeds", &seeds];
    if let Some(seed) = &seed {
        arguments.extend(["--seed", seed]);
    }
    arguments.extend(options.more.iter().map(String::as_str));
    Run::new("cargo", &arguments).succeeds()
}
