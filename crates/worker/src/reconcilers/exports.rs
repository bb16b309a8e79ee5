//! Makes what customers asked to take home as one file, a few documents of each at a time.

use std::sync::Arc;

use documents::Documents;
use flows::Cx;
use invoicing::exports::ExportKind;

use super::BATCH;

/// How many documents one look at an archive adds: about a second's work, and a megabyte.
const AT_ONCE: u16 = 25;

pub(super) async fn run(cx: Cx, documents: Arc<Documents>, kind: ExportKind) -> anyhow::Result<u64> {
    Ok(flows::exports::make(&cx, &documents, kind, BATCH, AT_ONCE).await?)
}
