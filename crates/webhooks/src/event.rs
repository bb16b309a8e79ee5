//! What programs are told, as they read it. Pure.

use kernel::{AccountId, MessageId, Timestamp};
use serde::Serialize;
use serde_json::Value;

kernel::words! {
    /// Kinds of events. Their words are a contract: never changed once used.
    EventKind {
        /// An order form was made.
        OrderCreated = "order.created",
        /// An order was paid, or needed no payment.
        OrderPaid = "order.paid",
        /// All of an order is there.
        OrderDelivered = "order.delivered",
        /// An order was refused or withdrawn from.
        OrderCancelled = "order.cancelled",
        /// An order lapsed that nobody paid.
        OrderExpired = "order.expired",
        /// An invoice has its number.
        InvoiceIssued = "invoice.issued",
        /// A credit note has its number.
        CreditNoteIssued = "credit_note.issued",
        /// Money arrived.
        PaymentSucceeded = "payment.succeeded",
        /// A payment was refused.
        PaymentRefused = "payment.refused",
        /// Money went back.
        RefundSucceeded = "refund.succeeded",
        /// A service can be used.
        ServiceDelivered = "service.delivered",
        /// A service has more days.
        ServiceRenewed = "service.renewed",
        /// A service is closed because it was not paid.
        ServiceSuspended = "service.suspended",
        /// A service that was closed is open again.
        ServiceResumed = "service.resumed",
        /// A service is over.
        ServiceTerminated = "service.terminated",
        /// Nothing: somebody tries the endpoint out.
        Test = "endpoint.test",
    }
}

impl EventKind {
    /// Every kind one can wish to be told.
    pub fn wished() -> impl Iterator<Item = EventKind> {
        EventKind::ALL.iter().copied().filter(|kind| *kind != EventKind::Test)
    }
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// What.
    pub kind: EventKind,
    /// To what, unique in the account among events of its kind: the same cause told twice is one message.
    pub cause: String,
    /// The object it is about, as the API shows it, with the path of the API to fetch the whole of it.
    pub data: Value,
}

impl Event {
    /// The id of its message in this account.
    pub(crate) fn id(&self, account: AccountId) -> MessageId {
        let account = account.uuid();
        MessageId::digest(&[account.as_bytes(), self.kind.code().as_bytes(), b"/", self.cause.as_bytes()])
    }

    /// The body of its message.
    pub(crate) fn payload(&self, at: Timestamp) -> String {
        let body = Body { kind: self.kind.code(), timestamp: at.to_string(), data: &self.data };
        serde_json::to_string(&body).expect("texts and values are always JSON")
    }
}

/// What is sent, in the order that the specification shows.
#[derive(Serialize)]
struct Body<'e> {
    #[serde(rename = "type")]
    kind: &'static str,
    timestamp: String,
    data: &'e Value,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_payload_has_the_shape_of_the_specification() {
        let event = Event {
            kind: EventKind::InvoiceIssued,
            cause: "1".to_owned(),
            data: json!({"billId": "FR00000001"}),
        };
        assert_eq!(
            event.payload(Timestamp::UNIX_EPOCH),
            r#"{"type":"invoice.issued","timestamp":"1970-01-01T00:00:00Z","data":{"billId":"FR00000001"}}"#
        );
    }
}
