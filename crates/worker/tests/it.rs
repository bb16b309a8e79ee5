//! The worker on both databases.

#[path = "it/duties.rs"]
mod duties;
#[path = "it/runner.rs"]
mod runner;
