//! Chores of the project: test everything, check the laws of the house, measure.

mod bench;
mod fuzz;
mod install;
mod kill;
mod shell;
mod sim;
mod tally;
mod test;
mod tidy;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Chores of the project.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Install what the machine lacks, then check and test everything.
    Test(test::Options),
    /// Check the laws of the house that neither Cargo nor clippy can see.
    Tidy,
    /// Measure what we promise about speed, beside the raw limit.
    Bench(bench::Options),
    /// Kill a renewal run of many services ten times, and count.
    Kill(kill::Options),
    /// Throw a million mangled signatures, rules and calls at the edges of the API.
    Fuzz(fuzz::Options),
    /// Live simulated years of business and check every day of them.
    Sim(sim::Options),
    /// Check licences, bans and sources of the dependencies (needs cargo-deny).
    Deny,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().chore {
        Chore::Test(options) => test::run(&options),
        Chore::Tidy => tidy::run(),
        Chore::Bench(options) => bench::run(&options),
        Chore::Kill(options) => kill::run(&options),
        Chore::Fuzz(options) => fuzz::run(&options),
        Chore::Sim(options) => sim::run(&options),
        Chore::Deny => deny(),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn deny() -> anyhow::Result<bool> {
    if !shell::has("cargo-deny") {
        anyhow::bail!("cargo-deny is absent: `cargo install --locked cargo-deny`");
    }
    shell::Run::new("cargo", &["deny", "check", "licenses", "bans", "sources"]).succeeds()
}

/// The folder of the repository.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(|| PathBuf::from("."), PathBuf::from)
}

/// Where Cargo puts what it builds.
fn target_folder() -> anyhow::Result<PathBuf> {
    let metadata = tidy::metadata()?;
    let folder = metadata["target_directory"].as_str().unwrap_or("target");
    Ok(PathBuf::from(folder))
}
