//! Configuration through the binary: file, environment, flags, and mistakes before anything starts.

use crate::process::{comptoir, run, said};

#[test]
fn file_environment_and_flags_go_over_each_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("comptoir.toml");
    std::fs::write(
        &file,
        "listen = \"127.0.0.1:1001\"\nbase_url = \"https://shop.example\"\n[log]\nfilter = \"warn\"\n",
    )
    .expect("a file");
    let mut command = comptoir();
    command
        .env("COMPTOIR_CONFIG", &file)
        .env("COMPTOIR_LISTEN", "127.0.0.1:1002")
        .env("COMPTOIR_LOG_FILTER", "error");
    let output =
        command.args(["--listen", "127.0.0.1:1003", "config", "check"]).output().expect("the binary runs");
    let said = said(&output);
    assert!(output.status.success(), "{said}");
    for line in
        ["listen = \"127.0.0.1:1003\"", "base_url = \"https://shop.example\"", "log.filter = \"error\""]
    {
        assert!(said.contains(line), "{line} is missing from {said}");
    }
}

#[test]
fn every_mistake_is_told_before_anything_starts() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("bad.toml");
    std::fs::write(&file, "listen = 80\ncolour = \"red\"\n").expect("a file");
    let data = folder.path().join("data");
    let mut command = comptoir();
    command.env("COMPTOIR_WORKER_POLL_SECONDS", "often").arg("--config").arg(&file).arg("--data").arg(&data);
    let output = command.arg("serve").output().expect("the binary runs");
    let said = said(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    for place in ["bad.toml:1:", "bad.toml:2:", "COMPTOIR_WORKER_POLL_SECONDS:", "3 mistakes"] {
        assert!(said.contains(place), "{place} is missing from {said}");
    }
    assert!(!data.exists(), "nothing was begun");
}

#[test]
fn check_tells_every_mistake_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(
        folder.path().join("bad.toml"),
        "listen = \"nowhere\"\nbase_url = \"shop\"\n[orders]\nexpiry_hours = 0\nhold_over = { EURO = \"500\" }\n\
         sample_percent = 101\n[mail]\ntransport = \"pigeon\"\n[nothing]\nhere = 1\n",
    )
    .expect("a file");
    let mut command = comptoir();
    command.current_dir(folder.path()).env("COMPTOIR_WORKER_POLL_SECONDS", "often");
    let output = command.args(["--config", "bad.toml", "config", "check"]).output().expect("the binary runs");
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    insta::assert_snapshot!("every_mistake", said(&output));
}

#[test]
fn check_warns_when_the_table_of_announced_holidays_ends() {
    let folder = tempfile::tempdir().expect("a folder");
    let senegal = include_str!("../../../../jurisdictions/sn.toml");
    // The same country some years ago: its table ended in 2022.
    let old =
        senegal.replace("\"2025-", "\"2020-").replace("\"2026-", "\"2021-").replace("\"2027-", "\"2022-");
    let check = |text: &str| {
        std::fs::write(folder.path().join("sn.toml"), text).expect("a file");
        let mut command = comptoir();
        command.env("COMPTOIR_JURISDICTIONS", folder.path());
        command.args(["config", "check"]).output().expect("the binary runs")
    };
    let output = check(&old);
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("# warning: SN: ") && said(&output).contains("2023"), "{}", said(&output));
    let output = check(&senegal.replace("\"2027-", "\"2999-"));
    assert!(output.status.success() && !said(&output).contains("# warning"), "{}", said(&output));
    let output = check("code = 7\n");
    assert!(!output.status.success() && said(&output).contains("sn.toml"), "{}", said(&output));
}

#[test]
fn a_file_that_is_not_there_is_an_error() {
    let output = run(&["--config", "/nowhere/comptoir.toml", "config", "check"]);
    assert!(!output.status.success());
    assert!(said(&output).contains("/nowhere/comptoir.toml"));
}

#[test]
fn the_example_is_accepted_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("comptoir.toml");
    std::fs::write(&file, run(&["config", "example"]).stdout).expect("a file");
    let output =
        comptoir().arg("--config").arg(&file).args(["config", "check"]).output().expect("the binary runs");
    assert!(output.status.success(), "{}", said(&output));
}

#[test]
fn passwords_are_not_shown() {
    let mut command = comptoir();
    command
        .env("COMPTOIR_DATABASE", "postgres://app:canary@db.example/shop")
        .env("COMPTOIR_MAIL_PASSWORD", "canary");
    let output = command.args(["config", "check"]).output().expect("the binary runs");
    assert!(output.status.success(), "{}", said(&output));
    assert!(!said(&output).contains("canary"), "{}", said(&output));
}
