//! Issuing: once, frozen, posted, and invisible until it has a number.

use invoicing::{Content, DraftError, IssueError, SettleError, issue, settle, store};
use kernel::{Currency, InvoiceId, Money, PageRequest};
use ledger::LedgerAccount;
use testkit::TestDb;

use super::drafts::{
    Failure, assert_clean, at, chance, customer, draft, draft_of, now, paid, pay_and_issue, receive,
    subsidiary, sweep,
};

fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

#[testkit::both_databases]
async fn an_invoice_is_seen_by_nobody_before_it_has_its_number(db: TestDb) {
    let (account, draft) = (testkit::account(&db), draft(&chance()));
    let (id, order) = (draft.id, draft.order_id);
    pay_and_issue(&db, account, now(), &draft).await;
    let seen = move |tx: &mut db::AccountTx| {
        let found = usize::from(store::find(tx, id)?.is_some());
        let listed = store::list(tx, &PageRequest::first(10))?.items.len();
        Ok::<_, db::Error>((found, listed, store::of_order(tx, order)?.len()))
    };
    assert_eq!(db.account(account).read(seen).await.unwrap(), (0, 0, 0));
    sweep(&db, now()).await;
    assert_eq!(db.account(account).read(seen).await.unwrap(), (1, 1, 1));
    let invoice = db.account(account).read(move |tx| store::get(tx, id)).await.unwrap();
    assert_eq!(
        (invoice.reference.as_str(), invoice.issued_on.to_string().as_str()),
        ("FR00000001", "2026-01-15")
    );
    assert!(invoice.is_paid());
    let by_reference =
        db.account(account).read(|tx| store::find_by_reference(tx, "FR00000001")).await.unwrap();
    assert_eq!(by_reference, Some(invoice));
}

#[testkit::both_databases]
async fn another_customers_invoice_does_not_exist(db: TestDb) {
    let (account, other, draft) = (testkit::account(&db), testkit::account(&db), draft(&chance()));
    let id = draft.id;
    pay_and_issue(&db, account, now(), &draft).await;
    sweep(&db, now()).await;
    let found = db
        .account(other)
        .read(move |tx| {
            Ok::<_, db::Error>((store::find(tx, id)?, store::find_by_reference(tx, "FR00000001")?))
        })
        .await;
    assert_eq!(found.unwrap(), (None, None));
}

#[testkit::both_databases]
async fn c41_issuing_twice_at_once_is_issuing_once(db: TestDb) {
    let account = testkit::account(&db);
    let first = paid(draft(&chance()));
    let prepared = first.clone();
    db.account(account).write(move |tx| receive(tx, &prepared)).await.unwrap();
    let calls = (0..16).map(|index| {
        let (db, mut draft) = (db.clone(), first.clone());
        if index % 2 == 1 {
            // A second click draws a new id for the same order.
            draft.id =
                chance().id::<kernel::AccountId>(at("2026-01-15T10:00:01Z")).to_string().parse().unwrap();
        }
        tokio::spawn(async move { db.account(account).write(move |tx| issue(tx, now(), &draft)).await })
    });
    let mut answers = Vec::new();
    for call in calls.collect::<Vec<_>>() {
        answers.push(call.await.unwrap().unwrap().unwrap());
    }
    assert_eq!(answers.iter().filter(|frozen| frozen.is_new).count(), 1);
    let ids: std::collections::BTreeSet<InvoiceId> = answers.iter().map(|frozen| frozen.id).collect();
    assert_eq!(ids.len(), 1);
    assert_eq!(sweep(&db, now()).await.stamped, 1);
    assert_eq!(sweep(&db, now()).await.waiting, 0);
    let tax = db
        .account(account)
        .read(|tx| ledger::account_balance(tx, &LedgerAccount::Tax("VAT".to_owned()), Currency::EUR))
        .await
        .unwrap();
    assert_eq!(tax, eur(-1_120));
    assert_clean(&db).await;
}

#[testkit::both_databases]
async fn c44_an_issued_invoice_never_changes(db: TestDb) {
    let (account, draft) = (testkit::account(&db), draft(&chance()));
    let id = draft.id;
    pay_and_issue(&db, account, now(), &draft).await;
    sweep(&db, now()).await;
    let before = db.account(account).read(move |tx| store::get(tx, id)).await.unwrap();
    // The customer moves, the tax changes, the currency too: the same invoice is asked for again.
    let mut other = paid(draft_of("QC", &chance(), 9_999));
    (other.id, other.cause) = (draft.id, draft.cause.clone());
    other.content.customer = customer("Somebody Else");
    let again = db.account(account).write(move |tx| issue(tx, now(), &other)).await.unwrap().unwrap();
    assert!(!again.is_new);
    sweep(&db, at("2027-01-15T10:00:00Z")).await;
    let after = db.account(account).read(move |tx| store::get(tx, id)).await.unwrap();
    assert_eq!(before.canonical(), after.canonical());
    assert_eq!(before, after);
    assert_eq!(after.record().unwrap().content.customer.name, "Marie Laurent");
    assert_clean(&db).await;
}

#[testkit::both_databases]
async fn a_total_of_nothing_makes_no_invoice_and_spends_no_number(db: TestDb) {
    let account = testkit::account(&db);
    let random = chance();
    let free = draft_of("FR", &random, 0);
    assert!(!free.is_due());
    let issued = db.account(account).write(move |tx| issue(tx, now(), &free)).await.unwrap();
    assert_eq!(issued, None);
    pay_and_issue(&db, account, now(), &draft(&random)).await;
    sweep(&db, now()).await;
    let page = db.account(account).read(|tx| store::list(tx, &PageRequest::first(10))).await.unwrap();
    let references: Vec<String> = page.items.into_iter().map(|invoice| invoice.reference).collect();
    assert_eq!(references, ["FR00000001"]);
}

#[testkit::both_databases]
async fn what_does_not_add_up_is_refused_and_leaves_nothing(db: TestDb) {
    let account = testkit::account(&db);
    let mut wrong = draft(&chance());
    wrong.content.tax = eur(1_119);
    let refused = db.account(account).write(move |tx| issue(tx, now(), &wrong)).await;
    assert!(matches!(refused, Err(IssueError::Draft(DraftError::Inconsistent))), "{refused:?}");
    let mut empty = draft(&chance());
    empty.content.lines.clear();
    let refused = db.account(account).write(move |tx| issue(tx, now(), &empty)).await;
    assert!(matches!(refused, Err(IssueError::Draft(DraftError::Empty))), "{refused:?}");
    let credit = draft_of("FR", &chance(), -100);
    let refused = db.account(account).write(move |tx| issue(tx, now(), &credit)).await;
    assert!(matches!(refused, Err(IssueError::Draft(DraftError::Negative))), "{refused:?}");
    assert_eq!(sweep(&db, now()).await.waiting, 0);
}

#[testkit::both_databases]
async fn c33_a_credit_settles_one_of_two_invoices(db: TestDb) {
    let account = testkit::account(&db);
    let random = chance();
    // 100.00 in credit, two invoices of 80.00.
    let (first, second) = (draft_of("FR", &random, 6_667), draft_of("FR", &random, 6_667));
    let ids = [first.id, second.id];
    let credit = draft_of("FR", &random, 8_333);
    assert_eq!((first.content.gross, credit.content.gross), (eur(8_000), eur(10_000)));
    db.account(account)
        .write(move |tx| {
            receive(tx, &credit)?;
            issue(tx, now(), &first)?;
            issue(tx, now(), &second)?;
            Ok::<_, Failure>(())
        })
        .await
        .unwrap();
    sweep(&db, now()).await;
    let both = ids.map(|id| {
        let db = db.clone();
        tokio::spawn(async move { db.account(account).write(move |tx| settle(tx, now(), id)).await })
    });
    let mut settled = 0;
    for one in both {
        match one.await.unwrap() {
            Ok(invoice) => {
                assert!(invoice.is_paid());
                settled += 1;
            }
            Err(SettleError::Short { credit, open }) => assert_eq!((credit, open), (eur(2_000), eur(8_000))),
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(settled, 1);
    let left = db
        .account(account)
        .read(|tx| ledger::account_balance(tx, &LedgerAccount::CustomerCredit, Currency::EUR))
        .await
        .unwrap();
    assert_eq!(left, eur(-2_000));
    assert_clean(&db).await;
}

#[testkit::both_databases]
async fn settling_again_changes_nothing(db: TestDb) {
    let (account, draft) = (testkit::account(&db), draft(&chance()));
    let id = draft.id;
    db.account(account)
        .write(move |tx| {
            receive(tx, &draft)?;
            Ok::<_, Failure>(issue(tx, now(), &draft)?)
        })
        .await
        .unwrap();
    assert!(db.account(account).read(store::has_unpaid).await.unwrap());
    let early = db.account(account).write(move |tx| settle(tx, now(), id)).await;
    assert!(matches!(early, Err(SettleError::Missing)), "{early:?}");
    sweep(&db, now()).await;
    for _ in 0..2 {
        let settled = db.account(account).write(move |tx| settle(tx, now(), id)).await.unwrap();
        assert!(settled.is_paid() && settled.open().is_zero());
    }
    assert!(!db.account(account).read(store::has_unpaid).await.unwrap());
    assert_clean(&db).await;
}

#[test]
fn a_record_is_canonical() {
    let draft = paid(draft(&chance()));
    let text = draft.content.to_text();
    assert!(text.starts_with(r#"{"version":2,"order":100042,"subsidiary":"FR","seller":{"name":"#), "{text}");
    assert!(!text.contains('.') || !text.contains("e-"), "{text}");
    let read = Content::parse(&text).unwrap();
    assert_eq!(read, draft.content);
    assert_eq!(read.to_text(), text);
    assert_eq!(read.time_zone, "Europe/Paris");
    assert_eq!(read.seller.name, subsidiary("FR").legal_name);
}
