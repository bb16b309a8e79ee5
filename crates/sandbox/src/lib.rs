//! A payment provider of our own that behaves like a real one, with its own port and database.
//!
//! It knows nothing of the shop it serves and shares no code with it. Merchants speak to its JSON API
//! under a secret key, their customers see its pages, and it tells of what happened by signed webhooks. The
//! test numbers ([`CARDS`], [`ACCOUNTS`]) decide what each payment does, and are documented on its first
//! page. Start at [`serve`].
//!
//! Time is a parameter, so that a demonstration can move it.

mod api;
mod bank;
mod book;
mod charge;
mod hooks;
mod money;
mod pages;
mod rows;
mod texts;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use jiff::{SignedDuration, Timestamp};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub use bank::{ACCOUNTS, Behaviour, CARDS, TestNumber};
pub use hooks::{Webhook, sign};

const BODY_BYTES_MAX: usize = 64 * 1024;
const SHUTDOWN_MAX: Duration = Duration::from_secs(2);

/// How the sandbox runs.
#[derive(Clone)]
pub struct Config {
    /// Where it listens; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The address of its pages as browsers see it; `None` when that is where it listens.
    pub public_url: Option<String>,
    /// Its SQLite file; `None` keeps everything in memory.
    pub file: Option<PathBuf>,
    /// The secret key of the API.
    pub api_key: String,
    /// Where webhooks go; `None` sends none.
    pub webhook: Option<Webhook>,
    /// Who is paid, as the pages say it.
    pub merchant: String,
    /// The present.
    pub now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// The seed of its names, codes and shuffles.
    pub seed: u64,
    /// How long delayed payments take.
    pub delay: SignedDuration,
    /// Each copy of a webhook leaves within this time, in no order.
    pub spread: SignedDuration,
    /// How long a page stays open.
    pub page_life: SignedDuration,
    /// How long the API keeps a caller waiting whose answer is lost.
    pub silence_api: Duration,
    /// How long a page keeps a browser waiting whose answer is lost.
    pub silence_page: Duration,
}

impl Config {
    /// A sandbox on a free local port, in memory, without webhooks, at the time that `now` tells.
    #[must_use]
    pub fn new(api_key: impl Into<String>, now: Arc<dyn Fn() -> Timestamp + Send + Sync>) -> Config {
        Config {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            public_url: None,
            file: None,
            api_key: api_key.into(),
            webhook: None,
            merchant: "Comptoir Demo".to_owned(),
            now,
            seed: 1,
            delay: SignedDuration::from_secs(10),
            spread: SignedDuration::from_secs(2),
            page_life: SignedDuration::from_hours(1),
            silence_api: Duration::from_secs(30),
            silence_page: Duration::from_secs(3),
        }
    }
}

/// Why the sandbox did not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Its file cannot be opened or is not its own.
    #[error("the sandbox cannot open its database")]
    Database(#[from] rusqlite::Error),
    /// Its address is taken or not allowed.
    #[error("the sandbox cannot listen on {0}")]
    Listen(SocketAddr, #[source] std::io::Error),
    /// No HTTP client for its webhooks could be made.
    #[error("the sandbox cannot send webhooks")]
    Client(#[from] reqwest::Error),
}

/// A running sandbox; dropping it stops it.
#[derive(Debug)]
pub struct Handle {
    addr: SocketAddr,
    app: Arc<App>,
    stop: Option<oneshot::Sender<()>>,
    server: JoinHandle<()>,
    hooks: JoinHandle<()>,
}

pub(crate) struct App {
    book: book::Book,
    api_key: String,
    merchant: String,
    silence_api: Duration,
    silence_page: Duration,
    webhook: Mutex<Option<Webhook>>,
    pages: pages::Pages,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("App")
    }
}

impl App {
    fn webhook(&self) -> Option<Webhook> {
        self.webhook.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Starts the sandbox and answers where it listens.
///
/// # Errors
/// [`Error`] says what it lacks.
pub async fn serve(config: Config) -> Result<(SocketAddr, Handle), Error> {
    // Another part of the process may have chosen the same provider before.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
    let listener = TcpListener::bind(config.listen).await.map_err(|e| Error::Listen(config.listen, e))?;
    let addr = listener.local_addr().map_err(|e| Error::Listen(config.listen, e))?;
    let habits = book::Habits {
        base_url: config.public_url.unwrap_or_else(|| format!("http://{addr}")),
        delay: config.delay,
        spread: config.spread,
        page_life: config.page_life,
    };
    let app = Arc::new(App {
        book: book::Book::open(config.file.as_deref(), config.seed, config.now, habits)?,
        api_key: config.api_key,
        merchant: config.merchant,
        silence_api: config.silence_api,
        silence_page: config.silence_page,
        webhook: Mutex::new(config.webhook),
        pages: pages::Pages::new(),
    });
    let router = Router::new()
        .merge(api::routes(&app))
        .merge(pages::routes())
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .with_state(app.clone());
    let (stop, stopped) = oneshot::channel::<()>();
    let server = tokio::spawn(async move {
        let serving = axum::serve(listener, router).with_graceful_shutdown(async {
            let _ = stopped.await;
        });
        if let Err(error) = serving.await {
            tracing::error!(%error, "the sandbox stopped");
        }
    });
    let hooks = tokio::spawn(hooks::run(app.clone(), client));
    Ok((addr, Handle { addr, app, stop: Some(stop), server, hooks }))
}

impl Handle {
    /// Where it listens.
    #[must_use]
    pub const fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Sends webhooks to another address from now on, or to none.
    pub fn set_webhook(&self, webhook: Option<Webhook>) {
        *self.app.webhook.lock().unwrap_or_else(PoisonError::into_inner) = webhook;
    }

    /// Stops taking requests and waits a moment for those it has.
    pub async fn shutdown(mut self) {
        self.hooks.abort();
        drop(self.stop.take());
        let _ = tokio::time::timeout(SHUTDOWN_MAX, &mut self.server).await;
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.hooks.abort();
        self.server.abort();
    }
}
