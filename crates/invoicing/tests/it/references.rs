//! The customer's own references: one a day, printed on what is issued from then on.

use invoicing::references::{save, set_stopped};
use invoicing::{
    BuyerReference, BuyerReferenceKind, REFERENCE_CHARS_MAX, ReferenceError, ReferenceFault, WantedReference,
    store,
};
use kernel::{AccountId, Date, PageRequest, ReferenceId};
use testkit::TestDb;

use super::drafts::{chance, draft, now, pay_and_issue, sweep};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn wanted(name: &str, start: &str, end: &str) -> WantedReference {
    WantedReference {
        kind: BuyerReferenceKind::PurchaseOrder,
        name: name.to_owned(),
        start_on: day(start),
        end_on: day(end),
    }
}

async fn put(
    db: &TestDb,
    account: AccountId,
    id: ReferenceId,
    wanted: WantedReference,
) -> Result<String, ReferenceError> {
    let write = move |tx: &mut db::AccountTx| save(tx, now(), id, &wanted);
    db.account(account).write(write).await.map(|saved| saved.reference.name)
}

async fn stop(db: &TestDb, account: AccountId, id: ReferenceId, is_stopped: bool) {
    db.account(account).write(move |tx| set_stopped(tx, now(), id, is_stopped)).await.unwrap();
}

/// The reference on an invoice issued at [`now`], on 15 January 2026.
async fn printed(db: &TestDb, account: AccountId) -> Option<BuyerReference> {
    let draft = draft(&chance());
    let id = draft.id;
    pay_and_issue(db, account, now(), &draft).await;
    sweep(db, now()).await;
    let invoice = db.account(account).read(move |tx| store::get(tx, id)).await.unwrap();
    invoice.record().unwrap().content.buyer_reference
}

#[testkit::both_databases]
async fn the_reference_of_the_day_is_printed_and_its_last_day_is_not_included(db: TestDb) {
    for (start, end, expected) in [
        ("2026-01-15", "2026-01-16", true),
        ("2026-01-01", "2026-01-15", false),
        ("2026-01-16", "2026-02-01", false),
        ("2025-01-01", "2027-01-01", true),
    ] {
        let (account, chance) = (testkit::account(&db), chance());
        let id: ReferenceId = chance.id(now());
        put(&db, account, id, wanted("PO 4500017", start, end)).await.unwrap();
        let reference = printed(&db, account).await;
        assert_eq!(reference.is_some(), expected, "{start}..{end}");
        if let Some(reference) = reference {
            assert_eq!(reference.name, "PO 4500017");
            assert_eq!(reference.kind, BuyerReferenceKind::PurchaseOrder);
        }
        assert_eq!(printed(&db, testkit::account(&db)).await, None, "another account has none");
    }
}

#[testkit::both_databases]
async fn what_was_issued_keeps_its_reference_when_that_is_stopped_or_renamed(db: TestDb) {
    let (account, chance) = (testkit::account(&db), chance());
    let id: ReferenceId = chance.id(now());
    put(&db, account, id, wanted("first", "2026-01-01", "2027-01-01")).await.unwrap();
    let draft = draft(&chance);
    let invoice = draft.id;
    pay_and_issue(&db, account, now(), &draft).await;
    put(&db, account, id, wanted("second", "2026-01-01", "2027-01-01")).await.unwrap();
    sweep(&db, now()).await;
    let issued = db.account(account).read(move |tx| store::get(tx, invoice)).await.unwrap();
    assert_eq!(issued.record().unwrap().content.buyer_reference.unwrap().name, "first");
    assert_eq!(printed(&db, account).await.unwrap().name, "second");
    stop(&db, account, id, true).await;
    stop(&db, account, id, true).await;
    assert_eq!(printed(&db, account).await, None);
    stop(&db, account, id, false).await;
    assert_eq!(printed(&db, account).await.unwrap().name, "second");
}

#[testkit::both_databases]
async fn a_day_has_one_reference_even_a_stopped_one(db: TestDb) {
    let (account, chance) = (testkit::account(&db), chance());
    let (first, second): (ReferenceId, ReferenceId) = (chance.id(now()), chance.id(now()));
    put(&db, account, first, wanted("2026", "2026-01-01", "2027-01-01")).await.unwrap();
    stop(&db, account, first, true).await;
    for (start, end) in
        [("2025-06-01", "2026-01-02"), ("2026-12-31", "2028-01-01"), ("2026-03-01", "2026-03-02")]
    {
        match put(&db, account, second, wanted("other", start, end)).await {
            Err(ReferenceError::Overlaps(other)) => assert_eq!(other.reference.name, "2026"),
            other => panic!("{start}..{end}: {other:?}"),
        }
    }
    // Side by side, they do not overlap: the last day is not included.
    put(&db, account, second, wanted("2027", "2027-01-01", "2028-01-01")).await.unwrap();
    // To make room, the days of the first are changed.
    put(&db, account, first, wanted("2026", "2026-01-01", "2026-03-01")).await.unwrap();
    put(&db, account, second, wanted("spring", "2026-03-01", "2028-01-01")).await.unwrap();
    assert_eq!(printed(&db, account).await, None, "changed, it is still stopped");
    let two =
        db.account(testkit::account(&db)).read(|tx| store::references(tx, &PageRequest::first(5))).await;
    assert!(two.unwrap().items.is_empty(), "another account sees none");
}

#[testkit::both_databases]
async fn two_at_once_for_the_same_days_are_one(db: TestDb) {
    let (account, chance) = (testkit::account(&db), chance());
    let put_one =
        |name: &'static str| put(&db, account, chance.id(now()), wanted(name, "2026-01-01", "2027-01-01"));
    let (one, two) = tokio::join!(put_one("one"), put_one("two"));
    assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1, "{one:?} {two:?}");
}

#[testkit::both_databases]
async fn everything_that_is_wrong_is_told_at_once(db: TestDb) {
    let (account, chance) = (testkit::account(&db), chance());
    let faults = |name: String, start: &'static str, end: &'static str| {
        let (db, id) = (&db, chance.id(now()));
        async move {
            match put(db, account, id, wanted(&name, start, end)).await {
                Err(ReferenceError::Faulty(faults)) => faults,
                other => panic!("{other:?}"),
            }
        }
    };
    use ReferenceFault::{NoDays, NoName, TooLong};
    assert_eq!(faults(" \n\t".into(), "2026-01-02", "2026-01-02").await, [NoName, NoDays]);
    let long = "é".repeat(REFERENCE_CHARS_MAX + 1);
    assert_eq!(faults(long, "2026-01-02", "2026-01-01").await, [TooLong, NoDays]);
    let tidy =
        put(&db, account, chance.id(now()), wanted("  PO\t12\u{0} 日本 ", "2026-01-01", "2026-01-02")).await;
    assert_eq!(tidy.unwrap(), "PO 12 日本");
}

#[testkit::both_databases]
async fn they_are_listed_by_pages_the_latest_days_first(db: TestDb) {
    let (account, chance) = (testkit::account(&db), chance());
    for month in 1..=9 {
        let (start, end) = (format!("2026-0{month}-01"), format!("2026-0{month}-20"));
        put(&db, account, chance.id(now()), wanted(&start, &start, &end)).await.unwrap();
    }
    let mut request = PageRequest::first(4);
    let mut names = Vec::new();
    loop {
        let asked = request.clone();
        let page = db.account(account).read(move |tx| store::references(tx, &asked)).await.unwrap();
        names.extend(page.items.into_iter().map(|one| one.reference.name));
        match page.next {
            Some(next) => request.after = Some(next),
            None => break,
        }
    }
    let expected: Vec<String> = (1..=9).rev().map(|month| format!("2026-0{month}-01")).collect();
    assert_eq!(names, expected);
    assert_eq!(db.account(account).read(store::count_references).await.unwrap(), 9);
}
