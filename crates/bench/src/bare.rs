//! The least that could answer: the HTTP server of the product, one read of one row by the bare driver, bytes that are there
//! already. It runs in a process of its own, as the product does.

use std::convert::Infallible;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use clap::Args;
use db::Target;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use kernel::AccountId;
use rusqlite::types::Value;
use tokio::net::TcpListener;
use tokio_postgres::{Client, Statement};
use tower::ServiceExt;

use crate::places::Place;
use crate::raw;
use crate::server::Serving;

/// How many connections read at once.
const CONNECTIONS: usize = 8;

/// What the process of its own is told.
#[derive(Debug, Args)]
pub(crate) struct Told {
    /// The database to read, and nothing else to do but answer.
    #[arg(long, hide = true)]
    bare: Option<String>,
    /// Where it listens.
    #[arg(long, hide = true, default_value = "127.0.0.1:0")]
    listen: String,
    /// Whose rows it reads.
    #[arg(long, hide = true, default_value = "")]
    account: String,
    /// What it answers.
    #[arg(long, hide = true, default_value = "")]
    answer: String,
}

/// What is read of an invoice, and of the orders; the account is written as each of the two writes it.
const INVOICE: &str = "select reference, net_minor, tax_minor, gross_minor, order_number from invoices \
                       where account_id = ACCOUNT and reference = $2";
const ORDERS: &str = "select number from orders where account_id = ACCOUNT order by number";

/// Starts it on a free port.
pub(crate) fn serve(place: &Place, account: AccountId, answer: &[u8]) -> anyhow::Result<Serving> {
    let listen = Serving::free_port()?;
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["--bare", &place.address(), "--listen", &listen, "--account", &account.to_string()]);
    command.arg("--answer").arg(String::from_utf8(answer.to_vec())?);
    Serving::started(command, listen)
}

/// Rows of one account.
enum Reader {
    Sqlite(Mutex<Vec<rusqlite::Connection>>),
    Postgres { clients: Vec<(Client, Statement, Statement)>, next: AtomicUsize },
}

struct Bare {
    reader: Reader,
    account: AccountId,
    answer: Bytes,
}

impl Told {
    /// Whether this process is to be that server.
    pub(crate) const fn is_bare(&self) -> bool {
        self.bare.is_some()
    }

    /// Answers until it is stopped.
    pub(crate) async fn run(self) -> anyhow::Result<()> {
        let target = self.bare.context("a database")?.parse::<Target>()?;
        let reader = Reader::open(&target).await?;
        let (account, answer) = (self.account.parse()?, self.answer.into());
        let router = Router::new()
            .route("/", get(async || "here"))
            .route("/1.0/me/bill/{reference}", get(invoice))
            .route("/1.0/me/order", get(orders))
            .with_state(Arc::new(Bare { reader, account, answer }));
        let listener = TcpListener::bind(self.listen).await?;
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            let router = router.clone();
            let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
                let router = router.clone();
                async move {
                    let answer = router.oneshot(request.map(Body::new)).await;
                    Ok::<_, Infallible>(answer.unwrap_or_else(|never| match never {}))
                }
            });
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .serve_connection(TokioIo::new(stream), service);
            tokio::spawn(connection);
        }
    }
}

async fn invoice(State(bare): State<Arc<Bare>>, Path(reference): Path<String>) -> Response {
    bare.answered(Some(&reference)).await
}

async fn orders(State(bare): State<Arc<Bare>>) -> Response {
    bare.answered(None).await
}

impl Bare {
    async fn answered(&self, reference: Option<&str>) -> Response {
        match self.reader.has_row(self.account, reference).await {
            Ok(true) => {
                let kind = HeaderValue::from_static("application/json; charset=utf-8");
                ([(header::CONTENT_TYPE, kind)], self.answer.clone()).into_response()
            }
            Ok(false) => axum::http::StatusCode::NOT_FOUND.into_response(),
            Err(error) => (axum::http::StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
        }
    }
}

impl Reader {
    async fn open(target: &Target) -> anyhow::Result<Reader> {
        if let Target::Sqlite(path) = target {
            let open = || {
                let connection = rusqlite::Connection::open(path)?;
                connection.execute_batch("pragma query_only = on; pragma cache_size = -16384")?;
                Ok(connection)
            };
            let connections: rusqlite::Result<_> = (0..CONNECTIONS).map(|_| open()).collect();
            return Ok(Reader::Sqlite(Mutex::new(connections?)));
        }
        let mut clients = Vec::new();
        for _ in 0..CONNECTIONS {
            let client = raw::connect(target).await?;
            let text = |statement: &str| statement.replace("ACCOUNT", "$1::text::uuid");
            let invoice = client.prepare(&text(INVOICE)).await?;
            let orders = client.prepare(&text(ORDERS)).await?;
            clients.push((client, invoice, orders));
        }
        Ok(Reader::Postgres { clients, next: 0.into() })
    }

    /// Reads an invoice by its reference, or the orders; whether there was one.
    async fn has_row(&self, account: AccountId, reference: Option<&str>) -> anyhow::Result<bool> {
        match self {
            Reader::Sqlite(idle) => {
                let taken = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
                let connection = taken.context("more threads than connections")?;
                let text = if reference.is_some() { INVOICE } else { ORDERS }.replace("ACCOUNT", "$1");
                let (account, row) = (account.uuid(), |row: &rusqlite::Row<'_>| row.get::<_, Value>(0));
                let found = {
                    let mut statement = connection.prepare_cached(&text)?;
                    match reference {
                        Some(reference) => statement.query_row((account.as_bytes(), reference), row),
                        None => statement.query_row((account.as_bytes(),), row),
                    }
                };
                idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
                match found {
                    Ok(_) => Ok(true),
                    Err(rusqlite::Error::QueryReturnedNoRows) => Ok(false),
                    Err(error) => Err(error.into()),
                }
            }
            Reader::Postgres { clients, next } => {
                let index = next.fetch_add(1, Ordering::Relaxed) % clients.len();
                let account = account.uuid().to_string();
                let (client, invoice, orders) = clients.get(index).context("a connection")?;
                let rows = match reference {
                    Some(reference) => client.query(invoice, &[&account, &reference]).await?,
                    None => client.query(orders, &[&account]).await?,
                };
                Ok(!rows.is_empty())
            }
        }
    }
}
