//! The limit: the rows that were written, inserted again by the bare driver and nothing else.
#![expect(clippy::float_arithmetic, reason = "speeds are not money")]

use std::time::Instant;

use anyhow::Context;
use db::Target;
use rusqlite::types::Value;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, NoTls};

/// How many connections insert at once on PostgreSQL.
const CONNECTIONS: usize = 8;

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

/// Inserts the rows of `tables` of one database into another, `units` of work in transactions of `per_commit`;
/// units per second.
pub(crate) async fn copy(
    from: &Target,
    to: &Target,
    tables: &[&str],
    units: usize,
    per_commit: usize,
) -> anyhow::Result<f64> {
    match (from, to) {
        (Target::Sqlite(from), Target::Sqlite(to)) => {
            let (from, to) = (from.clone(), to.clone());
            let tables: Vec<String> = tables.iter().map(|table| (*table).to_owned()).collect();
            tokio::task::spawn_blocking(move || sqlite(&from, &to, &tables, units, per_commit)).await?
        }
        (Target::Postgres(_), Target::Postgres(_)) => postgres(from, to, tables, units, per_commit).await,
        _ => anyhow::bail!("the limit is measured on a database of the same kind"),
    }
}

fn exists(known: &[String], tables: &[String]) -> Vec<String> {
    tables.iter().filter(|table| known.contains(table)).cloned().collect()
}

fn sqlite(
    from: &std::path::Path,
    to: &std::path::Path,
    tables: &[String],
    units: usize,
    per_commit: usize,
) -> anyhow::Result<f64> {
    let source = rusqlite::Connection::open(from)?;
    let mut known = source.prepare("select name from sqlite_master where type = 'table'")?;
    let known: Vec<String> = known.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut work: Vec<(String, Vec<Vec<Value>>)> = Vec::new();
    for table in exists(&known, tables) {
        let mut select = source.prepare(&format!("select * from {table}"))?;
        let columns = select.column_count();
        let rows = select
            .query_map([], |row| (0..columns).map(|index| row.get(index)).collect::<Result<Vec<Value>, _>>())?
            .collect::<Result<Vec<_>, _>>()?;
        let places: Vec<String> = (1..=columns).map(|index| format!("?{index}")).collect();
        work.push((format!("insert into {table} values ({})", places.join(", ")), rows));
    }
    let sink = rusqlite::Connection::open(to)?;
    sink.set_prepared_statement_cache_capacity(100);
    sink.execute_batch(
        "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = off; \
         pragma wal_autocheckpoint = 4000; pragma cache_size = -65536",
    )?;
    let begun = Instant::now();
    for group in (0..units).step_by(per_commit) {
        sink.execute_batch("begin immediate")?;
        for unit in group..(group + per_commit).min(units) {
            for (insert, rows) in &work {
                let mut statement = sink.prepare_cached(insert)?;
                for row in share(rows, unit, units) {
                    statement.execute(rusqlite::params_from_iter(row))?;
                }
            }
        }
        sink.execute_batch("commit")?;
    }
    Ok(units as f64 / begun.elapsed().as_secs_f64())
}

/// The rows of one unit of work, when all rows are shared out evenly.
fn share<T>(rows: &[T], unit: usize, units: usize) -> &[T] {
    &rows[rows.len() * unit / units..rows.len() * (unit + 1) / units]
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

async fn postgres(
    from: &Target,
    to: &Target,
    tables: &[&str],
    units: usize,
    per_commit: usize,
) -> anyhow::Result<f64> {
    let source = connect(from).await?;
    let known =
        source.query("select tablename::text from pg_tables where schemaname = 'public'", &[]).await?;
    let known: Vec<String> = known.iter().map(|row| row.get(0)).collect();
    let tables: Vec<String> = tables.iter().map(|table| (*table).to_owned()).collect();
    let mut work: Vec<(String, Vec<Row>)> = Vec::new();
    for table in exists(&known, &tables) {
        let rows = source.query(&format!("select * from {table}"), &[]).await?;
        let columns = rows.first().map_or(0, |row| row.len());
        let places: Vec<String> = (1..=columns).map(|index| format!("${index}")).collect();
        let rows = rows.iter().map(|row| (0..columns).map(|index| row.get(index)).collect()).collect();
        work.push((format!("insert into {table} values ({})", places.join(", ")), rows));
    }
    let work = std::sync::Arc::new(work);
    let mut clients = Vec::new();
    for _ in 0..CONNECTIONS {
        let client = connect(to).await?;
        // The rows of an order are spread over its tables by position: a parent may come after its child.
        client.batch_execute("set session_replication_role = replica").await?;
        clients.push(client);
    }
    let begun = Instant::now();
    let mut tasks = Vec::new();
    for (index, mut client) in clients.into_iter().enumerate() {
        let work = work.clone();
        tasks.push(tokio::spawn(async move {
            let mut statements = Vec::new();
            for (insert, rows) in work.iter() {
                if !rows.is_empty() {
                    statements.push((client.prepare(insert).await?, rows));
                }
            }
            for group in (index * per_commit..units).step_by(CONNECTIONS * per_commit) {
                let transaction = client.transaction().await?;
                for unit in group..(group + per_commit).min(units) {
                    for (statement, rows) in &statements {
                        for row in share(rows, unit, units) {
                            let params: Vec<&(dyn ToSql + Sync)> =
                                row.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
                            transaction.execute(statement, &params).await?;
                        }
                    }
                }
                transaction.commit().await?;
            }
            Ok::<(), tokio_postgres::Error>(())
        }));
    }
    for task in tasks {
        task.await?.context("the bare driver")?;
    }
    Ok(units as f64 / begun.elapsed().as_secs_f64())
}
