//! Jobs on both databases: written once, done once to effect, never silently lost.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use db::testing::raw;
use db::{AccountTx, Db, Error, Read, Write, sql};
use kernel::{AccountId, Direction, PageRequest, SignedDuration, Timestamp};
use outbox::{Claim, Due, Job, LeaseError, claim, complete, fail, replay, retry};
use serde::{Deserialize, Serialize};
use testkit::{TestDb, account};

const LEASE: SignedDuration = SignedDuration::from_mins(1);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Greet {
    name: String,
}

impl Job for Greet {
    const NAME: &'static str = "tests.greet";
    const ATTEMPTS_MAX: u16 = 3;

    fn key(&self) -> String {
        format!("greet/{}", self.name)
    }
}

fn greet(name: &str) -> Greet {
    Greet { name: name.to_owned() }
}

fn start() -> Timestamp {
    testkit::clock().now()
}

fn later(seconds: i64) -> Timestamp {
    start() + SignedDuration::from_secs(seconds)
}

async fn enqueue(db: &Db, id: AccountId, name: &str) -> Result<(), Error> {
    let job = greet(name);
    db.account(id).write(move |tx| outbox::enqueue(tx, start(), &job)).await
}

async fn due(db: &Db, now: Timestamp) -> Result<Vec<Due>, Error> {
    db.across().read(move |tx| outbox::due_any(tx, now, 100)).await
}

async fn claimed(db: &Db, now: Timestamp, due: &Due) -> Result<Option<Claim>, LeaseError> {
    let due = due.clone();
    db.account(due.account()).write(move |tx| claim(tx, now, &due, "tester", LEASE)).await
}

async fn first_claim(db: &Db, now: Timestamp) -> Result<Claim, LeaseError> {
    let due = due(db, now).await?;
    Ok(claimed(db, now, &due[0]).await?.expect("nobody else claims it"))
}

async fn dead(db: &Db) -> Result<Vec<outbox::DeadJob>, Error> {
    db.across().read(|tx| outbox::dead(tx, &PageRequest::first(50)).map(|page| page.items)).await
}

#[testkit::both_databases]
async fn the_same_cause_is_one_job_even_after_it_was_done(db: TestDb) -> Result<(), LeaseError> {
    let id = account(&db);
    enqueue(&db, id, "anna").await?;
    enqueue(&db, id, "anna").await?;
    enqueue(&db, id, "bert").await?;
    assert_eq!(due(&db, start()).await?.len(), 2);
    let claim = first_claim(&db, start()).await?;
    assert_eq!((claim.name(), claim.attempt(), claim.account()), ("tests.greet", 1, id));
    assert_eq!(format!("greet/{}", claim.job::<Greet>().expect("a greeting").name), claim.key());
    let name = claim.job::<Greet>().expect("a greeting").name;
    db.account(id).write(move |tx| complete(tx, &claim)).await?;
    enqueue(&db, id, &name).await?;
    assert_eq!(due(&db, start()).await?.len(), 1);
    Ok(())
}

#[testkit::both_databases]
async fn a_job_is_lost_with_the_transaction_that_caused_it_and_only_then(db: TestDb) -> Result<(), Error> {
    let id = account(&db);
    let fails = |tx: &mut AccountTx| {
        outbox::enqueue(tx, start(), &greet("anna"))?;
        Err::<(), Error>(Error::Missing)
    };
    assert_eq!(db.account(id).write(fails).await, Err(Error::Missing));
    assert!(due(&db, later(3_600)).await?.is_empty());
    Ok(())
}

#[testkit::both_databases]
async fn a_job_for_later_is_not_due_before(db: TestDb) -> Result<(), Error> {
    let id = account(&db);
    db.account(id).write(|tx| outbox::enqueue_at(tx, start(), later(60), &greet("anna"))).await?;
    assert!(due(&db, later(59)).await?.is_empty());
    assert_eq!(due(&db, later(60)).await?.len(), 1);
    let bucket = outbox::bucket(id);
    let found = db.across().read(move |tx| outbox::due(tx, later(60), bucket, 10)).await?;
    assert_eq!(found.len(), 1);
    let other = (bucket + 1) % outbox::BUCKETS;
    let found = db.across().read(move |tx| outbox::due(tx, later(60), other, 10)).await?;
    assert_eq!(found.len(), 0);
    Ok(())
}

/// Two workers, thirty jobs, everyone sees all of them: each job has its effect once.
#[testkit::both_databases]
async fn two_workers_at_once_never_do_a_job_twice_to_effect(db: TestDb) -> Result<(), LeaseError> {
    raw(db.target(), "create table effects (account_id uuid not null, key text not null)").await?;
    let accounts: Vec<AccountId> = (0..5).map(|_| account(&db)).collect();
    for id in &accounts {
        for name in ["a", "b", "c", "d", "e", "f"] {
            enqueue(&db, *id, name).await?;
        }
    }
    let claims = Arc::new(AtomicU32::new(0));
    let workers: Vec<_> = (0..4)
        .map(|worker| {
            let (db, claims) = (db.clone(), Arc::clone(&claims));
            tokio::spawn(async move {
                // Half of them also believe that every lease is over at once.
                let now = if worker % 2 == 0 { start() } else { later(3_600) };
                for due in due(&db, now).await? {
                    let Some(claim) = claimed(&db, now, &due).await? else { continue };
                    claims.fetch_add(1, Ordering::SeqCst);
                    tokio::task::yield_now().await;
                    let effect = move |tx: &mut AccountTx| {
                        tx.send(
                            sql!("insert into effects (account_id, key) values ($1, $2)"),
                            &[&claim.key()],
                        )?;
                        complete(tx, &claim)
                    };
                    match db.account(due.account()).write(effect).await {
                        Ok(()) | Err(LeaseError::Stale) => {}
                        Err(error) => return Err(error),
                    }
                }
                Ok::<_, LeaseError>(())
            })
        })
        .collect();
    for worker in workers {
        worker.await.expect("a worker does not panic")?;
    }
    let (effects, different): (i64, i64) = db
        .across()
        .read(|tx| {
            tx.query_one(
                sql!(
                    "select count(*), (select count(*) from (select distinct account_id, key from effects) as d) \
                     from effects"
                ),
                &[],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .map_err(LeaseError::Db)
        })
        .await?;
    assert_eq!((effects, different), (30, 30));
    assert!(claims.load(Ordering::SeqCst) >= 30);
    assert!(due(&db, later(86_400)).await?.is_empty());
    Ok(())
}

#[testkit::both_databases]
async fn whoever_lost_its_lease_can_neither_complete_nor_retry_nor_fail(
    db: TestDb,
) -> Result<(), LeaseError> {
    let id = account(&db);
    enqueue(&db, id, "anna").await?;
    let first = first_claim(&db, start()).await?;
    assert!(due(&db, later(59)).await?.is_empty(), "it is leased");
    let second = first_claim(&db, later(60)).await?;
    assert_eq!(second.attempt(), 2);
    let slow = first.clone();
    let answer = db.account(id).write(move |tx| complete(tx, &slow)).await;
    assert!(matches!(answer, Err(LeaseError::Stale)), "{answer:?}");
    let slow = first.clone();
    let answer = db.account(id).write(move |tx| retry(tx, later(61), &slow, "late", 0)).await;
    assert!(matches!(answer, Err(LeaseError::Stale)), "{answer:?}");
    let answer = db.account(id).write(move |tx| fail(tx, later(61), &first, "late")).await;
    assert!(matches!(answer, Err(LeaseError::Stale)), "{answer:?}");
    let ours = second.clone();
    db.account(id).write(move |tx| complete(tx, &ours)).await?;
    // Whoever lost the answer and does it all again is stopped before a second effect.
    let answer = db.account(id).write(move |tx| complete(tx, &second)).await;
    assert!(matches!(answer, Err(LeaseError::Stale)), "{answer:?}");
    Ok(())
}

#[testkit::both_databases]
async fn a_job_that_does_not_succeed_comes_back_later_each_time_then_waits_for_a_person(
    db: TestDb,
) -> Result<(), LeaseError> {
    let id = account(&db);
    enqueue(&db, id, "anna").await?;
    let mut now = start();
    for attempt in 1..=3 {
        let claim = first_claim(&db, now).await?;
        assert_eq!(claim.attempt(), attempt);
        db.account(id).write(move |tx| retry(tx, now, &claim, "no answer", 0)).await?;
        assert!(due(&db, now).await?.is_empty(), "it waits after attempt {attempt}");
        let wait = outbox::pause(attempt, 0);
        assert_eq!(due(&db, now + wait).await?.len(), usize::from(attempt < 3));
        now += wait;
    }
    let found = dead(&db).await?;
    let shown = found.iter().map(|job| (job.account, job.key.as_str(), job.attempt, job.reason.as_str()));
    assert_eq!(shown.collect::<Vec<_>>(), [(id, "greet/anna", 3, "no answer")]);
    assert_eq!(db.across().read(move |tx| outbox::depth(tx, now)).await?, (0, 1));
    Ok(())
}

#[testkit::both_databases]
async fn a_worker_that_dies_each_time_leaves_a_dead_letter_too(db: TestDb) -> Result<(), LeaseError> {
    let id = account(&db);
    enqueue(&db, id, "anna").await?;
    for attempt in 0..3 {
        first_claim(&db, later(attempt * 60)).await?;
    }
    let due = due(&db, later(180)).await?;
    assert_eq!(claimed(&db, later(180), &due[0]).await?, None);
    assert_eq!(dead(&db).await?.len(), 1);
    Ok(())
}

#[testkit::both_databases]
async fn a_replayed_job_has_all_its_attempts_again(db: TestDb) -> Result<(), LeaseError> {
    let id = account(&db);
    enqueue(&db, id, "anna").await?;
    let claim = first_claim(&db, start()).await?;
    let old = claim.clone();
    db.account(id).write(move |tx| fail(tx, start(), &claim, "refused for good")).await?;
    assert!(due(&db, later(86_400)).await?.is_empty());
    let again = |name: &'static str| {
        db.account(id).write(move |tx| replay(tx, later(10), "tests.greet", name).map_err(LeaseError::Db))
    };
    assert!(!again("greet/nobody").await?);
    assert!(again("greet/anna").await?);
    assert!(!again("greet/anna").await?, "it is not dead any more");
    let answer = db.account(id).write(move |tx| complete(tx, &old)).await;
    assert!(
        matches!(answer, Err(LeaseError::Stale)),
        "a claim from before the replay ends nothing: {answer:?}"
    );
    let claim = first_claim(&db, later(10)).await?;
    assert_eq!(claim.attempt(), 1);
    db.account(id).write(move |tx| complete(tx, &claim)).await?;
    assert!(dead(&db).await?.is_empty());
    Ok(())
}

#[testkit::both_databases]
async fn dead_letters_are_listed_page_by_page(db: TestDb) -> Result<(), LeaseError> {
    for number in 0..7 {
        let id = account(&db);
        enqueue(&db, id, &format!("n {number}")).await?;
        let claim = first_claim(&db, later(number / 3)).await?;
        db.account(id).write(move |tx| fail(tx, later(number / 3), &claim, "no")).await?;
    }
    let (mut seen, mut request) = (Vec::new(), PageRequest::first(3));
    loop {
        let wanted = request.clone();
        let page = db.across().read(move |tx| outbox::dead(tx, &wanted)).await?;
        seen.extend(page.items.into_iter().map(|job| job.key));
        request.after = page.next;
        if request.after.is_none() {
            break;
        }
    }
    let (mut newest_first, mut request) = (Vec::new(), PageRequest::first(3));
    loop {
        let wanted = request.clone();
        let read = db.across().read(move |tx| outbox::dead_sorted(tx, Direction::Descending, &wanted));
        let page = read.await?;
        newest_first.extend(page.items.into_iter().map(|job| job.key));
        request.after = page.next;
        if request.after.is_none() {
            break;
        }
    }
    newest_first.reverse();
    assert_eq!(newest_first, seen);
    seen.sort();
    assert_eq!(seen, (0..7).map(|n| format!("greet/n {n}")).collect::<Vec<_>>());
    let wrong = PageRequest { after: Some("nonsense".to_owned()), size: 3 };
    let answer = db.across().read(move |tx| outbox::dead(tx, &wrong)).await;
    assert!(matches!(answer, Err(Error::Statement(_))), "{answer:?}");
    Ok(())
}

#[testkit::both_databases]
async fn done_jobs_are_forgotten_after_a_while_and_others_never(db: TestDb) -> Result<(), LeaseError> {
    let id = account(&db);
    enqueue(&db, id, "anna").await?;
    let claim = first_claim(&db, start()).await?;
    db.account(id).write(move |tx| complete(tx, &claim)).await?;
    enqueue(&db, id, "bert").await?;
    let found = db.across().read(|tx| outbox::forgettable(tx, start(), 10)).await?;
    assert_eq!(found, []);
    let found = db.across().read(|tx| outbox::forgettable(tx, later(1), 10)).await?;
    assert_eq!(found, [id]);
    assert_eq!(db.account(id).write(|tx| outbox::forget(tx, later(1))).await?, 1);
    assert_eq!(db.account(id).write(|tx| outbox::forget(tx, later(1))).await?, 0);
    assert_eq!(due(&db, start()).await?.len(), 1);
    Ok(())
}
