//! Creating an order, and what it keeps.

use kernel::{Currency, Money, Months};
use orders::{CreateError, Created, NewOrder, OrderState, store};
use testkit::TestDb;

use crate::{after, get, new_order, now, order, ordered, quote};

#[testkit::both_databases]
async fn an_order_is_read_as_it_was_made(db: TestDb) {
    let (account, made) = ordered(&db).await;
    assert_eq!(made.state, OrderState::NotPaid);
    let eur = |minor| Money::new(minor, Currency::EUR);
    // The guides' own example: 37.87 + 7.57 = 45.44.
    assert_eq!((made.totals.net, made.totals.tax, made.totals.gross), (eur(3_787), eur(757), eur(4_544)));
    assert_eq!((made.lines.len(), made.items.len()), (3, 1));
    assert!(made.lines[1].is_discounted() && made.lines[1].promotion.is_some());
    assert_eq!((made.items[0].months, made.items[0].commitment), (Some(Months::new(1)), Months::new(12)));
    let id = made.id;
    let contracts = db.account(account).read(move |tx| store::accepted_contracts(tx, id)).await.unwrap();
    assert_eq!((contracts.len(), contracts[0].address.as_deref()), (1, Some("192.0.2.7")));
    assert_eq!(get(&db, account, made.id).await, made);
    let found = db.account(account).read(|tx| store::find_by_number(tx, 4711)).await;
    assert_eq!(found, Ok(Some(made)));
}

#[testkit::both_databases]
async fn a_form_submitted_twice_is_one_order(db: TestDb) {
    let account = testkit::account(&db);
    let random = testkit::random();
    let first = new_order(&random, 4711, now());
    let second = NewOrder { number: 4712, catalog_id: 1, ..first.clone() };
    let submit = |new: NewOrder| db.account(account).write(move |tx| orders::create(tx, now(), &new));
    let (one, two) = tokio::join!(submit(first), submit(second));
    let (one, two): (Created, Created) = (one.unwrap(), two.unwrap());
    assert_eq!(one.order, two.order);
    assert!(one.is_new != two.is_new);
}

#[testkit::both_databases]
async fn another_accounts_order_does_not_exist(db: TestDb) {
    let (_, made) = ordered(&db).await;
    let other = testkit::account(&db);
    let found = db
        .account(other)
        .read(move |tx| {
            Ok::<_, db::Error>((store::find(tx, made.id)?, store::find_by_number(tx, made.number)?))
        })
        .await;
    assert_eq!(found, Ok((None, None)));
}

#[testkit::both_databases]
async fn what_does_not_add_up_is_refused(db: TestDb) {
    let account = testkit::account(&db);
    let random = testkit::random();
    let refused = async |change: &dyn Fn(&mut NewOrder)| {
        let mut new = new_order(&random, 1, now());
        change(&mut new);
        db.account(account).write(move |tx| orders::create(tx, now(), &new)).await.unwrap_err()
    };
    assert!(matches!(refused(&|new| new.items.clear()).await, CreateError::Items));
    let many = |new: &mut NewOrder| new.items = vec![new.items[0].clone(); 21];
    assert!(matches!(refused(&many).await, CreateError::Items));
    assert!(matches!(refused(&|new| new.items[0].services.clear()).await, CreateError::Services));
    assert!(matches!(refused(&|new| new.expires_at = now()).await, CreateError::Expiry));
    let short = |new: &mut NewOrder| new.totals.net = Money::new(3_786, Currency::EUR);
    assert!(matches!(refused(&short).await, CreateError::Totals { .. }));
    let mixed = |new: &mut NewOrder| new.items[0].quote.currency = Currency::CAD;
    assert!(matches!(refused(&mixed).await, CreateError::Mixed(..)));
}

#[testkit::both_databases]
async fn each_unit_of_an_item_knows_its_price(db: TestDb) {
    let account = testkit::account(&db);
    let random = testkit::random();
    let mut new = new_order(&random, 1, now());
    let mut three = quote(3);
    // Two units at the reduced price and one at the full.
    let mut full = three.lines[1].clone();
    three.lines[1].quantity = 2;
    three.lines[1].net = three.lines[1].unit_price.times(2).unwrap();
    full.quantity = 1;
    full.unit_price = full.list_price;
    full.net = full.list_price.times(1).unwrap();
    three.lines.insert(2, full);
    let nets: Vec<Money> = three.lines.iter().map(|line| line.net).collect();
    let france = crate::france();
    new.totals = jurisdictions::tax::totals(france, france.civil(now()), &nets).unwrap();
    new.items[0].services = vec![random.id(now()), random.id(now()), random.id(now())];
    new.items[0].quote = three;
    let made = order(&db, account, &new, now()).await;
    let paid = |unit| -> Vec<i64> {
        made.rental_of(0, unit).iter().map(|line| line.unit_price.e8() / 1_000_000).collect()
    };
    assert_eq!(paid(0), [2_568, 1_020]);
    assert_eq!(paid(1), [2_568, 1_020]);
    assert_eq!(paid(2), [5_136, 1_020]);
    assert_eq!(paid(3), [0_i64; 0]);
}

#[testkit::both_databases]
async fn an_order_keeps_the_expiry_it_was_born_with(db: TestDb) {
    let (_, made) = ordered(&db).await;
    assert_eq!(made.expires_at, after(24));
    assert!(made.is_payable(after(23)));
    assert!(!made.is_payable(after(24)));
    assert_eq!(made.state_at(after(24)), OrderState::Expired);
}
