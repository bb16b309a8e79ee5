//! Registered methods: which may be taken away, and the e-mail before a card expires.

use flows::methods::{self, ChangeError};
use kernel::{MethodId, SignedDuration};
use payments::{MethodError, MethodRefusal};
use services::Mode;
use testkit::TestDb;

use super::provider::GOOD;
use super::shop::{Shop, web};

fn stays<T: std::fmt::Debug>(result: Result<T, ChangeError>) -> MethodRefusal {
    match result {
        Err(ChangeError::Method(MethodError::Stays(refusal))) => refusal,
        other => panic!("{other:?}"),
    }
}

#[testkit::both_databases]
async fn the_last_method_leaves_when_every_service_is_renewed_by_hand(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let service = shop.bought(&ada, web()).await;
    let default = shop.cx.db.account(ada.id).read(payments::store::default_method).await.unwrap();
    let first = default.expect("the card was kept").id;
    assert_eq!(stays(methods::remove(&shop.cx, ada.id, first).await), MethodRefusal::Needed);
    assert_eq!(methods::kept(&shop.cx, ada.id, first).await.unwrap().remove, Err(MethodRefusal::Needed));

    let second = shop.register(ada.id, GOOD).await;
    assert_eq!(stays(methods::remove(&shop.cx, ada.id, second).await), MethodRefusal::IsDefault);
    methods::make_default(&shop.cx, ada.id, first).await.unwrap();
    methods::remove(&shop.cx, ada.id, second).await.unwrap();
    methods::remove(&shop.cx, ada.id, second).await.unwrap();
    let gone = methods::kept(&shop.cx, ada.id, second).await;
    assert!(matches!(gone, Err(ChangeError::Method(MethodError::Missing))), "{gone:?}");

    // The provider is told after the commit, and charges it no more, whoever asks.
    let find = move |tx: &mut db::AccountTx| payments::store::find_method(tx, second);
    let token = shop.cx.db.account(ada.id).read(find).await.unwrap().expect("it is kept in the books").token;
    let charge = async || {
        let request = payments::ChargeRequest {
            key: shop.id(),
            account: ada.id,
            amount: kernel::Money::new(299, kernel::Currency::EUR),
            description: "Order 1".to_owned(),
            order_number: 1,
            customer_ref: ada.nic.clone(),
            method: payments::ChargeMethod::Registered { token: token.clone(), return_url: None },
            locale: kernel::Locale::Fr,
        };
        shop.cx.gateways.get("sandbox").unwrap().charge(&request).await.unwrap()
    };
    let before = charge().await;
    assert!(matches!(before, payments::ChargeOutcome::Succeeded { .. }), "{before:?}");
    shop.do_jobs().await;
    let after = charge().await;
    assert!(matches!(after, payments::ChargeOutcome::Rejected { .. }), "{after:?}");
    methods::forget(&shop.cx, ada.id, second).await.unwrap();

    flows::switch(&shop.cx, ada.id, vec![service.id], Mode::Manual).await.unwrap().remove(0).1.unwrap();
    methods::remove(&shop.cx, ada.id, first).await.unwrap();
    assert_eq!(shop.cx.db.account(ada.id).read(payments::store::list_methods).await.unwrap(), []);
    let stranger: MethodId = shop.id();
    let missing = methods::remove(&shop.cx, ada.id, stranger).await;
    assert!(matches!(missing, Err(ChangeError::Method(MethodError::Missing))), "{missing:?}");
}

#[testkit::both_databases]
async fn the_owner_of_the_default_card_is_told_once_before_it_expires(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    // Both cards work to the end of April 2029; only the default one is charged by itself.
    shop.register(ada.id, GOOD).await;
    let default = shop.register(ada.id, GOOD).await;
    let at: kernel::Timestamp = "2029-03-30T10:00:00Z".parse().unwrap();
    shop.pass(at.duration_since(shop.cx.clock.now()));
    shop.settle_down().await;
    assert_eq!(shop.mailed(ada.id, "method_expiring").await, 0, "more than thirty days are left");
    shop.pass(SignedDuration::from_hours(24));
    let (one, two) =
        tokio::join!(methods::warn_of_expiry(&shop.cx, 100), methods::warn_of_expiry(&shop.cx, 100));
    assert!(one.unwrap() + two.unwrap() >= 1);
    for _ in 0..40 {
        shop.pass(SignedDuration::from_hours(24));
        shop.settle_down().await;
    }
    assert_eq!(shop.mailed(ada.id, "method_expiring").await, 1);
    let kept = methods::kept(&shop.cx, ada.id, default).await.unwrap();
    assert!(!kept.is_usable);
    let refused = methods::make_default(&shop.cx, ada.id, default).await;
    assert!(matches!(refused, Err(ChangeError::Method(MethodError::NotValid))), "{refused:?}");
}
