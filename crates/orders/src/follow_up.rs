//! The tracking of an order: four steps, and a history of what happened. Pure.

use kernel::Timestamp;
use serde::{Deserialize, Serialize};

use crate::order::Order;
use crate::state::OrderState;

/// Something that happened to an order, for its customer. The codes are those clients of the API know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum HistoryCode {
    /// The order is taken up: its payment is there.
    OrderStarted,
    /// A payment with a new method was begun.
    PaymentInitiated,
    /// A payment with a registered method was begun.
    RegisteredPaymentInitiated,
    /// The money arrived.
    PaymentReceived,
    /// A payment that takes days was confirmed.
    PaymentConfirmed,
    /// The order is being validated.
    FraudCheck,
    /// A person looks at it.
    FraudManualReview,
    /// Documents were asked for.
    FraudDocsRequested,
    /// The documents did not come in time: the order is cancelled.
    FraudDocsExpired,
    /// It was refused.
    FraudRefused,
    /// It was accepted.
    OrderAccepted,
    /// Its services are being made.
    Delivery,
    /// Delivered; the invoice is being made.
    InvoiceInProgress,
    /// The invoice is there.
    InvoiceSent,
}

impl HistoryCode {
    /// Every code.
    pub const ALL: [HistoryCode; 14] = [
        HistoryCode::OrderStarted,
        HistoryCode::PaymentInitiated,
        HistoryCode::RegisteredPaymentInitiated,
        HistoryCode::PaymentReceived,
        HistoryCode::PaymentConfirmed,
        HistoryCode::FraudCheck,
        HistoryCode::FraudManualReview,
        HistoryCode::FraudDocsRequested,
        HistoryCode::FraudDocsExpired,
        HistoryCode::FraudRefused,
        HistoryCode::OrderAccepted,
        HistoryCode::Delivery,
        HistoryCode::InvoiceInProgress,
        HistoryCode::InvoiceSent,
    ];

    /// The code of the API.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            HistoryCode::OrderStarted => "ORDER_STARTED",
            HistoryCode::PaymentInitiated => "PAYMENT_INITIATED",
            HistoryCode::RegisteredPaymentInitiated => "REGISTERED_PAYMENT_INITIATED",
            HistoryCode::PaymentReceived => "PAYMENT_RECEIVED",
            HistoryCode::PaymentConfirmed => "PAYMENT_CONFIRMED",
            HistoryCode::FraudCheck => "FRAUD_CHECK",
            HistoryCode::FraudManualReview => "FRAUD_MANUAL_REVIEW",
            HistoryCode::FraudDocsRequested => "FRAUD_DOCS_REQUESTED",
            HistoryCode::FraudDocsExpired => "FRAUD_DOCS_EXPIRED",
            HistoryCode::FraudRefused => "FRAUD_REFUSED",
            HistoryCode::OrderAccepted => "ORDER_ACCEPTED",
            HistoryCode::Delivery => "DELIVERY",
            HistoryCode::InvoiceInProgress => "INVOICE_IN_PROGRESS",
            HistoryCode::InvoiceSent => "INVOICE_SENT",
        }
    }

    /// The event with this code.
    #[must_use]
    pub fn parse(code: &str) -> Option<HistoryCode> {
        HistoryCode::ALL.into_iter().find(|known| known.code() == code)
    }

    /// The step it belongs to.
    #[must_use]
    pub const fn step(&self) -> Step {
        match self {
            HistoryCode::OrderStarted
            | HistoryCode::PaymentInitiated
            | HistoryCode::RegisteredPaymentInitiated
            | HistoryCode::PaymentReceived
            | HistoryCode::PaymentConfirmed => Step::Validating,
            HistoryCode::FraudCheck
            | HistoryCode::FraudManualReview
            | HistoryCode::FraudDocsRequested
            | HistoryCode::FraudDocsExpired
            | HistoryCode::FraudRefused
            | HistoryCode::OrderAccepted => Step::Validated,
            HistoryCode::Delivery => Step::Delivering,
            HistoryCode::InvoiceInProgress | HistoryCode::InvoiceSent => Step::Available,
        }
    }

    /// Whether it is drawn as something that stopped the order.
    #[must_use]
    pub const fn is_error(&self) -> bool {
        match self {
            HistoryCode::FraudManualReview
            | HistoryCode::FraudDocsRequested
            | HistoryCode::FraudDocsExpired
            | HistoryCode::FraudRefused => true,
            HistoryCode::OrderStarted
            | HistoryCode::PaymentInitiated
            | HistoryCode::RegisteredPaymentInitiated
            | HistoryCode::PaymentReceived
            | HistoryCode::PaymentConfirmed
            | HistoryCode::FraudCheck
            | HistoryCode::OrderAccepted
            | HistoryCode::Delivery
            | HistoryCode::InvoiceInProgress
            | HistoryCode::InvoiceSent => false,
        }
    }
}

/// One entry of the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HistoryEntry {
    /// What happened.
    pub code: HistoryCode,
    /// When.
    pub at: Timestamp,
}

/// One of the four steps of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Step {
    /// The order is taken into account.
    Validating,
    /// It is accepted.
    Validated,
    /// Its services are being made.
    Delivering,
    /// They are there.
    Available,
}

impl Step {
    /// The four, in their order.
    pub const ALL: [Step; 4] = [Step::Validating, Step::Validated, Step::Delivering, Step::Available];

    /// The name the API has for it.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Step::Validating => "VALIDATING",
            Step::Validated => "VALIDATED",
            Step::Delivering => "DELIVERING",
            Step::Available => "AVAILABLE",
        }
    }
}

/// How a step is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum StepStatus {
    /// Not begun.
    Todo,
    /// Going on.
    Doing,
    /// Over.
    Done,
    /// Stopped: somebody has to act, or nothing more will come.
    Error,
}

impl StepStatus {
    /// The name the API has for it.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            StepStatus::Todo => "TODO",
            StepStatus::Doing => "DOING",
            StepStatus::Done => "DONE",
            StepStatus::Error => "ERROR",
        }
    }
}

/// A step of one order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepView {
    /// Which.
    pub step: Step,
    /// How it is drawn.
    pub status: StepStatus,
    /// What happened in it, oldest first.
    pub history: Vec<HistoryEntry>,
}

/// What the customer has to do, if anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Pay, until the expiry date.
    Pay,
    /// Send the documents that were asked for.
    SendDocuments,
    /// Order again: this order came to nothing.
    OrderAgain,
}

impl Action {
    /// What an order in this state asks of its customer.
    pub(crate) const fn of(state: OrderState, needs_payment: bool, is_refused: bool) -> Option<Action> {
        match state {
            OrderState::NotPaid if needs_payment => Some(Action::Pay),
            OrderState::DocumentsRequested => Some(Action::SendDocuments),
            OrderState::Expired => Some(Action::OrderAgain),
            OrderState::Cancelled if is_refused => Some(Action::OrderAgain),
            OrderState::NotPaid
            | OrderState::Cancelled
            | OrderState::Checking
            | OrderState::Delivering
            | OrderState::Delivered
            | OrderState::Cancelling => None,
        }
    }

    /// The word used in message keys.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Action::Pay => "pay",
            Action::SendDocuments => "send_documents",
            Action::OrderAgain => "order_again",
        }
    }
}

/// One entry of the flat history of the tracking window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// What to say.
    pub kind: EventKind,
    /// When.
    pub at: Timestamp,
}

/// What the flat history can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    /// The order was made.
    Created,
    /// It waits for a payment nobody began.
    NotPaid,
    /// Something recorded.
    Recorded(HistoryCode),
}

impl EventKind {
    /// The code used in message keys: that of the history, or `ORDER_CREATED`, `NOT_PAID`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            EventKind::Created => "ORDER_CREATED",
            EventKind::NotPaid => "NOT_PAID",
            EventKind::Recorded(code) => code.code(),
        }
    }

    /// Whether it is drawn as something that stopped the order.
    #[must_use]
    pub const fn is_error(&self) -> bool {
        match self {
            EventKind::Created => false,
            EventKind::NotPaid => true,
            EventKind::Recorded(code) => code.is_error(),
        }
    }
}

/// How many entries of the history are shown before one asks for more.
pub const SHOWN_FIRST: usize = 3;

/// The four steps of an order at `now`.
#[must_use]
pub fn steps(order: &Order, history: &[HistoryEntry], now: Timestamp) -> [StepView; 4] {
    use StepStatus::{Doing, Done, Error, Todo};
    let statuses = match order.state_at(now) {
        OrderState::NotPaid => [Doing, Todo, Todo, Todo],
        OrderState::Expired => [Error, Todo, Todo, Todo],
        OrderState::Checking => [Done, Doing, Todo, Todo],
        OrderState::DocumentsRequested => [Done, Error, Todo, Todo],
        OrderState::Delivering => [Done, Done, Doing, Todo],
        OrderState::Delivered => [Done, Done, Done, Done],
        OrderState::Cancelling | OrderState::Cancelled => {
            if order.delivered_at.is_some() {
                [Done, Done, Done, Error]
            } else if order.accepted_at.is_some() {
                [Done, Done, Error, Todo]
            } else {
                [Done, Error, Todo, Todo]
            }
        }
    };
    let mut index = 0;
    Step::ALL.map(|step| {
        let status = statuses[index];
        index += 1;
        let history = history.iter().filter(|entry| entry.code.step() == step).copied().collect();
        StepView { step, status, history }
    })
}

/// The flat history, newest first, with what needs no record: that the order was made, and that it is not
/// paid.
#[must_use]
pub fn events(order: &Order, history: &[HistoryEntry]) -> Vec<Event> {
    let mut events = vec![Event { kind: EventKind::Created, at: order.created_at }];
    if order.state == OrderState::NotPaid && history.is_empty() && order.needs_payment() {
        events.push(Event { kind: EventKind::NotPaid, at: order.created_at });
    }
    let recorded = |entry: &HistoryEntry| Event { kind: EventKind::Recorded(entry.code), at: entry.at };
    events.extend(history.iter().map(recorded));
    events.reverse();
    events
}

/// What the customer has to do at `now`, if anything.
#[must_use]
pub fn action(order: &Order, now: Timestamp) -> Option<Action> {
    Action::of(order.state_at(now), order.needs_payment(), order.refused_at.is_some())
}
