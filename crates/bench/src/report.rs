//! The lines a bench prints.
#![expect(clippy::float_arithmetic, reason = "speeds are not money")]

use serde::Serialize;

/// Prints lines as a table or as JSON.
pub(crate) struct Report {
    is_json: bool,
}

/// One measured figure beside its limit.
#[derive(Debug, Serialize)]
pub(crate) struct Line {
    /// Which bench.
    pub(crate) bench: String,
    /// On which database.
    pub(crate) database: String,
    /// The figure.
    pub(crate) value: f64,
    /// Its unit.
    pub(crate) unit: String,
    /// The limit, in the same unit.
    pub(crate) limit: f64,
    /// How much of the limit is reached: 1 is all of it. For times and sizes, the limit over the figure.
    pub(crate) ratio: f64,
}

impl Report {
    pub(crate) fn new(is_json: bool) -> Report {
        if !is_json {
            println!(
                "{:<34} {:<9} {:>12} {:<9} {:>12} {:>7}",
                "bench", "database", "value", "unit", "limit", "ratio"
            );
        }
        Report { is_json }
    }

    /// More is better: how near we come to a rate.
    pub(crate) fn rate(&self, bench: &str, database: &str, value: f64, unit: &str, limit: f64) {
        self.print(bench, database, value, unit, limit, value / limit);
    }

    /// Less is better: how far we stay below a bound.
    pub(crate) fn cost(&self, bench: &str, database: &str, value: f64, unit: &str, limit: f64) {
        self.print(bench, database, value, unit, limit, limit / value);
    }

    fn print(&self, bench: &str, database: &str, value: f64, unit: &str, limit: f64, ratio: f64) {
        let tenth = |figure: f64| (figure * 10.0).round() / 10.0;
        let line = Line {
            bench: bench.to_owned(),
            database: database.to_owned(),
            value: tenth(value),
            unit: unit.to_owned(),
            limit: tenth(limit),
            ratio: (ratio * 100.0).round() / 100.0,
        };
        if self.is_json {
            println!("{}", serde_json::to_string(&line).unwrap_or_default());
        } else {
            println!(
                "{:<34} {:<9} {:>12.1} {:<9} {:>12.1} {:>7.2}",
                line.bench, line.database, line.value, line.unit, line.limit, line.ratio
            );
        }
    }
}
