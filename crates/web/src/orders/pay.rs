//! Paying an order: the choice of a method, the way to the provider's page and back, and the wait.

use axum::extract::{Path, Query};
use axum::response::Response;
use flows::{Choice, PayError, PayOutcome, Payment};
use kernel::{AttemptId, Money, PaymentKind, Timestamp};
use orders::OrderKind;
use payments::{Attempt, AttemptState, Method, RefusalReason};
use serde::{Deserialize, Serialize};

use super::{line_view, sum_lines};
use crate::account::methods::expires;
use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::form::{Fault, Form, FormView};
use crate::page::{MemberPage, encoded};
use crate::view::{Crumb, LineView, TotalsView, View};

#[derive(Debug, Serialize)]
pub(crate) struct Pay {
    number: String,
    /// Whether the page is the last of the steps of a purchase.
    is_purchase: bool,
    /// The attempt this page makes: sent twice, it is one.
    attempt: String,
    /// Whether the outcome of a payment is awaited.
    is_waiting: bool,
    /// Why the last payment brought nothing.
    refusal: &'static str,
    form: FormView,
    registered: Vec<MethodChoice>,
    kinds: Vec<KindChoice>,
    /// What is left to pay.
    total: Money,
    /// What credit took off beforehand.
    credit: Money,
    lines: Vec<LineView>,
    totals: TotalsView,
    expires_at: Timestamp,
}

#[derive(Debug, Serialize)]
struct MethodChoice {
    value: String,
    label: String,
    icon: &'static str,
    is_chosen: bool,
    is_default: bool,
    expires: String,
}

#[derive(Debug, Serialize)]
struct KindChoice {
    value: &'static str,
    icon: &'static str,
    is_chosen: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Chosen {
    attempt: AttemptId,
    method: Option<String>,
    register: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Back {
    attempt: Option<AttemptId>,
}

pub(crate) async fn get(page: MemberPage, Path(number): Path<i64>) -> Answer {
    match view(&page, number, &[]).await? {
        Some(view) => page.show(&view),
        None => Ok(page.redirect(&format!("/orders/{number}"))),
    }
}

pub(crate) async fn post(page: MemberPage, Path(number): Path<i64>, Form(form): Form<Chosen>) -> Answer {
    let Some(with) = choice(&form) else { return refused(&page, number, "error-method").await };
    let return_path = format!("/orders/{number}/pay/return?attempt={}", encoded(&form.attempt.to_string()));
    let payment = Payment { id: form.attempt, order: number, with, return_path };
    let outcome = flows::pay(page.cx(), page.account.id, payment).await;
    match outcome {
        Ok(outcome) => Ok(follow(&page, number, outcome)),
        Err(PayError::NoOrder) => Err(PageError::NotFound),
        Err(PayError::NotPayable | PayError::AlreadyPaid) => Ok(page.redirect(&format!("/orders/{number}"))),
        Err(PayError::InProgress) => refused(&page, number, "error-payment-running").await,
        Err(PayError::NotOffered | PayError::Method | PayError::OtherData) => {
            refused(&page, number, "error-method").await
        }
        Err(PayError::Db(error)) => Err(error.into()),
        Err(error @ (PayError::Settle(_) | PayError::Unconfigured(_))) => Err(PageError::internal(error)),
    }
}

/// The customer comes back from the provider's page.
pub(crate) async fn back(page: MemberPage, Path(number): Path<i64>, Query(back): Query<Back>) -> Answer {
    super::order(&page, page.account.id, number).await?;
    let Some(attempt) = back.attempt else { return Ok(page.redirect(&format!("/orders/{number}/pay"))) };
    match flows::came_back(page.cx(), page.account.id, attempt).await {
        // Back without having finished there: the payment can be chosen again here.
        Ok(PayOutcome::Redirect(_)) => Ok(page.redirect(&format!("/orders/{number}/pay"))),
        Ok(outcome) => Ok(follow(&page, number, outcome)),
        Err(PayError::NoOrder) => Err(PageError::NotFound),
        Err(PayError::Db(error)) => Err(error.into()),
        Err(error) => {
            tracing::warn!(%error, "the return from a payment page could not be worked on; it will be");
            Ok(page.redirect(&format!("/orders/{number}/pay")))
        }
    }
}

fn follow(page: &MemberPage, number: i64, outcome: PayOutcome) -> Response {
    match outcome {
        PayOutcome::Redirect(url) => page.leave_for(&url),
        PayOutcome::Paid => {
            let flash = Flash::good("flash-order-paid").with("number", number.to_string());
            page.redirect_with(&format!("/orders/{number}"), flash)
        }
        PayOutcome::Pending | PayOutcome::Refused(_) | PayOutcome::Closed => {
            page.redirect(&format!("/orders/{number}/pay"))
        }
    }
}

fn choice(form: &Chosen) -> Option<Choice> {
    let method = form.method.as_deref()?;
    if let Some(kind) = PaymentKind::parse(method) {
        let register = form.register.as_deref() == Some("yes");
        return Some(Choice::New { kind, register, make_default: register });
    }
    Some(Choice::Registered(method.parse().ok()?))
}

async fn refused(page: &MemberPage, number: i64, key: &str) -> Answer {
    match view(page, number, &[Fault::at("method", key)]).await? {
        Some(view) => page.show_faulty(&view),
        None => Ok(page.redirect(&format!("/orders/{number}"))),
    }
}

/// The page, or nothing when the order is not to be paid, any more.
async fn view(page: &MemberPage, number: i64, faults: &[Fault]) -> Result<Option<Pay>, PageError> {
    let account = page.cx().db.account(page.account.id);
    let found = account
        .read(move |tx| {
            let Some(order) = orders::store::find_by_number(tx, number)? else { return Ok(None) };
            let attempts = payments::store::of_order(tx, order.id)?;
            let to_pay = flows::debts::to_pay(tx, &order)?;
            Ok::<_, db::Error>(Some((order, attempts, payments::store::list_methods(tx)?, to_pay)))
        })
        .await?;
    let (order, attempts, methods, total) = found.ok_or(PageError::NotFound)?;
    let (visit, now) = (page.visit(), page.visit().now);
    let is_waiting = attempts.iter().any(|attempt| is_awaited(attempt.state));
    if order.paid_at.is_some() || (!order.is_payable(now) && !is_waiting) {
        return Ok(None);
    }
    let today = visit.subsidiary.civil(now);
    let usable: Vec<&Method> = methods.iter().filter(|method| method.is_usable(today)).collect();
    let offered = visit.subsidiary.payment_kinds(page.account.account_type).iter().copied();
    let offered: Vec<PaymentKind> =
        offered.filter(|kind| page.cx().gateways.hosting(*kind).is_some()).collect();
    let subsidiary = page.cx().jurisdictions.get(order.subsidiary).unwrap_or(&visit.subsidiary);
    Ok(Some(Pay {
        number: order.number.to_string(),
        is_purchase: order.kind == OrderKind::Purchase,
        attempt: page.cx().random.id::<()>(now).to_string(),
        is_waiting,
        refusal: attempts.first().map_or("", refusal),
        form: page.faulty(FormView::new(), faults),
        kinds: (0..)
            .zip(&offered)
            .map(|(at, kind)| KindChoice {
                value: kind.code(),
                icon: icon(*kind),
                is_chosen: at == 0 && usable.is_empty(),
            })
            .collect(),
        registered: registered(&usable),
        credit: order.totals.gross.minus(total).map_err(PageError::internal)?,
        total,
        lines: order.lines.iter().map(line_view).collect(),
        totals: TotalsView::new(page, &order.totals, subsidiary, &sum_lines(page, &order.lines)),
        expires_at: order.expires_at,
    }))
}

/// The default method first, and chosen.
fn registered(usable: &[&Method]) -> Vec<MethodChoice> {
    let mut methods = usable.to_vec();
    methods.sort_by_key(|method| !method.is_default);
    let choice = |(at, method): (usize, &&Method)| MethodChoice {
        value: method.id.to_string(),
        label: method.label.clone(),
        icon: icon(method.kind),
        is_chosen: at == 0,
        is_default: method.is_default,
        expires: expires(method),
    };
    methods.iter().enumerate().map(choice).collect()
}

const fn icon(kind: PaymentKind) -> &'static str {
    match kind {
        PaymentKind::Card => "credit-card",
        PaymentKind::SepaDebit => "landmark",
    }
}

/// Whether an attempt's outcome is being awaited; a page left open is not, since it can be opened again.
const fn is_awaited(state: AttemptState) -> bool {
    match state {
        AttemptState::Created | AttemptState::Unknown | AttemptState::Confirming | AttemptState::Success => {
            true
        }
        AttemptState::Ready
        | AttemptState::Error
        | AttemptState::Expired
        | AttemptState::Canceled
        | AttemptState::Failed => false,
    }
}

/// The end of the key that says why an attempt brought nothing.
fn refusal(attempt: &Attempt) -> &'static str {
    match attempt.state {
        AttemptState::Failed => attempt.reason.unwrap_or(RefusalReason::Declined).code(),
        AttemptState::Canceled => "canceled",
        AttemptState::Expired => "page_expired",
        AttemptState::Error => "error",
        AttemptState::Created
        | AttemptState::Unknown
        | AttemptState::Ready
        | AttemptState::Confirming
        | AttemptState::Success => "",
    }
}

impl View for Pay {
    const TEMPLATE: &'static str = "pages/orders/pay.html";
    const AREA: &'static str = "orders";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new("/orders", "orders-title"), Crumb::order(&self.number)]
    }

    #[cfg(test)]
    fn samples() -> Vec<Pay> {
        use crate::view::sample;
        let method = MethodChoice {
            value: "1".into(),
            label: "•••• 4242".into(),
            icon: "credit-card",
            is_chosen: true,
            is_default: true,
            expires: "12/2027".into(),
        };
        let kind = |kind: PaymentKind| KindChoice { value: kind.code(), icon: icon(kind), is_chosen: false };
        let line = LineView {
            description: "Riva 2".into(),
            quantity: 1,
            was: None,
            net: sample::eur(5_599),
            is_installation: false,
        };
        let mut states: Vec<(&str, bool)> =
            RefusalReason::ALL.iter().map(|reason| (reason.code(), false)).collect();
        states.extend([
            ("canceled", false),
            ("page_expired", false),
            ("error", false),
            ("", false),
            ("", true),
        ]);
        let mut choices = Some((vec![method], PaymentKind::ALL.map(kind).into()));
        let page = |(refusal, is_waiting): (_, bool)| {
            let (registered, kinds) = choices.take().unwrap_or_default();
            Pay {
                credit: sample::eur(if is_waiting { 0 } else { 1_000 }),
                number: "100042".into(),
                is_purchase: !is_waiting,
                attempt: "1".into(),
                is_waiting,
                refusal,
                form: FormView::new(),
                registered,
                kinds,
                total: sample::eur(6_719),
                lines: vec![LineView { ..line.clone() }],
                totals: TotalsView::sample(),
                expires_at: sample::at(),
            }
        };
        states.into_iter().map(page).collect()
    }
}
