//! The contract finds the providers that break it: each of these breaks one promise.

use async_trait::async_trait;
use kernel::{AttemptId, Headers, PaymentKind, RefundId, Secret, Timestamp};
use payments::contract::{Bench, Delivered, Scenario};
use payments::{
    Capabilities, ChargeOutcome, ChargeRequest, Gateway, RefundOutcome, RefundRequest, RefusalReason,
    SetupRequest, Unknown, WebhookError, WebhookEvent,
};

use crate::it::bench::Counter;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// Takes a lost answer for a refusal.
    LostIsRefused,
    /// Charges a new key each time.
    ForgetsKeys,
    /// Does not look at signatures.
    TrustsWebhooks,
    /// Says that a page is closed without closing it.
    LeavesPagesOpen,
    /// Takes every refund for given.
    InventsRefunds,
    /// Says that a method is forgotten and keeps it.
    RemembersMethods,
}

/// A provider with a fault, and the bench around it.
#[derive(Debug)]
struct Broken {
    counter: Counter,
    fault: Fault,
}

#[async_trait]
impl Gateway for Broken {
    fn name(&self) -> &'static str {
        "broken"
    }

    fn capabilities(&self) -> &Capabilities {
        self.counter.gateway.capabilities()
    }

    async fn charge(&self, request: &ChargeRequest) -> Result<ChargeOutcome, Unknown> {
        let mut request = request.clone();
        if self.fault == Fault::ForgetsKeys {
            request.key = self.counter.key();
        }
        let answer = self.counter.gateway.charge(&request).await;
        let refused =
            || ChargeOutcome::Refused { external_id: "ch_lost".to_owned(), reason: RefusalReason::Declined };
        match self.fault {
            Fault::LostIsRefused => Ok(answer.unwrap_or_else(|_| refused())),
            Fault::ForgetsKeys
            | Fault::TrustsWebhooks
            | Fault::LeavesPagesOpen
            | Fault::InventsRefunds
            | Fault::RemembersMethods => answer,
        }
    }

    async fn setup(&self, request: &SetupRequest) -> Result<ChargeOutcome, Unknown> {
        self.counter.gateway.setup(request).await
    }

    async fn find(&self, key: AttemptId) -> Result<Option<ChargeOutcome>, Unknown> {
        self.counter.gateway.find(key).await
    }

    async fn expire(&self, key: AttemptId) -> Result<Option<ChargeOutcome>, Unknown> {
        match self.fault {
            Fault::LeavesPagesOpen => Ok(Some(ChargeOutcome::Expired { external_id: "ch_open".to_owned() })),
            Fault::LostIsRefused
            | Fault::ForgetsKeys
            | Fault::TrustsWebhooks
            | Fault::InventsRefunds
            | Fault::RemembersMethods => self.counter.gateway.expire(key).await,
        }
    }

    async fn refund(&self, request: &RefundRequest) -> Result<RefundOutcome, Unknown> {
        match self.fault {
            Fault::InventsRefunds => Ok(RefundOutcome::Succeeded { external_id: "re_any".to_owned() }),
            Fault::LostIsRefused
            | Fault::ForgetsKeys
            | Fault::TrustsWebhooks
            | Fault::LeavesPagesOpen
            | Fault::RemembersMethods => self.counter.gateway.refund(request).await,
        }
    }

    async fn find_refund(&self, key: RefundId) -> Result<Option<RefundOutcome>, Unknown> {
        self.counter.gateway.find_refund(key).await
    }

    async fn forget(&self, token: &Secret<String>) -> Result<(), Unknown> {
        if self.fault == Fault::RemembersMethods {
            return Ok(());
        }
        self.counter.gateway.forget(token).await
    }

    fn parse_webhook(
        &self,
        headers: &Headers,
        body: &[u8],
        now: Timestamp,
    ) -> Result<WebhookEvent, WebhookError> {
        let read = self.counter.gateway.parse_webhook(headers, body, now);
        if self.fault == Fault::TrustsWebhooks && read == Err(WebhookError::Forged) {
            let unread = payments::Subject::Other;
            let event_id = "evt_1".to_owned();
            return Ok(WebhookEvent { event_id, kind: String::new(), account: None, subject: unread });
        }
        read
    }
}

#[async_trait]
impl Bench for Broken {
    fn gateway(&self) -> &dyn Gateway {
        self
    }

    fn now(&self) -> Timestamp {
        self.counter.now()
    }

    fn key(&self) -> AttemptId {
        self.counter.key()
    }

    async fn visit(&self, url: &str, kind: PaymentKind, scenario: Scenario) {
        self.counter.visit(url, kind, scenario).await;
    }

    async fn lossy_token(&self, is_effect_lost: bool) -> Option<Secret<String>> {
        self.counter.lossy_token(is_effect_lost).await
    }

    async fn pass_time(&self) {
        self.counter.pass_time().await;
    }

    async fn webhook_about(&self, key: AttemptId) -> Option<Delivered> {
        self.counter.webhook_about(key).await
    }
}

async fn complaint(fault: Fault) -> String {
    let broken = Broken { counter: Counter::new().await, fault };
    let run = tokio::spawn(async move { payments::contract::run(&broken).await });
    let panic = run.await.expect_err("the contract found nothing").into_panic();
    panic.downcast_ref::<String>().cloned().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_broken_promise_is_found_and_named() {
    for (fault, words) in [
        (Fault::LostIsRefused, "is unknown, not"),
        (Fault::ForgetsKeys, "the same key gets the same page"),
        (Fault::TrustsWebhooks, "a changed body is forged"),
        (Fault::LeavesPagesOpen, "a closed page took money"),
        (Fault::InventsRefunds, "more than was taken"),
        (Fault::RemembersMethods, "a forgotten method paid"),
    ] {
        let complaint = complaint(fault).await;
        assert!(complaint.contains(words), "{fault:?}: {complaint}");
    }
}
