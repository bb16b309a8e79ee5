//! All the SQL of carts, orders, their history, reviews and files.

mod debts;
mod history;
mod named;
mod numbers;
mod withdrawals;

pub(crate) use debts::insert_debts;
pub use debts::{debts_of, debts_of_all, paid_for, regularising};
pub(crate) use history::{HISTORY_CHUNK, append_history, insert_review};
pub use history::{history, reviews};
pub use named::expired_named_carts;
pub(crate) use named::{delete_named_cart, named_cart, named_carts_of, upsert_named_cart};
pub use numbers::{kinds, numbers, numbers_made};
pub use withdrawals::{find_withdrawal, insert_withdrawal, open_withdrawals, update_withdrawal};

use catalog::{LineKind, Selection};
use db::{AccountTx, AcrossTx, Error, Filter, FromValue, Read, Row, Sql, ToValue, Value, Write, codes, sql};
use jurisdictions::{TaxAmount, Totals};
use kernel::{
    AccountId, CartItemId, Currency, Direction, OrderId, Page, PageRequest, Sort, SubsidiaryCode, Timestamp,
    UnitPrice, UploadId,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::cart::CartItem;
use crate::contract::{AcceptedContract, Contract};
use crate::desk::{QueueColumn, QueueItem};
use crate::follow_up::HistoryCode;
use crate::list::{OrderColumn, OrderFilter, OrderQuery, OrderSummary};
use crate::order::{DocumentKind, Order, OrderKind, OrderLine, Review};
use crate::review::Decision;
use crate::state::OrderState;
use crate::upload::{MediaType, Upload};
use crate::validation::Reason;

const CART: Sql = sql!(
    "select item_id, selection, quantity, added_at from cart_items where account_id = $1 \
     order by added_at, item_id"
);

pub(crate) fn fetch_cart_ahead(tx: &mut AccountTx) -> Result<(), Error> {
    tx.fetch_ahead(CART, &[])
}

pub(crate) fn cart(tx: &mut AccountTx) -> Result<Vec<CartItem>, Error> {
    tx.query(CART, &[], |row| {
        let selection = Selection { quantity: row.get(2)?, ..row.get::<Json<Selection>>(1)?.0 };
        Ok(CartItem { id: row.get(0)?, selection, added_at: row.get(3)? })
    })
}

pub(crate) fn insert_cart_item(tx: &mut AccountTx, now: Timestamp, item: &CartItem) -> Result<(), Error> {
    tx.send(
        sql!(
            "insert into cart_items (account_id, item_id, plan_code, quantity, selection, added_at, changed_at) \
             values ($1, $2, $3, $4, $5, $6, $7) on conflict (account_id, item_id) do nothing"
        ),
        &[
            &item.id,
            &item.selection.plan_code,
            &item.selection.quantity,
            &Json(&item.selection),
            &item.added_at,
            &now,
        ],
    )
}

pub(crate) fn update_cart_item(tx: &mut AccountTx, now: Timestamp, item: &CartItem) -> Result<(), Error> {
    tx.send(
        sql!("update cart_items set quantity = $3, changed_at = $4 where account_id = $1 and item_id = $2"),
        &[&item.id, &item.selection.quantity, &now],
    )
}

pub(crate) fn delete_cart_item(tx: &mut AccountTx, item: CartItemId) -> Result<(), Error> {
    tx.send(sql!("delete from cart_items where account_id = $1 and item_id = $2"), &[&item])
}

pub(crate) fn delete_old_cart_items(tx: &mut AccountTx, before: Timestamp) -> Result<u64, Error> {
    tx.execute(sql!("delete from cart_items where account_id = $1 and changed_at < $2"), &[&before])
}

/// Accounts, visitors' included, whose cart has items that nobody touched since `before`: for a sweep.
///
/// # Errors
/// What the database refuses.
pub fn abandoned_carts(tx: &mut AcrossTx, before: Timestamp, limit: u16) -> Result<Vec<AccountId>, Error> {
    tx.query(
        sql!("select distinct account_id from cart_items where changed_at < $1 order by account_id limit $2"),
        &[&before, &limit],
        |row| row.get(0),
    )
}

/// The order, which must exist.
///
/// # Errors
/// [`Error::Missing`] when the account has no such order.
pub fn get(tx: &mut AccountTx, order: OrderId) -> Result<Order, Error> {
    find(tx, order)?.ok_or(Error::Missing)
}

/// The order, if the account has it.
///
/// # Errors
/// What the database refuses.
pub fn find(tx: &mut AccountTx, order: OrderId) -> Result<Option<Order>, Error> {
    fetch_ahead(tx, order)?;
    whole(tx, &by_id(&order))
}

/// Asks for an order now, for [`get`] and [`find`] to find it there ([`Read::fetch_ahead`]).
///
/// # Errors
/// What the database refuses.
pub fn fetch_ahead(tx: &mut AccountTx, order: OrderId) -> Result<(), Error> {
    by_id(&order).fetch_ahead(tx)?;
    tx.fetch_ahead(LINES, &[&order])
}

/// The orders of the account with these ids, in their order; one it does not have is left out.
///
/// # Errors
/// What the database refuses.
pub fn of_ids(tx: &mut AccountTx, orders: &[OrderId]) -> Result<Vec<Order>, Error> {
    if orders.is_empty() {
        return Ok(Vec::new());
    }
    let mut select = select_order();
    select.and_in(sql!("order_id"), orders);
    let mut found = with_lines(tx, &select)?;
    found.sort_by_key(|order| orders.iter().position(|id| *id == order.id));
    Ok(found)
}

/// The orders of the account with these numbers, in no order; one it does not have is left out.
///
/// # Errors
/// What the database refuses.
pub fn of_numbers(tx: &mut AccountTx, numbers: &[i64]) -> Result<Vec<Order>, Error> {
    let mut select = select_order();
    select.and_in(sql!("number"), numbers);
    with_lines(tx, &select)
}

fn with_lines(tx: &mut AccountTx, select: &Filter<'_>) -> Result<Vec<Order>, Error> {
    let account = tx.account();
    let mut found = select.query(tx, |row| read_order(account, row))?;
    let ids: Vec<OrderId> = found.iter().map(|order| order.id).collect();
    let mut lines = Filter::new(
        sql!(
            "select item, kind, plan_code, family, description, quantity, list_price_e8, unit_price_e8, \
             currency, promotion, months, then_unit_price_e8, net_minor, order_id from order_lines \
             where account_id = $1"
        ),
        &[],
    );
    lines.and_in(sql!("order_id"), &ids).end(sql!("order by order_id, line"), &[]);
    for (order, line) in lines.query(tx, |row| Ok((row.get::<OrderId>(13)?, read_line(row)?)))? {
        if let Some(of) = found.iter_mut().find(|known| known.id == order) {
            of.lines.push(line);
        }
    }
    Ok(found)
}

fn by_id(order: &OrderId) -> Filter<'_> {
    let mut select = select_order();
    select.and(sql!("order_id = $1"), &[order]);
    select
}

/// The order with this number, if the account has it.
///
/// # Errors
/// What the database refuses.
pub fn find_by_number(tx: &mut AccountTx, number: i64) -> Result<Option<Order>, Error> {
    let mut select = select_order();
    select.and(sql!("number = $1"), &[&number]);
    whole(tx, &select)
}

fn select_order<'p>() -> Filter<'p> {
    Filter::new(
        sql!(
            "select order_id, number, kind, state, subsidiary, locale, currency, net_minor, tax_minor, \
             gross_minor, taxes, billing, items, catalog_id, created_at, expires_at, paid_at, checking_since, \
             review_due_at, hold_reasons, documents_asked, documents_asked_at, documents_message, \
             documents_due_at, accepted_at, refused_at, delivered_at, cancelled_at, withdrawal_waived_at \
             from orders where account_id = $1"
        ),
        &[],
    )
}

const LINES: Sql = sql!(
    "select item, kind, plan_code, family, description, quantity, list_price_e8, unit_price_e8, \
     currency, promotion, months, then_unit_price_e8, net_minor from order_lines \
     where account_id = $1 and order_id = $2 order by line"
);

fn whole(tx: &mut AccountTx, select: &Filter<'_>) -> Result<Option<Order>, Error> {
    let account = tx.account();
    let Some(mut order) = select.query(tx, |row| read_order(account, row))?.pop() else {
        return Ok(None);
    };
    order.lines = tx.query(LINES, &[&order.id], read_line)?;
    Ok(Some(order))
}

/// The contracts that were accepted with an order, by their codes.
///
/// # Errors
/// What the database refuses.
pub fn accepted_contracts(tx: &mut AccountTx, order: OrderId) -> Result<Vec<AcceptedContract>, Error> {
    tx.query(
        sql!(
            "select code, version, title, sha256, accepted_at, address from order_contracts \
             where account_id = $1 and order_id = $2 order by code"
        ),
        &[&order],
        |row| {
            let contract =
                Contract { code: row.get(0)?, version: row.get(1)?, title: row.get(2)?, sha256: row.get(3)? };
            Ok(AcceptedContract { contract, accepted_at: row.get(4)?, address: row.get(5)? })
        },
    )
}

fn read_order(account: AccountId, row: &Row<'_>) -> Result<Order, Error> {
    let review = match (row.get(17)?, row.get(18)?) {
        (Some(checking_since), Some(due_at)) => Some(Review {
            checking_since,
            due_at,
            reasons: row.get::<Option<Codes<Reason>>>(19)?.map_or_else(Vec::new, |codes| codes.0),
            documents: row.get::<Option<Codes<DocumentKind>>>(20)?.map_or_else(Vec::new, |codes| codes.0),
            documents_asked_at: row.get(21)?,
            message: row.get(22)?,
            documents_due_at: row.get(23)?,
        }),
        (None, _) | (_, None) => None,
    };
    Ok(Order {
        id: row.get(0)?,
        account,
        number: row.get(1)?,
        kind: row.get(2)?,
        state: row.get(3)?,
        subsidiary: row.get(4)?,
        locale: row.get(5)?,
        totals: Totals {
            net: db::money(row, 7, 6)?,
            tax: db::money(row, 8, 6)?,
            gross: db::money(row, 9, 6)?,
            taxes: row.get::<Json<Vec<TaxAmount>>>(10)?.0,
        },
        billing: row.get::<Json<_>>(11)?.0,
        items: row.get::<Json<_>>(12)?.0,
        catalog_id: row.get(13)?,
        lines: Vec::new(),
        created_at: row.get(14)?,
        expires_at: row.get(15)?,
        paid_at: row.get(16)?,
        review,
        accepted_at: row.get(24)?,
        refused_at: row.get(25)?,
        delivered_at: row.get(26)?,
        cancelled_at: row.get(27)?,
        withdrawal_waived_at: row.get(28)?,
    })
}

fn read_line(row: &Row<'_>) -> Result<OrderLine, Error> {
    let currency: Currency = row.get(8)?;
    Ok(OrderLine {
        item: row.get(0)?,
        kind: row.get::<Kind>(1)?.0,
        plan_code: row.get(2)?,
        family: row.get(3)?,
        description: row.get(4)?,
        quantity: row.get(5)?,
        list_price: db::unit_price(row, 6, 8)?,
        unit_price: db::unit_price(row, 7, 8)?,
        promotion: row.get::<Option<Json<_>>>(9)?.map(|promotion| promotion.0),
        months: row.get(10)?,
        then_unit_price: row.get::<Option<i64>>(11)?.map(|e8| UnitPrice::new(e8, currency)),
        net: db::money(row, 12, 8)?,
    })
}

/// Writes a new order; `false` when it was there already, and nothing is written then.
pub(crate) fn insert(
    tx: &mut AccountTx,
    order: &Order,
    contracts: &[AcceptedContract],
) -> Result<bool, Error> {
    let written = tx.execute(
        sql!(
            "insert into orders (account_id, order_id, number, kind, state, subsidiary, locale, currency, \
             net_minor, tax_minor, gross_minor, taxes, billing, items, catalog_id, created_at, expires_at, \
             withdrawal_waived_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) \
             on conflict (account_id, order_id) do nothing"
        ),
        &[
            &order.id,
            &order.number,
            &order.kind,
            &order.state,
            &order.subsidiary,
            &order.locale,
            &order.totals.net.currency(),
            &order.totals.net.minor(),
            &order.totals.tax.minor(),
            &order.totals.gross.minor(),
            &Json(&order.totals.taxes),
            &Json(&order.billing),
            &Json(&order.items),
            &order.catalog_id,
            &order.created_at,
            &order.expires_at,
            &order.withdrawal_waived_at,
        ],
    )?;
    if written == 0 {
        return Ok(false);
    }
    for (index, line) in (0_i64..).zip(&order.lines) {
        insert_line(tx, order.id, index, line)?;
    }
    for accepted in contracts {
        tx.send(
            sql!(
                "insert into order_contracts (account_id, order_id, code, version, title, sha256, accepted_at, \
                 address) values ($1, $2, $3, $4, $5, $6, $7, $8)"
            ),
            &[
                &order.id,
                &accepted.contract.code,
                &accepted.contract.version,
                &accepted.contract.title,
                &accepted.contract.sha256,
                &accepted.accepted_at,
                &accepted.address,
            ],
        )?;
    }
    Ok(true)
}

fn insert_line(tx: &mut AccountTx, order: OrderId, index: i64, line: &OrderLine) -> Result<(), Error> {
    tx.send(
        sql!(
            "insert into order_lines (account_id, order_id, line, item, kind, plan_code, family, description, \
             quantity, list_price_e8, unit_price_e8, currency, promotion, months, then_unit_price_e8, net_minor) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
        ),
        &[
            &order,
            &index,
            &line.item,
            &Kind(line.kind),
            &line.plan_code,
            &line.family,
            &line.description,
            &line.quantity,
            &line.list_price.e8(),
            &line.unit_price.e8(),
            &line.net.currency(),
            &line.promotion.as_ref().map(Json),
            &line.months,
            &line.then_unit_price.map(|price| price.e8()),
            &line.net.minor(),
        ],
    )
}

/// Writes what changes in an order's life; its content never does.
pub(crate) fn update(tx: &mut AccountTx, order: &Order) -> Result<(), Error> {
    let review = order.review.as_ref();
    tx.send(
        sql!(
            "update orders set state = $3, paid_at = $4, checking_since = $5, review_due_at = $6, \
             hold_reasons = $7, documents_asked = $8, documents_asked_at = $9, documents_message = $10, \
             documents_due_at = $11, accepted_at = $12, refused_at = $13, delivered_at = $14, \
             cancelled_at = $15 where account_id = $1 and order_id = $2"
        ),
        &[
            &order.id,
            &order.state,
            &order.paid_at,
            &review.map(|review| review.checking_since),
            &review.map(|review| review.due_at),
            &review.map(|review| joined(&review.reasons, Reason::code)),
            &review.map(|review| joined(&review.documents, DocumentKind::code)),
            &review.and_then(|review| review.documents_asked_at),
            &review.and_then(|review| review.message.as_deref()),
            &review.and_then(|review| review.documents_due_at),
            &order.accepted_at,
            &order.refused_at,
            &order.delivered_at,
            &order.cancelled_at,
        ],
    )
}

/// A page of the account's orders, sorted as the query asks.
///
/// Unless the filter asks for them, those that expired are not shown, whether or not the sweep has seen them.
/// A page key that is not ours is the first page's.
///
/// # Errors
/// What the database refuses.
pub fn list(
    tx: &mut AccountTx,
    now: Timestamp,
    query: &OrderQuery,
    request: &PageRequest,
) -> Result<Page<OrderSummary>, Error> {
    let account = tx.account();
    let after = request.after.as_deref().and_then(|key| After::read(query.sort.column, key));
    let pattern = query.pattern();
    let probe = request.probe();
    let mut list = Filter::new(
        sql!(
            "select account_id, order_id, number, kind, state, subsidiary, currency, net_minor, gross_minor, \
             created_at, expires_at, refused_at, \
             (select description from order_lines as l where l.account_id = orders.account_id \
             and l.order_id = orders.order_id order by l.line limit 1), \
             (select count(distinct l.item) from order_lines as l where l.account_id = orders.account_id \
             and l.order_id = orders.order_id) from orders where account_id = $1"
        ),
        &[],
    );
    wanted(&mut list, query, pattern.as_ref(), &now);
    if let Some(after) = &after {
        follow(&mut list, query.sort.direction, after);
    }
    sorted(&mut list, query.sort.column, query.sort.direction, &probe);
    let orders = list.query(tx, |row| read_summary(row, now))?;
    debug_assert!(orders.iter().all(|order| order.account == account));
    Ok(Page::of(orders, request, |order| After::key(query.sort.column, order)))
}

/// How many orders of the account the query finds, but no more than `most`.
///
/// # Errors
/// What the database refuses.
pub fn count(tx: &mut AccountTx, now: Timestamp, query: &OrderQuery, most: i64) -> Result<i64, Error> {
    let pattern = query.pattern();
    let mut list = Filter::new(sql!("select 1 from orders where account_id = $1"), &[]);
    wanted(&mut list, query, pattern.as_ref(), &now);
    list.count(tx, most)
}

/// Where a page of a sorted list begins: after this row.
enum After {
    Number(i64),
    Date(Timestamp, i64),
    Total(i64, i64),
}

impl After {
    fn key(column: OrderColumn, order: &OrderSummary) -> String {
        match column {
            OrderColumn::Number => order.number.to_string(),
            OrderColumn::Date => format!("{}_{}", order.created_at.as_microsecond(), order.number),
            OrderColumn::Total => format!("{}_{}", order.gross.minor(), order.number),
        }
    }

    fn read(column: OrderColumn, key: &str) -> Option<After> {
        let pair = || {
            let (value, number) = key.split_once('_')?;
            Some((value.parse::<i64>().ok()?, number.parse::<i64>().ok()?))
        };
        match column {
            OrderColumn::Number => key.parse().ok().map(After::Number),
            OrderColumn::Date => {
                let (micros, number) = pair()?;
                Some(After::Date(Timestamp::from_microsecond(micros).ok()?, number))
            }
            OrderColumn::Total => pair().map(|(minor, number)| After::Total(minor, number)),
        }
    }
}

fn follow<'p>(list: &mut Filter<'p>, direction: Direction, after: &'p After) {
    use Direction::{Ascending, Descending};
    match (after, direction) {
        (After::Number(number), Ascending) => list.and(sql!("number > $1"), &[number]),
        (After::Number(number), Descending) => list.and(sql!("number < $1"), &[number]),
        (After::Date(at, number), Ascending) => {
            list.and(sql!("(created_at, number) > ($1, $2)"), &[at, number])
        }
        (After::Date(at, number), Descending) => {
            list.and(sql!("(created_at, number) < ($1, $2)"), &[at, number])
        }
        (After::Total(minor, number), Ascending) => {
            list.and(sql!("(gross_minor, number) > ($1, $2)"), &[minor, number])
        }
        (After::Total(minor, number), Descending) => {
            list.and(sql!("(gross_minor, number) < ($1, $2)"), &[minor, number])
        }
    };
}

fn sorted<'p>(list: &mut Filter<'p>, column: OrderColumn, direction: Direction, probe: &'p i64) {
    use Direction::{Ascending, Descending};
    match (column, direction) {
        (OrderColumn::Number, Ascending) => list.end(sql!("order by number limit $1"), &[probe]),
        (OrderColumn::Number, Descending) => list.end(sql!("order by number desc limit $1"), &[probe]),
        (OrderColumn::Date, Ascending) => list.end(sql!("order by created_at, number limit $1"), &[probe]),
        (OrderColumn::Date, Descending) => {
            list.end(sql!("order by created_at desc, number desc limit $1"), &[probe])
        }
        (OrderColumn::Total, Ascending) => list.end(sql!("order by gross_minor, number limit $1"), &[probe]),
        (OrderColumn::Total, Descending) => {
            list.end(sql!("order by gross_minor desc, number desc limit $1"), &[probe])
        }
    };
}

/// A page of everybody's orders, the newest first: for the staff.
///
/// # Errors
/// What the database refuses.
pub(crate) fn list_across(
    tx: &mut AcrossTx,
    now: Timestamp,
    query: &OrderQuery,
    request: &PageRequest,
) -> Result<Page<OrderSummary>, Error> {
    let after = request.after.as_deref().and_then(read_key);
    let pattern = query.pattern();
    let probe = request.probe();
    let mut list = Filter::new(
        sql!(
            "select account_id, order_id, number, kind, state, subsidiary, currency, net_minor, gross_minor, \
             created_at, expires_at, refused_at, \
             (select description from order_lines as l where l.account_id = orders.account_id \
             and l.order_id = orders.order_id order by l.line limit 1), \
             (select count(distinct l.item) from order_lines as l where l.account_id = orders.account_id \
             and l.order_id = orders.order_id) from orders where number > 0"
        ),
        &[],
    );
    wanted(&mut list, query, pattern.as_ref(), &now);
    if let Some((number, id)) = &after {
        list.and(sql!("(number, order_id) < ($1, $2)"), &[number, id]);
    }
    list.end(sql!("order by number desc, order_id desc limit $1"), &[&probe]);
    let orders = list.query(tx, |row| read_summary(row, now))?;
    Ok(Page::of(orders, request, |order| format!("{}_{}", order.number, order.id)))
}

/// The conditions of a query, whose `pattern` the caller keeps.
fn wanted<'p>(list: &mut Filter<'p>, query: &'p OrderQuery, pattern: Option<&'p String>, now: &'p Timestamp) {
    if let Some(pattern) = pattern {
        list.and(sql!("cast(number as text) like $1"), &[pattern]);
    }
    if !query.only.is_empty() {
        list.and_in(sql!("number"), &query.only);
    }
    match query.filter {
        OrderFilter::All => {
            list.and(sql!("state <> 'expired' and (state <> 'not_paid' or expires_at > $1)"), &[now])
        }
        OrderFilter::InProgress => {
            list.and(sql!("state in ('checking', 'documents_requested', 'delivering', 'cancelling')"), &[])
        }
        OrderFilter::NotPaid => list.and(sql!("state = 'not_paid' and expires_at > $1"), &[now]),
        OrderFilter::Done => list.and(sql!("state in ('delivered', 'cancelled')"), &[]),
        OrderFilter::Expired => {
            list.and(sql!("state = 'expired' or (state = 'not_paid' and expires_at <= $1)"), &[now])
        }
    };
}

fn read_summary(row: &Row<'_>, now: Timestamp) -> Result<OrderSummary, Error> {
    let (state, expires_at): (OrderState, Timestamp) = (row.get(4)?, row.get(10)?);
    Ok(OrderSummary {
        account: row.get(0)?,
        id: row.get(1)?,
        number: row.get(2)?,
        kind: row.get(3)?,
        state: if state == OrderState::NotPaid && expires_at <= now { OrderState::Expired } else { state },
        subsidiary: row.get(5)?,
        net: db::money(row, 7, 6)?,
        gross: db::money(row, 8, 6)?,
        created_at: row.get(9)?,
        expires_at,
        is_refused: row.get::<Option<Timestamp>>(11)?.is_some(),
        title: row.get::<Option<String>>(12)?.unwrap_or_default(),
        others: u32::try_from(row.get::<i64>(13)? - 1).unwrap_or(0),
    })
}

/// Whether the account has paid another order (1 or 0), and how many it has made since `since`.
pub(crate) fn counts(tx: &mut AccountTx, order: OrderId, since: Timestamp) -> Result<(i64, i64), Error> {
    tx.query_one(COUNTS, &[&order, &since], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(crate) fn fetch_counts_ahead(tx: &mut AccountTx, order: OrderId, since: Timestamp) -> Result<(), Error> {
    tx.fetch_ahead(COUNTS, &[&order, &since])
}

/// Bounded, for accounts with very many orders: one other paid order is enough to know, and a day has no more.
const COUNTS: Sql = sql!(
    "select (select count(*) from (select 1 from orders where account_id = $1 and order_id <> $2 \
     and paid_at is not null limit 1) as paid), \
     (select count(*) from (select created_at from orders where account_id = $1 \
     order by number desc limit 1000) as latest where created_at > $3)"
);

/// Unpaid orders whose date is reached, the earliest first: for the sweep.
///
/// # Errors
/// What the database refuses.
pub fn expiring(tx: &mut AcrossTx, now: Timestamp, limit: u16) -> Result<Vec<(AccountId, OrderId)>, Error> {
    tx.query(
        sql!(
            "select account_id, order_id from orders where state = 'not_paid' and expires_at <= $1 \
             order by expires_at, order_id limit $2"
        ),
        &[&now, &limit],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The orders whose documents were awaited until `now` or before, the longest ago first.
///
/// # Errors
/// The database's own.
pub fn documents_overdue(
    tx: &mut AcrossTx,
    now: Timestamp,
    limit: u16,
) -> Result<Vec<(AccountId, OrderId)>, Error> {
    tx.query(
        sql!(
            "select account_id, order_id from orders where state = 'documents_requested' \
             and documents_due_at <= $1 order by documents_due_at, order_id limit $2"
        ),
        &[&now, &limit],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The account and the id of the order with this number: for the staff, who are told a number.
pub(crate) fn locate(tx: &mut AcrossTx, number: i64) -> Result<Option<(AccountId, OrderId)>, Error> {
    tx.query_opt(sql!("select account_id, order_id from orders where number = $1"), &[&number], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

/// How many orders wait for the staff or for documents.
pub(crate) fn queue_count(tx: &mut AcrossTx) -> Result<i64, Error> {
    tx.query_one(
        sql!("select count(*) from orders where state = 'checking' or state = 'documents_requested'"),
        &[],
        |row| row.get(0),
    )
}

/// The orders that wait for the staff or for documents; see [`crate::desk`].
pub(crate) fn queue(
    tx: &mut AcrossTx,
    sort: Sort<QueueColumn>,
    request: &PageRequest,
) -> Result<Page<QueueItem>, Error> {
    use Direction::{Ascending, Descending};
    use QueueColumn::{Due, Since};
    let after = request.after.as_deref().and_then(|key| {
        let (micros, id) = read_key(key)?;
        Some((Timestamp::from_microsecond(micros).ok()?, id))
    });
    let probe = request.probe();
    let mut list = Filter::new(
        sql!(
            "select account_id, order_id, number, state, subsidiary, currency, gross_minor, billing, created_at, \
             checking_since, review_due_at, hold_reasons, documents_due_at from orders \
             where (state = 'checking' or state = 'documents_requested')"
        ),
        &[],
    );
    if let Some((at, id)) = &after {
        match (sort.column, sort.direction) {
            (Since, Ascending) => list.and(sql!("(checking_since, order_id) > ($1, $2)"), &[at, id]),
            (Since, Descending) => list.and(sql!("(checking_since, order_id) < ($1, $2)"), &[at, id]),
            (Due, Ascending) => list.and(sql!("(review_due_at, order_id) > ($1, $2)"), &[at, id]),
            (Due, Descending) => list.and(sql!("(review_due_at, order_id) < ($1, $2)"), &[at, id]),
        };
    }
    match (sort.column, sort.direction) {
        (Since, Ascending) => list.end(sql!("order by checking_since, order_id limit $1"), &[&probe]),
        (Since, Descending) => {
            list.end(sql!("order by checking_since desc, order_id desc limit $1"), &[&probe])
        }
        (Due, Ascending) => list.end(sql!("order by review_due_at, order_id limit $1"), &[&probe]),
        (Due, Descending) => list.end(sql!("order by review_due_at desc, order_id desc limit $1"), &[&probe]),
    };
    let items = list.query(tx, |row| {
        let billing: accounts::BillingContact = row.get::<Json<_>>(7)?.0;
        Ok(QueueItem {
            account: row.get(0)?,
            order: row.get(1)?,
            number: row.get(2)?,
            state: row.get(3)?,
            subsidiary: row.get::<SubsidiaryCode>(4)?,
            total: db::money(row, 6, 5)?,
            customer: billing.nic,
            name: billing.organisation.unwrap_or(billing.name),
            country: billing.country,
            created_at: row.get(8)?,
            checking_since: row.get(9)?,
            due_at: row.get(10)?,
            reasons: row.get::<Option<Codes<Reason>>>(11)?.map_or_else(Vec::new, |codes| codes.0),
            documents_due_at: row.get(12)?,
        })
    })?;
    let key = |item: &QueueItem| {
        let at = match sort.column {
            Since => item.checking_since,
            Due => item.due_at,
        };
        format!("{}_{}", at.as_microsecond(), item.order)
    };
    Ok(Page::of(items, request, key))
}

/// The files of an order without their content, oldest first.
///
/// # Errors
/// What the database refuses.
pub fn uploads(tx: &mut AccountTx, order: OrderId) -> Result<Vec<Upload>, Error> {
    tx.query(
        sql!(
            "select upload_id, order_id, file_name, media_type, size_bytes, sha256, received_at, forgotten_at \
             from order_uploads where account_id = $1 and order_id = $2 order by received_at, upload_id"
        ),
        &[&order],
        |row| {
            Ok(Upload {
                id: row.get(0)?,
                order: row.get(1)?,
                file_name: row.get(2)?,
                media_type: row.get(3)?,
                size_bytes: row.get(4)?,
                sha256: row.get(5)?,
                received_at: row.get(6)?,
                forgotten_at: row.get(7)?,
            })
        },
    )
}

/// The content of a file; `None` when the order has no such file, or it was forgotten.
///
/// # Errors
/// What the database refuses.
pub fn upload_content(
    tx: &mut AccountTx,
    order: OrderId,
    upload: UploadId,
) -> Result<Option<Vec<u8>>, Error> {
    let content: Option<Option<Vec<u8>>> = tx.query_opt(
        sql!("select content from order_uploads where account_id = $1 and order_id = $2 and upload_id = $3"),
        &[&order, &upload],
        |row| row.get(0),
    )?;
    Ok(content.flatten())
}

pub(crate) fn insert_upload(tx: &mut AccountTx, upload: &Upload, content: &[u8]) -> Result<(), Error> {
    tx.send(
        sql!(
            "insert into order_uploads (account_id, order_id, upload_id, file_name, media_type, size_bytes, \
             sha256, content, received_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        &[
            &upload.order,
            &upload.id,
            &upload.file_name,
            &upload.media_type,
            &upload.size_bytes,
            &upload.sha256,
            &content,
            &upload.received_at,
        ],
    )
}

pub(crate) fn forget_uploads(tx: &mut AccountTx, now: Timestamp, order: OrderId) -> Result<(), Error> {
    tx.send(
        sql!(
            "update order_uploads set content = null, forgotten_at = $3 \
             where account_id = $1 and order_id = $2 and content is not null"
        ),
        &[&order, &now],
    )
}

fn position(index: usize) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}

fn read_key(key: &str) -> Option<(i64, OrderId)> {
    let (number, id) = key.split_once('_')?;
    Some((number.parse().ok()?, id.parse().ok()?))
}

/// A value that only we read, kept as JSON.
struct Json<T>(T);

impl<T: Serialize> ToValue for Json<T> {
    fn to_value(&self) -> Value<'_> {
        let text = serde_json::to_string(&self.0).expect("plain data has a JSON form");
        Value::Text(text.into())
    }
}

impl<T: DeserializeOwned> FromValue for Json<T> {
    fn from_value(value: Value<'_>) -> Result<Json<T>, String> {
        let text = String::from_value(value)?;
        serde_json::from_str(&text).map(Json).map_err(|error| error.to_string())
    }
}

/// Codes kept in one column, separated by spaces.
struct Codes<T>(Vec<T>);

fn joined<T>(items: &[T], code: impl Fn(&T) -> &'static str) -> String {
    items.iter().map(code).collect::<Vec<_>>().join(" ")
}

impl<T: FromValue> FromValue for Codes<T> {
    fn from_value(value: Value<'_>) -> Result<Codes<T>, String> {
        let text = String::from_value(value)?;
        text.split_whitespace()
            .map(|code| T::from_value(Value::Text(code.into())))
            .collect::<Result<_, _>>()
            .map(Codes)
    }
}

codes!(OrderState, OrderKind, HistoryCode, Decision, MediaType, Reason, DocumentKind);

/// The kind of a line, whose type is the catalogue's.
struct Kind(LineKind);

impl ToValue for Kind {
    fn to_value(&self) -> Value<'_> {
        Value::Text(match self.0 {
            LineKind::Installation => "installation".into(),
            LineKind::Rental => "rental".into(),
        })
    }
}

impl FromValue for Kind {
    fn from_value(value: Value<'_>) -> Result<Kind, String> {
        let text = String::from_value(value)?;
        match text.as_str() {
            "installation" => Ok(Kind(LineKind::Installation)),
            "rental" => Ok(Kind(LineKind::Rental)),
            _ => Err(format!("{text:?} is not a kind of line")),
        }
    }
}
