//! Signing up: codes, steps, and what a crash leaves.

use accounts::sign_up::{
    self, CODE_TRIES_MAX, CODES_MAX, NewSignUp, OneTimeCode, SignUp, SignUpError, Step, Verification,
};
use accounts::{ContactForm, CustomerToken, EmailAddress, account};
use kernel::{AccountType, Locale};
use testkit::TestDb;

use crate::world::{Started, World, address, contact};

async fn resend(
    world: &World,
    started: &Started,
    email: Option<EmailAddress>,
) -> Result<(SignUp, OneTimeCode), SignUpError> {
    let (now, token, code) = (world.now(), started.token.clone(), OneTimeCode::draw(&world.random));
    let sent = code.clone();
    let again = move |tx: &mut db::AccountTx| match &email {
        Some(email) => sign_up::change_email(tx, now, &token, email, Some(&sent)),
        None => sign_up::resend(tx, now, &token, Some(&sent)),
    };
    Ok((world.db.account(started.token.owner()).write(again).await?, code))
}

fn wrong(started: &Started) -> String {
    let first = if started.code.reveal().starts_with('0') { "1" } else { "0" };
    format!("{first}{}", &started.code.reveal()[1..])
}

#[testkit::both_databases]
async fn a_sign_up_becomes_an_account_step_by_step(db: TestDb) {
    let world = World::new(&db);
    let started = world.start("Jeanne.Dupont@example.org").await;
    let step = async || world.find(&started).await.map(|sign_up| sign_up.step());
    assert_eq!(step().await, Some(Step::Code));
    let spaced = format!(" {} {} ", &started.code.reveal()[..3], &started.code.reveal()[3..]);
    assert_eq!(world.verify(&started, &spaced).await.expect("a sign-up"), Verification::Verified);
    assert_eq!(step().await, Some(Step::Type));

    let (now, token) = (world.now(), started.token.clone());
    let choose =
        move |tx: &mut db::AccountTx| sign_up::choose_type(tx, now, &token, AccountType::Association);
    world.db.account(started.token.owner()).write(choose).await.expect("the address is proved");
    assert_eq!(step().await, Some(Step::Contact));

    let token = started.token.clone();
    let form = ContactForm { organisation: "Les Lilas".into(), ..contact() };
    let describe = move |tx: &mut db::AccountTx| sign_up::describe(tx, now, &token, &form);
    world.db.account(started.token.owner()).write(describe).await.expect("the type is chosen");
    assert_eq!(step().await, Some(Step::Complete));

    let nic = world.claim(&started).await.expect("the address is free");
    let account = world.complete(&started, &nic).await.expect("every step was taken");
    assert_eq!(account.id, started.token.owner());
    assert_eq!((account.nic.as_str(), account.email.as_str()), (nic.as_str(), "Jeanne.Dupont@example.org"));
    assert_eq!(account.billing_contact().organisation.as_deref(), Some("Les Lilas"));
    assert_eq!(step().await, Some(Step::Done));
}

#[testkit::both_databases]
async fn a_step_too_early_is_refused(db: TestDb) {
    let world = World::new(&db);
    let started = world.start("jeanne@example.org").await;
    let (now, token) = (world.now(), started.token.clone());
    let early = move |tx: &mut db::AccountTx| sign_up::choose_type(tx, now, &token, AccountType::Individual);
    let answer = world.db.account(started.token.owner()).write(early).await;
    assert!(matches!(answer, Err(SignUpError::OutOfStep)), "{answer:?}");
    let answer = world.complete(&started, "jd12345-ct").await;
    assert!(matches!(answer, Err(SignUpError::OutOfStep)), "{answer:?}");
}

#[testkit::both_databases]
async fn a_code_can_be_typed_wrongly_five_times_and_then_another_is_needed(db: TestDb) {
    let world = World::new(&db);
    let started = world.start("jeanne@example.org").await;
    for left in (1..CODE_TRIES_MAX).rev() {
        let answer = world.verify(&started, &wrong(&started)).await.expect("a sign-up");
        assert_eq!(answer, Verification::Wrong { tries_left: left });
    }
    let last = world.verify(&started, &wrong(&started)).await.expect("a sign-up");
    assert_eq!(last, Verification::Exhausted);
    let right = world.verify(&started, started.code.reveal()).await.expect("a sign-up");
    assert_eq!(right, Verification::Exhausted);
    world.wait(60);
    let (_, code) = resend(&world, &started, None).await.expect("a minute has passed");
    let renewed = Started { code, ..started };
    let answer = world.verify(&renewed, renewed.code.reveal()).await.expect("a sign-up");
    assert_eq!(answer, Verification::Verified);
}

#[testkit::both_databases]
async fn a_code_works_for_a_quarter_of_an_hour(db: TestDb) {
    let world = World::new(&db);
    let started = world.start("jeanne@example.org").await;
    world.wait(15 * 60);
    let answer = world.verify(&started, started.code.reveal()).await.expect("a sign-up");
    assert_eq!(answer, Verification::Expired);
    let (_, code) = resend(&world, &started, None).await.expect("a minute has passed");
    world.wait(15 * 60 - 1);
    let answer = world.verify(&Started { code: code.clone(), ..started.clone() }, code.reveal()).await;
    assert_eq!(answer.expect("a sign-up"), Verification::Verified);
}

#[testkit::both_databases]
async fn another_code_comes_after_a_minute_and_not_without_end(db: TestDb) {
    let world = World::new(&db);
    let started = world.start("jeanne@example.org").await;
    world.wait(59);
    let answer = resend(&world, &started, None).await;
    let Err(SignUpError::TooSoon { retry_after }) = answer else { panic!("it was sent: {answer:?}") };
    assert_eq!(retry_after.as_secs(), 1);
    for _ in 1..CODES_MAX {
        world.wait(60);
        resend(&world, &started, None).await.expect("a minute has passed");
    }
    world.wait(60);
    let answer = resend(&world, &started, None).await;
    assert!(matches!(answer, Err(SignUpError::TooManyCodes)), "{answer:?}");
    // An older code is worth nothing once another was sent.
    let answer = world.verify(&started, started.code.reveal()).await.expect("a sign-up");
    assert_eq!(answer, Verification::Wrong { tries_left: CODE_TRIES_MAX - 1 });
}

async fn again(
    world: &World,
    started: &Started,
    email: &str,
) -> Result<(sign_up::Begun, OneTimeCode), SignUpError> {
    let (now, code) = (world.now(), OneTimeCode::draw(&world.random));
    let new = NewSignUp {
        token: started.token.clone(),
        email: address(email),
        password_hash: "another".to_owned(),
        country: kernel::Country::parse("IT").expect("a country"),
        subsidiary: kernel::SubsidiaryCode::parse("IT").expect("a code"),
        locale: Locale::It,
        code: Some(code.clone()),
    };
    let begun =
        world.db.account(started.token.owner()).write(move |tx| sign_up::start(tx, now, &new)).await?;
    Ok((begun, code))
}

#[testkit::both_databases]
async fn a_sign_up_begun_again_is_the_same_with_what_was_given_last(db: TestDb) {
    let world = World::new(&db);
    let started = world.start("jeanne@example.org").await;
    world.wait(59);
    let (begun, unsent) = again(&world, &started, "Jeanne@Example.org").await.expect("the same person");
    assert!(!begun.is_code_taken, "the code that was sent is still the one");
    assert_eq!((begun.sign_up.codes_sent, begun.sign_up.locale), (1, Locale::It));
    assert_eq!(begun.sign_up.subsidiary.as_str(), "IT");
    assert_eq!(world.find(&started).await.as_ref(), Some(&begun.sign_up), "it is stored");
    let wrong = world.verify(&started, unsent.reveal()).await.expect("a sign-up");
    assert_eq!(wrong, Verification::Wrong { tries_left: CODE_TRIES_MAX - 1 });
    assert_eq!(
        world.verify(&started, started.code.reveal()).await.expect("a sign-up"),
        Verification::Verified
    );
    let (begun, _) = again(&world, &started, "jeanne@example.org").await.expect("proved, and it goes on");
    assert!(!begun.is_code_taken);
    assert_eq!(begun.sign_up.step(), Step::Type);
    let other = again(&world, &started, "other@example.org").await;
    assert!(matches!(other, Err(SignUpError::OutOfStep)), "another address is another sign-up: {other:?}");
}

#[testkit::both_databases]
async fn begun_again_after_a_minute_the_new_code_replaces_the_old_one_and_not_without_end(db: TestDb) {
    let world = World::new(&db);
    let started = world.start("jeanne@example.org").await;
    let mut last = started.code.clone();
    for sent in 2..=CODES_MAX {
        world.wait(60);
        let (begun, code) = again(&world, &started, "jeanne@example.org").await.expect("the same person");
        assert!(begun.is_code_taken);
        assert_eq!(begun.sign_up.codes_sent, sent);
        let old = world.verify(&started, last.reveal()).await.expect("a sign-up");
        assert_eq!(
            old,
            Verification::Wrong { tries_left: CODE_TRIES_MAX - 1 },
            "the old code is worth nothing"
        );
        last = code;
    }
    world.wait(60);
    let (begun, _) = again(&world, &started, "jeanne@example.org").await.expect("the same person");
    assert!(!begun.is_code_taken, "the last one stays");
    assert_eq!(world.verify(&started, last.reveal()).await.expect("a sign-up"), Verification::Verified);
}

#[testkit::both_databases]
async fn the_address_can_be_corrected_before_it_is_proved(db: TestDb) {
    let world = World::new(&db);
    let started = world.start("jeane@example.org").await;
    let corrected = Some(address("jeanne@example.org"));
    let (sign_up, code) =
        resend(&world, &started, corrected.clone()).await.expect("no wait for another mailbox");
    let again = resend(&world, &started, corrected.clone()).await;
    assert!(matches!(again, Err(SignUpError::TooSoon { .. })), "the same mailbox waits: {again:?}");
    assert_eq!(Some(sign_up.email), corrected);
    assert_eq!(world.verify(&started, code.reveal()).await.expect("a sign-up"), Verification::Verified);
    world.wait(60);
    let answer = resend(&world, &started, Some(address("other@example.org"))).await;
    assert!(matches!(answer, Err(SignUpError::OutOfStep)), "a proved address stays: {answer:?}");
}

#[testkit::both_databases]
async fn only_the_browser_that_began_goes_on(db: TestDb) {
    let world = World::new(&db);
    let started = world.start("jeanne@example.org").await;
    let stranger =
        Started { token: CustomerToken::draw(&world.random, started.token.owner()), ..started.clone() };
    assert_eq!(world.find(&stranger).await, None);
    let answer = world.verify(&stranger, started.code.reveal()).await;
    assert!(matches!(answer, Err(SignUpError::Gone)), "{answer:?}");
}

#[testkit::both_databases]
async fn an_address_with_an_account_looks_free_but_no_code_opens_it(db: TestDb) {
    let world = World::new(&db);
    let account = world.sign_up("jeanne@example.org").await;
    let owner = world.owner("JEANNE@example.org").await.expect("it is registered");
    assert_eq!(owner.account, account.id);
    let started = world.start_with("jeanne@example.org", false).await;
    let free = world.start("other@example.org").await;
    let (taken_view, free_view) = (world.find(&started).await, world.find(&free).await);
    assert_eq!(taken_view.map(|view| view.step()), free_view.map(|view| view.step()));
    for typed in ["", "000000", started.code.reveal()] {
        let answer = world.verify(&started, typed).await.expect("a sign-up");
        assert!(matches!(answer, Verification::Wrong { .. }), "{typed:?}: {answer:?}");
    }
}

#[testkit::both_databases]
async fn two_sign_ups_with_one_address_at_once_make_one_account(db: TestDb) {
    let world = World::new(&db);
    let (first, second) = (world.start("jeanne@example.org").await, world.start("Jeanne@Example.org").await);
    world.fill_in(&first).await;
    world.fill_in(&second).await;
    let (a, b) = tokio::join!(world.claim(&first), world.claim(&second));
    let winners = [&a, &b].into_iter().filter(|claimed| claimed.is_ok()).count();
    assert_eq!(winners, 1, "{a:?} {b:?}");
    let lost = if a.is_ok() { b } else { a };
    assert!(matches!(lost, Err(accounts::logins::ClaimError::EmailTaken)), "{lost:?}");
}

#[testkit::both_databases]
async fn completing_twice_answers_the_same_account(db: TestDb) {
    let world = World::new(&db);
    let started = world.start("jeanne@example.org").await;
    world.fill_in(&started).await;
    let nic = world.claim(&started).await.expect("the address is free");
    let first = world.complete(&started, &nic).await.expect("every step was taken");
    world.wait(30);
    assert_eq!(world.claim(&started).await.expect("claimed by itself"), nic);
    assert_eq!(world.complete(&started, &nic).await.expect("it is there"), first);
}

#[testkit::both_databases]
async fn an_unfinished_sign_up_is_resumed_for_a_day_and_then_forgotten(db: TestDb) {
    let world = World::new(&db);
    let started = world.start("jeanne@example.org").await;
    world.wait(24 * 3600 - 1);
    assert!(world.find(&started).await.is_some());
    let now = world.now();
    let expired = async |now| {
        world.db.across().read(move |tx| sign_up::expired(tx, now, 10)).await.expect("the database answers")
    };
    assert!(expired(now).await.is_empty());
    world.wait(1);
    let now = world.now();
    assert_eq!(world.find(&started).await, None);
    assert_eq!(expired(now).await, [started.token.owner()]);
    for _ in 0..2 {
        let account = world.db.account(started.token.owner());
        account.write(move |tx| sign_up::forget(tx, now)).await.expect("the database answers");
        assert!(expired(now).await.is_empty());
    }
}

#[testkit::both_databases]
async fn an_account_can_change_its_language(db: TestDb) {
    let world = World::new(&db);
    let id = world.sign_up("jeanne@example.org").await.id;
    let change = move |tx: &mut db::AccountTx| account::set_locale(tx, Locale::It);
    world.db.account(id).write(change).await.expect("the database answers");
    let found = world.db.account(id).read(account::get).await.expect("it exists");
    assert_eq!(found.locale, Locale::It);
    let visitor = testkit::account(&db);
    assert_eq!(world.db.account(visitor).read(account::find).await, Ok(None));
    assert_eq!(world.db.account(visitor).read(account::get).await, Err(db::Error::Missing));
}
