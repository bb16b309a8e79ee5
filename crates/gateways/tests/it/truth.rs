//! Our books and the provider's, after answers were lost before and after their effect.

use kernel::{
    AccountId, AttemptId, Currency, Money, OrderId, RefundId, Secret, SignedDuration, SubsidiaryCode,
};
use ledger::LedgerAccount;
use payments::contract::Bench;
use payments::reconcile::{Step, decide};
use payments::{
    Attempt, AttemptState, Books, ChargeOutcome, Gateway, NewAttempt, PayWith, RecordError, RefundState,
    RegisteredMethod, ToldCustomer, Unknown,
};
use testkit::TestDb;

use crate::it::bench::Counter;

const NUMBERS: [&str; 5] = [
    "4000 0700 0000 1003",
    "4000 0700 0000 4015",
    "4000 0700 0000 4023",
    "4000 0700 0000 5012",
    "4000 0700 0000 5020",
];
const AMOUNT: Money = Money::new(10_000, Currency::EUR);

/// A customer of ours who pays with this registered card.
struct Payer<'a> {
    db: &'a db::Db,
    counter: &'a Counter,
    account: AccountId,
}

impl Payer<'_> {
    async fn begin(&self, token: &str) -> AttemptId {
        let now = self.counter.now();
        let (id, method) = (self.counter.key(), self.counter.random.id(now));
        let books = Books { subsidiary: SubsidiaryCode::parse("FR").unwrap(), time_zone: "UTC".to_owned() };
        let order: OrderId = self.counter.random.id(now);
        let registered = RegisteredMethod {
            token: Secret::new(token.to_owned()),
            kind: kernel::PaymentKind::Card,
            label: "•••• 1003".to_owned(),
            expires: None,
            mandate: None,
        };
        let begun = self
            .db
            .account(self.account)
            .write(move |tx| {
                let method = payments::register(tx, now, method, "sandbox", &registered, false)
                    .map_err(RecordError::from)?;
                let with = PayWith::Registered(method.id);
                let new = NewAttempt { id, order, books: books.clone(), amount: AMOUNT, with };
                Ok::<_, RecordError>(payments::begin(tx, now, &new, &[]).expect("a new order can be paid"))
            })
            .await
            .unwrap();
        let told = ToldCustomer {
            description: "Order 1042".to_owned(),
            order_number: 1042,
            customer_ref: "ab12345-ct".to_owned(),
            return_url: "https://shop.example/".to_owned(),
            locale: kernel::Locale::Fr,
        };
        let request = begun.attempt.charge_request(self.account, begun.with, told);
        let answer = self.counter.gateway.charge(&request).await;
        self.take(id, answer.map(Some)).await;
        id
    }

    /// Writes down an answer, or that it was lost.
    async fn take(&self, id: AttemptId, answer: Result<Option<ChargeOutcome>, Unknown>) {
        let now = self.counter.now();
        let account = self.db.account(self.account);
        match answer {
            Ok(Some(said)) => {
                account
                    .write(move |tx| {
                        payments::store::with_others(tx, id)
                            .map_err(RecordError::from)
                            .and_then(|(attempt, others)| payments::record(tx, now, &attempt, others, &said))
                    })
                    .await
                    .unwrap();
            }
            Ok(None) | Err(_) => {
                let lost = account.write(move |tx| payments::lost(tx, now, id)).await;
                lost.map_err(|error: db::Error| error).unwrap();
            }
        }
    }

    async fn attempt(&self, id: AttemptId) -> Attempt {
        let found = self.db.account(self.account).read(move |tx| payments::store::get(tx, id)).await;
        found.map_err(|error: db::Error| error).unwrap()
    }

    /// One look of the reconciler at everything that is due.
    async fn reconcile(&self) -> usize {
        let now = self.counter.now();
        let due = self.db.across().read(move |tx| payments::store::unsettled(tx, now, 100)).await;
        let due = due.map_err(|error: db::Error| error).unwrap();
        let gateway = &self.counter.gateway;
        for (_, id) in &due {
            let attempt = self.attempt(*id).await;
            let found = gateway.find(*id).await;
            let step = found.map(|found| decide(&attempt, found, gateway.capabilities(), now));
            let answer = match step {
                Ok(Step::Record(said)) => Ok(Some(said)),
                Ok(Step::Close) => gateway.expire(*id).await,
                Ok(Step::Wait) => Ok(None),
                Err(unknown) => Err(unknown),
            };
            self.take(*id, answer).await;
        }
        due.len()
    }

    async fn clearing(&self) -> i64 {
        let held = LedgerAccount::Clearing("sandbox".to_owned());
        let read = self
            .db
            .account(self.account)
            .read(move |tx| ledger::account_balance(tx, &held, Currency::EUR))
            .await;
        read.map_err(|error: db::Error| error).unwrap().minor()
    }
}

#[testkit::both_databases]
async fn lost_answers_lead_to_no_double_charge_and_no_lost_payment(db: TestDb) {
    let counter = Counter::new().await;
    let payer = Payer { db: &db, counter: &counter, account: testkit::account(&db) };
    let mut attempts = Vec::new();
    for number in NUMBERS {
        let token = counter.token_later(number).await;
        for _ in 0..2 {
            attempts.push(payer.begin(token.expose()).await);
        }
    }
    let mut unknown = 0;
    for id in &attempts {
        unknown += usize::from(payer.attempt(*id).await.state == AttemptState::Unknown);
    }
    assert_eq!(unknown, 4, "two answers were lost after, and two before their effect");
    for minutes in [1, 5, 30] {
        counter.clock.advance(SignedDuration::from_mins(minutes)).unwrap();
        payer.reconcile().await;
    }
    let mut taken = 0;
    for id in &attempts {
        let ours = payer.attempt(*id).await;
        assert!(!ours.state.is_unresolved(), "{:?} is not resolved after three looks", ours.state);
        let theirs = counter.gateway.find(*id).await.unwrap();
        let is_paid = matches!(theirs, Some(ChargeOutcome::Succeeded { .. }));
        assert_eq!(ours.state == AttemptState::Success, is_paid, "{ours:?}, but they say {theirs:?}");
        taken += i64::from(is_paid) * AMOUNT.minor();
    }
    assert_eq!(taken, 60_000, "the books of the provider");
    assert_eq!(payer.clearing().await, taken, "our books");
    counter.clock.advance(SignedDuration::from_hours(48)).unwrap();
    assert_eq!(payer.reconcile().await, 0, "a further look finds nothing to do");
}

#[testkit::both_databases]
async fn a_refund_goes_back_once_though_its_answer_is_told_twice(db: TestDb) {
    let counter = Counter::new().await;
    let payer = Payer { db: &db, counter: &counter, account: testkit::account(&db) };
    let token = counter.token("4000 0700 0000 1003").await;
    let id = payer.begin(token.expose()).await;
    let (now, refund): (_, RefundId) = (counter.now(), counter.random.id(counter.now()));
    let part = Money::new(6_000, Currency::EUR);
    let decided =
        db.account(payer.account).write(move |tx| payments::request(tx, now, refund, id, part, "test")).await;
    let request = decided.unwrap().request(payer.account, &payer.attempt(id).await);
    for _ in 0..2 {
        let said = counter.gateway.refund(&request).await.unwrap();
        let told = db
            .account(payer.account)
            .write(move |tx| payments::record_refund(tx, now, refund, &said))
            .await
            .unwrap();
        assert_eq!(told.state, RefundState::Success);
    }
    assert_eq!(payer.clearing().await, 4_000);
}
