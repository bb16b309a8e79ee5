//! The SQL of attempts, and of the lists of those that brought money.

use db::{AccountTx, AcrossTx, Error, Filter, Read, Row, Write, sql};
use kernel::{AccountId, AttemptId, Direction, OrderId, Page, PageRequest, Timestamp};

use crate::attempt::{Attempt, AttemptState, Books};
use crate::gateway::RefusalReason;
use crate::list::{Comparison, PaymentColumn, PaymentQuery};
use crate::store::word;

fn select<'p>() -> Filter<'p> {
    Filter::new(
        sql!(
            "select attempt_id, order_id, subsidiary, time_zone, amount_minor, currency, gateway, kind, \
             method_id, is_registering, is_to_be_default, state, external_id, redirect_url, reason, \
             created_at, settled_at, check_at from attempts where account_id = $1"
        ),
        &[],
    )
}

fn read(row: &Row<'_>) -> Result<Attempt, Error> {
    let reason: Option<String> = row.get(14)?;
    Ok(Attempt {
        id: row.get(0)?,
        order: row.get(1)?,
        books: Books { subsidiary: row.get(2)?, time_zone: row.get(3)? },
        amount: db::money(row, 4, 5)?,
        gateway: row.get(6)?,
        kind: row.get(7)?,
        method: row.get(8)?,
        register: row.get(9)?,
        make_default: row.get(10)?,
        state: word(row, 11, AttemptState::parse)?,
        external_id: row.get(12)?,
        redirect_url: row.get(13)?,
        reason: reason.as_deref().and_then(RefusalReason::parse),
        created_at: row.get(15)?,
        settled_at: row.get(16)?,
        check_at: row.get(17)?,
    })
}

/// The attempt, which must exist.
///
/// # Errors
/// [`Error::Missing`] when the account has no such attempt.
pub fn get(tx: &mut AccountTx, attempt: AttemptId) -> Result<Attempt, Error> {
    find(tx, attempt)?.ok_or(Error::Missing)
}

/// The attempt, if the account has it.
///
/// # Errors
/// What the database refuses.
pub fn find(tx: &mut AccountTx, attempt: AttemptId) -> Result<Option<Attempt>, Error> {
    let mut list = select();
    list.and(sql!("attempt_id = $1"), &[&attempt]);
    Ok(list.query(tx, read)?.pop())
}

/// An attempt, which must exist, and the other attempts to pay the same order, oldest first.
///
/// # Errors
/// [`Error::Missing`] when the account has no such attempt.
pub fn with_others(tx: &mut AccountTx, attempt: AttemptId) -> Result<(Attempt, Vec<Attempt>), Error> {
    let mut all = together(&attempt).query(tx, read)?;
    let place = all.iter().position(|one| one.id == attempt).ok_or(Error::Missing)?;
    let attempt = all.remove(place);
    Ok((attempt, all))
}

/// Asks now for what [`with_others`] will want to know ([`Read::fetch_ahead`]).
///
/// # Errors
/// What the database refuses.
pub fn fetch_with_others_ahead(tx: &mut AccountTx, attempt: AttemptId) -> Result<(), Error> {
    together(&attempt).fetch_ahead(tx)
}

fn together(attempt: &AttemptId) -> Filter<'_> {
    let mut list = select();
    list.and(
        sql!(
            "attempt_id = $1 or order_id = (select known.order_id from attempts as known \
             where known.account_id = attempts.account_id and known.attempt_id = $1)"
        ),
        &[attempt],
    )
    .end(sql!("order by created_at, attempt_id"), &[]);
    list
}

/// Asks for the attempts of an order now, for [`of_order`] to find them there.
///
/// # Errors
/// What the database refuses.
pub fn fetch_of_order_ahead(tx: &mut AccountTx, order: OrderId) -> Result<(), Error> {
    to_pay(&order).fetch_ahead(tx)
}

/// The attempts to pay an order, oldest first.
///
/// # Errors
/// What the database refuses.
pub fn of_order(tx: &mut AccountTx, order: OrderId) -> Result<Vec<Attempt>, Error> {
    to_pay(&order).query(tx, read)
}

fn to_pay(order: &OrderId) -> Filter<'_> {
    let mut list = select();
    list.and(sql!("order_id = $1"), &[order]).end(sql!("order by created_at, attempt_id"), &[]);
    list
}

/// Those of these attempts that register a method without paying.
///
/// # Errors
/// What the database refuses.
pub fn registrations_of(tx: &mut AccountTx, attempts: &[AttemptId]) -> Result<Vec<Attempt>, Error> {
    let mut list = select();
    list.and(sql!("order_id is null and is_registering"), &[]).and_in(sql!("attempt_id"), attempts);
    list.query(tx, read)
}

/// The attempts to pay these orders that may still take money, oldest first.
///
/// # Errors
/// What the database refuses.
pub fn unresolved_of(tx: &mut AccountTx, orders: &[OrderId]) -> Result<Vec<Attempt>, Error> {
    let mut list = select();
    list.and(sql!("state in ('created', 'unknown', 'ready', 'confirming')"), &[]);
    list.and_in(sql!("order_id"), orders).end(sql!("order by created_at, attempt_id"), &[]);
    list.query(tx, read)
}

/// The attempts that brought money for these orders, the first first.
///
/// # Errors
/// What the database refuses.
pub fn successes_of(tx: &mut AccountTx, orders: &[OrderId]) -> Result<Vec<Attempt>, Error> {
    if orders.is_empty() {
        return Ok(Vec::new());
    }
    let mut list = select();
    list.and(sql!("state = 'success'"), &[]);
    list.and_in(sql!("order_id"), orders).end(sql!("order by settled_at, attempt_id"), &[]);
    list.query(tx, read)
}

/// The attempt that paid an order: of several, the one that succeeded first.
///
/// # Errors
/// What the database refuses.
pub fn success_of_order(tx: &mut AccountTx, order: OrderId) -> Result<Option<Attempt>, Error> {
    let mut list = select();
    list.and(sql!("order_id = $1 and state = 'success'"), &[&order])
        .end(sql!("order by settled_at, attempt_id limit 1"), &[]);
    Ok(list.query(tx, read)?.pop())
}

/// The account's attempts to pay, newest first: the history of its payments.
///
/// # Errors
/// What the database refuses.
pub fn payments(tx: &mut AccountTx, request: &PageRequest) -> Result<Page<Attempt>, Error> {
    let after: Option<AttemptId> = request.after.as_ref().and_then(|key| key.parse().ok());
    let probe = request.probe();
    let mut list = select();
    list.and(sql!("order_id is not null"), &[]);
    if let Some(after) = &after {
        list.and(sql!("attempt_id < $1"), &[after]);
    }
    list.end(sql!("order by attempt_id desc limit $1"), &[&probe]);
    Ok(Page::of(list.query(tx, read)?, request, |attempt| attempt.id.to_string()))
}

/// The account's payments that brought money for an order: all of them or one order's, in some time, at most `limit`.
///
/// # Errors
/// What the database refuses.
pub fn received(
    tx: &mut AccountTx,
    order: Option<OrderId>,
    from: Option<Timestamp>,
    before: Option<Timestamp>,
    limit: i64,
) -> Result<Vec<AttemptId>, Error> {
    let mut list = Filter::new(sql!("select attempt_id from attempts where account_id = $1"), &[]);
    list.and(sql!("state = 'success' and order_id is not null"), &[]);
    if let Some(order) = &order {
        list.and(sql!("order_id = $1"), &[order]);
    }
    if let Some(from) = &from {
        list.and(sql!("settled_at >= $1"), &[from]);
    }
    if let Some(before) = &before {
        list.and(sql!("settled_at < $1"), &[before]);
    }
    list.end(sql!("order by attempt_id limit $1"), &[&limit]);
    list.query(tx, |row| row.get(0))
}

/// Those of these attempts that brought money for an order.
///
/// # Errors
/// What the database refuses.
pub fn received_of(tx: &mut AccountTx, attempts: &[AttemptId]) -> Result<Vec<Attempt>, Error> {
    let mut list = select();
    list.and(sql!("state = 'success' and order_id is not null"), &[]).and_in(sql!("attempt_id"), attempts);
    list.query(tx, read)
}

/// The account's payments with registered methods, whatever became of them, at most `limit`.
///
/// # Errors
/// What the database refuses.
pub fn charges(tx: &mut AccountTx, limit: i64) -> Result<Vec<AttemptId>, Error> {
    let statement = sql!(
        "select attempt_id from attempts where account_id = $1 and order_id is not null \
         and method_id is not null order by attempt_id limit $2"
    );
    tx.query(statement, &[&limit], |row| row.get(0))
}

/// Those of these attempts that the account has.
///
/// # Errors
/// What the database refuses.
pub fn of_ids(tx: &mut AccountTx, attempts: &[AttemptId]) -> Result<Vec<Attempt>, Error> {
    let mut list = select();
    list.and_in(sql!("attempt_id"), attempts);
    list.query(tx, read)
}

/// Whose attempt this is, for a webhook that names no account.
///
/// # Errors
/// What the database refuses.
pub fn account_of(tx: &mut AcrossTx, attempt: AttemptId) -> Result<Option<AccountId>, Error> {
    tx.query_opt(sql!("select account_id from attempts where attempt_id = $1"), &[&attempt], |row| row.get(0))
}

/// The attempts whose end we do not know and which are to be looked at by `now`, the longest due first.
///
/// # Errors
/// What the database refuses.
pub fn unsettled(
    tx: &mut AcrossTx,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<(AccountId, AttemptId)>, Error> {
    tx.query(
        sql!(
            "select account_id, attempt_id from attempts where check_at <= $1 \
             order by check_at, attempt_id limit $2"
        ),
        &[&now, &limit],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Writes a new attempt; `false` when its id was used before.
pub(crate) fn insert(tx: &mut AccountTx, attempt: &Attempt) -> Result<bool, Error> {
    let written = tx.execute(
        sql!(
            "insert into attempts (account_id, attempt_id, order_id, subsidiary, time_zone, amount_minor, \
             currency, gateway, kind, method_id, is_registering, is_to_be_default, state, created_at, check_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) \
             on conflict (account_id, attempt_id) do nothing"
        ),
        &[
            &attempt.id,
            &attempt.order,
            &attempt.books.subsidiary,
            &attempt.books.time_zone,
            &attempt.amount.minor(),
            &attempt.amount.currency(),
            &attempt.gateway,
            &attempt.kind,
            &attempt.method,
            &attempt.register,
            &attempt.make_default,
            &attempt.state.code(),
            &attempt.created_at,
            &attempt.check_at,
        ],
    )?;
    Ok(written == 1)
}

pub(crate) fn update(tx: &mut AccountTx, attempt: &Attempt) -> Result<(), Error> {
    tx.send(
        sql!(
            "update attempts set method_id = $3, state = $4, external_id = $5, redirect_url = $6, reason = $7, \
             settled_at = $8, check_at = $9 where account_id = $1 and attempt_id = $2"
        ),
        &[
            &attempt.id,
            &attempt.method,
            &attempt.state.code(),
            &attempt.external_id,
            &attempt.redirect_url,
            &attempt.reason.map(|reason| reason.code()),
            &attempt.settled_at,
            &attempt.check_at,
        ],
    )
}

/// A page of the account's payments that brought money, sorted as the query asks. A page key that is not ours is the
/// first page's.
///
/// # Errors
/// What the database refuses.
pub fn search(
    tx: &mut AccountTx,
    query: &PaymentQuery,
    request: &PageRequest,
) -> Result<Page<Attempt>, Error> {
    let after = request.after.as_deref().and_then(|key| After::read(query.sort.column, key));
    let probe = request.probe();
    let mut list = select();
    wanted(&mut list, query);
    if let Some(after) = &after {
        follow(&mut list, query.sort.direction, after);
    }
    sorted(&mut list, query.sort.column, query.sort.direction, &probe);
    Ok(Page::of(list.query(tx, read)?, request, |attempt| After::key(query.sort.column, attempt)))
}

/// How many payments of the account the query finds, but no more than `most`.
///
/// # Errors
/// What the database refuses.
pub fn count(tx: &mut AccountTx, query: &PaymentQuery, most: i64) -> Result<i64, Error> {
    let mut list = Filter::new(sql!("select 1 from attempts where account_id = $1"), &[]);
    wanted(&mut list, query);
    list.count(tx, most)
}

fn wanted<'p>(list: &mut Filter<'p>, query: &'p PaymentQuery) {
    list.and(sql!("state = 'success' and order_id is not null"), &[]);
    match &query.amount {
        None => {}
        Some((Comparison::Is, minor)) => {
            list.and(sql!("amount_minor = $1"), &[minor]);
        }
        Some((Comparison::Below, minor)) => {
            list.and(sql!("amount_minor < $1"), &[minor]);
        }
        Some((Comparison::Above, minor)) => {
            list.and(sql!("amount_minor > $1"), &[minor]);
        }
    }
    if let Some(kind) = &query.kind {
        list.and(sql!("kind = $1"), &[kind]);
    }
    if let Some(from) = &query.from {
        list.and(sql!("settled_at >= $1"), &[from]);
    }
    if let Some(before) = &query.before {
        list.and(sql!("settled_at < $1"), &[before]);
    }
}

/// Where a page of a sorted list begins: after this row.
enum After {
    Date(Timestamp, AttemptId),
    Amount(i64, AttemptId),
}

impl After {
    fn key(column: PaymentColumn, attempt: &Attempt) -> String {
        let value = match column {
            PaymentColumn::Date => attempt.settled_at.unwrap_or(attempt.created_at).as_microsecond(),
            PaymentColumn::Amount => attempt.amount.minor(),
        };
        format!("{value}_{}", attempt.id)
    }

    fn read(column: PaymentColumn, key: &str) -> Option<After> {
        let (value, id) = key.split_once('_')?;
        let (value, id): (i64, AttemptId) = (value.parse().ok()?, id.parse().ok()?);
        Some(match column {
            PaymentColumn::Date => After::Date(Timestamp::from_microsecond(value).ok()?, id),
            PaymentColumn::Amount => After::Amount(value, id),
        })
    }
}

fn follow<'p>(list: &mut Filter<'p>, direction: Direction, after: &'p After) {
    use Direction::{Ascending, Descending};
    match (after, direction) {
        (After::Date(at, id), Ascending) => list.and(sql!("(settled_at, attempt_id) > ($1, $2)"), &[at, id]),
        (After::Date(at, id), Descending) => list.and(sql!("(settled_at, attempt_id) < ($1, $2)"), &[at, id]),
        (After::Amount(minor, id), Ascending) => {
            list.and(sql!("(amount_minor, attempt_id) > ($1, $2)"), &[minor, id])
        }
        (After::Amount(minor, id), Descending) => {
            list.and(sql!("(amount_minor, attempt_id) < ($1, $2)"), &[minor, id])
        }
    };
}

fn sorted<'p>(list: &mut Filter<'p>, column: PaymentColumn, direction: Direction, probe: &'p i64) {
    use Direction::{Ascending, Descending};
    match (column, direction) {
        (PaymentColumn::Date, Ascending) => {
            list.end(sql!("order by settled_at, attempt_id limit $1"), &[probe])
        }
        (PaymentColumn::Date, Descending) => {
            list.end(sql!("order by settled_at desc, attempt_id desc limit $1"), &[probe])
        }
        (PaymentColumn::Amount, Ascending) => {
            list.end(sql!("order by amount_minor, attempt_id limit $1"), &[probe])
        }
        (PaymentColumn::Amount, Descending) => {
            list.end(sql!("order by amount_minor desc, attempt_id desc limit $1"), &[probe])
        }
    };
}

/// The payments of the account that may still take money, the newest first, at most `limit`.
///
/// # Errors
/// What the database refuses.
pub fn running(tx: &mut AccountTx, limit: u16) -> Result<Vec<Attempt>, Error> {
    let mut list = select();
    list.and(sql!("order_id is not null and state in ('created', 'unknown', 'ready', 'confirming')"), &[]);
    list.end(sql!("order by created_at desc, attempt_id desc limit $1"), &[&limit]);
    list.query(tx, read)
}
