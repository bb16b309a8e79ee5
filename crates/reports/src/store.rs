//! The statements of the reports. They only read, and decide nothing about money.

pub(crate) mod books;
pub(crate) mod months;

use db::{AcrossTx, Error, Filter, Read, Row, Sql, sql};
use kernel::{AccountId, Date, ServiceId, SubsidiaryCode, Timestamp};

use crate::Problem;
use crate::fec::{Line, Place, Span};
use crate::states::InState;

pub(crate) fn orders_by_state(tx: &mut AcrossTx) -> Result<Vec<InState>, Error> {
    tx.query(
        sql!(
            "select state, count(*) from orders where state = 'not_paid' group by state \
             union all \
             select state, count(*) from orders where state = 'checking' or state = 'documents_requested' \
             group by state \
             union all \
             select state, count(*) from orders where state = 'delivering' or state = 'cancelling' group by state"
        ),
        &[],
        read_state,
    )
}

pub(crate) fn attempts_by_state(tx: &mut AcrossTx) -> Result<Vec<InState>, Error> {
    tx.query(
        sql!(
            "select state, count(*) from attempts \
             where state = 'created' or state = 'unknown' or state = 'ready' or state = 'confirming' \
             group by state"
        ),
        &[],
        read_state,
    )
}

fn read_state(row: &Row<'_>) -> Result<InState, Error> {
    let count: i64 = row.get(1)?;
    Ok(InState { state: row.get(0)?, count: count.unsigned_abs() })
}

/// Finds the problems of one kind, at most a thousand.
pub(crate) type Find = fn(&mut AcrossTx) -> Result<Vec<Problem>, Error>;

/// What must agree between the slices.
pub(crate) const PROBLEMS: [Find; 7] =
    [not_taken, not_paid, paid_twice, refunded_twice, renewals_without_invoice, gaps, ends];

fn orders(tx: &mut AcrossTx, text: Sql, problem: fn(i64) -> Problem) -> Result<Vec<Problem>, Error> {
    tx.query(text, &[], |row| row.get(0).map(problem))
}

fn not_taken(tx: &mut AcrossTx) -> Result<Vec<Problem>, Error> {
    let text = sql!(
        "select o.number from (select p.account_id, p.order_id, p.number, p.gross_minor - coalesce((select \
         sum(u.amount_minor) from invoices i join credit_uses u on u.account_id = i.account_id and u.invoice_id = i.id \
         where i.account_id = p.account_id and i.order_id = p.order_id), 0) as rest_minor \
         from orders p where p.paid_at is not null) o where o.rest_minor > 0 and not exists \
         (select 1 from attempts a where a.account_id = o.account_id and a.order_id = o.order_id \
         and a.state = 'success' and o.rest_minor in (a.amount_minor, a.amount_minor - coalesce((select \
         sum(r.amount_minor) from refunds r where r.account_id = a.account_id and r.attempt_id = a.attempt_id \
         and r.cause = 'excess'), 0))) \
         and not exists (select 1 from order_debts d \
         join orders g on g.account_id = d.account_id and g.order_id = d.order_id where d.account_id = o.account_id \
         and d.of_order = o.order_id and d.amount_minor = o.rest_minor and g.paid_at is not null) \
         order by o.number limit 1000"
    );
    orders(tx, text, |order| Problem::NotTaken { order })
}

fn not_paid(tx: &mut AcrossTx) -> Result<Vec<Problem>, Error> {
    let text = sql!(
        "select o.number from attempts a join orders o on o.account_id = a.account_id and o.order_id = a.order_id \
         where a.state = 'success' and o.paid_at is null and a.amount_minor > coalesce((select sum(r.amount_minor) \
         from refunds r where r.account_id = a.account_id and r.attempt_id = a.attempt_id), 0) \
         order by o.number limit 1000"
    );
    orders(tx, text, |order| Problem::NotPaid { order })
}

fn paid_twice(tx: &mut AcrossTx) -> Result<Vec<Problem>, Error> {
    let text = sql!(
        "select o.number from attempts a join orders o on o.account_id = a.account_id and o.order_id = a.order_id \
         where a.state = 'success' and not exists (select 1 from refunds r where r.account_id = a.account_id \
         and r.attempt_id = a.attempt_id and r.amount_minor = a.amount_minor) \
         group by o.account_id, o.number having count(*) > 1 order by o.number limit 1000"
    );
    orders(tx, text, |order| Problem::PaidTwice { order })
}

fn refunded_twice(tx: &mut AcrossTx) -> Result<Vec<Problem>, Error> {
    let text = sql!(
        "select coalesce(o.number, 0) from attempts a \
         join refunds r on r.account_id = a.account_id and r.attempt_id = a.attempt_id \
         left join orders o on o.account_id = a.account_id and o.order_id = a.order_id \
         where r.state <> 'failed' group by a.account_id, a.attempt_id, a.amount_minor, o.number \
         having sum(r.amount_minor) > a.amount_minor order by 1 limit 1000"
    );
    orders(tx, text, |order| Problem::RefundedTwice { order })
}

fn renewals_without_invoice(tx: &mut AcrossTx) -> Result<Vec<Problem>, Error> {
    tx.query(
        sql!(
            "select o.number, count(i.id) from orders o left join invoices i on i.account_id = o.account_id \
             and i.order_id = o.order_id and i.kind = 'invoice' \
             where o.kind = 'renewal' and o.paid_at is not null and o.gross_minor > 0 \
             group by o.account_id, o.number having count(i.id) <> 1 order by o.number limit 1000"
        ),
        &[],
        |row| Ok(Problem::Invoices { order: row.get(0)?, invoices: row.get(1)? }),
    )
}

fn gaps(tx: &mut AcrossTx) -> Result<Vec<Problem>, Error> {
    tx.query(
        sql!(
            "select s.name, r.start_on from (select account_id, service_id, start_on, lag(end_on) over \
             (partition by account_id, service_id order by start_on) as before_on from renewals \
             where state = 'paid') r join services s on s.account_id = r.account_id \
             and s.service_id = r.service_id where r.before_on <> r.start_on \
             order by s.name, r.start_on limit 1000"
        ),
        &[],
        |row| Ok(Problem::Gap { service: row.get(0)?, start: row.get(1)? }),
    )
}

fn ends(tx: &mut AcrossTx) -> Result<Vec<Problem>, Error> {
    tx.query(
        sql!(
            "select s.name, r.end_on, s.period_end_on from services s join (select account_id, service_id, \
             max(end_on) as end_on from renewals where state = 'paid' group by account_id, service_id) r \
             on r.account_id = s.account_id and r.service_id = s.service_id \
             where s.period_end_on <> r.end_on order by s.name limit 1000"
        ),
        &[],
        |row| Ok(Problem::End { service: row.get(0)?, paid_until: row.get(1)?, end: row.get(2)? }),
    )
}

/// Open services of a subsidiary whose period has ended, by account and service, after `after`; not those that wait
/// for something that may change by itself.
pub(crate) fn open_after_end(
    tx: &mut AcrossTx,
    subsidiary: SubsidiaryCode,
    today: Date,
    after: Option<(AccountId, ServiceId)>,
    limit: u32,
) -> Result<Vec<(AccountId, ServiceId)>, Error> {
    let mut list = Filter::new(
        sql!(
            "select account_id, service_id from services where subsidiary = $1 and period_end_on < $2 \
             and state in ('ok', 'pending_debt', 'un_paid') and resource in ('ok', 'to_open') \
             and held_until is null"
        ),
        &[&subsidiary, &today],
    );
    if let Some((account, service)) = &after {
        list.and(sql!("(account_id, service_id) > ($1, $2)"), &[account, service]);
    }
    list.end(sql!("order by account_id, service_id limit $1"), &[&limit]);
    list.query(tx, |row| Ok((row.get(0)?, row.get(1)?)))
}

// ---- the file of entries ----

/// How many postings of a year were recorded in a span of time.
pub(crate) fn entries_count(tx: &mut AcrossTx, span: &Span) -> Result<u64, Error> {
    let count: i64 = tx.query_one(
        sql!(
            "select count(*) from postings where subsidiary = $1 and posted_on >= $2 and posted_on <= $3 \
             and posted_at >= $4 and posted_at < $5"
        ),
        &[&span.subsidiary, &span.year.first, &span.year.last, &span.from, &span.until],
        |row| row.get(0),
    )?;
    Ok(count.unsigned_abs())
}

/// The lines of the next postings of a year by day, whole postings, `limit` of them. The key alone says where they begin:
/// beside it a first day would be what SQLite searches by, and a day with many postings be read anew for each page.
pub(crate) fn entries_by_day(
    tx: &mut AcrossTx,
    span: &Span,
    after: Option<Place>,
    limit: u32,
) -> Result<Vec<Line>, Error> {
    let after = after.unwrap_or(before_all(span));
    tx.query(
        sql!(
            "select p.posted_on, p.posted_at, p.account_id, p.seq, p.cause, p.code, p.currency, a.nic, \
             coalesce(a.organisation, a.first_name || ' ' || a.last_name, ''), i.id is not null, i.reference, \
             i.issued_on, e.ledger_account, e.minor from (select account_id, seq, posted_on, posted_at, cause, code, \
             currency from postings where subsidiary = $1 and posted_on <= $2 and posted_at >= $3 and posted_at < $4 \
             and (posted_on, posted_at, account_id, seq) > ($5, $6, $7, $8) \
             order by posted_on, posted_at, account_id, seq limit $9) p \
             join entries e on e.account_id = p.account_id and e.seq = p.seq \
             left join accounts a on a.account_id = p.account_id \
             left join invoices i on i.account_id = p.account_id and i.cause = case p.code \
             when 'credit_applied' then substr(p.cause, 1, length(p.cause) - 44) else p.cause end \
             order by p.posted_on, p.posted_at, p.account_id, p.seq, e.line"
        ),
        &[
            &span.subsidiary,
            &span.year.last,
            &span.from,
            &span.until,
            &after.on,
            &after.at,
            &after.account,
            &after.seq,
            &limit,
        ],
        read_line,
    )
}

/// As [`entries_by_day`], in the order they were recorded in.
pub(crate) fn entries_late(
    tx: &mut AcrossTx,
    span: &Span,
    after: Option<Place>,
    limit: u32,
) -> Result<Vec<Line>, Error> {
    let after = after.unwrap_or(before_all(span));
    tx.query(
        sql!(
            "select p.posted_on, p.posted_at, p.account_id, p.seq, p.cause, p.code, p.currency, a.nic, \
             coalesce(a.organisation, a.first_name || ' ' || a.last_name, ''), i.id is not null, i.reference, \
             i.issued_on, e.ledger_account, e.minor from (select account_id, seq, posted_on, posted_at, cause, code, \
             currency from postings where subsidiary = $1 and posted_on >= $2 and posted_on <= $3 \
             and posted_at >= $4 and posted_at < $5 and (posted_at, account_id, seq) > ($6, $7, $8) \
             order by posted_at, account_id, seq limit $9) p \
             join entries e on e.account_id = p.account_id and e.seq = p.seq \
             left join accounts a on a.account_id = p.account_id \
             left join invoices i on i.account_id = p.account_id and i.cause = case p.code \
             when 'credit_applied' then substr(p.cause, 1, length(p.cause) - 44) else p.cause end \
             order by p.posted_at, p.account_id, p.seq, e.line"
        ),
        &[
            &span.subsidiary,
            &span.year.first,
            &span.year.last,
            &span.from,
            &span.until,
            &after.at,
            &after.account,
            &after.seq,
            &limit,
        ],
        read_line,
    )
}

/// Before the first posting of a span.
fn before_all(span: &Span) -> Place {
    Place { on: span.year.first, at: Timestamp::UNIX_EPOCH, account: nobody(), seq: 0 }
}

/// What comes before every account.
fn nobody() -> AccountId {
    AccountId::from_uuid(uuid::Uuid::nil())
}

fn read_line(row: &Row<'_>) -> Result<Line, Error> {
    let at = Place { on: row.get(0)?, at: row.get(1)?, account: row.get(2)?, seq: row.get(3)? };
    Ok(Line {
        at,
        cause: row.get(4)?,
        code: row.get(5)?,
        currency: row.get(6)?,
        nic: row.get(7)?,
        name: row.get(8)?,
        is_document: row.get(9)?,
        reference: row.get(10)?,
        issued_on: row.get(11)?,
        account: row.get(12)?,
        minor: row.get(13)?,
    })
}
