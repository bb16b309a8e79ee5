//! What the customer spent in the last twelve months, month by month and product by product.

use kernel::{Date, Money};
use reports::months::{self, Spending, SpentMonth};
use serde::Serialize;

use crate::charts::{self, Chart, month_key};
use crate::error::{Answer, PageError};
use crate::page::{MemberPage, Page};
use crate::view::{Crumb, View};

#[derive(Debug, Serialize)]
pub(crate) struct SpendingPage {
    spendings: Vec<SpendingView>,
}

/// What was spent in one currency.
#[derive(Debug, Serialize)]
struct SpendingView {
    currency: &'static str,
    months_chart: Chart,
    products_chart: Chart,
    months: Vec<MonthRow>,
    products: Vec<ProductRow>,
    total: TotalRow,
}

#[derive(Debug, Serialize)]
struct MonthRow {
    /// The key of the month's word.
    month: String,
    year: i16,
    net: Money,
    tax: Money,
    gross: Money,
}

#[derive(Debug, Serialize)]
struct ProductRow {
    name: String,
    net: Money,
}

#[derive(Debug, Serialize)]
struct TotalRow {
    net: Money,
    tax: Money,
    gross: Money,
}

pub(crate) async fn get(page: MemberPage) -> Answer {
    let today = page.visit().subsidiary.civil(page.visit().now);
    let account = page.cx().db.account(page.account.id);
    let found = account.read(move |tx| months::spending(tx, today)).await.map_err(PageError::internal)?;
    page.show(&SpendingPage { spendings: found.iter().map(|spending| view(&page, spending)).collect() })
}

fn view(page: &Page, spending: &Spending) -> SpendingView {
    let SpentMonth { net, tax, gross, .. } = spending.total;
    let mut products: Vec<ProductRow> = spending
        .products
        .iter()
        .map(|product| ProductRow { name: product.product.clone(), net: product.net })
        .collect();
    if !spending.others.is_zero() {
        products.push(ProductRow { name: page.say("spending-others"), net: spending.others });
    }
    let bars: Vec<(Date, Money)> = spending.months.iter().map(|month| (month.first, month.gross)).collect();
    let named: Vec<(String, Money)> =
        products.iter().map(|product| (product.name.clone(), product.net)).collect();
    SpendingView {
        currency: gross.currency().code(),
        months_chart: charts::months(&bars),
        products_chart: charts::named(&named),
        months: spending.months.iter().map(row).collect(),
        products,
        total: TotalRow { net, tax, gross },
    }
}

fn row(month: &SpentMonth) -> MonthRow {
    let SpentMonth { first, net, tax, gross } = *month;
    MonthRow { month: month_key(first), year: first.year(), net, tax, gross }
}

impl View for SpendingPage {
    const TEMPLATE: &'static str = "pages/invoices/spending.html";
    const AREA: &'static str = "invoices";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new("/invoices", "invoices-title")]
    }

    #[cfg(test)]
    fn samples() -> Vec<SpendingPage> {
        use crate::view::sample::eur;
        let [months_chart, products_chart] = Chart::samples();
        let month = |month: i8, minor: i64| MonthRow {
            month: format!("month-short-{month}"),
            year: 2026,
            net: eur(minor),
            tax: eur(minor / 5),
            gross: eur(minor + minor / 5),
        };
        let spending = |currency| SpendingView {
            currency,
            months_chart: months_chart.clone(),
            products_chart: products_chart.clone(),
            months: (1..=12).map(|place| month(place, i64::from(place) * 1_000 - 2_000)).collect(),
            products: vec![ProductRow { name: "W".repeat(90), net: eur(6_719) }],
            total: TotalRow { net: eur(5_599), tax: eur(1_120), gross: eur(6_719) },
        };
        vec![
            SpendingPage { spendings: vec![spending("EUR"), spending("CAD")] },
            SpendingPage { spendings: vec![] },
        ]
    }
}
