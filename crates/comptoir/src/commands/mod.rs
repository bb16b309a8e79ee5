//! What the binary does: one file per command.

mod catalog;
mod config;
mod demo;
mod fec;
mod renewals;
mod sandbox;
mod serve;
mod staff;
mod verify;
mod worker;

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use db::{Db, Options};
use kernel::Clock;
use tokio::runtime::Runtime;

use crate::cli::{Command, ConfigCommand};
use crate::config::Config;
use crate::logs;

/// Does what was asked.
pub(crate) fn run(command: Command, config: Config) -> anyhow::Result<ExitCode> {
    if let Command::Config(question) = command {
        return Ok(match question {
            ConfigCommand::Check => config::check(&config, Clock::system().now()),
            ConfigCommand::Example => config::show_example(),
        });
    }
    logs::start(&config.log)?;
    let runtime = Runtime::new().context("no threads to work on")?;
    runtime.block_on(work(command, config))
}

async fn work(command: Command, config: Config) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve => serve::run(&config).await,
        Command::Worker => worker::run(&config).await,
        Command::Demo(options) => demo::run(options, config).await,
        Command::Sandbox(options) => sandbox::run(options, &config).await,
        Command::Migrate => {
            open_database(&config).await?.close().await;
            say!("every table is up to date");
            Ok(ExitCode::SUCCESS)
        }
        Command::Catalog(question) => catalog::run(question, &config).await,
        Command::Renewals(question) => renewals::run(question, &config).await,
        Command::Fec(question) => fec::run(question, &config).await,
        Command::Verify => verify::run(&config).await,
        Command::Staff(question) => staff::run(question, &config).await,
        Command::Config(_) => unreachable!("answered without a database"),
    }
}

/// Opens the database, with every table up to date; makes the data folder when it is not there.
pub(crate) async fn open_database(config: &Config) -> anyhow::Result<Db> {
    make_private_folder(&config.general.data)?;
    let connections = usize::from(config.general.database_connections);
    let options = Options { connections_max: connections, readers_max: connections, ..Options::default() };
    let db = Db::open(&config.target(), options).await.context("the database cannot be opened")?;
    db.migrate().await.context("the tables cannot be brought up to date")?;
    Ok(db)
}

/// Makes a folder that only our user reads: it holds customers' data.
pub(crate) fn make_private_folder(folder: &Path) -> anyhow::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).with_context(|| format!("cannot make the folder {}", folder.display()))
}
