//! A new password by a link.

use accounts::device::Device;
use accounts::reset::{self, ResetError};
use accounts::sign_in::SignInError;
use accounts::{Account, CustomerToken, PasswordFault};
use testkit::TestDb;

use crate::world::{PASSWORD, World, secret};

const NEW: &str = "Quatre poneys 4 roses";

async fn request(world: &World, account: &Account) -> CustomerToken {
    let (now, token) = (world.now(), CustomerToken::draw(&world.random, account.id));
    let asked = token.clone();
    let written = world.db.account(account.id).write(move |tx| reset::request(tx, now, &asked)).await;
    assert_eq!(written.expect("there is an account").email, account.email);
    token
}

async fn change(world: &World, token: &CustomerToken, password: &str) -> Result<Account, ResetError> {
    let now = world.now();
    let prepared = reset::prepare(&world.db, &world.passwords, now, token, secret(password)).await?;
    let wanted = token.clone();
    let finish = move |tx: &mut db::AccountTx| reset::finish(tx, now, &wanted, &prepared);
    world.db.account(token.owner()).write(finish).await
}

#[testkit::both_databases]
async fn a_link_sets_a_new_password_once_and_closes_every_session(db: TestDb) {
    let world = World::new(&db);
    let account = world.sign_up("jeanne@example.org").await;
    let device = Device::draw(&world.random);
    let (_, session) = world.sign_in(&account.nic, PASSWORD, &device).await.expect("it is right");
    let proof = world.identify(&account.nic, PASSWORD).await.expect("it is right");
    let token = request(&world, &account).await;
    // Looking at the page, or a mail scanner doing so, does not use the link up.
    for _ in 0..2 {
        let (now, wanted) = (world.now(), token.clone());
        let found = world.db.account(account.id).read(move |tx| reset::find(tx, now, &wanted)).await;
        assert_eq!(found.expect("the link works").id, account.id);
    }
    change(&world, &token, NEW).await.expect("the link works");
    assert!(!world.is_open(&session).await);
    let stale = world.enter(&proof, &device, None).await;
    assert!(matches!(stale, Err(SignInError::Wrong)), "a proof of the old password: {stale:?}");
    assert!(matches!(world.identify(&account.nic, PASSWORD).await, Err(SignInError::Wrong)));
    assert!(world.identify(&account.nic, NEW).await.is_ok());
    let again = change(&world, &token, "Encore 1 autre phrase").await;
    assert!(matches!(again, Err(ResetError::Link)), "{again:?}");
}

#[testkit::both_databases]
async fn a_link_lives_an_hour_and_only_the_last_one_works(db: TestDb) {
    let world = World::new(&db);
    let account = world.sign_up("jeanne@example.org").await;
    let first = request(&world, &account).await;
    world.wait(60);
    let second = request(&world, &account).await;
    assert!(matches!(change(&world, &first, NEW).await, Err(ResetError::Link)));
    let other = CustomerToken::draw(&world.random, account.id);
    assert!(matches!(change(&world, &other, NEW).await, Err(ResetError::Link)));
    world.wait(3600);
    assert!(matches!(change(&world, &second, NEW).await, Err(ResetError::Link)));
}

#[testkit::both_databases]
async fn two_clicks_at_once_set_one_password(db: TestDb) {
    let world = World::new(&db);
    let account = world.sign_up("jeanne@example.org").await;
    let token = request(&world, &account).await;
    let (a, b) = tokio::join!(change(&world, &token, NEW), change(&world, &token, "Encore 1 autre phrase"));
    assert_eq!([a, b].iter().filter(|changed| changed.is_ok()).count(), 1);
}

#[testkit::both_databases]
async fn a_new_password_differs_from_those_before_and_is_not_about_its_owner(db: TestDb) {
    let world = World::new(&db);
    let account = world.sign_up("jeanne@example.org").await;
    let faults = async |password: &str| {
        let token = request(&world, &account).await;
        match change(&world, &token, password).await {
            Err(ResetError::Password(faults)) => faults,
            other => panic!("{password:?}: {other:?}"),
        }
    };
    assert_eq!(faults(PASSWORD).await, [PasswordFault::UsedBefore]);
    assert_eq!(faults("Jeanne-velo7-rouge").await, [PasswordFault::Personal]);
    for password in
        [NEW, "Encore 1 autre phrase", "Trois 3 chats gris !", "Deux 2 lampes jaunes", "Un 1 seau de sable"]
    {
        world.wait(60);
        let token = request(&world, &account).await;
        change(&world, &token, password).await.expect("it is new");
    }
    // The present one and four before it count; the very first is forgotten by now.
    assert_eq!(faults(NEW).await, [PasswordFault::UsedBefore]);
    let token = request(&world, &account).await;
    change(&world, &token, PASSWORD).await.expect("it was five passwords ago");
}

#[testkit::both_databases]
async fn a_partition_without_account_gets_no_link(db: TestDb) {
    let world = World::new(&db);
    let (now, token) = (world.now(), CustomerToken::draw(&world.random, testkit::account(&db)));
    let account = world.db.account(token.owner());
    let answer = account.write(move |tx| reset::request(tx, now, &token)).await;
    assert_eq!(answer, Err(db::Error::Missing));
}
