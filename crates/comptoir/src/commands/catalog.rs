//! `comptoir catalog import`: reads public catalogues, each whole or not at all.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context;
use catalog::{Imported, PublicCatalog};
use db::Db;
use indicatif::{ProgressBar, ProgressStyle};
use jurisdictions::Jurisdictions;
use kernel::{Clock, SubsidiaryCode, Timestamp};

use super::open_database;
use crate::cli::Catalog;
use crate::config::Config;
use crate::wiring;

/// Imports the files in their order; a file that cannot be imported does not stop the others.
pub(super) async fn run(question: Catalog, config: &Config) -> anyhow::Result<ExitCode> {
    let Catalog::Import { files, name } = question;
    let jurisdictions = wiring::jurisdictions(config)?;
    let db = open_database(config).await?;
    let now = Clock::system().now();
    let mut code = ExitCode::SUCCESS;
    for path in &files {
        if let Err(error) = import_file(&db, &jurisdictions, now, path, name.as_deref()).await {
            eprintln!("{}: {error:#}", path.display());
            code = ExitCode::FAILURE;
        }
    }
    db.close().await;
    Ok(code)
}

/// Reads, checks and imports one file, with a bar that shows how far it is.
async fn import_file(
    db: &Db,
    jurisdictions: &Jurisdictions,
    now: Timestamp,
    path: &Path,
    name: Option<&str>,
) -> anyhow::Result<()> {
    let begun = Instant::now();
    let mut catalog = read(path)?;
    if let Some(name) = name {
        catalog.name = Some(name.to_owned());
    }
    let bar = ProgressBar::new(0).with_style(style());
    bar.set_message(path.file_name().unwrap_or_default().to_string_lossy().into_owned());
    let imported = import(db, jurisdictions, now, catalog, Some(bar.clone())).await;
    bar.finish_and_clear();
    say!("{}: {} ({} ms)", path.display(), told(&imported?), begun.elapsed().as_millis());
    Ok(())
}

/// Reads a catalogue, called as its file is; of a file that is too large for one, no more than shows it.
pub(super) fn read(path: &Path) -> anyhow::Result<PublicCatalog> {
    let file = File::open(path).context("cannot be read")?;
    let size = file.metadata().map(|about| about.len()).unwrap_or_default();
    let most = catalog::BYTES_MAX as u64;
    if size > most {
        anyhow::bail!("the file has {size} bytes; a catalogue has at most {most}");
    }
    // What is no plain file tells no size.
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes).context("cannot be read")?;
    let catalog = catalog::parse(&bytes)?;
    let name = name_of(path, catalog.subsidiary);
    Ok(PublicCatalog { name, ..catalog })
}

/// What a file is called before its subsidiary: `eco` for `eco-FR.json`.
fn name_of(path: &Path, subsidiary: SubsidiaryCode) -> Option<String> {
    let name = path.file_stem()?.to_str()?.strip_suffix(subsidiary.as_str())?.strip_suffix('-')?;
    PublicCatalog::is_name(name).then(|| name.to_owned())
}

/// Checks a catalogue against the law of its subsidiary, and stores it.
pub(super) async fn import(
    db: &Db,
    jurisdictions: &Jurisdictions,
    now: Timestamp,
    catalog: PublicCatalog,
    bar: Option<ProgressBar>,
) -> anyhow::Result<Imported> {
    catalog::check(&catalog, jurisdictions, now)?;
    let stored = db.registry().write(move |tx| {
        catalog::import(tx, now, &catalog, &|progress| {
            if let Some(bar) = &bar {
                bar.set_length(progress.total);
                bar.set_position(progress.done);
            }
        })
    });
    Ok(stored.await?)
}

fn told(imported: &Imported) -> String {
    let version = &imported.version;
    let name = format!("{} {}", version.subsidiary, version.catalog_id);
    let called = version.name.as_deref();
    if imported.is_new {
        let called = called.map(|called| format!(" as {called}")).unwrap_or_default();
        format!("{name} is sold now{called}: {} plans, {} prices", version.plans, imported.prices)
    } else if let Some(called) = called.filter(|_| imported.is_renamed) {
        format!("{name} was imported before; it is called {called} now")
    } else {
        format!("{name} was imported before; nothing changed")
    }
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{msg} {bar:32} {pos}/{len} prices")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}
