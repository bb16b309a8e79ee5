//! `comptoir sandbox`: the sandbox payment provider alone, as another company's server would be.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use kernel::{Clock, Random};

use super::make_private_folder;
use crate::cli::Sandbox;
use crate::config::Config;
use crate::signals::stop_on_signal;

/// Serves until it is asked to stop, with a database of its own in the data folder.
pub(super) async fn run(options: Sandbox, config: &Config) -> anyhow::Result<ExitCode> {
    let key = config.payments.sandbox_api_key.expose();
    if key.is_empty() {
        anyhow::bail!(
            "set payments.sandbox_api_key (COMPTOIR_PAYMENTS_SANDBOX_API_KEY): what merchants show"
        );
    }
    make_private_folder(&config.general.data)?;
    let stop = stop_on_signal()?;
    let clock = Clock::system();
    let provider = sandbox::Config {
        listen: config.general.listen,
        public_url: config.general.base_url.clone(),
        file: Some(config.general.data.join("sandbox.db")),
        webhook: options.webhook_url.map(|url| sandbox::Webhook {
            url,
            secret: config.payments.sandbox_webhook_secret.expose().clone(),
        }),
        seed: Random::system().below(u64::MAX),
        ..sandbox::Config::new(key.clone(), Arc::new(move || clock.now()))
    };
    let (address, handle) = sandbox::serve(provider).await.context("the sandbox provider")?;
    say!("the sandbox provider listens on http://{address}");
    stop.cancelled().await;
    handle.shutdown().await;
    Ok(ExitCode::SUCCESS)
}
