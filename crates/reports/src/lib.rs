//! Read models across slices: dashboards, desk lists, the verification of everything, the accountant's file.

pub mod aged;
pub mod fec;
pub mod months;
pub mod statement;
pub mod states;
mod store;
mod verify;

pub use verify::{Problem, Report, verify};
