//! The order that pays invoices issued before: made when its customer wants to pay what is due, valid for a short time.

use accounts::BillingContact;
use catalog::LineKind;
use db::AccountTx;
use jurisdictions::Totals;
use kernel::{InvoiceId, Locale, Money, MoneyError, OrderId, SubsidiaryCode, Timestamp, UnitPrice};

use crate::follow_up::HistoryCode;
use crate::order::{Order, OrderKind, OrderLine};
use crate::pay::PaidError;
use crate::record::record_all;
use crate::state::OrderState;
use crate::store;

/// What the lines of a regularisation are called where plans have a code.
const CODE: &str = "regularisation";

/// What is left to pay of an invoice, as a regularisation order names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Debt {
    /// The invoice.
    pub invoice: InvoiceId,
    /// The order it bills.
    pub of_order: OrderId,
    /// The invoice's reference.
    pub reference: String,
    /// What is left of it, taxes included.
    pub amount: Money,
}

/// A regularisation to be ordered.
#[derive(Debug, Clone, PartialEq)]
pub struct NewRegularisation {
    /// Its id, drawn beforehand.
    pub id: OrderId,
    /// The next number of the orders' counter.
    pub number: i64,
    /// The subsidiary that sold.
    pub subsidiary: SubsidiaryCode,
    /// The customer's language.
    pub locale: Locale,
    /// The billing contact, frozen with the order.
    pub billing: BillingContact,
    /// The debts, in one currency, with the words of each on the form.
    pub debts: Vec<(Debt, String)>,
    /// When it lapses unless it is paid; the debts are then free again.
    pub expires_at: Timestamp,
}

/// Why no regularisation was written.
#[derive(Debug, thiserror::Error)]
pub enum RegulariseError {
    /// It names no debt.
    #[error("there is nothing to pay")]
    Nothing,
    /// The amounts do not add up.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The database did not do it.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Writes the order and the debts it pays. The taxes are those of the invoices; the order has none of its own.
///
/// # Errors
/// [`RegulariseError`].
///
pub fn regularisation(
    tx: &mut AccountTx,
    now: Timestamp,
    new: NewRegularisation,
) -> Result<Order, RegulariseError> {
    let currency =
        new.debts.first().map(|(debt, _)| debt.amount.currency()).ok_or(RegulariseError::Nothing)?;
    let gross = Money::sum(currency, new.debts.iter().map(|(debt, _)| debt.amount))?;
    let lines: Result<Vec<OrderLine>, MoneyError> =
        (0..).zip(&new.debts).map(|(item, (debt, words))| line(item, debt.amount, words)).collect();
    let order = Order {
        id: new.id,
        account: tx.account(),
        number: new.number,
        kind: OrderKind::Regularisation,
        state: OrderState::NotPaid,
        subsidiary: new.subsidiary,
        locale: new.locale,
        billing: new.billing,
        catalog_id: 0,
        items: Vec::new(),
        lines: lines?,
        totals: Totals { net: gross, taxes: Vec::new(), tax: Money::zero(currency), gross },
        withdrawal_waived_at: None,
        created_at: now,
        expires_at: new.expires_at,
        paid_at: None,
        review: None,
        accepted_at: None,
        refused_at: None,
        delivered_at: None,
        cancelled_at: None,
    };
    store::insert(tx, &order, &[])?;
    store::insert_debts(tx, order.id, new.debts.iter().map(|(debt, _)| debt))?;
    Ok(order)
}

fn line(item: u16, amount: Money, words: &str) -> Result<OrderLine, MoneyError> {
    let scale = 10_i64.pow(8 - amount.currency().exponent());
    let e8 = amount.minor().checked_mul(scale).ok_or(MoneyError::Overflow)?;
    let price = UnitPrice::new(e8, amount.currency());
    Ok(OrderLine {
        item,
        kind: LineKind::Rental,
        plan_code: CODE.to_owned(),
        family: None,
        description: words.to_owned(),
        quantity: 1,
        list_price: price,
        unit_price: price,
        promotion: None,
        months: None,
        then_unit_price: None,
        net: amount,
    })
}

/// The money of a regularisation is there, and its debts are settled; told twice, it is the order as it is.
///
/// # Errors
/// [`PaidError`].
pub fn regularised(tx: &mut AccountTx, now: Timestamp, order: Order) -> Result<Order, PaidError> {
    if order.paid_at.is_some() {
        return Ok(order);
    }
    let order = order.renew(now)?;
    store::update(tx, &order)?;
    record_all(tx, now, order.id, &[HistoryCode::PaymentReceived])?;
    Ok(order)
}
