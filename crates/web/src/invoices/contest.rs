//! Contest an invoice: what it is about, told to the desk with the invoice filled in.

use axum::extract::Path;
use flows::contest::{self, Contest, ContestError, MESSAGE_CHARS_MAX};
use kernel::{Date, EmailId, Money};
use mail::ContestReason;
use serde::{Deserialize, Serialize};

use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::form::{Fault, Form, FormView};
use crate::page::MemberPage;
use crate::view::{Choice, Crumb, View};

#[derive(Debug, Serialize)]
pub(crate) struct ContestPage {
    /// The message this page makes: sent twice, it is one.
    id: String,
    reference: String,
    issued_on: Date,
    gross: Money,
    order: String,
    form: FormView,
    reasons: Vec<Choice>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Typed {
    id: EmailId,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    message: String,
}

pub(crate) async fn get(page: MemberPage, Path(reference): Path<String>) -> Answer {
    let id: EmailId = page.cx().random.id(page.visit().now);
    let form = FormView::new().with("reason", ContestReason::Mistake.code());
    page.show(&view(&page, reference, id, form).await?)
}

async fn view(
    page: &MemberPage,
    reference: String,
    id: EmailId,
    form: FormView,
) -> Result<ContestPage, PageError> {
    let account = page.cx().db.account(page.account.id);
    let found = account.read(move |tx| invoicing::store::find_by_reference(tx, &reference)).await?;
    let invoice = found.ok_or(PageError::NotFound)?;
    let choice = |reason: &ContestReason| {
        Choice::new(reason.code(), page.say(&format!("contest-reason-{}", reason.code())))
    };
    Ok(ContestPage {
        id: id.to_string(),
        issued_on: invoice.issued_on,
        gross: invoice.gross,
        order: invoice.order_number.to_string(),
        reference: invoice.reference,
        form,
        reasons: ContestReason::ALL.iter().map(choice).collect(),
    })
}

pub(crate) async fn post(
    page: MemberPage,
    Path(reference): Path<String>,
    Form(typed): Form<Typed>,
) -> Answer {
    let reason = ContestReason::parse(&typed.reason).unwrap_or(ContestReason::Other);
    let told = Contest { id: typed.id, reference: reference.clone(), reason, message: typed.message.clone() };
    let fault = match contest::contest(page.cx(), page.account.id, told).await {
        Ok(()) => return Ok(page.redirect_with("/invoices", Flash::good("flash-contested"))),
        Err(ContestError::NoInvoice) => return Err(PageError::NotFound),
        Err(ContestError::Db(error)) => return Err(error.into()),
        Err(ContestError::Empty) => Fault::at("message", "error-contest-empty"),
        Err(ContestError::TooLong) => Fault::at("message", "error-comment").with("count", MESSAGE_CHARS_MAX),
    };
    let form = FormView::new().with("reason", reason.code()).with("message", typed.message);
    let form = page.faulty(form, &[fault]);
    page.show_faulty(&view(&page, reference, typed.id, form).await?)
}

impl View for ContestPage {
    const TEMPLATE: &'static str = "pages/invoices/contest.html";
    const AREA: &'static str = "invoices";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new("/invoices", "invoices-title")]
    }

    #[cfg(test)]
    fn samples() -> Vec<ContestPage> {
        use crate::view::sample;
        vec![ContestPage {
            id: "1".into(),
            reference: "FR00000001".into(),
            issued_on: sample::on(),
            gross: sample::eur(6_719),
            order: "100042".into(),
            form: FormView::new().with("message", "I had ended this service."),
            reasons: ContestReason::ALL.iter().map(|reason| Choice::new(reason.code(), "Why")).collect(),
        }]
    }
}
