//! Where a test's database is: a copy of a template that was migrated once.

use std::fs::File;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use db::testing::{fingerprint, raw};
use db::{Backend, Db, Options, Target};
use tempfile::TempDir;

use crate::server;

/// The database of one test.
pub(crate) enum Place {
    Sqlite { target: Target, _folder: TempDir },
    Postgres { target: Target, name: String },
}

impl Place {
    pub(crate) const fn target(&self) -> &Target {
        match self {
            Place::Sqlite { target, .. } | Place::Postgres { target, .. } => target,
        }
    }

    /// Removes the database; the folder of SQLite goes with its owner.
    pub(crate) async fn remove(self) {
        match self {
            Place::Sqlite { .. } => {}
            Place::Postgres { name, .. } => {
                for name in [format!("{name}_bare"), name] {
                    let dropped = admin(&format!("drop database if exists {name} with (force)")).await;
                    if let Err(error) = dropped {
                        eprintln!("the database {name} of a test stays behind: {error}");
                    }
                }
            }
        }
    }
}

pub(crate) async fn make(backend: Backend) -> Place {
    match backend {
        Backend::Sqlite => sqlite().await,
        Backend::Postgres => postgres().await,
    }
}

/// A database without tables, beside the test's own.
pub(crate) async fn bare(own: &Target) -> Target {
    match own {
        Target::Sqlite(path) => Target::Sqlite(path.with_file_name("bare.db")),
        Target::Postgres(address) => {
            let name = address.expose().rsplit('/').next().unwrap_or_default();
            let name = format!("{name}_bare");
            admin(&format!("drop database if exists {name} with (force)")).await.expect("the server answers");
            admin(&format!("create database {name}")).await.expect("a database can be made");
            server::shared().target(&name)
        }
    }
}

async fn sqlite() -> Place {
    let template = sqlite_template().await;
    let folder = tempfile::Builder::new().prefix("sqlite-").tempdir_in(server::base());
    let folder = folder.expect("tests have room for a file");
    let path = folder.path().join("test.db");
    std::fs::copy(template, &path).expect("the template can be copied");
    Place::Sqlite { target: Target::Sqlite(path), _folder: folder }
}

async fn sqlite_template() -> PathBuf {
    let digest = fingerprint(Backend::Sqlite).expect("migrations are well named");
    let template = server::base().join(format!("template-{digest}.db"));
    if template.exists() {
        return template;
    }
    let _lock = lock("sqlite.lock");
    if !template.exists() {
        let making = tempfile::Builder::new().prefix("making-").tempdir_in(server::base());
        let making = making.expect("tests have room for a file");
        let path = making.path().join("template.db");
        migrate(&Target::Sqlite(path.clone())).await;
        std::fs::rename(path, &template).expect("the template can be put in its place");
    }
    template
}

/// Closing moves everything from the log into the file.
async fn migrate(target: &Target) {
    let db = Db::open(target, Options::default()).await.expect("a new database opens");
    db.migrate().await.expect("the migrations apply");
    db.close().await;
}

async fn postgres() -> Place {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let template = postgres_template().await;
    let name = format!("t_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let create = format!("create database {name} template {template}{}", by_files().await);
    admin(&create).await.expect("the template can be cloned");
    Place::Postgres { target: server::shared().target(&name), name }
}

/// How a clone is made the faster way: file by file. Before version 15 there was no other, and no word for it.
async fn by_files() -> &'static str {
    let version = "select 1 where current_setting('server_version_num')::int >= 150000";
    let knows_the_word = !admin(version).await.expect("the server answers").is_empty();
    if knows_the_word { " strategy file_copy" } else { "" }
}

async fn postgres_template() -> String {
    let digest = fingerprint(Backend::Postgres).expect("migrations are well named");
    let name = format!("template_{digest}");
    let is_made = async || {
        let found = admin(&format!("select 1 from pg_database where datname = '{name}'")).await;
        !found.expect("the server answers").is_empty()
    };
    if is_made().await {
        return name;
    }
    let _lock = lock("postgres-template.lock");
    if !is_made().await {
        sweep().await;
        let making = format!("making_{digest}");
        admin(&format!("drop database if exists {making} with (force)")).await.expect("the server answers");
        admin(&format!("create database {making}")).await.expect("a database can be made");
        migrate(&server::shared().target(&making)).await;
        // The migration's connection may take a moment to leave.
        let leave =
            format!("select pg_terminate_backend(pid) from pg_stat_activity where datname = '{making}'");
        admin(&leave).await.expect("the server answers");
        admin(&format!("alter database {making} rename to {name}")).await.expect("the template has its name");
    }
    name
}

/// Drops the databases of tests that were killed.
async fn sweep() {
    let found = admin("select datname from pg_database where datname like 't\\_%'").await.unwrap_or_default();
    for name in found.into_iter().flatten().flatten() {
        let process = name.split('_').nth(1).unwrap_or_default();
        if !PathBuf::from(format!("/proc/{process}")).exists() && PathBuf::from("/proc/self").exists() {
            // Another run may have been faster.
            let _ = admin(&format!("drop database if exists {name} with (force)")).await;
        }
    }
}

async fn admin(text: &str) -> Result<Vec<Vec<Option<String>>>, db::Error> {
    raw(&server::shared().target("postgres"), text).await
}

fn lock(name: &str) -> File {
    let file = File::create(server::base().join(name)).expect("tests have room for a file");
    file.lock().expect("a lock file can be locked");
    file
}
