//! `comptoir serve`: the portal, the desk, the API, and the worker beside them.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use kernel::Clock;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::config::Config;
use crate::console;
use crate::http::{self, Metrics, Operations};
use crate::signals::stop_on_signal;
use crate::wiring::{self, Shop};

/// Serves until it is asked to stop.
pub(super) async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    let stop = stop_on_signal()?;
    let listener = listen(config).await?;
    let shop = wiring::open(config, Clock::system()).await?;
    tracing::info!(address = %listener.local_addr()?, url = shop.cx.settings.base_url, "open");
    serve(config, &shop, listener, stop).await?;
    Ok(ExitCode::SUCCESS)
}

/// Takes the portal's address.
pub(super) async fn listen(config: &Config) -> anyhow::Result<TcpListener> {
    let address = config.general.listen;
    TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))
}

/// Serves the shop, and works on its jobs, until `stop`; then finishes what was accepted.
pub(super) async fn serve(
    config: &Config,
    shop: &Shop,
    listener: TcpListener,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let metrics = Arc::new(Metrics::new());
    let operations = Operations {
        db: shop.cx.db.clone(),
        clock: shop.cx.clock.clone(),
        metrics: metrics.clone(),
        metrics_token: config.http.metrics_token.clone(),
        random: shop.cx.random.clone(),
    };
    let api = shop.api(config);
    let web = shop.web(config)?.with_console(console::of(&api));
    let documents = web.documents();
    let portal = web::router(web).merge(api::router(&api));
    let router = http::with_operations(portal, &operations);
    let grace = Duration::from_secs(u64::from(config.http.stop_seconds_max));
    let worker =
        config.worker.is_in_serve.then(|| tokio::spawn(shop.work(config, documents, metrics, stop.clone())));
    http::serve(listener, router, stop, grace).await;
    if let Some(worker) = worker {
        worker.await.context("the worker")?;
    }
    if let Err(error) = shop.cx.numbers.give_back(&shop.cx.db).await {
        tracing::warn!(%error, "the order numbers left were not given back: the next ones follow after a gap");
    }
    shop.cx.db.close().await;
    tracing::info!("closed");
    Ok(())
}
