//! What the books hold: charges, what is asked of them and what is answered. Pure.

use serde_json::{Value, json};

use crate::bank::Behaviour;

/// How often a code may be wrong.
pub(crate) const CODE_TRIES_MAX: u32 = 3;

/// Where a charge stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Open,
    Challenge,
    Pending,
    Succeeded,
    Refused,
    Cancelled,
    Expired,
}

impl State {
    pub(crate) const ALL: [State; 7] = [
        State::Open,
        State::Challenge,
        State::Pending,
        State::Succeeded,
        State::Refused,
        State::Cancelled,
        State::Expired,
    ];

    pub(crate) const fn code(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Challenge => "challenge",
            State::Pending => "pending",
            State::Succeeded => "succeeded",
            State::Refused => "refused",
            State::Cancelled => "cancelled",
            State::Expired => "expired",
        }
    }
}

/// Card or direct debit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Card,
    SepaDebit,
}

impl Kind {
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Kind::Card => "card",
            Kind::SepaDebit => "sepa_debit",
        }
    }

    pub(crate) fn parse(code: &str) -> Option<Kind> {
        [Kind::Card, Kind::SepaDebit].into_iter().find(|kind| kind.code() == code)
    }
}

/// A charge, or a setup (a charge of nothing that registers a method).
#[derive(Debug, Clone)]
pub(crate) struct Charge {
    pub(crate) id: String,
    pub(crate) token: String,
    pub(crate) reference: String,
    pub(crate) is_setup: bool,
    pub(crate) state: State,
    pub(crate) amount: i64,
    pub(crate) currency: String,
    pub(crate) description: String,
    pub(crate) order_number: String,
    pub(crate) customer: String,
    pub(crate) kind: Kind,
    pub(crate) locale: String,
    pub(crate) return_url: Option<String>,
    pub(crate) register: bool,
    pub(crate) method: Option<String>,
    pub(crate) metadata: String,
    pub(crate) behaviour: Option<Behaviour>,
    pub(crate) holder: Option<String>,
    pub(crate) label: Option<String>,
    pub(crate) expires: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) tries: u32,
    pub(crate) reason: Option<String>,
    pub(crate) late_reason: Option<String>,
    pub(crate) due_at: Option<i64>,
    pub(crate) is_silent: bool,
    pub(crate) created_at: i64,
    pub(crate) expires_at: i64,
    pub(crate) settled_at: Option<i64>,
}

impl Charge {
    pub(crate) fn tries_left(&self) -> u32 {
        CODE_TRIES_MAX.saturating_sub(self.tries)
    }

    pub(crate) fn is_open(&self) -> bool {
        matches!(self.state, State::Open | State::Challenge)
    }
}

/// A card or an account as its holder typed it, without anything that must not be kept.
#[derive(Debug, Clone)]
pub(crate) struct Instrument {
    pub(crate) behaviour: Behaviour,
    pub(crate) holder: String,
    pub(crate) label: String,
    pub(crate) expires: Option<(i16, i8)>,
    pub(crate) keep: bool,
}

/// What the holder sees next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// Back to the merchant.
    Return,
    /// The page of the code.
    AskCode,
    /// Nothing: the answer is lost.
    Silence,
}

/// What a merchant asks to charge.
#[derive(Debug, Clone)]
pub(crate) struct NewCharge {
    pub(crate) reference: String,
    pub(crate) is_setup: bool,
    pub(crate) amount: i64,
    pub(crate) currency: String,
    pub(crate) description: String,
    pub(crate) order_number: String,
    pub(crate) customer: String,
    pub(crate) kind: Option<Kind>,
    pub(crate) locale: String,
    pub(crate) return_url: Option<String>,
    pub(crate) register: bool,
    pub(crate) method: Option<String>,
    pub(crate) metadata: Value,
}

/// What a merchant asks to give back.
#[derive(Debug, Clone)]
pub(crate) struct NewRefund {
    pub(crate) reference: String,
    pub(crate) charge: String,
    pub(crate) amount: i64,
    pub(crate) metadata: Value,
}

/// An answer of the API: its HTTP status and its JSON.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
    /// The effect happened (or the request was lost) and the caller is left without an answer.
    pub(crate) is_lost: bool,
}

impl Answer {
    pub(crate) fn ok(status: u16, body: Value) -> Answer {
        Answer { status, body, is_lost: false }
    }

    pub(crate) fn error(status: u16, code: &str, message: &str) -> Answer {
        Answer::ok(status, json!({ "error": { "code": code, "message": message } }))
    }
}

/// A webhook to send.
#[derive(Debug, Clone)]
pub(crate) struct Delivery {
    pub(crate) id: i64,
    pub(crate) event: String,
    pub(crate) body: String,
    pub(crate) tries: u32,
}
