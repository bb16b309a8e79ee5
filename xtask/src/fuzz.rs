//! `cargo xtask fuzz`: the edges of the API before input of chance, as much of it as one likes.

use std::time::Instant;

use clap::Args;

use crate::install;
use crate::shell::Run;

/// How much is thrown at it.
#[derive(Args)]
pub(crate) struct Options {
    /// How many signatures, access rules and calls
    #[arg(long, default_value_t = 1_000_000)]
    inputs: u32,
    /// How many calls schemathesis makes of the published description
    #[arg(long, default_value_t = 20_000)]
    cases: u32,
}

/// What is thrown, and the tests that throw it.
const RULES: [&str; 4] = ["--package", "accounts", "--lib", "api::rules::"];
const SIGNATURES: [&str; 4] = ["--package", "api", "--lib", "signature::"];
const LISTS: [&str; 4] = ["--package", "api", "--lib", "list::"];
const CALLS: [&str; 5] = ["--package", "api", "--test", "it", "edges::"];
const DESCRIBED: [&str; 5] = ["--package", "api", "--test", "it", "schemathesis::"];

/// Throws everything; whether nothing was found.
pub(crate) fn run(options: &Options) -> anyhow::Result<bool> {
    let inputs = options.inputs.to_string();
    let has_clients = install::schemathesis()?.is_some();
    let mut is_sound = has_clients;
    // A call is made on each of the two databases.
    let calls = options.inputs.div_ceil(2).to_string();
    is_sound &= thrown("access rules", &RULES, ("PROPTEST_CASES", &inputs))?;
    is_sound &= thrown("signatures", &SIGNATURES, ("PROPTEST_CASES", &inputs))?;
    is_sound &= thrown("filters of lists", &LISTS, ("PROPTEST_CASES", &inputs))?;
    is_sound &= thrown("bodies, queries, headers", &CALLS, ("RANDOM_CALLS", &calls))?;
    let cases = options.cases.div_ceil(2).to_string();
    is_sound &= thrown("what is described", &DESCRIBED, ("DESCRIBED_CALLS", &cases))?;
    Ok(is_sound)
}

fn thrown(what: &str, tests: &[&str], (name, count): (&str, &str)) -> anyhow::Result<bool> {
    let begun = Instant::now();
    let arguments = [&["test", "--release"], tests, &["--", "--nocapture"]].concat();
    let is_sound = Run::new("cargo", &arguments).env(name, count).succeeds()?;
    println!("{what}: {name}={count}, {} s", begun.elapsed().as_secs());
    Ok(is_sound)
}
