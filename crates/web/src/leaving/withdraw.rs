//! Withdrawal from the order that brought a service: what comes back, the confirmation, and where the money is.

use axum::extract::Path;
use flows::{WithdrawError, WithdrawalQuote};
use kernel::{Date, Money, OrderId, Rate, ServiceId, Timestamp};
use orders::{Withdrawal, WithdrawalReason, WithdrawalState};
use payments::RefundState;
use serde::{Deserialize, Serialize};

use super::{About, withdrawal_refusal};
use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::form::{Fault, Form, FormView};
use crate::page::{MemberPage, Page};
use crate::view::{Badge, Choice, Crumb, InvoiceMention, View};

#[derive(Debug, Deserialize)]
pub(crate) struct Typed {
    reason: String,
    comment: String,
    /// «Yes, I wish to cancel this order.»
    sure: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Withdraw {
    about: About,
    form: FormView,
    reasons: Vec<Choice>,
    /// Why it is not possible; empty when it is, or was done.
    refusal: String,
    quote: Option<QuoteView>,
    done: Option<DoneView>,
}

/// What would come back.
#[derive(Debug, Serialize)]
struct QuoteView {
    until: Date,
    lines: Vec<LineBack>,
    net: Money,
    taxes: Vec<TaxBack>,
    refund: Money,
    due_on: Date,
    services: Vec<String>,
}

#[derive(Debug, Serialize)]
struct LineBack {
    description: String,
    days_used: Option<i64>,
    days_paid: Option<i64>,
    paid: Money,
    back: Money,
}

#[derive(Debug, Serialize)]
struct TaxBack {
    label: String,
    rate: Rate,
    amount: Money,
}

/// A withdrawal, and the money it gives back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct DoneView {
    asked_at: Timestamp,
    refund: Money,
    due_on: Date,
    ended_at: Option<Timestamp>,
    state: Badge,
    credit: Option<InvoiceMention>,
}

pub(crate) async fn get(page: MemberPage, Path(service): Path<ServiceId>) -> Answer {
    page.show(&view(&page, service, FormView::new()).await?)
}

pub(crate) async fn post(
    page: MemberPage,
    Path(service): Path<ServiceId>,
    Form(typed): Form<Typed>,
) -> Answer {
    let here = format!("/services/{service}/withdraw");
    let comment = typed.comment.trim().to_owned();
    let mut faults = Vec::new();
    if comment.chars().count() > services::COMMENT_CHARS_MAX {
        faults.push(Fault::at("comment", "error-comment").with("count", services::COMMENT_CHARS_MAX));
    }
    if typed.sure.as_deref() != Some("yes") {
        faults.push(Fault::at("sure", "error-withdrawal-sure"));
    }
    if !faults.is_empty() {
        let form = FormView::new().with("reason", typed.reason).with("comment", comment);
        let form = if typed.sure.is_some() { form.with("sure", "yes") } else { form };
        return page.show_faulty(&view(&page, service, page.faulty(form, &faults)).await?);
    }
    let reason = WithdrawalReason::parse(&typed.reason);
    let reason = reason.ok_or_else(|| PageError::Bad("no such reason".to_owned()))?;
    let about = found(&page, service).await?;
    match flows::withdraw(page.cx(), page.account.id, about.order, reason, comment).await {
        Ok(_) => Ok(page.redirect_with(&here, Flash::good("flash-withdrawn"))),
        Err(error) => {
            let reason = refusal(&page, error)?;
            Ok(page.redirect_with(&here, Flash::bad("flash-service-refused").with("reason", reason)))
        }
    }
}

async fn found(page: &MemberPage, service: ServiceId) -> Result<services::Service, PageError> {
    let account = page.cx().db.account(page.account.id);
    let found = account.read(move |tx| services::store::find(tx, service)).await?;
    found.ok_or(PageError::NotFound)
}

async fn view(page: &MemberPage, service: ServiceId, form: FormView) -> Result<Withdraw, PageError> {
    let service = found(page, service).await?;
    let done = done(page, service.order).await?;
    let (quote, refusal) = match done {
        Some(_) => (None, String::new()),
        None => match flows::quote_withdrawal(page.cx(), page.account.id, service.order).await {
            Ok(quote) => (Some(quote_view(quote)), String::new()),
            Err(error) => (None, refusal(page, error)?),
        },
    };
    Ok(Withdraw { about: About::new(&service), form, reasons: reasons(page), refusal, quote, done })
}

/// The words of a refusal; anything else is a failure.
fn refusal(page: &Page, error: WithdrawError) -> Result<String, PageError> {
    match error {
        WithdrawError::Refused(why) => Ok(withdrawal_refusal(page, why)),
        WithdrawError::NotYet => Ok(page.say("withdrawal-refusal-not_yet")),
        WithdrawError::NoOrder => Err(PageError::NotFound),
        WithdrawError::Db(error) => Err(error.into()),
        error @ (WithdrawError::Order(_)
        | WithdrawError::Credit(_)
        | WithdrawError::Refund(_)
        | WithdrawError::Renew(_)
        | WithdrawError::Money(_)
        | WithdrawError::Unconfigured(_)) => Err(PageError::internal(error)),
    }
}

fn quote_view(quote: WithdrawalQuote) -> QuoteView {
    let line = |line: flows::WithdrawalLine| LineBack {
        description: line.description,
        days_used: line.days_used,
        days_paid: line.days_paid,
        paid: line.paid,
        back: line.back,
    };
    let tax = |tax: invoicing::TaxLine| TaxBack { label: tax.label, rate: tax.rate, amount: tax.amount };
    QuoteView {
        until: quote.until,
        lines: quote.lines.into_iter().map(line).collect(),
        net: quote.net,
        taxes: quote.taxes.into_iter().map(tax).collect(),
        refund: quote.refund,
        due_on: quote.refund_due_on,
        services: quote.services,
    }
}

/// The withdrawal from an order, if there was one, and where its money is.
pub(crate) async fn done(page: &MemberPage, order: OrderId) -> Result<Option<DoneView>, PageError> {
    let account = page.cx().db.account(page.account.id);
    let read = account.read(move |tx| {
        let Some(withdrawal) = orders::store::find_withdrawal(tx, order)? else { return Ok(None) };
        let refund = match withdrawal.refunded_by {
            Some(id) => Some(payments::store::get_refund(tx, id)?.state),
            None => None,
        };
        let credit = match withdrawal.credit {
            Some(id) => invoicing::store::find(tx, id)?,
            None => None,
        };
        Ok::<_, db::Error>(Some((withdrawal, refund, credit)))
    });
    let Some((withdrawal, refund, credit)) = read.await? else { return Ok(None) };
    let (hue, icon, word) = state(&withdrawal, refund);
    let key = format!("refund-state-{word}");
    Ok(Some(DoneView {
        asked_at: withdrawal.asked_at,
        refund: withdrawal.refund,
        due_on: withdrawal.refund_due_on,
        ended_at: withdrawal.ended_at,
        state: Badge::new(&page.web().texts, page.visit().locale, hue, icon, &key),
        credit: credit.map(|credit| InvoiceMention {
            href: format!("/invoices/{}/html", credit.reference),
            issued_on: credit.issued_on,
            total: credit.signed(credit.gross),
            reference: credit.reference,
        }),
    }))
}

fn state(withdrawal: &Withdrawal, refund: Option<RefundState>) -> (&'static str, &'static str, &'static str) {
    match (withdrawal.state, refund) {
        (WithdrawalState::Refunded, None) => ("good", "circle-check", "nothing"),
        (WithdrawalState::Refunded, Some(_)) => ("good", "circle-check", "refunded"),
        (WithdrawalState::Refunding, Some(RefundState::Failed)) => ("wait", "clock-alert", "failed"),
        (
            WithdrawalState::Refunding,
            None
            | Some(RefundState::Requested | RefundState::Unknown | RefundState::Pending | RefundState::Success),
        ) => ("busy", "hourglass", "refunding"),
    }
}

/// The reasons; «something else, or no answer» first.
fn reasons(page: &Page) -> Vec<Choice> {
    let first = WithdrawalReason::Other;
    let rest = WithdrawalReason::ALL.iter().copied().filter(|reason| *reason != first);
    let choice = |reason: WithdrawalReason| Choice {
        value: reason.code().to_owned(),
        text: page.say(&format!("withdrawal-reason-{}", reason.code())),
    };
    [first].into_iter().chain(rest).map(choice).collect()
}

impl DoneView {
    #[cfg(test)]
    pub(crate) fn sample() -> DoneView {
        use crate::view::sample;
        DoneView {
            asked_at: sample::at(),
            refund: sample::eur(254),
            due_on: sample::on(),
            ended_at: Some(sample::at()),
            state: Badge::sample(),
            credit: Some(InvoiceMention {
                reference: "FRC00000001".into(),
                issued_on: sample::on(),
                total: sample::eur(-254),
                href: "/invoices/FRC00000001/html".into(),
            }),
        }
    }
}

impl View for Withdraw {
    const TEMPLATE: &'static str = "pages/leaving/withdraw.html";
    const AREA: &'static str = "orders";

    fn crumbs(&self) -> Vec<Crumb> {
        self.about.crumbs()
    }

    #[cfg(test)]
    fn samples() -> Vec<Withdraw> {
        use crate::view::sample;
        let line = |days| LineBack {
            description: "Riva 2".into(),
            days_used: days,
            days_paid: days.map(|_| 31),
            paid: sample::eur(299),
            back: sample::eur(212),
        };
        let quote = QuoteView {
            until: sample::on(),
            lines: vec![line(Some(9)), line(None)],
            net: sample::eur(212),
            taxes: vec![TaxBack { label: "TVA".into(), rate: Rate::percent(20), amount: sample::eur(42) }],
            refund: sample::eur(254),
            due_on: sample::on(),
            services: vec!["srv-1a2b3c".into(), "srv-4d5e6f".into()],
        };
        let texts = texts::Texts::embedded();
        let faults = [Fault::at("sure", "error-withdrawal-sure")];
        let page = |quote, done, refusal: &str| Withdraw {
            about: About::sample(),
            form: FormView::new().faulty(&texts, kernel::Locale::En, &faults),
            reasons: vec![Choice { value: "other".into(), text: "Other".into() }],
            refusal: refusal.into(),
            quote,
            done,
        };
        let bare = DoneView { ended_at: None, credit: None, ..DoneView::sample() };
        vec![
            page(Some(quote), None, ""),
            page(None, Some(DoneView::sample()), ""),
            page(None, Some(bare), ""),
            page(None, None, "The days are over."),
        ]
    }
}
