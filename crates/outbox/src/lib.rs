//! Jobs written with their cause: leases, retries, dead letters.
//!
//! ```text
//! enqueue(tx, …) ──► due ──claim──► due again when its lease ends ──complete──► done
//!                     ▲                │ retry: later and later        │ fail, or tried too often
//!                     └────────────────┘                               ▼
//!                     └───────────────────── replay ◄──────────────── dead
//! ```
//!
//! Invariants:
//! - A job is a row of the account that caused it, written in the same transaction: no cause, no job; no job lost.
//! - Its key says what it is for. The same cause enqueued twice is one job, even after it was done.
//! - Each claim has a fencing token. Whoever lost its lease can neither complete nor retry, so that a job
//!   whose effect is in the transaction of its [`complete`] has that effect once, whoever worked on it.
//! - Every retry has a maximum ([`Job::ATTEMPTS_MAX`]); then the job is dead until a person replays it.

mod backoff;
mod job;
mod store;

use db::{AccountTx, AcrossTx};
use kernel::{AccountId, Direction, Page, PageRequest, SignedDuration, Timestamp};

pub use backoff::{PAUSE_FIRST, PAUSE_LAST, pause};
pub use job::{Claim, DeadJob, Due, Job, JobError, LeaseError};

/// How many buckets jobs fall into, by their account: workers can share them out.
pub const BUCKETS: u8 = 64;

/// Writes a job to be done now; the same job written before stays as it is.
///
/// # Errors
/// [`db::Error`]; also when the payload cannot be written as JSON.
pub fn enqueue<J: Job>(tx: &mut AccountTx, now: Timestamp, job: &J) -> Result<(), db::Error> {
    enqueue_at(tx, now, now, job)
}

/// Writes a job to be done from `run_at` on; the same job written before stays as it is.
///
/// # Errors
/// As [`enqueue`].
pub fn enqueue_at<J: Job>(
    tx: &mut AccountTx,
    now: Timestamp,
    run_at: Timestamp,
    job: &J,
) -> Result<(), db::Error> {
    let payload = serde_json::to_string(job)
        .map_err(|error| db::Error::Statement(format!("the payload of {}: {error}", J::NAME)))?;
    store::insert(tx, now, run_at, J::NAME, &job.key(), bucket(tx.account()), &payload, J::ATTEMPTS_MAX)
}

/// Jobs of one bucket that can be claimed, the longest waiting first.
///
/// # Errors
/// [`db::Error`].
pub fn due(tx: &mut AcrossTx, now: Timestamp, bucket: u8, limit: u32) -> Result<Vec<Due>, db::Error> {
    store::due_in_bucket(tx, now, bucket, limit)
}

/// Jobs of one name that can be claimed, the longest waiting first: those a worker does not know must not stand
/// in the way of those it does.
///
/// # Errors
/// [`db::Error`].
pub fn due_of(tx: &mut AcrossTx, now: Timestamp, name: &str, limit: u32) -> Result<Vec<Due>, db::Error> {
    store::due_of(tx, now, name, limit)
}

/// Jobs of any bucket that can be claimed, the longest waiting first.
///
/// # Errors
/// [`db::Error`].
pub fn due_any(tx: &mut AcrossTx, now: Timestamp, limit: u32) -> Result<Vec<Due>, db::Error> {
    store::due(tx, now, limit)
}

/// How many jobs can be claimed now, and how many are dead: for metrics and the desk.
///
/// # Errors
/// [`db::Error`].
pub fn depth(tx: &mut AcrossTx, now: Timestamp) -> Result<(u64, u64), db::Error> {
    store::depth(tx, now)
}

/// Takes a job for `lease`; `None` when somebody else has it, or it is over.
///
/// A job that was claimed as often as it may be is dead: its last holder never said how it ended.
///
/// # Errors
/// [`LeaseError::Db`].
pub fn claim(
    tx: &mut AccountTx,
    now: Timestamp,
    due: &Due,
    owner: &str,
    lease: SignedDuration,
) -> Result<Option<Claim>, LeaseError> {
    let until = now.checked_add(lease).unwrap_or(Timestamp::MAX);
    let claim = store::claim(tx, now, due, owner, until)?;
    match claim {
        Some(claim) if claim.attempt > claim.attempts_max => {
            store::bury(tx, now, &claim, "its worker ended without a word, too often")?;
            Ok(None)
        }
        claim => Ok(claim),
    }
}

/// The job is done; call it in the transaction of the job's last effect. It succeeds once: a handler that did
/// not hear the answer of its commit and runs the transaction again finds the claim stale, and its second
/// effect is undone with it.
///
/// # Errors
/// [`LeaseError::Stale`] when the lease went to somebody else or the job was ended before; the transaction must
/// then be given up.
pub fn complete(tx: &mut AccountTx, claim: &Claim) -> Result<(), LeaseError> {
    if store::finish(tx, claim)? { Ok(()) } else { Err(LeaseError::Stale) }
}

/// The job is tried again, later each time; after its last attempt it is dead. `jitter` is a number drawn by
/// chance, so that jobs that failed together do not come back together.
///
/// # Errors
/// [`LeaseError::Stale`] when the lease went to somebody else.
pub fn retry(
    tx: &mut AccountTx,
    now: Timestamp,
    claim: &Claim,
    reason: &str,
    jitter: u64,
) -> Result<(), LeaseError> {
    if claim.attempt >= claim.attempts_max {
        return fail(tx, now, claim, reason);
    }
    let at = now.checked_add(pause(claim.attempt, jitter)).unwrap_or(Timestamp::MAX);
    if store::postpone(tx, claim, at, &short(reason))? { Ok(()) } else { Err(LeaseError::Stale) }
}

/// Nothing will come of trying again: a person has to look at it.
///
/// # Errors
/// [`LeaseError::Stale`] when the lease went to somebody else.
pub fn fail(tx: &mut AccountTx, now: Timestamp, claim: &Claim, reason: &str) -> Result<(), LeaseError> {
    if store::bury(tx, now, claim, &short(reason))? { Ok(()) } else { Err(LeaseError::Stale) }
}

/// Dead jobs, the oldest first, for the staff.
///
/// # Errors
/// [`db::Error`]; [`db::Error::Statement`] for a page key that is not ours.
pub fn dead(tx: &mut AcrossTx, request: &PageRequest) -> Result<Page<DeadJob>, db::Error> {
    store::dead(tx, Direction::Ascending, request)
}

/// Dead jobs by the time they died.
///
/// # Errors
/// As [`dead`].
pub fn dead_sorted(
    tx: &mut AcrossTx,
    direction: Direction,
    request: &PageRequest,
) -> Result<Page<DeadJob>, db::Error> {
    store::dead(tx, direction, request)
}

/// Makes a dead job due again, with all its attempts; whether there was one.
///
/// # Errors
/// [`db::Error`].
pub fn replay(tx: &mut AccountTx, now: Timestamp, name: &str, key: &str) -> Result<bool, db::Error> {
    store::revive(tx, now, name, key)
}

/// The accounts that have jobs done before `before`, which [`forget`] deletes.
///
/// # Errors
/// [`db::Error`].
pub fn forgettable(tx: &mut AcrossTx, before: Timestamp, limit: u32) -> Result<Vec<AccountId>, db::Error> {
    store::with_done(tx, before, limit)
}

/// Deletes this account's jobs that were done before `before`; how many.
///
/// # Errors
/// [`db::Error`].
pub fn forget(tx: &mut AccountTx, before: Timestamp) -> Result<u64, db::Error> {
    store::delete_done(tx, before)
}

/// The bucket of an account's jobs.
#[must_use]
pub fn bucket(account: AccountId) -> u8 {
    // The last bytes of an id are chance; the first ones are time.
    account.uuid().as_bytes()[15] % BUCKETS
}

fn short(reason: &str) -> String {
    reason.chars().take(1_000).collect()
}
