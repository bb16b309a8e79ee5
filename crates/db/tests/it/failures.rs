//! Servers that go away, answers that get lost, disks that fill up.

use std::time::{Duration, Instant};

use db::{AccountTx, Backend, Db, Error, Options, Read, Target, Write, sql};
use kernel::{AccountId, Random, Timestamp};
use testkit::line::{Line, Loss};
use testkit::server::{Server, base};
use testkit::{TestDb, account};

use crate::{count_notes, notes};

fn insert(tx: &mut AccountTx, n: i64) -> Result<(), Error> {
    tx.send(
        sql!(
            "insert into notes (account_id, n, body) values ($1, $2, 'body') on conflict (account_id, n) do nothing"
        ),
        &[&n],
    )
}

fn impatient() -> Options {
    Options { wait_max: Duration::from_millis(700), ..Options::default() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_went_away_is_missed_for_a_bounded_time_and_found_again() -> Result<(), Error> {
    let server = Server::private();
    let target = server.target("postgres");
    let db = Db::open(&target, impatient()).await?;
    db.migrate().await?;
    notes(&target).await?;
    let id: AccountId = Random::system().id(Timestamp::UNIX_EPOCH);
    db.account(id).write(|tx| insert(tx, 1)).await?;

    server.crash();
    let asked = Instant::now();
    let (write, read) = tokio::join!(db.account(id).write(|tx| insert(tx, 2)), count_notes(&db));
    assert!(matches!(write, Err(Error::Unavailable(_))), "{write:?}");
    assert!(matches!(read, Err(Error::Unavailable(_))), "{read:?}");
    assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());

    server.restart();
    db.account(id).write(|tx| insert(tx, 3)).await?;
    assert_eq!(count_notes(&db).await?, 2);
    Ok(())
}

#[testkit::both_databases]
async fn connections_cut_by_the_server_are_replaced_without_anybody_noticing(
    db: TestDb,
) -> Result<(), Error> {
    notes(db.target()).await?;
    let id = account(&db);
    for n in 0..5 {
        db.account(id).write(move |tx| insert(tx, n)).await?;
        if db.backend() == Backend::Postgres {
            let cut = "select pg_terminate_backend(pid) from pg_stat_activity \
                       where datname = current_database() and pid <> pg_backend_pid()";
            db::testing::raw(db.target(), cut).await?;
        }
    }
    assert_eq!(count_notes(&db).await?, 5);
    Ok(())
}

#[testkit::both_databases]
async fn a_commit_without_an_answer_is_unknown_and_resolved_by_its_key(db: TestDb) -> Result<(), Error> {
    notes(db.target()).await?;
    // SQLite is not at the other end of a line: there the same writes simply succeed.
    let line = Line::lay();
    let is_far = db.backend() == Backend::Postgres;
    let far = Db::open(&line.to(db.target()), impatient()).await?;
    let id = account(&db);
    far.account(id).write(|tx| insert(tx, 0)).await?;
    for (n, loss) in [(1, Loss::Answer), (2, Loss::Commit)] {
        line.lose(loss);
        // Waits for the lock's answer first, so that the commit is on the wire by itself.
        let write = move |tx: &mut AccountTx| {
            insert(tx, n)?;
            tx.query(sql!("select n from notes where account_id = $1"), &[], |row| row.get::<i64>(0))
                .map(|_| ())
        };
        let answer = far.account(id).write(write).await;
        if is_far {
            assert!(matches!(answer, Err(Error::Unknown(_))), "{answer:?}");
            assert_eq!(count_notes(&db).await?, if loss == Loss::Answer { n + 1 } else { n });
        }
        // Told again with the same key it is there once, whatever had become of it.
        far.account(id).write(write).await?;
        assert_eq!(count_notes(&db).await?, n + 1);
    }
    far.close().await;
    Ok(())
}

/// A disk that is full, as far as SQLite can tell: it rolls the whole group back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_refuses_who_filled_it_and_runs_the_innocent_again() -> Result<(), Error> {
    let folder = tempfile::tempdir_in(base()).expect("room for a folder");
    let target = Target::Sqlite(folder.path().join("full.db"));
    let db = Db::open(&target, Options::default()).await?;
    db.migrate().await?;
    notes(&target).await?;
    db.registry()
        .write(|tx| tx.query(sql!("pragma max_page_count = 1500"), &[], |row| row.get::<i64>(0)).map(|_| ()))
        .await?;
    let writers: Vec<_> = (0..60_i64)
        .map(|n| {
            let db = db.clone();
            let id = account(&db);
            tokio::spawn(async move {
                db.account(id)
                    .write(move |tx| {
                        if n == 0 {
                            std::thread::sleep(Duration::from_millis(50));
                        }
                        // Eight megabytes do not fit into six.
                        let body = "x".repeat(if n % 20 == 7 { 8_000_000 } else { 10 });
                        tx.execute(
                            sql!("insert into notes (account_id, n, body) values ($1, $2, $3)"),
                            &[&n, &body],
                        )
                    })
                    .await
            })
        })
        .collect();
    for (n, writer) in (0..).zip(writers) {
        let answer = writer.await.expect("a writer does not panic");
        if n % 20 == 7 {
            assert!(matches!(answer, Err(Error::Unavailable(_))), "{n}: {answer:?}");
        } else {
            assert_eq!(answer, Ok(1), "{n}");
        }
    }
    assert_eq!(count_notes(&db).await?, 57);
    Ok(())
}

#[testkit::both_databases]
async fn a_closed_database_says_so(db: TestDb) -> Result<(), Error> {
    let id = account(&db);
    db.account(id).write(|_| Ok::<_, Error>(())).await?;
    db.close().await;
    let write = db.account(id).write(|_| Ok::<_, Error>(())).await;
    assert!(matches!(write, Err(Error::Unavailable(_))), "{write:?}");
    let read = db.across().read(|_| Ok::<_, Error>(())).await;
    assert!(matches!(read, Err(Error::Unavailable(_))), "{read:?}");
    Ok(())
}

/// A busy account fills the queue of its own gate, not the connections.
#[test]
fn a_busy_account_does_not_starve_the_others() {
    testkit::run(Backend::Postgres, async |db: TestDb| {
        let few = Options { connections_max: 2, ..Options::default() };
        let db = Db::open(db.target(), few).await.expect("the database opens");
        let (busy, quiet) = (account(&db), account(&db));
        let slow: Vec<_> = (0..20)
            .map(|_| {
                let db = db.clone();
                tokio::spawn(async move {
                    let write = db.account(busy).write(|_| {
                        std::thread::sleep(Duration::from_millis(100));
                        Ok::<_, Error>(())
                    });
                    write.await
                })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(150)).await;
        let asked = Instant::now();
        db.account(quiet).write(|_| Ok::<_, Error>(())).await.expect("a quiet account is served");
        // Twenty slow writes take two seconds.
        assert!(asked.elapsed() < Duration::from_secs(1), "{:?}", asked.elapsed());
        for write in slow {
            write.await.expect("a writer does not panic").expect("a busy account is served too");
        }
        db.close().await;
    });
}
