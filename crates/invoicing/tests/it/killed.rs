//! The process is killed with `kill -9`, between the two steps and anywhere else.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use db::{Db, Options, Target};
use invoicing::register;
use kernel::Random;
use testkit::TestDb;

use super::drafts::{assert_clean, chance, draft, now, numbers, pay_and_issue, sweep};

const TARGET: &str = "INVOICING_KILLED_TARGET";
const PAUSE: &str = "INVOICING_KILLED_PAUSE";

/// What the child runs: issues and numbers invoices until it is killed. As a test of its own it has no
/// database and checks only that it was not told of one.
#[tokio::test]
async fn the_child_issues_until_it_is_killed() {
    #[expect(clippy::disallowed_methods, reason = "the parent tells its child by the environment")]
    let (target, pause) = (std::env::var(TARGET), std::env::var(PAUSE).is_ok());
    let Ok(target) = target else {
        assert!(!pause, "a pause needs a database");
        return;
    };
    let target: Target = target.parse().unwrap();
    let db = Db::open(&target, Options::default()).await.unwrap();
    let random = Random::system();
    let accounts: Vec<_> = (0..8).map(|_| random.id(now())).collect();
    for round in 0.. {
        pay_and_issue(&db, accounts[round % accounts.len()], now(), &draft(&random)).await;
        let waiting = db.across().read(|tx| register::waiting(tx, 100)).await.unwrap();
        let given =
            db.series("invoice:FR").write(move |tx| register::number(tx, now(), &waiting)).await.unwrap();
        println!("\nnumbered {round}");
        if pause {
            tokio::time::sleep(Duration::from_secs(600)).await;
        }
        for numbered in given {
            db.account(numbered.account)
                .write(move |tx| register::stamp(tx, std::slice::from_ref(&numbered)))
                .await
                .unwrap();
        }
    }
}

/// Where the child finds the database.
fn address(db: &TestDb) -> String {
    match db.target() {
        Target::Sqlite(path) => format!("sqlite:{}", path.display()),
        Target::Postgres(address) => address.expose().clone(),
    }
}

/// Starts the child and waits until it has numbered for the `rounds`th time.
fn child(target: &str, pauses: bool, rounds: usize) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["it::killed::the_child_issues_until_it_is_killed", "--exact", "--nocapture"])
        .env(TARGET, target)
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    if pauses {
        command.env(PAUSE, "1");
    }
    let mut child = command.spawn().unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
    let numbered =
        said.by_ref().map_while(Result::ok).filter(|line| line.starts_with("numbered")).take(rounds);
    assert_eq!(numbered.count(), rounds, "the child ended by itself");
    // The pipe stays open so that the child does not fail on it.
    std::mem::forget(said);
    child
}

fn kill(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

#[testkit::both_databases]
async fn c38_a_kill_between_number_and_stamp_leaves_no_hole(db: TestDb) {
    let target = address(&db);
    let killed = tokio::task::spawn_blocking(move || kill(child(&target, true, 1)));
    killed.await.unwrap();
    let report = assert_clean(&db).await;
    assert_eq!((report.documents, report.unstamped, report.waiting), (1, 1, 1));
    assert!(numbers(&db, "invoice:FR").await.is_empty(), "seen before it was stamped");
    assert_eq!(sweep(&db, now()).await.stamped, 1);
    let account = testkit::account(&db);
    pay_and_issue(&db, account, now(), &draft(&chance())).await;
    sweep(&db, now()).await;
    let given: Vec<i64> = numbers(&db, "invoice:FR").await.into_iter().map(|(number, ..)| number).collect();
    assert_eq!(given, [1, 2]);
    let report = assert_clean(&db).await;
    assert_eq!((report.documents, report.unstamped, report.waiting), (2, 0, 0));
}

#[testkit::both_databases]
async fn c38_five_kills_anywhere_leave_no_hole(db: TestDb) {
    for rounds in [3, 5, 8, 13, 21] {
        let target = address(&db);
        let killed = tokio::task::spawn_blocking(move || {
            let child = child(&target, false, rounds);
            std::thread::sleep(Duration::from_micros(700 * rounds as u64));
            kill(child);
        });
        killed.await.unwrap();
        assert_clean(&db).await;
    }
    sweep(&db, now()).await;
    let report = assert_clean(&db).await;
    assert_eq!((report.unstamped, report.waiting), (0, 0));
    assert!(report.documents >= 3 + 5 + 8 + 13 + 21);
    assert_eq!(numbers(&db, "invoice:FR").await.len() as u64, report.documents);
}
