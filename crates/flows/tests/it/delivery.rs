//! Making what was sold: by hand, slowly, and not while the account owes.

use flows::{Choice, Delivered, PayOutcome};
use invoicing::{Draft, InvoiceLine};
use kernel::{AccountId, AttemptId, InvoiceId, Money, SignedDuration, StaffId};
use orders::{Order, OrderState};
use services::Access;
use testkit::TestDb;

use super::provider::GOOD;
use super::shop::{Shop, metal, web};

async fn paid(shop: &Shop, account: AccountId, selection: catalog::Selection) -> (Order, AttemptId) {
    let order = shop.order(account, selection).await;
    let (attempt, outcome) = shop.pay_on_page(&order, GOOD).await;
    assert_eq!(outcome, PayOutcome::Paid);
    (order, attempt)
}

#[testkit::both_databases]
async fn the_staff_deliver_by_hand(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let (order, attempt) = paid(&shop, ada.id, metal()).await;
    shop.settle_down().await;
    assert_eq!(shop.reload(&order).await.state, OrderState::Delivering);
    assert!(shop.invoices(&order).await.is_empty(), "nothing is billed before it is there");

    let (service, staff): (_, StaffId) = (shop.service(&order).await, shop.id());
    let access = Access::default().with("IPv4", "203.0.113.9").with_secret("Password", "hunter2");
    for expected in [Delivered::Yes, Delivered::Yes] {
        let delivered = flows::deliver_by_hand(&shop.cx, ada.id, service, access.clone(), staff);
        assert_eq!(delivered.await.unwrap(), expected);
    }
    shop.settle_down().await;
    shop.assert_fulfilled(&order, &[attempt]).await;
    assert_eq!(shop.mailed(ada.id, "service_delivered").await, 1);
    for message in shop.mailbox.messages() {
        assert!(
            !message.text.contains("hunter2") && !message.html.contains("hunter2"),
            "secrets are not mailed"
        );
    }
}

#[testkit::both_databases]
async fn an_order_is_billed_when_the_last_of_its_services_is_there(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    shop.put_in_cart(ada.id, catalog::Selection { quantity: 3, ..web() }).await;
    let (order, attempt) = paid(&shop, ada.id, metal()).await;
    shop.settle_down().await;
    let services = shop.services(&order).await;
    assert_eq!(services.len(), 4);
    assert_eq!(shop.mailed(ada.id, "service_delivered").await, 3);
    assert!(shop.invoices(&order).await.is_empty());

    let last = services.iter().find(|service| service.access.is_none()).unwrap().id;
    let staff: StaffId = shop.id();
    flows::deliver_by_hand(&shop.cx, ada.id, last, Access::default(), staff).await.unwrap();
    shop.settle_down().await;
    shop.assert_fulfilled(&order, &[attempt]).await;
    assert_eq!(shop.mailed(ada.id, "invoice_available").await, 1);
}

#[testkit::both_databases]
async fn units_delivered_on_different_days_are_billed_for_their_own_periods(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let (order, attempt) = paid(&shop, ada.id, catalog::Selection { quantity: 3, ..metal() }).await;
    shop.settle_down().await;
    let services = shop.services(&order).await;
    assert_eq!(services.len(), 3);
    // The first and the last on one day, the one between them three days later.
    for (index, days) in [(0, 0), (2, 0), (1, 3)] {
        shop.pass(SignedDuration::from_hours(24 * days));
        let staff: StaffId = shop.id();
        let made = flows::deliver_by_hand(&shop.cx, ada.id, services[index].id, Access::default(), staff);
        made.await.unwrap();
    }
    shop.settle_down().await;
    shop.assert_fulfilled(&order, &[attempt]).await;
    let invoice = shop.invoice(&order).await;
    let record = invoice.record().unwrap();
    let rentals: Vec<&InvoiceLine> =
        record.content.lines.iter().filter(|line| line.period.is_some()).collect();
    let of_plan: Vec<&&InvoiceLine> =
        rentals.iter().filter(|line| line.description == services[0].description).collect();
    let [together, alone] = of_plan.as_slice() else { panic!("{rentals:#?}") };
    assert_eq!((together.quantity, alone.quantity), (2, 1));
    assert_eq!(
        (together.service.as_deref(), alone.service.as_deref()),
        (None, Some(services[1].name.as_str()))
    );
    let (first, later) = (together.period.unwrap(), alone.period.unwrap());
    assert_eq!(first.start().until(later.start()).unwrap().get_days(), 3);
    assert_eq!(invoice.net, order.totals.net, "nothing is rounded twice");
}

#[testkit::both_databases]
async fn the_invoice_of_france_states_the_rate_of_its_day_and_the_recovery_fee(db: TestDb) {
    let shop = Shop::open(&db).await;
    let plans = [("FR", "eu-west", true), ("IT", "eu-west", false), ("CA", "ca-east", false)];
    for (country, region, is_stated) in plans {
        let customer = shop.customer_of(&format!("ada@{country}.example.com"), country).await;
        let configurations = vec![("region".to_owned(), region.to_owned())];
        let (order, _) = paid(&shop, customer.id, catalog::Selection { configurations, ..web() }).await;
        shop.settle_down().await;
        let mentions = shop.invoice(&order).await.record().unwrap().content.mentions;
        let mentions: Vec<_> = mentions.into_iter().map(|mention| mention.text).collect();
        let mentions = mentions.join("\n");
        let subsidiary = shop.cx.subsidiary(order.subsidiary).unwrap();
        let rate = subsidiary.late_rate(subsidiary.civil(shop.cx.clock.now()));
        assert_eq!(rate.is_some(), is_stated, "{country}");
        assert_eq!(mentions.contains("12,15\u{202f}%") && mentions.contains("40"), is_stated, "{mentions}");
        assert_eq!(mentions.is_empty(), !is_stated, "{mentions}");
    }
}

/// An invoice nobody has paid yet, as a renewal leaves one.
async fn owe(shop: &Shop, order: &Order) -> InvoiceId {
    let subsidiary = shop.cx.subsidiary(order.subsidiary).unwrap();
    let (id, now): (InvoiceId, _) = (shop.id(), shop.cx.clock.now());
    let lines = order.lines.iter().map(|line| InvoiceLine {
        description: line.description.clone(),
        service: None,
        service_label: None,
        quantity: u32::from(line.quantity),
        list_price: None,
        discount: None,
        unit_price: line.unit_price,
        net: line.net,
        period: None,
        taxes: Vec::new(),
    });
    let lines = lines.collect();
    let ids = (order.id, order.number);
    let draft = Draft::new(id, ids, subsidiary, order.billing.clone(), order.locale, lines, &order.totals);
    let draft = draft.because("renewal/1");
    shop.cx
        .db
        .account(order.account)
        .write(move |tx| invoicing::issue(tx, now, &draft).map(|_| ()))
        .await
        .unwrap();
    id
}

#[testkit::both_databases]
async fn an_unpaid_invoice_holds_the_deliveries_of_its_account(db: TestDb) {
    let shop = Shop::open(&db).await;
    let (ada, bob) = (shop.customer("ada@example.com").await, shop.customer("bob@example.com").await);
    let (order, attempt) = paid(&shop, ada.id, web()).await;
    let debt = owe(&shop, &order).await;
    let (other, _) = paid(&shop, bob.id, web()).await;
    shop.settle_down().await;
    shop.pass(SignedDuration::from_mins(16));
    shop.settle_down().await;
    assert_eq!(shop.reload(&order).await.state, OrderState::Delivering);
    assert_eq!(shop.reload(&other).await.state, OrderState::Delivered, "others are delivered");
    assert_eq!(shop.mailed(ada.id, "order_progress").await, 2, "under way; held");

    // Money arrives for the debt.
    let (now, gross) = (shop.cx.clock.now(), order.totals.gross);
    let subsidiary = order.subsidiary;
    let on = shop.cx.subsidiary(subsidiary).unwrap().civil(now);
    let settle = move |tx: &mut db::AccountTx| {
        let posting = ledger::NewPosting {
            cause: "transfer/1".to_owned(),
            code: ledger::PostingCode::PaymentReceived,
            subsidiary,
            at: now,
            on,
            lines: vec![
                (ledger::LedgerAccount::Clearing("bank".to_owned()), gross),
                (ledger::LedgerAccount::CustomerCredit, Money::new(-gross.minor(), gross.currency())),
            ],
        };
        ledger::post(tx, &posting)?;
        invoicing::settle(tx, now, debt).map(|_| ())
    };
    shop.cx.db.account(ada.id).write(settle).await.unwrap();
    shop.pass(SignedDuration::from_mins(16));
    shop.settle_down().await;
    assert_eq!(shop.reload(&order).await.state, OrderState::Delivered);
    assert_eq!(shop.provider.holds(attempt).await, gross.minor());
    shop.assert_clean().await;
}

/// The catalogue of the demonstration, a number later, with the plan for nothing.
fn for_nothing() -> catalog::PublicCatalog {
    let text = include_str!("../../../../catalogs/demo-FR.json");
    let mut json: serde_json::Value = serde_json::from_str(text).unwrap();
    json["catalogId"] = 1_000_001.into();
    for plan in json["plans"].as_array_mut().unwrap() {
        for pricing in plan["pricings"].as_array_mut().unwrap() {
            (pricing["price"], pricing["tax"]) = (0.into(), 0.into());
            pricing["promotions"] = serde_json::json!([]);
        }
    }
    catalog::parse(json.to_string().as_bytes()).unwrap()
}

#[testkit::both_databases]
async fn an_order_for_nothing_is_delivered_without_payment_and_without_invoice(db: TestDb) {
    let shop = Shop::open(&db).await;
    let (now, catalog) = (shop.cx.clock.now(), for_nothing());
    shop.cx.db.registry().write(move |tx| catalog::import(tx, now, &catalog, &|_| {})).await.unwrap();
    let ada = shop.customer("ada@example.com").await;
    let method = shop.register(ada.id, GOOD).await;
    let order = shop.order(ada.id, web()).await;
    assert_eq!((order.totals.gross.minor(), order.state), (0, OrderState::Delivering));
    let payment = shop.payment(&order, Choice::Registered(method));
    assert!(shop.pay(&order, &payment).await.is_err(), "there is nothing to pay");
    shop.settle_down().await;
    assert_eq!(shop.reload(&order).await.state, OrderState::Delivered);
    assert!(shop.invoices(&order).await.is_empty());
    assert_eq!(shop.provider.charge(payment.id).await, None);
    let emails = shop.emails(ada.id).await;
    assert_eq!((emails.get("payment_received"), emails.get("order_progress")), (None, Some(&2)));
    shop.assert_clean().await;
}

#[testkit::both_databases]
async fn the_workers_that_look_at_one_delivery_at_once_deliver_once(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let (order, attempt) = paid(&shop, ada.id, web()).await;
    let service = shop.service(&order).await;
    let look = || flows::deliver(&shop.cx, ada.id, service);
    let (one, two, three) = tokio::join!(look(), look(), look());
    let outcomes = [one.unwrap(), two.unwrap(), three.unwrap()];
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == Delivered::Yes).count(), 1, "{outcomes:?}");
    shop.settle_down().await;
    shop.assert_fulfilled(&order, &[attempt]).await;
    assert_eq!(shop.mailed(ada.id, "service_delivered").await, 1);
}
