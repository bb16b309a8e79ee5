//! No secret is ever in a log, whatever the level: a whole journey at `trace`, read to its end.

use std::io::Write;
use std::sync::{LazyLock, Mutex, PoisonError};

use accounts::EmailAddress;
use kernel::{Secret, StaffId};
use services::Access;
use testkit::TestDb;

use super::provider::{ASKS_CODE, GOOD};
use super::shop::{PASSWORD, Shop, metal, newcomer, web};

static LOG: LazyLock<Mutex<Vec<u8>>> = LazyLock::new(Mutex::default);

struct Log;

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOG.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Everything that anything in this process says from now on.
fn listen() {
    let log = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false);
    // Another test of this process may have begun: then it listens already.
    let _ = tracing::subscriber::set_global_default(log.with_writer(|| Log).finish());
}

#[testkit::both_databases]
async fn no_secret_of_a_whole_journey_is_in_the_log(db: TestDb) {
    listen();
    let shop = Shop::open(&db).await;
    let mut secrets: Vec<(&str, String)> =
        vec![("a password", PASSWORD.to_owned()), ("the provider's key", "sk_test".to_owned())];
    secrets.push(("the secret of webhooks", "whsec_test".to_owned()));

    // Sign-up, with its code and its cookie; the session it opens.
    let (email, peer) = (EmailAddress::parse("ada@example.com").unwrap(), "192.0.2.7".parse().unwrap());
    let token = flows::sign_up::begin(&shop.cx, newcomer(&email)).await.unwrap();
    shop.do_jobs().await;
    let letter = shop.mailbox.to(&email).into_iter().next().expect("the code was mailed");
    let code = letter.text.split(|c: char| !c.is_ascii_digit()).find(|run| run.len() == 6).unwrap();
    secrets.push(("the code of a sign-up", code.to_owned()));
    secrets.push(("the cookie of a sign-up", token.reveal()));
    flows::sign_up::verify(&shop.cx, token.clone(), "000001".to_owned(), peer).await.unwrap();
    flows::sign_up::verify(&shop.cx, token.clone(), code.to_owned(), peer).await.unwrap();
    let kind = kernel::AccountType::Individual;
    flows::sign_up::choose_type(&shop.cx, token.clone(), kind).await.unwrap();
    let form = accounts::contact::ContactForm {
        first_name: "Ada".to_owned(),
        last_name: "Martin".to_owned(),
        address: "2 rue de la Paix".to_owned(),
        zip: "75002".to_owned(),
        city: "Paris".to_owned(),
        ..Default::default()
    };
    let (ada, session) = flows::sign_up::complete(&shop.cx, token, form, shop.entrance()).await.unwrap();
    secrets.push(("the cookie of a session", session.reveal()));

    // A wrong password, the right one, another by a link.
    let wrong = "Wrong-Horse-99!";
    secrets.push(("a wrong password", wrong.to_owned()));
    let typed = |text: &str| Secret::new(text.to_owned());
    let entered = flows::sign_in::sign_in(&shop.cx, &ada.nic, typed(wrong), shop.entrance(), None).await;
    assert!(entered.is_err());
    let entered = flows::sign_in::sign_in(&shop.cx, &ada.nic, typed(PASSWORD), shop.entrance(), None).await;
    secrets.push(("the cookie of another session", entered.unwrap().1.reveal()));
    flows::sign_in::request_reset(&shop.cx, &ada.nic, peer).await.unwrap();
    shop.settle_down().await;
    let letters = shop.mailbox.to(&email);
    let letter = letters.iter().find(|letter| letter.text.contains("/password/")).unwrap();
    let link = letter.text.split("/password/").nth(1).unwrap();
    let link: String = link.chars().take_while(char::is_ascii_hexdigit).collect();
    secrets.push(("the link of a new password", link.clone()));
    let new = "Another-Horse-43!";
    secrets.push(("a new password", new.to_owned()));
    let link = accounts::CustomerToken::parse(&link).unwrap();
    flows::sign_in::reset_password(&shop.cx, link, typed(new)).await.unwrap();

    // Cards on the provider's page, one of them kept; what was delivered.
    for card in [GOOD, ASKS_CODE] {
        secrets.push(("a card", card.to_owned()));
        secrets.push(("a card", card.replace(' ', "")));
        let order = shop.order(ada.id, web()).await;
        shop.pay_on_page(&order, card).await;
        shop.settle_down().await;
    }
    let method = shop.register(ada.id, GOOD).await;
    let order = shop.order(ada.id, metal()).await;
    let payment = shop.payment(&order, flows::Choice::Registered(method));
    shop.pay(&order, &payment).await.unwrap();
    shop.settle_down().await;
    let (service, staff): (_, StaffId) = (shop.service(&order).await, shop.id());
    secrets.push(("the password of a server", "hunter-of-2".to_owned()));
    let access = Access::default().with("IPv4", "203.0.113.9").with_secret("Password", "hunter-of-2");
    flows::deliver_by_hand(&shop.cx, ada.id, service, access, staff).await.unwrap();
    shop.settle_down().await;
    shop.assert_clean().await;

    let log = LOG.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let log = String::from_utf8_lossy(&log);
    // How often the pool of connections speaks is chance; that it speaks is not.
    for heard in
        [" TRACE hyper_util::client::legacy::client: ", " DEBUG hyper_util::client::legacy::connect::http: "]
    {
        assert!(log.contains(heard), "the calls of the provider are heard:\n{log}");
    }
    let is_told = |line: &&str, secret: &str| {
        line.match_indices(secret).any(|(at, found)| {
            // A code of six digits may be part of a longer number by chance.
            let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_hexdigit());
            let (before, after) = (line[..at].chars().next_back(), line[at + found.len()..].chars().next());
            secret.len() > 6 || !(is_digit(before) || is_digit(after))
        })
    };
    for (what, secret) in secrets {
        let told: Vec<&str> = log.lines().filter(|line| is_told(line, &secret)).take(3).collect();
        assert!(told.is_empty(), "{what} ({secret}) is in the log:\n{}", told.join("\n"));
    }
}
