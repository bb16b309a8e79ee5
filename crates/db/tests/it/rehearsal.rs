//! A closure that is rehearsed answers as if it had run alone on its account.

use std::sync::{Arc, Mutex, PoisonError, mpsc};

use db::{AccountTx, Backend, Db, Error, Options, Read, Target, Write, sql};
use kernel::AccountId;
use testkit::{TestDb, account};

use crate::{count_notes, counters, notes};

const WRITER: &str = "sqlite-writer";

/// The threads on which a closure ran, in order.
#[derive(Debug, Clone, Default)]
struct Runs(Arc<Mutex<Vec<String>>>);

impl Runs {
    /// Notes a run and tells whether it is the first.
    fn here(&self) -> bool {
        let mut runs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        runs.push(std::thread::current().name().unwrap_or_default().to_owned());
        runs.len() == 1
    }

    /// Whether each run was the writer's.
    fn by_the_writer(&self) -> Vec<bool> {
        let runs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        runs.iter().map(|thread| thread == WRITER).collect()
    }
}

fn insert(tx: &mut AccountTx, n: i64) -> Result<(), Error> {
    tx.send(sql!("insert into notes (account_id, n, body) values ($1, $2, 'body')"), &[&n])
}

fn greatest(tx: &mut AccountTx) -> Result<i64, Error> {
    let statement = sql!("select coalesce(max(n), 0) from notes where account_id = $1");
    tx.query_one(statement, &[], |row| row.get(0))
}

fn set(tx: &mut AccountTx, n: i64) -> Result<u64, Error> {
    tx.execute(sql!("update notes set n = $2 where account_id = $1"), &[&n])
}

async fn noted(db: &Db, id: AccountId) -> Result<i64, Error> {
    db.account(id).read(greatest).await
}

#[test]
fn the_writer_makes_the_writes_of_a_closure_that_ran_elsewhere() {
    testkit::run(Backend::Sqlite, async |db: TestDb| {
        notes(db.target()).await?;
        // The table came by another connection: of what that did the writer knows nothing until its next commit.
        db.account(account(&db)).write(|tx| insert(tx, 1)).await?;
        let (id, runs) = (account(&db), Runs::default());
        let seen = runs.clone();
        let write = move |tx: &mut AccountTx| {
            seen.here();
            let n = greatest(tx)?;
            insert(tx, n + 1)?;
            Ok::<_, Error>(n)
        };
        assert_eq!(db.account(id).write(write).await?, 0);
        assert_eq!((noted(&db, id).await?, runs.by_the_writer()), (1, vec![false]));
        Ok::<(), Error>(())
    })
    .unwrap();
}

#[test]
fn a_write_of_few_is_the_writer_s() {
    testkit::run(Backend::Sqlite, async |db: TestDb| {
        notes(db.target()).await?;
        let own = Db::open(db.target(), Options::default()).await?;
        let (id, runs) = (account(&db), Runs::default());
        let seen = runs.clone();
        own.account(id)
            .write(move |tx| {
                seen.here();
                insert(tx, 1)
            })
            .await?;
        own.close().await;
        assert_eq!((noted(&db, id).await?, runs.by_the_writer()), (1, vec![true]));
        Ok::<(), Error>(())
    })
    .unwrap();
}

/// Adds one to the account's note, and has `meanwhile` write 10 to it after the first run has read it.
async fn add_one(db: &Db, meanwhile: &Db, id: AccountId) -> Result<Runs, Error> {
    let (other, runs, handle) = (meanwhile.clone(), Runs::default(), tokio::runtime::Handle::current());
    let seen = runs.clone();
    let write = move |tx: &mut AccountTx| {
        let n = greatest(tx)?;
        if seen.here() {
            let (other, (done, wait)) = (other.clone(), mpsc::channel());
            handle.spawn(async move {
                let written = other.account(id).write(|tx| set(tx, 10)).await;
                done.send(written).expect("somebody waits");
            });
            assert_eq!(wait.recv().expect("the other answers")?, 1);
        }
        set(tx, n + 1)
    };
    let (db, handle) = (db.clone(), tokio::runtime::Handle::current());
    let written = tokio::task::spawn_blocking(move || handle.block_on(db.account(id).write(write)));
    assert_eq!(written.await.expect("the caller does not panic")?, 1);
    Ok(runs)
}

#[test]
fn what_was_written_to_the_account_meanwhile_is_not_lost() {
    testkit::run(Backend::Sqlite, async |db: TestDb| {
        notes(db.target()).await?;
        // The same connections, and those of another process.
        let own = Db::open(db.target(), Options::default()).await?;
        for other in [&db.clone(), &own] {
            let id = account(&db);
            db.account(id).write(|tx| insert(tx, 0)).await?;
            let runs = add_one(&db, other, id).await?;
            assert_eq!((noted(&db, id).await?, runs.by_the_writer()), (11, vec![false, true]));
        }
        own.close().await;
        Ok::<(), Error>(())
    })
    .unwrap();
}

#[testkit::both_databases]
async fn writers_of_one_account_that_share_connections_lose_nothing(db: TestDb) -> Result<(), Error> {
    notes(db.target()).await?;
    let id = account(&db);
    db.account(id).write(|tx| insert(tx, 0)).await?;
    let writers: Vec<_> = (0..64)
        .map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                for _ in 0..10 {
                    let add = |tx: &mut AccountTx| greatest(tx).and_then(|n| set(tx, n + 1));
                    db.account(id).write(add).await?;
                }
                Ok::<_, Error>(())
            })
        })
        .collect();
    for writer in writers {
        writer.await.expect("a writer does not panic")?;
    }
    assert_eq!(noted(&db, id).await?, 640);
    Ok(())
}

#[testkit::both_databases]
async fn a_count_is_that_of_the_statement(db: TestDb) -> Result<(), Error> {
    notes(db.target()).await?;
    let (none, three) = (account(&db), account(&db));
    db.account(three).write(|tx| (1..=3).try_for_each(|n| insert(tx, n))).await?;
    for (id, count) in [(none, 0), (three, 3)] {
        // A neighbour's write stands in the same group.
        let neighbour = account(&db);
        let beside = db.account(neighbour).write(move |tx| insert(tx, count));
        let counted = db.account(id).write(move |tx| {
            insert(tx, 100)?;
            tx.execute(sql!("update notes set body = 'new' where account_id = $1 and n < $2"), &[&50])
        });
        let (beside, counted) = tokio::join!(beside, counted);
        beside?;
        assert_eq!(counted, Ok(count.unsigned_abs()));
        assert_eq!(noted(&db, neighbour).await?, count);
        assert_eq!(noted(&db, id).await?, 100);
    }
    Ok(())
}

#[testkit::both_databases]
async fn a_closure_reads_what_it_wrote(db: TestDb) -> Result<(), Error> {
    notes(db.target()).await?;
    let id = account(&db);
    db.account(id).write(|tx| insert(tx, 1)).await?;
    let again = |tx: &mut AccountTx| insert(tx, 7).and_then(|()| greatest(tx));
    assert_eq!(db.account(id).write(again).await, Ok(7));
    let returned = |tx: &mut AccountTx| {
        let statement = sql!("update notes set n = n + 1 where account_id = $1 and n = 7 returning n");
        tx.query_one(statement, &[], |row| row.get::<i64>(0))
    };
    assert_eq!(db.account(id).write(returned).await, Ok(8));
    assert_eq!(noted(&db, id).await?, 8);
    Ok(())
}

#[testkit::both_databases]
async fn a_refused_write_is_told_to_its_closure_alone(db: TestDb) -> Result<(), Error> {
    notes(db.target()).await?;
    counters(db.target()).await?;
    let id = account(&db);
    db.account(id).write(|tx| insert(tx, 1)).await?;
    let writers: Vec<_> = (0..40_i64)
        .map(|n| {
            let (db, other) = (db.clone(), account(&db));
            tokio::spawn(async move {
                let id = if n % 5 == 0 { id } else { other };
                let write = move |tx: &mut AccountTx| {
                    insert(tx, 2 + n)?;
                    let again = tx.execute(
                        sql!("insert into notes (account_id, n, body) values ($1, 1, 'again')"),
                        &[],
                    );
                    again.map_err(|error| match error.constraint() {
                        Some("notes_pkey") => Error::Missing,
                        _ => error,
                    })
                };
                (n, db.account(id).write(write).await)
            })
        })
        .collect();
    for writer in writers {
        let (n, answer) = writer.await.expect("a writer does not panic");
        if n % 5 == 0 {
            // The statement's error is the transaction's, whatever the closure makes of it; see `Read`.
            assert_eq!(answer, Err(Error::Missing), "{n}");
        } else {
            assert_eq!(answer, Ok(1), "{n}");
        }
    }
    assert_eq!(count_notes(&db).await?, 1 + 2 * 32);
    Ok(())
}

#[testkit::both_databases]
async fn a_closure_that_fails_after_it_wrote_wrote_nothing(db: TestDb) -> Result<(), Error> {
    notes(db.target()).await?;
    let id = account(&db);
    let write = |tx: &mut AccountTx| {
        insert(tx, 1)?;
        Err::<(), _>(Error::Missing)
    };
    assert_eq!(db.account(id).write(write).await, Err(Error::Missing));
    assert_eq!(db.account(id).write(|_| Err::<(), _>(Error::Missing)).await, Err(Error::Missing));
    assert_eq!(db.account(id).write(greatest).await, Ok(0));
    assert_eq!(count_notes(&db).await?, 0);
    Ok(())
}

/// More accounts than the writer remembers.
#[test]
fn many_accounts_are_each_written_to() {
    testkit::run(Backend::Sqlite, async |db: TestDb| {
        notes(db.target()).await?;
        let accounts: Vec<_> = (0..5_000).map(|_| account(&db)).collect();
        for round in 1..=2 {
            let writes = accounts.chunks(500).map(|chunk| {
                let (db, chunk) = (db.clone(), chunk.to_vec());
                tokio::spawn(async move {
                    for id in chunk {
                        db.account(id).write(|tx| greatest(tx).and_then(|n| insert(tx, n + 1))).await?;
                    }
                    Ok::<_, Error>(())
                })
            });
            for write in writes.collect::<Vec<_>>() {
                write.await.expect("a writer does not panic")?;
            }
            assert_eq!(count_notes(&db).await?, round * 5_000);
        }
        Ok::<(), Error>(())
    })
    .unwrap();
}

/// A rehearsal knows what a write changes by the table it names.
#[test]
fn no_migration_makes_a_write_change_what_it_does_not_name() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations");
    let mut read = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap().to_lowercase();
        for word in ["create trigger", "create view", "cascade", "on delete", "on update"] {
            assert!(!text.contains(word), "{} says {word:?}", path.display());
        }
        read += 1;
    }
    assert!(read > 20, "{read} migrations");
}

/// Whoever is not answered before the end is told that nothing was done.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_closed_database_keeps_nothing_of_a_rehearsal() -> Result<(), Error> {
    let folder = tempfile::tempdir().expect("room for a folder");
    let target = Target::Sqlite(folder.path().join("closed.db"));
    let db = Db::open(&target, Options { rehearsed_from: 0, ..Options::default() }).await?;
    db.migrate().await?;
    notes(&target).await?;
    let id = AccountId::from_uuid(uuid::Uuid::from_u128(7));
    let (other, handle) = (db.clone(), tokio::runtime::Handle::current());
    let write = move |tx: &mut AccountTx| {
        greatest(tx)?;
        let (other, (done, wait)) = (other.clone(), mpsc::channel());
        handle.spawn(async move {
            other.close().await;
            done.send(()).expect("somebody waits");
        });
        wait.recv().expect("the other closes");
        insert(tx, 1)
    };
    let (closed, handle) = (db.clone(), tokio::runtime::Handle::current());
    let answer = tokio::task::spawn_blocking(move || handle.block_on(closed.account(id).write(write)));
    let answer = answer.await.expect("the caller does not panic");
    assert!(matches!(answer, Err(Error::Unavailable(_))), "{answer:?}");
    let again = Db::open(&target, Options::default()).await?;
    assert_eq!(count_notes(&again).await?, 0);
    again.close().await;
    Ok(())
}
