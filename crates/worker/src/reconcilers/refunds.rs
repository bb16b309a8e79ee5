//! Asks providers what became of refunds whose end is not known.

use flows::Cx;

use super::BATCH;

pub(super) async fn run(cx: Cx) -> anyhow::Result<u64> {
    flows::refund::settle_unknown(&cx, u32::from(BATCH)).await?;
    // Those it looked at have their next look later.
    Ok(0)
}
