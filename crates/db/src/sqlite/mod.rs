//! SQLite: one writer thread that commits waiting closures together, and readers that wait for nobody.

mod connection;
mod constraint;
mod log;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, mpsc};
use std::time::Instant;

use tokio::sync::{Semaphore, oneshot};

pub(crate) use connection::{Role, Sqlite};

use writer::{Message, Task};

use crate::job::{Job, swallowed};
use crate::tx::Driver;
use crate::{Error, Options};

/// The connections to one file.
pub(crate) struct SqlitePool {
    path: PathBuf,
    options: Options,
    writer: mpsc::Sender<Message>,
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
        std::thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || writer::run(Box::new(connection), keeper, &messages, group_max))
            .map_err(Error::unavailable)?;
        let places = Semaphore::new(options.readers_max);
        Ok(SqlitePool { path: path.to_owned(), options, writer, places, readers: Mutex::default() })
    }

    /// Hands a closure to the writer.
    pub(crate) fn write(&self, job: Box<dyn Job>) -> Result<(), Error> {
        let task = Task { job, deadline: Instant::now() + self.options.wait_max };
        self.writer.send(Message::Write(task)).map_err(|_| Error::unavailable("the database is closed"))
    }

    /// Runs a closure that reads: here when it is a page's worth of work, on a thread of its own otherwise.
    pub(crate) async fn read(&self, mut job: Box<dyn Job>) -> Result<(), Error> {
        let place = tokio::time::timeout(self.options.wait_max, self.places.acquire()).await;
        let place = place
            .map_err(|_| Error::unavailable("every reader is busy"))?
            .map_err(|_| Error::unavailable("the database is closed"))?;
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut reader = match idle {
            Some(reader) => reader,
            None => Box::new(Sqlite::open(&self.path, Role::Reader)?),
        };
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
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
        drop(place);
        Ok(())
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
