//! Tells the payment provider to forget a method that its holder took away.

use flows::Cx;
use flows::methods::ForgetError;
use outbox::{Claim, JobError};
use payments::jobs::ForgetMethod;

/// Told twice, the provider has forgotten it once.
pub(super) async fn run(cx: Cx, claim: Claim, job: ForgetMethod) -> Result<(), JobError> {
    match flows::methods::forget(&cx, claim.account(), job.method).await {
        Ok(()) => super::complete(&cx.db, claim).await,
        Err(error @ (ForgetError::Unknown(_) | ForgetError::Db(_))) => {
            Err(JobError::Retry(error.to_string()))
        }
        Err(error @ ForgetError::Unconfigured(_)) => Err(JobError::Fail(error.to_string())),
    }
}
