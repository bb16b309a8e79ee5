//! The writer thread: every waiting closure, one commit, then the answers.
//!
//! A closure that fails undoes its own effects and nobody else's. Most write nothing before they fail, so a group
//! begins without savepoints, which cost SQLite a copy of every page; when a closure fails after it wrote, the
//! group is rolled back and run again with a savepoint around each. Of a closure that was rehearsed only the writes are
//! made, see [`super::rehearsal`].

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, TryRecvError};
use std::time::Instant;

use kernel::AccountId;
use tokio::sync::oneshot;

use super::connection::Sqlite;
use super::log::Keeper;
use super::rehearsal::{KeptWrite, Written, perform};
use crate::Error;
use crate::job::{Job, Ran, swallowed};
use crate::tx::Driver;

/// What the writer is asked.
pub(super) enum Message {
    /// Run a closure.
    Write(Task),
    /// Finish, then say so.
    Close(oneshot::Sender<()>),
}

/// A closure that waits for the writer.
pub(super) struct Task {
    pub(super) job: Box<dyn Job>,
    pub(super) deadline: Instant,
    pub(super) account: Option<AccountId>,
    pub(super) rehearsed: Option<Rehearsed>,
}

/// What a closure did when it was rehearsed.
pub(super) struct Rehearsed {
    /// The last group that its snapshot is known to have.
    pub(super) since: u64,
    pub(super) writes: Vec<KeptWrite>,
}

/// How a closure of a group ended.
enum Outcome {
    /// Its effects await the commit.
    Kept,
    /// Its effects were undone: the caller gets what the closure returned, or the failure it swallowed.
    Undone(Option<Error>),
    /// The database gave up the whole transaction.
    AllLost(Error),
    /// It failed after it wrote, and nothing keeps its effects apart from those of the others.
    Entangled,
}

/// Whether each closure of a group has a savepoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Care {
    /// None has: the group runs again with them when it must.
    Light,
    /// Each has.
    Full,
}

/// Serves messages until the last sender is gone or someone closes.
pub(super) fn run(
    mut connection: Box<Sqlite>,
    keeper: Keeper,
    messages: &Receiver<Message>,
    group_max: usize,
    mut written: Written,
) {
    let mut waiting = VecDeque::new();
    let mut closing = None;
    while closing.is_none() {
        match messages.recv() {
            Ok(Message::Write(task)) => waiting.push_back(task),
            Ok(Message::Close(done)) => closing = Some(done),
            Err(_) => break,
        }
        let mut care = Care::Light;
        while !waiting.is_empty() {
            (connection, care) = group(
                connection,
                &mut written,
                &mut waiting,
                care,
                || match messages.try_recv() {
                    Ok(Message::Write(task)) if closing.is_none() => Some(task),
                    Ok(Message::Write(task)) => {
                        task.job.answer(Some(Error::unavailable("the database is closed")));
                        None
                    }
                    Ok(Message::Close(done)) => {
                        closing = Some(done);
                        None
                    }
                    Err(TryRecvError::Empty | TryRecvError::Disconnected) => None,
                },
                group_max,
            );
            keeper.committed(&connection);
        }
    }
    keeper.end();
    if let Err(error) = connection.raw().execute_batch("pragma wal_checkpoint(passive)") {
        tracing::warn!(%error, "the log was not moved into the file at closing");
    }
    drop(connection);
    if let Some(done) = closing {
        // Whoever closes may have stopped waiting.
        let _ = done.send(());
    }
}

/// Runs one group: what waits, and what arrives meanwhile. Closures that must run again stay in `waiting`; with
/// what care comes back.
fn group(
    mut connection: Box<Sqlite>,
    written: &mut Written,
    waiting: &mut VecDeque<Task>,
    care: Care,
    mut more: impl FnMut() -> Option<Task>,
    group_max: usize,
) -> (Box<Sqlite>, Care) {
    if let Err(error) = connection.batch("begin immediate") {
        tracing::error!(%error, "no transaction could begin");
        for task in waiting.drain(..) {
            task.job.answer(Some(error.clone()));
        }
        return (connection, Care::Light);
    }
    written.begin(&connection);
    let mut done: Vec<(Task, Outcome)> = Vec::new();
    while done.len() < group_max {
        let Some(mut task) = waiting.pop_front().or_else(&mut more) else { break };
        if Instant::now() > task.deadline {
            task.job.answer(Some(Error::unavailable("too many writes are waiting")));
            continue;
        }
        let rehearsed = task.rehearsed.take().zip(task.account);
        let usable = rehearsed.filter(|(rehearsed, account)| written.is_untouched(*account, rehearsed.since));
        let (back, outcome) = match (care, usable) {
            (Care::Light, Some((rehearsed, _))) => {
                as_rehearsed(connection, task.job.as_mut(), &rehearsed, written)
            }
            (Care::Light, None) => plainly(connection, task.job.as_mut()),
            (Care::Full, _) => in_savepoint(connection, task.job.as_mut()),
        };
        connection = back;
        if let Outcome::Entangled = outcome {
            undo(&connection);
            waiting.push_front(task);
            run_again(done, waiting);
            return (connection, Care::Full);
        }
        if let Outcome::AllLost(error) = outcome {
            // It does so when the disk is full. Only this closure was told; the innocent ones run again.
            tracing::warn!(%error, innocent = done.len(), "a group of writes was rolled back whole");
            task.job.answer(Some(error));
            undo(&connection);
            run_again(done, waiting);
            return (connection, care);
        }
        if let (Outcome::Kept, Some(account)) = (&outcome, task.account) {
            written.mark(account);
        }
        done.push((task, outcome));
    }
    let failure = commit(&connection).err();
    if failure.is_none() {
        written.committed();
    }
    for (task, outcome) in done {
        // What was undone alone has its answer, whatever became of the others.
        let failure = match outcome {
            Outcome::Kept => failure.clone(),
            Outcome::Undone(swallowed) => swallowed,
            Outcome::AllLost(error) => Some(error),
            Outcome::Entangled => Some(Error::unavailable("the closure was never run")),
        };
        task.job.answer(failure);
    }
    (connection, Care::Light)
}

/// Makes the writes of the rehearsal, or runs the closure when they are not what it would do now.
fn as_rehearsed(
    connection: Box<Sqlite>,
    job: &mut dyn Job,
    rehearsed: &Rehearsed,
    written: &Written,
) -> (Box<Sqlite>, Outcome) {
    let before = connection.changes();
    let Err(error) = perform(&connection, &rehearsed.writes) else { return (connection, Outcome::Kept) };
    written.was_useless(job.kind());
    if connection.is_autocommit() {
        (connection, Outcome::AllLost(error))
    } else if connection.changes() == before {
        plainly(connection, job)
    } else {
        (connection, Outcome::Entangled)
    }
}

/// Puts closures of a group that was rolled back before all that wait.
fn run_again(done: Vec<(Task, Outcome)>, waiting: &mut VecDeque<Task>) {
    for (innocent, _) in done.into_iter().rev() {
        waiting.push_front(innocent);
    }
}

fn plainly(connection: Box<Sqlite>, job: &mut dyn Job) -> (Box<Sqlite>, Outcome) {
    let before = connection.changes();
    let (driver, ran) = job.run(Driver::Sqlite(connection));
    let Driver::Sqlite(connection) = driver else { unreachable!("a SQLite job gives its connection back") };
    let outcome = if connection.is_autocommit() {
        given_up(&ran)
    } else if ran.is_ok && ran.poison.is_none() {
        Outcome::Kept
    } else if connection.changes() == before {
        Outcome::Undone(swallowed(&ran))
    } else {
        Outcome::Entangled
    };
    (connection, outcome)
}

fn given_up(ran: &Ran) -> Outcome {
    let error = ran.poison.clone();
    Outcome::AllLost(error.unwrap_or_else(|| Error::unavailable("the transaction was given up")))
}

fn in_savepoint(connection: Box<Sqlite>, job: &mut dyn Job) -> (Box<Sqlite>, Outcome) {
    if let Err(error) = connection.batch("savepoint closure") {
        return (connection, Outcome::AllLost(error));
    }
    let (driver, ran) = job.run(Driver::Sqlite(connection));
    let Driver::Sqlite(connection) = driver else { unreachable!("a SQLite job gives its connection back") };
    let outcome = conclude(&connection, &ran);
    (connection, outcome)
}

fn conclude(connection: &Sqlite, ran: &Ran) -> Outcome {
    if connection.is_autocommit() {
        return given_up(ran);
    }
    let is_kept = ran.is_ok && ran.poison.is_none();
    let ended = if is_kept {
        connection.batch("release closure")
    } else {
        connection.batch("rollback to closure").and_then(|()| connection.batch("release closure"))
    };
    match ended {
        Err(error) => Outcome::AllLost(error),
        Ok(()) if is_kept => Outcome::Kept,
        Ok(()) => Outcome::Undone(swallowed(ran)),
    }
}

/// Commits; an error leaves no transaction open.
fn commit(connection: &Sqlite) -> Result<(), Error> {
    let Err(error) = connection.batch("commit") else { return Ok(()) };
    if connection.is_autocommit() {
        // The log may or may not have reached the disk before the error.
        return Err(Error::Unknown(error.to_string()));
    }
    undo(connection);
    Err(error)
}

fn undo(connection: &Sqlite) {
    if !connection.is_autocommit()
        && let Err(error) = connection.batch("rollback")
    {
        tracing::error!(%error, "a transaction could not be rolled back");
    }
}
