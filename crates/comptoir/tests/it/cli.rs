//! The command line's own words.

use crate::process::{run, said};

#[test]
fn help_says_what_each_command_does() {
    let commands: [&[&str]; 12] = [
        &[],
        &["serve"],
        &["worker"],
        &["demo"],
        &["migrate"],
        &["catalog", "import"],
        &["renewals", "run"],
        &["fec"],
        &["verify"],
        &["config"],
        &["staff", "add"],
        &["sandbox"],
    ];
    let mut help = String::new();
    for command in commands {
        let arguments: Vec<&str> = command.iter().copied().chain(["--help"]).collect();
        let output = run(&arguments);
        assert!(output.status.success());
        help.push_str(&format!("$ comptoir {}\n{}\n", arguments.join(" "), said(&output)));
    }
    insta::assert_snapshot!(help);
}

#[test]
fn an_unknown_command_is_refused_with_the_known_ones() {
    let output = run(&["sevre"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("serve"), "{}", said(&output));
}
