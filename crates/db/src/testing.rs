//! What only tests need: statements outside any transaction, and what a statement looks like to the database.

use crate::dialect::{for_sqlite, statement_for_sqlite};
use crate::postgres::{address, explain, is_ours};
use crate::sqlite::{Role, Sqlite};
use crate::{Backend, Error, Target, migrate};

/// A statement as a database understood it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// How many parameters it takes.
    pub params: usize,
    /// The names of its columns.
    pub columns: Vec<String>,
    /// Parameters and columns whose type is not among our eight kinds, as PostgreSQL calls it.
    pub foreign_types: Vec<String>,
}

/// A digest of the migrations: a prepared database with the same digest can be used again.
///
/// # Errors
/// [`Error::Migration`] when a file is misnamed.
pub fn fingerprint(backend: Backend) -> Result<String, Error> {
    migrate::fingerprint(backend)
}

/// Applies the migrations up to number `last` only: an older installation.
///
/// # Errors
/// As [`crate::Db::migrate`].
pub async fn migrate_to(target: &Target, last: i64) -> Result<(), Error> {
    migrate::run(target, Some(last)).await
}

/// Runs statements outside any transaction, and answers the rows as texts. A `create table` is written as in
/// a migration; SQLite takes one statement at a time.
///
/// # Errors
/// What the database refuses.
pub async fn raw(target: &Target, text: &str) -> Result<Vec<Vec<Option<String>>>, Error> {
    match target {
        Target::Sqlite(path) => {
            let sqlite = Sqlite::open(path, Role::Writer)?;
            let connection = sqlite.raw();
            let wrong = |error: rusqlite::Error| sqlite.error(&error, text);
            let is_table = text.trim_start().starts_with("create table");
            let translated = if is_table { for_sqlite(text) } else { text.to_owned() };
            let mut statement = connection.prepare(&translated).map_err(wrong)?;
            let columns = statement.column_count();
            let mut rows = statement.query([]).map_err(wrong)?;
            let mut found = Vec::new();
            while let Some(row) = rows.next().map_err(wrong)? {
                let cell = |index| row.get::<_, rusqlite::types::Value>(index).map(shown);
                found.push((0..columns).map(cell).collect::<Result<_, _>>().map_err(wrong)?);
            }
            Ok(found)
        }
        Target::Postgres(_) => {
            let client = client(target).await?;
            let answers =
                client.simple_query(text).await.map_err(|error| Error::statement(explain(&error)))?;
            let row = |message| {
                let tokio_postgres::SimpleQueryMessage::Row(row) = message else { return None };
                Some((0..row.len()).map(|index| row.get(index).map(str::to_owned)).collect())
            };
            Ok(answers.into_iter().filter_map(row).collect())
        }
    }
}

fn shown(value: rusqlite::types::Value) -> Option<String> {
    use rusqlite::types::Value;
    match value {
        Value::Null => None,
        Value::Integer(value) => Some(value.to_string()),
        Value::Real(value) => Some(value.to_string()),
        Value::Text(text) => Some(text),
        Value::Blob(bytes) => Some(kernel::hex(bytes)),
    }
}

/// Tells whether anybody wrote to a database in between.
pub struct Watch(Eyes);

enum Eyes {
    Sqlite(Box<Sqlite>),
    Postgres(tokio_postgres::Client, String),
}

impl Watch {
    /// Watches a migrated database.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn new(target: &Target) -> Result<Watch, Error> {
        match target {
            Target::Sqlite(path) => Ok(Watch(Eyes::Sqlite(Box::new(Sqlite::open(path, Role::Reader)?)))),
            Target::Postgres(_) => {
                let client = client(target).await?;
                let tables = "select tablename from pg_tables where schemaname = 'public' and tablename <> 'partitions'";
                let tables = raw(target, tables).await?.into_iter().flatten().flatten();
                // The newest transaction whose row is there, and how many rows are.
                let mark = |table| {
                    format!(
                        "select '{table}: ' || count(*) || ' rows, ' || coalesce(max(xmin::text::bigint), 0) from {table}"
                    )
                };
                // Large tables are read side by side, and come in any order.
                let text = tables.map(mark).collect::<Vec<_>>().join(" union all ") + " order by 1";
                Ok(Watch(Eyes::Postgres(client, text)))
            }
        }
    }

    /// The same as long as nothing is written; on PostgreSQL one line for each table, which tells where something was.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn mark(&self) -> Result<Vec<String>, Error> {
        match &self.0 {
            Eyes::Sqlite(sqlite) => {
                let wrong = |error: rusqlite::Error| sqlite.error(&error, "data_version");
                let version: i64 =
                    sqlite.raw().query_row("pragma data_version", [], |row| row.get(0)).map_err(wrong)?;
                Ok(vec![format!("version {version}")])
            }
            Eyes::Postgres(client, text) => {
                let rows =
                    client.query(text, &[]).await.map_err(|error| Error::statement(explain(&error)))?;
                Ok(rows.iter().map(|row| row.get(0)).collect())
            }
        }
    }
}

/// Prepares each text, and tells what the database made of it.
///
/// # Errors
/// When the database cannot be opened; a text it refuses is an `Err` in the answer.
pub async fn prepare(target: &Target, texts: &[String]) -> Result<Vec<Result<Prepared, String>>, Error> {
    let mut answers = Vec::new();
    match target {
        Target::Sqlite(path) => {
            let sqlite = Sqlite::open(path, Role::Writer)?;
            for text in texts {
                let translated = statement_for_sqlite(text);
                answers.push(match sqlite.raw().prepare(&translated) {
                    Ok(statement) => Ok(Prepared {
                        params: statement.parameter_count(),
                        columns: statement.column_names().map(str::to_owned).collect(),
                        foreign_types: Vec::new(),
                    }),
                    Err(error) => Err(error.to_string()),
                });
            }
        }
        Target::Postgres(_) => {
            let client = client(target).await?;
            for text in texts {
                answers.push(match client.prepare(text).await {
                    Ok(statement) => {
                        let columns = statement.columns();
                        let types =
                            statement.params().iter().chain(columns.iter().map(|column| column.type_()));
                        Ok(Prepared {
                            params: statement.params().len(),
                            columns: columns.iter().map(|column| column.name().to_owned()).collect(),
                            foreign_types: types.filter(|ty| !is_ours(ty)).map(ToString::to_string).collect(),
                        })
                    }
                    Err(error) => Err(explain(&error)),
                });
            }
        }
    }
    Ok(answers)
}

async fn client(target: &Target) -> Result<tokio_postgres::Client, Error> {
    let Target::Postgres(server) = target else { return Err(Error::unavailable("not a PostgreSQL server")) };
    address(server)?.connect().await.map_err(|error| Error::Unavailable(error.explain()))
}
