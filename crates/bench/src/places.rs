//! Databases to measure on: a SQLite file on disk, and a PostgreSQL server of our own.

use anyhow::Context;
use db::{Db, Options, Target};
use tempfile::TempDir;
use testkit::server::Server;

/// A database of one kind that goes when it is dropped.
pub(crate) struct Place {
    /// Its name in the report.
    pub(crate) name: &'static str,
    /// Where it is.
    pub(crate) target: Target,
    folder: Option<TempDir>,
    server: Option<Server>,
}

/// One empty place of each kind that is wanted.
pub(crate) fn wanted(databases: &[String]) -> anyhow::Result<Vec<Place>> {
    let make = |name: &String| match name.as_str() {
        "sqlite" => sqlite(),
        "postgres" => Ok(postgres()),
        other => anyhow::bail!("there is no database called {other}: there are sqlite, postgres"),
    };
    databases.iter().map(make).collect()
}

fn sqlite() -> anyhow::Result<Place> {
    let folder = {
        // Beside the program: on the disk of the project, and where nobody keeps anything.
        let program = std::env::current_exe().context("the program does not know where it stands")?;
        TempDir::new_in(program.parent().context("no folder")?).context("no room for a database here")?
    };
    let target = Target::Sqlite(folder.path().join("bench.db"));
    Ok(Place { name: "sqlite", target, folder: Some(folder), server: None })
}

fn postgres() -> Place {
    let server = Server::private();
    let target = server.target("postgres");
    Place { name: "postgres", target, folder: None, server: Some(server) }
}

impl Place {
    /// As the product is told it.
    pub(crate) fn address(&self) -> String {
        match &self.target {
            Target::Sqlite(path) => format!("sqlite:{}", path.display()),
            Target::Postgres(address) => address.expose().clone(),
        }
    }

    /// The database, migrated.
    pub(crate) async fn open(&self) -> anyhow::Result<Db> {
        let db = Db::open(&self.target, Options::default()).await?;
        db.migrate().await?;
        Ok(db)
    }

    /// A second database of the same kind with the same tables and no rows, for the bare driver.
    pub(crate) async fn twin(&self) -> anyhow::Result<Target> {
        let twin = match (&self.folder, &self.server) {
            (Some(folder), _) => Target::Sqlite(folder.path().join("twin.db")),
            (None, Some(server)) => {
                let client = crate::raw::connect(&self.target).await?;
                client.batch_execute("drop database if exists twin").await?;
                client.batch_execute("create database twin").await?;
                server.target("twin")
            }
            (None, None) => anyhow::bail!("a place has a folder or a server"),
        };
        if let Target::Sqlite(path) = &twin {
            for end in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(format!("{}{end}", path.display()));
            }
        }
        let db = Db::open(&twin, Options::default()).await?;
        db.migrate().await?;
        db.close().await;
        Ok(twin)
    }
}
