//! The account, its orders and invoices, as programs read them.

use serde_json::{Value, json};
use testkit::TestDb;

use crate::world::{Ask, World, ask, everything, get};

#[testkit::both_databases]
async fn an_order_and_its_invoice_are_told_exactly(db: TestDb) {
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    let order = world.bought(&ada).await;
    let program = world.program(&ada, everything()).await;
    let read = async |path: &str| world.signed(&program, &get(path)).await.json();
    let number = order.number;

    assert_eq!(read("/me/order").await, json!([number]));
    assert_eq!(read(&format!("/me/order/{number}/status")).await, json!("delivered"));
    assert_eq!(
        read(&format!("/me/order/{number}/associatedObject")).await,
        json!({"id": "FR00000001", "type": "Bill"})
    );
    let details = read(&format!("/me/order/{number}/details")).await;
    let line = details[0].as_i64().unwrap();
    let extension = read(&format!("/me/order/{number}/details/{line}/extension")).await;
    assert_eq!(extension["order"]["plan"]["code"], "ct-web-start");
    assert_eq!(extension["order"]["plan"]["duration"], "P1M");
    let detail = read(&format!("/me/order/{number}/details/{line}")).await;
    assert!(detail["domain"].as_str().unwrap().starts_with("srv-"), "{detail}");
    assert_eq!(detail["quantity"], "1");
    let steps = read(&format!("/me/order/{number}/followUp")).await;
    let said: Vec<_> =
        steps.as_array().unwrap().iter().map(|step| (&step["step"], &step["status"])).collect();
    let expected =
        ["VALIDATING", "VALIDATED", "DELIVERING", "AVAILABLE"].map(|step| (json!(step), json!("DONE")));
    assert!(
        said.iter().zip(&expected).all(|(said, (step, done))| said.0 == step && said.1 == done),
        "{steps}"
    );

    let bill = read("/me/bill/FR00000001").await;
    assert_eq!(bill["priceWithTax"]["value"].to_string(), "3.59");
    assert_eq!(bill["priceWithTax"]["text"], "3,59\u{a0}€");
    assert_eq!(bill["priceWithTax"]["priceInUcents"], 359_000_000);
    assert_eq!((&bill["date"], &bill["category"]), (&json!("2026-01-15T00:00:00+01:00"), &json!("purchase")));
    let seal = bill["password"].as_str().unwrap();
    for (form, key) in [("html", "url"), ("pdf", "pdfUrl")] {
        let url = bill[key].as_str().unwrap();
        assert!(url.starts_with("https://shop.example/counter/documents/"), "{url}");
        assert!(url.ends_with(&format!("/invoice/FR00000001/2026-02-14/{seal}/{form}")), "{url}");
    }
    let payment = read("/me/bill/FR00000001/payment").await;
    assert_eq!(payment["paymentType"], "creditCard");
    assert_eq!(payment, read(&format!("/me/order/{number}/payment")).await);
    let detail = read("/me/bill/FR00000001/details/FR00000001-0001").await;
    assert_eq!((&detail["periodStart"], &detail["periodEnd"]), (&json!("2026-01-15"), &json!("2026-02-14")));
    // Paid before it was issued, it never was a debt; and the account owes nothing.
    for none in ["/me/bill/FR00000001/debt", "/me/debtAccount", &format!("/me/order/{number}/debt")] {
        assert_eq!(world.signed(&program, &get(none)).await.status, 404, "{none}");
    }
}

#[testkit::both_databases]
async fn what_is_due_is_told_by_invoice_and_in_all(db: TestDb) {
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    world.bought(&ada).await;
    world.indebted(&ada).await;
    let program = world.program(&ada, everything()).await;
    let read = async |path: &str| world.signed(&program, &get(path)).await.json();
    let value = |price: &serde_json::Value| price["value"].to_string();
    let debt = read("/me/bill/FR00000002/debt").await;
    assert_eq!((value(&debt["amount"]).as_str(), &debt["status"]), ("3.59", &json!("UNPAID")));
    let number = debt["debtId"].as_i64().unwrap();
    assert_eq!(read("/me/debtAccount/debt").await, json!([number]));
    assert_eq!(read(&format!("/me/debtAccount/debt/{number}")).await, debt);
    let first = read("/me/order").await[0].as_i64().unwrap();
    let never_owed = format!("/me/debtAccount/debt/{first}");
    assert_eq!(
        world.signed(&program, &get(never_owed)).await.problem().2,
        format!("The requested object (debtId = {first}) does not exist")
    );
    let balance = read("/me/debtAccount").await;
    assert_eq!((value(&balance["dueAmount"]).as_str(), &balance["active"]), ("3.59", &json!(true)));
    assert_eq!(read("/me/bill/FR00000002").await["category"], "autorenew");
    assert_eq!(read("/me/bill?category=autorenew").await, json!(["FR00000002"]));
    assert_eq!(world.signed(&program, &get("/me/bill/FR00000002/payment")).await.status, 404);
}

#[testkit::both_databases]
async fn what_can_be_paid_with_is_what_the_seller_offers(db: TestDb) {
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    let program = world.program(&ada, everything()).await;
    let offered = world.signed(&program, &get("/me/payment/availableMethods")).await.json();
    let said = |method: &serde_json::Value| (method["paymentType"].clone(), method["registerable"].clone());
    let said: Vec<_> = offered.as_array().unwrap().iter().map(said).collect();
    assert_eq!(said, [(json!("CREDIT_CARD"), json!(true)), (json!("BANK_ACCOUNT"), json!(true))]);
    // Nothing renews all at once: to programs that is a state.
    assert_eq!(world.signed(&program, &get("/me/autorenew")).await.problem().0, 404);
}

#[testkit::both_databases]
async fn money_that_came_is_a_deposit_with_the_invoices_it_paid(db: TestDb) {
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    let number = world.bought(&ada).await.number;
    let program = world.program(&ada, everything()).await;
    let read = async |path: &str| world.signed(&program, &get(path)).await.json();
    let deposits = read("/me/deposit").await;
    let [id] = deposits.as_array().unwrap().as_slice() else { panic!("{deposits}") };
    let id = id.as_str().unwrap();
    let deposit = read(&format!("/me/deposit/{id}")).await;
    assert_eq!(
        (deposit["amount"]["value"].to_string().as_str(), &deposit["orderId"]),
        ("3.59", &json!(number))
    );
    assert_eq!(deposit["paymentInfo"]["publicLabel"], "•••• 1003");
    let seal = deposit["password"].as_str().unwrap();
    let url = deposit["pdfUrl"].as_str().unwrap();
    assert!(url.ends_with(&format!("/receipt/{id}/2026-02-14/{seal}/pdf")), "{url}");
    let details = read(&format!("/me/deposit/{id}/details")).await;
    assert_eq!(details, json!([format!("{id}-0001")]));
    let detail = read(&format!("/me/deposit/{id}/details/{id}-0001")).await;
    assert_eq!(detail["description"], json!(format!("Commande {number}")));
    assert_eq!(detail["totalPrice"], deposit["amount"]);
    assert_eq!(world.signed(&program, &get(format!("/me/deposit/{id}/details/{id}-0002"))).await.status, 404);
    assert_eq!(read(&format!("/me/deposit/{id}/paidBills")).await, json!(["FR00000001"]));
    let bill = read(&format!("/me/deposit/{id}/paidBills/FR00000001")).await;
    assert_eq!(bill, read("/me/bill/FR00000001").await);
    assert_eq!(read(&format!("/me/deposit/{id}/payment")).await, read("/me/bill/FR00000001/payment").await);
    for (query, is_found) in [
        (format!("orderId={number}"), true),
        ("orderId=7".to_owned(), false),
        ("date.from=2026-01-15&date.to=2026-01-15".to_owned(), true),
        ("date.from=2026-01-16".to_owned(), false),
        ("date.to=2026-01-14".to_owned(), false),
    ] {
        let expected = if is_found { deposits.clone() } else { json!([]) };
        assert_eq!(read(&format!("/me/deposit?{query}")).await, expected, "{query}");
    }
    // A renewal that was refused brought nothing, and its invoice was paid with nothing.
    world.indebted(&ada).await;
    assert_eq!(read("/me/deposit").await, deposits);
    let unpaid = world.signed(&program, &get(format!("/me/deposit/{id}/paidBills/FR00000002"))).await;
    assert_eq!(unpaid.status, 404);
    let eve = world.account("eve@example.org").await;
    let other = world.program(&eve, everything()).await;
    for place in ["", "/details", "/payment", "/paidBills", "/paidBills/FR00000001"] {
        let answer = world.signed(&other, &get(format!("/me/deposit/{id}{place}"))).await;
        assert_eq!(answer.status, 404, "{place}");
    }
}

#[testkit::both_databases]
async fn a_credit_note_is_a_refund_and_no_bill(db: TestDb) {
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    let order = world.bought(&ada).await;
    let note = world.credited(&ada, &order).await;
    let program = world.program(&ada, everything()).await;
    let read = async |path: &str| world.signed(&program, &get(path)).await.json();
    assert_eq!(read("/me/bill").await, json!(["FR00000001"]));
    assert_eq!(read("/me/refund").await, json!([note]));
    let refund = read(&format!("/me/refund/{note}")).await;
    assert_eq!((&refund["originalBillId"], &refund["orderId"]), (&json!("FR00000001"), &json!(order.number)));
    assert_eq!(world.signed(&program, &get(format!("/me/bill/{note}"))).await.status, 404);
    assert_eq!(world.signed(&program, &get("/me/refund/FR00000001")).await.status, 404);
    let line = read(&format!("/me/refund/{note}/details/{note}-0001")).await;
    assert_eq!(line["refundId"], json!(note));
}

#[testkit::both_databases]
async fn somebody_elses_things_do_not_exist(db: TestDb) {
    let world = World::new(&db).await;
    let (ada, eve) = (world.account("ada@example.org").await, world.account("eve@example.org").await);
    let order = world.bought(&ada).await.number;
    let program = world.program(&eve, everything()).await;
    let places = [
        "/me/bill/FR00000001",
        "/me/bill/FR00000001/details",
        "/me/bill/FR00000001/payment",
        "/me/bill/FR00000001/debt",
        &format!("/me/debtAccount/debt/{order}"),
        &format!("/me/order/{order}"),
        &format!("/me/order/{order}/status"),
        &format!("/me/order/{order}/details"),
        &format!("/me/order/{order}/followUp"),
    ];
    for place in places {
        let answer = world.signed(&program, &get(place)).await;
        assert_eq!(answer.status, 404, "{place}: {}", answer.text);
        assert!(answer.problem().2.starts_with("The requested object ("), "{place}: {}", answer.text);
    }
    for place in ["/me/bill", "/me/order", "/me/refund"] {
        assert_eq!(world.signed(&program, &get(place)).await.json(), json!([]), "{place}");
    }
}

#[testkit::both_databases]
async fn services_and_methods_have_numbers_that_stay_theirs(db: TestDb) {
    let world = World::new(&db).await;
    let (ada, eve) = (world.account("ada@example.org").await, world.account("eve@example.org").await);
    world.bought(&ada).await;
    let (program, other) = (world.program(&ada, everything()).await, world.program(&eve, everything()).await);
    let read = async |path: &str| world.signed(&program, &get(path)).await.json();
    assert_eq!(read("/services").await, json!([1]));
    world.bought(&ada).await;
    assert_eq!(read("/services").await, json!([1, 2]));
    let service = read("/services/2").await;
    let name = service["resource"]["name"].as_str().unwrap();
    assert_eq!(service["billing"]["lifecycle"]["current"]["state"], "active");
    assert_eq!(service["billing"]["renew"]["current"]["period"], "P1M");
    assert_eq!(read(&format!("/services?resourceName={name}")).await, json!([2]));
    let infos = read(&format!("/webHosting/{name}/serviceInfos")).await;
    assert_eq!((&infos["serviceId"], &infos["status"]), (&json!(2), &json!("ok")));
    assert_eq!((&infos["creation"], &infos["expiration"]), (&json!("2026-01-15"), &json!("2026-02-15")));
    let foreign = world.signed(&other, &get(format!("/webHosting/{name}/serviceInfos"))).await;
    assert_eq!(foreign.problem().2, "This service does not exist");
    assert_eq!(world.signed(&other, &get("/services/1")).await.status, 404);

    assert_eq!(read("/me/payment/method").await, json!([1, 2]));
    let letters = read("/me/notification/email/history").await;
    assert_eq!(letters.as_array().unwrap().first(), Some(&json!(1)), "{letters}");
    let letter = read("/me/notification/email/history/1").await;
    assert!(letter["subject"].is_string() && letter["body"].is_string(), "{letter}");
    assert_eq!(read("/me/payment/method?default=true&status=VALID").await, json!([2]));
    assert_eq!(read("/me/payment/method?paymentType=BANK_ACCOUNT").await, json!([]));
    let method = read("/me/payment/method/2").await;
    assert_eq!((&method["label"], &method["paymentType"]), (&json!("•••• 1003"), &json!("CREDIT_CARD")));
    assert_eq!(method["expirationDate"], "2029-04-30T00:00:00+02:00");
    assert_eq!(world.signed(&other, &get("/me/payment/method/1")).await.status, 404);
}

#[testkit::both_databases]
async fn many_documents_are_asked_for_as_one_archive(db: TestDb) {
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    let program = world.program(&ada, everything()).await;
    let ask_for = async |path: &str, body: Value| {
        let asked = Ask { body: body.to_string(), ..ask("POST", path) };
        world.signed(&program, &asked).await
    };
    let refused = async |path: &str, body: Value| {
        let (status, _, message) = ask_for(path, body).await.problem();
        (status, message)
    };
    const BILLS: &str = "/me/bill/export";
    let zip = || json!({"archiveType": "zip"});
    let nothing = (400, "[ids] there is nothing to take home".to_owned());
    assert_eq!(refused(BILLS, zip()).await, nothing);
    let order = world.bought(&ada).await;
    let note = world.credited(&ada, &order).await;
    for (body, said) in [
        (json!({}), "[archiveType] a value is needed"),
        (json!({"archiveType": "csv"}), "[archiveType] an archive is made as zip"),
        (json!({"archiveType": "rar"}), "[archiveType] Given data (rar) is not valid"),
        (json!({"archiveType": "zip", "ids": "FR00000001"}), "[ids] a list is expected"),
        (json!({"archiveType": "zip", "startDate": "soon"}), "[startDate] Given data (soon) is not valid"),
        (json!({"archiveType": "zip", "ids": [note]}), "[ids] there is nothing to take home"),
        (json!({"archiveType": "zip", "startDate": "2026-01-16"}), "[ids] there is nothing to take home"),
    ] {
        let (status, message) = refused(BILLS, body).await;
        assert!(status == 400 && message.starts_with(said), "{message}");
    }
    let of = json!({"archiveType": "zip", "ids": ["FR00000001"], "startDate": "2026-01-15T10:00:00+01:00", "endDate": "2026-01-15"});
    for (path, body) in [(BILLS, of), (BILLS, zip()), ("/me/refund/export", zip())] {
        let answer = ask_for(path, body).await;
        assert_eq!((answer.status.as_u16(), answer.json()), (200, Value::Null), "{path}");
    }
    let now = world.cx.clock.now();
    let begun = move |tx: &mut db::AccountTx| invoicing::store::exports(tx, now, 10);
    let begun = world.cx.db.account(ada.id).read(begun).await.unwrap();
    let mut totals: Vec<(&str, i64)> =
        begun.iter().map(|export| (export.query.filter.code(), export.total)).collect();
    totals.sort_unstable();
    assert_eq!(totals, [("credit_notes", 1), ("invoices", 1), ("invoices", 1)]);
    let busy = "[archiveType] others are still being made: their e-mails come first".to_owned();
    assert_eq!(refused(BILLS, json!({"archiveType": "zip", "endDate": "2026-12-31"})).await, (400, busy));
}

#[testkit::both_databases]
async fn the_language_of_the_customer_is_changed_and_nothing_else(db: TestDb) {
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    let program = world.program(&ada, everything()).await;
    let read = async || world.signed(&program, &get("/me")).await.json();
    let put = async |body: &Value| {
        world.signed(&program, &Ask { body: body.to_string(), ..ask("PUT", "/me") }).await
    };
    let mut me = read().await;
    assert_eq!((&me["language"], &me["city"]), (&json!("fr_FR"), &json!("Paris")));
    me["language"] = "it_IT".into();
    assert_eq!(put(&me).await.json(), Value::Null, "what was read is sent back");
    assert_eq!(read().await, me);
    me["city"] = "Torino".into();
    me["language"] = "en_GB".into();
    let (status, _, message) = put(&me).await.problem();
    assert_eq!((status, message.as_str()), (400, "[city] it is not changed by programs: ask the seller"));
    let (status, _, message) = put(&json!({"language": "xx_XX"})).await.problem();
    let no_language = "[language] Given data (xx_XX) is not valid for type nichandle.LanguageEnum";
    assert_eq!((status, message.as_str()), (400, no_language));
    assert_eq!(read().await["language"], "it_IT", "all of it, or nothing");
}
