//! `comptoir verify`: re-walks invoices, numbers and ledger, and says what cannot be right.

use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};

use super::open_database;
use crate::config::Config;

/// Verifies everything; fails when something is wrong.
pub(super) async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    let db = open_database(config).await?;
    let bar = ProgressBar::new(0).with_style(style());
    let report = invoicing::verify(&db, |progress| {
        bar.set_length(progress.documents_total);
        bar.set_position(progress.documents);
        bar.set_message(format!("{} postings", progress.postings));
    })
    .await?;
    bar.finish_and_clear();
    db.close().await;
    for head in &report.heads {
        say!("{}: 1 to {}, sealed {}", head.series, head.number, head.seal);
    }
    say!(
        "{} documents, {} postings verified; {} wait for a number",
        report.documents,
        report.postings,
        report.waiting
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
