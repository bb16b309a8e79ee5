//! When the operator, or the supervisor, asks the process to stop.

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// A token that is cancelled by the first SIGTERM or Ctrl+C; a second one ends the process at once.
pub(crate) fn stop_on_signal() -> anyhow::Result<CancellationToken> {
    let stop = CancellationToken::new();
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let asked = stop.clone();
    tokio::spawn(async move {
        let mut next = async || {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        };
        next().await;
        asked.cancel();
        tracing::info!("stopping: finishing what was accepted");
        next().await;
        tracing::warn!("asked twice: ending now");
        std::process::exit(130);
    });
    Ok(stop)
}
