//! Deliver a service: take the work, call the provisioner, record its answer.
//!
//! [`begin`] and [`record`] are one transaction each; [`call`] runs between them, with none open. A worker that
//! dies in between leaves a delivery whose lease runs out, and the next one asks again with the same id.

use db::AccountTx;
use kernel::{Date, ServiceId, SignedDuration, StaffId, Timestamp};

use crate::{
    Access, Delivery, DeliveryOutcome, DeliveryRequest, DeliveryState, InvalidTransition, Provisioner,
    Service, Unknown, store,
};

/// Why a delivery was not recorded.
#[derive(Debug, thiserror::Error)]
pub enum DeliverError {
    /// The service is over.
    #[error(transparent)]
    Invalid(#[from] InvalidTransition),
    /// The database did not do it.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Why a person's delivery was not recorded.
#[derive(Debug, thiserror::Error)]
pub enum ByHandError {
    /// The delivery is not the staff's: a machine is at it, or it is over.
    #[error("the delivery is {}, not for the staff", .0.code())]
    NotForStaff(DeliveryState),
    /// A label is empty, or there is too much of something.
    #[error("the access details are too long, too many, or one has no label")]
    Access,
    /// The service is over.
    #[error(transparent)]
    Invalid(#[from] InvalidTransition),
    /// The database did not do it.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// What recording an answer came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    /// The service is delivered, now and for the first time.
    Delivered(Box<Service>),
    /// It was delivered before; nothing changed.
    Already(Box<Service>),
    /// Look again at [`Delivery::next_at`].
    Pending(Delivery),
    /// The staff have to do something: deliver, or decide about a failure.
    ForStaff(Delivery),
    /// The order ended meanwhile. When the answer was a delivery, the thing that was made has to be removed.
    Cancelled(Delivery),
}

/// Takes the delivery of a service for one call; `None` when it is not its time, or another call may be
/// running.
///
/// # Errors
/// [`db::Error`], [`db::Error::Missing`] for an unknown service.
pub fn begin(
    tx: &mut AccountTx,
    now: Timestamp,
    service: ServiceId,
) -> Result<Option<(Delivery, DeliveryRequest)>, db::Error> {
    let Some(delivery) = store::delivery(tx, service)?.begin(now) else {
        return Ok(None);
    };
    store::update_delivery(tx, &delivery)?;
    let request = store::request(tx, &delivery)?;
    Ok(Some((delivery, request)))
}

/// Puts a delivery off because something holds it, such as an unpaid invoice of the account.
///
/// # Errors
/// [`db::Error`], [`db::Error::Missing`] for an unknown service.
pub fn hold(
    tx: &mut AccountTx,
    now: Timestamp,
    service: ServiceId,
    wait: SignedDuration,
) -> Result<Delivery, db::Error> {
    let delivery = store::delivery(tx, service)?.hold(now, wait);
    store::update_delivery(tx, &delivery)?;
    Ok(delivery)
}

/// Calls the provisioner: for progress when it is at work, otherwise for the delivery. No transaction is open.
///
/// # Errors
/// [`Unknown`], to be recorded like any other answer.
pub async fn call(
    provisioner: &dyn Provisioner,
    delivery: &Delivery,
    request: &DeliveryRequest,
) -> Result<DeliveryOutcome, Unknown> {
    if delivery.state == DeliveryState::InProgress
        && let Some(outcome) = provisioner.progress(request.service).await?
    {
        return Ok(outcome);
    }
    provisioner.deliver(request).await
}

/// Records the answer of a provisioner. `on` is the civil date of `now` in the subsidiary's time zone.
///
/// # Errors
/// [`DeliverError`].
pub fn record(
    tx: &mut AccountTx,
    now: Timestamp,
    on: Date,
    service: ServiceId,
    answer: &Result<DeliveryOutcome, Unknown>,
) -> Result<Recorded, DeliverError> {
    let refused;
    let answer = match answer {
        Ok(DeliveryOutcome::Delivered(access)) if !access.is_acceptable() => {
            refused = Err(Unknown("access details too long, too many, or without a label".to_owned()));
            &refused
        }
        answer => answer,
    };
    let before = store::delivery(tx, service)?;
    if before.state == DeliveryState::Delivered {
        return Ok(Recorded::Already(Box::new(store::get(tx, service)?)));
    }
    let after = before.clone().answered(now, answer);
    if after != before {
        store::update_delivery(tx, &after)?;
    }
    match after.state {
        DeliveryState::Delivered => {
            let access = match answer {
                Ok(DeliveryOutcome::Delivered(access)) => access.clone(),
                Ok(
                    DeliveryOutcome::InProgress { .. }
                    | DeliveryOutcome::ByHand
                    | DeliveryOutcome::Refused { .. },
                )
                | Err(_) => Access::default(),
            };
            Ok(Recorded::Delivered(Box::new(start(tx, now, on, service, access)?)))
        }
        DeliveryState::Waiting | DeliveryState::Requested | DeliveryState::InProgress => {
            Ok(Recorded::Pending(after))
        }
        DeliveryState::ByHand | DeliveryState::Failed => Ok(Recorded::ForStaff(after)),
        DeliveryState::Cancelled => Ok(Recorded::Cancelled(after)),
    }
}

/// Records what a provisioner said later by itself. It is news even where the staff had taken over: what is made is made.
/// `on` is the civil date of `now` in the subsidiary's time zone.
///
/// # Errors
/// [`DeliverError`]; [`db::Error::Missing`] for a service that is not of this account.
pub fn delivery_called_back(
    tx: &mut AccountTx,
    now: Timestamp,
    on: Date,
    service: ServiceId,
    outcome: DeliveryOutcome,
) -> Result<Recorded, DeliverError> {
    if let Some(again) = store::delivery(tx, service)?.retried(now) {
        store::update_delivery(tx, &again)?;
    }
    record(tx, now, on, service, &Ok(outcome))
}

/// Starts a service whose delivery nobody has to ask for, whatever its delivery row says; once more changes
/// nothing. `on` is the civil date of `now` in the subsidiary's time zone.
///
/// # Errors
/// [`DeliverError`].
pub fn delivered(
    tx: &mut AccountTx,
    now: Timestamp,
    on: Date,
    service: ServiceId,
    access: &Access,
) -> Result<Service, DeliverError> {
    let delivery = store::delivery(tx, service)?;
    if delivery.state == DeliveryState::Delivered {
        return Ok(store::get(tx, service)?);
    }
    let done = Delivery { state: DeliveryState::Delivered, last_error: None, changed_at: now, ..delivery };
    store::update_delivery(tx, &done)?;
    start(tx, now, on, service, access.clone())
}

/// A member of the staff delivered the service and typed its access; the same twice is harmless.
///
/// # Errors
/// [`ByHandError`].
pub fn delivered_by_hand(
    tx: &mut AccountTx,
    now: Timestamp,
    on: Date,
    service: ServiceId,
    access: &Access,
    staff: StaffId,
) -> Result<Recorded, ByHandError> {
    if !access.is_acceptable() {
        return Err(ByHandError::Access);
    }
    let delivery = store::delivery(tx, service)?;
    match delivery.state {
        DeliveryState::ByHand | DeliveryState::Failed => {}
        DeliveryState::Delivered => return Ok(Recorded::Already(Box::new(store::get(tx, service)?))),
        state @ (DeliveryState::Waiting
        | DeliveryState::Requested
        | DeliveryState::InProgress
        | DeliveryState::Cancelled) => return Err(ByHandError::NotForStaff(state)),
    }
    let done = Delivery {
        state: DeliveryState::Delivered,
        last_error: None,
        delivered_by: Some(staff),
        changed_at: now,
        ..delivery
    };
    store::update_delivery(tx, &done)?;
    let service = store::get(tx, service)?.deliver(now, on, access.clone())?;
    store::update(tx, &service)?;
    Ok(Recorded::Delivered(Box::new(service)))
}

/// The staff ask the machine again, after a failure or instead of delivering by hand.
///
/// # Errors
/// [`ByHandError::NotForStaff`] when a machine is at it or it is over.
pub fn retry(tx: &mut AccountTx, now: Timestamp, service: ServiceId) -> Result<Delivery, ByHandError> {
    let delivery = store::delivery(tx, service)?;
    let state = delivery.state;
    let again = delivery.retried(now).ok_or(ByHandError::NotForStaff(state))?;
    store::update_delivery(tx, &again)?;
    Ok(again)
}

fn start(
    tx: &mut AccountTx,
    now: Timestamp,
    on: Date,
    service: ServiceId,
    access: Access,
) -> Result<Service, DeliverError> {
    let service = store::get(tx, service)?.deliver(now, on, access)?;
    store::update(tx, &service)?;
    Ok(service)
}
