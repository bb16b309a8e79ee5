//! PostgreSQL: one thread and one runtime per connection, a queue that feeds them.

mod address;
mod connection;
mod value;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use kernel::{Random, Secret};
use tokio::sync::{Mutex as AsyncMutex, mpsc};

pub(crate) use address::{Address, address};
pub(crate) use connection::Postgres;
use connection::{CommitError, Fault, Mode};
pub(crate) use value::{PostgresValue, is_ours};

use crate::job::{Job, swallowed};
use crate::turnstile::{Turn, Turnstile};
use crate::tx::{Driver, Key};
use crate::{Error, Options};

/// The connections to one server.
pub(crate) struct PostgresPool {
    shared: Arc<Shared>,
    queue: Mutex<Option<mpsc::UnboundedSender<Task>>>,
    turnstile: Arc<Turnstile>,
}

/// What the connections' threads share.
struct Shared {
    address: Address,
    options: Options,
    random: Random,
    tasks: AsyncMutex<mpsc::UnboundedReceiver<Task>>,
    /// Closures handed in that no thread has taken yet.
    waiting: AtomicUsize,
    idle: AtomicUsize,
    threads: AtomicUsize,
}

/// A closure that waits for a connection.
struct Task {
    job: Box<dyn Job>,
    mode: Mode,
    key: Key,
    deadline: Instant,
    /// Until when it waits for a server that went away.
    outage_deadline: Instant,
    /// Held until the closure has ended, even when its caller has left.
    _turn: Option<Turn>,
}

impl PostgresPool {
    pub(crate) async fn open(address: &Secret<String>, options: Options) -> Result<PostgresPool, Error> {
        let address = self::address(address)?;
        let (queue, tasks) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared {
            address,
            options,
            random: Random::system(),
            tasks: AsyncMutex::new(tasks),
            waiting: AtomicUsize::new(0),
            idle: AtomicUsize::new(0),
            threads: AtomicUsize::new(0),
        });
        let pool = PostgresPool { shared, queue: Mutex::new(Some(queue)), turnstile: Arc::default() };
        pool.check().await?;
        Ok(pool)
    }

    /// Whether the server can be spoken to at all.
    async fn check(&self) -> Result<(), Error> {
        use crate::{AcrossTx, Read};
        let ask = |tx: &mut AcrossTx| tx.query_one(crate::sql!("select 1"), &[], |row| row.get::<i32>(0));
        let (job, answer) = crate::job::Closure::<AcrossTx, i32, Error, _>::job(Key::None, ask);
        // A server that starts at the same time as we do has longer.
        self.submit(job, Mode::Read, Key::None, None, self.shared.options.wait_max)?;
        answer.await.map_err(|_| Error::unavailable("the database was closed"))?.map(|_| ())
    }

    /// Hands in a closure that reads.
    pub(crate) fn read(&self, job: Box<dyn Job>) -> Result<(), Error> {
        self.submit(job, Mode::Read, Key::None, None, self.shared.options.outage_max)
    }

    /// Waits for the partition's turn, then hands in a closure that writes.
    pub(crate) async fn write(&self, key: Key, job: Box<dyn Job>) -> Result<(), Error> {
        let turn = match &key {
            Key::None => None,
            Key::Account(_) | Key::Series(_) => {
                Some(self.turnstile.enter(key.clone(), self.shared.options.wait_max).await?)
            }
        };
        self.submit(job, Mode::Write, key, turn, self.shared.options.outage_max)
    }

    fn submit(
        &self,
        job: Box<dyn Job>,
        mode: Mode,
        key: Key,
        turn: Option<Turn>,
        outage_max: Duration,
    ) -> Result<(), Error> {
        let now = Instant::now();
        let deadline = now + self.shared.options.wait_max;
        let outage_deadline = deadline.min(now + outage_max);
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        let queue = queue.as_ref().ok_or_else(|| Error::unavailable("the database is closed"))?;
        let waiting = self.shared.waiting.fetch_add(1, Ordering::SeqCst) + 1;
        let is_short_of_threads = waiting > self.shared.idle.load(Ordering::SeqCst);
        if is_short_of_threads
            && self.shared.threads.load(Ordering::SeqCst) < self.shared.options.connections_max
        {
            self.start()?;
        }
        let task = Task { job, mode, key, deadline, outage_deadline, _turn: turn };
        queue.send(task).map_err(|_| Error::unavailable("the database is closed"))
    }

    fn start(&self) -> Result<(), Error> {
        let shared = Arc::clone(&self.shared);
        let number = shared.threads.fetch_add(1, Ordering::SeqCst);
        let thread = std::thread::Builder::new().name(format!("postgres-{number}"));
        let leaving = Leaving(Arc::clone(&shared));
        let started = thread.spawn(move || {
            let _leaving = leaving;
            serve(&shared);
        });
        started.map(|_| ()).map_err(Error::unavailable)
    }

    /// Finishes what was handed in, then ends every thread.
    pub(crate) async fn close(&self) {
        drop(self.queue.lock().unwrap_or_else(PoisonError::into_inner).take());
        let deadline = Instant::now() + self.shared.options.wait_max;
        while self.shared.threads.load(Ordering::SeqCst) > 0 && Instant::now() < deadline {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
}

/// Counts a thread out, however it ends.
struct Leaving(Arc<Shared>);

impl Drop for Leaving {
    fn drop(&mut self) {
        self.0.threads.fetch_sub(1, Ordering::SeqCst);
    }
}

/// One connection's thread.
fn serve(shared: &Shared) {
    let mut connection = match Postgres::new(shared.address.clone(), shared.options.clone()) {
        Ok(connection) => Box::new(connection),
        Err(error) => return tracing::error!(%error, "a connection's thread could not start"),
    };
    loop {
        shared.idle.fetch_add(1, Ordering::SeqCst);
        let task = connection.runtime().block_on(async { shared.tasks.lock().await.recv().await });
        shared.idle.fetch_sub(1, Ordering::SeqCst);
        match task {
            Some(task) => {
                shared.waiting.fetch_sub(1, Ordering::SeqCst);
                connection = attend(shared, connection, task);
            }
            None => return,
        }
    }
}

/// Runs one closure to its end, more than once if need be, and answers its caller.
fn attend(shared: &Shared, mut connection: Box<Postgres>, task: Task) -> Box<Postgres> {
    let Task { mut job, mode, key, deadline, outage_deadline, _turn } = task;
    let closure = job.kind();
    let mut retries = 0;
    loop {
        if let Err(error) = connection.connect(outage_deadline) {
            job.answer(Some(error));
            return connection;
        }
        let failure = match connection.begin(mode, &key, closure) {
            Err(error) => {
                connection.rollback();
                Some(error)
            }
            Ok(()) => {
                let (driver, ran) = job.run(Driver::Postgres(connection));
                let Driver::Postgres(back) = driver else { unreachable!("a job gives its connection back") };
                connection = back;
                if !ran.is_ok || ran.poison.is_some() {
                    connection.rollback();
                    swallowed(&ran)
                } else if mode == Mode::Read {
                    connection.end_read(closure);
                    None
                } else {
                    match connection.commit() {
                        Ok(()) => None,
                        Err(CommitError::Refused(error)) => {
                            connection.rollback();
                            Some(error)
                        }
                        Err(CommitError::Unknown(error)) => {
                            tracing::error!(%error, "the outcome of a commit is unknown");
                            job.answer(Some(error));
                            return connection;
                        }
                    }
                }
            }
        };
        let Some(fault) = connection.take_fault() else {
            job.answer(failure);
            return connection;
        };
        retries += 1;
        if retries > shared.options.retries_max || Instant::now() > deadline {
            job.answer(Some(failure.unwrap_or_else(|| Error::Conflict(format!("{fault:?}")))));
            return connection;
        }
        tracing::debug!(?fault, retries, "a transaction runs again");
        match fault {
            Fault::NoPartition => {
                if let Err(error) = connection.make_partition(&key) {
                    tracing::warn!(%error, "a partition's row could not be made");
                }
            }
            Fault::StalePlan => connection.forget_statements(),
            Fault::NotAlone => connection.forget_alone(closure),
            Fault::Lost => {}
            Fault::Conflict => {
                let ceiling = 2_000_u64 << retries.min(7);
                let pause = Duration::from_micros(shared.random.below(ceiling));
                connection.sleep(pause);
            }
        }
    }
}

/// An error with what the server said, or with its cause.
pub(crate) fn explain(error: &tokio_postgres::Error) -> String {
    if let Some(db) = error.as_db_error() {
        return format!("{} ({})", db.message(), db.code().code());
    }
    match std::error::Error::source(error) {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}
