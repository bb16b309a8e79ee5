//! `…/debt/operation`: what happened around an invoice, under each of the paths that name one; and `…/debt/pay`.

use std::collections::HashMap;
use std::marker::PhantomData;

use accounts::numbers::Numbered;
use db::AccountTx;
use flows::debts::{self, DebtError, Regularisation, Wanted};
use flows::operations::{self, About, Operation, OperationId, OperationKind, OperationState};
use invoicing::{Invoice, store};
use kernel::{AttemptId, MethodId, PaymentKind};
use serde_json::{Value, json};

use super::order::Orders;
use super::papers::{self, Kind};
use crate::call::{self, Answer, MemberCall};
use crate::list::Collection;
use crate::problem::Problem;
use crate::v1::fields::bad;

/// A kind of paths that name an invoice.
pub(crate) trait Naming: 'static {
    /// The parameter that names it.
    const KEY: &'static str;

    /// The invoice that the path of a call names.
    fn invoice(call: &MemberCall) -> impl Future<Output = Result<Invoice, Problem>> + Send;
}

/// By its reference.
pub(crate) struct ByBill;
/// By the number of the order it bills.
pub(crate) struct ByOrder;
/// By the number of the debt, which is that of its order.
pub(crate) struct ByDebt;

impl Naming for ByBill {
    const KEY: &'static str = Kind::Bill.key();

    async fn invoice(call: &MemberCall) -> Result<Invoice, Problem> {
        Ok(papers::named(call, Kind::Bill).await?.0)
    }
}

impl Naming for ByOrder {
    const KEY: &'static str = Orders::KEY;

    async fn invoice(call: &MemberCall) -> Result<Invoice, Problem> {
        let order = super::order::named(call).await?.id;
        call.read(move |tx| Ok(store::of_order(tx, order)?.pop())).await?.ok_or(Problem::None)
    }
}

impl Naming for ByDebt {
    const KEY: &'static str = super::debt::Debts::KEY;

    async fn invoice(call: &MemberCall) -> Result<Invoice, Problem> {
        let number: i64 = call.param(Self::KEY)?;
        let look = move |tx: &mut AccountTx| {
            let order = orders::store::find_by_number(tx, number)?;
            let found = order.map(|order| store::of_order(tx, order.id)).transpose()?;
            Ok(found.and_then(|mut found| found.pop()))
        };
        let missing = || Problem::NotFound { key: Self::KEY, value: number.to_string() };
        call.read(look).await?.ok_or_else(missing)
    }
}

/// What happened around an invoice, but for its being issued, which made the debt.
pub(crate) struct Operations<N>(PhantomData<N>);

impl<N: Naming> Collection for Operations<N> {
    type Key = i64;
    const KEY: &'static str = "operationId";
    const RISING: &'static [&'static str] = &["operationId"];
    const EQUAL: &'static [(&'static str, &'static str)] = &[("depositOrderId", "long")];

    async fn keys(call: &MemberCall) -> Result<Vec<i64>, Problem> {
        let mut numbers: Vec<i64> = around::<N>(call).await?.into_keys().collect();
        numbers.sort_unstable();
        Ok(numbers)
    }

    async fn objects(call: &MemberCall, keys: &[i64]) -> Result<Vec<Option<Value>>, Problem> {
        let found = around::<N>(call).await?;
        let shape = |key: &i64| {
            let operation = found.get(key)?;
            Some(json!({
                "amount": call.price(operation.amount),
                "date": call.datetime(operation.at),
                "depositOrderId": operation.order,
                "operationId": key,
                "status": status(operation.state),
                "type": kind(operation.kind),
            }))
        };
        Ok(keys.iter().map(shape).collect())
    }
}

/// The operations by their numbers.
async fn around<N: Naming>(call: &MemberCall) -> Result<HashMap<i64, Operation>, Problem> {
    let (invoice, now) = (N::invoice(call).await?, call.now);
    let found = call.read(move |tx| operations::operations(tx, now, &invoice)).await?;
    let is_told = |operation: &Operation| operation.kind != OperationKind::Invoiced;
    let found: Vec<Operation> = found.into_iter().filter(is_told).collect();
    let ids: Vec<OperationId> = found.iter().map(|operation| operation.id).collect();
    let numbers = call.numbers(Numbered::Operation, &ids).await?;
    Ok(numbers.into_iter().zip(found).collect())
}

/// `debt.entry.AssociatedObject`.
pub(crate) async fn associated<N: Naming>(call: MemberCall) -> Answer {
    let number: i64 = call.param(Operations::<N>::KEY)?;
    let missing = || Problem::NotFound { key: Operations::<N>::KEY, value: number.to_string() };
    let operation = around::<N>(&call).await?.remove(&number).ok_or_else(missing)?;
    let (kind, id, paid) = match operation.about {
        About::Order(number) => ("Order", number.to_string(), None),
        About::Document(reference) => ("Refund", reference, None),
        About::Payment(attempt) => {
            let info = payment_info(&call, attempt).await?;
            ("Deposit", attempt.to_string(), Some(info))
        }
    };
    call::json(json!({"id": id, "paymentInfo": paid, "subId": null, "type": kind}))
}

async fn payment_info(call: &MemberCall, attempt: AttemptId) -> Result<Value, Problem> {
    let look = move |tx: &mut AccountTx| {
        let attempt = payments::store::get(tx, attempt)?;
        let find = |method: MethodId| payments::store::find_method(tx, method);
        let method = attempt.method.map(find).transpose()?.flatten();
        Ok((attempt.kind, method.map(|method| method.label)))
    };
    let (kind, label) = call.read(look).await?;
    Ok(papers::payment_info(kind, label.as_deref()))
}

/// `debt.entry.StatusEnum`.
const fn status(state: OperationState) -> &'static str {
    match state {
        OperationState::Done => "DONE",
        OperationState::Paid => "PAID",
        OperationState::ToPay => "TODO",
        OperationState::Running => "PENDING",
        OperationState::Failed => "FAILED",
        OperationState::Cancelled => "CANCELLED",
    }
}

/// `debt.entry.OperationEnum`, which has no word for the document itself.
const fn kind(kind: OperationKind) -> Option<&'static str> {
    match kind {
        OperationKind::Ordered | OperationKind::Regularised => Some("ORDER"),
        OperationKind::Invoiced => None,
        OperationKind::Paid(PaymentKind::Card) => Some("CREDITCARD"),
        OperationKind::Paid(PaymentKind::SepaDebit) => Some("SEPA_DIRECT_DEBIT_AUTOMATIC"),
        OperationKind::GivenBack(PaymentKind::Card) => Some("REFUND_CREDIT_CARD"),
        OperationKind::GivenBack(PaymentKind::SepaDebit) => Some("REFUND_SEPA_DIRECT_DEBIT"),
        OperationKind::Credited => Some("REFUND"),
        OperationKind::Lowered => Some("CREDIT_ACCOUNT_AUTOMATIC"),
    }
}

/// The order that pays what is owed of the invoice.
pub(crate) async fn pay<N: Naming>(call: MemberCall) -> Answer {
    let reference = N::invoice(&call).await?.reference;
    regularised(&call, N::KEY, Wanted::Invoice(reference)).await
}

/// The order that pays everything that is owed.
pub(crate) async fn pay_all(call: MemberCall) -> Answer {
    regularised(&call, "debtAccount", Wanted::Everything).await
}

async fn regularised(call: &MemberCall, field: &str, wanted: Wanted) -> Answer {
    let (cx, id) = (call.cx(), call.cx().random.id(call.now));
    let order = match debts::regularise(cx, call.account.id, id, wanted).await {
        Ok(Regularisation::Order(order)) => order,
        Ok(Regularisation::Nothing) => return Err(Problem::NothingToPay),
        Ok(Regularisation::Paying(number)) => {
            return Err(bad(field, &format!("a payment for it is being made, of the order {number}")));
        }
        Err(DebtError::NoInvoice) => return Err(Problem::None),
        Err(DebtError::Db(error)) => return Err(error.into()),
        Err(
            error @ (DebtError::Record(_)
            | DebtError::Order(_)
            | DebtError::Pay(_)
            | DebtError::Unconfigured(_)),
        ) => return Err(Problem::internal(&error)),
    };
    let mut shape = Orders::objects(call, &[order.number]).await?.pop().flatten().ok_or(Problem::None)?;
    // What is opened next is where it is paid.
    shape["url"] = format!("{}/orders/{}/pay", cx.settings.base_url, order.number).into();
    call::json(shape)
}
