//! `comptoir worker`: jobs and regular duties, without pages.

use std::process::ExitCode;
use std::sync::Arc;

use kernel::Clock;

use crate::config::Config;
use crate::http::Metrics;
use crate::signals::stop_on_signal;
use crate::wiring;

/// Works until it is asked to stop.
pub(super) async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    let stop = stop_on_signal()?;
    let shop = wiring::open(config, Clock::system()).await?;
    tracing::info!("at work");
    let documents = shop.web(config)?.documents();
    shop.work(config, documents, Arc::new(Metrics::new()), stop).await;
    shop.cx.db.close().await;
    tracing::info!("closed");
    Ok(ExitCode::SUCCESS)
}
