//! The limit: the rows that were written, inserted again by the bare driver and nothing else.
//!
//! The bare driver keeps what the schema asks: its foreign keys and its durability. One unit of work is one account, so
//! that its rows come together and each after those it points to; what they point to from before the measured work is
//! there already.
#![expect(clippy::float_arithmetic, reason = "speeds are not money")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context;
use db::Target;
use rusqlite::types::Value;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, NoTls};

/// How many connections insert at once on PostgreSQL.
const CONNECTIONS: usize = 8;

/// The tables whose rows the measured work points to without writing them.
pub(crate) const RENEWAL_GROUND: &[&str] = &["services"];

/// The tables whose rows an order writes, each before those that point to it.
pub(crate) const ORDER_TABLES: &[&str] = &[
    "orders",
    "order_lines",
    "order_contracts",
    "order_history",
    "attempts",
    "services",
    "service_prices",
    "deliveries",
    "postings",
    "entries",
    "invoices",
    "invoice_lines",
    "register",
    "emails",
    "jobs",
];

/// The tables whose rows a renewal writes.
pub(crate) const RENEWAL_TABLES: &[&str] = &[
    "orders",
    "order_lines",
    "order_history",
    "renewals",
    "service_steps",
    "attempts",
    "postings",
    "entries",
    "invoices",
    "invoice_lines",
    "register",
    "emails",
    "jobs",
];

/// The tables of a catalogue.
pub(crate) const CATALOG_TABLES: &[&str] = &[
    "catalog_versions",
    "catalog_products",
    "catalog_plans",
    "catalog_addon_families",
    "catalog_family_addons",
    "catalog_configurations",
    "catalog_prices",
    "catalog_promotions",
];

/// What is inserted: from where, into where, and how.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Copy<'c> {
    /// The database that has the rows.
    pub(crate) from: &'c Target,
    /// One with the same tables and no rows.
    pub(crate) to: &'c Target,
    /// Tables whose rows are there before the clock starts.
    pub(crate) ground: &'c [&'static str],
    /// Tables whose rows are inserted, each before those that point to it.
    pub(crate) tables: &'c [&'static str],
    /// How many accounts one transaction takes.
    pub(crate) per_commit: usize,
}

/// Inserts the rows account by account; accounts per second. Rows of no account are one unit.
pub(crate) async fn copy(copy: Copy<'_>) -> anyhow::Result<f64> {
    match (copy.from, copy.to) {
        (Target::Sqlite(from), Target::Sqlite(to)) => {
            let (from, to) = (from.clone(), to.clone());
            let Copy { ground, tables, per_commit, .. } = copy;
            let (ground, tables) = (ground.to_vec(), tables.to_vec());
            tokio::task::spawn_blocking(move || sqlite(&from, &to, &ground, &tables, per_commit)).await?
        }
        (Target::Postgres(_), Target::Postgres(_)) => postgres(copy).await,
        _ => anyhow::bail!("the limit is measured on a database of the same kind"),
    }
}

/// The rows of one table by their account, which is its first column where it has one.
struct Table<R> {
    insert: String,
    rows: BTreeMap<Vec<u8>, Vec<R>>,
}

impl<R> Table<R> {
    fn new(
        name: &str,
        columns: &[String],
        rows: Vec<R>,
        cell: impl Fn(&R, usize) -> Vec<u8>,
        place: char,
    ) -> Table<R> {
        let places: Vec<String> = (1..=columns.len()).map(|index| format!("{place}{index}")).collect();
        let insert = format!("insert into {name} ({}) values ({})", columns.join(", "), places.join(", "));
        let account = columns.iter().position(|column| column == "account_id");
        let mut by_account: BTreeMap<Vec<u8>, Vec<R>> = BTreeMap::new();
        for row in rows {
            let key = account.map(|index| cell(&row, index)).unwrap_or_default();
            by_account.entry(key).or_default().push(row);
        }
        Table { insert, rows: by_account }
    }
}

/// Every account that has a row.
fn units<R>(tables: &[Table<R>]) -> Vec<Vec<u8>> {
    let all: BTreeSet<&Vec<u8>> = tables.iter().flat_map(|table| table.rows.keys()).collect();
    all.into_iter().cloned().collect()
}

fn sqlite(
    from: &std::path::Path,
    to: &std::path::Path,
    ground: &[&str],
    tables: &[&str],
    per_commit: usize,
) -> anyhow::Result<f64> {
    let source = rusqlite::Connection::open(from)?;
    let read = |name: &&str| -> anyhow::Result<Table<Vec<Value>>> {
        let mut select = source.prepare(&format!("select * from {name}"))?;
        let columns: Vec<String> = select.column_names().map(str::to_owned).collect();
        let count = columns.len();
        let rows = select
            .query_map([], |row| (0..count).map(|index| row.get(index)).collect::<Result<Vec<Value>, _>>())?
            .collect::<Result<Vec<_>, _>>()?;
        let cell = |row: &Vec<Value>, index: usize| match &row[index] {
            Value::Blob(bytes) => bytes.clone(),
            Value::Null | Value::Integer(_) | Value::Real(_) | Value::Text(_) => Vec::new(),
        };
        Ok(Table::new(name, &columns, rows, cell, '?'))
    };
    let before = ground.iter().map(read).collect::<anyhow::Result<Vec<_>>>()?;
    let work = tables.iter().map(read).collect::<anyhow::Result<Vec<_>>>()?;
    let sink = rusqlite::Connection::open(to)?;
    sink.set_prepared_statement_cache_capacity(100);
    sink.execute_batch(
        "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = off; \
         pragma wal_autocheckpoint = 4000; pragma cache_size = -16384",
    )?;
    insert(&sink, &before, usize::MAX)?;
    sink.execute_batch("pragma wal_checkpoint(truncate); pragma foreign_keys = on")?;
    let begun = Instant::now();
    let count = insert(&sink, &work, per_commit)?;
    Ok(count as f64 / begun.elapsed().as_secs_f64())
}

fn insert(
    sink: &rusqlite::Connection,
    work: &[Table<Vec<Value>>],
    per_commit: usize,
) -> anyhow::Result<usize> {
    let units = units(work);
    for group in units.chunks(per_commit.min(units.len().max(1))) {
        sink.execute_batch("begin immediate")?;
        for unit in group {
            for table in work {
                let Some(rows) = table.rows.get(unit) else { continue };
                let mut statement = sink.prepare_cached(&table.insert)?;
                for row in rows {
                    statement.execute(rusqlite::params_from_iter(row))?;
                }
            }
        }
        sink.execute_batch("commit")?;
    }
    Ok(units.len())
}

/// A connection of the bare driver.
pub(crate) async fn connect(target: &Target) -> anyhow::Result<Client> {
    let Target::Postgres(address) = target else { anyhow::bail!("not a PostgreSQL address") };
    let (client, connection) = tokio_postgres::connect(address.expose(), NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

type Row = Vec<Option<Raw>>;

/// A value as it was read, to be sent back without being understood.
#[derive(Debug, Clone)]
struct Raw(Vec<u8>);

impl<'a> tokio_postgres::types::FromSql<'a> for Raw {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Raw, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Raw(raw.to_vec()))
    }
    fn accepts(_: &Type) -> bool {
        true
    }
}

impl ToSql for Raw {
    fn to_sql(
        &self,
        _: &Type,
        out: &mut tokio_postgres::types::private::BytesMut,
    ) -> Result<tokio_postgres::types::IsNull, Box<dyn std::error::Error + Sync + Send>> {
        out.extend_from_slice(&self.0);
        Ok(tokio_postgres::types::IsNull::No)
    }
    fn accepts(_: &Type) -> bool {
        true
    }
    tokio_postgres::types::to_sql_checked!();
}

async fn read(source: &Client, name: &str) -> anyhow::Result<Table<Row>> {
    let rows = source.query(&format!("select * from {name}"), &[]).await?;
    let about = source.prepare(&format!("select * from {name}")).await?;
    let columns: Vec<String> = about.columns().iter().map(|column| column.name().to_owned()).collect();
    let rows = rows.iter().map(|row| (0..columns.len()).map(|index| row.get(index)).collect()).collect();
    let cell = |row: &Row, index: usize| row[index].as_ref().map(|raw| raw.0.clone()).unwrap_or_default();
    Ok(Table::new(name, &columns, rows, cell, '$'))
}

async fn postgres(copy: Copy<'_>) -> anyhow::Result<f64> {
    let source = connect(copy.from).await?;
    let (mut before, mut work) = (Vec::new(), Vec::new());
    for name in copy.ground {
        before.push(read(&source, name).await?);
    }
    for name in copy.tables {
        work.push(read(&source, name).await?);
    }
    let ground = connect(copy.to).await?;
    // What was there before points to what is not copied.
    ground.batch_execute("set session_replication_role = replica").await?;
    insert_share(ground, &before, 0, 1, 1_000).await?;
    let work = Arc::new(work);
    let mut clients = Vec::new();
    for _ in 0..CONNECTIONS {
        clients.push(connect(copy.to).await?);
    }
    let begun = Instant::now();
    let mut tasks = Vec::new();
    for (index, client) in clients.into_iter().enumerate() {
        let (work, per_commit) = (work.clone(), copy.per_commit);
        tasks.push(tokio::spawn(
            async move { insert_share(client, &work, index, CONNECTIONS, per_commit).await },
        ));
    }
    let mut count = 0;
    for task in tasks {
        count += task.await?.context("the bare driver")?;
    }
    Ok(count as f64 / begun.elapsed().as_secs_f64())
}

/// Inserts one of so many shares of the accounts; how many accounts that were.
async fn insert_share(
    mut client: Client,
    work: &[Table<Row>],
    index: usize,
    shares: usize,
    per_commit: usize,
) -> Result<usize, tokio_postgres::Error> {
    let mut statements = Vec::new();
    for table in work {
        statements.push(client.prepare(&table.insert).await?);
    }
    let units = units(work);
    let mut count = 0;
    for group in units.chunks(per_commit).skip(index).step_by(shares) {
        let transaction = client.transaction().await?;
        for unit in group {
            for (statement, table) in statements.iter().zip(work) {
                for row in table.rows.get(unit).into_iter().flatten() {
                    let params: Vec<&(dyn ToSql + Sync)> =
                        row.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
                    transaction.execute(statement, &params).await?;
                }
            }
        }
        transaction.commit().await?;
        count += group.len();
    }
    Ok(count)
}
