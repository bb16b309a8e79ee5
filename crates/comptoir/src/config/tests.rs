//! What an operator meets: precedence, mistakes shown together, and an example that is true.

use super::*;

fn read(
    file: &str,
    environment: &[(&str, &str)],
    flags: &[(&'static str, &str)],
) -> Result<Config, Vec<Problem>> {
    let owned = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
    Config::read(Sources {
        file: Some(("comptoir.toml".to_owned(), file.to_owned())),
        environment: environment.iter().map(owned).collect(),
        flags: flags.iter().map(|(key, value)| (*key, (*value).to_owned())).collect(),
    })
}

fn problems(file: &str, environment: &[(&str, &str)]) -> String {
    let problems = read(file, environment, &[]).expect_err("the settings are wrong");
    problems.iter().map(|problem| format!("{problem}\n")).collect()
}

#[test]
fn the_environment_goes_over_the_file_and_flags_over_both() {
    let file = "listen = \"127.0.0.1:1\"\ndata = \"from-file\"\n[log]\nfilter = \"warn\"\n";
    let environment = [("COMPTOIR_LISTEN", "127.0.0.1:2"), ("COMPTOIR_DATA", "from-env"), ("HOME", "/root")];
    let config = read(file, &environment, &[("listen", "127.0.0.1:3")]).expect("the settings are good");
    assert_eq!(config.general.listen.port(), 3);
    assert_eq!(config.general.data, PathBuf::from("from-env"));
    assert_eq!(config.log.filter, "warn");
}

#[test]
fn nothing_said_means_the_defaults() {
    assert_eq!(Config::read(Sources::default()), Ok(Config::default()));
}

#[test]
fn every_mistake_is_shown_at_once_with_its_place() {
    let file = "listen = \"everywhere\"\ncolour = \"red\"\n\n[http]\nstop_seconds_max = \"12\"\nis_behind_proxy = 1\n\
                stop_secconds_max = 3\n[mail]\ntransport = \"smtp\"\n[payments]\nsandbox_url = \"http://x\"\n";
    let environment =
        [("COMPTOIR_WORKER_JOBS_AT_ONCE", "many"), ("COMPTOIR_LISTENER", "x"), ("COMPTOIR_CONFIG", "y")];
    insta::assert_snapshot!(problems(file, &environment), @r#"
    comptoir.toml:1: listen: an address and a port are expected, such as 127.0.0.1:8080
    comptoir.toml:2: colour is not a setting
    comptoir.toml:5: http.stop_seconds_max: a whole number without quotes is expected
    comptoir.toml:6: http.is_behind_proxy: true or false without quotes is expected
    comptoir.toml:7: http.stop_secconds_max is not a setting; did you mean http.stop_seconds_max?
    COMPTOIR_LISTENER: is not the variable of a setting
    COMPTOIR_WORKER_JOBS_AT_ONCE: worker.jobs_at_once: a whole number from 0 to 65535 is expected
    mail.host: the transport smtp needs the name of a mail server
    payments.sandbox_api_key: the sandbox provider lets nobody in without it
    payments.sandbox_webhook_secret: messages that are not signed are not believed
    "#);
}

#[test]
fn text_that_is_not_toml_is_shown_with_its_line() {
    insta::assert_snapshot!(problems("data = \"a\"\nlisten = \n[http\n", &[]), @r#"
    comptoir.toml:2: listen: an address and a port are expected, such as 127.0.0.1:8080
    comptoir.toml:2: string values must be quoted, expected literal string
    comptoir.toml:3: unclosed table, expected `]`
    "#);
}

#[test]
fn a_table_where_a_text_belongs_is_refused_and_routes_are_pairs() {
    insta::assert_snapshot!(problems("listen = { a = \"b\" }\n[delivery]\nroutes = \"rise\"\n", &[]), @r#"
    comptoir.toml:1: listen: a text in quotes is expected
    comptoir.toml:3: delivery.routes: a table of texts is expected, such as { key = "value" }
    "#);
    let config =
        read("[delivery.routes]\n\"24rise*\" = \"manual\"\n", &[], &[]).expect("the settings are good");
    assert_eq!(config.delivery.routes.0, [("24rise*".to_owned(), "manual".to_owned())]);
}

#[test]
fn an_endpoint_that_delivers_has_an_address_and_a_secret() {
    insta::assert_snapshot!(problems("[delivery]\nprovisioner = \"webhook\"\n", &[]), @"delivery.webhook: the provisioner webhook needs the address of your endpoint");
    insta::assert_snapshot!(problems("[delivery]\nwebhook = \"panel\"\nwebhook_secret = \"hunter2\"\n", &[]), @r"
    comptoir.toml:2: delivery.webhook: an http or https address is expected
    comptoir.toml:3: delivery.webhook_secret: a secret is whsec_ and base64, which `openssl rand -base64 32` writes
    ");
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let good =
        format!("[delivery]\nwebhook = \"https://panel.example/\"\nwebhook_secret = \"{secret} {secret}\"\n");
    assert_eq!(read(&good, &[], &[]).unwrap().delivery.webhook_secrets().unwrap().len(), 2);
}

#[test]
fn the_example_read_with_its_comments_taken_away_is_the_defaults() {
    let uncommented: String = example()
        .lines()
        .map(|line| {
            let is_setting =
                line.starts_with('#') && line[1..].chars().next().is_some_and(char::is_alphabetic);
            if is_setting { format!("{}\n", &line[1..]) } else { format!("{line}\n") }
        })
        .collect();
    assert!(uncommented.contains("\nlisten = "));
    assert_eq!(read(&uncommented, &[], &[]), Ok(Config::default()));
    assert_eq!(read(&example(), &[], &[]), Ok(Config::default()));
}

#[test]
fn the_example_is_the_one_in_the_guide() {
    let guide = include_str!("../../../../docs/comptoir.example.toml");
    assert_eq!(example(), guide, "write it again: comptoir config example > docs/comptoir.example.toml");
}

#[test]
fn secrets_do_not_show() {
    let environment = [
        ("COMPTOIR_DATABASE", "postgres://app:canary@db/comptoir"),
        ("COMPTOIR_MAIL_PASSWORD", "canary"),
        ("COMPTOIR_PAYMENTS_SANDBOX_API_KEY", "canary"),
    ];
    let config = read("", &environment, &[]).expect("the settings are good");
    let shown: String =
        config.entries().iter().map(|entry| format!("{} = {}\n", entry.path, entry.written)).collect();
    assert!(!shown.contains("canary"), "{shown}");
    assert!(!format!("{config:?}").contains("canary"));
}
