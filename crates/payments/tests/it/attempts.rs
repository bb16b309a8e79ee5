//! Attempts: begun once, recorded whatever the order, one per order.

use kernel::{OrderId, SignedDuration};
use payments::{AttemptState, BeginError, ChargeOutcome, ChargeWith, Next, PayWith, RecordError, Settlement};
use testkit::TestDb;

use super::shop::{Shop, eur, expired, page, pending, refused, registered, succeeded};

#[testkit::both_databases]
async fn a_form_sent_twice_is_one_attempt(db: TestDb) {
    let shop = Shop::new(&db);
    let new = shop.by_page(shop.id());
    let first = shop.begin(&new).await.unwrap();
    assert_eq!((first.attempt.next(), &first.with), (Next::Charge, &ChargeWith::Page));
    let again = shop.begin(&new).await.unwrap();
    assert_eq!(again, first);
    shop.record(new.id, page(new.id)).await.unwrap();
    let resumed = shop.begin(&new).await.unwrap();
    assert_eq!(resumed.attempt.next(), Next::Redirect("https://pay.example/1".to_owned()));
    let mut other = new.clone();
    other.amount = eur(1);
    assert!(matches!(shop.begin(&other).await, Err(BeginError::OtherData)));
    other.amount = eur(0);
    assert!(matches!(shop.begin(&other).await, Err(BeginError::NothingToPay)));
}

#[testkit::both_databases]
async fn c24_three_events_of_one_payment_each_twice_at_once_pay_once(db: TestDb) {
    let shop = Shop::new(&db);
    let id = shop.begun(shop.id()).await;
    let tellings = (0..6).map(|_| {
        let shop = shop.clone();
        tokio::spawn(async move { shop.record(id, succeeded(id)).await.unwrap().settlement })
    });
    let mut first = 0;
    for telling in tellings.collect::<Vec<_>>() {
        let settlement = telling.await.unwrap();
        assert!(matches!(settlement, Settlement::FirstSuccess | Settlement::Already), "{settlement:?}");
        first += u32::from(settlement == Settlement::FirstSuccess);
    }
    assert_eq!(first, 1);
    assert_eq!(shop.ledger().await, [10_000, -10_000, 0]);
}

#[testkit::both_databases]
async fn c25_the_open_page_is_closed_before_the_saved_card_is_charged(db: TestDb) {
    let shop = Shop::new(&db);
    let order: OrderId = shop.id();
    let by_page = shop.begun(order).await;
    shop.record(by_page, page(by_page)).await.unwrap();
    let method = registered(&shop, "pm_1", false).await;
    let mut by_card = shop.by_page(order);
    by_card.with = PayWith::Registered(method);
    match shop.begin(&by_card).await {
        Err(BeginError::PageOpen { attempt }) => assert_eq!(attempt, by_page),
        other => panic!("the open page stands in the way, not {other:?}"),
    }
    // The last look found nobody on the page; it is closed.
    let closed = shop.record(by_page, expired(by_page)).await.unwrap();
    assert_eq!(closed.settlement, Settlement::Closed);
    let begun = shop.begin(&by_card).await.unwrap();
    assert!(matches!(begun.with, ChargeWith::Token(token) if token.expose() == "pm_1"));
    let paid = shop.record(by_card.id, succeeded(by_card.id)).await.unwrap();
    assert_eq!(paid.settlement, Settlement::FirstSuccess);
}

#[testkit::both_databases]
async fn c25_when_both_took_the_money_the_second_goes_back(db: TestDb) {
    let shop = Shop::new(&db);
    let order: OrderId = shop.id();
    let by_page = shop.begun(order).await;
    shop.record(by_page, expired(by_page)).await.unwrap();
    let other = shop.begun(order).await;
    shop.record(other, succeeded(other)).await.unwrap();
    let late = shop.record(by_page, succeeded(by_page)).await.unwrap();
    let Settlement::Excess(refund) = late.settlement else { panic!("{:?}", late.settlement) };
    let refunds = shop.refunds(by_page).await;
    assert_eq!((refunds.len(), refunds[0].id, refunds[0].amount), (1, refund, eur(10_000)));
    assert_eq!(shop.ledger().await, [20_000, -10_000, -10_000]);
    assert_eq!(shop.jobs("payments.send_refund").await, 1);
    let again = shop.record(by_page, succeeded(by_page)).await.unwrap();
    assert_eq!(again.settlement, Settlement::Already);
    assert_eq!(shop.refunds(by_page).await.len(), 1);
}

#[testkit::both_databases]
async fn c26_a_second_payment_waits_while_the_first_is_unknown(db: TestDb) {
    let shop = Shop::new(&db);
    let order: OrderId = shop.id();
    let first = shop.begun(order).await;
    let begun = shop.begin(&shop.by_page(order)).await;
    assert!(matches!(begun, Err(BeginError::InProgress { attempt }) if attempt == first));
    assert_eq!(shop.lost(first).await.state, AttemptState::Unknown);
    for said in [None, Some(pending(first))] {
        if let Some(said) = said {
            shop.record(first, said).await.unwrap();
        }
        let second = shop.begin(&shop.by_page(order)).await;
        assert!(matches!(second, Err(BeginError::InProgress { attempt }) if attempt == first));
    }
    let settled = shop.record(first, succeeded(first)).await.unwrap();
    assert_eq!(settled.settlement, Settlement::FirstSuccess);
    let second = shop.begin(&shop.by_page(order)).await;
    assert!(matches!(second, Err(BeginError::AlreadyPaid { attempt }) if attempt == first));
    assert_eq!(shop.ledger().await, [10_000, -10_000, 0]);
}

#[testkit::both_databases]
async fn c28_a_settlement_told_again_is_nothing_new(db: TestDb) {
    let shop = Shop::new(&db);
    let id = shop.paid().await;
    let before = shop.attempt(id).await;
    shop.clock.advance(SignedDuration::from_hours(72)).unwrap();
    for said in [succeeded(id), pending(id), page(id), refused(id), expired(id)] {
        let again = shop.record(id, said).await.unwrap();
        assert_eq!((again.settlement, &again.attempt), (Settlement::Already, &before));
    }
    assert_eq!(shop.lost(id).await, before);
    assert_eq!(shop.ledger().await, [10_000, -10_000, 0]);
}

#[testkit::both_databases]
async fn c30_a_payment_is_kept_when_what_follows_it_fails(db: TestDb) {
    let shop = Shop::new(&db);
    let id = shop.begun(shop.id()).await;
    let recorded = shop.record(id, succeeded(id)).await.unwrap();
    assert_eq!(recorded.settlement, Settlement::FirstSuccess);
    let document = db.account(shop.account).write(move |tx| {
        payments::store::get(tx, id)?;
        Err::<(), RecordError>(db::Error::Unavailable("the disk is full".to_owned()).into())
    });
    assert!(document.await.is_err());
    assert_eq!(shop.attempt(id).await.state, AttemptState::Success);
    // The provider repeats its event: the retry finds the payment and takes no second one.
    assert_eq!(shop.record(id, succeeded(id)).await.unwrap().settlement, Settlement::Already);
    assert_eq!(shop.ledger().await, [10_000, -10_000, 0]);
}

#[testkit::both_databases]
async fn c31_fifty_checkouts_at_once_are_all_recorded(db: TestDb) {
    let checkouts = (0..50).map(|_| {
        let shop = Shop::new(&db);
        tokio::spawn(async move {
            let id = shop.begun(shop.id()).await;
            let recorded = shop.record(id, succeeded(id)).await.unwrap();
            assert_eq!(recorded.settlement, Settlement::FirstSuccess);
            assert_eq!(shop.attempt(id).await.state, AttemptState::Success);
            shop.ledger().await
        })
    });
    for checkout in checkouts.collect::<Vec<_>>() {
        assert_eq!(checkout.await.unwrap(), [10_000, -10_000, 0]);
    }
}

#[testkit::both_databases]
async fn c31_fifty_attempts_at_once_to_pay_one_order_begin_one(db: TestDb) {
    let shop = Shop::new(&db);
    let order: OrderId = shop.id();
    let attempts = (0..50).map(|_| {
        let shop = shop.clone();
        tokio::spawn(async move { shop.begin(&shop.by_page(order)).await.is_ok() })
    });
    let mut begun = 0;
    for attempt in attempts.collect::<Vec<_>>() {
        begun += u32::from(attempt.await.unwrap());
    }
    assert_eq!(begun, 1);
}

#[testkit::both_databases]
async fn a_refused_payment_says_why_and_may_be_tried_again(db: TestDb) {
    let shop = Shop::new(&db);
    let order: OrderId = shop.id();
    let id = shop.begun(order).await;
    let recorded = shop.record(id, refused(id)).await.unwrap();
    assert_eq!(recorded.settlement, Settlement::Refused);
    let kept = shop.attempt(id).await;
    assert_eq!(kept.reason.map(|reason| reason.code()), Some("insufficient_funds"));
    shop.clock.advance(SignedDuration::from_secs(1)).unwrap();
    let rejected = shop.begun(order).await;
    let said = ChargeOutcome::Rejected { detail: "invalid_amount".to_owned() };
    assert_eq!(shop.record(rejected, said).await.unwrap().settlement, Settlement::Closed);
    shop.clock.advance(SignedDuration::from_secs(1)).unwrap();
    let third = shop.begun(order).await;
    let of_order = db.account(shop.account).read(move |tx| payments::store::of_order(tx, order)).await;
    let of_order: Vec<_> = of_order.map_err(|error: db::Error| error).unwrap();
    assert_eq!(of_order.iter().map(|attempt| attempt.id).collect::<Vec<_>>(), [id, rejected, third]);
    assert_eq!(shop.ledger().await, [0, 0, 0]);
}

#[testkit::both_databases]
async fn the_reconciler_finds_what_is_open_when_its_time_has_come_and_nothing_else(db: TestDb) {
    let shop = Shop::new(&db);
    let (over, unknown) = (shop.paid().await, shop.begun(shop.id()).await);
    shop.lost(unknown).await;
    let due = async || {
        let now = shop.now();
        let due = db.across().read(move |tx| payments::store::unsettled(tx, now, 100)).await;
        due.map_err(|error: db::Error| error).unwrap()
    };
    assert_eq!(due().await, []);
    shop.clock.advance(SignedDuration::from_secs(15)).unwrap();
    assert_eq!(due().await, [(shop.account, unknown)]);
    // Asked in vain: it comes back later, not at once.
    shop.lost(unknown).await;
    assert_eq!(due().await, []);
    shop.clock.advance(SignedDuration::from_hours(1)).unwrap();
    assert_eq!(due().await, [(shop.account, unknown)]);
    shop.record(unknown, expired(unknown)).await.unwrap();
    assert_eq!(due().await, []);
    assert_eq!(shop.attempt(over).await.check_at, None);
}

#[testkit::both_databases]
async fn an_attempt_of_another_account_is_missing(db: TestDb) {
    let (mine, theirs) = (Shop::new(&db), Shop::new(&db));
    let id = mine.begun(mine.id()).await;
    let recorded = theirs.record(id, succeeded(id)).await;
    assert!(matches!(recorded, Err(RecordError::Db(db::Error::Missing))));
    let found = db.across().read(move |tx| payments::store::account_of(tx, id)).await;
    assert_eq!(found.map_err(|error: db::Error| error).unwrap(), Some(mine.account));
}

#[testkit::both_databases]
async fn the_database_itself_refuses_two_attempts_that_could_both_take_money(db: TestDb) {
    let shop = Shop::new(&db);
    let order: OrderId = shop.id();
    let first = shop.begun(order).await;
    shop.record(first, refused(first)).await.unwrap();
    shop.begun(order).await;
    let revived = db.account(shop.account).write(move |tx| {
        db::Write::execute(
            tx,
            db::sql!("update attempts set state = 'ready' where account_id = $1 and attempt_id = $2"),
            &[&first],
        )
    });
    let error: db::Error = revived.await.unwrap_err();
    assert_eq!(error.constraint(), Some("attempts_one_unresolved"));
}

#[testkit::both_databases]
async fn the_history_of_payments_is_paged_newest_first(db: TestDb) {
    let shop = Shop::new(&db);
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(shop.paid().await);
        shop.clock.advance(SignedDuration::from_secs(1)).unwrap();
    }
    ids.reverse();
    let mut request = kernel::PageRequest::first(2);
    let mut seen = Vec::new();
    loop {
        let asked = request.clone();
        let page = db.account(shop.account).read(move |tx| payments::store::payments(tx, &asked)).await;
        let page = page.map_err(|error: db::Error| error).unwrap();
        seen.extend(page.items.into_iter().map(|attempt| attempt.id));
        match page.next {
            Some(next) => request.after = Some(next),
            None => break,
        }
    }
    assert_eq!(seen, ids);
}
