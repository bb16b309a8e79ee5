//! `comptoir fec`: writes France's file of accounting entries, with a bar that shows how far it is.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use kernel::{Clock, SubsidiaryCode};
use reports::fec::{self, Siren, Year};

use super::open_database;
use crate::cli::Fec;
use crate::config::Config;
use crate::wiring;

/// Writes the file beside its place, and moves it there when it is whole.
pub(super) async fn run(question: Fec, config: &Config) -> anyhow::Result<ExitCode> {
    let code = SubsidiaryCode::parse(&question.subsidiary).context("--subsidiary")?;
    let jurisdictions = wiring::jurisdictions(config)?;
    let subsidiary = jurisdictions.get(code).with_context(|| {
        let known: Vec<&str> = jurisdictions.all().iter().map(|known| known.code.as_str()).collect();
        format!("--subsidiary: {code} is none of {}", known.join(", "))
    })?;
    let siren = Siren::of(subsidiary)?;
    let year = Year::of(question.year).with_context(|| format!("--year: {} is no year", question.year))?;
    let chart = config.accounting.chart().map_err(|_| anyhow::anyhow!("accounting: see config check"))?;
    let path = question.out.join(fec::file_name(&siren, year));
    let part = path.with_extension("txt.part");
    let file = private(&part).with_context(|| format!("cannot write {}", part.display()))?;
    let db = open_database(config).await?;
    let bar = ProgressBar::new(0).with_style(style());
    let mut out = BufWriter::new(file);
    let now = Clock::system().now();
    let written = fec::write(&db, subsidiary, &chart, question.year, now, &mut out, |progress| {
        bar.set_length(progress.entries_total);
        bar.set_position(progress.entries);
    })
    .await;
    bar.finish_and_clear();
    db.close().await;
    let written = match written {
        Ok(written) => written,
        Err(error) => {
            // Half a file looks like a whole one to whoever it is handed to.
            std::fs::remove_file(&part).context("what was begun cannot be removed")?;
            return Err(error.into());
        }
    };
    out.get_ref().sync_all().context("the file cannot be kept")?;
    std::fs::rename(&part, &path).with_context(|| format!("cannot write {}", path.display()))?;
    say!("{}: {} entries, {} lines", path.display(), written.entries, written.lines);
    if written.late > 0 {
        say!("{} of them, at the end, were recorded after the year was over", written.late);
    }
    if !written.is_over {
        say!(
            "the year is not over: the file ends {} minutes ago, and its entries keep their numbers in later ones",
            fec::SETTLED_MINUTES
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// A new file that only our user reads: it names every customer.
fn private(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{bar:32} {pos}/{len} entries {per_sec} {eta}")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}
