//! Credit notes: never more than is left, what is shown beforehand, and their place among invoices.

use db::AccountTx;
use invoicing::{
    CreditError, Draft, InvoiceColumn, InvoiceFilter, InvoiceLine, InvoiceQuery, NewCredit, store,
};
use kernel::{AccountId, Currency, Money, PageRequest, Sort, UnitPrice};
use testkit::TestDb;

use super::drafts::{assert_clean, chance, draft, draft_of, now, pay_and_issue, raw, sweep};

/// A line of an invoice of which so much is given back.
fn back(of: &Draft, cents: i64) -> Vec<InvoiceLine> {
    let line = of.content.lines[0].clone();
    let unit_price = UnitPrice::new(cents * 1_000_000, Currency::EUR);
    vec![InvoiceLine { net: Money::new(cents, Currency::EUR), unit_price, ..line }]
}

fn credit(of: &Draft, cause: &str, cents: i64) -> NewCredit {
    NewCredit { id: chance().id(now()), of: of.id, cause: cause.to_owned(), lines: back(of, cents) }
}

async fn issued(db: &TestDb, account: AccountId) -> Draft {
    let draft = draft(&chance());
    pay_and_issue(db, account, now(), &draft).await;
    sweep(db, now()).await;
    draft
}

#[testkit::both_databases]
async fn what_is_shown_beforehand_is_what_is_given_back(db: TestDb) {
    let account = testkit::account(&db);
    let bill = issued(&db, account).await;
    // 18.67 is a third of 55.99 with half a cent of tax lost each time: the last credit note takes what is left.
    for (cause, cents, tax) in [("one", 1_867, 373), ("two", 1_867, 373), ("three", 1_865, 374)] {
        let new = credit(&bill, cause, cents);
        let lines = new.lines.clone();
        let of = bill.id;
        let look = move |tx: &mut AccountTx| invoicing::credit_preview(tx, of, &lines);
        let shown = db.account(account).read::<_, CreditError, _>(look).await.unwrap();
        let write = move |tx: &mut AccountTx| invoicing::credit(tx, now(), &new);
        let frozen = db.account(account).write::<_, CreditError, _>(write).await.unwrap().unwrap();
        assert_eq!(
            (shown.net.minor(), shown.tax.minor(), shown.gross),
            (cents, tax, frozen.gross),
            "{cause}"
        );
    }
    let more = credit(&bill, "four", 1);
    let refused = db.account(account).write(move |tx| invoicing::credit(tx, now(), &more)).await;
    assert!(matches!(refused, Err(CreditError::MoreThanLeft { left }) if left.is_zero()), "{refused:?}");
    sweep(&db, now()).await;
    let of = bill.id;
    let notes = db.account(account).read(move |tx| store::credit_notes_of(tx, of)).await.unwrap();
    let references: Vec<&str> = notes.iter().map(|note| note.reference.as_str()).collect();
    assert_eq!(references, ["FRC00000001", "FRC00000002", "FRC00000003"]);
    assert_eq!(notes.iter().map(|note| note.gross.minor()).sum::<i64>(), bill.content.gross.minor());
    assert_clean(&db).await;
}

#[testkit::both_databases]
async fn a_credit_note_that_cannot_be_read_is_not_taken_for_nothing(db: TestDb) {
    let account = testkit::account(&db);
    let bill = issued(&db, account).await;
    let first = credit(&bill, "first", 5_000);
    db.account(account).write(move |tx| invoicing::credit(tx, now(), &first)).await.unwrap();
    raw(&db, "update invoices set content = 'torn' where kind = 'credit_note'").await;
    let second = credit(&bill, "second", 5_000);
    let (of, lines) = (bill.id, second.lines.clone());
    let refused = db.account(account).write(move |tx| invoicing::credit(tx, now(), &second)).await;
    assert!(matches!(refused, Err(CreditError::Record(_))), "{refused:?}");
    let shown = db.account(account).read(move |tx| invoicing::credit_preview(tx, of, &lines)).await;
    assert!(matches!(shown, Err(CreditError::Record(_))), "{shown:?}");
}

#[testkit::both_databases]
async fn credit_notes_stand_among_invoices_and_below_them_by_total(db: TestDb) {
    let account = testkit::account(&db);
    let (small, large) = (draft_of("FR", &chance(), 1_000), draft_of("FR", &chance(), 9_000));
    for draft in [&small, &large] {
        pay_and_issue(&db, account, now(), draft).await;
    }
    sweep(&db, now()).await;
    for (of, cents) in [(&small, 500), (&large, 2_000)] {
        let new = credit(of, "back", cents);
        let new = NewCredit { cause: format!("back/{}", new.id), ..new };
        db.account(account).write(move |tx| invoicing::credit(tx, now(), &new)).await.unwrap();
    }
    sweep(&db, now()).await;
    let listed = async |query: InvoiceQuery, size| {
        let (mut request, mut seen) = (PageRequest::first(size), Vec::new());
        loop {
            let (asked, query) = (request.clone(), query.clone());
            let page = db.account(account).read(move |tx| store::search(tx, &query, &asked)).await.unwrap();
            seen.extend(page.items.iter().map(|one| one.signed(one.gross).minor()));
            match page.next {
                Some(next) => request.after = Some(next),
                None => return seen,
            }
        }
    };
    let by_total = |filter, sort| InvoiceQuery { filter, sort, ..InvoiceQuery::default() };
    let (up, down) = (Sort::ascending(InvoiceColumn::Total), Sort::descending(InvoiceColumn::Total));
    for size in [1, 50] {
        assert_eq!(listed(by_total(InvoiceFilter::All, up), size).await, [-2_400, -600, 1_200, 10_800]);
        assert_eq!(listed(by_total(InvoiceFilter::All, down), size).await, [10_800, 1_200, -600, -2_400]);
    }
    assert_eq!(listed(by_total(InvoiceFilter::Paid, up), 50).await, [1_200, 10_800]);
    assert_eq!(listed(by_total(InvoiceFilter::CreditNotes, up), 50).await, [-2_400, -600]);
    for (filter, expected) in
        [(InvoiceFilter::All, 4), (InvoiceFilter::Paid, 2), (InvoiceFilter::CreditNotes, 2)]
    {
        let query = by_total(filter, up);
        let count = db.account(account).read(move |tx| store::count(tx, &query, 1_000)).await.unwrap();
        assert_eq!(count, expected, "{filter:?}");
    }
    let bills = db.account(account).read(|tx| store::list(tx, &PageRequest::first(50))).await.unwrap();
    assert_eq!(bills.items.len(), 2);
}

#[testkit::both_databases]
async fn c50_credit_notes_never_exceed_their_invoice_by_a_cent_and_one_of_nothing_is_none(db: TestDb) {
    let account = testkit::account(&db);
    let bill = issued(&db, account).await;
    let whole = &bill.content;
    let give = |cause: &str, cents: i64| {
        let new = credit(&bill, cause, cents);
        db.account(account).write::<_, CreditError, _>(move |tx| invoicing::credit(tx, now(), &new))
    };
    assert!(give("nothing", 0).await.unwrap().is_none(), "a credit note of nothing was issued");
    let too_much = give("too much", whole.net.minor() + 1).await;
    assert!(matches!(too_much, Err(CreditError::MoreThanLeft { .. })), "{too_much:?}");
    // Each part loses or wins a fraction of a cent of tax; together they are the invoice, tax by tax.
    let (mut left, mut part) = (whole.net.minor(), 0);
    while left > 0 {
        part += 1;
        let cents = left.min(97 * part);
        give(&format!("part {part}"), cents).await.unwrap().unwrap();
        left -= cents;
    }
    let beyond = give("beyond", 1).await;
    assert!(matches!(beyond, Err(CreditError::MoreThanLeft { left }) if left.is_zero()), "{beyond:?}");
    sweep(&db, now()).await;
    let of = bill.id;
    let notes = db.account(account).read(move |tx| store::credit_notes_of(tx, of)).await.unwrap();
    let contents: Vec<_> = notes.iter().map(|note| note.record().unwrap().content).collect();
    let sum = |amount: fn(&invoicing::Content) -> Money| {
        contents.iter().map(|one| amount(one).minor()).sum::<i64>()
    };
    assert_eq!(sum(|one| one.taxes[0].base), whole.taxes[0].base.minor());
    assert_eq!(sum(|one| one.taxes[0].amount), whole.taxes[0].amount.minor());
    assert_eq!(sum(|one| one.gross), whole.gross.minor());
    assert!(contents.iter().all(|one| one.gross.is_positive()));
    assert_clean(&db).await;
}
