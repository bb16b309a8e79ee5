//! The SQL of credit notes: what they take back, and what is left of them.

use db::{AccountTx, Filter, Read, Sql, Write, sql};
use kernel::{Currency, InvoiceId, Money, Timestamp};

use crate::apply::CreditLeft;
use crate::credit::Grant;
use crate::{Draft, Frozen};

/// A credit note of an invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Credited {
    pub(crate) id: InvoiceId,
    pub(crate) cause: String,
    pub(crate) content: String,
}

/// The credit notes of an invoice, with or without their number.
pub(crate) fn credits_of(tx: &mut AccountTx, invoice: InvoiceId) -> Result<Vec<Credited>, db::Error> {
    tx.query(
        sql!(
            "select id, cause, content from invoices
             where account_id = $1 and corrects = $2 order by frozen_at, id"
        ),
        &[&invoice],
        |row| Ok(Credited { id: row.get(0)?, cause: row.get(1)?, content: row.get(2)? }),
    )
}

/// Writes a frozen credit note.
pub(crate) fn insert_credit(
    tx: &mut AccountTx,
    now: Timestamp,
    draft: &Draft,
    corrects: InvoiceId,
    used: Money,
) -> Result<(), db::Error> {
    let content = &draft.content;
    tx.send(
        sql!(
            "insert into invoices (account_id, id, cause, order_id, order_number, series, prefix, time_zone,
                currency, net_minor, tax_minor, gross_minor, paid_minor, content, frozen_at, kind, corrects)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'credit_note', $16)"
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
            &used.minor(),
            &content.to_text(),
            &now,
            &corrects,
        ],
    )?;
    super::insert_lines(tx, draft)
}

/// The credit note that was issued for this cause.
///
/// # Errors
/// [`db::Error`].
pub fn credited(tx: &mut AccountTx, cause: &str) -> Result<Option<Frozen>, db::Error> {
    tx.query_opt(
        sql!(
            "select id, gross_minor, currency, gross_minor - paid_minor from invoices
             where account_id = $1 and cause = $2 and kind = 'credit_note'"
        ),
        &[&cause],
        super::read_frozen,
    )
}

/// The oldest first: that is the order they are used in.
const LEFT: Sql = sql!(
    "select id, corrects, gross_minor - paid_minor, currency from invoices
     where account_id = $1 and kind = 'credit_note' and paid_minor < gross_minor and currency = $2
     order by frozen_at, id"
);

/// What is left of credit notes, with or without their number.
pub(crate) fn credits_left(tx: &mut AccountTx, currency: Currency) -> Result<Vec<CreditLeft>, db::Error> {
    tx.query(LEFT, &[&currency], |row| {
        Ok(CreditLeft { credit: row.get(0)?, corrects: row.get(1)?, left: db::money(row, 2, 3)? })
    })
}

/// Asks for [`credits_left`] beforehand ([`Read::fetch_ahead`]).
pub(crate) fn fetch_credits_ahead(tx: &mut AccountTx, currency: Currency) -> Result<(), db::Error> {
    tx.fetch_ahead(LEFT, &[&currency])
}

/// Notes that an invoice uses this much of a credit note.
pub(crate) fn use_credit(
    tx: &mut AccountTx,
    now: Timestamp,
    credit: InvoiceId,
    invoice: InvoiceId,
    amount: Money,
) -> Result<(), db::Error> {
    tx.send(
        sql!("update invoices set paid_minor = paid_minor + $3 where account_id = $1 and id = $2"),
        &[&credit, &amount.minor()],
    )?;
    tx.send(
        sql!(
            "insert into credit_uses (account_id, credit_id, invoice_id, amount_minor, used_at)
             values ($1, $2, $3, $4, $5)"
        ),
        &[&credit, &invoice, &amount.minor(), &now],
    )
}

/// A credit note that lowered an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CreditUsed {
    /// The credit note.
    pub credit: InvoiceId,
    /// The invoice.
    pub invoice: InvoiceId,
    /// By how much.
    pub amount: Money,
    /// When.
    pub at: Timestamp,
}

/// What credit notes lowered and by how much, for these documents of either kind, the oldest first.
///
/// # Errors
/// [`db::Error`].
pub fn credit_uses(tx: &mut AccountTx, documents: &[InvoiceId]) -> Result<Vec<CreditUsed>, db::Error> {
    let mut found = Vec::new();
    if documents.is_empty() {
        return Ok(found);
    }
    for of_credits in [true, false] {
        let mut list = Filter::new(
            sql!(
                "select u.credit_id, u.invoice_id, u.amount_minor, i.currency, u.used_at
                 from credit_uses u join invoices i on i.account_id = u.account_id and i.id = u.invoice_id
                 where u.account_id = $1"
            ),
            &[],
        );
        match of_credits {
            true => list.and_in(sql!("u.credit_id"), documents),
            false => list.and_in(sql!("u.invoice_id"), documents),
        };
        found.extend(list.query(tx, |row| {
            let (amount, at) = (db::money(row, 2, 3)?, row.get(4)?);
            Ok(CreditUsed { credit: row.get(0)?, invoice: row.get(1)?, amount, at })
        })?);
    }
    found.sort_by_key(|used| (used.at, used.credit, used.invoice));
    found.dedup();
    Ok(found)
}

/// Writes who gave a credit note, and why.
pub(crate) fn insert_grant(
    tx: &mut AccountTx,
    now: Timestamp,
    credit: InvoiceId,
    grant: &Grant,
) -> Result<(), db::Error> {
    tx.send(
        sql!(
            "insert into credit_grants (account_id, credit_id, staff_id, reason, granted_at)
             values ($1, $2, $3, $4, $5)"
        ),
        &[&credit, &grant.staff, &grant.reason, &now],
    )
}
