//! Who makes which plan.

use std::path::PathBuf;

use provisioners::{Config, RegistryError, command, registry};
use services::Route;

fn route(plan: &str, provisioner: &str) -> Route {
    Route { plan: plan.to_owned(), provisioner: provisioner.to_owned() }
}

#[test]
fn without_a_word_the_staff_deliver_everything() {
    let provisioners = registry(Config::default()).unwrap();
    assert_eq!(provisioners.name_for("anything", None), "manual");
    assert_eq!(provisioners.names().collect::<Vec<_>>(), ["manual", "sandbox"]);
}

#[test]
fn plans_are_routed_to_the_program() {
    let program = command::Config::new(PathBuf::from("/bin/sh"));
    let routes = vec![route("24rise*", "command"), route("demo-*", "sandbox")];
    let config = Config { command: Some(program), routes, ..Config::default() };
    let provisioners = registry(config).unwrap();
    assert_eq!(provisioners.name_for("24rise01", None), "command");
    assert_eq!(provisioners.name_for("demo-1", None), "sandbox");
    assert!(provisioners.get("command").is_some_and(|found| found.name() == "command"));
}

#[test]
fn a_route_to_a_program_that_is_not_configured_is_refused() {
    let config = Config { routes: vec![route("*", "command")], ..Config::default() };
    let error = registry(config).unwrap_err();
    assert_eq!(error.to_string(), "the route \"*\" names the provisioner \"command\", which does not exist");
}

#[test]
fn a_program_must_exist_and_its_limits_make_sense() {
    let with = |change: fn(&mut command::Config)| {
        let mut program = command::Config::new(PathBuf::from("/bin/sh"));
        change(&mut program);
        registry(Config { command: Some(program), ..Config::default() }).map(|_| ())
    };
    let refused = |error| Err(RegistryError::Command(error));
    let path = PathBuf::from;
    assert_eq!(
        with(|c| c.program = PathBuf::from("sh")),
        refused(command::ConfigError::Relative(path("sh")))
    );
    assert_eq!(
        with(|c| c.program = PathBuf::from("/nowhere/x")),
        refused(command::ConfigError::Absent(path("/nowhere/x")))
    );
    assert_eq!(with(|c| c.at_once = 0), refused(command::ConfigError::Limits));
    assert_eq!(
        with(|c| c.time_limit = std::time::Duration::from_secs(301)),
        refused(command::ConfigError::Limits)
    );
    assert_eq!(with(|_| ()), Ok(()));
}
