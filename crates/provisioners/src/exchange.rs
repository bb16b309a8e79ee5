//! What an operator's own software is asked and what it answers, as JSON: one contract for a program and an endpoint.
//!
//! # The questions
//!
//! ```json
//! {"version": 1, "action": "deliver", "service": "0190f5fe-…", "name": "srv-8k2mq0tz4n7x",
//!  "customer": "ab12345-ct", "order_number": 4711, "subsidiary": "FR",
//!  "plan_code": "demo-1", "product": "demo-server",
//!  "configurations": [{"label": "region", "value": "europe"}],
//!  "options": [{"family": "memory", "plan_code": "ram-64g", "quantity": 1}]}
//! {"version": 1, "action": "progress", "service": "0190f5fe-…"}
//! {"version": 1, "action": "suspend", "service": "0190f5fe-…", "revision": 0, "name": "srv-8k2mq0tz4n7x",
//!  "customer": "ab12345-ct", "subsidiary": "FR", "plan_code": "demo-1", "product": "demo-server",
//!  "reason": "unpaid"}
//! ```
//!
//! `resume` and `delete` are spelled like `suspend`; `revision` counts what was wished for the service.
//!
//! # The answers
//!
//! ```json
//! {"status": "delivered", "access": [{"label": "IPv4", "value": "192.0.2.7"},
//!                                    {"label": "Password", "value": "…", "secret": true}]}
//! {"status": "in_progress", "after_seconds": 60}
//! {"status": "by_hand"}
//! {"status": "refused", "reason": "no such data centre"}
//! {"status": "absent"}
//! {"status": "done"}
//! ```
//!
//! - `service` is the key: the same id must never make a second thing, whenever and however often it is asked,
//!   even twice at the same time, and must end in the same access.
//! - `absent` answers `progress` with: this id was never asked for. It answers `suspend` and `delete` like `done`.
//! - `done` answers `suspend` (closed, the data is kept), `resume` (open again) and `delete` (gone with its data).
//!   Asked again, the answer is the same; what was never made is closed and gone. `in_progress`, `by_hand` and
//!   `refused` mean the same as for a delivery.
//! - `refused` is final: nothing exists, and the staff decide.
//! - Anything that is no such answer means *unknown*: the question is asked again later, with pauses from seconds to
//!   an hour, and after thirty questions without an answer the staff are told.

use kernel::{ServiceId, SignedDuration};
use serde::{Deserialize, Serialize};
use services::{
    Access, AccessField, DeliveryOutcome, DeliveryRequest, OperationOutcome, OperationRequest, Unknown,
};

/// The version of the contract.
const VERSION: u8 = 1;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Action {
    Deliver,
    Progress,
    Suspend,
    Resume,
    Delete,
}

impl Action {
    /// The word of the contract.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Action::Deliver => "deliver",
            Action::Progress => "progress",
            Action::Suspend => "suspend",
            Action::Resume => "resume",
            Action::Delete => "delete",
        }
    }
}

/// One question.
#[derive(Debug, Serialize)]
pub(crate) struct Question<'r> {
    version: u8,
    pub(crate) action: Action,
    pub(crate) service: ServiceId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) revision: Option<u32>,
    /// Where the answer may be sent later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) callback: Option<&'r str>,
    #[serde(flatten)]
    request: Option<Request<'r>>,
}

impl<'r> Question<'r> {
    pub(crate) fn delivery(request: &'r DeliveryRequest) -> Question<'r> {
        let asked = Some(Request::Delivery(request.into()));
        Question { request: asked, ..Question::of(Action::Deliver, request.service) }
    }

    pub(crate) const fn progress(service: ServiceId) -> Question<'r> {
        Question::of(Action::Progress, service)
    }

    pub(crate) fn operation(action: Action, request: &'r OperationRequest) -> Question<'r> {
        let asked = Some(Request::Operation(request.into()));
        let revision = Some(request.revision);
        Question { revision, request: asked, ..Question::of(action, request.service) }
    }

    const fn of(action: Action, service: ServiceId) -> Question<'r> {
        Question { version: VERSION, action, service, revision: None, callback: None, request: None }
    }
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Request<'r> {
    Delivery(Delivery<'r>),
    Operation(Operation<'r>),
}

#[derive(Debug, Serialize)]
struct Operation<'r> {
    name: &'r str,
    customer: &'r str,
    subsidiary: &'r str,
    plan_code: &'r str,
    product: &'r str,
    reason: &'r str,
}

impl<'r> From<&'r OperationRequest> for Operation<'r> {
    fn from(request: &'r OperationRequest) -> Operation<'r> {
        Operation {
            name: &request.name,
            customer: &request.customer,
            subsidiary: request.subsidiary.as_str(),
            plan_code: &request.plan_code,
            product: &request.product,
            reason: &request.reason,
        }
    }
}

#[derive(Debug, Serialize)]
struct Delivery<'r> {
    name: &'r str,
    customer: &'r str,
    order_number: i64,
    subsidiary: &'r str,
    plan_code: &'r str,
    product: &'r str,
    configurations: Vec<Configuration<'r>>,
    options: &'r [services::DeliveryChoice],
}

#[derive(Debug, Serialize)]
struct Configuration<'r> {
    label: &'r str,
    value: &'r str,
}

impl<'r> From<&'r DeliveryRequest> for Delivery<'r> {
    fn from(request: &'r DeliveryRequest) -> Delivery<'r> {
        let configuration = |(label, value): &'r (String, String)| Configuration { label, value };
        Delivery {
            name: &request.name,
            customer: &request.customer,
            order_number: request.order_number,
            subsidiary: request.subsidiary.as_str(),
            plan_code: &request.plan_code,
            product: &request.product,
            configurations: request.configurations.iter().map(configuration).collect(),
            options: &request.options,
        }
    }
}

/// One answer.
#[derive(Debug, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub(crate) enum Answer {
    Delivered {
        #[serde(default)]
        access: Vec<AccessField>,
    },
    InProgress {
        #[serde(default = "a_minute")]
        after_seconds: u32,
    },
    ByHand,
    Refused {
        #[serde(default)]
        reason: String,
    },
    Absent,
    Done,
}

fn a_minute() -> u32 {
    60
}

impl Answer {
    /// Taken, and looked at again after so long.
    pub(crate) fn later(after: SignedDuration) -> Answer {
        Answer::InProgress { after_seconds: u32::try_from(after.as_secs()).unwrap_or(u32::MAX) }
    }

    /// Reads an answer.
    pub(crate) fn read(text: &[u8]) -> Result<Answer, Unknown> {
        // The place only: the error's own text could quote a password.
        serde_json::from_slice(text).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            Unknown(format!("the answer is not understood at line {line}, column {column}"))
        })
    }

    /// What it says of a service that was asked for.
    pub(crate) fn delivery(self) -> Result<DeliveryOutcome, Unknown> {
        self.progress().ok_or_else(|| Unknown("what was to be delivered is not known there".to_owned()))
    }

    /// What it says of how far a service is.
    pub(crate) fn progress(self) -> Option<DeliveryOutcome> {
        match self {
            Answer::Delivered { access } => Some(DeliveryOutcome::Delivered(Access { fields: access })),
            Answer::InProgress { after_seconds } => {
                Some(DeliveryOutcome::InProgress { after: after(after_seconds) })
            }
            Answer::ByHand => Some(DeliveryOutcome::ByHand),
            Answer::Refused { reason } => Some(DeliveryOutcome::Refused { reason: said(reason) }),
            Answer::Absent | Answer::Done => None,
        }
    }

    /// What it says of a service that is to be closed, opened or removed.
    pub(crate) fn operation(self, action: Action) -> Result<OperationOutcome, Unknown> {
        match self {
            Answer::Done => Ok(OperationOutcome::Done),
            // Nothing is left to close or to remove; nothing is there to open.
            Answer::Absent if action != Action::Resume => Ok(OperationOutcome::Done),
            Answer::Absent => Err(Unknown("what was to be opened is not known there".to_owned())),
            Answer::InProgress { after_seconds } => {
                Ok(OperationOutcome::InProgress { after: after(after_seconds) })
            }
            Answer::ByHand => Ok(OperationOutcome::ByHand),
            Answer::Refused { reason } => Ok(OperationOutcome::Refused { reason: said(reason) }),
            Answer::Delivered { .. } => {
                Err(Unknown(format!("the answer to {} is «delivered»", action.word())))
            }
        }
    }
}

fn after(seconds: u32) -> SignedDuration {
    SignedDuration::from_secs(i64::from(seconds))
}

fn said(reason: String) -> String {
    if reason.trim().is_empty() { "no reason was given".to_owned() } else { reason }
}
