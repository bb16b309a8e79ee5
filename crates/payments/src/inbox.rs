//! The inbox of webhooks: stored, answered, then worked on.
//!
//! 1. [`receive`] stores an authentic event; the provider gets its 2xx whatever comes later (C30).
//! 2. The worker takes [`crate::store::waiting_events`], asks the provider what is true, and in the account's
//!    transaction calls [`apply`] before it records that truth: an event has its effect once.
//! 3. [`close`] or [`postpone`] puts the event away.

use db::{AccountTx, Error, RegistryTx};
use kernel::{AccountId, SignedDuration, Timestamp};

use crate::gateway::{Subject, WebhookEvent};
use crate::store;

/// The longest webhook that is taken in.
pub const BODY_BYTES_MAX: usize = 64 * 1024;

const TRIES_MAX: u32 = 12;
const PAUSE_FIRST: SignedDuration = SignedDuration::from_secs(5);
const PAUSE_LAST: SignedDuration = SignedDuration::from_hours(6);

/// An event that waits to be worked on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The provider.
    pub gateway: String,
    /// The provider's name of the event.
    pub event_id: String,
    /// The provider's word for what happened, for the log.
    pub kind: String,
    /// The account we had named in the request, if the provider echoes it.
    pub account: Option<AccountId>,
    /// What it speaks of.
    pub subject: Subject,
    /// How often it was worked on without success.
    pub tries: u32,
}

/// How an event is put away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// Its truth is recorded.
    Applied,
    /// It speaks of a payment that is not ours.
    Ignored,
    /// It was tried too often; the reconciler looks after the payment.
    GivenUp,
}

impl Closed {
    /// The word in the table.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Closed::Applied => "applied",
            Closed::Ignored => "ignored",
            Closed::GivenUp => "given_up",
        }
    }
}

/// Stores an authentic event; answers whether it is new.
///
/// # Errors
/// What the database refuses.
pub fn receive(
    tx: &mut RegistryTx,
    now: Timestamp,
    gateway: &str,
    event: &WebhookEvent,
    body: &str,
) -> Result<bool, Error> {
    store::insert_event(tx, now, gateway, event, body)
}

/// Notes in the account that the event has its effect, in the transaction of that effect; answers `false`
/// when it had it before.
///
/// # Errors
/// What the database refuses.
pub fn apply(tx: &mut AccountTx, now: Timestamp, event: &Waiting) -> Result<bool, Error> {
    store::insert_applied(tx, now, &event.gateway, &event.event_id)
}

/// Puts an event away.
///
/// # Errors
/// What the database refuses.
pub fn close(tx: &mut RegistryTx, now: Timestamp, event: &Waiting, closed: Closed) -> Result<(), Error> {
    store::close_event(tx, now, event, closed)
}

/// Puts an event off after a failure, or gives it up after the last try.
///
/// # Errors
/// What the database refuses.
pub fn postpone(tx: &mut RegistryTx, now: Timestamp, event: &Waiting) -> Result<(), Error> {
    match next_try(event.tries, now) {
        Some(until) => store::postpone_event(tx, event, until),
        None => store::close_event(tx, now, event, Closed::GivenUp),
    }
}

/// When to try again after `tries` failures and one more: 5 s, 10 s, 20 s … to 6 h, twelve times in all.
fn next_try(tries: u32, now: Timestamp) -> Option<Timestamp> {
    if tries + 1 >= TRIES_MAX {
        return None;
    }
    let pause = PAUSE_FIRST.saturating_mul(1 << tries.min(16)).min(PAUSE_LAST);
    Some(now.checked_add(pause).unwrap_or(Timestamp::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_are_ever_more_seldom_and_end() {
        let wait = |tries| next_try(tries, Timestamp::UNIX_EPOCH).map(|at| at.as_second());
        assert_eq!([wait(0), wait(1), wait(10), wait(11)], [Some(5), Some(10), Some(5_120), None]);
    }
}
