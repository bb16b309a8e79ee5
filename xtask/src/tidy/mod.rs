//! The laws of the house that neither Cargo nor clippy can see, each with the sentence that explains it.

mod dependencies;
mod laws;
mod migrations;
mod ratchet;
mod source;
mod targets;

use std::path::Path;

use anyhow::Context;
use serde_json::Value;
use walkdir::WalkDir;

use crate::root;
use crate::shell::Run;
use source::Source;

/// A law broken at a place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    /// The file, from the repository's folder.
    path: String,
    /// The line, from 1.
    line: usize,
    /// What is wrong, and what to do instead.
    message: String,
}

impl Finding {
    fn new(path: &str, line: usize, message: impl Into<String>) -> Finding {
        Finding { path: path.to_owned(), line, message: message.into() }
    }
}

/// Checks every law and prints what it finds; whether all are kept.
pub(crate) fn run() -> anyhow::Result<bool> {
    let sources = sources(&root())?;
    let manifest = read(&root().join("Cargo.toml"))?;
    let migrations = root().join("migrations");
    let mut findings = Vec::new();
    for source in &sources {
        findings.extend(laws::check(source));
    }
    findings.extend(laws::stale(&sources));
    findings.extend(ratchet::check(&sources, &read(&root().join(ratchet::LIST))?));
    let metadata = metadata()?;
    findings.extend(dependencies::check(&metadata, &manifest, &sources)?);
    findings.extend(targets::check(&metadata, &sources)?);
    findings.extend(migrations::check(&names(&migrations)?));
    findings.sort();
    for Finding { path, line, message } in &findings {
        println!("{path}:{line}: {message}");
    }
    println!("tidy: {} files, {} findings", sources.len(), findings.len());
    Ok(findings.is_empty())
}

/// What Cargo knows about the workspace.
pub(crate) fn metadata() -> anyhow::Result<Value> {
    let text = Run::new("cargo", &["metadata", "--no-deps", "--format-version", "1"]).output()?;
    serde_json::from_str(&text).context("cargo metadata is not what it was")
}

fn sources(root: &Path) -> anyhow::Result<Vec<Source>> {
    let mut sources = Vec::new();
    for folder in ["crates", "xtask"] {
        for entry in WalkDir::new(root.join(folder)).sort_by_file_name() {
            let entry = entry?;
            if entry.path().extension().is_some_and(|extension| extension == "rs") {
                let path = entry.path().strip_prefix(root)?.to_string_lossy().replace('\\', "/");
                sources.push(Source::parse(&path, &read(entry.path())?)?);
            }
        }
    }
    Ok(sources)
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn names(folder: &Path) -> anyhow::Result<Vec<String>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let mut names: Vec<String> = entries
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<anyhow::Result<_>>()?;
    names.sort();
    Ok(names)
}
