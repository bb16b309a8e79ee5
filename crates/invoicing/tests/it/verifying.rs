//! Every way to tamper with the books is found, with the reference.

use invoicing::{Problem, Progress, Seal, store, verify};
use kernel::{AccountId, PageRequest};
use testkit::TestDb;

use super::drafts::{assert_clean, chance, draft, draft_of, now, pay_and_issue, raw, sweep};

/// Five issued invoices of one account, each of another amount.
async fn five(db: &TestDb) -> AccountId {
    let account = testkit::account(db);
    let random = chance();
    for index in 0..5 {
        pay_and_issue(db, account, now(), &draft_of("FR", &random, 5_000 + 100 * index)).await;
    }
    sweep(db, now()).await;
    assert_clean(db).await;
    account
}

async fn problems(db: &TestDb) -> Vec<Problem> {
    verify(db, |_| {}).await.unwrap().problems
}

fn of(reference: &str) -> String {
    reference.to_owned()
}

#[testkit::both_databases]
async fn a_changed_byte_is_found(db: TestDb) {
    five(&db).await;
    raw(
        &db,
        "update invoices set content = replace(content, 'Lille', 'Lillo') where reference = 'FR00000003'",
    )
    .await;
    assert_eq!(problems(&db).await, [Problem::Seal { reference: of("FR00000003") }]);
}

#[testkit::both_databases]
async fn a_removed_document_is_found(db: TestDb) {
    five(&db).await;
    raw(&db, "delete from invoices where reference = 'FR00000002'").await;
    assert_eq!(problems(&db).await, [Problem::MissingDocument { reference: of("FR00000002") }]);
}

#[testkit::both_databases]
async fn a_removed_number_is_found(db: TestDb) {
    five(&db).await;
    raw(&db, "delete from register where number = 4").await;
    let found = problems(&db).await;
    let series = "invoice:FR".to_owned();
    assert!(found.contains(&Problem::MissingNumber { series, number: 4 }), "{found:?}");
    assert!(found.contains(&Problem::Unregistered { reference: of("FR00000004") }), "{found:?}");
}

#[testkit::both_databases]
async fn a_removed_last_document_is_found(db: TestDb) {
    five(&db).await;
    raw(&db, "delete from invoices where reference = 'FR00000005'").await;
    raw(&db, "delete from register where number = 5").await;
    let found = problems(&db).await;
    assert!(
        matches!(found.as_slice(), [Problem::Head { expected, .. }] if expected.contains('5')),
        "{found:?}"
    );
}

#[testkit::both_databases]
async fn a_swapped_pair_is_found(db: TestDb) {
    five(&db).await;
    // 2 and 3 change places, stamps and all.
    raw(&db, "update register set number = number + 100 where number in (2, 3)").await;
    raw(&db, "update register set number = 105 - number where number > 100").await;
    let found = problems(&db).await;
    for reference in ["FR00000002", "FR00000003"] {
        assert!(found.contains(&Problem::Seal { reference: of(reference) }), "{reference}: {found:?}");
    }
}

#[testkit::both_databases]
async fn swapped_contents_are_found(db: TestDb) {
    five(&db).await;
    raw(&db, "create table swapped (number bigint not null, content text not null)").await;
    raw(
        &db,
        "insert into swapped (number, content) select 5 - number, content from invoices where number in (2, 3)",
    )
    .await;
    raw(
        &db,
        "update invoices set content = (select content from swapped where swapped.number = invoices.number)
         where number in (2, 3)",
    )
    .await;
    let found = problems(&db).await;
    for reference in ["FR00000002", "FR00000003"] {
        assert!(found.contains(&Problem::Seal { reference: of(reference) }), "{reference}: {found:?}");
    }
}

#[testkit::both_databases]
async fn a_forged_last_record_is_found(db: TestDb) {
    let account = five(&db).await;
    // The forger knows the recipe: a new content, the seal that goes with it, in the document and the register.
    let page = db.account(account).read(|tx| store::list(tx, &PageRequest::first(2))).await.unwrap();
    let [last, before] = page.items.as_slice() else { panic!("two invoices") };
    assert_eq!(before.seal.next(&last.canonical()), last.seal);
    let forged = last.canonical().replace("Lille", "Rouen");
    let seal: Seal = before.seal.next(&forged);
    raw(&db, "update invoices set content = replace(content, 'Lille', 'Rouen') where number = 5").await;
    raw(&db, &format!("update invoices set seal = '{seal}' where number = 5")).await;
    raw(&db, &format!("update register set seal = '{seal}' where number = 5")).await;
    let found = problems(&db).await;
    assert!(
        matches!(found.as_slice(), [Problem::Head { found, .. }] if found.contains("FR00000005")),
        "{found:?}"
    );
}

#[testkit::both_databases]
async fn an_added_document_is_found(db: TestDb) {
    five(&db).await;
    raw(&db,
        "insert into invoices (account_id, id, cause, order_id, order_number, series, prefix, time_zone, currency,
            net_minor, tax_minor, gross_minor, paid_minor, content, frozen_at, number, reference, issued_on, seal)
         select account_id, order_id, 'forged', order_id, order_number, series, prefix, time_zone, currency,
            net_minor, tax_minor, gross_minor, paid_minor, content, frozen_at, 6, 'FR00000006', issued_on, seal
         from invoices where number = 5",
    )
    .await;
    assert_eq!(problems(&db).await, [Problem::Unregistered { reference: of("FR00000006") }]);
}

#[testkit::both_databases]
async fn a_changed_stamp_is_found(db: TestDb) {
    five(&db).await;
    raw(&db, "update invoices set reference = 'FR00000099' where number = 1").await;
    assert_eq!(problems(&db).await, [Problem::Stamp { reference: of("FR00000001") }]);
}

#[testkit::both_databases]
async fn a_date_that_goes_back_is_found(db: TestDb) {
    five(&db).await;
    raw(&db, "update register set issued_on = '2025-12-31' where number = 3").await;
    let found = problems(&db).await;
    assert!(
        found.iter().any(|p| matches!(p, Problem::Date { reference, .. } if reference == "FR00000003")),
        "{found:?}"
    );
}

#[testkit::both_databases]
async fn amounts_that_are_not_those_of_the_record_are_found(db: TestDb) {
    five(&db).await;
    raw(&db, "update invoices set gross_minor = gross_minor + 1 where number = 2").await;
    assert_eq!(problems(&db).await, [Problem::Amounts { reference: of("FR00000002") }]);
}

#[testkit::both_databases]
async fn a_payment_the_ledger_does_not_know_is_found(db: TestDb) {
    five(&db).await;
    raw(&db, "update invoices set paid_minor = paid_minor - 1 where number = 2").await;
    assert_eq!(problems(&db).await, [Problem::Settled { reference: of("FR00000002") }]);
}

#[testkit::both_databases]
async fn a_ledger_with_other_amounts_is_found(db: TestDb) {
    five(&db).await;
    // Revenue and tax change places: the posting still balances, the document does not agree.
    raw(
        &db,
        "update entries set minor = case line when 1 then minor - 7 else minor + 7 end
         where seq = 4 and line in (1, 2)",
    )
    .await;
    let found = problems(&db).await;
    assert!(matches!(found.as_slice(), [Problem::Ledger { .. }]), "{found:?}");
}

#[testkit::both_databases]
async fn a_lost_head_is_found(db: TestDb) {
    five(&db).await;
    raw(&db, "delete from register_heads").await;
    let found = problems(&db).await;
    assert!(found.iter().any(|problem| matches!(problem, Problem::Head { .. })), "{found:?}");
}

#[testkit::both_databases]
async fn progress_is_told_and_ends_at_the_total(db: TestDb) {
    let account = testkit::account(&db);
    let random = chance();
    for _ in 0..250 {
        pay_and_issue(&db, account, now(), &draft(&random)).await;
    }
    sweep(&db, now()).await;
    let mut steps: Vec<Progress> = Vec::new();
    let report = verify(&db, |progress| steps.push(progress)).await.unwrap();
    assert_eq!((report.documents, report.postings), (250, 500));
    let documents: Vec<u64> = steps.iter().map(|step| step.documents).collect();
    assert!(documents.is_sorted() && documents.len() > 2);
    let last = steps.last().unwrap();
    assert_eq!((last.documents, last.documents_total, last.postings), (250, 250, 500));
    assert_eq!(report.heads[0].number, 250);
}
