//! The end of a service by a program: asked for, and confirmed with the token of the e-mail that follows.

use accounts::CustomerToken;
use accounts::numbers::Numbered;
use flows::terminate::{self, Leaving, LinkFault, TerminateError};
use kernel::ServiceId;
use serde_json::json;
use services::{FutureUse, LeaveReason, store};

use crate::call::{self, Answer, MemberCall};
use crate::problem::Problem;

const KEY: &str = "serviceId";
const TOLD: &str = "An e-mail with the link that confirms this is on its way";
const DONE: &str = "The service is closed, and will be deleted";

/// `POST /services/{serviceId}/terminate`.
pub(crate) async fn ask(call: MemberCall) -> Answer {
    let service = numbered(&call).await?;
    told(&call, service).await?;
    call::json(json!({"message": TOLD}))
}

/// `POST /services/{serviceId}/terminate/confirm`.
pub(crate) async fn confirm(call: MemberCall) -> Answer {
    let service = numbered(&call).await?;
    confirmed(&call, service).await?;
    call::json(json!({"message": DONE}))
}

/// `POST /{serviceType}/{serviceName}/terminate`.
pub(crate) async fn ask_by_name(call: MemberCall) -> Answer {
    let service = named(&call).await?;
    told(&call, service).await?;
    call::json(TOLD)
}

/// `POST /{serviceType}/{serviceName}/confirmTermination`.
pub(crate) async fn confirm_by_name(call: MemberCall) -> Answer {
    let service = named(&call).await?;
    confirmed(&call, service).await?;
    call::json(DONE)
}

/// The service whose number is in the path.
async fn numbered(call: &MemberCall) -> Result<ServiceId, Problem> {
    let number: i64 = call.param(KEY)?;
    let found = call.numbered(Numbered::Service, &[number]).await?.get(&number).copied();
    found.ok_or_else(|| Problem::NotFound { key: KEY, value: number.to_string() })
}

async fn named(call: &MemberCall) -> Result<ServiceId, Problem> {
    let name: String = call.param("serviceName")?;
    let found = call.read(move |tx| store::find_by_name(tx, &name)).await?;
    Ok(found.ok_or(Problem::NoService)?.id)
}

async fn told(call: &MemberCall, service: ServiceId) -> Result<(), Problem> {
    let leaving = Leaving {
        id: call.cx().random.id(call.now),
        reason: LeaveReason::NoAnswer,
        future_use: FutureUse::NoAnswer,
        comment: String::new(),
    };
    terminate::delete_now(call.cx(), call.account.id, service, leaving).await.map_err(faulty)
}

/// The token must be of this account and this service: the path says what is ended.
async fn confirmed(call: &MemberCall, service: ServiceId) -> Result<(), Problem> {
    let fields = call.fields()?;
    let said = fields.get("token").and_then(serde_json::Value::as_str);
    let said = said.ok_or_else(|| bad("token", "the token of the e-mail is expected"))?;
    let token = CustomerToken::parse(said).filter(|token| token.owner() == call.account.id);
    let token = token.ok_or_else(|| bad("token", link(LinkFault::Unknown)))?;
    let linked = terminate::asked(call.cx(), &token).await.map_err(faulty)?;
    if linked.service.id != service {
        return Err(bad("token", "the token is that of another service"));
    }
    terminate::confirm(call.cx(), &token).await.map_err(faulty)?;
    Ok(())
}

fn faulty(error: TerminateError) -> Problem {
    match error {
        TerminateError::NoService => Problem::NoService,
        TerminateError::Link(fault) => bad("token", link(fault)),
        error @ (TerminateError::Refused(_) | TerminateError::TooOften) => bad(KEY, &error.to_string()),
        TerminateError::Unconfigured(error) => Problem::internal(&error),
        TerminateError::Db(error) => error.into(),
    }
}

const fn link(fault: LinkFault) -> &'static str {
    match fault {
        LinkFault::Unknown => "nobody was sent this token",
        LinkFault::Expired => "the token has expired: ask for another",
        LinkFault::Used => "the token was used before",
    }
}

fn bad(field: &str, reason: &str) -> Problem {
    Problem::Bad { field: field.to_owned(), reason: reason.to_owned() }
}
