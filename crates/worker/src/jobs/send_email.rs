//! Renders an e-mail, keeps it in the archive and hands it to the mail server.

use std::sync::Arc;

use flows::Cx;
use mail::Mailer;
use outbox::{Claim, JobError};

/// The mailer completes the claim itself, in the transaction that notes the e-mail as sent.
pub(super) async fn run(cx: Cx, mailer: Arc<Mailer>, claim: Claim) -> Result<(), JobError> {
    mailer.deliver(&cx.db, cx.clock.now(), &claim).await
}
