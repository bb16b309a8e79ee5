//! Rate limits with their counters in the database.

use accounts::limits::{self, Limit, TakeError};
use accounts::sign_in::SignInError;
use kernel::SignedDuration;
use testkit::TestDb;

use crate::world::{PASSWORD, World};

const LIMIT: Limit = Limit { name: "test", uses_max: 3, window: SignedDuration::from_mins(10) };

async fn take(world: &World, limit: Limit, subject: &str) -> Result<(), TakeError> {
    let (now, subject) = (world.now(), subject.to_owned());
    world.db.registry().write(move |tx| limits::take(tx, now, limit, &subject)).await
}

/// Seconds to wait, or nothing when the use was granted.
async fn wait_of(world: &World, limit: Limit, subject: &str) -> Option<i64> {
    match take(world, limit, subject).await {
        Ok(()) => None,
        Err(TakeError::Limited(limited)) => Some(limited.retry_after.as_secs()),
        Err(TakeError::Db(error)) => panic!("{error}"),
    }
}

#[testkit::both_databases]
async fn a_window_allows_its_uses_and_says_when_it_is_over(db: TestDb) {
    let world = World::new(&db);
    for _ in 0..3 {
        assert_eq!(wait_of(&world, LIMIT, "a").await, None);
        world.wait(60);
    }
    assert_eq!(wait_of(&world, LIMIT, "a").await, Some(420));
    assert_eq!(wait_of(&world, LIMIT, "A").await, Some(420), "case makes no other subject");
    assert_eq!(wait_of(&world, LIMIT, "b").await, None, "another subject");
    assert_eq!(wait_of(&world, Limit { name: "other", ..LIMIT }, "a").await, None, "another limit");
    // Trying while refused does not prolong the window.
    world.wait(419);
    assert_eq!(wait_of(&world, LIMIT, "a").await, Some(1));
    world.wait(1);
    assert_eq!(wait_of(&world, LIMIT, "a").await, None);
}

#[testkit::both_databases]
async fn sixteen_at_once_get_no_more_than_the_limit(db: TestDb) {
    let world = World::new(&db);
    let (now, db) = (world.now(), world.db.clone());
    let tries: Vec<_> = (0..16)
        .map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                db.registry().write(move |tx| limits::take(tx, now, LIMIT, "a")).await.is_ok()
            })
        })
        .collect();
    let mut granted = 0;
    for each in tries {
        granted += u32::from(each.await.expect("it ran"));
    }
    assert_eq!(granted, LIMIT.uses_max);
}

#[testkit::both_databases]
async fn old_counters_are_swept(db: TestDb) {
    let world = World::new(&db);
    assert_eq!(wait_of(&world, LIMIT, "a").await, None);
    world.wait(24 * 3600);
    let now = world.now();
    for swept in [1, 0] {
        let count = world.db.registry().write(move |tx| limits::sweep(tx, now)).await;
        assert_eq!(count, Ok(swept));
    }
}

#[testkit::both_databases]
async fn guessing_a_password_is_stopped_and_not_for_ever(db: TestDb) {
    let world = World::new(&db);
    let account = world.sign_up("jeanne@example.org").await;
    for turn in 0..world.limits.sign_in_login.uses_max {
        // Both logins of the account count together.
        let login = if turn % 2 == 0 { "jeanne@example.org" } else { account.nic.as_str() };
        let answer = world.identify(login, "Wrong-velo7-tunnel").await;
        assert!(matches!(answer, Err(SignInError::Wrong)), "{answer:?}");
    }
    let hashed = world.passwords.verifications();
    let answer = world.identify("jeanne@example.org", PASSWORD).await;
    let Err(SignInError::Limited(limited)) = answer else { panic!("it was not limited: {answer:?}") };
    assert_eq!(limited.retry_after, world.limits.sign_in_login.window);
    assert_eq!(world.passwords.verifications(), hashed, "nothing is hashed for who is refused");
    world.wait(limited.retry_after.as_secs());
    assert!(world.identify("jeanne@example.org", PASSWORD).await.is_ok());
}

#[testkit::both_databases]
async fn a_right_password_forgives_the_wrong_ones_before(db: TestDb) {
    let world = World::new(&db);
    world.sign_up("jeanne@example.org").await;
    for _ in 0..3 {
        for _ in 1..world.limits.sign_in_login.uses_max {
            let answer = world.identify("jeanne@example.org", "Wrong-velo7-tunnel").await;
            assert!(matches!(answer, Err(SignInError::Wrong)), "{answer:?}");
        }
        assert!(world.identify("jeanne@example.org", PASSWORD).await.is_ok());
    }
}

#[testkit::both_databases]
async fn one_address_cannot_try_many_logins(db: TestDb) {
    let world = World::new(&db);
    for turn in 0..world.limits.sign_in_peer.uses_max {
        let answer = world.identify(&format!("user{turn}@example.org"), PASSWORD).await;
        assert!(matches!(answer, Err(SignInError::Wrong)), "{answer:?}");
    }
    let answer = world.identify("one-more@example.org", PASSWORD).await;
    assert!(matches!(answer, Err(SignInError::Limited(_))), "{answer:?}");
}
