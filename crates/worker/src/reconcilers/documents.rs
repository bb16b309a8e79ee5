//! Ends the wait for documents that customers did not send in time.

use flows::Cx;

use super::BATCH;

pub(super) async fn run(cx: Cx) -> anyhow::Result<u64> {
    Ok(flows::validate::lapse_documents(&cx, BATCH).await? as u64)
}
