//! Coming in: with a known browser and an unknown one, by a link, with a cart filled before.

use accounts::sign_in::SignInError;
use accounts::{CustomerToken, EmailAddress};
use kernel::{AccountId, Secret};
use testkit::TestDb;

use super::shop::{PASSWORD, Shop, newcomer, web};

fn password(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

async fn is_open(shop: &Shop, token: &CustomerToken) -> bool {
    let (now, token) = (shop.cx.clock.now(), token.clone());
    let account = token.owner();
    let find = move |tx: &mut db::AccountTx| accounts::session::find(tx, now, &token);
    shop.cx.db.account(account).read(find).await.unwrap().is_some()
}

#[testkit::both_databases]
async fn the_owner_is_told_of_a_browser_never_seen_and_only_once(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let entrance = shop.entrance();
    for login in ["ada@example.com", "ADA@example.com", ada.nic.as_str()] {
        let entered =
            flows::sign_in::sign_in(&shop.cx, login, password(PASSWORD), entrance.clone(), None).await;
        assert_eq!(entered.unwrap().0.account.id, ada.id);
    }
    shop.settle_down().await;
    assert_eq!(shop.mailed(ada.id, "unknown_sign_in").await, 1);
    let wrong = flows::sign_in::sign_in(&shop.cx, &ada.nic, password("wrong"), entrance.clone(), None).await;
    assert!(matches!(wrong, Err(SignInError::Wrong)), "{wrong:?}");
    let nobody =
        flows::sign_in::sign_in(&shop.cx, "no@example.com", password(PASSWORD), entrance, None).await;
    assert!(matches!(nobody, Err(SignInError::Wrong)), "{nobody:?}");
}

#[testkit::both_databases]
async fn a_link_sets_a_password_once_and_closes_every_session(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let entered =
        flows::sign_in::sign_in(&shop.cx, &ada.nic, password(PASSWORD), shop.entrance(), None).await;
    let session = entered.unwrap().1;
    assert!(is_open(&shop, &session).await);

    let peer = "192.0.2.7".parse().unwrap();
    flows::sign_in::request_reset(&shop.cx, "nobody@example.com", peer).await.unwrap();
    flows::sign_in::request_reset(&shop.cx, &ada.nic, peer).await.unwrap();
    shop.settle_down().await;
    let address = EmailAddress::parse("ada@example.com").unwrap();
    let letter =
        shop.mailbox.to(&address).into_iter().find(|letter| letter.text.contains("/password/")).unwrap();
    let link = letter.text.split("/password/").nth(1).unwrap();
    let link: String = link.chars().take_while(char::is_ascii_hexdigit).collect();
    let token = CustomerToken::parse(&link).unwrap();

    let new = "Another-Horse-43!";
    flows::sign_in::reset_password(&shop.cx, token.clone(), password(new)).await.unwrap();
    assert!(!is_open(&shop, &session).await);
    let again = flows::sign_in::reset_password(&shop.cx, token, password("Third-Horse-44!")).await;
    assert!(again.is_err(), "a link opens once");
    let old = flows::sign_in::sign_in(&shop.cx, &ada.nic, password(PASSWORD), shop.entrance(), None).await;
    assert!(matches!(old, Err(SignInError::Wrong)), "{old:?}");
    flows::sign_in::sign_in(&shop.cx, &ada.nic, password(new), shop.entrance(), None).await.unwrap();
}

#[testkit::both_databases]
async fn a_visitors_cart_is_taken_over_once(db: TestDb) {
    let shop = Shop::open(&db).await;
    let visitor: AccountId = shop.id();
    shop.put_in_cart(visitor, web()).await;
    let ada = shop.customer("ada@example.com").await;
    shop.put_in_cart(ada.id, web()).await;
    for _ in 0..2 {
        flows::sign_in::adopt_cart(&shop.cx, visitor, ada.id).await.unwrap();
    }
    let cart = flows::price_cart(&shop.cx, ada.id, ada.subsidiary).await.unwrap();
    assert_eq!((cart.items.len(), cart.totals.net.minor()), (2, 598));
    let left = flows::price_cart(&shop.cx, visitor, ada.subsidiary).await.unwrap();
    assert!(left.items.is_empty());
}

#[testkit::both_databases]
async fn a_sign_up_with_a_taken_address_tells_its_owner_and_nobody_else(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let address = EmailAddress::parse("ada@example.com").unwrap();
    shop.settle_down().await;
    let before = shop.mailbox.to(&address).len();
    for _ in 0..2 {
        let token = flows::sign_up::begin(&shop.cx, newcomer(&address)).await.unwrap();
        let sign_up = flows::sign_up::find(&shop.cx, &token).await.unwrap().expect("it looks like any other");
        assert_eq!(sign_up.email, address);
        shop.settle_down().await;
        let peer = "192.0.2.7".parse().unwrap();
        let typed = flows::sign_up::verify(&shop.cx, token, "123456".to_owned(), peer).await;
        assert!(!matches!(typed, Ok(accounts::sign_up::Verification::Verified)), "no code is right");
    }
    assert_eq!(shop.mailbox.to(&address).len(), before + 1, "once a day is enough");
    assert_eq!(shop.mailed(ada.id, "address_taken").await, 1);
}

#[testkit::both_databases]
async fn the_first_page_sent_twice_mails_one_code_and_after_a_minute_another(db: TestDb) {
    let shop = Shop::open(&db).await;
    let address = EmailAddress::parse("ada@example.com").unwrap();
    let form = accounts::CustomerToken::of_form("a browser's secret", "a page", address.norm());
    let sent = || flows::sign_up::Newcomer { form: Some(form.clone()), ..newcomer(&address) };
    let (one, two) =
        tokio::join!(flows::sign_up::begin(&shop.cx, sent()), flows::sign_up::begin(&shop.cx, sent()));
    assert_eq!(one.unwrap(), two.unwrap(), "both go on with one sign-up");
    // The page loaded anew is another form; the browser's cookie knows the sign-up.
    let loaded = flows::sign_up::Newcomer { begun: Some(form.clone()), ..newcomer(&address) };
    assert_eq!(flows::sign_up::begin(&shop.cx, loaded.clone()).await.unwrap(), form);
    shop.settle_down().await;
    assert_eq!(shop.mailbox.to(&address).len(), 1, "one code");
    shop.cx.clock.advance(kernel::SignedDuration::from_mins(1)).unwrap();
    assert_eq!(flows::sign_up::begin(&shop.cx, loaded).await.unwrap(), form);
    shop.settle_down().await;
    assert_eq!(shop.mailbox.to(&address).len(), 2, "another code");
}

#[testkit::both_databases]
async fn another_address_or_a_cookie_of_nothing_begins_another_sign_up(db: TestDb) {
    let shop = Shop::open(&db).await;
    let [ada, bob] = ["ada@example.com", "bob@example.com"].map(|text| EmailAddress::parse(text).unwrap());
    let first = flows::sign_up::begin(&shop.cx, newcomer(&ada)).await.unwrap();
    let other = flows::sign_up::Newcomer { begun: Some(first.clone()), ..newcomer(&bob) };
    let second = flows::sign_up::begin(&shop.cx, other).await.unwrap();
    assert_ne!(first.owner(), second.owner());
    let forged = accounts::CustomerToken::draw(&shop.cx.random, shop.id());
    let claimed = flows::sign_up::Newcomer { begun: Some(forged.clone()), ..newcomer(&ada) };
    let third = flows::sign_up::begin(&shop.cx, claimed).await.unwrap();
    assert_ne!(third.owner(), forged.owner(), "a cookie does not choose the partition");
}

#[testkit::both_databases]
async fn who_lives_where_nobody_sells_cannot_sign_up(db: TestDb) {
    let shop = Shop::open(&db).await;
    let address = EmailAddress::parse("ada@example.com").unwrap();
    let country = kernel::Country::parse("US").unwrap();
    let newcomer = flows::sign_up::Newcomer { country, ..newcomer(&address) };
    let refused = flows::sign_up::begin(&shop.cx, newcomer).await;
    assert!(matches!(refused, Err(flows::sign_up::JoinError::Country(_))), "{refused:?}");
    assert_eq!(shop.do_jobs().await, 0);
}

#[testkit::both_databases]
async fn an_address_corrected_at_once_is_the_accounts_and_its_welcome_leads_home(db: TestDb) {
    let shop = Shop::open(&db).await;
    let [wrong, right] =
        ["ada@exmaple.com", "ada@example.com"].map(|text| EmailAddress::parse(text).unwrap());
    let peer = "192.0.2.7".parse().unwrap();
    let token = flows::sign_up::begin(&shop.cx, newcomer(&wrong)).await.unwrap();
    flows::sign_up::resend(&shop.cx, token.clone(), Some(right.clone()), peer).await.unwrap();
    shop.settle_down().await;
    let code = |address: &EmailAddress| {
        let letter = shop.mailbox.to(address).into_iter().next().expect("a letter");
        letter.text.split(|c: char| !c.is_ascii_digit()).find(|run| run.len() == 6).unwrap().to_owned()
    };
    let old = flows::sign_up::verify(&shop.cx, token.clone(), code(&wrong), peer).await.unwrap();
    assert_ne!(
        old,
        accounts::sign_up::Verification::Verified,
        "the code of the wrong address is worth nothing"
    );
    let new = flows::sign_up::verify(&shop.cx, token.clone(), code(&right), peer).await.unwrap();
    assert_eq!(new, accounts::sign_up::Verification::Verified);
    let form = accounts::contact::ContactForm {
        first_name: "Ada".to_owned(),
        last_name: "Martin".to_owned(),
        address: "2 rue de la Paix".to_owned(),
        zip: "75002".to_owned(),
        city: "Paris".to_owned(),
        ..Default::default()
    };
    let mut made = Vec::new();
    for _ in 0..2 {
        let kind = kernel::AccountType::Individual;
        flows::sign_up::choose_type(&shop.cx, token.clone(), kind).await.unwrap();
        let done = flows::sign_up::complete(&shop.cx, token.clone(), form.clone(), shop.entrance()).await;
        made.push(done.unwrap());
    }
    assert_eq!(made[0].0, made[1].0, "told twice, it is one account");
    assert_eq!(made[0].0.email, "ada@example.com");
    for (_, session) in &made {
        assert!(is_open(&shop, session).await);
    }
    shop.settle_down().await;
    assert_eq!(shop.mailed(made[0].0.id, "account_created").await, 1);
    let welcome = shop.mailbox.to(&right).into_iter().find(|letter| letter.text.contains("/dashboard"));
    let welcome = welcome.expect("the welcome leads to the account");
    let link = format!("{}/dashboard", shop.cx.settings.base_url.trim_end_matches('/'));
    assert!(welcome.text.contains(&link), "{}", welcome.text);
}
