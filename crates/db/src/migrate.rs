//! Migrations: numbered files of one SQL text, applied once, in order, each in its own transaction.

use std::collections::BTreeMap;
use std::path::Path;

use kernel::{Clock, Secret};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::dialect::for_sqlite;
use crate::postgres::{address, explain};
use crate::sqlite::{Role, Sqlite};
use crate::value::instant_text;
use crate::{Backend, Error, Target};

#[derive(RustEmbed)]
#[folder = "../../migrations"]
#[include = "*.sql"]
struct Files;

/// One file: `0001_partitions.sql`, or `0001_partitions.sqlite.sql` where SQLite needs its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Migration {
    number: i64,
    name: String,
    text: String,
    /// SHA-256 of the file as we wrote it, in hexadecimal.
    checksum: String,
}

/// Which migrations have been applied: the same table on both. Row 0 is the lock of who migrates.
const TABLE: &str = "create table if not exists migrations (\
                     number bigint not null, name text not null, checksum text not null, applied_at text not null, \
                     constraint migrations_pkey primary key (number))";

/// The migrations for `backend`, in order.
pub(crate) fn all(backend: Backend) -> Result<Vec<Migration>, Error> {
    let mut found: BTreeMap<i64, Migration> = BTreeMap::new();
    for path in Files::iter() {
        let own = path.strip_suffix(".sqlite.sql");
        let Some(name) = own.or_else(|| path.strip_suffix(".sql")) else { continue };
        let wrong = |problem: &str| Error::Migration(format!("{path}: {problem}"));
        let digits = name.split('_').next().unwrap_or_default();
        let number = match digits.parse::<i64>() {
            Ok(number) if number > 0 && digits.len() == 4 => number,
            _ => return Err(wrong("is not named NNNN_name.sql")),
        };
        if own.is_some() && backend == Backend::Postgres {
            continue;
        }
        let file = Files::get(&path).ok_or_else(|| wrong("is not readable"))?;
        let text = String::from_utf8(file.data.into_owned()).map_err(|_| wrong("is not UTF-8"))?;
        let checksum = kernel::hex(Sha256::digest(text.as_bytes()));
        let migration = Migration { number, name: name.to_owned(), text, checksum };
        match found.get(&number) {
            Some(known) if known.name != migration.name => return Err(wrong("has the number of another")),
            // The file for SQLite alone wins over the one for both.
            Some(_) if own.is_none() => {}
            Some(_) | None => {
                found.insert(number, migration);
            }
        }
    }
    Ok(found.into_values().collect())
}

/// A digest of all migrations, to know whether a prepared database is of this version.
pub(crate) fn fingerprint(backend: Backend) -> Result<String, Error> {
    let written = |migration: Migration| match backend {
        Backend::Sqlite => for_sqlite(&migration.text),
        Backend::Postgres => migration.text,
    };
    let all: String = all(backend)?.into_iter().map(written).collect();
    Ok(kernel::hex(&Sha256::digest(all.as_bytes())[..8]))
}

/// Applies what has not been applied yet, up to number `last` when it is given.
pub(crate) async fn run(target: &Target, last: Option<i64>) -> Result<(), Error> {
    let migrations = all(target.backend())?;
    let wanted = migrations.into_iter().filter(|migration| last.is_none_or(|last| migration.number <= last));
    let wanted: Vec<Migration> = wanted.collect();
    match target {
        Target::Sqlite(path) => {
            let path = path.clone();
            let applied = tokio::task::spawn_blocking(move || sqlite(&path, &wanted)).await;
            applied.map_err(|error| Error::Migration(error.to_string()))?
        }
        Target::Postgres(server) => postgres(server, &wanted).await,
    }
}

/// Refuses a database that lacks a migration of this version, given its numbers and checksums in order.
pub(crate) fn compare(backend: Backend, applied: &[(i64, String)]) -> Result<(), Error> {
    let applied: BTreeMap<i64, &String> =
        applied.iter().map(|(number, checksum)| (*number, checksum)).collect();
    for migration in all(backend)? {
        match applied.get(&migration.number) {
            Some(checksum) => check(&migration, checksum)?,
            None => return Err(Error::Migration(format!("{} has not been applied", migration.name))),
        }
    }
    Ok(())
}

/// Refuses a file that was changed after it had been applied.
fn check(migration: &Migration, applied: &str) -> Result<(), Error> {
    if migration.checksum == applied {
        Ok(())
    } else {
        Err(Error::Migration(format!("{} was changed after it had been applied", migration.name)))
    }
}

fn failed(migration: &Migration, problem: impl std::fmt::Display) -> Error {
    Error::Migration(format!("{}: {problem}", migration.name))
}

fn sqlite(path: &Path, migrations: &[Migration]) -> Result<(), Error> {
    let connection = Sqlite::open(path, Role::Writer)?;
    let connection = connection.raw();
    let table = for_sqlite(TABLE);
    connection.execute_batch(&table).map_err(|error| Error::Migration(error.to_string()))?;
    for migration in migrations {
        let apply = || {
            // Whoever begins second waits here, and then finds the work done.
            connection.execute_batch("begin immediate")?;
            let applied = connection.query_row(
                "select checksum from migrations where number = ?1",
                [migration.number],
                |row| row.get::<_, String>(0),
            );
            match applied {
                Ok(checksum) => return Ok(Some(checksum)),
                Err(rusqlite::Error::QueryReturnedNoRows) => {}
                Err(error) => return Err(error),
            }
            connection.execute_batch(&for_sqlite(&migration.text))?;
            connection.execute(
                "insert into migrations (number, name, checksum, applied_at) values (?1, ?2, ?3, ?4)",
                (migration.number, &migration.name, &migration.checksum, applied_at()),
            )?;
            connection.execute_batch("commit")?;
            Ok(None)
        };
        let applied = apply();
        if !connection.is_autocommit() {
            connection.execute_batch("rollback").map_err(|error| failed(migration, error))?;
        }
        match applied {
            Ok(Some(checksum)) => check(migration, &checksum)?,
            Ok(None) => tracing::info!(migration = migration.name, "applied"),
            Err(error) => return Err(failed(migration, error)),
        }
    }
    Ok(())
}

async fn postgres(server: &Secret<String>, migrations: &[Migration]) -> Result<(), Error> {
    let connected = address(server)?.connect().await;
    let mut client = connected.map_err(|error| Error::Unavailable(error.explain()))?;
    let prepared =
        format!("{TABLE}; insert into migrations values (0, 'lock', '', '') on conflict do nothing");
    // Two processes that make the same table at once: one of them is refused, and then finds it made.
    if client.batch_execute(&prepared).await.is_err() {
        client.batch_execute(&prepared).await.map_err(|error| Error::Migration(explain(&error)))?;
    }
    for migration in migrations {
        let failed = |error: tokio_postgres::Error| failed(migration, explain(&error));
        let tx = client.transaction().await.map_err(failed)?;
        tx.query_one("select 1 from migrations where number = 0 for update", &[]).await.map_err(failed)?;
        let applied = tx
            .query_opt("select checksum from migrations where number = $1", &[&migration.number])
            .await
            .map_err(failed)?;
        if let Some(row) = applied {
            check(migration, row.try_get(0).map_err(failed)?)?;
            continue;
        }
        tx.batch_execute(&migration.text).await.map_err(failed)?;
        tx.execute(
            "insert into migrations (number, name, checksum, applied_at) values ($1, $2, $3, $4)",
            &[&migration.number, &migration.name, &migration.checksum, &applied_at()],
        )
        .await
        .map_err(failed)?;
        tx.commit().await.map_err(failed)?;
        tracing::info!(migration = migration.name, "applied");
    }
    Ok(())
}

/// For the operator who wonders; nothing decides by it.
fn applied_at() -> String {
    instant_text(Clock::system().now())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{Token, tokens};

    #[test]
    fn migrations_are_numbered_from_one_without_gap() -> Result<(), Error> {
        for backend in [Backend::Sqlite, Backend::Postgres] {
            let numbers: Vec<i64> = all(backend)?.iter().map(|migration| migration.number).collect();
            assert!(numbers.is_sorted(), "{numbers:?}");
            assert_eq!(numbers.first(), Some(&1));
        }
        Ok(())
    }

    #[test]
    fn every_constraint_has_a_name() -> Result<(), Error> {
        let mut nameless = Vec::new();
        for migration in all(Backend::Postgres)? {
            let words: Vec<&str> = tokens(&migration.text)
                .iter()
                .filter(|token| !matches!(token, Token::Space(_)))
                .map(Token::text)
                .collect();
            for (at, word) in words.iter().enumerate() {
                let is =
                    |at: usize, wanted: &str| words.get(at).is_some_and(|w| w.eq_ignore_ascii_case(wanted));
                let is_key = (is(at, "primary") || is(at, "foreign")) && is(at + 1, "key");
                let is_unique = is(at, "unique") && !is(at + 1, "index");
                // The references of a foreign key follow its columns, which are in parentheses.
                let is_reference = is(at, "references") && at > 0 && words[at - 1] != ")";
                if (is_key || is_unique || is_reference || is(at, "check"))
                    && !(at >= 2 && is(at - 2, "constraint"))
                {
                    nameless.push(format!(
                        "{}: {word} after {}",
                        migration.name,
                        words[at.saturating_sub(3)..at].join(" ")
                    ));
                }
            }
        }
        assert_eq!(nameless, Vec::<String>::new());
        Ok(())
    }
}
