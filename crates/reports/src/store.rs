//! The statements of the reports. They only read, and decide nothing about money.

use db::{AcrossTx, Error, Read, Row, sql};

use crate::states::InState;

pub(crate) fn orders_by_state(tx: &mut AcrossTx) -> Result<Vec<InState>, Error> {
    tx.query(sql!("select state, count(*) from orders group by state order by state"), &[], read_state)
}

pub(crate) fn attempts_by_state(tx: &mut AcrossTx) -> Result<Vec<InState>, Error> {
    tx.query(sql!("select state, count(*) from attempts group by state order by state"), &[], read_state)
}

fn read_state(row: &Row<'_>) -> Result<InState, Error> {
    let count: i64 = row.get(1)?;
    Ok(InState { state: row.get(0)?, count: count.unsigned_abs() })
}
