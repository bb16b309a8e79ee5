//! `/me/debtAccount`, and what is owed of an invoice or an order.

use db::AccountTx;
use flows::debts::{self, DebtState, Position};
use invoicing::{Content, Invoice, store};
use kernel::{Currency, Date, Money, OrderId};
use serde_json::{Value, json};

use super::papers::{self, Kind};
use crate::call::{self, Answer, MemberCall};
use crate::list::Collection;
use crate::problem::Problem;

/// What the account owes; one that owes nothing has no such thing.
pub(crate) async fn balance(call: MemberCall) -> Answer {
    let position = position(&call).await?.ok_or(Problem::None)?;
    let currency = position.due.currency();
    let is_due = |debt: &&debts::Owed| due_on(&debt.invoice) <= call.today();
    let amounts = position.debts.iter().filter(|debt| debt.state == DebtState::Due);
    let (due, later): (Vec<_>, Vec<_>) = amounts.partition(|debt| is_due(debt));
    let sum = |debts: Vec<&debts::Owed>| {
        let sum = Money::sum(currency, debts.into_iter().map(|debt| debt.amount));
        sum.map(|sum| call.price(sum)).map_err(|error| Problem::internal(&error))
    };
    call::json(json!({
        "active": true,
        "dueAmount": sum(due)?,
        "pendingAmount": call.price(position.pending),
        "todoAmount": call.price(position.todo),
        "unmaturedAmount": sum(later)?,
    }))
}

/// What is owed of an invoice; one that was paid before it was issued never was a debt.
pub(crate) async fn of_bill(call: MemberCall) -> Answer {
    let (invoice, content) = papers::named(&call, Kind::Bill).await?;
    owed(&call, &invoice, &content).await
}

/// What is owed of the invoice of an order.
pub(crate) async fn of_order(call: MemberCall) -> Answer {
    let order = super::order::named(&call).await?.id;
    let invoice = call.read(move |tx| Ok(store::of_order(tx, order)?.pop())).await?.ok_or(Problem::None)?;
    let record = invoice.record().map_err(|error| Problem::internal(&error))?;
    owed(&call, &invoice, &record.content).await
}

/// What is left to pay. A debt that was paid is still found by its number.
pub(crate) struct Debts;

impl Collection for Debts {
    type Key = i64;
    const KEY: &'static str = "debtId";
    const RISING: &'static [&'static str] = &["debtId"];

    async fn keys(call: &MemberCall) -> Result<Vec<i64>, Problem> {
        let debts = position(call).await?.map(|position| position.debts).unwrap_or_default();
        let mut numbers: Vec<i64> = debts.iter().map(|debt| debt.invoice.order_number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        Ok(numbers)
    }

    async fn objects(call: &MemberCall, keys: &[i64]) -> Result<Vec<Option<Value>>, Problem> {
        let (now, wanted) = (call.now, keys.to_vec());
        let look = move |tx: &mut AccountTx| {
            let orders = orders::store::of_numbers(tx, &wanted)?;
            let orders: Vec<OrderId> = orders.iter().map(|order| order.id).collect();
            Ok((store::of_orders(tx, &orders)?, debts::position(tx, now)?))
        };
        let (invoices, position) = call.read(look).await?;
        let debt = |key: &i64| {
            let Some(invoice) = invoices.iter().find(|invoice| invoice.order_number == *key) else {
                return Ok(None);
            };
            let record = invoice.record().map_err(|error| Problem::internal(&error))?;
            Ok(debt(call, invoice, &record.content, position.as_ref()))
        };
        keys.iter().map(debt).collect()
    }
}

async fn position(call: &MemberCall) -> Result<Option<Position>, Problem> {
    let now = call.now;
    call.read(move |tx| debts::position(tx, now)).await
}

async fn owed(call: &MemberCall, invoice: &Invoice, content: &Content) -> Answer {
    let position = position(call).await?;
    call::json(debt(call, invoice, content, position.as_ref()).ok_or(Problem::None)?)
}

/// What is owed of an invoice, when anything ever was.
fn debt(
    call: &MemberCall,
    invoice: &Invoice,
    content: &Content,
    position: Option<&Position>,
) -> Option<Value> {
    if content.payment.is_some() || content.gross.is_zero() {
        return None;
    }
    let owed = position.and_then(|position| position.debts.iter().find(|debt| debt.invoice.id == invoice.id));
    let due_on = content.due_on.unwrap_or(invoice.issued_on);
    Some(shape(call, invoice, due_on, owed.map(|owed| owed.state)))
}

/// The last day to pay: that of the issue where the document names none.
fn due_on(invoice: &Invoice) -> Date {
    let named = Content::parse(&invoice.content).ok().and_then(|content| content.due_on);
    named.unwrap_or(invoice.issued_on)
}

/// `debt.Debt`; its number is that of the order whose invoice it is.
fn shape(call: &MemberCall, invoice: &Invoice, due_on: Date, state: Option<DebtState>) -> Value {
    let (open, currency): (Money, Currency) = (invoice.open(), invoice.gross.currency());
    let when = |is: bool| call.price(if is { open } else { Money::zero(currency) });
    let is_due = due_on <= call.today();
    let is_free = state == Some(DebtState::Due);
    let status = match state {
        None => "PAID",
        Some(DebtState::Due) if is_due => "UNPAID",
        Some(DebtState::Due) => "UNMATURED",
        Some(DebtState::Ordered(_) | DebtState::Paying(_)) => "TO_BE_PAID",
    };
    json!({
        "amount": call.price(invoice.gross),
        "date": call.start_of(invoice.issued_on),
        "debtId": invoice.order_number,
        "dueAmount": when(is_free && is_due),
        "dueDate": call.start_of(due_on),
        "orderId": invoice.order_number,
        "pendingAmount": when(matches!(state, Some(DebtState::Paying(_)))),
        "status": status,
        "todoAmount": when(matches!(state, Some(DebtState::Ordered(_)))),
        "unmaturedAmount": when(is_free && !is_due),
    })
}
