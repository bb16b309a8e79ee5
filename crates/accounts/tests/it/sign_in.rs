//! Signing in, sessions and browsers.

use accounts::device::Device;
use accounts::session::{self, AGE_MAX, IDLE_MAX};
use accounts::sign_in::{self, SignInError};
use accounts::{Cost, Limits, Passwords};
use testkit::TestDb;

use crate::world::{PASSWORD, World};

#[testkit::both_databases]
async fn the_nic_or_the_address_signs_in_with_the_password(db: TestDb) {
    let world = World::new(&db);
    let account = world.sign_up("jeanne@example.org").await;
    let device = Device::draw(&world.random);
    for login in ["Jeanne@example.org", &account.nic] {
        let (signed_in, token) = world.sign_in(login, PASSWORD, &device).await.expect("it is right");
        assert_eq!(signed_in.account, account);
        assert_eq!(signed_in.session.agent, "Firefox");
        assert!(world.is_open(&token).await);
    }
    let wrong = world.identify(&account.nic, "Velo-rouge7-tunnex").await;
    assert!(matches!(wrong, Err(SignInError::Wrong)), "{wrong:?}");
}

#[testkit::both_databases]
async fn an_unknown_login_costs_the_same_comparison(db: TestDb) {
    let world = World::new(&db);
    world.sign_up("jeanne@example.org").await;
    let count = async |login: &str| {
        let before = world.passwords.verifications();
        let answer = world.identify(login, "Velo-rouge7-tunnex").await;
        assert!(matches!(answer, Err(SignInError::Wrong)), "{answer:?}");
        world.passwords.verifications() - before
    };
    assert_eq!(count("jeanne@example.org").await, 1);
    assert_eq!(count("nobody@example.org").await, 1);
    // A claim without an account, a visitor's partition: neither opens nor answers otherwise.
    let started = world.start("started@example.org").await;
    world.fill_in(&started).await;
    world.claim(&started).await.expect("the address is free");
    assert_eq!(count("started@example.org").await, 1);
}

#[testkit::both_databases]
async fn a_session_rests_eight_hours_and_lasts_thirty_days(db: TestDb) {
    let world = World::new(&db);
    world.sign_up("jeanne@example.org").await;
    let device = Device::draw(&world.random);
    let (signed_in, token) =
        world.sign_in("jeanne@example.org", PASSWORD, &device).await.expect("it is right");
    let (id, account) = (signed_in.session.id, signed_in.account.id);
    let end = world.now() + AGE_MAX;
    while world.now() + IDLE_MAX < end {
        world.wait(IDLE_MAX.as_secs() - 1);
        assert!(world.is_open(&token).await, "closed at {}", world.now());
        let now = world.now();
        world.db.account(account).write(move |tx| session::touch(tx, now, id)).await.expect("it answers");
    }
    world.wait(end.duration_since(world.now()).as_secs());
    assert!(!world.is_open(&token).await, "older than thirty days");
    let (_, rested) = world.sign_in("jeanne@example.org", PASSWORD, &device).await.expect("it is right");
    world.wait(IDLE_MAX.as_secs());
    assert!(!world.is_open(&rested).await, "unused for eight hours");
}

#[testkit::both_databases]
async fn a_sign_in_gets_a_new_session_and_closes_the_one_before(db: TestDb) {
    let world = World::new(&db);
    world.sign_up("jeanne@example.org").await;
    let device = Device::draw(&world.random);
    let (_, first) = world.sign_in("jeanne@example.org", PASSWORD, &device).await.expect("it is right");
    let (_, elsewhere) = world.sign_in("jeanne@example.org", PASSWORD, &device).await.expect("it is right");
    let proof = world.identify("jeanne@example.org", PASSWORD).await.expect("it is right");
    let (_, second) = world.enter(&proof, &device, Some(first.clone())).await.expect("it is right");
    assert_ne!(first, second);
    assert!(!world.is_open(&first).await && world.is_open(&second).await && world.is_open(&elsewhere).await);
}

#[testkit::both_databases]
async fn signing_out_closes_one_session_and_only_the_right_token_opens_it(db: TestDb) {
    let world = World::new(&db);
    let account = world.sign_up("jeanne@example.org").await;
    let device = Device::draw(&world.random);
    let (_, token) = world.sign_in("jeanne@example.org", PASSWORD, &device).await.expect("it is right");
    let (_, other) = world.sign_in("jeanne@example.org", PASSWORD, &device).await.expect("it is right");
    let guess = accounts::CustomerToken::draw(&world.random, account.id);
    assert!(!world.is_open(&guess).await);
    let closed = token.clone();
    for _ in 0..2 {
        let closed = closed.clone();
        let close = world.db.account(account.id).write(move |tx| session::close(tx, &closed));
        close.await.expect("the database answers");
    }
    assert!(!world.is_open(&token).await && world.is_open(&other).await);
}

#[testkit::both_databases]
async fn a_browser_never_seen_before_is_told_apart(db: TestDb) {
    let world = World::new(&db);
    let account = world.sign_up("jeanne@example.org").await;
    let (home, away) = (Device::draw(&world.random), Device::draw(&world.random));
    let (now, new, known) = (world.now(), world.new_session(account.id), home.clone());
    let welcome = move |tx: &mut db::AccountTx| sign_in::welcome(tx, now, &new, &known);
    world.db.account(account.id).write(welcome).await.expect("the account is new");
    for (device, is_unfamiliar) in [(&home, false), (&away, true), (&away, false), (&home, false)] {
        let (signed_in, _) = world.sign_in(&account.nic, PASSWORD, device).await.expect("it is right");
        assert_eq!(signed_in.is_unfamiliar, is_unfamiliar);
    }
    let other = world.sign_up("other@example.org").await;
    let (signed_in, _) = world.sign_in(&other.nic, PASSWORD, &home).await.expect("it is right");
    assert!(signed_in.is_unfamiliar, "known to one account is not known to another");
}

#[testkit::both_databases]
async fn only_the_last_forty_browsers_are_remembered(db: TestDb) {
    let world = World { limits: Limits::default().times(100), ..World::new(&db) };
    let account = world.sign_up("jeanne@example.org").await;
    let devices: Vec<Device> = (0..41).map(|_| Device::draw(&world.random)).collect();
    let proof = world.identify(&account.nic, PASSWORD).await.expect("it is right");
    for device in &devices {
        world.wait(1);
        world.enter(&proof, device, None).await.expect("it is right");
    }
    world.wait(1);
    let (second, _) = world.enter(&proof, &devices[1], None).await.expect("it is right");
    let (first, _) = world.enter(&proof, &devices[0], None).await.expect("it is right");
    assert!(!second.is_unfamiliar && first.is_unfamiliar);
}

#[testkit::both_databases]
async fn a_weaker_hash_is_renewed_by_signing_in(db: TestDb) {
    let world = World::new(&db);
    let account = world.sign_up("jeanne@example.org").await;
    let stronger = Cost { memory_kib: 16, ..Cost::CHEAP };
    let passwords = Passwords::new(stronger, 4, world.random.clone()).expect("a usual cost");
    let world = World { passwords, ..world };
    let device = Device::draw(&world.random);
    let before = world.identify(&account.nic, PASSWORD).await.expect("it is right");
    world.enter(&before, &device, None).await.expect("it is right");
    // The proof was of the hash that is gone now.
    let stale = world.enter(&before, &device, None).await;
    assert!(matches!(stale, Err(SignInError::Wrong)), "{stale:?}");
    assert!(world.sign_in(&account.nic, PASSWORD, &device).await.is_ok());
}
