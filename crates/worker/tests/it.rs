//! The worker on both databases.

#[path = "it/duties.rs"]
mod duties;
#[path = "it/messages.rs"]
mod messages;
#[path = "it/runner.rs"]
mod runner;
