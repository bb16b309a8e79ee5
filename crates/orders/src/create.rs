//! Create an order form from what was quoted.

use accounts::BillingContact;
use catalog::Quote;
use db::AccountTx;
use jurisdictions::Totals;
use kernel::{
    AccountId, Currency, Locale, Money, MoneyError, Months, OrderId, ServiceId, SubsidiaryCode, Timestamp,
};

use crate::contract::AcceptedContract;
use crate::order::{Order, OrderItem, OrderKind, OrderLine};
use crate::state::OrderState;
use crate::store;

/// What a checkout hands in.
#[derive(Debug, Clone, PartialEq)]
pub struct NewOrder {
    /// The id drawn with the form that submits it.
    pub id: OrderId,
    /// The next number of the orders' counter; not used when the order exists.
    pub number: i64,
    /// What it is for.
    pub kind: OrderKind,
    /// The subsidiary that sells.
    pub subsidiary: SubsidiaryCode,
    /// The customer's language.
    pub locale: Locale,
    /// The billing contact, frozen with the order.
    pub billing: BillingContact,
    /// The catalogue the prices come from, by its published number.
    pub catalog_id: i64,
    /// What was chosen, and what it costs.
    pub items: Vec<NewItem>,
    /// The totals of all the lines, by the subsidiary's taxes.
    pub totals: Totals,
    /// The contracts accepted with it.
    pub contracts: Vec<AcceptedContract>,
    /// When the right of withdrawal was given up, where that was asked.
    pub withdrawal_waived_at: Option<Timestamp>,
    /// When it lapses unless it is paid.
    pub expires_at: Timestamp,
}

/// One thing of a checkout.
#[derive(Debug, Clone, PartialEq)]
pub struct NewItem {
    /// The selection and its price.
    pub quote: Quote,
    /// The product behind the plan.
    pub product: String,
    /// One id for each unit of the selection's quantity.
    pub services: Vec<ServiceId>,
}

/// An order that is there now.
#[derive(Debug, Clone, PartialEq)]
pub struct Created {
    /// The order.
    pub order: Order,
    /// Whether it was made now; otherwise the form was submitted before.
    pub is_new: bool,
}

/// Why an order was not created.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// There is nothing to order, or more than [`Order::ITEMS_MAX`] things.
    #[error("an order has from 1 to {} items", Order::ITEMS_MAX)]
    Items,
    /// An item has not one service for each unit.
    #[error("an item needs as many services as its quantity")]
    Services,
    /// Two currencies in one order.
    #[error("an order in {0} cannot have a price in {1}")]
    Mixed(Currency, Currency),
    /// The totals are not those of the lines.
    #[error("the lines come to {lines}, the totals say {totals}")]
    Totals {
        /// The sum of the lines.
        lines: Money,
        /// The net of the totals.
        totals: Money,
    },
    /// It would expire before it begins.
    #[error("an order must expire after it is made")]
    Expiry,
    /// An amount beyond what can be counted.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The database did not do it.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Creates an order; one that exists is answered as it is, whatever else is handed in.
///
/// # Errors
/// [`CreateError`].
pub fn create(tx: &mut AccountTx, now: Timestamp, new: &NewOrder) -> Result<Created, CreateError> {
    let order = form(tx.account(), now, new)?;
    if store::insert(tx, &order, &new.contracts)? {
        Ok(Created { order, is_new: true })
    } else {
        Ok(Created { order: store::get(tx, new.id)?, is_new: false })
    }
}

/// The order form of a checkout.
fn form(account: AccountId, now: Timestamp, new: &NewOrder) -> Result<Order, CreateError> {
    if new.items.is_empty() || new.items.len() > Order::ITEMS_MAX {
        return Err(CreateError::Items);
    }
    if new.expires_at <= now {
        return Err(CreateError::Expiry);
    }
    let currency = new.totals.net.currency();
    let mut lines = Vec::new();
    for (index, item) in (0_u16..).zip(&new.items) {
        if item.services.len() != usize::from(item.quote.selection.quantity) {
            return Err(CreateError::Services);
        }
        if item.quote.currency != currency {
            return Err(CreateError::Mixed(currency, item.quote.currency));
        }
        lines.extend(item.quote.lines.iter().map(|line| OrderLine {
            item: index,
            kind: line.kind,
            plan_code: line.plan_code.clone(),
            family: line.family.clone(),
            description: line.description.clone(),
            quantity: line.quantity,
            list_price: line.list_price,
            unit_price: line.unit_price,
            promotion: line.promotion.clone(),
            months: line.months,
            then_unit_price: line.then_unit_price,
            net: line.net,
        }));
    }
    let sum = Money::sum(currency, lines.iter().map(|line| line.net))?;
    if sum != new.totals.net {
        return Err(CreateError::Totals { lines: sum, totals: new.totals.net });
    }
    let item = |item: &NewItem| OrderItem {
        selection: item.quote.selection.clone(),
        product: item.product.clone(),
        family: item.quote.family.clone(),
        months: item.quote.then.map(|(months, _)| months),
        commitment: Months::new(item.quote.commitment_months),
        commitment_end: item.quote.commitment_end,
        services: item.services.clone(),
    };
    Ok(Order {
        id: new.id,
        account,
        number: new.number,
        kind: new.kind,
        state: OrderState::NotPaid,
        subsidiary: new.subsidiary,
        locale: new.locale,
        billing: new.billing.clone(),
        catalog_id: new.catalog_id,
        items: new.items.iter().map(item).collect(),
        lines,
        totals: new.totals.clone(),
        withdrawal_waived_at: new.withdrawal_waived_at,
        created_at: now,
        expires_at: new.expires_at,
        paid_at: None,
        review: None,
        accepted_at: None,
        refused_at: None,
        delivered_at: None,
        cancelled_at: None,
    })
}
