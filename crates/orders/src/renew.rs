//! The order of a renewal: made by the clock or by its owner's wish, and delivered at the moment it is paid.

use accounts::BillingContact;
use db::AccountTx;
use jurisdictions::Totals;
use kernel::{Locale, OrderId, SubsidiaryCode, Timestamp};

use crate::follow_up::HistoryCode;
use crate::order::{Order, OrderItem, OrderKind, OrderLine};
use crate::pay::PaidError;
use crate::record::record_all;
use crate::state::{Change, OrderState};
use crate::store;

/// A renewal to be ordered.
#[derive(Debug, Clone, PartialEq)]
pub struct NewRenewal {
    /// Its id, drawn beforehand.
    pub id: OrderId,
    /// The next number of the orders' counter.
    pub number: i64,
    /// The subsidiary that sells.
    pub subsidiary: SubsidiaryCode,
    /// The customer's language.
    pub locale: Locale,
    /// The billing contact, frozen with the order.
    pub billing: BillingContact,
    /// One item for each service.
    pub items: Vec<OrderItem>,
    /// What it costs, line by line.
    pub lines: Vec<OrderLine>,
    /// The totals of the lines.
    pub totals: Totals,
    /// When it lapses unless it is paid.
    pub expires_at: Timestamp,
}

/// Writes the order of a renewal. There is no withdrawal from it, and no validation.
///
/// # Errors
/// [`db::Error`].
pub fn renewal(tx: &mut AccountTx, now: Timestamp, new: NewRenewal) -> Result<Order, db::Error> {
    let order = Order {
        id: new.id,
        account: tx.account(),
        number: new.number,
        kind: OrderKind::Renewal,
        state: OrderState::NotPaid,
        subsidiary: new.subsidiary,
        locale: new.locale,
        billing: new.billing,
        // Its prices are those its services were born with, of no catalogue.
        catalog_id: 0,
        items: new.items,
        lines: new.lines,
        totals: new.totals,
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
    Ok(order)
}

/// The money of a renewal is there, and with it the days it bought; told twice, it is the order as it is.
///
/// # Errors
/// [`PaidError`].
pub fn renewed(tx: &mut AccountTx, now: Timestamp, order: Order) -> Result<Order, PaidError> {
    if order.paid_at.is_some() {
        return Ok(order);
    }
    let order = order.renew(now)?;
    store::update(tx, &order)?;
    let codes = [HistoryCode::PaymentReceived, HistoryCode::OrderAccepted, HistoryCode::InvoiceInProgress];
    record_all(tx, now, order.id, &codes)?;
    Ok(order)
}

/// A renewal or a regularisation will not be paid any more: its service is over, or it was paid otherwise.
///
/// # Errors
/// [`db::Error`].
pub fn lapse(tx: &mut AccountTx, id: OrderId) -> Result<bool, db::Error> {
    let order = store::get(tx, id)?;
    let is_ours = match order.kind {
        OrderKind::Renewal | OrderKind::Regularisation => true,
        OrderKind::Purchase => false,
    };
    if !is_ours || order.state.after(Change::Expire).is_none() {
        return Ok(false);
    }
    let Ok(order) = order.expire() else { return Ok(false) };
    store::update(tx, &order)?;
    Ok(true)
}
