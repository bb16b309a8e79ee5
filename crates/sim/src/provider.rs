//! A payment provider in this process, with books of its own, cards of every character, and webhooks that get lost.
//!
//! It keeps the promises of [`payments::Gateway`] and no other: the same key has the same effect, and it can be asked
//! what became of a key. Everything else goes wrong as often as its customers' cards say.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use kernel::{
    AccountId, AttemptId, Clock, Headers, PaymentKind, Random, RefundId, Secret, SignedDuration, Timestamp,
};
use payments::{
    Capabilities, ChargeMethod, ChargeOutcome, ChargeRequest, Gateway, Mandate, RefundOutcome, RefundRequest,
    RefusalReason, RegisteredMethod, SetupRequest, Subject, Unknown, WebhookError, WebhookEvent,
};

const CAN: Capabilities = Capabilities {
    kinds: &[PaymentKind::Card, PaymentKind::SepaDebit],
    hosted_page: true,
    registered: true,
    setup: true,
    refunds: true,
    partial_refunds: true,
    delayed: true,
    closes_unseen: true,
    forgets: true,
};

/// How a card behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Card {
    /// Always pays.
    Good,
    /// Pays on the page and is refused whenever nobody is there.
    Absent,
    /// Refused every second time.
    Poor,
    /// Never pays again once it is registered.
    Empty,
    /// The answer to every third question is lost, after its effect.
    AnswerLost,
    /// Every third question is lost on its way.
    RequestLost,
    /// Accepted at once; the money comes days later, or does not.
    Slow,
}

impl Card {
    /// Every behaviour.
    pub const ALL: [Card; 7] =
        [Card::Good, Card::Absent, Card::Poor, Card::Empty, Card::AnswerLost, Card::RequestLost, Card::Slow];
}

/// Where a charge or a setup stands in the provider's books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Its page waits for the customer.
    Page,
    /// The money comes at an instant, or does not.
    Pending {
        at: Timestamp,
        pays: bool,
    },
    Succeeded,
    Refused(RefusalReason),
    Expired,
    Cancelled,
}

#[derive(Debug, Clone)]
struct Charge {
    account: AccountId,
    amount: i64,
    refunded: i64,
    kind: PaymentKind,
    keeps: bool,
    registered: Option<String>,
    expires: (i16, i8),
    state: State,
}

#[derive(Debug, Clone, Copy)]
struct Refunding {
    state: State,
}

/// A message about a key, which may be delivered late, twice or never.
#[derive(Debug, Clone)]
struct Event {
    id: String,
    subject: Subject,
    account: AccountId,
}

#[derive(Default)]
struct Books {
    charges: BTreeMap<AttemptId, Charge>,
    refunds: BTreeMap<RefundId, Refunding>,
    tokens: BTreeMap<String, Card>,
    /// The chance of each customer's payments, so that customers do not change each other's luck.
    luck: BTreeMap<AccountId, Random>,
    events: Vec<Event>,
    events_count: u64,
    tokens_count: u64,
    is_down: bool,
}

/// The provider; clones share its books.
#[derive(Clone)]
pub struct Provider {
    clock: Clock,
    seed: u64,
    books: Arc<Mutex<Books>>,
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Provider")
    }
}

impl Provider {
    /// A provider with empty books.
    #[must_use]
    pub fn new(clock: Clock, seed: u64) -> Provider {
        Provider { clock, seed, books: Arc::default() }
    }

    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The customer with this account is the `index`-th of the simulation.
    pub fn know(&self, account: AccountId, index: u64) {
        self.books().luck.insert(account, Random::seeded(self.seed.wrapping_mul(1_009).wrapping_add(index)));
    }

    /// Answers nobody from now on, or again.
    pub fn set_down(&self, is_down: bool) {
        self.books().is_down = is_down;
    }

    /// The customer gives a card on the page of a charge or a setup.
    pub fn visit(&self, key: AttemptId, card: Card, expires: (i16, i8)) {
        let now = self.clock.now();
        let mut books = self.books();
        let Some(mut charge) = books.charges.get(&key).cloned() else { return };
        if charge.state != State::Page {
            return;
        }
        charge.state = match card {
            Card::Poor if books.below(charge.account, 2) == 0 => {
                State::Refused(RefusalReason::InsufficientFunds)
            }
            Card::Slow if charge.amount > 0 => books.pending(charge.account, now),
            Card::Good
            | Card::Absent
            | Card::Poor
            | Card::Empty
            | Card::AnswerLost
            | Card::RequestLost
            | Card::Slow => State::Succeeded,
        };
        charge.expires = expires;
        if charge.keeps {
            books.tokens_count += 1;
            let token = format!("tok_{}", books.tokens_count);
            books.tokens.insert(token.clone(), card);
            charge.registered = Some(token);
        }
        books.tell(Subject::Attempt(key), charge.account);
        books.charges.insert(key, charge);
    }

    /// The customer turns back on the page.
    pub fn turn_back(&self, key: AttemptId) {
        let mut books = self.books();
        let Some(charge) = books.charges.get_mut(&key).filter(|charge| charge.state == State::Page) else {
            return;
        };
        charge.state = State::Cancelled;
        let account = charge.account;
        books.tell(Subject::Attempt(key), account);
    }

    /// What is pending and due comes to its end; the webhooks of it wait to be fetched.
    pub fn tick(&self) {
        let now = self.clock.now();
        let mut books = self.books();
        let mut told = Vec::new();
        for (key, charge) in &mut books.charges {
            if let State::Pending { at, pays } = charge.state
                && at <= now
            {
                charge.state = if pays { State::Succeeded } else { State::Refused(RefusalReason::Declined) };
                told.push((Subject::Attempt(*key), charge.account));
            }
        }
        let mut arrived = Vec::new();
        for (key, refund) in &mut books.refunds {
            if let State::Pending { at, .. } = refund.state
                && at <= now
            {
                refund.state = State::Succeeded;
                arrived.push(*key);
            }
        }
        for (subject, account) in told {
            books.tell(subject, account);
        }
        for key in arrived {
            let account = AccountId::from_uuid(uuid::Uuid::nil());
            books.tell(Subject::Refund(key), account);
        }
    }

    /// The webhooks to deliver now, in the order of chance: some are lost, some come twice, some wait for another day.
    pub fn webhooks(&self, chance: &Random) -> Vec<(Headers, Vec<u8>)> {
        let mut books = self.books();
        let mut going = Vec::new();
        let mut staying = Vec::new();
        for event in std::mem::take(&mut books.events) {
            match chance.below(10) {
                0 | 1 => {}
                2 => staying.push(event),
                3 => {
                    going.push(event.clone());
                    staying.push(event);
                }
                4 => going.extend([event.clone(), event]),
                _ => going.push(event),
            }
        }
        books.events = staying;
        for last in (1..going.len()).rev() {
            going.swap(last, usize::try_from(chance.below(last as u64 + 1)).unwrap_or(0));
        }
        going.iter().map(Event::written).collect()
    }

    /// How much of an attempt the provider holds: taken and not given back; `None` when it never took anything.
    #[must_use]
    pub fn holds(&self, key: AttemptId) -> Option<i64> {
        let books = self.books();
        let charge = books.charges.get(&key).filter(|charge| charge.state == State::Succeeded)?;
        Some(charge.amount - charge.refunded)
    }

    /// Every key that took money.
    #[must_use]
    pub fn taken(&self) -> Vec<(AccountId, AttemptId)> {
        let books = self.books();
        let taken = |charge: &Charge| charge.state == State::Succeeded && charge.amount > 0;
        let found = books.charges.iter().filter(|(_, charge)| taken(charge));
        found.map(|(key, charge)| (charge.account, *key)).collect()
    }
}

impl Books {
    fn below(&mut self, account: AccountId, bound: u64) -> u64 {
        self.luck.entry(account).or_insert_with(|| Random::seeded(0)).below(bound)
    }

    fn pending(&mut self, account: AccountId, now: Timestamp) -> State {
        let hours = 6 + self.below(account, 90);
        let at = now + SignedDuration::from_hours(i64::try_from(hours).unwrap_or(24));
        State::Pending { at, pays: self.below(account, 4) > 0 }
    }

    fn tell(&mut self, subject: Subject, account: AccountId) {
        self.events_count += 1;
        self.events.push(Event { id: format!("evt_{}", self.events_count), subject, account });
    }

    fn outcome(&self, key: AttemptId) -> Option<ChargeOutcome> {
        let charge = self.charges.get(&key)?;
        let external_id = format!("ch_{key}");
        Some(match charge.state {
            State::Page => {
                ChargeOutcome::Redirect { url: format!("http://provider.test/{key}"), external_id }
            }
            State::Pending { .. } => ChargeOutcome::Pending { external_id },
            State::Succeeded => {
                ChargeOutcome::Succeeded { external_id, registered: self.method(charge, key) }
            }
            State::Refused(reason) => ChargeOutcome::Refused { external_id, reason },
            State::Expired => ChargeOutcome::Expired { external_id },
            State::Cancelled => ChargeOutcome::Cancelled { external_id },
        })
    }

    fn refund_outcome(&self, key: RefundId) -> Option<RefundOutcome> {
        let external_id = format!("re_{key}");
        Some(match self.refunds.get(&key)?.state {
            State::Pending { .. } => RefundOutcome::Pending { external_id },
            State::Page | State::Succeeded | State::Refused(_) | State::Expired | State::Cancelled => {
                RefundOutcome::Succeeded { external_id }
            }
        })
    }

    fn method(&self, charge: &Charge, key: AttemptId) -> Option<RegisteredMethod> {
        let token = charge.registered.clone()?;
        let is_card = charge.kind == PaymentKind::Card;
        let mandate = Mandate { reference: format!("MD-{key}"), signed_at: Timestamp::UNIX_EPOCH };
        Some(RegisteredMethod {
            label: format!("•••• {}", &token[4..]),
            token: Secret::new(token),
            kind: charge.kind,
            expires: is_card.then_some(charge.expires),
            mandate: (!is_card).then_some(mandate),
        })
    }
}

impl Event {
    fn written(&self) -> (Headers, Vec<u8>) {
        let (word, key) = match self.subject {
            Subject::Attempt(key) => ("attempt", key.to_string()),
            Subject::Refund(key) => ("refund", key.to_string()),
            Subject::Other => ("other", String::new()),
        };
        let body = format!("{} {word} {key} {}", self.id, self.account);
        (Headers::from_iter([("signature", "sim")]), body.into_bytes())
    }
}

fn lost(what: &str) -> Unknown {
    Unknown(what.to_owned())
}

#[async_trait]
impl Gateway for Provider {
    fn name(&self) -> &'static str {
        "sim"
    }

    fn capabilities(&self) -> &Capabilities {
        &CAN
    }

    async fn charge(&self, request: &ChargeRequest) -> Result<ChargeOutcome, Unknown> {
        let now = self.clock.now();
        let mut books = self.books();
        if books.is_down {
            return Err(lost("the provider is down"));
        }
        if let Some(known) = books.outcome(request.key) {
            return Ok(known);
        }
        let mut charge = Charge {
            account: request.account,
            amount: request.amount.minor(),
            refunded: 0,
            kind: PaymentKind::Card,
            keeps: false,
            registered: None,
            expires: (2099, 12),
            state: State::Page,
        };
        let mut is_answer_lost = false;
        match &request.method {
            ChargeMethod::Hosted { kind, register, .. } => {
                charge.kind = *kind;
                charge.keeps = *register;
            }
            ChargeMethod::Registered { token, return_url } => {
                let card = books.tokens.get(token.expose()).copied().unwrap_or(Card::Empty);
                let luck = books.below(request.account, 6);
                charge.state = match card {
                    Card::Good => State::Succeeded,
                    Card::Absent if return_url.is_none() => {
                        State::Refused(RefusalReason::AuthenticationFailed)
                    }
                    Card::Absent => State::Page,
                    Card::Poor if luck < 3 => State::Refused(RefusalReason::InsufficientFunds),
                    Card::Poor => State::Succeeded,
                    Card::Empty => State::Refused(RefusalReason::Declined),
                    Card::AnswerLost => {
                        is_answer_lost = luck < 2;
                        State::Succeeded
                    }
                    Card::RequestLost if luck < 2 => return Err(lost("the request was lost")),
                    Card::RequestLost => State::Succeeded,
                    Card::Slow => books.pending(request.account, now),
                };
            }
        }
        let is_silent = charge.state == State::Page;
        books.charges.insert(request.key, charge);
        if !is_silent {
            books.tell(Subject::Attempt(request.key), request.account);
        }
        if is_answer_lost {
            return Err(lost("the answer was lost"));
        }
        books.outcome(request.key).ok_or_else(|| lost("nothing is known"))
    }

    async fn setup(&self, request: &SetupRequest) -> Result<ChargeOutcome, Unknown> {
        let mut books = self.books();
        if books.is_down {
            return Err(lost("the provider is down"));
        }
        books.charges.entry(request.key).or_insert_with(|| Charge {
            account: request.account,
            amount: 0,
            refunded: 0,
            kind: request.kind,
            keeps: true,
            registered: None,
            expires: (2099, 12),
            state: State::Page,
        });
        books.outcome(request.key).ok_or_else(|| lost("nothing is known"))
    }

    async fn find(&self, key: AttemptId) -> Result<Option<ChargeOutcome>, Unknown> {
        let books = self.books();
        if books.is_down { Err(lost("the provider is down")) } else { Ok(books.outcome(key)) }
    }

    async fn expire(&self, key: AttemptId) -> Result<Option<ChargeOutcome>, Unknown> {
        let mut books = self.books();
        if books.is_down {
            return Err(lost("the provider is down"));
        }
        let charge = books.charges.entry(key).or_insert_with(|| Charge {
            account: AccountId::from_uuid(uuid::Uuid::nil()),
            amount: 0,
            refunded: 0,
            kind: PaymentKind::Card,
            keeps: false,
            registered: None,
            expires: (2099, 12),
            state: State::Expired,
        });
        if charge.state == State::Page {
            charge.state = State::Expired;
        }
        Ok(books.outcome(key))
    }

    async fn refund(&self, request: &RefundRequest) -> Result<RefundOutcome, Unknown> {
        let now = self.clock.now();
        let mut books = self.books();
        if books.is_down {
            return Err(lost("the provider is down"));
        }
        if !books.refunds.contains_key(&request.key) {
            let Some(charge) = books.charges.get_mut(&request.attempt) else {
                return Ok(RefundOutcome::Failed { detail: "there is no such charge".to_owned() });
            };
            let amount = request.amount.minor();
            if charge.state != State::Succeeded || charge.refunded + amount > charge.amount {
                return Ok(RefundOutcome::Failed { detail: "more than what is left".to_owned() });
            }
            charge.refunded += amount;
            let state = match books.below(request.account, 4) {
                0 => books.pending(request.account, now),
                _ => State::Succeeded,
            };
            books.refunds.insert(request.key, Refunding { state });
            if books.below(request.account, 6) == 0 {
                return Err(lost("the answer was lost"));
            }
        }
        books.refund_outcome(request.key).ok_or_else(|| lost("nothing is known"))
    }

    async fn find_refund(&self, key: RefundId) -> Result<Option<RefundOutcome>, Unknown> {
        let books = self.books();
        if books.is_down {
            return Err(lost("the provider is down"));
        }
        Ok(books.refund_outcome(key))
    }

    async fn forget(&self, token: &Secret<String>) -> Result<(), Unknown> {
        let mut books = self.books();
        if books.is_down {
            return Err(lost("the provider is down"));
        }
        books.tokens.remove(token.expose());
        Ok(())
    }

    fn parse_webhook(
        &self,
        headers: &Headers,
        body: &[u8],
        _: Timestamp,
    ) -> Result<WebhookEvent, WebhookError> {
        if headers.get("signature") != Some("sim") {
            return Err(WebhookError::Unsigned);
        }
        let text = std::str::from_utf8(body).map_err(|_| WebhookError::Unreadable)?;
        let [id, word, key, account] = text.split(' ').collect::<Vec<_>>()[..] else {
            return Err(WebhookError::Unreadable);
        };
        let subject = match word {
            "attempt" => Subject::Attempt(key.parse().map_err(|_| WebhookError::Unreadable)?),
            "refund" => Subject::Refund(key.parse().map_err(|_| WebhookError::Unreadable)?),
            _ => Subject::Other,
        };
        let account = account.parse().ok();
        Ok(WebhookEvent { event_id: id.to_owned(), kind: word.to_owned(), account, subject })
    }
}
