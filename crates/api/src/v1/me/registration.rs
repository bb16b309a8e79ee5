//! `POST /me/payment/method`: a method is registered on the page of its provider, from which the browser goes on to
//! where the program wants it.

use accounts::api::request::is_address;
use accounts::numbers::Numbered;
use flows::{PayError, PayOutcome, Registration};
use kernel::{AttemptId, Id, MethodId};
use payments::{ByProgram, Callbacks, DESCRIPTION_CHARS_MAX};
use serde_json::{Map, Value, json};

use super::payment_method::{Methods, kind};
use crate::call::{self, Answer, MemberCall};
use crate::list::Collection;
use crate::problem::Problem;
use crate::v1::fields::{bad, given, long, maybe_flag, maybe_object, maybe_text, missing, needed, text};

const KIND: &str = "paymentType";
const KEY: &str = Methods::KEY;

/// `POST …`: where the customer registers it, and the number it will have.
pub(crate) async fn post(call: MemberCall) -> Answer {
    let fields = call.fields()?;
    let word = text(KIND, needed(&fields, KIND)?)?;
    let kind = kind(word).ok_or_else(|| bad(KIND, &format!("there is no payment method {word}")))?;
    if maybe_flag(&fields, "register")? == Some(false) {
        return Err(bad("register", "what is not to be kept is given on the page where an order is paid"));
    }
    if let Some(number) = given(&fields, "orderId") {
        let number = long("orderId", number)?;
        let found = call.read(move |tx| orders::store::find_by_number(tx, number)).await?;
        found.ok_or_else(|| bad("orderId", &format!("the account has no order {number}")))?;
    }
    let by_program = Some(asked(&fields)?);
    let (cx, account) = (call.cx(), call.account.id);
    let id: AttemptId = cx.random.id(call.now);
    let registration = Registration {
        id,
        kind,
        make_default: maybe_flag(&fields, "default")?.unwrap_or(false),
        return_path: format!("/payment-methods/registered/{id}"),
        by_program,
    };
    let outcome = flows::register_method(cx, account, registration).await.map_err(faulty)?;
    let method: MethodId = Id::from_uuid(id.uuid());
    let number = call.numbers(Numbered::Method, &[method]).await?;
    let (integration, url) = match outcome {
        PayOutcome::Redirect(url) => ("REDIRECT", Some(url)),
        PayOutcome::Paid => ("NONE", None),
        // No page was opened that we know of: nothing is lost by asking for another.
        PayOutcome::Pending => return Err(Problem::Unavailable),
        PayOutcome::Refused(reason) => {
            return Err(bad(KIND, &format!("the registration was refused: {}", reason.code())));
        }
        PayOutcome::Closed => {
            return Err(bad(KIND, "the registration did not take place, try another method"));
        }
    };
    call::json(json!({
        "formSessionId": null,
        "merchantId": null,
        "organizationId": null,
        "paymentMethodId": number.first(),
        "transactionId": null,
        "url": url,
        "validationType": integration,
    }))
}

/// `POST …/finalize`: the provider is asked what became of the registration; the method as it is then.
pub(crate) async fn finalize(call: MemberCall) -> Answer {
    let (number, id): (i64, MethodId) = call.named(KEY, Numbered::Method).await?;
    let attempt: AttemptId = Id::from_uuid(id.uuid());
    match flows::came_back(call.cx(), call.account.id, attempt).await {
        // One that was registered with a payment, or long ago, is as it is.
        Ok(_) | Err(PayError::NoOrder) => {}
        Err(error) => return Err(faulty(error)),
    }
    let found = Methods::objects(&call, &[number]).await?.pop().flatten();
    call::json(found.ok_or_else(|| Problem::NotFound { key: KEY, value: number.to_string() })?)
}

/// What the program wants of the method.
fn asked(fields: &Map<String, Value>) -> Result<ByProgram, Problem> {
    let description = maybe_text(fields, "description")?.unwrap_or_default().trim().to_owned();
    if description.chars().count() > DESCRIPTION_CHARS_MAX {
        let reason = format!("a description has at most {DESCRIPTION_CHARS_MAX} characters");
        return Err(bad("description", &reason));
    }
    let addresses = maybe_object(fields, "callbackUrl")?;
    let addresses = addresses.ok_or_else(|| missing("callbackUrl"))?;
    let address = |name: &str, field: &str| {
        let address = needed(addresses, name).and_then(|value| text(field, value).map(str::to_owned));
        let address = address.map_err(|_| bad(field, "an address is needed"))?;
        let is_fit = is_address(&address);
        if is_fit { Ok(address) } else { Err(bad(field, "an address of the web is expected")) }
    };
    let callbacks = Callbacks {
        cancel: address("cancel", "callbackUrl.cancel")?,
        error: address("error", "callbackUrl.error")?,
        failure: address("failure", "callbackUrl.failure")?,
        pending: address("pending", "callbackUrl.pending")?,
        success: address("success", "callbackUrl.success")?,
    };
    Ok(ByProgram { description, callbacks })
}

fn faulty(error: PayError) -> Problem {
    let said = error.to_string();
    match error {
        PayError::NotOffered | PayError::Method | PayError::OtherData => bad(KIND, &said),
        PayError::NoOrder => Problem::None,
        error @ (PayError::NotPayable | PayError::AlreadyPaid | PayError::InProgress) => {
            Problem::internal(&error)
        }
        PayError::Db(error) => error.into(),
        error @ (PayError::Settle(_) | PayError::Unconfigured(_)) => Problem::internal(&error),
    }
}
