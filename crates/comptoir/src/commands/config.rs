//! `comptoir config`: the settings in force, and an example. Mistakes are shown before any command runs.

use std::process::ExitCode;

use crate::config::{self, Config};

/// Shows every setting in force; secrets are hidden.
pub(super) fn check(config: &Config) -> ExitCode {
    for entry in config.entries() {
        say!("{} = {}", entry.path, entry.written);
    }
    say!("# the configuration is good");
    ExitCode::SUCCESS
}

/// Prints the commented example.
pub(super) fn show_example() -> ExitCode {
    say!("{}", config::example().trim_end());
    ExitCode::SUCCESS
}
