//! Read models across slices: dashboards, desk lists, the verification of everything.

pub mod states;
mod store;
mod verify;

pub use verify::{Problem, Report, verify};
