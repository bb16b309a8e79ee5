//! Carts, orders, their follow-up and their review on both databases.

#[path = "it/cart.rs"]
mod cart;
#[path = "it/create.rs"]
mod create;
#[path = "it/documents.rs"]
mod documents;
#[path = "it/life.rs"]
mod life;
#[path = "it/list.rs"]
mod list;
#[path = "it/named.rs"]
mod named;
#[path = "it/random.rs"]
mod random;
#[path = "it/review.rs"]
mod review;
#[path = "it/waiver.rs"]
mod waiver;

use accounts::BillingContact;
use catalog::{LineKind, PromotionUse, Quote, QuoteLine, Selection};
use jurisdictions::{Jurisdictions, Subsidiary};
use kernel::{
    AccountId, Country, Currency, Locale, Money, Months, OrderId, Random, SignedDuration, SubsidiaryCode,
    Timestamp, UnitPrice,
};
use orders::validation::{Reason, Verdict};
use orders::{Contract, NewItem, NewOrder, Order, OrderKind, ProgressError, accept, store};
use testkit::TestDb;

fn now() -> Timestamp {
    testkit::clock().now()
}

fn after(hours: i64) -> Timestamp {
    now() + SignedDuration::from_hours(hours)
}

fn france() -> &'static Subsidiary {
    Jurisdictions::embedded().get(SubsidiaryCode::parse("FR").unwrap()).unwrap()
}

fn selection(plan_code: &str, quantity: u16) -> Selection {
    let mut selection = Selection::of(plan_code);
    selection.quantity = quantity;
    selection.options = vec![("memory".to_owned(), "ram-64g".to_owned())];
    selection.configurations = vec![("region".to_owned(), "europe".to_owned())];
    selection
}

fn line(kind: LineKind, family: Option<&str>, quantity: u16, list_e8: i64, e8: i64) -> QuoteLine {
    let price = |e8| UnitPrice::new(e8, Currency::EUR);
    let is_rental = kind == LineKind::Rental;
    QuoteLine {
        kind,
        plan_code: family.map_or("demo-1", |_| "ram-64g").to_owned(),
        product: "demo".to_owned(),
        family: family.map(str::to_owned),
        description: "Demo | 1 × «é»".to_owned(),
        quantity,
        unit_price: price(e8),
        list_price: price(list_e8),
        promotion: (e8 < list_e8).then(|| PromotionUse {
            name: "winter".to_owned(),
            description: "Half the price".to_owned(),
            ends_at: Some(after(500)),
            periods: 1,
        }),
        is_withdrawal_excluded: false,
        months: is_rental.then(|| Months::new(1)),
        then_unit_price: is_rental.then(|| price(list_e8)),
        net: price(e8).times(i64::from(quantity)).unwrap(),
    }
}

/// A monthly plan with an option, one at half its price, and set-up costs; 37.87 for one.
fn quote(quantity: u16) -> Quote {
    let lines = vec![
        line(LineKind::Installation, None, quantity, 199_000_000, 199_000_000),
        line(LineKind::Rental, None, quantity, 5_136_000_000, 2_568_000_000),
        line(LineKind::Rental, Some("memory"), quantity, 1_020_000_000, 1_020_000_000),
    ];
    let due_now = Money::sum(Currency::EUR, lines.iter().map(|line| line.net)).unwrap();
    Quote {
        currency: Currency::EUR,
        selection: selection("demo-1", quantity),
        lines,
        due_now,
        then: Some((Months::new(1), Money::new(6_156, Currency::EUR))),
        later: None,
        commitment_months: 12,
        commitment_end: None,
        family: Some("dedicated".to_owned()),
    }
}

fn billing() -> BillingContact {
    BillingContact {
        nic: "ab12345-ct".to_owned(),
        name: "Jeanne Dupont".to_owned(),
        organisation: Some("Les Lilas".to_owned()),
        vat: Some("FR12345678901".to_owned()),
        national_id: None,
        address: "12 rue des Lilas\nBâtiment B".to_owned(),
        zip: "59100".to_owned(),
        city: "Roubaix".to_owned(),
        country: Country::parse("FR").unwrap(),
        email: "jeanne@lilas.example".to_owned(),
        account_type: None,
    }
}

fn new_order(random: &Random, number: i64, at: Timestamp) -> NewOrder {
    let quote = quote(1);
    let nets: Vec<Money> = quote.lines.iter().map(|line| line.net).collect();
    let terms = Contract::new("terms", "2026-01", "contract-terms", "Be kind.");
    NewOrder {
        id: random.id(at),
        number,
        kind: OrderKind::Purchase,
        subsidiary: france().code,
        locale: Locale::Fr,
        billing: billing(),
        catalog_id: 6_203,
        totals: jurisdictions::tax::totals(france(), france().civil(at), &nets).unwrap(),
        items: vec![NewItem { quote, product: "demo".to_owned(), services: vec![random.id(at)] }],
        contracts: accept(std::slice::from_ref(&terms), &[terms.mark()], at, Some("192.0.2.7")).unwrap(),
        withdrawal_waived_at: None,
        expires_at: at + SignedDuration::from_hours(24),
    }
}

/// A new account with one order that waits for its payment.
async fn ordered(db: &TestDb) -> (AccountId, Order) {
    let account = testkit::account(db);
    let order = order(db, account, &new_order(&testkit::random(), 4711, now()), now()).await;
    (account, order)
}

async fn order(db: &TestDb, account: AccountId, new: &NewOrder, at: Timestamp) -> Order {
    let new = new.clone();
    db.account(account).write(move |tx| orders::create(tx, at, &new)).await.unwrap().order
}

fn hold() -> Verdict {
    Verdict::Hold { reasons: vec![Reason::Sample, Reason::ManyOrders], due_at: after(48) }
}

async fn pay(db: &TestDb, order: &Order, at: Timestamp, verdict: Verdict) -> Order {
    let id = order.id;
    db.account(order.account)
        .write::<_, orders::PaidError, _>(move |tx| {
            let order = store::get(tx, id)?;
            orders::paid(tx, at, order, &verdict)
        })
        .await
        .unwrap()
}

async fn delivered(
    db: &TestDb,
    account: AccountId,
    id: OrderId,
    at: Timestamp,
) -> Result<Order, ProgressError> {
    db.account(account)
        .write(move |tx| {
            let order = store::get(tx, id)?;
            orders::delivered(tx, at, order)
        })
        .await
}

async fn get(db: &TestDb, account: AccountId, order: OrderId) -> Order {
    db.account(account).read(move |tx| store::get(tx, order)).await.unwrap()
}

/// The codes of the order's history, oldest first.
async fn history(db: &TestDb, order: &Order) -> Vec<&'static str> {
    let id = order.id;
    let history = db.account(order.account).read(move |tx| store::history(tx, id)).await.unwrap();
    assert!(history.is_sorted_by_key(|entry| entry.at));
    history.iter().map(|entry| entry.code.code()).collect()
}
