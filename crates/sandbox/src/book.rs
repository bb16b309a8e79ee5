//! The provider's books: charges, methods, refunds, and the webhooks that tell of them.
//!
//! One connection behind one lock: each call is one transaction, so that two requests with the same key,
//! or two refunds of the same charge, follow each other and never meet.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde_json::{Value, json};

use crate::bank::{Behaviour, FieldError, Verdict};
use crate::charge::{
    Answer, CODE_TRIES_MAX, Charge, Delivery, Instrument, Kind, NewCharge, NewRefund, Shown, State,
};
use crate::rows::{CHARGE_COLUMNS, SCHEMA, instant};

const DELIVERY_TRIES_MAX: u32 = 12;

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
    pub(crate) tx: Transaction<'a>,
    rng: &'a mut ChaCha20Rng,
    pub(crate) habits: &'a Habits,
    pub(crate) now: i64,
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

/// 5 s, 10 s, 20 s … to 6 h between the tries of a webhook.
fn back_off(tries: u32) -> SignedDuration {
    SignedDuration::from_secs((5_i64 << tries.min(12)).min(6 * 3600))
}
