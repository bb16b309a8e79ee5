//! The credit notes of the account: what each takes back, where its money went, and what is left of it.

use axum::extract::Query;
use db::AccountTx;
use invoicing::store::CreditUsed;
use invoicing::{Invoice, InvoiceColumn, InvoiceFilter, InvoiceQuery};
use kernel::{Date, Direction, InvoiceId, Money, OrderId, PageRequest, Sort};
use payments::Attempt;
use serde::Serialize;
use texts::Args;

use super::list::corrects;
use crate::error::Answer;
use crate::export::{self, Cell};
use crate::list::{Address, Asked, COUNTED_TO, Column, ListView, Sorted};
use crate::page::{MemberPage, Page};
use crate::payments::{labels, method_of};
use crate::view::{Crumb, RowLink, View};

/// How many credit notes one page shows.
const PAGE_SIZE: u16 = 20;
const OWN_SORT: Sort<InvoiceColumn> = Sort::descending(InvoiceColumn::Date);
const COLUMNS: [Column; 7] = [
    Column::new("invoice-reference").sorted("reference", Direction::Descending),
    Column::new("invoice-date").sorted("date", Direction::Descending),
    Column::new("credit-of"),
    Column::new("credit-on"),
    Column::new("total-gross").amount(),
    Column::new("credit-rest").amount(),
    Column::ACTIONS,
];

#[derive(Debug, Serialize)]
pub(crate) struct Credits {
    list: ListView,
    credits: Vec<CreditRow>,
}

#[derive(Debug, Serialize)]
struct CreditRow {
    reference: String,
    issued_on: Date,
    corrects: String,
    on: String,
    gross: Money,
    left: Money,
    links: Vec<RowLink>,
}

/// What is shown of credit notes, from every slice.
struct Shown {
    uses: Vec<CreditUsed>,
    payments: Vec<Attempt>,
    labels: Vec<(kernel::MethodId, String)>,
}

fn shown(tx: &mut AccountTx, notes: &[Invoice]) -> Result<Shown, db::Error> {
    let ids: Vec<InvoiceId> = notes.iter().map(|note| note.id).collect();
    let orders: Vec<OrderId> = notes.iter().map(|note| note.order_id).collect();
    let payments = payments::store::successes_of(tx, &orders)?;
    Ok(Shown { uses: invoicing::store::credit_uses(tx, &ids)?, labels: labels(tx, &payments)?, payments })
}

impl Shown {
    /// Where the money of a credit note went: to the next invoices, or back by the payment.
    fn on(&self, page: &Page, note: &Invoice) -> String {
        let is_kept = note.left().is_positive() || self.uses.iter().any(|used| used.credit == note.id);
        if is_kept {
            return page.say("credit-on-next");
        }
        let paid = self.payments.iter().find(|attempt| attempt.order == Some(note.order_id));
        paid.map_or_else(|| page.say("credit-on-payment"), |paid| method_of(page, paid, &self.labels))
    }
}

fn query(asked: &Asked) -> (InvoiceQuery, Sorted) {
    let (sort, sorted) = Sorted::asked(asked.get("sort"), OWN_SORT);
    (InvoiceQuery { filter: InvoiceFilter::CreditNotes, sort, ..InvoiceQuery::default() }, sorted)
}

pub(crate) async fn get(page: MemberPage, Query(asked): Query<Asked>) -> Answer {
    let ((query, sorted), request) = (query(&asked), asked.page(PAGE_SIZE));
    let account = page.cx().db.account(page.account.id);
    let found = account.read(move |tx| {
        let found = invoicing::store::search(tx, &query, &request)?;
        let count = invoicing::store::count(tx, &query, COUNTED_TO)?;
        let shown = shown(tx, &found.items)?;
        Ok::<_, db::Error>((found, count, shown))
    });
    let (found, count, shown) = found.await?;
    let list =
        ListView::new(Address::new("/invoices/credits"), &COLUMNS, sorted, asked.get("after"), found.next)
            .counted(count)
            .exported("/invoices/credits.csv");
    page.show(&Credits { list, credits: found.items.iter().map(|note| row(&page, note, &shown)).collect() })
}

/// Every credit note, as a table.
pub(crate) async fn csv(page: MemberPage, Query(asked): Query<Asked>) -> Answer {
    let ((query, _), account, shared) = (query(&asked), page.account.id, Page::clone(&page));
    let read = move |request: PageRequest| {
        let (query, page) = (query.clone(), shared.clone());
        async move {
            let found = page.cx().db.account(account).read(move |tx| {
                let found = invoicing::store::search(tx, &query, &request)?;
                let shown = shown(tx, &found.items)?;
                Ok::<_, db::Error>((found, shown))
            });
            let (found, shown) = found.await?;
            Ok(found.map(|note| cells(&page, &note, &shown)))
        }
    };
    let titles = [
        "invoice-reference",
        "invoice-date",
        "credit-of",
        "credit-on",
        "total-gross",
        "credit-rest",
        "currency",
    ];
    export::table(&page, "credits-title", &titles, read).await
}

fn cells(page: &Page, note: &Invoice, shown: &Shown) -> Vec<Cell> {
    vec![
        Cell::text(note.reference.as_str()),
        Cell::Day(note.issued_on),
        Cell::text(corrects(note)),
        Cell::text(shown.on(page, note)),
        Cell::Money(note.gross),
        Cell::Money(note.left()),
        Cell::plain(note.gross.currency().code()),
    ]
}

fn row(page: &Page, note: &Invoice, shown: &Shown) -> CreditRow {
    let (reference, corrects) = (&note.reference, corrects(note));
    let link = |href: String, icon, text| RowLink { href, icon, text };
    let of = page.t("credit-note-of", &Args::new().with("reference", corrects.as_str()));
    CreditRow {
        reference: reference.clone(),
        issued_on: note.issued_on,
        on: shown.on(page, note),
        gross: note.gross,
        left: note.left(),
        links: vec![
            link(format!("/invoices/{reference}/html"), "eye", page.say("credit-note-html")),
            link(format!("/invoices/{reference}/pdf"), "download", page.say("invoice-pdf")),
            link(format!("/invoices/{reference}/operations"), "list-checks", page.say("invoice-operations")),
            link(format!("/invoices/{corrects}/html"), "receipt", of),
        ],
        corrects,
    }
}

impl View for Credits {
    const TEMPLATE: &'static str = "pages/invoices/credits.html";
    const AREA: &'static str = "invoices";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new("/invoices", "invoices-title")]
    }

    #[cfg(test)]
    fn samples() -> Vec<Credits> {
        use crate::view::sample;
        let row = |left: i64| CreditRow {
            reference: format!("FRC0000000{}", left % 10),
            issued_on: sample::on(),
            corrects: "FR00000001".into(),
            on: "Carte bancaire •••• 4242".into(),
            gross: sample::eur(6_719),
            left: sample::eur(left),
            links: vec![RowLink { href: "/x".into(), icon: "eye", text: "See".into() }],
        };
        let [full, empty, _] = ListView::samples(&COLUMNS, &[]);
        vec![
            Credits { list: full, credits: vec![row(0), row(101)] },
            Credits { list: empty, credits: vec![] },
        ]
    }
}
