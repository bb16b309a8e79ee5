//! Something a program is told, and each try to tell it.

use kernel::{EndpointId, MessageId, SignedDuration, Timestamp};

use crate::courier::Failure;
use crate::event::EventKind;

/// How long messages are kept.
pub const KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);

kernel::words! {
    /// How far a message is.
    MessageState {
        /// It is sent, or sent again, by itself.
        Due = "due",
        /// Its reader has it.
        Delivered = "delivered",
        /// It was tried as often as it is by itself, or its endpoint was switched off.
        Failed = "failed",
    }
}

/// Something one endpoint is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id; the same for every endpoint that is told the same.
    pub id: MessageId,
    /// Who is told.
    pub endpoint: EndpointId,
    /// What happened.
    pub kind: EventKind,
    /// The body, each time the same.
    pub payload: String,
    /// How far it is.
    pub state: MessageState,
    /// When it is tried next; while it is being sent, when its sender is thought dead.
    pub next_at: Option<Timestamp>,
    /// How often it was tried in all.
    pub attempts: u32,
    /// How often since it was written, or sent again by wish.
    pub tries: u32,
    /// When it happened.
    pub created_at: Timestamp,
    /// Since when it is over.
    pub ended_at: Option<Timestamp>,
}

impl Message {
    /// The header `webhook-id`: readers know repetitions by it.
    #[must_use]
    pub fn header_id(&self) -> String {
        format!("msg_{}", self.id.uuid().simple())
    }
}

/// One try to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Which message.
    pub message: MessageId,
    /// Which try, from 1.
    pub number: u32,
    /// When it began.
    pub started_at: Timestamp,
    /// The status that was answered.
    pub status: Option<u16>,
    /// Why none was; neither this nor a status as long as nobody knows.
    pub failure: Option<Failure>,
    /// How long it took, in milliseconds.
    pub millis: Option<u64>,
    /// The beginning of the answer.
    pub answer: Option<String>,
}
