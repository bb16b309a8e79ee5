//! Read models across slices: dashboards and desk lists.

pub mod states;
mod store;
