//! Nobody orders what they have not seen, and who must give a right up is asked.

use catalog::{PublicCatalog, Selection};
use flows::{CartChange, Checkout, CheckoutError, SeenCart};
use kernel::Money;
use orders::{NotAccepted, Waiver};
use testkit::TestDb;

use super::shop::{Shop, web};

/// The catalogue of France, some versions later, with something changed in one plan.
fn next(version: i64, plan: &str, change: impl Fn(&mut serde_json::Value)) -> PublicCatalog {
    let text = include_str!("../../../../catalogs/demo-FR.json");
    let mut json: serde_json::Value = serde_json::from_str(text).unwrap();
    json["catalogId"] = (1_000_000 + version).into();
    for found in json["plans"].as_array_mut().unwrap() {
        if found["planCode"] == plan {
            change(found);
        }
    }
    catalog::parse(json.to_string().as_bytes()).unwrap()
}

async fn publish(shop: &Shop, catalog: PublicCatalog) {
    let now = shop.cx.clock.now();
    shop.cx.db.registry().write(move |tx| catalog::import(tx, now, &catalog, &|_| {})).await.unwrap();
}

async fn shown(shop: &Shop, owner: &accounts::Account) -> SeenCart {
    let cart = flows::price_cart(&shop.cx, owner.id, owner.subsidiary).await.unwrap();
    // As it comes back from a form.
    SeenCart::parse(&SeenCart::of(&cart).to_text())
}

/// Twice the price for the first period of each mode.
fn dearer(plan: &mut serde_json::Value) {
    for pricing in plan["pricings"].as_array_mut().unwrap() {
        let price = pricing["price"].as_i64().unwrap();
        (pricing["price"], pricing["tax"]) = ((price * 2).into(), (price * 2 / 5).into());
        pricing["promotions"] = serde_json::json!([]);
    }
}

#[testkit::both_databases]
async fn a_new_catalogue_between_the_page_and_the_button_orders_nothing(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    shop.put_in_cart(ada.id, web()).await;
    let seen = shown(&shop, &ada).await;
    publish(&shop, next(1, "ct-web-start", dearer)).await;
    let form = Checkout { seen: Some(seen), ..shop.form(shop.id()) };
    let refused = flows::checkout(&shop.cx, ada.id, form.clone()).await;
    let Err(CheckoutError::Changed(changes)) = refused else { panic!("{refused:?}") };
    let eur = |minor| Money::new(minor, kernel::Currency::EUR);
    let [CartChange::Price { name, was, now }] = changes.as_slice() else { panic!("{changes:?}") };
    assert_eq!((was, now), (&eur(299), &eur(598)), "{name}");
    // Looked at again, it is ordered; the same form twice is still one order.
    let form = Checkout { seen: Some(shown(&shop, &ada).await), ..form };
    let one = flows::checkout(&shop.cx, ada.id, form.clone()).await.unwrap();
    let two = flows::checkout(&shop.cx, ada.id, form).await.unwrap();
    assert_eq!((one.id, one.totals.net), (two.id, eur(598)));
}

#[testkit::both_databases]
async fn a_new_catalogue_that_changes_nothing_in_the_cart_stops_nobody(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    shop.put_in_cart(ada.id, web()).await;
    let seen = shown(&shop, &ada).await;
    publish(&shop, next(1, "ct-vps-s", dearer)).await;
    let form = Checkout { seen: Some(seen), ..shop.form(shop.id()) };
    flows::checkout(&shop.cx, ada.id, form).await.unwrap();
}

#[testkit::both_databases]
async fn a_later_price_that_changed_is_told_although_today_costs_the_same(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    shop.put_in_cart(ada.id, domain()).await;
    let seen = shown(&shop, &ada).await;
    let later = |plan: &mut serde_json::Value| {
        for pricing in plan["pricings"].as_array_mut().unwrap() {
            if pricing["capacities"][0] == "renew" {
                (pricing["price"], pricing["tax"]) = (2_000_000_000_i64.into(), 400_000_000_i64.into());
            }
        }
    };
    publish(&shop, next(1, "ct-domain-example", later)).await;
    let form = Checkout { seen: Some(seen), ..shop.form(shop.id()) };
    let refused = flows::checkout(&shop.cx, ada.id, form).await;
    let Err(CheckoutError::Changed(changes)) = refused else { panic!("{refused:?}") };
    assert!(matches!(changes.as_slice(), [CartChange::Terms { .. }]), "{changes:?}");
}

#[testkit::both_databases]
async fn a_cart_changed_in_another_window_is_shown_again(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    shop.put_in_cart(ada.id, web()).await;
    let seen = shown(&shop, &ada).await;
    shop.put_in_cart(ada.id, web()).await;
    let form = Checkout { seen: Some(seen), ..shop.form(shop.id()) };
    let refused = flows::checkout(&shop.cx, ada.id, form).await;
    let Err(CheckoutError::Changed(changes)) = refused else { panic!("{refused:?}") };
    assert!(matches!(changes.as_slice(), [CartChange::Added { .. }]), "{changes:?}");

    let seen = shown(&shop, &ada).await;
    let items = shop.cx.db.account(ada.id).read(orders::cart::list).await.unwrap();
    let (first, now) = (items[0].id, shop.cx.clock.now());
    shop.cx.db.account(ada.id).write(move |tx| orders::cart::remove(tx, first)).await.unwrap();
    let rest = items[1].id;
    let more = move |tx: &mut db::AccountTx| orders::cart::set_quantity(tx, now, rest, 3);
    shop.cx.db.account(ada.id).write(more).await.unwrap();
    let form = Checkout { seen: Some(seen), ..shop.form(shop.id()) };
    let refused = flows::checkout(&shop.cx, ada.id, form).await;
    let Err(CheckoutError::Changed(changes)) = refused else { panic!("{refused:?}") };
    assert!(
        matches!(changes.as_slice(), [CartChange::Removed { .. }, CartChange::Price { .. }]),
        "{changes:?}"
    );
}

#[testkit::both_databases]
async fn a_form_that_brings_nothing_back_has_seen_nothing(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    shop.put_in_cart(ada.id, web()).await;
    let form = Checkout { seen: Some(SeenCart::parse("{\"items\":7}")), ..shop.form(shop.id()) };
    let refused = flows::checkout(&shop.cx, ada.id, form).await;
    assert!(matches!(refused, Err(CheckoutError::Changed(_))), "{refused:?}");
}

/// A name registered for one person: excluded from the right of withdrawal.
fn domain() -> Selection {
    let configurations = vec![("domain".to_owned(), "ada.example".to_owned())];
    Selection { configurations, ..Selection::of("ct-domain-example") }
}

/// The mark a page would bring back for the waiver of what is in the cart.
async fn waiver(shop: &Shop, owner: &accounts::Account) -> Option<Waiver> {
    let cart = flows::price_cart(&shop.cx, owner.id, owner.subsidiary).await.unwrap();
    flows::asked(&shop.cx, owner, &cart).unwrap().waiver
}

#[testkit::both_databases]
async fn a_name_is_ordered_only_by_who_gives_the_right_of_withdrawal_up(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    shop.put_in_cart(ada.id, domain()).await;
    let form = shop.form(shop.id());
    let refused = flows::checkout(&shop.cx, ada.id, form.clone()).await;
    let Err(CheckoutError::NotAccepted(NotAccepted(codes))) = refused else { panic!("{refused:?}") };
    assert_eq!(codes, [Waiver::CODE]);
    let asked = waiver(&shop, &ada).await.expect("it is asked");
    let accepted = [form.accepted.clone(), vec![asked.contract.mark()]].concat();
    let order = flows::checkout(&shop.cx, ada.id, Checkout { accepted, ..form }).await.unwrap();
    let order = shop.reload(&order).await;
    assert_eq!(order.withdrawal_waived_at, Some(order.created_at));
    let contracts = shop.contracts(&order).await;
    let kept = contracts.iter().find(|accepted| accepted.contract.code == Waiver::CODE);
    let kept = kept.expect("it is kept with the contracts");
    assert_eq!((kept.accepted_at, kept.address.as_deref()), (order.created_at, Some("192.0.2.7")));
}

#[testkit::both_databases]
async fn who_has_no_right_to_give_up_is_not_asked(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let plain = shop.order(ada.id, web()).await;
    assert_eq!(
        (plain.withdrawal_waived_at, shop.contracts(&plain).await.len()),
        (None, 1),
        "nothing excluded, nothing asked"
    );
    let jean = shop.customer_of("jean@example.com", "CA").await;
    shop.put_in_cart(jean.id, domain()).await;
    assert_eq!(waiver(&shop, &jean).await, None, "Québec has no general right");
    let order = flows::checkout(&shop.cx, jean.id, shop.form(shop.id())).await.unwrap();
    assert_eq!(order.withdrawal_waived_at, None);
}
