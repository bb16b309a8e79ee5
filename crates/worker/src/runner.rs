//! The runner: claims due jobs, does a few at once, and gives every one an end.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use db::Db;
use flows::renew::Part;
use kernel::{Clock, Random, SignedDuration};
use outbox::{Claim, Due, JobError, LeaseError};
use tokio::sync::{Notify, Semaphore, watch};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::{Duty, Handlers};

/// How a worker works.
#[derive(Debug, Clone)]
pub struct Options {
    /// How many jobs are done at once.
    pub jobs_at_once: u16,
    /// How long a job is reserved for this worker; one that takes longer is stopped and tried again.
    pub lease: Duration,
    /// How often the queue is looked at when nobody rings.
    pub poll: Duration,
    /// The longest a stopping worker waits for the jobs it began.
    pub stop_max: Duration,
    /// Which share of the accounts' renewals is this worker's.
    pub part: Part,
    /// How this worker is called in the queue: no two at once have the same name.
    pub name: String,
}

/// How a job ended, for the numbers an operator watches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// It is done.
    Done,
    /// It will be tried again.
    Retried,
    /// It waits for a person.
    Failed,
    /// Another worker took it over: what this one did has no effect.
    Lost,
}

impl Ended {
    /// A word for it.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Ended::Done => "done",
            Ended::Retried => "retried",
            Ended::Failed => "failed",
            Ended::Lost => "lost",
        }
    }
}

/// Told of each job that ended: its name, and how.
pub type Observer = Arc<dyn Fn(&str, Ended) + Send + Sync>;

/// Does jobs and duties until it is stopped; cheap to clone.
#[derive(Clone)]
pub struct Runner(Arc<Inside>);

struct Inside {
    db: Db,
    clock: Clock,
    random: Random,
    handlers: Handlers,
    options: Options,
    observer: Observer,
    places: Arc<Semaphore>,
    /// The jobs begun here, so that the next look at the queue does not take them again.
    begun: Mutex<HashSet<Due>>,
    freed: Notify,
    bell: watch::Sender<u64>,
}

impl Runner {
    /// A worker on this database that can do what `handlers` can.
    #[must_use]
    pub fn new(
        db: Db,
        clock: Clock,
        random: Random,
        handlers: Handlers,
        options: Options,
        observer: Observer,
    ) -> Runner {
        let places = Arc::new(Semaphore::new(usize::from(options.jobs_at_once.max(1))));
        let (begun, freed, bell) = (Mutex::default(), Notify::new(), watch::Sender::new(0));
        Runner(Arc::new(Inside {
            db,
            clock,
            random,
            handlers,
            options,
            observer,
            places,
            begun,
            freed,
            bell,
        }))
    }

    /// Says that there may be something to do.
    pub fn ring(&self) {
        self.0.bell.send_modify(|rings| *rings += 1);
    }

    /// Works until `stop`, then finishes what it began.
    pub async fn run(&self, duties: Vec<Duty>, stop: CancellationToken) {
        let mut kept = JoinSet::new();
        for duty in duties {
            kept.spawn(duty.keep(self.0.bell.subscribe(), stop.clone()));
        }
        let mut bell = self.0.bell.subscribe();
        let mut jobs = JoinSet::new();
        while !stop.is_cancelled() {
            bell.mark_unchanged();
            match self.look(&mut jobs).await {
                Ok(is_full) if is_full => self.until_a_place_is_free(&stop).await,
                Ok(_) => self.until_something_happens(&mut bell, &stop).await,
                Err(error) => {
                    tracing::warn!(%error, "the queue cannot be read");
                    self.until_something_happens(&mut bell, &stop).await;
                }
            }
            while jobs.try_join_next().is_some() {}
        }
        let finished = async {
            while jobs.join_next().await.is_some() {}
            while kept.join_next().await.is_some() {}
        };
        if tokio::time::timeout(self.0.options.stop_max, finished).await.is_err() {
            tracing::warn!("stopped before every job had ended; they are done again after their lease");
        }
    }

    /// Does every job that is due now, each to its end; how many it began. For whoever moves the clock by hand.
    ///
    /// # Errors
    /// The database's own.
    pub async fn round(&self) -> Result<u64, db::Error> {
        let mut begun = 0;
        loop {
            let mut jobs = JoinSet::new();
            self.look(&mut jobs).await?;
            if jobs.is_empty() {
                return Ok(begun);
            }
            begun += jobs.len() as u64;
            while jobs.join_next().await.is_some() {}
        }
    }

    /// Begins what is due; whether there was more than there are places.
    async fn look(&self, jobs: &mut JoinSet<()>) -> Result<bool, db::Error> {
        let inside = &self.0;
        let now = inside.clock.now();
        // Those begun here may be among what is found: ask for that many more.
        let limit = u32::from(inside.options.jobs_at_once) * 2 + 8;
        let names: Vec<&'static str> = inside.handlers.names().collect();
        let due = inside.db.across().read(move |tx| {
            let of = |name: &&'static str| outbox::due_of(tx, now, name, limit);
            names.iter().map(of).collect::<Result<Vec<_>, db::Error>>()
        });
        for due in due.await?.into_iter().flatten() {
            if !self.take(&due) {
                continue;
            }
            let Ok(place) = inside.places.clone().try_acquire_owned() else {
                self.give_back(&due);
                return Ok(true);
            };
            let runner = self.clone();
            jobs.spawn(async move {
                if let Err(error) = runner.work(&due).await {
                    tracing::warn!(job = due.name(), %error, "the end of a job was not written; it is done again");
                }
                runner.give_back(&due);
                drop(place);
                runner.0.freed.notify_one();
            });
        }
        Ok(false)
    }

    async fn until_something_happens(&self, bell: &mut watch::Receiver<u64>, stop: &CancellationToken) {
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(self.0.options.poll) => {}
            // The sender lives in this runner: there is always somebody to ring.
            _ = bell.changed() => {}
        }
    }

    async fn until_a_place_is_free(&self, stop: &CancellationToken) {
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(self.0.options.poll) => {}
            () = self.0.freed.notified() => {}
        }
    }

    fn take(&self, due: &Due) -> bool {
        self.0.begun.lock().unwrap_or_else(PoisonError::into_inner).insert(due.clone())
    }

    fn give_back(&self, due: &Due) {
        self.0.begun.lock().unwrap_or_else(PoisonError::into_inner).remove(due);
    }

    /// Claims one job, does it, and writes down how it ended.
    async fn work(&self, due: &Due) -> Result<(), LeaseError> {
        let inside = &self.0;
        let (now, wanted, owner) = (inside.clock.now(), due.clone(), inside.options.name.clone());
        let lease = SignedDuration::try_from(inside.options.lease).unwrap_or(SignedDuration::from_mins(1));
        let claim =
            inside.db.account(due.account()).write(move |tx| outbox::claim(tx, now, &wanted, &owner, lease));
        let Some(claim) = claim.await? else { return Ok(()) };
        let Some(running) = inside.handlers.begin(claim.clone()) else { return Ok(()) };
        let result = self.within_lease(running).await;
        let ended = self.end(&claim, result).await?;
        (inside.observer)(claim.name(), ended);
        self.ring();
        Ok(())
    }

    /// Runs a job for as long as it is ours; a panic is caught, and is a reason to try again.
    async fn within_lease(
        &self,
        running: impl Future<Output = Result<(), JobError>> + Send + 'static,
    ) -> Result<(), JobError> {
        let mut task = tokio::spawn(running);
        match tokio::time::timeout(self.0.options.lease, &mut task).await {
            Ok(Ok(result)) => result,
            Ok(Err(panic)) => Err(JobError::Retry(format!("it panicked: {panic}"))),
            Err(_) => {
                task.abort();
                Err(JobError::Retry("it took longer than its lease".to_owned()))
            }
        }
    }

    /// Writes down how a job ended that did not say so itself.
    async fn end(&self, claim: &Claim, result: Result<(), JobError>) -> Result<Ended, LeaseError> {
        let (now, jitter, ours) =
            (self.0.clock.now(), u64::from_le_bytes(self.0.random.bytes()), claim.clone());
        let account = self.0.db.account(claim.account());
        let (ended, written) = match result {
            Ok(()) => return Ok(Ended::Done),
            Err(JobError::Retry(reason)) => {
                tracing::info!(job = claim.name(), attempt = claim.attempt(), reason, "will be tried again");
                (
                    Ended::Retried,
                    account.write(move |tx| outbox::retry(tx, now, &ours, &reason, jitter)).await,
                )
            }
            Err(JobError::Fail(reason)) => {
                tracing::error!(job = claim.name(), key = claim.key(), reason, "waits for a person");
                (Ended::Failed, account.write(move |tx| outbox::fail(tx, now, &ours, &reason)).await)
            }
        };
        match written {
            Ok(()) => Ok(ended),
            Err(LeaseError::Stale) => Ok(Ended::Lost),
            Err(error @ LeaseError::Db(_)) => Err(error),
        }
    }
}

impl std::fmt::Debug for Runner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Runner({})", self.0.options.name)
    }
}
