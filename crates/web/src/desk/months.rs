//! What a subsidiary invoiced, is still owed and gave back, month by month.

use axum::extract::Query;
use kernel::{Date, Money, SubsidiaryCode};
use reports::months::{self, HouseMonth};
use serde::Serialize;

use super::balances::subsidiary_choices;
use crate::charts::{self, Chart, month_key};
use crate::error::{Answer, PageError};
use crate::list::Asked;
use crate::page::StaffPage;
use crate::view::{Choice, View};

#[derive(Debug, Serialize)]
pub(crate) struct Months {
    subsidiary: String,
    subsidiaries: Vec<Choice>,
    reports: Vec<ReportView>,
}

/// What was done in one currency.
#[derive(Debug, Serialize)]
struct ReportView {
    currency: &'static str,
    charts: Vec<Titled>,
    months: Vec<MonthRow>,
}

/// A chart and the key of its title.
#[derive(Debug, Serialize)]
struct Titled {
    key: &'static str,
    chart: Chart,
}

#[derive(Debug, Serialize)]
struct MonthRow {
    /// The key of the month's word.
    month: String,
    year: i16,
    revenue: Money,
    tax: Money,
    outstanding: Money,
    refunds: Money,
}

pub(crate) async fn get(page: StaffPage, Query(asked): Query<Asked>) -> Answer {
    let all = page.cx().jurisdictions.all();
    let wanted = asked.get("subsidiary").and_then(|code| SubsidiaryCode::parse(code).ok());
    let known = wanted.and_then(|code| page.cx().jurisdictions.get(code)).or_else(|| all.first());
    let subsidiary = known.ok_or(PageError::NotFound)?;
    let (code, today) = (subsidiary.code, subsidiary.civil(page.visit().now));
    let read = page.cx().db.across().read(move |tx| months::house(tx, code, today));
    let found = read.await.map_err(PageError::internal)?;
    page.show(&Months {
        subsidiary: code.as_str().to_owned(),
        subsidiaries: subsidiary_choices(&page).collect(),
        reports: found.iter().filter_map(|months| report(months)).collect(),
    })
}

fn report(months: &[HouseMonth]) -> Option<ReportView> {
    let currency = months.first()?.revenue.currency().code();
    let titled = |key, of: fn(&HouseMonth) -> Money| {
        let bars: Vec<(Date, Money)> = months.iter().map(|month| (month.first, of(month))).collect();
        Titled { key, chart: charts::months(&bars) }
    };
    let charts = vec![
        titled("months-revenue", |month| month.revenue),
        titled("months-outstanding", |month| month.outstanding),
        titled("months-refunds", |month| month.refunds),
    ];
    Some(ReportView { currency, charts, months: months.iter().map(row).collect() })
}

fn row(month: &HouseMonth) -> MonthRow {
    let HouseMonth { first, revenue, tax, outstanding, refunds } = *month;
    MonthRow { month: month_key(first), year: first.year(), revenue, tax, outstanding, refunds }
}

impl View for Months {
    const TEMPLATE: &'static str = "pages/desk/months.html";
    const AREA: &'static str = "accounting";

    #[cfg(test)]
    fn samples() -> Vec<Months> {
        use crate::view::sample::eur;
        let month = |month: i64| HouseMonth {
            first: crate::view::sample::on(),
            revenue: eur(month * 1_000),
            tax: eur(month * 200),
            outstanding: eur(12 - month),
            refunds: eur(0),
        };
        let months: Vec<HouseMonth> = (1..=12).map(month).collect();
        let page = |reports| Months {
            subsidiary: "FR".into(),
            subsidiaries: vec![Choice { value: "FR".into(), text: "FR · Comptoir Demo SAS".into() }],
            reports,
        };
        vec![page(report(&months).into_iter().collect()), page(vec![])]
    }
}
