//! The states of an order and the changes between them. Pure.

use serde::{Deserialize, Serialize};

/// Where an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// Waiting for its payment. Paying is not an obligation: the form lapses at its expiry date.
    NotPaid,
    /// Paid; a member of the staff looks at it, on business days.
    Checking,
    /// The customer was asked for documents.
    DocumentsRequested,
    /// Accepted; its services are being made.
    Delivering,
    /// Every service was delivered.
    Delivered,
    /// A withdrawal or cancellation is being carried out.
    Cancelling,
    /// Refused, withdrawn or cancelled.
    Cancelled,
    /// Not paid in time.
    Expired,
}

impl OrderState {
    /// Every state.
    pub const ALL: [OrderState; 8] = [
        OrderState::NotPaid,
        OrderState::Checking,
        OrderState::DocumentsRequested,
        OrderState::Delivering,
        OrderState::Delivered,
        OrderState::Cancelling,
        OrderState::Cancelled,
        OrderState::Expired,
    ];

    /// The word used in tables, addresses and message keys.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            OrderState::NotPaid => "not_paid",
            OrderState::Checking => "checking",
            OrderState::DocumentsRequested => "documents_requested",
            OrderState::Delivering => "delivering",
            OrderState::Delivered => "delivered",
            OrderState::Cancelling => "cancelling",
            OrderState::Cancelled => "cancelled",
            OrderState::Expired => "expired",
        }
    }

    /// The state this word names.
    #[must_use]
    pub fn parse(code: &str) -> Option<OrderState> {
        OrderState::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether nothing will happen to the order any more, unless the customer withdraws from it.
    #[must_use]
    pub const fn is_final(&self) -> bool {
        match self {
            OrderState::Delivered | OrderState::Cancelled | OrderState::Expired => true,
            OrderState::NotPaid
            | OrderState::Checking
            | OrderState::DocumentsRequested
            | OrderState::Delivering
            | OrderState::Cancelling => false,
        }
    }

    /// Where `change` leads from here; `None` when it is not allowed.
    #[must_use]
    pub const fn after(self, change: Change) -> Option<OrderState> {
        match (self, change) {
            // A payment begun before the expiry and confirmed after it wins: the order comes back.
            (OrderState::NotPaid | OrderState::Expired, Change::Pay) => Some(OrderState::Delivering),
            (OrderState::NotPaid | OrderState::Expired, Change::PayAndCheck) => Some(OrderState::Checking),
            (OrderState::NotPaid, Change::Expire) => Some(OrderState::Expired),
            (OrderState::Checking, Change::RequestDocuments) => Some(OrderState::DocumentsRequested),
            (OrderState::DocumentsRequested, Change::ReceiveDocuments) => Some(OrderState::Checking),
            (OrderState::Checking | OrderState::DocumentsRequested, Change::Approve) => {
                Some(OrderState::Delivering)
            }
            (OrderState::Checking | OrderState::DocumentsRequested, Change::Refuse) => {
                Some(OrderState::Cancelled)
            }
            (OrderState::Delivering, Change::Deliver) => Some(OrderState::Delivered),
            (OrderState::Delivering | OrderState::Delivered, Change::Withdraw) => {
                Some(OrderState::Cancelling)
            }
            (OrderState::Cancelling, Change::Cancel) => Some(OrderState::Cancelled),
            (
                OrderState::NotPaid
                | OrderState::Checking
                | OrderState::DocumentsRequested
                | OrderState::Delivering
                | OrderState::Delivered
                | OrderState::Cancelling
                | OrderState::Cancelled
                | OrderState::Expired,
                Change::Pay
                | Change::PayAndCheck
                | Change::Expire
                | Change::RequestDocuments
                | Change::ReceiveDocuments
                | Change::Approve
                | Change::Refuse
                | Change::Deliver
                | Change::Withdraw
                | Change::Cancel,
            ) => None,
        }
    }
}

/// Something that happens to an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// The money is there, or none is due, and nothing holds the order.
    Pay,
    /// The money is there, or none is due, and a person has to look at the order.
    PayAndCheck,
    /// The expiry date passed without a payment.
    Expire,
    /// The staff ask the customer for documents.
    RequestDocuments,
    /// The customer sent documents.
    ReceiveDocuments,
    /// The staff accept the order.
    Approve,
    /// The staff refuse the order; its money goes back.
    Refuse,
    /// The last of its services was delivered.
    Deliver,
    /// The customer withdraws, or the staff cancel.
    Withdraw,
    /// The withdrawal or cancellation is carried out.
    Cancel,
}

impl Change {
    /// Every change.
    pub const ALL: [Change; 10] = [
        Change::Pay,
        Change::PayAndCheck,
        Change::Expire,
        Change::RequestDocuments,
        Change::ReceiveDocuments,
        Change::Approve,
        Change::Refuse,
        Change::Deliver,
        Change::Withdraw,
        Change::Cancel,
    ];

    /// The change as a verb, for messages.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Change::Pay => "pay",
            Change::PayAndCheck => "pay_and_check",
            Change::Expire => "expire",
            Change::RequestDocuments => "request_documents",
            Change::ReceiveDocuments => "receive_documents",
            Change::Approve => "approve",
            Change::Refuse => "refuse",
            Change::Deliver => "deliver",
            Change::Withdraw => "withdraw",
            Change::Cancel => "cancel",
        }
    }
}

/// A change that the state of the order does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cannot {} an order that is {}", change.code(), from.code())]
pub struct InvalidTransition {
    /// Where the order stands.
    pub from: OrderState,
    /// What was asked.
    pub change: Change,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_table_of_transitions_is_this_one() {
        let mut table = String::new();
        for from in OrderState::ALL {
            for change in Change::ALL {
                if let Some(to) = from.after(change) {
                    table.push_str(&format!("{} --{}--> {}\n", from.code(), change.code(), to.code()));
                }
            }
        }
        assert_eq!(
            table,
            "\
not_paid --pay--> delivering
not_paid --pay_and_check--> checking
not_paid --expire--> expired
checking --request_documents--> documents_requested
checking --approve--> delivering
checking --refuse--> cancelled
documents_requested --receive_documents--> checking
documents_requested --approve--> delivering
documents_requested --refuse--> cancelled
delivering --deliver--> delivered
delivering --withdraw--> cancelling
delivered --withdraw--> cancelling
cancelling --cancel--> cancelled
expired --pay--> delivering
expired --pay_and_check--> checking
"
        );
    }

    #[test]
    fn codes_are_read_back() {
        assert!(OrderState::ALL.iter().all(|state| OrderState::parse(state.code()) == Some(*state)));
        assert_eq!(OrderState::parse("unknown"), None);
    }

    proptest! {
        #[test]
        fn nothing_leaves_cancelled_and_nothing_returns_to_not_paid(
            changes in prop::collection::vec(prop::sample::select(&Change::ALL[..]), 0..60),
        ) {
            let mut state = OrderState::NotPaid;
            let mut is_paid = false;
            for change in changes {
                let Some(next) = state.after(change) else { continue };
                prop_assert_ne!(state, OrderState::Cancelled);
                prop_assert_ne!(next, OrderState::NotPaid);
                is_paid |= matches!(change, Change::Pay | Change::PayAndCheck);
                // Nothing is checked, delivered or cancelled before it is paid, and only once.
                prop_assert_eq!(is_paid, next != OrderState::Expired);
                state = next;
            }
        }
    }
}
