//! What can be said of how a service renews: the lengths of its next period, and its commitment.

use serde_json::{Value, json};
use services::{Service, store};

use super::leave::numbered;
use super::list::end_rule;
use crate::call::{self, Answer, MemberCall};
use crate::problem::Problem;
use crate::v1::shape::duration;

/// `GET …/renewPeriodCapacities`: the lengths it can be renewed for, the shortest first.
pub(crate) async fn periods(call: MemberCall) -> Answer {
    let periods = named(&call).await?.periods();
    call::json(periods.into_iter().map(duration).collect::<Vec<_>>())
}

/// `GET …/billing/engagement`: the commitment that runs; there is none for what is free to leave.
pub(crate) async fn engagement(call: MemberCall) -> Answer {
    let service = named(&call).await?;
    let period = service.commitment_period().ok_or(Problem::None)?;
    call::json(json!({
        "currentPeriod": {"endDate": period.end(), "startDate": period.start()},
        "endRule": end_rule(&service),
    }))
}

/// `GET …/options`: options of ours are parts of their service, and none of them a service of its own.
pub(crate) async fn options(call: MemberCall) -> Answer {
    named(&call).await?;
    call::json(Vec::<Value>::new())
}

async fn named(call: &MemberCall) -> Result<Service, Problem> {
    let id = numbered(call).await?;
    call.read(move |tx| store::get(tx, id)).await
}
