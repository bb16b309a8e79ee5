//! Asks owners for another card before the default one expires.

use flows::Cx;

use super::BATCH;

pub(super) async fn run(cx: Cx) -> anyhow::Result<u64> {
    Ok(flows::methods::warn_of_expiry(&cx, BATCH).await? as u64)
}
