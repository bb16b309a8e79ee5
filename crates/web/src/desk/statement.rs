//! A customer's statement: what moved their balance, line by line, between two days.

use accounts::Account;
use axum::extract::Query;
use kernel::{Date, Direction, Money, PageRequest, Sort};
use reports::statement::{self, Movement, StatementQuery, StatementSums};
use serde::Serialize;
use texts::Args;

use crate::error::{Answer, PageError};
use crate::export::{self, Cell};
use crate::list::{Address, Asked, ByDate, Column, ListView, Sorted, iso};
use crate::page::{Page, StaffPage};
use crate::view::View;

/// How many lines one page shows.
const PAGE_SIZE: u16 = 50;
/// The longest identifier or address that is looked for.
const CUSTOMER_MAX: usize = 254;

const COLUMNS: [Column; 5] = [
    Column::new("statement-date").sorted("date", Direction::Descending),
    Column::new("statement-what"),
    Column::new("statement-debit").amount(),
    Column::new("statement-credit").amount(),
    Column::new("statement-balance").amount(),
];

#[derive(Debug, Serialize)]
pub(crate) struct Statement {
    list: ListView,
    /// What was typed.
    customer: String,
    from: String,
    until: String,
    /// Who it is; none before somebody was looked for, or when nobody was found.
    who: Option<Who>,
    sums: Vec<SumsView>,
    lines: Vec<Line>,
}

#[derive(Debug, Serialize)]
struct Who {
    nic: String,
    name: String,
    email: String,
}

#[derive(Debug, Serialize)]
struct SumsView {
    opening: Money,
    debit: Money,
    credit: Money,
    closing: Money,
}

#[derive(Debug, Serialize)]
struct Line {
    on: Date,
    what: String,
    reference: String,
    /// The desk's page of the order; empty where the line is of none.
    href: String,
    debit: Option<Money>,
    credit: Option<Money>,
    balance: Money,
}

pub(crate) async fn get(page: StaffPage, Query(asked): Query<Asked>) -> Answer {
    let (query, sorted, address) = read(&asked);
    let customer = typed(&asked);
    let account = find(&page, &customer).await?;
    let locale = page.visit().locale;
    let day = |on: Option<Date>| {
        on.map_or_else(String::new, |on| texts::format::date(on, locale, texts::format::Style::Short))
    };
    let list = |next, count| {
        ListView::new(address.clone(), &COLUMNS, sorted.clone(), asked.get("after"), next)
            .counted(count)
            .fields(&["customer", "from", "until"])
            .chip(&page, "from", "chip-from", &day(query.from))
            .chip(&page, "until", "chip-until", &day(query.until))
            .exported("/desk/statement.csv")
    };
    let view = |list, who, sums, lines| Statement {
        list,
        customer: customer.clone(),
        from: iso(query.from),
        until: iso(query.until),
        who,
        sums,
        lines,
    };
    let Some(account) = account else {
        return page.show(&view(list(None, 0), None, Vec::new(), Vec::new()));
    };
    let (request, id) = (asked.page(PAGE_SIZE), account.id);
    let found = page.cx().db.account(id).read(move |tx| {
        let found = statement::statement(tx, &query, &request)?;
        let sums = statement::statement_sums(tx, &query)?;
        Ok::<_, db::Error>((found, sums, statement::statement_count(tx, &query)?))
    });
    let (found, sums, count) = found.await?;
    let lines = found.items.iter().map(|movement| line(&page, &account, movement)).collect();
    let who = Who { nic: account.nic.clone(), name: account.display_name(), email: account.email.clone() };
    page.show(&view(list(found.next, count), Some(who), sums.iter().map(sums_view).collect(), lines))
}

/// Every line the address finds, as a table.
pub(crate) async fn csv(page: StaffPage, Query(asked): Query<Asked>) -> Answer {
    let (query, _, _) = read(&asked);
    let account = find(&page, &typed(&asked)).await?.ok_or(PageError::NotFound)?;
    let shared = Page::clone(&page);
    let read = move |request: PageRequest| {
        let (page, account) = (shared.clone(), account.clone());
        async move {
            let of = page.cx().db.account(account.id);
            let found = of.read(move |tx| statement::statement(tx, &query, &request)).await?;
            Ok(found.map(|movement| cells(&page, &account, &movement)))
        }
    };
    let titles = [
        "statement-date",
        "statement-what",
        "invoice-reference",
        "currency",
        "statement-debit",
        "statement-credit",
        "statement-balance",
    ];
    export::table(&page, "statement-title", &titles, read).await
}

fn typed(asked: &Asked) -> String {
    asked.get("customer").unwrap_or_default().chars().take(CUSTOMER_MAX).collect()
}

/// The account with this identifier or e-mail address.
async fn find(page: &Page, customer: &str) -> Result<Option<Account>, db::Error> {
    if customer.is_empty() {
        return Ok(None);
    }
    let login = customer.to_owned();
    let found = page.cx().db.registry().read(move |tx| accounts::logins::find(tx, &login)).await?;
    match found {
        Some(login) => page.cx().db.account(login.account).read(accounts::account::find).await,
        None => Ok(None),
    }
}

fn read(asked: &Asked) -> (StatementQuery, Sorted, Address) {
    let on = |name: &str| asked.get(name).and_then(|typed| typed.parse::<Date>().ok());
    let (from, until) = (on("from"), on("until"));
    let (sort, sorted) = Sorted::asked(asked.get("sort"), Sort::descending(ByDate));
    let address = Address::new("/desk/statement")
        .with("customer", typed(asked))
        .with("from", iso(from))
        .with("until", iso(until));
    (StatementQuery { from, until, direction: sort.direction }, sorted, address)
}

fn sums_view(sums: &StatementSums) -> SumsView {
    let StatementSums { opening, debit, credit, closing } = *sums;
    SumsView { opening, debit, credit, closing }
}

fn line(page: &Page, account: &Account, movement: &Movement) -> Line {
    let document = movement.document.as_ref();
    let change = movement.change;
    let away = Money::new(change.minor().saturating_neg(), change.currency());
    Line {
        on: movement.on,
        what: page.t(&format!("posting-{}", movement.code.code()), &Args::new()),
        reference: document.and_then(|document| document.reference.clone()).unwrap_or_default(),
        href: document.map_or_else(String::new, |of| format!("/desk/orders/{}/{}", account.id, of.order)),
        debit: change.is_positive().then_some(change),
        credit: change.is_negative().then_some(away),
        balance: movement.balance,
    }
}

fn cells(page: &Page, account: &Account, movement: &Movement) -> Vec<Cell> {
    let line = line(page, account, movement);
    let amount = |amount: Option<Money>| amount.map_or_else(|| Cell::plain(""), Cell::Money);
    vec![
        Cell::Day(line.on),
        Cell::text(line.what),
        Cell::text(line.reference),
        Cell::plain(line.balance.currency().code()),
        amount(line.debit),
        amount(line.credit),
        Cell::Money(line.balance),
    ]
}

impl View for Statement {
    const TEMPLATE: &'static str = "pages/desk/statement.html";
    const AREA: &'static str = "accounting";

    #[cfg(test)]
    fn samples() -> Vec<Statement> {
        use crate::view::sample::{eur, on};
        let line = |change: i64, is_document: bool| Line {
            on: on(),
            what: "Invoice".into(),
            reference: if is_document { "FR00000001".into() } else { String::new() },
            href: if is_document { "/desk/orders/1/2".into() } else { String::new() },
            debit: (change > 0).then(|| eur(change)),
            credit: (change < 0).then(|| eur(-change)),
            balance: eur(change),
        };
        let who = || Who {
            nic: "al12345-ct".into(),
            name: "Analytical Engines".into(),
            email: "ada@example.org".into(),
        };
        let sums = || SumsView { opening: eur(0), debit: eur(6_719), credit: eur(6_719), closing: eur(0) };
        let page = |list, customer: &str, who, sums, lines| Statement {
            list,
            customer: customer.into(),
            from: "2026-01-01".into(),
            until: String::new(),
            who,
            sums,
            lines,
        };
        let [full, empty, filtered] = ListView::samples(&COLUMNS, &[]);
        let lines = vec![line(6_719, true), line(-6_719, false), line(0, true)];
        vec![
            page(full, "al12345-ct", Some(who()), vec![sums()], lines),
            page(empty.clone(), "al12345-ct", Some(who()), vec![], vec![]),
            page(filtered, "al12345-ct", Some(who()), vec![sums()], vec![]),
            page(empty.clone(), "", None, vec![], vec![]),
            page(empty, "nobody", None, vec![], vec![]),
        ]
    }
}
