//! Posting, balances and statements.

use kernel::{Currency, Money, PageRequest, SubsidiaryCode};
use ledger::{LedgerAccount, PostError, Posted, PostingCode, post};
use testkit::TestDb;

use super::facts::{cad, eur, fact, invoiced, received};

#[testkit::both_databases]
async fn a_fact_told_again_changes_nothing(db: TestDb) {
    let account = testkit::account(&db);
    let told = db
        .account(account)
        .write(|tx| {
            let first = post(tx, &received("payment/1", eur(6_719)))?;
            let again = post(tx, &received("payment/1", eur(6_719)))?;
            Ok::<_, PostError>((first, again))
        })
        .await
        .unwrap();
    assert_eq!(told, (Posted::New, Posted::Already));
    let balance = db.account(account).read(|tx| ledger::balance(tx, Currency::EUR)).await.unwrap();
    assert_eq!(balance, eur(-6_719));
}

#[testkit::both_databases]
async fn a_fact_told_differently_is_a_conflict(db: TestDb) {
    let account = testkit::account(&db);
    db.account(account).write(|tx| post(tx, &received("payment/1", eur(100)))).await.unwrap();
    for other in [eur(101), cad(100)] {
        let told = db.account(account).write(move |tx| post(tx, &received("payment/1", other))).await;
        assert!(matches!(told, Err(PostError::Conflict { .. })), "{told:?}");
    }
    let mixed = db
        .account(account)
        .write(|tx| {
            let mut both = received("payment/1", eur(100));
            both.lines.extend(received("payment/1", cad(100)).lines);
            post(tx, &both)
        })
        .await;
    assert!(matches!(mixed, Err(PostError::Conflict { .. })), "{mixed:?}");
    let balances = db.account(account).read(ledger::balances).await.unwrap();
    assert_eq!(balances, [eur(-100)]);
}

#[testkit::both_databases]
async fn the_same_cause_may_mean_several_things(db: TestDb) {
    let account = testkit::account(&db);
    let told = db
        .account(account)
        .write(|tx| {
            post(tx, &received("payment/1", eur(100)))?;
            let back =
                vec![(LedgerAccount::CustomerCredit, eur(100)), (LedgerAccount::RefundsPayable, eur(-100))];
            post(tx, &fact("payment/1", PostingCode::RefundDue, back))
        })
        .await;
    assert_eq!(told.unwrap(), Posted::New);
    let balance = db.account(account).read(|tx| ledger::balance(tx, Currency::EUR)).await.unwrap();
    assert_eq!(balance, eur(0));
}

#[testkit::both_databases]
async fn what_does_not_balance_is_refused_and_leaves_nothing(db: TestDb) {
    let account = testkit::account(&db);
    let told = db
        .account(account)
        .write(|tx| {
            let mut wrong = received("payment/1", eur(100));
            wrong.lines.push((LedgerAccount::Revenue, eur(1)));
            post(tx, &wrong)
        })
        .await;
    assert!(matches!(told, Err(PostError::Unbalanced(_))), "{told:?}");
    assert!(db.account(account).read(ledger::balances).await.unwrap().is_empty());
}

#[testkit::both_databases]
async fn every_line_is_kept_however_many_there_are(db: TestDb) {
    let account = testkit::account(&db);
    let mut lines: Vec<_> =
        (1..=20).map(|index| (LedgerAccount::Tax(format!("T{index}")), eur(index))).collect();
    lines.push((LedgerAccount::Receivable, eur(-210)));
    lines.push((LedgerAccount::Receivable, cad(7)));
    lines.push((LedgerAccount::Revenue, cad(-7)));
    let told = fact("many", PostingCode::InvoiceIssued, lines.clone());
    db.account(account).write(move |tx| post(tx, &told)).await.unwrap();
    let mut kept = db
        .account(account)
        .read(|tx| ledger::lines_of(tx, "many", PostingCode::InvoiceIssued))
        .await
        .unwrap();
    let key = |line: &(LedgerAccount, Money)| (line.0.clone(), line.1.minor());
    kept.sort_by_key(key);
    lines.sort_by_key(key);
    assert_eq!(kept, lines);
}

#[testkit::both_databases]
async fn a_statement_shows_what_changed_the_balance_page_by_page(db: TestDb) {
    let account = testkit::account(&db);
    db.account(account)
        .write(|tx| {
            for index in 1..=5 {
                let (paid, sold) = (format!("payment/{index}"), format!("invoice/{index}"));
                post(tx, &received(&paid, eur(120)))?;
                post(tx, &invoiced(&sold, eur(100), eur(20)))?;
            }
            Ok::<_, PostError>(())
        })
        .await
        .unwrap();
    let mut request = PageRequest::first(3);
    let mut seen = Vec::new();
    loop {
        let asked = request.clone();
        let page = db.account(account).read(move |tx| ledger::statement(tx, &asked)).await.unwrap();
        seen.extend(page.items);
        match page.next {
            Some(next) => request.after = Some(next),
            None => break,
        }
    }
    assert_eq!(seen.len(), 10);
    assert_eq!((seen[0].cause.as_str(), seen[0].change, seen[0].balance), ("invoice/5", eur(120), eur(0)));
    assert_eq!(
        (seen[1].cause.as_str(), seen[1].change, seen[1].balance),
        ("payment/5", eur(-120), eur(-120))
    );
    assert!(seen.is_sorted_by(|a, b| a.seq > b.seq));
}

#[testkit::both_databases]
async fn the_trial_balance_is_even(db: TestDb) {
    for index in 0..3 {
        let account = testkit::account(&db);
        db.account(account)
            .write(move |tx| {
                post(tx, &received("payment/1", eur(240 + index)))?;
                post(tx, &invoiced("invoice/1", eur(200), eur(40)))
            })
            .await
            .unwrap();
    }
    let fr = SubsidiaryCode::parse("FR").unwrap();
    let trial = db.across().read(move |tx| ledger::trial_balance(tx, fr)).await.unwrap();
    let debits: i64 = trial.iter().map(|line| line.debit.minor()).sum();
    let credits: i64 = trial.iter().map(|line| line.credit.minor()).sum();
    assert_eq!(debits, credits);
    let revenue = trial.iter().find(|line| line.account == LedgerAccount::Revenue).unwrap();
    assert_eq!((revenue.debit, revenue.credit), (eur(0), eur(600)));
}

#[testkit::both_databases]
async fn sixteen_reports_of_one_payment_are_one_posting(db: TestDb) {
    let account = testkit::account(&db);
    let reports = (0..16).map(|_| {
        let db = db.clone();
        tokio::spawn(async move {
            db.account(account).write(|tx| post(tx, &received("payment/1", eur(100)))).await.unwrap()
        })
    });
    let mut new = 0;
    for report in reports.collect::<Vec<_>>() {
        new += usize::from(report.await.unwrap() == Posted::New);
    }
    assert_eq!(new, 1);
    let balance = db.account(account).read(|tx| ledger::balance(tx, Currency::EUR)).await.unwrap();
    assert_eq!(balance, eur(-100));
}
