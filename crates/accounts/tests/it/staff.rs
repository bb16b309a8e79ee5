//! The provider's people.

use accounts::sign_in::SignInError;
use accounts::staff::{self, CreateError, NewStaff, NewStaffSession, StaffProof, StaffSession};
use accounts::{Role, Staff, StaffToken};
use testkit::TestDb;

use crate::world::{PASSWORD, World, address, peer, secret};

async fn hire(world: &World, email: &str) -> Result<Staff, CreateError> {
    let now = world.now();
    let new = NewStaff {
        id: world.random.id(now),
        email: address(email),
        name: "Ada".into(),
        role: Role::Desk,
        password_hash: world.passwords.hash(secret(PASSWORD)).await.expect("it hashes"),
    };
    world.db.registry().write(move |tx| staff::create(tx, now, &new)).await
}

async fn identify(world: &World, email: &str, password: &str) -> Result<StaffProof, SignInError> {
    let limits = &world.limits;
    staff::identify(&world.db, &world.passwords, limits, world.now(), email, secret(password), peer()).await
}

async fn enter(world: &World, proof: &StaffProof) -> Result<(Staff, StaffSession, StaffToken), SignInError> {
    let (now, proof) = (world.now(), proof.clone());
    let new = NewStaffSession {
        id: world.random.id(now),
        token: StaffToken::draw(&world.random, proof.staff()),
        peer: peer().to_string(),
        agent: "Firefox".into(),
    };
    let token = new.token.clone();
    let (staff, session) = world.db.registry().write(move |tx| staff::enter(tx, now, &proof, &new)).await?;
    Ok((staff, session, token))
}

async fn session(world: &World, token: &StaffToken) -> Option<(Staff, StaffSession)> {
    let (now, token) = (world.now(), token.clone());
    let found = world.db.registry().read(move |tx| staff::session(tx, now, &token)).await;
    found.expect("the database answers")
}

#[testkit::both_databases]
async fn staff_sign_in_apart_from_customers(db: TestDb) {
    let world = World::new(&db);
    world.sign_up("ada@example.org").await;
    let ada = hire(&world, "Ada@example.org").await.expect("the address is free among staff");
    let proof = identify(&world, "ada@EXAMPLE.org", PASSWORD).await.expect("it is right");
    let (entered, _, token) = enter(&world, &proof).await.expect("it is right");
    assert_eq!((entered.id, entered.role), (ada.id, Role::Desk));
    let (found, _) = session(&world, &token).await.expect("the session is open");
    assert_eq!(found, entered);
    let stranger = StaffToken::draw(&world.random, ada.id);
    assert_eq!(session(&world, &stranger).await, None);
}

#[testkit::both_databases]
async fn one_address_is_one_member(db: TestDb) {
    let world = World::new(&db);
    hire(&world, "ada@example.org").await.expect("the address is free");
    let again = hire(&world, "ADA@example.org").await;
    assert!(matches!(again, Err(CreateError::EmailTaken)), "{again:?}");
    let listed = world.db.registry().read(staff::list).await.expect("the database answers");
    assert_eq!(listed.len(), 1);
}

#[testkit::both_databases]
async fn a_staff_session_rests_half_an_hour_and_lasts_half_a_day(db: TestDb) {
    let world = World::new(&db);
    hire(&world, "ada@example.org").await.expect("the address is free");
    let proof = identify(&world, "ada@example.org", PASSWORD).await.expect("it is right");
    let (_, _, token) = enter(&world, &proof).await.expect("it is right");
    for _ in 0..24 {
        world.wait(1799);
        let Some((_, open)) = session(&world, &token).await else { panic!("closed at {}", world.now()) };
        let now = world.now();
        world.db.registry().write(move |tx| staff::touch(tx, now, &open)).await.expect("it answers");
    }
    world.wait(24);
    assert_eq!(session(&world, &token).await, None, "older than twelve hours");
    let (_, _, rested) = enter(&world, &proof).await.expect("it is right");
    world.wait(1800);
    assert_eq!(session(&world, &rested).await, None, "unused for half an hour");
}

#[testkit::both_databases]
async fn a_new_password_or_a_dismissal_closes_sessions_at_once(db: TestDb) {
    let world = World::new(&db);
    let ada = hire(&world, "ada@example.org").await.expect("the address is free");
    let proof = identify(&world, "ada@example.org", PASSWORD).await.expect("it is right");
    let (_, _, token) = enter(&world, &proof).await.expect("it is right");
    let hash = world.passwords.hash(secret("Quatre poneys 4 roses")).await.expect("it hashes");
    let set = world.db.registry().write(move |tx| staff::set_password(tx, ada.id, &hash)).await;
    set.expect("the database answers");
    assert_eq!(session(&world, &token).await, None);
    assert!(matches!(enter(&world, &proof).await, Err(SignInError::Wrong)));
    let proof = identify(&world, "ada@example.org", "Quatre poneys 4 roses").await.expect("it is right");
    let (_, _, token) = enter(&world, &proof).await.expect("it is right");
    let now = world.now();
    let dismissed = world.db.registry().write(move |tx| staff::disable(tx, now, ada.id)).await;
    dismissed.expect("the database answers");
    assert_eq!(session(&world, &token).await, None);
    assert!(matches!(enter(&world, &proof).await, Err(SignInError::Wrong)));
    let answer = identify(&world, "ada@example.org", "Quatre poneys 4 roses").await;
    assert!(matches!(answer, Err(SignInError::Wrong)), "{answer:?}");
}

#[testkit::both_databases]
async fn a_new_role_holds_from_the_next_request_on(db: TestDb) {
    let world = World::new(&db);
    let ada = hire(&world, "ada@example.org").await.expect("the address is free");
    let proof = identify(&world, "ada@example.org", PASSWORD).await.expect("it is right");
    let (_, _, token) = enter(&world, &proof).await.expect("it is right");
    let raised = world.db.registry().write(move |tx| staff::set_role(tx, ada.id, Role::Admin)).await;
    raised.expect("the database answers");
    assert_eq!(session(&world, &token).await.map(|(staff, _)| staff.role), Some(Role::Admin));
}
