//! Applications, what they ask for, and the customer's answer.

use accounts::api::application::{self, CreateError};
use accounts::api::request::{self, ANSWER_TIME, AnswerError};
use accounts::api::{
    AccessRule, ApiMethod, Application, Credential, CredentialState, Keys, Request, Wanted, credential,
};
use accounts::numbers::{self, Numbered};
use kernel::{AccountId, ServiceId, SignedDuration};
use testkit::TestDb;

use crate::world::World;

fn wanted() -> Wanted {
    Wanted {
        rules: vec![AccessRule { method: ApiMethod::Get, path: "/me/*".to_owned() }],
        allowed_ips: request::block("192.0.2.0/24").map(|block| vec![block]),
        redirection: Some("https://app.example/back".to_owned()),
    }
}

async fn application(world: &World, owner: AccountId) -> Application {
    let keys = Keys::draw(&world.random);
    application::create(&world.db, world.now(), owner, &keys, " Backup ", "").await.expect("it is created")
}

/// Asks, and answers the keys of what was asked.
async fn ask(world: &World, application: &Application) -> Keys {
    let keys = Keys::draw(&world.random);
    request::ask(&world.db, world.now(), application.id, &keys, wanted()).await.expect("it is asked");
    keys
}

async fn accept(
    world: &World,
    account: AccountId,
    keys: &Keys,
    validity: Option<SignedDuration>,
) -> Result<Request, AnswerError> {
    request::accept(&world.db, world.now(), account, keys.link().expose(), validity).await
}

async fn find(world: &World, application: &Application, keys: &Keys) -> Option<Request> {
    let (key, consumer) = (application.key.clone(), keys.consumer_key());
    let found = world.db.registry().read(move |tx| request::find(tx, &key, consumer.expose())).await;
    found.expect("a read").and_then(|(_, asked)| asked)
}

async fn refuse(world: &World, keys: &Keys) -> Result<Request, AnswerError> {
    let (now, link) = (world.now(), keys.link());
    world.db.registry().write(move |tx| request::refuse(tx, now, link.expose())).await
}

async fn credential(world: &World, account: AccountId, id: i64) -> Option<Credential> {
    world.db.account(account).read(move |tx| credential::find(tx, id)).await.expect("a read")
}

#[testkit::both_databases]
async fn a_key_leads_to_the_account_that_accepted_and_to_no_other(db: TestDb) {
    let world = World::new(&db);
    let (ada, eve) = (testkit::account(&db), testkit::account(&db));
    let application = application(&world, testkit::account(&db)).await;
    assert_eq!(application.name, "Backup");
    let keys = ask(&world, &application).await;
    let asked = find(&world, &application, &keys).await.expect("it waits");
    assert!(asked.is_open(world.now()) && asked.wanted == wanted());
    let other = self::application(&world, eve).await;
    assert_eq!(find(&world, &other, &keys).await, None, "another application did not ask for it");

    accept(&world, ada, &keys, Some(SignedDuration::from_hours(24))).await.expect("she accepts");
    let found = find(&world, &application, &keys).await.expect("it is hers");
    assert_eq!((found.account, found.application), (Some(ada), application.id));
    let granted = credential(&world, ada, found.credential).await.expect("it is there");
    assert_eq!((granted.rules.clone(), granted.allowed_ips.clone()), (wanted().rules, wanted().allowed_ips));
    assert_eq!(granted.state(world.now()), CredentialState::Validated);
    assert_eq!(granted.state(world.now() + SignedDuration::from_hours(24)), CredentialState::Expired);

    // Again by her it changes nothing; by another, or refused afterwards, it does not work.
    world.wait(60);
    accept(&world, ada, &keys, None).await.expect("it is hers already");
    assert_eq!(credential(&world, ada, found.credential).await, Some(granted));
    assert!(matches!(accept(&world, eve, &keys, None).await, Err(AnswerError::Link)));
    assert!(matches!(refuse(&world, &keys).await, Err(AnswerError::Link)));
    assert_eq!(credential(&world, eve, found.credential).await, None);
}

#[testkit::both_databases]
async fn what_was_refused_or_too_late_is_not_accepted(db: TestDb) {
    let world = World::new(&db);
    let ada = testkit::account(&db);
    let application = application(&world, ada).await;
    let (refused, late) = (ask(&world, &application).await, ask(&world, &application).await);
    for _ in 0..2 {
        refuse(&world, &refused).await.expect("it is refused");
    }
    assert!(matches!(accept(&world, ada, &refused, None).await, Err(AnswerError::Link)));
    world.wait(ANSWER_TIME.as_secs());
    assert!(matches!(accept(&world, ada, &late, None).await, Err(AnswerError::Link)));
    let now = world.now();
    let swept = world.db.registry().write(move |tx| request::sweep(tx, now)).await;
    assert_eq!(swept, Ok(2));
    assert_eq!(
        (find(&world, &application, &refused).await, find(&world, &application, &late).await),
        (None, None)
    );
}

#[testkit::both_databases]
async fn a_revoked_key_is_gone_and_so_are_those_of_an_application_that_was_deleted(db: TestDb) {
    let world = World::new(&db);
    let (ada, bob) = (testkit::account(&db), testkit::account(&db));
    let application = application(&world, ada).await;
    let (hers, his) = (ask(&world, &application).await, ask(&world, &application).await);
    accept(&world, ada, &hers, None).await.expect("she accepts");
    let granted = accept(&world, bob, &his, None).await.expect("he accepts").credential;

    let id = find(&world, &application, &hers).await.expect("it is hers").credential;
    assert_eq!(credential::revoke(&world.db, bob, id).await, Ok(false), "not his");
    assert!(find(&world, &application, &hers).await.is_some());
    assert_eq!(credential::revoke(&world.db, ada, id).await, Ok(true));
    assert_eq!(credential::revoke(&world.db, ada, id).await, Ok(false));
    assert_eq!(find(&world, &application, &hers).await, None);
    assert!(matches!(accept(&world, ada, &hers, None).await, Err(AnswerError::Link)), "its link is gone too");

    assert_eq!(application::delete(&world.db, bob, application.id).await, Ok(false), "not his");
    assert_eq!(application::delete(&world.db, ada, application.id).await, Ok(true));
    assert_eq!(find(&world, &application, &his).await, None);
    assert_eq!(credential(&world, bob, granted).await, None);
    let key = application.key.clone();
    let found = world.db.registry().read(move |tx| application::find_by_key(tx, &key)).await;
    assert_eq!(found, Ok(None));
}

#[testkit::both_databases]
async fn the_same_keys_make_one_application_and_one_request(db: TestDb) {
    let world = World::new(&db);
    let (owner, now) = (testkit::account(&db), world.now());
    let keys = Keys::of_form("secret", "form");
    let first = application::create(&world.db, now, owner, &keys, "One", "").await.expect("it is created");
    let again = application::create(&world.db, now, owner, &keys, "Two", "").await.expect("it is there");
    assert_eq!(first, again);
    for _ in 0..2 {
        request::ask(&world.db, now, first.id, &keys, wanted()).await.expect("it is asked");
    }
    let listed = world.db.registry().read(move |tx| application::list(tx, owner)).await.expect("a read");
    assert_eq!(listed, [first]);
    let nameless = application::create(&world.db, now, owner, &keys, "  ", "").await;
    assert!(matches!(nameless, Err(CreateError::NoName)));
}

#[testkit::both_databases]
async fn a_credential_is_touched_and_restricted(db: TestDb) {
    let world = World::new(&db);
    let (ada, now) = (testkit::account(&db), world.now());
    let application = application(&world, ada).await;
    let keys = ask(&world, &application).await;
    let id = accept(&world, ada, &keys, None).await.expect("she accepts").credential;
    assert!(credential(&world, ada, id).await.is_some_and(|granted| granted.is_stale(now)));
    world.db.account(ada).write(move |tx| credential::touch(tx, now, id)).await.expect("a write");
    let used = credential(&world, ada, id).await.expect("it is there");
    assert!(!used.is_stale(now) && used.is_stale(now + credential::TOUCH_EVERY));
    let restricted = world.db.account(ada).write(move |tx| credential::restrict(tx, id, None)).await;
    assert_eq!(restricted, Ok(true));
    let listed = world.db.account(ada).read(credential::list).await.expect("a read");
    assert_eq!(listed, [Credential { allowed_ips: None, ..used }]);
}

#[testkit::both_databases]
async fn numbers_are_given_once_in_order_and_of_one_account_and_kind(db: TestDb) {
    let world = World::new(&db);
    let (ada, bob) = (testkit::account(&db), testkit::account(&db));
    let things: Vec<ServiceId> = (0..3).map(|_| world.random.id(world.now())).collect();
    let mut sorted = things.clone();
    sorted.sort();
    let give = async |account, kind, things: Vec<ServiceId>| {
        let given = world.db.account(account).write(move |tx| numbers::give(tx, kind, &things)).await;
        let mut given = given.expect("they are given");
        given.sort_by_key(|(_, number)| *number);
        given
    };
    let first = vec![sorted[1], sorted[0], sorted[1]];
    assert_eq!(give(ada, Numbered::Service, first.clone()).await, [(sorted[0], 1), (sorted[1], 2)]);
    assert_eq!(give(ada, Numbered::Service, first).await, [(sorted[0], 1), (sorted[1], 2)]);
    let all: Vec<_> = sorted.iter().copied().zip(1..).collect();
    assert_eq!(give(ada, Numbered::Service, things).await, all);
    assert_eq!(give(ada, Numbered::Method, vec![sorted[2]]).await, [(sorted[2], 1)]);
    assert_eq!(give(bob, Numbered::Service, vec![sorted[2]]).await, [(sorted[2], 1)]);
    let found = world.db.account(ada).read(|tx| numbers::things(tx, Numbered::Service, &[3, 4])).await;
    assert_eq!(found, Ok(vec![(sorted[2], 3)]));
}
