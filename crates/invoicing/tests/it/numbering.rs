//! The register: gap-free, chronological, idempotent.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use invoicing::register::{self, NumberError};
use invoicing::{InvoiceColumn, InvoiceFilter, InvoiceQuery, issue, store};
use kernel::{AccountId, PageRequest, SignedDuration, Sort, SortColumn};
use testkit::TestDb;

use super::drafts::{
    Failure, assert_clean, at, chance, draft, draft_of, now, numbers, paid, pay_and_issue, receive, sweep,
};

#[testkit::both_databases]
async fn c37_two_hundred_parallel_issues_leave_no_gap(db: TestDb) {
    // What was issued before keeps its numbers.
    let early = testkit::account(&db);
    pay_and_issue(&db, early, now(), &draft(&chance())).await;
    sweep(&db, now()).await;
    let random = chance();
    let drafts: Vec<_> = (0..200).map(|_| draft(&random)).collect();
    let accounts: Arc<Vec<AccountId>> = Arc::new((0..20).map(|_| testkit::account(&db)).collect());
    let drafts = Arc::new(drafts);
    let next = Arc::new(AtomicUsize::new(0));
    let writers = (0..16).map(|_| {
        let (db, drafts, accounts, next) = (db.clone(), drafts.clone(), accounts.clone(), next.clone());
        tokio::spawn(async move {
            loop {
                let index = next.fetch_add(1, Ordering::SeqCst);
                let Some(draft) = drafts.get(index) else { break };
                pay_and_issue(&db, accounts[index % accounts.len()], now(), draft).await;
                // Every writer also numbers and stamps, as several workers would.
                sweep(&db, now()).await;
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    sweep(&db, now()).await;
    let numbers = numbers(&db, "invoice:FR").await;
    let expected: Vec<(i64, String)> = (1..=201).map(|n| (n, format!("FR{n:08}"))).collect();
    let given: Vec<(i64, String)> = numbers.into_iter().map(|(n, reference, _)| (n, reference)).collect();
    assert_eq!(given, expected);
    let report = assert_clean(&db).await;
    assert_eq!((report.documents, report.waiting, report.unstamped), (201, 0, 0));
}

#[testkit::both_databases]
async fn c38_a_crash_between_number_and_stamp_leaves_no_hole(db: TestDb) {
    let account = testkit::account(&db);
    let random = chance();
    for _ in 0..3 {
        pay_and_issue(&db, account, now(), &draft(&random)).await;
    }
    let waiting = db.across().read(|tx| register::waiting(tx, 10)).await.unwrap();
    let batch = waiting.clone();
    let given = db.series("invoice:FR").write(move |tx| register::number(tx, now(), &batch)).await.unwrap();
    // Nobody stamps; later the sweep finds the documents waiting, and new ones with them.
    pay_and_issue(&db, account, now(), &draft(&random)).await;
    let later = at("2026-01-20T10:00:00Z");
    let swept = sweep(&db, later).await;
    assert_eq!((swept.waiting, swept.stamped), (4, 4));
    let numbers = numbers(&db, "invoice:FR").await;
    let dates: Vec<&str> = numbers.iter().map(|(_, _, on)| on.as_str()).collect();
    assert_eq!(dates, ["2026-01-15", "2026-01-15", "2026-01-15", "2026-01-20"]);
    for (numbered, (number, reference, _)) in given.iter().zip(&numbers) {
        assert_eq!((numbered.number, &numbered.reference), (*number, reference));
    }
    assert_clean(&db).await;
}

#[testkit::both_databases]
async fn a_failed_issue_leaves_no_hole(db: TestDb) {
    let account = testkit::account(&db);
    let random = chance();
    for index in 0..6 {
        let draft = paid(draft(&random));
        let issued = db
            .account(account)
            .write(move |tx| {
                receive(tx, &draft)?;
                issue(tx, now(), &draft)?;
                if index % 2 == 0 { Err(Failure::Hook) } else { Ok(()) }
            })
            .await;
        assert_eq!(issued.is_err(), index % 2 == 0);
        sweep(&db, now()).await;
    }
    let given: Vec<i64> = numbers(&db, "invoice:FR").await.into_iter().map(|(number, ..)| number).collect();
    assert_eq!(given, [1, 2, 3]);
    assert_clean(&db).await;
}

#[testkit::both_databases]
async fn c39_an_order_that_is_never_paid_spends_no_number(db: TestDb) {
    let account = testkit::account(&db);
    let random = chance();
    let (kept, purged) = (draft(&random), draft(&random));
    pay_and_issue(&db, account, now(), &kept).await;
    // The other order expires: it was a draft all along, and nothing of it is known here.
    drop(purged);
    pay_and_issue(&db, account, now(), &draft(&random)).await;
    sweep(&db, at("2026-02-15T10:00:00Z")).await;
    let given: Vec<i64> = numbers(&db, "invoice:FR").await.into_iter().map(|(number, ..)| number).collect();
    assert_eq!(given, [1, 2]);
}

#[testkit::both_databases]
async fn c40_invoices_are_numbered_in_the_order_of_their_payment(db: TestDb) {
    let account = testkit::account(&db);
    let random = chance();
    // Ordered on 21, 22 and 23 March, paid on 1 June, 12 May and 13 April.
    let orders = [draft_of("FR", &random, 100), draft_of("FR", &random, 200), draft_of("FR", &random, 300)];
    for (order, paid_at) in
        [(2, "2026-04-13T10:00:00Z"), (1, "2026-05-12T10:00:00Z"), (0, "2026-06-01T10:00:00Z")]
    {
        pay_and_issue(&db, account, at(paid_at), &orders[order]).await;
        sweep(&db, at(paid_at)).await;
    }
    let found = numbers(&db, "invoice:FR").await;
    let expected =
        [(1, "FR00000001", "2026-04-13"), (2, "FR00000002", "2026-05-12"), (3, "FR00000003", "2026-06-01")];
    assert_eq!(found, expected.map(|(n, r, d)| (n, r.to_owned(), d.to_owned())));
    assert_clean(&db).await;
}

#[testkit::both_databases]
async fn dates_never_go_back_even_when_the_clock_does(db: TestDb) {
    let account = testkit::account(&db);
    let random = chance();
    for day in ["2026-03-02T10:00:00Z", "2026-02-27T10:00:00Z", "2026-03-03T10:00:00Z"] {
        pay_and_issue(&db, account, at(day), &draft(&random)).await;
        sweep(&db, at(day)).await;
    }
    let dates: Vec<String> = numbers(&db, "invoice:FR").await.into_iter().map(|(_, _, on)| on).collect();
    assert_eq!(dates, ["2026-03-02", "2026-03-02", "2026-03-03"]);
    assert_clean(&db).await;
}

#[testkit::both_databases]
async fn the_date_is_that_of_the_subsidiarys_clocks(db: TestDb) {
    let account = testkit::account(&db);
    let random = chance();
    let midnight = at("2026-06-30T23:30:00Z");
    pay_and_issue(&db, account, midnight, &draft_of("FR", &random, 100)).await;
    pay_and_issue(&db, account, midnight, &draft_of("QC", &random, 100)).await;
    sweep(&db, midnight).await;
    assert_eq!(numbers(&db, "invoice:FR").await[0].2, "2026-07-01");
    assert_eq!(numbers(&db, "invoice:QC").await[0].2, "2026-06-30");
}

#[testkit::both_databases]
async fn each_subsidiary_has_its_own_series(db: TestDb) {
    let account = testkit::account(&db);
    let random = chance();
    for code in ["FR", "IT", "FR", "QC", "IT"] {
        pay_and_issue(&db, account, now(), &draft_of(code, &random, 100)).await;
    }
    sweep(&db, now()).await;
    let page = db.account(account).read(|tx| store::list(tx, &PageRequest::first(10))).await.unwrap();
    let references: Vec<String> = page.items.into_iter().map(|invoice| invoice.reference).collect();
    assert_eq!(references, ["QC00000001", "IT00000002", "IT00000001", "FR00000002", "FR00000001"]);
    assert_eq!(assert_clean(&db).await.heads.len(), 3);
}

#[testkit::both_databases]
async fn numbering_and_stamping_again_change_nothing(db: TestDb) {
    let account = testkit::account(&db);
    let random = chance();
    for _ in 0..150 {
        pay_and_issue(&db, account, now(), &draft(&random)).await;
    }
    let waiting = db.across().read(|tx| register::waiting(tx, 500)).await.unwrap();
    let mut answers = Vec::new();
    for _ in 0..2 {
        let batch = waiting.clone();
        let later = at("2026-05-01T10:00:00Z");
        answers.push(
            db.series("invoice:FR").write(move |tx| register::number(tx, later, &batch)).await.unwrap(),
        );
    }
    assert_eq!(answers[0], answers[1]);
    for expected in [150, 0] {
        let given = answers[0].clone();
        let stamped = db.account(account).write(move |tx| register::stamp(tx, &given)).await.unwrap();
        assert_eq!(stamped.len(), expected);
    }
    assert_clean(&db).await;
}

#[testkit::both_databases]
async fn a_document_of_another_series_is_refused(db: TestDb) {
    let account = testkit::account(&db);
    pay_and_issue(&db, account, now(), &draft(&chance())).await;
    let waiting = db.across().read(|tx| register::waiting(tx, 10)).await.unwrap();
    let refused = db.series("invoice:IT").write(move |tx| register::number(tx, now(), &waiting)).await;
    assert!(matches!(refused, Err(NumberError::Series(..))), "{refused:?}");
}

#[testkit::both_databases]
async fn what_must_follow_is_written_with_the_stamp_and_once(db: TestDb) {
    let (good, bad) = (testkit::account(&db), testkit::account(&db));
    let random = chance();
    for account in [bad, good] {
        pay_and_issue(&db, account, now(), &draft(&random)).await;
    }
    // One account cannot be told; the other must not wait for it.
    let told: Arc<Mutex<BTreeSet<AccountId>>> = Arc::default();
    let heard = told.clone();
    let swept = register::sweep(&db, now(), 100, move |tx, _| {
        if tx.account() == bad {
            return Err(Failure::Hook);
        }
        // A closure may be run again: what it does outside its transaction is done again too.
        heard.lock().unwrap().insert(tx.account());
        Ok(())
    })
    .await;
    assert!(matches!(swept, Err(Failure::Hook)), "{swept:?}");
    assert_eq!(*told.lock().unwrap(), BTreeSet::from([good]));
    let seen = |account: AccountId| {
        let read = db.account(account).read(|tx| store::list(tx, &PageRequest::first(10)));
        async move { read.await.unwrap().items.len() }
    };
    assert_eq!((seen(good).await, seen(bad).await), (1, 0));
    assert_eq!(sweep(&db, now()).await.stamped, 1);
    assert_eq!(seen(bad).await, 1);
    assert_clean(&db).await;
}

#[testkit::both_databases]
async fn invoices_are_listed_by_key_the_newest_first(db: TestDb) {
    let account = testkit::account(&db);
    let random = chance();
    for _ in 0..7 {
        pay_and_issue(&db, account, now(), &draft(&random)).await;
    }
    sweep(&db, now()).await;
    let mut request = PageRequest::first(3);
    let mut seen = Vec::new();
    loop {
        let asked = request.clone();
        let page = db.account(account).read(move |tx| store::list(tx, &asked)).await.unwrap();
        seen.extend(page.items.into_iter().map(|invoice| invoice.reference));
        match page.next {
            Some(next) => request.after = Some(next),
            None => break,
        }
    }
    let expected: Vec<String> = (1..=7).rev().map(|n| format!("FR{n:08}")).collect();
    assert_eq!(seen, expected);
}

#[testkit::both_databases]
async fn invoices_are_filtered_and_paged_in_every_order_without_gap_or_overlap(db: TestDb) {
    let account = testkit::account(&db);
    let random = chance();
    // Three dates and two totals: most rows are ties. Each third invoice was not paid.
    for index in 0..60 {
        let draft = draft_of("FR", &random, if index % 2 == 0 { 5_599 } else { 1_000 });
        if index % 3 == 0 {
            let write = db.account(account).write(move |tx| invoicing::issue(tx, now(), &draft));
            write.await.unwrap();
        } else {
            pay_and_issue(&db, account, now(), &draft).await;
        }
        if index % 20 == 19 {
            sweep(&db, now() + SignedDuration::from_hours(24 * index)).await;
        }
    }
    let listed = async |query: InvoiceQuery, size| {
        let (mut request, mut seen) = (PageRequest::first(size), Vec::new());
        loop {
            let (asked, query) = (request.clone(), query.clone());
            let read = db.account(account).read(move |tx| store::search(tx, &query, &asked));
            let page = read.await.unwrap();
            seen.extend(page.items);
            match page.next {
                Some(next) => request.after = Some(next),
                None => return seen,
            }
        }
    };
    let all = listed(InvoiceQuery::default(), 200).await;
    assert_eq!(all.len(), 60);
    for column in InvoiceColumn::ALL {
        for sort in [Sort::ascending(*column), Sort::descending(*column)] {
            let mut expected = all.clone();
            expected.sort_by_key(|invoice| match column {
                InvoiceColumn::Reference => (0, invoice.reference.clone()),
                InvoiceColumn::Date => {
                    let on = invoice.issued_on;
                    let day = i64::from(on.year()) * 400 + i64::from(on.day_of_year());
                    (day, invoice.reference.clone())
                }
                InvoiceColumn::Total => (invoice.gross.minor(), invoice.reference.clone()),
            });
            if sort == Sort::descending(*column) {
                expected.reverse();
            }
            let seen = listed(InvoiceQuery { sort, ..InvoiceQuery::default() }, 7).await;
            assert!(seen == expected, "{} is not the whole list in order", sort.code());
        }
    }
    let counted = async |query: InvoiceQuery| {
        let listed = listed(query.clone(), 50).await.len();
        let count = db.account(account).read(move |tx| store::count(tx, &query, 1_000)).await.unwrap();
        assert_eq!(Ok(listed), usize::try_from(count));
        listed
    };
    let whole = InvoiceQuery::default;
    assert_eq!(counted(InvoiceQuery { filter: InvoiceFilter::Unpaid, ..whole() }).await, 20);
    assert_eq!(counted(InvoiceQuery { filter: InvoiceFilter::Paid, ..whole() }).await, 40);
    let first = all.iter().map(|invoice| invoice.issued_on).min();
    assert_eq!(counted(InvoiceQuery { until: first, ..whole() }).await, 20);
    assert_eq!(counted(InvoiceQuery { from: first, ..whole() }).await, 60);
    assert_eq!(counted(InvoiceQuery { order: Some(all[7].order_number), ..whole() }).await, 60);
    assert_eq!(counted(InvoiceQuery { order: Some(1), ..whole() }).await, 0);
    let only = vec![all[3].reference.clone(), all[9].reference.clone(), "FR99999999".to_owned()];
    assert_eq!(counted(InvoiceQuery { only, ..whole() }).await, 2);
    assert_eq!(counted(InvoiceQuery { reference: Some("FR00000001".to_owned()), ..whole() }).await, 1);
}
