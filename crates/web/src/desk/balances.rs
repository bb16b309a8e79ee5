//! The aged balance: which customers owe on invoices, and for how long; as a list, and as a table to take home.

use axum::extract::Query;
use kernel::{AccountId, Currency, Direction, Money, PageRequest, Sort, SubsidiaryCode};
use reports::aged::{self, AgedColumn, AgedQuery, AgedTotal, Ages, Debtor};
use serde::Serialize;

use crate::error::Answer;
use crate::export::{self, Cell};
use crate::list::{Address, Asked, Column, ListView, Sorted};
use crate::page::{Page, StaffPage, encoded};
use crate::view::{Choice, View};

/// How many customers one page shows.
const PAGE_SIZE: u16 = 50;
/// How many customers are read at a time for a file.
const EXPORT_PAGE: u32 = 2_000;
/// The longest identifier that is looked for.
const CUSTOMER_MAX: usize = 80;
/// Who owes most comes first.
const OWN_SORT: Sort<AgedColumn> = Sort::descending(AgedColumn::Total);

const COLUMNS: [Column; 7] = [
    Column::new("queue-customer").sorted("customer", Direction::Ascending),
    Column::new("aged-not-due").amount(),
    Column::new("aged-30").amount(),
    Column::new("aged-60").amount(),
    Column::new("aged-90").amount(),
    Column::new("aged-older").amount(),
    Column::new("aged-total").amount().sorted("total", Direction::Descending),
];

#[derive(Debug, Serialize)]
pub(crate) struct Balances {
    list: ListView,
    customer: String,
    subsidiary: String,
    subsidiaries: Vec<Choice>,
    totals: Vec<TotalRow>,
    debtors: Vec<DebtorRow>,
}

#[derive(Debug, Serialize)]
struct TotalRow {
    currency: &'static str,
    customers: i64,
    ages: AgesView,
}

#[derive(Debug, Serialize)]
struct DebtorRow {
    href: String,
    nic: String,
    name: String,
    ages: AgesView,
}

#[derive(Debug, Serialize)]
struct AgesView {
    not_due: Money,
    to_30: Money,
    to_60: Money,
    to_90: Money,
    older: Money,
    total: Money,
}

impl From<&Ages> for AgesView {
    fn from(ages: &Ages) -> AgesView {
        let Ages { not_due, to_30, to_60, to_90, older, total } = *ages;
        AgesView { not_due, to_30, to_60, to_90, older, total }
    }
}

pub(crate) async fn get(page: StaffPage, Query(asked): Query<Asked>) -> Answer {
    let (query, sorted, address) = read(&page, &asked);
    let (request, shown) = (asked.page(PAGE_SIZE), query.clone());
    let found = page.cx().db.across().read(move |tx| {
        let found = aged::aged(tx, &query, &request)?;
        Ok::<_, db::Error>((found, aged::aged_totals(tx, &query)?))
    });
    let (found, totals) = found.await?;
    let (customer, subsidiary) = filters(&shown);
    let list = ListView::new(address, &COLUMNS, sorted, asked.get("after"), found.next)
        .counted(totals.iter().map(|total| total.customers).sum())
        .fields(&["customer", "subsidiary"])
        .chip(&page, "customer", "chip-customer", &customer)
        .chip(&page, "subsidiary", "chip-subsidiary", &subsidiary)
        .exported("/desk/balances.csv");
    page.show(&Balances {
        list,
        customer,
        subsidiary,
        subsidiaries: subsidiaries(&page),
        totals: totals.iter().map(total_row).collect(),
        debtors: found.items.iter().map(row).collect(),
    })
}

/// Everything the address finds, as a table.
pub(crate) async fn csv(page: StaffPage, Query(asked): Query<Asked>) -> Answer {
    let (query, _, _) = read(&page, &asked);
    let shared = Page::clone(&page);
    // In the order of their accounts: a spreadsheet sorts it as its reader likes.
    let read = move |request: PageRequest| {
        let (query, page) = (query.clone(), shared.clone());
        let after = request.after.as_deref().and_then(read_key);
        async move {
            let read = move |tx: &mut db::AcrossTx| aged::aged_after(tx, &query, after, EXPORT_PAGE);
            let found = page.cx().db.across().read(read).await?;
            let is_full = found.len() == EXPORT_PAGE as usize;
            let next = found.last().filter(|_| is_full).map(key);
            Ok(kernel::Page { items: found.iter().map(cells).collect(), next })
        }
    };
    let titles = [
        "queue-customer",
        "aged-name",
        "currency",
        "aged-not-due",
        "aged-30",
        "aged-60",
        "aged-90",
        "aged-older",
        "aged-total",
    ];
    export::table(&page, "aged-title", &titles, read).await
}

/// Where the next page of an export begins: after this customer and currency.
fn key(debtor: &Debtor) -> String {
    format!("{}_{}", debtor.account, debtor.ages.total.currency())
}

fn read_key(key: &str) -> Option<(AccountId, Currency)> {
    let (account, currency) = key.split_once('_')?;
    Some((account.parse().ok()?, Currency::parse(currency).ok()?))
}

fn read(page: &StaffPage, asked: &Asked) -> (AgedQuery, Sorted, Address) {
    let customer =
        asked.get("customer").map(|text| text.to_lowercase().chars().take(CUSTOMER_MAX).collect::<String>());
    let known = |code: &SubsidiaryCode| page.cx().jurisdictions.get(*code).is_some();
    let subsidiary = asked.get("subsidiary").and_then(|code| SubsidiaryCode::parse(code).ok()).filter(known);
    let (sort, sorted) = Sorted::asked(asked.get("sort"), OWN_SORT);
    let today = page.visit().subsidiary.civil(page.visit().now);
    let query = AgedQuery { today, subsidiary, customer, sort };
    let (customer, subsidiary) = filters(&query);
    let address = Address::new("/desk/balances").with("customer", customer).with("subsidiary", subsidiary);
    (query, sorted, address)
}

/// What the fields of the form show.
fn filters(query: &AgedQuery) -> (String, String) {
    let subsidiary = query.subsidiary.map_or_else(String::new, |code| code.as_str().to_owned());
    (query.customer.clone().unwrap_or_default(), subsidiary)
}

/// Every subsidiary, after «all of them».
fn subsidiaries(page: &Page) -> Vec<Choice> {
    let all = Choice { value: String::new(), text: page.say("subsidiaries-all") };
    std::iter::once(all).chain(subsidiary_choices(page)).collect()
}

/// Every subsidiary by its code and name.
pub(super) fn subsidiary_choices(page: &Page) -> impl Iterator<Item = Choice> {
    let choice = |of: &jurisdictions::Subsidiary| Choice {
        value: of.code.as_str().to_owned(),
        text: format!("{} · {}", of.code, of.legal_name),
    };
    page.cx().jurisdictions.all().iter().map(choice)
}

fn total_row(total: &AgedTotal) -> TotalRow {
    let currency = total.ages.total.currency().code();
    TotalRow { currency, customers: total.customers, ages: AgesView::from(&total.ages) }
}

fn row(debtor: &Debtor) -> DebtorRow {
    DebtorRow {
        href: format!("/desk/statement?customer={}", encoded(&debtor.nic)),
        nic: debtor.nic.clone(),
        name: debtor.name.clone(),
        ages: AgesView::from(&debtor.ages),
    }
}

fn cells(debtor: &Debtor) -> Vec<Cell> {
    let Ages { not_due, to_30, to_60, to_90, older, total } = debtor.ages;
    let mut cells = vec![
        Cell::text(debtor.nic.as_str()),
        Cell::text(debtor.name.as_str()),
        Cell::plain(total.currency().code()),
    ];
    cells.extend([not_due, to_30, to_60, to_90, older, total].map(Cell::Money));
    cells
}

impl View for Balances {
    const TEMPLATE: &'static str = "pages/desk/balances.html";
    const AREA: &'static str = "accounting";

    #[cfg(test)]
    fn samples() -> Vec<Balances> {
        use crate::view::sample::eur;
        let ages = || AgesView {
            not_due: eur(1_000),
            to_30: eur(2_000),
            to_60: eur(0),
            to_90: eur(300),
            older: eur(4),
            total: eur(3_304),
        };
        let page = |list: ListView, customer: &str, is_full: bool| Balances {
            list,
            customer: customer.into(),
            subsidiary: "FR".into(),
            subsidiaries: vec![
                Choice { value: String::new(), text: "All".into() },
                Choice { value: "FR".into(), text: "FR · Comptoir Demo SAS".into() },
            ],
            totals: is_full
                .then(|| TotalRow { currency: "EUR", customers: 12, ages: ages() })
                .into_iter()
                .collect(),
            debtors: is_full
                .then(|| DebtorRow {
                    href: "/desk/statement?customer=al12345-ct".into(),
                    nic: "al12345-ct".into(),
                    name: "W".repeat(60),
                    ages: ages(),
                })
                .into_iter()
                .collect(),
        };
        let [full, empty, filtered] = ListView::samples(&COLUMNS, &[]);
        vec![page(full, "", true), page(empty, "", false), page(filtered, "al1", false)]
    }
}
