//! Money given back by a credit note: sent back, or kept to lower what is due, once.

use accounts::Account;
use db::AccountTx;
use flows::credit::{self, GrantError, NewGrant};
use flows::debts::{self, Regularisation, Wanted};
use flows::operations::OperationKind;
use invoicing::{CreditUse, Frozen, Invoice, SettleError};
use kernel::{Currency, Money, SignedDuration};
use orders::{Order, OrderState};
use payments::{AttemptState, ChargeOutcome};
use services::{ResourceState, ServiceState};
use testkit::TestDb;

use super::provider::{GOOD, POOR};
use super::shop::{Shop, web};

impl Shop {
    fn new_grant(&self, invoice: &Invoice, cents: i64, money: CreditUse) -> NewGrant {
        NewGrant {
            id: self.id(),
            reference: invoice.reference.clone(),
            nets: vec![Money::new(cents, Currency::EUR)],
            money,
            reason: "Panne du 3 mars".to_owned(),
            staff: self.id(),
            seen: None,
        }
    }

    /// Gives so many cents of an invoice back, before tax, and lets its number come.
    async fn granted(&self, owner: &Account, of: &Invoice, cents: i64, money: CreditUse) -> Frozen {
        let new = self.new_grant(of, cents, money);
        let frozen = credit::grant(&self.cx, owner.id, new).await.unwrap();
        self.settle_down().await;
        frozen
    }

    async fn credit_left(&self, owner: &Account) -> i64 {
        let left = |tx: &mut AccountTx| invoicing::credit_left(tx, Currency::EUR);
        self.cx.db.account(owner.id).read::<_, SettleError, _>(left).await.unwrap().minor()
    }

    /// What was taken for an order, and by how many attempts.
    async fn taken(&self, order: &Order) -> (usize, i64) {
        let attempts = flows::attempts(&self.cx, order.account, order.id).await.unwrap();
        let paid = attempts.iter().filter(|attempt| attempt.state == AttemptState::Success);
        (attempts.len(), paid.map(|attempt| attempt.amount.minor()).sum())
    }

    async fn assert_books_agree(&self) {
        let cx = &self.cx;
        let report = reports::verify(&cx.db, &cx.jurisdictions, cx.clock.now(), |_| {}).await.unwrap();
        assert_eq!(report.problems, []);
        self.assert_clean().await;
    }
}

/// A customer whose first bill was paid, by a card that is kept.
async fn served(shop: &Shop) -> (Account, services::Service, Invoice) {
    let ada = shop.customer("ada@example.com").await;
    let service = shop.bought(&ada, web()).await;
    let paid = first_invoice(shop, &ada).await;
    (ada, service, paid)
}

async fn first_invoice(shop: &Shop, owner: &Account) -> Invoice {
    let list = |tx: &mut AccountTx| invoicing::store::list(tx, &kernel::PageRequest::first(10));
    shop.cx.db.account(owner.id).read(list).await.unwrap().items.pop().unwrap()
}

#[testkit::both_databases]
async fn a_payment_is_lower_than_its_invoice_by_the_credit_that_was_kept(db: TestDb) {
    let shop = Shop::open(&db).await;
    let (ada, service, paid) = served(&shop).await;
    let kept = shop.granted(&ada, &paid, 100, CreditUse::Kept).await;
    assert_eq!((kept.gross.minor(), shop.balance(ada.id).await), (120, -120));
    shop.live_until(&service, "2026-02-15").await;
    let renewal = shop.renewals(ada.id).await.remove(0);
    let invoice = shop.invoice(&renewal).await;
    assert_eq!((invoice.gross.minor(), shop.taken(&renewal).await), (359, (1, 239)));
    let content = invoice.record().unwrap().content;
    assert_eq!((content.credit_applied.unwrap().minor(), content.open().minor()), (120, 239));
    assert!(invoice.is_paid());
    assert_eq!((shop.credit_left(&ada).await, shop.balance(ada.id).await), (0, 0));

    let now = shop.cx.clock.now();
    let look = move |tx: &mut AccountTx| flows::operations::operations(tx, now, &invoice);
    let operations = shop.cx.db.account(ada.id).read(look).await.unwrap();
    let lowered: Vec<i64> = operations
        .iter()
        .filter(|operation| operation.kind == OperationKind::Lowered)
        .map(|operation| operation.amount.minor())
        .collect();
    assert_eq!(lowered, [120], "the history says why less was taken");
    shop.assert_books_agree().await;
}

#[testkit::both_databases]
async fn a_bill_that_credit_pays_whole_takes_nothing_and_renews(db: TestDb) {
    let shop = Shop::open(&db).await;
    let (ada, service, paid) = served(&shop).await;
    shop.granted(&ada, &paid, 299, CreditUse::Kept).await;
    shop.live_until(&service, "2026-02-16").await;
    let renewal = shop.renewals(ada.id).await.remove(0);
    assert_eq!(shop.taken(&renewal).await, (0, 0));
    assert_eq!(shop.reload(&renewal).await.state, OrderState::Delivered);
    let now = shop.service_now(&service).await;
    assert_eq!(
        (now.state, now.period.unwrap().end().to_string()),
        (ServiceState::Ok, "2026-03-15".to_owned())
    );
    assert!(shop.invoice(&renewal).await.is_paid());
    shop.live_until(&service, "2026-03-16").await;
    let next = shop.renewals(ada.id).await.remove(0);
    assert_eq!(shop.taken(&next).await, (1, 359), "credit is used once");
    shop.assert_books_agree().await;
}

#[testkit::both_databases]
async fn credit_pays_what_is_due_at_once_and_opens_what_was_closed(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let service = shop.bought_without_method(&ada, web()).await;
    let paid = first_invoice(&shop, &ada).await;
    shop.live_until(&service, "2026-02-24").await;
    assert_eq!(shop.service_now(&service).await.resource, ResourceState::Suspended);
    let wish = debts::regularise(&shop.cx, ada.id, shop.id(), Wanted::Everything).await.unwrap();
    let Regularisation::Order(asked) = wish else { panic!("{wish:?}") };
    assert_eq!(asked.totals.gross.minor(), 359);

    shop.granted(&ada, &paid, 100, CreditUse::Kept).await;
    let renewal = shop.renewals(ada.id).await.remove(0);
    assert_eq!(shop.invoice(&renewal).await.open().minor(), 239);
    assert_ne!(shop.reload(&asked).await.state, OrderState::NotPaid, "it asked for too much");
    let look = {
        let renewal = renewal.clone();
        move |tx: &mut AccountTx| debts::to_pay(tx, &renewal)
    };
    assert_eq!(shop.cx.db.account(ada.id).read(look).await.unwrap().minor(), 239);

    shop.granted(&ada, &paid, 199, CreditUse::Kept).await;
    assert!(shop.invoice(&renewal).await.is_paid());
    let open = shop.service_now(&service).await;
    assert_eq!((open.state, open.resource), (ServiceState::Ok, ResourceState::Ok));
    assert_eq!((shop.taken(&renewal).await, shop.credit_left(&ada).await), ((0, 0), 0));
    shop.assert_books_agree().await;
}

#[testkit::both_databases]
async fn what_is_left_after_credit_is_paid_by_hand_on_the_own_order(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let service = shop.bought_without_method(&ada, web()).await;
    let paid = first_invoice(&shop, &ada).await;
    shop.live_until(&service, "2026-02-16").await;
    shop.granted(&ada, &paid, 100, CreditUse::Kept).await;
    let renewal = shop.renewals(ada.id).await.remove(0);
    let (attempt, _) = shop.pay_on_page(&renewal, GOOD).await;
    shop.settle_down().await;
    assert_eq!((shop.provider.holds(attempt).await, shop.taken(&renewal).await), (239, (1, 239)));
    assert!(shop.invoice(&renewal).await.is_paid());
    shop.assert_books_agree().await;
}

#[testkit::both_databases]
async fn credit_that_came_while_a_payment_was_made_is_used_when_it_failed(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let service = shop.bought_without_method(&ada, web()).await;
    let paid = first_invoice(&shop, &ada).await;
    shop.live_until(&service, "2026-02-16").await;
    let renewal = shop.renewals(ada.id).await.remove(0);
    let (attempt, url) = shop.open_page(&renewal).await;
    shop.granted(&ada, &paid, 100, CreditUse::Kept).await;
    assert_eq!((shop.invoice(&renewal).await.open().minor(), shop.credit_left(&ada).await), (359, 120));
    super::provider::visit(&super::provider::browser(), &url, POOR).await;
    flows::came_back(&shop.cx, ada.id, attempt).await.unwrap();
    shop.settle_down().await;
    assert_eq!((shop.invoice(&renewal).await.open().minor(), shop.credit_left(&ada).await), (239, 0));

    // The provider took all of it after all: what is too much goes back.
    let outcome = ChargeOutcome::Succeeded { external_id: "late".to_owned(), registered: None };
    flows::settle::settle(&shop.cx, ada.id, attempt, outcome).await.unwrap();
    assert!(shop.invoice(&renewal).await.is_paid());
    let back = move |tx: &mut AccountTx| payments::store::refunds_of(tx, attempt);
    let refunds = shop.cx.db.account(ada.id).read(back).await.unwrap();
    assert_eq!(refunds.iter().map(|refund| refund.amount.minor()).collect::<Vec<_>>(), [120]);
}

#[testkit::both_databases]
async fn the_credit_of_a_bill_that_is_given_up_is_there_for_the_next_one(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let service = shop.bought_without_method(&ada, web()).await;
    let paid = first_invoice(&shop, &ada).await;
    shop.granted(&ada, &paid, 100, CreditUse::Kept).await;
    shop.live_until(&service, "2026-02-16").await;
    let renewal = shop.renewals(ada.id).await.remove(0);
    assert_eq!((shop.invoice(&renewal).await.open().minor(), shop.credit_left(&ada).await), (239, 0));
    shop.live(90).await;
    assert_eq!(shop.service_now(&service).await.state, ServiceState::Expired);
    assert!(shop.invoice(&renewal).await.is_paid(), "it was taken back");
    assert_eq!((shop.credit_left(&ada).await, shop.balance(ada.id).await), (120, -120));
    shop.assert_books_agree().await;
}

#[testkit::both_databases]
async fn what_is_sent_back_goes_to_where_it_came_from_once_and_never_more(db: TestDb) {
    let shop = Shop::open(&db).await;
    let (ada, service, paid) = served(&shop).await;
    let attempt = flows::attempts(&shop.cx, ada.id, paid.order_id).await.unwrap().remove(0);
    let refused = |cents, money| credit::grant(&shop.cx, ada.id, shop.new_grant(&paid, cents, money));
    assert!(matches!(refused(300, CreditUse::SentBack).await, Err(GrantError::MoreThanLeft { line: 0 })));
    assert!(matches!(refused(0, CreditUse::SentBack).await, Err(GrantError::Nothing)));
    let mute = NewGrant { reason: "  ".to_owned(), ..shop.new_grant(&paid, 100, CreditUse::Kept) };
    assert!(matches!(credit::grant(&shop.cx, ada.id, mute).await, Err(GrantError::Reason)));

    let other = NewGrant {
        seen: Some(Money::new(119, Currency::EUR)),
        ..shop.new_grant(&paid, 100, CreditUse::SentBack)
    };
    assert!(matches!(credit::grant(&shop.cx, ada.id, other).await, Err(GrantError::Changed)));
    let new = shop.new_grant(&paid, 100, CreditUse::SentBack);
    let twice = (credit::grant(&shop.cx, ada.id, new.clone()), credit::grant(&shop.cx, ada.id, new.clone()));
    let (one, two) = tokio::join!(twice.0, twice.1);
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!((one.id, one.is_new != two.is_new), (two.id, true));
    shop.settle_down().await;
    assert_eq!(shop.provider.holds(attempt.id).await, 239);
    let notes = {
        let of = paid.id;
        move |tx: &mut AccountTx| invoicing::store::credit_notes_of(tx, of)
    };
    let note = shop.cx.db.account(ada.id).read(notes).await.unwrap().remove(0);
    let mentions = note.record().unwrap().content.mentions;
    assert!(mentions.iter().any(|mention| mention.text == "Motif : Panne du 3 mars"), "{mentions:?}");
    assert_eq!((note.left().minor(), shop.credit_left(&ada).await), (0, 0));

    // The next bill was not paid by anybody: it has no payment to send anything back by.
    shop.granted(&ada, &paid, 199, CreditUse::Kept).await;
    shop.live_until(&service, "2026-02-16").await;
    let renewal = shop.renewals(ada.id).await.remove(0);
    let invoice = shop.invoice(&renewal).await;
    let too_much = credit::grant(&shop.cx, ada.id, shop.new_grant(&invoice, 299, CreditUse::SentBack)).await;
    assert!(
        matches!(too_much, Err(GrantError::NotReturnable { left }) if left.minor() == 120),
        "{too_much:?}"
    );
    shop.pass(SignedDuration::from_hours(1));
    shop.settle_down().await;
    shop.assert_books_agree().await;
}

#[testkit::both_databases]
async fn a_copy_of_what_is_said_of_invoices_goes_to_another_address(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let service = shop.bought(&ada, web()).await;
    let books = accounts::EmailAddress::parse("Books@example.org").unwrap();
    flows::wishes::copy_invoices_to(&shop.cx, ada.id, Some(books)).await.unwrap();
    shop.live_until(&service, "2026-02-15").await;
    flows::wishes::copy_invoices_to(&shop.cx, ada.id, None).await.unwrap();
    shop.live_until(&service, "2026-03-15").await;
    let mut told: Vec<(String, String)> = shop
        .archive(ada.id)
        .await
        .into_iter()
        .filter(|letter| letter.name == "invoice_available")
        .map(|letter| {
            (letter.to, letter.subject.split_whitespace().next_back().unwrap_or_default().to_owned())
        })
        .collect();
    told.sort();
    let to = |address: &str| told.iter().filter(|(to, _)| to == address).count();
    assert_eq!((to("ada@example.com"), to("Books@example.org")), (3, 1), "{told:?}");
}
