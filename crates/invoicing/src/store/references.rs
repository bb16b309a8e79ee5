//! The customer's own references.

use db::{AccountTx, Error, Filter, Read, Row, Sql, Write, codes, sql};
use kernel::{Date, Page, PageRequest, ReferenceId};

use crate::record::{BuyerReference, BuyerReferenceKind};
use crate::references::OwnReference;

codes!(BuyerReferenceKind);

fn select<'p>() -> Filter<'p> {
    Filter::new(
        sql!(
            "select reference_id, kind, name, start_on, end_on, created_at, stopped_at from buyer_references
             where account_id = $1"
        ),
        &[],
    )
}

fn read(row: &Row<'_>) -> Result<OwnReference, Error> {
    Ok(OwnReference {
        id: row.get(0)?,
        reference: BuyerReference { kind: row.get(1)?, name: row.get(2)? },
        start_on: row.get(3)?,
        end_on: row.get(4)?,
        created_at: row.get(5)?,
        stopped_at: row.get(6)?,
    })
}

/// The account's references, the latest days first. A page key that is not ours is the first page's.
///
/// # Errors
/// The database's own.
pub fn references(tx: &mut AccountTx, request: &PageRequest) -> Result<Page<OwnReference>, Error> {
    let after = request.after.as_deref().and_then(read_key);
    let probe = request.probe();
    let mut list = select();
    if let Some((start_on, id)) = &after {
        list.and(sql!("(start_on, reference_id) < ($1, $2)"), &[start_on, id]);
    }
    list.end(sql!("order by start_on desc, reference_id desc limit $1"), &[&probe]);
    let items = list.query(tx, read)?;
    Ok(Page::of(items, request, |item| format!("{}_{}", item.start_on, item.id)))
}

fn read_key(key: &str) -> Option<(Date, ReferenceId)> {
    let (on, id) = key.split_once('_')?;
    Some((on.parse().ok()?, id.parse().ok()?))
}

/// The references of the account, the oldest first; `limit` at the most.
///
/// # Errors
/// The database's own.
pub fn reference_ids(tx: &mut AccountTx, limit: i64) -> Result<Vec<ReferenceId>, Error> {
    tx.query(
        sql!(
            "select reference_id from buyer_references where account_id = $1 order by reference_id limit $2"
        ),
        &[&limit],
        |row| row.get(0),
    )
}

/// These references, in no order.
///
/// # Errors
/// The database's own.
pub fn references_with(tx: &mut AccountTx, ids: &[ReferenceId]) -> Result<Vec<OwnReference>, Error> {
    let mut list = select();
    list.and_in(sql!("reference_id"), ids);
    list.query(tx, read)
}

/// How many references the account has.
///
/// # Errors
/// The database's own.
pub fn count_references(tx: &mut AccountTx) -> Result<i64, Error> {
    tx.query_one(sql!("select count(*) from buyer_references where account_id = $1"), &[], |row| row.get(0))
}

/// The reference, if the account has it.
///
/// # Errors
/// The database's own.
pub fn find_reference(tx: &mut AccountTx, id: ReferenceId) -> Result<Option<OwnReference>, Error> {
    let mut one = select();
    one.and(sql!("reference_id = $1"), &[&id]);
    Ok(one.query(tx, read)?.pop())
}

/// Another reference than `id` that has some of the days from `start_on` to before `end_on`.
pub(crate) fn overlapping_reference(
    tx: &mut AccountTx,
    id: ReferenceId,
    start_on: Date,
    end_on: Date,
) -> Result<Option<OwnReference>, Error> {
    let mut other = select();
    other.and(sql!("start_on < $1 and end_on > $2 and reference_id <> $3"), &[&end_on, &start_on, &id]);
    other.end(sql!("order by start_on limit 1"), &[]);
    Ok(other.query(tx, read)?.pop())
}

/// A day has at most one, so the last that began is the one.
const PRINTED: Sql = sql!(
    "select kind, name from buyer_references where account_id = $1 and start_on <= $2 and end_on > $2
     and stopped_at is null order by start_on desc limit 1"
);

/// The reference that is printed on the invoices of a day.
pub(crate) fn printed_reference(tx: &mut AccountTx, on: Date) -> Result<Option<BuyerReference>, Error> {
    tx.query_opt(PRINTED, &[&on], |row| Ok(BuyerReference { kind: row.get(0)?, name: row.get(1)? }))
}

/// Asks for [`printed_reference`] beforehand ([`Read::fetch_ahead`]).
pub(crate) fn fetch_reference_ahead(tx: &mut AccountTx, on: Date) -> Result<(), Error> {
    tx.fetch_ahead(PRINTED, &[&on])
}

pub(crate) fn put_reference(tx: &mut AccountTx, reference: &OwnReference) -> Result<(), Error> {
    tx.send(
        sql!(
            "insert into buyer_references (account_id, reference_id, kind, name, start_on, end_on, created_at, stopped_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8)
             on conflict (account_id, reference_id) do update set kind = excluded.kind, name = excluded.name,
                start_on = excluded.start_on, end_on = excluded.end_on, stopped_at = excluded.stopped_at"
        ),
        &[
            &reference.id,
            &reference.reference.kind,
            &reference.reference.name,
            &reference.start_on,
            &reference.end_on,
            &reference.created_at,
            &reference.stopped_at,
        ],
    )
}
