//! Registered methods: the first is the default, one default at a time.

use kernel::{Currency, PaymentKind, SignedDuration};
use payments::{
    BeginError, ChargeOutcome, Mandate, Method, MethodError, MethodRefusal, MethodState, NewSetup, PayWith,
    RegisteredMethod, Settlement,
};
use testkit::TestDb;

use super::shop::{Shop, books, card, name, registered};

async fn list(shop: &Shop) -> Vec<Method> {
    let listed = shop.db.account(shop.account).read(payments::store::list_methods).await;
    listed.map_err(|error: db::Error| error).unwrap()
}

/// The civil day of the tests' clock.
fn today() -> kernel::Date {
    kernel::Date::constant(2026, 1, 15)
}

#[testkit::both_databases]
async fn what_was_taken_away_is_not_charged_and_comes_back_only_when_it_is_registered_anew(db: TestDb) {
    let shop = Shop::new(&db);
    let id = shop.begun(shop.id()).await;
    let said = |id| ChargeOutcome::Succeeded { external_id: name(id), registered: Some(card("pm_1")) };
    shop.record(id, said(id)).await.unwrap();
    let method = list(&shop).await.remove(0);
    let remove = async |id| {
        let now = shop.now();
        let write = move |tx: &mut db::AccountTx| payments::remove(tx, now, id, today(), false);
        shop.db.account(shop.account).write(write).await
    };
    for _ in 0..2 {
        assert_eq!(remove(method.id).await.unwrap().state, MethodState::CanceledByCustomer);
    }
    assert_eq!(list(&shop).await, []);
    let fallen = method.id;
    let refused =
        shop.db.account(shop.account).write(move |tx| payments::set_default(tx, fallen, today())).await;
    assert!(matches!(refused, Err(MethodError::NotValid)), "{refused:?}");
    // The provider tells the old success once more: nobody wished the card back.
    shop.record(id, said(id)).await.unwrap();
    assert_eq!(list(&shop).await, []);
    let anew = shop.begun(shop.id()).await;
    shop.record(anew, said(anew)).await.unwrap();
    let again = list(&shop).await.remove(0);
    assert_eq!((again.id, again.is_default, again.state), (method.id, true, MethodState::Valid));
}

#[testkit::both_databases]
async fn a_method_in_a_payment_that_is_not_over_stays(db: TestDb) {
    let shop = Shop::new(&db);
    let first = registered(&shop, "pm_1", false).await;
    let second = registered(&shop, "pm_2", false).await;
    let remove = async |id| {
        let now = shop.now();
        let write = move |tx: &mut db::AccountTx| payments::remove(tx, now, id, today(), true);
        shop.db.account(shop.account).write(write).await
    };
    let refused = remove(first).await;
    assert!(matches!(refused, Err(MethodError::Stays(MethodRefusal::IsDefault))), "{refused:?}");
    let with = PayWith::Registered(second);
    let attempt =
        shop.begin(&payments::NewAttempt { with, ..shop.by_page(shop.id()) }).await.unwrap().attempt.id;
    let refused = remove(second).await;
    assert!(matches!(refused, Err(MethodError::Stays(MethodRefusal::InUse))), "{refused:?}");
    let said = ChargeOutcome::Succeeded { external_id: name(attempt), registered: None };
    shop.record(attempt, said).await.unwrap();
    remove(second).await.unwrap();
    let refused = remove(first).await;
    assert!(matches!(refused, Err(MethodError::Stays(MethodRefusal::Needed))), "{refused:?}");
}

#[testkit::both_databases]
async fn the_first_method_is_the_default_and_the_default_comes_first(db: TestDb) {
    let shop = Shop::new(&db);
    let first = registered(&shop, "pm_1", false).await;
    shop.clock.advance(SignedDuration::from_secs(1)).unwrap();
    let second = registered(&shop, "pm_2", false).await;
    let order = |methods: &[Method]| methods.iter().map(|m| (m.id, m.is_default)).collect::<Vec<_>>();
    assert_eq!(order(&list(&shop).await), [(first, true), (second, false)]);
    let third = registered(&shop, "pm_3", true).await;
    assert_eq!(list(&shop).await[0].id, third);
    db.account(shop.account).write(move |tx| payments::set_default(tx, second, today())).await.unwrap();
    let methods = list(&shop).await;
    assert_eq!(methods[0].id, second);
    assert_eq!(methods.iter().filter(|method| method.is_default).count(), 1);
}

#[testkit::both_databases]
async fn the_same_token_is_one_method(db: TestDb) {
    let shop = Shop::new(&db);
    let first = registered(&shop, "pm_1", false).await;
    assert_eq!(registered(&shop, "pm_1", true).await, first);
    assert_eq!(list(&shop).await.len(), 1);
}

#[testkit::both_databases]
async fn a_payment_that_registers_its_card_keeps_it_once(db: TestDb) {
    let shop = Shop::new(&db);
    let id = shop.begun(shop.id()).await;
    let said = ChargeOutcome::Succeeded { external_id: name(id), registered: Some(card("pm_1")) };
    for settlement in [Settlement::FirstSuccess, Settlement::Already] {
        assert_eq!(shop.record(id, said.clone()).await.unwrap().settlement, settlement);
    }
    let methods = list(&shop).await;
    assert_eq!(methods.len(), 1);
    assert_eq!(shop.attempt(id).await.method, Some(methods[0].id));
    assert_eq!((methods[0].expires, methods[0].label.as_str()), (Some((2028, 4)), "•••• 1003"));
}

#[testkit::both_databases]
async fn a_mandate_is_registered_without_paying(db: TestDb) {
    let shop = Shop::new(&db);
    let new = NewSetup {
        id: shop.id(),
        books: books(),
        currency: Currency::EUR,
        gateway: "sandbox".to_owned(),
        kind: PaymentKind::SepaDebit,
        make_default: true,
        by_program: None,
    };
    let (now, id) = (shop.now(), new.id);
    let begin = || {
        let new = new.clone();
        db.account(shop.account).write(move |tx| payments::begin_setup(tx, now, &new))
    };
    let begun = begin().await.unwrap();
    assert_eq!(begin().await.unwrap(), begun);
    let mandate = Mandate { reference: "MANDATE-1".to_owned(), signed_at: now };
    let method = RegisteredMethod {
        kind: PaymentKind::SepaDebit,
        label: "FR •••• 0106".to_owned(),
        expires: None,
        mandate: Some(mandate.clone()),
        ..card("pm_1")
    };
    let said = ChargeOutcome::Succeeded { external_id: name(id), registered: Some(method) };
    assert_eq!(shop.record(id, said).await.unwrap().settlement, Settlement::Registered);
    let methods = list(&shop).await;
    assert_eq!((methods[0].mandate.as_ref(), methods[0].is_default), (Some(&mandate), true));
    assert_eq!(shop.ledger().await, [0, 0, 0]);
}

#[testkit::both_databases]
async fn an_expired_or_unknown_method_does_not_pay(db: TestDb) {
    let shop = Shop::new(&db);
    let method = registered(&shop, "pm_1", false).await;
    let mut new = shop.by_page(shop.id());
    new.with = PayWith::Registered(shop.id());
    assert!(matches!(shop.begin(&new).await, Err(BeginError::Method)));
    new.with = PayWith::Registered(method);
    shop.clock.advance(SignedDuration::from_hours(24 * 365 * 3)).unwrap();
    assert!(matches!(shop.begin(&new).await, Err(BeginError::Method)));
}

#[testkit::both_databases]
async fn a_method_has_its_holders_own_words(db: TestDb) {
    let shop = Shop::new(&db);
    let method = registered(&shop, "pm_1", false).await;
    let describe =
        |id, text: String| db.account(shop.account).write(move |tx| payments::describe(tx, id, &text));
    describe(method, " Carte de l’atelier ".to_owned()).await.unwrap();
    assert_eq!(list(&shop).await[0].description, "Carte de l’atelier");
    assert!(matches!(describe(shop.id(), "x".to_owned()).await, Err(MethodError::Missing)));
    assert!(matches!(describe(method, "x".repeat(101)).await, Err(MethodError::TooLong)));
    let unknown = shop.id();
    let missing = db.account(shop.account).write(move |tx| payments::set_default(tx, unknown, today())).await;
    assert!(matches!(missing, Err(MethodError::Missing)));
}
