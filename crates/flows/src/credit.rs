//! Give money back by a credit note, and let what such notes left with us pay what is due.

use db::AccountTx;
use invoicing::{Content, CreditUse, Grant, InvoiceLine, Mention, NewCredit};
use kernel::{AccountId, Currency, InvoiceId, Money, RefundId, StaffId, Timestamp};
use payments::Attempt;
use texts::Args;

use crate::renew::RenewError;
use crate::renew::paid::renew;
use crate::{Cx, debts};

/// The most characters of a reason.
pub const REASON_CHARS_MAX: usize = 500;

/// What the desk gives back of an invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewGrant {
    /// Drawn with the page: the same page sent twice is one credit note.
    pub id: InvoiceId,
    /// The reference of the invoice.
    pub reference: String,
    /// What is given back of each of its lines before tax, in their order.
    pub nets: Vec<Money>,
    /// What becomes of the money.
    pub money: CreditUse,
    /// Why; the document says it.
    pub reason: String,
    /// Who gives it.
    pub staff: StaffId,
    /// What they saw it come to, taxes included: it is given only if it still does.
    pub seen: Option<Money>,
}

/// An invoice, and what can be given back of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grantable {
    /// The invoice.
    pub invoice: invoicing::Invoice,
    /// What it says.
    pub content: Content,
    /// What is left of each of its lines before tax, in the same order.
    pub left: Vec<Money>,
    /// The payment that paid it and what of that can be sent back; nothing where none did.
    pub paid: Option<(Attempt, Money)>,
}

/// Why nothing was given back.
#[derive(Debug, thiserror::Error)]
pub enum GrantError {
    /// The account has no such invoice.
    #[error("no such invoice")]
    NoInvoice,
    /// No line gives anything back.
    #[error("nothing is given back")]
    Nothing,
    /// More than is left of a line.
    #[error("more than is left of line {line}")]
    MoreThanLeft {
        /// Which line, from 0.
        line: usize,
    },
    /// No payment took as much for this invoice.
    #[error("only {left} can be sent back by the payment")]
    NotReturnable {
        /// What can be sent back.
        left: Money,
    },
    /// It comes to something else than what was seen.
    #[error("it comes to something else than what was seen")]
    Changed,
    /// No reason, or too long a one.
    #[error("a credit note needs a reason of at most {REASON_CHARS_MAX} characters")]
    Reason,
    /// The credit note could not be issued.
    #[error(transparent)]
    Credit(#[from] invoicing::CreditError),
    /// The money could not be sent back.
    #[error(transparent)]
    Refund(#[from] payments::RefundError),
    /// What is due could not be paid with it.
    #[error(transparent)]
    Renew(#[from] Box<RenewError>),
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// What can be given back of an invoice now.
///
/// # Errors
/// [`GrantError::NoInvoice`] when there is none with this reference, or it is a credit note.
pub async fn grantable(cx: &Cx, account: AccountId, reference: &str) -> Result<Grantable, GrantError> {
    let reference = reference.to_owned();
    cx.db.account(account).read::<_, GrantError, _>(move |tx| find(tx, &reference)).await
}

fn find(tx: &mut AccountTx, reference: &str) -> Result<Grantable, GrantError> {
    let invoice = invoicing::store::find_by_reference(tx, reference)?.ok_or(GrantError::NoInvoice)?;
    if invoice.is_credit_note() {
        return Err(GrantError::NoInvoice);
    }
    let content = invoice.record().map_err(invoicing::CreditError::from)?.content;
    let left = invoicing::left_of(tx, invoice.id)?.iter().map(|line| line.net).collect();
    let paid = payment_of(tx, &invoice)?;
    Ok(Grantable { invoice, content, left, paid })
}

/// The payment that paid most of an invoice, and what of it was not given back yet.
fn payment_of(
    tx: &mut AccountTx,
    invoice: &invoicing::Invoice,
) -> Result<Option<(Attempt, Money)>, GrantError> {
    let mut orders = vec![invoice.order_id];
    orders.extend(orders::store::paid_for(tx, invoice.order_id)?);
    let mut best: Option<(Attempt, Money)> = None;
    for order in orders {
        let Some(attempt) = payments::store::success_of_order(tx, order)? else { continue };
        let refunds = payments::store::refunds_of(tx, attempt.id)?;
        let left = payments::left(attempt.amount, &refunds).map_err(payments::RefundError::from)?;
        if best.as_ref().is_none_or(|(_, known)| known.minor() < left.minor()) {
            best = Some((attempt, left));
        }
    }
    Ok(best)
}

/// What the credit note would say if it were given now.
///
/// # Errors
/// See [`GrantError`].
pub async fn quote(cx: &Cx, account: AccountId, new: NewGrant) -> Result<Content, GrantError> {
    check(&new.reason)?;
    let look = move |tx: &mut AccountTx| {
        let found = find(tx, &new.reference)?;
        let content = invoicing::credit_preview(tx, found.invoice.id, &lines(&found, &new.nets)?)?;
        if content.gross.is_zero() {
            return Err(GrantError::Nothing);
        }
        returnable(found.paid, content.gross, new.money)?;
        Ok(content)
    };
    cx.db.account(account).read::<_, GrantError, _>(look).await
}

fn check(reason: &str) -> Result<(), GrantError> {
    let is_good = !reason.trim().is_empty() && reason.chars().count() <= REASON_CHARS_MAX;
    if is_good { Ok(()) } else { Err(GrantError::Reason) }
}

/// The lines of the credit note, none beyond what is left.
fn lines(found: &Grantable, nets: &[Money]) -> Result<Vec<InvoiceLine>, GrantError> {
    let mut lines = Vec::with_capacity(nets.len());
    for (line, ((known, left), net)) in found.content.lines.iter().zip(&found.left).zip(nets).enumerate() {
        let is_possible = !net.is_negative() && net.minor() <= left.minor();
        if !is_possible || net.currency() != left.currency() {
            return Err(GrantError::MoreThanLeft { line });
        }
        lines.push(known.clone().at(*net).map_err(invoicing::CreditError::from)?);
    }
    Ok(lines)
}

/// The payment by which so much can be sent back, where it is to be.
fn returnable(
    paid: Option<(Attempt, Money)>,
    gross: Money,
    money: CreditUse,
) -> Result<Option<Attempt>, GrantError> {
    if money == CreditUse::Kept {
        return Ok(None);
    }
    let (attempt, left) = paid.ok_or(GrantError::NotReturnable { left: Money::zero(gross.currency()) })?;
    if left.minor() < gross.minor() {
        return Err(GrantError::NotReturnable { left });
    }
    Ok(Some(attempt))
}

/// Gives money back of an invoice, by a credit note: it is sent back by the payment that paid it, or it stays, lowers
/// what the customer owes at once and what is due next. Sent twice, it is one credit note.
///
/// # Errors
/// See [`GrantError`]; nothing happened then.
pub async fn grant(cx: &Cx, account: AccountId, new: NewGrant) -> Result<invoicing::Frozen, GrantError> {
    check(&new.reason)?;
    let (inside, now) = (cx.clone(), cx.clock.now());
    let frozen =
        cx.db.account(account).write::<_, GrantError, _>(move |tx| write(&inside, tx, now, &new)).await?;
    cx.wake.ring();
    Ok(frozen)
}

fn write(
    cx: &Cx,
    tx: &mut AccountTx,
    now: Timestamp,
    new: &NewGrant,
) -> Result<invoicing::Frozen, GrantError> {
    let cause = format!("desk/{}", new.id);
    if let Some(known) = invoicing::store::credited(tx, &cause)? {
        return Ok(known);
    }
    let found = find(tx, &new.reference)?;
    let args = Args::new().with("reason", new.reason.trim());
    let words =
        Mention { code: None, text: cx.texts.t(found.content.locale, "document-credit-reason", &args) };
    let grant = Some(Grant { staff: new.staff, reason: new.reason.trim().to_owned(), words });
    let (of, lines, money) = (found.invoice.id, lines(&found, &new.nets)?, new.money);
    let credit = NewCredit { id: new.id, of, cause, lines, money, grant };
    let frozen = invoicing::credit(tx, now, &credit)?.ok_or(GrantError::Nothing)?;
    if new.seen.is_some_and(|seen| seen != frozen.gross) {
        return Err(GrantError::Changed);
    }
    match returnable(found.paid, frozen.gross, money)? {
        Some(attempt) => {
            let id = RefundId::digest(&[frozen.id.uuid().as_bytes(), b"desk"]);
            payments::request(tx, now, id, attempt.id, frozen.gross, &format!("credit/{}", frozen.id))?;
        }
        None => pay_due(cx, tx, now, frozen.gross.currency()).map_err(Box::new)?,
    }
    Ok(frozen)
}

/// What credit notes left with us pays what is due, the oldest first, but for what a payment is being made for. What is
/// paid whole does what its payment would have done.
pub(crate) fn pay_due(
    cx: &Cx,
    tx: &mut AccountTx,
    now: Timestamp,
    currency: Currency,
) -> Result<(), RenewError> {
    if !invoicing::credit_left(tx, currency)?.is_positive() {
        return Ok(());
    }
    let owner = accounts::account::get(tx)?;
    let known = debts::known(tx)?;
    for invoice in known.invoices.iter().filter(|invoice| known.paying(invoice).is_none()) {
        let used = invoicing::apply(tx, now, invoice)?;
        if !used.is_positive() {
            continue;
        }
        debts::paid_otherwise(tx, invoice.order_id)?;
        if used == invoice.open() {
            let billed = orders::store::get(tx, invoice.order_id)?;
            // Where nothing is left to renew, what was billed is paid all the same.
            let _ = renew(cx, tx, now, &owner, billed, None)?;
        }
    }
    Ok(())
}
