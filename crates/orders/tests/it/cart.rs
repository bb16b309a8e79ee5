//! The cart, before and after signing in.

use kernel::{AccountId, CartItemId};
use orders::cart::{self, CartError, CartItem, ITEMS_MAX};
use orders::store;
use testkit::TestDb;

use crate::{after, now, selection};

async fn add(db: &TestDb, account: AccountId, id: CartItemId, quantity: u16) -> Result<(), CartError> {
    db.account(account).write(move |tx| cart::add(tx, now(), id, &selection("demo-1", quantity))).await
}

async fn list(db: &TestDb, account: AccountId) -> Vec<CartItem> {
    db.account(account).read(cart::list).await.unwrap()
}

#[testkit::both_databases]
async fn a_cart_keeps_what_was_chosen(db: TestDb) {
    let account = testkit::account(&db);
    let id = testkit::random().id(now());
    add(&db, account, id, 2).await.unwrap();
    assert_eq!(
        list(&db, account).await,
        [CartItem { id, selection: selection("demo-1", 2), added_at: now() }]
    );

    let change = |quantity| db.account(account).write(move |tx| cart::set_quantity(tx, now(), id, quantity));
    change(5).await.unwrap();
    assert_eq!(list(&db, account).await[0].selection.quantity, 5);
    assert!(matches!(change(0).await, Err(CartError::Quantity)));
    assert!(matches!(change(101).await, Err(CartError::Quantity)));

    for _ in 0..2 {
        db.account(account).write(move |tx| cart::remove(tx, id)).await.unwrap();
    }
    assert_eq!(list(&db, account).await, []);
    assert!(matches!(change(1).await, Err(CartError::Gone)));
}

#[testkit::both_databases]
async fn adding_twice_is_adding_once(db: TestDb) {
    let account = testkit::account(&db);
    let id = testkit::random().id(now());
    add(&db, account, id, 1).await.unwrap();
    add(&db, account, id, 9).await.unwrap();
    let items = list(&db, account).await;
    assert_eq!((items.len(), items[0].selection.quantity), (1, 1));
}

#[testkit::both_databases]
async fn a_cart_has_a_limit(db: TestDb) {
    let random = testkit::random();
    let account = testkit::account(&db);
    for _ in 0..ITEMS_MAX {
        add(&db, account, random.id(now()), 1).await.unwrap();
    }
    assert!(matches!(add(&db, account, random.id(now()), 1).await, Err(CartError::Full)));
    assert!(matches!(add(&db, account, random.id(now()), 0).await, Err(CartError::Quantity)));
}

#[testkit::both_databases]
async fn a_visitors_cart_is_adopted_at_sign_in_even_after_a_crash_in_between(db: TestDb) {
    let random = testkit::random();
    let (visitor, account): (AccountId, AccountId) = (random.id(now()), random.id(now()));
    add(&db, account, random.id(now()), 1).await.unwrap();
    for quantity in [2, 3] {
        add(&db, visitor, random.id(now()), quantity).await.unwrap();
    }
    let items = list(&db, visitor).await;
    let ids: Vec<CartItemId> = items.iter().map(|item| item.id).collect();
    for _ in 0..2 {
        let items = items.clone();
        db.account(account).write(move |tx| cart::adopt(tx, after(1), &items)).await.unwrap();
    }
    db.account(visitor).write(move |tx| cart::clear(tx, &ids)).await.unwrap();
    assert_eq!(list(&db, visitor).await, []);
    let adopted = list(&db, account).await;
    assert_eq!(adopted.iter().map(|item| item.selection.quantity).collect::<Vec<_>>(), [1, 2, 3]);
}

#[testkit::both_databases]
async fn clearing_leaves_what_was_added_meanwhile(db: TestDb) {
    let random = testkit::random();
    let account = testkit::account(&db);
    let (ordered, later) = (random.id(now()), random.id(now()));
    add(&db, account, ordered, 1).await.unwrap();
    add(&db, account, later, 1).await.unwrap();
    db.account(account).write(move |tx| cart::clear(tx, &[ordered])).await.unwrap();
    assert_eq!(list(&db, account).await.iter().map(|item| item.id).collect::<Vec<_>>(), [later]);
}

#[testkit::both_databases]
async fn an_abandoned_cart_is_found_and_forgotten(db: TestDb) {
    let random = testkit::random();
    let (old, fresh): (AccountId, AccountId) = (random.id(now()), random.id(now()));
    add(&db, old, random.id(now()), 1).await.unwrap();
    let (id, item) = (random.id(now()), selection("demo-1", 1));
    db.account(fresh).write(move |tx| cart::add(tx, after(10), id, &item)).await.unwrap();
    let before = after(5);
    let found = db.across().read(move |tx| store::abandoned_carts(tx, before, 10)).await;
    assert_eq!(found, Ok(vec![old]));
    for expected in [1, 0] {
        let removed = db.account(old).write(move |tx| cart::forget(tx, before)).await;
        assert_eq!(removed, Ok(expected));
    }
    assert_eq!(db.account(fresh).write(move |tx| cart::forget(tx, before)).await, Ok(0));
}
