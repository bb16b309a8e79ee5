//! Cart, order form, order states, follow-up, validation.
//!
//! ```text
//!            pay                          deliver
//! not_paid ───────────────────> delivering ──────> delivered
//!  │   │                           ^  │               │
//!  │   │ pay and check    approve  │  └── withdraw ───┤
//!  │   └──────> checking ──────────┤                  v
//!  │ expire      │    ^            │              cancelling ──> cancelled
//!  v             v    │ documents  │                               ^
//! expired    documents_requested ──┘                               │
//!                 └──────────────── refuse ────────────────────────┘
//! ```
//!
//! Invariants:
//! - An order cannot be modified. Its lines, totals, billing contact and contracts are written once; only its
//!   state and the instants of its changes move, and only along the arrows above.
//! - Its id comes from the form that submits it: submitted twice, it is one order.
//! - It keeps the prices it was born with and the expiry date printed on it.
//! - A payment begun before the expiry and confirmed after it wins, so a paid order leaves `expired`.
//! - One that pays debts ([`OrderKind::Regularisation`]) names them when it is made ([`Debt`]); it sells nothing.
//! - Its number comes from a counter of its own; it never consumes an invoice's number.
//!
//! Start with [`Order`], then [`create()`], [`paid`] and [`follow_up`].

pub mod cart;
pub mod contract;
mod create;
pub mod desk;
mod documents;
mod expire;
pub mod follow_up;
mod lapse;
mod list;
pub mod named;
mod order;
mod pay;
mod progress;
mod record;
mod regularise;
mod renew;
mod review;
mod state;
pub mod store;
pub mod upload;
pub mod validation;
mod waiver;
mod withdraw;

pub use contract::{AcceptedContract, Contract, NotAccepted, accept};
pub use create::{CreateError, Created, NewItem, NewOrder, create};
pub use documents::{ReceiveError, receive_document, send_documents};
pub use expire::{ExpireError, expire};
pub use lapse::{LapseError, Lapsed, lapse_documents};
pub use list::{OrderColumn, OrderFilter, OrderQuery, OrderSummary};
pub use order::{DocumentKind, Order, OrderItem, OrderKind, OrderLine, Review};
pub use pay::{PaidError, facts, fetch_facts_ahead, paid};
pub use progress::{ProgressError, cancelled, delivered, invoiced, payment_begun, withdrawn};
pub use record::record;
pub use regularise::{Debt, NewRegularisation, RegulariseError, regularisation, regularised};
pub use renew::{NewRenewal, lapse, renewal, renewed};
pub use review::{
    Decision, DocumentsRequest, NOTE_CHARS_MAX, ReviewError, ReviewNote, approve, refuse, request_documents,
};
pub use state::{Change, InvalidTransition, OrderState};
pub use upload::{MediaType, Upload};
pub use waiver::{Waiver, waiver};
pub use withdraw::{Withdrawal, WithdrawalReason, WithdrawalState};
