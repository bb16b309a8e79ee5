//! Simulates years of business, one seed after the other; a seed that finds something says how to replay it.

use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use sim::Year;
use testkit::{Backend, TestDb};

/// Simulates years of business.
#[derive(Debug, Parser)]
#[command(name = "sim", about = "Simulates years of business and checks every day of them.")]
struct Options {
    /// How many seeds.
    #[arg(long, default_value_t = 1)]
    seeds: u64,
    /// The first seed.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many days a year has.
    #[arg(long, default_value_t = 365)]
    days: u64,
    /// How many customers live in a year.
    #[arg(long, default_value_t = 8)]
    people: u64,
    /// On which database.
    #[arg(long, default_value = "both")]
    database: Database,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Database {
    Both,
    Sqlite,
    Postgres,
}

impl Database {
    fn backends(self) -> &'static [(Backend, &'static str)] {
        const BOTH: [(Backend, &str); 2] = [(Backend::Sqlite, "sqlite"), (Backend::Postgres, "postgres")];
        match self {
            Database::Both => &BOTH,
            Database::Sqlite => &BOTH[..1],
            Database::Postgres => &BOTH[1..],
        }
    }
}

fn main() -> ExitCode {
    let options = Options::parse();
    let Options { seeds, seed, days, people, database } = options;
    let backends = database.backends();
    let bar = ProgressBar::new(seeds * backends.len() as u64).with_style(style());
    bar.enable_steady_tick(Duration::from_secs(1));
    let (mut documents, mut found) = (0, 0);
    for seed in seed..seed.saturating_add(seeds) {
        for (backend, name) in backends {
            let year = Year { seed, days, people };
            let told = testkit::run(*backend, |db: TestDb| async move { sim::year(db.target(), year).await });
            match told {
                Ok(told) => documents += told.documents,
                Err(error) => {
                    found += 1;
                    bar.suspend(|| {
                        eprintln!("seed {seed} on {name}: {error:#}");
                        eprintln!(
                            "  replay: cargo xtask sim --seed {seed} -- --days {days} --people {people} --database {name}"
                        );
                    });
                }
            }
            bar.inc(1);
            bar.set_message(format!("{documents} documents, {found} found"));
        }
    }
    bar.finish_and_clear();
    println!("{} years, {documents} documents: {found} found something", seeds * backends.len() as u64);
    if found == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{bar:32} {pos}/{len} years {per_sec} {msg}")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}
