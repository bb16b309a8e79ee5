//! The life of an order: paid, expired, delivered, withdrawn.

use kernel::{Country, Currency, Money, Random};
use orders::follow_up::{Action, EventKind, StepStatus, action, events, steps};
use orders::validation::Verdict;
use orders::{ExpireError, NewOrder, Order, OrderState, store};
use testkit::TestDb;

use crate::{after, delivered, get, history, hold, new_order, now, order, ordered, pay};

async fn statuses(db: &TestDb, order: &Order, hours: i64) -> String {
    let id = order.id;
    let history = db.account(order.account).read(move |tx| store::history(tx, id)).await.unwrap();
    let views = steps(order, &history, after(hours));
    views.map(|view| view.status.code()).join(" ")
}

#[testkit::both_databases]
async fn a_paid_order_is_delivered_and_invoiced(db: TestDb) {
    let (account, unpaid) = ordered(&db).await;
    let id = unpaid.id;
    assert_eq!(statuses(&db, &unpaid, 0).await, "DOING TODO TODO TODO");
    assert_eq!(action(&unpaid, now()), Some(Action::Pay));
    assert!(events(&unpaid, &[]).iter().map(|event| event.kind).eq([EventKind::NotPaid, EventKind::Created]));

    db.account(account).write(move |tx| orders::payment_begun(tx, now(), id, false)).await.unwrap();
    let paid = pay(&db, &unpaid, after(1), Verdict::Pass).await;
    assert_eq!(
        (paid.state, paid.paid_at, paid.accepted_at),
        (OrderState::Delivering, Some(after(1)), Some(after(1)))
    );
    assert_eq!(statuses(&db, &paid, 1).await, "DONE DONE DOING TODO");

    let delivered = delivered(&db, account, id, after(2)).await.unwrap();
    assert_eq!((delivered.state, delivered.delivered_at), (OrderState::Delivered, Some(after(2))));
    db.account(account).write(move |tx| orders::invoiced(tx, after(3), id)).await.unwrap();
    assert_eq!(statuses(&db, &delivered, 3).await, "DONE DONE DONE DONE");
    assert_eq!(
        history(&db, &delivered).await,
        [
            "PAYMENT_INITIATED",
            "PAYMENT_RECEIVED",
            "ORDER_STARTED",
            "ORDER_ACCEPTED",
            "DELIVERY",
            "INVOICE_IN_PROGRESS",
            "INVOICE_SENT"
        ]
    );
    assert_eq!(get(&db, account, id).await, delivered);
    assert_eq!(action(&delivered, after(3)), None);
}

#[testkit::both_databases]
async fn c28_a_payment_told_twice_changes_nothing(db: TestDb) {
    let (account, unpaid) = ordered(&db).await;
    let paid = pay(&db, &unpaid, now(), Verdict::Pass).await;
    let before = history(&db, &paid).await;
    assert_eq!(pay(&db, &unpaid, after(5), hold()).await, paid);
    let id = paid.id;
    for _ in 0..2 {
        delivered(&db, account, id, after(6)).await.unwrap();
    }
    assert_eq!(pay(&db, &unpaid, after(7), Verdict::Pass).await.state, OrderState::Delivered);
    assert_eq!(history(&db, &paid).await.len(), before.len() + 1);
}

#[testkit::both_databases]
async fn an_unpaid_order_lapses_at_its_date_and_not_before(db: TestDb) {
    let (account, unpaid) = ordered(&db).await;
    let id = unpaid.id;
    let expire = |hours| db.account(account).write(move |tx| orders::expire(tx, after(hours), id));
    assert!(matches!(expire(23).await, Err(ExpireError::NotYet(date)) if date == after(24)));
    let due = |hours| db.across().read(move |tx| store::expiring(tx, after(hours), 10));
    assert_eq!(due(23).await, Ok(Vec::new()));
    assert_eq!(due(24).await, Ok(vec![(account, id)]));
    for _ in 0..2 {
        assert_eq!(expire(24).await.unwrap().state, OrderState::Expired);
    }
    assert_eq!(due(48).await, Ok(Vec::new()));
    let expired = get(&db, account, id).await;
    assert_eq!(statuses(&db, &expired, 24).await, "ERROR TODO TODO TODO");
    assert_eq!(action(&expired, after(24)), Some(Action::OrderAgain));
}

#[testkit::both_databases]
async fn a_payment_begun_before_the_expiry_and_confirmed_after_it_wins(db: TestDb) {
    let (account, unpaid) = ordered(&db).await;
    let id = unpaid.id;
    db.account(account).write(move |tx| orders::expire(tx, after(24), id)).await.unwrap();
    let paid = pay(&db, &unpaid, after(25), Verdict::Pass).await;
    assert_eq!((paid.state, paid.paid_at), (OrderState::Delivering, Some(after(25))));
    let refused = db.account(account).write(move |tx| orders::expire(tx, after(26), id)).await;
    assert!(matches!(refused, Err(ExpireError::Invalid(_))));
}

#[testkit::both_databases]
async fn an_order_that_costs_nothing_needs_no_payment(db: TestDb) {
    let account = testkit::account(&db);
    let mut new = new_order(&testkit::random(), 1, now());
    let free = Money::zero(Currency::EUR);
    new.items[0].quote.lines.iter_mut().for_each(|line| line.net = free);
    new.totals = jurisdictions::tax::totals(crate::france(), crate::france().civil(now()), &[free]).unwrap();
    let made = order(&db, account, &new, now()).await;
    assert!(!made.needs_payment() && !made.is_payable(now()));
    assert_eq!(action(&made, now()), None);
    let confirmed = pay(&db, &made, now(), Verdict::Pass).await;
    assert_eq!(confirmed.state, OrderState::Delivering);
    assert_eq!(history(&db, &confirmed).await, ["ORDER_STARTED", "ORDER_ACCEPTED", "DELIVERY"]);
}

#[testkit::both_databases]
async fn an_order_is_withdrawn_from_in_two_steps(db: TestDb) {
    let (account, unpaid) = ordered(&db).await;
    let id = unpaid.id;
    let withdraw = || db.account(account).write(move |tx| orders::withdrawn(tx, after(2), id));
    assert!(withdraw().await.is_err());
    pay(&db, &unpaid, now(), Verdict::Pass).await;
    for _ in 0..2 {
        assert_eq!(withdraw().await.unwrap().state, OrderState::Cancelling);
    }
    for _ in 0..2 {
        let cancelled =
            db.account(account).write(move |tx| orders::cancelled(tx, after(3), id)).await.unwrap();
        assert_eq!((cancelled.state, cancelled.cancelled_at), (OrderState::Cancelled, Some(after(3))));
    }
    assert!(withdraw().await.is_err());
    let cancelled = get(&db, account, id).await;
    assert_eq!(statuses(&db, &cancelled, 3).await, "DONE DONE ERROR TODO");
    let late = delivered(&db, account, id, after(4)).await;
    assert!(late.is_err());
}

#[testkit::both_databases]
async fn the_rules_are_told_about_the_accounts_other_orders(db: TestDb) {
    let (account, first) = ordered(&db).await;
    let italy = Country::parse("IT").unwrap();
    let facts = |order: &Order, hours| {
        let order = order.clone();
        db.account(account).read(move |tx| orders::facts(tx, after(hours), &order, Some(italy)))
    };
    let known = facts(&first, 0).await.unwrap();
    assert_eq!((known.is_first, known.orders_in_a_day, known.payment_country), (true, 1, Some(italy)));
    assert_eq!((known.total.minor(), known.account_country.code()), (4_544, "FR"));
    pay(&db, &first, now(), Verdict::Pass).await;
    assert!(facts(&first, 0).await.unwrap().is_first, "an order is not its own predecessor");
    // Another seed: the same one would draw the first order's ids.
    let new: NewOrder = new_order(&Random::seeded(2), 4712, after(20));
    let second = order(&db, account, &new, after(20)).await;
    let known = facts(&second, 21).await.unwrap();
    assert_eq!((known.is_first, known.orders_in_a_day), (false, 2));
    assert_eq!(facts(&second, 25).await.unwrap().orders_in_a_day, 1);
}

#[testkit::both_databases]
async fn a_checked_order_tells_its_customer_to_wait(db: TestDb) {
    let (_, unpaid) = ordered(&db).await;
    let held = pay(&db, &unpaid, now(), hold()).await;
    assert_eq!((held.state, held.accepted_at), (OrderState::Checking, None));
    assert_eq!(statuses(&db, &held, 1).await, "DONE DOING TODO TODO");
    assert_eq!(action(&held, now()), None);
    let views = steps(&held, &[], now());
    assert!(views.iter().all(|view| view.history.is_empty() && view.status != StepStatus::Error));
    assert_eq!(
        history(&db, &held).await,
        ["PAYMENT_RECEIVED", "ORDER_STARTED", "FRAUD_CHECK", "FRAUD_MANUAL_REVIEW"]
    );
}
