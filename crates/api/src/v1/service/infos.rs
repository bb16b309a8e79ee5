//! `/{family}/{name}/serviceInfos`: a service by the path of its product, whatever the family is called there.

use accounts::numbers::Numbered;
use kernel::Date;
use serde_json::json;

use services::{Mode, store};

use crate::call::{self, Answer, MemberCall};
use crate::problem::Problem;

pub(crate) async fn get(call: MemberCall) -> Answer {
    let name: String = call.param("serviceName")?;
    let service = call.read(move |tx| store::find_by_name(tx, &name)).await?.ok_or(Problem::NoService)?;
    let numbers = call.numbers(Numbered::Service, &[service.id]).await?;
    let renewal_type = match service.renewal.mode {
        Mode::Automatic | Mode::Manual => "automaticV2016",
        Mode::Forced => "automaticForcedProduct",
        Mode::OneShot => "oneShot",
    };
    let day = |at| call.zone().to_datetime(at).date();
    let creation: Date = day(service.created_at);
    // What has no end yet, or never has one, expires when it began.
    let expiration = service.period.map_or(creation, |period| period.end());
    let months = |months: kernel::Months| i64::from(months.count());
    call::json(json!({
        "canDeleteAtExpiration": service.renewal.mode != Mode::Forced,
        "contactAdmin": call.account.nic,
        "contactBilling": call.account.nic,
        "contactTech": call.account.nic,
        "creation": creation,
        "domain": service.name,
        "engagedUpTo": service.commitment_until_on,
        "expiration": expiration,
        "possibleRenewPeriod": service.periods().into_iter().map(months).collect::<Vec<_>>(),
        "renew": {
            "automatic": service.renewal.mode.is_automatic(),
            "deleteAtExpiration": service.renewal.is_ending,
            "forced": service.renewal.mode == Mode::Forced,
            "manualPayment": false,
            "period": service.renewal.every.map(months),
        },
        "renewalType": renewal_type,
        "serviceId": numbers.first(),
        "status": flows::events::service_status(service.state),
    }))
}
