//! `comptoir config`: the settings in force, and an example. Mistakes are shown before any command runs.

use std::process::ExitCode;

use crate::config::{self, Config};

/// Shows every setting in force; secrets are hidden.
pub(super) fn check(config: &Config) -> ExitCode {
    for entry in config.entries() {
        println!("{} = {}", entry.path, entry.written);
    }
    println!("# the configuration is good");
    ExitCode::SUCCESS
}

/// Prints the commented example.
pub(super) fn show_example() -> ExitCode {
    print!("{}", config::example());
    ExitCode::SUCCESS
}
