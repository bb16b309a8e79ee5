//! E-mails of a service's month: renewal, suspension, termination, withdrawal.

use kernel::{Currency, Date, Money};
use serde::{Deserialize, Serialize};

use super::order::{as_text, from_text};

/// A service about to renew, or to end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenewingService {
    /// Its technical name: `srv-1a2b3c`.
    pub service: String,
    /// What it is.
    pub product: String,
    /// The day it renews, or ends unless it is renewed.
    pub on: Date,
    /// What the next period costs, before tax.
    pub net: Money,
}

/// Services are about to renew by themselves, or wait to be renewed by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenewalNotice {
    /// Whether they end unless their owner renews them.
    pub is_manual: bool,
    /// The services.
    pub services: Vec<RenewingService>,
    /// Where they are managed.
    pub path: String,
}

/// Why a bill has to be paid by its reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DueReason {
    /// There is no payment method on file.
    NoMethod,
    /// The one on file has expired or cannot be charged any more.
    Unusable,
    /// The collection was refused.
    Refused,
}

/// A renewal has to be paid by its reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenewalDue {
    /// Why.
    pub reason: DueReason,
    /// The number of the renewal's order.
    #[serde(serialize_with = "as_text", deserialize_with = "from_text")]
    pub order: i64,
    /// What is due, taxes included.
    pub amount: Money,
    /// What the reader knows the method by, if one was charged.
    pub method: Option<String>,
    /// The services.
    pub services: Vec<RenewingService>,
    /// The day they are suspended unless it is paid.
    pub suspend_on: Date,
    /// Where it is paid.
    pub path: String,
}

/// What became of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceChange {
    /// It was closed for want of a payment.
    Suspended,
    /// It is about to be deleted.
    DeletionSoon,
    /// It was deleted.
    Deleted,
    /// It was paid and is open again.
    Reopened,
    /// It was paid for a longer time.
    Renewed,
    /// It ended with its period, as its owner had asked.
    Ended,
}

/// Something became of a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceChanged {
    /// What.
    pub change: ServiceChange,
    /// The service's technical name.
    pub service: String,
    /// What it is.
    pub product: String,
    /// The day of the deletion, or the new end of what is paid.
    pub on: Option<Date>,
    /// Where to go on.
    pub path: String,
}

/// The default card is about to expire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MethodExpiring {
    /// What the reader knows it by.
    pub method: String,
    /// Its last day.
    pub last_on: Date,
    /// Where another is added.
    pub path: String,
}

/// The link that confirms the immediate deletion of a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TerminationLink {
    /// The service's technical name.
    pub service: String,
    /// What it is.
    pub product: String,
    /// How long the link works.
    pub hours: u16,
    /// The page, secret included.
    pub path: String,
}

/// A termination was noted, or undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TerminationNoted {
    /// Whether it was undone.
    pub is_undone: bool,
    /// Whether the service is closed already and only its data is still there.
    pub is_immediate: bool,
    /// The service's technical name.
    pub service: String,
    /// What it is.
    pub product: String,
    /// The day of its end.
    pub on: Date,
    /// The service's page.
    pub path: String,
}

/// A withdrawal from an order was accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderWithdrawn {
    /// The order's number.
    #[serde(serialize_with = "as_text", deserialize_with = "from_text")]
    pub order: i64,
    /// What goes back, taxes included.
    pub refund: Money,
    /// Until when it arrives.
    pub due_on: Date,
    /// The order's page.
    pub path: String,
}

/// The money of a withdrawal went back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderRefunded {
    /// The order's number.
    #[serde(serialize_with = "as_text", deserialize_with = "from_text")]
    pub order: i64,
    /// What went back.
    pub refund: Money,
    /// The order's page.
    pub path: String,
}

fn two() -> Vec<RenewingService> {
    let service = |service: &str, product: &str, minor| RenewingService {
        service: service.to_owned(),
        product: product.to_owned(),
        on: Date::constant(2026, 3, 1),
        net: Money::new(minor, Currency::EUR),
    };
    vec![service("srv-1a2b3c", "Demo Server 1", 5_699), service("srv-4d5e6f", "Web <hosting> & more", 299)]
}

impl RenewalNotice {
    pub(super) fn samples() -> [RenewalNotice; 3] {
        let path = "/services".to_owned();
        let automatic = RenewalNotice { is_manual: false, services: two(), path };
        let manual = RenewalNotice { is_manual: true, ..automatic.clone() };
        let one = RenewalNotice { services: two()[..1].to_vec(), ..manual.clone() };
        [automatic, manual, one]
    }
}

impl RenewalDue {
    pub(super) fn samples() -> [RenewalDue; 3] {
        let refused = RenewalDue {
            reason: DueReason::Refused,
            order: 1_000_042,
            amount: Money::new(8_039, Currency::EUR),
            method: Some("•••• 4242".to_owned()),
            services: two(),
            suspend_on: Date::constant(2026, 3, 8),
            path: "/orders/1000042/pay".to_owned(),
        };
        let none = RenewalDue { reason: DueReason::NoMethod, method: None, ..refused.clone() };
        let unusable = RenewalDue { reason: DueReason::Unusable, ..refused.clone() };
        [refused, none, unusable]
    }
}

impl ServiceChanged {
    pub(super) fn samples() -> Vec<ServiceChanged> {
        let of = |change, on| ServiceChanged {
            change,
            service: "srv-1a2b3c".to_owned(),
            product: "Demo <Server> 1".to_owned(),
            on,
            path: "/services/srv-1a2b3c".to_owned(),
        };
        let on = Some(Date::constant(2026, 3, 23));
        vec![
            of(ServiceChange::Suspended, on),
            of(ServiceChange::DeletionSoon, on),
            of(ServiceChange::Deleted, None),
            of(ServiceChange::Reopened, on),
            of(ServiceChange::Renewed, on),
            of(ServiceChange::Ended, None),
        ]
    }
}

impl MethodExpiring {
    pub(super) fn samples() -> [MethodExpiring; 1] {
        [MethodExpiring {
            method: "•••• 4242".to_owned(),
            last_on: Date::constant(2026, 4, 30),
            path: "/payment-methods".to_owned(),
        }]
    }
}

impl TerminationLink {
    pub(super) fn samples() -> [TerminationLink; 1] {
        [TerminationLink {
            service: "srv-1a2b3c".to_owned(),
            product: "Demo <Server> 1".to_owned(),
            hours: 72,
            path: "/billing/confirmTerminate?id=0123abcd&token=0123456789abcdef".to_owned(),
        }]
    }
}

impl TerminationNoted {
    pub(super) fn samples() -> [TerminationNoted; 3] {
        let noted = TerminationNoted {
            is_undone: false,
            is_immediate: false,
            service: "srv-1a2b3c".to_owned(),
            product: "Demo <Server> 1".to_owned(),
            on: Date::constant(2026, 3, 1),
            path: "/services/srv-1a2b3c".to_owned(),
        };
        let immediate = TerminationNoted { is_immediate: true, ..noted.clone() };
        let undone = TerminationNoted { is_undone: true, ..noted.clone() };
        [noted, immediate, undone]
    }
}

impl OrderWithdrawn {
    pub(super) fn samples() -> [OrderWithdrawn; 2] {
        let some = OrderWithdrawn {
            order: 1_000_042,
            refund: Money::new(11_692, Currency::EUR),
            due_on: Date::constant(2026, 1, 29),
            path: "/orders/1000042".to_owned(),
        };
        let nothing = OrderWithdrawn { refund: Money::zero(Currency::EUR), ..some.clone() };
        [some, nothing]
    }
}

impl OrderRefunded {
    pub(super) fn samples() -> [OrderRefunded; 1] {
        [OrderRefunded {
            order: 1_000_042,
            refund: Money::new(11_692, Currency::EUR),
            path: "/orders/1000042".to_owned(),
        }]
    }
}
