//! How customers leave: termination at expiry and at once, second thoughts, withdrawal.

use accounts::token::CustomerToken;
use db::AccountTx;
use flows::WithdrawError;
use flows::terminate::{self, Added, Leaving, LinkFault, LinkRefusal, TerminateError};
use kernel::{Date, SignedDuration};
use orders::{OrderState, WithdrawalReason, WithdrawalState};
use services::{
    FutureUse, LeaveReason, Refusal, ResourceState, ServiceState, TerminationState, WithdrawalRefusal,
};
use testkit::TestDb;

use super::provider::{GOOD, ONCE};
use super::shop::{Shop, metal, web};

const DAY: SignedDuration = SignedDuration::from_hours(24);

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn leaving(shop: &Shop) -> Leaving {
    Leaving {
        id: shop.id(),
        reason: LeaveReason::Expensive,
        future_use: FutureUse::ProjectOver,
        comment: "So long".to_owned(),
    }
}

#[testkit::both_databases]
async fn a_termination_takes_effect_with_the_period_and_can_be_undone_until_a_day_before(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let service = shop.bought(&ada, web()).await;
    let form = leaving(&shop);
    let asked = terminate::terminate(&shop.cx, ada.id, service.id, form.clone()).await.unwrap();
    assert!(asked.renewal.is_ending);
    terminate::terminate(&shop.cx, ada.id, service.id, form).await.unwrap();
    shop.live_until(&service, "2026-02-10").await;
    let undone = terminate::undo(&shop.cx, ada.id, service.id).await.unwrap();
    assert!(!undone.renewal.is_ending);
    terminate::terminate(&shop.cx, ada.id, service.id, leaving(&shop)).await.unwrap();
    shop.live_until(&service, "2026-02-14").await;
    let late = terminate::undo(&shop.cx, ada.id, service.id).await;
    assert!(matches!(late, Err(TerminateError::Refused(Refusal::TooLate))), "{late:?}");
    shop.live(1).await;
    let gone = shop.service_now(&service).await;
    assert_eq!((gone.state, gone.resource), (ServiceState::Expired, ResourceState::Deleted));
    assert_eq!(shop.renewals(ada.id).await.len(), 0);
    let emails = shop.emails(ada.id).await;
    assert_eq!((emails["termination_noted"], emails["service_changed"]), (3, 1));
    let id = service.id;
    let all = move |tx: &mut AccountTx| services::store::terminations_of(tx, id);
    let states: Vec<TerminationState> =
        shop.cx.db.account(ada.id).read(all).await.unwrap().into_iter().map(|one| one.state).collect();
    assert_eq!(states, [TerminationState::Done, TerminationState::Undone]);
    shop.assert_clean().await;
}

#[testkit::both_databases]
async fn an_immediate_deletion_waits_for_its_link_and_the_link_works_once_for_three_days(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let service = shop.bought(&ada, web()).await;
    let link = |text: &str| {
        let at = text.find("&token=").unwrap() + "&token=".len();
        CustomerToken::parse(&text[at..at + 96]).unwrap()
    };
    let ask = async || {
        terminate::delete_now(&shop.cx, ada.id, service.id, leaving(&shop)).await.unwrap();
        shop.settle_down().await;
        let address = accounts::EmailAddress::parse("ada@example.com").unwrap();
        let mails = shop.mailbox.to(&address);
        link(&mails.iter().find(|mail| mail.text.contains("/billing/confirmTerminate?id=")).unwrap().text)
    };
    let late = ask().await;
    shop.pass(SignedDuration::from_hours(72));
    let refused = terminate::confirm(&shop.cx, &late, Added::default()).await;
    assert!(matches!(refused, Err(TerminateError::Link(LinkFault::Expired))), "{refused:?}");
    let over = terminate::asked(&shop.cx, &late).await.unwrap();
    assert_eq!(over.may, Err(LinkRefusal::Link(LinkFault::Expired)));
    assert_eq!(shop.service_now(&service).await.state, ServiceState::Ok);

    let token = ask().await;
    let asked = terminate::asked(&shop.cx, &token).await.unwrap();
    assert_eq!((asked.service.id, asked.may), (service.id, Ok(day("2026-02-17"))));
    terminate::confirm(&shop.cx, &token, Added::default()).await.unwrap();
    shop.settle_down().await;
    assert_eq!(shop.service_now(&service).await.resource, ResourceState::Suspended);
    let again = terminate::confirm(&shop.cx, &token, Added::default()).await;
    assert!(matches!(again, Err(TerminateError::Link(LinkFault::Used))), "{again:?}");
    let used = terminate::asked(&shop.cx, &token).await.unwrap();
    assert_eq!(
        (used.may, used.termination.effective_on),
        (Err(LinkRefusal::Link(LinkFault::Used)), Some(day("2026-02-17")))
    );
    let stranger = CustomerToken::draw(&shop.cx.random, ada.id);
    let unknown = terminate::asked(&shop.cx, &stranger).await;
    assert!(matches!(unknown, Err(TerminateError::Link(LinkFault::Unknown))), "{unknown:?}");
    shop.live_until(&service, "2026-02-16").await;
    assert_eq!(shop.renewals(ada.id).await.len(), 0, "its end comes before its deletion: it is not billed");
    assert_eq!(shop.service_now(&service).await.resource, ResourceState::Suspended);
    shop.live(1).await;
    let gone = shop.service_now(&service).await;
    assert_eq!((gone.state, gone.resource), (ServiceState::Expired, ResourceState::Deleted));
    shop.assert_clean().await;
}

#[testkit::both_databases]
async fn the_ways_out_say_what_is_open_and_why_the_others_are_not(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let service = shop.bought(&ada, web()).await;
    let ways = async || terminate::ways(&shop.cx, ada.id, service.id).await.unwrap();
    let free = ways().await;
    assert_eq!((free.manual, free.at_expiry, free.now), (Ok(()), Ok(()), Ok(day("2026-02-14"))));
    assert_eq!((free.undo, free.sent, free.bill), (Err(Refusal::NotTerminating), None, None));
    // The period ends on 15 February at midnight in Paris: until a day before, one may change one's mind.
    assert_eq!(free.until, Some("2026-02-13T23:00:00Z".parse().unwrap()));
    terminate::terminate(&shop.cx, ada.id, service.id, leaving(&shop)).await.unwrap();
    let ending = ways().await;
    assert_eq!((ending.at_expiry, ending.undo), (Err(Refusal::Terminating), Ok(())));
    terminate::undo(&shop.cx, ada.id, service.id).await.unwrap();
    // The card of the next bill is refused: the bill is in the way, and is where to go.
    shop.register(ada.id, ONCE).await;
    shop.live_until(&service, "2026-02-16").await;
    let owing = ways().await;
    assert_eq!((owing.at_expiry, owing.now), (Err(Refusal::Unpaid), Err(Refusal::Unpaid)));
    assert_eq!(owing.bill, Some(shop.renewals(ada.id).await.remove(0).number));
    let missing = terminate::ways(&shop.cx, ada.id, shop.id()).await;
    assert!(matches!(missing, Err(TerminateError::NoService)), "{missing:?}");
}

#[testkit::both_databases]
async fn what_is_deleted_at_once_does_not_go_on_because_it_was_to_end_later(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let service = shop.bought(&ada, web()).await;
    terminate::terminate(&shop.cx, ada.id, service.id, leaving(&shop)).await.unwrap();
    terminate::delete_now(&shop.cx, ada.id, service.id, leaving(&shop)).await.unwrap();
    shop.settle_down().await;
    let mails = shop.mailbox.to(&accounts::EmailAddress::parse("ada@example.com").unwrap());
    let text = &mails.iter().find(|mail| mail.text.contains("/billing/confirmTerminate?id=")).unwrap().text;
    let at = text.find("&token=").unwrap() + "&token=".len();
    terminate::confirm(&shop.cx, &CustomerToken::parse(&text[at..at + 96]).unwrap(), Added::default())
        .await
        .unwrap();
    let refused = terminate::undo(&shop.cx, ada.id, service.id).await;
    assert!(matches!(refused, Err(TerminateError::Refused(Refusal::Terminating))), "{refused:?}");
}

#[testkit::both_databases]
async fn five_links_are_sent_in_a_day_and_no_more(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let service = shop.bought(&ada, web()).await;
    for _ in 0..5 {
        terminate::delete_now(&shop.cx, ada.id, service.id, leaving(&shop)).await.unwrap();
    }
    let refused = terminate::delete_now(&shop.cx, ada.id, service.id, leaving(&shop)).await;
    assert!(matches!(refused, Err(TerminateError::TooOften)), "{refused:?}");
    shop.settle_down().await;
    assert_eq!(shop.mailed(ada.id, "termination_link").await, 5);
    shop.pass(DAY);
    terminate::delete_now(&shop.cx, ada.id, service.id, leaving(&shop)).await.unwrap();
}

#[testkit::both_databases]
async fn c59_c61_a_withdrawal_gives_back_what_was_not_used_once(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let order = shop.order(ada.id, web()).await;
    let (attempt, _) = shop.pay_on_page(&order, GOOD).await;
    shop.settle_down().await;
    let service = shop.services(&order).await.remove(0);
    shop.live(9).await;
    // 2.99 for the 31 days from 15 January: nine are kept, 0.87; 2.12 and its tax come back.
    let quote = flows::quote_withdrawal(&shop.cx, ada.id, order.id).await.unwrap();
    assert_eq!((quote.refund.minor(), quote.until), (254, day("2026-01-29")));
    let line = &quote.lines[0];
    assert_eq!(
        (line.paid.minor(), line.back.minor(), line.days_used, line.days_paid),
        (299, 212, Some(9), Some(31))
    );
    let ask =
        || flows::withdraw(&shop.cx, ada.id, order.id, WithdrawalReason::Unused, "Not for me".to_owned());
    let (one, two) = tokio::join!(ask(), ask());
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!(one, two);
    assert_eq!((one.refund.minor(), one.refund_due_on), (254, day("2026-02-07")));
    assert_eq!(shop.reload(&order).await.state, OrderState::Cancelling);
    shop.settle_down().await;
    let gone = shop.service_now(&service).await;
    assert_eq!((gone.state, gone.resource), (ServiceState::Expired, ResourceState::Deleted));
    assert_eq!(shop.reload(&order).await.state, OrderState::Cancelled);
    assert_eq!(shop.provider.holds(attempt).await, 359 - 254);
    assert_eq!(shop.balance(ada.id).await, 0);
    let id = order.id;
    let credits = move |tx: &mut AccountTx| invoicing::store::credit_notes_of_order(tx, id);
    let credits = shop.cx.db.account(ada.id).read(credits).await.unwrap();
    assert_eq!((credits.len(), credits[0].reference.as_str()), (1, "FRC00000001"));
    assert_eq!((credits[0].net.minor(), credits[0].gross.minor()), (212, 254));
    assert_eq!(credits[0].record().unwrap().content.corrects.unwrap().reference, "FR00000001");
    assert_eq!(shop.invoice(&order).await.gross.minor(), 359, "the invoice stays as it is");
    let find = move |tx: &mut AccountTx| orders::store::find_withdrawal(tx, id);
    let stored = shop.cx.db.account(ada.id).read(find).await.unwrap().unwrap();
    assert_eq!(stored.state, WithdrawalState::Refunded);
    let emails = shop.emails(ada.id).await;
    assert_eq!((emails["order_withdrawn"], emails["order_refunded"], emails["invoice_available"]), (1, 1, 2));
    shop.live(40).await;
    assert_eq!(shop.renewals(ada.id).await.len(), 0);
    shop.assert_clean().await;
}

#[testkit::both_databases]
async fn what_a_withdrawal_shows_is_what_it_gives_back_to_the_cent(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let order = shop.order(ada.id, web()).await;
    shop.pay_on_page(&order, GOOD).await;
    shop.settle_down().await;
    shop.live(9).await;
    // The days that passed were already given back once, as a gesture: what is left is the rest of the invoice, and its
    // tax is the rest of the tax, not a rate of it.
    let invoice = shop.invoice(&order).await;
    let kept = kernel::Money::new(87, kernel::Currency::EUR);
    let line = invoice.record().unwrap().content.lines.remove(0);
    let unit_price = kernel::UnitPrice::new(87_000_000, kernel::Currency::EUR);
    let lines = vec![invoicing::InvoiceLine { net: kept, unit_price, ..line }];
    let (id, of, now) = (shop.id(), invoice.id, shop.cx.clock.now());
    let (cause, money) = ("gesture".to_owned(), invoicing::CreditUse::SentBack);
    let gesture = invoicing::NewCredit { id, of, cause, lines, money, grant: None };
    let credit = move |tx: &mut AccountTx| invoicing::credit(tx, now, &gesture);
    shop.cx.db.account(ada.id).write(credit).await.unwrap();
    shop.settle_down().await;

    let quote = flows::quote_withdrawal(&shop.cx, ada.id, order.id).await.unwrap();
    let asked = flows::withdraw(&shop.cx, ada.id, order.id, WithdrawalReason::Unused, String::new());
    let withdrawal = asked.await.unwrap();
    shop.settle_down().await;
    let notes = move |tx: &mut AccountTx| invoicing::store::credit_notes_of(tx, of);
    let note = shop.cx.db.account(ada.id).read(notes).await.unwrap().remove(1);
    let content = note.record().unwrap().content;
    assert_eq!((quote.net, quote.taxes, quote.refund), (content.net, content.taxes, content.gross));
    assert_eq!((withdrawal.refund.minor(), withdrawal.refund), (255, content.gross));
    shop.assert_clean().await;
}

#[testkit::both_databases]
async fn what_was_not_delivered_comes_back_whole(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let order = shop.order(ada.id, metal()).await;
    let (attempt, _) = shop.pay_on_page(&order, GOOD).await;
    shop.settle_down().await;
    assert_eq!(shop.reload(&order).await.state, OrderState::Delivering);
    shop.live(5).await;
    let quote = flows::quote_withdrawal(&shop.cx, ada.id, order.id).await.unwrap();
    assert_eq!((quote.refund, quote.net), (order.totals.gross, order.totals.net));
    let withdrawal =
        flows::withdraw(&shop.cx, ada.id, order.id, WithdrawalReason::Other, String::new()).await.unwrap();
    assert_eq!((withdrawal.refund, withdrawal.credit), (order.totals.gross, None));
    shop.settle_down().await;
    assert_eq!(shop.reload(&order).await.state, OrderState::Cancelled);
    assert_eq!((shop.provider.holds(attempt).await, shop.balance(ada.id).await), (0, 0));
    shop.assert_clean().await;
}

#[testkit::both_databases]
async fn c60_each_order_is_refused_with_its_own_reason(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let ask = async |order: kernel::OrderId| {
        flows::withdraw(&shop.cx, ada.id, order, WithdrawalReason::Other, String::new()).await.unwrap_err()
    };
    let reason = |error| {
        let WithdrawError::Refused(refusal) = error else { panic!("{error:?}") };
        refusal
    };
    let unpaid = shop.order(ada.id, web()).await;
    assert_eq!(reason(ask(unpaid.id).await), WithdrawalRefusal::Unpaid);
    let service = shop.bought(&ada, web()).await;
    // The last instant of the fourteenth day in Paris, and the first of the fifteenth.
    let midnight: kernel::Timestamp = "2026-01-29T23:00:00Z".parse().unwrap();
    let left = midnight.duration_since(shop.cx.clock.now()) - SignedDuration::from_secs(1);
    shop.pass(left);
    assert!(flows::quote_withdrawal(&shop.cx, ada.id, service.order).await.is_ok());
    shop.pass(SignedDuration::from_secs(1));
    let until = day("2026-01-29");
    assert_eq!(reason(ask(service.order).await), WithdrawalRefusal::TooLate { until });
    shop.pass(DAY * 17);
    shop.settle_down().await;
    let renewal = shop.renewals(ada.id).await.remove(0);
    assert_eq!(reason(ask(renewal.id).await), WithdrawalRefusal::Renewal);
    let missing = ask(shop.id()).await;
    assert!(matches!(missing, WithdrawError::NoOrder), "{missing:?}");

    let jean = shop.customer_of("jean@example.com", "CA").await;
    let configurations = vec![("region".to_owned(), "ca-east".to_owned())];
    let quebec = shop.bought(&jean, catalog::Selection { configurations, ..web() }).await;
    let refused = flows::quote_withdrawal(&shop.cx, jean.id, quebec.order).await.unwrap_err();
    assert_eq!(reason(refused), WithdrawalRefusal::NotHere);
}
