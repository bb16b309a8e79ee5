//! SQLite: one writer thread that commits waiting closures together, and readers that wait for nobody.

mod connection;
mod constraint;
mod log;
mod rehearsal;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::Instant;

use tokio::sync::{Semaphore, oneshot};

pub(crate) use connection::{Role, Sqlite};
pub(crate) use rehearsal::Rehearsal;

use rehearsal::{Rehearsals, Written};
use writer::{Message, Rehearsed, Task};

use crate::job::{Job, swallowed};
use crate::tx::{Driver, Key};
use crate::{Error, Options};

/// The connections to one file.
pub(crate) struct SqlitePool {
    path: PathBuf,
    options: Options,
    writer: mpsc::Sender<Message>,
    rehearsals: Arc<Rehearsals>,
    places: Semaphore,
    #[expect(clippy::vec_box, reason = "transactions take and give them back in their box")]
    readers: Mutex<Vec<Box<Sqlite>>>,
}

impl SqlitePool {
    pub(crate) fn open(path: &Path, options: Options) -> Result<SqlitePool, Error> {
        let connection = Sqlite::open(path, Role::Writer)?;
        let keeper = log::Keeper::start(path)?;
        let (writer, messages) = mpsc::channel();
        let group_max = options.group_max;
        let rehearsals = Arc::<Rehearsals>::default();
        let written = Written::new(Arc::clone(&rehearsals));
        std::thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || writer::run(Box::new(connection), keeper, &messages, group_max, written))
            .map_err(Error::unavailable)?;
        let places = Semaphore::new(options.readers_max);
        let path = path.to_owned();
        Ok(SqlitePool { path, options, writer, rehearsals, places, readers: Mutex::default() })
    }

    /// Hands a closure to the writer; rehearsed when it is an account's and one of many, `on_their_way` of them.
    pub(crate) fn write(&self, key: &Key, mut job: Box<dyn Job>, on_their_way: usize) -> Result<(), Error> {
        let deadline = Instant::now() + self.options.wait_max;
        let account = if let Key::Account(account) = key { Some(*account) } else { None };
        let is_one_of_many = on_their_way >= self.options.rehearsed_from;
        let rehearsed = account.filter(|_| is_one_of_many).and_then(|_| self.rehearse(job.as_mut()));
        if rehearsed.as_ref().is_some_and(|rehearsed| rehearsed.writes.is_empty()) {
            job.answer(None);
            return Ok(());
        }
        let task = Task { job, deadline, account, rehearsed };
        self.writer.send(Message::Write(task)).map_err(|_| Error::unavailable("the database is closed"))
    }

    /// Runs a closure that reads: here when it is a page's worth of work, on a thread of its own otherwise.
    pub(crate) async fn read(&self, mut job: Box<dyn Job>) -> Result<(), Error> {
        let place = tokio::time::timeout(self.options.wait_max, self.places.acquire()).await;
        let place = place
            .map_err(|_| Error::unavailable("every reader is busy"))?
            .map_err(|_| Error::unavailable("the database is closed"))?;
        let mut reader = self.reader()?;
        reader.limit_work(true);
        let (mut reader, ran) = read_once(reader, job.as_mut())?;
        if reader.was_interrupted() {
            let whole = tokio::task::spawn_blocking(move || {
                reader.limit_work(false);
                let (reader, ran) = read_once(reader, job.as_mut())?;
                job.answer(swallowed(&ran));
                Ok::<_, Error>(reader)
            });
            reader = whole.await.map_err(Error::unavailable)??;
        } else {
            job.answer(swallowed(&ran));
        }
        self.give_back(reader);
        drop(place);
        Ok(())
    }

    /// Runs a closure that writes on a reader: what it did, unless the writer must run it.
    fn rehearse(&self, job: &mut dyn Job) -> Option<Rehearsed> {
        let place = self.places.try_acquire().ok()?;
        if !self.rehearsals.is_worth(job.kind()) {
            return None;
        }
        let mut reader = self.reader().ok()?;
        // Asked before the snapshot is taken, which can only be newer.
        let since = self.rehearsals.committed();
        reader.limit_work(true);
        reader.batch("begin").ok()?;
        let (driver, ran) = job.run(Driver::Rehearsal(Box::new(Rehearsal::new(reader))));
        let Driver::Rehearsal(rehearsal) = driver else { unreachable!("a job gives its driver back") };
        let (reader, writes) = rehearsal.into_parts();
        if reader.batch("rollback").is_ok() {
            self.give_back(reader);
        }
        drop(place);
        if ran.poison.is_some() || !ran.is_ok && !writes.is_empty() {
            self.rehearsals.was_useless(job.kind());
            return None;
        }
        Some(Rehearsed { since, writes })
    }

    /// A connection that nobody reads with.
    fn reader(&self) -> Result<Box<Sqlite>, Error> {
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.map_or_else(|| Sqlite::open(&self.path, Role::Reader).map(Box::new), Ok)
    }

    fn give_back(&self, reader: Box<Sqlite>) {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
    }

    /// Lets the writer finish, moves the log into the file, closes every connection.
    pub(crate) async fn close(&self) {
        self.places.close();
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).clear();
        let (done, closed) = oneshot::channel();
        if self.writer.send(Message::Close(done)).is_ok() {
            // The writer is gone when it does not answer, and that is what was wanted.
            let _ = closed.await;
        }
    }
}

fn read_once(reader: Box<Sqlite>, job: &mut dyn Job) -> Result<(Box<Sqlite>, crate::job::Ran), Error> {
    reader.batch("begin")?;
    let (driver, ran) = job.run(Driver::Sqlite(reader));
    let Driver::Sqlite(reader) = driver else { unreachable!("a SQLite job gives its connection back") };
    reader.batch("rollback")?;
    Ok((reader, ran))
}
