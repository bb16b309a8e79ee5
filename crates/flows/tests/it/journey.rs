//! The main road: from a sign-up to a numbered invoice.

use accounts::contact::ContactForm;
use flows::{Choice, PayError, PayOutcome};
use kernel::{AccountType, AttemptId, PaymentKind};
use orders::OrderState;
use testkit::TestDb;

use super::provider::{ASKS_CODE, GOOD, POOR};
use super::shop::{NEW_CARD, Shop, web};

#[testkit::both_databases]
async fn an_order_becomes_cash_from_sign_up_to_invoice(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let order = shop.order(ada.id, web()).await;
    assert_eq!((order.state, order.totals.gross.minor()), (OrderState::NotPaid, 359));

    let (attempt, outcome) = shop.pay_on_page(&order, ASKS_CODE).await;
    assert_eq!(outcome, PayOutcome::Paid);
    assert_eq!(shop.reload(&order).await.state, OrderState::Delivering);

    shop.settle_down().await;
    shop.assert_fulfilled(&order, &[attempt]).await;
    let invoice = shop.invoice(&order).await;
    assert_eq!(invoice.reference, "FR00000001");
    let services = shop.services(&order).await;
    assert_eq!(services.len(), 1);
    assert!(services[0].access.is_some() && services[0].period.is_some());

    let emails = shop.emails(ada.id).await;
    let emails: Vec<(&str, usize)> = emails.iter().map(|(name, count)| (name.as_str(), *count)).collect();
    let expected = [
        ("account_created", 1),
        ("invoice_available", 1),
        ("order_created", 1),
        ("order_progress", 1),
        ("payment_received", 1),
        ("service_delivered", 1),
        ("sign_up_code", 1),
    ];
    assert_eq!(emails, expected);
}

#[testkit::both_databases]
async fn doing_everything_once_more_changes_nothing(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let order = shop.order(ada.id, web()).await;
    let (attempt, _) = shop.pay_on_page(&order, GOOD).await;
    shop.settle_down().await;
    let (before, emails) = (shop.invoice(&order).await, shop.emails(ada.id).await);
    let service = shop.service(&order).await;

    assert_eq!(flows::deliver(&shop.cx, ada.id, service).await.unwrap(), flows::Delivered::NotYet);
    assert_eq!(flows::came_back(&shop.cx, ada.id, attempt).await.unwrap(), PayOutcome::Paid);
    flows::settle::ask(&shop.cx, ada.id, attempt).await.unwrap();
    shop.pass(kernel::SignedDuration::from_hours(48));
    shop.settle_down().await;
    assert_eq!(shop.invoice(&order).await, before);
    assert_eq!(shop.emails(ada.id).await, emails);
    shop.assert_fulfilled(&order, &[attempt]).await;
}

#[testkit::both_databases]
async fn a_registered_card_pays_without_a_page(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let method = shop.register(ada.id, GOOD).await;
    let order = shop.order(ada.id, web()).await;
    let payment = shop.payment(&order, Choice::Registered(method));
    assert_eq!(shop.pay(&order, &payment).await.unwrap(), PayOutcome::Paid);
    shop.settle_down().await;
    shop.assert_fulfilled(&order, &[payment.id]).await;
    let record = shop.invoice(&order).await.record().unwrap();
    assert_eq!(record.content.payment.unwrap().label, "•••• 1003");
}

#[testkit::both_databases]
async fn a_card_kept_while_paying_pays_the_next_order(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let first = shop.order(ada.id, web()).await;
    let keep = Choice::New { kind: PaymentKind::Card, register: true, make_default: true };
    let payment = shop.payment(&first, keep);
    let Ok(PayOutcome::Redirect(url)) = shop.pay(&first, &payment).await else { panic!("a page is opened") };
    shop.provider.visit(&url, GOOD).await;
    assert_eq!(flows::came_back(&shop.cx, ada.id, payment.id).await.unwrap(), PayOutcome::Paid);
    let method = shop.attempt(ada.id, payment.id).await.method.unwrap();

    let second = shop.order(ada.id, web()).await;
    let again = shop.payment(&second, Choice::Registered(method));
    assert_eq!(shop.pay(&second, &again).await.unwrap(), PayOutcome::Paid);
    shop.settle_down().await;
    shop.assert_fulfilled(&first, &[payment.id]).await;
    shop.assert_fulfilled(&second, &[again.id]).await;
}

#[testkit::both_databases]
async fn after_a_refused_card_another_one_pays(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let order = shop.order(ada.id, web()).await;
    let (refused, outcome) = shop.pay_on_page(&order, POOR).await;
    assert_eq!(outcome, PayOutcome::Refused(payments::RefusalReason::InsufficientFunds));
    assert_eq!(shop.reload(&order).await.state, OrderState::NotPaid);
    let (paid, outcome) = shop.pay_on_page(&order, GOOD).await;
    assert_eq!(outcome, PayOutcome::Paid);
    shop.settle_down().await;
    shop.assert_fulfilled(&order, &[refused, paid]).await;
    assert_eq!(shop.mailed(ada.id, "payment_received").await, 1);
}

#[testkit::both_databases]
async fn who_turns_back_on_the_page_may_pay_later(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let order = shop.order(ada.id, web()).await;
    let (left, url) = shop.open_page(&order).await;
    shop.provider.cancel(&url).await;
    assert_eq!(flows::came_back(&shop.cx, ada.id, left).await.unwrap(), PayOutcome::Closed);
    let (paid, outcome) = shop.pay_on_page(&order, GOOD).await;
    assert_eq!(outcome, PayOutcome::Paid);
    shop.settle_down().await;
    shop.assert_fulfilled(&order, &[left, paid]).await;
}

#[testkit::both_databases]
async fn the_same_form_sent_twice_at_once_is_one_order_and_one_payment(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let method = shop.register(ada.id, GOOD).await;
    shop.put_in_cart(ada.id, web()).await;
    let form = shop.form(shop.id());
    let (one, two) = tokio::join!(
        flows::checkout(&shop.cx, ada.id, form.clone()),
        flows::checkout(&shop.cx, ada.id, form.clone())
    );
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!((one.id, one.number), (two.id, two.number));

    let payment = shop.payment(&one, Choice::Registered(method));
    let (first, second) = tokio::join!(shop.pay(&one, &payment), shop.pay(&one, &payment));
    for outcome in [first.unwrap(), second.unwrap()] {
        assert!(matches!(outcome, PayOutcome::Paid | PayOutcome::Pending), "{outcome:?}");
    }
    assert_eq!(shop.pay(&one, &payment).await.unwrap(), PayOutcome::Paid);
    assert_eq!(flows::attempts(&shop.cx, ada.id, one.id).await.unwrap().len(), 1);
    shop.settle_down().await;
    shop.assert_fulfilled(&one, &[payment.id]).await;
    assert_eq!(shop.mailed(ada.id, "order_created").await, 1);
}

#[testkit::both_databases]
async fn two_forms_of_one_cart_make_one_order(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    shop.put_in_cart(ada.id, web()).await;
    let (one, two) = (shop.form(shop.id()), shop.form(shop.id()));
    let (one, two) =
        tokio::join!(flows::checkout(&shop.cx, ada.id, one), flows::checkout(&shop.cx, ada.id, two));
    let made = [one, two].into_iter().filter(Result::is_ok).count();
    assert_eq!(made, 1, "what was in the cart is ordered once");
}

#[testkit::both_databases]
async fn another_accounts_order_is_no_order(db: TestDb) {
    let shop = Shop::open(&db).await;
    let (ada, bob) = (shop.customer("ada@example.com").await, shop.customer("bob@example.com").await);
    let order = shop.order(ada.id, web()).await;
    let (attempt, _) = shop.open_page(&order).await;
    let payment = shop.payment(&order, NEW_CARD);
    let refused = flows::pay(&shop.cx, bob.id, payment.clone()).await;
    assert!(matches!(refused, Err(PayError::NoOrder)), "{refused:?}");
    let refused = flows::came_back(&shop.cx, bob.id, attempt).await;
    assert!(matches!(refused, Err(PayError::NoOrder)), "{refused:?}");
    let method = shop.register(ada.id, GOOD).await;
    let own = shop.order(bob.id, web()).await;
    let stolen = shop.payment(&own, Choice::Registered(method));
    let refused = flows::pay(&shop.cx, bob.id, stolen).await;
    assert!(matches!(refused, Err(PayError::Method)), "{refused:?}");
    let unknown: AttemptId = shop.id();
    assert_eq!(shop.provider.charge(unknown).await, None);
}

#[testkit::both_databases]
async fn an_order_needs_its_contracts_and_something_in_the_cart(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let refused = flows::checkout(&shop.cx, ada.id, shop.form(shop.id())).await;
    assert!(matches!(refused, Err(flows::CheckoutError::Empty)), "{refused:?}");
    shop.put_in_cart(ada.id, web()).await;
    let form = flows::Checkout { accepted: Vec::new(), ..shop.form(shop.id()) };
    let refused = flows::checkout(&shop.cx, ada.id, form).await;
    assert!(matches!(refused, Err(flows::CheckoutError::NotAccepted(_))), "{refused:?}");
    let cart = flows::price_cart(&shop.cx, ada.id, ada.subsidiary).await.unwrap();
    assert_eq!((cart.items.len(), cart.totals.gross.minor()), (1, 359), "the cart is untouched");
}

#[testkit::both_databases]
async fn each_subsidiary_has_its_taxes_its_currency_and_its_numbers(db: TestDb) {
    let shop = Shop::open(&db).await;
    let plans = [
        ("FR", "eu-west", 359, "FR00000001"),
        ("IT", "eu-west", 365, "IT00000001"),
        ("CA", "ca-east", 516, "QC00000001"),
    ];
    for (country, region, gross, reference) in plans {
        let customer = shop.customer_of(&format!("ada@{country}.example.com"), country).await;
        let configurations = vec![("region".to_owned(), region.to_owned())];
        let order = shop.order(customer.id, catalog::Selection { configurations, ..web() }).await;
        let (attempt, outcome) = shop.pay_on_page(&order, GOOD).await;
        assert_eq!(outcome, PayOutcome::Paid);
        shop.settle_down().await;
        shop.assert_fulfilled(&order, &[attempt]).await;
        let invoice = shop.invoice(&order).await;
        assert_eq!((invoice.gross.minor(), invoice.reference.as_str()), (gross, reference));
    }
}

#[testkit::both_databases]
async fn c52_a_vat_number_takes_no_tax_off_because_nobody_has_verified_it(db: TestDb) {
    let shop = Shop::open(&db).await;
    // Well formed and false: where nobody asks the register that knows (VIES), the tax is the seller's country's.
    let vat = "FR00000000001".to_owned();
    let said = ContactForm { organisation: "Acme".to_owned(), vat: vat.clone(), ..ContactForm::default() };
    let acme = shop.customer_as("acme@example.com", "FR", AccountType::Corporation, said).await;
    assert_eq!(acme.vat, Some(vat));
    let order = shop.order(acme.id, web()).await;
    shop.pay_on_page(&order, GOOD).await;
    shop.settle_down().await;
    let content = shop.invoice(&order).await.record().unwrap().content;
    assert_eq!((content.net.minor(), content.tax.minor(), content.gross.minor()), (299, 60, 359));
    assert_eq!(content.taxes[0].category, jurisdictions::TaxCategory::S);
}
