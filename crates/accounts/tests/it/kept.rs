//! What was typed waits for its author alone, and not for long.

use accounts::kept::{self, BYTES_MAX, KEPT, KeptForm};
use kernel::{AccountId, SignedDuration};
use testkit::TestDb;

use crate::world::World;

fn form(owner: &str, fields: &str) -> KeptForm {
    KeptForm { owner: owner.into(), place: "/services/1".into(), fields: fields.into() }
}

#[testkit::both_databases]
async fn a_form_waits_for_its_author_on_its_page_and_is_given_once(db: TestDb) {
    let world = World::new(&db);
    let browser: AccountId = world.random.id(world.clock.now());
    let account = || world.db.account(browser);
    let now = world.clock.now();
    for text in ["label=one", "label=two"] {
        let form = form("account/1", text);
        assert!(account().write(move |tx| kept::keep(tx, now, &form)).await.unwrap());
    }
    let take = async |now, owner: &'static str, place: &'static str| {
        account().write(move |tx| kept::take(tx, now, owner, place)).await.unwrap()
    };
    assert_eq!(take(now, "account/2", "/services/1").await, None, "nobody else is shown it");
    assert_eq!(take(now, "account/1", "/services/2").await, None, "no other page has it");
    let late = now + KEPT;
    assert_eq!(take(late, "account/1", "/services/1").await, None, "it does not wait for ever");
    let soon = late - SignedDuration::from_secs(1);
    assert_eq!(take(soon, "account/1", "/services/1").await.as_deref(), Some("label=two"), "the last");
    assert_eq!(take(soon, "account/1", "/services/1").await, None, "given once");
}

#[testkit::both_databases]
async fn what_is_too_large_is_not_kept_and_what_is_old_is_swept(db: TestDb) {
    let world = World::new(&db);
    let browser: AccountId = world.random.id(world.clock.now());
    let account = || world.db.account(browser);
    let now = world.clock.now();
    let large = form("account/1", &"x".repeat(BYTES_MAX));
    assert!(!account().write(move |tx| kept::keep(tx, now, &large)).await.unwrap());
    let small = form("account/1", "label=x");
    assert!(account().write(move |tx| kept::keep(tx, now, &small)).await.unwrap());
    let old = async |now| world.db.across().read(move |tx| kept::old(tx, now, 10)).await.unwrap();
    assert_eq!(old(now).await, []);
    let late = now + KEPT;
    assert_eq!(old(late).await, [browser]);
    account().write(move |tx| kept::forget(tx, now)).await.unwrap();
    assert_eq!(old(late).await, [browser], "it was not old yet");
    account().write(move |tx| kept::forget(tx, late)).await.unwrap();
    assert_eq!(old(late).await, []);
}
