//! Withdraw from an order: end what it delivered, take its invoice back, send the money, and see that it arrives.

use std::collections::HashMap;

use accounts::Account;
use db::AccountTx;
use invoicing::{CreditUse, InvoiceLine, NewCredit, TaxLine};
use kernel::{
    AccountId, AccountType, Currency, Date, InvoiceId, Money, OrderId, RefundId, ServiceId, Timestamp,
};
use mail::{Email, OrderRefunded, OrderWithdrawn};
use orders::{Order, OrderKind, OrderState, Withdrawal, WithdrawalReason, WithdrawalState};
use payments::RefundState;
use services::{Service, WithdrawalFacts, WithdrawalMode, WithdrawalRefusal};
use webhooks::EventKind;

use crate::renew::{self, RenewError};
use crate::terminate::end_of_order;
use crate::{Cx, Unconfigured, announce, events};

/// What withdrawing from an order would do today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithdrawalQuote {
    /// The last day on which it is possible.
    pub until: Date,
    /// What was paid, what is kept and what would come back, line by line, before tax.
    pub lines: Vec<WithdrawalLine>,
    /// What would come back before tax: the sum of the lines.
    pub net: Money,
    /// The taxes that would come back.
    pub taxes: Vec<TaxLine>,
    /// What would come back, taxes included: to the cent what [`withdraw`] gives back.
    pub refund: Money,
    /// Until when it would arrive.
    pub refund_due_on: Date,
    /// What the order brought and would be deleted: the technical names.
    pub services: Vec<String>,
}

/// What a withdrawal does with one line of what was paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithdrawalLine {
    /// What was sold, in the words of the document.
    pub description: String,
    /// How many days of it were used; none for what was not rented, or not delivered.
    pub days_used: Option<i64>,
    /// How many days were paid.
    pub days_paid: Option<i64>,
    /// What was paid, before tax.
    pub paid: Money,
    /// What comes back of it, before tax.
    pub back: Money,
}

/// Why an order was not withdrawn from.
#[derive(Debug, thiserror::Error)]
pub enum WithdrawError {
    /// The account has no such order.
    #[error("no such order")]
    NoOrder,
    /// The law, or the product, does not allow it.
    #[error(transparent)]
    Refused(#[from] WithdrawalRefusal),
    /// Its invoice is about to get its number; a moment later it is possible.
    #[error("the invoice of the order is being issued")]
    NotYet,
    /// The order does not follow.
    #[error(transparent)]
    Order(#[from] orders::ProgressError),
    /// The invoice could not be taken back.
    #[error(transparent)]
    Credit(#[from] invoicing::CreditError),
    /// The money could not be sent back.
    #[error(transparent)]
    Refund(#[from] payments::RefundError),
    /// A renewal that waited for its money could not be given up.
    #[error(transparent)]
    Renew(#[from] RenewError),
    /// The amounts do not add up.
    #[error(transparent)]
    Money(#[from] kernel::MoneyError),
    /// The running configuration lacks something.
    #[error(transparent)]
    Unconfigured(#[from] Unconfigured),
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Whether an order can be withdrawn from now, and what would come back.
///
/// # Errors
/// [`WithdrawError::Refused`] with the reason.
pub async fn quote_withdrawal(
    cx: &Cx,
    account: AccountId,
    order: OrderId,
) -> Result<WithdrawalQuote, WithdrawError> {
    let (inside, now) = (cx.clone(), cx.clock.now());
    cx.db
        .account(account)
        .read::<_, WithdrawError, _>(move |tx| {
            let order = orders::store::find(tx, order)?.ok_or(WithdrawError::NoOrder)?;
            let found = services::store::of_order(tx, order.id)?;
            let (until, today) = eligible(&inside, tx, now, &order, &found)?;
            let refund_due_on =
                services::refund_due_on(&inside.subsidiary(order.subsidiary)?.withdrawal, today);
            let quote = WithdrawalQuote {
                until,
                lines: Vec::new(),
                net: Money::zero(currency(&order)),
                taxes: Vec::new(),
                refund: Money::zero(currency(&order)),
                refund_due_on,
                services: found.iter().map(|service| service.name.clone()).collect(),
            };
            match invoice_of(tx, &order)? {
                Some(invoice) => of_invoice(tx, quote, &invoice, today),
                None => unbilled(&inside, tx, quote, &order),
            }
        })
        .await
}

/// What its credit note would say.
fn of_invoice(
    tx: &mut AccountTx,
    quote: WithdrawalQuote,
    invoice: &invoicing::Invoice,
    today: Date,
) -> Result<WithdrawalQuote, WithdrawError> {
    let paid = invoice.record().map_err(invoicing::CreditError::from)?.content.lines;
    let back = given_back(tx, invoice, today)?;
    let content = invoicing::credit_preview(tx, invoice.id, &back)?;
    let line = |(paid, back): (&InvoiceLine, &InvoiceLine)| WithdrawalLine {
        description: paid.description.clone(),
        days_used: paid.period.map(|period| services::days_used(period, today)),
        days_paid: paid.period.map(|period| period.days()),
        paid: paid.net,
        back: back.net,
    };
    let lines = paid.iter().zip(&back).map(line).collect();
    Ok(WithdrawalQuote { lines, net: content.net, taxes: content.taxes, refund: content.gross, ..quote })
}

/// Nothing was billed: all that was paid comes back.
fn unbilled(
    cx: &Cx,
    tx: &mut AccountTx,
    quote: WithdrawalQuote,
    order: &Order,
) -> Result<WithdrawalQuote, WithdrawError> {
    let Some(attempt) = paid(tx, order)? else { return Ok(quote) };
    let subsidiary = cx.subsidiary(order.subsidiary)?;
    let line = |line: &orders::OrderLine| WithdrawalLine {
        description: line.description.clone(),
        days_used: None,
        days_paid: None,
        paid: line.net,
        back: line.net,
    };
    let tax = |tax: &jurisdictions::TaxAmount| TaxLine::of(tax, subsidiary, order.locale);
    Ok(WithdrawalQuote {
        lines: order.lines.iter().map(line).collect(),
        net: order.totals.net,
        taxes: order.totals.taxes.iter().map(tax).collect(),
        refund: attempt.amount,
        ..quote
    })
}

/// Withdraws from an order, whole and at once. Asked twice, also at the same moment, it is the first withdrawal
/// (C61).
///
/// # Errors
/// See [`WithdrawError`]; nothing happened then.
pub async fn withdraw(
    cx: &Cx,
    account: AccountId,
    order: OrderId,
    reason: WithdrawalReason,
    comment: String,
) -> Result<Withdrawal, WithdrawError> {
    let (inside, now) = (cx.clone(), cx.clock.now());
    let withdrawal = cx
        .db
        .account(account)
        .write::<_, WithdrawError, _>(move |tx| {
            if let Some(known) = orders::store::find_withdrawal(tx, order)? {
                return Ok(known);
            }
            let order = orders::store::find(tx, order)?.ok_or(WithdrawError::NoOrder)?;
            begin(&inside, tx, now, &order, reason, &comment)
        })
        .await?;
    cx.wake.ring();
    Ok(withdrawal)
}

fn begin(
    cx: &Cx,
    tx: &mut AccountTx,
    now: Timestamp,
    order: &Order,
    reason: WithdrawalReason,
    comment: &str,
) -> Result<Withdrawal, WithdrawError> {
    let found = services::store::of_order(tx, order.id)?;
    let (_, today) = eligible(cx, tx, now, order, &found)?;
    let law = &cx.subsidiary(order.subsidiary)?.withdrawal;
    for service in &found {
        if let Some(open) = services::store::open_renewing(tx, service.id)? {
            renew::give_up(tx, now, open.order)?;
        }
    }
    let (mut refund, mut credit) = (Money::zero(currency(order)), None);
    match invoice_of(tx, order)? {
        Some(invoice) => {
            let cause = format!("order/{}/withdrawn", order.id);
            let id = InvoiceId::digest(&[order.id.uuid().as_bytes(), cause.as_bytes()]);
            let (of, lines) = (invoice.id, given_back(tx, &invoice, today)?);
            let new = NewCredit { id, of, cause, lines, money: CreditUse::SentBack, grant: None };
            if let Some(frozen) = invoicing::credit(tx, now, &new)? {
                (refund, credit) = (frozen.gross, Some(frozen.id));
            }
        }
        // Nothing was billed: all that was paid goes back.
        None => refund = paid(tx, order)?.map_or(refund, |attempt| attempt.amount),
    }
    orders::withdrawn(tx, now, order.id)?;
    services::cancel(tx, now, order.id)?;
    let owner = accounts::account::get(tx)?;
    end_of_order(tx, now, &owner, found)?;
    let mut withdrawal = Withdrawal {
        order: order.id,
        reason,
        comment: comment.chars().take(services::COMMENT_CHARS_MAX).collect(),
        refund,
        credit,
        refunded_by: None,
        refund_due_on: services::refund_due_on(law, today),
        state: WithdrawalState::Refunding,
        asked_at: now,
        ended_at: None,
    };
    match paid(tx, order)?.filter(|_| refund.is_positive()) {
        Some(attempt) => {
            let id = RefundId::digest(&[order.id.uuid().as_bytes(), b"withdrawal"]);
            let sent = payments::request(tx, now, id, attempt.id, refund, "withdrawal")?;
            withdrawal.refunded_by = Some(sent.id);
        }
        None => {
            withdrawal.state = WithdrawalState::Refunded;
            withdrawal.ended_at = Some(now);
            let order = orders::cancelled(tx, now, order.id)?;
            events::order(tx, now, &owner, EventKind::OrderCancelled, &order)?;
        }
    }
    orders::store::insert_withdrawal(tx, &withdrawal)?;
    let email = Email::OrderWithdrawn(OrderWithdrawn {
        order: order.number,
        refund,
        due_on: withdrawal.refund_due_on,
        path: format!("/orders/{}", order.number),
    });
    announce::tell(tx, now, &owner, &format!("order/{}/withdrawn", order.id), &email)?;
    Ok(withdrawal)
}

/// The last day on which the order can be withdrawn from, and the present day there.
fn eligible(
    cx: &Cx,
    tx: &mut AccountTx,
    now: Timestamp,
    order: &Order,
    found: &[Service],
) -> Result<(Date, Date), WithdrawError> {
    let ids: Vec<_> = found.iter().map(|service| service.id).collect();
    let is_renewed = services::store::is_any_renewed(tx, &ids)?;
    let owner = accounts::account::get(tx)?;
    last_day(cx, now, &owner, order, found, is_renewed)
}

/// Of what was found of an order: the last day on which it can be withdrawn from, and the present day there.
fn last_day(
    cx: &Cx,
    now: Timestamp,
    owner: &Account,
    order: &Order,
    found: &[Service],
    is_renewed: bool,
) -> Result<(Date, Date), WithdrawError> {
    let subsidiary = cx.subsidiary(order.subsidiary)?;
    let modes = order.items.iter().map(|item| {
        let kept = found.iter().find(|service| item.services.contains(&service.id));
        kept.map_or_else(
            || cx.settings.renewals.rules_for(&item.selection.plan_code, item.family.as_deref()).withdrawal,
            |service| service.renewal.rules.withdrawal,
        )
    });
    let modes: Vec<WithdrawalMode> = modes.collect();
    let facts = WithdrawalFacts {
        law: &subsidiary.withdrawal,
        account_type: type_of(order, owner),
        is_purchase: order.kind == OrderKind::Purchase,
        ordered_on: subsidiary.civil(order.created_at),
        paid_on: order.paid_at.map(|at| subsidiary.civil(at)),
        is_over: matches!(order.state, OrderState::Cancelling | OrderState::Cancelled),
        is_checked: matches!(order.state, OrderState::Checking | OrderState::DocumentsRequested),
        is_waived: order.withdrawal_waived_at.is_some(),
        is_renewed,
        modes: &modes,
        today: subsidiary.civil(now),
    };
    Ok((services::may_withdraw(&facts)?, facts.today))
}

/// The last day on which each of these orders can be withdrawn from; those that cannot are left out. A few queries,
/// whatever their number.
///
/// # Errors
/// [`WithdrawError::Unconfigured`], and the database's own.
pub fn withdrawable(
    cx: &Cx,
    tx: &mut AccountTx,
    now: Timestamp,
    orders: &[Order],
) -> Result<HashMap<OrderId, Date>, WithdrawError> {
    let owner = accounts::account::get(tx)?;
    let ids: Vec<OrderId> = orders.iter().map(|order| order.id).collect();
    let mut services: HashMap<OrderId, Vec<Service>> = HashMap::new();
    for service in services::store::of_orders(tx, &ids)? {
        services.entry(service.order).or_default().push(service);
    }
    let mut open = HashMap::new();
    for order in orders {
        let found = services.get(&order.id).map_or(&[][..], Vec::as_slice);
        match last_day(cx, now, &owner, order, found, false) {
            Ok((until, _)) => open.insert(order.id, until),
            Err(WithdrawError::Refused(_)) => None,
            Err(error) => return Err(error),
        };
    }
    // What was renewed is asked of the few that are left: services of years have many renewals.
    let left = services.values().flatten().filter(|service| open.contains_key(&service.order));
    let left: HashMap<ServiceId, OrderId> = left.map(|service| (service.id, service.order)).collect();
    let asked: Vec<ServiceId> = left.keys().copied().collect();
    for service in services::store::renewed(tx, &asked)? {
        left.get(&service).map(|order| open.remove(order));
    }
    Ok(open)
}

/// Who bought: an organisation's name on the form makes the buyer no consumer, whatever the account became since.
fn type_of(order: &Order, owner: &Account) -> AccountType {
    match (owner.account_type, &order.billing.organisation) {
        (AccountType::Individual, Some(_)) => AccountType::Corporation,
        (account_type, _) => account_type,
    }
}

/// The invoice of the order, once it has its number; none where the order is not billed.
fn invoice_of(tx: &mut AccountTx, order: &Order) -> Result<Option<invoicing::Invoice>, WithdrawError> {
    if let Some(invoice) = invoicing::store::of_order(tx, order.id)?.into_iter().next() {
        return Ok(Some(invoice));
    }
    let is_billed = order.state == OrderState::Delivered && order.needs_payment();
    if is_billed { Err(WithdrawError::NotYet) } else { Ok(None) }
}

/// The lines of the credit note: each line of the invoice less the days that passed; fees whole. What was given back
/// before is not given back again.
fn given_back(
    tx: &mut AccountTx,
    invoice: &invoicing::Invoice,
    today: Date,
) -> Result<Vec<InvoiceLine>, WithdrawError> {
    let lines = invoice.record().map_err(invoicing::CreditError::from)?.content.lines;
    let left = invoicing::left_of(tx, invoice.id)?;
    let back = |(line, left): (InvoiceLine, InvoiceLine)| {
        let unused = services::unused(line.net, line.period, today)?;
        let net = if left.net.minor() < unused.minor() { left.net } else { unused };
        Ok(line.at(net)?)
    };
    lines.into_iter().zip(left).map(back).collect()
}

fn paid(tx: &mut AccountTx, order: &Order) -> Result<Option<payments::Attempt>, db::Error> {
    payments::store::success_of_order(tx, order.id)
}

fn currency(order: &Order) -> Currency {
    order.totals.gross.currency()
}

/// Looks after the money of withdrawals, at most `limit`; how many arrived.
///
/// # Errors
/// The database's own.
pub async fn follow(cx: &Cx, limit: u16) -> Result<usize, db::Error> {
    let (mut after, mut ended) = (None, 0);
    loop {
        let from = after;
        let open = cx.db.across().read(move |tx| orders::store::open_withdrawals(tx, from, limit)).await?;
        let Some(last) = open.last() else { return Ok(ended) };
        after = Some(*last);
        for (_, account, order) in open {
            let (inside, now) = (cx.clone(), cx.clock.now());
            let look = move |tx: &mut AccountTx| arrived(&inside, tx, now, order);
            match cx.db.account(account).write::<_, WithdrawError, _>(look).await {
                Ok(has_ended) => ended += usize::from(has_ended),
                Err(WithdrawError::Db(error)) => return Err(error),
                Err(error) => tracing::error!(%order, %error, "a withdrawal does not end"),
            }
        }
    }
}

fn arrived(cx: &Cx, tx: &mut AccountTx, now: Timestamp, order: OrderId) -> Result<bool, WithdrawError> {
    let Some(withdrawal) = orders::store::find_withdrawal(tx, order)? else { return Ok(false) };
    let Some(refund) = withdrawal.refunded_by else { return Ok(false) };
    let order = orders::store::get(tx, order)?;
    if payments::store::get_refund(tx, refund)?.state != RefundState::Success {
        let today = cx.subsidiary(order.subsidiary)?.civil(now);
        if today > withdrawal.refund_due_on {
            tracing::error!(order = order.number, due = %withdrawal.refund_due_on, "a refund is overdue by law");
        }
        return Ok(false);
    }
    let ended = Withdrawal { state: WithdrawalState::Refunded, ended_at: Some(now), ..withdrawal };
    orders::store::update_withdrawal(tx, &ended)?;
    let order = orders::cancelled(tx, now, order.id)?;
    let owner = accounts::account::get(tx)?;
    events::order(tx, now, &owner, EventKind::OrderCancelled, &order)?;
    let email = Email::OrderRefunded(OrderRefunded {
        order: order.number,
        refund: ended.refund,
        path: format!("/orders/{}", order.number),
    });
    announce::tell(tx, now, &owner, &format!("order/{}/refunded", order.id), &email)?;
    Ok(true)
}
