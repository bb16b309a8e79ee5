//! Credit notes: never more than is left, what is shown beforehand, and their place among invoices.

use db::AccountTx;
use invoicing::{
    CreditError, CreditUse, Draft, InvoiceColumn, InvoiceFilter, InvoiceLine, InvoiceQuery, IssueError,
    NewCredit, SettleError, store,
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
    let (id, of, lines, cause) = (chance().id(now()), of.id, back(of, cents), cause.to_owned());
    NewCredit { id, of, cause, lines, money: CreditUse::SentBack, grant: None }
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

/// Gives `cents` of a bill back, before tax, to lower what comes next; what that is with tax.
async fn keep(db: &TestDb, account: AccountId, bill: &Draft, cents: i64) -> i64 {
    let id = chance().id(now());
    let new =
        NewCredit { id, cause: format!("kept/{id}"), money: CreditUse::Kept, ..credit(bill, "", cents) };
    let write = move |tx: &mut AccountTx| invoicing::credit(tx, now(), &new);
    let frozen = db.account(account).write::<_, CreditError, _>(write).await.unwrap().unwrap();
    assert_eq!(frozen.open, frozen.gross);
    frozen.gross.minor()
}

async fn left(db: &TestDb, account: AccountId) -> i64 {
    let look = |tx: &mut AccountTx| invoicing::credit_left(tx, Currency::EUR);
    db.account(account).read::<_, SettleError, _>(look).await.unwrap().minor()
}

async fn bill(db: &TestDb, account: AccountId, cents: i64) -> (Draft, invoicing::Frozen) {
    let draft = draft_of("FR", &chance(), cents);
    let new = draft.clone();
    let write = move |tx: &mut AccountTx| invoicing::issue(tx, now(), &new);
    let frozen = db.account(account).write::<_, IssueError, _>(write).await.unwrap().unwrap();
    (draft, frozen)
}

#[testkit::both_databases]
async fn c33_credit_is_used_once_whoever_asks_at_the_same_moment(db: TestDb) {
    let account = testkit::account(&db);
    let paid = issued(&db, account).await;
    // 100.00 with tax, and two bills of 80.00 at the same moment.
    assert_eq!(keep(&db, account, &paid, 4_167).await + keep(&db, account, &paid, 1_432).await, 6_719);
    let other = issued(&db, account).await;
    assert_eq!(keep(&db, account, &other, 2_734).await, 3_281);
    assert_eq!(left(&db, account).await, 10_000);
    let (one, two) = tokio::join!(bill(&db, account, 6_667), bill(&db, account, 6_667));
    let mut open = [one.1.open.minor(), two.1.open.minor()];
    open.sort_unstable();
    assert_eq!(open, [0, 6_000], "one is paid, and the 20.00 that were left lower the other");
    assert_eq!(left(&db, account).await, 0);
    sweep(&db, now()).await;
    let ids = [one.0.id, two.0.id];
    let found = db.account(account).read(move |tx| store::of_ids(tx, &ids)).await.unwrap();
    for invoice in &found {
        let content = invoice.record().unwrap().content;
        assert_eq!((content.open(), content.credit_applied), (invoice.open(), Some(invoice.paid)));
    }
    let uses = db.account(account).read(move |tx| store::credit_uses(tx, &ids)).await.unwrap();
    assert_eq!(uses.iter().map(|one| one.amount.minor()).sum::<i64>(), 10_000);
    assert_clean(&db).await;
    // A credit note that was used is not used again behind everybody's back.
    raw(&db, "update invoices set paid_minor = paid_minor - 1 where kind = 'credit_note'").await;
    assert_eq!(invoicing::verify(&db, |_| {}).await.unwrap().problems.len(), 3);
}

#[testkit::both_databases]
async fn credit_that_comes_later_lowers_what_is_open_its_own_bill_first(db: TestDb) {
    let account = testkit::account(&db);
    let paid = issued(&db, account).await;
    let (first, _) = bill(&db, account, 5_000).await;
    let (second, _) = bill(&db, account, 5_000).await;
    sweep(&db, now()).await;
    keep(&db, account, &paid, 1_000).await;
    keep(&db, account, &second, 2_000).await;
    let apply = async |of: &Draft| {
        let of = of.id;
        let write = move |tx: &mut AccountTx| {
            let invoice = store::get(tx, of)?;
            invoicing::apply(tx, now(), &invoice)
        };
        db.account(account).write::<_, SettleError, _>(write).await.unwrap().minor()
    };
    assert_eq!(apply(&second).await, 3_600);
    assert_eq!((apply(&second).await, apply(&first).await), (0, 0), "there is no more");
    let of = second.id;
    let (invoice, notes) = db
        .account(account)
        .read(move |tx| Ok::<_, db::Error>((store::get(tx, of)?, store::credit_uses(tx, &[of])?)))
        .await
        .unwrap();
    assert_eq!((invoice.open().minor(), invoice.paid.minor()), (2_400, 3_600));
    let mut amounts: Vec<i64> = notes.iter().map(|used| used.amount.minor()).collect();
    amounts.sort_unstable();
    assert_eq!(amounts, [1_200, 2_400]);
    sweep(&db, now()).await;
    assert_clean(&db).await;
    raw(&db, "delete from credit_uses where amount_minor = 2400").await;
    let report = invoicing::verify(&db, |_| {}).await.unwrap();
    assert_eq!(report.problems.len(), 2, "the note and the invoice: {:?}", report.problems);
}

#[testkit::both_databases]
async fn what_is_left_of_each_line_is_what_was_not_given_back(db: TestDb) {
    let account = testkit::account(&db);
    let mut draft = draft(&chance());
    let mut other = draft.content.lines[0].clone();
    other.description = "Adresse IP".to_owned();
    let twice = [draft.content.lines[0].clone(), other];
    let seller = super::drafts::subsidiary("FR");
    let nets: Vec<Money> = twice.iter().map(|line| line.net).collect();
    let totals = jurisdictions::tax::totals(seller, seller.civil(now()), &nets).unwrap();
    let locale = draft.content.locale;
    let numbered = (draft.order_id, draft.content.order);
    draft = Draft::new(draft.id, numbered, seller, draft.content.customer, locale, twice.to_vec(), &totals);
    pay_and_issue(&db, account, now(), &draft).await;
    sweep(&db, now()).await;
    let of = draft.id;
    let left = async || {
        let look = move |tx: &mut AccountTx| invoicing::left_of(tx, of);
        let lines = db.account(account).read::<_, CreditError, _>(look).await.unwrap();
        lines.iter().map(|line| (line.quantity, line.net.minor())).collect::<Vec<_>>()
    };
    let mut back = draft.content.lines[1].clone().at(Money::new(1_599, Currency::EUR)).unwrap();
    let give = async |lines: Vec<InvoiceLine>| {
        let id = chance().id(now());
        let (cause, money) = (format!("back/{id}"), CreditUse::SentBack);
        let new = NewCredit { id, of, cause, lines, money, grant: None };
        let write = move |tx: &mut AccountTx| invoicing::credit(tx, now(), &new);
        db.account(account).write::<_, CreditError, _>(write).await.unwrap().unwrap()
    };
    give(vec![back.clone()]).await;
    assert_eq!(left().await, [(1, 5_599), (1, 4_000)]);
    // In other words than the invoice's: it is taken off what there is.
    back.description = "Geste".to_owned();
    back.net = Money::new(6_000, Currency::EUR);
    give(vec![back]).await;
    assert_eq!(left().await.iter().map(|(_, net)| net).sum::<i64>(), 2 * 5_599 - 1_599 - 6_000);
}
