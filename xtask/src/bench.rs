//! `cargo xtask bench`: builds what is measured in release, then lets the bench crate measure it.

use clap::Args;

use crate::shell::Run;
use crate::{install, target_folder};

/// What to measure, and how to say it.
#[derive(Args)]
pub(crate) struct Options {
    /// The benches to run: start, import, orders, renewals, documents, exports, pages, api. All of them when none is named.
    names: Vec<String>,
    /// One JSON object per line: bench, database, value, unit, limit, ratio.
    #[arg(long)]
    json: bool,
}

/// Builds and measures; whether both went well.
pub(crate) fn run(options: &Options) -> anyhow::Result<bool> {
    let build = ["build", "--quiet", "--release", "--package", "comptoir", "--package", "bench"];
    if !Run::new("cargo", &build).succeeds()? {
        return Ok(false);
    }
    let measures_documents = options.names.is_empty() || options.names.iter().any(|name| name == "documents");
    let weasyprint = if measures_documents { install::weasyprint()? } else { None };
    let weasyprint = weasyprint.map(|python| python.to_string_lossy().into_owned());
    let mut arguments: Vec<&str> = options.names.iter().map(String::as_str).collect();
    if let Some(python) = &weasyprint {
        arguments.extend(["--weasyprint", python]);
    }
    if options.json {
        arguments.push("--json");
    }
    // As it was built: asked for alone, Cargo would choose other features of what it depends on, and build it again.
    let program = target_folder()?.join("release/bench");
    Run::new(&program.to_string_lossy(), &arguments).succeeds()
}
