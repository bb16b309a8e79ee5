//! The end of a service by a program: asked for, and confirmed with the token of the e-mail that follows.

use accounts::CustomerToken;
use accounts::numbers::Numbered;
use flows::terminate::{self, Added, Leaving, LinkFault, TerminateError};
use kernel::ServiceId;
use serde_json::{Map, Value, json};
use services::{COMMENT_CHARS_MAX, FutureUse, LeaveReason, store};

use crate::call::{self, Answer, MemberCall};
use crate::problem::Problem;
use crate::v1::fields::{bad, maybe_text, maybe_word, needed, text};

/// The parameter that holds the number of a service, and the one that holds its name.
const KEY: &str = "serviceId";
const NAME: &str = "serviceName";
const COMMENT: &str = "commentary";
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
pub(super) async fn numbered(call: &MemberCall) -> Result<ServiceId, Problem> {
    Ok(call.named(KEY, Numbered::Service).await?.1)
}

pub(super) async fn named(call: &MemberCall) -> Result<ServiceId, Problem> {
    let name: String = call.param(NAME)?;
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
    terminate::delete_now(call.cx(), call.account.id, service, leaving)
        .await
        .map_err(|error| faulty(call, error))
}

/// The token must be of this account and this service: the path says what is ended.
async fn confirmed(call: &MemberCall, service: ServiceId) -> Result<(), Problem> {
    let fields = call.fields()?;
    let said = text("token", needed(&fields, "token")?)?;
    let added = added(&fields)?;
    let token = CustomerToken::parse(said).filter(|token| token.owner() == call.account.id);
    let token = token.ok_or_else(|| bad("token", link(LinkFault::Unknown)))?;
    let linked = terminate::asked(call.cx(), &token).await.map_err(|error| faulty(call, error))?;
    if linked.service.id != service {
        return Err(bad("token", "the token is that of another service"));
    }
    terminate::confirm(call.cx(), &token, added).await.map_err(|error| faulty(call, error))?;
    Ok(())
}

/// What a program says of why, and of what comes next.
fn added(fields: &Map<String, Value>) -> Result<Added, Problem> {
    let comment = maybe_text(fields, COMMENT)?.map(str::trim).filter(|comment| !comment.is_empty());
    if comment.is_some_and(|comment| comment.chars().count() > COMMENT_CHARS_MAX) {
        return Err(bad(COMMENT, &format!("at most {COMMENT_CHARS_MAX} characters")));
    }
    Ok(Added {
        reason: maybe_word(fields, "reason", "service.TerminationReasonEnum", reason)?,
        future_use: maybe_word(fields, "futureUse", "service.TerminationFutureUseEnum", future_use)?,
        comment: comment.map(str::to_owned),
    })
}

/// `service.TerminationReasonEnum`.
fn reason(word: &str) -> Option<LeaveReason> {
    Some(match word {
        "NOT_NEEDED_ANYMORE" => LeaveReason::NotNeeded,
        "FEATURES_DONT_SUIT_ME" | "PRODUCT_DIMENSION_DONT_SUIT_ME" | "PRODUCT_TOOLS_DONT_SUIT_ME" => {
            LeaveReason::Features
        }
        "LACK_OF_PERFORMANCES" => LeaveReason::Performance,
        "NOT_RELIABLE" => LeaveReason::Reliability,
        "TOO_EXPENSIVE" => LeaveReason::Expensive,
        "TOO_HARD_TO_USE" => LeaveReason::Difficult,
        "MIGRATED_TO_ANOTHER_OVH_PRODUCT" => LeaveReason::OtherProduct,
        "MIGRATED_TO_COMPETITOR" => LeaveReason::Competitor,
        "UNSATIFIED_BY_CUSTOMER_SUPPORT" => LeaveReason::Support,
        "OTHER" | "NOT_ENOUGH_RECOGNITION" => LeaveReason::Other,
        "NO_ANSWER" => LeaveReason::NoAnswer,
        _ => return None,
    })
}

/// `service.TerminationFutureUseEnum`; what is none of ours is no answer.
fn future_use(word: &str) -> Option<FutureUse> {
    Some(match word {
        "SUBSCRIBE_AN_OTHER_SERVICE" => FutureUse::SameHere,
        "SUBSCRIBE_SIMILAR_SERVICE_WITH_COMPETITOR" | "SUBSCRIBE_OTHER_KIND_OF_SERVICE_WITH_COMPETITOR" => {
            FutureUse::SameElsewhere
        }
        "NOT_REPLACING_SERVICE" => FutureUse::ProjectOver,
        "OTHER" => FutureUse::NoAnswer,
        _ => return None,
    })
}

fn faulty(call: &MemberCall, error: TerminateError) -> Problem {
    let service = if call.names(KEY) { KEY } else { NAME };
    match error {
        TerminateError::NoService => Problem::NoService,
        TerminateError::Link(fault) => bad("token", link(fault)),
        error @ (TerminateError::Refused(_) | TerminateError::TooOften) => bad(service, &error.to_string()),
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
