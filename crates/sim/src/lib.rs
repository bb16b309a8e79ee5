//! A seeded year of business on the fake clock, checked every day.
//!
//! [`year()`] opens a house with its real flows, stores and worker on either database, and lets customers of every
//! character live there: they sign up, order, pay late or twice or never, change their renewals, leave and withdraw.
//! The provider is ours ([`provider`]): it loses answers and webhooks, and is down on some days; so is the worker, which
//! is also killed in the middle of its work. At the end of every day on which the worker worked, [`checks`] looks at
//! everything that must be true whatever happened.
//!
//! What customers do follows from the seed alone: each has a chance of its own, so that a day replays whatever the
//! threads of the database do.
//!
//! [`due`] writes services that are due, thousands at a time, for those who measure or kill a renewal run. [`stage`] is
//! what tests of pages and of calls begin with.

pub mod checks;
pub mod due;
pub mod house;
pub mod people;
pub mod provider;
pub mod stage;
mod year;

pub use year::{Told, Year, year};
