//! Pay what is due, one invoice or the whole balance: what it covers, then the order that pays it.

use axum::extract::Query;
use flows::debts::{self, DebtError, DebtState, Owed, Position, Regularisation, Wanted};
use kernel::{Date, Money, OrderId};
use serde::{Deserialize, Serialize};

use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::form::Form;
use crate::page::{MemberPage, encoded};
use crate::view::{Crumb, View};

#[derive(Debug, Serialize)]
pub(crate) struct Settle {
    /// The order this page makes: sent twice, it is one.
    order: String,
    /// The one invoice to pay; empty for all of them.
    reference: String,
    debts: Vec<DebtRow>,
    total: Money,
    /// The order that waits to be paid, or is being paid, for some of them.
    running: Vec<Running>,
}

#[derive(Debug, Serialize)]
struct DebtRow {
    reference: String,
    issued_on: Date,
    amount: Money,
}

/// What is on its way already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Running {
    number: String,
    is_paying: bool,
}

/// What is due, as pages that only mention it say it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Balance {
    /// What nobody is paying yet.
    due: Money,
    /// What an order was made for that waits to be paid.
    todo: Money,
    /// What a payment is being made for.
    pending: Money,
    /// What can be paid now: what is due, and what an order waits for.
    payable: Money,
    count: usize,
}

impl Balance {
    pub(crate) fn new(position: &Position) -> Balance {
        let payable = position.due.plus(position.todo).unwrap_or(position.due);
        let count = position.debts.iter().filter(|debt| !matches!(debt.state, DebtState::Paying(_))).count();
        Balance { due: position.due, todo: position.todo, pending: position.pending, payable, count }
    }

    #[cfg(test)]
    pub(crate) fn samples() -> [Balance; 2] {
        use crate::view::sample::eur;
        let full =
            Balance { due: eur(6_719), todo: eur(359), pending: eur(100), payable: eur(7_078), count: 2 };
        let paying = Balance { due: eur(0), todo: eur(0), payable: eur(0), count: 0, ..full.clone() };
        [full, paying]
    }
}

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    reference: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Confirmed {
    order: OrderId,
    reference: Option<String>,
}

pub(crate) async fn get(page: MemberPage, Query(asked): Query<Asked>) -> Answer {
    let now = page.visit().now;
    let account = page.cx().db.account(page.account.id);
    let position = account.read(move |tx| debts::position(tx, now)).await?;
    let reference = asked.reference.unwrap_or_default();
    let wanted = |debt: &&Owed| reference.is_empty() || debt.invoice.reference == reference;
    let debts: Vec<&Owed> =
        position.as_ref().map_or_else(Vec::new, |known| known.debts.iter().filter(wanted).collect());
    let Some(first) = debts.first() else { return Ok(nothing(&page)) };
    let free = debts.iter().filter(|debt| !matches!(debt.state, DebtState::Paying(_)));
    let row = |debt: &&Owed| DebtRow {
        reference: debt.invoice.reference.clone(),
        issued_on: debt.invoice.issued_on,
        amount: debt.amount,
    };
    let amounts = free.clone().map(|debt| debt.amount);
    let total = Money::sum(first.amount.currency(), amounts).map_err(PageError::internal)?;
    let rows: Vec<DebtRow> = free.map(row).collect();
    let mut running: Vec<Running> = debts.iter().filter_map(|debt| running(debt.state)).collect();
    running.dedup();
    page.show(&Settle {
        order: page.cx().random.id::<()>(now).to_string(),
        reference,
        debts: rows,
        total,
        running,
    })
}

fn running(state: DebtState) -> Option<Running> {
    match state {
        DebtState::Due => None,
        DebtState::Ordered(number) => Some(Running { number: number.to_string(), is_paying: false }),
        DebtState::Paying(number) => Some(Running { number: number.to_string(), is_paying: true }),
    }
}

pub(crate) async fn post(page: MemberPage, Form(form): Form<Confirmed>) -> Answer {
    let reference = form.reference.filter(|reference| !reference.is_empty());
    let wanted = reference.map_or(Wanted::Everything, Wanted::Invoice);
    match debts::regularise(page.cx(), page.account.id, form.order, wanted).await {
        Ok(Regularisation::Order(order)) => {
            let flash = Flash::good("flash-debt-order").with("number", order.number.to_string());
            Ok(page.redirect_with(&format!("/orders/{}/pay", order.number), flash))
        }
        Ok(Regularisation::Paying(number)) => {
            let flash = Flash::busy("flash-debt-paying");
            Ok(page.redirect_with(&format!("/orders/{number}/pay"), flash))
        }
        Ok(Regularisation::Nothing) => Ok(nothing(&page)),
        Err(DebtError::NoInvoice) => Err(PageError::NotFound),
        Err(DebtError::Db(error)) => Err(error.into()),
        Err(
            error @ (DebtError::Record(_)
            | DebtError::Order(_)
            | DebtError::Pay(_)
            | DebtError::Unconfigured(_)),
        ) => Err(PageError::internal(error)),
    }
}

/// Nothing to pay is something to know, and no fault.
fn nothing(page: &MemberPage) -> axum::response::Response {
    page.redirect_with("/invoices", Flash::busy("flash-debt-none"))
}

/// Where one invoice is paid.
pub(crate) fn href(reference: &str) -> String {
    format!("/invoices/pay?reference={}", encoded(reference))
}

impl View for Settle {
    const TEMPLATE: &'static str = "pages/invoices/settle.html";
    const AREA: &'static str = "invoices";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new("/invoices", "invoices-title")]
    }

    #[cfg(test)]
    fn samples() -> Vec<Settle> {
        use crate::view::sample;
        let row = |number| DebtRow {
            reference: format!("FR0000000{number}"),
            issued_on: sample::on(),
            amount: sample::eur(6_719),
        };
        let running = |is_paying| Running { number: "100042".into(), is_paying };
        let page = |reference: &str, debts, running| Settle {
            order: "1".into(),
            reference: reference.into(),
            debts,
            total: sample::eur(13_438),
            running,
        };
        vec![
            page("", vec![row(1), row(2)], vec![running(false), running(true)]),
            page("FR00000001", vec![row(1)], vec![]),
            page("", vec![], vec![running(true)]),
        ]
    }
}
