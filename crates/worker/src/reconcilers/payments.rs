//! Asks providers what became of payments whose end is not known.

use flows::Cx;

use super::BATCH;

pub(super) async fn run(cx: Cx) -> anyhow::Result<u64> {
    Ok(flows::reconcile::settle_unknown(&cx, u32::from(BATCH)).await? as u64)
}
