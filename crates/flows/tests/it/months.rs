//! The reports by month: what was spent on what, what a subsidiary invoiced, is owed and gave back.

use db::testing::{migrate_to, raw};
use db::{AccountTx, Backend, Db, Options};
use kernel::{AccountId, Date, SubsidiaryCode};
use reports::months::{self, HouseMonth, PRODUCTS_MAX, Spending, SpentMonth};
use testkit::TestDb;

use super::books::left;
use super::shop::{Shop, web};

async fn spending(shop: &Shop, account: AccountId, today: Date) -> Vec<Spending> {
    let read = move |tx: &mut AccountTx| months::spending(tx, today);
    shop.cx.db.account(account).read(read).await.unwrap()
}

async fn house(shop: &Shop, code: &str, today: Date) -> Vec<Vec<HouseMonth>> {
    let code = SubsidiaryCode::parse(code).unwrap();
    shop.cx.db.across().read(move |tx| months::house(tx, code, today)).await.unwrap()
}

fn spent(month: &SpentMonth) -> [i64; 3] {
    [month.net.minor(), month.tax.minor(), month.gross.minor()]
}

fn done(month: &HouseMonth) -> [i64; 4] {
    [month.revenue.minor(), month.tax.minor(), month.outstanding.minor(), month.refunds.minor()]
}

#[testkit::both_databases]
async fn what_was_given_back_was_not_spent(db: TestDb) {
    let shop = Shop::open(&db).await;
    let eve = shop.customer("eve@example.com").await;
    let today = Date::constant(2026, 1, 31);
    assert!(spending(&shop, eve.id, today).await.is_empty());
    assert!(house(&shop, "FR", today).await.is_empty());
    let ada = left(&shop).await;
    let found = spending(&shop, ada.id, today).await;
    let [euros] = found.as_slice() else { panic!("one currency: {found:?}") };
    // 2.99 and its tax, less 2.12 and its tax.
    assert_eq!((spent(&euros.months[11]), spent(&euros.total)), ([87, 18, 105], [87, 18, 105]));
    assert!(euros.months[..11].iter().all(|month| spent(month) == [0, 0, 0]));
    assert_eq!((euros.months.len(), euros.months[0].first), (12, Date::constant(2025, 2, 1)));
    let products: Vec<i64> = euros.products.iter().map(|product| product.net.minor()).collect();
    assert_eq!((products.as_slice(), euros.others.minor()), ([87].as_slice(), 0));
    let report = house(&shop, "FR", today).await;
    assert_eq!(report.iter().map(|months| done(&months[11])).collect::<Vec<_>>(), [[87, 18, 0, 254]]);
    assert!(house(&shop, "IT", today).await.is_empty());
    // A year later it is no longer among the months; eleven months later it is the first.
    assert!(spending(&shop, ada.id, Date::constant(2027, 1, 1)).await.is_empty());
    let first = spending(&shop, ada.id, Date::constant(2026, 12, 31)).await;
    assert_eq!(spent(&first[0].months[0]), [87, 18, 105]);
}

#[testkit::both_databases]
async fn months_are_told_apart_and_what_is_open_stands_in_its_own(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    shop.bought(&ada, web()).await;
    shop.live(70).await;
    raw(db.target(), "update invoices set paid_minor = 0 where reference = 'FR00000002'").await.unwrap();
    let today = Date::constant(2026, 3, 31);
    let report = house(&shop, "FR", today).await;
    let last: Vec<[i64; 4]> = report[0][9..].iter().map(done).collect();
    assert_eq!(last, [[299, 60, 0, 0], [299, 60, 359, 0], [299, 60, 0, 0]]);
    let found = spending(&shop, ada.id, today).await;
    let last: Vec<[i64; 3]> = found[0].months[9..].iter().map(spent).collect();
    assert_eq!(
        (last.as_slice(), spent(&found[0].total)),
        ([[299, 60, 359]; 3].as_slice(), [897, 180, 1_077])
    );
    assert_eq!(found[0].products.len(), 1, "a renewal is the same product");
    // More products than are told apart: the dearest stand by themselves, the others are one sum.
    let id = "(select id from invoices where reference = 'FR00000001')";
    for index in 0..12 {
        let text = format!(
            "insert into invoice_lines (account_id, invoice_id, line, description, net_minor) select account_id, id, \
             {index} + 100, 'Product {index}', 0 - {index} from invoices where id = {id}"
        );
        raw(db.target(), &text).await.unwrap();
    }
    let many = spending(&shop, ada.id, today).await;
    assert_eq!(many[0].products.len(), PRODUCTS_MAX);
    assert_eq!((many[0].products[0].net.minor(), many[0].products[1].product.as_str()), (897, "Product 1"));
    let told: i64 = many[0].products.iter().map(|product| product.net.minor()).sum();
    assert_eq!(told + many[0].others.minor(), 897, "all of it is the sum of the months");
}

#[testkit::both_databases]
async fn documents_from_before_have_their_lines_too(db: TestDb) {
    let shop = Shop::open(&db).await;
    left(&shop).await;
    let lines = "select description, line, net_minor from invoice_lines order by net_minor";
    let written = raw(db.target(), lines).await.unwrap();
    assert_eq!(written.len(), 2);
    let old = db.bare().await;
    migrate_to(&old, 18).await.unwrap();
    let contents = raw(db.target(), "select content from invoices").await.unwrap();
    for (index, row) in contents.iter().enumerate() {
        let content = row[0].as_deref().unwrap().replace('\'', "''");
        let id = match db.backend() {
            Backend::Sqlite => format!("x'{index:032x}'"),
            Backend::Postgres => format!("'{index:032x}'"),
        };
        let text = format!(
            "insert into invoices (account_id, id, cause, order_id, order_number, series, prefix, time_zone, currency, \
             net_minor, tax_minor, gross_minor, paid_minor, content, frozen_at) values ({id}, {id}, 'x', {id}, 1, \
             'invoice:FR', 'FR', 'UTC', 'EUR', 0, 0, 0, 0, '{content}', '2026-01-15T10:00:00Z')"
        );
        raw(&old, &text).await.unwrap();
    }
    let opened = Db::open(&old, Options::default()).await.unwrap();
    opened.migrate().await.unwrap();
    opened.close().await;
    assert_eq!(raw(&old, lines).await.unwrap(), written);
}
