//! The customers' side of the books: ages to the day, pages that are the whole, statements that add up.

use accounts::Account;
use db::testing::raw;
use kernel::{Date, Direction, Page, PageRequest, Sort, SortColumn as _, SubsidiaryCode};
use orders::WithdrawalReason;
use reports::aged::{self, AgedColumn, AgedQuery, Debtor};
use reports::statement::{self, Movement, StatementQuery};
use testkit::TestDb;

use super::provider::GOOD;
use super::shop::{Shop, web};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Customers with an invoice each; all of it is owed since the day.
async fn owing(db: &TestDb, shop: &Shop, since: &[&str]) -> Vec<Account> {
    let mut all = Vec::new();
    for (index, due_on) in since.iter().enumerate() {
        let account = shop.customer(&format!("c{index}@example.com")).await;
        shop.bought(&account, web()).await;
        let text = format!(
            "update invoices set paid_minor = gross_minor - 100, due_on = {due_on} where account_id = \
             (select account_id from accounts where email = 'c{index}@example.com')"
        );
        raw(db.target(), &text).await.unwrap();
        all.push(account);
    }
    all
}

fn query(sort: Sort<AgedColumn>) -> AgedQuery {
    AgedQuery { today: day("2026-06-30"), subsidiary: None, customer: None, sort }
}

async fn page(shop: &Shop, query: &AgedQuery, request: PageRequest) -> Page<Debtor> {
    let query = query.clone();
    shop.cx.db.across().read(move |tx| aged::aged(tx, &query, &request)).await.unwrap()
}

#[testkit::both_databases]
async fn an_age_changes_on_its_day(db: TestDb) {
    let shop = Shop::open(&db).await;
    let days = [
        ("'2026-07-01'", 0),
        ("'2026-06-30'", 0),
        ("'2026-06-29'", 1),
        ("'2026-05-31'", 1),
        ("'2026-05-30'", 2),
        ("'2026-05-01'", 2),
        ("'2026-04-30'", 3),
        ("'2026-04-01'", 3),
        ("'2026-03-31'", 4),
        // Without a day to pay by it is due on the day of its issue, in January.
        ("null", 4),
    ];
    let customers = owing(&db, &shop, &days.map(|(day, _)| day)).await;
    let asked = query(Sort::ascending(AgedColumn::Customer));
    let found = page(&shop, &asked, PageRequest::first(50)).await.items;
    for (account, (due_on, age)) in customers.iter().zip(days) {
        let ages = found.iter().find(|debtor| debtor.account == account.id).unwrap().ages;
        let amounts = [ages.not_due, ages.to_30, ages.to_60, ages.to_90, ages.older];
        let minor: Vec<i64> = amounts.iter().map(|amount| amount.minor()).collect();
        let mut expected = vec![0; 5];
        expected[age] = 100;
        assert_eq!((minor, ages.total.minor()), (expected, 100), "due on {due_on}");
    }
    let totals = shop.cx.db.across().read(move |tx| aged::aged_totals(tx, &asked)).await.unwrap();
    assert_eq!((totals.len(), totals[0].customers, totals[0].ages.total.minor()), (1, 10, 1_000));
    assert_eq!((totals[0].ages.not_due.minor(), totals[0].ages.to_90.minor()), (200, 200));
}

#[testkit::both_databases]
async fn the_pages_of_an_aged_balance_are_the_whole_of_it_ties_included(db: TestDb) {
    let shop = Shop::open(&db).await;
    owing(&db, &shop, &["'2026-06-01'"; 5]).await;
    raw(
        db.target(),
        "update invoices set paid_minor = 0 where account_id in \
         (select account_id from accounts where email in ('c1@example.com', 'c3@example.com'))",
    )
    .await
    .unwrap();
    for column in AgedColumn::ALL {
        for sort in [Sort::ascending(*column), Sort::descending(*column)] {
            let asked = query(sort);
            let whole = page(&shop, &asked, PageRequest::first(50)).await.items;
            assert_eq!(whole.len(), 5);
            let key = |debtor: &Debtor| match column {
                AgedColumn::Customer => (0, debtor.nic.clone()),
                AgedColumn::Total => (debtor.ages.total.minor(), debtor.nic.clone()),
            };
            let keys: Vec<_> = whole.iter().map(key).collect();
            match sort.direction {
                Direction::Ascending => assert!(keys.is_sorted(), "{keys:?}"),
                Direction::Descending => assert!(keys.is_sorted_by(|a, b| a > b), "{keys:?}"),
            }
            let (mut request, mut seen) = (PageRequest::first(2), Vec::new());
            loop {
                let found = page(&shop, &asked, request.clone()).await;
                seen.extend(found.items);
                match found.next {
                    Some(next) => request.after = Some(next),
                    None => break,
                }
            }
            assert_eq!(seen, whole, "{}", sort.code());
        }
    }
    // The whole of it for a file, in parts that divide nobody.
    let asked = query(Sort::ascending(AgedColumn::Customer));
    let mut whole = page(&shop, &asked, PageRequest::first(50)).await.items;
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let wanted = asked.clone();
        let read = move |tx: &mut db::AcrossTx| aged::aged_after(tx, &wanted, after, 2);
        let found = shop.cx.db.across().read(read).await.unwrap();
        let Some(last) = found.last() else { break };
        after = Some((last.account, last.ages.total.currency()));
        seen.extend(found);
    }
    whole.sort_by_key(|debtor| debtor.account);
    assert_eq!(seen, whole);
    let italian = AgedQuery { subsidiary: Some(SubsidiaryCode::parse("IT").unwrap()), ..asked.clone() };
    assert!(page(&shop, &italian, PageRequest::first(50)).await.items.is_empty());
    let one = AgedQuery { customer: Some(whole[2].nic.clone()), ..asked };
    assert_eq!(page(&shop, &one, PageRequest::first(50)).await.items, [whole[2].clone()]);
}

/// A purchase, a withdrawal with its credit note and its refund.
pub(crate) async fn left(shop: &Shop) -> Account {
    let ada = shop.customer("ada@example.com").await;
    let order = shop.order(ada.id, web()).await;
    shop.pay_on_page(&order, GOOD).await;
    shop.settle_down().await;
    shop.live(9).await;
    flows::withdraw(&shop.cx, ada.id, order.id, WithdrawalReason::Unused, String::new()).await.unwrap();
    shop.settle_down().await;
    ada
}

#[testkit::both_databases]
async fn a_statement_adds_up_whole_and_in_part(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = left(&shop).await;
    let all = StatementQuery { from: None, until: None, direction: Direction::Ascending };
    let read = |query: StatementQuery, request: PageRequest| {
        let account = shop.cx.db.account(ada.id);
        async move {
            let read = move |tx: &mut db::AccountTx| {
                let found = statement::statement(tx, &query, &request)?;
                let sums = statement::statement_sums(tx, &query)?;
                Ok::<_, db::Error>((found, sums, statement::statement_count(tx, &query)?))
            };
            account.read(read).await.unwrap()
        }
    };
    let (whole, sums, count) = read(all, PageRequest::first(50)).await;
    let lines: Vec<(&str, i64, i64)> = whole
        .items
        .iter()
        .map(|line| (line.code.code(), line.change.minor(), line.balance.minor()))
        .collect();
    let expected = [
        ("payment_received", -359, -359),
        ("invoice_issued", 359, 0),
        ("credit_note_issued", -254, -254),
        ("refund_due", 254, 0),
    ];
    assert_eq!((lines.as_slice(), count), (expected.as_slice(), 4));
    let references = |lines: &[Movement]| -> Vec<Option<String>> {
        lines.iter().map(|line| line.document.as_ref()?.reference.clone()).collect()
    };
    let named = |name: &str| Some(name.to_owned());
    assert_eq!(references(&whole.items), [None, named("FR00000001"), named("FRC00000001"), None]);
    let minor = |of: &statement::StatementSums| {
        [of.opening.minor(), of.debit.minor(), of.credit.minor(), of.closing.minor()]
    };
    assert_eq!(sums.iter().map(minor).collect::<Vec<_>>(), [[0, 613, 613, 0]]);
    // The day of the purchase alone, and the days after it.
    let first = whole.items[0].on;
    let (day_one, sums, _) = read(StatementQuery { until: Some(first), ..all }, PageRequest::first(50)).await;
    assert_eq!((day_one.items.as_slice(), minor(&sums[0])), (&whole.items[..2], [0, 359, 359, 0]));
    let later = StatementQuery { from: Some(first.tomorrow().unwrap()), ..all };
    let (after, sums, count) = read(later, PageRequest::first(50)).await;
    assert_eq!((after.items.as_slice(), count), (&whole.items[2..], 2));
    assert_eq!(minor(&sums[0]), [0, 254, 254, 0]);
    // Both ways round, one line at a time.
    for direction in [Direction::Ascending, Direction::Descending] {
        let (mut request, mut seen) = (PageRequest::first(1), Vec::new());
        loop {
            let (found, _, _) = read(StatementQuery { direction, ..all }, request.clone()).await;
            seen.extend(found.items);
            match found.next {
                Some(next) => request.after = Some(next),
                None => break,
            }
        }
        if direction == Direction::Descending {
            seen.reverse();
        }
        assert_eq!(seen, whole.items);
    }
}
