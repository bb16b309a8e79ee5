//! One PostgreSQL connection, driven by the thread that owns it.
//!
//! A closure that reads with one statement needs no transaction: the statement sees one snapshot by itself, and the server
//! is spared two commands. Which closures do so is learned by watching them; one that then asks for more runs again, in a
//! transaction.

use std::any::TypeId;
use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use futures_util::TryStreamExt;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Statement};

use super::address::{Address, ConnectError};
use super::explain;
use crate::dialect::written_table;
use crate::tx::{Key, check_count};
use crate::value::Value;
use crate::{Error, Options, Row};

/// Statements kept prepared per connection.
const STATEMENTS_MAX: usize = 1_000;

/// Why a closure may be run again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Another transaction came in between.
    Conflict,
    /// The connection broke before COMMIT was sent.
    Lost,
    /// The partition has no row yet that could be locked.
    NoPartition,
    /// The tables changed under a prepared statement.
    StalePlan,
    /// It was thought to read with one statement, and needs a transaction.
    NotAlone,
}

/// What is known of a closure that reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Habit {
    /// So far it has read with one statement.
    OneStatement,
    /// It has needed a transaction.
    Transaction,
}

/// Whether a transaction writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// It writes, with the partition's row locked.
    Write,
    /// It reads one snapshot.
    Read,
}

/// How a commit failed.
pub(crate) enum CommitError {
    /// Certainly not applied.
    Refused(Error),
    /// Applied or not.
    Unknown(Error),
}

type Flight = Pin<Box<dyn Future<Output = Result<u64, tokio_postgres::Error>> + Send>>;

/// A statement on the wire whose answer nobody has read yet.
struct Pending {
    flight: Flight,
    text: &'static str,
    is_lock: bool,
}

/// The rows of a question asked ahead. A task takes them in: the connection hands out the answers in the order of
/// the questions, and an answer that nobody took would keep all later ones back.
type Rows = JoinHandle<Result<Vec<tokio_postgres::Row>, tokio_postgres::Error>>;

/// A question on the wire that somebody will ask.
struct Ahead {
    text: Box<str>,
    values: Vec<Value<'static>>,
    rows: Rows,
}

struct Session {
    client: Arc<Client>,
    statements: HashMap<Box<str>, Statement>,
    pending: VecDeque<Pending>,
    ahead: Vec<Ahead>,
}

/// One connection with its runtime; reconnects when it must.
pub(crate) struct Postgres {
    runtime: Runtime,
    address: Address,
    options: Options,
    session: Option<Session>,
    fault: Option<Fault>,
    habits: HashMap<TypeId, Habit>,
    /// Whether no transaction was begun for the closure that runs.
    is_alone: bool,
    /// The statements of the closure that runs.
    statements: u32,
}

impl std::fmt::Debug for Postgres {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Postgres")
    }
}

impl Postgres {
    pub(crate) fn new(address: Address, options: Options) -> Result<Postgres, Error> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        Ok(Postgres {
            runtime: runtime.map_err(Error::unavailable)?,
            address,
            options,
            session: None,
            fault: None,
            habits: HashMap::new(),
            is_alone: false,
            statements: 0,
        })
    }

    pub(crate) const fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    /// Waits, while the connection stays driven.
    pub(crate) fn sleep(&self, pause: Duration) {
        // A timer is made inside its runtime.
        self.runtime.block_on(async { tokio::time::sleep(pause).await });
    }

    /// Makes sure of a connection; waits for a server that went away until `deadline`.
    pub(crate) fn connect(&mut self, deadline: Instant) -> Result<(), Error> {
        if self.session.as_ref().is_some_and(|session| !session.client.is_closed()) {
            return Ok(());
        }
        self.session = None;
        let mut pause = Duration::from_millis(20);
        loop {
            let attempt = open(&self.address, &self.options);
            let limit = deadline.saturating_duration_since(Instant::now()).max(Duration::from_millis(100));
            let answer = self.runtime.block_on(async { tokio::time::timeout(limit, attempt).await });
            let problem = match answer {
                Ok(Ok(client)) => {
                    let client = Arc::new(client);
                    let (statements, pending, ahead) = (HashMap::new(), VecDeque::new(), Vec::new());
                    self.session = Some(Session { client, statements, pending, ahead });
                    return Ok(());
                }
                Ok(Err(error)) if is_hopeless(&error) => return Err(Error::Unavailable(error.explain())),
                Ok(Err(error)) => error.explain(),
                Err(_) => "no answer in time".to_owned(),
            };
            if Instant::now() + pause >= deadline {
                return Err(Error::Unavailable(problem));
            }
            tracing::warn!(problem, "the database server does not answer; trying again");
            self.sleep(pause);
            pause = (pause * 2).min(Duration::from_secs(1));
        }
    }

    /// Why the transaction that just ended may be run again, if it may.
    pub(crate) fn take_fault(&mut self) -> Option<Fault> {
        self.fault.take()
    }

    /// Forgets prepared statements that no longer fit their tables.
    pub(crate) fn forget_statements(&mut self) {
        if let Some(session) = &mut self.session {
            session.statements.clear();
        }
    }

    /// Begins a transaction, and locks the partition's row, without waiting for either; for a closure that is known to
    /// read with one statement, nothing.
    pub(crate) fn begin(&mut self, mode: Mode, key: &Key, closure: TypeId) -> Result<(), Error> {
        self.fault = None;
        self.statements = 0;
        self.is_alone = mode == Mode::Read && self.habits.get(&closure) == Some(&Habit::OneStatement);
        if let Some(session) = &mut self.session {
            session.ahead.clear();
        }
        match mode {
            Mode::Read if self.is_alone => {}
            Mode::Read => self.command("begin isolation level repeatable read read only"),
            Mode::Write => {
                self.command("begin isolation level read committed");
                let (text, value) = match key {
                    Key::Account(account) => (
                        "select 1 from partitions where account_id = $1 for update",
                        Value::Uuid(account.uuid()),
                    ),
                    Key::Series(series) => (
                        "select 1 from series where series = $1 for update",
                        Value::Text(series.as_str().into()),
                    ),
                    Key::None => return Ok(()),
                };
                let statement = self.statement(text)?;
                self.launch(text, true, statement, vec![value.into_owned()]);
            }
        }
        Ok(())
    }

    /// Makes the row that a partition's writers lock.
    pub(crate) fn make_partition(&mut self, key: &Key) -> Result<(), Error> {
        match key {
            Key::Account(account) => self.execute(
                "insert into partitions (account_id) values ($1) on conflict do nothing",
                &[Value::Uuid(account.uuid())],
            ),
            Key::Series(series) => self.execute(
                "insert into series (series, next) values ($1, 1) on conflict do nothing",
                &[Value::Text(series.as_str().into())],
            ),
            Key::None => Ok(0),
        }
        .map(|_| ())
    }

    /// Counts a statement of the closure that runs. Without a transaction there may be one, and it only reads.
    fn count(&mut self, text: &str) -> Result<(), Error> {
        self.statements += 1;
        if self.is_alone && (self.statements > 1 || !text.starts_with("select")) {
            self.fault = self.fault.or(Some(Fault::NotAlone));
            return Err(Error::unavailable("the closure needs a transaction"));
        }
        Ok(())
    }

    /// From now on the closure runs in a transaction.
    pub(crate) fn forget_alone(&mut self, closure: TypeId) {
        self.habits.insert(closure, Habit::Transaction);
    }

    pub(crate) fn query(
        &mut self,
        text: &str,
        values: &[Value<'_>],
        each: &mut dyn FnMut(&Row<'_>) -> bool,
    ) -> Result<(), Error> {
        let rows = match self.asked_ahead(text, values) {
            Some(rows) => {
                self.drain()?;
                let answer = wait(&self.runtime, self.options.statement_max, rows);
                self.understand(answer.and_then(|taken| taken.map_err(Error::unavailable)), text)?
            }
            None => {
                self.count(text)?;
                let statement = self.statement(text)?;
                check_count(text, statement.params().len(), values.len())?;
                self.outdate(text);
                let client = self.client()?;
                let answer = async {
                    client.query_raw(&statement, values.iter()).await?.try_collect::<Vec<_>>().await
                };
                self.behind_pending(text, answer)?
            }
        };
        for row in &rows {
            if !each(&Row::postgres(row)) {
                break;
            }
        }
        Ok(())
    }

    /// Puts a question on the wire; [`Postgres::query`] finds its answer there.
    pub(crate) fn fetch_ahead(&mut self, text: &str, values: &[Value<'_>]) -> Result<(), Error> {
        let is_asked = |asked: &Ahead| *asked.text == *text && asked.values.as_slice() == values;
        if self.session.as_ref().is_some_and(|session| session.ahead.iter().any(is_asked)) {
            return Ok(());
        }
        self.count(text)?;
        let statement = self.statement(text)?;
        check_count(text, statement.params().len(), values.len())?;
        let client = self.client()?;
        let values: Vec<Value<'static>> = values.iter().map(|value| value.clone().into_owned()).collect();
        let asked = values.clone();
        let mut rows = Box::pin(async move {
            client.query_raw(&statement, asked.iter()).await?.try_collect::<Vec<_>>().await
        });
        // The first poll writes the request.
        let rows = match rows.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(answer) => self.runtime.spawn(std::future::ready(answer)),
            Poll::Pending => self.runtime.spawn(rows),
        };
        if let Some(session) = &mut self.session {
            session.ahead.push(Ahead { text: text.into(), values, rows });
        }
        Ok(())
    }

    fn asked_ahead(&mut self, text: &str, values: &[Value<'_>]) -> Option<Rows> {
        let ahead = &mut self.session.as_mut()?.ahead;
        let found =
            ahead.iter().position(|asked| *asked.text == *text && asked.values.as_slice() == values)?;
        Some(ahead.swap_remove(found).rows)
    }

    /// Forgets the answers that a statement may make untrue.
    fn outdate(&mut self, text: &str) {
        if let Some(table) = written_table(text)
            && let Some(session) = &mut self.session
        {
            session.ahead.retain(|asked| !asked.text.contains(table));
        }
    }

    pub(crate) fn execute(&mut self, text: &str, values: &[Value<'_>]) -> Result<u64, Error> {
        self.count(text)?;
        let statement = self.statement(text)?;
        check_count(text, statement.params().len(), values.len())?;
        self.outdate(text);
        let client = self.client()?;
        self.behind_pending(text, async { client.execute_raw(&statement, values.iter()).await })
    }

    pub(crate) fn send(&mut self, text: &str, values: &[Value<'_>]) -> Result<(), Error> {
        self.count(text)?;
        let statement = self.statement(text)?;
        check_count(text, statement.params().len(), values.len())?;
        self.outdate(text);
        let values = values.iter().map(|value| value.clone().into_owned()).collect();
        self.launch("a statement sent without waiting", false, statement, values);
        Ok(())
    }

    /// Commits. What is still on the wire is checked with it.
    pub(crate) fn commit(&mut self) -> Result<(), CommitError> {
        // A transaction whose lock is not known to be held must not commit.
        if self.session.as_ref().is_some_and(|session| session.pending.iter().any(|sent| sent.is_lock)) {
            self.drain().map_err(CommitError::Refused)?;
        }
        self.command("commit");
        let Some(session) = &mut self.session else {
            return Err(CommitError::Refused(Error::unavailable("the connection is gone")));
        };
        let mut refused: Option<Error> = None;
        let mut pending = std::mem::take(&mut session.pending);
        while let Some(sent) = pending.pop_front() {
            let answer = wait(&self.runtime, self.options.statement_max, sent.flight);
            let is_commit = pending.is_empty();
            match answer {
                Ok(Ok(_)) => {}
                // The answers after a refusal say only that the transaction had failed.
                Ok(Err(_)) | Err(_) if refused.is_some() => {}
                Ok(Err(error)) if error.as_db_error().is_some() && !is_broken(&error) => {
                    let (error, fault) = classify(&error, sent.text);
                    if is_commit && fault != Some(Fault::Conflict) {
                        self.session = None;
                        return Err(CommitError::Unknown(Error::Unknown(error.to_string())));
                    }
                    self.fault = self.fault.or(fault);
                    refused = Some(error);
                }
                Ok(Err(error)) => {
                    self.session = None;
                    return Err(CommitError::Unknown(Error::Unknown(explain(&error))));
                }
                Err(error) => {
                    self.session = None;
                    return Err(CommitError::Unknown(Error::Unknown(error.to_string())));
                }
            }
        }
        refused.map_or(Ok(()), |error| Err(CommitError::Refused(error)))
    }

    /// Undoes the transaction. A connection that cannot even do that is given up.
    pub(crate) fn rollback(&mut self) {
        if let Some(session) = &mut self.session {
            session.pending.clear();
            session.ahead.clear();
            if self.is_alone {
                return;
            }
            let client = Arc::clone(&session.client);
            let rolled = wait(&self.runtime, self.options.statement_max, async move {
                client.batch_execute("rollback").await
            });
            if !matches!(rolled, Ok(Ok(()))) {
                self.session = None;
            }
        }
    }

    /// Ends a transaction that only read, without waiting for the answer, and learns from it.
    pub(crate) fn end_read(&mut self, closure: TypeId) {
        if self.is_alone {
            return;
        }
        if self.statements > 1 {
            self.forget_alone(closure);
        } else {
            self.habits.entry(closure).or_insert(Habit::OneStatement);
        }
        self.command("commit");
        if let Some(session) = &mut self.session {
            // Nothing depends on it: a connection that breaks here is noticed at its next use.
            session.pending.clear();
        }
    }

    /// Reads the answers of everything on the wire; the first failure is the transaction's.
    pub(crate) fn drain(&mut self) -> Result<(), Error> {
        let Some(session) = &mut self.session else {
            self.fault = self.fault.or(Some(Fault::Lost));
            return Err(Error::unavailable("the connection is gone"));
        };
        let pending = std::mem::take(&mut session.pending);
        for sent in pending {
            let answer = wait(&self.runtime, self.options.statement_max, sent.flight);
            let count = self.understand(answer, sent.text)?;
            if sent.is_lock && count == 0 {
                self.fault = self.fault.or(Some(Fault::NoPartition));
                return Err(Error::unavailable("the partition has no row to lock yet"));
            }
        }
        Ok(())
    }

    fn client(&self) -> Result<Arc<Client>, Error> {
        let session = self.session.as_ref().ok_or_else(|| Error::unavailable("the connection is gone"))?;
        Ok(Arc::clone(&session.client))
    }

    /// The prepared statement, prepared now if it is new.
    pub(crate) fn statement(&mut self, text: &str) -> Result<Statement, Error> {
        if let Some(known) = self.session.as_ref().and_then(|session| session.statements.get(text)) {
            return Ok(known.clone());
        }
        let client = self.client()?;
        let statement = self.behind_pending(text, async { client.prepare(text).await })?;
        if let Some(session) = &mut self.session {
            if session.statements.len() >= STATEMENTS_MAX {
                session.statements.clear();
            }
            session.statements.insert(text.into(), statement.clone());
        }
        Ok(statement)
    }

    /// Puts a request on the wire behind those already there, reads their answers, then its own.
    fn behind_pending<T>(
        &mut self,
        text: &str,
        request: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T, Error> {
        let mut request = pin!(request);
        let first = request.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        self.drain()?;
        let answer = match first {
            Poll::Ready(answer) => Ok(answer),
            Poll::Pending => wait(&self.runtime, self.options.statement_max, request),
        };
        self.understand(answer, text)
    }

    /// Puts a statement on the wire; its answer is read later.
    fn launch(
        &mut self,
        text: &'static str,
        is_lock: bool,
        statement: Statement,
        values: Vec<Value<'static>>,
    ) {
        if let Some(session) = &mut self.session {
            let client = Arc::clone(&session.client);
            let flight = async move { client.execute_raw(&statement, values.iter()).await };
            session.push(text, is_lock, Box::pin(flight));
        }
    }

    /// Puts a command without parameters on the wire.
    fn command(&mut self, text: &'static str) {
        if let Some(session) = &mut self.session {
            let client = Arc::clone(&session.client);
            let flight = async move { client.batch_execute(text).await.map(|()| 0) };
            session.push(text, false, Box::pin(flight));
        }
    }

    fn understand<T>(
        &mut self,
        answer: Result<Result<T, tokio_postgres::Error>, Error>,
        text: &str,
    ) -> Result<T, Error> {
        let (error, fault) = match answer {
            Ok(Ok(answer)) => return Ok(answer),
            Ok(Err(error)) => classify(&error, text),
            Err(error) => (error, Some(Fault::Lost)),
        };
        if fault == Some(Fault::Lost) {
            self.session = None;
        }
        self.fault = self.fault.or(fault);
        Err(error)
    }
}

impl Session {
    fn push(&mut self, text: &'static str, is_lock: bool, mut flight: Flight) {
        // The first poll writes the request; the answer is read when somebody asks.
        match flight.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Pending => self.pending.push_back(Pending { flight, text, is_lock }),
            Poll::Ready(answer) => {
                let flight: Flight = Box::pin(std::future::ready(answer));
                self.pending.push_back(Pending { flight, text, is_lock });
            }
        }
    }
}

/// Waits for an answer, a little longer than the server is allowed to take.
fn wait<T>(runtime: &Runtime, statement_max: Duration, answer: impl Future<Output = T>) -> Result<T, Error> {
    let limit = statement_max + Duration::from_secs(5);
    let answer = runtime.block_on(async { tokio::time::timeout(limit, answer).await });
    answer.map_err(|_| Error::unavailable("the server does not answer"))
}

async fn open(address: &Address, options: &Options) -> Result<Client, ConnectError> {
    let client = address.connect().await?;
    let (statement, lock) = (options.statement_max.as_millis(), options.wait_max.as_millis());
    let settings = format!(
        "set statement_timeout = {statement}; set lock_timeout = {lock}; \
         set idle_in_transaction_session_timeout = {}; set timezone = 'UTC'; set synchronous_commit = on",
        2 * statement
    );
    client.batch_execute(&settings).await.map_err(ConnectError::Server)?;
    Ok(client)
}

/// A wrong password, a missing database or a certificate nobody vouches for does not become right by waiting.
fn is_hopeless(error: &ConnectError) -> bool {
    let ConnectError::Server(error) = error else { return true };
    match error.code() {
        Some(code) => [
            SqlState::INVALID_PASSWORD,
            SqlState::INVALID_AUTHORIZATION_SPECIFICATION,
            SqlState::INVALID_CATALOG_NAME,
        ]
        .contains(code),
        None => error.to_string().contains("TLS"),
    }
}

/// Whether the connection is of no more use.
fn is_broken(error: &tokio_postgres::Error) -> bool {
    let Some(code) = error.code() else { return error.as_db_error().is_none() && is_io(error) };
    let gone = [SqlState::ADMIN_SHUTDOWN, SqlState::CRASH_SHUTDOWN, SqlState::CANNOT_CONNECT_NOW];
    gone.contains(code) || code.code().starts_with("08")
}

fn is_io(error: &tokio_postgres::Error) -> bool {
    let source = std::error::Error::source(error);
    error.is_closed() || source.is_some_and(|source| source.is::<std::io::Error>())
}

/// What an error means to the caller, and whether the closure may be run again.
fn classify(error: &tokio_postgres::Error, text: &str) -> (Error, Option<Fault>) {
    if is_broken(error) {
        return (Error::Unavailable(explain(error)), Some(Fault::Lost));
    }
    let Some(db) = error.as_db_error() else {
        return (Error::Statement(format!("{}: {text}", explain(error))), None);
    };
    let code = db.code();
    if *code == SqlState::NOT_NULL_VIOLATION {
        let name = format!("{}_{}_not_null", db.table().unwrap_or_default(), db.column().unwrap_or_default());
        return (Error::Constraint { name }, None);
    }
    if code.code().starts_with("23") {
        return (Error::Constraint { name: db.constraint().unwrap_or_default().to_owned() }, None);
    }
    let conflicts =
        [SqlState::T_R_SERIALIZATION_FAILURE, SqlState::T_R_DEADLOCK_DETECTED, SqlState::LOCK_NOT_AVAILABLE];
    if conflicts.contains(code) {
        return (Error::Conflict(explain(error)), Some(Fault::Conflict));
    }
    let stale = *code == SqlState::INVALID_SQL_STATEMENT_NAME
        || (*code == SqlState::FEATURE_NOT_SUPPORTED && db.message().contains("cached plan"));
    if stale {
        return (Error::Conflict(explain(error)), Some(Fault::StalePlan));
    }
    // 55P03: another program held a lock for too long; 53: out of disk, memory or connections; 57: stopped by a limit; 58: an error of the system.
    if ["53", "55P03", "57", "58"].iter().any(|class| code.code().starts_with(class)) {
        return (Error::Unavailable(explain(error)), None);
    }
    (Error::Statement(format!("{}: {text}", explain(error))), None)
}
