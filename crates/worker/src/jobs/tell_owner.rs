//! Tells an owner that someone signs up with the owner's address.

use flows::Cx;
use flows::sign_up::{self, TellOwner};
use outbox::{Claim, JobError};

/// The e-mail is the owner's once a day: doing the job twice writes nobody twice.
pub(super) async fn run(cx: Cx, claim: Claim, job: TellOwner) -> Result<(), JobError> {
    match sign_up::tell_owner(&cx, &job).await {
        Ok(()) => {
            cx.wake.ring();
            super::complete(&cx.db, claim).await
        }
        Err(error) => Err(JobError::Retry(error.to_string())),
    }
}
