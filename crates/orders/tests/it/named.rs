//! Carts with a name: who finds them, and what becomes of what was put in.

use db::AccountTx;
use kernel::{AccountId, SignedDuration, Timestamp};
use orders::named::{self, CartName, NamedCart, NamedFault};
use orders::store;
use testkit::TestDb;

use crate::{after, now};

fn cart() -> NamedCart {
    NamedCart::new(now(), kernel::SubsidiaryCode::parse("FR").unwrap(), "mine", None).unwrap()
}

async fn keep(db: &TestDb, name: &CartName, cart: &NamedCart) {
    let (kept, cart) = (name.clone(), cart.clone());
    db.account(name.partition())
        .write(move |tx: &mut AccountTx| named::keep(tx, &kept, &cart))
        .await
        .unwrap();
}

async fn find(db: &TestDb, name: &CartName, at: Timestamp) -> Option<NamedCart> {
    db.account(name.partition()).read(move |tx| named::find(tx, at)).await.unwrap()
}

async fn listed(db: &TestDb, owner: AccountId, at: Timestamp) -> Vec<(String, String)> {
    db.across().read(move |tx| named::of_owner(tx, owner, at, 10)).await.unwrap()
}

#[testkit::both_databases]
async fn a_cart_is_found_by_its_name_until_it_expires(db: TestDb) {
    let (name, other) = (CartName::draw(&testkit::random()), CartName::draw(&kernel::Random::seeded(9)));
    let mut mine = cart();
    let item = mine.add(now(), testkit::random().id(now()), ("demo-1", "default", 2)).unwrap();
    mine.add_option(item, "disk", "big").unwrap();
    mine.configure(item, "region", "west").unwrap();
    keep(&db, &name, &mine).await;
    assert_eq!(find(&db, &name, now()).await, Some(mine.clone()));
    assert_eq!(find(&db, &CartName::parse(&name.reveal()).unwrap(), now()).await, Some(mine.clone()));
    assert_eq!(find(&db, &other, now()).await, None);
    assert_eq!(find(&db, &name, mine.expires_at).await, None);

    let due = |at| db.across().read(move |tx| store::expired_named_carts(tx, at, 10));
    assert_eq!(due(now()).await.unwrap(), []);
    assert_eq!(due(mine.expires_at).await.unwrap(), [name.partition()]);
    db.account(name.partition()).write(named::forget).await.unwrap();
    assert_eq!(find(&db, &name, now()).await, None);
}

#[testkit::both_databases]
async fn a_cart_is_listed_for_who_took_it(db: TestDb) {
    let owner = testkit::account(&db);
    let name = CartName::draw(&testkit::random());
    let mut mine = cart();
    keep(&db, &name, &mine).await;
    assert_eq!(listed(&db, owner, now()).await, []);
    mine.take(owner).unwrap();
    keep(&db, &name, &mine).await;
    assert_eq!(listed(&db, owner, now()).await, [(name.reveal(), "mine".to_owned())]);
    assert_eq!(listed(&db, owner, mine.expires_at).await, []);
    assert_eq!(mine.take(testkit::random().id(now())), Err(NamedFault::Taken));
}

#[test]
fn numbers_are_given_once_and_an_ordered_cart_stays_as_it_is() {
    let mut mine = cart();
    let add = |cart: &mut NamedCart| cart.add(now(), testkit::random().id(now()), ("p", "default", 1));
    let first = add(&mut mine).unwrap();
    let option = mine.add_option(first, "disk", "big").unwrap();
    let said = mine.configure(option, "region", "west").unwrap();
    assert_eq!(mine.configure(first, "region", "east"), Ok(said), "said again it keeps its number");
    assert_eq!(mine.contents.plan(option).unwrap().configurations[0].value, "east");
    mine.remove(first).unwrap();
    assert_eq!((mine.contents.numbers(), mine.remove(option)), (vec![], Err(NamedFault::NoItem)));
    let second = add(&mut mine).unwrap();
    assert!(second > said, "a number is never given again");
    assert_eq!(mine.set_quantity(second, 0), Err(NamedFault::Quantity));
    assert_eq!(mine.unconfigure(second, said), Err(NamedFault::NoConfiguration));

    mine.ordered(42);
    let refused = Err(NamedFault::Ordered(42));
    assert_eq!(add(&mut mine), Err(NamedFault::Ordered(42)));
    assert_eq!(mine.remove(second), refused);
    assert_eq!(mine.set_quantity(second, 2), refused);
    assert_eq!(mine.describe(now(), Some("other"), None), refused);
}

#[test]
fn a_name_is_read_only_as_it_was_written_and_never_shown() {
    let name = CartName::draw(&testkit::random());
    let text = name.reveal();
    assert_eq!(CartName::parse(&text), Some(name.clone()));
    for wrong in [text.to_uppercase(), text.replace('-', ""), text[1..].to_owned(), String::new()] {
        assert_eq!(CartName::parse(&wrong), None, "{wrong}");
    }
    assert_eq!(format!("{name:?}"), "CartName(***)");
}

#[test]
fn an_end_is_to_come_and_not_too_far() {
    let mut mine = cart();
    let at = |life: SignedDuration| Some(now() + life);
    assert_eq!(mine.describe(now(), None, Some(now())), Err(NamedFault::Expiry));
    let over = NamedCart::LIFE_MAX + SignedDuration::from_secs(1);
    assert_eq!(mine.describe(now(), None, at(over)), Err(NamedFault::Expiry));
    assert_eq!(mine.describe(now(), None, at(NamedCart::LIFE_MAX)), Ok(()));
    assert!(mine.expires_at > after(1));
}
