//! What an endpoint's owner does with it.

use accounts::account;
use db::AccountTx;
use kernel::{EndpointId, MessageId, SignedDuration, Timestamp};
use serde_json::json;

use crate::endpoint::{
    DESCRIPTION_CHARS_MAX, ENDPOINTS_MAX, Endpoint, EndpointState, Reach, SECRET_KEPT, UrlFault, check_url,
};
use crate::event::{Event, EventKind};
use crate::signature::Secret;
use crate::store;

/// How many tests of one endpoint may be asked for in [`TESTS_WINDOW`]: it may be somebody else's server.
const TESTS_MAX: i64 = 5;
const TESTS_WINDOW: SignedDuration = SignedDuration::from_mins(1);

/// An endpoint to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEndpoint {
    /// Its id: asked for twice, it is one endpoint.
    pub id: EndpointId,
    /// Where messages go, as it was typed.
    pub url: String,
    /// What its owner calls it.
    pub description: String,
    /// What it is told; all kinds when empty.
    pub wanted: Vec<EventKind>,
    /// What signs its messages.
    pub secret: Secret,
}

/// What is wrong with what was typed of an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TypedFault {
    /// The address cannot be one.
    #[error(transparent)]
    Url(#[from] UrlFault),
    /// The description is longer than [`DESCRIPTION_CHARS_MAX`].
    #[error("the description is too long")]
    Description,
}

/// The address and the description as they are kept.
fn typed(url: &str, description: &str, reach: Reach) -> Result<(String, String), TypedFault> {
    let (url, description) = (check_url(url, reach)?, description.trim());
    if description.chars().count() > DESCRIPTION_CHARS_MAX {
        return Err(TypedFault::Description);
    }
    Ok((url.into(), description.to_owned()))
}

/// Why no endpoint was added.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// What was typed cannot be.
    #[error(transparent)]
    Typed(#[from] TypedFault),
    /// There are [`ENDPOINTS_MAX`].
    #[error("there are as many endpoints as there may be")]
    TooMany,
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Adds an endpoint; the same asked for again is the one that is there.
///
/// # Errors
/// See [`AddError`].
pub fn add(
    tx: &mut AccountTx,
    now: Timestamp,
    new: &NewEndpoint,
    reach: Reach,
) -> Result<Endpoint, AddError> {
    let (url, description) = typed(&new.url, &new.description, reach)?;
    let known = store::endpoints(tx)?;
    if let Some(same) = known.iter().find(|endpoint| endpoint.id == new.id) {
        return Ok(same.clone());
    }
    if known.len() >= ENDPOINTS_MAX {
        return Err(AddError::TooMany);
    }
    let endpoint = Endpoint {
        id: new.id,
        url,
        description,
        wanted: new.wanted.clone(),
        secret: new.secret.clone(),
        secret_before: None,
        state: EndpointState::Active,
        failing_since: None,
        created_at: now,
    };
    store::insert(tx, &endpoint)?;
    account::set_has_webhooks(tx, true)?;
    Ok(endpoint)
}

/// What its owner makes of an endpoint that is there, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EndpointChange {
    /// Where messages go.
    pub url: String,
    /// What its owner calls it.
    pub description: String,
    /// What it is told; all kinds when empty.
    pub wanted: Vec<EventKind>,
}

/// Why an endpoint was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// There is none.
    #[error("no such endpoint")]
    Missing,
    /// What was typed cannot be.
    #[error(transparent)]
    Typed(#[from] TypedFault),
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Changes where an endpoint is, what it is called and what it is told from now on; its secret, and whether it is on, stay.
/// What was not received yet goes to the new address, and what the one of before answers meanwhile decides nothing.
///
/// # Errors
/// See [`ChangeError`].
pub fn change(
    tx: &mut AccountTx,
    id: EndpointId,
    change: &EndpointChange,
    reach: Reach,
) -> Result<(), ChangeError> {
    let endpoint = store::find(tx, id)?.ok_or(ChangeError::Missing)?;
    let (url, description) = typed(&change.url, &change.description, reach)?;
    let is_moved = url != endpoint.url;
    store::update(tx, &Endpoint { url, description, wanted: change.wanted.clone(), ..endpoint })?;
    if is_moved {
        store::forget_failing(tx, id)?;
    }
    Ok(())
}

/// Gives an endpoint another secret; the one of before signs beside it for a day. The same secret given again changes
/// nothing. The endpoint, if there is one.
///
/// # Errors
/// The database's own.
pub fn rotate(
    tx: &mut AccountTx,
    now: Timestamp,
    id: EndpointId,
    secret: &Secret,
) -> Result<Option<Endpoint>, db::Error> {
    let Some(endpoint) = store::find(tx, id)? else { return Ok(None) };
    if endpoint.secret == *secret {
        return Ok(Some(endpoint));
    }
    let until = now.checked_add(SECRET_KEPT).unwrap_or(Timestamp::MAX);
    store::set_secret(tx, id, secret, &endpoint.secret, until)?;
    let before = Some((endpoint.secret.clone(), until));
    Ok(Some(Endpoint { secret: secret.clone(), secret_before: before, ..endpoint }))
}

/// Switches an endpoint off: nothing is written for it, and what was due is given up until it is sent again by wish.
/// Whether there is one.
///
/// # Errors
/// The database's own.
pub fn disable(tx: &mut AccountTx, now: Timestamp, id: EndpointId) -> Result<bool, db::Error> {
    let Some(endpoint) = store::find(tx, id)? else { return Ok(false) };
    if endpoint.state == EndpointState::Active {
        store::set_state(tx, id, EndpointState::Disabled)?;
        store::fail_due(tx, now, id)?;
    }
    Ok(true)
}

/// Switches an endpoint on, whyever it was off; whether there is one.
///
/// # Errors
/// The database's own.
pub fn enable(tx: &mut AccountTx, id: EndpointId) -> Result<bool, db::Error> {
    let Some(endpoint) = store::find(tx, id)? else { return Ok(false) };
    if endpoint.state != EndpointState::Active {
        store::set_state(tx, id, EndpointState::Active)?;
    }
    Ok(true)
}

/// Deletes an endpoint with all that was sent to it; whether there was one.
///
/// # Errors
/// The database's own.
pub fn delete(tx: &mut AccountTx, id: EndpointId) -> Result<bool, db::Error> {
    let was_there = store::delete(tx, id)?;
    if store::endpoints(tx)?.is_empty() {
        account::set_has_webhooks(tx, false)?;
    }
    Ok(was_there)
}

/// Why nothing is sent to try an endpoint out.
#[derive(Debug, thiserror::Error)]
pub enum TestError {
    /// There is none.
    #[error("no such endpoint")]
    Missing,
    /// It is switched off.
    #[error("the endpoint is switched off")]
    Off,
    /// Too many were sent lately.
    #[error("too many tests lately")]
    TooMany,
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Sends a message that says nothing, to try an endpoint out, whatever it wants to be told. `id` is drawn by whoever asks.
///
/// # Errors
/// See [`TestError`].
pub fn test(tx: &mut AccountTx, now: Timestamp, id: EndpointId, message: MessageId) -> Result<(), TestError> {
    let endpoint = store::find(tx, id)?.ok_or(TestError::Missing)?;
    if endpoint.state != EndpointState::Active {
        return Err(TestError::Off);
    }
    let since = now.checked_sub(TESTS_WINDOW).unwrap_or(Timestamp::MIN);
    if store::count_since(tx, id, EventKind::Test, since, TESTS_MAX)? >= TESTS_MAX {
        return Err(TestError::TooMany);
    }
    let event = Event {
        kind: EventKind::Test,
        cause: String::new(),
        data: json!({"endpointId": id.to_string(), "description": endpoint.description}),
    };
    store::insert_message(tx, now, id, message, event.kind, &event.payload(now))?;
    Ok(())
}

/// Why nothing is sent again.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// There is no such endpoint, or no such message.
    #[error("no such message")]
    Missing,
    /// The endpoint is switched off.
    #[error("the endpoint is switched off")]
    Off,
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Sends a message again, with all its tries, delivered or not; one that is due is only sent at once.
///
/// # Errors
/// See [`ReplayError`].
pub fn replay(
    tx: &mut AccountTx,
    now: Timestamp,
    id: EndpointId,
    message: MessageId,
) -> Result<(), ReplayError> {
    active(tx, id)?;
    if store::revive(tx, now, id, message)? { Ok(()) } else { Err(ReplayError::Missing) }
}

/// Sends everything again that failed and happened from `since` on; how many messages.
///
/// # Errors
/// See [`ReplayError`].
pub fn replay_failed(
    tx: &mut AccountTx,
    now: Timestamp,
    id: EndpointId,
    since: Timestamp,
) -> Result<u64, ReplayError> {
    active(tx, id)?;
    Ok(store::revive_failed(tx, now, id, since)?)
}

fn active(tx: &mut AccountTx, id: EndpointId) -> Result<(), ReplayError> {
    let endpoint = store::find(tx, id)?.ok_or(ReplayError::Missing)?;
    if endpoint.state == EndpointState::Active { Ok(()) } else { Err(ReplayError::Off) }
}

/// Deletes this account's messages from before `before`, with their tries; how many.
///
/// # Errors
/// The database's own.
pub fn forget(tx: &mut AccountTx, before: Timestamp) -> Result<u64, db::Error> {
    store::delete_old(tx, before)
}
