//! Refunds: decided once, sent once, never more than was taken.

use kernel::SignedDuration;
use payments::{RefundError, RefundOutcome, RefundState};
use testkit::TestDb;

use super::shop::{Shop, eur, refused};

async fn told(shop: &Shop, id: kernel::RefundId, said: RefundOutcome) -> payments::Refund {
    let now = shop.now();
    let recorded =
        shop.db.account(shop.account).write(move |tx| payments::record_refund(tx, now, id, &said)).await;
    recorded.unwrap()
}

fn given() -> RefundOutcome {
    RefundOutcome::Succeeded { external_id: "re_1".to_owned() }
}

#[testkit::both_databases]
async fn c29_of_two_refunds_of_60_on_100_at_once_one_is_refused(db: TestDb) {
    let shop = Shop::new(&db);
    let attempt = shop.paid().await;
    let race = ["first", "second"].map(|cause| {
        let shop = shop.clone();
        tokio::spawn(async move { shop.refund(attempt, 6_000, cause).await })
    });
    let mut refused = 0;
    for refund in race {
        match refund.await.unwrap() {
            Ok(refund) => assert_eq!(refund.state, RefundState::Requested),
            Err(RefundError::MoreThanLeft { left }) => {
                assert_eq!(left, eur(4_000));
                refused += 1;
            }
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(refused, 1);
    assert_eq!(shop.refunds(attempt).await.len(), 1);
    assert_eq!(shop.ledger().await, [10_000, -4_000, -6_000]);
    assert_eq!(shop.jobs("payments.send_refund").await, 1);
}

#[testkit::both_databases]
async fn a_refund_leaves_the_books_when_the_provider_sent_it(db: TestDb) {
    let shop = Shop::new(&db);
    let attempt = shop.paid().await;
    let refund = shop.refund(attempt, 6_000, "order refused").await.unwrap();
    let pending = RefundOutcome::Pending { external_id: "re_1".to_owned() };
    assert_eq!(told(&shop, refund.id, pending.clone()).await.state, RefundState::Pending);
    assert_eq!(shop.ledger().await, [10_000, -4_000, -6_000]);
    for _ in 0..3 {
        assert_eq!(told(&shop, refund.id, given()).await.state, RefundState::Success);
        assert_eq!(told(&shop, refund.id, pending.clone()).await.state, RefundState::Success);
    }
    assert_eq!(shop.ledger().await, [4_000, -4_000, 0]);
}

#[testkit::both_databases]
async fn a_refund_that_fails_is_the_customers_credit_again(db: TestDb) {
    let shop = Shop::new(&db);
    let attempt = shop.paid().await;
    let refund = shop.refund(attempt, 10_000, "order refused").await.unwrap();
    let failed = told(&shop, refund.id, RefundOutcome::Failed { detail: "closed".to_owned() }).await;
    assert_eq!((failed.state, failed.detail.as_deref()), (RefundState::Failed, Some("closed")));
    assert_eq!(shop.ledger().await, [10_000, -10_000, 0]);
    let listed = db.across().read(|tx| payments::store::failed_refunds(tx, 10)).await;
    let listed = listed.map_err(|error: db::Error| error).unwrap();
    assert_eq!(listed, [(shop.account, refund.id)]);
    shop.refund(attempt, 10_000, "by hand").await.unwrap();
}

#[testkit::both_databases]
async fn the_same_cause_gives_back_once(db: TestDb) {
    let shop = Shop::new(&db);
    let attempt = shop.paid().await;
    let first = shop.refund(attempt, 3_000, "withdrawal").await.unwrap();
    let second = shop.refund(attempt, 3_000, "withdrawal").await.unwrap();
    assert_eq!(first, second);
    let other = shop.refund(attempt, 2_000, "withdrawal").await;
    assert!(matches!(other, Err(RefundError::OtherData)));
}

#[testkit::both_databases]
async fn only_money_that_was_taken_goes_back_in_its_own_currency(db: TestDb) {
    let shop = Shop::new(&db);
    let failed = shop.begun(shop.id()).await;
    shop.record(failed, refused(failed)).await.unwrap();
    assert!(matches!(shop.refund(failed, 1, "x").await, Err(RefundError::NotCaptured)));
    let attempt = shop.paid().await;
    assert!(matches!(shop.refund(attempt, 0, "x").await, Err(RefundError::Amount)));
    assert!(matches!(shop.refund(attempt, -5, "x").await, Err(RefundError::Amount)));
    assert!(matches!(shop.refund(attempt, 10_001, "x").await, Err(RefundError::MoreThanLeft { .. })));
    let (now, id) = (shop.now(), shop.id());
    let cad = kernel::Money::new(100, kernel::Currency::CAD);
    let mixed = db.account(shop.account).write(move |tx| payments::request(tx, now, id, attempt, cad, "x"));
    assert!(matches!(mixed.await, Err(RefundError::Amount)));
}

#[testkit::both_databases]
async fn a_refund_whose_answer_was_lost_is_asked_for_until_it_is_over(db: TestDb) {
    let shop = Shop::new(&db);
    let attempt = shop.paid().await;
    let refund = shop.refund(attempt, 6_000, "order refused").await.unwrap();
    let (now, id) = (shop.now(), refund.id);
    let lost = db.account(shop.account).write(move |tx| payments::refund_lost(tx, now, id)).await;
    assert_eq!(lost.map_err(|error: db::Error| error).unwrap().state, RefundState::Unknown);
    // Unknown is not failed: the money stays promised.
    assert!(matches!(shop.refund(attempt, 6_000, "again").await, Err(RefundError::MoreThanLeft { .. })));
    let due = async || {
        let now = shop.now();
        let due = db.across().read(move |tx| payments::store::unsettled_refunds(tx, now, 10)).await;
        due.map_err(|error: db::Error| error).unwrap()
    };
    assert_eq!(due().await, []);
    shop.clock.advance(SignedDuration::from_mins(1)).unwrap();
    assert_eq!(due().await, [(shop.account, id)]);
    told(&shop, id, given()).await;
    assert_eq!(due().await, []);
    let whose = db.across().read(move |tx| payments::store::account_of_refund(tx, id)).await;
    assert_eq!(whose.map_err(|error: db::Error| error).unwrap(), Some(shop.account));
}
