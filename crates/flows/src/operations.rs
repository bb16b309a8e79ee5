//! What happened around an invoice: orders, payments, refunds and credit notes, with where each stands.

use db::AccountTx;
use invoicing::Invoice;
use invoicing::store::CreditUsed;
use kernel::{AttemptId, Id, InvoiceId, Money, OrderId, PaymentKind, Timestamp};
use orders::{Order, OrderKind, OrderState};
use payments::{Attempt, AttemptState, Refund, RefundState};

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OperationKind {
    /// The order it bills was made.
    Ordered,
    /// It was issued.
    Invoiced,
    /// An order was made that pays it.
    Regularised,
    /// A payment with this kind of method.
    Paid(PaymentKind),
    /// A refund to this kind of method.
    GivenBack(PaymentKind),
    /// A credit note took it back, whole or in part.
    Credited,
    /// What a credit note had left with us lowered it.
    Lowered,
}

/// Where an operation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OperationState {
    /// It is complete.
    Done,
    /// It brought money.
    Paid,
    /// It waits for its customer to pay.
    ToPay,
    /// Somebody else is working on it.
    Running,
    /// It was refused.
    Failed,
    /// It came to nothing, and nothing was taken.
    Cancelled,
}

impl OperationState {
    /// Every state.
    pub const ALL: [OperationState; 6] = [
        OperationState::Done,
        OperationState::Paid,
        OperationState::ToPay,
        OperationState::Running,
        OperationState::Failed,
        OperationState::Cancelled,
    ];

    /// Where a payment stands.
    #[must_use]
    pub const fn of(attempt: AttemptState) -> OperationState {
        match attempt {
            AttemptState::Success => OperationState::Paid,
            AttemptState::Ready => OperationState::ToPay,
            AttemptState::Created | AttemptState::Unknown | AttemptState::Confirming => {
                OperationState::Running
            }
            AttemptState::Failed => OperationState::Failed,
            AttemptState::Error | AttemptState::Expired | AttemptState::Canceled => OperationState::Cancelled,
        }
    }

    /// The word used in message keys.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            OperationState::Done => "done",
            OperationState::Paid => "paid",
            OperationState::ToPay => "to-pay",
            OperationState::Running => "running",
            OperationState::Failed => "failed",
            OperationState::Cancelled => "cancelled",
        }
    }
}

/// Where one reads more about an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// The order with this number.
    Order(i64),
    /// The invoice or credit note with this reference.
    Document(String),
    /// The payment.
    Payment(AttemptId),
}

/// What an operation is known by.
pub type OperationId = Id<Operation>;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// Made of what it is and what it is about, so that it stays the same.
    pub id: OperationId,
    /// The number of the order it belongs to: that it is, that was paid, or that the document is of.
    pub order: i64,
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: OperationKind,
    /// Where it stands.
    pub state: OperationState,
    /// Of how much.
    pub amount: Money,
    /// Where one reads more.
    pub about: About,
}

/// What happened around an invoice, the newest first.
///
/// # Errors
/// The database's own.
pub fn operations(
    tx: &mut AccountTx,
    now: Timestamp,
    invoice: &Invoice,
) -> Result<Vec<Operation>, db::Error> {
    let own = if invoice.is_credit_note() { OperationKind::Credited } else { OperationKind::Invoiced };
    let mut found = vec![document(invoice, own)];
    for note in invoicing::store::credit_notes_of(tx, invoice.id)? {
        found.push(document(&note, OperationKind::Credited));
    }
    let uses = invoicing::store::credit_uses(tx, &[invoice.id])?;
    let other = |used: &CreditUsed| if used.invoice == invoice.id { used.credit } else { used.invoice };
    let others: Vec<InvoiceId> = uses.iter().map(other).collect();
    let others = invoicing::store::of_ids(tx, &others)?;
    for used in &uses {
        let Some(document) = others.iter().find(|document| document.id == other(used)) else { continue };
        let (credit, billed) = (used.credit.uuid(), used.invoice.uuid());
        found.push(Operation {
            id: OperationId::digest(&[b"lowered", credit.as_bytes(), billed.as_bytes()]),
            order: invoice.order_number,
            at: used.at,
            kind: OperationKind::Lowered,
            state: OperationState::Done,
            amount: used.amount,
            about: About::Document(document.reference.clone()),
        });
    }
    let mut orders: Vec<OrderId> = vec![invoice.order_id];
    orders.extend(orders::store::paid_for(tx, invoice.order_id)?);
    for id in orders {
        let order = orders::store::get(tx, id)?;
        found.push(ordered(&order, now));
        for attempt in payments::store::of_order(tx, id)? {
            found.push(paid(&attempt, order.number));
            let refunds = payments::store::refunds_of(tx, attempt.id)?;
            found.extend(refunds.iter().map(|refund| given_back(&attempt, order.number, refund)));
        }
    }
    found.sort_by_key(|operation| std::cmp::Reverse(operation.at));
    Ok(found)
}

/// An invoice and what a payment of an order is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidInvoice {
    /// The order that was paid.
    pub order: OrderId,
    /// The invoice it bills, or that it was made to pay.
    pub invoice: Invoice,
    /// What the payment is for.
    pub amount: Money,
    /// What credit notes took off the invoice.
    pub credit: Option<Money>,
}

/// The invoices these orders bill, or pay by a regularisation, each with how much of it: less than the whole where
/// credit had lowered it.
///
/// # Errors
/// The database's own.
pub fn paid_by(tx: &mut AccountTx, orders: &[OrderId]) -> Result<Vec<PaidInvoice>, db::Error> {
    let own = invoicing::store::of_orders(tx, orders)?;
    let debts = orders::store::debts_of_all(tx, orders)?;
    let billed: Vec<InvoiceId> = debts.iter().map(|(_, debt)| debt.invoice).collect();
    let billed = invoicing::store::of_ids(tx, &billed)?;
    let mut paid = Vec::with_capacity(orders.len());
    for order in orders {
        let mut found = own.iter().filter(|invoice| invoice.order_id == *order).peekable();
        if found.peek().is_some() {
            paid.extend(found.map(|invoice| (*order, invoice.clone(), None)));
            continue;
        }
        let debts = debts.iter().filter(|(of, _)| of == order);
        let named = debts.filter_map(|(_, debt)| {
            let invoice = billed.iter().find(|invoice| invoice.id == debt.invoice)?;
            Some((*order, invoice.clone(), Some(debt.amount)))
        });
        paid.extend(named);
    }
    let ids: Vec<InvoiceId> = paid.iter().map(|(_, invoice, _)| invoice.id).collect();
    let uses = invoicing::store::credit_uses(tx, &ids)?;
    let of = |(order, invoice, debt): (OrderId, Invoice, Option<Money>)| {
        let used = uses.iter().filter(|used| used.invoice == invoice.id).map(|used| used.amount.minor());
        let credit = Money::new(used.sum(), invoice.gross.currency());
        let rest = Money::new(invoice.gross.minor() - credit.minor(), credit.currency());
        let (amount, credit) = (debt.unwrap_or(rest), Some(credit).filter(Money::is_positive));
        PaidInvoice { order, invoice, amount, credit }
    };
    Ok(paid.into_iter().map(of).collect())
}

fn document(invoice: &Invoice, kind: OperationKind) -> Operation {
    Operation {
        id: OperationId::digest(&[b"document", invoice.id.uuid().as_bytes()]),
        order: invoice.order_number,
        at: invoice.frozen_at,
        kind,
        state: OperationState::Done,
        amount: invoice.gross,
        about: About::Document(invoice.reference.clone()),
    }
}

fn ordered(order: &Order, now: Timestamp) -> Operation {
    let kind = match order.kind {
        OrderKind::Purchase | OrderKind::Renewal => OperationKind::Ordered,
        OrderKind::Regularisation => OperationKind::Regularised,
    };
    let state = match order.state_at(now) {
        OrderState::NotPaid => OperationState::ToPay,
        OrderState::Checking
        | OrderState::DocumentsRequested
        | OrderState::Delivering
        | OrderState::Cancelling => OperationState::Running,
        OrderState::Delivered => OperationState::Done,
        OrderState::Cancelled | OrderState::Expired => OperationState::Cancelled,
    };
    Operation {
        id: OperationId::digest(&[b"order", order.id.uuid().as_bytes()]),
        order: order.number,
        at: order.created_at,
        kind,
        state,
        amount: order.totals.gross,
        about: About::Order(order.number),
    }
}

fn paid(attempt: &Attempt, order: i64) -> Operation {
    Operation {
        id: OperationId::digest(&[b"payment", attempt.id.uuid().as_bytes()]),
        order,
        at: attempt.settled_at.unwrap_or(attempt.created_at),
        kind: OperationKind::Paid(attempt.kind),
        state: OperationState::of(attempt.state),
        amount: attempt.amount,
        about: About::Payment(attempt.id),
    }
}

fn given_back(attempt: &Attempt, order: i64, refund: &Refund) -> Operation {
    Operation {
        id: OperationId::digest(&[b"refund", refund.id.uuid().as_bytes()]),
        order,
        at: refund.settled_at.unwrap_or(refund.created_at),
        kind: OperationKind::GivenBack(attempt.kind),
        state: match refund.state {
            RefundState::Requested | RefundState::Unknown | RefundState::Pending => OperationState::Running,
            RefundState::Failed => OperationState::Failed,
            RefundState::Success => OperationState::Done,
        },
        amount: refund.amount,
        about: About::Payment(attempt.id),
    }
}
