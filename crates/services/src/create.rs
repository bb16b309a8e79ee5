//! Create the services of an order, waiting for their delivery; or end them before it.

use db::AccountTx;
use kernel::{Currency, Months, OrderId, ServiceId, SubsidiaryCode, Timestamp};

use crate::{
    Delivery, DeliveryChoice, DeliveryState, EndAction, Renewal, ResourceState, Rules, Service, ServicePrice,
    ServiceState, store,
};

/// What an order says of one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewService {
    /// The id drawn with the order.
    pub id: ServiceId,
    /// The order.
    pub order: OrderId,
    /// Its number.
    pub order_number: i64,
    /// Which item of the order.
    pub item: u16,
    /// Which of the item's quantity, from 0.
    pub unit: u16,
    /// The technical name; see [`crate::technical_name`].
    pub name: String,
    /// The plan.
    pub plan_code: String,
    /// The product behind it.
    pub product: String,
    /// What the plan was grouped by.
    pub family: Option<String>,
    /// The rules it is born with.
    pub rules: Rules,
    /// What follows its commitment.
    pub end_action: EndAction,
    /// What documents call it.
    pub description: String,
    /// The subsidiary that sold it.
    pub subsidiary: SubsidiaryCode,
    /// The currency of its prices.
    pub currency: Currency,
    /// The length of one period; `None` when it is bought once and for all.
    pub months: Option<Months>,
    /// How long the customer is engaged; zero for not at all.
    pub commitment: Months,
    /// Answers to the plan's configuration questions.
    pub configurations: Vec<(String, String)>,
    /// The chosen options, those without a price included.
    pub options: Vec<DeliveryChoice>,
    /// The renewal prices of the order, the plan's first.
    pub prices: Vec<ServicePrice>,
    /// The provisioner that makes it.
    pub provisioner: String,
    /// The customer's identifier, which provisioners may need.
    pub customer: String,
}

/// Why a service was not created.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// A price has another currency than the service.
    #[error("the price of {plan_code:?} is not in {currency}")]
    Mixed {
        /// The plan or option.
        plan_code: String,
        /// The currency of the service.
        currency: Currency,
    },
    /// The database did not do it.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Creates a service and the row of its delivery; one that exists is answered as it is.
///
/// # Errors
/// [`CreateError`].
pub fn create(tx: &mut AccountTx, now: Timestamp, new: &NewService) -> Result<Service, CreateError> {
    if let Some(price) = new.prices.iter().find(|price| price.unit_price.currency() != new.currency) {
        return Err(CreateError::Mixed { plan_code: price.plan_code.clone(), currency: new.currency });
    }
    let service = Service {
        id: new.id,
        account: tx.account(),
        order: new.order,
        order_number: new.order_number,
        item: new.item,
        unit: new.unit,
        name: new.name.clone(),
        label: None,
        plan_code: new.plan_code.clone(),
        product: new.product.clone(),
        family: new.family.clone(),
        description: new.description.clone(),
        subsidiary: new.subsidiary,
        state: ServiceState::InCreation,
        resource: ResourceState::Opening,
        currency: new.currency,
        months: new.months,
        commitment: new.commitment,
        anchor_on: None,
        period_index: 0,
        period: None,
        commitment_until_on: None,
        configurations: new.configurations.clone(),
        options: new.options.clone(),
        access: None,
        prices: new.prices.clone(),
        renewal: Renewal::new(new.rules.clone(), new.months, new.end_action),
        created_at: now,
        delivered_at: None,
        closed_at: None,
    };
    if !store::insert(tx, &service)? {
        return Ok(store::get(tx, new.id)?);
    }
    store::insert_delivery(
        tx,
        &Delivery {
            service: new.id,
            provisioner: new.provisioner.clone(),
            state: DeliveryState::Waiting,
            attempts: 0,
            requested_at: None,
            next_at: now,
            last_error: None,
            customer: new.customer.clone(),
            delivered_by: None,
            created_at: now,
            changed_at: now,
        },
    )?;
    Ok(service)
}

/// Ends every service of an order that is not delivered, and answers those it ended: the order was refused or
/// cancelled. Once more changes nothing.
///
/// # Errors
/// [`db::Error`] when the database did not do it.
pub fn cancel(tx: &mut AccountTx, now: Timestamp, order: OrderId) -> Result<Vec<Service>, db::Error> {
    let mut ended = Vec::new();
    for service in store::of_order(tx, order)? {
        let id = service.id;
        // What was delivered, or ended already, is left as it is.
        if let Ok(service) = service.cancel(now) {
            store::update(tx, &service)?;
            if let Some(delivery) = store::delivery(tx, id)?.cancelled(now) {
                store::update_delivery(tx, &delivery)?;
            }
            ended.push(service);
        }
    }
    Ok(ended)
}
