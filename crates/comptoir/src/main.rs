//! The binary: configuration, wiring, commands.

/// Writes a line to the standard output; whoever closed it, such as `head`, has read enough.
macro_rules! say {
    ($($text:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout(), $($text)*);
    }};
}

mod cli;
mod commands;
mod config;
mod console;
mod contracts;
mod http;
mod logs;
mod signals;
mod wiring;

use std::path::Path;
use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command, ConfigCommand};
use config::{Config, FILE_VARIABLE, Sources};

/// For SQLite too: the symbols of C's allocator are its own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    if let Command::Config(ConfigCommand::Example) = cli.command {
        say!("{}", config::example().trim_end());
        return ExitCode::SUCCESS;
    }
    match sources(&cli).map(Config::read) {
        Ok(Ok(config)) => finish(commands::run(cli.command, config)),
        Ok(Err(problems)) => {
            for problem in &problems {
                eprintln!("{problem}");
            }
            let mistakes = if problems.len() == 1 { "mistake" } else { "mistakes" };
            eprintln!("the configuration has {} {mistakes}", problems.len());
            ExitCode::from(2)
        }
        Err(error) => finish(Err(error)),
    }
}

fn finish(outcome: anyhow::Result<ExitCode>) -> ExitCode {
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

/// Everything that was said about the settings: the one place that reads the environment.
fn sources(cli: &Cli) -> anyhow::Result<Sources> {
    let variable = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
        Some((name.into_string().ok()?, value.into_string().ok()?))
    };
    let environment: std::collections::BTreeMap<String, String> =
        std::env::vars_os().filter_map(variable).collect();
    let named =
        environment.get(FILE_VARIABLE).filter(|name| !name.is_empty()).map(|name| Path::new(name).to_owned());
    let file = match cli.config.clone().or(named) {
        Some(path) => {
            let name = path.display().to_string();
            let text = std::fs::read_to_string(&path)
                .map_err(|error| anyhow::anyhow!("cannot read {name}: {error}"))?;
            Some((name, text))
        }
        None => None,
    };
    let mut flags = cli.flags();
    let is_said = file.is_some() || environment.contains_key("COMPTOIR_DATA");
    if matches!(cli.command, Command::Demo(_)) && !is_said {
        flags.entry("data").or_insert_with(|| "data/demo".to_owned());
    }
    Ok(Sources { file, environment, flags })
}
