//! The money of an order is there, or none is due: deliver, or look at it first.

use db::AccountTx;
use kernel::{Country, OrderId, SignedDuration, Timestamp};

use crate::follow_up::HistoryCode;
use crate::order::Order;
use crate::record::record_all;
use crate::state::InvalidTransition;
use crate::store;
use crate::validation::{Facts, Verdict};

/// Why an order was not marked as paid.
#[derive(Debug, thiserror::Error)]
pub enum PaidError {
    /// It is over in a way that no payment changes.
    #[error(transparent)]
    Invalid(#[from] InvalidTransition),
    /// The database did not do it.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Marks an order as paid and follows the verdict; told twice, it is the order as it is.
///
/// `order` was read in this transaction.
///
/// An order that costs nothing is «paid» by its customer's confirmation. A payment begun before the expiry
/// wins over it.
///
/// # Errors
/// [`PaidError`].
pub fn paid(tx: &mut AccountTx, now: Timestamp, order: Order, verdict: &Verdict) -> Result<Order, PaidError> {
    if order.paid_at.is_some() {
        return Ok(order);
    }
    let order = order.pay(now, verdict)?;
    store::update(tx, &order)?;
    let money: &[HistoryCode] = if order.needs_payment() { &[HistoryCode::PaymentReceived] } else { &[] };
    let next = match verdict {
        Verdict::Pass => [HistoryCode::OrderAccepted, HistoryCode::Delivery],
        Verdict::Hold { .. } => [HistoryCode::FraudCheck, HistoryCode::FraudManualReview],
    };
    record_all(tx, now, order.id, &[money, &[HistoryCode::OrderStarted], &next].concat())?;
    Ok(order)
}

fn a_day_before(now: Timestamp) -> Timestamp {
    now.checked_sub(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MIN)
}

/// Asks now for what [`facts`] will want to know ([`db::Read::fetch_ahead`]).
///
/// # Errors
/// [`db::Error`] when the database did not do it.
pub fn fetch_facts_ahead(tx: &mut AccountTx, now: Timestamp, order: OrderId) -> Result<(), db::Error> {
    store::fetch_counts_ahead(tx, order, a_day_before(now))
}

/// What the validation rules need to know of an order that is being paid at `now`.
///
/// # Errors
/// [`db::Error`] when the database did not do it.
pub fn facts(
    tx: &mut AccountTx,
    now: Timestamp,
    order: &Order,
    payment_country: Option<Country>,
) -> Result<Facts, db::Error> {
    let (paid_others, made_in_a_day) = store::counts(tx, order.id, a_day_before(now))?;
    Ok(Facts {
        total: order.totals.gross,
        is_first: paid_others == 0,
        account_country: order.billing.country,
        payment_country,
        orders_in_a_day: u32::try_from(made_in_a_day).unwrap_or(u32::MAX),
    })
}
