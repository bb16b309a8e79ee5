//! The registry of logins, and what a crash between claim and account leaves.

use accounts::logins::{self, CLAIM_AGE_MIN};
use accounts::nic;
use accounts::sign_up::SignUpError;
use testkit::TestDb;

use crate::world::World;

async fn repair(world: &World) -> usize {
    logins::repair(&world.db, world.now(), 100).await.expect("the database answers")
}

#[testkit::both_databases]
async fn an_account_is_found_by_address_and_by_nic_in_any_case(db: TestDb) {
    let world = World::new(&db);
    let account = world.sign_up("Jeanne@example.org").await;
    for login in ["jeanne@EXAMPLE.org", " jeanne@example.org ", &account.nic, &account.nic.to_uppercase()] {
        let owner = world.owner(login).await.expect("it is registered");
        assert_eq!((owner.account, owner.is_confirmed), (account.id, true), "{login:?}");
    }
    assert_eq!(world.owner("nobody@example.org").await, None);
}

#[testkit::both_databases]
async fn a_taken_nic_is_drawn_again(db: TestDb) {
    let world = World::new(&db);
    let account = world.sign_up("jeanne@example.org").await;
    let started = world.start("jean@example.org").await;
    let draws = std::cell::Cell::new(0);
    let draw = || {
        draws.set(draws.get() + 1);
        if draws.get() < 3 { account.nic.clone() } else { "jd99999-ct".to_owned() }
    };
    let nic = logins::claim(&world.db, world.now(), started.token.owner(), &started.email, draw).await;
    assert_eq!(nic.expect("one is free"), "jd99999-ct");
    let draw = || account.nic.clone();
    let other = world.start("third@example.org").await;
    let none = logins::claim(&world.db, world.now(), other.token.owner(), &other.email, draw).await;
    assert!(matches!(none, Err(logins::ClaimError::NoNicLeft)), "{none:?}");
}

#[testkit::both_databases]
async fn a_sign_up_that_died_after_its_claim_is_resumed_by_its_browser(db: TestDb) {
    let world = World::new(&db);
    let started = world.start("jeanne@example.org").await;
    world.fill_in(&started).await;
    let nic = world.claim(&started).await.expect("the address is free");
    // The process dies here; the browser comes back.
    world.wait(600);
    assert_eq!(repair(&world).await, 0, "a young claim is left alone");
    assert_eq!(world.claim(&started).await.expect("its own"), nic);
    assert!(world.complete(&started, &nic).await.is_ok());
}

#[testkit::both_databases]
async fn a_claim_whose_sign_up_is_abandoned_is_released_and_the_sign_up_stays_closed(db: TestDb) {
    let world = World::new(&db);
    let abandoned = world.start("jeanne@example.org").await;
    world.fill_in(&abandoned).await;
    let nic = world.claim(&abandoned).await.expect("the address is free");
    world.wait(CLAIM_AGE_MIN.as_secs());
    assert_eq!(repair(&world).await, 2);
    assert_eq!(repair(&world).await, 0);
    assert_eq!((world.owner("jeanne@example.org").await, world.owner(&nic).await), (None, None));
    let late = world.complete(&abandoned, &nic).await;
    assert!(matches!(late, Err(SignUpError::Gone)), "{late:?}");
    // The address is free for its owner's next try.
    world.sign_up("jeanne@example.org").await;
}

#[testkit::both_databases]
async fn an_account_whose_logins_were_not_confirmed_keeps_them(db: TestDb) {
    let world = World::new(&db);
    let started = world.start("jeanne@example.org").await;
    world.fill_in(&started).await;
    let nic = world.claim(&started).await.expect("the address is free");
    let account = world.complete(&started, &nic).await.expect("every step was taken");
    // The process dies before it confirms.
    world.wait(CLAIM_AGE_MIN.as_secs());
    assert_eq!(repair(&world).await, 2);
    assert_eq!(repair(&world).await, 0);
    let owner = world.owner("jeanne@example.org").await.expect("it is registered");
    assert_eq!((owner.account, owner.is_confirmed), (account.id, true));
}

#[testkit::both_databases]
async fn settling_a_young_claim_does_nothing(db: TestDb) {
    let world = World::new(&db);
    let started = world.start("jeanne@example.org").await;
    world.fill_in(&started).await;
    let nic = world.claim(&started).await.expect("the address is free");
    let login = world.owner(&nic).await.expect("it is claimed");
    logins::settle(&world.db, world.now(), &login).await.expect("the database answers");
    assert!(world.complete(&started, &nic).await.is_ok());
    assert!(nic::draw(&world.random, "a", "b", &accounts::NicSuffix::default()) != nic);
}
