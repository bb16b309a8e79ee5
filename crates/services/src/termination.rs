//! A termination its owner asked for. Pure.
//!
//! ```text
//! at expiry    requested ──undo──▶ undone        requested ──the end comes──▶ done
//! immediate    asked ──the e-mailed link is followed──▶ requested ──deleted──▶ done
//! ```

use kernel::{Date, Id, ServiceId, Timestamp};

#[doc(hidden)]
#[derive(Debug)]
pub enum TerminationMarker {}
/// A termination.
pub type TerminationId = Id<TerminationMarker>;

kernel::words! {
    /// How a service is to end.
    TerminationKind {
        /// With its running period.
        AtExpiry = "at_expiry",
        /// At once.
        Immediate = "immediate",
    }
    /// Where a termination stands.
    TerminationState {
        /// It waits for the link in the e-mail to be followed.
        Asked = "asked",
        /// It will take effect.
        Requested = "requested",
        /// Its owner thought better of it.
        Undone = "undone",
        /// The service is over.
        Done = "done",
    }
    /// Why somebody leaves. The codes are stable.
    LeaveReason {
        /// It is not needed any more.
        NotNeeded = "not_needed",
        /// Features are missing.
        Features = "features",
        /// It is too slow.
        Performance = "performance",
        /// It fails too often.
        Reliability = "reliability",
        /// It costs too much.
        Expensive = "expensive",
        /// It is too hard to use.
        Difficult = "difficult",
        /// Another product of ours takes its place.
        OtherProduct = "other_product",
        /// A competitor's product takes its place.
        Competitor = "competitor",
        /// The help was not good enough.
        Support = "support",
        /// Something else.
        Other = "other",
        /// No answer.
        NoAnswer = "no_answer",
    }
    /// What its owner will do next. The codes are stable.
    FutureUse {
        /// The same with another of our products.
        SameHere = "same_here",
        /// The same with another company.
        SameElsewhere = "same_elsewhere",
        /// The same by themselves.
        SameByOneself = "same_by_oneself",
        /// The project is over.
        ProjectOver = "project_over",
        /// No answer.
        NoAnswer = "no_answer",
    }
}

/// The longest comment kept, in characters.
pub const COMMENT_CHARS_MAX: usize = 2_000;

/// A termination its owner asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Termination {
    /// Its id, drawn with the form.
    pub id: TerminationId,
    /// The service.
    pub service: ServiceId,
    /// With its period, or at once.
    pub kind: TerminationKind,
    /// Where it stands.
    pub state: TerminationState,
    /// Why.
    pub reason: LeaveReason,
    /// What comes next.
    pub future_use: FutureUse,
    /// Its owner's own words; may be empty.
    pub comment: String,
    /// The hash of the link's token, for an immediate one.
    pub token_hash: Option<String>,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// Until when the link works.
    pub expires_at: Option<Timestamp>,
    /// The day the service, and for an immediate one its data, is gone.
    pub effective_on: Option<Date>,
    /// When it was undone or done.
    pub ended_at: Option<Timestamp>,
}

impl Termination {
    /// Whether its link still works.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.state == TerminationState::Asked && self.expires_at.is_some_and(|until| now < until)
    }
}
