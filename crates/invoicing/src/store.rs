//! All SQL of invoicing.

mod credits;
mod exports;
mod references;

pub use credits::{CreditUsed, credit_uses, credited};
pub(crate) use credits::{
    Credited, credits_left, credits_of, fetch_credits_ahead, insert_credit, insert_grant, use_credit,
};
pub(crate) use exports::{
    advance_export, delete_exports, exports_making, insert_export, insert_export_files,
};
pub use exports::{export_files, exports, exports_due, exports_over, find_export};
pub use references::{count_references, find_reference, reference_ids, references, references_with};
pub(crate) use references::{fetch_reference_ahead, overlapping_reference, printed_reference, put_reference};

use db::{AccountTx, AcrossTx, Filter, FromValue, Read, Row, SeriesTx, ToValue, Value, Write, sql};
use kernel::{AccountId, Currency, Date, Direction, InvoiceId, Money, OrderId, Page, PageRequest, Timestamp};

use crate::list::{InvoiceColumn, InvoiceFilter, InvoiceQuery};
use crate::register::{Numbered, Waiting};
use crate::verify::{Entry, HeadRow, Stamped};
use crate::{Draft, Frozen, Invoice, Seal};

impl ToValue for Seal {
    fn to_value(&self) -> Value<'_> {
        Value::Text(self.to_string().into())
    }
}

impl FromValue for Seal {
    fn from_value(value: Value<'_>) -> Result<Seal, String> {
        Seal::parse(&String::from_value(value)?).map_err(|error| error.to_string())
    }
}

// ---- freezing ----

/// Writes a frozen document; `false` when its id or its cause has one already.
pub(crate) fn insert(tx: &mut AccountTx, now: Timestamp, draft: &Draft) -> Result<bool, db::Error> {
    let content = &draft.content;
    let paid = content.settled().minor();
    let written = tx.execute(
        sql!(
            "insert into invoices (account_id, id, cause, order_id, order_number, series, prefix, time_zone,
                currency, net_minor, tax_minor, gross_minor, paid_minor, content, frozen_at, due_on)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
             on conflict do nothing"
        ),
        &[
            &draft.id,
            &draft.cause,
            &draft.order_id,
            &content.order,
            &draft.series(),
            &draft.prefix,
            &content.time_zone,
            &content.gross.currency(),
            &content.net.minor(),
            &content.tax.minor(),
            &content.gross.minor(),
            &paid,
            &content.to_text(),
            &now,
            &content.due_on,
        ],
    )?;
    if written == 0 {
        return Ok(false);
    }
    insert_lines(tx, draft)?;
    Ok(true)
}

/// Writes what the reports add up of a document's lines.
fn insert_lines(tx: &mut AccountTx, draft: &Draft) -> Result<(), db::Error> {
    let lines: Vec<(i64, i64)> =
        (0..).zip(&draft.content.lines).map(|(index, line)| (index, line.net.minor())).collect();
    let rows: Vec<[&dyn ToValue; 4]> = lines
        .iter()
        .zip(&draft.content.lines)
        .map(|((index, net), line)| [&draft.id as &dyn ToValue, index, &line.description, net])
        .collect();
    let rows: Vec<&[&dyn ToValue]> = rows.iter().map(<[_; 4]>::as_slice).collect();
    tx.send_rows(
        sql!(
            "insert into invoice_lines (account_id, invoice_id, line, description, net_minor)
             values ($1, $2, $3, $4, $5)"
        ),
        &rows,
    )
}

/// The document that was frozen first for this id or this cause.
pub(crate) fn frozen(tx: &mut AccountTx, id: InvoiceId, cause: &str) -> Result<Frozen, db::Error> {
    tx.query_one(
        sql!(
            "select id, gross_minor, currency, gross_minor - paid_minor from invoices
             where account_id = $1 and (id = $2 or cause = $3)
             order by case when id = $2 then 0 else 1 end limit 1"
        ),
        &[&id, &cause],
        read_frozen,
    )
}

fn read_frozen(row: &Row<'_>) -> Result<Frozen, db::Error> {
    let (gross, open) = (db::money(row, 1, 2)?, db::money(row, 3, 2)?);
    Ok(Frozen { id: row.get(0)?, gross, open, is_new: false })
}

/// What a document bills, which is also its cause in the ledger.
pub(crate) fn cause(tx: &mut AccountTx, id: InvoiceId) -> Result<String, db::Error> {
    tx.query_one(sql!("select cause from invoices where account_id = $1 and id = $2"), &[&id], |row| {
        row.get(0)
    })
}

/// What references of a document's series start with.
pub(crate) fn prefix(tx: &mut AccountTx, id: InvoiceId) -> Result<String, db::Error> {
    tx.query_one(sql!("select prefix from invoices where account_id = $1 and id = $2"), &[&id], |row| {
        row.get(0)
    })
}

/// Notes that what is left of an invoice is settled, if it is exactly this.
pub(crate) fn settle_rest(tx: &mut AccountTx, id: InvoiceId, rest: Money) -> Result<bool, db::Error> {
    let changed = tx.execute(
        sql!(
            "update invoices set paid_minor = gross_minor
             where account_id = $1 and id = $2 and gross_minor - paid_minor = $3 and currency = $4
                and paid_minor < gross_minor"
        ),
        &[&id, &rest.minor(), &rest.currency()],
    )?;
    Ok(changed == 1)
}

/// What is left to pay of an invoice, whether or not it has its number.
///
/// # Errors
/// [`db::Error`].
pub fn open(tx: &mut AccountTx, id: InvoiceId) -> Result<Option<Money>, db::Error> {
    tx.query_opt(
        sql!(
            "select gross_minor - paid_minor, currency from invoices
             where account_id = $1 and id = $2 and kind = 'invoice'"
        ),
        &[&id],
        |row| db::money(row, 0, 1),
    )
}

/// The credit notes of an order that have their number, by reference.
///
/// # Errors
/// [`db::Error`].
pub fn credit_notes_of_order(tx: &mut AccountTx, order: OrderId) -> Result<Vec<Invoice>, db::Error> {
    let mut list = documents();
    list.and(sql!("order_id = $1 and kind = 'credit_note'"), &[&order]).end(sql!("order by reference"), &[]);
    read_all(tx, &list)
}

/// The credit notes of an invoice that have their number, by reference.
///
/// # Errors
/// [`db::Error`].
pub fn credit_notes_of(tx: &mut AccountTx, invoice: InvoiceId) -> Result<Vec<Invoice>, db::Error> {
    let mut list = documents();
    list.and(sql!("corrects = $1"), &[&invoice]).end(sql!("order by reference"), &[]);
    read_all(tx, &list)
}

/// Notes what is settled of a document.
pub(crate) fn set_paid(tx: &mut AccountTx, id: InvoiceId, paid: Money) -> Result<(), db::Error> {
    tx.send(
        sql!("update invoices set paid_minor = $3 where account_id = $1 and id = $2"),
        &[&id, &paid.minor()],
    )
}

// ---- the register ----

/// Documents without a number, the oldest first.
pub(crate) fn waiting(tx: &mut AcrossTx, limit: u32) -> Result<Vec<Waiting>, db::Error> {
    tx.query(
        sql!(
            "select account_id, id, series, prefix, time_zone, frozen_at, content from invoices
             where number is null order by frozen_at, account_id, id limit $1"
        ),
        &[&limit],
        |row| {
            Ok(Waiting {
                account: row.get(0)?,
                invoice: row.get(1)?,
                series: row.get(2)?,
                prefix: row.get(3)?,
                time_zone: row.get(4)?,
                frozen_at: row.get(5)?,
                content: row.get(6)?,
            })
        },
    )
}

/// How many documents wait for their number.
///
/// # Errors
/// [`db::Error`].
pub fn waiting_count(tx: &mut AcrossTx) -> Result<i64, db::Error> {
    tx.query_one(sql!("select count(*) from invoices where number is null"), &[], |row| row.get(0))
}

/// The last number, date and seal of the series.
pub(crate) fn head(tx: &mut SeriesTx) -> Result<Option<HeadRow>, db::Error> {
    tx.query_opt(
        sql!("select series, number, issued_on, seal from register_heads where series = $1"),
        &[],
        read_head,
    )
}

/// The numbers these documents already have in the series.
pub(crate) fn numbered(tx: &mut SeriesTx, invoices: &[InvoiceId]) -> Result<Vec<Numbered>, db::Error> {
    let mut found = Vec::new();
    for chunk in invoices.chunks(100) {
        let mut list = Filter::new(
            sql!(
                "select account_id, invoice_id, number, reference, issued_on, seal from register
                 where series = $1"
            ),
            &[],
        );
        list.and_in(sql!("invoice_id"), chunk);
        found.extend(list.query(tx, |row| {
            Ok(Numbered {
                account: row.get(0)?,
                invoice: row.get(1)?,
                number: row.get(2)?,
                reference: row.get(3)?,
                issued_on: row.get(4)?,
                seal: row.get(5)?,
            })
        })?);
    }
    Ok(found)
}

/// Writes a number that was just given.
pub(crate) fn insert_number(tx: &mut SeriesTx, now: Timestamp, given: &Numbered) -> Result<(), db::Error> {
    tx.send(
        sql!(
            "insert into register (series, number, account_id, invoice_id, reference, issued_on, seal, numbered_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        &[
            &given.number,
            &given.account,
            &given.invoice,
            &given.reference,
            &given.issued_on,
            &given.seal,
            &now,
        ],
    )
}

/// Writes the series' new head.
pub(crate) fn set_head(tx: &mut SeriesTx, last: &Numbered) -> Result<(), db::Error> {
    tx.send(
        sql!(
            "insert into register_heads (series, number, issued_on, seal) values ($1, $2, $3, $4)
             on conflict (series) do update set number = excluded.number, issued_on = excluded.issued_on,
                seal = excluded.seal"
        ),
        &[&last.number, &last.issued_on, &last.seal],
    )
}

/// Stamps a number into its document; `None` when it had been stamped before.
pub(crate) fn stamp(tx: &mut AccountTx, given: &Numbered) -> Result<Option<Invoice>, db::Error> {
    let account = tx.account();
    // Read first and written without an answer, so that the writer of SQLite has only the writing to do.
    let stamped = tx.query_opt(
        sql!(
            "select id, order_id, order_number, cast($3 as text), cast($4 as date), cast($5 as text), net_minor,
                tax_minor, gross_minor, paid_minor, currency, frozen_at, content
             from invoices where account_id = $1 and id = $2 and number is null"
        ),
        &[&given.invoice, &given.reference, &given.issued_on, &given.seal],
        |row| read_invoice(account, row),
    )?;
    if stamped.is_some() {
        tx.send(
            sql!(
                "update invoices set number = $3, reference = $4, issued_on = $5, seal = $6
                 where account_id = $1 and id = $2 and number is null"
            ),
            &[&given.invoice, &given.number, &given.reference, &given.issued_on, &given.seal],
        )?;
    }
    Ok(stamped)
}

// ---- issued invoices ----

/// The issued invoice with this id.
///
/// # Errors
/// [`db::Error::Missing`] when there is none, or it has no number yet.
pub fn get(tx: &mut AccountTx, id: InvoiceId) -> Result<Invoice, db::Error> {
    find(tx, id)?.ok_or(db::Error::Missing)
}

/// The issued invoice with this id, if it has its number.
///
/// # Errors
/// [`db::Error`].
pub fn find(tx: &mut AccountTx, id: InvoiceId) -> Result<Option<Invoice>, db::Error> {
    let mut list = documents();
    list.and(sql!("id = $1"), &[&id]);
    Ok(read_all(tx, &list)?.pop())
}

/// The issued invoice with this reference.
///
/// # Errors
/// [`db::Error`].
pub fn find_by_reference(tx: &mut AccountTx, reference: &str) -> Result<Option<Invoice>, db::Error> {
    let mut list = documents();
    list.and(sql!("reference = $1"), &[&reference]);
    Ok(read_all(tx, &list)?.pop())
}

/// The issued invoices of an order, by reference.
///
/// # Errors
/// [`db::Error`].
pub fn of_order(tx: &mut AccountTx, order: OrderId) -> Result<Vec<Invoice>, db::Error> {
    let mut list = documents();
    list.and(sql!("order_id = $1 and kind = 'invoice'"), &[&order]).end(sql!("order by reference"), &[]);
    read_all(tx, &list)
}

/// The issued invoices of these orders, the newest reference first.
///
/// # Errors
/// [`db::Error`].
pub fn of_orders(tx: &mut AccountTx, orders: &[OrderId]) -> Result<Vec<Invoice>, db::Error> {
    let mut list = documents();
    list.and(sql!("kind = 'invoice'"), &[]).and_in(sql!("order_id"), orders);
    list.end(sql!("order by reference desc"), &[]);
    read_all(tx, &list)
}

/// The issued invoices of the account, without credit notes, the newest reference first.
///
/// # Errors
/// [`db::Error`].
pub fn list(tx: &mut AccountTx, request: &PageRequest) -> Result<Page<Invoice>, db::Error> {
    let probe = request.probe();
    let mut list = documents();
    list.and(sql!("kind = 'invoice'"), &[]);
    if let Some(after) = &request.after {
        list.and(sql!("reference < $1"), &[after]);
    }
    list.end(sql!("order by reference desc limit $1"), &[&probe]);
    let items = read_all(tx, &list)?;
    Ok(Page::of(items, request, |invoice| invoice.reference.clone()))
}

/// The issued documents of the account: those that have their number.
fn documents<'p>() -> Filter<'p> {
    Filter::new(
        sql!(
            "select id, order_id, order_number, reference, issued_on, seal, net_minor, tax_minor, gross_minor,
                paid_minor, currency, frozen_at, content
             from invoices where account_id = $1 and number is not null"
        ),
        &[],
    )
}

fn read_all(tx: &mut AccountTx, list: &Filter<'_>) -> Result<Vec<Invoice>, db::Error> {
    let account = tx.account();
    list.query(tx, |row| read_invoice(account, row))
}

/// A page of the issued documents of the account that the query finds, sorted as it asks. A page key that is
/// not ours is the first page's.
///
/// # Errors
/// [`db::Error`].
pub fn search(
    tx: &mut AccountTx,
    query: &InvoiceQuery,
    request: &PageRequest,
) -> Result<Page<Invoice>, db::Error> {
    let after = request.after.as_deref().and_then(|key| After::read(query.sort.column, key));
    let probe = request.probe();
    let mut list = documents();
    wanted(&mut list, query);
    if let Some(after) = &after {
        follow(&mut list, query.sort.direction, after);
    }
    sorted(&mut list, query.sort.column, query.sort.direction, &probe);
    let items = read_all(tx, &list)?;
    Ok(Page::of(items, request, |invoice| After::key(query.sort.column, invoice)))
}

/// How many issued documents of the account the query finds, but no more than `most`.
///
/// # Errors
/// [`db::Error`].
pub fn count(tx: &mut AccountTx, query: &InvoiceQuery, most: i64) -> Result<i64, db::Error> {
    // A document has a reference as soon as it has a number, and the index of references alone tells it: the documents
    // themselves need not be read.
    let mut list =
        Filter::new(sql!("select 1 from invoices where account_id = $1 and reference is not null"), &[]);
    wanted(&mut list, query);
    list.count(tx, most)
}

fn wanted<'p>(list: &mut Filter<'p>, query: &'p InvoiceQuery) {
    match query.filter {
        InvoiceFilter::All => {}
        InvoiceFilter::Unpaid => {
            list.and(sql!("paid_minor < gross_minor and kind = 'invoice'"), &[]);
        }
        InvoiceFilter::Paid => {
            list.and(sql!("paid_minor >= gross_minor and kind = 'invoice'"), &[]);
        }
        InvoiceFilter::Invoices => {
            list.and(sql!("kind = 'invoice'"), &[]);
        }
        InvoiceFilter::CreditNotes => {
            list.and(sql!("kind = 'credit_note'"), &[]);
        }
    }
    if let Some(reference) = &query.reference {
        list.and(sql!("reference = $1"), &[reference]);
    }
    if let Some(order) = &query.order {
        list.and(sql!("order_number = $1"), &[order]);
    }
    if let Some(from) = &query.from {
        list.and(sql!("issued_on >= $1"), &[from]);
    }
    if let Some(until) = &query.until {
        list.and(sql!("issued_on <= $1"), &[until]);
    }
    if !query.only.is_empty() {
        list.and_in(sql!("reference"), &query.only);
    }
}

/// Where a page of a sorted list begins: after this row.
enum After {
    Reference(String),
    Date(Date, String),
    Total(i64, String),
}

impl After {
    fn key(column: InvoiceColumn, invoice: &Invoice) -> String {
        match column {
            InvoiceColumn::Reference => invoice.reference.clone(),
            InvoiceColumn::Date => format!("{}_{}", invoice.issued_on, invoice.reference),
            InvoiceColumn::Total => {
                format!("{}_{}", invoice.signed(invoice.gross).minor(), invoice.reference)
            }
        }
    }

    fn read(column: InvoiceColumn, key: &str) -> Option<After> {
        if column == InvoiceColumn::Reference {
            return Some(After::Reference(key.to_owned()));
        }
        let (value, reference) = key.split_once('_')?;
        let reference = reference.to_owned();
        match column {
            InvoiceColumn::Reference => None,
            InvoiceColumn::Date => Some(After::Date(value.parse().ok()?, reference)),
            InvoiceColumn::Total => Some(After::Total(value.parse().ok()?, reference)),
        }
    }
}

fn follow<'p>(list: &mut Filter<'p>, direction: Direction, after: &'p After) {
    use Direction::{Ascending, Descending};
    match (after, direction) {
        (After::Reference(reference), Ascending) => list.and(sql!("reference > $1"), &[reference]),
        (After::Reference(reference), Descending) => list.and(sql!("reference < $1"), &[reference]),
        (After::Date(on, reference), Ascending) => {
            list.and(sql!("(issued_on, reference) > ($1, $2)"), &[on, reference])
        }
        (After::Date(on, reference), Descending) => {
            list.and(sql!("(issued_on, reference) < ($1, $2)"), &[on, reference])
        }
        (After::Total(minor, reference), Ascending) => {
            list.and(sql!("((case kind when 'credit_note' then -gross_minor else gross_minor end), reference) > ($1, $2)"), &[minor, reference])
        }
        (After::Total(minor, reference), Descending) => {
            list.and(sql!("((case kind when 'credit_note' then -gross_minor else gross_minor end), reference) < ($1, $2)"), &[minor, reference])
        }
    };
}

fn sorted<'p>(list: &mut Filter<'p>, column: InvoiceColumn, direction: Direction, probe: &'p i64) {
    use Direction::{Ascending, Descending};
    match (column, direction) {
        (InvoiceColumn::Reference, Ascending) => list.end(sql!("order by reference limit $1"), &[probe]),
        (InvoiceColumn::Reference, Descending) => {
            list.end(sql!("order by reference desc limit $1"), &[probe])
        }
        (InvoiceColumn::Date, Ascending) => {
            list.end(sql!("order by issued_on, reference limit $1"), &[probe])
        }
        (InvoiceColumn::Date, Descending) => {
            list.end(sql!("order by issued_on desc, reference desc limit $1"), &[probe])
        }
        (InvoiceColumn::Total, Ascending) => {
            list.end(
            sql!("order by (case kind when 'credit_note' then -gross_minor else gross_minor end), reference limit $1"),
            &[probe],
        )
        }
        (InvoiceColumn::Total, Descending) => {
            list.end(
            sql!("order by (case kind when 'credit_note' then -gross_minor else gross_minor end) desc, reference desc limit $1"),
            &[probe],
        )
        }
    };
}

/// The issued documents of the account with these ids, by reference.
///
/// # Errors
/// [`db::Error`].
pub fn of_ids(tx: &mut AccountTx, ids: &[InvoiceId]) -> Result<Vec<Invoice>, db::Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut list = documents();
    list.and_in(sql!("id"), ids).end(sql!("order by reference"), &[]);
    read_all(tx, &list)
}

/// The references of the issued documents of the account that the query finds, rising, whatever its order; at most
/// `most`.
///
/// # Errors
/// [`db::Error`].
pub fn references_of(tx: &mut AccountTx, query: &InvoiceQuery, most: i64) -> Result<Vec<String>, db::Error> {
    let mut list = Filter::new(
        sql!("select reference from invoices where account_id = $1 and reference is not null"),
        &[],
    );
    wanted(&mut list, query);
    list.end(sql!("order by reference limit $1"), &[&most]);
    list.query(tx, |row| row.get(0))
}

/// The issued documents of the account with these references, by reference.
///
/// # Errors
/// [`db::Error`].
pub fn of_references(tx: &mut AccountTx, references: &[String]) -> Result<Vec<Invoice>, db::Error> {
    let mut list = documents();
    list.and_in(sql!("reference"), references).end(sql!("order by reference"), &[]);
    read_all(tx, &list)
}

/// The issued invoices of the account with something left to pay, by reference, at most `limit`.
///
/// # Errors
/// [`db::Error`].
pub fn unpaid(tx: &mut AccountTx, limit: u16) -> Result<Vec<Invoice>, db::Error> {
    let mut list = documents();
    list.and(sql!("paid_minor < gross_minor and kind = 'invoice'"), &[])
        .end(sql!("order by reference limit $1"), &[&limit]);
    read_all(tx, &list)
}

/// Whether something is left to pay on an invoice of the account, seen or still waiting for its number.
///
/// # Errors
/// [`db::Error`].
pub fn has_unpaid(tx: &mut AccountTx) -> Result<bool, db::Error> {
    let found = tx.query_opt(
        sql!(
            "select 1 from invoices where account_id = $1 and paid_minor < gross_minor and kind = 'invoice' limit 1"
        ),
        &[],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// The account and id behind a reference of a series, for the staff and for support.
///
/// # Errors
/// [`db::Error`].
pub fn locate(tx: &mut AcrossTx, reference: &str) -> Result<Option<(AccountId, InvoiceId)>, db::Error> {
    tx.query_opt(
        sql!("select account_id, invoice_id from register where reference = $1"),
        &[&reference],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

// ---- verification ----

/// The heads of all series.
pub(crate) fn heads(tx: &mut AcrossTx) -> Result<Vec<HeadRow>, db::Error> {
    tx.query(
        sql!("select series, number, issued_on, seal from register_heads order by series"),
        &[],
        read_head,
    )
}

/// Series that have numbers and no head.
pub(crate) fn headless(tx: &mut AcrossTx) -> Result<Vec<String>, db::Error> {
    tx.query(
        sql!(
            "select distinct series from register r
             where not exists (select 1 from register_heads h where h.series = r.series) order by series"
        ),
        &[],
        |row| row.get(0),
    )
}

/// The next numbers of a series with the documents they were given to and what the ledger says of them.
pub(crate) fn entries(
    tx: &mut AcrossTx,
    series: &str,
    after: i64,
    limit: u32,
) -> Result<Vec<Entry>, db::Error> {
    tx.query(
        sql!(
            "select r.number, r.reference, r.issued_on, r.seal, r.account_id, r.invoice_id,
                i.content, i.number, i.reference, i.issued_on, i.seal, i.net_minor, i.tax_minor,
                i.gross_minor, i.paid_minor, i.currency, i.cause, i.prefix,
                cast(coalesce((select sum(u.amount_minor) from credit_uses u
                    where u.account_id = i.account_id and u.credit_id = i.id), 0) as bigint),
                cast(coalesce((select sum(u.amount_minor) from credit_uses u
                    where u.account_id = i.account_id and u.invoice_id = i.id), 0) as bigint)
             from register r left join invoices i on i.account_id = r.account_id and i.id = r.invoice_id
             where r.series = $1 and r.number > $2 order by r.number limit $3"
        ),
        &[&series, &after, &limit],
        |row| {
            Ok(Entry {
                number: row.get(0)?,
                reference: row.get(1)?,
                issued_on: row.get(2)?,
                seal: row.get(3)?,
                account: row.get(4)?,
                invoice: row.get(5)?,
                stamped: match row.get::<Option<String>>(6)? {
                    None => None,
                    Some(content) => Some(read_stamped(row, content)?),
                },
            })
        },
    )
}

/// Documents that claim a number the register did not give them.
pub(crate) fn unregistered(tx: &mut AcrossTx, limit: u32) -> Result<Vec<String>, db::Error> {
    tx.query(
        sql!(
            "select i.reference from invoices i
             left join register r on r.series = i.series and r.number = i.number
                and r.account_id = i.account_id and r.invoice_id = i.id
             where i.number is not null and r.number is null
             order by i.reference limit $1"
        ),
        &[&limit],
        |row| row.get(0),
    )
}

fn read_stamped(row: &Row<'_>, content: String) -> Result<Stamped, db::Error> {
    Ok(Stamped {
        content,
        number: row.get(7)?,
        reference: row.get(8)?,
        issued_on: row.get(9)?,
        seal: row.get::<Option<String>>(10)?,
        net: row.get(11)?,
        tax: row.get(12)?,
        gross: row.get(13)?,
        paid: row.get(14)?,
        currency: row.get::<Currency>(15)?,
        cause: row.get(16)?,
        prefix: row.get(17)?,
        given: row.get(18)?,
        taken: row.get(19)?,
    })
}

fn read_head(row: &Row<'_>) -> Result<HeadRow, db::Error> {
    Ok(HeadRow {
        series: row.get(0)?,
        number: row.get(1)?,
        issued_on: row.get::<Date>(2)?,
        seal: row.get(3)?,
    })
}

fn read_invoice(account: AccountId, row: &Row<'_>) -> Result<Invoice, db::Error> {
    Ok(Invoice {
        id: row.get(0)?,
        account,
        order_id: row.get(1)?,
        order_number: row.get(2)?,
        reference: row.get(3)?,
        issued_on: row.get(4)?,
        seal: row.get(5)?,
        net: db::money(row, 6, 10)?,
        tax: db::money(row, 7, 10)?,
        gross: db::money(row, 8, 10)?,
        paid: db::money(row, 9, 10)?,
        frozen_at: row.get(11)?,
        content: row.get(12)?,
    })
}
