//! The audit finds what was changed behind the ledger's back.

use kernel::Currency;
use ledger::{Audit, AuditProblem, PostError, post};
use testkit::TestDb;

use super::facts::{eur, invoiced, received};

async fn raw(db: &TestDb, sql: &str) {
    db::testing::raw(db.target(), sql).await.unwrap();
}

async fn problems(db: &TestDb) -> Vec<AuditProblem> {
    let mut audit = Audit::default();
    let mut found = Vec::new();
    loop {
        let after = audit.last();
        let page = db.across().read(move |tx| ledger::walk(tx, after, 3)).await.unwrap();
        if page.is_empty() {
            return found;
        }
        found.extend(page.iter().flat_map(|posting| audit.look(posting)));
    }
}

async fn with_books(db: &TestDb) {
    for _ in 0..3 {
        let account = testkit::account(db);
        db.account(account)
            .write(|tx| {
                for index in 1..=4 {
                    let (paid, sold) = (format!("payment/{index}"), format!("invoice/{index}"));
                    post(tx, &received(&paid, eur(120)))?;
                    post(tx, &invoiced(&sold, eur(100), eur(20)))?;
                }
                Ok::<_, PostError>(())
            })
            .await
            .unwrap();
    }
}

#[testkit::both_databases]
async fn untouched_books_pass(db: TestDb) {
    with_books(&db).await;
    assert_eq!(problems(&db).await, []);
    let account = testkit::account(&db);
    let balance = db.account(account).read(|tx| ledger::balance(tx, Currency::EUR)).await.unwrap();
    assert_eq!(balance, eur(0));
}

#[testkit::both_databases]
async fn a_changed_amount_is_found(db: TestDb) {
    with_books(&db).await;
    raw(&db, "update entries set minor = minor + 1 where seq = 3 and line = 0").await;
    let found = problems(&db).await;
    assert_eq!(found.len(), 3);
    assert!(
        found.iter().all(|problem| matches!(problem, AuditProblem::Unbalanced { seq: 3, .. })),
        "{found:?}"
    );
}

#[testkit::both_databases]
async fn a_removed_posting_is_found(db: TestDb) {
    with_books(&db).await;
    raw(&db, "delete from postings where seq = 2").await;
    let found = problems(&db).await;
    assert_eq!(found.len(), 3);
    assert!(found.iter().all(|problem| matches!(problem, AuditProblem::Missing { seq: 2, .. })), "{found:?}");
}

#[testkit::both_databases]
async fn a_changed_balance_is_found(db: TestDb) {
    with_books(&db).await;
    raw(&db, "update postings set balance_minor = balance_minor - 5 where seq = 5").await;
    let found = problems(&db).await;
    assert!(!found.is_empty());
    assert!(found.iter().all(|problem| matches!(problem, AuditProblem::Balance { .. })), "{found:?}");
}
