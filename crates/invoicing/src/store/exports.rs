//! The SQL of documents that are taken home as one file.

use db::{AccountTx, AcrossTx, Error, Filter, Read, Row, Sql, Write, codes, sql};
use kernel::{AccountId, ExportId, Timestamp};

use crate::exports::{Export, ExportFile, ExportKind, ExportState, query_text, read_query};

codes!(ExportKind, ExportState);

fn select<'p>() -> Filter<'p> {
    Filter::new(
        sql!(
            "select export_id, kind, query, locale, state, total, done, after, size_bytes, asked_at, expires_at
             from exports where account_id = $1"
        ),
        &[],
    )
}

fn read(row: &Row<'_>) -> Result<Export, Error> {
    let query: String = row.get(2)?;
    let query = read_query(&query).ok_or_else(|| Error::Statement(format!("{query:?} is no query")))?;
    Ok(Export {
        id: row.get(0)?,
        kind: row.get(1)?,
        query,
        locale: row.get(3)?,
        state: row.get(4)?,
        total: row.get(5)?,
        done: row.get(6)?,
        after: row.get(7)?,
        size_bytes: row.get(8)?,
        asked_at: row.get(9)?,
        expires_at: row.get(10)?,
    })
}

/// The account's exports that are kept at `now`, the latest first.
///
/// # Errors
/// The database's own.
pub fn exports(tx: &mut AccountTx, now: Timestamp, limit: i64) -> Result<Vec<Export>, Error> {
    let mut list = select();
    list.and(sql!("expires_at > $1"), &[&now]);
    list.end(sql!("order by asked_at desc, export_id desc limit $1"), &[&limit]);
    list.query(tx, read)
}

/// One export, if the account has it and it is kept at `now`.
///
/// # Errors
/// The database's own.
pub fn find_export(tx: &mut AccountTx, now: Timestamp, id: ExportId) -> Result<Option<Export>, Error> {
    let mut list = select();
    list.and(sql!("export_id = $1 and expires_at > $2"), &[&id, &now]);
    Ok(list.query(tx, read)?.pop())
}

pub(crate) fn exports_making(tx: &mut AccountTx) -> Result<Vec<Export>, Error> {
    let mut list = select();
    list.and(sql!("state = 'making'"), &[]);
    list.end(sql!("order by asked_at, export_id"), &[]);
    list.query(tx, read)
}

/// The files of an export from a position on, in their order.
///
/// # Errors
/// The database's own.
pub fn export_files(
    tx: &mut AccountTx,
    export: ExportId,
    from: i64,
    limit: i64,
) -> Result<Vec<ExportFile>, Error> {
    const FILES: Sql = sql!(
        "select name, content from export_files
         where account_id = $1 and export_id = $2 and position >= $3 order by position limit $4"
    );
    tx.query(FILES, &[&export, &from, &limit], |row| {
        Ok(ExportFile { name: row.get(0)?, content: row.get(1)? })
    })
}

pub(crate) fn insert_export(tx: &mut AccountTx, export: &Export) -> Result<(), Error> {
    let query = query_text(&export.query).map_err(|error| Error::Statement(error.to_string()))?;
    tx.send(
        sql!(
            "insert into exports (account_id, export_id, kind, query, locale, state, total, done, after, size_bytes,
                asked_at, expires_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        ),
        &[
            &export.id,
            &export.kind,
            &query,
            &export.locale,
            &export.state,
            &export.total,
            &export.done,
            &export.after,
            &export.size_bytes,
            &export.asked_at,
            &export.expires_at,
        ],
    )
}

/// Writes how far an export is, if it is made and has as many documents as before; whether it was.
pub(crate) fn advance_export(tx: &mut AccountTx, before: i64, next: &Export) -> Result<bool, Error> {
    let changed = tx.execute(
        sql!(
            "update exports set state = $4, done = $5, after = $6, size_bytes = $7, expires_at = $8
             where account_id = $1 and export_id = $2 and done = $3 and state = 'making'"
        ),
        &[&next.id, &before, &next.state, &next.done, &next.after, &next.size_bytes, &next.expires_at],
    )?;
    Ok(changed == 1)
}

pub(crate) fn insert_export_files(
    tx: &mut AccountTx,
    export: &Export,
    files: &[ExportFile],
) -> Result<(), Error> {
    // One at a time: a few of them are as large as a journey should be.
    for (position, file) in (export.done..).zip(files) {
        tx.send(
            sql!(
                "insert into export_files (account_id, export_id, position, name, content)
                 values ($1, $2, $3, $4, $5)"
            ),
            &[&export.id, &position, &file.name, &file.content],
        )?;
    }
    Ok(())
}

/// What is being made of a kind, the longest waiting first.
///
/// # Errors
/// The database's own.
pub fn exports_due(
    tx: &mut AcrossTx,
    kind: ExportKind,
    limit: i64,
) -> Result<Vec<(AccountId, ExportId)>, Error> {
    tx.query(
        sql!(
            "select account_id, export_id from exports where state = 'making' and kind = $1
             order by asked_at limit $2"
        ),
        &[&kind, &limit],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The accounts with something that is kept no longer.
///
/// # Errors
/// The database's own.
pub fn exports_over(tx: &mut AcrossTx, now: Timestamp, limit: i64) -> Result<Vec<AccountId>, Error> {
    tx.query(
        sql!("select distinct account_id from exports where expires_at <= $1 limit $2"),
        &[&now, &limit],
        |row| row.get(0),
    )
}

pub(crate) fn delete_exports(tx: &mut AccountTx, now: Timestamp) -> Result<u64, Error> {
    tx.send(
        sql!(
            "delete from export_files where account_id = $1 and export_id in (
               select export_id from exports where account_id = $1 and expires_at <= $2)"
        ),
        &[&now],
    )?;
    tx.execute(sql!("delete from exports where account_id = $1 and expires_at <= $2"), &[&now])
}
