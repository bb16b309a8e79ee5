//! `cargo xtask kill`: the renewal run that is killed ten times, with as many services as one likes.

use clap::Args;

use crate::shell::Run;

/// How much is killed.
#[derive(Args)]
pub(crate) struct Options {
    /// How many services are due
    #[arg(long, default_value_t = 10_000)]
    services: usize,
}

/// Kills and counts; whether each service was renewed once.
pub(crate) fn run(options: &Options) -> anyhow::Result<bool> {
    let arguments =
        ["test", "--release", "--package", "flows", "--test", "it", "kill_renewals", "--", "--nocapture"];
    Run::new("cargo", &arguments).env("COMPTOIR_TEST_RENEWALS", options.services.to_string()).succeeds()
}
