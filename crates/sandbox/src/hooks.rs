//! Webhooks: signed, sent at least once and in no order, tried again until they are received.
//!
//! The signature is that of the Standard Webhooks specification: the HMAC-SHA256 of
//! `id.timestamp.body`, in base64 behind `v1,`.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::future::join_all;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::App;
use crate::charge::Delivery;

/// Where webhooks go, and what they are signed with.
#[derive(Clone, PartialEq, Eq)]
pub struct Webhook {
    /// The merchant's address for them.
    pub url: String,
    /// The secret shared with the merchant.
    pub secret: String,
}

impl std::fmt::Debug for Webhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Webhook {{ url: {:?}, secret: *** }}", self.url)
    }
}

const BATCH: u32 = 32;
const TIMEOUT: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(100);

/// The value of the `webhook-signature` header.
#[must_use]
pub fn sign(secret: &str, id: &str, timestamp: i64, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

/// Sends what is due, for as long as the server runs.
pub(crate) async fn run(app: Arc<App>, client: reqwest::Client) {
    let mut has_more = false;
    loop {
        if !has_more {
            tokio::time::sleep(PAUSE).await;
        }
        has_more = false;
        let webhook = app.webhook();
        let taken = app.book.act(|desk| match webhook {
            Some(_) => desk.take_deliveries(BATCH),
            None => Ok(Vec::new()),
        });
        match (taken, webhook) {
            (Ok(deliveries), Some(webhook)) => {
                has_more = deliveries.len() == BATCH as usize;
                join_all(deliveries.iter().map(|delivery| send(&app, &client, &webhook, delivery))).await;
            }
            (Ok(_), None) => {}
            (Err(error), _) => tracing::error!(%error, "the sandbox could not read its webhooks"),
        }
    }
}

async fn send(app: &App, client: &reqwest::Client, webhook: &Webhook, delivery: &Delivery) {
    let timestamp = app.book.now().as_second();
    let sent = client
        .post(&webhook.url)
        .timeout(TIMEOUT)
        .header("content-type", "application/json")
        .header("webhook-id", &delivery.event)
        .header("webhook-timestamp", timestamp.to_string())
        .header("webhook-signature", sign(&webhook.secret, &delivery.event, timestamp, &delivery.body))
        .body(delivery.body.clone())
        .send()
        .await;
    let is_received = match sent {
        Ok(answer) => {
            let status = answer.status();
            if !status.is_success() {
                tracing::debug!(event = delivery.event, tries = delivery.tries + 1, %status, "webhook not received");
            }
            status.is_success()
        }
        Err(error) => {
            // Who demonstrates behind a certificate of their own would look long for why nothing is told at once.
            if delivery.tries == 0 {
                let (url, error) = (&webhook.url, &error as &(dyn std::error::Error + 'static));
                tracing::warn!(url, error, "the sandbox cannot send its webhooks there; it tries again");
            }
            false
        }
    };
    if let Err(error) = app.book.act(|desk| desk.delivered(delivery, is_received)) {
        tracing::error!(%error, "the sandbox could not note a webhook");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_covers_the_id_the_time_and_the_body() {
        let signed = sign("secret", "evt_1", 1_700_000_000, "{}");
        assert!(signed.starts_with("v1,") && signed.len() == 3 + 44);
        for other in [
            sign("Secret", "evt_1", 1_700_000_000, "{}"),
            sign("secret", "evt_2", 1_700_000_000, "{}"),
            sign("secret", "evt_1", 1_700_000_001, "{}"),
            sign("secret", "evt_1", 1_700_000_000, "{} "),
        ] {
            assert_ne!(signed, other);
        }
    }
}
