//! The jobs: one file each, one call to what does it.

mod forget_method;
mod send_email;
mod send_refund;
mod tell_owner;

use std::sync::Arc;

use db::Db;
use flows::Cx;
use mail::Mailer;
use outbox::{Claim, JobError, LeaseError};

use crate::Handlers;

/// Every job of this version. A new one is added here.
pub(crate) fn handlers(cx: &Cx, mailer: &Arc<Mailer>) -> Handlers {
    let (email_cx, mailer, refund_cx, owner_cx) = (cx.clone(), mailer.clone(), cx.clone(), cx.clone());
    let method_cx = cx.clone();
    Handlers::new()
        .on(move |claim, job| forget_method::run(method_cx.clone(), claim, job))
        .on(move |claim, _: mail::SendEmail| send_email::run(email_cx.clone(), mailer.clone(), claim))
        .on(move |claim, job| send_refund::run(refund_cx.clone(), claim, job))
        .on(move |claim, job| tell_owner::run(owner_cx.clone(), claim, job))
}

/// Completes the claim of a job whose effect was written before, and is the same however often it is.
async fn complete(db: &Db, claim: Claim) -> Result<(), JobError> {
    match db.account(claim.account()).write(move |tx| outbox::complete(tx, &claim)).await {
        // Whoever has it now finds the effect there and completes it.
        Ok(()) | Err(LeaseError::Stale) => Ok(()),
        Err(LeaseError::Db(error)) => Err(JobError::Retry(error.to_string())),
    }
}
