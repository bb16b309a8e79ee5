//! Pay what is due: invoices issued before, by an order made for them.
//!
//! An unpaid invoice is a debt. It can be paid by the order it bills, by hand or by the next automatic collection, or
//! together with others by a *regularisation order*, which is valid for an hour and sells nothing. However it comes,
//! the money of a debt is taken once:
//! - a debt has at most one payment that may still take money, whichever order it is a payment of ([`rivals`]);
//! - a debt is named by at most one regularisation that can still be paid; another wish takes its place;
//! - whichever order is paid first settles the debt, and lapses the regularisations that name it ([`paid_otherwise`]);
//! - what a late payment brings for a debt that was settled meanwhile goes back by itself.
//!
//! Paying a debt does what paying its own order does: the days are added and what was closed opens.

use accounts::Account;
use db::AccountTx;
use invoicing::Invoice;
use kernel::{AccountId, AttemptId, Money, OrderId, SignedDuration, Timestamp};
use orders::{Debt, NewRegularisation, Order, OrderKind, RegulariseError};
use payments::{Attempt, AttemptState};
use texts::{Args, format};

use crate::renew::RenewError;
use crate::renew::paid::{Renewed, renew};
use crate::{Cx, PayError, Unconfigured, pay};

/// How long a regularisation order can be paid.
pub const VALID: SignedDuration = SignedDuration::from_hours(1);
/// The most debts of one order; what is left is for another.
pub const DEBTS_MAX: u16 = 200;

/// Which debts are to be paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// All of them.
    Everything,
    /// That of the invoice with this reference.
    Invoice(String),
}

/// Where a debt stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DebtState {
    /// Nobody is paying it.
    Due,
    /// The regularisation with this number waits to be paid.
    Ordered(i64),
    /// A payment of the order with this number may still take the money.
    Paying(i64),
}

/// Something that is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// The invoice.
    pub invoice: Invoice,
    /// What is left of it.
    pub amount: Money,
    /// Where it stands.
    pub state: DebtState,
}

/// What a customer owes, in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// Each debt, by reference.
    pub debts: Vec<Owed>,
    /// What nobody is paying yet.
    pub due: Money,
    /// What a regularisation was made for that waits to be paid.
    pub todo: Money,
    /// What a payment is being made for.
    pub pending: Money,
}

/// What became of the wish to pay.
#[derive(Debug, Clone, PartialEq)]
pub enum Regularisation {
    /// Nothing is due.
    Nothing,
    /// The order to pay: a new one, or the one that waits for the same debts.
    Order(Box<Order>),
    /// A payment for it is being made, of the order with this number.
    Paying(i64),
}

/// Why no order was made.
#[derive(Debug, thiserror::Error)]
pub enum DebtError {
    /// The account has no such invoice.
    #[error("no such invoice")]
    NoInvoice,
    /// An invoice's record is unreadable.
    #[error(transparent)]
    Record(#[from] invoicing::RecordError),
    /// The order could not be written.
    #[error(transparent)]
    Order(#[from] RegulariseError),
    /// A payment page that is still open could not be closed.
    #[error(transparent)]
    Pay(#[from] Box<PayError>),
    /// The running configuration lacks something.
    #[error(transparent)]
    Unconfigured(#[from] Unconfigured),
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// What the account owes now; `None` when it owes nothing.
///
/// # Errors
/// The database's own.
pub fn position(tx: &mut AccountTx, now: Timestamp) -> Result<Option<Position>, db::Error> {
    let known = known(tx)?;
    let Some(first) = known.invoices.first() else { return Ok(None) };
    let currency = first.gross.currency();
    let numbers: Vec<OrderId> = known.orders.iter().map(|order| order.id).collect();
    let mut numbers = orders::store::numbers(tx, &numbers)?;
    numbers.extend(known.invoices.iter().map(|invoice| (invoice.order_id, invoice.order_number)));
    let number = |id: OrderId| numbers.iter().find(|(known, _)| *known == id).map(|(_, number)| *number);
    let owed = |invoice: &Invoice| {
        let paying = known.paying(invoice).and_then(|attempt| attempt.order).and_then(number);
        let ordered = known.naming(invoice).find(|order| order.is_payable(now)).map(|order| order.number);
        let state = match (paying, ordered) {
            (Some(order), _) => DebtState::Paying(order),
            (None, Some(order)) => DebtState::Ordered(order),
            (None, None) => DebtState::Due,
        };
        Owed { invoice: invoice.clone(), amount: invoice.open(), state }
    };
    let debts: Vec<Owed> =
        known.invoices.iter().filter(|one| one.gross.currency() == currency).map(owed).collect();
    let sum = |is: fn(DebtState) -> bool| {
        let amounts = debts.iter().filter(|debt| is(debt.state)).map(|debt| debt.amount.minor());
        Money::new(amounts.fold(0_i64, i64::saturating_add), currency)
    };
    Ok(Some(Position {
        due: sum(|state| matches!(state, DebtState::Due)),
        todo: sum(|state| matches!(state, DebtState::Ordered(_))),
        pending: sum(|state| matches!(state, DebtState::Paying(_))),
        debts,
    }))
}

/// The unpaid invoices of an account and what is on its way for them.
pub(crate) struct Known {
    pub(crate) invoices: Vec<Invoice>,
    /// The unpaid regularisations that name them, the newest first.
    orders: Vec<Order>,
    /// Which regularisation names the invoice of which order.
    names: Vec<(OrderId, OrderId)>,
    /// The payments that may still take money for them.
    attempts: Vec<Attempt>,
}

pub(crate) fn known(tx: &mut AccountTx) -> Result<Known, db::Error> {
    let invoices = invoicing::store::unpaid(tx, DEBTS_MAX)?;
    let billed: Vec<OrderId> = invoices.iter().map(|invoice| invoice.order_id).collect();
    let names = orders::store::regularising(tx, &billed)?;
    let mut ids: Vec<OrderId> = names.iter().map(|(order, _)| *order).collect();
    ids.dedup();
    let orders = orders::store::of_ids(tx, &ids)?;
    let ids: Vec<OrderId> = ids.into_iter().chain(billed).collect();
    let attempts = payments::store::unresolved_of(tx, &ids)?;
    Ok(Known { invoices, orders, names, attempts })
}

impl Known {
    /// The unpaid regularisations that name an invoice, the newest first.
    fn naming(&self, invoice: &Invoice) -> impl Iterator<Item = &Order> {
        let names = |order: &&Order| self.names.contains(&(order.id, invoice.order_id));
        self.orders.iter().filter(names)
    }

    /// The payment that may still take the money of an invoice.
    pub(crate) fn paying(&self, invoice: &Invoice) -> Option<&Attempt> {
        let pays =
            |order: OrderId| order == invoice.order_id || self.names.contains(&(order, invoice.order_id));
        self.attempts.iter().find(|attempt| attempt.order.is_some_and(pays))
    }
}

/// Makes the order that pays what is due, or finds the one that does. The same form sent twice is one order.
///
/// A provider's page that was left open elsewhere for one of the debts is closed with a last look (C25); a debt whose
/// payment is still being made is not paid a second time.
///
/// # Errors
/// See [`DebtError`].
pub async fn regularise(
    cx: &Cx,
    account: AccountId,
    id: OrderId,
    wanted: Wanted,
) -> Result<Regularisation, DebtError> {
    let number = cx.numbers.next(&cx.db).await?;
    let mut last = Regularisation::Nothing;
    // One round per page that may be open: the one found, and one opened meanwhile.
    for _ in 0..3 {
        let (inside, now, wanted) = (cx.clone(), cx.clock.now(), wanted.clone());
        let made = cx
            .db
            .account(account)
            .write::<_, DebtError, _>(move |tx| make(&inside, tx, now, (id, number), &wanted))
            .await?;
        match made {
            Made::Is(regularisation) => return Ok(regularisation),
            Made::PageOpen { attempt, order } => match pay::last_look(cx, account, attempt).await {
                Ok(()) => last = Regularisation::Paying(order),
                Err(PayError::InProgress) => return Ok(Regularisation::Paying(order)),
                Err(error) => return Err(Box::new(error).into()),
            },
        }
    }
    Ok(last)
}

enum Made {
    Is(Regularisation),
    /// A page is open for one of the debts, by the order with this number.
    PageOpen {
        attempt: AttemptId,
        order: i64,
    },
}

fn make(
    cx: &Cx,
    tx: &mut AccountTx,
    now: Timestamp,
    (id, number): (OrderId, i64),
    wanted: &Wanted,
) -> Result<Made, DebtError> {
    if let Some(order) = orders::store::find(tx, id)? {
        return Ok(Made::Is(Regularisation::Order(Box::new(order))));
    }
    let mut known = known(tx)?;
    if let Wanted::Invoice(reference) = wanted {
        known.invoices.retain(|invoice| invoice.reference == *reference);
        if known.invoices.is_empty() {
            invoicing::store::find_by_reference(tx, reference)?.ok_or(DebtError::NoInvoice)?;
        }
    }
    let Some(first) = known.invoices.first() else { return Ok(Made::Is(Regularisation::Nothing)) };
    let content = first.record()?.content;
    // An account buys from one subsidiary, in one currency; should it not, the others are for another order.
    let (prefix, currency) = (content.subsidiary, content.gross.currency());
    known.invoices.retain(|invoice| invoice.gross.currency() == currency);
    let all: Vec<&Invoice> = known.invoices.iter().collect();
    if let Some(order) = the_same(tx, now, &known.orders, &all)? {
        return Ok(Made::Is(Regularisation::Order(Box::new(order))));
    }
    let mut free = Vec::with_capacity(known.invoices.len());
    let mut running = None;
    for invoice in &known.invoices {
        let Some(attempt) = known.paying(invoice) else {
            free.push(invoice);
            continue;
        };
        let of = attempt.order.unwrap_or(invoice.order_id);
        let regularisation = known.orders.iter().find(|order| order.id == of).map(|order| order.number);
        let order = regularisation.unwrap_or(invoice.order_number);
        if attempt.state == AttemptState::Ready {
            return Ok(Made::PageOpen { attempt: attempt.id, order });
        }
        running = running.or(Some(order));
    }
    if free.is_empty() {
        return Ok(Made::Is(running.map_or(Regularisation::Nothing, Regularisation::Paying)));
    }
    if let Some(order) = the_same(tx, now, &known.orders, &free)? {
        return Ok(Made::Is(Regularisation::Order(Box::new(order))));
    }
    for invoice in &free {
        for order in known.naming(invoice) {
            orders::lapse(tx, order.id)?;
        }
    }
    let owner = accounts::account::get(tx)?;
    cx.subsidiary(prefix)?;
    let debt = |invoice: &&Invoice| (debt(invoice), words(cx, &owner, invoice));
    let new = NewRegularisation {
        id,
        number,
        subsidiary: prefix,
        locale: owner.locale,
        billing: owner.billing_contact(),
        debts: free.iter().map(debt).collect(),
        expires_at: now.checked_add(VALID).unwrap_or(Timestamp::MAX),
    };
    let order = orders::regularisation(tx, now, new)?;
    Ok(Made::Is(Regularisation::Order(Box::new(order))))
}

fn debt(invoice: &Invoice) -> Debt {
    Debt {
        invoice: invoice.id,
        of_order: invoice.order_id,
        reference: invoice.reference.clone(),
        amount: invoice.open(),
    }
}

fn words(cx: &Cx, owner: &Account, invoice: &Invoice) -> String {
    let on = format::date(invoice.issued_on, owner.locale, format::Style::Short);
    let args = Args::new().with("reference", invoice.reference.as_str()).with("date", on);
    cx.texts.t(owner.locale, "document-debt", &args)
}

/// The regularisation that can still be paid and names exactly these debts.
fn the_same(
    tx: &mut AccountTx,
    now: Timestamp,
    orders: &[Order],
    invoices: &[&Invoice],
) -> Result<Option<Order>, db::Error> {
    let wanted: Vec<Debt> = invoices.iter().map(|invoice| debt(invoice)).collect();
    for order in orders.iter().filter(|order| order.is_payable(now)) {
        if orders::store::debts_of(tx, order.id)? == wanted {
            return Ok(Some(order.clone()));
        }
    }
    Ok(None)
}

/// The payments that may still take the money of what this order pays, by another order: while one stands, no other
/// payment may begin. None for a purchase, whose invoice is issued paid.
pub(crate) fn rivals(tx: &mut AccountTx, order: &Order) -> Result<Vec<Attempt>, db::Error> {
    let others = match order.kind {
        OrderKind::Purchase => return Ok(Vec::new()),
        OrderKind::Renewal => rivals_of(tx, order.id, &[order.id])?,
        OrderKind::Regularisation => {
            let debts = orders::store::debts_of(tx, order.id)?;
            let billed: Vec<OrderId> = debts.iter().map(|debt| debt.of_order).collect();
            rivals_of(tx, order.id, &billed)?
        }
    };
    Ok(others)
}

fn rivals_of(tx: &mut AccountTx, order: OrderId, billed: &[OrderId]) -> Result<Vec<Attempt>, db::Error> {
    let naming = orders::store::regularising(tx, billed)?.into_iter().map(|(order, _)| order);
    let others: Vec<OrderId> = naming.chain(billed.iter().copied()).filter(|one| *one != order).collect();
    if others.is_empty() { Ok(Vec::new()) } else { payments::store::unresolved_of(tx, &others) }
}

/// What is left to pay of an order: less than its total where credit lowered what it bills.
///
/// # Errors
/// The database's own.
pub fn to_pay(tx: &mut AccountTx, order: &Order) -> Result<Money, db::Error> {
    match order.kind {
        // The invoice of a renewal that bills has its order's id; others are issued when they are paid.
        OrderKind::Renewal => {
            let open = invoicing::store::open(tx, kernel::Id::from_uuid(order.id.uuid()))?;
            Ok(open.unwrap_or(order.totals.gross))
        }
        OrderKind::Purchase | OrderKind::Regularisation => Ok(order.totals.gross),
    }
}

/// Whether a payment of the bill of this renewal may still come in, by its own order or by a regularisation.
pub(crate) fn is_being_paid(tx: &mut AccountTx, billed: OrderId) -> Result<bool, db::Error> {
    let naming = orders::store::regularising(tx, &[billed])?.into_iter().map(|(order, _)| order);
    let orders: Vec<OrderId> = naming.chain([billed]).collect();
    Ok(!payments::store::unresolved_of(tx, &orders)?.is_empty())
}

/// Whether everything this regularisation names is still owed as it says: otherwise it asks for too much.
pub(crate) fn is_still_owed(tx: &mut AccountTx, order: &Order) -> Result<bool, db::Error> {
    for named in orders::store::debts_of(tx, order.id)? {
        let invoice = invoicing::store::find(tx, named.invoice)?;
        if invoice.is_none_or(|invoice| debt(&invoice) != named) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The bill of a renewal was paid or given up otherwise: the regularisations that name it lapse. What a payment of
/// theirs may still bring too much goes back.
pub(crate) fn paid_otherwise(tx: &mut AccountTx, billed: OrderId) -> Result<(), db::Error> {
    for (order, _) in orders::store::regularising(tx, &[billed])? {
        orders::lapse(tx, order)?;
    }
    Ok(())
}

/// The money of a regularisation is there: settles each of its debts that is still owed, as its own order's payment
/// would; how much that took.
pub(crate) fn settle(
    cx: &Cx,
    tx: &mut AccountTx,
    now: Timestamp,
    owner: &Account,
    order: &Order,
    attempt: &Attempt,
) -> Result<Money, RenewError> {
    let mut used = Money::zero(attempt.amount.currency());
    for named in orders::store::debts_of(tx, order.id)? {
        let invoice = invoicing::store::get(tx, named.invoice)?;
        let open = invoice.open();
        if !open.is_positive() || used.plus(open)?.minor() > attempt.amount.minor() {
            continue;
        }
        let billed = orders::store::get(tx, named.of_order)?;
        match renew(cx, tx, now, owner, billed, Some((attempt, open)))? {
            Renewed::With(_) => {}
            // There is nothing left to renew, but what was billed is owed.
            Renewed::TooLate => {
                invoicing::settle(tx, now, invoice.id)?;
            }
        }
        used = used.plus(open)?;
        for (other, _) in orders::store::regularising(tx, &[named.of_order])? {
            if other != order.id {
                orders::lapse(tx, other)?;
            }
        }
    }
    Ok(used)
}
