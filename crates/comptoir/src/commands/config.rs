//! `comptoir config`: the settings in force, and an example. Mistakes are shown before any command runs.

use std::path::Path;
use std::process::ExitCode;

use jurisdictions::Jurisdictions;
use kernel::{Date, Timestamp};

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
    if let Err(error) = wiring::brand(config) {
        eprintln!("{error:#}");
        return ExitCode::FAILURE;
    }
    for folder in missing_folders(&config.documents.fonts) {
        say!("# warning: documents.fonts: there is no folder {folder}");
    }
    for warning in warnings(&jurisdictions, now) {
        say!("# warning: {warning}");
    }
    say!("# the configuration is good");
    ExitCode::SUCCESS
}

/// The folders of fonts that are not there; the usual ones may be absent.
fn missing_folders(fonts: &[String]) -> impl Iterator<Item = &String> {
    let usual = Config::default().documents.fonts;
    fonts.iter().filter(move |folder| !usual.contains(folder) && !Path::new(folder).is_dir())
}

/// What the law or the moon changes, and nobody has written down yet.
fn warnings(jurisdictions: &Jurisdictions, now: Timestamp) -> Vec<String> {
    let mut warnings = Vec::new();
    for subsidiary in jurisdictions.all() {
        let (today, code) = (subsidiary.civil(now), subsidiary.code);
        if let Some(last) = subsidiary.holidays.announced_until().filter(|last| *last <= today.year()) {
            warnings.push(format!(
                "{code}: the holidays that are announced each year are known until {last}; add those of {} to its \
                 file, or business days will be wrong",
                last + 1
            ));
        }
        let half = half_year(today);
        if let Some(since) = subsidiary.late_rate_since(today).filter(|since| *since < half) {
            warnings.push(format!(
                "{code}: the rate of interest on late payments is the one of {since}; add a [[late_rate]] from \
                 {half} to its file, or invoices will state an old one"
            ));
        }
    }
    warnings
}

/// The first day of the half year of a day.
fn half_year(day: Date) -> Date {
    let month = if day.month() < 7 { 1 } else { 7 };
    Date::new(day.year(), month, 1).unwrap_or(day)
}

/// Prints the commented example.
pub(super) fn show_example() -> ExitCode {
    say!("{}", config::example().trim_end());
    ExitCode::SUCCESS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn warned(at: &str) -> Vec<String> {
        warnings(Jurisdictions::embedded(), at.parse().expect("an instant"))
    }

    #[test]
    fn what_is_not_yet_known_is_warned_of() {
        assert_eq!(warned("2026-06-30T12:00:00Z"), [""; 0]);
        let [rate] = warned("2026-07-01T12:00:00Z").try_into().expect("one warning");
        assert!(rate.contains("FR") && rate.contains("2026-01-01") && rate.contains("2026-07-01"), "{rate}");
        assert!(warned("2027-01-01T12:00:00Z").iter().any(|warning| warning.starts_with("SN: the holidays")));
    }
}
