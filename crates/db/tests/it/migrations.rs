//! Migrations: once, in order, whoever starts them.

use db::testing::{migrate_to, raw};
use db::{Backend, Db, Error, Options, Target};
use testkit::TestDb;

/// Everything the database knows about our tables, line by line.
async fn schema(target: &Target) -> Result<Vec<String>, Error> {
    let text = match target.backend() {
        Backend::Sqlite => {
            "select name, sql from sqlite_master where name not like 'sqlite\\_%' escape '\\' order by name"
        }
        Backend::Postgres => {
            "select 'column ' || table_name || '.' || column_name, ordinal_position, data_type, is_nullable, \
             column_default, collation_name from information_schema.columns where table_schema = 'public' \
             union all select 'index ' || indexname, 0, indexdef, '', '', '' from pg_indexes \
             where schemaname = 'public' \
             union all select 'constraint ' || conname, 0, pg_get_constraintdef(oid), '', '', '' \
             from pg_constraint where connamespace = 'public'::regnamespace order by 1, 2"
        }
    };
    let rows = raw(target, text).await?;
    let line =
        |row: Vec<Option<String>>| row.into_iter().map(|cell| cell.unwrap_or_default() + " ").collect();
    Ok(rows.into_iter().map(line).collect())
}

async fn applied(target: &Target) -> Result<Vec<Vec<Option<String>>>, Error> {
    raw(target, "select number, name, checksum, applied_at from migrations where number > 0 order by number")
        .await
}

#[testkit::both_databases]
async fn a_second_run_changes_nothing(db: TestDb) -> Result<(), Error> {
    let before = (schema(db.target()).await?, applied(db.target()).await?);
    assert!(before.1.len() > 1);
    db.migrate().await?;
    assert_eq!((schema(db.target()).await?, applied(db.target()).await?), before);
    Ok(())
}

#[testkit::both_databases]
async fn an_upgraded_installation_equals_a_fresh_one(db: TestDb) -> Result<(), Error> {
    let old = db.bare().await;
    let numbers: Vec<i64> =
        applied(db.target()).await?.iter().filter_map(|row| row.first()?.as_ref()?.parse().ok()).collect();
    for number in numbers {
        migrate_to(&old, number).await?;
    }
    assert_equal(&old, db.target()).await
}

/// Compares line by line, to show only what differs.
async fn assert_equal(left: &Target, right: &Target) -> Result<(), Error> {
    let (left, right) = (schema(left).await?, schema(right).await?);
    for (left, right) in left.iter().zip(&right) {
        assert_eq!(left, right);
    }
    assert_eq!(left.len(), right.len());
    Ok(())
}

#[testkit::both_databases]
async fn several_programs_that_start_at_once_migrate_once(db: TestDb) -> Result<(), Error> {
    let target = db.bare().await;
    let starts: Vec<_> = (0..4)
        .map(|_| {
            let target = target.clone();
            tokio::spawn(async move {
                let db = Db::open(&target, Options::default()).await?;
                db.migrate().await?;
                db.close().await;
                Ok::<_, Error>(())
            })
        })
        .collect();
    for start in starts {
        start.await.expect("a start does not panic")?;
    }
    assert_equal(&target, db.target()).await
}

#[testkit::both_databases]
async fn a_migration_changed_after_it_was_applied_is_noticed(db: TestDb) -> Result<(), Error> {
    raw(db.target(), "update migrations set checksum = 'other' where number = 1").await?;
    let answer = db.migrate().await;
    assert!(matches!(&answer, Err(Error::Migration(text)) if text.contains("0001_partitions")), "{answer:?}");
    Ok(())
}
