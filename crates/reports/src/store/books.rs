//! The statements of the customers' side of the books: who owes since when, and what moved a balance.

use db::{AccountTx, AcrossTx, Error, Filter, Read, Row, sql};
use kernel::{AccountId, Currency, Date, Direction, Money, Page, PageRequest, Sort};

use super::nobody;
use crate::aged::{AgedColumn, AgedQuery, AgedTotal, Ages, Debtor};
use crate::statement::{DocumentRef, Movement, StatementQuery, StatementSums};

// ---- the aged balance ----

pub(crate) fn debtors(
    tx: &mut AcrossTx,
    query: &AgedQuery,
    request: &PageRequest,
) -> Result<Page<Debtor>, Error> {
    let [today, days_30, days_60, days_90] = query.limits();
    let after = request.after.as_deref().and_then(After::read);
    let probe = request.probe();
    // What is open is a small share of all invoices and has an index of its own.
    let mut list = Filter::new(
        sql!(
            "select d.account_id, a.nic, coalesce(a.organisation, a.first_name || ' ' || a.last_name), d.currency, \
             d.not_due, d.to_30, d.to_60, d.to_90, d.older, d.total from (select o.account_id, o.currency, \
             cast(sum(case when o.due_on is null or o.due_on >= $1 then o.minor else 0 end) as bigint) as not_due, \
             cast(sum(case when o.due_on < $1 and o.due_on >= $2 then o.minor else 0 end) as bigint) as to_30, \
             cast(sum(case when o.due_on < $2 and o.due_on >= $3 then o.minor else 0 end) as bigint) as to_60, \
             cast(sum(case when o.due_on < $3 and o.due_on >= $4 then o.minor else 0 end) as bigint) as to_90, \
             cast(sum(case when o.due_on < $4 then o.minor else 0 end) as bigint) as older, \
             cast(sum(o.minor) as bigint) as total \
             from (select account_id, currency, gross_minor - paid_minor as minor, coalesce(due_on, issued_on) as due_on \
             from invoices where paid_minor < gross_minor and kind = 'invoice') o group by o.account_id, o.currency) d \
             join accounts a on a.account_id = d.account_id where d.total > 0"
        ),
        &[&today, &days_30, &days_60, &days_90],
    );
    if let Some(subsidiary) = &query.subsidiary {
        list.and(sql!("a.subsidiary = $1"), &[subsidiary]);
    }
    if let Some(customer) = &query.customer {
        list.and(sql!("a.nic = $1"), &[customer]);
    }
    if let Some(after) = &after {
        let by_nic = [&after.nic as &dyn db::ToValue, &after.currency];
        let by_total = [&after.total as &dyn db::ToValue, &after.nic, &after.currency];
        match (query.sort.column, query.sort.direction) {
            (AgedColumn::Customer, Direction::Ascending) => {
                list.and(sql!("(a.nic, d.currency) > ($1, $2)"), &by_nic)
            }
            (AgedColumn::Customer, Direction::Descending) => {
                list.and(sql!("(a.nic, d.currency) < ($1, $2)"), &by_nic)
            }
            (AgedColumn::Total, Direction::Ascending) => {
                list.and(sql!("(d.total, a.nic, d.currency) > ($1, $2, $3)"), &by_total)
            }
            (AgedColumn::Total, Direction::Descending) => {
                list.and(sql!("(d.total, a.nic, d.currency) < ($1, $2, $3)"), &by_total)
            }
        };
    }
    sorted(&mut list, query.sort, &probe);
    let items = list.query(tx, read_debtor)?;
    Ok(Page::of(items, request, After::key))
}

pub(crate) fn debtors_after(
    tx: &mut AcrossTx,
    query: &AgedQuery,
    after: Option<(AccountId, Currency)>,
    limit: u32,
) -> Result<Vec<Debtor>, Error> {
    let [today, days_30, days_60, days_90] = query.limits();
    let (subsidiary, customer) = wanted(query);
    let (account, currency) =
        after.map_or_else(|| (nobody(), ""), |(account, currency)| (account, currency.code()));
    tx.query(
        sql!(
            "select i.account_id, a.nic, coalesce(a.organisation, a.first_name || ' ' || a.last_name), i.currency, \
             cast(sum(case when coalesce(i.due_on, i.issued_on) is null or coalesce(i.due_on, i.issued_on) >= $1 \
             then i.gross_minor - i.paid_minor else 0 end) as bigint), \
             cast(sum(case when coalesce(i.due_on, i.issued_on) < $1 and coalesce(i.due_on, i.issued_on) >= $2 \
             then i.gross_minor - i.paid_minor else 0 end) as bigint), \
             cast(sum(case when coalesce(i.due_on, i.issued_on) < $2 and coalesce(i.due_on, i.issued_on) >= $3 \
             then i.gross_minor - i.paid_minor else 0 end) as bigint), \
             cast(sum(case when coalesce(i.due_on, i.issued_on) < $3 and coalesce(i.due_on, i.issued_on) >= $4 \
             then i.gross_minor - i.paid_minor else 0 end) as bigint), \
             cast(sum(case when coalesce(i.due_on, i.issued_on) < $4 \
             then i.gross_minor - i.paid_minor else 0 end) as bigint), \
             cast(sum(i.gross_minor - i.paid_minor) as bigint) \
             from invoices i join accounts a on a.account_id = i.account_id where i.paid_minor < i.gross_minor and i.kind = 'invoice' \
             and (a.subsidiary = $5 or $5 = '') and (a.nic = $6 or $6 = '') \
             and (i.account_id, i.currency) > ($7, $8) \
             group by i.account_id, i.currency, a.nic, a.organisation, a.first_name, a.last_name \
             order by i.account_id, i.currency limit $9"
        ),
        &[&today, &days_30, &days_60, &days_90, &subsidiary, &customer, &account, &currency, &limit],
        read_debtor,
    )
}

/// The subsidiary and the customer that are asked for; each empty where all are.
fn wanted(query: &AgedQuery) -> (String, String) {
    let subsidiary = query.subsidiary.map_or_else(String::new, |code| code.as_str().to_owned());
    (subsidiary, query.customer.clone().unwrap_or_default())
}

fn sorted<'p>(list: &mut Filter<'p>, sort: Sort<AgedColumn>, probe: &'p i64) {
    let order = match (sort.column, sort.direction) {
        (AgedColumn::Customer, Direction::Ascending) => sql!("order by a.nic, d.currency limit $1"),
        (AgedColumn::Customer, Direction::Descending) => {
            sql!("order by a.nic desc, d.currency desc limit $1")
        }
        (AgedColumn::Total, Direction::Ascending) => sql!("order by d.total, a.nic, d.currency limit $1"),
        (AgedColumn::Total, Direction::Descending) => {
            sql!("order by d.total desc, a.nic desc, d.currency desc limit $1")
        }
    };
    list.end(order, &[probe]);
}

/// The last debtor of a page, as the next page's key says it.
struct After {
    total: i64,
    currency: Currency,
    nic: String,
}

impl After {
    fn read(key: &str) -> Option<After> {
        let mut parts = key.splitn(3, '.');
        let (total, currency) = (parts.next()?.parse().ok()?, Currency::parse(parts.next()?).ok()?);
        Some(After { total, currency, nic: parts.next()?.to_owned() })
    }

    fn key(debtor: &Debtor) -> String {
        let total = debtor.ages.total;
        format!("{}.{}.{}", total.minor(), total.currency(), debtor.nic)
    }
}

pub(crate) fn debts(tx: &mut AcrossTx, query: &AgedQuery) -> Result<Vec<AgedTotal>, Error> {
    let [today, days_30, days_60, days_90] = query.limits();
    let (subsidiary, customer) = wanted(query);
    tx.query(
        sql!(
            "select count(distinct o.account_id), o.currency, \
             cast(sum(case when o.due_on is null or o.due_on >= $1 then o.minor else 0 end) as bigint), \
             cast(sum(case when o.due_on < $1 and o.due_on >= $2 then o.minor else 0 end) as bigint), \
             cast(sum(case when o.due_on < $2 and o.due_on >= $3 then o.minor else 0 end) as bigint), \
             cast(sum(case when o.due_on < $3 and o.due_on >= $4 then o.minor else 0 end) as bigint), \
             cast(sum(case when o.due_on < $4 then o.minor else 0 end) as bigint), \
             cast(sum(o.minor) as bigint) \
             from (select account_id, currency, gross_minor - paid_minor as minor, coalesce(due_on, issued_on) as due_on \
             from invoices where paid_minor < gross_minor and kind = 'invoice') o \
             join accounts a on a.account_id = o.account_id \
             where (a.subsidiary = $5 or $5 = '') and (a.nic = $6 or $6 = '') \
             group by o.currency order by o.currency"
        ),
        &[&today, &days_30, &days_60, &days_90, &subsidiary, &customer],
        |row| Ok(AgedTotal { customers: row.get(0)?, ages: read_ages(row, 1)? }),
    )
}

fn read_debtor(row: &Row<'_>) -> Result<Debtor, Error> {
    Ok(Debtor { account: row.get(0)?, nic: row.get(1)?, name: row.get(2)?, ages: read_ages(row, 3)? })
}

/// Currency, then the ages from the youngest on, then their sum.
fn read_ages(row: &Row<'_>, first: usize) -> Result<Ages, Error> {
    let amount = |place: usize| db::money(row, first + place, first);
    Ok(Ages {
        not_due: amount(1)?,
        to_30: amount(2)?,
        to_60: amount(3)?,
        to_90: amount(4)?,
        older: amount(5)?,
        total: amount(6)?,
    })
}

// ---- a customer's statement ----

/// What settles an invoice from the customer's credit moves both sides of the balance by the same amount.
pub(crate) fn movements(
    tx: &mut AccountTx,
    query: &StatementQuery,
    request: &PageRequest,
) -> Result<Page<Movement>, Error> {
    let after: Option<i64> = request.after.as_deref().and_then(|key| key.parse().ok());
    let probe = request.probe();
    let mut list = Filter::new(
        sql!(
            "select p.seq, p.code, p.posted_on, p.posted_at, p.change_minor, p.balance_minor, p.currency, i.order_id, \
             i.reference from postings p left join invoices i on i.account_id = p.account_id and i.cause = case p.code \
             when 'credit_applied' then substr(p.cause, 1, length(p.cause) - 44) else p.cause end \
             where p.account_id = $1 and (p.change_minor <> 0 or p.code in ('invoice_settled', 'credit_applied'))"
        ),
        &[],
    );
    within(&mut list, query);
    let order = match query.direction {
        Direction::Ascending => {
            if let Some(after) = &after {
                list.and(sql!("p.seq > $1"), &[after]);
            }
            sql!("order by p.seq limit $1")
        }
        Direction::Descending => {
            if let Some(after) = &after {
                list.and(sql!("p.seq < $1"), &[after]);
            }
            sql!("order by p.seq desc limit $1")
        }
    };
    list.end(order, &[&probe]);
    let items = list.query(tx, |row| {
        let order: Option<kernel::OrderId> = row.get(7)?;
        let reference = row.get(8)?;
        Ok(Movement {
            seq: row.get(0)?,
            code: row.get(1)?,
            on: row.get(2)?,
            at: row.get(3)?,
            change: db::money(row, 4, 6)?,
            balance: db::money(row, 5, 6)?,
            document: order.map(|order| DocumentRef { reference, order }),
        })
    })?;
    Ok(Page::of(items, request, |movement| movement.seq.to_string()))
}

pub(crate) fn movements_count(tx: &mut AccountTx, query: &StatementQuery) -> Result<i64, Error> {
    let mut list = Filter::new(
        sql!(
            "select count(*) from postings p where p.account_id = $1 \
             and (p.change_minor <> 0 or p.code in ('invoice_settled', 'credit_applied'))"
        ),
        &[],
    );
    within(&mut list, query);
    Ok(list.query(tx, |row| row.get(0))?.pop().unwrap_or(0))
}

fn within<'p>(list: &mut Filter<'p>, query: &'p StatementQuery) {
    if let Some(from) = &query.from {
        list.and(sql!("p.posted_on >= $1"), &[from]);
    }
    if let Some(until) = &query.until {
        list.and(sql!("p.posted_on <= $1"), &[until]);
    }
}

pub(crate) fn sums(tx: &mut AccountTx, query: &StatementQuery) -> Result<Vec<StatementSums>, Error> {
    // Days no posting is of, which both databases can compare.
    let (from, until) = (query.from.unwrap_or(EARLIEST), query.until.unwrap_or(LATEST));
    tx.query(
        sql!(
            "select currency, cast(sum(case when posted_on < $2 then change_minor else 0 end) as bigint), \
             cast(sum(case when posted_on >= $2 and change_minor > 0 then change_minor else 0 end) as bigint), \
             cast(sum(case when posted_on >= $2 and change_minor < 0 then -change_minor else 0 end) as bigint), \
             cast(sum(change_minor) as bigint) \
             from postings where account_id = $1 and posted_on <= $3 group by currency order by currency"
        ),
        &[&from, &until],
        |row| {
            let amount = |place: usize| -> Result<Money, Error> { db::money(row, place, 0) };
            Ok(StatementSums { opening: amount(1)?, debit: amount(2)?, credit: amount(3)?, closing: amount(4)? })
        },
    )
}

const EARLIEST: Date = Date::constant(1, 1, 1);
const LATEST: Date = Date::constant(9999, 12, 31);
