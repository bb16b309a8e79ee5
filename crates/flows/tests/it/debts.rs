//! Bills that were not paid are paid by one order made for them, and however the money comes, it is taken once.

use accounts::Account;
use db::AccountTx;
use flows::debts::{self, DebtError, Position, Regularisation, Wanted};
use flows::{Choice, PayError, PayOutcome};
use kernel::SignedDuration;
use orders::{Order, OrderKind, OrderState};
use services::{ResourceState, Service, ServiceState};
use testkit::TestDb;

use super::provider::{ANSWER_LOST, GOOD, ONCE};
use super::shop::{NEW_CARD, Shop, web};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

impl Shop {
    /// The wish to pay, as a page makes it.
    async fn regularise(&self, owner: &Account, wanted: Wanted) -> Regularisation {
        debts::regularise(&self.cx, owner.id, self.id(), wanted).await.unwrap()
    }

    async fn to_pay(&self, owner: &Account) -> Order {
        match self.regularise(owner, Wanted::Everything).await {
            Regularisation::Order(order) => *order,
            other @ (Regularisation::Nothing | Regularisation::Paying(_)) => {
                panic!("no order was made: {other:?}")
            }
        }
    }

    async fn position(&self, owner: &Account) -> Option<Position> {
        let now = self.cx.clock.now();
        self.cx.db.account(owner.id).read(move |tx| debts::position(tx, now)).await.unwrap()
    }

    /// Due, ordered, being paid.
    async fn amounts(&self, owner: &Account) -> (i64, i64, i64) {
        let position = self.position(owner).await.unwrap();
        (position.due.minor(), position.todo.minor(), position.pending.minor())
    }

    async fn assert_all_agrees(&self) {
        let cx = &self.cx;
        let report = reports::verify(&cx.db, &cx.jurisdictions, cx.clock.now(), |_| {}).await.unwrap();
        assert_eq!(report.problems, []);
        self.assert_clean().await;
    }
}

/// A customer with one unpaid bill, whose service is closed.
async fn one_bill(shop: &Shop) -> (Account, Service) {
    let ada = shop.customer("ada@example.com").await;
    let service = shop.bought_without_method(&ada, web()).await;
    shop.live_until(&service, "2026-02-24").await;
    assert_eq!(shop.service_now(&service).await.resource, ResourceState::Suspended);
    (ada, service)
}

/// The same with a second bill, of another day.
async fn two_bills(shop: &Shop) -> (Account, [Service; 2]) {
    let ada = shop.customer("ada@example.com").await;
    let first = shop.bought_without_method(&ada, web()).await;
    shop.live(1).await;
    let second = shop.bought_without_method(&ada, web()).await;
    shop.live_until(&first, "2026-02-25").await;
    (ada, [first, second])
}

#[testkit::both_databases]
async fn the_whole_balance_is_paid_by_one_order_without_another_invoice_and_what_was_closed_opens(
    db: TestDb,
) {
    let shop = Shop::open(&db).await;
    let (ada, services) = two_bills(&shop).await;
    assert_eq!(shop.amounts(&ada).await, (718, 0, 0));
    let order = shop.to_pay(&ada).await;
    assert_eq!((order.kind, order.totals.gross.minor()), (OrderKind::Regularisation, 718));
    assert_eq!(order.expires_at.duration_since(order.created_at), HOUR);
    assert_eq!((order.lines.len(), order.totals.tax.minor()), (2, 0), "the taxes are on the invoices");
    assert_eq!(shop.amounts(&ada).await, (0, 718, 0));
    let bills = shop.renewals(ada.id).await;

    let (attempt, outcome) = shop.pay_on_page(&order, GOOD).await;
    assert_eq!(outcome, PayOutcome::Paid);
    shop.settle_down().await;
    assert_eq!(shop.position(&ada).await, None);
    assert_eq!(shop.reload(&order).await.state, OrderState::Delivered);
    assert!(shop.invoices(&order).await.is_empty(), "it sells nothing");
    for bill in &bills {
        assert!(shop.invoice(bill).await.is_paid());
        assert_eq!(shop.reload(bill).await.state, OrderState::Delivered);
    }
    for service in &services {
        let open = shop.service_now(service).await;
        assert_eq!((open.state, open.resource), (ServiceState::Ok, ResourceState::Ok));
    }
    assert_eq!(shop.provider.holds(attempt).await, 718);
    assert_eq!((shop.balance(ada.id).await, shop.mailed(ada.id, "payment_received").await), (0, 3));
    shop.assert_all_agrees().await;
}

#[testkit::both_databases]
async fn one_invoice_is_paid_alone_and_nothing_to_pay_is_no_error(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    assert_eq!(shop.regularise(&ada, Wanted::Everything).await, Regularisation::Nothing);
    let unknown = Wanted::Invoice("FR99999999".to_owned());
    let refused = debts::regularise(&shop.cx, ada.id, shop.id(), unknown).await;
    assert!(matches!(refused, Err(DebtError::NoInvoice)), "{refused:?}");

    let first = shop.bought_without_method(&ada, web()).await;
    shop.live(1).await;
    shop.bought_without_method(&ada, web()).await;
    shop.live_until(&first, "2026-02-20").await;
    let bills = shop.renewals(ada.id).await;
    let reference = shop.invoice(&bills[0]).await.reference;
    let wanted = Wanted::Invoice(reference.clone());
    let Regularisation::Order(order) = shop.regularise(&ada, wanted.clone()).await else {
        panic!("no order")
    };
    assert_eq!(order.totals.gross.minor(), 359);
    shop.pay_on_page(&order, GOOD).await;
    shop.settle_down().await;
    assert_eq!(shop.regularise(&ada, wanted).await, Regularisation::Nothing, "it is paid");
    assert_eq!(shop.amounts(&ada).await, (359, 0, 0), "the other one is still due");
    shop.assert_all_agrees().await;
}

#[testkit::both_databases]
async fn a_second_wish_and_two_at_once_lead_to_the_same_order(db: TestDb) {
    let shop = Shop::open(&db).await;
    let (ada, _) = two_bills(&shop).await;
    let (one, other) =
        tokio::join!(shop.regularise(&ada, Wanted::Everything), shop.regularise(&ada, Wanted::Everything));
    let numbers = [&one, &other].map(|made| match made {
        Regularisation::Order(order) => order.number,
        Regularisation::Nothing | Regularisation::Paying(_) => panic!("no order: {made:?}"),
    });
    assert_eq!(numbers[0], numbers[1]);
    // Even with its page open: it is that one which is paid.
    let order = shop.to_pay(&ada).await;
    shop.open_page(&order).await;
    assert_eq!(shop.to_pay(&ada).await.id, order.id);
    // Another wish takes its place, and its page is closed.
    let reference = shop.invoice(&shop.renewals(ada.id).await[0]).await.reference;
    let Regularisation::Order(single) = shop.regularise(&ada, Wanted::Invoice(reference)).await else {
        panic!("no order")
    };
    assert_ne!(single.id, order.id);
    assert_eq!(shop.reload(&order).await.state, OrderState::Expired);
    let refused = shop.pay(&order, &shop.payment(&order, NEW_CARD)).await;
    assert!(matches!(refused, Err(PayError::NotPayable)), "{refused:?}");
    assert_eq!(shop.amounts(&ada).await, (359, 359, 0));
}

#[testkit::both_databases]
async fn a_payment_that_is_running_is_led_to_and_never_made_twice(db: TestDb) {
    let shop = Shop::open(&db).await;
    let (ada, service) = one_bill(&shop).await;
    let bill = shop.renewals(ada.id).await.remove(0);
    let order = shop.to_pay(&ada).await;
    let lost = shop.register(ada.id, ANSWER_LOST).await;
    let payment = shop.payment(&order, Choice::Registered(lost));
    assert_eq!(shop.pay(&order, &payment).await.unwrap(), PayOutcome::Pending);
    assert_eq!(shop.amounts(&ada).await, (0, 0, 359));
    // The bill's own order, and a second regularisation, wait for the end of that payment.
    let refused = shop.pay(&bill, &shop.payment(&bill, NEW_CARD)).await;
    assert!(matches!(refused, Err(PayError::InProgress)), "{refused:?}");
    assert_eq!(shop.to_pay(&ada).await.id, order.id);
    shop.pass(HOUR * 2);
    assert_eq!(shop.regularise(&ada, Wanted::Everything).await, Regularisation::Paying(order.number));

    shop.settle_down().await;
    assert_eq!(shop.provider.holds(payment.id).await, 359);
    assert_eq!(shop.service_now(&service).await.resource, ResourceState::Ok);
    let refused = shop.pay(&bill, &shop.payment(&bill, NEW_CARD)).await;
    assert!(matches!(refused, Err(PayError::AlreadyPaid)), "{refused:?}");
    assert_eq!(shop.balance(ada.id).await, 0);
    shop.assert_all_agrees().await;
}

#[testkit::both_databases]
async fn an_automatic_collection_waits_for_a_payment_of_the_debt_and_a_collection_ends_the_wish(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let service = shop.bought(&ada, web()).await;
    shop.register(ada.id, ONCE).await;
    shop.live_until(&service, "2026-02-15").await;
    let bill = shop.renewals(ada.id).await.remove(0);
    let tries = |shop: &Shop| {
        let (cx, account, order) = (shop.cx.clone(), ada.id, bill.id);
        async move { flows::attempts(&cx, account, order).await.unwrap().len() }
    };
    let before = tries(&shop).await;
    let order = shop.to_pay(&ada).await;
    shop.open_page(&order).await;
    // The day of the next collection comes while the page is open: nothing is collected beside it.
    shop.pass(SignedDuration::from_hours(48));
    flows::renew::run(&shop.cx, flows::renew::Part::ALL, 100).await.unwrap();
    assert_eq!(tries(&shop).await, before);

    // The page comes to nothing; a wish nobody pays for stops no collection, and the collection ends it.
    shop.live(1).await;
    let order = shop.to_pay(&ada).await;
    shop.register(ada.id, GOOD).await;
    shop.pass(SignedDuration::from_mins(10));
    let paid = shop.payment(&bill, Choice::Registered(shop.register(ada.id, GOOD).await));
    assert_eq!(shop.pay(&bill, &paid).await.unwrap(), PayOutcome::Paid);
    assert_eq!(shop.reload(&order).await.state, OrderState::Expired);
    shop.settle_down().await;
    assert_eq!((shop.balance(ada.id).await, shop.position(&ada).await), (0, None));
    shop.assert_all_agrees().await;
}

#[testkit::both_databases]
async fn an_order_nobody_paid_in_its_hour_frees_the_debt(db: TestDb) {
    let shop = Shop::open(&db).await;
    let (ada, _) = one_bill(&shop).await;
    let order = shop.to_pay(&ada).await;
    shop.pass(HOUR);
    assert_eq!(shop.amounts(&ada).await, (359, 0, 0), "free at the very instant");
    shop.settle_down().await;
    assert_eq!(shop.reload(&order).await.state, OrderState::Expired);
    let again = shop.to_pay(&ada).await;
    assert_ne!(again.id, order.id);
    assert_eq!(shop.amounts(&ada).await, (0, 359, 0));
}

#[testkit::both_databases]
async fn c26_what_comes_for_a_debt_that_was_paid_meanwhile_goes_back_by_itself(db: TestDb) {
    let shop = Shop::open(&db).await;
    let (ada, _) = two_bills(&shop).await;
    let bills = shop.renewals(ada.id).await;
    let order = shop.to_pay(&ada).await;
    let (late, page) = shop.open_page(&order).await;
    // The provider confirms that the page is closed, and takes the money there nevertheless.
    let closed = payments::ChargeOutcome::Expired { external_id: "unknown".to_owned() };
    flows::settle::settle(&shop.cx, ada.id, late, closed).await.unwrap();
    shop.provider.visit(&page, GOOD).await;
    // One of the two bills is paid by its own order first.
    let (own, outcome) = shop.pay_on_page(&bills[0], GOOD).await;
    assert_eq!(outcome, PayOutcome::Paid);
    assert_eq!(shop.provider.holds(late).await, 718);

    flows::settle::ask(&shop.cx, ada.id, late).await.unwrap();
    flows::settle::ask(&shop.cx, ada.id, late).await.unwrap();
    shop.settle_down().await;
    assert_eq!(shop.provider.holds(own).await, 359);
    assert_eq!(shop.provider.holds(late).await, 359, "what was paid twice went back");
    assert_eq!((shop.balance(ada.id).await, shop.position(&ada).await), (0, None));
    shop.assert_all_agrees().await;

    // A third payment finds nothing to pay at all.
    let refused = |tx: &mut AccountTx| debts::position(tx, kernel::Timestamp::UNIX_EPOCH);
    assert_eq!(shop.cx.db.account(ada.id).read(refused).await.unwrap(), None);
}
