//! The SQL of a service's month: what is due, the renewals of orders, the steps taken, holds, terminations.

use db::{AccountTx, AcrossTx, Error, Filter, Read, Row, Write, sql};
use kernel::{AccountId, Date, OrderId, Page, PageRequest, Period, ServiceId, SubsidiaryCode, Timestamp};

use super::{read_all, select};
use crate::termination::{FutureUse, LeaveReason};
use crate::{Due, Renewing, Service, Step, TerminationId};
pub use crate::{Termination, TerminationKind, TerminationState};

/// These services of the account, by id.
///
/// # Errors
/// What the database refuses.
pub fn of_ids(tx: &mut AccountTx, ids: &[ServiceId]) -> Result<Vec<Service>, Error> {
    let mut list = select();
    list.and_in(sql!("service_id"), ids).end(sql!("order by service_id"), &[]);
    read_all(tx, &list)
}

/// Whether a service of the account renews by itself, or waits for the money of a bill.
///
/// # Errors
/// What the database refuses.
pub fn is_any_collected(tx: &mut AccountTx) -> Result<bool, Error> {
    let found = tx.query_opt(
        sql!(
            "select 1 from services where account_id = $1 and state in ('ok', 'pending_debt', 'un_paid') \
             and (billed_on is not null or (mode in ('automatic', 'forced') and not is_ending \
             and deletes_on is null)) limit 1"
        ),
        &[],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// The services of a subsidiary with a step on `today` or before, the longest waiting first, after `after`.
///
/// # Errors
/// What the database refuses.
pub fn due_services(
    tx: &mut AcrossTx,
    now: Timestamp,
    (subsidiary, today): (SubsidiaryCode, Date),
    after: Option<&Due>,
    limit: u32,
) -> Result<Vec<Due>, Error> {
    let after = after.map(|due| (due.on, due.account, due.service));
    let mut list = Filter::new(
        sql!(
            "select account_id, service_id, subsidiary, currency, period_end_on, next_on from services \
             where subsidiary = $1 and next_on <= $2 and (held_until is null or held_until <= $3)"
        ),
        &[&subsidiary, &today, &now],
    );
    if let Some((on, account, service)) = &after {
        list.and(sql!("(next_on, account_id, service_id) > ($1, $2, $3)"), &[on, account, service]);
    }
    list.end(sql!("order by next_on, account_id, service_id limit $1"), &[&limit]);
    list.query(tx, |row| {
        Ok(Due {
            account: row.get(0)?,
            service: row.get(1)?,
            subsidiary: row.get(2)?,
            currency: row.get(3)?,
            end_on: row.get(4)?,
            on: row.get(5)?,
        })
    })
}

/// How many services of a subsidiary have a step on `today` or before.
///
/// # Errors
/// What the database refuses.
pub fn due_count(
    tx: &mut AcrossTx,
    now: Timestamp,
    (subsidiary, today): (SubsidiaryCode, Date),
) -> Result<u64, Error> {
    let count: i64 = tx.query_one(
        sql!(
            "select count(*) from services where subsidiary = $1 and next_on <= $2 \
             and (held_until is null or held_until <= $3)"
        ),
        &[&subsidiary, &today, &now],
        |row| row.get(0),
    )?;
    Ok(count.unsigned_abs())
}

/// Notes that a step is taken for the period that ends on `end_on`; `false` when it was before.
///
/// # Errors
/// What the database refuses.
pub fn take_step(
    tx: &mut AccountTx,
    now: Timestamp,
    service: ServiceId,
    end_on: Date,
    step: Step,
) -> Result<bool, Error> {
    let taken = tx.execute(
        sql!(
            "insert into service_steps (account_id, service_id, end_on, step, taken_at) \
             values ($1, $2, $3, $4, $5) on conflict (account_id, service_id, end_on, step) do nothing"
        ),
        &[&service, &end_on, &step.code(), &now],
    )?;
    Ok(taken == 1)
}

/// The steps a service has taken, the newest first: its history.
///
/// # Errors
/// What the database refuses.
pub fn steps_of(tx: &mut AccountTx, service: ServiceId) -> Result<Vec<(Timestamp, Date, Step)>, Error> {
    let steps = tx.query(
        sql!(
            "select taken_at, end_on, step from service_steps where account_id = $1 and service_id = $2 \
             order by taken_at desc, end_on desc, step limit 200"
        ),
        &[&service],
        |row| Ok((row.get(0)?, row.get(1)?, row.get::<String>(2)?)),
    )?;
    Ok(steps.into_iter().filter_map(|(at, on, step)| Some((at, on, Step::parse(&step)?))).collect())
}

fn select_renewing<'p>() -> Filter<'p> {
    Filter::new(
        sql!(
            "select order_id, service_id, cause, start_on, end_on, anchor_on, anchor_months, wholes, state \
             from renewals where account_id = $1"
        ),
        &[],
    )
}

fn read_renewing(row: &Row<'_>) -> Result<Renewing, Error> {
    Ok(Renewing {
        order: row.get(0)?,
        service: row.get(1)?,
        cause: row.get(2)?,
        period: Period::new(row.get(3)?, row.get(4)?).map_err(|error| Error::Column {
            column: 4,
            name: "end_on".to_owned(),
            problem: error.to_string(),
        })?,
        anchor_on: row.get(5)?,
        anchor_months: row.get(6)?,
        wholes: row.get(7)?,
        state: row.get(8)?,
    })
}

/// What an order renews.
///
/// # Errors
/// What the database refuses.
pub fn renewing_of_order(tx: &mut AccountTx, order: OrderId) -> Result<Vec<Renewing>, Error> {
    let mut list = select_renewing();
    list.and(sql!("order_id = $1"), &[&order]).end(sql!("order by service_id"), &[]);
    list.query(tx, read_renewing)
}

/// The renewal of a service that waits for its money.
///
/// # Errors
/// What the database refuses.
pub fn open_renewing(tx: &mut AccountTx, service: ServiceId) -> Result<Option<Renewing>, Error> {
    let mut list = select_renewing();
    list.and(sql!("service_id = $1 and state = 'open'"), &[&service]);
    Ok(list.query(tx, read_renewing)?.pop())
}

/// The renewals of these services that wait for their money.
///
/// # Errors
/// What the database refuses.
pub fn open_renewings(tx: &mut AccountTx, services: &[ServiceId]) -> Result<Vec<Renewing>, Error> {
    let mut list = select_renewing();
    list.and(sql!("state = 'open'"), &[]).and_in(sql!("service_id"), services);
    list.query(tx, read_renewing)
}

/// The renewals of a service with when they were asked for and when they ended, the latest days first, at most
/// `limit`.
///
/// # Errors
/// What the database refuses.
pub fn renewings_of(
    tx: &mut AccountTx,
    service: ServiceId,
    limit: u16,
) -> Result<Vec<(Renewing, Timestamp, Option<Timestamp>)>, Error> {
    tx.query(
        sql!(
            "select order_id, service_id, cause, start_on, end_on, anchor_on, anchor_months, wholes, state, \
             created_at, ended_at from renewals where account_id = $1 and service_id = $2 \
             order by start_on desc, created_at desc, order_id desc limit $3"
        ),
        &[&service, &limit],
        |row| Ok((read_renewing(row)?, row.get(9)?, row.get(10)?)),
    )
}

/// Whether any of these services was renewed and paid.
///
/// # Errors
/// What the database refuses.
pub fn is_any_renewed(tx: &mut AccountTx, services: &[ServiceId]) -> Result<bool, Error> {
    let mut list = select_renewing();
    list.and(sql!("state = 'paid'"), &[]).and_in(sql!("service_id"), services).end(sql!("limit 1"), &[]);
    Ok(!list.query(tx, read_renewing)?.is_empty())
}

/// Which of these services were renewed; one that was renewed twice is there twice.
///
/// # Errors
/// What the database refuses.
pub fn renewed(tx: &mut AccountTx, services: &[ServiceId]) -> Result<Vec<ServiceId>, Error> {
    let mut list = select_renewing();
    list.and(sql!("state = 'paid'"), &[]).and_in(sql!("service_id"), services);
    Ok(list.query(tx, read_renewing)?.into_iter().map(|renewing| renewing.service).collect())
}

/// Writes what an order renews.
///
/// # Errors
/// What the database refuses: a service waits for one bill at a time.
pub fn insert_renewing(tx: &mut AccountTx, now: Timestamp, renewing: &Renewing) -> Result<(), Error> {
    tx.send(
        sql!(
            "insert into renewals (account_id, order_id, service_id, cause, start_on, end_on, anchor_on, \
             anchor_months, wholes, state, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        ),
        &[
            &renewing.order,
            &renewing.service,
            &renewing.cause,
            &renewing.period.start(),
            &renewing.period.end(),
            &renewing.anchor_on,
            &renewing.anchor_months,
            &renewing.wholes,
            &renewing.state,
            &now,
        ],
    )
}

/// Writes how the renewal of a service by an order ended.
///
/// # Errors
/// What the database refuses: no day is paid twice.
pub fn update_renewing(tx: &mut AccountTx, now: Timestamp, renewing: &Renewing) -> Result<(), Error> {
    tx.send(
        sql!(
            "update renewals set state = $4, ended_at = $5 \
             where account_id = $1 and order_id = $2 and service_id = $3"
        ),
        &[&renewing.order, &renewing.service, &renewing.state, &now],
    )
}

/// A service that could not be worked on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The account.
    pub account: AccountId,
    /// The service.
    pub service: ServiceId,
    /// Its technical name.
    pub name: String,
    /// The order that bought it.
    pub order_number: i64,
    /// What documents call it.
    pub description: String,
    /// Why.
    pub reason: String,
    /// How often it was tried.
    pub tries: u32,
    /// Since when.
    pub since_at: Timestamp,
    /// When it is tried next.
    pub retry_at: Timestamp,
}

/// Puts a service aside until `retry_at`, with the reason, so that it stops nobody else; how often that happened in a
/// row. Whatever is written to the service meanwhile ends the row.
///
/// # Errors
/// What the database refuses.
pub fn hold(
    tx: &mut AccountTx,
    now: Timestamp,
    service: ServiceId,
    reason: &str,
    retry_at: impl Fn(u32) -> Timestamp,
) -> Result<u32, Error> {
    let tries: Option<u32> = tx.query_opt(
        sql!(
            "select h.tries from service_holds h \
             join services s on s.account_id = h.account_id and s.service_id = h.service_id \
             where h.account_id = $1 and h.service_id = $2 and s.held_until is not null"
        ),
        &[&service],
        |row| row.get(0),
    )?;
    let tries = tries.unwrap_or(0).saturating_add(1);
    let retry_at = retry_at(tries);
    tx.send(
        sql!(
            "insert into service_holds (account_id, service_id, reason, tries, since_at, retry_at) \
             values ($1, $2, $3, $4, $5, $6) on conflict (account_id, service_id) do update set \
             reason = excluded.reason, tries = excluded.tries, retry_at = excluded.retry_at, \
             since_at = case when excluded.tries = 1 then excluded.since_at else service_holds.since_at end"
        ),
        &[&service, &reason, &tries, &now, &retry_at],
    )?;
    tx.send(
        sql!("update services set held_until = $3 where account_id = $1 and service_id = $2"),
        &[&service, &retry_at],
    )?;
    Ok(tries)
}

/// Looks at a service again at `until` and not before: something that may change by itself is in its way.
///
/// # Errors
/// What the database refuses.
pub fn wait(tx: &mut AccountTx, service: ServiceId, until: Timestamp) -> Result<(), Error> {
    tx.send(
        sql!("update services set held_until = $3 where account_id = $1 and service_id = $2"),
        &[&service, &until],
    )
}

/// A service that was put aside is worked on again.
///
/// # Errors
/// What the database refuses.
pub fn release(tx: &mut AccountTx, service: ServiceId) -> Result<bool, Error> {
    let was_held =
        tx.execute(sql!("delete from service_holds where account_id = $1 and service_id = $2"), &[&service])?;
    tx.send(
        sql!("update services set held_until = null where account_id = $1 and service_id = $2"),
        &[&service],
    )?;
    Ok(was_held == 1)
}

/// The services that could not be worked on, the longest waiting first: for the staff.
///
/// # Errors
/// What the database refuses.
pub fn held(tx: &mut AcrossTx, request: &PageRequest) -> Result<Page<Held>, Error> {
    let after = request.after.as_deref().and_then(super::read_key);
    let probe = request.probe();
    let mut list = Filter::new(
        sql!(
            "select h.account_id, h.service_id, s.name, s.order_number, s.description, h.reason, h.tries, \
             h.since_at, h.retry_at from service_holds h \
             join services s on s.account_id = h.account_id and s.service_id = h.service_id where s.held_until is not null"
        ),
        &[],
    );
    if let Some((at, id)) = &after {
        list.and(sql!("(h.since_at, h.service_id) > ($1, $2)"), &[at, id]);
    }
    list.end(sql!("order by h.since_at, h.service_id limit $1"), &[&probe]);
    let items = list.query(tx, |row| {
        Ok(Held {
            account: row.get(0)?,
            service: row.get(1)?,
            name: row.get(2)?,
            order_number: row.get(3)?,
            description: row.get(4)?,
            reason: row.get(5)?,
            tries: row.get(6)?,
            since_at: row.get(7)?,
            retry_at: row.get(8)?,
        })
    })?;
    Ok(Page::of(items, request, |item| format!("{}_{}", item.since_at.as_microsecond(), item.service)))
}

fn select_termination<'p>() -> Filter<'p> {
    Filter::new(
        sql!(
            "select termination_id, service_id, kind, state, reason, future_use, comment, token_hash, asked_at, \
             expires_at, effective_on, ended_at from terminations where account_id = $1"
        ),
        &[],
    )
}

fn read_termination(row: &Row<'_>) -> Result<Termination, Error> {
    let (reason, future_use): (String, String) = (row.get(4)?, row.get(5)?);
    Ok(Termination {
        id: row.get(0)?,
        service: row.get(1)?,
        kind: row.get(2)?,
        state: row.get(3)?,
        reason: LeaveReason::parse(&reason).unwrap_or(LeaveReason::NoAnswer),
        future_use: FutureUse::parse(&future_use).unwrap_or(FutureUse::NoAnswer),
        comment: row.get(6)?,
        token_hash: row.get(7)?,
        asked_at: row.get(8)?,
        expires_at: row.get(9)?,
        effective_on: row.get(10)?,
        ended_at: row.get(11)?,
    })
}

/// A termination, if the account has it.
///
/// # Errors
/// What the database refuses.
pub fn find_termination(tx: &mut AccountTx, id: TerminationId) -> Result<Option<Termination>, Error> {
    let mut list = select_termination();
    list.and(sql!("termination_id = $1"), &[&id]);
    Ok(list.query(tx, read_termination)?.pop())
}

/// The termination a link confirms, by the hash of its token.
///
/// # Errors
/// What the database refuses.
pub fn termination_by_token(tx: &mut AccountTx, token_hash: &str) -> Result<Option<Termination>, Error> {
    let mut list = select_termination();
    list.and(sql!("token_hash = $1"), &[&token_hash]);
    Ok(list.query(tx, read_termination)?.pop())
}

/// The terminations of a service, the newest first.
///
/// # Errors
/// What the database refuses.
pub fn terminations_of(tx: &mut AccountTx, service: ServiceId) -> Result<Vec<Termination>, Error> {
    let mut list = select_termination();
    list.and(sql!("service_id = $1"), &[&service])
        .end(sql!("order by asked_at desc, termination_id desc limit 50"), &[]);
    list.query(tx, read_termination)
}

/// Writes a termination.
///
/// # Errors
/// What the database refuses.
pub fn insert_termination(tx: &mut AccountTx, termination: &Termination) -> Result<(), Error> {
    tx.send(
        sql!(
            "insert into terminations (account_id, termination_id, service_id, kind, state, reason, future_use, \
             comment, token_hash, asked_at, expires_at, effective_on) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        ),
        &[
            &termination.id,
            &termination.service,
            &termination.kind,
            &termination.state,
            &termination.reason.code(),
            &termination.future_use.code(),
            &termination.comment,
            &termination.token_hash,
            &termination.asked_at,
            &termination.expires_at,
            &termination.effective_on,
        ],
    )
}

/// Writes how far a termination is.
///
/// # Errors
/// What the database refuses.
pub fn update_termination(tx: &mut AccountTx, termination: &Termination) -> Result<(), Error> {
    tx.send(
        sql!(
            "update terminations set state = $3, token_hash = $4, effective_on = $5, ended_at = $6, reason = $7, \
             future_use = $8, comment = $9 where account_id = $1 and termination_id = $2"
        ),
        &[
            &termination.id,
            &termination.state,
            &termination.token_hash,
            &termination.effective_on,
            &termination.ended_at,
            &termination.reason.code(),
            &termination.future_use.code(),
            &termination.comment,
        ],
    )
}
