//! Asks the payment provider to give money back.

use flows::Cx;
use flows::refund::SendError;
use outbox::{Claim, JobError};
use payments::jobs::SendRefund;

/// The refund's id is the provider's key: asking again gives nothing back twice.
pub(super) async fn run(cx: Cx, claim: Claim, job: SendRefund) -> Result<(), JobError> {
    match flows::refund::send(&cx, claim.account(), job.refund).await {
        Ok(_) => super::complete(&cx.db, claim).await,
        // The reconciler of refunds also asks, so that a dead job is not lost money.
        Err(error @ (SendError::Unknown(_) | SendError::Db(_))) => Err(JobError::Retry(error.to_string())),
        Err(error @ (SendError::Record(_) | SendError::Unconfigured(_))) => {
            Err(JobError::Fail(error.to_string()))
        }
    }
}
