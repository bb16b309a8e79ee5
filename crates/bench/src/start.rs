//! How soon a server shows its first page, and how much memory it takes, beside what we promise.
#![expect(clippy::float_arithmetic, reason = "speeds are not money")]

use std::time::Instant;

use crate::places;
use crate::report::Report;
use crate::server::Program;

/// The promise: the first page within this many milliseconds.
const PAGE_MS_MAX: f64 = 100.0;
/// The promise: no more than this many megabytes.
const MEMORY_MB_MAX: f64 = 60.0;
/// How often the start is tried; the middle one counts.
const STARTS: usize = 5;

/// Starts the server as an operator does, on a database that is ready.
pub(crate) fn run(report: &Report, databases: &[String]) -> anyhow::Result<()> {
    for place in places::wanted(databases)? {
        let program = Program::on(&place)?;
        program.migrate()?;
        let mut starts = Vec::new();
        for _ in 0..STARTS {
            let begun = Instant::now();
            let serving = program.serve()?;
            starts.push((begun.elapsed().as_secs_f64() * 1_000.0, serving.memory_mb("VmRSS:")?));
        }
        starts.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (page_ms, memory_mb) = starts[STARTS / 2];
        report.cost("start, first page", place.name, page_ms, "ms", PAGE_MS_MAX);
        report.cost("start, memory", place.name, memory_mb, "MB", MEMORY_MB_MAX);
    }
    Ok(())
}
