//! Posting, delivering and the archive, on both databases.

use db::AccountTx;
use kernel::{AccountId, Clock, Direction, EmailId, Locale, PageRequest, Random, SignedDuration, Timestamp};
use mail::archive::{self, Archived, Letter, State};
use mail::{Email, Envelope, Mailbox, Mailer, SendEmail, Transport};
use outbox::{Job as _, JobError};
use testkit::TestDb;

use crate::render::{envelope, mailer};

struct World {
    db: db::Db,
    clock: Clock,
    random: Random,
    account: AccountId,
    mailer: Mailer,
    mailbox: Mailbox,
}

fn sample(name: &str) -> Email {
    Email::samples().into_iter().find(|email| email.name() == name).expect("every e-mail has a sample")
}

impl World {
    fn new(db: &TestDb) -> World {
        let (transport, mailbox) = Transport::capture();
        let db: &db::Db = db;
        World {
            db: db.clone(),
            clock: testkit::clock(),
            random: testkit::random(),
            account: testkit::account(db),
            mailer: mailer(transport),
            mailbox,
        }
    }

    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    async fn post(&self, cause: &str, email: &Email) -> EmailId {
        let now = self.now();
        let envelope = Envelope { cause: cause.to_owned(), ..envelope(email, Locale::En) };
        let email = email.clone();
        let post = move |tx: &mut AccountTx| mail::post(tx, now, &envelope, &email);
        self.db.account(self.account).write(post).await.expect("it is written")
    }

    async fn claims(&self) -> Vec<outbox::Claim> {
        let now = self.now();
        let due = self.db.across().read(move |tx| outbox::due_any(tx, now, 10)).await.expect("it answers");
        let mut claims = Vec::new();
        for due in due {
            assert_eq!(due.name(), SendEmail::NAME);
            let lease = SignedDuration::from_secs(60);
            let claim = move |tx: &mut AccountTx| outbox::claim(tx, now, &due, "test", lease);
            claims.extend(self.db.account(self.account).write(claim).await.expect("it answers"));
        }
        claims
    }

    async fn deliver(&self, claim: &outbox::Claim) -> Result<(), JobError> {
        self.mailer.deliver(&self.db, self.now(), claim).await
    }

    async fn deliver_all(&self) {
        for claim in self.claims().await {
            self.deliver(&claim).await.expect("the mailbox takes everything");
        }
    }

    async fn list(&self, request: PageRequest) -> kernel::Page<Archived> {
        let list = move |tx: &mut AccountTx| archive::list(tx, &request);
        self.db.account(self.account).read(list).await.expect("the database answers")
    }

    async fn letter(&self, id: EmailId) -> Option<Letter> {
        let find = move |tx: &mut AccountTx| archive::find(tx, id);
        self.db.account(self.account).read(find).await.expect("the database answers")
    }
}

#[testkit::both_databases]
async fn an_email_is_sent_once_and_kept_as_it_was_sent(db: TestDb) {
    let world = World::new(&db);
    let id = world.post("order/1/paid", &sample("payment_received")).await;
    assert_eq!(world.letter(id).await, None, "nothing to read before it has words");
    world.clock.advance(SignedDuration::from_secs(2)).expect("a test's clock moves");
    world.deliver_all().await;
    assert!(world.claims().await.is_empty(), "the job is done");
    let messages = world.mailbox.messages();
    let [message] = messages.as_slice() else { panic!("{} messages", messages.len()) };
    let letter = world.letter(id).await.expect("it is archived");
    assert_eq!((message.id, &message.subject), (id, &letter.line.subject));
    assert_eq!((&message.text, &message.html), (&letter.text, &letter.html));
    assert_eq!((letter.line.state, letter.line.sent_at), (State::Sent, Some(world.now())));
    assert_eq!(message.at, letter.line.posted_at, "the date is of the posting");
    assert_eq!(letter.line.name, "payment_received");
}

#[testkit::both_databases]
async fn one_cause_is_one_email(db: TestDb) {
    let world = World::new(&db);
    let email = sample("payment_received");
    let first = world.post("order/1/paid", &email).await;
    assert_eq!(world.post("order/1/paid", &email).await, first);
    world.deliver_all().await;
    assert_eq!(world.post("order/1/paid", &email).await, first);
    assert_ne!(world.post("order/2/paid", &email).await, first);
    world.deliver_all().await;
    assert_eq!(world.mailbox.messages().len(), 2);
}

#[testkit::both_databases]
async fn a_job_told_twice_writes_nobody_twice(db: TestDb) {
    let world = World::new(&db);
    world.post("order/1/paid", &sample("payment_received")).await;
    let claims = world.claims().await;
    world.deliver(&claims[0]).await.expect("the first time");
    // A worker that lost its lease after sending, or a claim said twice: the archive knows.
    let _ = world.deliver(&claims[0]).await;
    assert_eq!(world.mailbox.messages().len(), 1);
}

#[testkit::both_databases]
async fn a_worker_that_died_after_sending_sends_the_same_message_again(db: TestDb) {
    let world = World::new(&db);
    let id = world.post("order/1/paid", &sample("payment_received")).await;
    let lost = world.claims().await;
    world.clock.advance(SignedDuration::from_secs(61)).expect("a test's clock moves");
    let second = world.claims().await;
    // The first worker's lease is over when it comes to write: its effect is undone, the message had left.
    let stale = world.deliver(&lost[0]).await;
    assert!(matches!(stale, Err(JobError::Retry(_))), "{stale:?}");
    let first = world.mailbox.find(id).expect("it had left");
    let waiting = world.letter(id).await.expect("it has words");
    assert_eq!(waiting.line.state, State::Queued);
    let (transport, other) = Transport::capture();
    let again = World { mailer: mailer(transport), mailbox: other.clone(), ..world };
    again.deliver(&second[0]).await.expect("the lease is good");
    assert_eq!(other.find(id), Some(first), "the same identity, date and words");
}

#[testkit::both_databases]
async fn a_secret_link_leaves_with_the_email_and_stays_nowhere(db: TestDb) {
    let world = World::new(&db);
    let id = world.post("reset/1", &sample("password_reset")).await;
    world.deliver_all().await;
    let message = world.mailbox.find(id).expect("it left");
    assert!(message.text.contains("/password/new/0123456789abcdef"));
    let letter = world.letter(id).await.expect("it is archived");
    for kept in [&letter.text, &letter.html] {
        assert!(!kept.contains("0123456789abcdef") && kept.contains("/password/new/"), "{kept}");
    }
    let payload = move |tx: &mut AccountTx| {
        let statement = db::sql!("select count(*) from emails where account_id = $1 and payload is not null");
        db::Read::query_one(tx, statement, &[], |row| row.get::<i64>(0))
    };
    assert_eq!(world.db.account(world.account).read(payload).await, Ok(0));
}

#[testkit::both_databases]
async fn an_email_without_words_fails_and_can_be_replayed(db: TestDb) {
    let world = World::new(&db);
    let Email::ServiceDelivered(mut delivered) = sample("service_delivered") else {
        panic!("it is named after its variant");
    };
    delivered.service = "srv\nBcc: thief@example.org".to_owned();
    world.post("service/1", &Email::ServiceDelivered(delivered)).await;
    let claims = world.claims().await;
    let answer = world.deliver(&claims[0]).await;
    assert!(matches!(&answer, Err(JobError::Fail(reason)) if reason.contains("line break")), "{answer:?}");
    assert!(world.mailbox.messages().is_empty());
    let state = move |tx: &mut AccountTx| {
        let statement = db::sql!("select state, failure from emails where account_id = $1");
        db::Read::query_one(tx, statement, &[], |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)))
    };
    let (state, failure) = world.db.account(world.account).read(state).await.expect("it is kept");
    assert_eq!(state, "failed");
    assert!(failure.contains("service_delivered"), "{failure}");
}

#[testkit::both_databases]
async fn the_archive_is_read_ten_at_a_time_newest_first(db: TestDb) {
    let world = World::new(&db);
    for number in 0..21 {
        world.post(&format!("order/{number}/paid"), &sample("payment_received")).await;
        world.clock.advance(SignedDuration::from_secs(1)).expect("a test's clock moves");
        world.deliver_all().await;
    }
    let (mut request, mut seen, mut sizes) = (PageRequest::first(10), Vec::new(), Vec::new());
    loop {
        let page = world.list(request.clone()).await;
        sizes.push(page.items.len());
        seen.extend(page.items.into_iter().map(|archived| archived.posted_at));
        match page.next {
            Some(key) => request.after = Some(key),
            None => break,
        }
    }
    assert_eq!(sizes, [10, 10, 1]);
    assert!(seen.is_sorted_by(|newer, older| newer > older), "{seen:?}");
    let (mut request, mut oldest_first) = (PageRequest::first(4), Vec::new());
    loop {
        let asked = request.clone();
        let read = move |tx: &mut AccountTx| archive::sorted(tx, Direction::Ascending, &asked);
        let page = db.account(world.account).read(read).await.unwrap();
        oldest_first.extend(page.items.into_iter().map(|archived| archived.posted_at));
        match page.next {
            Some(key) => request.after = Some(key),
            None => break,
        }
    }
    seen.reverse();
    assert_eq!(oldest_first, seen);
    assert_eq!(db.account(world.account).read(archive::count).await.unwrap(), 21);
}

#[testkit::both_databases]
async fn another_account_reads_nothing(db: TestDb) {
    let world = World::new(&db);
    let id = world.post("order/1/paid", &sample("payment_received")).await;
    world.deliver_all().await;
    let stranger = World { account: world.random.id(world.now()), ..world };
    assert_eq!(stranger.letter(id).await, None);
    assert!(stranger.list(PageRequest::first(10)).await.items.is_empty());
}

#[testkit::both_databases]
async fn what_a_customer_writes_goes_to_the_desk_which_answers_to_them(db: TestDb) {
    let world = World::new(&db);
    world.post("invoice/1/contested/1", &sample("invoice_contested")).await;
    world.post("invoice/1/available", &sample("invoice_available")).await;
    world.deliver_all().await;
    let sent = world.mailbox.messages();
    let ways: Vec<(String, String)> =
        sent.iter().map(|message| (message.to.to_string(), message.reply_to.to_string())).collect();
    let (customer, desk) = ("jeanne.dupont@example.org".to_owned(), "support@comptoir.example".to_owned());
    assert_eq!(ways.len(), 2);
    assert!(ways.contains(&(desk.clone(), customer.clone())) && ways.contains(&(customer, desk)), "{ways:?}");
}
