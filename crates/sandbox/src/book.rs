//! The provider's books: charges, methods, refunds, and the webhooks that tell of them.
//!
//! One connection behind one lock: each call is one transaction, so that two requests with the same key,
//! or two refunds of the same charge, follow each other and never meet.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde_json::{Value, json};

use crate::bank::{Behaviour, FieldError, Verdict};

const SCHEMA: &str = "
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

const CHARGE_COLUMNS: &str = "id, token, reference, purpose, state, amount, currency, description, \
    order_number, customer, kind, locale, return_url, register, method, metadata, behaviour, holder, label, \
    expires, code, tries, reason, late_reason, due_at, is_silent, created_at, expires_at, settled_at";

const CODE_TRIES_MAX: u32 = 3;
const DELIVERY_TRIES_MAX: u32 = 12;

/// Where a charge stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Open,
    Challenge,
    Pending,
    Succeeded,
    Refused,
    Cancelled,
    Expired,
}

impl State {
    const ALL: [State; 7] = [
        State::Open,
        State::Challenge,
        State::Pending,
        State::Succeeded,
        State::Refused,
        State::Cancelled,
        State::Expired,
    ];

    pub(crate) const fn code(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Challenge => "challenge",
            State::Pending => "pending",
            State::Succeeded => "succeeded",
            State::Refused => "refused",
            State::Cancelled => "cancelled",
            State::Expired => "expired",
        }
    }
}

/// Card or direct debit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Card,
    SepaDebit,
}

impl Kind {
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Kind::Card => "card",
            Kind::SepaDebit => "sepa_debit",
        }
    }

    pub(crate) fn parse(code: &str) -> Option<Kind> {
        [Kind::Card, Kind::SepaDebit].into_iter().find(|kind| kind.code() == code)
    }
}

/// A charge, or a setup (a charge of nothing that registers a method).
#[derive(Debug, Clone)]
pub(crate) struct Charge {
    pub(crate) id: String,
    pub(crate) token: String,
    pub(crate) reference: String,
    pub(crate) is_setup: bool,
    pub(crate) state: State,
    pub(crate) amount: i64,
    pub(crate) currency: String,
    pub(crate) description: String,
    pub(crate) order_number: String,
    pub(crate) customer: String,
    pub(crate) kind: Kind,
    pub(crate) locale: String,
    pub(crate) return_url: Option<String>,
    pub(crate) register: bool,
    pub(crate) method: Option<String>,
    pub(crate) metadata: String,
    pub(crate) behaviour: Option<Behaviour>,
    pub(crate) holder: Option<String>,
    pub(crate) label: Option<String>,
    pub(crate) expires: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) tries: u32,
    pub(crate) reason: Option<String>,
    pub(crate) late_reason: Option<String>,
    pub(crate) due_at: Option<i64>,
    pub(crate) is_silent: bool,
    pub(crate) created_at: i64,
    pub(crate) expires_at: i64,
    pub(crate) settled_at: Option<i64>,
}

impl Charge {
    pub(crate) fn tries_left(&self) -> u32 {
        CODE_TRIES_MAX.saturating_sub(self.tries)
    }

    pub(crate) fn is_open(&self) -> bool {
        matches!(self.state, State::Open | State::Challenge)
    }
}

/// A card or an account as its holder typed it, without anything that must not be kept.
#[derive(Debug, Clone)]
pub(crate) struct Instrument {
    pub(crate) behaviour: Behaviour,
    pub(crate) holder: String,
    pub(crate) label: String,
    pub(crate) expires: Option<(i16, i8)>,
    pub(crate) keep: bool,
}

/// What the holder sees next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// Back to the merchant.
    Return,
    /// The page of the code.
    AskCode,
    /// Nothing: the answer is lost.
    Silence,
}

/// What a merchant asks to charge.
#[derive(Debug, Clone)]
pub(crate) struct NewCharge {
    pub(crate) reference: String,
    pub(crate) is_setup: bool,
    pub(crate) amount: i64,
    pub(crate) currency: String,
    pub(crate) description: String,
    pub(crate) order_number: String,
    pub(crate) customer: String,
    pub(crate) kind: Option<Kind>,
    pub(crate) locale: String,
    pub(crate) return_url: Option<String>,
    pub(crate) register: bool,
    pub(crate) method: Option<String>,
    pub(crate) metadata: Value,
}

/// What a merchant asks to give back.
#[derive(Debug, Clone)]
pub(crate) struct NewRefund {
    pub(crate) reference: String,
    pub(crate) charge: String,
    pub(crate) amount: i64,
    pub(crate) metadata: Value,
}

/// An answer of the API: its HTTP status and its JSON.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
    /// The effect happened (or the request was lost) and the caller is left without an answer.
    pub(crate) is_lost: bool,
}

impl Answer {
    pub(crate) fn ok(status: u16, body: Value) -> Answer {
        Answer { status, body, is_lost: false }
    }

    pub(crate) fn error(status: u16, code: &str, message: &str) -> Answer {
        Answer::ok(status, json!({ "error": { "code": code, "message": message } }))
    }
}

/// A webhook to send.
#[derive(Debug, Clone)]
pub(crate) struct Delivery {
    pub(crate) id: i64,
    pub(crate) event: String,
    pub(crate) body: String,
    pub(crate) tries: u32,
}

/// What the books need to know of the configuration.
#[derive(Debug, Clone)]
pub(crate) struct Habits {
    pub(crate) base_url: String,
    pub(crate) delay: SignedDuration,
    pub(crate) spread: SignedDuration,
    pub(crate) page_life: SignedDuration,
}

pub(crate) struct Book {
    inner: Mutex<(Connection, ChaCha20Rng)>,
    now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    habits: Habits,
}

/// One transaction on the books.
pub(crate) struct Desk<'a> {
    tx: Transaction<'a>,
    rng: &'a mut ChaCha20Rng,
    habits: &'a Habits,
    now: i64,
}

impl Book {
    pub(crate) fn open(
        file: Option<&Path>,
        seed: u64,
        now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
        habits: Habits,
    ) -> rusqlite::Result<Book> {
        let connection = match file {
            Some(file) => Connection::open(file)?,
            None => Connection::open_in_memory()?,
        };
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "normal")?;
        connection.set_prepared_statement_cache_capacity(64);
        connection.execute_batch(SCHEMA)?;
        // A second run on the same file must not draw the names of the first again.
        let drawn: i64 = connection.query_row(
            "select (select count(*) from charges) + (select count(*) from deliveries) \
             + (select count(*) from methods) + (select count(*) from refunds)",
            [],
            |row| row.get(0),
        )?;
        let rng = ChaCha20Rng::seed_from_u64(seed ^ drawn.unsigned_abs().rotate_left(32));
        Ok(Book { inner: Mutex::new((connection, rng)), now, habits })
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.now)()
    }

    /// Runs `work` alone on the books, after what time has brought, and keeps all of it or nothing.
    pub(crate) fn act<T>(
        &self,
        work: impl FnOnce(&mut Desk<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let (connection, rng) = &mut *inner;
        let tx = connection.transaction()?;
        let mut desk = Desk { tx, rng, habits: &self.habits, now: self.now().as_microsecond() };
        desk.settle_due()?;
        let done = work(&mut desk)?;
        desk.tx.commit()?;
        Ok(done)
    }
}

impl Desk<'_> {
    // ---- what the API does ------------------------------------------------------------------------

    /// Does `work` once per key: the same key and parameters get the same answer, even an error.
    pub(crate) fn once(
        &mut self,
        key: &str,
        fingerprint: &str,
        work: impl FnOnce(&mut Self) -> rusqlite::Result<Answer>,
    ) -> rusqlite::Result<Answer> {
        let known: Option<(String, u16, String)> = self
            .tx
            .prepare_cached("select fingerprint, status, body from answers where key = ?1")?
            .query_row([key], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        if let Some((first, status, body)) = known {
            if first != fingerprint {
                let message = "this idempotency key was used with other parameters";
                return Ok(Answer::error(422, "idempotency_mismatch", message));
            }
            return Ok(Answer::ok(status, serde_json::from_str(&body).unwrap_or(Value::Null)));
        }
        let answer = work(self)?;
        // A request that was lost on its way left nothing behind, not even its key.
        if answer.status != 0 {
            self.tx
                .prepare_cached(
                    "insert into answers (key, fingerprint, status, body) values (?1, ?2, ?3, ?4)",
                )?
                .execute(params![key, fingerprint, answer.status, answer.body.to_string()])?;
        }
        Ok(answer)
    }

    /// Opens a page, or charges a registered method.
    pub(crate) fn charge(&mut self, new: &NewCharge) -> rusqlite::Result<Answer> {
        if self.by_reference(&new.reference)?.is_some() {
            return Ok(Answer::error(409, "reference_taken", "another charge has this reference"));
        }
        let mut charge = self.blank(new);
        let Some(id) = &new.method else {
            self.insert(&charge)?;
            return Ok(Answer::ok(201, self.charge_json(&charge)?));
        };
        let Some((kind, behaviour, label)) = self.method(id)? else {
            return Ok(Answer::error(404, "unknown_method", "there is no such method"));
        };
        charge.kind = kind;
        charge.label = Some(label);
        let was_lost = self.was_lost(&new.reference)?;
        let verdict = behaviour.verdict(new.return_url.is_some(), was_lost);
        if verdict == Verdict::Lose {
            self.lose(&new.reference)?;
            return Ok(Answer { status: 0, body: Value::Null, is_lost: true });
        }
        charge.behaviour = Some(behaviour);
        self.insert(&charge)?;
        let shown = self.carry_out(&mut charge, verdict)?;
        let is_lost = shown == Shown::Silence;
        Ok(Answer { status: 201, body: self.charge_json(&charge)?, is_lost })
    }

    /// Closes the page of a reference; one that was never seen is closed for ever.
    pub(crate) fn close(&mut self, reference: &str) -> rusqlite::Result<Answer> {
        let mut charge = match self.by_reference(reference)? {
            Some(charge) => charge,
            None => {
                let nothing = NewCharge {
                    reference: reference.to_owned(),
                    is_setup: false,
                    amount: 0,
                    currency: String::new(),
                    description: String::new(),
                    order_number: String::new(),
                    customer: String::new(),
                    kind: None,
                    locale: String::new(),
                    return_url: None,
                    register: false,
                    method: None,
                    metadata: json!({}),
                };
                let charge = self.blank(&nothing);
                self.insert(&charge)?;
                charge
            }
        };
        if charge.is_open() {
            self.end(&mut charge, State::Expired, None)?;
        }
        Ok(Answer::ok(200, self.charge_json(&charge)?))
    }

    /// Gives back a part of a charge, never more than is left of it.
    pub(crate) fn refund(&mut self, new: &NewRefund) -> rusqlite::Result<Answer> {
        let Some(charge) = self.charge_where("id", &new.charge)? else {
            return Ok(Answer::error(404, "unknown_charge", "there is no such charge"));
        };
        if charge.state != State::Succeeded || charge.is_setup {
            return Ok(Answer::error(422, "not_captured", "this charge has taken no money"));
        }
        if new.amount <= 0 {
            return Ok(Answer::error(400, "invalid_amount", "an amount is more than nothing"));
        }
        if new.amount > charge.amount - self.refunded(&charge.id)? {
            let message = "refunds cannot be more than what was taken";
            return Ok(Answer::error(422, "refund_exceeds_capture", message));
        }
        let is_slow = charge.behaviour == Some(Behaviour::PaidLater);
        let (state, due_at) = if is_slow { ("pending", Some(self.later())) } else { ("succeeded", None) };
        let id = self.name("re_");
        let is_new = self
            .tx
            .prepare_cached(
                "insert into refunds (id, reference, charge, amount, state, due_at, metadata, created_at) \
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) on conflict (reference) do nothing",
            )?
            .execute(params![
                id,
                new.reference,
                charge.id,
                new.amount,
                state,
                due_at,
                new.metadata.to_string(),
                self.now
            ])?;
        if is_new == 0 {
            return Ok(Answer::error(409, "reference_taken", "another refund has this reference"));
        }
        let body = self.refund_json(&new.reference)?.unwrap_or(Value::Null);
        self.tell(if is_slow { "refund.pending" } else { "refund.succeeded" }, &body)?;
        Ok(Answer::ok(201, body))
    }

    /// Forgets a method; it is never charged again.
    pub(crate) fn forget(&mut self, id: &str) -> rusqlite::Result<Answer> {
        let changed = self
            .tx
            .prepare_cached("update methods set is_active = 0 where id = ?1 and is_active = 1")?
            .execute([id])?;
        Ok(match changed {
            0 => Answer::error(404, "unknown_method", "there is no such method"),
            _ => Answer::ok(200, json!({ "id": id, "object": "method", "is_active": false })),
        })
    }

    // ---- what the pages do ------------------------------------------------------------------------

    pub(crate) fn by_token(&mut self, token: &str) -> rusqlite::Result<Option<Charge>> {
        self.charge_where("token", token)
    }

    pub(crate) fn by_reference(&mut self, reference: &str) -> rusqlite::Result<Option<Charge>> {
        self.charge_where("reference", reference)
    }

    /// The holder gave a card or signed a mandate.
    pub(crate) fn submit(&mut self, token: &str, with: &Instrument) -> rusqlite::Result<Option<Shown>> {
        let Some(mut charge) = self.by_token(token)? else { return Ok(None) };
        if charge.state != State::Open {
            return Ok(Some(if charge.state == State::Challenge { Shown::AskCode } else { Shown::Return }));
        }
        let was_lost = self.was_lost(&charge.reference)?;
        let verdict = with.behaviour.verdict(true, was_lost);
        if verdict == Verdict::Lose {
            self.lose(&charge.reference)?;
            return Ok(Some(Shown::Silence));
        }
        charge.behaviour = Some(with.behaviour);
        charge.holder = Some(with.holder.clone());
        charge.label = Some(with.label.clone());
        charge.expires = with.expires.map(|(year, month)| format!("{year:04}-{month:02}"));
        charge.register = charge.register && with.keep || charge.is_setup;
        // Registering takes no money, so there is nothing to wait for; only refusals stand.
        let verdict = match verdict {
            Verdict::Wait(_) if charge.is_setup => Verdict::Pay,
            Verdict::Pay
            | Verdict::AskCode
            | Verdict::Refuse(_)
            | Verdict::Wait(_)
            | Verdict::PayInSilence
            | Verdict::Lose => verdict,
        };
        self.carry_out(&mut charge, verdict).map(Some)
    }

    /// The holder gave a code: right, wrong with tries left, or wrong once too often.
    pub(crate) fn answer_code(
        &mut self,
        token: &str,
        code: &str,
    ) -> rusqlite::Result<Option<Result<Shown, FieldError>>> {
        let Some(mut charge) = self.by_token(token)? else { return Ok(None) };
        if charge.state != State::Challenge {
            return Ok(Some(Ok(Shown::Return)));
        }
        if charge.code.as_deref() == Some(code.trim()) {
            return self.carry_out(&mut charge, Verdict::Pay).map(|shown| Some(Ok(shown)));
        }
        charge.tries += 1;
        if charge.tries < CODE_TRIES_MAX {
            self.update(&charge)?;
            return Ok(Some(Err(FieldError::Code)));
        }
        let verdict = Verdict::Refuse("authentication_failed");
        self.carry_out(&mut charge, verdict).map(|shown| Some(Ok(shown)))
    }

    /// The holder turned back.
    pub(crate) fn cancel(&mut self, token: &str) -> rusqlite::Result<Option<Charge>> {
        let Some(mut charge) = self.by_token(token)? else { return Ok(None) };
        if charge.is_open() {
            self.end(&mut charge, State::Cancelled, None)?;
        }
        Ok(Some(charge))
    }

    // ---- what time does ---------------------------------------------------------------------------

    fn settle_due(&mut self) -> rusqlite::Result<()> {
        let due =
            format!("select {CHARGE_COLUMNS} from charges where due_at <= ?1 order by due_at limit 100");
        for mut charge in self.charges(&due)? {
            match charge.late_reason.clone() {
                None => self.end(&mut charge, State::Succeeded, None)?,
                Some(reason) => self.end(&mut charge, State::Refused, Some(&reason))?,
            }
        }
        let stale = format!(
            "select {CHARGE_COLUMNS} from charges where state in ('open', 'challenge') and expires_at <= ?1 \
             order by expires_at limit 100"
        );
        for mut charge in self.charges(&stale)? {
            self.end(&mut charge, State::Expired, None)?;
        }
        let refunds: Vec<String> = self
            .tx
            .prepare_cached("select reference from refunds where due_at <= ?1 order by due_at limit 100")?
            .query_map([self.now], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for reference in refunds {
            self.tx
                .prepare_cached("update refunds set state = 'succeeded', due_at = null where reference = ?1")?
                .execute([&reference])?;
            let body = self.refund_json(&reference)?.unwrap_or(Value::Null);
            self.tell("refund.succeeded", &body)?;
        }
        Ok(())
    }

    // ---- webhooks ---------------------------------------------------------------------------------

    /// Takes the webhooks that are due, and holds them while they are under way.
    pub(crate) fn take_deliveries(&mut self, limit: u32) -> rusqlite::Result<Vec<Delivery>> {
        let taken: Vec<Delivery> = self
            .tx
            .prepare_cached(
                "select id, event, body, tries from deliveries where is_done = 0 and due_at <= ?1 \
                 order by due_at, turn limit ?2",
            )?
            .query_map(params![self.now, limit], |row| {
                Ok(Delivery { id: row.get(0)?, event: row.get(1)?, body: row.get(2)?, tries: row.get(3)? })
            })?
            .collect::<rusqlite::Result<_>>()?;
        for delivery in &taken {
            self.tx
                .prepare_cached("update deliveries set due_at = ?2, tries = tries + 1 where id = ?1")?
                .execute(params![delivery.id, self.now + back_off(delivery.tries).as_micros() as i64])?;
        }
        Ok(taken)
    }

    /// Marks a webhook as received, or as given up after its last try.
    pub(crate) fn delivered(&mut self, delivery: &Delivery, is_received: bool) -> rusqlite::Result<()> {
        if is_received || delivery.tries + 1 >= DELIVERY_TRIES_MAX {
            self.tx
                .prepare_cached("update deliveries set is_done = 1 where id = ?1")?
                .execute([delivery.id])?;
        }
        Ok(())
    }

    fn tell(&mut self, kind: &str, object: &Value) -> rusqlite::Result<()> {
        let event = self.name("evt_");
        let created_at = instant(self.now);
        let body = json!({ "id": event, "type": kind, "created_at": created_at, "data": object }).to_string();
        // As real providers do: at least once, in no order.
        for _ in 0..=self.below(2) {
            let spread = self.habits.spread.as_micros() as u64;
            let due_at = self.now + self.below(spread + 1) as i64;
            let turn = self.below(1 << 30) as i64;
            self.tx
                .prepare_cached("insert into deliveries (event, body, due_at, turn) values (?1, ?2, ?3, ?4)")?
                .execute(params![event, body, due_at, turn])?;
        }
        Ok(())
    }

    // ---- inside -----------------------------------------------------------------------------------

    fn carry_out(&mut self, charge: &mut Charge, verdict: Verdict) -> rusqlite::Result<Shown> {
        match verdict {
            Verdict::Pay => {
                self.keep_method(charge)?;
                self.end(charge, State::Succeeded, None)?;
                Ok(Shown::Return)
            }
            Verdict::PayInSilence => {
                charge.is_silent = true;
                self.keep_method(charge)?;
                self.end(charge, State::Succeeded, None)?;
                Ok(Shown::Silence)
            }
            Verdict::Refuse(reason) => {
                self.end(charge, State::Refused, Some(reason))?;
                Ok(Shown::Return)
            }
            Verdict::AskCode => {
                charge.state = State::Challenge;
                charge.code = Some((0..6).map(|_| char::from(b'0' + self.below(10) as u8)).collect());
                self.update(charge)?;
                Ok(Shown::AskCode)
            }
            Verdict::Wait(reason) => {
                self.keep_method(charge)?;
                charge.state = State::Pending;
                charge.late_reason = reason.map(str::to_owned);
                charge.due_at = Some(self.later());
                self.update(charge)?;
                let body = self.charge_json(charge)?;
                self.tell("charge.pending", &body)?;
                Ok(Shown::Return)
            }
            Verdict::Lose => Ok(Shown::Silence),
        }
    }

    fn end(&mut self, charge: &mut Charge, state: State, reason: Option<&str>) -> rusqlite::Result<()> {
        charge.state = state;
        charge.reason = reason.map(str::to_owned);
        charge.settled_at = Some(self.now);
        charge.due_at = None;
        charge.code = None;
        self.update(charge)?;
        if charge.is_silent {
            return Ok(());
        }
        let body = self.charge_json(charge)?;
        let kinds: &[&str] = match state {
            State::Succeeded if charge.is_setup => &["method.registered", "session.completed"],
            State::Succeeded => &["charge.succeeded", "charge.captured", "session.completed"],
            State::Refused => &["charge.refused"],
            State::Cancelled => &["session.cancelled"],
            State::Expired => &["session.expired"],
            State::Open | State::Challenge | State::Pending => &[],
        };
        kinds.iter().try_for_each(|kind| self.tell(kind, &body))
    }

    fn keep_method(&mut self, charge: &mut Charge) -> rusqlite::Result<()> {
        if !charge.register || charge.method.is_some() {
            return Ok(());
        }
        let id = self.name("pm_");
        let is_debit = charge.kind == Kind::SepaDebit;
        let mandate = is_debit.then(|| self.name("MANDATE-").to_ascii_uppercase());
        self.tx
            .prepare_cached(
                "insert into methods (id, customer, kind, label, expires, behaviour, mandate, signed_at, \
                 is_active, created_at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1, ?9)",
            )?
            .execute(params![
                id,
                charge.customer,
                charge.kind.code(),
                charge.label,
                charge.expires,
                charge.behaviour.map(Behaviour::code),
                mandate,
                is_debit.then_some(self.now),
                self.now
            ])?;
        charge.method = Some(id);
        Ok(())
    }

    fn method(&mut self, id: &str) -> rusqlite::Result<Option<(Kind, Behaviour, String)>> {
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

    fn refunded(&mut self, charge: &str) -> rusqlite::Result<i64> {
        self.tx
            .prepare_cached("select coalesce(sum(amount), 0) from refunds where charge = ?1")?
            .query_row([charge], |row| row.get(0))
    }

    fn was_lost(&mut self, reference: &str) -> rusqlite::Result<bool> {
        self.tx.prepare_cached("select 1 from lost where reference = ?1")?.exists([reference])
    }

    fn lose(&mut self, reference: &str) -> rusqlite::Result<()> {
        let insert = "insert into lost (reference) values (?1) on conflict do nothing";
        self.tx.prepare_cached(insert)?.execute([reference]).map(drop)
    }

    fn blank(&mut self, new: &NewCharge) -> Charge {
        let method = new.method.clone();
        Charge {
            id: self.name(if new.is_setup { "set_" } else { "ch_" }),
            token: self.name(""),
            reference: new.reference.clone(),
            is_setup: new.is_setup,
            state: State::Open,
            amount: new.amount,
            currency: new.currency.clone(),
            description: new.description.clone(),
            order_number: new.order_number.clone(),
            customer: new.customer.clone(),
            kind: new.kind.unwrap_or(Kind::Card),
            locale: new.locale.clone(),
            return_url: new.return_url.clone(),
            register: new.register && method.is_none(),
            method,
            metadata: new.metadata.to_string(),
            behaviour: None,
            holder: None,
            label: None,
            expires: None,
            code: None,
            tries: 0,
            reason: None,
            late_reason: None,
            due_at: None,
            is_silent: false,
            created_at: self.now,
            expires_at: self.now.saturating_add(self.habits.page_life.as_micros() as i64),
            settled_at: None,
        }
    }

    fn insert(&mut self, charge: &Charge) -> rusqlite::Result<()> {
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

    fn update(&mut self, charge: &Charge) -> rusqlite::Result<()> {
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

    fn charge_where(&mut self, column: &str, value: &str) -> rusqlite::Result<Option<Charge>> {
        let sql = format!("select {CHARGE_COLUMNS} from charges where {column} = ?1");
        self.tx.prepare_cached(&sql)?.query_row([value], read_charge).optional()
    }

    fn charges(&mut self, sql: &str) -> rusqlite::Result<Vec<Charge>> {
        self.tx.prepare_cached(sql)?.query_map([self.now], read_charge)?.collect()
    }

    fn later(&self) -> i64 {
        self.now.saturating_add(self.habits.delay.as_micros() as i64)
    }

    fn below(&mut self, bound: u64) -> u64 {
        let mut bytes = [0; 8];
        self.rng.fill_bytes(&mut bytes);
        u64::from_le_bytes(bytes) % bound
    }

    fn name(&mut self, prefix: &str) -> String {
        const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
        let mut bytes = [0; 24];
        self.rng.fill_bytes(&mut bytes);
        let letters = bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
        prefix.chars().chain(letters).collect()
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

fn instant(micros: i64) -> String {
    Timestamp::from_microsecond(micros).map(|at| at.to_string()).unwrap_or_default()
}

/// 5 s, 10 s, 20 s … to 6 h between the tries of a webhook.
fn back_off(tries: u32) -> SignedDuration {
    SignedDuration::from_secs((5_i64 << tries.min(12)).min(6 * 3600))
}
