//! Takes the steps of services whose day has come: notices, bills, collections, suspensions, deletions.

use flows::Cx;
use flows::renew::{self, Part};

/// How many services are looked at in one round.
const SERVICES_MAX: u32 = 1_000;

pub(super) async fn run(cx: Cx, part: Part) -> anyhow::Result<u64> {
    let ran = renew::run(&cx, part, SERVICES_MAX).await?;
    if ran.services > 0 {
        tracing::info!(
            services = ran.services,
            billed = ran.billed,
            collected = ran.collected,
            put_aside = ran.held,
            "renewals went on"
        );
    }
    Ok(ran.services)
}
