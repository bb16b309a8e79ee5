//! `cargo xtask test`: everything that must be true before a change is taken, in one run and one profile.

use std::time::Instant;

use clap::Args;

use crate::shell::{self, Run};
use crate::tally::Tally;
use crate::{install, target_folder, tidy};

/// How to test.
#[derive(Args)]
pub(crate) struct Options {
    /// Install nothing; use what the machine has.
    #[arg(long)]
    no_install: bool,
    /// Leave out the browser tests.
    #[arg(long)]
    no_browser: bool,
}

/// Crates whose results must not depend on where the machine stands.
const CIVIL_TIME_CRATES: [&str; 5] = ["kernel", "jurisdictions", "orders", "services", "invoicing"];
/// Stories of months that pass, which nextest can pick out of a crate.
const CIVIL_TIME_STORIES: &str = "package(flows) & test(/it::(month|leaving)::/)";
/// Places to stand: a day ahead and a day behind, both with clocks that change.
const ZONES: [&str; 2] = ["Pacific/Auckland", "America/Juneau"];

/// Runs every check and prints one closing line; whether nothing failed.
pub(crate) fn run(options: &Options) -> anyhow::Result<bool> {
    let begun = Instant::now();
    let mut total = Tally::default();
    if !options.no_install {
        total += step("install", || Ok(Tally::one(install::run())));
    }
    total += step("format", || check(Run::new("cargo", &["fmt", "--all", "--check"])));
    total += step("tidy", || Ok(Tally::one(tidy::run()?)));
    total += step("clippy", || {
        check(Run::new("cargo", &["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]))
    });
    total += step("tests", || tests(None));
    for zone in ZONES {
        total += step(&format!("tests as in {zone}"), || tests(Some(zone)));
    }
    total += step("documentation", || {
        let arguments = ["doc", "--workspace", "--no-deps"];
        check(
            Run::new("cargo", &arguments)
                .env("RUSTDOCFLAGS", "--deny warnings --allow rustdoc::private_intra_doc_links"),
        )
    });
    if !options.no_browser {
        total += step("browser", browser);
    }
    let minutes = begun.elapsed().as_secs() / 60;
    println!("\n{minutes} min {} s", begun.elapsed().as_secs() % 60);
    println!("{total}");
    Ok(total.failed == 0)
}

fn step(name: &str, work: impl FnOnce() -> anyhow::Result<Tally>) -> Tally {
    println!("\n== {name}");
    let begun = Instant::now();
    let tally = work().unwrap_or_else(|error| {
        eprintln!("{name}: {error:#}");
        Tally::one(false)
    });
    println!("== {name}: {tally} ({} s)", begun.elapsed().as_secs());
    tally
}

fn check(run: Run) -> anyhow::Result<Tally> {
    run.succeeds().map(Tally::one)
}

/// What a runner of tests says; a runner that fails without a failed test counts as one failure.
fn counted(run: Run) -> anyhow::Result<Tally> {
    let shown = run.shown().to_owned();
    let (is_good, lines) = run.watched()?;
    let mut tally = Tally::read(lines.iter().map(String::as_str));
    if !is_good && tally.failed == 0 {
        println!("`{shown}` failed");
        tally += Tally::one(false);
    }
    Ok(tally)
}

/// Every test; or those that must not notice in which zone the machine stands. The workspace is built as a whole
/// either way, because a part of it alone would choose other features of its dependencies and compile them again.
fn tests(zone: Option<&str>) -> anyhow::Result<Tally> {
    let civil = CIVIL_TIME_CRATES.map(|name| format!("package({name})")).join(" | ");
    let civil = format!("{civil} | ({CIVIL_TIME_STORIES})");
    // Half of them wait for a database server, or for time to pass: more at once than the machine has processors.
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let at_once = (processors + processors.div_ceil(2)).to_string();
    let mut arguments: Vec<&str> = if shell::has("cargo-nextest") {
        vec!["nextest", "run", "--no-fail-fast", "--workspace", "--test-threads", &at_once]
    } else {
        println!("cargo-nextest is absent: using `cargo test`, which is slower and just as strict");
        vec!["test", "--quiet", "--no-fail-fast", "--workspace"]
    };
    if zone.is_some() && arguments.contains(&"nextest") {
        arguments.extend(["--filterset", &civil]);
    } else if zone.is_some() {
        arguments.retain(|argument| *argument != "--workspace");
        arguments.extend(CIVIL_TIME_CRATES.iter().flat_map(|name| ["--package", *name]));
    }
    let mut run = Run::new("cargo", &arguments).env("INSTA_UPDATE", "no");
    if let Some(zone) = zone {
        run = run.env("TZ", zone);
    }
    counted(run)
}

fn browser() -> anyhow::Result<Tally> {
    let Some(folder) = install::browser_folder() else {
        println!("no browser/package.json: no browser tests");
        return Ok(Tally::default());
    };
    let Some(chromium) = install::chromium() else {
        anyhow::bail!("no Chromium: install it, or leave the browser tests out with --no-browser");
    };
    // The binary that the tests have just linked, or links now without compiling anything again.
    if !Run::new("cargo", &["build", "--package", "comptoir"]).succeeds()? {
        return Ok(Tally::one(false));
    }
    let binary = target_folder()?.join("debug/comptoir");
    let mut tally = Tally::default();
    // Stories by two, because one waits as often as it works; what is timed has the machine to itself.
    for script in ["stories", "speed"] {
        tally += counted(
            Run::new("npm", &["run", "--silent", script])
                .within(&folder)
                .env("TESTED_BINARY", &binary)
                .env("CHROMIUM", &chromium),
        )?;
    }
    Ok(tally)
}
