//! The binary as an operator meets it: started, asked, configured wrongly, killed, stopped.

#[path = "it/attacks.rs"]
mod attacks;
#[path = "it/catalog.rs"]
mod catalog;
#[path = "it/cli.rs"]
mod cli;
#[path = "it/config.rs"]
mod config;
#[path = "it/conformance.rs"]
mod conformance;
#[path = "it/demo.rs"]
mod demo;
#[path = "it/fec.rs"]
mod fec;
#[path = "it/outage.rs"]
mod outage;
#[path = "it/process.rs"]
mod process;
#[path = "it/renewals.rs"]
mod renewals;
#[path = "it/serve.rs"]
mod serve;
#[path = "it/worker.rs"]
mod worker;
