//! `comptoir verify`: re-walks books, payments and services, and says what cannot be right.

use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};
use kernel::Clock;

use super::open_database;
use crate::config::Config;
use crate::wiring;

/// Verifies everything; fails when something is wrong.
pub(super) async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    let jurisdictions = wiring::jurisdictions(config)?;
    let db = open_database(config).await?;
    let now = Clock::system().now();
    let bar = ProgressBar::new(0).with_style(style());
    let report = reports::verify(&db, &jurisdictions, now, |progress| {
        bar.set_length(progress.documents_total);
        bar.set_position(progress.documents);
        bar.set_message(format!("{} postings", progress.postings));
    })
    .await?;
    bar.finish_and_clear();
    db.close().await;
    for head in &report.books.heads {
        say!("{}: 1 to {}, sealed {}", head.series, head.number, head.seal);
    }
    say!(
        "{} documents, {} postings verified; {} wait for a number",
        report.books.documents,
        report.books.postings,
        report.books.waiting
    );
    for problem in &report.problems {
        say!("{problem}");
    }
    if report.is_clean() {
        say!("everything is right");
        return Ok(ExitCode::SUCCESS);
    }
    say!("{} things are wrong", report.problems_count);
    Ok(ExitCode::FAILURE)
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{bar:32} {pos}/{len} documents {msg}")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}
