//! Write messages with their cause, take them for sending, write down how it went.

use accounts::Account;
use db::AccountTx;
use kernel::{EndpointId, MessageId, SignedDuration, Timestamp};

use crate::courier::{Outgoing, Sent};
use crate::endpoint::{Endpoint, EndpointState};
use crate::event::Event;
use crate::message::Message;
use crate::schedule::{self, GIVE_UP};
use crate::signature::sign;
use crate::store;

/// How long a sender has an endpoint for itself: longer than it may wait for an answer, so that what is taken again was
/// left by one that is gone.
pub const LEASE: SignedDuration = SignedDuration::from_secs(90);

/// How long an endpoint rests at the least after a try that failed, however many messages wait for it.
const REST: SignedDuration = SignedDuration::from_secs(5);

/// Tells the account's programs what happened, in the transaction of its cause; for an account without endpoints it costs
/// nothing, and `event` is not even made.
///
/// # Errors
/// The database's own.
pub fn raise(
    tx: &mut AccountTx,
    now: Timestamp,
    owner: &Account,
    event: impl FnOnce() -> Event,
) -> Result<(), db::Error> {
    if !owner.has_webhooks {
        return Ok(());
    }
    let event = event();
    let (id, payload) = (event.id(tx.account()), event.payload(now));
    store::insert_messages(tx, now, id, event.kind, &payload)
}

/// What one sender sends to one endpoint at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Where to.
    pub endpoint: Endpoint,
    /// What; the number of each one's try is its [`Message::attempts`].
    pub messages: Vec<Message>,
    pub(crate) fence: i64,
}

impl Batch {
    /// A message of it, signed with the secrets in force at `now`; `at` is the time of those who read it.
    #[must_use]
    pub fn outgoing(&self, message: &Message, now: Timestamp, at: Timestamp) -> Outgoing {
        let id = message.header_id();
        let signature = sign(self.endpoint.secrets(now), &id, at, message.payload.as_bytes());
        let (url, body) = (self.endpoint.url.clone(), message.payload.clone());
        Outgoing { url, id, at, signature, body }
    }
}

/// Takes what is due for an endpoint, and writes down that each is being tried; `None` when nothing is, or somebody else
/// has the endpoint.
///
/// # Errors
/// The database's own.
pub fn take(tx: &mut AccountTx, now: Timestamp, endpoint: EndpointId) -> Result<Option<Batch>, db::Error> {
    let until = now.checked_add(LEASE).unwrap_or(Timestamp::MAX);
    let Some((endpoint, fence)) = store::lease(tx, now, endpoint, until)? else { return Ok(None) };
    let limit = schedule::at_once(endpoint.failing_since.is_some());
    let mut messages = Vec::with_capacity(limit);
    for message in store::due_messages(tx, now, endpoint.id, limit)? {
        if schedule::is_spent(&message) {
            store::fail(tx, now, &message)?;
            continue;
        }
        let message = Message {
            attempts: message.attempts + 1,
            tries: message.tries + 1,
            next_at: Some(until),
            ..message
        };
        store::begin(tx, now, &message)?;
        messages.push(message);
    }
    let batch = Batch { endpoint, messages, fence };
    if batch.messages.is_empty() {
        release(tx, now, &batch, batch.endpoint.failing_since, EndpointState::Active)?;
        return Ok(None);
    }
    Ok(Some(batch))
}

/// How the try of one message ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// Which message.
    pub message: MessageId,
    /// How it went.
    pub sent: Sent,
}

/// What became of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Its reader has it.
    Delivered,
    /// It is tried again.
    Retried,
    /// It was the last try.
    Failed,
}

/// What [`record`] wrote down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// What became of each try.
    pub outcomes: Vec<Outcome>,
    /// What the endpoint is since, if this switched it off.
    pub off: Option<EndpointState>,
}

/// Writes down how the tries of a batch went, and lets go of the endpoint. `jitter` is a number drawn by chance. A sender
/// that was thought dead adds what it knows of its own tries, and changes nothing that others wrote since.
///
/// # Errors
/// The database's own.
pub fn record(
    tx: &mut AccountTx,
    now: Timestamp,
    batch: &Batch,
    tried: &[Tried],
    jitter: u64,
) -> Result<Recorded, db::Error> {
    let mut outcomes = Vec::with_capacity(tried.len());
    for (turn, one) in (0_u64..).zip(tried) {
        let Some(message) = batch.messages.iter().find(|message| message.id == one.message) else { continue };
        store::end(tx, message, &one.sent)?;
        let again = schedule::next(now, message.tries, jitter.wrapping_add(turn.wrapping_mul(7_919)));
        outcomes.push(match again {
            _ if one.sent.is_received() => {
                store::deliver(tx, now, message)?;
                Outcome::Delivered
            }
            Some(at) => {
                store::postpone(tx, at, message)?;
                Outcome::Retried
            }
            None => {
                store::fail(tx, now, message)?;
                Outcome::Failed
            }
        });
    }
    let since = if tried.iter().any(|one| one.sent.is_received()) {
        None
    } else {
        batch.endpoint.failing_since.or(Some(now))
    };
    let state = if tried.iter().any(|one| one.sent.is_gone()) {
        EndpointState::Gone
    } else if since.is_some_and(|since| now.duration_since(since) >= GIVE_UP) {
        EndpointState::Failed
    } else {
        EndpointState::Active
    };
    let is_ours = release(tx, now, batch, since, state)?;
    let off = Some(state).filter(|state| is_ours && *state != EndpointState::Active);
    if off.is_some() {
        store::fail_due(tx, now, batch.endpoint.id)?;
    }
    Ok(Recorded { outcomes, off })
}

/// Lets go of an endpoint; whether it was still ours.
fn release(
    tx: &mut AccountTx,
    now: Timestamp,
    batch: &Batch,
    failing_since: Option<Timestamp>,
    state: EndpointState,
) -> Result<bool, db::Error> {
    let due_at = store::next_due(tx, batch.endpoint.id)?;
    let rested = now.checked_add(REST).unwrap_or(Timestamp::MAX);
    let due_at = due_at.map(|at| if failing_since.is_some() { at.max(rested) } else { at });
    store::release(tx, batch, due_at, failing_since, state)
}
