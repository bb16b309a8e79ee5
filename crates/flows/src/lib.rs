//! What crosses slices, written once: order to cash, told as a story.
//!
//! Read in this order to follow an order: [`sign_up`], [`checkout()`], [`pay()`], [`settle`], [`validate`],
//! [`deliver()`], [`register()`]. What nobody waits for is finished by sweeps that take no input: [`expire()`] for
//! orders nobody paid, [`reconcile`] for payments whose end is unknown and for webhooks, [`refund`] for money on
//! its way back.
//!
//! A flow that calls another company follows one shape: a transaction, the network, a transaction. What
//! belongs to one account and one moment is put in one write, because the number of transactions is what
//! an order costs.

mod announce;
mod bill;
mod checkout;
mod cx;
mod deliver;
mod expire;
mod numbers;
mod offers;
mod pay;
pub mod reconcile;
pub mod refund;
mod register;
mod seen;
pub mod settle;
pub mod sign_in;
pub mod sign_up;
pub mod validate;
pub mod webhook;

pub use checkout::{
    Asked, Checkout, CheckoutError, PriceError, PricedCart, PricedItem, asked, checkout, price_cart,
};
pub use cx::{Cx, Gateways, Settings, Unconfigured, Wake};
pub use deliver::{DeliverError, Delivered, deliver, deliver_by_hand, due};
pub use expire::expire;
pub use numbers::OrderNumbers;
pub use offers::Offers;
pub use pay::{
    Choice, PayError, PayOutcome, Payment, Registration, attempts, came_back, pay, register_method,
};
pub use register::{RegisterError, register};
pub use seen::{CartChange, SeenCart};
