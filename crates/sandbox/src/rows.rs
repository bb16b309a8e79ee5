//! The rows of the books: reading, writing, and showing them as the API's JSON.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};
use serde_json::{Value, json};

use crate::bank::Behaviour;
use crate::book::Desk;
use crate::charge::{Charge, Kind, State};

pub(crate) const SCHEMA: &str = "
create table if not exists charges (
    id text primary key, token text not null unique, reference text not null unique,
    purpose text not null, state text not null, amount integer not null, currency text not null,
    description text not null, order_number text not null, customer text not null, kind text not null,
    locale text not null, return_url text, register integer not null, method text, metadata text not null,
    behaviour text, holder text, label text, expires text, code text, tries integer not null default 0,
    reason text, late_reason text, due_at integer, is_silent integer not null default 0,
    created_at integer not null, expires_at integer not null, settled_at integer
) strict;
create index if not exists charges_due on charges (due_at) where due_at is not null;
create index if not exists charges_open on charges (expires_at) where state in ('open', 'challenge');
create table if not exists methods (
    id text primary key, customer text not null, kind text not null, label text not null, expires text,
    behaviour text not null, mandate text, signed_at integer, is_active integer not null,
    created_at integer not null
) strict;
create table if not exists refunds (
    id text primary key, reference text not null unique, charge text not null, amount integer not null,
    state text not null, due_at integer, metadata text not null, created_at integer not null
) strict;
create index if not exists refunds_charge on refunds (charge);
create index if not exists refunds_due on refunds (due_at) where due_at is not null;
create table if not exists lost (reference text primary key) strict;
create table if not exists answers (
    key text primary key, fingerprint text not null, status integer not null, body text not null
) strict;
create table if not exists deliveries (
    id integer primary key, event text not null, body text not null, due_at integer not null,
    turn integer not null, tries integer not null default 0, is_done integer not null default 0
) strict;
create index if not exists deliveries_due on deliveries (due_at, turn) where is_done = 0;
";

pub(crate) const CHARGE_COLUMNS: &str = "id, token, reference, purpose, state, amount, currency, description, \
    order_number, customer, kind, locale, return_url, register, method, metadata, behaviour, holder, label, \
    expires, code, tries, reason, late_reason, due_at, is_silent, created_at, expires_at, settled_at";

impl Desk<'_> {
    pub(crate) fn method(&mut self, id: &str) -> rusqlite::Result<Option<(Kind, Behaviour, String)>> {
        self.tx
            .prepare_cached("select kind, behaviour, label from methods where id = ?1 and is_active = 1")?
            .query_row([id], |row| {
                let kind = word(row, 0, Kind::parse)?;
                Ok((kind, word(row, 1, Behaviour::parse)?, row.get(2)?))
            })
            .optional()
    }

    pub(crate) fn method_json(&mut self, id: &str) -> rusqlite::Result<Option<Value>> {
        self.tx
            .prepare_cached(
                "select id, kind, label, expires, mandate, signed_at, is_active from methods where id = ?1",
            )?
            .query_row([id], |row| {
                let mandate: Option<String> = row.get(4)?;
                let signed_at: Option<i64> = row.get(5)?;
                Ok(json!({
                    "id": row.get::<_, String>(0)?,
                    "object": "method",
                    "kind": row.get::<_, String>(1)?,
                    "label": row.get::<_, String>(2)?,
                    "expires": row.get::<_, Option<String>>(3)?,
                    "mandate": mandate.map(|reference| {
                        json!({ "reference": reference, "signed_at": signed_at.map(instant) })
                    }),
                    "is_active": row.get::<_, bool>(6)?,
                }))
            })
            .optional()
    }

    pub(crate) fn charge_json(&mut self, charge: &Charge) -> rusqlite::Result<Value> {
        let method = match &charge.method {
            Some(id) => self.method_json(id)?,
            None => None,
        };
        let url = charge.is_open().then(|| format!("{}/pay/{}", self.habits.base_url, charge.token));
        Ok(json!({
            "id": charge.id,
            "object": if charge.is_setup { "setup" } else { "charge" },
            "reference": charge.reference,
            "state": charge.state.code(),
            "amount": charge.amount,
            "currency": charge.currency,
            "amount_refunded": self.refunded(&charge.id)?,
            "reason": charge.reason,
            "url": url,
            "method": method,
            "metadata": serde_json::from_str::<Value>(&charge.metadata).unwrap_or(Value::Null),
            "created_at": instant(charge.created_at),
            "settled_at": charge.settled_at.map(instant),
        }))
    }

    pub(crate) fn refund_json(&mut self, reference: &str) -> rusqlite::Result<Option<Value>> {
        self.tx
            .prepare_cached(
                "select id, charge, amount, state, metadata, created_at from refunds where reference = ?1",
            )?
            .query_row([reference], |row| {
                let metadata: String = row.get(4)?;
                Ok(json!({
                    "id": row.get::<_, String>(0)?,
                    "object": "refund",
                    "reference": reference,
                    "charge": row.get::<_, String>(1)?,
                    "amount": row.get::<_, i64>(2)?,
                    "state": row.get::<_, String>(3)?,
                    "metadata": serde_json::from_str::<Value>(&metadata).unwrap_or(Value::Null),
                    "created_at": instant(row.get(5)?),
                }))
            })
            .optional()
    }

    pub(crate) fn refunded(&mut self, charge: &str) -> rusqlite::Result<i64> {
        self.tx
            .prepare_cached("select coalesce(sum(amount), 0) from refunds where charge = ?1")?
            .query_row([charge], |row| row.get(0))
    }

    pub(crate) fn was_lost(&mut self, reference: &str) -> rusqlite::Result<bool> {
        self.tx.prepare_cached("select 1 from lost where reference = ?1")?.exists([reference])
    }

    pub(crate) fn lose(&mut self, reference: &str) -> rusqlite::Result<()> {
        let insert = "insert into lost (reference) values (?1) on conflict do nothing";
        self.tx.prepare_cached(insert)?.execute([reference]).map(drop)
    }

    pub(crate) fn insert(&mut self, charge: &Charge) -> rusqlite::Result<()> {
        self.tx
            .prepare_cached(
                "insert into charges (id, token, reference, purpose, state, amount, currency, description, \
                 order_number, customer, kind, locale, return_url, register, method, metadata, label, \
                 created_at, expires_at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, \
                 ?14, ?15, ?16, ?17, ?18, ?19)",
            )?
            .execute(params![
                charge.id,
                charge.token,
                charge.reference,
                if charge.is_setup { "setup" } else { "payment" },
                charge.state.code(),
                charge.amount,
                charge.currency,
                charge.description,
                charge.order_number,
                charge.customer,
                charge.kind.code(),
                charge.locale,
                charge.return_url,
                charge.register,
                charge.method,
                charge.metadata,
                charge.label,
                charge.created_at,
                charge.expires_at
            ])
            .map(drop)
    }

    pub(crate) fn update(&mut self, charge: &Charge) -> rusqlite::Result<()> {
        self.tx
            .prepare_cached(
                "update charges set state = ?2, register = ?3, method = ?4, behaviour = ?5, holder = ?6, \
                 label = ?7, expires = ?8, code = ?9, tries = ?10, reason = ?11, late_reason = ?12, \
                 due_at = ?13, is_silent = ?14, settled_at = ?15 where id = ?1",
            )?
            .execute(params![
                charge.id,
                charge.state.code(),
                charge.register,
                charge.method,
                charge.behaviour.map(Behaviour::code),
                charge.holder,
                charge.label,
                charge.expires,
                charge.code,
                charge.tries,
                charge.reason,
                charge.late_reason,
                charge.due_at,
                charge.is_silent,
                charge.settled_at
            ])
            .map(drop)
    }

    pub(crate) fn charge_where(&mut self, column: &str, value: &str) -> rusqlite::Result<Option<Charge>> {
        let sql = format!("select {CHARGE_COLUMNS} from charges where {column} = ?1");
        self.tx.prepare_cached(&sql)?.query_row([value], read_charge).optional()
    }

    pub(crate) fn charges(&mut self, sql: &str) -> rusqlite::Result<Vec<Charge>> {
        self.tx.prepare_cached(sql)?.query_map([self.now], read_charge)?.collect()
    }
}

fn read_charge(row: &Row<'_>) -> rusqlite::Result<Charge> {
    let behaviour: Option<String> = row.get(16)?;
    Ok(Charge {
        id: row.get(0)?,
        token: row.get(1)?,
        reference: row.get(2)?,
        is_setup: row.get::<_, String>(3)? == "setup",
        state: word(row, 4, |code| State::ALL.into_iter().find(|state| state.code() == code))?,
        amount: row.get(5)?,
        currency: row.get(6)?,
        description: row.get(7)?,
        order_number: row.get(8)?,
        customer: row.get(9)?,
        kind: word(row, 10, Kind::parse)?,
        locale: row.get(11)?,
        return_url: row.get(12)?,
        register: row.get(13)?,
        method: row.get(14)?,
        metadata: row.get(15)?,
        behaviour: behaviour.as_deref().and_then(Behaviour::parse),
        holder: row.get(17)?,
        label: row.get(18)?,
        expires: row.get(19)?,
        code: row.get(20)?,
        tries: row.get(21)?,
        reason: row.get(22)?,
        late_reason: row.get(23)?,
        due_at: row.get(24)?,
        is_silent: row.get(25)?,
        created_at: row.get(26)?,
        expires_at: row.get(27)?,
        settled_at: row.get(28)?,
    })
}

fn word<T>(row: &Row<'_>, index: usize, parse: impl Fn(&str) -> Option<T>) -> rusqlite::Result<T> {
    let text: String = row.get(index)?;
    parse(&text).ok_or(rusqlite::Error::InvalidColumnType(index, text, rusqlite::types::Type::Text))
}

pub(crate) fn instant(micros: i64) -> String {
    Timestamp::from_microsecond(micros).map(|at| at.to_string()).unwrap_or_default()
}
