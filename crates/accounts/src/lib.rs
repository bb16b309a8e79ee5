//! Customers and staff: sign-up, sign-in, sessions, passwords, and the programs that act for customers.
//!
//! # Where things are
//! Everything of one customer lives in the partition of its account, from the first step of the sign-up on:
//! a sign-up begins with a fresh [`kernel::AccountId`] and its account, if it comes to that, takes it over.
//! A [`token::CustomerToken`] carries that id next to its secret, so a cookie or a link leads straight to the
//! partition. Small registries stand beside: *logins* (what one signs in with, unique everywhere), *tries* (rate
//! limits), *staff*, and the keys of programs ([`api`]).
//!
//! # A sign-up
//! ```text
//! start ──► code by e-mail ──verify──► type ──► contact ──► claim the logins ──► complete ──► confirm
//!             ▲  │ resend, change_email                     (registry)          (account)    (registry)
//!             └──┘
//! ```
//! Each arrow is one transaction, and each may be the last before a crash:
//!
//! | the process dies after | what is left | what repairs it |
//! |---|---|---|
//! | `start` … `contact` | a sign-up that its browser resumes ([`sign_up::find`]) | forgotten a day later ([`sign_up::forget`]) |
//! | the e-mail was claimed | a login without an account | resuming: both claims answer the same again; otherwise [`logins::repair`] |
//! | the NIC was claimed | two logins without an account | the same |
//! | `complete` | an account whose logins are unconfirmed: it works | [`logins::repair`] confirms them |
//!
//! [`logins::repair`] never takes an address from a sign-up that could still finish: it first *closes* the
//! sign-up in its own partition, where `complete` looks, and only then releases the logins. Running it twice,
//! or dying between the two, changes nothing.
//!
//! An address that already has an account is not revealed: its sign-up looks like any other, only that no
//! code exists that would open it, and the owner is told by e-mail. Two sign-ups of one free address can both
//! be verified (both are its owner); the registry lets one of them through.
//!
//! # Invariants
//! - A login belongs to at most one account; an account has one e-mail and one NIC.
//! - Passwords are hashed outside transactions and never stored, logged or printed.
//! - A new password closes every session; a sign-in always gets a new token.
//! - No lock-out lasts longer than the window of its limit ([`limits`]).
//!
//! Start reading at [`sign_up`] and [`sign_in`].

pub mod account;
pub mod api;
pub mod contact;
pub mod device;
pub mod email;
pub mod hasher;
pub mod kept;
pub mod limits;
pub mod links;
pub mod logins;
pub mod nic;
pub mod numbers;
pub mod password;
pub mod reset;
pub mod session;
pub mod sign_in;
pub mod sign_up;
pub mod staff;
mod store;
pub mod token;

pub use account::{Account, BillingContact};
pub use contact::{Contact, ContactForm, FieldFault};
pub use email::EmailAddress;
pub use hasher::{Cost, HashError, Passwords};
pub use limits::{Limit, Limited, Limits};
pub use nic::NicSuffix;
pub use password::{PasswordFault, PersonalData};
pub use session::Session;
pub use staff::{Role, Staff};
pub use token::{CustomerToken, StaffToken, Token};
