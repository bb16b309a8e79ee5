//! The sandbox's webhooks: proof, freshness, content. Pure.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use kernel::{AccountId, Headers, SignedDuration, Timestamp};
use payments::{Subject, WebhookError, WebhookEvent};
use serde::Deserialize;
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// How far a signature's time may be from ours.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);
const EVENT_ID_CHARS_MAX: usize = 200;

#[derive(Deserialize)]
struct Body {
    #[serde(rename = "type")]
    kind: String,
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    object: String,
    reference: String,
    #[serde(default)]
    metadata: Metadata,
}

#[derive(Default, Deserialize)]
struct Metadata {
    account: Option<AccountId>,
}

/// Checks and reads a webhook: the HMAC-SHA256 of `id.timestamp.body`, compared in constant time, at most five
/// minutes from `now`.
pub(crate) fn parse(
    secret: &str,
    headers: &Headers,
    body: &[u8],
    now: Timestamp,
) -> Result<WebhookEvent, WebhookError> {
    let header = |name| headers.get(name).ok_or(WebhookError::Unsigned);
    let (id, timestamp) = (header("webhook-id")?, header("webhook-timestamp")?);
    let signatures = header("webhook-signature")?;
    if id.is_empty() || id.len() > EVENT_ID_CHARS_MAX {
        return Err(WebhookError::Unsigned);
    }
    if !is_signed(secret, id, timestamp, body, signatures) {
        return Err(WebhookError::Forged);
    }
    let seconds: i64 = timestamp.parse().map_err(|_| WebhookError::Unsigned)?;
    let signed_at = Timestamp::from_second(seconds).map_err(|_| WebhookError::Unsigned)?;
    if now.duration_since(signed_at).abs() > TOLERANCE {
        return Err(WebhookError::Stale);
    }
    let body: Body = serde_json::from_slice(body).map_err(|_| WebhookError::Unreadable)?;
    let Data { object, reference, metadata } = body.data;
    // A reference that is no id of ours belongs to somebody else who shares the provider's account.
    let subject = match object.as_str() {
        "charge" | "setup" => reference.parse().map_or(Subject::Other, Subject::Attempt),
        "refund" => reference.parse().map_or(Subject::Other, Subject::Refund),
        _ => Subject::Other,
    };
    Ok(WebhookEvent { event_id: id.to_owned(), kind: body.kind, account: metadata.account, subject })
}

/// Whether one of the signatures (several while a secret is changed) is right.
fn is_signed(secret: &str, id: &str, timestamp: &str, body: &[u8], signatures: &str) -> bool {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return false };
    for part in [id.as_bytes(), b".", timestamp.as_bytes(), b".", body] {
        mac.update(part);
    }
    let wanted = STANDARD.encode(mac.finalize().into_bytes());
    let given = signatures.split(' ').take(5).filter_map(|signature| signature.strip_prefix("v1,"));
    given.fold(false, |found, given| found | bool::from(given.as_bytes().ct_eq(wanted.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SECRET: &str = "whsec_test";
    const NOW: i64 = 1_768_471_200;

    fn signed(id: &str, timestamp: i64, body: &str) -> Headers {
        let signature = sandbox::sign(SECRET, id, timestamp, body);
        Headers::from_iter([
            ("Webhook-Id".to_owned(), id.to_owned()),
            ("Webhook-Timestamp".to_owned(), timestamp.to_string()),
            ("Webhook-Signature".to_owned(), format!("v1,AAAA {signature}")),
        ])
    }

    fn read(headers: &Headers, body: &str, at: i64) -> Result<WebhookEvent, WebhookError> {
        parse(SECRET, headers, body.as_bytes(), Timestamp::from_second(at).unwrap())
    }

    const BODY: &str = r#"{"type":"charge.succeeded","data":{"object":"charge",
        "reference":"01890000-0000-7000-8000-000000000001",
        "metadata":{"account":"01890000-0000-7000-8000-000000000002"}}}"#;

    #[test]
    fn an_authentic_webhook_names_our_attempt_and_account() {
        let event = read(&signed("evt_1", NOW, BODY), BODY, NOW + 300).unwrap();
        assert_eq!(event.event_id, "evt_1");
        assert_eq!(event.kind, "charge.succeeded");
        assert_eq!(event.account, Some("01890000-0000-7000-8000-000000000002".parse().unwrap()));
        assert_eq!(event.subject, Subject::Attempt("01890000-0000-7000-8000-000000000001".parse().unwrap()));
    }

    #[test]
    fn what_is_forged_old_or_unreadable_is_refused_each_for_its_reason() {
        let headers = signed("evt_1", NOW, BODY);
        assert_eq!(read(&Headers::default(), BODY, NOW), Err(WebhookError::Unsigned));
        assert_eq!(read(&headers, "{}", NOW), Err(WebhookError::Forged));
        let other = parse("whsec_other", &headers, BODY.as_bytes(), Timestamp::from_second(NOW).unwrap());
        assert_eq!(other, Err(WebhookError::Forged));
        assert_eq!(read(&headers, BODY, NOW + 301), Err(WebhookError::Stale));
        assert_eq!(read(&headers, BODY, NOW - 301), Err(WebhookError::Stale));
        assert_eq!(read(&signed("evt_1", NOW, "{}"), "{}", NOW), Err(WebhookError::Unreadable));
    }

    #[test]
    fn somebody_elses_payment_is_nothing_of_ours() {
        let body = r#"{"type":"charge.succeeded","data":{"object":"charge","reference":"their-order-7"}}"#;
        assert_eq!(read(&signed("evt_1", NOW, body), body, NOW).unwrap().subject, Subject::Other);
    }

    proptest! {
        #[test]
        fn no_unsigned_bytes_are_ever_taken_in(
            body in prop::collection::vec(any::<u8>(), 0..200), signature in "\\PC{0,80}", id in "\\PC{0,20}",
        ) {
            let headers = Headers::from_iter([
                ("webhook-id".to_owned(), id),
                ("webhook-timestamp".to_owned(), NOW.to_string()),
                ("webhook-signature".to_owned(), signature),
            ]);
            let taken = parse(SECRET, &headers, &body, Timestamp::from_second(NOW).unwrap());
            prop_assert!(matches!(taken, Err(WebhookError::Forged | WebhookError::Unsigned)));
        }

        #[test]
        fn no_signed_text_breaks_the_reader(body in "\\PC{0,200}") {
            let event = read(&signed("evt_1", NOW, &body), &body, NOW);
            prop_assert!(event.is_ok() || event == Err(WebhookError::Unreadable));
        }
    }
}
