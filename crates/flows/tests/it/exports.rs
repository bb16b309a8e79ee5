//! Documents taken home as one file: made a few at a time, by whoever goes on, and kept for some days.

use db::AccountTx;
use db::testing::raw;
use invoicing::exports::{Added, BeginError, Export, ExportFile, ExportKind, ExportState, MAKING_MAX};
use invoicing::{InvoiceFilter, InvoiceQuery};
use kernel::{AccountId, ExportId, Locale, PageRequest, SignedDuration};
use testkit::TestDb;

use super::shop::{Shop, documents, web};

impl Shop {
    async fn wish(&self, account: AccountId, kind: ExportKind) -> Result<Export, BeginError> {
        flows::exports::ask(&self.cx, account, kind, InvoiceQuery::default(), Locale::Fr).await
    }

    async fn export(&self, account: AccountId, id: ExportId) -> Option<Export> {
        let now = self.cx.clock.now();
        let find = move |tx: &mut AccountTx| invoicing::store::find_export(tx, now, id);
        self.cx.db.account(account).read(find).await.unwrap()
    }

    async fn files(&self, account: AccountId, id: ExportId) -> Vec<ExportFile> {
        let read = move |tx: &mut AccountTx| invoicing::store::export_files(tx, id, 0, 1_000);
        self.cx.db.account(account).read(read).await.unwrap()
    }

    async fn make(&self) -> u64 {
        let mut made = 0;
        for kind in ExportKind::ALL {
            made += flows::exports::make(&self.cx, &documents(), kind, 100, 4).await.unwrap();
        }
        made
    }
}

#[testkit::both_databases]
async fn an_archive_grows_a_few_documents_at_a_time_and_its_owner_is_told_once(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    shop.bought(&ada, web()).await;
    db.copy_invoice(9).await;
    let export = shop.wish(ada.id, ExportKind::Archive).await.unwrap();
    assert_eq!((export.total, export.done, export.state), (10, 0, ExportState::Making));
    let again = shop.wish(ada.id, ExportKind::Archive).await.unwrap();
    assert_eq!(again.id, export.id, "what is made is not made twice");
    for done in [4, 8, 10] {
        assert_eq!(shop.make().await, 1);
        let export = shop.export(ada.id, export.id).await.unwrap();
        assert_eq!((export.done, export.state == ExportState::Ready), (done, done == 10));
    }
    assert_eq!(shop.make().await, 0);
    let files = shop.files(ada.id, export.id).await;
    let names: std::collections::BTreeSet<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!((files.len(), names.len()), (10, 10));
    assert!(names.contains("FR00000001.pdf") && names.contains("FR00000010.pdf"));
    assert!(files.iter().all(|file| file.content.starts_with(b"%PDF-")));
    let ready = shop.export(ada.id, export.id).await.unwrap();
    assert_eq!(ready.size_bytes, files.iter().map(|file| file.content.len() as i64).sum::<i64>());
    shop.settle_down().await;
    assert_eq!(shop.mailed(ada.id, "export_ready").await, 1);
    let letters = shop.mailbox.to(&accounts::EmailAddress::parse(&ada.email).unwrap());
    let link = format!("/exports/{}", export.id);
    assert!(letters.iter().any(|letter| letter.text.contains(&link)), "the letter leads to the file");
    // Asked for again once it is there, it is another one, of what there is by then.
    assert_ne!(shop.wish(ada.id, ExportKind::Archive).await.unwrap().id, export.id);
    shop.settle_down().await;
    shop.pass(SignedDuration::from_hours(24 * 7 + 1));
    assert_eq!(shop.export(ada.id, export.id).await, None, "it is kept no longer, removed or not");
    assert_eq!(flows::exports::forget(&shop.cx, 100).await.unwrap(), 2);
    assert!(shop.files(ada.id, export.id).await.is_empty());
    let left = raw(db.target(), "select count(*) from export_files").await.unwrap();
    assert_eq!(left[0][0].as_deref(), Some("0"));
}

#[testkit::both_databases]
async fn of_two_workers_at_the_same_place_one_adds_nothing(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    shop.bought(&ada, web()).await;
    db.copy_invoice(5).await;
    let export = shop.wish(ada.id, ExportKind::Archive).await.unwrap();
    let (one, other) = tokio::join!(shop.make(), shop.make());
    assert!(one + other >= 1);
    while shop.make().await > 0 {}
    let late = Added {
        files: vec![ExportFile { name: "late.pdf".to_owned(), content: b"%PDF-".to_vec() }],
        documents: 1,
        after: None,
    };
    // A worker that was stopped for long at its first look comes back with what it had made.
    let now = shop.cx.clock.now();
    let (begun, id) = (export.clone(), export.id);
    let add = move |tx: &mut AccountTx| invoicing::exports::add(tx, now, &begun, &late);
    assert_eq!(shop.cx.db.account(ada.id).write(add).await.unwrap(), None);
    let files = shop.files(ada.id, id).await;
    assert_eq!((files.len(), shop.export(ada.id, id).await.unwrap().done), (6, 6));
    assert!(files.iter().all(|file| file.name.starts_with("FR")));
}

#[testkit::both_databases]
async fn a_summary_is_one_file_and_what_cannot_be_made_stops_no_other(db: TestDb) {
    let shop = Shop::open(&db).await;
    let (ada, bob) = (shop.customer("ada@example.com").await, shop.customer("bob@example.com").await);
    shop.bought(&ada, web()).await;
    db.copy_invoice(4).await;
    shop.bought(&bob, web()).await;
    let text = "update invoices set content = '{}' where account_id = (select account_id from accounts \
                where email = 'bob@example.com')";
    raw(db.target(), text).await.unwrap();
    let broken = shop.wish(bob.id, ExportKind::Archive).await.unwrap();
    let summary = shop.wish(ada.id, ExportKind::Summary).await.unwrap();
    assert_eq!(shop.make().await, 1);
    assert_eq!(shop.export(bob.id, broken.id).await.unwrap().state, ExportState::Failed);
    let ready = shop.export(ada.id, summary.id).await.unwrap();
    assert_eq!((ready.state, ready.done), (ExportState::Ready, 5));
    let files = shop.files(ada.id, summary.id).await;
    assert!(files.len() == 1 && files[0].content.starts_with(b"%PDF-"));
    assert_eq!(shop.make().await, 0, "what failed is not tried for ever");
}

#[testkit::both_databases]
async fn what_cannot_be_taken_home_is_refused(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let nothing = shop.wish(ada.id, ExportKind::Archive).await;
    assert!(matches!(nothing, Err(BeginError::Nothing)), "{nothing:?}");
    shop.bought(&ada, web()).await;
    let of = |order: i64| InvoiceQuery { order: Some(order), ..InvoiceQuery::default() };
    let first =
        |tx: &mut AccountTx| invoicing::store::search(tx, &InvoiceQuery::default(), &PageRequest::first(1));
    let order = shop.cx.db.account(ada.id).read(first).await.unwrap().items[0].order_number;
    let ask = |kind, query| flows::exports::ask(&shop.cx, ada.id, kind, query, Locale::Fr);
    ask(ExportKind::Archive, of(order)).await.unwrap();
    ask(ExportKind::Summary, of(order)).await.unwrap();
    ask(ExportKind::Archive, InvoiceQuery::default()).await.unwrap();
    assert_eq!(MAKING_MAX, 3);
    let more = ask(ExportKind::Summary, InvoiceQuery::default()).await;
    assert!(matches!(more, Err(BeginError::TooMany)), "{more:?}");
    shop.settle_down().await;
    ask(ExportKind::Summary, InvoiceQuery::default()).await.unwrap();
    let unpaid = InvoiceQuery { filter: InvoiceFilter::Unpaid, ..InvoiceQuery::default() };
    assert!(matches!(ask(ExportKind::Archive, unpaid).await, Err(BeginError::Nothing)));
    db.copy_invoice(usize::try_from(ExportKind::Archive.most()).unwrap()).await;
    let large = ask(ExportKind::Archive, InvoiceQuery::default()).await;
    assert!(matches!(large, Err(BeginError::TooLarge)), "{large:?}");
}
