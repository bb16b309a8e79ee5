//! All SQL of the archive.

use db::{AccountTx, Error, Filter, Read, Row, Write, sql};
use kernel::{Direction, EmailId, Timestamp};

use crate::archive::{Archived, Letter, State};
use crate::{Email, Envelope, Rendered};

/// What delivery needs of a row.
pub(crate) struct Queued {
    pub(crate) state: State,
    pub(crate) envelope: Envelope,
    /// Deleted once it is sent.
    pub(crate) email: Option<Email>,
    pub(crate) posted_at: Timestamp,
}

/// Inserts an e-mail, unless its cause has one already.
pub(crate) fn insert(
    tx: &mut AccountTx,
    now: Timestamp,
    id: EmailId,
    envelope: &Envelope,
    email: &Email,
) -> Result<(), Error> {
    let statement = sql!(
        "insert into emails (account_id, email_id, cause, name, state, recipient, locale, envelope, payload,
                posted_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict do nothing"
    );
    let envelope_json = to_json(7, "envelope", envelope)?;
    let payload = to_json(8, "payload", email)?;
    tx.send(
        statement,
        &[
            &id,
            &envelope.cause,
            &email.name(),
            &State::Queued.code(),
            &envelope.to.as_str(),
            &envelope.locale,
            &envelope_json,
            &payload,
            &now,
        ],
    )
}

pub(crate) fn queued(tx: &mut AccountTx, id: EmailId) -> Result<Option<Queued>, Error> {
    let statement = sql!(
        "select state, envelope, payload, posted_at from emails where account_id = $1 and email_id = $2"
    );
    tx.query_opt(statement, &[&id], |row| {
        let payload: Option<String> = row.get(2)?;
        Ok(Queued {
            state: state(row, 0)?,
            envelope: of_json(1, "envelope", &row.get::<String>(1)?)?,
            email: payload.map(|json| of_json(2, "payload", &json)).transpose()?,
            posted_at: row.get(3)?,
        })
    })
}

/// Writes the words into the archive.
pub(crate) fn set_words(tx: &mut AccountTx, id: EmailId, words: &Rendered) -> Result<(), Error> {
    let statement = sql!(
        "update emails set subject = $3, body_text = $4, body_html = $5
          where account_id = $1 and email_id = $2"
    );
    tx.send(statement, &[&id, &words.subject, &words.text, &words.html])
}

/// Marks an e-mail as sent and deletes its values.
pub(crate) fn set_sent(tx: &mut AccountTx, id: EmailId, at: Timestamp) -> Result<(), Error> {
    let statement = sql!(
        "update emails set state = $3, sent_at = $4, payload = null, failure = null
          where account_id = $1 and email_id = $2"
    );
    tx.send(statement, &[&id, &State::Sent.code(), &at])
}

/// Marks an e-mail as failed; its values stay, because staff can have it tried again.
pub(crate) fn set_failed(tx: &mut AccountTx, id: EmailId, reason: &str) -> Result<(), Error> {
    let statement =
        sql!("update emails set state = $3, failure = $4 where account_id = $1 and email_id = $2");
    tx.send(statement, &[&id, &State::Failed.code(), &reason])
}

/// How many e-mails are rendered.
pub(crate) fn count(tx: &mut AccountTx) -> Result<i64, Error> {
    let statement = sql!("select count(*) from emails where account_id = $1 and subject is not null");
    tx.query_one(statement, &[], |row| row.get(0))
}

/// Rendered e-mails that follow `after` in this direction.
pub(crate) fn list(
    tx: &mut AccountTx,
    direction: Direction,
    after: Option<(Timestamp, EmailId)>,
    limit: i64,
) -> Result<Vec<Archived>, Error> {
    let mut list = Filter::new(
        sql!(
            "select email_id, name, state, recipient, subject, posted_at, sent_at from emails
              where account_id = $1 and subject is not null"
        ),
        &[],
    );
    match (&after, direction) {
        (None, _) => {}
        (Some((posted_at, id)), Direction::Ascending) => {
            list.and(sql!("(posted_at, email_id) > ($1, $2)"), &[posted_at, id]);
        }
        (Some((posted_at, id)), Direction::Descending) => {
            list.and(sql!("(posted_at, email_id) < ($1, $2)"), &[posted_at, id]);
        }
    }
    match direction {
        Direction::Ascending => list.end(sql!("order by posted_at, email_id limit $1"), &[&limit]),
        Direction::Descending => list.end(sql!("order by posted_at desc, email_id desc limit $1"), &[&limit]),
    };
    list.query(tx, read_archived)
}

/// The rendered e-mails with these ids.
pub(crate) fn letters(tx: &mut AccountTx, ids: &[EmailId]) -> Result<Vec<Letter>, Error> {
    let mut list = Filter::new(
        sql!(
            "select email_id, name, state, recipient, subject, posted_at, sent_at, body_text, body_html, failure
               from emails where account_id = $1 and subject is not null"
        ),
        &[],
    );
    list.and_in(sql!("email_id"), ids);
    list.query(tx, |row| {
        Ok(Letter { line: read_archived(row)?, text: row.get(7)?, html: row.get(8)?, failure: row.get(9)? })
    })
}

/// The ids of rendered e-mails, the oldest first.
pub(crate) fn ids(tx: &mut AccountTx, most: i64) -> Result<Vec<EmailId>, Error> {
    let statement = sql!(
        "select email_id from emails where account_id = $1 and subject is not null
          order by posted_at, email_id limit $2"
    );
    tx.query(statement, &[&most], |row| row.get(0))
}

fn read_archived(row: &Row<'_>) -> Result<Archived, Error> {
    Ok(Archived {
        id: row.get(0)?,
        name: row.get(1)?,
        state: state(row, 2)?,
        to: row.get(3)?,
        subject: row.get(4)?,
        posted_at: row.get(5)?,
        sent_at: row.get(6)?,
    })
}

fn state(row: &Row<'_>, column: usize) -> Result<State, Error> {
    let code: String = row.get(column)?;
    State::parse(&code).ok_or_else(|| unreadable(column, "state", &code))
}

fn to_json(column: usize, name: &str, value: &impl serde::Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| unreadable(column, name, &error))
}

fn of_json<T: serde::de::DeserializeOwned>(column: usize, name: &str, json: &str) -> Result<T, Error> {
    serde_json::from_str(json).map_err(|error| unreadable(column, name, &error))
}

fn unreadable(column: usize, name: &str, problem: &dyn std::fmt::Display) -> Error {
    Error::Column { column, name: name.to_owned(), problem: problem.to_string() }
}
