//! A line to the provider that is cut before or after a call took effect: what is not known is found out.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use async_trait::async_trait;
use flows::{Choice, PayError, PayOutcome};
use kernel::{AttemptId, Headers, Money, RefundId, Secret, SignedDuration, Timestamp};
use orders::{Order, OrderState};
use payments::{
    AttemptState, Capabilities, ChargeOutcome, ChargeRequest, Gateway, RefundOutcome, RefundRequest,
    RefundState, SetupRequest, Unknown, WebhookError, WebhookEvent,
};
use testkit::TestDb;

use super::provider::GOOD;
use super::shop::{NEW_CARD, Shop, settings, web};

const WHOLE: u8 = 0;
/// No call reaches the provider.
const CUT: u8 = 1;
/// Every call reaches the provider, and no answer comes back.
const DEAF: u8 = 2;

/// The line.
#[derive(Debug)]
struct Line {
    provider: Arc<dyn Gateway>,
    state: Arc<AtomicU8>,
}

impl Line {
    async fn call<T>(&self, call: impl Future<Output = Result<T, Unknown>>) -> Result<T, Unknown> {
        let state = self.state.load(Ordering::SeqCst);
        if state == CUT {
            return Err(Unknown("the line is cut".to_owned()));
        }
        let answer = call.await;
        if state == DEAF { Err(Unknown("the answer is lost".to_owned())) } else { answer }
    }
}

#[async_trait]
impl Gateway for Line {
    fn name(&self) -> &'static str {
        self.provider.name()
    }

    fn capabilities(&self) -> &Capabilities {
        self.provider.capabilities()
    }

    async fn charge(&self, request: &ChargeRequest) -> Result<ChargeOutcome, Unknown> {
        self.call(self.provider.charge(request)).await
    }

    async fn setup(&self, request: &SetupRequest) -> Result<ChargeOutcome, Unknown> {
        self.call(self.provider.setup(request)).await
    }

    async fn find(&self, key: AttemptId) -> Result<Option<ChargeOutcome>, Unknown> {
        self.call(self.provider.find(key)).await
    }

    async fn expire(&self, key: AttemptId) -> Result<Option<ChargeOutcome>, Unknown> {
        self.call(self.provider.expire(key)).await
    }

    async fn refund(&self, request: &RefundRequest) -> Result<RefundOutcome, Unknown> {
        self.call(self.provider.refund(request)).await
    }

    async fn find_refund(&self, key: RefundId) -> Result<Option<RefundOutcome>, Unknown> {
        self.call(self.provider.find_refund(key)).await
    }

    async fn forget(&self, token: &Secret<String>) -> Result<(), Unknown> {
        self.call(self.provider.forget(token)).await
    }

    fn parse_webhook(
        &self,
        headers: &Headers,
        body: &[u8],
        now: Timestamp,
    ) -> Result<WebhookEvent, WebhookError> {
        self.provider.parse_webhook(headers, body, now)
    }
}

/// A shop with such a line, and what cuts it.
async fn shop(db: &TestDb, settings: flows::Settings) -> (Shop, Arc<AtomicU8>) {
    let state = Arc::new(AtomicU8::new(WHOLE));
    let line = state.clone();
    let shop = Shop::through(db, settings, |provider| Arc::new(Line { provider, state: line })).await;
    (shop, state)
}

async fn ordered(shop: &Shop) -> Order {
    let ada = shop.customer("ada@example.com").await;
    shop.order(ada.id, web()).await
}

#[testkit::both_databases]
async fn while_the_provider_is_away_nothing_is_paid_and_nothing_is_lost(db: TestDb) {
    let (shop, line) = shop(&db, settings()).await;
    let order = ordered(&shop).await;
    let away = shop.payment(&order, NEW_CARD);
    line.store(CUT, Ordering::SeqCst);
    assert_eq!(shop.pay(&order, &away).await.unwrap(), PayOutcome::Pending);
    let back = flows::came_back(&shop.cx, order.account, away.id).await;
    assert_eq!(back.unwrap(), PayOutcome::Pending);
    shop.pass(SignedDuration::from_mins(10));
    shop.settle_down().await;
    assert_eq!(shop.attempt(order.account, away.id).await.state, AttemptState::Unknown);

    line.store(WHOLE, Ordering::SeqCst);
    shop.pass(SignedDuration::from_mins(10));
    shop.settle_down().await;
    assert_eq!(shop.attempt(order.account, away.id).await.state, AttemptState::Expired);
    let (paid, outcome) = shop.pay_on_page(&order, GOOD).await;
    assert_eq!(outcome, PayOutcome::Paid);
    shop.settle_down().await;
    shop.assert_fulfilled(&order, &[away.id, paid]).await;
}

#[testkit::both_databases]
async fn a_page_whose_address_was_lost_is_found_by_the_same_form(db: TestDb) {
    let (shop, line) = shop(&db, settings()).await;
    let order = ordered(&shop).await;
    let payment = shop.payment(&order, NEW_CARD);
    line.store(DEAF, Ordering::SeqCst);
    assert_eq!(shop.pay(&order, &payment).await.unwrap(), PayOutcome::Pending);
    line.store(WHOLE, Ordering::SeqCst);
    shop.pass(SignedDuration::from_secs(16));
    shop.settle_down().await;
    let Ok(PayOutcome::Redirect(url)) = shop.pay(&order, &payment).await else { panic!("the page is known") };
    shop.provider.visit(&url, GOOD).await;
    assert_eq!(flows::came_back(&shop.cx, order.account, payment.id).await.unwrap(), PayOutcome::Paid);
    shop.settle_down().await;
    shop.assert_fulfilled(&order, &[payment.id]).await;
}

#[testkit::both_databases]
async fn a_page_that_cannot_be_closed_lets_no_other_payment_begin(db: TestDb) {
    let (shop, line) = shop(&db, settings()).await;
    let order = ordered(&shop).await;
    let method = shop.register(order.account, GOOD).await;
    let (open, url) = shop.open_page(&order).await;
    line.store(CUT, Ordering::SeqCst);
    let other = shop.payment(&order, Choice::Registered(method));
    let refused = shop.pay(&order, &other).await;
    assert!(matches!(refused, Err(PayError::InProgress)), "{refused:?}");
    line.store(WHOLE, Ordering::SeqCst);
    shop.provider.visit(&url, GOOD).await;
    shop.pass(SignedDuration::from_mins(2));
    shop.settle_down().await;
    shop.assert_fulfilled(&order, &[open, other.id]).await;
}

#[testkit::both_databases]
async fn an_event_that_cannot_be_looked_into_waits(db: TestDb) {
    let (shop, line) = shop(&db, settings()).await;
    let order = ordered(&shop).await;
    let (attempt, url) = shop.open_page(&order).await;
    shop.provider.visit(&url, GOOD).await;
    line.store(CUT, Ordering::SeqCst);
    for hook in shop.provider.hooks(3).await {
        flows::webhook::receive(&shop.cx, "sandbox", &hook.headers, &hook.body).await.unwrap();
    }
    shop.settle_down().await;
    assert_eq!(shop.reload(&order).await.state, OrderState::NotPaid);
    line.store(WHOLE, Ordering::SeqCst);
    shop.pass(SignedDuration::from_secs(6));
    assert_eq!(flows::reconcile::work_on_webhooks(&shop.cx, 100).await.unwrap(), 3);
    assert_eq!(shop.reload(&order).await.state, OrderState::Delivering);
    shop.settle_down().await;
    shop.assert_fulfilled(&order, &[attempt]).await;
}

#[testkit::both_databases]
async fn a_refund_whose_answer_was_lost_is_given_back_once(db: TestDb) {
    let mut settings = settings();
    settings.validation.order_over = vec![Money::new(100, kernel::Currency::EUR)];
    let (shop, line) = shop(&db, settings).await;
    let order = ordered(&shop).await;
    let (attempt, _) = shop.pay_on_page(&order, GOOD).await;
    let (account, staff) = (order.account, shop.id());
    flows::validate::refuse(&shop.cx, account, order.id, staff, String::new()).await.unwrap();
    let refund: RefundId = kernel::Id::from_uuid(order.id.uuid());
    let state = async || {
        shop.cx
            .db
            .account(account)
            .read(move |tx| payments::store::get_refund(tx, refund))
            .await
            .unwrap()
            .state
    };

    line.store(DEAF, Ordering::SeqCst);
    assert!(flows::refund::send(&shop.cx, account, refund).await.is_err());
    assert_eq!(state().await, RefundState::Unknown);
    assert_eq!(shop.provider.holds(attempt).await, 0, "it went back");
    line.store(CUT, Ordering::SeqCst);
    shop.pass(SignedDuration::from_mins(2));
    flows::refund::settle_unknown(&shop.cx, 10).await.unwrap();
    assert_eq!(state().await, RefundState::Unknown);

    line.store(WHOLE, Ordering::SeqCst);
    shop.pass(SignedDuration::from_hours(1));
    shop.settle_down().await;
    assert_eq!(state().await, RefundState::Success);
    assert_eq!(shop.provider.charge(attempt).await.unwrap()["amount_refunded"], 359);
    assert_eq!(shop.balance(account).await, 0);
    shop.assert_clean().await;
}

#[testkit::both_databases]
async fn a_refund_that_never_reached_the_provider_is_sent_by_the_reconciler(db: TestDb) {
    let mut settings = settings();
    settings.validation.order_over = vec![Money::new(100, kernel::Currency::EUR)];
    let (shop, line) = shop(&db, settings).await;
    let order = ordered(&shop).await;
    let (attempt, _) = shop.pay_on_page(&order, GOOD).await;
    let (account, staff) = (order.account, shop.id());
    flows::validate::refuse(&shop.cx, account, order.id, staff, String::new()).await.unwrap();
    let refund: RefundId = kernel::Id::from_uuid(order.id.uuid());
    line.store(CUT, Ordering::SeqCst);
    assert!(flows::refund::send(&shop.cx, account, refund).await.is_err());
    assert_eq!(shop.provider.refund(refund).await, None);
    line.store(WHOLE, Ordering::SeqCst);
    shop.pass(SignedDuration::from_hours(1));
    flows::refund::settle_unknown(&shop.cx, 10).await.unwrap();
    assert_eq!(shop.provider.holds(attempt).await, 0);
}
