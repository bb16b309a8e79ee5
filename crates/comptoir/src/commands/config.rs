//! `comptoir config`: the settings in force, and an example. Mistakes are shown before any command runs.

use std::process::ExitCode;

use kernel::Timestamp;

use crate::config::{self, Config};
use crate::wiring;

/// Shows every setting in force, secrets hidden, and what will soon need the operator's hand.
pub(super) fn check(config: &Config, now: Timestamp) -> ExitCode {
    for entry in config.entries() {
        say!("{} = {}", entry.path, entry.written);
    }
    let jurisdictions = match wiring::jurisdictions(config) {
        Ok(jurisdictions) => jurisdictions,
        Err(error) => {
            eprintln!("{error:#}");
            return ExitCode::FAILURE;
        }
    };
    for subsidiary in jurisdictions.all() {
        let year = subsidiary.civil(now).year();
        if let Some(last) = subsidiary.holidays.announced_until().filter(|last| *last <= year) {
            say!(
                "# warning: {}: the holidays that are announced each year are known until {last}; add those of {} to \
                 its file, or business days will be wrong",
                subsidiary.code,
                last + 1
            );
        }
    }
    say!("# the configuration is good");
    ExitCode::SUCCESS
}

/// Prints the commented example.
pub(super) fn show_example() -> ExitCode {
    say!("{}", config::example().trim_end());
    ExitCode::SUCCESS
}
