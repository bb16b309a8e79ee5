//! The accountant's file of a year in which things were sold, renewed, taken back and paid back.

use std::collections::{BTreeMap, BTreeSet};

use db::testing::raw;
use kernel::{AccountId, Currency, Date, Money, SubsidiaryCode, Timestamp};
use ledger::{LedgerAccount, NewPosting, PostError, PostingCode};
use orders::WithdrawalReason;
use reports::fec::{self, Chart, FecError, Progress, Siren, Written, Year};
use testkit::TestDb;

use super::provider::GOOD;
use super::shop::{Shop, web};

/// A day on which 2026 is over.
const AFTERWARDS: &str = "2027-02-01T09:00:00Z";

fn france() -> SubsidiaryCode {
    SubsidiaryCode::parse("FR").unwrap()
}

async fn file_at(shop: &Shop, now: &str) -> Result<(Written, String), FecError> {
    let subsidiary = shop.cx.jurisdictions.get(france()).unwrap();
    let (now, mut out) = (now.parse().unwrap(), Vec::new());
    let mut last = Progress::default();
    let told = |progress| last = progress;
    let written = fec::write(&shop.cx.db, subsidiary, &Chart::default(), 2026, now, &mut out, told).await?;
    assert_eq!((last.entries, last.entries_total), (written.entries, written.entries), "the bar is right");
    Ok((written, String::from_utf8(out).unwrap()))
}

async fn file(shop: &Shop) -> (Written, String) {
    file_at(shop, AFTERWARDS).await.unwrap()
}

/// The lines without the heading, each as its columns.
fn rows(text: &str) -> Vec<Vec<&str>> {
    text.split_terminator("\r\n").skip(1).map(|line| line.split('\t').collect()).collect()
}

fn cents(text: &str) -> i64 {
    assert!(text.len() > 3 && text.as_bytes()[text.len() - 3] == b',', "{text}");
    text.replace(',', "").parse().unwrap()
}

/// Two customers, a renewal, a withdrawal with its credit note and its refund.
async fn lived(db: &TestDb) -> Shop {
    let shop = Shop::open(db).await;
    let ada = shop.customer("ada@example.com").await;
    shop.bought(&ada, web()).await;
    let bob = shop.customer("bob@example.com").await;
    let order = shop.order(bob.id, web()).await;
    shop.pay_on_page(&order, GOOD).await;
    shop.settle_down().await;
    shop.live(9).await;
    flows::withdraw(&shop.cx, bob.id, order.id, WithdrawalReason::Unused, String::new()).await.unwrap();
    shop.settle_down().await;
    shop.live(40).await;
    raw(
        db.target(),
        "update accounts set organisation = '=SUM(A1)\tGrüße & Söhne' where email = 'bob@example.com'",
    )
    .await
    .unwrap();
    shop
}

/// A posting that somebody records by hand.
async fn record(shop: &Shop, account: AccountId, cause: &str, at: &str, on: Date, money: Money) {
    let posting = NewPosting {
        cause: cause.to_owned(),
        code: PostingCode::PaymentReceived,
        subsidiary: france(),
        at: at.parse::<Timestamp>().unwrap(),
        on,
        lines: vec![
            (LedgerAccount::Clearing("sandbox".to_owned()), money),
            (LedgerAccount::CustomerCredit, money.negated().unwrap()),
        ],
    };
    let post = move |tx: &mut db::AccountTx| ledger::post(tx, &posting).map(|_| ());
    shop.cx.db.account(account).write::<_, PostError, _>(post).await.unwrap();
}

#[testkit::both_databases]
async fn a_year_is_written_as_the_law_wants_it(db: TestDb) {
    let shop = lived(&db).await;
    let (written, text) = file(&shop).await;
    let heading = text.split("\r\n").next().unwrap();
    assert!(heading.starts_with("JournalCode\tJournalLib\tEcritureNum") && heading.ends_with("\tIdevise"));
    let rows = rows(&text);
    assert_eq!((rows.len() as u64, text.lines().count()), (written.lines, rows.len() + 1));
    assert!(written.is_over && written.late == 0 && rows.iter().all(|row| row.len() == 18));
    // Each entry balances, and so does the whole.
    let mut entries: BTreeMap<u64, (i64, i64)> = BTreeMap::new();
    for row in &rows {
        let entry = entries.entry(row[2].parse().unwrap()).or_default();
        entry.0 += cents(row[11]);
        entry.1 += cents(row[12]);
        assert!(cents(row[11]) >= 0 && cents(row[12]) >= 0 && cents(row[11]) * cents(row[12]) == 0);
    }
    assert!(entries.values().all(|(debit, credit)| debit == credit && *debit > 0), "{entries:?}");
    assert_eq!(entries.values().map(|(debit, _)| i128::from(*debit)).sum::<i128>(), written.total_minor);
    assert!(entries.keys().copied().eq(1..=written.entries), "numbered without a gap");
    assert!(rows.is_sorted_by_key(|row| (row[3], row[2].parse::<u64>().unwrap())), "by day");
    // Every journal and account there is; customers' lines, and only they, name the customer.
    let journals: BTreeSet<(&str, &str)> = rows.iter().map(|row| (row[0], row[1])).collect();
    assert_eq!(journals.iter().map(|(code, _)| *code).collect::<Vec<_>>(), ["BQ", "OD", "VE"]);
    let accounts: BTreeSet<(&str, &str)> = rows.iter().map(|row| (row[4], row[5])).collect();
    let numbers: Vec<&str> = accounts.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, ["411000", "419100", "419800", "445710", "467000", "706000"], "one label each");
    for row in &rows {
        assert_eq!(row[4].starts_with("41"), !row[6].is_empty() && !row[7].is_empty(), "{row:?}");
    }
    // Documents are named by their number, the rest by the payment or the refund.
    let of =
        |label: &str| -> Vec<&Vec<&str>> { rows.iter().filter(|row| row[10].starts_with(label)).collect() };
    assert!(of("Avoir ").iter().all(|row| row[8] == "FRC00000001" && row[0] == "VE"));
    assert_eq!(of("Avoir ").len(), 3);
    let sold: BTreeSet<&str> = of("Facture ").iter().map(|row| row[8]).collect();
    assert!(sold.len() >= 3 && sold.iter().all(|reference| reference.starts_with("FR0")), "{sold:?}");
    assert_eq!(of("Remboursement effectué").len(), 2);
    assert!(of("Remboursement").iter().all(|row| row[8].len() == 36), "the refund's id");
    // What somebody calls themselves stays a text in its column.
    assert!(rows.iter().any(|row| row[7] == "'=SUM(A1) Grüße & Söhne"));
}

#[testkit::both_databases]
async fn the_same_books_are_the_same_file_and_late_entries_come_behind(db: TestDb) {
    let shop = lived(&db).await;
    let (written, before) = file(&shop).await;
    assert_eq!(file(&shop).await.1, before);
    // A year that runs: its entries keep their numbers.
    let (running, so_far) = file_at(&shop, "2026-02-05T09:00:00Z").await.unwrap();
    assert!(!running.is_over && running.entries < written.entries && before.starts_with(&so_far));
    let account = testkit::account(&shop.cx.db);
    let (january, euro) = (Date::constant(2026, 1, 20), Money::new(100, Currency::EUR));
    record(&shop, account, "payment/2", "2027-01-09T09:00:00Z", january, euro).await;
    record(&shop, account, "payment/1", "2027-01-10T09:00:00Z", january, euro).await;
    let of_2027 = Date::constant(2027, 1, 10);
    record(&shop, account, "payment/3", "2027-01-10T09:00:00Z", of_2027, euro).await;
    let (later, after) = file(&shop).await;
    assert_eq!((later.entries, later.late), (written.entries + 2, 2));
    let behind = after.strip_prefix(&before).expect("what was handed over has not moved");
    let behind: Vec<Vec<&str>> =
        behind.split_terminator("\r\n").map(|row| row.split('\t').collect()).collect();
    let told: Vec<_> = behind.iter().map(|row| (row[8], row[3], row[15])).collect();
    assert_eq!(told[0], ("2", "20260120", "20270109"));
    assert_eq!((told[2], told.len()), (("1", "20260120", "20270110"), 4));
}

#[testkit::both_databases]
async fn what_cannot_be_handed_over_is_refused_with_its_reason(db: TestDb) {
    let shop = lived(&db).await;
    let early = file_at(&shop, "2025-12-31T22:00:00Z").await;
    assert!(matches!(early, Err(FecError::NotBegun(2026))), "{early:?}");
    // An hour before midnight in London, 2026 has begun in Paris.
    assert_eq!(file_at(&shop, "2025-12-31T23:00:00Z").await.unwrap().0.entries, 0);
    let account = testkit::account(&shop.cx.db);
    let dollars = Money::new(100, Currency::CAD);
    let on = Date::constant(2026, 3, 1);
    record(&shop, account, "payment/cad", "2026-03-01T09:00:00Z", on, dollars).await;
    let foreign = file_at(&shop, AFTERWARDS).await.unwrap_err().to_string();
    assert!(foreign.contains("payment/cad is in CAD"), "{foreign}");
    raw(
        db.target(),
        "update invoices set number = null, reference = null, issued_on = null, seal = null \
         where reference = 'FR00000001'",
    )
    .await
    .unwrap();
    let unnumbered = file_at(&shop, AFTERWARDS).await;
    assert!(matches!(unnumbered, Err(FecError::Unnumbered(_))), "{unnumbered:?}");
}

#[testkit::both_databases]
async fn more_than_a_page_is_written_whole_and_in_order(db: TestDb) {
    let shop = Shop::open(&db).await;
    let account = testkit::account(&shop.cx.db);
    let (on, at) = (Date::constant(2026, 5, 4), "2026-05-04T09:00:00Z".parse::<Timestamp>().unwrap());
    // All at one instant, so that only account and place tell them apart.
    let post = move |tx: &mut db::AccountTx| {
        for index in 1..=1_203 {
            let money = Money::new(index, Currency::EUR);
            let lines = vec![
                (LedgerAccount::Clearing("sandbox".to_owned()), money),
                (LedgerAccount::CustomerCredit, money.negated()?),
            ];
            let cause = format!("payment/{index}");
            let code = PostingCode::PaymentReceived;
            ledger::post(tx, &NewPosting { cause, code, subsidiary: france(), at, on, lines })?;
        }
        Ok(())
    };
    shop.cx.db.account(account).write::<_, PostError, _>(post).await.unwrap();
    let (written, text) = file(&shop).await;
    assert_eq!((written.entries, written.lines), (1_203, 2_406));
    let references: Vec<u64> = rows(&text).iter().step_by(2).map(|row| row[8].parse().unwrap()).collect();
    assert!(references.into_iter().eq(1..=1_203));
}

#[test]
fn the_file_is_named_after_the_company_and_the_end_of_its_year() {
    let france = jurisdictions::Jurisdictions::embedded().get(france()).unwrap();
    let name = fec::file_name(&Siren::of(france).unwrap(), Year::of(2026).unwrap());
    assert_eq!(name, "000000000FEC20261231.txt");
}
