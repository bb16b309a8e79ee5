//! The worker on both databases.

#[path = "it/runner.rs"]
mod runner;
