//! `comptoir renewals run`: what the worker does about renewals, now and with a bar, beside any number of workers.

use std::process::ExitCode;
use std::time::Duration;

use flows::renew::{self, Ran};
use indicatif::{ProgressBar, ProgressStyle};
use kernel::Clock;

use crate::cli::Renewals;
use crate::config::Config;
use crate::signals::stop_on_signal;
use crate::wiring;

/// How many services are looked at between two steps of the bar.
const SERVICES_MAX: u32 = 200;
/// How many payments are looked at between them, and how many documents are numbered.
const OTHERS_MAX: u32 = 500;

/// Takes every step that is due, numbers the invoices, and says what was done. A run that was killed is simply run again:
/// it goes on where it was.
pub(super) async fn run(question: Renewals, config: &Config) -> anyhow::Result<ExitCode> {
    let Renewals::Run { part } = question;
    let stop = stop_on_signal()?;
    let shop = wiring::open(config, Clock::system()).await?;
    let cx = &shop.cx;
    let bar = ProgressBar::new(renew::due(cx).await? / u64::from(part.of)).with_style(style());
    bar.enable_steady_tick(Duration::from_millis(200));
    let mut total = Ran::default();
    while !stop.is_cancelled() {
        // What a run before this one had begun and not ended.
        flows::reconcile::settle_unknown(cx, OTHERS_MAX).await?;
        let ran = renew::run(cx, part, SERVICES_MAX).await?;
        let numbered = flows::register(cx, OTHERS_MAX).await?.stamped;
        total.add(&ran);
        bar.inc(ran.services);
        bar.set_length(bar.length().unwrap_or(0).max(bar.position()));
        bar.set_message(format!("{} billed, {} collected", total.billed, total.collected));
        if ran.services == 0 && numbered == 0 {
            break;
        }
    }
    bar.finish_and_clear();
    cx.db.close().await;
    let Ran { services, billed, collected, held } = total;
    say!("{services} services: {billed} billed, {collected} collections paid, {held} put aside");
    Ok(if held == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{bar:32} {pos}/{len} services {per_sec} {eta} {msg}")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}
