//! Lets orders lapse that nobody paid in time.

use flows::Cx;

use super::BATCH;

pub(super) async fn run(cx: Cx) -> anyhow::Result<u64> {
    Ok(flows::expire(&cx, BATCH).await? as u64)
}
