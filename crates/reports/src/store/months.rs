//! The statements of the reports by month: sums by day, from a day until before another.

use db::{AccountTx, AcrossTx, Error, Read, Row, sql};
use kernel::{Date, SubsidiaryCode};

use crate::months::{Day, SpentOn};

/// How many products are looked at; what a customer bought fewer of is in the sum of the others.
const PRODUCTS_READ: u32 = 200;

/// Net and tax.
pub(crate) fn spent_by_day(tx: &mut AccountTx, from: Date, until: Date) -> Result<Vec<Day<2>>, Error> {
    tx.query(
        sql!(
            "select issued_on, currency, \
             cast(sum(case kind when 'credit_note' then -net_minor else net_minor end) as bigint), \
             cast(sum(case kind when 'credit_note' then -tax_minor else tax_minor end) as bigint) \
             from invoices where account_id = $1 and number is not null and issued_on >= $2 and issued_on < $3 \
             group by issued_on, currency"
        ),
        &[&from, &until],
        |row| Ok(Day { on: row.get(0)?, currency: row.get(1)?, minor: [row.get(2)?, row.get(3)?] }),
    )
}

/// The products by what was spent on each, the dearest first.
pub(crate) fn spent_by_product(tx: &mut AccountTx, from: Date, until: Date) -> Result<Vec<SpentOn>, Error> {
    tx.query(
        sql!(
            "select s.description, s.net, s.currency from (select l.description, i.currency, \
             cast(sum(case i.kind when 'credit_note' then -l.net_minor else l.net_minor end) as bigint) as net \
             from invoices i join invoice_lines l on l.account_id = i.account_id and l.invoice_id = i.id \
             where i.account_id = $1 and i.number is not null and i.issued_on >= $2 and i.issued_on < $3 \
             group by l.description, i.currency) s where s.net <> 0 \
             order by s.net desc, s.description, s.currency limit $4"
        ),
        &[&from, &until, &PRODUCTS_READ],
        |row| Ok(SpentOn { product: row.get(0)?, net: db::money(row, 1, 2)? }),
    )
}

/// What documents issued on a day say: net and tax, invoices less credit notes.
pub(crate) fn invoiced_by_day(
    tx: &mut AcrossTx,
    subsidiary: SubsidiaryCode,
    from: Date,
    until: Date,
) -> Result<Vec<Day<4>>, Error> {
    let (invoices, credits) = (format!("invoice:{subsidiary}"), format!("credit:{subsidiary}"));
    tx.query(
        sql!(
            "select issued_on, currency, cast(sum(net_minor) as bigint), cast(sum(tax_minor) as bigint), \
             cast(0 as bigint), cast(0 as bigint) from invoices \
             where series = $1 and issued_on >= $3 and issued_on < $4 \
             group by issued_on, currency \
             union all select issued_on, currency, cast(-sum(net_minor) as bigint), cast(-sum(tax_minor) as bigint), \
             cast(0 as bigint), cast(0 as bigint) from invoices \
             where series = $2 and issued_on >= $3 and issued_on < $4 \
             group by issued_on, currency"
        ),
        &[&invoices, &credits, &from, &until],
        read_day,
    )
}

/// What is still to be paid of the invoices issued on a day. Series and date are written so that no index of theirs
/// serves: the one of what is open is far smaller.
pub(crate) fn open_by_day(
    tx: &mut AcrossTx,
    subsidiary: SubsidiaryCode,
    from: Date,
    until: Date,
) -> Result<Vec<Day<4>>, Error> {
    let series = format!("invoice:{subsidiary}");
    tx.query(
        sql!(
            "select issued_on, currency, cast(0 as bigint), cast(0 as bigint), \
             cast(sum(gross_minor - paid_minor) as bigint), cast(0 as bigint) from invoices \
             where paid_minor < gross_minor and kind = 'invoice' and coalesce(series, '') = $1 and issued_on is not null \
             and coalesce(issued_on, $2) >= $2 and coalesce(issued_on, $2) < $3 group by issued_on, currency"
        ),
        &[&series, &from, &until],
        read_day,
    )
}

/// The refunds that left on a day.
pub(crate) fn refunded_by_day(
    tx: &mut AcrossTx,
    subsidiary: SubsidiaryCode,
    from: Date,
    until: Date,
) -> Result<Vec<Day<4>>, Error> {
    tx.query(
        sql!(
            "select p.posted_on, p.currency, cast(0 as bigint), cast(0 as bigint), cast(0 as bigint), \
             cast(sum(e.minor) as bigint) from postings p join entries e on e.account_id = p.account_id \
             and e.seq = p.seq and e.ledger_account = 'refunds_payable' \
             where p.code = 'refund_sent' and p.subsidiary = $1 and p.posted_on >= $2 and p.posted_on < $3 \
             group by p.posted_on, p.currency"
        ),
        &[&subsidiary, &from, &until],
        read_day,
    )
}

fn read_day(row: &Row<'_>) -> Result<Day<4>, Error> {
    let minor = [row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?];
    Ok(Day { on: row.get(0)?, currency: row.get(1)?, minor })
}
