//! The SQL of numbers given to things.

use db::{AccountTx, Error, Filter, Read, ToValue, Write, sql};
use kernel::Id;

use crate::numbers::Numbered;

pub(crate) fn numbers_of<T>(
    tx: &mut AccountTx,
    kind: Numbered,
    things: &[Id<T>],
) -> Result<Vec<(Id<T>, i64)>, Error> {
    let code = kind.code();
    let mut list = Filter::new(
        sql!("select thing_id, number from thing_numbers where account_id = $1 and kind = $2"),
        &[&code],
    );
    list.and_in(sql!("thing_id"), things);
    list.query(tx, |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(crate) fn things_numbered<T>(
    tx: &mut AccountTx,
    kind: Numbered,
    numbers: &[i64],
) -> Result<Vec<(Id<T>, i64)>, Error> {
    let code = kind.code();
    let mut list = Filter::new(
        sql!("select thing_id, number from thing_numbers where account_id = $1 and kind = $2"),
        &[&code],
    );
    list.and_in(sql!("number"), numbers);
    list.query(tx, |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The highest number given; zero for none.
pub(crate) fn last_number(tx: &mut AccountTx, kind: Numbered) -> Result<i64, Error> {
    let statement =
        sql!("select coalesce(max(number), 0) from thing_numbers where account_id = $1 and kind = $2");
    tx.query_one(statement, &[&kind.code()], |row| row.get(0))
}

pub(crate) fn insert_numbers<T>(
    tx: &mut AccountTx,
    kind: Numbered,
    given: &[(Id<T>, i64)],
) -> Result<(), Error> {
    let code = kind.code();
    let rows: Vec<[&dyn ToValue; 3]> =
        given.iter().map(|(thing, number)| [&code as &dyn ToValue, thing, number]).collect();
    let rows: Vec<&[&dyn ToValue]> = rows.iter().map(<[&dyn ToValue; 3]>::as_slice).collect();
    tx.send_rows(
        sql!("insert into thing_numbers (account_id, kind, thing_id, number) values ($1, $2, $3, $4)"),
        &rows,
    )
}
