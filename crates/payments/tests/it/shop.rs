//! A customer with orders to pay, and the words of a provider.

use db::Db;
use kernel::{
    AccountId, AttemptId, Clock, Currency, Id, MethodId, Money, OrderId, PaymentKind, Random, RefundId,
    Secret, SubsidiaryCode, Timestamp,
};
use ledger::LedgerAccount;
use payments::{
    Attempt, BeginError, Begun, Books, ChargeOutcome, NewAttempt, PayWith, RecordError, Recorded, Refund,
    RefundError, RefusalReason, RegisteredMethod,
};

#[derive(Clone)]
pub(crate) struct Shop {
    pub(crate) db: Db,
    pub(crate) account: AccountId,
    pub(crate) clock: Clock,
    pub(crate) random: Random,
}

pub(crate) fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

pub(crate) fn books() -> Books {
    Books { subsidiary: SubsidiaryCode::parse("FR").unwrap(), time_zone: "Europe/Paris".to_owned() }
}

impl Shop {
    pub(crate) fn new(db: &Db) -> Shop {
        let (clock, random) = (testkit::clock(), Random::system());
        Shop { db: db.clone(), account: random.id(clock.now()), clock, random }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn id<T>(&self) -> Id<T> {
        self.random.id(self.now())
    }

    /// An attempt to pay 100.00 € on the provider's page.
    pub(crate) fn by_page(&self, order: OrderId) -> NewAttempt {
        let with = PayWith::New {
            gateway: "sandbox".to_owned(),
            kind: PaymentKind::Card,
            register: false,
            make_default: false,
        };
        NewAttempt { id: self.id(), order, books: books(), amount: eur(10_000), with }
    }

    pub(crate) async fn begin(&self, new: &NewAttempt) -> Result<Begun, BeginError> {
        let (now, new) = (self.now(), new.clone());
        self.db
            .account(self.account)
            .write(move |tx| {
                let attempts = payments::store::of_order(tx, new.order)?;
                payments::begin(tx, now, &new, &attempts)
            })
            .await
    }

    /// Begins to pay on the page and answers the attempt's id.
    pub(crate) async fn begun(&self, order: OrderId) -> AttemptId {
        self.begin(&self.by_page(order)).await.unwrap().attempt.id
    }

    pub(crate) async fn record(&self, id: AttemptId, said: ChargeOutcome) -> Result<Recorded, RecordError> {
        let now = self.now();
        self.db
            .account(self.account)
            .write(move |tx| {
                payments::store::with_others(tx, id)
                    .map_err(RecordError::from)
                    .and_then(|(attempt, others)| payments::record(tx, now, &attempt, others, &said))
            })
            .await
    }

    pub(crate) async fn lost(&self, id: AttemptId) -> Attempt {
        let now = self.now();
        self.db.account(self.account).write(move |tx| payments::lost(tx, now, id)).await.unwrap()
    }

    /// An order that was paid with 100.00 €.
    pub(crate) async fn paid(&self) -> AttemptId {
        let id = self.begun(self.id()).await;
        self.record(id, succeeded(id)).await.unwrap();
        id
    }

    pub(crate) async fn attempt(&self, id: AttemptId) -> Attempt {
        self.db.account(self.account).read(move |tx| payments::store::get(tx, id)).await.unwrap()
    }

    pub(crate) async fn refund(
        &self,
        attempt: AttemptId,
        minor: i64,
        cause: &'static str,
    ) -> Result<Refund, RefundError> {
        let (now, id): (_, RefundId) = (self.now(), self.id());
        self.db
            .account(self.account)
            .write(move |tx| payments::request(tx, now, id, attempt, eur(minor), cause))
            .await
    }

    pub(crate) async fn refunds(&self, attempt: AttemptId) -> Vec<Refund> {
        self.db.account(self.account).read(move |tx| payments::store::refunds_of(tx, attempt)).await.unwrap()
    }

    /// What the ledger holds: at the provider, for the customer, and on its way back.
    pub(crate) async fn ledger(&self) -> [i64; 3] {
        self.db
            .account(self.account)
            .read(|tx| {
                let mut balance = |account| ledger::account_balance(tx, &account, Currency::EUR);
                let clearing = balance(LedgerAccount::Clearing("sandbox".to_owned()))?;
                let credit = balance(LedgerAccount::CustomerCredit)?;
                let payable = balance(LedgerAccount::RefundsPayable)?;
                Ok::<_, db::Error>([clearing.minor(), credit.minor(), payable.minor()])
            })
            .await
            .unwrap()
    }

    /// How many jobs of this name wait for a worker.
    pub(crate) async fn jobs(&self, name: &'static str) -> usize {
        let now = self.now();
        let due = self.db.across().read(move |tx| outbox::due_any(tx, now, 1000)).await;
        let due: Vec<outbox::Due> = due.map_err(|error: db::Error| error).unwrap();
        due.iter().filter(|job| job.account() == self.account && job.name() == name).count()
    }
}

/// The provider's name of an attempt's charge.
pub(crate) fn name(id: AttemptId) -> String {
    format!("ch_{id}")
}

pub(crate) fn page(id: AttemptId) -> ChargeOutcome {
    ChargeOutcome::Redirect { url: "https://pay.example/1".to_owned(), external_id: name(id) }
}

pub(crate) fn pending(id: AttemptId) -> ChargeOutcome {
    ChargeOutcome::Pending { external_id: name(id) }
}

pub(crate) fn succeeded(id: AttemptId) -> ChargeOutcome {
    ChargeOutcome::Succeeded { external_id: name(id), registered: None }
}

pub(crate) fn refused(id: AttemptId) -> ChargeOutcome {
    ChargeOutcome::Refused { external_id: name(id), reason: RefusalReason::InsufficientFunds }
}

pub(crate) fn expired(id: AttemptId) -> ChargeOutcome {
    ChargeOutcome::Expired { external_id: name(id) }
}

pub(crate) fn card(token: &str) -> RegisteredMethod {
    RegisteredMethod {
        token: Secret::new(token.to_owned()),
        kind: PaymentKind::Card,
        label: "•••• 1003".to_owned(),
        expires: Some((2028, 4)),
        mandate: None,
    }
}

/// Registers a card and answers its id.
pub(crate) async fn registered(shop: &Shop, token: &'static str, make_default: bool) -> MethodId {
    let (now, id) = (shop.now(), shop.id());
    shop.db
        .account(shop.account)
        .write(move |tx| payments::register(tx, now, id, "sandbox", &card(token), make_default))
        .await
        .unwrap()
        .id
}
