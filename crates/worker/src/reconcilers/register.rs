//! Numbers, seals and stamps the invoices that wait, and lets their readers know.

use flows::Cx;

/// How many documents are numbered in one transaction at the most.
const DOCUMENTS_MAX: u32 = 500;

pub(super) async fn run(cx: Cx) -> anyhow::Result<u64> {
    let swept = flows::register(&cx, DOCUMENTS_MAX).await?;
    Ok(swept.stamped as u64)
}
