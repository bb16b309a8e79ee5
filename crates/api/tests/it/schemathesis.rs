//! The published description, taken at its word by a program that is not ours: schemathesis makes calls of it, and judges
//! the answers by it. `cargo xtask test` installs it in `target/schemathesis`; without it this test says so and skips.

use std::path::PathBuf;

use api::Options;
use testkit::TestDb;
use tokio::process::Command;

use crate::clients::{python, served};
use crate::oauth2;
use crate::world::World;

/// How many calls are made on each database, where `DESCRIBED_CALLS` does not say it: a second for ten. Where it does,
/// thousands go before them, one for each bound and each shape that the schemas have.
const CALLS: usize = 240;
/// What an answer must be: no mistake of ours, of a status that is described, JSON, and of the schema.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_headers_conformance,response_schema_conformance";

#[testkit::both_databases]
async fn every_answer_to_calls_of_chance_is_as_described(db: TestDb) {
    let Some(python) = python("schemathesis") else { return };
    #[expect(clippy::disallowed_methods, reason = "how much is tested is no configuration of the program")]
    let asked = std::env::var("DESCRIBED_CALLS").ok().map(|text| text.parse().expect("a number of calls"));
    let calls: usize = asked.unwrap_or(CALLS);
    let world = World::with(&db, Options { calls_per_minute: u32::MAX, ..Options::default() }).await;
    let (_, program) = world.lived_in().await;
    let token = oauth2::made(&world, &program).await.token(&world).await;
    let (server, address) = served(&world).await;

    let each = calls.div_ceil(api::routes::table().len()).to_string();
    let hooks = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/schemathesis/hooks.py");
    let scratch = tempfile::tempdir().unwrap();
    let mut command = Command::new(python.with_file_name("schemathesis"));
    command.args(["run", &format!("{address}/openapi.json"), "--url", &address, "--checks", CHECKS]);
    let phases = if asked.is_some() { "coverage,fuzzing" } else { "fuzzing" };
    command.args(["--phases", phases, "--max-examples", &each, "--seed", "1", "--workers", "1"]);
    command.args(["--header", &format!("Authorization: Bearer {token}"), "--header"]);
    command.arg(format!("X-Ovh-Application: {}", program.application.key));
    // What gives the token of all these calls back is not among them.
    command.args([
        "--exclude-path",
        "/auth/logout",
        "--no-color",
        "--warnings",
        "off",
        "--continue-on-failure",
    ]);
    command.args(["--suppress-health-check", "all"]);
    command.env("SCHEMATHESIS_HOOKS", hooks).env("API_ADDRESS", &address).env("API_TOKEN", &token);
    let output = command.current_dir(scratch.path()).kill_on_drop(true).output().await.unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    server.abort();
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    println!("{said}");
}
