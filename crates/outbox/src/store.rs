//! The queue table.

use db::{AccountTx, AcrossTx, Error, Filter, Read, Row, Write, sql};
use kernel::{AccountId, Direction, Page, PageRequest, Timestamp};

use crate::job::{Claim, DeadJob, Due};

pub(crate) fn insert(
    tx: &mut AccountTx,
    now: Timestamp,
    run_at: Timestamp,
    name: &str,
    key: &str,
    bucket: u8,
    payload: &str,
    attempts_max: u16,
) -> Result<(), Error> {
    tx.send(
        sql!(
            "insert into jobs (account_id, name, key, bucket, payload, state, run_at, attempt, attempts_max, fence, \
             enqueued_at) values ($1, $2, $3, $4, $5, 'due', $6, 0, $7, 0, $8) \
             on conflict (account_id, name, key) do nothing"
        ),
        &[&name, &key, &i64::from(bucket), &payload, &run_at, &attempts_max, &now],
    )
}

pub(crate) fn due(tx: &mut AcrossTx, now: Timestamp, limit: u32) -> Result<Vec<Due>, Error> {
    tx.query(
        sql!(
            "select account_id, name, key from jobs where state = 'due' and run_at <= $1 \
             order by run_at limit $2"
        ),
        &[&now, &limit],
        read_due,
    )
}

pub(crate) fn due_of(tx: &mut AcrossTx, now: Timestamp, name: &str, limit: u32) -> Result<Vec<Due>, Error> {
    tx.query(
        sql!(
            "select account_id, name, key from jobs where state = 'due' and name = $1 and run_at <= $2 \
             order by run_at limit $3"
        ),
        &[&name, &now, &limit],
        read_due,
    )
}

pub(crate) fn due_in_bucket(
    tx: &mut AcrossTx,
    now: Timestamp,
    bucket: u8,
    limit: u32,
) -> Result<Vec<Due>, Error> {
    tx.query(
        sql!(
            "select account_id, name, key from jobs where state = 'due' and bucket = $1 and run_at <= $2 \
             order by run_at limit $3"
        ),
        &[&i64::from(bucket), &now, &limit],
        read_due,
    )
}

pub(crate) fn depth(tx: &mut AcrossTx, now: Timestamp) -> Result<(u64, u64), Error> {
    let due: i64 = tx.query_one(
        sql!("select count(*) from jobs where state = 'due' and run_at <= $1"),
        &[&now],
        |row| row.get(0),
    )?;
    let dead: i64 =
        tx.query_one(sql!("select count(*) from jobs where state = 'dead'"), &[], |row| row.get(0))?;
    Ok((due.unsigned_abs(), dead.unsigned_abs()))
}

pub(crate) fn claim(
    tx: &mut AccountTx,
    now: Timestamp,
    due: &Due,
    owner: &str,
    until: Timestamp,
) -> Result<Option<Claim>, Error> {
    tx.query_opt(
        sql!(
            "update jobs set run_at = $5, attempt = attempt + 1, fence = fence + 1, owner = $6 \
             where account_id = $1 and name = $2 and key = $3 and state = 'due' and run_at <= $4 \
             returning payload, attempt, attempts_max, fence"
        ),
        &[&due.name, &due.key, &now, &until, &owner],
        |row| {
            Ok(Claim {
                due: due.clone(),
                payload: row.get(0)?,
                attempt: row.get(1)?,
                attempts_max: row.get(2)?,
                fence: row.get(3)?,
                claimed_at: now,
            })
        },
    )
}

/// Whether the claim ended the job.
pub(crate) fn finish(tx: &mut AccountTx, claim: &Claim) -> Result<bool, Error> {
    let changed = tx.execute(
        sql!(
            "update jobs set state = 'done', ended_at = $5, reason = null \
             where account_id = $1 and name = $2 and key = $3 and fence = $4 and state = 'due'"
        ),
        &[&claim.due.name, &claim.due.key, &claim.fence, &claim.claimed_at],
    )?;
    Ok(changed > 0)
}

pub(crate) fn postpone(
    tx: &mut AccountTx,
    claim: &Claim,
    at: Timestamp,
    reason: &str,
) -> Result<bool, Error> {
    let changed = tx.execute(
        sql!(
            "update jobs set run_at = $5, reason = $6 \
             where account_id = $1 and name = $2 and key = $3 and fence = $4 and state = 'due'"
        ),
        &[&claim.due.name, &claim.due.key, &claim.fence, &at, &reason],
    )?;
    Ok(changed > 0)
}

pub(crate) fn bury(tx: &mut AccountTx, now: Timestamp, claim: &Claim, reason: &str) -> Result<bool, Error> {
    let changed = tx.execute(
        sql!(
            "update jobs set state = 'dead', ended_at = $5, reason = $6 \
             where account_id = $1 and name = $2 and key = $3 and fence = $4 and state = 'due'"
        ),
        &[&claim.due.name, &claim.due.key, &claim.fence, &now, &reason],
    )?;
    Ok(changed > 0)
}

pub(crate) fn dead(
    tx: &mut AcrossTx,
    direction: Direction,
    request: &PageRequest,
) -> Result<Page<DeadJob>, Error> {
    let after = request.after.as_deref().map(read_key).transpose()?;
    let probe = request.probe();
    let mut list = Filter::new(
        sql!(
            "select account_id, name, key, attempt, reason, enqueued_at, ended_at from jobs where state = 'dead'"
        ),
        &[],
    );
    if let Some((ended_at, account, name, key)) = &after {
        let follows = match direction {
            Direction::Ascending => sql!("(ended_at, account_id, name, key) > ($1, $2, $3, $4)"),
            Direction::Descending => sql!("(ended_at, account_id, name, key) < ($1, $2, $3, $4)"),
        };
        list.and(follows, &[ended_at, account, name, key]);
    }
    match direction {
        Direction::Ascending => {
            list.end(sql!("order by ended_at, account_id, name, key limit $1"), &[&probe]);
        }
        Direction::Descending => {
            list.end(
                sql!("order by ended_at desc, account_id desc, name desc, key desc limit $1"),
                &[&probe],
            );
        }
    }
    let found = list.query(tx, |row| {
        Ok(DeadJob {
            account: row.get(0)?,
            name: row.get(1)?,
            key: row.get(2)?,
            attempt: row.get(3)?,
            reason: row.get::<Option<String>>(4)?.unwrap_or_default(),
            enqueued_at: row.get(5)?,
            ended_at: row.get(6)?,
        })
    })?;
    Ok(Page::of(found, request, page_key))
}

pub(crate) fn revive(tx: &mut AccountTx, now: Timestamp, name: &str, key: &str) -> Result<bool, Error> {
    // The fence grows here too: whoever still works on the job from before must not end it.
    let changed = tx.execute(
        sql!(
            "update jobs set state = 'due', run_at = $4, attempt = 0, fence = fence + 1, ended_at = null \
             where account_id = $1 and name = $2 and key = $3 and state = 'dead'"
        ),
        &[&name, &key, &now],
    )?;
    Ok(changed > 0)
}

pub(crate) fn with_done(tx: &mut AcrossTx, before: Timestamp, limit: u32) -> Result<Vec<AccountId>, Error> {
    tx.query(
        sql!("select distinct account_id from jobs where state = 'done' and ended_at < $1 limit $2"),
        &[&before, &limit],
        |row| row.get(0),
    )
}

pub(crate) fn delete_done(tx: &mut AccountTx, before: Timestamp) -> Result<u64, Error> {
    tx.execute(
        sql!("delete from jobs where account_id = $1 and state = 'done' and ended_at < $2"),
        &[&before],
    )
}

fn read_due(row: &Row<'_>) -> Result<Due, Error> {
    Ok(Due { account: row.get(0)?, name: row.get(1)?, key: row.get(2)? })
}

fn page_key(job: &DeadJob) -> String {
    format!("{}|{}|{}|{}", job.ended_at, job.account, job.name, job.key)
}

fn read_key(text: &str) -> Result<(Timestamp, AccountId, String, String), Error> {
    let read = || {
        let mut parts = text.splitn(4, '|');
        let ended_at = parts.next()?.parse().ok()?;
        let account = parts.next()?.parse().ok()?;
        Some((ended_at, account, parts.next()?.to_owned(), parts.next()?.to_owned()))
    };
    read().ok_or_else(|| Error::Statement(format!("{text:?} is not the key of a page")))
}
