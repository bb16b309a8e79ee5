//! Work that payments leave for after the commit.

use kernel::{MethodId, RefundId, Timestamp};
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

/// Tell the provider to forget a method that its holder took away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForgetMethod {
    /// The method.
    pub method: MethodId,
    /// When it was taken away: registered anew and taken away again, it is forgotten again.
    pub at: Timestamp,
}
impl outbox::Job for ForgetMethod {
    const NAME: &'static str = "payments.forget_method";

    fn key(&self) -> String {
        format!("method/{}/{}", self.method, self.at)
    }
}
