//! `/services`: what was delivered, how it renews, and where it stands.

use std::collections::HashMap;

use accounts::numbers::Numbered;
use kernel::ServiceId;
use serde_json::{Value, json};
use services::{EndAction, Mode, ResourceState, Service, ServiceState, store};

use crate::call::MemberCall;
use crate::list::{Collection, KEYS_MAX};
use crate::problem::Problem;
use crate::v1::shape::duration;

/// The services of the account.
pub(crate) struct Services;

impl Collection for Services {
    type Key = i64;
    const KEY: &'static str = "serviceId";
    const RISING: &'static [&'static str] = &["serviceId"];
    const ASKED: &'static [(&'static str, &'static str)] = &[("resourceName", "string")];

    async fn keys(call: &MemberCall) -> Result<Vec<i64>, Problem> {
        let name = call.query("resourceName").map(str::to_owned);
        let ids = call.read(move |tx| store::ids(tx, name.as_deref(), KEYS_MAX)).await?;
        let mut numbers = call.numbers(Numbered::Service, &ids).await?;
        numbers.sort_unstable();
        Ok(numbers)
    }

    async fn objects(call: &MemberCall, keys: &[i64]) -> Result<Vec<Option<Value>>, Problem> {
        let known = call.numbered(Numbered::Service, keys).await?;
        let ids: Vec<ServiceId> = known.values().copied().collect();
        let found = call.read(move |tx| store::of_ids(tx, &ids)).await?;
        let found: HashMap<ServiceId, Service> = found.into_iter().map(|one| (one.id, one)).collect();
        let object = |key: &i64| Some(shape(call, *key, found.get(known.get(key)?)?));
        Ok(keys.iter().map(object).collect())
    }
}

/// `services.expanded.Service`.
fn shape(call: &MemberCall, number: i64, service: &Service) -> Value {
    let end = service.period.map(|period| call.start_of(period.end()));
    let state = match service.state {
        ServiceState::InCreation => "inCreation",
        ServiceState::Ok => "active",
        ServiceState::PendingDebt => "toRenew",
        ServiceState::UnPaid => "unpaid",
        ServiceState::Expired => "terminated",
    };
    let (mode, modes): (Option<&str>, &[&str]) = match service.renewal.mode {
        Mode::Automatic => (Some("automatic"), &["automatic", "manual"]),
        Mode::Manual => (Some("manual"), &["automatic", "manual"]),
        Mode::Forced => (Some("automatic"), &["automatic"]),
        Mode::OneShot => (None, &[]),
    };
    let pending = pending(service);
    let is_renewing = service.state != ServiceState::Expired && pending.is_empty();
    let next = end.clone().filter(|_| is_renewing && service.renewal.mode.is_automatic());
    let contact = |kind: &str| json!({"customerCode": call.account.nic, "type": kind});
    let contacts = ["administrator", "billing", "technical"].map(contact);
    json!({
        "billing": {
            "engagement": service.commitment_until_on.map(|on| json!({"endDate": on, "endRule": end_rule(service)})),
            "engagementRequest": null,
            "expirationDate": end,
            "group": null,
            "lifecycle": {
                "capacities": {"actions": []},
                "current": {
                    "creationDate": call.datetime(service.created_at),
                    "pendingActions": pending,
                    "state": state,
                    "terminationDate": service.closed_at.map(|at| call.datetime(at)),
                },
            },
            "nextBillingDate": next,
            "plan": {"code": service.plan_code, "invoiceName": service.description},
            "pricing": null,
            "renew": mode.map(|mode| json!({
                "capacities": {"mode": modes},
                "current": {
                    "mode": mode,
                    "nextDate": next,
                    "period": service.renewal.every.map(duration),
                },
            })),
        },
        "customer": {"contacts": contacts},
        "parentServiceId": null,
        "resource": {
            "displayName": service.label.as_ref().unwrap_or(&service.name),
            "name": service.name,
            "product": {"description": service.description, "name": service.product},
            "resellingProvider": null,
            "state": resource(service.resource),
        },
        "route": null,
        "serviceId": number,
        "tags": [],
    })
}

/// `services.billing.engagement.EndRule`: what follows a commitment is a part of what was ordered.
pub(super) fn end_rule(service: &Service) -> Value {
    let strategy = match service.renewal.end_action {
        EndAction::Reactivate => "REACTIVATE_ENGAGEMENT",
        EndAction::Cancel => "CANCEL_SERVICE",
        EndAction::KeepPrice => "STOP_ENGAGEMENT_KEEP_PRICE",
        EndAction::FallbackPrice => "STOP_ENGAGEMENT_FALLBACK_DEFAULT_PRICE",
    };
    json!({"possibleStrategies": [strategy], "strategy": strategy})
}

/// `services.expanded.Lifecycle.ActionEnum`: what ends a service that is not over.
fn pending(service: &Service) -> &'static [&'static str] {
    if service.state == ServiceState::Expired {
        &[]
    } else if service.renewal.deletes_on.is_some() {
        &["terminate"]
    } else if service.renewal.is_ending {
        &["terminateAtExpirationDate"]
    } else if service.is_ending() {
        &["terminateAtEngagementDate"]
    } else {
        &[]
    }
}

/// `services.expanded.Resource.StateEnum`.
const fn resource(state: ResourceState) -> &'static str {
    match state {
        ResourceState::Opening | ResourceState::ToOpen => "toActivate",
        ResourceState::Ok => "active",
        ResourceState::ToSuspend | ResourceState::Suspending => "toSuspend",
        ResourceState::Suspended => "suspended",
        ResourceState::ToDelete | ResourceState::Deleting => "toDelete",
        ResourceState::Deleted => "deleted",
    }
}
