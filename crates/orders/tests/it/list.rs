//! Lists of orders.

use std::cmp::Ordering;

use db::{Db, Target};
use kernel::{AccountId, PageRequest, Random, Sort, SortColumn, StaffId};
use orders::follow_up::Action;
use orders::validation::Verdict;
use orders::{OrderColumn, OrderFilter, OrderQuery, OrderState, OrderSummary, desk, store};
use testkit::TestDb;

use crate::{after, delivered, hold, new_order, now, order, pay};

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
                delivered(db, account, id, at).await.unwrap();
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
    let query = OrderQuery { filter, search: search.map(str::to_owned), ..OrderQuery::default() };
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

/// Every page of a list, one after the other.
async fn pages(db: &Db, account: AccountId, query: &OrderQuery, size: u16) -> Vec<OrderSummary> {
    let (mut request, mut listed) = (PageRequest::first(size), Vec::new());
    loop {
        let (asked, query) = (request.clone(), query.clone());
        let read = db.account(account).read(move |tx| store::list(tx, now(), &query, &asked));
        let page = read.await.unwrap();
        assert!(page.items.len() <= usize::from(size));
        listed.extend(page.items);
        match page.next {
            Some(next) => request.after = Some(next),
            None => return listed,
        }
    }
}

/// Copies the only order `count` times, with seven dates and three totals in all.
async fn copy_orders(db: &TestDb, count: i64) {
    let (id, instant) = match db.target() {
        Target::Sqlite(_) => ("randomblob(16)", ""),
        Target::Postgres(_) => ("gen_random_uuid()", "timestamptz "),
    };
    let dates: String = (0..7)
        .map(|day| format!("when {day} then {instant}'2026-01-0{}T10:00:00.000000Z' ", day + 1))
        .collect();
    let copies = format!(
        "with recursive copies (i) as (select 1 union all select i + 1 from copies where i < {count}) \
         insert into orders (account_id, order_id, number, kind, state, subsidiary, locale, currency, net_minor, \
         tax_minor, gross_minor, taxes, billing, items, catalog_id, created_at, expires_at) \
         select account_id, {id}, number + i, kind, state, subsidiary, locale, currency, net_minor * (i * 7919 % 3), \
         tax_minor * (i * 7919 % 3), gross_minor * (i * 7919 % 3), taxes, billing, items, catalog_id, \
         case i * 104729 % 7 {dates}end, expires_at from orders cross join copies where number = 1"
    );
    db::testing::raw(db.target(), &copies).await.unwrap();
}

/// Ten thousand orders, made at only seven instants and with only three totals: nearly every row is a tie.
#[testkit::both_databases]
async fn ten_thousand_orders_are_paged_in_every_order_without_gap_or_overlap(db: TestDb) {
    const ORDERS: i64 = 10_000;
    let account = testkit::account(&db);
    order(&db, account, &new_order(&testkit::random(), 1, now()), now()).await;
    copy_orders(&db, ORDERS - 1).await;
    let all = pages(&db, account, &OrderQuery::default(), 200).await;
    assert_eq!(all.len(), 10_000);
    for column in OrderColumn::ALL {
        for sort in [Sort::ascending(*column), Sort::descending(*column)] {
            let mut expected = all.clone();
            expected.sort_by(|one, other| {
                let order = match column {
                    OrderColumn::Number => Ordering::Equal,
                    OrderColumn::Date => one.created_at.cmp(&other.created_at),
                    OrderColumn::Total => one.gross.minor().cmp(&other.gross.minor()),
                };
                order.then(one.number.cmp(&other.number))
            });
            if sort == Sort::descending(*column) {
                expected.reverse();
            }
            let listed = pages(&db, account, &OrderQuery { sort, ..OrderQuery::default() }, 173).await;
            assert!(listed == expected, "{} is not the whole list in order", sort.code());
        }
    }
    let bounded = db.account(account).read(|tx| store::count(tx, now(), &OrderQuery::default(), 1_001));
    assert_eq!(bounded.await.unwrap(), 1_001, "no more is counted than is asked for");
    let count = db.account(account).read(|tx| store::count(tx, now(), &OrderQuery::default(), 20_000));
    assert_eq!(count.await.unwrap(), ORDERS);
}

#[testkit::both_databases]
async fn ticked_orders_are_listed_alone_and_a_strange_page_key_is_the_first_pages(db: TestDb) {
    let account = account(&db).await;
    let ticked = OrderQuery { only: vec![103, 105, 999], ..OrderQuery::default() };
    let counted = ticked.clone();
    let listed = pages(&db, account, &ticked, 10).await;
    assert_eq!(listed.iter().map(|order| order.number).collect::<Vec<_>>(), [105, 103]);
    let count =
        db.account(account).read(move |tx| store::count(tx, after(24), &counted, 1_000)).await.unwrap();
    assert_eq!(count, 2);
    for sort in ["number", "-date", "total"] {
        let query = OrderQuery { sort: Sort::parse(sort).unwrap(), ..OrderQuery::default() };
        let request = PageRequest { after: Some("' or 1=1".to_owned()), ..PageRequest::first(10) };
        let read = db.account(account).read(move |tx| store::list(tx, after(24), &query, &request));
        assert_eq!(read.await.unwrap().items.len(), 5);
    }
}
