//! Paying an order with what is registered, what it can be paid with, and withdrawing from it.

use accounts::numbers::Numbered;
use flows::{Choice, PayError, PayOutcome, Payment, WithdrawError};
use kernel::{AttemptId, MethodId, PaymentKind};
use orders::{Order, WithdrawalReason};
use payments::{Method, store};
use serde_json::{Value, json};

use super::order::named;
use super::payment_method::{offered, shape};
use crate::call::{self, Answer, MemberCall};
use crate::problem::Problem;
use crate::v1::fields::{bad, maybe_text, needed, text};

const METHOD: &str = "paymentMethod";
const MEAN: &str = "paymentMean";

/// `POST …/pay`: with a registered method, by its number.
pub(crate) async fn pay(call: MemberCall) -> Answer {
    let order = named(&call).await?;
    if order.totals.gross.is_zero() {
        return call::void();
    }
    let fields = call.fields()?;
    let number = fields.get(METHOD).and_then(|method| method.get("id")).and_then(Value::as_i64);
    let number =
        number.ok_or_else(|| bad(METHOD, "the number of a registered method is expected as its id"))?;
    let method = call.numbered(Numbered::Method, &[number]).await?.get(&number).copied();
    let method = method.ok_or_else(|| bad(METHOD, &format!("the account has no payment method {number}")))?;
    paid(&call, &order, METHOD, method).await
}

/// `POST …/payWithRegisteredPaymentMean`: with the method of a kind. What costs nothing is paid with anything.
pub(crate) async fn pay_with_mean(call: MemberCall) -> Answer {
    let order = named(&call).await?;
    let fields = call.fields()?;
    let word = text(MEAN, needed(&fields, MEAN)?)?;
    if order.totals.gross.is_zero() {
        return call::void();
    }
    let kind = match word {
        "CREDIT_CARD" | "creditCard" => Some(PaymentKind::Card),
        "SEPA_DIRECT_DEBIT" | "bankAccount" => Some(PaymentKind::SepaDebit),
        _ => None,
    };
    let wanted = fields.get("paymentMeanId").and_then(Value::as_i64);
    let wanted = match wanted {
        Some(number) => call.numbered(Numbered::Method, &[number]).await?.get(&number).copied().map(Some),
        None => Some(None),
    };
    let methods = usable(&call).await?;
    let is_it = |method: &&Method| {
        Some(method.kind) == kind && wanted.is_some_and(|id| id.is_none_or(|id| id == method.id))
    };
    let method = methods.iter().filter(is_it).max_by_key(|method| method.is_default);
    let none = || bad(MEAN, &format!("the account has no registered {word}"));
    paid(&call, &order, MEAN, method.ok_or_else(none)?.id).await
}

async fn paid(call: &MemberCall, order: &Order, field: &str, method: MethodId) -> Answer {
    let (cx, number) = (call.cx(), order.number);
    let id: AttemptId = cx.random.id(call.now);
    let return_path = format!("/orders/{number}/pay/return?attempt={id}");
    let payment = Payment { id, order: number, with: Choice::Registered(method), return_path };
    match flows::pay(cx, call.account.id, payment).await {
        Ok(PayOutcome::Paid | PayOutcome::Pending) => call::void(),
        Ok(PayOutcome::Redirect(url)) => {
            Err(bad(field, &format!("the payment must be confirmed by its owner at {url}")))
        }
        Ok(PayOutcome::Refused(reason)) => {
            Err(bad(field, &format!("the payment was refused: {}", reason.code())))
        }
        Ok(PayOutcome::Closed) => Err(bad(field, "the payment did not take place, try another method")),
        Err(PayError::NoOrder) => Err(Problem::None),
        Err(error @ (PayError::NotPayable | PayError::AlreadyPaid | PayError::InProgress)) => {
            Err(bad("orderId", &error.to_string()))
        }
        Err(error @ (PayError::NotOffered | PayError::Method | PayError::OtherData)) => {
            Err(bad(field, &error.to_string()))
        }
        Err(PayError::Db(error)) => Err(error.into()),
        Err(error @ (PayError::Settle(_) | PayError::Unconfigured(_))) => Err(Problem::internal(&error)),
    }
}

/// `billing.order.RegisteredPaymentMean[]`: the kinds that are registered and that this order can be paid with.
pub(crate) async fn means(call: MemberCall) -> Answer {
    let order = named(&call).await?;
    if order.totals.gross.is_zero() {
        return call::json(json!([{MEAN: "fidelityAccount"}]));
    }
    let methods = if order.is_payable(call.now) { usable(&call).await? } else { Vec::new() };
    let has = |kind| methods.iter().any(|method| method.kind == kind);
    let words = [(PaymentKind::Card, "creditCard"), (PaymentKind::SepaDebit, "bankAccount")];
    let words = words.into_iter().filter(|(kind, _)| has(*kind)).map(|(_, word)| json!({MEAN: word}));
    call::json(words.collect::<Vec<_>>())
}

/// `billing.order.PaymentMethods`.
pub(crate) async fn methods(call: MemberCall) -> Answer {
    let order = named(&call).await?;
    let is_payable = order.is_payable(call.now);
    let methods = if is_payable { usable(&call).await? } else { Vec::new() };
    let ids: Vec<MethodId> = methods.iter().map(|method| method.id).collect();
    let numbers = call.numbers(Numbered::Method, &ids).await?;
    let shapes = numbers.iter().zip(&methods).map(|(number, method)| shape(&call, *number, method));
    call::json(json!({
        "available": if is_payable { offered(&call) } else { Vec::new() },
        "paymentMethods": shapes.collect::<Vec<_>>(),
        "registered": numbers,
    }))
}

/// `billing.order.PaymentMeans`: the page of the portal where an order is paid.
pub(crate) async fn hosted(call: MemberCall) -> Answer {
    let order = named(&call).await?;
    let page = json!([{
        "fee": 0.0,
        "htmlForm": null,
        "httpMethod": "GET",
        "logo": null,
        "parameters": [],
        "subType": null,
        "url": format!("{}/orders/{}/pay", call.cx().settings.base_url, order.number),
    }]);
    call::json(json!({
        "creditCard": if order.is_payable(call.now) { page } else { Value::Null },
        "edinar": null,
        "fidelityPoints": null,
        "ideal": null,
        "multibanco": null,
        "ovhAccount": null,
        "paypal": null,
        "promotion": null,
    }))
}

/// `POST …/retraction`: the right of withdrawal, used.
pub(crate) async fn withdraw(call: MemberCall) -> Answer {
    let order = named(&call).await?;
    let fields = call.fields()?;
    let word = text("reason", needed(&fields, "reason")?)?;
    let unknown = || Problem::not_a("reason", word, "billing.order.RetractionReasonEnum");
    let reason = WithdrawalReason::parse(word).ok_or_else(unknown)?;
    let comment = maybe_text(&fields, "comment")?.unwrap_or_default().to_owned();
    match flows::withdraw(call.cx(), call.account.id, order.id, reason, comment).await {
        Ok(_) => call::void(),
        Err(error) => Err(unwithdrawn(error)),
    }
}

/// Why an order is not withdrawn from.
pub(super) fn unwithdrawn(error: WithdrawError) -> Problem {
    match error {
        WithdrawError::NoOrder => Problem::None,
        error @ (WithdrawError::Refused(_) | WithdrawError::NotYet) => bad("orderId", &error.to_string()),
        WithdrawError::Db(error) => error.into(),
        error @ (WithdrawError::Order(_)
        | WithdrawError::Credit(_)
        | WithdrawError::Refund(_)
        | WithdrawError::Renew(_)
        | WithdrawError::Money(_)
        | WithdrawError::Unconfigured(_)) => Problem::internal(&error),
    }
}

/// The registered methods that can be charged today.
async fn usable(call: &MemberCall) -> Result<Vec<Method>, Problem> {
    let methods = call.read(store::list_methods).await?;
    Ok(methods.into_iter().filter(|method| method.is_usable(call.today())).collect())
}
