//! Jobs have an end whatever happens to those who do them.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use db::{AcrossTx, Db};
use kernel::{AccountId, Clock, PageRequest, Random, SignedDuration};
use outbox::{Claim, Job, JobError, LeaseError};
use serde::{Deserialize, Serialize};
use testkit::TestDb;
use tokio_util::sync::CancellationToken;
use worker::{Ended, Handlers, Options, Runner};

/// Something to do, with a number.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Count {
    number: u64,
}

impl Job for Count {
    const NAME: &'static str = "count";
    const ATTEMPTS_MAX: u16 = 3;

    fn key(&self) -> String {
        self.number.to_string()
    }
}

/// The trace of one effect: a job that nobody here does.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Trace {
    of: u64,
    run: String,
}

impl Job for Trace {
    const NAME: &'static str = "trace";

    fn key(&self) -> String {
        format!("{}/{}", self.of, self.run)
    }
}

fn options(name: &str) -> Options {
    Options {
        jobs_at_once: 4,
        lease: Duration::from_secs(30),
        poll: Duration::from_millis(20),
        part: flows::renew::Part::ALL,
        stop_max: Duration::from_secs(20),
        name: name.to_owned(),
    }
}

fn silent() -> worker::Observer {
    Arc::new(|_, _| {})
}

/// Leaves a trace and completes the claim, in one transaction.
async fn leave_trace(db: &Db, clock: &Clock, random: &Random, claim: Claim, of: u64) -> Result<(), JobError> {
    let (now, trace) = (clock.now(), Trace { of, run: random.token() });
    let written = db.account(claim.account()).write(move |tx| {
        outbox::enqueue(tx, now, &trace)?;
        outbox::complete(tx, &claim)
    });
    match written.await {
        Ok(()) | Err(LeaseError::Stale) => Ok(()),
        Err(error @ LeaseError::Db(_)) => Err(JobError::Retry(error.to_string())),
    }
}

async fn write_jobs(
    db: &Db,
    clock: &Clock,
    account: AccountId,
    numbers: std::ops::Range<u64>,
) -> Result<(), db::Error> {
    let now = clock.now();
    db.account(account)
        .write(move |tx| numbers.clone().try_for_each(|number| outbox::enqueue(tx, now, &Count { number })))
        .await
}

/// How many traces each job left.
async fn traces(db: &Db, clock: &Clock) -> Result<BTreeMap<String, u64>, db::Error> {
    let now = clock.now();
    let due = db.across().read(move |tx: &mut AcrossTx| outbox::due_any(tx, now, 10_000)).await?;
    let mut counts = BTreeMap::new();
    for trace in due.iter().filter(|due| due.name() == Trace::NAME) {
        let of = trace.key().split('/').next().unwrap_or_default();
        *counts.entry(format!("{}/{of}", trace.account())).or_default() += 1;
    }
    Ok(counts)
}

async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let waited = tokio::time::timeout(Duration::from_secs(60), async {
        while !is_so().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    });
    assert!(waited.await.is_ok(), "{what}: not in time");
}

#[testkit::both_databases]
async fn two_workers_never_do_a_job_twice_to_effect(db: TestDb) -> Result<(), db::Error> {
    let (clock, random) = (testkit::clock(), testkit::random());
    let accounts: Vec<AccountId> = (0..10).map(|_| random.id(clock.now())).collect();
    for account in &accounts {
        write_jobs(&db, &clock, *account, 0..20).await?;
    }
    let stop = CancellationToken::new();
    let done = Arc::new(AtomicU64::new(0));
    let workers: Vec<_> = ["first", "second"]
        .map(|name| {
            let (db, clock, random, done) = (db.clone(), clock.clone(), random.clone(), done.clone());
            let (inside_db, inside_clock, inside_random) = (db.clone(), clock.clone(), random.clone());
            let handlers = Handlers::new().on(move |claim, job: Count| {
                let (db, clock, random) = (inside_db.clone(), inside_clock.clone(), inside_random.clone());
                async move { leave_trace(&db, &clock, &random, claim, job.number).await }
            });
            let observer: worker::Observer = Arc::new(move |_, ended| {
                done.fetch_add(u64::from(ended == Ended::Done), Ordering::SeqCst);
            });
            let runner = Runner::new(db, clock, random, handlers, options(name), observer);
            let stop = stop.clone();
            tokio::spawn(async move { runner.run(Vec::new(), stop).await })
        })
        .into();
    until("every job is done", async || traces(&db, &clock).await.is_ok_and(|traces| traces.len() == 200))
        .await;
    stop.cancel();
    for worker in workers {
        worker.await.expect("a worker does not panic");
    }
    let traces = traces(&db, &clock).await?;
    assert!(traces.values().all(|count| *count == 1), "{traces:?}");
    Ok(())
}

/// A worker on this database whose job is `run`, told how often it was begun before.
fn runner<F, R>(db: &Db, clock: &Clock, options: Options, run: F) -> Runner
where
    F: Fn(Claim, u64) -> R + Send + Sync + 'static,
    R: Future<Output = Result<(), JobError>> + Send + 'static,
{
    let begun = AtomicU64::new(0);
    let handlers =
        Handlers::new().on(move |claim, _: Count| run(claim, begun.fetch_add(1, Ordering::SeqCst)));
    Runner::new(db.clone(), clock.clone(), testkit::random(), handlers, options, silent())
}

/// Runs the worker until `is_so`, moving the clock past every pause meanwhile.
async fn run_until(runner: &Runner, clock: &Clock, what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let stop = CancellationToken::new();
    let (working, stopping) = (runner.clone(), stop.clone());
    let work = tokio::spawn(async move { working.run(Vec::new(), stopping).await });
    until(what, async || {
        clock.advance(SignedDuration::from_secs(1)).expect("a manual clock moves");
        is_so().await
    })
    .await;
    stop.cancel();
    work.await.expect("the worker does not panic");
}

#[testkit::both_databases]
async fn a_job_that_panics_is_tried_again(db: TestDb) -> Result<(), db::Error> {
    let (clock, random) = (testkit::clock(), testkit::random());
    write_jobs(&db, &clock, random.id(clock.now()), 1..2).await?;
    let (inside, inside_clock) = (db.clone(), clock.clone());
    let runner = runner(&db, &clock, options("worker"), move |claim, begun| {
        let (db, clock, random) = (inside.clone(), inside_clock.clone(), Random::system());
        async move {
            assert!(begun > 0, "the first attempt panics");
            leave_trace(&db, &clock, &random, claim, 1).await
        }
    });
    run_until(&runner, &clock, "the second attempt is done", async || {
        traces(&db, &clock).await.is_ok_and(|traces| traces.len() == 1)
    })
    .await;
    Ok(())
}

#[testkit::both_databases]
async fn a_job_that_outlives_its_lease_is_stopped_and_tried_again(db: TestDb) -> Result<(), db::Error> {
    let (clock, random) = (testkit::clock(), testkit::random());
    write_jobs(&db, &clock, random.id(clock.now()), 1..2).await?;
    let (inside, inside_clock) = (db.clone(), clock.clone());
    let short = Options { lease: Duration::from_millis(300), ..options("worker") };
    let runner = runner(&db, &clock, short, move |claim, begun| {
        let (db, clock, random) = (inside.clone(), inside_clock.clone(), Random::system());
        async move {
            if begun == 0 {
                tokio::time::sleep(Duration::from_secs(3600)).await;
            }
            leave_trace(&db, &clock, &random, claim, 1).await
        }
    });
    run_until(&runner, &clock, "the second attempt is done", async || {
        traces(&db, &clock).await.is_ok_and(|traces| traces.len() == 1)
    })
    .await;
    Ok(())
}

#[testkit::both_databases]
async fn a_job_that_never_succeeds_waits_for_a_person(db: TestDb) -> Result<(), db::Error> {
    let (clock, random) = (testkit::clock(), testkit::random());
    write_jobs(&db, &clock, random.id(clock.now()), 1..2).await?;
    let runner = runner(&db, &clock, options("worker"), |_, begun| async move {
        Err(JobError::Retry(format!("attempt {}", begun + 1)))
    });
    let dead = async || {
        let request = PageRequest::first(10);
        db.across().read(move |tx| outbox::dead(tx, &request)).await.map(|page| page.items)
    };
    run_until(&runner, &clock, "the job is dead", async || dead().await.is_ok_and(|dead| dead.len() == 1))
        .await;
    let dead = dead().await?;
    assert_eq!((dead[0].attempt, dead[0].reason.as_str()), (Count::ATTEMPTS_MAX, "attempt 3"));
    Ok(())
}

#[testkit::both_databases]
async fn a_stopping_worker_finishes_what_it_began_and_begins_nothing(db: TestDb) -> Result<(), db::Error> {
    let (clock, random) = (testkit::clock(), testkit::random());
    write_jobs(&db, &clock, random.id(clock.now()), 0..10).await?;
    let begun = Arc::new(AtomicU64::new(0));
    let (inside, inside_clock, counted) = (db.clone(), clock.clone(), begun.clone());
    let one = Options { jobs_at_once: 2, ..options("worker") };
    let runner = runner(&db, &clock, one, move |claim, _| {
        let (db, clock, begun) = (inside.clone(), inside_clock.clone(), counted.clone());
        async move {
            let number = begun.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(300)).await;
            leave_trace(&db, &clock, &Random::system(), claim, number).await
        }
    });
    let stop = CancellationToken::new();
    let (working, stopping) = (runner.clone(), stop.clone());
    let work = tokio::spawn(async move { working.run(Vec::new(), stopping).await });
    until("two jobs are begun", async || begun.load(Ordering::SeqCst) == 2).await;
    stop.cancel();
    work.await.expect("the worker does not panic");
    assert_eq!(
        begun.load(Ordering::SeqCst),
        2,
        "no more at once than there are places, and none after the stop"
    );
    assert_eq!(traces(&db, &clock).await?.len(), 2);
    Ok(())
}
