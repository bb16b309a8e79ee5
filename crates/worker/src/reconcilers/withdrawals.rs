//! Sees that the money of withdrawals arrives, and tells their customers.

use flows::Cx;

use super::BATCH;

pub(super) async fn run(cx: Cx) -> anyhow::Result<u64> {
    Ok(flows::follow(&cx, BATCH).await? as u64)
}
