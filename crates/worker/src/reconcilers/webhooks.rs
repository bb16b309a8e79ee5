//! Works on what payment providers told us: each message is stored first, answered, and then looked into.

use flows::Cx;

use super::BATCH;

pub(super) async fn run(cx: Cx) -> anyhow::Result<u64> {
    Ok(flows::reconcile::work_on_webhooks(&cx, u32::from(BATCH)).await? as u64)
}
