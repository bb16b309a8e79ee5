//! Lists of orders.

use kernel::{AccountId, PageRequest, Random, StaffId};
use orders::follow_up::Action;
use orders::validation::Verdict;
use orders::{OrderFilter, OrderQuery, OrderState, desk, store};
use testkit::TestDb;

use crate::{after, hold, new_order, now, order, pay};

/// An account with an order in each state that a list tells apart; the numbers are 101 to 106.
async fn account(db: &TestDb) -> AccountId {
    let random = testkit::random();
    let account = random.id(now());
    let staff: StaffId = random.id(now());
    for number in 101..=106 {
        // The first one is a day older than the others, and nobody paid it.
        let at = if number == 101 { now() } else { after(20) };
        let made = order(db, account, &new_order(&random, number, at), at).await;
        let id = made.id;
        match number {
            103 => {
                pay(db, &made, at, hold()).await;
            }
            104 => {
                pay(db, &made, at, Verdict::Pass).await;
            }
            105 => {
                pay(db, &made, at, Verdict::Pass).await;
                db.account(account).write(move |tx| orders::delivered(tx, at, id)).await.unwrap();
            }
            106 => {
                pay(db, &made, at, hold()).await;
                db.account(account).write(move |tx| orders::refuse(tx, at, id, staff, "")).await.unwrap();
            }
            _ => {}
        }
    }
    account
}

async fn numbers(db: &TestDb, account: AccountId, filter: OrderFilter, search: Option<&str>) -> Vec<i64> {
    let query = OrderQuery { filter, search: search.map(str::to_owned) };
    let request = PageRequest::first(10);
    let page =
        db.account(account).read(move |tx| store::list(tx, after(24), &query, &request)).await.unwrap();
    page.items.iter().map(|order| order.number).collect()
}

#[testkit::both_databases]
async fn each_filter_shows_its_states_and_the_expired_only_when_asked(db: TestDb) {
    let account = account(&db).await;
    let shown = async |filter| numbers(&db, account, filter, None).await;
    assert_eq!(shown(OrderFilter::All).await, [106, 105, 104, 103, 102]);
    assert_eq!(shown(OrderFilter::NotPaid).await, [102]);
    assert_eq!(shown(OrderFilter::InProgress).await, [104, 103]);
    assert_eq!(shown(OrderFilter::Done).await, [106, 105]);
    assert_eq!(shown(OrderFilter::Expired).await, [101]);
}

#[testkit::both_databases]
async fn an_expired_order_is_hidden_before_and_after_the_sweep(db: TestDb) {
    let account = account(&db).await;
    let expired = db.across().read(|tx| store::expiring(tx, after(24), 10)).await.unwrap();
    assert_eq!(expired.len(), 1);
    let id = expired[0].1;
    db.account(account).write(move |tx| orders::expire(tx, after(24), id)).await.unwrap();
    assert_eq!(numbers(&db, account, OrderFilter::All, None).await, [106, 105, 104, 103, 102]);
    assert_eq!(numbers(&db, account, OrderFilter::Expired, None).await, [101]);
}

#[testkit::both_databases]
async fn a_number_is_searched_by_any_part_of_it(db: TestDb) {
    let account = account(&db).await;
    let found = async |search| numbers(&db, account, OrderFilter::All, Some(search)).await;
    assert_eq!(found("n° 104").await, [104]);
    assert_eq!(found("5").await, [105]);
    assert_eq!(found("10").await, [106, 105, 104, 103, 102]);
    assert_eq!(found("999").await, [0_i64; 0]);
    assert_eq!(found("%").await, [0_i64; 0]);
    assert_eq!(found("' or 1=1").await, [0_i64; 0]);
}

#[testkit::both_databases]
async fn pages_follow_each_other_without_gap_or_overlap(db: TestDb) {
    let account = account(&db).await;
    let mut request = PageRequest::first(2);
    let mut listed = Vec::new();
    loop {
        let asked = request.clone();
        let query = OrderQuery::default();
        let page =
            db.account(account).read(move |tx| store::list(tx, after(24), &query, &asked)).await.unwrap();
        assert!(page.items.len() <= 2);
        listed.extend(page.items.iter().map(|order| order.number));
        match page.next {
            Some(next) => request.after = Some(next),
            None => break,
        }
    }
    assert_eq!(listed, [106, 105, 104, 103, 102]);
}

#[testkit::both_databases]
async fn a_row_tells_what_the_customer_has_to_do(db: TestDb) {
    let account = account(&db).await;
    let request = PageRequest::first(10);
    let page = db
        .account(account)
        .read(move |tx| store::list(tx, after(24), &OrderQuery::default(), &request))
        .await
        .unwrap();
    let actions: Vec<Option<Action>> = page.items.iter().map(|order| order.action()).collect();
    assert_eq!(actions, [Some(Action::OrderAgain), None, None, None, Some(Action::Pay)]);
    assert_eq!(page.items[4].gross.minor(), 4_544);
}

#[testkit::both_databases]
async fn the_staff_find_any_order_by_its_number(db: TestDb) {
    let account = account(&db).await;
    let other: AccountId = Random::seeded(5).id(now());
    order(&db, other, &new_order(&Random::seeded(6), 107, after(20)), after(20)).await;
    let found = db.across().read(|tx| desk::locate(tx, 104)).await.unwrap();
    assert_eq!(found.map(|(owner, _)| owner), Some(account));
    assert_eq!(db.across().read(|tx| desk::locate(tx, 999)).await, Ok(None));

    let mut request = PageRequest::first(4);
    let mut listed = Vec::new();
    loop {
        let asked = request.clone();
        let page = db
            .across()
            .read(move |tx| desk::list(tx, after(24), &OrderQuery::default(), &asked))
            .await
            .unwrap();
        listed.extend(page.items.iter().map(|order| (order.number, order.state)));
        match page.next {
            Some(next) => request.after = Some(next),
            None => break,
        }
    }
    assert_eq!(
        listed,
        [
            (107, OrderState::NotPaid),
            (106, OrderState::Cancelled),
            (105, OrderState::Delivered),
            (104, OrderState::Delivering),
            (103, OrderState::Checking),
            (102, OrderState::NotPaid),
        ]
    );
}
