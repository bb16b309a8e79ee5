//! The invoices and credit notes of the account, sorted, filtered and searched by the address; the ticked ones as PDF
//! or as a table. What a credit note gives back is less than nothing here.

use axum::extract::Query;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use invoicing::exports::ExportKind;
use invoicing::{Invoice, InvoiceColumn, InvoiceFilter, InvoiceQuery};
use kernel::{Date, Direction, Money, PageRequest, Sort};
use serde::Serialize;
use texts::Args;

use super::exports;
use super::settle::{self, Balance};
use crate::error::{Answer, PageError};
use crate::export::{self, Cell};
use crate::flash::Flash;
use crate::list::{Address, Asked, Bulk, COUNTED_TO, Column, ListView, Sorted, iso};
use crate::page::{MemberPage, Page, download};
use crate::view::{Badge, Choice, RowLink, View};

/// How many invoices one page shows.
const PAGE_SIZE: u16 = 20;
/// The most documents on a printed list that is made while its reader waits.
const SUMMARY_NOW_MAX: i64 = 2_000;
/// The most documents in an archive that is.
const ARCHIVE_NOW_MAX: i64 = 50;
/// The filters one chooses among; what shows invoices alone is for programs.
const TABS: [InvoiceFilter; 4] =
    [InvoiceFilter::All, InvoiceFilter::Unpaid, InvoiceFilter::Paid, InvoiceFilter::CreditNotes];

/// By date: the references of invoices and of credit notes are two series.
const OWN_SORT: Sort<InvoiceColumn> = Sort::descending(InvoiceColumn::Date);
const COLUMNS: [Column; 8] = [
    Column::new("invoice-reference").sorted("reference", Direction::Descending),
    Column::new("order-number"),
    Column::new("invoice-date").sorted("date", Direction::Descending),
    Column::new("total-net").amount(),
    Column::new("total-gross").amount().sorted("total", Direction::Descending),
    Column::new("invoice-due").amount(),
    Column::new("state"),
    Column::ACTIONS,
];
const BULK: [Bulk; 4] = [
    Bulk { href: "/invoices.pdf", icon: "file-text", key: "bulk-summary", act: "" },
    Bulk { href: "/invoices.zip", icon: "download", key: "bulk-pdf", act: "" },
    Bulk { href: "/invoices.csv", icon: "download", key: "bulk-csv", act: "" },
    Bulk { href: "/invoices.xlsx", icon: "download", key: "bulk-xlsx", act: "" },
];

#[derive(Debug, Serialize)]
pub(crate) struct Invoices {
    list: ListView,
    /// What is owed, if anything is.
    balance: Option<Balance>,
    reference: String,
    order: String,
    date: String,
    when: &'static str,
    whens: [Choice; 3],
    /// Where everything the filters find is printed as one list.
    summary: String,
    /// Where it is taken home as a workbook.
    workbook: String,
    /// Where each of them is, as PDF, in one archive.
    archive: String,
    invoices: Vec<InvoiceLine>,
}

/// How the dates that are wanted stand to one that is given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum When {
    #[default]
    Is,
    Before,
    After,
}

impl When {
    const ALL: [When; 3] = [When::Is, When::Before, When::After];

    /// The word used in addresses and message keys.
    const fn code(self) -> &'static str {
        match self {
            When::Is => "is",
            When::Before => "before",
            When::After => "after",
        }
    }

    fn parse(code: &str) -> Option<When> {
        When::ALL.into_iter().find(|when| when.code() == code)
    }

    /// The first and the last day it means.
    fn days(self, date: Date) -> (Option<Date>, Option<Date>) {
        match self {
            When::Is => (Some(date), Some(date)),
            When::Before => (None, Some(date.yesterday().unwrap_or(Date::MIN))),
            When::After => (Some(date.tomorrow().unwrap_or(Date::MAX)), None),
        }
    }
}

#[derive(Debug, Serialize)]
struct InvoiceLine {
    reference: String,
    order: Option<String>,
    issued_on: Date,
    net: Money,
    gross: Money,
    due: Money,
    /// The invoice a credit note takes back; empty for an invoice.
    corrects: String,
    state: Badge,
    links: Vec<RowLink>,
}

pub(crate) async fn get(page: MemberPage, Query(asked): Query<Asked>) -> Answer {
    let Read { query, date, when, sorted, address } = read(&page, &asked);
    let (request, now) = (asked.page(PAGE_SIZE), page.visit().now);
    let shown = query.clone();
    let found = page.cx().db.account(page.account.id).read(move |tx| {
        let found = invoicing::store::search(tx, &query, &request)?;
        let count = invoicing::store::count(tx, &query, COUNTED_TO)?;
        Ok::<_, db::Error>((found, count, flows::debts::position(tx, now)?))
    });
    let (found, count, position) = found.await?;
    let locale = page.visit().locale;
    let said = date.map_or_else(String::new, |on| {
        let day = texts::format::date(on, locale, texts::format::Style::Short);
        page.t(&format!("chip-date-{}", when.code()), &Args::new().with("text", day))
    });
    let reference = shown.reference.unwrap_or_default();
    let order = shown.order.map_or_else(String::new, |order| order.to_string());
    let summary = address.clone().at("/invoices.pdf").href();
    let workbook = address.clone().at("/invoices.xlsx").href();
    let archive = address.clone().at("/invoices.zip").href();
    let list = ListView::new(address, &COLUMNS, sorted, asked.get("after"), found.next)
        .counted(count)
        .tabbed("state", "invoices-filter-", &TABS.map(|filter| filter.code()), shown.filter.code())
        .fields(&["reference", "order", "when", "date"])
        .chip(&page, "reference", "chip-search", &reference)
        .chip(&page, "order", "chip-order", &order)
        .chip(&page, "date", "chip-plain", &said)
        .bulk(&BULK)
        .exported("/invoices.csv");
    page.show(&Invoices {
        list,
        balance: position.as_ref().map(Balance::new),
        reference,
        order,
        date: iso(date),
        summary,
        workbook,
        archive,
        when: when.code(),
        whens: When::ALL
            .map(|when| Choice::new(when.code(), page.say(&format!("filter-date-{}", when.code())))),
        invoices: found.items.iter().map(|invoice| line(&page, invoice)).collect(),
    })
}

/// The columns of a table of invoices.
const TITLES: [&str; 9] = [
    "invoice-reference",
    "invoice-date",
    "total-gross",
    "currency",
    "order-number",
    "total-net",
    "invoice-due",
    "state",
    "credit-note-corrects",
];

/// The invoices the address finds, or those that were ticked, as a table.
pub(crate) async fn csv(page: MemberPage, Query(asked): Query<Asked>) -> Answer {
    let query = read(&page, &asked).query;
    export::table(&page, "invoices-title", &TITLES, rows(&page, query)).await
}

/// The same as a workbook.
pub(crate) async fn xlsx(page: MemberPage, Query(asked): Query<Asked>) -> Answer {
    let Read { query, address, .. } = read(&page, &asked);
    let made = export::workbook(&page, "invoices-title", &TITLES, rows(&page, query)).await?;
    let many = || Flash::bad("flash-workbook-many").with("most", export::WORKBOOK_MAX.to_string());
    Ok(made.unwrap_or_else(|| page.redirect_with(&address.href(), many())))
}

/// Reads the invoices a query finds, page by page.
fn rows(
    page: &MemberPage,
    query: InvoiceQuery,
) -> impl Fn(PageRequest) -> BoxFuture<'static, Result<kernel::Page<Vec<Cell>>, db::Error>> + Send + Sync + 'static
{
    let (account, shared) = (page.account.id, Page::clone(page));
    move |request: PageRequest| {
        let (query, page) = (query.clone(), shared.clone());
        let read = async move {
            let account = page.cx().db.account(account);
            let found = account.read(move |tx| invoicing::store::search(tx, &query, &request)).await?;
            Ok(found.map(|invoice| row(&page, &invoice)))
        };
        read.boxed()
    }
}

/// The invoices the address finds, or those that were ticked, on one printed list; a long one is made in the background.
pub(crate) async fn summary(page: MemberPage, Query(asked): Query<Asked>) -> Answer {
    let (query, locale) = (read(&page, &asked).query, page.visit().locale);
    if is_more_than(&page, &query, SUMMARY_NOW_MAX).await? {
        return Ok(page.redirect(&exports::href(&page, &asked, ExportKind::Summary)));
    }
    let documents = &page.web().documents;
    let made = flows::exports::summary(page.cx(), documents, &page.account, &query, locale).await;
    let file = made.map_err(PageError::internal)?.files.pop().ok_or(PageError::NotFound)?;
    Ok(download("application/pdf", &export::dated(&page, "invoices-title", "pdf"), file.content))
}

/// The invoices the address finds, or those that were ticked, as PDF in one ZIP; many are made in the background.
pub(crate) async fn zip(page: MemberPage, Query(asked): Query<Asked>) -> Answer {
    let query = read(&page, &asked).query;
    if is_more_than(&page, &query, ARCHIVE_NOW_MAX).await? {
        return Ok(page.redirect(&exports::href(&page, &asked, ExportKind::Archive)));
    }
    let (documents, request) = (&page.web().documents, PageRequest::first(PageRequest::SIZE_MAX));
    let made = flows::exports::files(page.cx(), documents, page.account.id, &query, request).await;
    let files = made.map_err(PageError::internal)?.files;
    let files: Vec<export::File> = files.into_iter().map(|file| (file.name, file.content)).collect();
    export::archive(&page, "invoices-title", &files)
}

async fn is_more_than(page: &MemberPage, query: &InvoiceQuery, most: i64) -> Result<bool, db::Error> {
    let (account, query) = (page.cx().db.account(page.account.id), query.clone());
    Ok(account.read(move |tx| invoicing::store::count(tx, &query, most + 1)).await? > most)
}

fn row(page: &Page, invoice: &Invoice) -> Vec<Cell> {
    let (_, _, state) = state(invoice);
    vec![
        Cell::text(invoice.reference.as_str()),
        Cell::Day(invoice.issued_on),
        Cell::Money(invoice.signed(invoice.gross)),
        Cell::plain(invoice.gross.currency().code()),
        Cell::plain(invoice.order_number),
        Cell::Money(invoice.signed(invoice.net)),
        Cell::Money(invoice.open()),
        Cell::text(page.say(state)),
        Cell::text(corrects(invoice)),
    ]
}

/// The reference of the invoice a credit note takes back.
pub(super) fn corrects(invoice: &Invoice) -> String {
    if !invoice.is_credit_note() {
        return String::new();
    }
    let corrected = invoice.record().ok().and_then(|record| record.content.corrects);
    corrected.map(|corrected| corrected.reference).unwrap_or_default()
}

/// What an address asks for.
pub(super) struct Read {
    pub(super) query: InvoiceQuery,
    date: Option<Date>,
    when: When,
    sorted: Sorted,
    pub(super) address: Address,
}

pub(super) fn read(page: &Page, asked: &Asked) -> Read {
    let prefix = &page.visit().subsidiary.invoice_prefix;
    let filter = asked.get("state").and_then(InvoiceFilter::parse).unwrap_or_default();
    let reference = asked.get("reference").map(|typed| full_reference(typed, prefix));
    let order: Option<i64> = asked.get("order").and_then(|typed| typed.parse().ok());
    let date = asked.get("date").and_then(|typed| typed.parse::<Date>().ok());
    let when = asked.get("when").and_then(When::parse).unwrap_or_default();
    let (from, until) = date.map_or((None, None), |date| when.days(date));
    let (sort, sorted) = Sorted::asked(asked.get("sort"), OWN_SORT);
    let address = Address::new("/invoices")
        .with("state", if filter == InvoiceFilter::All { "" } else { filter.code() })
        .with("reference", reference.clone().unwrap_or_default())
        .with("order", order.map_or_else(String::new, |order| order.to_string()))
        .with("when", if date.is_none() || when == When::Is { "" } else { when.code() })
        .with("date", iso(date));
    let only = asked.ticked().map(str::to_owned).collect();
    Read {
        query: InvoiceQuery { filter, reference, order, from, until, only, sort },
        date,
        when,
        sorted,
        address,
    }
}

/// What was typed as a whole reference: `42` is `FR00000042`.
fn full_reference(typed: &str, prefix: &str) -> String {
    let typed: String = typed.chars().filter(|c| c.is_ascii_alphanumeric()).take(20).collect();
    let typed = typed.to_ascii_uppercase();
    if !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_digit()) {
        return format!("{prefix}{typed:0>8}");
    }
    typed
}

fn line(page: &Page, invoice: &Invoice) -> InvoiceLine {
    let reference = &invoice.reference;
    let is_credit = invoice.is_credit_note();
    let corrects = corrects(invoice);
    let see =
        |reference: &str, icon, text| RowLink { href: format!("/invoices/{reference}/html"), icon, text };
    let own = if is_credit { "credit-note-html" } else { "invoice-html" };
    let pdf = RowLink {
        href: format!("/invoices/{reference}/pdf"),
        icon: "download",
        text: page.say("invoice-pdf"),
    };
    let pay = invoice.open().is_positive().then(|| RowLink {
        href: settle::href(reference),
        icon: "credit-card",
        text: page.say("invoice-pay"),
    });
    let history = RowLink {
        href: format!("/invoices/{reference}/operations"),
        icon: "list-checks",
        text: page.say("invoice-operations"),
    };
    let contest = RowLink {
        href: format!("/invoices/{reference}/contest"),
        icon: "circle-alert",
        text: page.say("invoice-contest"),
    };
    let of = (!corrects.is_empty()).then(|| {
        let text = page.t("credit-note-of", &Args::new().with("reference", corrects.as_str()));
        see(&corrects, "receipt", text)
    });
    InvoiceLine {
        reference: reference.clone(),
        order: Some(invoice.order_number.to_string()),
        issued_on: invoice.issued_on,
        net: invoice.signed(invoice.net),
        gross: invoice.signed(invoice.gross),
        due: invoice.open(),
        state: badge(page, invoice),
        links: pay
            .into_iter()
            .chain([see(reference, "eye", page.say(own)), pdf, history])
            .chain(of)
            .chain([contest])
            .collect(),
        corrects,
    }
}

/// An invoice as the page of something it is about mentions it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Mention {
    reference: String,
    issued_on: Date,
    gross: Money,
    state: Badge,
}

impl Mention {
    pub(crate) fn new(page: &Page, invoice: &Invoice) -> Mention {
        Mention {
            reference: invoice.reference.clone(),
            issued_on: invoice.issued_on,
            gross: invoice.gross,
            state: badge(page, invoice),
        }
    }

    #[cfg(test)]
    pub(crate) fn samples() -> Vec<Mention> {
        use crate::view::sample;
        let (issued_on, gross, state) = (sample::on(), sample::eur(6_719), Badge::sample());
        vec![Mention { reference: "FR00000001".into(), issued_on, gross, state }]
    }
}

fn badge(page: &Page, invoice: &Invoice) -> Badge {
    let (hue, icon, key) = state(invoice);
    Badge::new(&page.web().texts, page.visit().locale, hue, icon, key)
}

fn state(invoice: &Invoice) -> (&'static str, &'static str, &'static str) {
    if invoice.is_credit_note() {
        ("busy", "rotate-ccw", "invoice-state-credit")
    } else if invoice.is_paid() {
        ("good", "circle-check", "invoice-state-paid")
    } else {
        ("bad", "circle-alert", "invoice-state-unpaid")
    }
}

impl View for Invoices {
    const TEMPLATE: &'static str = "pages/invoices/list.html";
    const AREA: &'static str = "invoices";

    #[cfg(test)]
    fn samples() -> Vec<Invoices> {
        use crate::view::sample;
        let line = |due: i64| InvoiceLine {
            reference: format!("FR0000000{}", due % 10),
            order: (due == 0).then(|| "100042".to_owned()),
            issued_on: sample::on(),
            net: sample::eur(5_599),
            gross: sample::eur(6_719),
            due: sample::eur(due),
            corrects: if due == 0 { String::new() } else { "FR00000009".into() },
            state: Badge::sample(),
            links: vec![RowLink { href: "/x".into(), icon: "eye", text: "See".into() }],
        };
        let states = TABS.map(|filter| filter.code());
        let mut balances = Balance::samples().into_iter();
        let mut list = |list: ListView, reference: &str, invoices| Invoices {
            balance: balances.next(),
            list: list.tabbed("state", "invoices-filter-", &states, "unpaid"),
            reference: reference.into(),
            order: String::new(),
            date: if reference.is_empty() { String::new() } else { "2026-05-01".into() },
            summary: "/invoices.pdf".into(),
            workbook: "/invoices.xlsx".into(),
            archive: "/invoices.zip".into(),
            when: When::Before.code(),
            whens: When::ALL.map(|when| Choice::new(when.code(), when.code())),
            invoices,
        };
        let [full, empty, filtered] = ListView::samples(&COLUMNS, &BULK);
        let rows = vec![line(0), line(6_719)];
        vec![list(full, "", rows), list(empty, "", vec![]), list(filtered, "FR1", vec![])]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn before_and_after_a_date_leave_it_out() {
        let date: Date = "2026-05-01".parse().unwrap();
        let day = |text: &str| Some(text.parse().unwrap());
        assert_eq!(When::Is.days(date), (Some(date), Some(date)));
        assert_eq!(When::Before.days(date), (None, day("2026-04-30")));
        assert_eq!(When::After.days(date), (day("2026-05-02"), None));
        assert_eq!(When::After.days(Date::MAX), (Some(Date::MAX), None));
        for when in When::ALL {
            assert_eq!(When::parse(when.code()), Some(when));
        }
    }

    #[test]
    fn a_number_alone_is_a_reference() {
        assert_eq!(full_reference(" 42 ", "FR"), "FR00000042");
        assert_eq!(full_reference("fr00000042", "FR"), "FR00000042");
        assert_eq!(full_reference("", "FR"), "");
    }
}
