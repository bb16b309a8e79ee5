//! Work that payments leave for after the commit.

use kernel::RefundId;
use serde::{Deserialize, Serialize};

/// Ask the provider to give money back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendRefund {
    /// The refund; also the key given to the provider.
    pub refund: RefundId,
}
impl outbox::Job for SendRefund {
    const NAME: &'static str = "payments.send_refund";

    fn key(&self) -> String {
        format!("refund/{}", self.refund)
    }
}
