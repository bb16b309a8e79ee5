//! The verification of everything: a right house is clean, and each thing that is wrong is told by its name.

use db::testing::raw;
use kernel::SignedDuration;
use reports::{Problem, Report};
use testkit::TestDb;

use super::shop::{Shop, web};

async fn verified(shop: &Shop) -> Report {
    let cx = &shop.cx;
    reports::verify(&cx.db, &cx.jurisdictions, cx.clock.now(), |_| {}).await.unwrap()
}

#[testkit::both_databases]
async fn what_orders_payments_and_services_say_is_compared(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let service = shop.bought(&ada, web()).await;
    shop.live(70).await;
    assert_eq!(verified(&shop).await.problems, []);
    let name = service.name.clone();
    let renewals = shop.renewals(ada.id).await;
    let (last, first) = (renewals[0].number, renewals[1].number);
    // What is broken, how it is mended, and what is told of it.
    let unpaid = format!("update orders set paid_at = null where number = {last}");
    let paid = format!("update orders set paid_at = created_at where number = {last}");
    let lost =
        "update attempts set state = 'failed' where settled_at = (select max(settled_at) from attempts)";
    let found = "update attempts set state = 'success' where state = 'failed'";
    let of = |number| format!("(select order_id from orders where number = {number})");
    let moved = format!("update attempts set order_id = {} where order_id = {}", of(first), of(last));
    let back = format!(
        "update attempts set order_id = {} where settled_at = (select max(settled_at) from attempts)",
        of(last)
    );
    let other = format!("update invoices set order_id = {} where order_id = {}", of(first), of(last));
    let own = format!(
        "update invoices set order_id = {} where frozen_at = (select max(frozen_at) from invoices)",
        of(last)
    );
    let later = "update renewals set start_on = '2026-03-16' where start_on = '2026-03-15'";
    let right = "update renewals set start_on = '2026-03-15' where start_on = '2026-03-16'";
    let longer = "update services set period_end_on = '2026-04-16'";
    let shorter = "update services set period_end_on = '2026-04-15'";
    let broken: [(&str, &str, &[Problem]); 6] = [
        (&unpaid, &paid, &[Problem::NotPaid { order: last }]),
        (lost, found, &[Problem::NotTaken { order: last }]),
        (&moved, &back, &[Problem::NotTaken { order: last }, Problem::PaidTwice { order: first }]),
        (
            &other,
            &own,
            &[
                Problem::Invoices { order: first, invoices: 2 },
                Problem::Invoices { order: last, invoices: 0 },
            ],
        ),
        (later, right, &[Problem::Gap { service: name.clone(), start: "2026-03-16".parse().unwrap() }]),
        (
            longer,
            shorter,
            &[Problem::End {
                service: name.clone(),
                paid_until: "2026-04-15".parse().unwrap(),
                end: "2026-04-16".parse().unwrap(),
            }],
        ),
    ];
    for (wrong, mend, expected) in broken {
        raw(db.target(), wrong).await.unwrap();
        let report = verified(&shop).await;
        assert_eq!((report.problems.as_slice(), report.is_clean()), (expected, false), "{wrong}");
        raw(db.target(), mend).await.unwrap();
        assert_eq!(verified(&shop).await.problems, [], "{mend}");
    }
}

#[testkit::both_databases]
async fn a_service_nobody_closed_is_told_the_day_after(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let service = shop.bought(&ada, web()).await;
    // Nobody works: it is open past its end and its seven days.
    shop.live_until(&service, "2026-02-14").await;
    shop.pass(SignedDuration::from_hours(24 * 8));
    assert_eq!(verified(&shop).await.problems, []);
    shop.pass(SignedDuration::from_hours(24));
    let open = Problem::Open { service: service.name.clone(), on: "2026-02-22".parse().unwrap() };
    assert_eq!(verified(&shop).await.problems, [open]);
    shop.settle_down().await;
    assert_eq!(verified(&shop).await.problems, []);
}
