//! What crosses slices, written once: order to cash, told as a story.
//!
//! Read in this order to follow an order: [`sign_up`], [`checkout()`], [`pay()`], [`settle`], [`validate`],
//! [`deliver()`], [`register()`]. Then a month passes: [`renew`] bills, collects, suspends and ends by itself,
//! [`configure`], [`extend`] and [`alter()`] are what owners wish, [`debts`] pays what was billed and not paid,
//! [`terminate`] and [`withdraw()`] are how they leave. [`contest`] is what they say about an invoice, [`exports`] how
//! they take many home at once, [`notify`] how their programs hear of [`events`]. What nobody waits for is
//! finished by sweeps that take no input: [`expire()`] for orders nobody paid, [`reconcile`] for payments whose end is
//! unknown and for webhooks, [`refund`] for money on its way back.
//!
//! A flow that calls another company follows one shape: a transaction, the network, a transaction. What
//! belongs to one account and one moment is put in one write, because the number of transactions is what
//! an order costs.

mod alter;
mod announce;
mod bill;
pub mod callback;
pub mod carts;
mod checkout;
pub mod contest;
pub mod credit;
mod cx;
pub mod debts;
mod deliver;
pub mod events;
mod expire;
pub mod exports;
pub mod methods;
mod month;
pub mod notify;
mod numbers;
mod offers;
mod operate;
pub mod operations;
mod pay;
pub mod reconcile;
pub mod refund;
mod register;
pub mod renew;
mod seen;
pub mod settle;
pub mod sign_in;
pub mod sign_up;
pub mod terminate;
pub mod validate;
pub mod webhook;
pub mod wishes;
mod withdraw;

pub use alter::{AlterError, Changes, Ending, alter};
pub use checkout::{
    Asked, Checkout, CheckoutError, PriceError, PricedCart, PricedItem, asked, checkout, price_cart,
};
pub use cx::{Cx, Gateways, Settings, Unconfigured, Wake};
pub use deliver::{DeliverError, Delivered, deliver, deliver_by_hand, due};
pub use expire::expire;
pub use month::{
    Debit, Extension, Gathered, Renewal, RenewalOf, RenewalQuote, WishError, configure, extend, forecast,
    gather, next_debit, quote_extension, renewal_choices, switch,
};
pub use numbers::OrderNumbers;
pub use offers::Offers;
pub use operate::{OperationError, operate, operate_by_hand, wished};
pub use pay::{
    Choice, PayError, PayOutcome, Payment, Registration, attempts, came_back, came_back_for_program, pay,
    register_method,
};
pub use register::{RegisterError, register};
pub use seen::{CartChange, SeenCart};
pub use withdraw::{
    WithdrawError, WithdrawalLine, WithdrawalQuote, follow, quote_withdrawal, withdraw, withdrawable,
};
