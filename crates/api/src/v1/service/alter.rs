//! `PUT /services/{serviceId}`, and the same by the product's own path: what its owner calls a service, how it renews,
//! and whether it ends.

use flows::terminate::TerminateError;
use flows::{AlterError, Changes, Ending, WishError};
use kernel::{Months, ServiceId};
use serde_json::Map;
use services::Refusal;

use super::leave::{named, numbered};
use crate::call::{Answer, MemberCall, void};
use crate::problem::Problem;
use crate::v1::fields::{bad, given, long, maybe_flag, maybe_object, maybe_text, maybe_word};
use crate::v1::order::family::months;

const RENEW: &str = "renew";

/// The fields that say what is wished, as each of the two calls names them.
struct Fields {
    mode: &'static str,
    period: &'static str,
    ending: &'static str,
}

/// `services.update.Service`.
pub(crate) async fn put(call: MemberCall) -> Answer {
    const FIELDS: Fields = Fields { mode: "renew.mode", period: "renew.period", ending: "terminationPolicy" };
    let service = numbered(&call).await?;
    let fields = call.fields()?;
    let none = Map::new();
    let renew = maybe_object(&fields, RENEW)?.unwrap_or(&none);
    let is_automatic = |word: &str| match word {
        "automatic" => Some(true),
        "manual" => Some(false),
        _ => None,
    };
    let ending = |word: &str| match word {
        "empty" => Some(Ending::Never),
        "terminateAtExpirationDate" => Some(Ending::WithPeriod),
        "terminateAtEngagementDate" => Some(Ending::WithCommitment),
        _ => None,
    };
    let policy = "services.expanded.terminationPolicyEnum";
    let changes = Changes {
        label: maybe_text(&fields, "displayName")?.map(str::to_owned),
        is_automatic: maybe_word(renew, "mode", "services.expanded.Renew.ModeEnum", is_automatic)?,
        every: given(renew, "period").map(|value| months(FIELDS.period, value)).transpose()?,
        ending: maybe_word(&fields, "terminationPolicy", policy, ending)?,
    };
    altered(&call, service, changes, &FIELDS).await
}

/// `services.Service`, of which only how it renews is its owner's to say: a program sends back what it read.
pub(crate) async fn put_infos(call: MemberCall) -> Answer {
    const FIELDS: Fields =
        Fields { mode: "renew.automatic", period: "renew.period", ending: "renew.deleteAtExpiration" };
    let service = named(&call).await?;
    let fields = call.fields()?;
    let Some(renew) = maybe_object(&fields, RENEW)? else { return void() };
    let is_by_hand = maybe_flag(renew, "manualPayment")?.unwrap_or(false);
    let is_automatic = maybe_flag(renew, "automatic")?.map(|is| is && !is_by_hand);
    let every = given(renew, "period").map(|value| {
        let count = long(FIELDS.period, value)?;
        let count = u16::try_from(count);
        count.map(Months::new).map_err(|_| Problem::not_a(FIELDS.period, &value.to_string(), "long"))
    });
    let ends = |ends| if ends { Ending::WhenFree } else { Ending::Never };
    let changes = Changes {
        label: None,
        is_automatic,
        every: every.transpose()?,
        ending: maybe_flag(renew, "deleteAtExpiration")?.map(ends),
    };
    altered(&call, service, changes, &FIELDS).await
}

async fn altered(call: &MemberCall, service: ServiceId, changes: Changes, fields: &Fields) -> Answer {
    let (cx, id) = (call.cx(), call.cx().random.id(call.now));
    let done = flows::alter(cx, call.account.id, service, changes, id).await;
    done.map_err(|error| faulty(error, fields))?;
    void()
}

fn faulty(error: AlterError, fields: &Fields) -> Problem {
    let said = error.to_string();
    match error {
        AlterError::NoService => Problem::NoService,
        AlterError::Label => bad("displayName", &said),
        AlterError::NotCommitted => bad(fields.ending, &said),
        AlterError::Renewal(error) => match error {
            WishError::NoService | WishError::Nothing => Problem::NoService,
            WishError::Refused { refusal: Refusal::Period, .. } => bad(fields.period, &said),
            WishError::Refused { .. }
            | WishError::NoMethod
            | WishError::Method
            | WishError::Mixed
            | WishError::InProgress => bad(fields.mode, &said),
            WishError::Db(error) => error.into(),
            error @ (WishError::Renew(_) | WishError::Unconfigured(_)) => Problem::internal(&error),
        },
        AlterError::Ending(error) => match error {
            TerminateError::NoService => Problem::NoService,
            TerminateError::Refused(_) | TerminateError::Link(_) | TerminateError::TooOften => {
                bad(fields.ending, &said)
            }
            TerminateError::Unconfigured(error) => Problem::internal(&error),
            TerminateError::Db(error) => error.into(),
        },
        AlterError::Unconfigured(error) => Problem::internal(&error),
        AlterError::Db(error) => error.into(),
    }
}
