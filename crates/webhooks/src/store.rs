//! The SQL of what programs are told.

use db::{AccountTx, AcrossTx, Error, Filter, FromValue, Read, Row, Sql, ToValue, Value, Write, codes, sql};
use kernel::{AccountId, Direction, EndpointId, MessageId, Page, PageRequest, Timestamp};

use crate::courier::{Failure, Sent};
use crate::endpoint::{Endpoint, EndpointState};
use crate::event::EventKind;
use crate::message::{Attempt, Message, MessageState};
use crate::send::Batch;
use crate::signature::Secret;

codes!(EndpointState, MessageState, EventKind, Failure);

impl ToValue for Secret {
    fn to_value(&self) -> Value<'_> {
        Value::Text(self.expose().into())
    }
}

impl FromValue for Secret {
    fn from_value(value: Value<'_>) -> Result<Secret, String> {
        Secret::parse(&String::from_value(value)?).map_err(|error| error.to_string())
    }
}

// Endpoints.

const ENDPOINTS: Sql = sql!(
    "select endpoint_id, url, description, wanted, secret, secret_before, secret_before_until, state, failing_since,
            created_at
       from webhook_endpoints where account_id = $1 order by created_at, endpoint_id"
);

fn read_endpoint(row: &Row<'_>) -> Result<Endpoint, Error> {
    let before: Option<Secret> = row.get(5)?;
    let until: Option<Timestamp> = row.get(6)?;
    let wanted: String = row.get(3)?;
    Ok(Endpoint {
        id: row.get(0)?,
        url: row.get(1)?,
        description: row.get(2)?,
        wanted: wanted.split(',').filter_map(EventKind::parse).collect(),
        secret: row.get(4)?,
        secret_before: before.zip(until),
        state: row.get(7)?,
        failing_since: row.get(8)?,
        created_at: row.get(9)?,
    })
}

/// The account's endpoints, the oldest first; there are never many.
///
/// # Errors
/// The database's own.
pub fn endpoints(tx: &mut AccountTx) -> Result<Vec<Endpoint>, Error> {
    tx.query(ENDPOINTS, &[], read_endpoint)
}

/// One endpoint, if the account has it.
///
/// # Errors
/// The database's own.
pub fn find(tx: &mut AccountTx, id: EndpointId) -> Result<Option<Endpoint>, Error> {
    Ok(endpoints(tx)?.into_iter().find(|endpoint| endpoint.id == id))
}

/// Between commas, so that one word is found among them.
fn words(wanted: &[EventKind]) -> String {
    let words = wanted.iter().map(|kind| format!("{},", kind.code()));
    if wanted.is_empty() { String::new() } else { std::iter::once(",".to_owned()).chain(words).collect() }
}

pub(crate) fn insert(tx: &mut AccountTx, endpoint: &Endpoint) -> Result<(), Error> {
    tx.send(
        sql!(
            "insert into webhook_endpoints (account_id, endpoint_id, url, description, wanted, secret, state, fence,
                created_at)
             values ($1, $2, $3, $4, $5, $6, $7, 0, $8)"
        ),
        &[
            &endpoint.id,
            &endpoint.url,
            &endpoint.description,
            &words(&endpoint.wanted),
            &endpoint.secret,
            &endpoint.state,
            &endpoint.created_at,
        ],
    )
}

/// Where it is, what it is called, what it is told.
pub(crate) fn update(tx: &mut AccountTx, endpoint: &Endpoint) -> Result<(), Error> {
    tx.send(
        sql!(
            "update webhook_endpoints set url = $3, description = $4, wanted = $5
              where account_id = $1 and endpoint_id = $2"
        ),
        &[&endpoint.id, &endpoint.url, &endpoint.description, &words(&endpoint.wanted)],
    )
}

/// It begins anew at another address: whoever sends to the one of before no longer decides about it.
pub(crate) fn forget_failing(tx: &mut AccountTx, id: EndpointId) -> Result<(), Error> {
    tx.send(
        sql!(
            "update webhook_endpoints set failing_since = null, leased_until = null, fence = fence + 1
              where account_id = $1 and endpoint_id = $2"
        ),
        &[&id],
    )
}

pub(crate) fn set_secret(
    tx: &mut AccountTx,
    id: EndpointId,
    secret: &Secret,
    before: &Secret,
    until: Timestamp,
) -> Result<(), Error> {
    tx.send(
        sql!(
            "update webhook_endpoints set secret = $3, secret_before = $4, secret_before_until = $5
             where account_id = $1 and endpoint_id = $2"
        ),
        &[&id, secret, before, &until],
    )
}

/// Whoever sends to it meanwhile no longer decides about it: its fence grows.
pub(crate) fn set_state(tx: &mut AccountTx, id: EndpointId, state: EndpointState) -> Result<(), Error> {
    tx.send(
        sql!(
            "update webhook_endpoints
                set state = $3, failing_since = null, due_at = null, leased_until = null, fence = fence + 1
              where account_id = $1 and endpoint_id = $2"
        ),
        &[&id, &state],
    )
}

pub(crate) fn delete(tx: &mut AccountTx, id: EndpointId) -> Result<bool, Error> {
    tx.send(sql!("delete from webhook_attempts where account_id = $1 and endpoint_id = $2"), &[&id])?;
    tx.send(sql!("delete from webhook_messages where account_id = $1 and endpoint_id = $2"), &[&id])?;
    let deleted =
        tx.execute(sql!("delete from webhook_endpoints where account_id = $1 and endpoint_id = $2"), &[&id])?;
    Ok(deleted > 0)
}

/// Endpoints that something is due for and nobody sends to, the longest waiting first: those that answer, or those whose
/// last try failed.
///
/// # Errors
/// The database's own.
pub fn due_endpoints(
    tx: &mut AcrossTx,
    now: Timestamp,
    are_failing: bool,
    limit: i64,
) -> Result<Vec<(AccountId, EndpointId)>, Error> {
    const HEALTHY: Sql = sql!(
        "select account_id, endpoint_id from webhook_endpoints
          where state = 'active' and due_at <= $1 and (leased_until is null or leased_until <= $1)
            and failing_since is null
          order by due_at limit $2"
    );
    const FAILING: Sql = sql!(
        "select account_id, endpoint_id from webhook_endpoints
          where state = 'active' and due_at <= $1 and (leased_until is null or leased_until <= $1)
            and failing_since is not null
          order by due_at limit $2"
    );
    let which = if are_failing { FAILING } else { HEALTHY };
    tx.query(which, &[&now, &limit], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// How many messages wait to be sent or sent again, and how many endpoints did not receive their last: for metrics.
///
/// # Errors
/// The database's own.
pub fn depth(tx: &mut AcrossTx) -> Result<(u64, u64), Error> {
    let due: i64 =
        tx.query_one(sql!("select count(*) from webhook_messages where state = 'due'"), &[], |row| {
            row.get(0)
        })?;
    let failing: i64 = tx.query_one(
        sql!("select count(*) from webhook_endpoints where state = 'active' and failing_since is not null"),
        &[],
        |row| row.get(0),
    )?;
    Ok((due.unsigned_abs(), failing.unsigned_abs()))
}

/// The endpoint and its fence, if it is now ours.
pub(crate) fn lease(
    tx: &mut AccountTx,
    now: Timestamp,
    id: EndpointId,
    until: Timestamp,
) -> Result<Option<(Endpoint, i64)>, Error> {
    tx.query_opt(
        sql!(
            "update webhook_endpoints set leased_until = $4, fence = fence + 1
              where account_id = $1 and endpoint_id = $2 and state = 'active' and due_at <= $3
                and (leased_until is null or leased_until <= $3)
          returning endpoint_id, url, description, wanted, secret, secret_before, secret_before_until, state,
                    failing_since, created_at, fence"
        ),
        &[&id, &now, &until],
        |row| Ok((read_endpoint(row)?, row.get(10)?)),
    )
}

/// Whether the endpoint was still the batch's to let go of.
pub(crate) fn release(
    tx: &mut AccountTx,
    batch: &Batch,
    due_at: Option<Timestamp>,
    failing_since: Option<Timestamp>,
    state: EndpointState,
) -> Result<bool, Error> {
    let changed = tx.execute(
        sql!(
            "update webhook_endpoints set leased_until = null, due_at = $4, failing_since = $5, state = $6
              where account_id = $1 and endpoint_id = $2 and fence = $3 and state = 'active'"
        ),
        &[&batch.endpoint.id, &batch.fence, &due_at, &failing_since, &state],
    )?;
    Ok(changed > 0)
}

// Messages.

fn select<'p>() -> Filter<'p> {
    Filter::new(
        sql!(
            "select message_id, endpoint_id, kind, payload, state, next_at, attempts, tries, created_at, ended_at
               from webhook_messages where account_id = $1"
        ),
        &[],
    )
}

fn read_message(row: &Row<'_>) -> Result<Message, Error> {
    Ok(Message {
        id: row.get(0)?,
        endpoint: row.get(1)?,
        kind: row.get(2)?,
        payload: row.get(3)?,
        state: row.get(4)?,
        next_at: row.get(5)?,
        attempts: row.get(6)?,
        tries: row.get(7)?,
        created_at: row.get(8)?,
        ended_at: row.get(9)?,
    })
}

/// A message for each active endpoint that wants its kind.
pub(crate) fn insert_messages(
    tx: &mut AccountTx,
    now: Timestamp,
    id: MessageId,
    kind: EventKind,
    payload: &str,
) -> Result<(), Error> {
    tx.send(
        sql!(
            "insert into webhook_messages (account_id, endpoint_id, message_id, kind, payload, state, next_at, attempts,
                tries, created_at)
             select account_id, endpoint_id, $2, $3, $4, 'due', cast($5 as timestamptz), 0, 0,
                    cast($5 as timestamptz)
               from webhook_endpoints
              where account_id = $1 and state = 'active' and (wanted = '' or wanted like '%,' || $3 || ',%')
             on conflict (account_id, endpoint_id, message_id) do nothing"
        ),
        &[&id, &kind, &payload, &now],
    )?;
    tx.send(
        sql!(
            "update webhook_endpoints set due_at = $3
              where account_id = $1 and state = 'active' and (due_at is null or due_at > $3)
                and (wanted = '' or wanted like '%,' || $2 || ',%')"
        ),
        &[&kind, &now],
    )
}

/// A message for one endpoint, whatever it wants.
pub(crate) fn insert_message(
    tx: &mut AccountTx,
    now: Timestamp,
    endpoint: EndpointId,
    id: MessageId,
    kind: EventKind,
    payload: &str,
) -> Result<(), Error> {
    tx.send(
        sql!(
            "insert into webhook_messages (account_id, endpoint_id, message_id, kind, payload, state, next_at, attempts,
                tries, created_at)
             values ($1, $2, $3, $4, $5, 'due', $6, 0, 0, $6)
             on conflict (account_id, endpoint_id, message_id) do nothing"
        ),
        &[&endpoint, &id, &kind, &payload, &now],
    )?;
    hurry(tx, now, endpoint)
}

/// There is something to send to an endpoint from `now` on.
fn hurry(tx: &mut AccountTx, now: Timestamp, endpoint: EndpointId) -> Result<(), Error> {
    tx.send(
        sql!(
            "update webhook_endpoints set due_at = $3
              where account_id = $1 and endpoint_id = $2 and state = 'active' and (due_at is null or due_at > $3)"
        ),
        &[&endpoint, &now],
    )
}

pub(crate) fn due_messages(
    tx: &mut AccountTx,
    now: Timestamp,
    endpoint: EndpointId,
    limit: usize,
) -> Result<Vec<Message>, Error> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut list = select();
    list.and(sql!("endpoint_id = $1 and state = 'due' and next_at <= $2"), &[&endpoint, &now]);
    list.end(sql!("order by next_at, message_id limit $1"), &[&limit]);
    list.query(tx, read_message)
}

pub(crate) fn next_due(tx: &mut AccountTx, endpoint: EndpointId) -> Result<Option<Timestamp>, Error> {
    tx.query_one(
        sql!(
            "select min(next_at) from webhook_messages
              where account_id = $1 and endpoint_id = $2 and state = 'due'"
        ),
        &[&endpoint],
        |row| row.get(0),
    )
}

/// A try begins: it is counted before it is made.
pub(crate) fn begin(tx: &mut AccountTx, now: Timestamp, message: &Message) -> Result<(), Error> {
    tx.send(
        sql!(
            "update webhook_messages set attempts = $4, tries = $5, next_at = $6
              where account_id = $1 and endpoint_id = $2 and message_id = $3"
        ),
        &[&message.endpoint, &message.id, &message.attempts, &message.tries, &message.next_at],
    )?;
    tx.send(
        sql!(
            "insert into webhook_attempts (account_id, endpoint_id, message_id, number, started_at)
             values ($1, $2, $3, $4, $5)"
        ),
        &[&message.endpoint, &message.id, &message.attempts, &now],
    )
}

/// A try is over.
pub(crate) fn end(tx: &mut AccountTx, message: &Message, sent: &Sent) -> Result<(), Error> {
    let status = sent.outcome.as_ref().ok().map(|answer| i64::from(answer.status));
    let failure = sent.outcome.as_ref().err();
    let millis = i64::try_from(sent.millis).unwrap_or(i64::MAX);
    tx.send(
        sql!(
            "update webhook_attempts set status = $5, failure = $6, millis = $7, answer = $8
              where account_id = $1 and endpoint_id = $2 and message_id = $3 and number = $4"
        ),
        &[&message.endpoint, &message.id, &message.attempts, &status, &failure, &millis, &sent.answer()],
    )
}

/// Its reader has it, also where it was given up meanwhile.
pub(crate) fn deliver(tx: &mut AccountTx, now: Timestamp, message: &Message) -> Result<(), Error> {
    tx.send(
        sql!(
            "update webhook_messages set state = 'delivered', next_at = null, ended_at = $5
              where account_id = $1 and endpoint_id = $2 and message_id = $3 and attempts = $4"
        ),
        &[&message.endpoint, &message.id, &message.attempts, &now],
    )
}

pub(crate) fn postpone(tx: &mut AccountTx, at: Timestamp, message: &Message) -> Result<(), Error> {
    tx.send(
        sql!(
            "update webhook_messages set next_at = $5
              where account_id = $1 and endpoint_id = $2 and message_id = $3 and attempts = $4 and state = 'due'"
        ),
        &[&message.endpoint, &message.id, &message.attempts, &at],
    )
}

pub(crate) fn fail(tx: &mut AccountTx, now: Timestamp, message: &Message) -> Result<(), Error> {
    tx.send(
        sql!(
            "update webhook_messages set state = 'failed', next_at = null, ended_at = $5
              where account_id = $1 and endpoint_id = $2 and message_id = $3 and attempts = $4 and state = 'due'"
        ),
        &[&message.endpoint, &message.id, &message.attempts, &now],
    )
}

/// Gives up all that is due for an endpoint that is told nothing any more.
pub(crate) fn fail_due(tx: &mut AccountTx, now: Timestamp, endpoint: EndpointId) -> Result<(), Error> {
    tx.send(
        sql!(
            "update webhook_messages set state = 'failed', next_at = null, ended_at = $3
              where account_id = $1 and endpoint_id = $2 and state = 'due'"
        ),
        &[&endpoint, &now],
    )
}

pub(crate) fn revive(
    tx: &mut AccountTx,
    now: Timestamp,
    endpoint: EndpointId,
    message: MessageId,
) -> Result<bool, Error> {
    let changed = tx.execute(
        sql!(
            "update webhook_messages set state = 'due', tries = 0, next_at = $4, ended_at = null
              where account_id = $1 and endpoint_id = $2 and message_id = $3"
        ),
        &[&endpoint, &message, &now],
    )?;
    hurry(tx, now, endpoint)?;
    Ok(changed > 0)
}

pub(crate) fn revive_failed(
    tx: &mut AccountTx,
    now: Timestamp,
    endpoint: EndpointId,
    since: Timestamp,
) -> Result<u64, Error> {
    let changed = tx.execute(
        sql!(
            "update webhook_messages set state = 'due', tries = 0, next_at = $4, ended_at = null
              where account_id = $1 and endpoint_id = $2 and state = 'failed' and created_at >= $3"
        ),
        &[&endpoint, &since, &now],
    )?;
    hurry(tx, now, endpoint)?;
    Ok(changed)
}

/// How many messages of a kind were written from `since` on; no more than `most` are counted.
pub(crate) fn count_since(
    tx: &mut AccountTx,
    endpoint: EndpointId,
    kind: EventKind,
    since: Timestamp,
    most: i64,
) -> Result<i64, Error> {
    let mut list = Filter::new(sql!("select message_id from webhook_messages where account_id = $1"), &[]);
    list.and(sql!("endpoint_id = $1 and kind = $2 and created_at > $3"), &[&endpoint, &kind, &since]);
    list.count(tx, most)
}

/// What an endpoint was told, or is about to be, by when it happened: all of it, or what is in one state.
///
/// # Errors
/// The database's own; [`Error::Statement`] for a page key that is not ours.
pub fn messages(
    tx: &mut AccountTx,
    endpoint: EndpointId,
    state: Option<MessageState>,
    direction: Direction,
    request: &PageRequest,
) -> Result<Page<Message>, Error> {
    let after = request.after.as_deref().map(read_key).transpose()?;
    let probe = request.probe();
    let mut list = select();
    list.and(sql!("endpoint_id = $1"), &[&endpoint]);
    if let Some(state) = &state {
        list.and(sql!("state = $1"), &[state]);
    }
    let (follows, sorted) = match direction {
        Direction::Ascending => {
            (sql!("(created_at, message_id) > ($1, $2)"), sql!("order by created_at, message_id limit $1"))
        }
        Direction::Descending => (
            sql!("(created_at, message_id) < ($1, $2)"),
            sql!("order by created_at desc, message_id desc limit $1"),
        ),
    };
    if let Some((created_at, id)) = &after {
        list.and(follows, &[created_at, id]);
    }
    list.end(sorted, &[&probe]);
    let found = list.query(tx, read_message)?;
    Ok(Page::of(found, request, |message| format!("{}|{}", message.created_at, message.id)))
}

fn read_key(text: &str) -> Result<(Timestamp, MessageId), Error> {
    let read = || {
        let (created_at, id) = text.split_once('|')?;
        Some((created_at.parse().ok()?, id.parse().ok()?))
    };
    read().ok_or_else(|| Error::Statement(format!("{text:?} is not the key of a page")))
}

/// The tries of these messages, in their order.
///
/// # Errors
/// The database's own.
pub fn attempts(
    tx: &mut AccountTx,
    endpoint: EndpointId,
    messages: &[MessageId],
) -> Result<Vec<Attempt>, Error> {
    let mut list = Filter::new(
        sql!(
            "select message_id, number, started_at, status, failure, millis, answer
               from webhook_attempts where account_id = $1 and endpoint_id = $2"
        ),
        &[&endpoint],
    );
    list.and_in(sql!("message_id"), messages);
    list.end(sql!("order by message_id, number"), &[]);
    list.query(tx, |row| {
        let status: Option<i64> = row.get(3)?;
        let millis: Option<i64> = row.get(5)?;
        Ok(Attempt {
            message: row.get(0)?,
            number: row.get(1)?,
            started_at: row.get(2)?,
            status: status.and_then(|status| u16::try_from(status).ok()),
            failure: row.get(4)?,
            millis: millis.map(i64::unsigned_abs),
            answer: row.get(6)?,
        })
    })
}

/// The accounts with messages from before `before`, which [`crate::forget`] deletes.
///
/// # Errors
/// The database's own.
pub fn with_old(tx: &mut AcrossTx, before: Timestamp, limit: i64) -> Result<Vec<AccountId>, Error> {
    tx.query(
        sql!("select distinct account_id from webhook_messages where created_at < $1 limit $2"),
        &[&before, &limit],
        |row| row.get(0),
    )
}

pub(crate) fn delete_old(tx: &mut AccountTx, before: Timestamp) -> Result<u64, Error> {
    tx.send(
        sql!(
            "delete from webhook_attempts where account_id = $1 and exists (
                select 1 from webhook_messages as old
                 where old.account_id = $1 and old.endpoint_id = webhook_attempts.endpoint_id
                   and old.message_id = webhook_attempts.message_id and old.created_at < $2)"
        ),
        &[&before],
    )?;
    tx.execute(sql!("delete from webhook_messages where account_id = $1 and created_at < $2"), &[&before])
}
