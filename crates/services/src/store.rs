//! All the SQL of services, their prices and their deliveries.

mod desk;
mod list;
mod month;
mod operations;

pub use desk::{count_for_desk, for_desk};
pub use list::{count, families, ids, list};
pub use month::{
    Held, Termination, TerminationKind, TerminationState, due_count, due_services, find_termination, held,
    hold, insert_renewing, insert_termination, is_any_collected, is_any_renewed, of_ids, open_renewing,
    open_renewings, release, renewed, renewing_of_order, renewings_of, steps_of, take_step,
    termination_by_token, terminations_of, update_renewing, update_termination, wait,
};
pub(crate) use operations::put_operation;
pub use operations::{StaffOperation, due_operations, find_operation, operations_for_staff};

use db::{AccountTx, AcrossTx, Error, Filter, FromValue, Read, Row, Sql, ToValue, Value, Write, codes, sql};
use kernel::{AccountId, OrderId, Page, PageRequest, Period, ServiceId, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{
    Delivery, DeliveryRequest, DeliveryState, EndAction, Mode, OperationState, Renewal, RenewalCause,
    RenewalState, ResourceState, Service, ServicePrice, ServiceState, ServiceStatus, Wanted,
};

/// The service, which must exist.
///
/// # Errors
/// [`Error::Missing`] when the account has no such service.
pub fn get(tx: &mut AccountTx, service: ServiceId) -> Result<Service, Error> {
    find(tx, service)?.ok_or(Error::Missing)
}

/// The service, if the account has it.
///
/// # Errors
/// What the database refuses.
pub fn find(tx: &mut AccountTx, service: ServiceId) -> Result<Option<Service>, Error> {
    Ok(read_all(tx, &by_id(&service))?.pop())
}

/// Asks now for a service and its delivery, for [`others_undelivered`], [`get`] and [`delivery`] to find them there
/// ([`Read::fetch_ahead`]).
///
/// # Errors
/// What the database refuses.
pub fn fetch_ahead(tx: &mut AccountTx, service: ServiceId) -> Result<(), Error> {
    tx.fetch_ahead(OTHERS_UNDELIVERED, &[&service])?;
    tx.fetch_ahead(DELIVERY, &[&service])?;
    by_id(&service).fetch_ahead(tx)?;
    prices_of(&[service]).fetch_ahead(tx)
}

fn by_id(service: &ServiceId) -> Filter<'_> {
    let mut list = select();
    list.and(sql!("service_id = $1"), &[service]);
    list
}

/// Asks now for what [`crate::begin`] will want to know.
///
/// # Errors
/// What the database refuses.
pub fn fetch_request_ahead(tx: &mut AccountTx, service: ServiceId) -> Result<(), Error> {
    tx.fetch_ahead(DELIVERY, &[&service])?;
    tx.fetch_ahead(REQUEST, &[&service])
}

/// The service with this technical name, if the account has it.
///
/// # Errors
/// What the database refuses.
pub fn find_by_name(tx: &mut AccountTx, name: &str) -> Result<Option<Service>, Error> {
    let mut list = select();
    list.and(sql!("name = $1"), &[&name]);
    Ok(read_all(tx, &list)?.pop())
}

/// The services of an order, in the order of its items.
///
/// # Errors
/// What the database refuses.
pub fn of_order(tx: &mut AccountTx, order: OrderId) -> Result<Vec<Service>, Error> {
    let mut list = select();
    list.and(sql!("order_id = $1"), &[&order]).end(sql!("order by item, unit"), &[]);
    read_all(tx, &list)
}

/// The services of these orders, those of an order together, in the order of its items.
///
/// # Errors
/// What the database refuses.
pub fn of_orders(tx: &mut AccountTx, orders: &[OrderId]) -> Result<Vec<Service>, Error> {
    let mut list = select();
    list.and_in(sql!("order_id"), orders).end(sql!("order by order_id, item, unit"), &[]);
    read_all(tx, &list)
}

/// How many other services of the order of this one still wait for their delivery.
///
/// # Errors
/// What the database refuses.
pub fn others_undelivered(tx: &mut AccountTx, service: ServiceId) -> Result<i64, Error> {
    tx.query_one(OTHERS_UNDELIVERED, &[&service], |row| row.get(0))
}

const OTHERS_UNDELIVERED: Sql = sql!(
    "select count(*) from services where account_id = $1 and service_id <> $2 and state = 'in_creation' \
     and order_id = (select known.order_id from services as known \
     where known.account_id = $1 and known.service_id = $2)"
);

fn select<'p>() -> Filter<'p> {
    Filter::new(
        sql!(
            "select service_id, order_id, order_number, item, unit, name, plan_code, product, description, \
             subsidiary, state, resource, currency, months, commitment_months, anchor_on, period_index, \
             period_start_on, period_end_on, commitment_until_on, configurations, options, access, created_at, \
             delivered_at, closed_at, family, rules, mode, every_months, renew_day, anchor_months, end_action, \
             is_ending, billed_on, tries, suspended_on, is_warned, deletes_on, noticed_on, label \
             from services where account_id = $1"
        ),
        &[],
    )
}

fn read_all(tx: &mut AccountTx, list: &Filter<'_>) -> Result<Vec<Service>, Error> {
    let account = tx.account();
    let mut services = list.query(tx, |row| read_service(account, row))?;
    let ids: Vec<ServiceId> = services.iter().map(|service| service.id).collect();
    if services.is_empty() {
        return Ok(services);
    }
    for (id, price) in prices_of(&ids).query(tx, read_price)? {
        if let Some(service) = services.iter_mut().find(|service| service.id == id) {
            service.prices.push(price);
        }
    }
    Ok(services)
}

fn prices_of(services: &[ServiceId]) -> Filter<'_> {
    let mut prices = Filter::new(
        sql!(
            "select service_id, family, plan_code, description, quantity, unit_price_e8, currency, \
             reduced_unit_price_e8, reduced_periods from service_prices where account_id = $1"
        ),
        &[],
    );
    prices.and_in(sql!("service_id"), services).end(sql!("order by service_id, position"), &[]);
    prices
}

fn read_service(account: AccountId, row: &Row<'_>) -> Result<Service, Error> {
    let start: Option<kernel::Date> = row.get(17)?;
    let end: Option<kernel::Date> = row.get(18)?;
    Ok(Service {
        id: row.get(0)?,
        account,
        order: row.get(1)?,
        order_number: row.get(2)?,
        item: row.get(3)?,
        unit: row.get(4)?,
        name: row.get(5)?,
        label: row.get(40)?,
        plan_code: row.get(6)?,
        product: row.get(7)?,
        description: row.get(8)?,
        subsidiary: row.get(9)?,
        state: row.get(10)?,
        resource: row.get(11)?,
        currency: row.get(12)?,
        months: row.get(13)?,
        commitment: row.get(14)?,
        anchor_on: row.get(15)?,
        period_index: row.get(16)?,
        period: start.zip(end).and_then(|(start, end)| Period::new(start, end).ok()),
        commitment_until_on: row.get(19)?,
        configurations: row.get::<Json<_>>(20)?.0,
        options: row.get::<Json<_>>(21)?.0,
        access: row.get::<Option<Json<_>>>(22)?.map(|access| access.0),
        prices: Vec::new(),
        family: row.get(26)?,
        renewal: read_renewal(row)?,
        created_at: row.get(23)?,
        delivered_at: row.get(24)?,
        closed_at: row.get(25)?,
    })
}

fn read_renewal(row: &Row<'_>) -> Result<Renewal, Error> {
    Ok(Renewal {
        rules: row.get::<Option<Json<_>>>(27)?.map(|rules| rules.0).unwrap_or_default(),
        mode: row.get(28)?,
        every: row.get(29)?,
        day: row.get::<Option<i64>>(30)?.and_then(|day| u8::try_from(day).ok()),
        anchor_months: row.get(31)?,
        end_action: row.get(32)?,
        is_ending: row.get(33)?,
        billed_on: row.get(34)?,
        tries: row.get(35)?,
        suspended_on: row.get(36)?,
        is_warned: row.get(37)?,
        deletes_on: row.get(38)?,
        noticed_on: row.get(39)?,
    })
}

fn read_price(row: &Row<'_>) -> Result<(ServiceId, ServicePrice), Error> {
    let price = ServicePrice {
        family: row.get(1)?,
        plan_code: row.get(2)?,
        description: row.get(3)?,
        quantity: row.get(4)?,
        unit_price: db::unit_price(row, 5, 6)?,
        reduced: match (row.get::<Option<i64>>(7)?, row.get::<Option<u32>>(8)?) {
            (Some(e8), Some(periods)) => Some((kernel::UnitPrice::new(e8, row.get(6)?), periods)),
            (None, _) | (_, None) => None,
        },
    };
    Ok((row.get(0)?, price))
}

/// Writes a new service; `false` when it was there already, and nothing is written then.
pub(crate) fn insert(tx: &mut AccountTx, service: &Service) -> Result<bool, Error> {
    let written = tx.execute(
        sql!(
            "insert into services (account_id, service_id, order_id, order_number, item, unit, name, plan_code, \
             product, description, subsidiary, state, resource, currency, months, commitment_months, \
             period_index, configurations, options, created_at, family, rules, mode, every_months, \
             anchor_months, end_action, search) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, \
             $21, $22, $23, $24, $25, $26, $27) \
             on conflict (account_id, service_id) do nothing"
        ),
        &[
            &service.id,
            &service.order,
            &service.order_number,
            &service.item,
            &service.unit,
            &service.name,
            &service.plan_code,
            &service.product,
            &service.description,
            &service.subsidiary,
            &service.state,
            &service.resource,
            &service.currency,
            &service.months,
            &service.commitment,
            &service.period_index,
            &Json(&service.configurations),
            &Json(&service.options),
            &service.created_at,
            &service.family,
            &Json(&service.renewal.rules),
            &service.renewal.mode,
            &service.renewal.every,
            &service.renewal.anchor_months,
            &service.renewal.end_action,
            &service.search_text(),
        ],
    )?;
    if written == 0 {
        return Ok(false);
    }
    for (position, price) in (0_i64..).zip(&service.prices) {
        tx.send(
            sql!(
                "insert into service_prices (account_id, service_id, position, family, plan_code, description, \
                 quantity, unit_price_e8, currency, reduced_unit_price_e8, reduced_periods) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
            ),
            &[
                &service.id,
                &position,
                &price.family,
                &price.plan_code,
                &price.description,
                &price.quantity,
                &price.unit_price.e8(),
                &price.unit_price.currency(),
                &price.reduced.map(|(price, _)| price.e8()),
                &price.reduced.map(|(_, periods)| periods),
            ],
        )?;
    }
    Ok(true)
}

/// Writes what changes in a service's life, the day of its next step, and what lists find it by; what it was born
/// with never does.
///
/// # Errors
/// What the database refuses.
pub fn update(tx: &mut AccountTx, service: &Service) -> Result<(), Error> {
    let renewal = &service.renewal;
    tx.send(
        sql!(
            "update services set state = $3, resource = $4, anchor_on = $5, period_index = $6, \
             period_start_on = $7, period_end_on = $8, commitment_until_on = $9, access = $10, \
             delivered_at = $11, closed_at = $12, mode = $13, every_months = $14, renew_day = $15, \
             anchor_months = $16, is_ending = $17, billed_on = $18, tries = $19, suspended_on = $20, \
             is_warned = $21, deletes_on = $22, noticed_on = $23, next_on = $24, status = $25, effective_on = $26, \
             held_until = null \
             where account_id = $1 and service_id = $2"
        ),
        &[
            &service.id,
            &service.state,
            &service.resource,
            &service.anchor_on,
            &service.period_index,
            &service.period.map(|period| period.start()),
            &service.period.map(|period| period.end()),
            &service.commitment_until_on,
            &service.access.as_ref().map(Json),
            &service.delivered_at,
            &service.closed_at,
            &renewal.mode,
            &renewal.every,
            &renewal.day.map(i64::from),
            &renewal.anchor_months,
            &renewal.is_ending,
            &renewal.billed_on,
            &renewal.tries,
            &renewal.suspended_on,
            &renewal.is_warned,
            &renewal.deletes_on,
            &renewal.noticed_on,
            &service.next_step().map(|planned| planned.on),
            &service.status(),
            &service.effective_on(),
        ],
    )
}

/// Writes the name its owner gave a service.
pub(crate) fn set_label(tx: &mut AccountTx, service: &Service) -> Result<(), Error> {
    tx.send(
        sql!("update services set label = $3, search = $4 where account_id = $1 and service_id = $2"),
        &[&service.id, &service.label, &service.search_text()],
    )
}

const DELIVERY: Sql = sql!(
    "select service_id, provisioner, state, attempts, requested_at, next_at, last_error, customer, \
     delivered_by, created_at, changed_at from deliveries where account_id = $1 and service_id = $2"
);

/// The delivery of a service.
///
/// # Errors
/// [`Error::Missing`] when the account has no such service.
pub fn delivery(tx: &mut AccountTx, service: ServiceId) -> Result<Delivery, Error> {
    tx.query_one(DELIVERY, &[&service], |row| {
        Ok(Delivery {
            service: row.get(0)?,
            provisioner: row.get(1)?,
            state: row.get(2)?,
            attempts: row.get(3)?,
            requested_at: row.get(4)?,
            next_at: row.get(5)?,
            last_error: row.get(6)?,
            customer: row.get(7)?,
            delivered_by: row.get(8)?,
            created_at: row.get(9)?,
            changed_at: row.get(10)?,
        })
    })
}

const REQUEST: Sql = sql!(
    "select name, order_number, subsidiary, plan_code, product, configurations, options from services \
     where account_id = $1 and service_id = $2"
);

/// What the provisioner of a delivery is told.
///
/// # Errors
/// [`Error::Missing`] when the account has no such service.
pub(crate) fn request(tx: &mut AccountTx, delivery: &Delivery) -> Result<DeliveryRequest, Error> {
    tx.query_one(REQUEST, &[&delivery.service], |row| {
        Ok(DeliveryRequest {
            service: delivery.service,
            name: row.get(0)?,
            customer: delivery.customer.clone(),
            order_number: row.get(1)?,
            subsidiary: row.get(2)?,
            plan_code: row.get(3)?,
            product: row.get(4)?,
            configurations: row.get::<Json<_>>(5)?.0,
            options: row.get::<Json<_>>(6)?.0,
        })
    })
}

pub(crate) fn insert_delivery(tx: &mut AccountTx, delivery: &Delivery) -> Result<(), Error> {
    tx.send(
        sql!(
            "insert into deliveries (account_id, service_id, provisioner, state, attempts, next_at, customer, \
             created_at, changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        &[
            &delivery.service,
            &delivery.provisioner,
            &delivery.state,
            &delivery.attempts,
            &delivery.next_at,
            &delivery.customer,
            &delivery.created_at,
            &delivery.changed_at,
        ],
    )
}

pub(crate) fn update_delivery(tx: &mut AccountTx, delivery: &Delivery) -> Result<(), Error> {
    tx.send(
        sql!(
            "update deliveries set state = $3, attempts = $4, requested_at = $5, next_at = $6, last_error = $7, \
             delivered_by = $8, changed_at = $9 where account_id = $1 and service_id = $2"
        ),
        &[
            &delivery.service,
            &delivery.state,
            &delivery.attempts,
            &delivery.requested_at,
            &delivery.next_at,
            &delivery.last_error,
            &delivery.delivered_by,
            &delivery.changed_at,
        ],
    )
}

/// The deliveries a machine has to look at, the longest waiting first: for the worker.
///
/// # Errors
/// What the database refuses.
pub fn due(tx: &mut AcrossTx, now: Timestamp, limit: u16) -> Result<Vec<(AccountId, ServiceId)>, Error> {
    tx.query(
        sql!(
            "select account_id, service_id from deliveries \
             where (state = 'waiting' or state = 'requested' or state = 'in_progress') and next_at <= $1 \
             order by next_at, service_id limit $2"
        ),
        &[&now, &limit],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// A delivery that waits for the staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffDelivery {
    /// The customer's account.
    pub account: AccountId,
    /// The service.
    pub service: ServiceId,
    /// Its technical name.
    pub name: String,
    /// The plan.
    pub plan_code: String,
    /// What documents call it.
    pub description: String,
    /// The order.
    pub order: OrderId,
    /// Its number.
    pub order_number: i64,
    /// The customer's identifier.
    pub customer: String,
    /// The provisioner it was given to.
    pub provisioner: String,
    /// By hand, or failed.
    pub state: DeliveryState,
    /// Why it failed.
    pub last_error: Option<String>,
    /// Since when it waits for the staff.
    pub changed_at: Timestamp,
}

/// What the staff have to deliver or to decide about, the longest waiting first.
///
/// # Errors
/// What the database refuses.
pub fn for_staff(tx: &mut AcrossTx, request: &PageRequest) -> Result<Page<StaffDelivery>, Error> {
    let after = request.after.as_deref().and_then(read_key);
    let probe = request.probe();
    let mut list = Filter::new(
        sql!(
            "select d.account_id, d.service_id, s.name, s.plan_code, s.description, s.order_id, s.order_number, \
             d.customer, d.provisioner, d.state, d.last_error, d.changed_at \
             from deliveries d \
             join services s on s.account_id = d.account_id and s.service_id = d.service_id \
             where (d.state = 'by_hand' or d.state = 'failed')"
        ),
        &[],
    );
    if let Some((at, id)) = &after {
        list.and(sql!("(d.changed_at, d.service_id) > ($1, $2)"), &[at, id]);
    }
    list.end(sql!("order by d.changed_at, d.service_id limit $1"), &[&probe]);
    let items = list.query(tx, |row| {
        Ok(StaffDelivery {
            account: row.get(0)?,
            service: row.get(1)?,
            name: row.get(2)?,
            plan_code: row.get(3)?,
            description: row.get(4)?,
            order: row.get(5)?,
            order_number: row.get(6)?,
            customer: row.get(7)?,
            provisioner: row.get(8)?,
            state: row.get(9)?,
            last_error: row.get(10)?,
            changed_at: row.get(11)?,
        })
    })?;
    Ok(Page::of(items, request, |item| format!("{}_{}", item.changed_at.as_microsecond(), item.service)))
}

fn read_key(key: &str) -> Option<(Timestamp, ServiceId)> {
    let (micros, id) = key.split_once('_')?;
    Some((Timestamp::from_microsecond(micros.parse().ok()?).ok()?, id.parse().ok()?))
}

/// A value that only we read, kept as JSON.
struct Json<T>(T);

impl<T: Serialize> ToValue for Json<T> {
    fn to_value(&self) -> Value<'_> {
        let text = serde_json::to_string(&self.0).expect("plain data has a JSON form");
        Value::Text(text.into())
    }
}

impl<T: DeserializeOwned> FromValue for Json<T> {
    fn from_value(value: Value<'_>) -> Result<Json<T>, String> {
        let text = String::from_value(value)?;
        serde_json::from_str(&text).map(Json).map_err(|error| error.to_string())
    }
}

codes!(
    ServiceState,
    ResourceState,
    DeliveryState,
    Mode,
    ServiceStatus,
    EndAction,
    RenewalCause,
    RenewalState,
    Wanted,
    OperationState,
    TerminationKind,
    TerminationState
);
