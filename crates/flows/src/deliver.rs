//! Make what was sold: ask the provisioner, start the service, and bill the order once all of it is there.

use std::collections::BTreeSet;
use std::sync::Arc;

use accounts::Account;
use db::AccountTx;
use invoicing::Draft;
use kernel::{AccountId, Id, InvoiceId, MoneyError, ServiceId, SignedDuration, StaffId, Timestamp};
use mail::ProgressStep;
use orders::{Order, OrderState};
use services::{
    Access, DeliveryChoice, DeliveryOutcome, EndAction, NewService, Provisioner, Recorded, Service,
    ServicePrice,
};
use webhooks::EventKind;

use crate::{Cx, Unconfigured, announce, bill, events, settle};

/// How long a delivery waits before the account's debts are looked at again.
const HOLD: SignedDuration = SignedDuration::from_mins(15);

/// Why a delivery did not move. The next look tries again.
#[derive(Debug, thiserror::Error)]
pub enum DeliverError {
    /// The service cannot start.
    #[error(transparent)]
    Service(#[from] services::DeliverError),
    /// The staff cannot deliver it by hand now.
    #[error(transparent)]
    ByHand(#[from] services::ByHandError),
    /// The order does not follow.
    #[error(transparent)]
    Order(#[from] orders::ProgressError),
    /// The invoice cannot be issued.
    #[error(transparent)]
    Issue(#[from] invoicing::IssueError),
    /// The amounts do not add up.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The running configuration lacks something.
    #[error(transparent)]
    Unconfigured(#[from] Unconfigured),
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// What one look at a delivery did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivered {
    /// The service started.
    Yes,
    /// Not yet: it is being made, waits for a person, for its time, or for a debt to be paid.
    NotYet,
}

/// Looks at one delivery: takes it, asks its provisioner, writes down what it said.
///
/// # Errors
/// See [`DeliverError`]; whatever was asked is asked again with the same id.
pub async fn deliver(cx: &Cx, account: AccountId, service: ServiceId) -> Result<Delivered, DeliverError> {
    let (inside, now) = (cx.clone(), cx.clock.now());
    let begun = cx
        .db
        .account(account)
        .write::<_, DeliverError, _>(move |tx| {
            services::store::fetch_request_ahead(tx, service)?;
            if inside.settings.hold_delivery_on_unpaid && owes(tx)? {
                hold(tx, now, service)?;
                return Ok(None);
            }
            Ok(services::begin(tx, now, service)?)
        })
        .await?;
    let Some((delivery, request)) = begun else { return Ok(Delivered::NotYet) };
    let provisioner: Arc<dyn Provisioner> = cx
        .provisioners
        .get(&delivery.provisioner)
        .ok_or_else(|| Unconfigured::Provisioner(delivery.provisioner.clone()))?
        .clone();
    let answer = services::call(provisioner.as_ref(), &delivery, &request).await;
    if let Err(unknown) = &answer {
        tracing::warn!(%service, %unknown, "a provisioner did not answer; it is asked again");
    }
    let (inside, now) = (cx.clone(), cx.clock.now());
    let on = cx.subsidiary(request.subsidiary)?.civil(now);
    let recorded = cx
        .db
        .account(account)
        .write::<_, DeliverError, _>(move |tx| {
            services::store::fetch_ahead(tx, service)?;
            accounts::account::fetch_ahead(tx)?;
            let is_last = services::store::others_undelivered(tx, service)? == 0;
            let recorded = services::record(tx, now, on, service, &answer)?;
            started(&inside, tx, now, recorded, is_last)
        })
        .await?;
    cx.wake.ring();
    Ok(recorded)
}

/// A member of the staff made the service and says how to use it.
///
/// # Errors
/// See [`DeliverError`].
pub async fn deliver_by_hand(
    cx: &Cx,
    account: AccountId,
    service: ServiceId,
    access: Access,
    staff: StaffId,
) -> Result<Delivered, DeliverError> {
    let (inside, now) = (cx.clone(), cx.clock.now());
    let delivered = cx
        .db
        .account(account)
        .write::<_, DeliverError, _>(move |tx| {
            let on = civil(&inside, tx, now, service)?;
            let is_last = services::store::others_undelivered(tx, service)? == 0;
            let recorded = services::delivered_by_hand(tx, now, on, service, &access, staff)?;
            started(&inside, tx, now, recorded, is_last)
        })
        .await?;
    cx.wake.ring();
    Ok(delivered)
}

/// What a provisioner said later by itself, in the transaction that takes it in.
pub(crate) fn called_back(
    cx: &Cx,
    tx: &mut AccountTx,
    now: Timestamp,
    service: ServiceId,
    outcome: DeliveryOutcome,
) -> Result<Delivered, DeliverError> {
    let on = civil(cx, tx, now, service)?;
    let is_last = services::store::others_undelivered(tx, service)? == 0;
    let recorded = services::delivery_called_back(tx, now, on, service, outcome)?;
    started(cx, tx, now, recorded, is_last)
}

/// The deliveries to look at now, the longest waiting first.
///
/// # Errors
/// The database's own.
pub async fn due(cx: &Cx, limit: u16) -> Result<Vec<(AccountId, ServiceId)>, db::Error> {
    let now = cx.clock.now();
    cx.db.across().read(move |tx| services::store::due(tx, now, limit)).await
}

/// The services of an accepted order, each with its delivery, in the transaction that accepts it.
pub(crate) fn start_deliveries(
    cx: &Cx,
    tx: &mut AccountTx,
    now: Timestamp,
    owner: &Account,
    order: &Order,
) -> Result<(), services::CreateError> {
    for (index, item) in (0_u16..).zip(&order.items) {
        let plan = order.lines_of(index).find(|line| line.family.is_none());
        let description = plan.map_or(item.selection.plan_code.as_str(), |line| &line.description);
        for (unit, id) in (0_u16..).zip(&item.services) {
            let new = NewService {
                id: *id,
                order: order.id,
                order_number: order.number,
                item: index,
                unit,
                name: services::technical_name(&cx.settings.service_prefix, *id),
                plan_code: item.selection.plan_code.clone(),
                product: item.product.clone(),
                family: item.family.clone(),
                rules: cx.settings.renewals.rules_for(&item.selection.plan_code, item.family.as_deref()),
                end_action: end_action(item.commitment_end),
                description: description.to_owned(),
                subsidiary: order.subsidiary,
                currency: order.totals.gross.currency(),
                months: item.months,
                commitment: item.commitment,
                configurations: item.selection.configurations.clone(),
                options: options(order, index, item.selection.quantity),
                prices: prices(order, index, unit),
                provisioner: cx.provisioners.name_for(&item.selection.plan_code, None).to_owned(),
                customer: owner.nic.clone(),
            };
            services::create(tx, now, &new)?;
        }
    }
    Ok(())
}

/// The options of one unit of an item.
fn options(order: &Order, item: u16, units: u16) -> Vec<DeliveryChoice> {
    let mut seen = BTreeSet::new();
    let mut choices = Vec::new();
    for line in order.lines_of(item) {
        let Some(family) = &line.family else { continue };
        if seen.insert(&line.plan_code) {
            choices.push(DeliveryChoice {
                family: family.clone(),
                plan_code: line.plan_code.clone(),
                quantity: (line.quantity / units.max(1)).max(1),
            });
        }
    }
    choices
}

/// The prices one unit of an item is renewed at, as they were when it was ordered: those of its second period, or the
/// reduced price for as long as it lasts and then the usual one.
fn prices(order: &Order, item: u16, unit: u16) -> Vec<ServicePrice> {
    let renewed =
        order.rental_of(item, unit).into_iter().filter_map(|line| Some((line, line.then_unit_price?)));
    renewed
        .map(|(line, then)| {
            let periods = line.promotion.as_ref().map_or(1, |used| used.periods);
            let goes_on = periods > 1 && then == line.unit_price && line.is_discounted();
            ServicePrice {
                family: line.family.clone(),
                plan_code: line.plan_code.clone(),
                description: line.description.clone(),
                quantity: 1,
                unit_price: if goes_on { line.list_price } else { then },
                reduced: goes_on.then_some((line.unit_price, u32::from(periods))),
            }
        })
        .collect()
}

fn end_action(end: Option<catalog::EndAction>) -> EndAction {
    match end {
        None | Some(catalog::EndAction::ReactivateEngagement) => EndAction::Reactivate,
        Some(catalog::EndAction::CancelService) => EndAction::Cancel,
        Some(catalog::EndAction::KeepPrice) => EndAction::KeepPrice,
        Some(catalog::EndAction::FallbackDefaultPrice) => EndAction::FallbackPrice,
    }
}

/// Whether an invoice of the account is unpaid.
fn owes(tx: &mut AccountTx) -> Result<bool, db::Error> {
    invoicing::store::has_unpaid(tx)
}

fn hold(tx: &mut AccountTx, now: Timestamp, service: ServiceId) -> Result<(), DeliverError> {
    let delivery = services::hold(tx, now, service, HOLD)?;
    if !delivery.state.is_running() {
        return Ok(());
    }
    let order = services::store::get(tx, service)?.order;
    let order = orders::store::get(tx, order)?;
    let owner = accounts::account::get(tx)?;
    announce::progress(tx, now, &owner, &order, ProgressStep::Held)?;
    Ok(())
}

fn civil(
    cx: &Cx,
    tx: &mut AccountTx,
    now: Timestamp,
    service: ServiceId,
) -> Result<kernel::Date, DeliverError> {
    let code = services::store::get(tx, service)?.subsidiary;
    Ok(cx.subsidiary(code)?.civil(now))
}

/// What follows the answer of a provisioner: the customer is told, and with its last service an order is billed.
fn started(
    cx: &Cx,
    tx: &mut AccountTx,
    now: Timestamp,
    recorded: Recorded,
    is_last: bool,
) -> Result<Delivered, DeliverError> {
    let service = match recorded {
        Recorded::Delivered(service) => service,
        Recorded::Already(_) => return Ok(Delivered::Yes),
        Recorded::Pending(_) | Recorded::ForStaff(_) | Recorded::Cancelled(_) => {
            return Ok(Delivered::NotYet);
        }
    };
    if is_last {
        orders::store::fetch_ahead(tx, service.order)?;
        payments::store::fetch_of_order_ahead(tx, service.order)?;
        invoicing::fetch_ahead(tx, cx.subsidiary(service.subsidiary)?.civil(now), None)?;
    }
    let owner = accounts::account::get(tx)?;
    announce::delivered(tx, now, &owner, &service)?;
    events::service(tx, now, &owner, EventKind::ServiceDelivered, &service)?;
    if is_last {
        complete(cx, tx, now, &owner, *service)?;
    }
    Ok(Delivered::Yes)
}

/// All of the order is there: it is delivered and billed.
fn complete(
    cx: &Cx,
    tx: &mut AccountTx,
    now: Timestamp,
    owner: &Account,
    last: Service,
) -> Result<(), DeliverError> {
    let order = orders::store::get(tx, last.order)?;
    if order.state != OrderState::Delivering {
        return Ok(());
    }
    let order = orders::delivered(tx, now, order)?;
    events::order(tx, now, owner, EventKind::OrderDelivered, &order)?;
    if order.needs_payment() {
        let is_alone = order.items.iter().map(|item| item.services.len()).sum::<usize>() == 1;
        let services = if is_alone { vec![last] } else { services::store::of_order(tx, order.id)? };
        let draft = bill(cx, tx, now, &order, &services)?;
        invoicing::issue(tx, now, &draft)?;
    } else {
        announce::progress(tx, now, owner, &order, ProgressStep::Available)?;
    }
    Ok(())
}

/// The invoice of an order: its lines and totals as they were ordered, with the periods that have begun.
fn bill(
    cx: &Cx,
    tx: &mut AccountTx,
    now: Timestamp,
    order: &Order,
    services: &[Service],
) -> Result<Draft, DeliverError> {
    let subsidiary = cx.subsidiary(order.subsidiary)?;
    let lines = bill::lines(&cx.texts, order, services);
    let mentions = bill::mentions(&cx.texts, subsidiary, order.locale, subsidiary.civil(now));
    // One invoice per order: its id follows from the order's.
    let id: InvoiceId = Id::from_uuid(order.id.uuid());
    let draft = Draft::new(
        id,
        (order.id, order.number),
        subsidiary,
        order.billing.clone(),
        order.locale,
        lines,
        &order.totals,
    )
    .with_mentions(mentions);
    let attempts = payments::store::of_order(tx, order.id)?;
    let Some(paid) = payments::first_success(attempts) else { return Ok(draft) };
    Ok(draft.paid(settle::payment_used(tx, now, &paid)?))
}
