//! The promises of the two drivers, on both databases.

mod constraints;
mod failures;
mod kill;
mod migrations;
mod rehearsal;
mod tls;
mod transactions;
mod values;

use db::testing::raw;
use db::{Error, Read, Target};

/// A table of notes, one per account and number.
async fn notes(target: &Target) -> Result<(), Error> {
    let text = "create table notes (account_id uuid not null, n bigint not null, body text not null, \
                constraint notes_pkey primary key (account_id, n))";
    raw(target, text).await.map(|_| ())
}

/// A table of counters that belongs to no account.
async fn counters(target: &Target) -> Result<(), Error> {
    let table = "create table counters (name text collate \"C\" not null, value bigint not null, \
                 constraint counters_pkey primary key (name))";
    raw(target, table).await?;
    raw(target, "insert into counters (name, value) values ('a', 0), ('b', 0)").await.map(|_| ())
}

/// How many notes there are, of everybody.
async fn count_notes(db: &db::Db) -> Result<i64, Error> {
    db.across().read(|tx| tx.query_one(db::sql!("select count(*) from notes"), &[], |row| row.get(0))).await
}
