//! `kill -9` in the middle of a thousand writes.
//!
//! The test starts its own binary again as a child, told by a filter that matches nothing which database to
//! write to. The child says each answer on its standard output; the parent kills it and compares.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use db::{Db, Error, Options, Read, Target, Write, sql};
use kernel::{AccountId, Random, Timestamp};
use testkit::server::Server;

use crate::notes;

const WRITES: i64 = 1_000;
/// After how many answers the child dies.
const ANSWERS: usize = 300;

/// In the child, where to write.
fn told() -> Option<Target> {
    std::env::args().find_map(|argument| argument.strip_prefix("write-to:")?.parse().ok())
}

/// Writes numbers, every fifth of which is refused, and says the answers.
async fn write_and_tell(target: &Target) -> Result<(), Error> {
    let db = Db::open(target, Options::default()).await?;
    let next = Arc::new(AtomicI64::new(0));
    let writers: Vec<_> = (0..32)
        .map(|_| {
            let (db, next) = (db.clone(), Arc::clone(&next));
            tokio::spawn(async move {
                let id: AccountId = Random::system().id(Timestamp::UNIX_EPOCH);
                loop {
                    let n = next.fetch_add(1, Ordering::SeqCst);
                    if n >= WRITES {
                        break;
                    }
                    let write = db.account(id).write(move |tx| {
                        tx.send(
                            sql!("insert into notes (account_id, n, body) values ($1, $2, 'first')"),
                            &[&n],
                        )?;
                        tx.execute(
                            sql!("insert into notes (account_id, n, body) values ($1, $2, 'second')"),
                            &[&(n + WRITES)],
                        )?;
                        if n % 5 == 0 { Err(Error::Missing) } else { Ok(()) }
                    });
                    let word = match write.await {
                        Ok(()) => "kept",
                        Err(Error::Missing) => "refused",
                        Err(error) => panic!("{error}"),
                    };
                    let mut out = std::io::stdout().lock();
                    writeln!(out, "\n{word} {n}").and_then(|()| out.flush()).expect("the parent listens");
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.expect("a writer does not panic");
    }
    // The parent kills us before; were it slow, it would find everything written.
    Ok(())
}

async fn kill_and_compare(target: &Target, address: &str, test: &str) -> Result<(), Error> {
    let mut child = Command::new(std::env::current_exe().expect("a test knows its binary"))
        .args(["--exact", test, "--nocapture", "--skip", &format!("write-to:{address}")])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a test can start its binary again");
    let said = BufReader::new(child.stdout.take().expect("the output is piped"));
    let (mut kept, mut refused) = (BTreeSet::new(), BTreeSet::new());
    for line in said.lines() {
        let line = line.expect("the child writes text");
        let Some((word, Ok(n))) = line.split_once(' ').map(|(word, n)| (word, n.parse::<i64>())) else {
            continue;
        };
        match word {
            "kept" => kept.insert(n),
            "refused" => refused.insert(n),
            _ => continue,
        };
        if kept.len() + refused.len() == ANSWERS {
            // SIGKILL: nothing can be finished. What was said before is still in the pipe.
            child.kill().expect("the child is ours");
        }
    }
    child.wait().expect("the child is ours");
    assert!(kept.len() + refused.len() >= ANSWERS, "the child died by itself: {kept:?}");
    assert!(!refused.is_empty() && ((kept.len() + refused.len()) as i64) < WRITES);

    let db = Db::open(target, Options::default()).await?;
    let found: BTreeSet<i64> = db
        .across()
        .read(|tx| tx.query(sql!("select n from notes"), &[], |row| row.get(0)))
        .await?
        .into_iter()
        .collect();
    let lost: Vec<_> =
        kept.iter().filter(|n| !found.contains(n) || !found.contains(&(*n + WRITES))).collect();
    let unwanted: Vec<_> = found.iter().filter(|n| refused.contains(&(*n % WRITES)) || *n % 5 == 0).collect();
    let halves: Vec<_> = found.iter().filter(|n| !found.contains(&((*n + WRITES) % (2 * WRITES)))).collect();
    assert_eq!((lost.len(), unwanted.len(), halves.len()), (0, 0, 0), "{lost:?} {unwanted:?} {halves:?}");
    // The database is as good as new.
    let id: AccountId = Random::system().id(Timestamp::UNIX_EPOCH);
    db.account(id)
        .write(|tx| tx.execute(sql!("insert into notes (account_id, n, body) values ($1, 1, 'after')"), &[]))
        .await?;
    db.close().await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_program_keeps_what_sqlite_answered_and_nothing_it_refused() -> Result<(), Error> {
    if let Some(target) = told() {
        return write_and_tell(&target).await;
    }
    // On the disk, not in memory.
    let folder = tempfile::tempdir().expect("tests have room for a folder");
    let path = folder.path().join("killed.db");
    let target = Target::Sqlite(path.clone());
    let db = Db::open(&target, Options::default()).await?;
    db.migrate().await?;
    db.close().await;
    notes(&target).await?;
    let test = "kill::a_killed_program_keeps_what_sqlite_answered_and_nothing_it_refused";
    kill_and_compare(&target, &format!("sqlite:{}", path.display()), test).await?;
    let healthy = db::testing::raw(&target, "pragma integrity_check").await?;
    assert_eq!(healthy, [[Some("ok".to_owned())]]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_program_keeps_what_postgres_answered_and_nothing_it_refused() -> Result<(), Error> {
    if let Some(target) = told() {
        return write_and_tell(&target).await;
    }
    // A server whose writes reach the disk; it is killed too, after the program.
    let server = Server::private();
    let target = server.target("postgres");
    let db = Db::open(&target, Options::default()).await?;
    db.migrate().await?;
    db.close().await;
    notes(&target).await?;
    let Target::Postgres(address) = &target else { unreachable!("a server has an address") };
    let test = "kill::a_killed_program_keeps_what_postgres_answered_and_nothing_it_refused";
    kill_and_compare(&target, address.expose(), test).await
}
