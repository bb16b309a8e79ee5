//! A payment provider calls: check the signature, store, answer. The work comes later.

use kernel::Headers;
use payments::WebhookError;
use payments::inbox::{self, BODY_BYTES_MAX};

use crate::{Cx, Unconfigured};

/// Why a webhook was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    /// It is larger than any event.
    #[error("a webhook has at most {BODY_BYTES_MAX} bytes")]
    TooLarge,
    /// It is not the provider's, not fresh, or not readable.
    #[error(transparent)]
    Webhook(#[from] WebhookError),
    /// The running configuration lacks something.
    #[error(transparent)]
    Unconfigured(#[from] Unconfigured),
    /// The database; the provider tries again.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Takes in a webhook of the provider called `gateway`; whether it is new. One that was delivered before is
/// answered like the first.
///
/// # Errors
/// See [`ReceiveError`].
pub async fn receive(cx: &Cx, gateway: &str, headers: &Headers, body: &[u8]) -> Result<bool, ReceiveError> {
    if body.len() > BODY_BYTES_MAX {
        return Err(ReceiveError::TooLarge);
    }
    let now = cx.clock.now();
    let provider = cx.gateways.get(gateway)?;
    let event = provider.parse_webhook(headers, body, now)?;
    let name = provider.name();
    let body = String::from_utf8_lossy(body).into_owned();
    let is_new = cx
        .db
        .registry()
        .write::<_, db::Error, _>(move |tx| inbox::receive(tx, now, name, &event, &body))
        .await?;
    cx.wake.ring();
    Ok(is_new)
}
